#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The built program with several accounts, on two sandboxes, in a terminal.
# Usage: accounts.sh SOURCE_DIR BUILD_DIR
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

certdesk=$build_dir/certdesk

sandbox_start --seed 11
other_pid=$sandbox_pid other_api=$api other_root=$root
trap 'kill "$other_pid" 2>/dev/null; clean_up' EXIT
sandbox_start --seed 7
unset CERTDESK_URL CERTDESK_API_KEY CERTDESK_ISSUANCE_RESEND

config=$XDG_CONFIG_HOME/certdesk/config
state=$XDG_STATE_HOME/certdesk
mkdir -p "$XDG_CONFIG_HOME/certdesk"
printf 'sandbox-admin\n' >"$work/key"
# What it prints before it fails must not be seen; its question must.
cat >"$work/ask" <<'END'
#!/bin/sh
printf 'Passphrase: ' >/dev/tty
read -r word </dev/tty
[ "$word" = open ] || { echo canary-of-the-command; exit 3; }
echo sandbox-admin
END
chmod +x "$work/ask"
chmod 600 "$work/key"
cat >"$config" <<END
[account work]
url = $api
key_file = $work/key
label = PROD
[account eu]
url = $other_api
key_file = $work/key
kind = partner
read_only = yes
[account asks]
url = $other_api
key_command = $work/ask
[account slow]
url = $other_api
key_command = sh -c 'echo \$\$ >$work/pid; exec sleep 1000'
[account off]
url = http://127.0.0.1:1
key_file = $work/key
[account refused]
url = $other_api
key_command = printf 'no-such-key\\n'
[view Partner night]
account = eu
number = 9
query = status=pending
END
chmod 600 "$config"

switch() {
	keys ":account $1" Enter
	sees "$1 is shown" "This is $1 now"
}

# -- the list, and to another account and back --------------------------------

order=$(resendable ssl_ev_securesite_flex ev) || {
	fail 'an order to resend'
	finish
}
screen_start 80x24 "$certdesk"
sees 'the first account is shown' 'work: '
sees 'its list' ' on server)'
has 'its label stands in the title' "$(screen | head -n 1)" '[PROD]'
is 'nobody asks the other server' "$(curl -sS -m "$patience" -H \
	'X-DC-DEVKEY: sandbox-orders' "$other_root/sandbox/v1/requests" |
	jq '.requests | length')" 0
keys C
sees 'C lists the accounts' 'API host'
has 'all of them, and how each stands' "$(screen)" \
	'> * work             PROD        ok ' \
	'    eu                        RO not asked yet Partner ' \
	'    refused                      not asked yet auto '
keys j Enter
sees 'Enter shows the selected one' 'This is eu now, read-only.'
sees 'with a list of its own' 'as of'
sees 'and its name' 'eu: '
has 'read-only stands in the title' "$(screen | head -n 1)" 'eu: ' '[RO]'
keys 3
sees 'its orders that wait' '[3 Approval'
sees 'are there' '> 9'
keys m
sees 'nothing can be sent there' 'read-only by its configuration'
keys j j j
sees 'the cursor moves' ' row 4,'
eu_row=$(screen | grep -o '^ > [0-9]*')
keys 9
sees 'a view of this account alone' '[9 Partner night'
keys -
sees 'back to the view before' '[3 Approval'
switch work
no_longer 'the views of the other are not here' 'Partner night'
switch eu
sees 'the place that was left' "$eu_row"

# -- a send that goes on --------------------------------------------------------

switch work
keys ":$order" Enter
sees 'an order is open' 'Certificate status'
keys m
sees 'the window' 'selected'
keys C
has 'no switching with a window open' "$(screen)" 'Resend Approval Emails'
before=$(puts | count)
fault '{"method":"PUT","path":"order-approval","n":1,"delay_ms":600000}'
press_send
sees 'it is sent' 'sending...'
keys Escape
no_longer 'the window is hidden' 'Cancel ]'
switch eu
no_longer 'the order of the other account is not here' "> $order"
let_go
sees 'the outcome is told where the agent is' "Account work: Order $order: Sent"
is 'one PUT' "$(puts | count)" $((before + 1))
is 'none on the other server' "$(get "$other_root/sandbox/v1/requests" |
	jq '[.requests[] | select(.method == "PUT")] | length')" 0
is 'the record is of the account that sent it' "$("$certdesk" --account work \
	journal --format json | jq -r '.records[] | "\(.account) \(.outcome)"')" \
	'work sent'
is 'and of no other' "$("$certdesk" --account eu journal --format json |
	jq '[.records[] | select(.account == "eu")] | length')" 0
switch work
sees 'the order is open still' "> $order"
keys ':journal' Enter
sees 'the journal names the account' 'account work'
keys h h

# -- keys -----------------------------------------------------------------------

keys ':account asks' Enter
sees 'a command that would ask has no terminal' 'Run it again there?'
has 'it has not written over the screen' "$(screen | head -n 1)" 'work: '
is 'nor anywhere' "$(screen | grep -c Passphrase)" 0
keys n
sees 'why it is not opened' 'failed with exit code 3'

