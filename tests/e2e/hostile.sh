#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# certdesk against a sandbox whose answers are full of hostile texts: every
# byte that reaches the terminal, a file or a pipe is held against a list of
# what may be there (tests/support/terminal-stream.h). Usage: hostile.sh
# SOURCE_DIR BUILD_DIR
#
#	HOSTILE_SEED	other texts (1)
#	HOSTILE_ORDERS	orders of the account (400)
#	HOSTILE_PAGES	half pages of the list that are gone through (4)
#	HOSTILE_WALK	orders that are opened one after the other (12)
#	HOSTILE_ROWS, HOSTILE_COLS	of the large terminal (60 200)
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

certdesk=$build_dir/certdesk
check=$build_dir/tests/support/check-stream
pty=$build_dir/tests/bench/bench-pty
seed=${HOSTILE_SEED:-1}
orders=${HOSTILE_ORDERS:-400}
walk=${HOSTILE_WALK:-12}
pages=${HOSTILE_PAGES:-4}

sandbox_start --quiet --hostile --seed "$seed" --orders "$orders" --rate 0/1

# clean KIND TEXT FILE...: nothing strange is in them
clean() {
	local kind=$1 text=$2 said
	shift 2
	if said=$("$check" "$kind" "$@" 2>&1); then
		pass "$text: $(tr '\n' ' ' <<<"$said")"
	else
		fail "$text" "$said"
	fi
}

# at_least TEXT COUNT FILE...: so many of the hostile texts are to be seen
at_least() {
	local text=$1 wanted=$2 got
	shift 2
	got=$("$check" plain "$@" | sed -n 's/ marks$//p')
	if [ "${got:-0}" -ge "$wanted" ]; then
		pass "$text ($got)"
	else
		fail "$text" "$got instead of $wanted"
	fi
}

# run CODE TEXT ARGS...: what it writes is clean and it ends so
run() {
	local wanted=$1 text=$2 code=0
	shift 2
	"$certdesk" "$@" >"$work/out" 2>"$work/err" </dev/null || code=$?
	is "$text ends with $wanted" "$code" "$wanted"
	clean plain "$text" "$work/out" "$work/err"
}

# look TEXT ARGS...: the same, however it ends
look() {
	local text=$1
	shift
	"$certdesk" "$@" >"$work/out" 2>"$work/err" </dev/null
	clean plain "$text" "$work/out" "$work/err"
}

# is_json TEXT: the output is one document, and its texts hold no control
# character that is not escaped
is_json() {
	if jq -e . "$work/out" >/dev/null 2>"$work/jq"; then
		pass "$1"
	else
		fail "$1" "$(cat "$work/jq")
$(head -c 300 "$work/out" | cat -v)"
	fi
}

# -- the screens ----------------------------------------------------------------

# in_terminal ROWS COLS NAME ARGS... <STEPS: its stream in $work/NAME. (Not
# behind a pipe, where what it counts would be lost.)
in_terminal() {
	local rows=$1 cols=$2 name=$3
	shift 3
	if BENCH_PTY_STREAM=$work/$name "$pty" "$rows" "$cols" "$certdesk" \
		"$@" >"$work/figures" 2>"$work/said"; then
		pass "$name: the walk was gone to its end"
	else
		fail "$name: the walk was gone to its end" "$(cat -v "$work/said")"
	fi
	clean screen "$name: what the terminal got" "$work/$name"
}

