#!/bin/bash
# SPDX-License-Identifier: MIT
#
# What the sandbox spoils on demand, byte by byte, and its rate limits.
#
#   tests/contract/faults.sh SRCDIR BUILDDIR
set -u

# shellcheck source=tests/contract/common.sh
. "$1/tests/contract/common.sh"

# -- faults ----------------------------------------------------------------------

start --now $now --rate 0/1
port=${url##*:}
order=900001
path=/services/v2/order/certificate/$order
mapfile -t people < <(approvers $order ev)
body=$(emails "${people[0]}")

# raw METHOD PATH [BODY]: the bytes of a request; the last one on its
# connection if $last is set, so that an answer ends with the connection
raw() {
	printf '%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n' "$1" "$2"
	[ -n "${last:-}" ] && printf 'Connection: close\r\n'
	printf 'X-DC-DEVKEY: sandbox-admin\r\nContent-Length: %d\r\n\r\n%s' \
		"${#3}" "$3"
}

armed() {
	call GET /sandbox/v1/faults
}

# shellcheck disable=SC2317 # until_true calls it
nothing_is_armed() {
	[ "$(armed)" = '200 {"faults":[]}' ]
}

# talk: what comes back for stdin until the server closes; the last line tells
# that it did
talk() {
	exec 9<>"/dev/tcp/127.0.0.1/$port"
	cat >&9
	timeout "$patience" cat <&9
	case $? in
	124) printf '\nOPEN\n' ;;
	*) printf '\nCLOSED\n' ;;
	esac
	exec 9>&-
}

# talk_in_vain BYTES: the same where nothing comes behind so many bytes. The
# fault has hit when it is no longer armed; the server has one thread, so by
# the end of another request all that it has to say was said.
talk_in_vain() {
	exec 9<>"/dev/tcp/127.0.0.1/$port"
	cat >&9
	timeout "$patience" head -c "$1" <&9
	until_true nothing_is_armed
	armed >/dev/null
	if read -r -t 0 -u 9; then
		printf '\nCLOSED\n'
	else
		printf '\nOPEN\n'
	fi
	exec 9>&-
}

fault() {
	local got
	got=$(call POST /sandbox/v1/faults "$1")
	[ "${got%% *}" = 201 ] || fail "a fault is armed: $1" "$got"
}

# bytes PATH: of the whole answer
bytes_of() {
	curl -si -m "$patience" -H 'X-DC-DEVKEY: sandbox-admin' "$url$1" | wc -c
}

whole=$(bytes_of "$path")
me=$(bytes_of /services/v2/user/me)
for kept in '' kept; do
	before=0
	[ -n "$kept" ] && before=$me
	# On a kept connection the request comes behind another one.
	ask() {
		[ -n "$kept" ] && last='' raw GET /services/v2/user/me ''
		last=1 raw "$@"
	}
	on="on a ${kept:-fresh} connection"
	for bytes in 0 1 25 $((whole - 1)); do
		fault "{\"path\":\"$order\",\"n\":1,\"cut_after\":$bytes}"
		ask GET "$path" '' | talk >"$work/got"
		is "cut after $bytes bytes $on" \
			"$(tail -1 "$work/got") $(head -c -8 "$work/got" |
				wc -c)" "CLOSED $((before + bytes))"
	done
	fault "{\"path\":\"$order\",\"n\":1,\"garbage\":77}"
	ask GET "$path" '' | talk >"$work/got"
	is "garbage $on" "$(tail -1 "$work/got") $(head -c -8 "$work/got" |
		wc -c)" "CLOSED $((before + 77))"
	fault "{\"path\":\"$order\",\"n\":1,\"hang\":true}"
	ask GET "$path" '' | talk_in_vain "$before" >"$work/got"
	is "hang $on" "$(tail -1 "$work/got") $(head -c -6 "$work/got" |
		wc -c)" "OPEN $before"
	for apply in false true; do
		for how in '"cut_after":0' '"cut_after":40' '"hang":true' \
			'"garbage":9' '"status":500'; do
			talk=(talk)
			[ "$how" = '"hang":true' ] &&
				talk=(talk_in_vain "$before")
			had=$(mails_of $order | count '"id":')
			fault "{\"method\":\"PUT\",\"n\":1,$how,\"apply\":$apply}"
			ask PUT "$path/$resend" "$body" |
				"${talk[@]}" >"$work/got"
			[ $apply = true ] && had=$((had + 1))
			is "$how, apply $apply, $on" \
				"$(mails_of $order | count '"id":')" "$had"
		done
	done
