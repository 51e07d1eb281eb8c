#!/bin/sh
# Make .venv and install everything by the lock. Each thing that can stand in the way gets one
# clear sentence.
set -eu
python=$1
cd "$(dirname "$0")/.."

fail() {
    echo "cannot install: $1" >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 ||
    fail "there is no $python: install Python 3.11 or newer, or say make PYTHON=/path/to/python3"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    fail "Python 3.11 or newer is needed; $python is older"
"$python" -c 'import ensurepip, venv' >/dev/null 2>&1 ||
    fail "Python's venv module is missing: install it (on Debian and Ubuntu: apt install python3-venv)"

log=$(mktemp)
trap 'rm -f "$log"' EXIT
quietly() {
    "$@" >"$log" 2>&1
}

echo "installing into .venv (once)"
quietly "$python" -m venv .venv || fail ".venv could not be made: $(tail -n 1 "$log")"
quietly .venv/bin/python -m pip install --disable-pip-version-check --require-hashes \
    -r requirements.lock || {
    grep -qiE 'connection|resolution|timed out|no matching distribution|retrying' "$log" &&
        fail "the packages could not be downloaded: is there a network?"
    fail "the packages could not be installed: $(tail -n 1 "$log")"
}
own() {
    quietly .venv/bin/python -m pip install --disable-pip-version-check --no-deps \
        --no-build-isolation -e shared -e services/search-intercept -e services/resources -e deploy
}
# An installation that was stopped while it compiled left this file under another name.
project=services/search-intercept/pyproject.toml
[ -f "$project" ] || mv "$project.bak" "$project"
# What looks at every query is compiled where there is a C compiler (Debian: apt install gcc
# python3-dev). Where there is none the same source is interpreted.
find services/search-intercept/src -name '*.so' -delete
HATCH_BUILD_HOOK_ENABLE_MYPYC=1 own || {
    echo "no working C compiler: detection is not compiled, and a match takes 1.7 times as long"
    own || fail "Waymark's own packages could not be installed: $(tail -n 1 "$log")"
}
# The first to use the word lists makes their index, which takes seconds, and keeps it.
quietly .venv/bin/search-intercept detect --jsonl </dev/null ||
    fail "the word lists could not be read: $(tail -n 1 "$log")"
