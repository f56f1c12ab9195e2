#!/usr/bin/env bash
# The README's two lines in a fresh clone, as a newcomer types them. Not part of `npm test`, which it runs.
set -euo pipefail

project=$(cd "$(dirname "$0")/../.." && pwd)
home=$(mktemp -d)
clone=$home/audit-trail
trap 'rm -rf "$home"' EXIT
export TMPDIR=$home/tmp
mkdir "$TMPDIR"

fail() {
  echo "FAILED: $1" >&2
  exit 1
}

git clone --quiet "$project" "$clone"
cd "$clone"

npm ci
# With job control the command has a process group of its own, as in a terminal.
set -m
npm start </dev/null >"$home/lines" 2>"$home/said" &
started=$!
set +m
for _ in $(seq 600); do
  [ "$(grep -c '"seq":' "$home/lines")" -ge 3 ] && break
  kill -0 "$started" 2>/dev/null || break
  sleep 0.1
done
[ "$(grep -c '"seq":' "$home/lines")" -ge 3 ] || fail "npm start shows no events: $(cat "$home/said")"
# As ctrl-c does: to every process of the group.
kill -INT -- "-$started"
status=0
wait "$started" || status=$?
[ "$status" -eq 0 ] || fail "npm start ended with $status: $(cat "$home/said")"

npm test

left=$(pgrep -f "$clone" || true)
[ -z "$left" ] || fail "still running: $(ps -o pid=,args= -p $left)"
folders=$(ls -A "$TMPDIR")
[ -z "$folders" ] || fail "left behind in the temporary folder: $folders"
changed=$(git status --porcelain)
[ -z "$changed" ] || fail "changed in the clone: $changed"
echo 'Both lines work in a fresh clone and leave nothing behind.'
