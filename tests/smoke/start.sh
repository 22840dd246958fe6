#!/usr/bin/env bash
# What the program says when it cannot start: see start_drill.py.
exec python3 -B "$(dirname "$0")/start_drill.py"
