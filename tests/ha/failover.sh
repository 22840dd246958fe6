#!/usr/bin/env bash
# Three database nodes under Patroni, one after another taken away under load: see
# failover_drill.py. The program is the one in $CAMAUG_BUILD.
cd "$(dirname "$0")/../.." || exit 2
for needed in etcd patroni patronictl haproxy psql; do
  if ! command -v "$needed" >/dev/null; then
    echo "$needed is not installed: tools/packages.sh ha"
    echo "0 passed, 1 failed"
    exit 1
  fi
done
exec python3 -B tests/ha/failover_drill.py
