#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The subcommands against a real sandbox: what they print, what they send, how
# they end. Usage: cli.sh SOURCE_DIR BUILD_DIR
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

certdesk=$build_dir/certdesk
sandbox_start --quiet

# run CODE TEXT ARGS...: output in $out, errors in $work/err
run() {
	local wanted=$1 text=$2 code=0
	shift 2
	out=$("$certdesk" "$@" 2>"$work/err" </dev/null) || code=$?
	if [ "$code" -eq "$wanted" ]; then
		pass "$text"
	else
		fail "$text" "exit $code instead of $wanted
$out
$(cat "$work/err")"
	fi
}

errors() {
	cat "$work/err"
}

put_count() {
	puts | count
}

# -- reading -------------------------------------------------------------------

run 0 'orders lists' orders
has 'orders has its titles' "$out" 'Certificate name'
is 'nothing is cut in a pipe' "$("$certdesk" orders --all | grep -c '…')" 0
run 0 'orders as JSON' orders --format json --limit 5
is 'orders as JSON: five rows' "$(jq '.orders | length' <<<"$out")" 5
is 'orders as JSON: the API has as many' "$(jq .total <<<"$out")" \
	"$(get "$api/order/certificate?limit=1" | jq .page.total)"
is 'orders keep the API member names' \
	"$(jq -r '.orders[0] | has("product_name_id")' <<<"$out")" true
run 0 'all orders' orders --all --format json
is 'all orders are there once' "$(jq '[.orders[].id] | unique | length' <<<"$out")" \
	"$(jq .total <<<"$out")"
run 0 'orders as CSV' orders --format csv --limit 3
is 'orders as CSV: head and three rows' "$(count <<<"$out")" 4
run 0 'orders by view' orders --view approval --format json
is 'orders by view: pending only' \
	"$(jq -r '[.orders[].status] | unique | join(",")' <<<"$out")" pending
all=$("$certdesk" orders --all --format tsv | tail -n +2)
is 'the filter is not cut short by the rows it hides' \
	"$("$certdesk" orders --filter kaffee --limit 5 --format tsv | tail -n +2)" \
	"$(grep -i kaffee <<<"$all" | head -n 5)"
run 0 'a filter by field' orders --all --format json \
	--filter 'status:pending date>2000-01-01 !~^x'
is 'only those' "$(jq -r '[.orders[].status] | unique | join(",")' <<<"$out")" \
	pending,reissue_pending
run 2 'a filter that is wrong' orders --filter 'statsu:pending'
has 'the field that was meant is named' "$(errors)" 'Did you mean status?'
run 2 'a filter by what is not read' orders --filter 'waiting:domain'
has 'and why' "$(errors)" 'on the screen only'
run 0 'orders by default' orders --format tsv
is 'a hundred of them' "$(tail -n +2 <<<"$out" | count)" 100
has 'and it is said that there are more' "$(errors)" '--all'
run 0 'all that match' orders --filter processing
is 'nothing is said of more' "$(errors)" ''
run 0 'a status of its own' orders --view pending --status issued \
	--format json
is 'in the place of that of the view' \
	"$(jq -r '[.orders[].status] | unique | join(",")' <<<"$out")" \
	expired,issued
run 2 'an unknown status' orders --status nonsense
has 'the known ones are listed' "$(errors)" 'processing'
has 'days that are over are a number' \
	"$("$certdesk" orders --all --format csv)" '"Expired",'
lacks 'without the mark of a formula' \
	"$("$certdesk" orders --all --format csv)" "\"'-"
is 'CSV is UTF-8 in every locale' \
	"$(LC_ALL=C "$certdesk" orders --all --format csv | sort)" \
	"$("$certdesk" orders --all --format csv | sort)"
is 'TSV too' "$(LC_ALL=C "$certdesk" orders --all --format tsv | tail -n +2)" \
	"$all"
# The documentation's own example counts more orders than it has.
two='{\"orders\":[{\"id\":1},{\"id\":2}],\"page\":{\"total\":31}}'
fault '{"path":"order/certificate","status":200,"n":2,"body":"'"$two"'"}'
run 0 'orders that are counted but not sent are not waited for' \
	orders --all --format json
