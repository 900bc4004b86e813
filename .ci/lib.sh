# Sourced by the scripts beside it.

step() {
  printf '\n=== %s (%d s)\n' "$1" "$SECONDS"
}

fail() {
  printf 'FAILED: %s\n' "$1" >&2
  exit 1
}

# need COMMAND:PACKAGE...: installs the Debian packages of the commands that are missing. No service of theirs starts.
need() {
  local pair missing=()
  for pair in "$@"; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair#*:}")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    echo "installing ${missing[*]}"
    local policy=/usr/sbin/policy-rc.d made=
    if [ ! -e "$policy" ]; then
      printf '#!/bin/sh\nexit 101\n' >"$policy"
      chmod +x "$policy"
      made=yes
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    [ -z "$made" ] || rm "$policy"
  fi
  for pair in "$@"; do
    command -v "${pair%%:*}" >/dev/null || fail "${pair%%:*} is missing, and the package ${pair#*:} did not bring it"
  done
}

# fetch PATH ACCEPT FILE: what the README's service answers.
fetch() {
  curl --silent --show-error --fail --max-time 30 -H "Accept: $2" -o "$3" "http://localhost:$(cat target/readme/port)$1"
}
