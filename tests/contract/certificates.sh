#!/bin/bash
# SPDX-License-Identifier: MIT
#
# Certificates of orders: as files in every format, by mail, the further ones
# of reissues and duplicates, and what order info tells of them.
#
#   tests/contract/certificates.sh SRCDIR BUILDDIR
set -u

# shellcheck source=tests/contract/common.sh
. "$1/tests/contract/common.sh"

start --now $now --rate 0/1 --outbox "$work/outbox"

# fetch PATH: the file in $work/file; prints status, type and its name
fetch() {
	curl -s -m "$patience" -o "$work/file" -D "$work/head" \
		-H "X-DC-DEVKEY: $key" -w '%{http_code} %{content_type} ' \
		"$url/services/v2/$1"
	sed -n 's/^Content-Disposition: attachment; filename=//p' \
		"$work/head" | tr -d '\r\n'
}
first_line() {
	head -1 "$work/file" | tr -d '\0'
}
# der N: the Nth certificate of the file as hexadecimal digits
der() {
	awk -v n="$1" '/BEGIN/ { i++; next } /END/ { next } i == n' \
		"$work/file" | base64 -d | od -An -v -tx1 | tr -d ' \n'
}
hex() {
	printf %s "$1" | od -An -v -tx1 | tr -d ' \n'
}
certificate_of() {
	order GET "$1" | grep -o '"certificate":{"id":[0-9]*' |
		grep -o '[0-9]*$'
}

id=$(api GET 'order/certificate?filters[common_name]=shop.example.com' |
	grep -o '"orders":\[{"id":[0-9]*' | grep -o '[0-9]*$')
certificate=$(certificate_of "$id")

# -- formats -----------------------------------------------------------------------

while read -r format type name begin count; do
	is "$format: type and name" \
		"$(fetch "certificate/$certificate/download/format/$format")" \
		"200 $type shop_example_com.$name"
	has "$format: begins" "$(first_line)" "$begin"
	is "$format: certificates" \
		"$(grep -a -c 'BEGIN' "$work/file")" "$count"
	cp "$work/file" "$work/one"
	fetch "certificate/download/order/$id/format/$format" >"$work/x"
	is "$format: the order's is the same" \
		"$(cmp "$work/one" "$work/file" && echo same)" same
done <<'END'
default application/zip zip PK 3
apache application/zip zip PK 2
default_cer application/zip zip PK 3
default_pem application/zip zip PK 3
cer application/x-pkcs7-certificates cer -----BEGIN 1
p7b application/x-pkcs7-certificates p7b -----BEGIN 1
pem_all application/x-pem-file pem -----BEGIN 3
pem_noroot application/x-pem-file pem -----BEGIN 2
pem_nointermediate application/x-pem-file pem -----BEGIN 1
END
is 'the suffix of those in an archive' "$(fetch \
	"certificate/$certificate/download/format/default_cer") $(grep -a -c \
	'shop_example_com.cer' "$work/file")" \
	'200 application/zip shop_example_com.zip 2'
is 'by platform: an archive' \
	"$(fetch "certificate/$certificate/download/platform")" \
	'200 application/zip shop_example_com.zip'
is 'of an order: too' "$(fetch "certificate/download/order/$id")" \
	'200 application/zip shop_example_com.zip'

# -- what is in it -----------------------------------------------------------------

fetch "certificate/$certificate/download/format/pem_all" >"$work/x"
info=$(order GET "$id")
serial=$(echo "$info" | values serial_number | tr A-F a-f)
has 'the serial number of the order' "$(der 1)" "$serial"
has 'names, in ASCII' "$(der 1)" "$(hex shop.example.net)" \
	"$(hex xn--r8jz45g.example.org)"
has 'the dates' "$(der 1)" \
	"$(hex "$(echo "$info" | values valid_from | tr -d -- - |
		cut -c3-)000000Z")" \
	"$(hex "$(echo "$info" | values valid_till | tr -d -- - |
		cut -c3-)235959Z")"
