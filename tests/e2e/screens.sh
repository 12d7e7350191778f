#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The built program in a terminal against a real sandbox, as an agent uses it.
# Usage: screens.sh SOURCE_DIR BUILD_DIR
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

certdesk=$build_dir/certdesk
sandbox_start --seed 7

put_count() {
	puts | count
}

# shellcheck disable=SC2317 # until_true calls it
has_puts() {
	[ "$(put_count)" -ge "$1" ]
}

# open_order SIZE ORDER: the program, opened at an order.
open_order() {
	screen_start "$1" "$certdesk" "$2"
	sees "order $2 opens at $1" 'Certificate status'
}

quit() {
	keys Q
	until_true screen_is_dead || fail 'Q ends the program' "$(screen)"
	screen_stop
}

# -- each product that has an order approval ------------------------------------

resend_of() {
	local product=$1 kinds=$2 size=$3 order before links link
	order=$(resendable "$product" "$kinds") || {
		fail "$product: an order to resend"
		return
	}
	before=$(mails_of "$order" | count)
	n=$(put_count)
	links=$(mails_of "$order" open | cut -d' ' -f5)
	open_order "$size" "$order"
	keys m
	sees "$product: the window" 'Resend Approval Emails'
	sees "$product: its list" 'selected'
	keys A
	keys Space
	keys Enter
	keys BTab
	keys 0 Space
	sees "$product: one is chosen" '1 of '
	is "$product: nothing was sent by now" "$(put_count)" "$n"
	press_send
	sees "$product: it says sent" 'Sent to 1 contact'
	is "$product: one PUT" "$(put_count)" $((n + 1))
	is "$product: one new mail" "$(mails_of "$order" | count)" \
		$((before + 1))
	for link in $links; do
		is "$product: an old link is void" "$(status_of "$link")" 410
	done
	link=$(mails_of "$order" open | cut -d' ' -f5)
	is "$product: the new link opens" "$(status_of "$link")" 200
	is "$product: still pending" \
		"$(get "$api/order/certificate/$order" | jq -r .status)" pending
	is "$product: the page approves" "$(status_of -X POST "$link")" 200
	keys Escape
	no_longer "$product: the window goes" 'Select verified contacts'
	keys C-r
	sees "$product: approved or issued on the page" \
		"$(get "$api/order/certificate/$order" |
			jq -r 'if .status == "issued" then "Issued" else "approved" end')"
	quit
}

resend_of ssl_ev_securesite_flex ev 80x24
resend_of code_signing cs 100x30
resend_of code_signing_ev ev_cs 80x24
resend_of vmc_basic 'ev cs ev_cs' 80x24
resend_of mark_certificate 'ev cs ev_cs' 132x43

is 'every PUT went to the approval resend' \
	"$(puts | grep -vc '/order-approval/resend-emails$')" 0

# -- from the list, with a storm of keys ----------------------------------------

order=$(resendable ssl_ev_multi_domain ev) || fail 'a second EV order'
n=$(put_count)
screen_start 80x24 "$certdesk"
sees 'the list' 'Certificate name'
keys 3
sees 'the view Approval waiting' '[3 Approval'
keys ":$order" Enter
sees 'the order by its number' 'Certificate status'
keys m
sees 'its window' 'selected'
keys Tab Tab
stands_on 'Send has its count' '[ Send to'
keys -N 200 Enter
sees 'a held Enter sends' 'Sent to'
keys -N 50 Enter
keys -N 50 Space
keys Escape
no_longer 'the window closes' 'Select verified contacts'
is 'a held Enter sends once' "$(put_count)" $((n + 1))

# Soon again: the guard asks, focus is on Cancel, Enter does nothing harmful.
keys m
sees 'the window again' 'selected'
press_send
sees 'the guard asks' 'Send again?'
keys -N 20 Enter
no_longer 'Enter on Cancel leaves the question' 'Send again?'
is 'nothing went out' "$(put_count)" $((n + 1))
keys Escape
quit

# -- no approval, no control ------------------------------------------------------

ov=$(get "$api/order/certificate?limit=1000" |
	jq -r '[.orders[] | select(.product.name_id == "ssl_plus")][0].id')
