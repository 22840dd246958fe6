#!/usr/bin/env bash
# The program on a PostgreSQL server that goes away and comes back: see postgres_drill.py.
cd "$(dirname "$0")/../.." || exit 2
exec tools/with_postgres.sh python3 -B tests/smoke/postgres_drill.py
