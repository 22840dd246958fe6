#!/usr/bin/env bash
# Two redactions of one photo at one moment: see redaction_drill.py.
cd "$(dirname "$0")/../.." || exit 2
exec python3 -B tests/smoke/redaction_drill.py
