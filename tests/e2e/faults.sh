#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Everything that goes wrong, against a real sandbox: what changed behind the
# window, a server in trouble, a lost answer, signals, keys at random, poor
# terminals. Much of it is waiting, so the groups run side by side, each with a
# sandbox and a terminal of its own.
# Usage: faults.sh SOURCE_DIR BUILD_DIR [GROUP [ARGS...]]
#
# Groups are called by name, which shellcheck does not see.
# shellcheck disable=SC2317,SC2119
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

certdesk=$build_dir/certdesk

# -- what the groups share -------------------------------------------------------

# Less often than elsewhere: many groups look at the same time.
pause=0.15

put_count() {
	puts | count
}

has_puts() {
	[ "$(put_count)" -ge "$1" ]
}

no_faults() {
	get -X DELETE "$root/sandbox/v1/faults"
}

# get_fails MEMBERS: from now on every GET of an order or a list.
get_fails() {
	fault '{"method":"GET","path":"order/certificate","n":100000,'"$1"'}'
}

put_fails() {
	fault '{"method":"PUT","path":"order-approval",'"$1"'}'
}

# The whole screen as one line, so that wrapped sentences can be found.
# Sentences of a window are between its borders.
flat() {
	screen | sed 's/│/ /g' | tr -s ' \n' ' '
}

flat_has() {
	case $(flat) in
	*"$1"*) return 0 ;;
	*) return 1 ;;
	esac
}

# says TEXT SENTENCE: as sees, wherever the lines break.
says() {
	if until_true flat_has "$2"; then
		pass "$1"
	else
		fail "$1" "no '$2' on:
$(screen)"
	fi
}

# screen_matches PATTERN: as case has it.
screen_matches() {
	# shellcheck disable=SC2254 # it is a pattern
	case $(screen) in
	*$1*) return 0 ;;
	*) return 1 ;;
	esac
}

is_alive() {
	if screen_is_dead; then
		fail "$1" "$(screen)"
	else
		pass "$1"
	fi
}

# answers TEXT KEY NEEDLE: the screen shows it after the key, whatever the
# network does meanwhile.
answers() {
	keys "$2"
	sees "$1" "$3"
}

# helps TEXT: the help opens and closes.
helps() {
	keys '?'
	sees "$1" '> Help'
	keys Escape
	no_longer "$1, and closes" '> Help'
}

# program SIZE COMMAND...: in a terminal, by a shell that writes its status down
# (tmux tells it only if it heard of the end in time).
program() {
	local size=$1
	shift
	rm -f "$work/status"
	# shellcheck disable=SC2016 # the inner shell expands it
	screen_start "$size" bash -c 'trap : INT; "$@"; echo $? >"$0"' \
		"$work/status" "$@"
}

program_pid() {
	pgrep -P "$(tmux -L "$socket" display -p -t t '#{pane_pid}')"
}

has_ended() {
	[ -s "$work/status" ]
}

# ends TEXT [STATUS]: the program comes to an end by itself, with this status.
ends() {
	if until_true has_ended && [ "$(cat "$work/status")" = "${2:-0}" ]; then
		pass "$1"
	else
		fail "$1" "status $(cat "$work/status"), the screen:
$(screen)"
	fi
	screen_stop
}

quit() {
	keys Q
	ends "${1:-Q ends the program}"
}

# open_order ORDER: the program, opened at an order.
open_order() {
	program 80x24 "$certdesk" "$1"
	sees "order $1 opens" 'Certificate status'
}

# With its contacts, of which some are chosen.
open_window() {
	keys m
	sees 'the window' 'selected'
}

# One contact only, so that a kept selection can be told from a new one.
choose_one() {
	keys 0 Space
	sees 'one is chosen' '1 of '
}

# The window may have opened before fresh contacts came.
can_choose_all() {
	keys A
	screen_has '[ Send to'
}

# After a refusal Send is locked until the focus has moved.
press_again() {
	keys BTab
	stands_on 'the Cancel button' '[ Cancel'
	keys Tab
	stands_on 'the Send button again' '[ Send to'
	keys Enter
}

# The newest record of that order.
outcome_of() {
	"$certdesk" journal --order "$1" --format json |
		jq -r '.records[0].outcome'
}

has_outcome() {
	[ "$(outcome_of "$1")" = "$2" ]
}

# journal_says TEXT ORDER OUTCOME
journal_says() {
	until_true has_outcome "$2" "$3"
	is "$1" "$(outcome_of "$2")" "$3"
}

