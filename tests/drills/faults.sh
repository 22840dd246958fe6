#!/usr/bin/env bash
# Slow and full disks, cut connections and a clock that jumps, on both engines: see faults_drill.py.
here=$(dirname "$0")
exec "$here/in_namespace" "$here/faults_drill.py"
