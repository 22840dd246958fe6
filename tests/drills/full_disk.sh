#!/usr/bin/env bash
# A full disk under a running server: see full_disk_drill.py. The small disk is a tmpfs in a mount
# namespace of its own, which the kernel allows to root and mostly to everybody.
set -uo pipefail
drill=$(dirname "$0")/full_disk_drill.py
for how in "unshare -m" "unshare -Urm"; do
  if $how true 2>/dev/null; then exec $how python3 -B "$drill"; fi
done
echo "The full-disk drill needs a mount namespace (root, or unprivileged user namespaces)."
echo "0 passed, 1 failed"
exit 1