has 'it says what it is' "$(der 1)" "$(hex 'Test data of certdesk-sandbox')"
has 'and who is said to have issued it' "$(der 1)" \
	"$(hex "$(echo "$info" | grep -o '"ca_cert":{[^}]*' | values name)")"
has 'who is the second one' "$(der 2)" "$(hex 'Example Issuing CA G5')"
has 'a request that is one' "$info" '"csr":"-----BEGIN CERTIFICATE REQUEST-----\nMII'

# -- what is not there ---------------------------------------------------------------

pickup=900067
has 'no certificate of that number' \
	"$(api GET certificate/7/download/format/default)" '404 ' \
	'"not_found|certificate"'
has 'none yet' "$(api GET "certificate/$(certificate_of $pickup)/download/format/p7b")" \
	'404 ' '"not_found|certificate"'
has 'no such order' "$(api GET certificate/download/order/1)" '404 ' \
	'"not_found|order"'
has 'an order without one' "$(api GET certificate/download/order/$pickup)" \
	'400 ' '"sandbox_certificate_not_issued"'
has 'no such format' \
	"$(api GET "certificate/$certificate/download/format/jpeg")" '400 ' \
	'"sandbox_unknown_format"'
client=900075
is 'a client certificate comes as p7b' \
	"$(fetch "certificate/download/order/$client" | cut -d' ' -f1,2)" \
	'200 application/x-pkcs7-certificates'
has 'and in no other format' \
	"$(api GET certificate/download/order/$client/format/pem_all)" '400 ' \
	'"sandbox_format_not_offered"'

# -- by mail -----------------------------------------------------------------------

send() {
	api PUT "certificate/${2:-$certificate}/sendemail" "$1"
}
outbox() {
	cat "$work/outbox/new/"* 2>/dev/null
}
is 'an attachment' "$(send '{"emails":["a@example.com","b@example.net"],"certificate_collect_format":"attachment","custom_message":"Here it is.\n.\nBcc: x"}')" \
	'204 '
is 'to two' "$(mails_of "$id" | sed 's/},{/}\n{/g' |
	grep '"kind":"certificate"' | values to | tr '\n' ' ')" \
	'a@example.com b@example.net '
has 'a message with parts' "$(outbox)" 'X-Sandbox-Kind: certificate' \
	'Content-Type: multipart/mixed; boundary="=_sandbox-' \
	'Content-Disposition: attachment; filename="certificate.pem"' \
	'-----BEGIN CERTIFICATE-----' '| Here it is.' '| Bcc: x'
is 'no link in it' "$(mails_of "$id" | sed 's/},{/}\n{/g' |
	grep '"kind":"certificate"' | values link | tr -d '\n')" ''
rm "$work/outbox/new/"*
is 'as text' "$(send '{"emails":["c@example.com"],"certificate_collect_format":"plaintext"}')" \
	'204 '
has 'in the message' "$(outbox)" '-----BEGIN CERTIFICATE-----'
lacks 'which has no parts' "$(outbox)" multipart
is 'a link' "$(send '{"emails":["d@example.com"],"certificate_collect_format":"downloadlink"}')" \
	'204 '
link=$(mails_of "$id" | sed 's/},{/}\n{/g' | grep '"to":"d@example.com"' |
	values link)
has 'which needs no key' "$(curl -s -i "$link")" \
	'Content-Type: application/x-pem-file' '-----BEGIN CERTIFICATE-----'
is 'a token of another mail opens nothing' "$(code call GET \
	"/certificate/$(mail_values 900067 open link | sed 's/.*\///')")" 404
has 'shown in a browser' "$(call GET /mail)" 'The certificate of order'

bad_mail() {
	has "refused: $1" "$(send "$3" "${4:-}")" '400 ' "\"$2\""
}
before=$(mails_of "$id")
bad_mail 'no address' sandbox_emails_missing \
	'{"certificate_collect_format":"plaintext"}'
