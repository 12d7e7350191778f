#!/bin/bash
# SPDX-License-Identifier: MIT
#
# The sandbox's lists and account calls, as a script with curl sees them.
#
#   tests/contract/lists.sh SRCDIR BUILDDIR
set -u

# shellcheck source=tests/contract/common.sh
. "$1/tests/contract/common.sh"

# fetch PATH OPTION...: the body; its head is in $work/head
fetch() {
	curl -sg -m "$patience" -D "$work/head" -H "X-DC-DEVKEY: $key" \
		"${@:2}" "$url/services/v2/$1"
}

# of JQ PATH: what jq finds in the answer, on one line
of() {
	fetch "$2" | jq -r "$1" | tr '\n' ' ' | sed 's/ $//'
}

# header NAME: its values in the last head
header() {
	grep -i "^$1:" "$work/head" | tr -d '\r' | cut -d' ' -f2-
}

start --now $now --rate 0/1

# -- gzip, HEAD -----------------------------------------------------------------

plain=$(fetch 'order/certificate?limit=20')
is 'no gzip unless asked' "$(header content-encoding)" ''
is 'what it depends on is told' "$(header vary | tr '\n' ' ')" \
	'Accept Accept-Encoding '
is 'gzip when asked, the same inside' \
	"$(fetch 'order/certificate?limit=20' --compressed)" "$plain"
is 'and it says so' "$(header content-encoding)" gzip
fetch 'order/certificate?limit=20' -H 'Accept-Encoding: gzip;q=0' >"$work/x"
is 'not when it is refused' "$(header content-encoding)" ''
fetch 'order/certificate?limit=1' --compressed >"$work/x"
is 'a small answer stays plain' "$(header content-encoding)" ''
fetch order/certificate/900001 --head >"$work/x"
has 'HEAD has the head of GET' "$(cat "$work/x")" ' 200 ' \
	'Content-Type: application/json'
is 'HEAD tells the length' "$(header content-length)" \
	"$(fetch order/certificate/900001 | wc -c)"

# -- custom fields ---------------------------------------------------------------

is 'a row has its custom fields, by which it is found' "$(of \
	'[.orders[].custom_fields[] | select(.metadata_id == 701) | .label] |
	unique | .[]' 'order/certificate?filters[metadata_id]=701')" \
	'Cost center'
is 'where there are none: no such member' "$(of \
	'.orders[0] | has("custom_fields")' \
	'order/certificate?filters[id]=900001')" false

# -- CSV ------------------------------------------------------------------------

csv() {
	fetch "$1" -H 'Accept: text/csv'
}

got=$(csv 'order/certificate?limit=2&sort=order_id')
is 'orders as CSV' "$(header content-type)" text/csv
is 'the names' "$(echo "$got" | head -1 | tr -d '\r')" \
	'"id","certificate.id","certificate.common_name","certificate.dns_names","certificate.valid_till","certificate.days_remaining","certificate.signature_hash","status","is_renewed","date_created","organization.id","organization.name","validity_years","disable_renewal_notifications","container.id","container.name","product.name_id","product.name","product.type","has_duplicates","product_name_id"'
is 'a row for each order' "$(echo "$got" | wc -l)" 3
has 'its first cells' "$(echo "$got" | sed -n 2p)" '"900001","'
is 'filters and sort are those of the list' "$(csv \
	'order/certificate?filters[status]=pending&sort=-order_id' |
	tail -n +2 | cut -d, -f1 | tr -d '"' | tr '\n' ' ')" \
	"$(of '.orders[].id' 'order/certificate?filters[status]=pending&sort=-order_id') "
is 'every line ends as the RFC says' "$(csv 'order/certificate' | grep -c -v $'\r$')" 0
is 'CSV by the query, as the console downloads it' "$(fetch \
	'order/certificate?limit=2&sort=order_id&content_type=csv&attachment_filename=orders.csv')" \
	"$got"
is 'with the name of the file' "$(header content-disposition)" \
	'attachment; filename="orders.csv"'
fetch 'order/certificate?limit=1&content_type=csv&attachment_filename=x%0d%0aX-Y:z' >"$work/x"
is 'a name that would be a header is none' \
	"$(header content-disposition)$(header x-y)" ''
is 'application/json stays JSON' "$(fetch 'order/certificate?limit=1' \
	-H 'Accept: application/json, */*' | jq '.page.limit')" 1

