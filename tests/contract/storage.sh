#!/bin/bash
# SPDX-License-Identifier: MIT
#
# The sandbox's data: the same again, what a kill -9 leaves, and the command
# line that says where it lies.
#
#   tests/contract/storage.sh SRCDIR BUILDDIR
set -u

# shellcheck source=tests/contract/common.sh
. "$1/tests/contract/common.sh"

# -- the same again --------------------------------------------------------------

everything() {
	start --now $now --seed "$1" --orders 320 --rate 0/1
	api GET 'order/certificate?limit=1000'
	for id in 900001 900013 900120; do
		api GET "order/certificate/$id"
		api GET "order/certificate/$id/validation"
		mails_of $id
	done | sed "s|$url||g"
	end TERM
}
everything 5 >"$work/first"
everything 5 >"$work/second"
everything 6 >"$work/third"
if cmp -s "$work/first" "$work/second"; then
	pass 'the same seed gives the same data'
else
	fail 'the same seed gives the same data'
fi
if cmp -s "$work/first" "$work/third"; then
	fail 'another seed, other data'
else
	pass 'another seed, other data'
fi

# -- kill -9 ---------------------------------------------------------------------

body=$(emails ana.ruiz@example.com)

# A writer adds notes and resends, and tells each that was answered with 2xx;
# the sandbox is killed in the middle of it. Nothing that was told may be lost.
write_until_dead() {
	local i=0 path=order/certificate/900001
	while :; do
		i=$((i + 1))
		[ "$(code api POST $path/note "{\"text\":\"$1-$i\"}")" = 201 ] ||
			return
		echo "$1-$i"
		[ "$(code api PUT $path/$resend "$body")" = 204 ] ||
			return
		echo "mail"
		[ "$(code api PUT $path/additional-emails \
			"{\"additional_emails\":[\"a$i@example.com\"]}")" = 204 ] ||
			return
		echo "address $i"
	done
}

started=(--now "$now" --db "$work/db" --orders 30 --rate 0/1)
start "${started[@]}"
mails_before=$(mails_of 900001 | count '"id":')
end TERM
: >"$work/told"
lost=
for round in 1 2 3 4 5 6 7 8; do
	start "${started[@]}"
	exec {told}< <(write_until_dead "$round" | tee -a "$work/told")
	for ((i = 0; i < round * 3; i++)); do
		read -r -t "$patience" _ <&"$told"
	done
	end KILL
	cat <&"$told" >/dev/null
	exec {told}<&-
	start "${started[@]}"
	notes=$(api GET order/certificate/900001/note)
	while read -r line; do
		case $line in mail | 'address '*) continue ;; esac
		[ "$(echo "$notes" | count "\"text\":\"$line\"")" = 1 ] ||
			lost="$lost $line"
	done <"$work/told"
	told_mails=$(grep -c '^mail$' "$work/told")
	mails=$(mails_of 900001 | count '"id":')
	[ $((mails - mails_before)) -ge "$told_mails" ] ||
		lost="$lost $((told_mails + mails_before - mails)) mails"
	[ "$(mail_values 900001 open to | wc -l)" = 1 ] ||
		lost="$lost, more than one open link"
	# The last one that was told, or the one on its way.
	address=$(grep '^address' "$work/told" | tail -1)
	address=${address#address }
	api GET order/certificate/900001 |
		grep -q "\"additional_emails\":\[\"a\($address\|$((address + 1))\)@" ||
		lost="$lost address $address"
	end TERM
done
is "of $(wc -l <"$work/told") writes none was lost by eight kills" "$lost" ''

# -- new data -------------------------------------------------------------------

: >"$work/empty"
start --now $now --db "$work/empty" --orders 30
has 'an empty file is filled' "$(api GET 'order/certificate?limit=1')" \
	'"total":30,'
end TERM
is 'and kept' "$(head -c 15 "$work/empty")" 'SQLite format 3'
echo 'something else' >"$work/other"
"$sandbox" --port 0 --db "$work/other" >"$work/out" 2>&1
is 'a file of another kind is refused' "$?" 1
is 'and left alone' "$(cat "$work/other")" 'something else'

"$sandbox" --port 0 --quiet --orders 5000000 --db "$work/large" &
pid=$!
pids+=("$pid")
until_true test -e "$work/large.new"
kill -TERM "$pid"
reap "$pid"
is 'SIGTERM ends it cleanly while it makes data' "$? $(echo "$work"/large*)" \
	"0 $work/large*"

# -- the command line ------------------------------------------------------------

refused() {
	"$sandbox" "$@" >"$work/out" 2>&1
	is "refused: $*" "$? $(grep -c '^certdesk-sandbox: ' "$work/out")" '2 1'
}
refused --listen 0.0.0.0 --port 0
refused --listen example.com --port 0
refused --port 70000
refused --orders many
refused --kind large
refused --rate 5
refused --now yesterday
refused --nonsense
refused --seed
has '--version' "$("$sandbox" --version)" 'certdesk-sandbox ' \
	'libmicrohttpd ' ', GnuTLS ' ', zlib ' ', SQLite '
has '--help' "$("$sandbox" --help)" --port-file --retry-after --allow-remote

finish
