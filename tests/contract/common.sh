# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# What the contract tests share: sandboxes on free ports, calls by curl,
# reporting. Source it with the script's own arguments, the source and the
# build folder. Only processes that were started here are ended.

builddir=${2:?usage: TEST.sh SRCDIR BUILDDIR}
sandbox=$builddir/certdesk-sandbox
work=$(mktemp -d) || exit 1
pids=()
passed=0
failed=0
skipped=0
number=0

clean_up() {
	for pid in "${pids[@]}"; do
		kill "$pid" 2>/dev/null
	done
	rm -rf "$work"
}
trap clean_up EXIT

# The last line of a script.
finish() {
	echo "$passed passed, $failed failed, $skipped skipped"
	[ "$failed" = 0 ]
}

# -- reporting ------------------------------------------------------------------

ok() {
	number=$((number + 1))
	passed=$((passed + 1))
	echo "ok $number - $1"
}

not_ok() {
	number=$((number + 1))
	failed=$((failed + 1))
	echo "not ok $number - $1"
	printf '%s\n' "${2:-}" | sed 's/^/#   /'
}

# is TEXT GOT WANTED
is() {
	if [ "$2" = "$3" ]; then
		ok "$1"
	else
		not_ok "$1" "got:    $2
wanted: $3"
	fi
}

# has TEXT GOT PART...: all parts are in it, as they stand
has() {
	local what=$1 got=$2 part
	shift 2
	for part in "$@"; do
		case $got in
		*"$part"*) ;;
		*)
			not_ok "$what" "not there: $part
in: $got"
			return
			;;
		esac
	done
	ok "$what"
}

# has_not TEXT GOT PART
has_not() {
	case $2 in
	*"$3"*) not_ok "$1" "there: $3
in: $2" ;;
	*) ok "$1" ;;
	esac
}

# -- talking --------------------------------------------------------------------

url=
key='sandbox-admin'

# start OPTION...: another sandbox; its URL is in $url, its process in $pid
start() {
	local line=
	exec {out}< <(exec "$sandbox" --port 0 "$@" 2>"$work/stderr")
	pid=$!
	pids+=("$pid")
	if ! read -r -t 60 line <&"$out"; then
		echo "# the sandbox did not start: $(cat "$work/stderr")"
		exit 1
	fi
	url=${line#listening on }
}

# end SIGNAL: ends the last one; its exit code is the result
end() {
	kill "-$1" "$pid"
	wait "$pid" 2>/dev/null
	local code=$?
	exec {out}<&-
	return $code
}

# call METHOD PATH [BODY]: "STATUS BODY"
call() {
	local data=() got
	[ $# -gt 2 ] && data=(--data-binary "$3")
	got=$(curl -sg -m 20 -X "$1" -H "X-DC-DEVKEY: $key" "${data[@]}" \
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

status_of() {
	api GET "order/certificate/$1" |
		grep -o '"status":"[a-z_]*","is_renewal"' | cut -d'"' -f4
}
export resend='order-approval/resend-emails'
export now=2026-11-20T12:00:00Z
