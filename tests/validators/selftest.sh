#!/usr/bin/env bash
# Proves that the checkers pass a good EPUB and catch each broken variant of it. usage: selftest.sh [GOOD.epub [GOOD.pdf]]
set -uo pipefail
H="$(cd "$(dirname "$0")" && pwd)"; T="$(mktemp -d)"; trap 'rm -rf "$T"' EXIT; rc=0
expect() { local want=$1 what=$2; shift 2; "$@" >"$T/log" 2>&1; local got=$?; if [ "$got" = "$want" ]; then echo "ok   $what"; else echo "BAD  $what: exit $got, wanted $want"; cat "$T/log"; rc=1; fi; }
(($#)) || set -- "$H/lib/good.epub" "$H/lib/good.pdf"
python3 "$H/lib/mutate.py" "$1" "$T/bad" || exit 2
expect 0 'good book: check-epub --ace --strict' "$H/check-epub" --ace --strict "$1"
expect 0 'good book: read-epub' "$H/read-epub" "$1" "$T/shots"
"$H/check-epub" --strict "$T"/bad/*.epub >"$T/static"
"$H/check-epub" --ace "$T"/bad/{contrast,image-noalt,no-lang,heading-skip}.epub >"$T/ace"
for f in "$T"/bad/*.epub; do n=$(basename "$f" .epub); by=()
  grep -q "^FAIL $f" "$T/static" && by+=(static); grep -q "^FAIL $f" "$T/ace" && by+=(ace)
  case $n in font-corrupt|css-missing|image-*|malformed|note-dangling|toc-*) "$H/read-epub" "$f" "$T/s" --shots 0 >/dev/null 2>&1; [ $? = 1 ] && by+=(read-epub);; esac
  if ((${#by[@]})); then echo "ok   $n caught by ${by[*]}"; else echo "BAD  $n was not caught"; rc=1; fi
done
head -c 2000 "$1" >"$T/cut.epub"; expect 1 'truncated book' "$H/check-epub" --strict "$T/cut.epub"
if [ -n "${2:-}" ]; then expect 0 'good PDF' "$H/check-pdf" "$2"; head -c 4000 "$2" >"$T/cut.pdf"; expect 1 'truncated PDF' "$H/check-pdf" "$T/cut.pdf"; fi
exit $rc