screen_start 80x24 "$certdesk" "$ov"
sees 'an OV order' 'Certificate status'
has 'it is that one' "$(screen)" "$ov"
keys m
sees 'an OV order says why there is no mail' 'approval'
lacks 'an OV order has no control' "$(screen)" '[Resend approval email]'
quit

# -- the issuance mail --------------------------------------------------------------

client=$(orders_of client_premium waiting_pickup | head -n 1)
link=$(mails_of "$client" open | head -n 1 | cut -d' ' -f5)
screen_start 80x24 "$certdesk" "$client"
sees 'a client order' 'Resend Issuance Email'
keys m
sees 'the issuance question' 'void'
keys y
sees 'the control reads Sent' 'Sent '
is 'the old collect link is void' "$(status_of "$link")" 410
link=$(mails_of "$client" open | head -n 1 | cut -d' ' -f5)
is 'the new collect link works' "$(status_of "$link")" 200
quit

# -- the answer is lost -----------------------------------------------------------

order=$(resendable code_signing cs) || fail 'another code signing order'
n=$(put_count)
open_order 80x24 "$order"
fault '{"method":"PUT","path":"order-approval","cut_after":0,"apply":true}'
keys m
sees 'its window' 'selected'
press_send
sees 'the outcome is unknown' 'unknown'
is 'one PUT' "$(put_count)" $((n + 1))
quit
screen_start 80x24 "$certdesk" "$order"
sees 'after a restart the order opens' 'Certificate status'
keys m
sees 'after a restart m offers to settle' 'It went out'
keys Escape
is 'nothing was sent again' "$(put_count)" $((n + 1))
quit

# -- killed in the middle of a send --------------------------------------------------

order=$(resendable code_signing_ev ev_cs) || fail 'another EV code signing order'
n=$(put_count)
open_order 80x24 "$order"
fault '{"method":"PUT","path":"order-approval","hang":true,"apply":true}'
keys m
sees 'its window' 'selected'
press_send
sees 'it is sending' 'sending'
until_true has_puts $((n + 1))
kill -9 "$(tmux -L "$socket" display -p -t t '#{pane_pid}')"
until_true screen_is_dead
screen_stop
is 'the journal tells what was intended' \
	"$("$certdesk" journal --order "$order" --format json |
		jq -r '.records[0].outcome')" unknown
screen_start 80x24 "$certdesk" "$order"
sees 'it opens again' 'Certificate status'
is 'nothing is resent' "$(put_count)" $((n + 1))
keys m
sees 'it can be settled' 'It went out'
quit
get -X DELETE "$root/sandbox/v1/faults" >/dev/null

# -- the demo: the mail that went out can be opened -------------------------------

screen_start 100x30 "$certdesk" --demo
sees 'the demo' '[DEMO]'
keys 3
sees 'the view Approval waiting of the demo' '[3 Approval'
sees 'its orders that wait for an approval' 'order approval'
keys / '"order approval"' Enter
sees 'only those' '/"order approval"'
keys Enter
sees 'one of them' '[Resend approval email]'
keys m
sees 'its window in the demo' 'selected'
keys 0 Space
sees 'one contact of it' '1 of '
press_send
sees 'the demo says where the mail is' 'can be read at'
url=$(screen | grep -o 'http://127.0.0.1:[0-9]*/mail/[0-9]*' | head -n 1)
is 'it is there' "$(status_of "$url")" 200
keys Escape
no_longer 'the window of the demo goes' 'Select verified contacts'
quit

# -- the filters that were typed ---------------------------------------------------

