#!/bin/bash
# SPDX-License-Identifier: MIT
#
# The sandbox's contract, tried from outside: what a script with curl sees of
# its calls, mails, pages, faults and limits, and what a kill -9 leaves.
#
#   tests/contract/sandbox.sh SRCDIR BUILDDIR
set -u

builddir=${2:?usage: sandbox.sh SRCDIR BUILDDIR}
sandbox=$builddir/certdesk-sandbox
work=$(mktemp -d) || exit 1
pids=()
passed=0
failed=0
skipped=0
number=0

finish() {
	for pid in "${pids[@]}"; do
		kill "$pid" 2>/dev/null
	done
	rm -rf "$work"
}
trap finish EXIT

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

# end [SIGNAL]: ends the last one; its exit code is the result
end() {
	kill "-${1:-TERM}" "$pid"
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

resend='order-approval/resend-emails'

# -- start, keys, quirks ---------------------------------------------------------

now=2026-11-20T12:00:00Z
start --port-file "$work/port" --now $now --rate 0/1
is 'the port file has the port' "$(cat "$work/port")" "${url##*:}"
has 'the key sees the account' "$(api GET account)" '200 ' \
	'"cert_central_type":"enterprise"'

denied='403 {"errors":[{"code":"access_denied|access_denied_invalid_key","message":"Access denied due to access_denied_invalid_key."}]}'
key=wrong
is 'a wrong key is refused' "$(api GET user/me)" "$denied"
is 'a wrong key learns nothing about paths' "$(api GET nothing)" "$denied"
is 'no key is refused alike' \
	"$(curl -s -o - -w '' "$url/services/v2/user/me")" "${denied#403 }"
key='sandbox-readonly'
has 'the View Only key shows its role' "$(api GET user/me)" \
	'{"id":102,"name":"View Only"}'
has 'the View Only key may not resend' \
	"$(api PUT order/certificate/900001/$resend "$(emails a@example.com)")" \
	'403 ' '"access_denied|missing_permission"'
has 'nor resend issuance mails' "$(call PUT \
	/sandbox/v1/order/certificate/900067/resend-issuance-email)" \
	'403 ' '"access_denied|missing_permission"'
has 'nor write notes' \
	"$(api POST order/certificate/900001/note '{"text":"x"}')" '403 '
key='sandbox-orders'
has 'the Orders key reads orders' "$(api GET order/certificate/900001)" '200 '
has 'the Orders key reads no organization' "$(api GET organization/44001)" \
	'403 ' '"access_denied|missing_permission"'
key='sandbox-admin'
has 'the admin key does' "$(api GET organization/44001)" '200 {"id":44001,'
key=
has 'the issuance resend needs a key' "$(call PUT \
	/sandbox/v1/order/certificate/900067/resend-issuance-email)" '403 '
key='sandbox-admin'

has 'an unknown path' "$(api GET nothing)" '404 ' '"not_found|route"'
has 'an unknown order' "$(api GET order/certificate/1)" '404 ' \
	'"not_found|order"'
has 'a body that is no JSON' \
	"$(api PUT order/certificate/900001/$resend '{"emails":[')" '400 ' \
	'"bad_request_format"'
is 'the content type is bare' "$(curl -s -o "$work/x" -w '%{content_type}' \
	-H 'X-DC-DEVKEY: sandbox-admin' "$url/services/v2/user/me")" \
	application/json

list=$(api GET 'order/certificate?limit=3&offset=1')
has 'paging' "$list" '"page":{"total":300,"limit":3,"offset":1}' '"id":900002'
is 'a slash before the question mark' \
	"$(api GET 'order/certificate/?limit=3&offset=1')" "$list"
list=$(api GET 'order/certificate?filters[status]=pending&filters[product_name_id][0]=vmc_basic&filters[product_name_id][1]=code_signing')
is 'brackets encoded' \
	"$(api GET 'order/certificate?filters%5Bstatus%5D=pending&filters%5Bproduct_name_id%5D%5B0%5D=vmc_basic&filters%5Bproduct_name_id%5D%5B1%5D=code_signing')" \
	"$list"
has 'no limit asked: 0' "$list" '"limit":0'
has 'filters of one name are alternatives' "$list" '"vmc_basic"' '"code_signing"'
is 'and nothing else comes' \
	"$(echo "$list" | values product_name_id | sort -u | tr '\n' ' ')" \
	'code_signing vmc_basic '
is 'nothing found: no orders member' \
	"$(api GET 'order/certificate?filters[common_name]=none.example&limit=9')" \
	'200 {"page":{"total":0,"limit":9,"offset":0}}'
has 'a DV order has [] for an organization' \
	"$(api GET 'order/certificate?filters[product_name_id]=ssl_dv_geotrust&limit=1')" \
	'"organization":[]'
has 'search contains' \
	"$(api GET 'order/certificate?filters[search]=%25any.exampl')" \
	'"common_name":"many.example.com"' '"total":1,'
is 'search without % is exact' \
	"$(api GET 'order/certificate?filters[search]=any.exampl')" \
	'200 {"page":{"total":0,"limit":0,"offset":0}}'
has 'a domain among the DNS names' \
	"$(api GET 'order/certificate?filters[domain_name]=host249.zone6.example.com')" \
	'"total":1,'
is 'issued finds expired ones too' "$(api GET \
	'order/certificate?filters[status]=issued' | values status |
	sort -u | tr '\n' ' ')" 'expired issued '