some_order() {
	resendable ssl_ev_securesite_flex ev
}

# some_orders N: the numbers of orders that can be resent.
some_orders() {
	local left=$1 product kinds order
	while read -r product kinds; do
		for order in $(orders_of "$product" pending); do
			[ "$left" -gt 0 ] || return 0
			is_resendable "$order" "$kinds" || continue
			echo "$order"
			left=$((left - 1))
		done
	done <<-END
		ssl_ev_securesite_flex ev
		ssl_ev_multi_domain ev
		code_signing cs
		code_signing_ev ev_cs
	END
}

# -- what changed between the window and Send --------------------------------------

# nothing_sent TEXT SENTENCE: Send was pressed; the window says why not, stays.
nothing_sent() {
	says "$1: the window says why" "$2"
	says "$1: it says that nothing was sent" 'Nothing was sent.'
	sees "$1: the window stays" 'Resend Approval Emails'
	is "$1: no PUT" "$(put_count)" "$n"
}

group_changed() {
	local order link email body
	sandbox_start
	order=$(some_order)
	email=$(get "$api/order/certificate/$order/validation" |
		jq -r '[.organization_validations[] | select(.type == "ev") |
			.verified_contacts[] | select(.status != "pending")] |
			.[0].email')
	get -X PUT -H 'Content-Type: application/json' \
		-d "{\"emails\":[\"$email\"]}" \
		"$api/order/certificate/$order/order-approval/resend-emails"
	link=$(mails_of "$order" open | cut -d' ' -f5 | head -n 1)
	n=$(put_count)

	open_order "$order"
	open_window
	is 'approved: by the link' "$(status_of -X POST "$link")" 200
	press_send
	nothing_sent approved 'is Issued'
	quit

	order=$(some_order)
	open_order "$order"
	open_window
	body=$(get "$api/order/certificate/$order" | jq -c '.status = "canceled"')
	fault '{"path":"'"$order"'/validation","n":1000}'
	fault '{"path":"'"$order"'/note","n":1000}'
	fault "$(jq -cn --arg body "$body" --arg path "certificate/$order" \
		'{method: "GET", path: $path, n: 1000, body: $body,
		content_type: "application/json"}')"
	press_send
	nothing_sent cancelled 'anceled'
	no_faults
	quit

	open_order "$order"
	open_window
	choose_one
	body=$(get "$api/order/certificate/$order/validation" |
		jq -c '(.. | .verified_contacts? // empty | .[].status) = "pending"')
	fault "$(jq -cn --arg body "$body" --arg path "$order/validation" \
		'{method: "GET", path: $path, n: 1000, body: $body,
		content_type: "application/json"}')"
	press_send
	nothing_sent withdrawn 'any more'
	keys Escape
	no_faults
	keys C-r
	sees 'the page is still there' 'Certificate status'
	keys m
	sees 'later the window opens again' 'Select verified contacts'
	until_true can_choose_all ||
		fail 'later they can be chosen again' "$(screen)"
	press_send
	sees 'and is sent' 'Sent to'
	is 'by one PUT' "$(put_count)" $((n + 1))
	quit
}

# -- the server refuses ------------------------------------------------------------

group_refused() {
	local status order code
	sandbox_start
	order=$(some_order)
	open_order "$order"
	open_window
	choose_one
	n=$(put_count)
	keys Tab Tab
	for status in 400 403 404 429; do
		code=no_way_$status
		put_fails "\"status\":$status,\"body\":\"{\\\"errors\\\":[{\\\"code\\\":\\\"$code\\\",\\\"message\\\":\\\"Not today $status.\\\"}]}\""
		press_again
		says "$status: the server's words" "Not today $status."
		says "$status: its code" "$code"
		sees "$status: the window stays" 'Select verified contacts'
		sees "$status: the selection stays" '1 of '
		n=$((n + 1))
		is "$status: one PUT" "$(put_count)" "$n"
		keys Enter Enter
	done
	is 'a held Enter tries nothing again' "$(put_count)" "$n"
	press_again
	sees 'it can be tried again' 'Sent to 1 contact'
	is 'one PUT more' "$(put_count)" $((n + 1))
	quit
	is 'the journal has the refusals' "$("$certdesk" journal \
		--order "$order" --format json |
		jq -rc '[.records[] | .outcome + " " + (.http_status|tostring)] |
		sort | join(",")')" \
		'refused 400,refused 403,refused 404,refused 429,sent 204'

	order=$(resendable code_signing cs)
	open_order "$order"
	open_window
	put_fails '"status":403,"body":"{\"errors\":[{\"code\":\"access_denied|missing_permission\",\"message\":\"You may not.\"}]}"'
	press_send
	says 'without the permission: its words' 'You may not.'
	n=$(put_count)
	press_again
	keys Enter
	keys Escape
	no_longer 'the window can be left' 'Select verified contacts'
	is 'without the permission: read-only from now on' "$(put_count)" "$n"
	sees 'read-only is in the title' '[RO]'
	quit
}

