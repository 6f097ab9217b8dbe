# Counting, for test scripts in bash: source it, call pass, fail or skip per case, end with finish.
# shellcheck shell=bash
passed=0
failed=0
skipped=0

pass() {
	passed=$((passed + 1))
}

fail() { # what was expected, what came
	failed=$((failed + 1))
	printf 'FAILED: %s\n' "$*"
}

skip() { # why, loudly
	skipped=$((skipped + 1))
	printf 'SKIPPED: %s\n' "$*"
}

# check WHAT COMMAND …: passes if the command succeeds.
check() {
	local what=$1
	shift
	if "$@"; then pass; else fail "$what"; fi
}

# equal WHAT EXPECTED ACTUAL
equal() {
	if [[ $2 == "$3" ]]; then pass; else fail "$1: expected '$2', got '$3'"; fi
}

finish() { # name
	printf '%s: %d passed, %d failed' "$1" "$passed" "$failed"
	if ((skipped)); then printf ', %d skipped' "$skipped"; fi
	printf '\n'
	trap - ERR
	((failed == 0))
}

# With `set -e`, a script that stops early says where.
set -E
trap 'printf "FAILED: %s stopped at line %s: %s\n" "$0" "$LINENO" "$BASH_COMMAND"' ERR

# A folder of its own that goes with the script.
scratch=$(mktemp -d "${TMPDIR:-/tmp}/syndic-test-XXXXXX")
trap 'rm -rf "$scratch"' EXIT