dates=$(api GET 'order/certificate?sort=-date_created&limit=300' |
	values date_created)
is 'sort, newest first' "$dates" "$(echo "$dates" | LC_ALL=C sort -r)"
ids=$(api GET 'order/certificate?sort=status,-order_id&limit=300' |
	values product_name_id)
paged=$(for offset in 0 100 200; do
	api GET "order/certificate?sort=status,-order_id&limit=100&offset=$offset" |
		values product_name_id
done)
is 'pages make up the whole, from both ends' "$paged" "$ids"
has 'an unknown filter is told' "$(api GET 'order/certificate?filters[nope]=1')" \
	'400 ' '"sandbox_unknown_filter"'

info=$(api GET 'order/certificate?filters[status]=issued&limit=1')
id=$(echo "$info" | grep -o '"orders":\[{"id":[0-9]*' | grep -o '[0-9]*$')
info=$(api GET "order/certificate/$id")
for number_of in thumbprint serial_number; do
	is "an order by its $number_of" "$(api GET \
		"order/certificate/$(echo "$info" | values $number_of)")" \
		"$info"
done
has 'ids are texts in the validation answer' \
	"$(api GET order/certificate/900001/validation)" \
	'"order_id":"900001"' '"organization_id":"44001"' '"user_id":"0"' \
	'"type":"ov"' '"type":"ev_cs"'
has_not 'order info has no verified contacts' \
	"$(api GET order/certificate/900001)" verified_contacts
has_not 'DV validation has no organization' "$(api GET \
	"order/certificate/$(api GET 'order/certificate?filters[product_name_id]=ssl_dv_geotrust&limit=1' |
		grep -o '"id":9[0-9]*' | head -1 | cut -d: -f2)/validation")" \
	organization_validations

# -- the approval mail -----------------------------------------------------------