# -- answers that are none ------------------------------------------------------------

# Failed answers are asked for again a few times, later each time; and after a
# 429 nothing goes out for a while. So these wait longer than others.
is_fresh() {
	if until_true screen_lacks 'STALE'; then
		pass "$1"
	else
		fail "$1" "$(screen)"
	fi
}

trouble_in_list() {
	program 80x24 "$certdesk"
	sees "$1: the list" '9000'
	get_fails "$2"
	keys C-r
	says "$1, list: a sentence" "$3"
	sees "$1, list: marked" 'STALE'
	sees "$1, list: a row is still there" '9000'
	helps "$1, list: a key is answered"
	no_faults
	keys C-r
	is_fresh "$1, list: fresh again"
	quit "$1: the end"
}

trouble_on_page() {
	open_order "$order"
	get_fails "$2"
	keys C-r
	says "$1, page: a sentence" "$3"
	sees "$1, page: marked" 'STALE'
	sees "$1, page: the data is still there" 'Order status'
	helps "$1, page: a key is answered"
	no_faults
	keys C-r
	is_fresh "$1, page: fresh again"
	quit "$1: the end"
}

trouble_before_resend() {
	open_order "$order"
	open_window
	n=$(put_count)
	get_fails "$2"
	press_send
	says "$1, resend: a sentence" "$3"
	says "$1, resend: nothing was sent" 'so nothing was sent'
	sees "$1, resend: the window stays" 'Select verified contacts'
	is "$1, resend: no PUT" "$(put_count)" "$n"
	no_faults
	press_again
	says "$1, resend: then it works" 'Sent to'
	is "$1, resend: one PUT" "$(put_count)" $((n + 1))
	quit "$1: the end"
}

# trouble NAME MEMBERS SENTENCE [PLACE]: in the list, on the page, at a resend.
group_trouble() {
	local order
	sandbox_start
	order=$(some_order)
	if [ $# -eq 4 ]; then
		"trouble_$4" "$1" "$2" "$3"
		return
	fi
	trouble_in_list "$@"
	trouble_on_page "$@"
	trouble_before_resend "$@"
}

# start_in_trouble NAME MEMBERS SENTENCE: nothing was ever read.
group_start_in_trouble() {
	local name=$1 members=$2 sentence=$3
	sandbox_start
	fault '{"method":"GET","n":100000,'"$members"'}'
	program 80x24 "$certdesk"
	says "$name at start: a sentence" "$sentence"
	is_alive "$name at start: no exit"
	helps "$name at start: a key is answered"
	no_faults
	keys C-r
	sees "$name at start: Ctrl-R recovers" '9000'
	sees "$name at start: the account, too" 'Enterprise'
	quit "$name at start: the end"
}

group_hang() {
	local order
	sandbox_start
	order=$(some_order)
	program 80x24 "$certdesk"
	sees 'hang: the list' '9000'
	get_fails '"hang":true'
	keys C-r
	sees 'hang: requests under way' ' req '
	helps 'hang, list: help'
	answers 'hang, list: the cursor moves' G 'row 300,'
	no_faults
	keys g C-r
	sees 'hang, list: the first row' 'row 1,'
	no_longer 'hang, list: Ctrl-R recovers' ' req '

	keys ":$order" Enter
	sees 'hang: the page' 'waits for a verified contact'
	get_fails '"hang":true'
	keys C-r
	helps 'hang, page: help'
	sees 'hang, page: still there' 'Order status'
	open_window
	n=$(put_count)
	press_send
	sees 'hang, resend: it says so' 'sending...'
	answers 'hang, resend: it can be given up' C-c 'Nothing was sent'
	is 'hang, resend: no PUT' "$(put_count)" "$n"
	no_faults
	press_again
	sees 'hang, resend: then it works' 'Sent to'
	quit
}

# lists_read STATUS: how often the program asked for the list and got that.
lists_read() {
	get "$root/sandbox/v1/requests" | jq --argjson status "$1" '[.requests[] |
		select(.key == "sandbox-admin" and .status == $status and
			(.path | endswith("order/certificate")))] | length'
}

