#!/usr/bin/env bash
# The program with its media in a bucket of an S3 server that goes away and comes back: see
# bucket_drill.py.
cd "$(dirname "$0")/../.." || exit 2
exec tools/with_s3.sh python3 -B tests/smoke/bucket_drill.py
