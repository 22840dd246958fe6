#!/usr/bin/env bash
# Runs clang-tidy on the C++ files changed since the merge base with the published main (or since
# the commit before), or on all of them. Must never apply a fix.
# usage: tools/clang_tidy.sh [--all]
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=tools/progress.sh
source tools/progress.sh

[[ -f build/compile_commands.json ]] || die "Build first (make build): build/compile_commands.json
tells clang-tidy how each file is compiled."

changed() {
  local base
  base=$(git merge-base HEAD origin/main 2>/dev/null) || base=
  if [[ -z $base || $base == "$(git rev-parse HEAD)" ]]; then
    base=$(git rev-parse --verify -q HEAD~1 || git rev-parse HEAD)
  fi
  git diff --name-only --diff-filter=d "$base" -- src tests
  git ls-files -o --exclude-standard -- src tests
}
# A header is judged through the source of its name.
sources() {
  local path
  while IFS= read -r path; do
    case $path in
      *.cpp) echo "$path" ;;
      *.hpp) if [[ -f ${path%.hpp}.cpp ]]; then echo "${path%.hpp}.cpp"; fi ;;
    esac
  done | sort -u
}

if [[ ${1:-} == --all ]]; then
  mapfile -t files < <(git ls-files -co --exclude-standard -- src tests | sources)
else
  mapfile -t files < <(changed | sources)
fi
compiled=()
for file in "${files[@]}"; do
  # Only what the build compiles: drawings and other programs of tests/data are not.
  if grep -qF "$PWD/$file\"" build/compile_commands.json; then compiled+=("$file"); fi
done
if ((${#compiled[@]} == 0)); then
  say "clang-tidy: no file to look at"
  exit 0
fi
say "clang-tidy: ${#compiled[@]} files"
status=0
# Inside the coroutines of Asio the analyser loses its way, and says so of Asio's own header.
judge() {
  local checks=
  if [[ $1 == src/http/server.cpp ]]; then checks=--checks=-clang-analyzer-core.CallAndMessage; fi
  # shellcheck disable=SC2086 # none or one argument
  clang-tidy-19 -p build --quiet --extra-arg=-Wno-unknown-warning-option $checks "$1" 2>/dev/null
}
export -f judge
printf '%s\0' "${compiled[@]}" | xargs -0 -n 1 -P "$(nproc)" bash -c 'judge "$0"' || status=$?
if ((status != 0)); then die "clang-tidy found faults (see above)."; fi
say "clang-tidy: clean"