has_read_more() {
	[ "$(lists_read 429)" = 1 ] && [ "$(lists_read 200)" -gt "$1" ]
}

# 429 with a time to wait: it is waited for, and the program is usable.
group_limited() {
	local before
	sandbox_start
	program 80x24 "$certdesk"
	sees 'limited: the list' 'on server)'
	no_longer 'limited: all of it' ' ... '
	until_true screen_lacks ' req '
	before=$(lists_read 200)
	fault '{"method":"GET","path":"order/certificate","n":1,"status":429,"retry_after":"2","body":"{\"errors\":[{\"code\":\"request_limit_exceeded\",\"message\":\"Slow.\"}]}"}'
	keys C-r
	helps 'limited: help'
	sees 'limited: the rows are there' '9000'
	until_true has_read_more "$before" ||
		fail 'limited: it is asked for again' "$(screen)"
	is_fresh 'limited: it came by itself'
	quit
}

# -- nobody there, a wrong key ---------------------------------------------------------

group_gone() {
	local order
	sandbox_start
	order=$(some_order)
	program 80x24 "$certdesk"
	sees 'gone: the list' '9000'
	kill -9 "$sandbox_pid"
	wait "$sandbox_pid" 2>/dev/null
	sandbox_pid=
	keys C-r
	helps 'gone: help meanwhile'
	sees 'gone, list: marked' 'STALE'
	says 'gone, list: a sentence' 'No connection to'
	sees 'gone: said below' 'offline'
	sees 'gone, list: rows are still there' '9000'
	keys ":$order" Enter
	says 'gone, page: a sentence' 'No connection to'
	is_alive 'gone: no exit'
	keys q
	sees 'gone: back to the list' 'Certificate name'
	keys q
	ends 'gone: q ends it'
}

group_nobody() {
	export CERTDESK_URL=http://127.0.0.1:9 CERTDESK_API_KEY=sandbox-admin
	program 80x24 "$certdesk"
	says 'nobody: a sentence' 'No connection to'
	helps 'nobody: help'
	is_alive 'nobody: no exit'
	quit
}

group_wrong_key() {
	sandbox_start
	export CERTDESK_API_KEY=wrong
	program 80x24 "$certdesk"
	says 'wrong key: a sentence' 'refused the API key'
	is_alive 'wrong key: no exit'
	keys ':900101' Enter
	sees 'wrong key: a page says it, too' 'refused the API key'
	keys Escape
	keys q
	keys q
	ends 'wrong key: q ends it'
	lacks 'wrong key: it is not shown' "$(screen)" 'wrong'
}

# -- the answer is lost after the effect -----------------------------------------------

