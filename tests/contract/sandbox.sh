#!/bin/bash
# SPDX-License-Identifier: MIT
#
# The sandbox's contract, tried from outside: what a script with curl sees of
# its keys, calls, mails and pages.
#
#   tests/contract/sandbox.sh SRCDIR BUILDDIR
set -u

# shellcheck source=tests/contract/common.sh
. "$1/tests/contract/common.sh"

# -- start, keys, quirks ---------------------------------------------------------

start --port-file "$work/port" --now $now --rate 0/1
versions=$("$sandbox" --version)
for library in libmicrohttpd GnuTLS zlib SQLite cJSON utf8proc; do
	is "a version of $library" \
		"$(grep -cE "(^|[ ,])$library [0-9]+[0-9.]*" <<<"$versions")" 1
done
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
lacks 'order info has no verified contacts' \
	"$(api GET order/certificate/900001)" verified_contacts
lacks 'DV validation has no organization' "$(api GET \
	"order/certificate/$(api GET 'order/certificate?filters[product_name_id]=ssl_dv_geotrust&limit=1' |
		grep -o '"id":9[0-9]*' | head -1 | cut -d: -f2)/validation")" \
	organization_validations

waiting=$(order GET 900046/validation | sed 's/{"type"/\n{"type"/g' |
	grep '"type":"ev"')
has 'of a validation that is pending some parts are done' "$waiting" \
	'"status":"pending"' '":"complete"' '":"pending"'
lacks 'it has no dates' "$waiting" validated_until
has 'one that has expired has them' "$(order GET \
	"$(first_of pending ssl_ev_basic)/validation" |
	sed 's/{"type"/\n{"type"/g' | grep '"type":"ev"')" \
	'"date_created":"' '"validated_until":"' '"status":"expired"'

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
# Order 900055 waits for its organization and its domain.
is 'an order is pending and approved' "$(status_of 900055) $(api GET \
	order/certificate/900055 | grep -o '"order_approval_complete":true')" \
	'pending "order_approval_complete":true'
refuse 'an order that is approved' sandbox_order_already_approved \
	"$(emails ana.ruiz@example.com)" 900055
mapfile -t many < <(seq -f 'a%g@example.com' 201)
refuse 'more addresses than it takes' sandbox_emails_too_many \
	"$(emails "${many[@]}")"
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
has 'no contact without a telephone' "$(api POST organization/44004/validation \
	'{"validations":[{"type":"ev","verified_users":[{"first_name":"N","last_name":"O","job_title":"P","email":"new2@example.com"}]}]}')" \
	'400 ' '"sandbox_contact_incomplete"'

submit() {
	api POST "organization/$1/validation" \
		"{\"validations\":[{\"type\":\"$2\",\"verified_users\":[$3]}]}"
}
has 'a user of the account, by the id alone' "$(submit 44004 cs '{"id":"1202"}')" \
	'204 '
has 'is pending, with that id' "$(api GET order/certificate/$order/validation |
	sed 's/{"user_id"/\n{"user_id"/g' | grep '"user_id":"1202"')" \
	'"status":"pending"}'
has 'no user of the account' "$(submit 44004 cs '{"id":7}')" '400 ' \
	'"sandbox_no_such_user"'
has 'nor one without a telephone' "$(submit 44004 cs '{"id":1204}')" '400 ' \
	'"sandbox_contact_incomplete"'
has 'no people' "$(submit 44004 ev_cs '')" '400 ' \
	'"sandbox_verified_users_missing"'
has 'another type' "$(submit 44004 dv '')" '400 ' \
	'"sandbox_unknown_validation"'
has 'no organization' "$(submit 7 ov '')" '404 ' '"not_found|organization"'
for key in sandbox-orders sandbox-readonly; do
	has "not with the key $key" "$(submit 44004 ov '')" '403 ' \
		'"access_denied|missing_permission"'
done
key='sandbox-admin'
expired=$(api GET 'order/certificate?filters[product_name_id]=ssl_ev_basic&filters[status]=pending&limit=1' |
	grep -o '"organization":{"id":[0-9]*' | grep -o '[0-9]*$')
has 'validations of an organization that have expired' \
	"$(api GET "organization/$expired/validation")" '"status":"expired"'
is 'can be submitted again' "$(submit "$expired" ov '')" '204 '
has 'and are pending then' "$(api GET "organization/$expired/validation" |
	sed 's/},{/}\n{/g' | grep '"type":"ov"')" '"status":"pending"'