bad_mail 'an empty list' sandbox_emails_missing \
	'{"emails":[],"certificate_collect_format":"plaintext"}'
bad_mail 'a broken address' sandbox_email_invalid \
	'{"emails":["a@example.com","x"],"certificate_collect_format":"plaintext"}'
bad_mail 'no format' sandbox_unknown_collect_format \
	'{"emails":["a@example.com"]}'
bad_mail 'a client certificate' sandbox_certificate_not_mailable \
	'{"emails":["a@example.com"],"certificate_collect_format":"plaintext"}' \
	"$(certificate_of $client)"
is 'nothing was sent' "$(mails_of "$id")" "$before"
key='sandbox-readonly'
has 'View Only may not send' "$(send '{}')" '403 ' \
	'"access_denied|missing_permission"'
is 'but download' "$(fetch "certificate/download/order/$id" | cut -c1-3)" 200
key='sandbox-admin'

# -- reissues and duplicates -------------------------------------------------------

has 'a duplicate' "$(order GET "$id/duplicate")" '200 {"certificates":[{"id":' \
	'"thumbprint":"' '"status":"approved","sub_id":"001"}]}'
duplicate=$(order GET "$id/duplicate" | values id | head -1)
fetch "certificate/$duplicate/download/format/pem_noroot" >"$work/x"
has 'can be downloaded too' "$(der 1)" \
	"$(order GET "$id/duplicate" | values serial_number | tr A-F a-f)"
is 'its serial number is no name of the order' "$(code order GET \
	"$(order GET "$id/duplicate" | values serial_number)")" 404
is 'no reissue' "$(order GET "$id/reissue")" '200 {"certificates":[]}'
pending=$(first_of reissue_pending ssl_basic)
has 'a pending reissue' "$(order GET "$pending/reissue")" \
	'200 {"certificates":[{"id":' '"status":"pending"}]}'
lacks 'has no numbers yet' "$(order GET "$pending/reissue")" thumbprint
order PUT "$pending/status" '{"status":"CANCELED","note":"x"}' >"$work/x"
is 'and is gone when it is canceled' "$(order GET "$pending/reissue")" \
	'200 {"certificates":[]}'
for what in reissue duplicate; do
	has "no such order: $what" "$(order GET 1/$what)" '404 ' \
		'"not_found|order"'
done
reissued=$(for i in $(seq 900134 900300); do
	order GET "$i" | grep -q '"reissues_count":1' && echo "$i" && break
done)
has 'a reissue that is done' "$(order GET "$reissued/reissue")" \
	"{\"certificates\":[{\"id\":$(certificate_of "$reissued")," \
	'"status":"approved"}]}'

# -- order info ----------------------------------------------------------------------

all=$(for i in $(seq 900001 900300); do
	order GET "$i"
done)
for member in cert_validity organization_units purchased_dns_names \
	custom_expiration_date renewed_order_id renewal_of_order_id \
	cs_provisioning_method ship_info hardware_init_code logo_id \
	hosted_cert_location mark_type_data alternative_order_id api_key \
	acme_url approver verification send_minus_90 server_licenses \
	custom_fields metadata_id custom_renewal_message \
	telephone_extension prices comments is_out_of_contract; do
	has "some order has $member" "$(echo "$all" | grep -m1 -o "\"$member\"")" \
		"\"$member\""
done
has 'CAA is told of a pending order when asked' \
	"$(order GET '900007?include_caa_status=true')" \
	'"caa_status_message":{"'
lacks 'and not otherwise' "$(order GET 900007)" caa_status_message
lacks 'nor of an issued one' "$(order GET "$id?include_caa_status=true")" \
	caa_status_message
email=$(first_of pending secure_email_mailbox)
has 'but of a pending Secure Email order' \
	"$(order GET "$email?include_caa_status=true")" \
	'"caa_status_message":{"'

end TERM
is 'SIGTERM ends it cleanly' $? 0

finish