is 'those that were sent are there' \
	"$(jq -c '[.orders[].id, .total]' <<<"$out")" '[1,2,2]'
odd='{\"orders\":[{\"id\":15164434343,\"date_created\":\"yesterday\"},{\"id\":[]}]}'
fault '{"path":"order/certificate","status":200,"n":2,"body":"'"$odd"'"}'
run 0 'orders with odd members' orders
has 'a long number is there whole' "$out" '15164434343  certificate'
run 0 'the same as CSV' orders --format csv
is 'what cannot be read says so, what is not there is empty' \
	"$(tail -n +2 <<<"$out" | cut -d, -f 1-6)" \
	'"15164434343","certificate","","","invalid",""
"invalid","certificate","","","",""'
run 2 'an unknown view' orders --view nonsense
run 2 'an endless argument' orders --view "$(printf '%100000d' 0)"
has 'an endless argument is cut in the message' "$(errors)" 'no view'
run 2 'an unknown option' orders --nonsense
has 'an unknown option is named' "$(errors)" '--nonsense'
CERTDESK_URL='' run 2 'an empty URL is none' orders
has 'an empty URL: what to do is said' "$(errors)" 'No account is configured'
mkdir -p "$XDG_CONFIG_HOME/certdesk"
printf '%s\n' '[account a]' "url = $root" "key_file = $work/no-key" \
	>"$XDG_CONFIG_HOME/certdesk/config"
chmod 600 "$XDG_CONFIG_HOME/certdesk/config"
run 2 'a key file that is not there' orders
has 'the key file is named' "$(errors)" "$work/no-key"
printf '[account a]\nurl = %s\n\0read_only = yes\n' "$root" \
	>"$XDG_CONFIG_HOME/certdesk/config"
run 2 'a configuration with a NUL byte' orders
rm "$XDG_CONFIG_HOME/certdesk/config"

ev=$(resendable ssl_ev_securesite_flex ev) || fail 'an EV order to resend'
ov=$(orders_of ssl_plus issued | head -n 1)
[ -n "$ov" ] || ov=$(get "$api/order/certificate?limit=1000" |
	jq -r '[.orders[] | select(.product.name_id | test("^(ssl_plus|ssl_multi_domain|ssl_securesite_flex|ssl_wildcard|ssl_basic)"))][0].id')

run 0 'show an order' show "$ev"
has 'show: states in the words of the page' "$out" ' (EV): validated'
lacks 'show: none in the words of the API' "$out" ': active'
has 'show has its number' "$out" "$ev"
has 'show has the approval' "$out" 'waits for a verified contact'
run 0 'show an issued order' show "$ov"
has 'show: the last day is there' "$out" 'Valid until           20'
lacks 'show: a day has no time' "$out" '00:00 UTC, in'
run 0 'show as JSON' show "$ev" --format json
is 'show as JSON: the order' "$(jq .order.id <<<"$out")" "$ev"
is 'show as JSON: nothing missing' "$(jq -c .missing <<<"$out")" '[]'
run 3 'show of an order that is not there' show 1
route='{\"errors\":[{\"code\":\"not_found|route\",\"message\":\"No.\"}]}'
fault '{"path":"order/certificate/'"$ev"'","status":404,"n":1,"body":"'"$route"'"}'
run 5 'show where the API is not' show "$ev"
get -X DELETE "$root/sandbox/v1/faults" >/dev/null
fault '{"method":"GET","path":"/validation","status":503,"n":4}'
run 0 'show without the validation' show "$ev"
has 'show: what it waits on is not known' "$out" 'not known'
get -X DELETE "$root/sandbox/v1/faults" >/dev/null
fault '{"method":"GET","path":"/validation","status":403,"n":1}'
run 0 'show as JSON without the validation' show "$ev" --format json
is 'what is missing is named' "$(jq -c '[.validation, .missing]' <<<"$out")" \
	'[null,["validation"]]'
