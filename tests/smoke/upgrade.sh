#!/usr/bin/env bash
# A province of an older schema is carried on whole, on both engines: see upgrade_drill.py.
cd "$(dirname "$0")/../.." || exit 2
exec tools/with_postgres.sh python3 -B tests/smoke/upgrade_drill.py
