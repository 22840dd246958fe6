#!/usr/bin/env bash
# A full disk under a running server: see full_disk_drill.py.
here=$(dirname "$0")
exec "$here/in_namespace" "$here/full_disk_drill.py"
