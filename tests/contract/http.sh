#!/bin/bash
# SPDX-License-Identifier: MIT
#
# The sandbox as an HTTP server: what clients, browsers and people who try
# things send, and that the answer is a proper one each time.
#
#   tests/contract/http.sh SRCDIR BUILDDIR
set -u

# shellcheck source=tests/contract/common.sh
. "$1/tests/contract/common.sh"

start --listen 127.1 --now $now --rate 0/1
has 'the address is told in its usual form' "$url" http://127.0.0.1:

# answer CURL-ARGUMENT...: "STATUS TYPE", the body in $work/body
answer() {
	curl -sg -m "$patience" -o "$work/body" -H 'X-DC-DEVKEY: sandbox-admin' \
		-w '%{http_code} %{content_type}' "$@"
}

# is_utf8 TEXT: of what answer left
is_utf8() {
	if iconv -f UTF-8 -t UTF-8 "$work/body" >/dev/null 2>&1; then
		pass "$1"
	else
		fail "$1" "$(cat "$work/body")"
	fi
}

api=$url/services/v2
order=$api/order/certificate/900001
mails_before=$(mails_of 900001)

# -- bytes ----------------------------------------------------------------------

is 'a path that is no UTF-8' "$(answer "$api/%ff%fe")" '404 application/json'
is_utf8 'its answer is UTF-8'
is 'a filter that is no UTF-8' \
	"$(answer "$api/order/certificate?filters[%c3%28]=1")" \
	'400 application/json'
is_utf8 'its answer is UTF-8'
is 'a body that is no UTF-8' "$(answer -X POST "$order/note" \
	--data-binary $'{"text":"\xff\xfe"}')" '400 application/json'
is 'raw bytes in the target' "$(answer "$api/"$'\xff?\xc3(')" \
	'404 application/json'
is 'the log of all that' "$(answer "$url/sandbox/v1/requests")" \
	'200 application/json'
is_utf8 'is UTF-8'

is 'an address with an escaped NUL' "$(answer -X PUT "$order/$resend" \
	--data-binary '{"emails":["ana.ruiz@example.com\u0000x"]}')" \
	'400 application/json'
has 'is no JSON to us' "$(cat "$work/body")" bad_request_format
is 'a deep body' "$(answer -X PUT "$order/$resend" \
	--data-binary "$(printf '[%.0s' {1..5000})")" '400 application/json'
head -c 2000000 /dev/zero | tr '\0' a >"$work/large"
is 'a large body' "$(answer -X PUT "$order/$resend" \
	--data-binary "@$work/large")" '413 application/json'
is 'a large target' "$(answer "$api/$(head -c 100000 "$work/large")" |
	cut -c1-3)" 414
is 'nothing was sent by any of them' "$(mails_of 900001)" "$mails_before"

# -- methods and forms ----------------------------------------------------------

is 'HEAD has no body' "$(answer -I "$order") $(grep -c '{' "$work/body")" \
	'200 application/json 0'
is 'a method that is none' "$(answer -X FROB "$order")" '404 application/json'
is 'a method that the path has not' "$(answer -X DELETE "$order")" \
	'404 application/json'
is 'the absolute form' "$(answer --request-target "$api/user/me" "$url/")" \
	'200 application/json'
is 'HTTP 1.0' "$(answer -0 "$api/user/me")" '200 application/json'
is 'a chunked body' "$(echo '{"text":"chunked"}' | answer -X POST -T - \
	"$order/note")" '201 application/json'
is 'a body after 100-continue' "$(answer -X POST -H 'Expect: 100-continue' \
	--data-binary '{"text":"expected"}' "$order/note")" \
	'201 application/json'
for path in /../../etc/passwd /mail/../../etc/passwd /%2e%2e/etc/passwd \
	/mail/1%00 /mail/%zz "/approve/'%20OR%201=1" /mail/99999999999999999999 \
	/order/-1 //mail /nothing; do
	is "no such page: $path" "$(answer --path-as-is "$url$path")" \
		'404 text/html; charset=utf-8'
done
is 'no such call' "$(answer "$url/sandbox/v1/nothing")" '404 application/json'

# -- the log --------------------------------------------------------------------

logged() {
	call GET /sandbox/v1/requests | values path
}
had=$(logged | wc -l)
for path in / /style.css /favicon.ico /sandbox/v1/mails /sandbox/v1/requests \
	/mail /services/v2/account; do
	answer "$url$path" >/dev/null
done
is 'pages and calls are logged, the sandbox and its looks are not' \
	"$(logged | tail -n +$((had + 1)) | tr '\n' ' ')" \
	'/ /mail /services/v2/account '

# used SINCE: the connections of the requests since then
used() {
	curl -s "$url/sandbox/v1/requests?since=$1" |
		grep -o '"connection":[0-9]*' | sed 's/.*://'
}

had=$(used 0 | wc -l)
for _ in 1 2; do
	answer "$api/account" -o "$work/body" "$api/user/me" >/dev/null
done
mapfile -t kept < <(used "$had")
is 'two requests by one connection have its number' \
	"${kept[0]} ${kept[2]}" "${kept[1]} ${kept[3]}"
is 'which is that of no other connection' \
	"$((kept[0] > 0 && kept[2] > kept[0]))" 1
end TERM

# -- few descriptors ------------------------------------------------------------

# More connections than it has descriptors for: the one that has said nothing for
# the longest time makes room, and a client gets its answer.
files=$(ulimit -Sn)
ulimit -Sn 64
start --now $now
ulimit -Sn "$files"
connections=()
for _ in {1..60}; do
	exec {last}<>"/dev/tcp/127.0.0.1/${url##*:}"
	connections+=("$last")
done
timeout "$patience" cat <&"${connections[0]}"
is 'of too many silent connections the oldest is closed' "$?" 0
is 'another one is answered' "$(answer "$url/services/v2/user/me")" \
	'200 application/json'
for fd in "${connections[@]}"; do
	exec {fd}>&-
done
end TERM

finish