# -- organizations --------------------------------------------------------------

is 'organizations, a page' "$(of '[.organizations[].id, .page.total,
	.page.limit, .page.offset] | @csv' 'organization?limit=2&offset=1')" \
	'44002,44003,28,2,1'
is 'the members of a row, and their types' "$(of \
	'.organizations[0] | to_entries[] | "\(.key):\(.value | type)"' \
	'organization?limit=1')" \
	'id:number status:string name:string display_name:string address:string zip:string city:string state:string country:string telephone:string is_active:boolean container:object'
is 'the container of one' "$(of '.organizations[1].container |
	[.id, .parent_id, .name, .is_active] | @csv' organization)" \
	'32,31,"Web team",true'
is 'validations when asked' "$(of '.organizations[0].validations[] |
	.type + ":" + .status' 'organization?limit=1&include_validation=true')" \
	'ov:active ev:active cs:active ev_cs:active ds:active smime:active'
is 'none: no such member' "$(of '.organizations[] |
	select(has("validations") | not) | .id' \
	'organization?include_validation=true')" 44021
is 'by status' "$(of '.organizations[].id' \
	'organization?filters[status]=inactive')" 44021
is 'by id' "$(of '.organizations[].id' 'organization?filters[search]=44007')" \
	44007
name=$(of '.organizations[0].name' organization)
is 'by name' "$(fetch organization -G --data-urlencode \
	"filters[search]=$name" | jq '.organizations[].id')" 44001
is 'by a part of the name' "$(of '.page.total' \
	'organization?filters[search]=%25NORTHWIND')" 1
is 'by container, in either spelling' \
	"$(of '.organizations[].id' 'organization?container_id=33')" \
	"$(of '.organizations[].id' 'organization?filters%5Bcontainer_id%5D=33')"
is 'sorted by name, from the end' "$(of '.organizations[].name' \
	'organization?sort=-name')" "$(fetch organization |
	jq -r '[.organizations[].name] | sort | reverse | .[]' | tr '\n' ' ' |
	sed 's/ $//')"
is 'nothing found: no organizations member' \
	"$(fetch 'organization?filters[status]=gone')" \
	'{"page":{"total":0,"limit":0,"offset":0}}'
is 'organizations as CSV' "$(csv 'organization?limit=1&sort=id' |
	sed 1d | cut -d, -f1-3)" "\"44001\",\"active\",\"$name\""
has 'an unknown sort is told' "$(api GET 'organization?sort=nope')" '400 ' \
	'"sandbox_unknown_sort"' 'Organizations cannot be sorted by: nope'

is 'who could be a verified contact' "$(of \
	'(.users[0] | to_entries[] | "\(.key):\(.value | type)"),
	(.contacts | length > 20)' organization/potential-approvers)" \
	'name:string first_name:string last_name:string job_title:string telephone:string email:string user_id:string true'

# -- users ----------------------------------------------------------------------

is 'users, a page' "$(of '[.users[].id, .page.total] | @csv' \
	'user?limit=2&offset=3')" '1204,1205,12'
is 'the members of a row, and their types' "$(of \
	'.users[0] | to_entries[] | "\(.key):\(.value | type)"' 'user?limit=1')" \
	'id:number account_id:number username:string first_name:string last_name:string email:string job_title:string telephone:string status:string last_login_date:string container:object access_roles:array type:string has_container_assignments:boolean'
is 'limited users, for user access' "$(of '.users[] |
	select(.access_roles[].id == 2) | .id' user)" '1205 1206 1207 1211 1212'
is 'a user by name' "$(of '.users[].id' 'user?filters[search]=%25ana')" 1204
is 'sorted' "$(of '.users[].email' 'user?sort=email')" "$(fetch user |
	jq -r '[.users[].email] | sort | .[]' | tr '\n' ' ' | sed 's/ $//')"
is 'by container' "$(of '.page.total' 'user?container_id=31')" 12
is 'one' "$(of '[.id, .username, .is_enterprise] | @csv' user/1204)" \
	"$(of '.users[] | select(.id == 1204) |
		[.id, .username, true] | @csv' user)"
has 'none' "$(api GET user/7)" '404 ' '"not_found|user"'

# -- containers, permissions ----------------------------------------------------