group_lost() {
	local orders order members i=0 first second id
	sandbox_start
	mapfile -t orders < <(some_orders 8)
	program 80x24 "$certdesk"
	sees 'the list' '9000'
	for members in '"cut_after":0' '"cut_after":40' '"garbage":99' '"status":500' \
		'"status":502' '"status":408' \
		'"status":302,"headers":{"Location":"/services/v2/user/me"}'; do
		order=${orders[$i]}
		i=$((i + 1))
		n=$(put_count)
		keys ":$order" Enter
		sees "$members: order $order" 'Certificate status'
		open_window
		put_fails "$members"',"apply":true'
		press_send
		says "$members: unknown" 'unknown'
		keys Enter Space Enter
		keys Escape
		no_longer "$members: the window goes" 'Select verified contacts'
		is "$members: one PUT" "$(put_count)" $((n + 1))
		journal_says "$members: the journal has it" "$order" unknown
		keys Escape
		no_longer "$members: back in the list" 'Certificate status'
	done

	order=${orders[$i]}
	keys ":$order" Enter
	sees 'given up: the page' 'Certificate status'
	open_window
	put_fails '"hang":true,"apply":true'
	n=$(put_count)
	press_send
	sees 'given up: it is sending' 'sending'
	until_true has_puts $((n + 1))
	keys C-c
	sees 'given up: it asks' 'Give up waiting'
	keys y
	says 'given up: unknown' 'Outcome unknown'
	journal_says 'given up: the journal has it' "$order" unknown
	keys Escape Escape

	order=$(orders_of client_premium waiting_pickup | head -n 1)
	keys ":$order" Enter
	sees 'issuance: the order' '[Resend Issuance Email]'
	fault '{"method":"PUT","path":"resend-issuance","cut_after":0,"apply":true}'
	keys m
	sees 'issuance: the question' 'void'
	keys y
	says 'issuance: unknown' 'nknown'
	lacks 'issuance: not called sent' "$(screen)" 'Sent '
	is 'issuance: one PUT' "$(put_count)" $((n + 2))
	journal_says 'issuance: the journal has it' "$order" unknown
	keys Escape
	quit

	n=$(put_count)
	first=${orders[0]}
	second=${orders[1]}
	program 80x24 "$certdesk"
	sees 'after a restart: the list' '9000'
	keys 3
	sees 'after a restart: the view' '[3 Approval'
	keys "/$first" Enter
	sees 'after a restart: marked' "$first ?"
	keys Escape
	keys ":$first" Enter
	sees 'after a restart: the page' 'Certificate status'
	keys G
	says 'after a restart: on the page' 'unknown'
	keys m
	sees 'm offers to settle' 'It went out'
	keys Enter
	no_longer 'the first row is harmless' 'It went out'
	journal_says 'nothing is settled by it' "$first" unknown
	keys m
	sees 'm offers it again' 'It went out'
	keys 1
	says 'settled on the screen' 'is settled'
	is 'the journal has the settlement' "$("$certdesk" journal --unknown \
		--order "$first" --format json | jq '.records | length')" 0
	keys m
	sees 'then the window opens again' 'selected'
	keys Escape
	no_longer 'and goes' 'Select verified contacts'
	id=$("$certdesk" journal --order "$second" --format json |
		jq '.records[0].id')
	"$certdesk" journal --settle "$id" not-sent >/dev/null 2>&1
	is 'settled by the subcommand' $? 0
	keys Escape
	keys C-r
	no_longer 'the list has no mark for it' "$second ?"
	lacks 'nor for the first' "$(screen)" "$first ?"
	is 'nothing was ever sent again' "$(put_count)" "$n"
	quit
}

# -- signals and the way out --------------------------------------------------------------

# A shell in the terminal, which tells how it finds the terminal afterwards.
in_shell() {
	rm -f "$work/pid" "$work/before" "$work/after"
	# shellcheck disable=SC2016 # the inner shell expands it
	screen_start 80x24 bash --norc -c '
		stty -g >"$1/before"
		bash -c '\''echo $$ >"$1/pid"; exec "$2"'\'' bash "$1" "$2"
		code=$?
		stty -g >"$1/after"
		echo "over: $code"
		exec cat' bash "$work" "$certdesk"
	sees 'the list' '9000'
}

terminal_is_back() {
	is "$1: the terminal's modes are back" "$(cat "$work/after")" \
		"$(cat "$work/before")"
	is "$1: the screen is left, the cursor is back" "$(tmux -L "$socket" \
		display -p -t t '#{alternate_on} #{cursor_flag}')" '0 1'
}

# is_over TEXT PID: the process comes to its end, although it has a request
# that never ends.
is_over() {
	if until_true process_is_gone "$2"; then
		pass "$1"
	else
		fail "$1" "process $2 is still there"
	fi
}

# A PUT that hangs; the number of the order is in $order.
hanging_put() {
	put_fails '"hang":true,"apply":true'
	keys ":$order" Enter
	sees 'the page' 'Certificate status'
	n=$(put_count)
	open_window
	press_send
	sees 'it is sending' 'sending'
	until_true has_puts $((n + 1))
}

group_signals() {
	local signal pid
	sandbox_start
	for signal in TERM HUP INT; do
		in_shell
		pid=$(cat "$work/pid")
		kill -"$signal" "$pid"
		is_over "$signal while idle: ends at once" "$pid"
		sees "$signal while idle: back in the shell" 'over:'
		terminal_is_back "$signal while idle"
		screen_stop
	done
	in_shell
	keys Q
	sees 'Q: back in the shell' 'over: 0'
	terminal_is_back Q
	screen_stop

	in_shell
	pid=$(cat "$work/pid")
	screen_stop
	is_over 'a closed terminal: ends' "$pid"
}

