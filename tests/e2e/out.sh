#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# What leaves the program for others: the clipboard (in a real tmux, and what GNU
# screen would get as bytes), and orders given to programs on the terminal, and
# exports.
# Usage: out.sh SOURCE_DIR BUILD_DIR
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

certdesk=$build_dir/certdesk
# The one inside the other is not ended with it.
trap 'tmux -L inner kill-server 2>/dev/null; clean_up' EXIT
sandbox_start --seed 7
order=$(get "$api/order/certificate?limit=1&sort=order_id" | jq -r '.orders[0].id')

quit() {
	keys Q
	until_true screen_is_dead || fail 'Q ends the program' "$(screen)"
	screen_stop
}

# buffer_is TEXT: of the tmux that the program runs in.
# shellcheck disable=SC2317 # until_true calls it
buffer_is() {
	[ "$(tmux -L "$socket" show-buffer 2>/dev/null)" = "$1" ]
}

has_buffer() {
	if until_true buffer_is "$2"; then
		pass "$1"
	else
		fail "$1" "$(tmux -L "$socket" show-buffer 2>&1)"
	fi
}

# open_order COMMAND...: the program by that command, at the order.
open_order() {
	screen_start 100x24 "$@" "$certdesk" "$order"
	sees "the order, by $1" 'Certificate status'
}

# -- the clipboard -------------------------------------------------------------

open_order env
keys y y
sees 'tmux is asked' "(tmux load-buffer -w; Y shows it): $order"
has_buffer 'and has it' "$order"
keys y u
has_buffer 'the next one, too' "Certificates > Orders > $order"
keys y j
sees 'the JSON' "Sent the order's JSON to the terminal (tmux"
# shellcheck disable=SC2317 # until_true calls it
buffer_is_json() {
	tmux -L "$socket" show-buffer 2>/dev/null | jq -e .certificate \
		>/dev/null 2>&1
}
until_true buffer_is_json
is 'is whole' "$(tmux -L "$socket" show-buffer | jq -c .certificate)" \
	"$(get "$api/order/certificate/$order" | jq -c .certificate)"
quit

# Not inside tmux, as far as it knows: tmux is the terminal then.
open_order env -u TMUX
tmux -L "$socket" set -s set-clipboard on
keys y y
sees 'the terminal is told' "(OSC 52; Y shows it): $order"
has_buffer 'and has it' "$order"
keys y n Y
sees 'what was copied stands alone' 'to select with the mouse'
quit

# A tmux before 3.2, in a terminal that takes OSC 52 (another tmux).
mkdir "$work/old"
cat >"$work/old/tmux" <<'END'
#!/bin/sh
echo 'command load-buffer: unknown flag -w' >&2
exit 1
END
chmod +x "$work/old/tmux"
echo 'set -g status off; set -g allow-passthrough on' >"$work/inner.conf"
screen_start 100x24 env -u TMUX tmux -L inner -f "$work/inner.conf" new-session \
	env PATH="$work/old:$PATH" "$certdesk" "$order"
tmux -L "$socket" set -s set-clipboard on
sees 'the order, in a tmux in a tmux' 'Certificate status'
keys y y
sees 'an old tmux hands it on' "(OSC 52 through tmux; Y shows it): $order"
has_buffer 'to the terminal around it' "$order"
keys Q
until_true screen_is_dead
screen_stop

# GNU screen gets it in strings of its own.
open_order env -u TMUX STY=1.test
tmux -L "$socket" pipe-pane -o -t t "cat >$work/bytes"
keys y y
sees 'screen is told' "(OSC 52 through screen; Y shows it): $order"
# shellcheck disable=SC1003 # the end of a string, not a quote
wanted=$(printf '\033P\033]52;c;%s\a\033\\' "$(printf %s "$order" | base64)")
# shellcheck disable=SC2317 # until_true calls it
has_bytes() {
	grep -qF "$wanted" "$work/bytes"
}
if until_true has_bytes; then
	pass 'as it wants it'
else
	fail 'as it wants it' "$(od -c "$work/bytes")"
fi
quit

# -- an order's JSON to a command ----------------------------------------------

# Commands tell who they are: what is typed for one must not come before it has
# the terminal. (Its group is the one in the foreground, and it is not stopped.)
# They wipe away what stands there from the one before.
tell_pid="clear; echo \$\$ >$work/pid; cat >/dev/null"

# shellcheck disable=SC2317 # until_true calls it
has_terminal() {
	[ -s "$work/pid" ] || return 1
	case $(ps -o stat= -p "$(cat "$work/pid")") in
	T*) return 1 ;;
	*+*) return 0 ;;
	esac
	return 1
}

# terminal_given TEXT: waits until the command has it.
terminal_given() {
	until_true has_terminal
	is "$1" $? 0
}

# command_runs TEXT LINE: by !, until it has the terminal.
command_runs() {
	rm -f "$work/pid"
	keys ! "$tell_pid; $2" Enter
	terminal_given "$1"
}

open_order env
keys ! "tee $work/whole | jq -r .order.id >$work/piped; env >$work/environment" Enter
sees 'the command has had the terminal' '[Enter goes back to certdesk]'
is 'it has read the order' "$(cat "$work/piped")" "$order"
is 'its number is in the environment' \
	"$(grep '^CERTDESK_ORDER_ID=' "$work/environment")" \
	"CERTDESK_ORDER_ID=$order"
is 'the key is not' "$(grep -c 'sandbox-admin' "$work/environment")" 0
is 'the same document as that of show' "$(cat "$work/whole")" \
	"$("$certdesk" show --format json "$order")"
