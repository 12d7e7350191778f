#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Where the API key is while the program runs and what it leaves behind: its
# memory, its environment, its arguments and those of its children, every file
# that a whole run has written, and what went to the terminal.
# Usage: secrets.sh SOURCE_DIR BUILD_DIR
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

certdesk=$build_dir/certdesk
key=sandbox-admin
inputs=$work/inputs   # has the key
written=$work/written # must not
export XDG_CONFIG_HOME=$written/config XDG_STATE_HOME=$written/state
export TMPDIR=$written/tmp
mkdir -p "$inputs" "$XDG_CONFIG_HOME/certdesk" "$XDG_STATE_HOME" "$TMPDIR" \
	"$written/here"
(umask 077 && printf '%s\n' "$key" >"$inputs/key")

# -- looking ---------------------------------------------------------------------

# forms: the key as it could stand in a file
forms() {
	local offset
	printf '%s\n%s\n%s\n' "$key" "${key//-/%2D}" "${key//-/%2d}"
	printf %s "$key" | od -An -v -tx1 | tr -d ' \n' | sed 's/$/\n/'
	printf %s "$key" | od -An -v -tx1 | tr -d ' \n' |
		tr '[:lower:]' '[:upper:]' | sed 's/$/\n/'
	# In base64 it depends on how many bytes stand before it; the digits
	# that share bits with others are left out.
	for offset in 0 1 2; do
		printf '%.*s%s' "$offset" xx "$key" | base64 -w 0 | tr -d = |
			sed "s/^.\{$((offset * 2))\}//; s/..\$/\n/"
	done
}
forms >"$inputs/forms"

# found DIRECTORY: the files there that have it in any form
found() {
	grep -rlaF -f "$inputs/forms" "$1" 2>/dev/null
}

# Does it find what there is?
mkdir "$inputs/planted"
for before in '' x xx; do
	printf '%s%s: more' "$before" "$key" | base64 >"$inputs/planted/$before-64"
done
printf '%s' "$key" | od -An -v -tx1 | tr -d ' \n' >"$inputs/planted/hex"
printf 'a\0%s' "$key" >"$inputs/planted/plain"
printf '?key=%s' "${key//-/%2D}" >"$inputs/planted/url"
is 'each form would be found' "$(found "$inputs/planted" | count)" 6
rm -r "$inputs/planted"

pid_of_screen() {
	tmux -L "$socket" display -p -t t '#{pane_pid}'
}

# The kernel shows our environment and arguments to whoever may see them.
shown_by_kernel() {
	cat "/proc/$1/environ" "/proc/$1/cmdline" 2>/dev/null | tr '\0' '\n'
}

# copies PID: in its memory
copies() {
	"$build_dir/tests/support/find-secret" "$1" "$inputs/key"
}

# Root may read it, others may not but where the build is for debuggers.
# shellcheck disable=SC2317 # until_true calls it
is_kept() {
	local got
	got=$(copies "$1")
	case $got in
	refused) [ "$(id -u)" -ne 0 ] ;;
	*) [ "$got" -ge 1 ] && [ "$got" -le "$most" ] ;;
	esac
}

keeps() {
	if until_true is_kept "$2"; then
		pass "$1"
	else
		fail "$1" "copies: $(copies "$2")"
	fi
}

# -- the servers -----------------------------------------------------------------

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
	-keyout "$inputs/tls.key" -out "$inputs/tls.pem" -days 2 \
	-subj /CN=sandbox -addext subjectAltName=IP:127.0.0.1 2>/dev/null
export CURL_CA_BUNDLE=$inputs/tls.pem
sandbox_start --tls-cert "$inputs/tls.pem" --tls-key "$inputs/tls.key"
root=https://127.0.0.1:$port
api=$root/services/v2
unset CERTDESK_URL CERTDESK_API_KEY CERTDESK_ISSUANCE_RESEND

# account [LINE...]
account() {
	printf '%s\n' '[account a]' "url = $root" "ca_file = $inputs/tls.pem" \
		"$@" >"$XDG_CONFIG_HOME/certdesk/config"
	chmod 600 "$XDG_CONFIG_HOME/certdesk/config"
}

# begin: the program in a terminal; all that it writes there is kept
begin() {
	screen_start 100x30 sh -c "ulimit -c unlimited; cd '$written/here' &&
		exec '$certdesk' --log '$written/log'"
	tmux -L "$socket" pipe-pane -o -t t "cat >>'$written/stream'"
}

# watch TEXT: it runs, and idles
watch() {
	sees "$1: the list" 'loaded'
	pid=$(pid_of_screen)
	lacks "$1: environment and arguments" "$(shown_by_kernel "$pid")" "$key"
	keeps "$1: memory while idle" "$pid"
	[ "$debug" = yes ] ||
		has "$1: no core dumps" "$(grep core "/proc/$pid/limits")" \
			"$(printf '%-26s%-21s%-21s' 'Max core file size' 0 0)"
}

