#!/bin/sh
# Runs a command beside a throw-away PostgreSQL cluster: no TCP, a socket in a temporary directory,
# durability off. Exports CAMAUG_TEST_POSTGRES (a URI) and CAMAUG_TEST_PG_RESTART (a command that
# stops the server at once and starts it again); the cluster is gone when the command ends.
set -eu
[ $# -gt 0 ] || { echo "usage: $0 COMMAND [ARGUMENT...]" >&2; exit 2; }

bin=
for directory in /usr/lib/postgresql/*/bin "$(pg_config --bindir 2>/dev/null || true)"; do
  [ -x "$directory/initdb" ] && bin=$directory
done
[ -n "$bin" ] || { echo "$0: no initdb found: apt-get install postgresql-15" >&2; exit 2; }

root=$(mktemp -d /tmp/camaug-pg.XXXXXX)
chmod 755 "$root"
# PostgreSQL refuses to run as root.
if [ "$(id -u)" = 0 ]; then
  chown postgres "$root"
  as() { (cd "$root" && runuser -u postgres -- "$@"); }
else
  as() { "$@"; }
fi
drop() {
  as "$bin/pg_ctl" -D "$root/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$root"
}
trap drop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

as "$bin/initdb" -D "$root/data" -U camaug --auth=trust --locale=C.UTF-8 -E UTF8 --no-sync \
  >"$root/initdb.log" 2>&1 || { cat "$root/initdb.log" >&2; exit 2; }
options="-c listen_addresses='' -c unix_socket_directories=$root -c fsync=off \
-c full_page_writes=off -c max_connections=200"
as "$bin/pg_ctl" -D "$root/data" -w -l "$root/server.log" -o "$options" start >/dev/null ||
  { cat "$root/server.log" >&2; exit 2; }

CAMAUG_TEST_POSTGRES="postgresql:///postgres?host=$root&user=camaug"
cat >"$root/restart" <<RESTART
#!/bin/sh
cd "$root" || exit 2
"$bin/pg_ctl" -D "$root/data" -m immediate -w stop >/dev/null
sleep "\${1:-0}"
"$bin/pg_ctl" -D "$root/data" -w -l "$root/server.log" -o "\$(cat "$root/options")" start >/dev/null
RESTART
echo "$options" >"$root/options"
chmod 755 "$root/restart"
chmod 644 "$root/options"
if [ "$(id -u)" = 0 ]; then
  CAMAUG_TEST_PG_RESTART="runuser -u postgres -- $root/restart"
else
  CAMAUG_TEST_PG_RESTART="$root/restart"
fi
export CAMAUG_TEST_POSTGRES CAMAUG_TEST_PG_RESTART
status=0
"$@" || status=$?
exit "$status"
