# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# What all test scripts share: a folder of their own ($work), counting and
# comparing, and waiting for a condition instead of for a time. The last line
# of a script is `finish`.

passed=0
failed=0
# shellcheck disable=SC2034 # the last line has a place for it
skipped=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# What is made here is private enough for the program, whoever runs it.
umask 022
# Whatever the one who runs it has set up for curl and others is not for us.
export HOME=$work
unset http_proxy https_proxy all_proxy HTTPS_PROXY ALL_PROXY CURL_HOME \
	no_proxy NO_PROXY SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE CURL_SSL_BACKEND
# Nor is what changes the words or the ways of other programs. (LANGUAGE
# translates in C.UTF-8, too.)
unset LANGUAGE POSIXLY_CORRECT CDPATH BASH_ENV ENV TZ CREDENTIALS_DIRECTORY

# add_up OUTPUT...: of scripts that ran beside each other: what they said, and
# their counts to ours.
add_up() {
	local output counts p f s
	for output in "$@"; do
		counts=$(grep '^[0-9]* passed, [0-9]* failed, [0-9]* skipped$' \
			"$output")
		grep -v '^[0-9]* passed, [0-9]* failed, [0-9]* skipped$' "$output"
		if [ -z "$counts" ]; then
			fail "$output came to its end"
			continue
		fi
		read -r p _ f _ s _ <<<"$counts"
		passed=$((passed + p))
		failed=$((failed + f))
		skipped=$((skipped + s))
	done
}

finish() {
	printf '%d passed, %d failed, %d skipped\n' \
		"$passed" "$failed" "$skipped"
	[ "$failed" -eq 0 ]
	exit
}

# -- comparing -----------------------------------------------------------------

pass() {
	passed=$((passed + 1))
	printf 'ok - %s\n' "$1"
}

# fail TEXT [DETAIL]
fail() {
	failed=$((failed + 1))
	printf 'not ok - %s\n' "$1"
	[ $# -lt 2 ] || printf '%s\n' "$2" | sed 's/^/  | /'
}

# is TEXT GOT WANTED
is() {
	if [ "$2" = "$3" ]; then
		pass "$1"
	else
		fail "$1" "got:    $2
wanted: $3"
	fi
}

# has TEXT GOT PART...: all parts are in it, as they stand
has() {
	local what=$1 got=$2 part
	shift 2
	for part in "$@"; do
		case $got in
		*"$part"*) ;;
		*)
			fail "$what" "lacks: $part
in: $got"
			return
			;;
		esac
	done
	pass "$what"
}

# lacks TEXT GOT PART
lacks() {
	case $2 in
	*"$3"*) fail "$1" "has: $3
in: $2" ;;
	*) pass "$1" ;;
	esac
}

# -- waiting -------------------------------------------------------------------

# How long anything may take on a busy machine, in seconds. It is only ever
# waited for by a test that fails.
patience=120

# The pause between two looks, in seconds: nothing is ever written to the fifo.
pause=0.05
mkfifo "$work/tick"
exec {tick}<>"$work/tick"

# until_true COMMAND...: looks again until it holds.
until_true() {
	local end=$((SECONDS + patience))
	while ! "$@"; do
		[ "$SECONDS" -lt "$end" ] || return 1
		read -r -t "$pause" -u "$tick" || true
	done
}

# One that nobody has waited for is gone, too: what becomes of orphans is up to
# the machine's first process.
process_is_gone() {
	local stat
	kill -0 "$1" 2>/dev/null || return 0
	{ read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
	case ${stat##*) } in
	Z* | X*) return 0 ;;
	esac
	return 1
}
