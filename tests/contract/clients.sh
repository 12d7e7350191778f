#!/bin/bash
# SPDX-License-Identifier: MIT
#
# What published clients of the API send, to the letter, and what they read
# from the answers. Each of them was run against the sandbox, unmodified:
#
#   digicert 1.0.0 (Ruby), go-digicert 0.0.3, pkix/digicert and go-certcentral
#   (Go), graph-digicert 3.1.1 (Node), three scripts (Python)
#
#   tests/contract/clients.sh SRCDIR BUILDDIR
set -u

# shellcheck source=tests/contract/common.sh
. "$1/tests/contract/common.sh"

# get PATH OPTION...: the body
get() {
	curl -sg -m "$patience" -H "X-DC-DEVKEY: $key" "${@:2}" \
		"$url/services/v2/$1"
}

# reads WHAT PATH JQ WANTED: what jq makes of the answer, on one line
reads() {
	is "$1" "$(get "$2" -H 'Content-Type: application/json' \
		-H 'Accept-Encoding: gzip,deflate' --compressed |
		jq -r "$3" | tr '\n' ' ' | sed 's/ $//')" "$4"
}

# Decoders of typed languages refuse a whole answer for one wrong member.
# types WHAT PATH JQ NAME:TYPE...: the members have these types wherever they
# are in what jq finds
types() {
	local want wrong
	want=$(printf '"%s",' "${@:4}")
	wrong=$(get "$2" | jq -r "[${want%,}] as \$want | [$3] | .[] |
		to_entries[] | . as \$e | \$want[] | split(\":\") |
		select(.[0] == \$e.key and .[1] != (\$e.value | type)) |
		\"\(\$e.key): \(\$e.value | type)\"" | sort -u)
	is "$1: the types it decodes" "$wrong" ''
}

start --now $now --rate 0/1

# -- digicert (Ruby) --------------------------------------------------------------

reads 'Ruby: orders' 'order/certificate?' \
	'(.orders | length), .orders[0].certificate.common_name' \
	'300 shop0.example.com'
reads 'Ruby: filtered' 'order/certificate?filters%5Bstatus%5D=pending' \
	'[.orders[].status] | unique | .[]' pending
reads 'Ruby: several values' \
	'order/certificate?filters%5Bstatus%5D%5B0%5D=revoked&filters%5Bstatus%5D%5B1%5D=rejected' \
	'[.orders[].status] | unique | .[]' 'rejected revoked'
reads 'Ruby: sorted and paged' \
	'order/certificate?limit=3&offset=2&sort=-date_created' \
	'(.orders | length), .page.offset' '3 2'
reads 'Ruby: nothing found is no list' \
	'order/certificate?filters%5Bcommon_name%5D=none.example' .orders null
reads 'Ruby: an order' 'order/certificate/900001?' \
	'.certificate.dns_names[0], .organization.name, .user.email,
	.certificate.server_platform.id' \
	'shop0.example.com Example GmbH luc.favre@example.com 2'
reads 'Ruby: organizations' 'organization?' \
	'.organizations[0].name, .organizations[0].container.id' \
	'Example GmbH 31'
reads 'Ruby: an organization' 'organization/44001?' \
	'.organization_contact.email' ben.okafor@example.com
reads 'Ruby: products' 'product?' '.products[0].name_id' \
	client_authentication_plus
reads 'Ruby: a product' 'product/ssl_plus?' '.allowed_validity_years[]' 1
reads 'Ruby: containers' 'container?' '.containers[0].name' 'Example GmbH'
reads 'Ruby: domains' 'domain?' \
	'.domains[] | select(.id == 976678) | .organization.name' 'Example GmbH'
reads 'Ruby: a domain' 'domain/976678?include_dcv=true' .dcv.method email
reads 'Ruby: requests' 'request?filters%5Bstatus%5D=pending' \
	'[.requests[].status] | unique | .[]' pending
reads 'Ruby: a request' 'request/5501?' \
	'.order.certificate.common_name, .requester.email' \
	'shop0.example.com luc.favre@example.com'
reads 'Ruby: mail addresses of an order' \
	'order/certificate/900067/email-validation?' '.emails[0].status' validated
reads 'Ruby: what expires' 'report/order/31/expiring?' \
	'.expiring_orders[].days_expiring' '90 60 30 -7'
is 'Ruby: the orders that expire in 30 days' "$(get report/order/31/expiring |
	jq '.expiring_orders[2].order_count')" "$(get \
	'order/certificate?filters[status]=issued&filters[is_renewed]=0&filters[valid_till]=2026-11-20...2026-12-20' |
	jq .page.total)"
order=$(get 'request?filters%5Bstatus%5D=pending&filters%5Btype%5D=new_request' |
	jq '.requests[0].id')
is 'Ruby: approves a request' "$(api PUT "request/$order/status?" \
	'{"status":"approved","processor_comment":"ok"}')" '204 '
is 'Ruby: cancels an order' "$(api PUT order/certificate/900010/status? \
	'{"status":"CANCELED","send_emails":false,"note":"no longer needed"}')" \
	'204 '
reads 'Ruby: an error is a list' 'order/certificate/1?' '.errors[0].code' \
	'not_found|order'

# -- go-digicert, pkix/digicert, go-certcentral (Go) ------------------------------

