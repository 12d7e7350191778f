#!/bin/bash
# SPDX-License-Identifier: MIT
#
# Mails by SMTP (--smtp) to a mail server of the test's own: what arrives, what
# is refused or late, and that no answer of the API waits for any of it.
#
#   tests/contract/smtp.sh SRCDIR BUILDDIR
# shellcheck disable=SC2317 # until_true calls them
set -u

# shellcheck source=tests/contract/common.sh
. "$1/tests/contract/common.sh"

# serve PORT [MODE]: the mail server; its port is in $port, its process in $mta
serve() {
	rm -f "$work/port"
	mkdir -p "$work/taken"
	"$builddir/tests/support/mail-server" "$1" "$work/port" "$work/taken" \
		"${@:2}" &
	mta=$!
	pids+=("$mta")
	until_true test -s "$work/port"
	read -r port <"$work/port"
}

stop_serving() {
	kill "$mta"
	reap "$mta"
	rm -rf "$work/taken"
}

taken() { # NUMBER
	[ "$(find "$work/taken" -name '[0-9]*' ! -name '*.new' | wc -l)" -ge "$1" ]
}

# The page of the newest mail to an address says so.
page_says() { # ADDRESS TEXT
	local id
	id=$(call GET "/sandbox/v1/mails?to=$1" | values id | tail -n 1)
	call GET "/mail/$id" | grep -qF -- "$2"
}

logged() {
	grep -qF -- "$1" "$work/stderr"
}

# waits NAME COMMAND...
waits() {
	if until_true "${@:2}"; then
		pass "$1"
	else
		fail "$1" "$(cat "$work/stderr")"
	fi
}

# -- it arrives ------------------------------------------------------------------

serve 0
start --now $now --rate 0/1 --smtp "smtp://127.0.0.1:$port" \
	--outbox "$work/outbox"
order_id=900001
body=$(emails ana.ruiz@example.com chi.tan@example.com)
is 'a resend' "$(code order PUT $order_id/$resend "$body")" 204
waits 'goes to the mail server' taken 2
is 'and only what is sent does' "$(find "$work/taken" -type f | wc -l)" 2
has 'with its envelope' "$(head -n 2 "$work/taken/1")" \
	'from mail@sandbox.example' 'to ana.ruiz@example.com'
sed 1,2d "$work/taken/1" >"$work/message"
for file in "$work/outbox/new"/*; do
	cmp -s "$file" "$work/message" && echo same
done >"$work/same"
is 'it is the message of the outbox, to the byte' "$(cat "$work/same")" same
waits 'its page says so' page_says ana.ruiz@example.com \
	"delivered to smtp://127.0.0.1:$port"

# send ADDRESS: a certificate's mail, which may go to anyone
certificate=$(api GET "order/certificate/$(first_of issued ssl_plus)" |
	grep -o '"certificate":{"id":[0-9]*' | grep -o '[0-9]*$')
send() {
	is "a mail to $1" "$(code api PUT "certificate/$certificate/sendemail" \
		"{\"emails\":[\"$1\"],\"certificate_collect_format\":\"${2:-attachment}\"}")" 204
}

# -- it does not -----------------------------------------------------------------

send refused@example.com
waits 'refused: in the log' logged ': 550 no such user; it is not sent again'
waits 'and on its page' page_says refused@example.com \
	"refused by smtp://127.0.0.1:$port: 550 no such user"
send full@example.com
waits 'the message refused: on its page' page_says full@example.com \
	': 552 mailbox full'
send later@example.com
waits 'later: in the log' logged ': 451 come again; it is tried again'
waits 'it is tried again' page_says later@example.com 'delivered to'
send cut@example.com
waits 'a lost connection: in the log' logged ': It closed the connection;'
waits 'it is tried again' page_says cut@example.com 'delivered to'
is 'and comes once' "$(grep -l '^to cut@' "$work/taken"/* | wc -l)" 1
send 'jürgen@example.com'
waits 'an address without a form in ASCII' logged \
	': The address has no form in ASCII; it is not sent again'
send 'a@bücher.example' plaintext
waits 'a domain that has one' page_says 'a@b%C3%BCcher.example' 'delivered to'
has 'goes by it' "$(grep -h '^to a@' "$work/taken"/*)" \
	'to a@xn--bcher-kva.example'

# -- nobody there ----------------------------------------------------------------

stop_serving
send first@example.com
waits 'no server: in the log' logged 'Connection refused; it is tried again'
waits 'and on the page' page_says first@example.com \
	"waiting for smtp://127.0.0.1:$port: Connection refused"
send second@example.com
serve "$port"
waits 'both go when it is there again' taken 2
stop_serving
serve "$port" deaf
for n in 1 2 3; do
	send "deaf$n@example.com"
done
waits 'a deaf server holds up nobody' page_says deaf3@example.com 'waiting for'
end TERM
is 'nor the end' "$?" 0
stop_serving

# -- other servers ---------------------------------------------------------------

for mode in old wordy; do
	serve 0 $mode
	start --now $now --rate 0/1 --smtp "smtp://localhost:$port/"
	order PUT $order_id/$resend "$body" >"$work/answer"
	waits "a server that is $mode" taken 2
	end TERM
	stop_serving
done
serve 0 http
start --now $now --rate 0/1 --smtp "smtp://127.0.0.1:$port"
order PUT $order_id/$resend "$body" >"$work/answer"
waits 'a server that is none' logged 'It does not speak SMTP'
end TERM
stop_serving

# -- over a restart --------------------------------------------------------------

start --now $now --rate 0/1 --db "$work/db" --orders 30 \
	--smtp "smtp://127.0.0.1:$port"
order PUT $order_id/$resend "$body" >"$work/answer"
end KILL
serve "$port"
start --now $now --rate 0/1 --db "$work/db" --smtp "smtp://127.0.0.1:$port"
waits 'what a kill left waiting goes at the next start' taken 2
end TERM
stop_serving

# -- the command line ------------------------------------------------------------

for url in smtp://192.0.2.1:25 smtp://mail.example:25 'smtp://[2001:db8::1]' \
	smtp://0.0.0.0 smtp://127.1 smtps://127.0.0.1 127.0.0.1:25 \
	smtp://127.0.0.1:0 smtp://127.0.0.1:65536 smtp:// 'smtp://[::1'; do
	"$sandbox" --port 0 --smtp "$url" >"$work/out" 2>&1
	is "--smtp $url is refused" "$? $(grep -c -- '--smtp' "$work/out")" '2 1'
done

finish
