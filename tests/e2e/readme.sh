#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# What the README promises a newcomer: the keys of its first screen lead to a
# resend, its screens are those of the program, its commands run.
#
#   tests/e2e/readme.sh SRCDIR BUILDDIR
set -u

# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"
# shellcheck disable=SC2034 # common.sh uses it
socket=readme
readme=$source_dir/README

# Dates, times, ports and who one is are not the same on every run; of the rules
# around a window the length is that of the terminal. Where the cursor rests
# orders are read ahead, and what their notes tell of sends then stands in the
# rows: since when they wait depends on who is faster.
plain() {
	sed -E 's/[0-9]{4}-[0-9]{2}-[0-9]{2}/DATE/g
		s/order approval ~?[0-9]+d/order approval AGE/
		s/[0-9]{2}:[0-9]{2}(:[0-9]{2})?/TIME/g; s/ +/ /g; s/ $//'
}

# shellcheck disable=SC2317 # until_true calls it
shows_all() {
	screen | plain >"$work/screen"
	while IFS= read -r line; do
		grep -qxF -e "$line" "$work/screen" || printf '%s\n' "$line"
	done <"$work/wanted" >"$work/missing"
	[ ! -s "$work/missing" ]
}

# shows TEXT FROM TO: the lines of the README between the two are on the screen,
# once what comes in the background is there
shows() {
	sed -n "/$2/,/$3/p" "$readme" | plain |
		grep -vE '^ ?(\.\.\.)?$' >"$work/wanted"
	if until_true shows_all; then
		pass "$1"
	else
		fail "$1" "lacks:
$(cat "$work/missing")
on:
$(cat "$work/screen")"
	fi
}

# -- the first screen ------------------------------------------------------------

screen_start 80x24 "$build_dir/certdesk" --demo
sees 'the demo starts' '[DEMO]'
keys 3
sees '3: those that wait for an approval' '[3 Approval waiting]'
sees 'they come' ' > 900'
keys Enter
sees 'Enter: the order' 'Order Approval'
keys m
sees 'm: the window of its mail' 'selected'
keys Tab Tab Enter
sees 'Tab Tab Enter: it is sent' 'Sent to'
has 'and where the mails can be read' "$(screen | tr -d '\n')" 'http://127.0.0.1:' \
	/mail/
keys Q
until_true screen_is_dead
screen_stop

# -- its screens -----------------------------------------------------------------

screen_start 80x24 "$build_dir/certdesk" --demo
sees 'the demo starts again' '[DEMO]'
keys 3
sees 'the list' '[3 Approval waiting]'
sees 'it comes' ' > 900'
keys -N 7 j
sees 'the row' ' row 8,'
no_longer 'what they wait on' ' ...  '
no_longer 'the requests' limited
shows 'the list is as in the README' '^ Example GmbH (Enterprise)' '^ Enter open'
keys ':900001' Enter
sees 'an order' 'Order Approval'
keys m
sees 'its window' '2 of 3 selected'
keys j j Space
sees 'one more' '3 of 3 selected'
shows 'the window is as in the README' 'Resend Approval Emails - order' '^└'
keys Escape Q
until_true screen_is_dead
screen_stop

# -- its commands ----------------------------------------------------------------

sandbox_start --seed 1
PATH=$build_dir:$PATH
sed -n '/^Recipes$/,/^If something/s/^    \(certdesk .*\)/\1/p' "$readme" \
	>"$work/commands"
is 'there are some' "$(grep -c resend-approval "$work/commands")" 2
cd "$work" || exit 1
while IFS= read -r command; do
	sh -c "$command" </dev/null >"$work/out" 2>&1
	is "$command" "$?" 0
done <"$work/commands"
is 'one of them has sent a mail' "$(puts | grep -c resend-emails)" 1
sandbox_stop

finish