keys Enter
sees 'the screen is back' 'Certificate status'
command_runs 'another one runs' 'sleep 1000; :'
keys C-c
sees 'Ctrl-C ends that one' '[exit code 130]'
keys Enter
sees 'the screen is back again' 'Certificate status'
sees 'it tells how it ended' 'ended with exit code 130'

# Ctrl-C can be faster than who gives it the terminal.
command_runs 'one more' 'sleep 1000; :'
kill -INT "$(tmux -L "$socket" display -p -t t '#{pane_pid}')"
sees 'SIGINT to us is for the command' '[exit code 130]'
keys Enter
sees 'and does not end us' 'Certificate status'
quit

# Under a shell with jobs: Ctrl-Z stops the command, and certdesk with it.
screen_start 100x24 env PS1='shell> ' PATH="$PATH" bash --norc --noprofile -i
sees 'a shell' 'shell>'
keys "$certdesk $order" Enter
sees 'the order, in a shell' 'Certificate status'
command_runs 'a command runs' 'sleep 1000; :'
keys C-z
sees 'the shell has the terminal' 'Stopped'
keys 'fg' Enter
terminal_given 'both go on'
keys C-c
sees 'the command has the keys' '[Enter goes back to certdesk]'
keys Enter
sees 'the screen is back after all' 'Certificate status'
keys Q
sees 'the shell, at the end' 'shell>'
screen_stop

# What ends certdesk leaves no command behind that holds the terminal.
open_order env
command_runs 'a command has the terminal' 'sleep 1000; :'
kill -TERM "$(tmux -L "$socket" display -p -t t '#{pane_pid}')"
until_true screen_is_dead
is 'certdesk ends' $? 0
until_true process_is_gone "$(cat "$work/pid")"
is 'and the command with it' $? 0
screen_stop

# The same where a script has started certdesk: without it nobody would have the
# terminal.
printf '#!/bin/sh\n%s "$@"\nexit $?\n' "$certdesk" >"$work/script"
chmod +x "$work/script"
screen_start 100x24 env PS1='shell> ' PATH="$PATH" bash --norc --noprofile -i
sees 'a shell again' 'shell>'
keys "$work/script $order" Enter
sees 'the order, by a script' 'Certificate status'
keys C-z
sees 'Ctrl-Z stops the script, too' 'Stopped'
keys 'clear; fg' Enter
sees 'and fg lets both go on' 'Certificate status'
command_runs 'a command of the script runs' 'sleep 1000; :'
keys C-z
sees 'Ctrl-Z stops all of them' 'Stopped'
keys fg Enter
terminal_given 'and they go on'
keys C-c
sees 'the command has the keys again' '[Enter goes back to certdesk]'
keys Enter
sees 'the screen comes back' 'Certificate status'
keys Q
sees 'the shell comes back' 'shell>'
screen_stop

# A send goes on while a command has the terminal.
pending=$(resendable ssl_ev_securesite_flex ev)
fault '{"method":"PUT","path":"order-approval","n":1,"delay_ms":600000}'
screen_start 100x24 "$certdesk" "$pending"
sees 'an order to resend' 'Certificate status'
keys m
sees 'its window' 'selected'
press_send
sees 'it is sent' 'sending...'
keys Escape
no_longer 'the window is hidden' 'Cancel ]'
command_runs 'a command has the terminal' 'read -r line </dev/tty'
let_go
# shellcheck disable=SC2317 # until_true calls it
was_sent() {
	[ "$("$certdesk" journal --order "$pending" --format json |
		jq -r '.records[-1].outcome, .records[0].outcome' |
		sort -u)" = sent ]
}
if until_true was_sent; then
	pass 'the outcome is in the journal'
else
	fail 'the outcome is in the journal' \
		"$("$certdesk" journal --order "$pending")"
fi
terminal_given 'the command has the terminal still'
keys Enter
sees 'it ends' '[Enter goes back to certdesk]'
keys Enter
sees 'the screen is back after the send' 'Certificate status'
is 'it was sent once' "$(puts | grep -c order-approval)" 1
quit

# -- exports -------------------------------------------------------------------

screen_start 100x24 "$certdesk"
sees 'the list, to export' 'on server)'
keys ":export $work/all.json" Enter
sees 'all of it is saved' "saved as $work/all.json"
is 'the document of orders' "$(jq -S '.orders | map(.id)' "$work/all.json")" \
	"$("$certdesk" orders --all --format json | jq -S '.orders | map(.id)')"
is 'for nobody else' "$(stat -c %a "$work/all.json")" 600
keys x
sees 'the window' 'Export orders'
keys Tab Tab Space Tab C-u "$work/all.csv" Tab Tab Enter
sees 'all fields are saved' "saved as $work/all.csv"
is 'the same lines as those of orders, behind the mark' \
	"$(tail -c +4 "$work/all.csv")" \
	"$("$certdesk" orders --all --format csv)"
is 'a spreadsheet knows UTF-8 by it' "$(head -c 3 "$work/all.csv" | od -An -tx1)" \
	' ef bb bf'
keys ":export $work/all.csv" Enter
sees 'what is there is asked for' 'Replace it?'
keys n
no_longer 'and stays' 'Replace it?'
keys ":export json |jq -r '.orders | length'" Enter
sees 'a program gets it, and is heard' \
	"length': $(jq '.orders | length' "$work/all.json")"
is 'nothing else is left' "$(find "$work" -name 'all.*' | sort | tr '\n' ' ')" \
	"$work/all.csv $work/all.json "
quit

finish