is 'containers' "$(of '[.containers[].id, .page.total] | @csv' container)" \
	'31,32,33,34,35,5'
is 'the members of one, and their types' "$(of \
	'to_entries[] | "\(.key):\(.value | type)"' container/32)" \
	'id:number public_id:string name:string parent_id:number template_id:number has_logo:boolean is_active:boolean description:string allowed_domain_names:array'
is 'its parent' "$(of .id container/32/parent)" 31
is 'children' "$(of '.containers[].id' container/31/children)" '32 33 34 35'
is 'of one without' "$(of '.containers | length' container/32/children)" 0
is 'organizations to order for' "$(of '.organizations[0].id' \
	container/32/order/organization)" 44002
has 'no container' "$(api GET container/7)" '404 ' '"not_found|container"'

is 'API key roles' "$(of '.access_roles[] | "\(.id)=\(.name)"' key/api-roles)" \
	'100=Orders 101=Orders, Domains, Organizations 102=View Only 103=User Management'
may() {
	of '.authorizations[] | select(.authorized) | .permission' \
		authorization
}
is 'an administrator may everything' "$(may | wc -w)" 11
is 'one permission' "$(fetch authorization/view_orders)" \
	'{"authorized":true,"permission":"view_orders"}'
is 'that of a limited user' "$(fetch authorization/view_orders/1205)" \
	'{"authorized":false,"permission":"view_orders"}'
is 'one that nobody knows' "$(of .authorized authorization/fly)" false

# -- products, domains ----------------------------------------------------------

is 'products' "$(of '.products | length' product)" 35
is 'the members of one, and their types' "$(of \
	'.products[0] | to_entries[] | "\(.key):\(.value | type)"' product)" \
	'group_name:string name_id:string name:string type:string allowed_container_ids:array allowed_validity_years:array allowed_order_validity_years:array signature_hash_types:object csr_required:boolean'
is 'the type does not tell EV from OV; the validation type does' "$(of \
	'.type + "/" + .validation_type' product/ssl_ev_plus) $(of \
	'.type + "/" + .validation_type' product/ssl_plus)" \
	'ssl_certificate/ev ssl_certificate/ov'
has 'no product' "$(api GET product/nope)" '404 ' '"not_found|product"'

is 'domains, a page' "$(of '[.domains[].name, .page.total] | @csv' \
	'domain?limit=2&sort=name&filters[organization_id]=44001')" \
	'"example.com","example.net",2'
is 'the members of a row, and their types' "$(of \
	'.domains[0] | to_entries[] | "\(.key):\(.value | type)"' \
	'domain?limit=1')" \
	'id:number is_active:boolean name:string date_created:string organization:object container:object'
is 'its ids are those of the validation answer' "$(of \
	'.dns_name_validations[] | select(.name_scope == "example.com") |
	.domain_id' order/certificate/900001/validation)" "$(of \
	'.domains[] | select(.name == "example.com") | .id' domain)"
id=$(of '.domains[] | select(.name == "nakheel.example") | .id' domain)
is 'with its state when asked' "$(of '.dcv.status, .dcv.method,
	(.dcv.dcv_invitations | length), (.validations[] | .type, .dcv_status)' \
	"domain/$id?include_dcv=true&include_validation=true")" \
	'pending email 5 ov pending ev pending'
id=$(of '.domains[] | select(.name == "contoso.example") | .id' domain)
is 'one that is validated' "$(of '.dcv.status, .dcv.dcv_invitations,
	(.dcv_expiration.ev | length)' "domain/$id?include_dcv=1")" \
	'complete null 10'
is 'not asked: not told' "$(of '.dcv, .validations' "domain/$id")" 'null null'
is 'the organization of one, and of a row' "$(of \
	'.organization | .status, .is_active' "domain/$id") $(of \
	'.domains[0].organization | keys[]' domain)" \
	'active 1 display_name id name'
is 'by container' "$(of '.domains[0].container.id' 'domain?container_id=34')" 34
has 'no domain' "$(api GET domain/7)" '404 ' '"not_found|domain"'

# -- requests -------------------------------------------------------------------

total=$(of .page.total request)
is 'a request for each order, and the later ones' "$((total - 300))" \
	"$(of .page.total 'order/certificate?filters[status]=reissue_pending')"