group_signals_while_sending() {
	local orders pid order
	sandbox_start
	mapfile -t orders < <(some_orders 4)
	order=${orders[0]}
	in_shell
	hanging_put
	pid=$(cat "$work/pid")
	kill -HUP "$pid"
	is_over 'HUP during a send: ends' "$pid"
	sees 'HUP during a send: back in the shell' 'over:'
	terminal_is_back 'HUP during a send'
	screen_stop
	journal_says 'HUP during a send: unknown' "$order" unknown

	order=${orders[1]}
	in_shell
	hanging_put
	pid=$(cat "$work/pid")
	screen_stop
	is_over 'a closed terminal during a send: ends' "$pid"
	journal_says 'a closed terminal during a send: unknown' "$order" unknown

	order=${orders[2]}
	in_shell
	hanging_put
	keys Escape
	no_longer 'the window can be hidden' 'Select verified contacts'
	keys Q
	sees 'quit during a send: waits' 'Waiting for 1 write'
	until_true screen_matches '[1-9]s' ||
		fail 'quit during a send: counts' "$(screen)"
	keys Escape
	no_longer 'quit during a send: can be told not to' 'Waiting for'
	sees 'still on the page' 'Certificate status'
	pid=$(cat "$work/pid")
	kill -9 "$pid"
	is_over 'killed during a send: ends' "$pid"
	screen_stop
	journal_says 'killed during a send: unknown' "$order" unknown

	# A send of its own: after ten seconds it is unknown anyway.
	order=${orders[3]}
	in_shell
	hanging_put
	keys Escape
	no_longer 'the window can be hidden again' 'Select verified contacts'
	keys Q
	sees 'quit again: waits' 'Waiting for 1 write'
	keys y
	sees 'quit now: ends' 'over: 0'
	terminal_is_back 'quit now'
	journal_says 'quit now: unknown' "$order" unknown
	is 'one PUT each' "$(put_count)" 4
	screen_stop
}

# -- the demo -------------------------------------------------------------------------------

is_empty() {
	[ -z "$(ls -A "$1")" ]
}

group_demo() {
	local pid child
	mkdir "$work/tmp"
	export TMPDIR=$work/tmp
	program 80x24 "$certdesk" --demo
	sees 'the demo' '9000'
	pid=$(program_pid)
	child=$(pgrep -P "$pid")
	is 'the demo has a server' "$(ps -o comm= -p "$child")" certdesk-sandbo
	quit
	is_over 'a quit ends the server' "$child"
	is 'a quit leaves nothing behind' "$(ls -A "$work/tmp")" ''

	program 80x24 "$certdesk" --demo
	sees 'the demo again' '9000'
	pid=$(program_pid)
	child=$(pgrep -P "$pid")
	kill -TERM "$pid"
	ends 'TERM ends it' 143
	is_over 'TERM ends the server' "$child"
	is 'TERM leaves nothing behind' "$(ls -A "$work/tmp")" ''

	program 80x24 "$certdesk" --demo
	sees 'the demo a third time' '9000'
	child=$(pgrep -P "$(program_pid)")
	screen_stop
	is_over 'a closed terminal ends the server' "$child"
	until_true is_empty "$work/tmp"
	is 'a closed terminal leaves nothing behind' "$(ls -A "$work/tmp")" ''

	program 80x24 "$certdesk" --demo
	sees 'the demo once more' '9000'
	pid=$(program_pid)
	child=$(pgrep -P "$pid")
	kill -9 "$pid"
	is_over 'killed: the server ends, too' "$child"
	screen_stop
	if grep -q 'killed' "$source_dir/man/certdesk.1"; then
		pass 'the man page says what a killed demo leaves'
	else
		fail 'the man page says what a killed demo leaves'
	fi
}

# -- keys at random ----------------------------------------------------------------------------

# Not `!`: with Enter it would run whatever was typed.
all_keys=(j k h l g G J K n N o O c p P m a s v u U w x y z A C V 0 1 2 3 4 5
	6 7 8 9 - + '*' '[' ']' / : '?' '@' '#' Up Down Left Right Home End
	PageUp PageDown Tab BTab Escape C-d C-u C-r C-l C-c F1 F5 BSpace
	Enter Space y é 作)
# Without what presses a button or says yes.
harmless_keys=(j k h l g G J K n N o O c p P m a s v u U w x z A C V 0
	4 5 6 7 8 9 - + '*' '[' ']' / : '?' '@' '!' '#' Up Down Left Right Home
	End PageUp PageDown Tab BTab Escape C-d C-u C-r C-l C-c F1 F5 BSpace
	é 作)

# storm COUNT KEYS...: the same keys for the same RANDOM.
storm() {
	local left=$1 batch i
	shift
	while [ "$left" -gt 0 ]; do
		batch=()
		for ((i = 0; i < 50; i++)); do
			batch+=("${@:RANDOM % $# + 1:1}")
		done
		# As fast as they come, and not when they are waited for.
		tmux -L "$socket" send-keys -t t "${batch[@]}" 2>/dev/null
		left=$((left - 50))
	done
}

