#!/usr/bin/env bash
# Three processes on one database behind a balancer: see processes_drill.py.
cd "$(dirname "$0")/../.." || exit 2
exec tools/with_postgres.sh python3 -B tests/drills/processes_drill.py