is 'the members of a row, and their types' "$(of \
	'.requests[0] | to_entries[] | "\(.key):\(.value | type)"' \
	'request?limit=1')" \
	'id:number date:string type:string status:string requester:object processor:object order:object'
is 'of its order' "$(of '.requests[0].order | keys[]' 'request?limit=1')" \
	'certificate container id organization product'
is 'first ones are counted from 5501' "$(of '.requests[] | [.id, .order.id] |
	@csv' 'request?limit=2')" '5501,900001 5502,900002'
paged=$(for offset in 0 100 200 300; do
	printf '%s ' "$(of '.requests[].id' \
		"request?limit=100&offset=$offset&sort=-id")"
done | sed 's/ *$//')
is 'pages make up the whole, from both ends' "$paged" \
	"$(of '.requests[].id' request | tr ' ' '\n' | sort -rn | tr '\n' ' ' |
		sed 's/ $//')"
is 'those that wait' "$(of '[.requests[].order.id] | sort | .[]' \
	'request?filters[status]=pending&filters[type]=new_request')" \
	"$(of '[.orders[] | select(.status == "needs_approval") | .id] | sort |
		.[]' order/certificate)"
is 'the status without brackets, as a client sends it' \
	"$(fetch 'request?status=pending')" \
	"$(fetch 'request?filters[status]=pending')"
is 'reissues' "$(of '[.requests[] | .type + " " + .status] | unique | .[]' \
	'request?filters[type]=reissue')" 'reissue pending'
is 'by container' "$(of '[.requests[].order.container.id] | unique | .[]' \
	'request?container_id=33')" 33
is 'by common name' "$(of '.requests[].order.certificate.common_name' \
	'request?filters[search]=%25any.exampl')" many.example.com
is 'sorted by date' "$(of '.requests[].date' 'request?sort=-date')" "$(of \
	'.requests[].date' request | tr ' ' '\n' | LC_ALL=C sort -r |
	tr '\n' ' ' | sed 's/ $//')"
is 'requests as CSV' "$(csv 'request?limit=1' | sed 1d | cut -d, -f1,3,4,9)" \
	'"5501","new_request","approved","900001"'
has 'no request' "$(api GET request/7)" '404 ' '"not_found|request"'
info=$(fetch request/5501)
is 'one has its whole order' "$(echo "$info" | jq '.order.id,
	(.order.certificate.csr | length > 20), (.date_processed | length)' |
	tr '\n' ' ')" '900001 true 25 '

# decide ID STATUS [COMMENT]
decide() {
	api PUT "request/$1/status" \
		"{\"status\":\"$2\",\"processor_comment\":\"${3-}\"}"
}
# waiting JQ: the order of the first request that waits and fits
waiting() {
	of "[.requests[].order | select($1) | .id][0]" \
		'request?filters[status]=pending&filters[type]=new_request'
}
first() {
	echo $(($1 - 900000 + 5500))
}

order=$(waiting '.product.name_id == "ssl_ev_securesite_flex"')
has 'an unknown status' "$(decide "$(first "$order")" granted)" '400 ' \
	'"sandbox_unknown_status"'
has 'the View Only key decides nothing' "$(key='sandbox-readonly'
	decide "$(first "$order")" approved)" '403 ' \
	'"access_denied|missing_permission"'
is 'submitted changes nothing' "$(decide "$(first "$order")" submitted)
$(status_of "$order")" '204 
needs_approval'
is 'approved' "$(decide "$(first "$order")" approved fine)" '204 '
is 'then the order is pending' "$(status_of "$order")" pending
is 'and has a certificate to come' "$(of '.certificate.id > 0' \
	"order/certificate/$order")" true
is 'and those who may approve it have mail' "$(mail_values "$order" open to |
	sort)" "$(approvers "$order" ev | sort)"
is 'the request tells who did it and why' "$(of \
	'.status, .processor.id, .processor_comment' \
	"request/$(first "$order")")" 'approved 1201 fine'
has 'nobody decides twice' "$(decide "$(first "$order")" rejected)" '400 ' \
	'"sandbox_request_not_pending"'
order=$(waiting true)
is 'rejected' "$(decide "$(first "$order")" rejected 'no budget')" '204 '
is 'then the order is' "$(status_of "$order")" rejected
is 'and its request' "$(of '.requests[0].status, .has_pending_request,
	.approver' "order/certificate/$order")" 'rejected false null'
