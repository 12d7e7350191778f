#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The journal lies on a disk that hangs: the screen is used meanwhile, other
# accounts are shown, the terminal comes back and the program ends, and nothing
# is sent that is not in the journal.
# Usage: disk.sh SOURCE_DIR BUILD_DIR
#
# Functions are called by name, which shellcheck does not see.
# shellcheck disable=SC2317,SC2119
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

certdesk=$build_dir/certdesk
sandbox_start
order=$(resendable ssl_ev_securesite_flex ev) || {
	fail 'an order to resend'
	finish
}

# A shell, so that what comes after the program is seen.
in_shell() {
	cat >"$work/shell" <<END
export HANG_DISK=$work/hangs
export ASAN_OPTIONS=verify_asan_link_order=0:${ASAN_OPTIONS:-}
LD_PRELOAD=$build_dir/tests/e2e/hang-disk.so $certdesk $order &
echo \$! >$work/pid
fg >/dev/null
echo "over: \$?"
END
	rm -f "$work/pid"
	screen_start 80x24 bash -mc ". $work/shell; read -r _"
	sees "$1: the order" 'Resend approval email'
	keys m
	sees "$1: the window" 'selected'
	: >"$work/hangs"
	keys Tab Tab Enter
}

# ends TEXT CODE: nothing went out, and the shell has a terminal to type on.
ends() {
	sees "$1: over" "over: $2"
	keys 'typed here'
	sees "$1: the terminal is the shell's" 'typed here'
	is "$1: nothing was sent" "$(puts | count)" 0
	rm -f "$work/hangs"
	screen_stop
	is "$1: and nothing of it was begun" "$("$certdesk" journal --format json |
		jq -r '.records[].outcome')" ''
}

in_shell 'SIGHUP'
kill -HUP "$(cat "$work/pid")"
ends 'SIGHUP' 129

in_shell 'Q'
keys Escape Q
sees 'Q waits' 'Waiting for 1 write'
keys y
sees 'Q: a sentence' 'The disk does not answer'
ends 'Q' 8

finish