client=$(orders_of client_premium waiting_pickup | head -n 1)
fault '{"method":"GET","path":"email-validation","status":403,"n":1,"delay_ms":100}'
run 0 'show of a client order' show "$client" --format json
is 'show waits for all it names' "$(jq -c .missing <<<"$out")" \
	'["email_validation"]'
printf 'not a directory' >"$work/flat"
XDG_STATE_HOME=$work/flat run 0 'show without a journal' \
	show "$ev" --format json
is 'a journal that is missing is named' "$(jq -c .missing <<<"$out")" \
	'["journal"]'
run 0 'contacts' contacts "$ev" --format json
is 'contacts: two or more can be chosen' \
	"$(jq '[.contacts[] | select(.choosable)] | length >= 2' <<<"$out")" true
is 'contacts: their members' "$(jq -c '.contacts[0] | keys' <<<"$out")" \
	'["choosable","email","job_title","kind","name","reason","state"]'
is 'contacts: the kind as the API has it' \
	"$(jq -r '[.contacts[] | select(.choosable).kind] | unique | join(" ")' <<<"$out")" ev
first=$(jq -r '[.contacts[] | select(.choosable)][0].email' <<<"$out")

# -- the resend ----------------------------------------------------------------

run 0 'a dry run' resend-approval "$ev" --dry-run
is 'a dry run sends nothing' "$(put_count)" 0
run 2 'no terminal and no --yes' resend-approval "$ev"
is 'not asked, not sent' "$(put_count)" 0
run 2 'a stranger cannot be chosen' resend-approval "$ev" --yes \
	--to nobody@example.org
is 'a stranger gets nothing' "$(put_count)" 0

# not_sent CODE TEXT ARGS...: a document for scripts whatever stood in the way
not_sent() {
	local code=$1 text=$2 order=$3
	shift 3
	run "$code" "$text" resend-approval "$order" --format json "$@"
	is "$text: the document" "$(jq -c . <<<"$out")" \
		"{\"order_id\":$order,\"outcome\":\"not_sent\",\"recipients\":[],\"journal_id\":null}"
}

not_sent 2 'JSON: no terminal' "$ev"
not_sent 2 'JSON: a stranger' "$ev" --yes --to nobody@example.org
pending=$("$certdesk" contacts 900013 --format json |
	jq -r '[.contacts[] | select(.state == "pending")][0].email')
not_sent 2 'JSON: one who is not validated' 900013 --yes --to "$pending"
has 'it tells why' "$(errors)" "$pending cannot be chosen: not validated yet."
not_sent 3 'JSON: no such order' 1 --yes
not_sent 4 'JSON: read-only' "$ev" --yes --read-only
not_sent 7 'JSON: no approval' "$ov" --yes
is 'nothing was sent for any of these' "$(put_count)" 0
fault '{"method":"GET","path":"/note","status":403,"n":1}'
run 0 'a resend without the notes' resend-approval "$ev" --dry-run
has 'it tells that sends may be missing' "$(errors)" 'notes'

before=$(mails_of "$ev" | count)
run 0 'a resend to one' resend-approval "$ev" --yes --to "$first" --format json
is 'its outcome' "$(jq -r .outcome <<<"$out")" sent
is 'its recipients' "$(jq -c .recipients <<<"$out")" "[\"$first\"]"
is 'its order' "$(jq .order_id <<<"$out")" "$ev"
is 'one mail more' "$(mails_of "$ev" | count)" $((before + 1))
is 'one open link' "$(mails_of "$ev" open | count)" 1
is 'one PUT, to the right place' "$(puts)" \
	"/services/v2/order/certificate/$ev/order-approval/resend-emails"
link=$(mails_of "$ev" open | cut -d' ' -f5)
is 'the link opens' "$(status_of "$link")" 200
run 0 'a second resend voids the first' resend-approval "$ev" --yes \
	--log "$work/log"
is 'the log has each write, and what came of it' \
	"$(cut -d' ' -f2- "$work/log" | grep -E '^(write|warning|error)' |
		grep -coE "^write (Sending .*of order $ev |Order $ev, .*Sent)")" 2
