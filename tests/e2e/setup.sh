#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The first start: the questions on a terminal, what they write, that leaving
# at any of them leaves nothing behind, and that they are asked once only.
# Usage: setup.sh SOURCE_DIR BUILD_DIR
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

certdesk=$build_dir/certdesk
folder=$XDG_CONFIG_HOME/certdesk
socket=setup

# shellcheck disable=SC2119 # without arguments
sandbox_start
unset CERTDESK_URL CERTDESK_API_KEY CERTDESK_ISSUANCE_RESEND

where='1 to 4 [1]:'
kind='1 to 5 [1]:'
source='1 to 4:'
key='API key (what you type is not shown):'
next='1 to 4 [1]:'

# shellcheck disable=SC2317 # until_true calls it
is_asked() {
	[ "$(screen | grep . | tail -n 1)" = "$1" ]
}

# answer PROMPT TEXT: when it is asked
answer() {
	if ! until_true is_asked "$1"; then
		fail "it asks: $1" "$(screen)"
		return 1
	fi
	[ -z "$2" ] || keys -l -- "$2"
	keys Enter
}

# Ctrl-C is for the program alone. The shell stays, since tmux may lose the
# last words and the status of what ends at once.
start() {
	screen_start 100x60 \
		"trap : INT; '$certdesk'; echo \"ended with \$?.\"; read -r _"
}

ended_with() {
	sees "$1" "ended with $2."
	screen_stop
}

modes() {
	stat -c '%a %n' "$@" | sed "s|$folder|.|"
}

# -- leaving -----------------------------------------------------------------------