# Orders 900001 to 900006: one of each approval product, pending, waiting for
# approval only, with a mail that certdesk has resent.
kinds=(ev cs ev ev_cs ev ev)
for i in 0 1 2 3 4 5; do
	order=$((900001 + i))
	product=$(api GET "order/certificate/$order" | values name_id | head -1)
	has "$product: the note of a resend" \
		"$(api GET "order/certificate/$order/note")" \
		'"text":"[certdesk] approval mail resent to ' \
		' by mira@jump1 20'
	mapfile -t people < <(approvers $order "${kinds[i]}")
	old=$(mail_values $order open link | head -1)
	has "$product: the old link is good before" \
		"$(call GET "${old#"$url"}")" '200 '
	is "$product: resend" "$(api PUT order/certificate/$order/$resend \
		"$(emails "${people[@]:0:2}")")" '204 '
	is "$product: one new mail for each" \
		"$(mail_values $order open to | sort)" \
		"$(printf '%s\n' "${people[@]:0:2}" | sort)"
	is "$product: the old link is void" \
		"$(code call GET "${old#"$url"}")" 410
	is "$product: it cannot approve" \
		"$(code call POST "${old#"$url"}" '')" 410
	mapfile -t links < <(mail_values $order open link)
	is "$product: the new link is good" \
		"$(code call GET "${links[0]#"$url"}")" 200
	is "$product: still pending" "$(status_of $order)" pending
	has "$product: not approved" "$(api GET order/certificate/$order)" \
		'"order_approval_complete":false'
	is "$product: the button" \
		"$(code call POST "${links[0]#"$url"}" '')" 200
	is "$product: issued" "$(status_of $order)" issued
	has "$product: approved, with a certificate" \
		"$(api GET order/certificate/$order)" \
		'"order_approval_complete":true' '"thumbprint":"' \
		'"valid_till":"2027-11-20"'
	is "$product: the other link is no good any more" \
		"$(code call GET "${links[1]#"$url"}")" 410
	has "$product: no second mail after that" \
		"$(api PUT order/certificate/$order/$resend \
			"$(emails "${people[0]}")")" '400 ' \
		'"sandbox_order_not_pending"'
done
is 'what was asked is logged' "$(call GET '/sandbox/v1/requests?since=0' |
	sed 's/},{/}\n{/g' | grep '"path":"[^"]*900001/'$resend'"' |
	grep '"key":"sandbox-admin"' | values status | tr '\n' ' ')" '400 204 400 '

# -- what is refused -------------------------------------------------------------

# Order 900013: an EV order with two contacts validated and one not.
order=900013
before=$(mails_of $order)
has 'the first mail is held while a contact is pending' "$before" \
	'"state":"held"'
refuse() {
	has "refused: $1" \
		"$(api PUT "order/certificate/${4:-$order}/$resend" "$3")" \
		'400 ' "\"$2\""
}
refuse 'no emails' sandbox_emails_missing '{}'
refuse 'no body' sandbox_emails_missing ''
refuse 'an empty list' sandbox_emails_empty '{"emails":[]}'
refuse 'a broken address' sandbox_email_invalid '{"emails":["x y@example.com"]}'
refuse 'a number' sandbox_email_invalid '{"emails":[7]}'
refuse 'a stranger' sandbox_not_a_verified_contact "$(emails x@example.com)"
pending=$(api GET order/certificate/$order/validation |
	sed 's/{"type"/\n{"type"/g' | grep '"type":"ev"' |
	sed 's/{"user_id"/\n{"user_id"/g' | grep '"status":"pending"}' |
	values email | head -1)
refuse 'a pending contact' sandbox_contact_not_validated "$(emails "$pending")"
cs_only=$(comm -13 <(approvers $order ev | sort) \
	<(approvers $order cs | sort) | head -1)
refuse 'a contact of another kind' sandbox_contact_of_wrong_kind \
	"$(emails "$cs_only")"
good=$(approvers $order ev | head -1)
refuse 'one bad among good ones' sandbox_not_a_verified_contact \
	"$(emails "$good" x@example.com)"
is 'each problem is told' "$(api PUT order/certificate/$order/$resend \
	'{"emails":["nope","x@example.com",7]}' | count '"code":')" 3
is 'nothing was sent or voided' "$(mails_of $order)" "$before"
ov=$(api GET 'order/certificate?filters[product_name_id]=ssl_plus&filters[status]=pending&limit=1' |
	grep -o '"id":9[0-9]*' | head -1 | cut -d: -f2)
refuse 'a product without approval' sandbox_product_without_approval \
	"$(emails ana.ruiz@example.com)" "$ov"
is 'addresses differ in case only: one mail, as it is spelt' \
	"$(api PUT order/certificate/$order/$resend \
		"$(emails "${good^^}" "$good")") $(mail_values $order open to)" \
	"204  $good"
is 'a held mail is void then' "$(mail_values $order held to)" ''

has 'a new contact can be submitted' "$(api POST organization/44004/validation \
	'{"validations":[{"type":"ev","verified_users":[{"first_name":"N","last_name":"O","job_title":"P","telephone":"555-0199","email":"new@example.com"}]}]}')" \
	'204 '
refuse 'and is pending at first' sandbox_contact_not_validated \
	"$(emails new@example.com)"
has 'until validated' "$(call POST /sandbox/v1/validate \
	'{"organization":44004,"email":"new@example.com"}')" 20
is 'then it may be mailed' "$(api PUT order/certificate/$order/$resend \
	"$(emails new@example.com)")" '204 '
has 'a day later the others are validated' \
	"$(call POST /sandbox/v1/advance '{"seconds":86400}')" 20
is 'and may be mailed too' "$(api PUT order/certificate/$order/$resend \
	"$(emails "$pending")")" '204 '
has 'a contact without a telephone' "$(api POST organization/44004/validation \
	'{"validations":[{"type":"ev","verified_users":[{"first_name":"N","last_name":"O","job_title":"P","email":"new2@example.com"}]}]}')" \
	'400 ' '"sandbox_contact_incomplete"'

# -- other mails, notes ----------------------------------------------------------

order=900067
is 'a client order waits for pickup' "$(status_of $order)" waiting_pickup
old=$(mail_values $order open link)
is 'the issuance mail again' "$(call PUT \
	/sandbox/v1/order/certificate/$order/resend-issuance-email)" '204 '
new=$(mail_values $order open link)
is 'its old link is void' "$(code call GET "${old#"$url"}")" 410
is 'its new one is good' "$(code call GET "${new#"$url"}")" 200
has 'a TLS order has none' "$(call PUT \
	/sandbox/v1/order/certificate/900007/resend-issuance-email)" '400 ' \
	'"sandbox_not_a_client_certificate"'
has 'the state of its address' \
	"$(api GET order/certificate/$order/email-validation)" \
	'"status":"validated"' '"date_emailed":"20'

order=900037 # waits for its domain too
before=$(mails_of $order | sed 's/},{/}\n{/g' | grep '"kind":"approval"')
is 'DCV mails are another thing' \
	"$(api PUT order/certificate/$order/resend-emails)" '204 '
is 'no approval mail is touched' "$(mails_of $order | sed 's/},{/}\n{/g' |
	grep '"kind":"approval"' | sed 's/\]}$//')" "${before%]\}}"
has 'they are there' "$(mails_of $order)" '"kind":"dcv"' '"to":"admin@'

has 'a note' "$(api POST order/certificate/$order/note \
	'{"text":"Grüße \"x\" <b>\n2"}')" '201 ' '"text":"Grüße \"x\" <b>\n2"'
has 'a second one' "$(api POST order/certificate/$order/note \
	'{"text":"later"}')" '201 '
is 'newest first' "$(api GET order/certificate/$order/note | values text |
	head -1)" later
has 'a note needs a text' "$(api POST order/certificate/$order/note '{}')" \
	'400 '
end
is 'SIGTERM ends it cleanly' $? 0

# -- faults ----------------------------------------------------------------------

start --now $now --rate 0/1
port=${url##*:}
order=900001
path=/services/v2/order/certificate/$order
mapfile -t people < <(approvers $order ev)
body=$(emails "${people[0]}")

# raw METHOD PATH [BODY]: the bytes of a request
raw() {
	printf '%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\n' "$1" "$2"
	printf 'X-DC-DEVKEY: sandbox-admin\r\nContent-Length: %d\r\n\r\n%s' \
		"${#3}" "$3"
}

# talk: what comes back for stdin, until the server closes or half a second
# has passed; the last line tells which
talk() {
	exec 9<>"/dev/tcp/127.0.0.1/$port"
	cat >&9
	timeout "${wait:-3}" cat <&9
	case $? in
	124) echo; echo OPEN ;;
	*) echo; echo CLOSED ;;
	esac
	exec 9>&-
}

fault() {
	local got
	got=$(call POST /sandbox/v1/faults "$1")
	[ "${got%% *}" = 201 ] || not_ok "a fault is armed: $1" "$got"
}

whole=$(raw GET "$path" '' | wait=0.5 talk | head -c -6 | wc -c)
me=$(raw GET /services/v2/user/me '' | wait=0.5 talk | head -c -6 | wc -c)
for kept in '' kept; do
	before=0
	[ -n "$kept" ] && before=$me
	# On a kept connection the request comes behind another one.
	ask() {
		{
			[ -n "$kept" ] && raw GET /services/v2/user/me ''
			raw "$@"
		} | talk
	}
	on="on a ${kept:-fresh} connection"
	for bytes in 0 1 25 $((whole - 1)); do
		fault "{\"path\":\"$order\",\"n\":1,\"cut_after\":$bytes}"
		ask GET "$path" '' >"$work/got"
		is "cut after $bytes bytes $on" \
			"$(tail -1 "$work/got") $(head -c -8 "$work/got" |
				wc -c)" "CLOSED $((before + bytes))"
	done
	fault "{\"path\":\"$order\",\"n\":1,\"garbage\":77}"
	ask GET "$path" '' >"$work/got"
	is "garbage $on" "$(tail -1 "$work/got") $(head -c -8 "$work/got" |
		wc -c)" "CLOSED $((before + 77))"
	fault "{\"path\":\"$order\",\"n\":1,\"hang\":true}"
	wait=0.5 ask GET "$path" '' >"$work/got"
	is "hang $on" "$(tail -1 "$work/got") $(head -c -6 "$work/got" |
		wc -c)" "OPEN $before"
	for apply in false true; do
		for how in '"cut_after":0' '"cut_after":40' '"hang":true' \
			'"garbage":9' '"status":500'; do
			had=$(mails_of $order | count '"id":')
			fault "{\"method\":\"PUT\",\"n\":1,$how,\"apply\":$apply}"
			wait=0.5 ask PUT "$path/$resend" "$body" >"$work/got"
			[ $apply = true ] && had=$((had + 1))
			is "$how, apply $apply, $on" \
				"$(mails_of $order | count '"id":')" "$had"
		done
	done