is 'and each request, with status, time and bytes' \
	"$(grep -cE ' request (GET|PUT) /.* 20[04] [0-9]+ ms [0-9]+ bytes' \
		"$work/log")" "$(grep -c ' request ' "$work/log")"
is 'for nobody else' "$(stat -c %a "$work/log")" 600
is 'the old link is void' "$(status_of "$link")" 410
is 'still pending' "$(get "$api/order/certificate/$ev" | jq -r .status)" pending
fault '{"method":"PUT","status":404,"n":1,"body":"'"$route"'"}'
run 1 'a call that the server does not have' resend-approval "$ev" --yes
fault '{"method":"PUT","status":404,"n":1,"body":"'"${route/route/order}"'"}'
run 3 'an order that went meanwhile' resend-approval "$ev" --yes

link=$(mails_of "$ev" open | head -n 1 | cut -d' ' -f5)
is 'approving works' "$(status_of -X POST "$link")" 200
is 'the order is approved' "$(get "$api/order/certificate/$ev" |
	jq .order_approval_complete)" true
run 0 'show of an approved order' show "$ev"
has 'it is approved' "$out" 'Order Approval        approved'
run 7 'an approved order has nothing to resend' resend-approval "$ev" --yes
run 7 'an order without approval has nothing to resend' \
	resend-approval "$ov" --yes

# -- a list on a terminal ------------------------------------------------------

for size in 80x24 140x24; do
	screen_start "$size" sh -c "'$certdesk' orders --limit 5; echo listed; exec cat"
	sees "$size: the list" listed
	is "$size: a line an order, not folded" "$(screen | grep -n listed)" 7:listed
	case $size in
	80*) is 'what has no room is left out' "$(screen | grep -c Product)" 0 ;;
	*) has 'all columns' "$(screen)" Organization ;;
	esac
	screen_stop
done

# -- asking on a terminal ------------------------------------------------------

cs=$(resendable code_signing cs) || fail 'a code signing order to resend'
: >"$work/codes"
screen_start 200x50 "trap : INT; while :; do '$certdesk' resend-approval $cs;
	echo \$? >>'$work/codes'; done"
questions=0

# shellcheck disable=SC2317 # until_true calls it
has_asked() {
	[ "$(screen | grep -cF '[y/N]')" -eq "$questions" ]
}

# shellcheck disable=SC2317 # until_true calls it
has_answered() {
	[ "$(count <"$work/codes")" -eq "$questions" ]
}

# asked TEXT PUTS CODE KEYS...: types the keys at the next question
asked() {
	local text=$1 more=$2 code=$3 before
	shift 3
	before=$(put_count)
	questions=$((questions + 1))
	until_true has_asked || fail "$text: asked" "$(screen)"
	keys "$@"
	until_true has_answered
	is "$text: the exit code" "$(tail -n 1 "$work/codes")" "$code"
	is "$text: so many are sent" $(($(put_count) - before)) "$more"
}

asked 'no' 0 7 n Enter
asked 'nothing' 0 7 Enter
asked 'neither yes nor no' 0 7 yn Enter
asked 'the end of input' 0 7 C-d
asked 'Yes' 1 0 Yes Enter
asked 'y' 1 0 y Enter
asked 'Ctrl-C' 0 7 C-c
screen_stop

# -- versions ------------------------------------------------------------------

versions=$("$certdesk" --version)
for library in libcurl libuv SQLite ncurses cJSON inih utf8proc; do
	is "a version of $library" \
		"$(grep -cE "(^|[ ,])$library [0-9]+[0-9.]*" <<<"$versions")" 1
done

# -- output that fails ---------------------------------------------------------