is 'the list finds it' "$(of '.requests[] | .order.id' \
	'request?filters[status]=rejected')" "$order"
id=$(of '.requests[0].id' 'request?filters[type]=reissue')
order=$(of .order.id "request/$id")
is 'a reissue rejected' "$(decide "$id" rejected)" '204 '
is 'leaves the order issued' "$(status_of "$order")" issued
has 'a request rejected stays so' "$(decide "$id" approved)" '400 '

# -- other keys -----------------------------------------------------------------

key='sandbox-orders'
is 'the Orders key may see orders' "$(may)" view_orders
for path in organization organization/potential-approvers user user/1204 \
	container container/31 domain key/api-roles; do
	has "and not $path" "$(api GET $path)" '403 ' \
		'"access_denied|missing_permission"'
done
key='sandbox-readonly'
is 'the View Only key may view' "$(may)" \
	'view_orders view_container view_users view_domains'
is 'and reads lists' "$(of '.page.total' organization)" 28
key='sandbox-orders'
has 'the Orders key reads requests and products' \
	"$(api GET 'request?limit=1') $(code api GET product)" '200 ' ' 200'
key=wrong
has 'a wrong key reads none' "$(api GET organization)" '403 ' \
	'"access_denied|access_denied_invalid_key"'
key='sandbox-admin'

# -- the report -----------------------------------------------------------------

got=$(fetch 'report/order?limit=3&filters[status]=issued')
is 'the report is CSV, whatever is accepted' "$(header content-type)" text/csv
is 'its names' "$(echo "$got" | head -1 | tr -d '\r"')" \
	'order_id,customer_order_id,date_created,status,common_name,dns_names,valid_till,validity_years,is_renewed,user_id,organization_id,organization_name,container_id,dcv_method,product_name_id,product_name,product_type,email,disable_issuance_email,additional_emails,user_assignments,has_duplicates'
is 'its rows are those of the list' "$(echo "$got" | sed 1d | cut -d, -f1 |
	tr -d '"' | tr '\n' ' ')" "$(of '.orders[].id' \
	'order/certificate?limit=3&filters[status]=issued') "
is 'its dates have no zone' "$(echo "$got" | sed -n 2p | cut -d, -f3 |
	tr '0-9' 9)" '"9999-99-99 99:99:99"'
is 'all of them' "$(fetch report/order | wc -l)" 301
has 'it has fewer filters' "$(api GET \
	'report/order?filters[search]=x')" '400 ' '"sandbox_unknown_filter"'

# -- subaccounts ----------------------------------------------------------------

has 'an enterprise has no subaccounts' \
	"$(api GET account/subaccount/order)" '403 ' \
	'"access_denied|missing_permission"'
end TERM
start --now $now --rate 0/1 --kind partner
list=account/subaccount/order
is 'the members of an order of one, and their types' "$(of \
	'.orders[0] | to_entries[] | "\(.key):\(.value | type)"' \
	"$list?filters[container_id]=33&limit=1")" \
	'id:number subaccount:object certificate:object organization:object product:object status:string date_created:string validity_years:number order_price:object number_of_sans:number'
is 'one of a subaccount below' "$(of '[.orders[] | has("certificate")] |
	unique | .[]' "$list?filters[container_id]=35")" false
is 'filters and pages' "$(of '[.orders[].status, .page.total] | @csv' \
	"$list?filters[status]=pending&limit=1")" \
	"\"pending\",$(of '[.orders[] | select(.status == "pending")] |
		length' $list)"
id=$(of '.orders[0].id' "$list?filters[status]=pending")
is 'one order' "$(of '.id, .subaccount.account_type' "$list/$id")" \
	"$id enterprise"
has 'with what is open when asked' "$(api GET \
	"$list/$id?include_validation_status=true")" \
	'"subaccount_order_validations":{'
own=$(of '.orders[0].id' 'order/certificate?filters[container_id]=31')
has "an order of the account's own is not there" \
	"$(api GET "$list/$own")" '404 ' '"not_found|order"'

end TERM
start --now $now --rate 0/1 --kind legacy
is 'a legacy account has two roles' "$(of \
	'[.users[].access_roles[].name] | unique | .[]' user)" \
	'Administrator Finance Manager'
is 'its administrators may everything' "$(of .authorized \
	authorization/create_users/1205)" true

end TERM
finish
