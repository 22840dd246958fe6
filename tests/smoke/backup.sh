#!/usr/bin/env bash
# A province backed up while it is used, destroyed, restored and served: see backup_drill.py.
cd "$(dirname "$0")/../.." || exit 2
exec tools/with_postgres.sh python3 -B tests/smoke/backup_drill.py