# leave TEXT KEY PROMPT [PROMPT ANSWER]...: after those answers, at that prompt
leave() {
	local what=$1 with=$2 at=$3
	shift 3
	start
	while [ $# -gt 0 ]; do
		answer "$1" "$2" || break
		shift 2
	done
	until_true is_asked "$at" || fail "$what: it asks" "$(screen)"
	keys "$with"
	sees "$what: nothing was written" 'Nothing was written.'
	ended_with "$what: the code" 2
	if [ -e "$folder" ]; then
		fail "$what: nothing is left" "$(ls -la "$folder")"
	else
		pass "$what: nothing is left"
	fi
}

to_key=("$where" 4 'Address, https://...:' "$root" "$kind" 2
	Label: PROD 'Start read-only? y or n [n]:' n)
typed=("${to_key[@]}" "$source" 2 "$key" sandbox-admin)

leave 'at once' C-c "$where"
leave 'at the address' C-d 'Address, https://...:' "$where" 4
leave 'at the kind' C-c "$kind" "$where" 2
leave 'at the label' C-d Label: "$where" 3 "$kind" ''
leave 'at read-only' C-c 'Start read-only? y or n [n]:' "${to_key[@]:0:8}"
leave 'at the source' C-d "$source" "${to_key[@]}"
leave 'at the command' C-c Command: "${to_key[@]}" "$source" 1
leave 'at the key' C-c "$key" "${to_key[@]}" "$source" 2
leave 'at the end' C-d 'Write it? y or n [y]:' "${typed[@]}"

# -- the demo ------------------------------------------------------------------------

start
answer "$where" ''
sees 'the demo is one Enter away' 'Certificates > Orders'
sees 'it is the demo' '[DEMO]'
keys q
ended_with 'the demo ends' 0
[ ! -e "$folder/config" ]
is 'the demo writes no configuration' $? 0

# -- an account ------------------------------------------------------------------------

mkdir -p "$folder"
chmod 700 "$folder"
(umask 077 && echo other >"$folder/main.key")
start
answer "$where" 5
sees 'a number that is none' 'It is a number from 1 to 4.'
answer "$where" 4
answer 'Address, https://...:' http://desk.example.com
sees 'an address that must not be' 'Plain http is accepted for'
answer 'Address, https://...:' "$root"
answer "$kind" 2
answer Label: PROD
answer 'Start read-only? y or n [n]:' maybe
sees 'an answer that is none' 'It is y or n.'
answer 'Start read-only? y or n [n]:' y
answer "$source" 3
answer File: "$work/no-such-key"
sees 'a file that is not there' 'no-such-key'
answer "$source" 1
answer Command: "printf %s wr0ng-key"
sees 'a key that is refused' 'The key from key_command is refused'
answer "$next" 2
answer "$source" 2
answer "$key" sandbox-admin
sees 'the key that works, and whose it is' \
	'The key from your answer works: it is of mira.vogel'
sees 'the configuration is shown' "key_file = $folder/main-2.key"
[ ! -e "$folder/config" ]
is 'it is not written unasked' $? 0
answer 'Write it? y or n [y]:' ''
sees 'the screens open' 'My Digital Trust Products > Certificates'
sees 'with the label, read-only' '[PROD]'
screen_lacks sandbox-admin
is 'the key was not shown' $? 0
keys q
ended_with 'the screens end' 0
is 'modes' "$(modes "$folder" "$folder"/*)" "700 .
600 ./config
600 ./main-2.key
600 ./main.key"
is 'what is in it' "$(grep -v '^#' "$folder/config")" "[account main]
url = $root
kind = subscription
label = PROD
read_only = yes
key_file = $folder/main-2.key"
is 'another key was left alone' "$(cat "$folder/main.key")" other

start
sees 'a second start does not ask' 'My Digital Trust Products > Certificates'
printf '[general]\nrefresh = often\n' >>"$folder/config"
keys ':source' Enter
sees 'a configuration that became wrong' "refresh is a whole number from 0 to"
sees 'changes nothing' 'Nothing is changed.'
sed -i 's/often/60/' "$folder/config"
keys ':source' Enter
sees 'one that is right' 'The configuration was read: refresh changed.'
keys ':set refresh' Enter
sees 'is in force' 'refresh = 60 (from'
before=$(cat "$folder/config")
keys ':set refresh=30' Enter
sees 'what is typed is in force' 'refresh = 30 until you quit.'
is 'and is not written' "$(cat "$folder/config")" "$before"
keys ":source $work/nothing" Enter
sees 'a file that is not there' 'No such file or directory. Nothing is'
keys q
ended_with 'the second start ends' 0

# -- a key in the environment ---------------------------------------------------------

rm -r "$folder"
screen_start 100x60 "trap : INT; CERTDESK_API_KEY=sandbox-admin '$certdesk'
	echo \"ended with \$?.\"; read -r _"
answer "$where" 4
answer 'Address, https://...:' "$root"
answer "$kind" 2
answer Label: ''
answer 'Start read-only? y or n [n]:' n
answer "$source" 1
answer Command: "sh -c 'env >$work/seen; echo wr0ng-key'"
sees 'a key command has its say' 'The key from key_command is refused'
has 'the command has its environment' "$(cat "$work/seen")" HOME=
! grep -q sandbox-admin "$work/seen"
is 'without the key' $? 0
answer "$next" 2
answer "$source" 4
sees 'the key is there still' \
	'The key from your answer, or CERTDESK_API_KEY, works'
answer 'Write it? y or n [y]:' n
sees 'left' 'Nothing was written.'
ended_with 'with a key in the environment' 2

# -- a way that needs more than an address ---------------------------------------------

openssl req -x509 -newkey rsa:2048 -days 30 -nodes -keyout "$work/tls.key" \
	-out "$work/cert.pem" -subj '/CN=Example CA' \
	-addext 'subjectAltName=IP:127.0.0.1' 2>/dev/null
"$build_dir/certdesk-sandbox" --port 0 --port-file "$work/tls-port" --quiet \
	--tls-cert "$work/cert.pem" --tls-key "$work/tls.key" &
tls_pid=$!
trap 'kill "$tls_pid" 2>/dev/null; clean_up' EXIT
until_true test -s "$work/tls-port"
tls=https://127.0.0.1:$(cat "$work/tls-port")
more='1 to 5 [1]:'

start
answer "$where" 4
answer 'Address, https://...:' "$tls"
answer "$kind" 2
answer Label: ''
answer 'Start read-only? y or n [n]:' n
answer "$source" 2
answer "$key" sandbox-admin
sees 'a server that is not trusted' 'No trusted connection'
sees 'what can be done' '1  name a file with the certificates to trust'
answer "$more" ''
answer File: "$work/nothing.pem"
sees 'a file that is not there' 'nothing.pem'
answer "$more" 1
answer File: "$work/cert.pem"
sees 'the key is not asked for again, and works' 'works: it is of mira.vogel'
sees 'the file is in the configuration' "ca_file = $work/cert.pem"
answer 'Write it? y or n [y]:' ''
sees 'the screens open there' 'My Digital Trust Products > Certificates'
keys q
ended_with 'after a file to trust' 0
kill "$tls_pid"
wait "$tls_pid" 2>/dev/null

rm -r "$folder"
start
answer "$where" 4
answer 'Address, https://...:' https://desk.invalid
answer "$kind" 2
answer Label: ''
answer 'Start read-only? y or n [n]:' n
answer "$source" 2
answer "$key" sandbox-admin
sees 'a host that cannot be reached' '1  name the proxy that leads there'
answer "$more" 1
answer 'Proxy, http://HOST:PORT:' http://127.0.0.1:1
sees 'it is tried' 'through the proxy http://127.0.0.1:1'
answer "$more" 4
sees 'and written all the same' 'proxy = http://127.0.0.1:1'
answer 'Write it? y or n [y]:' n
ended_with 'after a proxy' 2

# -- where nobody can be asked ------------------------------------------------------------

"$certdesk" </dev/null >"$work/out" 2>"$work/err"
is 'no terminal: the code' $? 2
has 'no terminal: what to do' "$(cat "$work/err")" 'No account is configured'

sandbox_stop
finish