"$certdesk" orders >/dev/full 2>"$work/err"
is 'a full disk behind a list' $? 8
has 'it is said' "$(errors)" 'could not be written'
"$certdesk" --help >/dev/full 2>"$work/err"
is 'a full disk behind the help' $? 8
"$certdesk" --version >/dev/full 2>"$work/err"
is 'a full disk behind the version' $? 8
"$certdesk" orders >&- 2>"$work/err"
is 'no stdout' $? 8
has 'no stdout: it is said' "$(errors)" 'could not be written'
"$certdesk" journal >&- 2>"$work/err"
is 'no stdout for the journal' $? 8
"$certdesk" show "$ev" <&- >&- 2>&-
is 'no descriptor at all' $? 8
"$certdesk" resend-approval "$cs" --yes <&- >&- 2>&-
is 'no descriptor is needed for a send' $? 0
"$certdesk" resend-approval "$cs" --yes >/dev/full 2>"$work/err"
is 'a full disk does not unsend' $? 0
has 'but it is said' "$(errors)" 'could not be written'

list_gets() {
	get "$root/sandbox/v1/requests" |
		jq '[.requests[] | select(.path | endswith("order/certificate"))] | length'
}

n=$(list_gets)
# Gone before the first byte, however fast that one comes.
mkfifo "$work/reader"
exec {reader}<>"$work/reader"
exec {to_reader}>"$work/reader" {reader}>&-
"$certdesk" orders --all --format json 1>&"$to_reader" 2>"$work/err"
is 'a reader that is gone' $? 8
exec {to_reader}>&-
is 'that is no news' "$(errors)" ''
is 'nothing more is read for it' $(($(list_gets) - n)) 1

# -- refusals and the unknown --------------------------------------------------

CERTDESK_API_KEY=sandbox-readonly run 4 'a read-only key' \
	resend-approval "$cs" --yes
CERTDESK_API_KEY=wrong run 4 'a wrong key' show "$cs"
run 4 '--read-only' resend-approval "$cs" --yes --read-only
n=$(put_count)
fault '{"method":"PUT","path":"order-approval","status":400,"body":"{\"errors\":[{\"code\":\"no_way\",\"message\":\"Not today.\"}]}"}'
run 1 'the server refuses' resend-approval "$cs" --yes
has 'its words are shown' "$(errors)" 'Not today.'
fault '{"method":"PUT","path":"order-approval","cut_after":0,"apply":true}'
run 6 'the answer is lost' resend-approval "$cs" --yes --format json
is 'the answer is lost: unknown' "$(jq -r .outcome <<<"$out")" unknown
id=$(jq .journal_id <<<"$out")
is 'no second PUT' "$(put_count)" $((n + 2))
has 'how to settle it is told' "$(errors)" "journal --settle $id sent|not-sent"
run 6 'an unsettled order is not sent again' resend-approval "$cs" --yes
run 6 'nor would it be' resend-approval "$cs" --dry-run
run 0 'but with --again' resend-approval "$cs" --dry-run --again
not_sent 6 'JSON: an unsettled order' "$cs" --yes
is 'it was not' "$(put_count)" $((n + 2))
run 0 'the journal has it' journal --unknown --format json
is 'the journal has its number' "$(jq '.records[0].id' <<<"$out")" "$id"
run 0 'a person settles it' journal --settle "$id" sent --format json
is 'the settlement is a record of its own' \
	"$(jq -c '[.records[] | [.settles, .outcome, .action]]' <<<"$out")" \
	"[[$id,\"sent\",\"settle\"]]"
is 'with the members of all' "$(jq -c '.records[0] | keys' <<<"$out")" \
	'["account","action","agent","error_code","host","http_status","id","order_id","outcome","recipients","settles","time"]'
run 7 'it cannot be settled twice' journal --settle "$id" sent
"$certdesk" journal --settle 99999 sent 2>"$work/said"
is 'what is wrong is a sentence' "$(<"$work/said")" \
	'certdesk: The journal has no record 99999.'
run 0 'nothing is unknown any more' journal --unknown --format json
is 'the list is empty' "$(jq -c .records <<<"$out")" '[]'
run 0 'then it can be sent again' resend-approval "$cs" --yes

fault '{"method":"GET","path":"order/certificate","status":503,"n":20}'
run 5 'a server in trouble' orders
get -X DELETE "$root/sandbox/v1/faults" >/dev/null
fault '{"method":"GET","path":"order/certificate","body":"<html>busy</html>","content_type":"text/html"}'
run 5 'HTML instead of JSON' orders
CERTDESK_URL=http://127.0.0.1:9 run 5 'nobody there' orders
CERTDESK_URL=http://www.example.com run 2 'plain http to a stranger' orders