done
is 'a cut, silent or garbled request has status 0 in the log' \
	"$(call GET /sandbox/v1/requests | sed 's/},{/}\n{/g' |
		grep '"method":"PUT"' | values status | tr '\n' ' ')" \
	"$(for i in 1 2 3 4; do printf '0 0 0 0 500 '; done)"

fault '{"path":"user/me","n":2,"skip":1,"status":503,"body":"<html>","content_type":"text/html","retry_after":"7","headers":{"X-Test":"1"}}'
is 'skip and n' "$(for i in 1 2 3 4; do
	code api GET user/me
done | tr '\n' ' ')" '200 503 503 200 '
fault '{"path":"user/me","n":1,"status":503,"body":"<html>","content_type":"text/html","retry_after":"7","headers":{"X-Test":"1"}}'
has 'another answer' "$(raw GET /services/v2/user/me '' | wait=0.5 talk)" \
	'HTTP/1.1 503 ' 'Content-Type: text/html' 'Retry-After: 7' \
	'X-Test: 1' '<html>'
fault '{"path":"user/me","n":1,"delay_ms":1500}'
SECONDS=0
api GET user/me >"$work/slow" &
slow=$!
for i in 1 2 3 4 5 6 7 8; do
	api GET account >/dev/null
done
if kill -0 $slow 2>/dev/null; then
	ok 'a delayed answer keeps nobody else waiting'