done
is 'a cut, silent or garbled request has status 0 in the log' \
	"$(call GET /sandbox/v1/requests | sed 's/},{/}\n{/g' |
		grep '"method":"PUT"' | values status | tr '\n' ' ')" \
	"$(for _ in 1 2 3 4; do printf '0 0 0 0 500 '; done)"

fault '{"path":"user/me","n":2,"skip":1,"status":503,"body":"<html>","content_type":"text/html","retry_after":"7","headers":{"X-Test":"1"}}'
is 'skip and n' "$(for _ in 1 2 3 4; do
	code api GET user/me
done | tr '\n' ' ')" '200 503 503 200 '
fault '{"path":"user/me","n":1,"status":503,"body":"<html>","content_type":"text/html","retry_after":"7","headers":{"X-Test":"1"}}'
has 'another answer' "$(last=1 raw GET /services/v2/user/me '' | talk)" \
	'HTTP/1.1 503 ' 'Content-Type: text/html' 'Retry-After: 7' \
	'X-Test: 1' '<html>'

# An answer that does not come by itself, to $work/slow; its reader is $slow.
begin_delayed() {
	fault '{"path":"user/me","n":1,"delay_ms":600000}'
	curl -s -o "$work/slow" -H 'X-DC-DEVKEY: sandbox-admin' \
		"$url/services/v2/user/me" &
	slow=$!
	pids+=("$slow")
	until_true nothing_is_armed
}

begin_delayed
is 'a delayed answer keeps nobody else waiting' "$(code api GET account)" 200
kill "$slow"
reap "$slow"
begin_delayed
is 'disarming comes' "$(code call DELETE /sandbox/v1/faults)" 204
reap "$slow"
has 'and the answer with it' "$(cat "$work/slow")" '"id":1201'
fault '{"path":"user/me","n":1,"delay_ms":300}'
began=$(date +%s%3N)
has 'it comes, whole' "$(api GET user/me)" '200 {"id":1201'
took=$(($(date +%s%3N) - began))
is 'and later' "$((took >= 300))" 1

has 'a misspelt fault is refused' \
	"$(call POST /sandbox/v1/faults '{"n":1,"cutafter":3}')" '400 '
fault '{"path":"zzz","n":3}'
has 'armed faults are listed' "$(call GET /sandbox/v1/faults)" '"path":"zzz"'
is 'and disarmed' "$(call DELETE /sandbox/v1/faults) $(call GET \
	/sandbox/v1/faults)" '204  200 {"faults":[]}'
fault '{"path":"/","n":1,"status":500}'
is 'pages are not touched' "$(code call GET /mail)" 200
end TERM

# -- rate limits -----------------------------------------------------------------

start --rate 5/60 --retry-after
is 'five pass, the sixth does not' "$(for _ in 1 2 3 4 5 6; do
	code api GET user/me
done | tr '\n' ' ')" '200 200 200 200 200 429 '
has 'in the words of the service' "$(api GET user/me)" \
	'"code":"request_limit_exceeded"' \
	'Service unavailable, please limit request volume'
has 'Retry-After if asked for' "$(curl -si -H 'X-DC-DEVKEY: sandbox-admin' \
	"$url/services/v2/user/me")" 'Retry-After: '
key='sandbox-readonly'
is 'another key is not concerned' "$(code api GET user/me)" 200
key='sandbox-admin'
end TERM

finish