# -- the issuance mail ---------------------------------------------------------

link=$(mails_of "$client" open | head -n 1 | cut -d' ' -f5)
run 0 'an issuance resend' resend-issuance "$client" --yes
is 'the old collect link is void' "$(status_of "$link")" 410
link=$(mails_of "$client" open | head -n 1 | cut -d' ' -f5)
is 'the new one works' "$(status_of "$link")" 200
run 7 'an EV order has no issuance mail' resend-issuance "$ev" --yes
CERTDESK_ISSUANCE_RESEND='' run 2 'no setting, no guess' \
	resend-issuance "$client" --yes

# -- notes ---------------------------------------------------------------------

notes_of() {
	get "$api/order/certificate/$1/note" | jq -r '.notes[].text'
}

n=$(put_count)
run 0 'a note' note "$ev" 'Called Ana; she looks into it "today".'
is 'it says so' "$out" 'Note added.'
has 'the order has it' "$(notes_of "$ev")" 'she looks into it "today".'
is 'nobody was mailed for it' "$(put_count)" "$n"
run 0 'a note as JSON' note "$ev" 'once more' --format json
is 'note: order, outcome, nobody' \
	"$(jq -rc '[.order_id, .outcome, .recipients]' <<<"$out")" \
	"[$ev,\"sent\",[]]"