# asks_on_terminal N: it may have it, and asks the Nth time.
asks_on_terminal() {
	keys ':account asks' Enter
	sees 'the question' 'Run it again there?'
	keys y
	wanted=$1
	until_true has_asked || fail 'it asks on the terminal' "$(screen)"
}
# shellcheck disable=SC2317 # until_true calls it
has_asked() {
	[ "$(screen | grep -c Passphrase)" = "$wanted" ]
}
asks_on_terminal 1
has 'whose key it is' "$(screen)" 'The key of account asks:'
keys wrong Enter
sees 'why it is not opened' 'failed with exit code 3'
has 'the present account stays' "$(screen | head -n 1)" 'work: '
keys '@'
sees 'the log' 'Message log'
is 'what the command printed is nowhere' \
	"$(screen | grep -c canary)" 0
keys h
# One that takes its time keeps nobody from the screen.
keys ':account slow' Enter
until_true test -s "$work/pid" || fail 'the slow command runs' "$(screen)"
sees 'it is told' 'Opening account slow ...'
slow_pid=$(cat "$work/pid")
keys C-l
has 'the screen is there' "$(screen | head -n 1)" 'work: '
keys Escape
sees 'Esc gives it up' 'Account slow is not opened: given up.'
# shellcheck disable=SC2317 # until_true calls it
slow_is_gone() {
	! kill -0 "$slow_pid" 2>/dev/null
}
until_true slow_is_gone
is 'and ends it' $? 0
asks_on_terminal 2
keys open Enter
sees 'then it is shown' 'This is asks now'
sees 'with its list' 'as of'
keys ':account refused' Enter
sees 'an account whose key is refused can be shown' 'This is refused now'
keys C
sees 'how it stands' 'key refused'
has 'the others stand as they did' "$(screen)" 'PROD        ok' 'RO ok'

# -- offline --------------------------------------------------------------------

keys k Enter
sees 'an account that cannot be reached can be shown' 'This is off now'
keys C
sees 'how that one stands' '* off '
until_true screen_has ' offline ' || fail 'offline stands there' "$(screen)"
# The fifth that is open: the one that was not shown for the longest is closed.
has 'at most four are open' "$(screen)" \
	'    eu                        RO not asked yet'
keys g Enter
sees 'and left' 'This is work now'
keys ':save-view' Enter
sees 'a view is saved' 'Name'
keys 'Mine' Tab Tab Tab Enter
until_true test -s "$XDG_CONFIG_HOME/certdesk/views-work" ||
	fail 'it is saved for this account' "$(screen)"
is 'and for no other' "$(find "$XDG_CONFIG_HOME/certdesk" -name 'views*' |
	count)" 1
keys Q
until_true screen_is_dead || fail 'Q ends the program' "$(screen)"
screen_stop

screen_start 40x12 "$certdesk" --account off
sees 'an account that cannot be reached is no hindrance at the start' 'off'
keys C
sees 'its list is there at 40 columns' '> * off'
keys g Enter
sees 'from it to another' '[PROD]'
sees 'whose list comes' '> 9'
keys Q
until_true screen_is_dead || fail 'Q ends the program again' "$(screen)"
screen_stop

# -- an account that is new in the configuration ----------------------------------

cp "$config" "$work/config.before"
screen_start 80x24 "$certdesk" --read-only --account eu
sees 'one account is shown' 'eu: '
cat >>"$config" <<END
[account late]
url = $api
key_file = $work/key
[view Late morning]
account = late
number = 8
query = status=pending
END
keys ':source' Enter
sees 'what was read anew is named' '[view NAME], [account NAME] changed.'
keys C
sees 'the new account is in the list' 'late '
keys Escape
switch late
sees 'its orders come' ' on server)'
has '--read-only holds for it, too' "$(screen | head -n 1)" 'late: ' '[RO]'
keys 8
sees 'it has its views' '[8 Late'
keys Q
until_true screen_is_dead || fail 'Q ends that' "$(screen)"
screen_stop
cp "$work/config.before" "$config"

# -- a systemd credential ---------------------------------------------------------

# It is the key of one account; another server must not get to see it.
mkdir -p "$work/credentials"
printf 'sandbox-admin\n' >"$work/credentials/certdesk-api-key"
cp "$config" "$work/config.before"
printf '[account one]\nurl = %s\n[account two]\nurl = %s\n' "$api" \
	"$other_api" >"$config"
asked() {
	get "$other_root/sandbox/v1/requests" | jq '.requests | length'
}
before=$(asked)
screen_start 80x24 env CREDENTIALS_DIRECTORY="$work/credentials" "$certdesk"
sees 'the credential opens the first account' ' on server)'
keys ':account two' Enter
sees 'another account is asked for its own key' 'CertCentral API key:'
has 'whose it is, on a line of its own' "$(screen)" 'The key of account two:'
keys C-c
sees 'giving up leaves the first one' 'No API key was given.'
is 'the other server was asked for nothing' "$(asked)" "$before"
keys Q
until_true screen_is_dead || fail 'Q ends it' "$(screen)"
screen_stop
cp "$work/config.before" "$config"

is 'the keys are in no file' "$(grep -rl -e sandbox-admin -e no-such-key \
	"$state" "$XDG_CONFIG_HOME/certdesk/views-work" | count)" 0

finish