# `a` and Enter may have chosen to quit.
is_in_list_or_over() {
	has_ended || screen_has 'Certificate name'
}

# Out of all dialogs and views, however deep; again and again, as what opens a
# window late throws away what was typed.
is_calm() {
	! is_in_list_or_over || return 0
	keys -N 5 C-c
	keys -N 12 Escape
	keys C-l
	is_in_list_or_over
}

calm() {
	keys -N 5 C-c
	keys -N 12 Escape
	keys C-l
	if until_true is_calm; then
		pass "$1: back in the list"
	else
		fail "$1: back in the list" "$(screen)"
	fi
}

# storm_in VIEW KEYS...: opens a view with the keys, then the storm.
storm_in() {
	local view=$1
	shift
	program 80x24 "$certdesk"
	sees "$view: the list" '9000'
	[ $# -eq 0 ] || keys "$@"
	storm 500 "${harmless_keys[@]}"
	calm "$view"
	is "$view: nothing was sent" "$(put_count)" "$n"
	quit "$view: no crash"
}

group_storm() {
	local order
	RANDOM=42
	sandbox_start
	order=$(some_order)
	# An unsettled order, for the question of what became of it.
	put_fails '"cut_after":0'
	"$certdesk" resend-approval "$order" --yes >/dev/null 2>&1
	n=$(put_count)
	case $1 in
	list) storm_in list ;;
	page) storm_in page ":$order" Enter ;;
	window) storm_in window ":$(resendable code_signing cs)" Enter m ;;
	settle) storm_in settle ":$order" Enter m ;;
	help) storm_in help '?' ;;
	journal) storm_in journal ':journal' Enter ;;
	esac
}