else
	not_ok 'a delayed answer keeps nobody else waiting'
fi
wait $slow
has 'and comes, whole' "$(cat "$work/slow")" '200 {"id":1201'
if [ $SECONDS -ge 1 ]; then
	ok 'later'
else
	not_ok 'later' "after $SECONDS s"
fi
has 'a misspelt fault is refused' \
	"$(call POST /sandbox/v1/faults '{"n":1,"cutafter":3}')" '400 '
fault '{"path":"zzz","n":3}'
has 'armed faults are listed' "$(call GET /sandbox/v1/faults)" '"path":"zzz"'
is 'and disarmed' "$(call DELETE /sandbox/v1/faults) $(call GET \
	/sandbox/v1/faults)" '204  200 {"faults":[]}'
fault '{"path":"/","n":1,"status":500}'
is 'pages are not touched' "$(code call GET /mail)" 200
end

# -- rate limits -----------------------------------------------------------------

start --rate 5/60 --retry-after
is 'five pass, the sixth does not' "$(for i in 1 2 3 4 5 6; do
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
end

# -- the same again --------------------------------------------------------------

everything() {
	start --now $now --seed "$1" --orders 320 --rate 0/1
	api GET 'order/certificate?limit=1000'
	for id in 900001 900013 900120; do
		api GET "order/certificate/$id"
		api GET "order/certificate/$id/validation"
		mails_of $id
	done | sed "s|$url||g"
	end
}
everything 5 >"$work/first"
everything 5 >"$work/second"
everything 6 >"$work/third"
if cmp -s "$work/first" "$work/second"; then
	ok 'the same seed gives the same data'
else
	not_ok 'the same seed gives the same data'
fi
if cmp -s "$work/first" "$work/third"; then
	not_ok 'another seed, other data'
else
	ok 'another seed, other data'
fi

# -- kill -9 ---------------------------------------------------------------------

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
	done
}

started=(--now "$now" --db "$work/db" --orders 30 --rate 0/1)
start "${started[@]}"
mails_before=$(mails_of 900001 | count '"id":')
end
: >"$work/told"
lost=
for round in 1 2 3 4 5 6 7 8; do
	start "${started[@]}"
	exec {told}< <(write_until_dead "$round" | tee -a "$work/told")
	for ((i = 0; i < round * 3; i++)); do
		read -r -t 20 _ <&"$told"
	done
	end KILL
	cat <&"$told" >/dev/null
	exec {told}<&-
	start "${started[@]}"
	notes=$(api GET order/certificate/900001/note)
	while read -r line; do
		[ "$line" = mail ] && continue
		[ "$(echo "$notes" | count "\"text\":\"$line\"")" = 1 ] ||
			lost="$lost $line"
	done <"$work/told"
	told_mails=$(grep -c '^mail$' "$work/told")
	mails=$(mails_of 900001 | count '"id":')
	[ $((mails - mails_before)) -ge "$told_mails" ] ||
		lost="$lost $((told_mails + mails_before - mails)) mails"
	[ "$(mail_values 900001 open to | wc -l)" = 1 ] ||
		lost="$lost, more than one open link"
	end
done
is "of $(wc -l <"$work/told") writes none was lost by eight kills" "$lost" ''

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
is '--version' "$("$sandbox" --version | cut -d' ' -f1)" certdesk-sandbox
has '--help' "$("$sandbox" --help)" --port-file --retry-after --allow-remote

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
