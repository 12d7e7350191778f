#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The whole program under valgrind, subcommands and screens: no error, no leak,
# and no descriptor open at the end but those it was given. For make
# check-valgrind-program.
# Usage: valgrind.sh SOURCE_DIR BUILD_DIR
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

memcheck=(valgrind --error-exitcode=99 --leak-check=full --track-fds=yes
	'--errors-for-leak-kinds=definite,possible'
	'--show-leak-kinds=definite,possible' "--log-file=$work/valgrind")

# What was opened and not closed, of the last run.
left_open() {
	sed 's/^==[0-9]*== //' "$work/valgrind" | awk '
		/^Open / { open = $0; next }
		open != "" && !/inherited from parent/ { print open }
		{ open = "" }'
}

errors() {
	grep -E 'ERROR SUMMARY' "$work/valgrind" | sed 's/.*SUMMARY: //; s/ .*//'
}

# clean TEXT: the last run was
clean() {
	is "$1: nothing wrong, nothing left open" "$(errors) $(left_open)" '0 ' ||
		cat "$work/valgrind"
}

# runs CODE ARGS...
runs() {
	local wanted=$1 code=0
	shift
	"${memcheck[@]}" "$build_dir/certdesk" "$@" >"$work/out" 2>&1 \
		</dev/null || code=$?
	is "$*" "$code" "$wanted"
	clean "$*"
}

sandbox_start --quiet
order=$(resendable ssl_ev_securesite_flex 'ev')
runs 0 orders --limit 20
runs 0 show "$order" --format json
runs 0 resend-approval "$order" --yes
runs 2 resend-approval "$order" --to nobody@example.com --yes
runs 0 journal --format json
runs 0 doctor
runs 0 doctor --demo
CERTDESK_API_KEY=wrong runs 4 orders
CERTDESK_URL=https://127.0.0.1:1 runs 5 show "$order"

screen_start 100x30 "${memcheck[@]}" "$build_dir/certdesk" "$order"
sees 'an order' 'Certificate status'
keys m
sees 'the window' 'Resend Approval Emails'
keys Escape
no_longer 'the window' 'Resend Approval Emails'
keys Q
until_true screen_is_dead
clean 'the screens'

finish
