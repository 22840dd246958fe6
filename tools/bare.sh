#!/usr/bin/env bash
# Proves the two commands on a bare Debian 12: makes one in a folder with debootstrap, clones this
# repository's HEAD into it, runs ./run (and fetches a page from it) and ./test inside. Mirror,
# keyring, proxy and npm registry are the host's own, read at run time. Needs root. Must leave no
# mount and no process behind.
# usage: tools/bare.sh [--dir DIR] [--keep] [--no-test]
#   --dir DIR   the folder (default: a new one under TMPDIR); reused when it holds a base already
#   --keep      leave the folder for a look (chroot DIR)
#   --no-test   only ./run
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=tools/progress.sh
source tools/progress.sh

dir=
keep=0
with_test=1
while (($# > 0)); do
  case $1 in
    --dir)
      dir=${2:?--dir needs a value}
      keep=1
      shift
      ;;
    --keep) keep=1 ;;
    --no-test) with_test=0 ;;
    *) die "usage: tools/bare.sh [--dir DIR] [--keep] [--no-test]" ;;
  esac
  shift
done
((EUID == 0)) || die "tools/bare.sh needs root: debootstrap and chroot do."
tools/packages.sh bare
if [[ -z $dir ]]; then dir=$(mktemp -d "${TMPDIR:-/tmp}/camaug-bare.XXXXXX"); fi
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
logs=$(mktemp -d "${TMPDIR:-/tmp}/camaug-bare-logs.XXXXXX")
server=

# Ends what runs inside (only there: by the root that the kernel shows for each process).
end_inside() {
  local signal=$1 proc
  for proc in /proc/[0-9]*; do
    if [[ $(readlink "$proc/root" 2>/dev/null) == "$dir" ]]; then
      kill "-$signal" "${proc#/proc/}" 2>/dev/null || true
    fi
  done
}
clean() {
  local status=$? mount
  trap - EXIT INT TERM
  end_inside TERM
  sleep 1
  end_inside KILL
  while read -r mount; do umount -l "$mount" || true; done < <(
    awk -v dir="$dir/" 'index($2, dir) == 1 { print $2 }' /proc/self/mounts | sort -r
  )
  if grep -qF " $dir/" /proc/self/mounts; then
    say "bare: something is still mounted under $dir; it stays"
  elif ((!keep)); then
    rm -rf --one-file-system -- "${dir:?}"
  else
    say "bare: kept $dir"
  fi
  say "bare: logs in $logs"
  exit "$status"
}
trap clean EXIT
trap 'exit 130' INT TERM

