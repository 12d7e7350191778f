#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# A server that sends too much, too slowly, or nonsense (tests/support/
# bad-server.c): the program gives up with a sentence, at a known cost of
# memory, and goes on taking keys. Usage: limits.sh SOURCE_DIR BUILD_DIR
#
#	LIMITS_SLOW=1	also what takes until the time for a request is over
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

certdesk=$build_dir/certdesk
peak=$build_dir/tests/support/peak
pty=$build_dir/tests/bench/bench-pty
check=$build_dir/tests/support/check-stream

"$build_dir/tests/support/bad-server" "$work/port" &
sandbox_pid=$!
until_true test -s "$work/port" || exit 1
root=http://127.0.0.1:$(cat "$work/port")
export CERTDESK_API_KEY=canary

# Sanitizers need memory of their own.
counts_memory=true
grep -q -- '-fsanitize' "$build_dir/Makefile" && counts_memory=false

at() {
	export CERTDESK_URL=$root/$1/services/v2
}

# ask MODE [OPTION...]: exit code in $code, most memory in $kib, time in $ms
ask() {
	at "$1"
	shift
	code=0
	"$peak" "$work/peak" "$certdesk" orders --limit 1 "$@" >"$work/out" \
		2>"$work/err" </dev/null || code=$?
	read -r kib ms <"$work/peak"
}

# within MODE MIB: no more than so much above what an empty answer takes
within() {
	local more=$((kib - base))
	if ! $counts_memory || [ "$more" -le $(($2 * 1024)) ]; then
		pass "$1: $more KiB more than without, $ms ms"
	else
		fail "$1: $more KiB more than without"
	fi
}

# gives_up MODE WORDS: exit code 5 and a sentence with these words
gives_up() {
	ask "$1"
	is "$1: exit code" "$code" 5
	has "$1: says why" "$(cat "$work/err")" "$2"
	within "$1" 16
	"$check" plain "$work/out" "$work/err" >/dev/null ||
		fail "$1: clean" "$(cat -v "$work/err")"
}

ask ok
is 'an empty answer is fine' "$code" 0
base=$kib

large='larger than certdesk accepts'
gives_up endless-body "$large"
gives_up endless-blanks "$large"
gives_up endless-chunks "$large"
gives_up endless-headers "$large"
gives_up endless-cookies "$large"
gives_up endless-continue "$large"
gives_up endless-trailers "$large"
gives_up endless-header 'longer than certdesk accepts'
gives_up endless-status 'longer than certdesk accepts'
gives_up million-headers "$large"
gives_up hundred-megabytes "$large"
gives_up bomb "$large"
gives_up deep 'nested too deeply'
gives_up deep-objects 'nested too deeply'
gives_up million-elements 'too many values'
gives_up million-names 'too many values'
gives_up million-members 'too many values'
gives_up bad-bytes 'too large'
gives_up html 'not JSON'
gives_up html-as-json 'not valid JSON'
gives_up redirect 'not followed'
gives_up zeros 'connection was lost'

gives_up largest-text 'too large'

# What is taken although it is large.
for mode in large-number most-values most-unread most-text most-names largest-page; do
	ask "$mode"
	is "$mode is taken" "$code" 0
	within "$mode" 16
	ask "$mode" --format json
	within "$mode as JSON" 16
done

# Keys meanwhile: the help opens and closes, and the program ends at once.
for mode in endless-body endless-chunks bomb most-values silence slow-head; do
	at "$mode"
	if printf '%s\n' 'until open ? next order' 'key keys 40 j' 'memory m' 'press \e' \
		'quit Q' |
		"$pty" 24 80 "$certdesk" >"$work/figures" 2>"$work/said"; then
		pass "keys during $mode: $(tr '\n' ' ' <"$work/figures")"
	else
		fail "keys during $mode" "$(cat -v "$work/said")"
	fi
done

if [ -n "${LIMITS_SLOW:-}" ]; then
	for mode in slow-body slow-head silence; do
		gives_up "$mode" 'No answer in time'
	done
fi

finish
