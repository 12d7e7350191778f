#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The program without a screen (--linear), on a terminal that can do nothing but
# print, in the C locale, and through a pipe, against a real sandbox.
# Usage: linear.sh SOURCE_DIR BUILD_DIR
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

socket=linear
stream=$work/stream
sandbox_start --seed 7

put_count() {
	puts | count
}

# All that was printed so far, without line breaks, so that it does not matter
# where lines are wrapped.
told() {
	tr -d '\r' <"$stream" | tr '\n' ' ' | tr -s ' '
}

# shellcheck disable=SC2317 # until_true calls it
has_told() {
	case $(told) in
	*"$1"*) return 0 ;;
	*) return 1 ;;
	esac
}

# tells TEXT NEEDLE: waits until it was printed since the last `type`.
tells() {
	if until_true has_told "$2"; then
		pass "$1"
	else
		fail "$1" "no '$2' in:
$(told)"
	fi
}

# start SIZE [ARGS...]: in a terminal that is dumb; all it gets is in $stream.
start() {
	local size=$1
	shift
	: >"$stream"
	screen_start "$size" env TERM=dumb LC_ALL=C sh -c \
		'read -r go; exec "$@"' sh "$build_dir/certdesk" --linear "$@"
	tmux -L "$socket" pipe-pane -O -t t "cat >>'$stream'"
	keys Enter
}

# say LINE: one line is typed.
say() {
	: >"$stream"
	keys -l "$1"
	keys Enter
}

stop() {
	say quit
	until_true screen_is_dead || fail 'it ends' "$(told)"
	screen_stop
}

# asked TEXT WHAT: waits for the prompt, behind which nothing stands.
asked() {
	tells "$1" "$2> "
}

# open_mail ORDER [ARGS...]: at the window Resend Approval Emails.
open_mail() {
	local order=$1
	shift
	start 60x30 "$@" "$order"
	asked "$order is told" "$order"
	say mail
	tells 'the window' "Resend Approval Emails - order $order"
}

# send_now: from the window to the word.
send_now() {
	say send
	tells 'who gets it is named' 'Type yes to send.'
	asked 'the word is asked for' 'yes or no'
	say yes
}

# -- a whole resend --------------------------------------------------------------

order=$(resendable ssl_ev_securesite_flex 'ev ev_cs' ||
	resendable ssl_ev_basic 'ev ev_cs')
start 60x30
asked 'the list is told' orders
tells 'with labels' 'Order status: '
tells 'how far it goes' '"next" goes on.'
say 3
tells 'a view' 'View 3, Approval waiting; sorted by Order date, ascending.'
asked 'and the prompt again' orders
say 'filter nobodyhasthis'
tells 'words to type, not keys' '"back" clears the filter, "search" searches the server.'
asked 'and the prompt again' orders
say "filter $order"
tells 'a filter' "filter: $order."
asked 'and the prompt again' orders
say columns
tells 'the form of the columns' 'Columns of the list'
asked 'its list asks' 'Columns, numbers, a number and keys (3 J), all, none, or Enter'
say '2 J'
tells 'a column was moved' '2. [x] Order status'
tells 'the other way the one below' '3. [x] Certificate name'
say '3 KK'
say '1 ++'
tells 'and made wider' '1. [x] Certificate name 30 wide'
say .
asked 'a full stop leaves it' orders
say nonsense
tells 'what can be typed' 'or "help" for the words.'
say "$order"
tells 'the sections' 'Certificate status'
tells 'fields with labels' 'Order status: Pending'
tells 'the word that helps' '"mail" resends the mail.'
tells 'what to type' '[Resend approval email]: type mail'
asked 'the order' "$order"
n=$(put_count)
links=$(mails_of "$order" open | cut -d' ' -f5)
say mail
tells 'the window names the order' "Resend Approval Emails - order $order"
tells 'the earlier link is void' 'link: each contact below gets a new mail with a new link.'
tells 'one approval is enough' 'One approval is enough; the order stays pending until then.'
asked 'the window asks' mail
say none
tells 'nobody' '0 of '
say send
tells 'nobody is no one to send to' 'Nobody is chosen. "toggle 1" chooses'
say 1
tells 'the first one' '1. [x] '
say ''
asked 'Enter alone' mail
for line in resend-next-stop resend-next-stop resend-enter; do
	say "$line"
