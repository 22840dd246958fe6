#!/usr/bin/env bash
# Installs the Debian packages of the named sections of tools/packages.txt that are not there yet,
# in one apt line, or says exactly what is missing. Must never upgrade or remove a package.
# usage: tools/packages.sh [--list] SECTION...   (--list only prints what is missing)
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=tools/progress.sh
source tools/progress.sh

list_only=0
if [[ ${1:-} == --list ]]; then
  list_only=1
  shift
fi
(($# > 0)) || die "usage: tools/packages.sh [--list] SECTION..."

wanted() {
  local section=$1 line current=
  while IFS= read -r line; do
    case $line in
      '' | '#'*) ;;
      '['*']') current=${line:1:-1} ;;
      *) if [[ $current == "$section" ]]; then echo "$line"; fi ;;
    esac
  done <tools/packages.txt
}

node_is_enough() {
  local version
  command -v npm >/dev/null && version=$(node --version 2>/dev/null) || return 1
  version=${version#v}
  [[ ${version%%.*} =~ ^[0-9]+$ ]] && ((${version%%.*} >= 18))
}

packages=()
for section in "$@"; do
  mapfile -t found < <(wanted "$section")
  ((${#found[@]} > 0)) || die "tools/packages.txt has no section [$section]."
  packages+=("${found[@]}")
done

command -v dpkg-query >/dev/null || die "This is not a Debian system (no dpkg). Needed, by the names
of Debian 12: ${packages[*]}"

declare -A installed=()
while read -r name status; do
  if [[ $status == installed ]]; then installed[$name]=1; fi
done < <(dpkg-query -W -f='${Package} ${db:Status-Status}\n')

missing=()
for name in "${packages[@]}"; do
  case $name in
    nodejs | npm) if node_is_enough; then continue; fi ;;
  esac
  [[ -n ${installed[$name]:-} ]] || missing+=("$name")
done

if ((list_only)); then
  if ((${#missing[@]} > 0)); then printf '%s\n' "${missing[@]}"; fi
  exit 0
fi
if ((${#missing[@]} == 0)); then
  say "packages: all there"
  exit 0
fi

say "packages: missing ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
as_root=()
if ((EUID != 0)); then
  by_hand="Run as root, then start again:
  apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
  command -v sudo >/dev/null || die "Packages are missing, and neither root nor sudo is there to
install them. $by_hand"
  if [[ ! -t 0 ]] && ! sudo -n true 2>/dev/null; then
    die "Packages are missing, and sudo wants a password that nobody here can type. $by_hand"
  fi
  as_root=(sudo DEBIAN_FRONTEND=noninteractive)
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
refresh() {
  say "packages: apt-get update"
  "${as_root[@]}" apt-get update >"$log" 2>&1 </dev/null &&
    ! grep -q '^[WE]: Failed to fetch' "$log"
}
install() {
  say "packages: apt-get install"
  "${as_root[@]}" apt-get install -y --no-install-recommends "${missing[@]}" >"$log" 2>&1 </dev/null
}
no_network() {
  tail -n 20 "$log" >&2
  die "apt could not fetch the packages: without network access to a Debian mirror this machine
cannot install ${missing[*]}.
Connect it (or set up its mirror or proxy in /etc/apt) and start again."
}

fresh=0
shopt -s nullglob
lists=(/var/lib/apt/lists/*Packages*)
shopt -u nullglob
if ((${#lists[@]} == 0)); then
  refresh || no_network
  fresh=1
fi
if ! install; then
  if ((fresh == 0)); then
    say "packages: that failed with the package lists at hand, fetching new ones"
    refresh || no_network
    if install; then
      say "packages: installed"
      exit 0
    fi
  fi
  if grep -q 'Unable to locate package\|has no installation candidate' "$log"; then
    grep 'Unable to locate package\|has no installation candidate' "$log" >&2
    die "apt does not know these packages: the project is made for Debian 12 (bookworm)."
  fi
  if grep -q 'Unable to fetch\|Failed to fetch\|Could not resolve' "$log"; then no_network; fi
  tail -n 40 "$log" >&2
  die "apt-get could not install: ${missing[*]}"
fi
say "packages: installed"