# resends WHICH: how many resends the journal has for which this jq test holds.
resends() {
	"$certdesk" journal --format json | jq "[.records[] |
		select((.action | test(\"resend\")) and ($1))] | length"
}

# Each PUT has its record. Who gave up waiting has a record without a status,
# whether the request had gone out by then or not.
puts_are_in_journal() {
	local answered started puts
	answered=$(resends '.http_status != 0')
	started=$(resends '.outcome != "not_sent"')
	puts=$(put_count)
	if [ "$answered" -le "$puts" ] && [ "$puts" -le "$started" ]; then
		pass "$1: every PUT is in the journal"
	else
		fail "$1: every PUT is in the journal" \
			"$puts PUTs, $answered answered, $started started"
	fi
}

# Every key there is, where nothing can be sent, and where all of it can.
group_wild() {
	local i arguments=()
	RANDOM=$2
	sandbox_start
	[ "$1" = writing ] || arguments=(--read-only)
	for i in 1 2 3; do
		program 80x24 "$certdesk" "${arguments[@]}"
		sees "$1, storm $i: the list" '9000'
		storm 500 "${all_keys[@]}"
		calm "$1, storm $i"
		keys Q
		until_true has_ended
		# 130: a Ctrl-C of the storm came right after the end of the
		# screen, when it is a signal again.
		case $(cat "$work/status") in
		0 | 130) pass "$1, storm $i: no crash" ;;
		*) fail "$1, storm $i: no crash" "$(screen)" ;;
		esac
		screen_stop
	done
	if [ "$1" = read-only ]; then
		is "$1: nothing was sent" "$(put_count)" 0
	else
		puts_are_in_journal "$1"
	fi
}

# -- terminals ------------------------------------------------------------------------------------

# Bytes of the screen above 0x7f.
high_bytes() {
	screen | LC_ALL=C tr -d '\000-\177' | wc -c | tr -d ' '
}

group_terminals() {
	local order code
	sandbox_start
	order=$(some_order)
	program 80x24 env TERM=vt100 "$certdesk" "$order"
	sees 'vt100: the page' 'Certificate status'
	open_window
	if tmux -L "$socket" capture-pane -e -p -t t |
		grep -q $'\033\\[[0-9;]*\\(3[0-7]\\|4[0-7]\\|9[0-7]\\|[34]8;5\\)m'; then
		fail 'vt100: no colour' "$(tmux -L "$socket" capture-pane -e -p -t t | cat -v)"
	else
		pass 'vt100: no colour'
	fi
	keys Escape
	quit

	program 80x24 env LC_ALL=C "$certdesk"
	sees 'C locale: the list' '9000'
	is 'C locale, list: ASCII only' "$(high_bytes)" 0
	keys ":$order" Enter
	sees 'C locale: the page' 'Certificate status'
	is 'C locale, page: ASCII only' "$(high_bytes)" 0
	open_window
	is 'C locale, window: ASCII only' "$(high_bytes)" 0
	keys Escape
	keys '?'
	sees 'C locale: help' '> Help'
	is 'C locale, help: ASCII only' "$(high_bytes)" 0
	keys Escape
	quit

	# shellcheck disable=SC2016 # the inner shell expands it
	program 80x24 env TERM=dumb bash -c '"$1" 2>"$2"' bash "$certdesk" \
		"$work/err"
	until_true has_ended
	is 'dumb: exit 2' "$(cat "$work/status")" 2
	has 'dumb: a sentence' "$(cat "$work/err")" 'cannot place text'
	screen_stop
	"$certdesk" </dev/null >"$work/out" 2>"$work/err"
	code=$?
	is 'no terminal: exit 2' "$code" 2
	has 'no terminal: a sentence' "$(cat "$work/err")" 'need a terminal'
	is 'no terminal: no output' "$(cat "$work/out")" ''
}

group_sizes() {
	local order size
	sandbox_start
	order=$(some_order)
	for size in 80x24 40x10 200x50; do
		program "$size" "$certdesk"
		sees "$size: the list" '9000'
		keys ":$order" Enter
		sees "$size: the page" 'Certificate status'
		keys m
		sees "$size: the window" "$order"
		sees "$size: an address" '@example'
		keys Tab Tab
		stands_on "$size: its button" '[ Send to'
		keys Escape
		no_longer "$size: the window goes" '[ Send to'
		helps "$size: help"
		quit "$size: the end"
	done
	program 39x9 "$certdesk"
	says '39x9: too small' 'too small'
	tmux -L "$socket" resize-window -t t -x 80 -y 24
	sees '39x9: large enough again' '9000'
	keys ":$order" Enter
	sees 'the page' 'Certificate status'
	open_window
	n=$(put_count)
	keys Tab Tab
	tmux -L "$socket" resize-window -t t -x 39 -y 9
	says '39x9 with the window open: too small' 'too small'
	keys Enter Space Enter y
	tmux -L "$socket" resize-window -t t -x 80 -y 24
	sees 'the window is still there' 'Select verified contacts'
	is 'keys to a window that cannot be seen send nothing' "$(put_count)" "$n"
	keys Escape
	quit
}

# -- all groups ---------------------------------------------------------------------------------

if [ $# -gt 2 ]; then
	group=$3
	shift 3
	"group_$group" "$@"
	printf 'ok - %s took %d s\n' "$group" "$SECONDS"
	finish
fi

json='"status":500,"body":"{\"errors\":[{\"code\":\"oops\",\"message\":\"All is lost.\"}]}"'
limited='"status":429,"body":"{\"errors\":[{\"code\":\"request_limit_exceeded\",\"message\":\"Slow down.\"}]}"'
html='"body":"<html>busy</html>","content_type":"text/html"'
outputs=()

# In the background, a few at a time: there may be two processors only.
start_group() {
	while [ "$(jobs -pr | wc -l)" -ge 20 ]; do
		wait -n
	done
	outputs+=("$work/group-${#outputs[@]}")
	bash "$0" "$source_dir" "$build_dir" "$@" >"${outputs[-1]}" 2>&1 &
}

start_group signals_while_sending
start_group lost
for bytes in 0 1 50 200 1000; do
	start_group trouble "cut at $bytes" "\"cut_after\":$bytes" \
		'The connection was lost'
done
start_group trouble garbage '"garbage":300' 'The connection was lost'
for place in in_list on_page before_resend; do
	start_group trouble 429 "$limited" 'Slow down.' "$place"
done
start_group trouble 'HTTP 500' "$json" 'All is lost.'
start_group trouble HTML "$html" 'not JSON'
start_group start_in_trouble 'cut at 1' '"cut_after":1' 'The connection was lost'
start_group start_in_trouble 'HTTP 500' "$json" 'All is lost.'
start_group start_in_trouble HTML "$html" 'not JSON'
start_group gone
start_group nobody
start_group wrong_key
start_group hang
start_group limited
start_group changed
start_group refused
start_group demo
start_group signals
start_group terminals
start_group sizes
for view in list page window settle help journal; do
	start_group storm "$view"
done
start_group wild read-only 7
start_group wild writing 8
wait

add_up "${outputs[@]}"
finish