# The pages, each window, the views, what can be copied; texts that are
# pasted, as an agent may do with what a customer sent.
walk_steps() {
	cat <<-STEPS
		start list loaded
		key pages $pages \\x04
		key k 1 g
		press \\r
		key details 6 \\x04
		key walk $walk J
		key k 1 yn
		key k 1 ys
		press yj
		key k 1 ye
		press m
		key k 1 v
		key k 1 \\e
		key k 1 a
		key k 1 \\e
		key k 1 ?
		key k 1 \\e
		key k 1 @
		key k 1 q
		key k 1 q
		press 3
		press \\r
		press m
		key k 1 A
		key k 1 v
		key window 3 \\x04
		key k 1 \\e
		key k 1 q
		press :journal\\r
		press \\r
		key k 1 q
		press /\\e[200~\\e]0;x\\x07\\xe2\\x80\\xae\\x9b1m\\n\\xc2\\x9bx\\e[201~
		press \\r
		key k 1 \\e
		press :\\e[200~\\e]52;c;aDAwMDA=\\x07\\xe2\\x80\\xae\\e[201~\\r
		key k 1 c
		key k 1 \\e
		key k 1 s
		key k 1 \\e
		key k 1 p
		key beside 4 j
		quit Q
	STEPS
}

in_terminal 24 80 small < <(walk_steps)
in_terminal "${HOSTILE_ROWS:-60}" "${HOSTILE_COLS:-200}" large < <(walk_steps)
at_least 'many of the texts were shown' $((walk < 100 ? walk * 10 : 1000)) \
	"$work/small" "$work/large"

# -- in lines -------------------------------------------------------------------

# Pages of the list, orders whole, what can be said about them, the log.
line_steps() {
	local order
	printf '%s\n' next next 3 actions 'filter x' back
	for order in $("$certdesk" orders --view approval --format tsv --limit 6 |
		tail -n +2 | cut -f1); do
		printf '%s\n' "$order" mail ys back back
	done
	printf '\033]0;x\007\342\200\256\n%s\n' journal back log back quit
}

line_steps >"$work/lines"
"$certdesk" --linear <"$work/lines" >"$work/linear" 2>&1
is 'lines: they were gone through to their end' $? 0
clean plain 'lines: what was printed' "$work/linear"
at_least 'lines: many of the texts' 20 "$work/linear"
printf 'start list orders>\npress %s\\r\nquiet 500\npress mail\\r\nleave quit\\r\n' \
	"$(sed -n '/^9/{p;q;}' "$work/lines")" >"$work/steps"
in_terminal 24 80 line --linear <"$work/steps"
tr -d '\r' <"$work/line" >"$work/line.txt" # the terminal's own
clean plain 'lines: in a terminal, nothing but lines' "$work/line.txt"

# -- the subcommands ------------------------------------------------------------

run 0 'orders' orders --all
run 0 'orders as CSV' orders --all --format csv
cp "$work/out" "$work/orders.csv"
run 0 'orders as TSV' orders --all --format tsv
is 'TSV: every row has all its cells' \
	"$(awk -F'\t' '{ print NF }' "$work/out" | sort -u)" 8
run 0 'orders as JSON' orders --all --format json
is_json 'orders as JSON is JSON'
is 'JSON: all orders are there' "$(jq '.orders | length' "$work/out")" "$orders"
at_least 'the files hold many of the texts' \
	$((orders < 4500 ? orders * 2 : 9000)) \
	"$work/out" "$work/orders.csv"

# Eight cells, each in quotation marks, none of which begins like a formula.
is 'CSV: every row has all its cells, none is a formula' "$(awk '
	function look(cell) {
		if (cell !~ /^".*"$/)
			print "row " NR ", not in marks: " cell
		if (cell ~ /^" *[=+@]/ || cell ~ /^" *-([^0-9]|[0-9]+[^0-9"])/)
			print "row " NR ", a formula: " cell
		cells++
	}
	{
		cells = 0
		inside = start = 0
		for (i = 1; i <= length($0); i++) {
			c = substr($0, i, 1)
			if (c == "\"")
				inside = !inside
			else if (c == "," && !inside) {
				look(substr($0, start + 1, i - start - 1))
				start = i
			}
		}
		look(substr($0, start + 1))
		if (cells != 8)
			print "row " NR " has " cells " cells"
	}' "$work/orders.csv" | head -n 3)" ""

# Whoever may be mailed, some with a hostile address; the sandbox does not know
# those that it changed, so it refuses, in hostile words.
refused=0
for order in $("$certdesk" orders --all --view approval --format tsv |
	tail -n +2 | cut -f1 | head -n 6); do
	run 0 "show $order" show "$order"
	run 0 "show $order as JSON" show "$order" --format json
	is_json "show $order as JSON is JSON"
	run 0 "contacts $order" contacts "$order"
	run 0 "contacts $order as JSON" contacts "$order" --format json
	is_json "contacts $order as JSON is JSON"
	code=0
	"$certdesk" resend-approval "$order" --yes --format json \
		>"$work/out" 2>"$work/err" </dev/null || code=$?
	clean plain "resend-approval $order" "$work/out" "$work/err"
	[ "$code" -eq 7 ] || is_json "resend-approval $order as JSON is JSON"
	[ "$code" -ne 1 ] || refused=$((refused + 1))
done
if [ "$refused" -gt 0 ]; then
	pass 'some sends were refused for a hostile address'
else
	fail 'some sends were refused for a hostile address'
fi
run 3 'an order that is not there' show 999999
run 0 'the journal' journal
run 0 'the journal as JSON' journal --format json
is_json 'the journal as JSON is JSON'
strings=$(jq -r '[.records[] | .recipients[]?, .error_code] | join(" ")' \
	"$work/out")
case $strings in
*h[0-9][0-9][0-9][0-9]*) pass 'the journal holds hostile texts' ;;
*) fail 'the journal holds hostile texts' "$(cat -v <<<"$strings")" ;;
esac
in_terminal 24 100 journal <<'STEPS'
start list loaded
press :journal\r
press \r
key r 3 j
quit Q
STEPS

# -- error bodies ---------------------------------------------------------------

# fault JSON: what the next requests for the list get
fault() {
	curl -sS -m "$patience" -o /dev/null -X POST -H 'Content-Type: application/json' \
		-d "$1" "$root/sandbox/v1/faults"
}

for status in 200 400 403 404 500 302; do
	fault '{"n":1,"path":"order/certificate","status":'$status',
		"content_type":"text/html; \u001b[31m\u009bx",
		"body":"<html>\u001b]0;h1234\u0007\u009d52;c;x\u009c\u202e</html>"}'
	look "a page of a proxy, $status" orders --limit 1
done
for status in 400 403 404 500; do
	fault '{"n":3,"path":"order/certificate","status":'$status',
		"body":"{\"errors\":[{\"code\":\"a\\u001b[31m\\u009bb\",\"message\":\"c\\u001b]52;c;x\\u0007\\u202e\\nd\"}]}"}'
	in_terminal 24 80 "error-$status" <<-'STEPS'
		press \x0c
		press R
		press @
		quit Q
	STEPS
	curl -sS -m "$patience" -X DELETE "$root/sandbox/v1/faults"
done

# -- names and files ------------------------------------------------------------

odd=$(printf 'a\033]0;x\007\302\233\342\200\256\233b')
run 2 'a view of a hostile name' orders --view "$odd"
run 2 'a filter of hostile text' orders --filter "nofield:$odd date:$odd"
run 2 'a sort of hostile text' orders --sort "$odd"
run 2 'an order of a hostile number' show "$odd"
run 2 'an account of a hostile name' --account "$odd" orders
run 2 'an option of a hostile name' "--$odd"
run 2 'a command of a hostile name' "$odd"
CERTDESK_URL="https://$odd" run 2 'a hostile URL' orders
CERTDESK_KIND=$odd run 2 'a hostile kind' orders
run 0 'a log in a file of a hostile name' --log "$work/$odd.log" orders --limit 3
run 8 'a log in a folder that is not there' --log "$work/$odd/$odd" orders
"$certdesk" --log "$work/plain.log" show 900003 >/dev/null 2>&1 </dev/null
clean plain 'the log' "$work/plain.log"

export XDG_CONFIG_HOME=$work/$odd
mkdir -p "$XDG_CONFIG_HOME/certdesk"
config=$XDG_CONFIG_HOME/certdesk/config
unset CERTDESK_URL
printf '[general]\n%s = x\njournal = %s\n[%s]\n[account %s]\nurl = ftp://%s\n' \
	"$odd" "$odd" "$odd" "$odd" "$odd" >"$config"
chmod 600 "$config"
run 2 'a configuration of hostile text' orders
look 'what doctor says of it' doctor
look 'what doctor says of it as JSON' doctor --format json
is_json 'doctor as JSON is JSON'
export CERTDESK_API_KEY=sandbox-admin
printf '[account %s]\nurl = %s\nlabel = %s\nconsole_url = https://%s/{order_id}\n[view %s]\nnumber = 9\nquery = status=pending\nfilter = x%s\n' \
	"$odd" "$root" "$odd" "$odd" "$odd" "$odd" >"$config"
run 0 'an account, a label and a view of hostile names' orders --limit 3
run 0 'the journal of that account' journal
look 'what doctor says of it all' doctor
in_terminal 24 80 configured <<'STEPS'
start list loaded
press 9
press C
press \e
press \r
press yu
press w
quit Q
STEPS
printf '[view %s]\nnumber = 8\nquery = status=%s\nfilter = %s\n' \
	"$odd" "$odd" "$odd" >"$XDG_CONFIG_HOME/certdesk/views"
chmod 600 "$XDG_CONFIG_HOME/certdesk/views"
look 'a file of views of hostile text' orders --limit 1
look 'what doctor says of that' doctor

finish