is 'its record is in the journal' \
	"$("$certdesk" journal --order "$ev" --format json |
		jq -rc '.records[0] | [.id, .action, .outcome]')" \
	"[$(jq .journal_id <<<"$out"),\"note\",\"sent\"]"
run 2 'a note without a text' note "$ev"
run 2 'a note of two words' note "$ev" two words
run 3 'a note on no order' note 1 text
CERTDESK_API_KEY=sandbox-readonly run 4 'a note with a read-only key' \
	note "$ev" text
run 4 'a note in a read-only run' note "$ev" text --read-only
fault '{"method":"POST","path":"/note","status":400,"body":"{\"errors\":[]}"}'
run 1 'a note that is refused' note "$ev" text
fault '{"method":"POST","path":"/note","cut_after":0,"apply":true}'
run 6 'a note whose answer is lost' note "$ev" 'perhaps' --format json
is 'unknown, as JSON' "$(jq -r .outcome <<<"$out")" unknown
is 'it was not sent twice' "$(notes_of "$ev" | grep -c perhaps)" 1
run 0 'the next note goes out all the same' note "$ev" 'later'

# -- a journal that cannot be written ------------------------------------------

n=$(put_count)
XDG_STATE_HOME=$work/flat run 8 'no journal, no send' \
	resend-approval "$cs" --yes
is 'nothing was sent' "$(put_count)" "$n"

# -- the configuration ---------------------------------------------------------

mkdir -p "$XDG_CONFIG_HOME/certdesk"
config=$XDG_CONFIG_HOME/certdesk/config
(umask 077 && printf '[account a]\nurl = %s\nkey_file = ~/key\n' "$root" >"$config")
(umask 077 && printf 'sandbox-admin\n' >"$work/key")
run 0 'a key file' orders
chmod 640 "$work/key"
run 2 'a key file that others can read' orders
chmod 600 "$work/key"
run 2 'an account that is missing' orders --account b
has 'an account that is missing: those that are there' "$(errors)" 'are: a.'
printf 'read_only = yes\n' >>"$config"
run 4 'a read-only account' resend-approval "$cs" --yes
cat >>"$config" <<'END'
[view Marks]
number = 8
query = status=pending product_name_id=vmc_basic,mark_certificate
sort = date_created
[view Few]
query = status=pending
filter = kaffee
END
run 0 'a view of the configuration' orders --view marks --format json
is 'its query' "$(jq -r '[.orders[] | .status + " " + .product_name_id] |
	unique | join(",")' <<<"$out")" \
	'pending mark_certificate,pending vmc_basic'
is 'its sort' "$(jq '[.orders[].date_created] | . == sort' <<<"$out")" true
run 0 'a view with a filter, by the number it got' orders --view 9 \
	--format tsv
is 'only rows that match' "$(tail -n +2 <<<"$out" | grep -vci kaffee)" 0
views=$XDG_CONFIG_HOME/certdesk/views
printf '[view Mine]\nnumber = 8\nquery = status=issued\n' >"$views"
run 0 'a view of the agent over that of the configuration' orders --view 8 \
	--format json
is 'its orders' "$(jq -r '[.orders[].status] | unique | join(",")' \
	<<<"$out")" expired,issued
printf '[view Div]\nnumber = 6\nquery = status=pending\nsort = -division\n' \
	>>"$views"
run 0 'a view that is sorted on the screen' orders --view 6 --limit 1
has 'that this is not' "$(errors)" \
	'does not sort by division, as the view does on the screen; these are'
run 0 'a sort instead' orders --view 6 --all --sort status
is 'nothing to say' "$(errors)" ''
sed -i '/^\[view Div/,$d' "$views"
run 2 'a view that is not there' orders --view marks
has 'those that are' "$(errors)" '8 Mine, 9 Few.'
printf '[view Red]\nquery = colour=red\n' >>"$views"
run 2 'a file of views that is wrong' orders
has 'a file of views that is wrong: the line' "$(errors)" \
	"$views:5: There is no filter"
rm "$views"
sed -i '/^\[view /,$d' "$config"
printf '[general]\ncolumns = order nam\n' >>"$config"
run 2 'a column that is not there' orders
has 'its line' "$(errors)" "$config:6: There is no column 'nam'"
sed -i '/^\[general/,$d' "$config"
printf '[keys]\norders-dwon = n\norder-note = Ctrl-N\nset = emacs\n' >>"$config"
run 2 'keys that cannot be' orders
has 'the nearest command' "$(errors)" \
	"$config:6: There is no command 'orders-dwon'. Did you mean orders-down?"
has 'a write on Ctrl' "$(errors)" "$config:7: Ctrl-N cannot be bound to order-note"
has 'how many there are' "$(errors)" "$config has 2 problems; nothing was started."
run 2 'the doctor sees them, too' doctor
has 'the line of the key' "$(tr -s ' \n' ' ' <<<"$out")" "$config:7: Ctrl-N"
sed -i '/^\[keys/,$d' "$config"
printf '[account b]\nregion = mars\n' >>"$config"
run 2 'a broken configuration' orders
has 'a broken configuration: the line' "$(errors)" "$config:6: region"
chmod 644 "$config"
run 2 'a configuration that others can read' orders
rm -r "$XDG_CONFIG_HOME/certdesk" "$work/key"

# -- the demo ------------------------------------------------------------------

run 0 'the demo has subcommands' --demo orders --view 3 --format json
is 'the demo has orders that wait' "$(jq '.total > 5' <<<"$out")" true
run 0 'the demo sends' --demo resend-approval 900001 --yes
has 'its mails end with it' "$out" '--demo-dir DIR keeps them'
run 0 'a demo that is kept' --demo --demo-dir "$work/kept" \
	resend-approval 900001 --yes
has 'its mails are in its directory' "$out" "$work/kept/outbox"
is 'there they are' "$(find "$work/kept/outbox/new" -type f | count)" \
	"$(sed -n 's/^Sent to \([0-9]*\) contacts*\.$/\1/p' <<<"$out")"
run 0 'its journal too' --demo --demo-dir "$work/kept" journal --format json
is 'with the send' "$(jq -r '.records[].outcome' <<<"$out")" sent

run 0 'a directory in the home' --demo --demo-dir='~/kept' journal --format json
is 'is the same for the journal' "$(jq '.records | length' <<<"$out")" 1

# -- secrets -------------------------------------------------------------------

if grep -rqs sandbox-admin "$XDG_STATE_HOME" "$XDG_CONFIG_HOME"; then
	fail 'the key is in no file'
else
	pass 'the key is in no file'
fi

finish