history=$XDG_STATE_HOME/certdesk/history
screen_start 80x24 "$certdesk"
sees 'the list, for a filter' '9000'
keys / 'status:pending' Enter
sees 'rows that match' 'loaded ('
keys / C-u 'statsu:x'
sees 'what is wrong is said' 'Did you mean status?'
keys Escape
no_longer 'the filter goes' '/statsu'
quit
is 'the filter that was used is kept' "$(cat "$history")" status:pending
is 'for nobody else' "$(stat -c %a "$history")" 600
screen_start 80x24 "$certdesk"
sees 'the list, once more' '9000'
keys / Up
sees 'it is there after a restart' '/status:pending'
keys Escape
quit
commands=$XDG_STATE_HOME/certdesk/commands
screen_start 80x24 "$certdesk"
sees 'the list, for a command' '9000'
keys : 'log' Enter
sees 'what it opens' 'Message log'
keys : ' journal' Enter
sees 'what another one opens' 'Journal'
keys : ' vie' Tab
sees 'Tab completes a word, and shows what may follow' 'Approval waiting'
keys BTab
sees 'Shift-Tab goes backwards' ': view Reissue Pending'
keys C-w C-w 'pend' Tab
sees 'Tab completes what follows' ': view Pending'
keys Enter
sees 'it is run' '[2 Pending'
quit
is 'the command line is kept, but not behind a blank' \
	"$(tail -n 1 "$commands")" log
is 'for nobody else, too' "$(stat -c %a "$commands")" 600
screen_start 80x24 "$certdesk"
sees 'the list, for what was typed' '9000'
keys : l Up Enter
sees 'it is run once more after a restart' 'Message log'
quit
chmod 644 "$history"
screen_start 80x24 "$certdesk"
sees 'the list, with a history that others can read' '9000'
keys / Up 'issued' Enter
sees 'a filter works' '/issued'
quit
is 'nothing is written over it' "$(cat "$history")" status:pending
rm "$history"
screen_start 80x24 "$certdesk" --demo --demo-dir "$work/filters"
sees 'the demo, for a filter' '9000'
# Some terminals paste what others leave out; no text may end its own paste.
keys / 'ab'
tmux -L "$socket" set-buffer $'c\003:help\n' \; paste-buffer -p -t t
sees 'a Ctrl-C in a paste is a part of it' '/abc'
keys C-c
no_longer 'Ctrl-C leaves the line' '/abc'
keys / 'ab'
sees 'a text that a paste goes into' '/ab'
tmux -L "$socket" set-buffer $'\e[200~c:help\n' \; paste-buffer -t t
keys C-c
no_longer 'Ctrl-C leaves a paste that does not end' '/ab'
keys / 'shop' Enter
sees 'rows of the demo that match' '/shop'
quit
is 'a demo that is kept keeps its filters' "$(cat "$work/filters/history")" shop
is 'and those only' "$(ls "$history" 2>/dev/null)" ''
is 'and no command lines where there were none' \
	"$(ls "$work/filters/commands" 2>/dev/null)" ''

# -- a search, saved as a view, is there after a restart ---------------------------

screen_start 80x24 "$certdesk"
sees 'the list' 'on server)'
sees 'views have counts' "2 Pending $(get \
	"$api/order/certificate?limit=1&filters%5Bstatus%5D=pending" |
	jq .page.total)"
keys s
sees 'the search' 'Search orders on the server'
keys Tab Tab Tab Tab Tab
keys 'Issued'
keys BTab BTab BTab BTab BTab BTab BTab
stands_on 'the button' '[ Save as view'
keys Enter
sees 'the view is that of a key already' '5 Issued'
sees 'the form' 'Save as a view'
keys 'My issued'
keys BTab
keys Enter
sees 'it is saved' 'Saved as view 8'
quit
screen_start 80x24 "$certdesk"
sees 'the list again' 'on server)'
keys 8
sees 'the view is there' '8 My issued'
quit
is 'its text' "$(sed -n '/^\[view/,$p' "$XDG_CONFIG_HOME/certdesk/views")" \
	'[view My issued]
number = 8
query = status=issued'
rm "$XDG_CONFIG_HOME/certdesk/views"

# -- trouble and sizes ------------------------------------------------------------

screen_start 80x24 "$certdesk"
sees 'the list again' '9000'
fault '{"method":"GET","path":"order/certificate","status":503,"n":1000}'
keys C-r
sees 'a failed refresh keeps the rows, marked' 'STALE'
sees 'a row is still there' '9000'
get -X DELETE "$root/sandbox/v1/faults" >/dev/null
for size in 40x12 20x5 1x1 132x43 80x24; do
	tmux -L "$socket" resize-window -t t -x "${size%x*}" -y "${size#*x}"
done
sees 'it survives every size' 'Certificate name'
keys '?'
sees 'help' '> Help'
keys Escape
quit

finish
