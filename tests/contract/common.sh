# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# What the contract tests share: sandboxes on free ports, calls by curl. Source
# it with the script's own arguments, the source and the build folder. Only
# processes that were started here are ended.

builddir=${2:?usage: TEST.sh SRCDIR BUILDDIR}
# shellcheck source=tests/support/script.sh
. "$1/tests/support/script.sh"
sandbox=$builddir/certdesk-sandbox
pids=() # of those that have not been waited for

clean_up() {
	for pid in "${pids[@]}"; do
		kill "$pid" 2>/dev/null
	done
	rm -rf "$work"
}
trap clean_up EXIT

# -- talking --------------------------------------------------------------------

url=
key='sandbox-admin'

# start OPTION...: another sandbox; its URL is in $url, its process in $pid
start() {
	local line=
	exec {out}< <(exec "$sandbox" --port 0 "$@" 2>"$work/stderr")
	pid=$!
	pids+=("$pid")
	if ! read -r -t "$patience" line <&"$out"; then
		echo "# the sandbox did not start: $(cat "$work/stderr")"
		exit 1
	fi
	url=${line#listening on }
}

# reap PID: waits for its end; its exit code is the result. The number may be
# another process's from then on.
reap() {
	local code kept=() other
	wait "$1" 2>/dev/null
	code=$?
	for other in "${pids[@]}"; do
		[ "$other" = "$1" ] || kept+=("$other")
	done
	pids=("${kept[@]}")
	return $code
}

# end SIGNAL: ends the last one; its exit code is the result
end() {
	local code
	kill "-$1" "$pid"
	reap "$pid"
	code=$?
	exec {out}<&-
	return $code
}

# call METHOD PATH [BODY]: "STATUS BODY"
call() {
	local data=() got
	[ $# -gt 2 ] && data=(--data-binary "$3")
	got=$(curl -sg -m "$patience" -X "$1" -H "X-DC-DEVKEY: $key" "${data[@]}" \
		-w '\n%{http_code}' "$url$2")
	echo "${got##*$'\n'} ${got%$'\n'*}"
}

api() {
	call "$1" "/services/v2/$2" "${@:3}"
}

# code call|api ARGUMENT...: the status alone
code() {
	local got
	got=$("$@")
	echo "${got%% *}"
}

# All the values of a member in flat JSON, one a line.
values() {
	grep -o "\"$1\":\(\"[^\"]*\"\|[0-9]*\)" | sed 's/^[^:]*://; s/"//g'
}

count() {
	grep -o -F -- "$1" | wc -l
}

mails_of() {
	call GET "/sandbox/v1/mails?order=$1"
}

# mail_values ORDER STATE MEMBER: of the order's mails in that state
mail_values() {
	mails_of "$1" | sed 's/},{/}\n{/g' | grep "\"state\":\"$2\"" |
		values "$3"
}

# approvers ORDER KIND: validated contacts, one a line
approvers() {
	api GET "order/certificate/$1/validation" |
		sed 's/{"type"/\n{"type"/g' | grep "\"type\":\"$2\"" |
		sed 's/{"user_id"/\n{"user_id"/g' |
		sed -n '/"status":"active"}/p' | values email
}

# emails ADDRESS...: a body with them
emails() {
	local list
	list=$(printf ',"%s"' "$@")
	echo "{\"emails\":[${list#,}]}"
}

# order METHOD ID/REST [BODY]: a call on one order
order() {
	api "$1" "order/certificate/$2" "${@:3}"
}

# first_of STATUS PRODUCT: the number of the first such order
first_of() {
	api GET "order/certificate?filters[status]=$1&filters[product_name_id]=$2&limit=1" |
		grep -o '"orders":\[{"id":[0-9]*' | grep -o '[0-9]*$'
}

# refused NAME CODE ARGUMENT...: a call that is answered with 400 and the code
refused() {
	has "refused: $1" "$(order "${@:3}")" '400 ' "\"code\":\"$2\""
}

status_of() {
	api GET "order/certificate/$1" |
		grep -o '"status":"[a-z_]*","is_renewal"' | cut -d'"' -f4
}
export resend='order-approval/resend-emails'
export now=2026-11-20T12:00:00Z