# A build for debuggers lets itself be dumped.
debug=no
if grep -q '^#define WITH_DEBUG' "$build_dir/config.h"; then
	debug=yes
fi
# What was freed stays in memory for a while with the sanitizers, OpenSSL's
# buffers, too, which held the request.
most=2
if grep -q 'fsanitize=address' "$build_dir/Makefile"; then
	most=16
fi

quit() {
	keys Q
	until_true screen_is_dead || fail 'it ends' "$(screen)"
	screen_stop
}

# -- a whole run, from a file ----------------------------------------------------

account "key_file = $inputs/key"
begin
watch 'a key file'
order=$(resendable ssl_ev_securesite_flex ev)
keys ":$order" Enter
sees 'an order' 'Certificate status'
keys m
sees 'the window' 'selected'
press_send
sees 'sent' 'Sent to'
keeps 'after a send: memory' "$(pid_of_screen)"
keys Escape
keys : note Enter
sees 'a note' 'Add a note - order'
keys 'Called.' Tab Tab Enter
sees 'written' 'Note added'
fault '{"method":"GET","n":100,"status":403,"body":"{\"errors\":[{\"code\":\"x\"}]}"}'
keys C-r
sees 'refused' '403'
let_go
fault '{"method":"GET","n":2,"cut_after":20}'
keys C-r
keys '@'
sees 'the log' 'GET /order'
keeps 'after faults: memory' "$(pid_of_screen)"
keys q
quit

# -- the other sources -----------------------------------------------------------

cat >"$inputs/command" <<END
#!/bin/sh
{ tr '\0' '\n' </proc/\$\$/environ; tr '\0' '\n' </proc/\$PPID/environ; } \\
	>>'$written/command-environ' 2>/dev/null
cat '$inputs/key'
END
chmod 700 "$inputs/command"
account "key_command = $inputs/command"
export CERTDESK_API_KEY=$key
begin
watch 'a key command'
quit
has 'it was run' "$(cat "$written/command-environ")" PATH=

account
begin
watch 'the environment'
quit
unset CERTDESK_API_KEY

begin
sees 'the question' 'CertCentral API key:'
keys "$key" Enter
watch 'the question'

# -- a crash ---------------------------------------------------------------------

kill -SEGV "$(pid_of_screen)"
until_true screen_is_dead
[ "$debug" = yes ] ||
	is 'no core dump' "$(ls -A "$written/here")" ''
rm -rf "$written/here"
screen_stop

# -- the demo's child ------------------------------------------------------------

export CERTDESK_API_KEY=Canary-key-of-a-real-account
screen_start 100x30 "$certdesk" --demo
sees 'the demo' 'loaded'
pid=$(pid_of_screen)
for child in $(pgrep -P "$pid"); do
	lacks "the demo's server" "$(shown_by_kernel "$child")" Canary
done
lacks 'nor the demo itself' "$(shown_by_kernel "$pid")" Canary
quit
unset CERTDESK_API_KEY

# -- messages --------------------------------------------------------------------

# says TEXT CODE PART: of `orders`, without the key
says() {
	local got code
	got=$("$certdesk" --log "$written/log" orders 2>&1 </dev/null)
	code=$?
	is "$1: exit code" "$code" "$2"
	has "$1: says why" "$got" "$3"
	lacks "$1: without it" "$got" Canary
}

export CERTDESK_API_KEY=Canary-0123456789
says 'a wrong key' 4 'key'
export CERTDESK_API_KEY='Canary 0123456789'
says 'no key at all' 2 'CERTDESK_API_KEY'
unset CERTDESK_API_KEY
(umask 077 && printf 'Canary\nKey\n' >"$inputs/two")
account "key_file = $inputs/two"
says 'two lines' 2 'more than one line'
account "key_command = printf 'Canary\\\\r\\\\nX: y\\\\n'"
says 'a smuggled header' 2 'cannot be in a key'
chmod 640 "$inputs/key"
account "key_file = $inputs/key"
says 'a loose key file' 2 'run: chmod 600'
chmod 600 "$inputs/key"
chmod 644 "$XDG_CONFIG_HOME/certdesk/config"
says 'a loose configuration' 2 'run: chmod 600'

# -- what is left ----------------------------------------------------------------

is 'the journal was written' "$(ls "$XDG_STATE_HOME/certdesk/journal.db")" \
	"$XDG_STATE_HOME/certdesk/journal.db"
has 'and the log' "$(cat "$written/log")" 'PUT /order/certificate'
has 'and the screen' "$(tr -d '\033' <"$written/stream")" 'Certificate'
is 'no file has the key' "$(found "$written")" ''
is 'nor a wrong one' "$(grep -rla Canary "$written")" ''

finish
