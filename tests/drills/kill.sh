#!/usr/bin/env bash
# kill -9 in the middle of 64 concurrent submissions: see kill_drill.py.
exec python3 -B "$(dirname "$0")/kill_drill.py"
