#!/usr/bin/env bash
# HTTPS before a demo: see tls_drill.py.
exec python3 -B "$(dirname "$0")/tls_drill.py"
