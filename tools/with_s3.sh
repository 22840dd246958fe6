#!/usr/bin/env bash
# Runs a command beside a throw-away S3 server (tests/s3): loopback only, objects in a temporary
# directory. Exports CAMAUG_TEST_S3 (its address), CAMAUG_TEST_S3_CONTROL (a command: "stop" ends
# the server at once, "start" brings it back with its objects) and the keys of the bucket
# camaug-test; server and objects are gone when the command ends.
set -euo pipefail
[[ $# -gt 0 ]] || {
  echo "usage: $0 COMMAND [ARGUMENT...]" >&2
  exit 2
}
server=$(cd "$(dirname "$0")/../tests/s3" && pwd)

wanted=$(cat "$server/package.json" "$server/package-lock.json" | sha256sum)
stamp=$server/node_modules/.installed
if [[ ! -f $stamp || $(<"$stamp") != "$wanted" ]]; then
  (cd "$server" && npm ci --no-audit --no-fund --loglevel=error >&2) || {
    echo "$0: the S3 server for tests could not be installed (npm ci in tests/s3)" >&2
    exit 2
  }
  echo "$wanted" >"$stamp"
fi

root=$(mktemp -d /tmp/camaug-s3.XXXXXX)
export CAMAUG_MEDIA_ACCESS_KEY=test-access
export CAMAUG_MEDIA_SECRET_KEY=test/secret+key
cat >"$root/control" <<CONTROL
#!/usr/bin/env bash
set -euo pipefail
cd "$root"
case \$1 in
  start)
    port=0
    if [[ -f port ]]; then port=\$(<port); fi
    : >said
    node "$server/server.mjs" "$root/objects" "\$port" "$CAMAUG_MEDIA_ACCESS_KEY" \\
      "$CAMAUG_MEDIA_SECRET_KEY" camaug-test >said 2>server.log </dev/null &
    echo \$! >pid
    for _ in {1..100}; do
      if grep -q '^ready ' said; then
        sed -n 's/^ready //p' said >port
        exit 0
      fi
      sleep 0.1
    done
    cat server.log >&2
    exit 1
    ;;
  stop)
    kill -9 "\$(<pid)" 2>/dev/null || true
    while kill -0 "\$(<pid)" 2>/dev/null; do sleep 0.05; done
    ;;
esac
CONTROL
chmod +x "$root/control"
drop() {
  "$root/control" stop || true
  rm -rf "$root"
}
trap drop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
"$root/control" start || exit 2
CAMAUG_TEST_S3="http://127.0.0.1:$(<"$root/port")"
export CAMAUG_TEST_S3 CAMAUG_TEST_S3_CONTROL="$root/control"
status=0
"$@" || status=$?
exit "$status"