has 'nor one with a broken address' "$(api POST organization/44004/validation \
	'{"validations":[{"type":"ev","verified_users":[{"first_name":"N","last_name":"O","job_title":"P","telephone":"555-0199","email":"a@example.com\r\nBcc: b@example.com"}]}]}')" \
	'400 ' '"sandbox_email_invalid"'

# -- other mails, notes ----------------------------------------------------------

order=900067
is 'a client order waits for pickup' "$(status_of $order)" waiting_pickup
old=$(mail_values $order open link)
is 'the issuance mail again' "$(call PUT \
	/sandbox/v1/order/certificate/$order/resend-issuance-email)" '204 '
new=$(mail_values $order open link)
is 'its old link is void' "$(code call GET "${old#"$url"}")" 410
is 'its new one is good' "$(code call GET "${new#"$url"}")" 200
order=900075
is 'another one is issued' "$(status_of $order)" issued
old=$(mail_values $order used link)
is 'its mail again' "$(call PUT \
	/sandbox/v1/order/certificate/$order/resend-issuance-email)" '204 '
is 'a link that was used is void then' "$(code call GET "${old#"$url"}")" 410
new=$(mail_values $order open link)
is 'and the new one is good' "$(code call GET "${new#"$url"}")" 200
has 'a TLS order has none' "$(call PUT \
	/sandbox/v1/order/certificate/900007/resend-issuance-email)" '400 ' \
	'"sandbox_not_a_client_certificate"'
has 'the state of its address' \
	"$(api GET order/certificate/$order/email-validation)" \
	'"status":"validated"' '"date_emailed":"20'

has 'of two addresses one may be open' "$(order GET 900091/email-validation)" \
	'"status":"validated","date_emailed":"' '"status":"unvalidated"'

order=900037 # waits for its domain too
before=$(mails_of $order | sed 's/},{/}\n{/g' | grep '"kind":"approval"')
is 'DCV mails are another thing' \
	"$(api PUT order/certificate/$order/resend-emails)" '204 '
has 'they go to a list of addresses or to none' \
	"$(api PUT order/certificate/$order/resend-emails \
		'{"domain_approval_emails":"admin@example.com"}')" '400 ' \
	'"sandbox_emails_missing"'
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

# -- what a browser may do ---------------------------------------------------------

# browser PATH HEADER...: the status of a form that is sent with these headers
browser() {
	local path=$1 headers=() one
	shift
	for one in "$@"; do
		headers+=(-H "$one")
	done
	curl -s -m "$patience" -o /dev/null -w '%{http_code}' -X POST \
		"${headers[@]}" -d '{}' "$url$path"
}
order=900043
api PUT order/certificate/$order/$resend \
	"$(emails "$(approvers $order ev | head -1)")" >/dev/null
link=$(mail_values $order open link)
link=${link#"$url"}
link=${link%%$'\n'*}
is 'a form of another site' "$(browser "$link" 'Sec-Fetch-Site: cross-site' \
	'Origin: null')" 403
is 'a form of another port' "$(browser "$link" 'Sec-Fetch-Site: same-site')" 403
is 'a form of an older browser' "$(browser "$link" \
	'Origin: http://evil.example')" 403
is 'a form that comes from nowhere' "$(browser "$link" 'Origin: null')" 403
is 'a form of a site that gives us its name' "$(browser "$link" \
	'Sec-Fetch-Site: same-origin' 'Origin: null' \
	'Host: 127.0.0.1.evil.example')" 403
is 'one that arms a fault' "$(browser /sandbox/v1/faults \
	'Sec-Fetch-Site: cross-site')" 403
is 'nothing was approved' "$(mail_values $order open link | count "$link")" 1
pages=$(curl -s -m "$patience" -D - -o /dev/null "$url$link")
has 'the headers of a page' "$pages" 'Cache-Control: no-store' \
	"frame-ancestors 'none'" "default-src 'none'" \
	'X-Content-Type-Options: nosniff' 'Referrer-Policy: no-referrer'
has 'the API has those of the service' "$(curl -s -m "$patience" -D - \
	-H "X-DC-DEVKEY: $key" "$url/services/v2/user/me")" \
	'Cache-Control: private,no-cache'
is 'our own form' "$(browser "$link" 'Sec-Fetch-Site: same-origin' \
	'Origin: null')" 200
end TERM
is 'SIGTERM ends it cleanly' $? 0

finish
