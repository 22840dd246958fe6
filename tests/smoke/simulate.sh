#!/usr/bin/env bash
# A made-up province is as whole as a true one, on both engines: see simulate_drill.py.
cd "$(dirname "$0")/../.." || exit 2
exec tools/with_postgres.sh python3 -B tests/smoke/simulate_drill.py