types 'Go: orders' order/certificate '.orders[], .orders[].certificate' \
	id:number common_name:string dns_names:array valid_till:string \
	days_remaining:number signature_hash:string status:string \
	date_created:string validity_years:number has_duplicates:boolean
is 'Go: dates that time.Time can parse' "$(get order/certificate |
	jq -r '.orders[].date_created' | tr '0-9' 9 | sort -u)" \
	'9999-99-99T99:99:99+99:99'
types 'Go: an order' order/certificate/900001 \
	'., .certificate, .certificate.server_platform, .organization,
	.organization_contact, .user, .requests[], .container, .product' \
	id:number common_name:string dns_names:array csr:string \
	date_created:string key_size:number status:string name:string \
	display_name:string is_active:boolean city:string country:string \
	first_name:string last_name:string email:string telephone:string \
	type:string date:string name_id:string disable_ct:boolean
types 'Go: users' user '.users[], .users[].container, .users[].access_roles[]' \
	id:number username:string account_id:number email:string name:string \
	parent_id:number template_id:number has_logo:boolean \
	is_active:boolean has_container_assignments:boolean
types 'Go: organizations' 'organization?include_validation=true' \
	'.organizations[], .organizations[].container,
	(.organizations[].validations // [] | .[])' id:number name:string \
	is_active:boolean zip:string parent_id:number type:string \
	date_created:string validated_until:string verified_users:array
reads 'Go: a slash before the question mark' \
	'order/certificate/?limit=5&offset=3' \
	'.orders[0].id, .page.total' '900004 300'
reads 'Go: a container in the query' 'user?container_id=31' \
	'.users | length' 12
reads 'Go: domains of a container' 'domain?container_id=31' \
	'[.domains[].container.id] | unique | .[]' 31
types 'Go: a domain' 'domain/976678?include_dcv=true&include_validation=true' \
	'., .validations[], .dcv' is_active:boolean name:string \
	dcv_status:string method:string name_scope:string
reads 'Go: the state of its organization is a text' \
	'domain/976678?include_dcv=true&include_validation=true' \
	'.organization.is_active | type' string
reads 'Go: a parameter that means nothing is ignored' 'request?pending' \
	'.requests | length' 305
types 'Go: requests' request '.requests[], .requests[].requester,
	(.requests[].order | ., .container, .product,
	(.organization // {}), (.certificate // {}))' id:number date:string \
	common_name:string name:string name_id:string email:string
reads 'Go: children of a container' container/31/children \
	'.containers[].parent_id' '31 31 31 31'
reads 'Go: its parent' container/32/parent .id 31
reads 'Go: its organizations' container/32/order/organization \
	'.organizations[0].display_name' 'Northwind Paper AG'
reads 'Go: a query that is none' 'domain/?container_id/31' \
	'.domains | length' 29
reads 'Go: changes of a week' \
	'order/certificate/status-changes?minutes=10080' \
	'[.orders[] | .order_id, .status | type] | unique | .[]' 'number string'
is 'Go: an error has the bare JSON type' "$(get order/certificate/1 \
	-o "$work/x" -w '%{content_type}')" application/json

# -- graph-digicert (Node) --------------------------------------------------------

reads 'Node: the account' account '.id, .cert_central_type' \
	'5200731 enterprise'
reads 'Node: pages of 100 until the total' \
	'order/certificate?offset=200&limit=100' \
	'(.orders | length) + .page.offset == .page.total' true
reads 'Node: users' 'user?offset=0&limit=500' \
	'.users | length == 12 and all(.access_roles[0].name | length > 0)' true
reads 'Node: domains' 'domain?offset=0&limit=500' \
	'(.domains | length) == .page.total' true
key=wrong
reads 'Node: a wrong key' account '.errors[0].message' \
	'Access denied due to access_denied_invalid_key.'
key='sandbox-admin'

# -- scripts (Python) -------------------------------------------------------------

query='content_type=csv&attachment_filename=orders.csv&includeNotes=true&filters%5Bstatus%5D%5B0%5D=issued&filters%5Bstatus%5D%5B1%5D=pending&filters%5Bstatus%5D%5B2%5D=reissue_pending&filters%5Bvalid_till%5D%5B0%5D=%3ENOW&filters%5Bvalid_till%5D%5B1%5D=null&filters%5Bstatus%5D%5B2%5D=issued'
got=$(get "order/certificate?$query")
has 'Python: the columns of the CSV' "$(echo "$got" | head -1)" '"id"' \
	'"certificate.common_name"' '"certificate.days_remaining"'
is 'Python: those that are valid, or not issued yet' "$(echo "$got" |
	sed 1d | wc -l)" "$(get order/certificate | jq '[.orders[] | select(
		(.status == "issued" or .status == "pending" or
		.status == "reissue_pending") and
		(.certificate.days_remaining // 1) > 0)] | length')"
reads 'Python: issued ones' \
	'order/certificate?filters[status]=issued&content_type=json' \
	'[.orders[].status] | unique | .[]' 'expired issued'
reads 'Python: a filter with a bracket too few is none' \
	'order/certificate?user_id%5D=1205' '.orders | length' 300
has 'Python: access for a limited user' \
	"$(api PUT order/certificate/900001/user-access \
		'{"user_id_assignments":["1206"]}')" '204'
reads 'Python: who has it then' order/certificate/900001 \
	'.user_assignments[].id' 1206

end TERM
finish