done
tells 'no way round the word' 'Nothing was sent.'
say send
tells 'who gets it is named' 'Send to 1 contact: '
asked 'the word is asked for' 'yes or no'
say ''
tells 'Enter alone does not send' 'Nothing was sent.'
say send
asked 'asked again' 'yes or no'
say y
tells 'a letter does not send' 'Nothing was sent.'
is 'nothing was sent by now' "$(put_count)" "$n"
# Both lines at once: the second one was not typed for the question.
: >"$stream"
keys -l send
keys Enter y e s Enter
asked 'asked once more' 'yes or no'
say no
tells 'what was typed ahead is thrown away' 'Nothing was sent.'
is 'nothing was sent by that' "$(put_count)" "$n"
send_now
tells 'it says sent' 'Sent to 1 contact.'
is 'one PUT' "$(put_count)" $((n + 1))
for link in $links; do
	is 'an old link is void' "$(status_of "$link")" 410
done

# -- the guard -------------------------------------------------------------------

asked 'the window again' mail
say all
asked 'all are chosen' mail
send_now
tells 'it was sent a moment ago' 'Send again: Sent just now. Send again?'
asked 'which is asked' 'yes or no'
say ''
tells 'Enter alone is no answer' 'Type yes (Send again) or no'
say no
tells 'not sent again' 'Nothing was sent.'
is 'no second PUT' "$(put_count)" $((n + 1))
send_now
asked 'asked once more' 'yes or no'
say yes
tells 'sent again' 'Sent to '
is 'a second PUT' "$(put_count)" $((n + 2))
say back
asked 'back at the order' "$order"

# -- forms, actions, the journal -------------------------------------------------

say actions
tells 'actions with reasons' 'resend-issuance: resend the issuance mail; not now: '
say note
tells 'a form' 'Add a note - order'
say ''
tells 'a field that must not be empty' 'This must not be empty.'
say 'Called the contact.'
asked 'its verb' 'Add note, yes or no, or the number of a field'
say yes
tells 'the note' 'Done: Note added.'
is 'the note is there' "$(get "$api/order/certificate/$order/note" |
	jq -r '[.notes[].text] | index("Called the contact.") != null')" true
say access
tells 'rows that come later' '2. [ ] '
say '1 2 3'
tells 'who cannot be chosen' 'This cannot be chosen: ordered it, has access.'
tells 'what has changed' '2. [x] + '
tells 'all of it' '3. [x] + '
say 2
asked 'the rows' 'all, none, or Enter'
lacks 'but nothing else' "$(told)" '3. ['
say ''
tells 'what it comes to' 'Limited users: 2 of '
asked 'its verb' 'Save, yes or no, or the number of a field'
say .
asked 'a full stop leaves' "$order"
say journal
tells 'the journal' "order $order, approval mail to"
say back
asked 'back again' "$order"
say nonsense
tells 'no such command' 'There is no command "nonsense".'
stop
is 'no byte that moves anything' "$(LC_ALL=C grep -c "$(printf '\033')" "$stream")" 0

# -- an answer that is lost ------------------------------------------------------

order=$(resendable ssl_ev_securesite_pro 'ev ev_cs' ||
	resendable code_signing 'cs ev_cs')
open_mail "$order"
asked 'the window asks' mail
fault '{"method":"PUT","path":"order-approval","cut_after":0,"apply":true}'
n=$(put_count)
send_now
tells 'the outcome is unknown, and what to type' '"settle" asks what became of it.'
is 'it went out once' "$(put_count)" $((n + 1))
say send
tells 'not again from here' 'Nobody knows yet whether it was sent'
say settle
tells 'the three choices' '1 It went out 2 It did not go out 3 Send again'
asked 'a number' number
say ''
tells 'Enter alone settles nothing' 'Type the number of what became of it'
say 3
tells 'the order number' "Type the order number $order"
asked 'is asked for' "$order, or no"
say yes
tells 'yes is not it' "Type $order (Go on) or no"
say no
asked 'the choices again' number
say back
say mail
tells 'they come in place of the window' 'has an unknown outcome: the answer was lost.'
say 1
tells 'settled' 'Done: Recorded: the outcome of that send is settled.'
stop
is 'nothing was sent by all that' "$(put_count)" $((n + 1))

# -- a write under way -----------------------------------------------------------

order=$(resendable ssl_ev_multi_domain 'ev ev_cs' ||
	resendable code_signing_ev 'ev_cs')
