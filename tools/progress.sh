# Progress lines with the seconds since the start, for the shell scripts that source this file.
# Must only define functions: sourcing it changes nothing else.
# shellcheck shell=bash

say() { printf '[%4ds] %s\n' "$SECONDS" "$*"; }

die() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# quietly LOG COMMAND...: shows the log only when the command fails.
quietly() {
  local log=$1 status=0
  shift
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if ((status != 0)); then
    tail -n 60 "$log" >&2
    printf '\nThe command failed (exit %d): %s\nIts whole log: %s\n' "$status" "$*" "$log" >&2
  fi
  return "$status"
}