# --- the base, from the host's apt configuration ---
mirror=$(apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' \
  'Identifier: Packages' | awk '$1 == "bookworm" && $2 == "main" { print $3; exit }')
[[ -n $mirror ]] || die "The host's apt has no source for bookworm main to take the mirror from."
signed=$(grep -rhoiE 'signed-by[:=] *[^] ]+\.gpg' /etc/apt/sources.list /etc/apt/sources.list.d \
  2>/dev/null | sed -E 's/.*[:=] *//' | grep -m1 debian-archive || true)
keyring=${signed:-/usr/share/keyrings/debian-archive-keyring.gpg}
[[ -f $keyring ]] || die "The keyring of the Debian archive is not at $keyring."

if [[ -x $dir/usr/bin/apt-get ]]; then
  say "bare: using the base in $dir"
else
  say "bare: debootstrap"
  quietly "$logs/debootstrap.log" debootstrap --variant=minbase --keyring="$keyring" \
    bookworm "$dir" "$mirror" || die "debootstrap failed."
fi

say "bare: the host's apt, certificates and name service"
rm -rf "$dir/etc/apt/sources.list" "$dir/etc/apt/sources.list.d"
mkdir -p "$dir/etc/apt/sources.list.d" "$dir/etc/apt/keyrings" "$dir/usr/share/keyrings"
if [[ -f /etc/apt/sources.list ]]; then cp /etc/apt/sources.list "$dir/etc/apt/"; fi
shopt -s nullglob
for file in /etc/apt/sources.list.d/*.list /etc/apt/sources.list.d/*.sources; do
  # Only Debian's own archive: a bare Debian has no other.
  if grep -q bookworm "$file"; then cp "$file" "$dir/etc/apt/sources.list.d/"; fi
done
for file in /usr/share/keyrings/*.gpg; do cp -n "$file" "$dir/usr/share/keyrings/"; done
for file in /etc/apt/keyrings/*; do cp "$file" "$dir/etc/apt/keyrings/"; done
apt-config dump | grep -E '^Acquire::(https?::|Check-|Retries|AllowInsecure)' \
  >"$dir/etc/apt/apt.conf.d/90host" || true
mkdir -p "$dir/usr/local/share/ca-certificates"
for file in /usr/local/share/ca-certificates/*.crt; do
  cp "$file" "$dir/usr/local/share/ca-certificates/"
done
shopt -u nullglob
cp -L /etc/resolv.conf "$dir/etc/resolv.conf"
cp -L /etc/hosts "$dir/etc/hosts"
# The network is the host's: a package that starts its service would take a port there.
printf '#!/bin/sh\nexit 101\n' >"$dir/usr/sbin/policy-rc.d"
chmod +x "$dir/usr/sbin/policy-rc.d"

mount -t proc proc "$dir/proc"
mount -t sysfs -o ro sysfs "$dir/sys"
mount --bind /dev "$dir/dev"
mount --bind /dev/pts "$dir/dev/pts"
mount -t tmpfs -o mode=1777 tmpfs "$dir/dev/shm"
mount -t tmpfs -o mode=1777 tmpfs "$dir/tmp"

# Nothing of the host's environment goes in but how to reach the outside.
inside_env=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
  LANG=C.UTF-8 CI=true DEBIAN_FRONTEND=noninteractive)
for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY; do
  if [[ -n ${!name:-} ]]; then inside_env+=("$name=${!name}"); fi
done
if registry=$(npm config get registry 2>/dev/null) && [[ $registry == http* ]]; then
  inside_env+=("npm_config_registry=$registry")
fi
if ls "$dir"/usr/local/share/ca-certificates/*.crt >/dev/null 2>&1; then
  # The host trusts certificates of its own: npm and node are told where they are.
  inside_env+=(npm_config_cafile=/etc/ssl/certs/ca-certificates.crt
    NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt)
fi
inside() { chroot "$dir" /usr/bin/env -i "${inside_env[@]}" "$@" </dev/null; }

say "bare: cloning HEAD ($(git rev-parse --short HEAD))"
rm -rf "$dir/srv/camaug"
git clone -q --no-hardlinks "file://$PWD" "$dir/srv/camaug"
chown -R 0:0 "$dir/srv/camaug"

# --- the first command ---
port=8099
while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((port + 1)); done
say "bare: ./run --port $port"
inside bash -c "cd /srv/camaug && exec ./run --port $port" >"$logs/run.log" 2>&1 &
server=$!
failed=0
passed=0
shown=0
verdict() {
  if [[ $1 == good ]]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
  say "bare: $1: $2"
}
page=
for _ in $(seq 1 3600); do
  # Show what ./run says as it says it.
  lines=$(wc -l <"$logs/run.log")
  if ((lines > shown)); then
    sed -n "$((shown + 1)),${lines}p" "$logs/run.log" | sed 's/^/    | /'
    shown=$lines
  fi
  if page=$(curl -fsS --max-time 5 "http://127.0.0.1:$port/" 2>/dev/null); then break; fi
  kill -0 "$server" 2>/dev/null || break
  sleep 1
done
sed -n "$((shown + 1)),\$p" "$logs/run.log" | sed 's/^/    | /'
if [[ $page == *'<html'* ]]; then
  verdict good "the page is served"
  for face in can-bo lanh-dao; do
    if curl -fsS --max-time 5 "http://127.0.0.1:$port/$face" >/dev/null; then
      verdict good "/$face is served"
    else
      verdict FAILED "/$face is not served"
    fi
  done
else
  verdict FAILED "./run served no page"
fi
if kill -0 "$server" 2>/dev/null; then
  end_inside TERM
  wait "$server" || true
fi

# --- the second command ---
if ((with_test)); then
  say "bare: ./test"
  status=0
  inside bash -c 'cd /srv/camaug && exec ./test' 2>&1 | tee "$logs/test.log" || status=$?
  if ((status == 0)); then
    verdict good "./test: $(tail -n 1 "$logs/test.log")"
  else
    verdict FAILED "./test: $(tail -n 1 "$logs/test.log")"
  fi
fi
echo "$passed passed, $failed failed"
((failed == 0))
