#!/usr/bin/env bash
# PostgreSQL's own way back to any moment (docs/operations.md): see point_in_time_drill.py.
cd "$(dirname "$0")/../.." || exit 2
exec python3 -B tests/smoke/point_in_time_drill.py
