#!/usr/bin/env bash
# Slow and full disks, cut connections and a clock that jumps, on both engines: see
# faults_drill.py. The small disk is a tmpfs in a mount namespace of its own, which the kernel
# allows to root and mostly to everybody.
set -uo pipefail
drill=$(dirname "$0")/faults_drill.py
for how in "unshare -m" "unshare -Urm"; do
  if $how true 2>/dev/null; then exec $how python3 -B "$drill"; fi
done
echo "The drill of faults needs a mount namespace (root, or unprivileged user namespaces)."
echo "0 passed, 1 failed"
exit 1
