#!/usr/bin/env bash
# Installs the web workspace's packages (npm ci) and builds its pages, each only when what it is
# made from changed. Must never change a tracked file.
# usage: tools/web_build.sh [--install-only | --build-only]
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=tools/progress.sh
source tools/progress.sh

[[ -f web/package-lock.json ]] || die "web/package-lock.json is missing: no pages to build."
mode=${1:-}
stamps=web/.cache
mkdir -p "$stamps"

# What a stamp holds: one hash over names and contents, and the version of node.
sum_of() {
  {
    node --version
    find "$@" -type d \( -name node_modules -o -name dist -o -name .cache -o \
      -name test-results -o -name playwright-report \) -prune -o -type f -print0 |
      LC_ALL=C sort -z | xargs -0 sha256sum
  } | sha256sum | cut -d' ' -f1
}
is_fresh() { [[ -f $1 && $(<"$1") == "$2" ]]; }

if [[ $mode != --build-only ]]; then
  npmrc=()
  if [[ -f web/.npmrc ]]; then npmrc=(web/.npmrc); fi
  sum=$(sum_of web/package.json web/package-lock.json "${npmrc[@]}")
  if [[ -d web/node_modules ]] && is_fresh "$stamps/npm-ci.sum" "$sum"; then
    say "web: packages are fresh"
  else
    say "web: npm ci"
    rm -f "$stamps/npm-ci.sum"
    if ! (cd web && quietly .cache/npm-ci.log npm ci --no-audit --no-fund); then
      no_network='ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH'
      if grep -Eq "$no_network" "$stamps/npm-ci.log"; then
        die "npm could not reach its registry: without network access the web packages
cannot be installed. Connect this machine (or set npm's registry or proxy) and start again."
      fi
      die "npm ci failed."
    fi
    echo "$sum" >"$stamps/npm-ci.sum"
  fi
fi

if [[ $mode != --install-only ]]; then
  sum=$(sum_of web texts api)
  if [[ -f web/dist/index.html ]] && is_fresh "$stamps/build.sum" "$sum"; then
    say "web: pages are fresh"
  else
    say "web: building the pages"
    rm -f "$stamps/build.sum"
    (cd web && quietly .cache/build.log npm run build) || die "The web pages could not be built."
    [[ -f web/dist/index.html ]] || die "The web build ended without web/dist/index.html."
    echo "$sum" >"$stamps/build.sum"
  fi
fi