open_mail "$order"
asked 'the window asks' mail
fault '{"method":"PUT","path":"order-approval","hang":true}'
send_now
tells 'under way' 'sending...'
say quit
tells 'it is waited for' 'Waiting for 1 write'
asked 'or not' 'yes or no'
say no
asked 'it stays' mail
: >"$stream"
keys C-c
tells 'Ctrl-C asks' 'yes or no> '
say yes
tells 'given up: unknown' 'unknown'
: >"$stream"
keys C-d
until_true screen_is_dead || fail 'Ctrl-D ends it' "$(told)"
screen_stop
get -X DELETE "$root/sandbox/v1/faults" >/dev/null

# -- what comes by itself --------------------------------------------------------

order=$(resendable vmc_basic 'ev cs ev_cs' || resendable cmc_basic 'ev cs ev_cs')
open_mail "$order"
asked 'the window asks' mail
fault '{"method":"PUT","path":"order-approval","delay_ms":600000}'
send_now
tells 'under way' 'sending...'
say back
tells 'the send goes on behind the order' 'Back at '
lacks 'no seconds are counted' "$(told)" 'sending... '
let_go
tells 'how it ended, when it ended' "$order> Done: Order $order: Sent to "
asked 'and the prompt again' "contacts. $order"
fault '{"method":"GET","path":"order/certificate","n":9,"hang":true}'
say 999999
tells 'it takes a while' 'Reading ... (Ctrl-C stops.)'
say list
say back
tells 'back gives it up' "$order> "
get -X DELETE "$root/sandbox/v1/faults" >/dev/null
stop

# -- what may not be sent --------------------------------------------------------

order=$(resendable ssl_ev_basic 'ev ev_cs' || resendable vmc_basic 'ev cs ev_cs')
n=$(put_count)
start 60x30 --read-only "$order"
asked 'read-only' "$order"
say mail
tells 'why not' 'certdesk was started with --read-only.'
stop

# nobody ORDER: it has no validated contact of the right kind.
lonely=
for candidate in $(orders_of ssl_ev_basic pending) \
	$(orders_of ssl_ev_securesite_pro pending) \
	$(orders_of code_signing pending); do
	if "$build_dir/certdesk" resend-approval "$candidate" --dry-run 2>&1 |
		grep -q 'no validated verified contact'; then
		lonely=$candidate
		break
	fi
done
open_mail "$lonely"
tells 'nobody to mail' 'so there is nobody to mail.'
say send
tells 'and why' 'No verified contact of the right kind is validated.'
stop
is 'nothing was sent' "$(put_count)" "$n"

# -- the issuance mail -----------------------------------------------------------

client=$(orders_of client_premium issued | head -n 1)
[ -n "$client" ] || client=$(orders_of client_authentication_plus issued |
	head -n 1)
start 60x30 "$client"
asked 'a client order' "$client"
say mail
tells 'whom it goes to' "Send the issuance mail of order $client to"
asked 'asked once' 'yes or no'
say y
tells 'a letter is no answer' 'Type the word yes to send, or no.'
for line in Ctrl-I Ctrl-M ' ' issuance-yes issuance-press; do
	say "$line"
	tells "nor is '$line'" 'Type the word yes to send, or no.'
done
is 'nothing was sent' "$(put_count)" "$n"
say yes
tells 'sent' 'Done: Sent to '
is 'one PUT' "$(put_count)" $((n + 1))
stop

# -- through a pipe --------------------------------------------------------------

n=$(put_count)
printf '%s\n' "$order" mail send yes journal back log quit |
	"$build_dir/certdesk" --linear >"$work/out" 2>&1
is 'a pipe: it ends well' $? 0
has 'a pipe: the order' "$(cat "$work/out")" 'Order status: Pending'
has 'a pipe: no send' "$(cat "$work/out")" \
	'The commands come through a pipe: there is no terminal to ask on.'
lacks 'a pipe: no prompts' "$(cat "$work/out")" 'orders>'
is 'a pipe: nothing was sent' "$(put_count)" "$n"
printf 'help\nviews\n' >"$work/script"
"$build_dir/certdesk" --linear <"$work/script" >"$work/out" 2>&1
is 'a file: it ends at its end' $? 0
has 'a file: the words' "$(cat "$work/out")" 'filter TEXT'
has 'a file: the views' "$(cat "$work/out")" '3: Approval waiting'
"$build_dir/certdesk" --linear </dev/null >"$work/out" 2>&1
is 'nothing to read: it ends' $? 0

# -- the line is lost ------------------------------------------------------------

start 60x30
asked 'a terminal' orders
pid=$(tmux -L "$socket" display -p -t t '#{pane_pid}')
tmux -L "$socket" kill-server
until_true process_is_gone "$pid"
is 'it ends with its terminal' $? 0
finish
