#!/usr/bin/env bash
# Three database nodes under Patroni, one after another taken away under load: see
# failover_drill.py.
cd "$(dirname "$0")/../.." || exit 2
exec python3 -B tests/ha/failover_drill.py
