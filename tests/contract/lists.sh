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

# -- CSV ------------------------------------------------------------------------

csv() {
	fetch "$1" -H 'Accept: text/csv'
}

got=$(csv 'order/certificate?limit=2&sort=order_id')
is 'orders as CSV' "$(header content-type)" text/csv
is 'the names' "$(echo "$got" | head -1 | tr -d '\r')" \
	'"id","certificate_id","common_name","dns_names","valid_till","days_remaining","signature_hash","status","is_renewed","date_created","organization_id","organization_name","validity_years","disable_renewal_notifications","container_id","container_name","product_name_id","product_name","product_type","has_duplicates"'
is 'a row for each order' "$(echo "$got" | wc -l)" 3
has 'its first cells' "$(echo "$got" | sed -n 2p)" '"900001","'
is 'filters and sort are those of the list' "$(csv \
	'order/certificate?filters[status]=pending&sort=-order_id' |
	tail -n +2 | cut -d, -f1 | tr -d '"' | tr '\n' ' ')" \
	"$(of '.orders[].id' 'order/certificate?filters[status]=pending&sort=-order_id') "
is 'every line ends as the RFC says' "$(csv 'order/certificate' | grep -c -v $'\r$')" 0
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

# -- other keys -----------------------------------------------------------------

key=sandbox-orders
is 'the Orders key may see orders' "$(may)" view_orders
for path in organization organization/potential-approvers user user/1204 \
	container container/31 key/api-roles; do
	has "and not $path" "$(api GET $path)" '403 ' \
		'"access_denied|missing_permission"'
done
key=sandbox-readonly
is 'the View Only key may view' "$(may)" \
	'view_orders view_container view_users view_domains'
is 'and reads lists' "$(of '.page.total' organization)" 28
key=wrong
has 'a wrong key reads none' "$(api GET organization)" '403 ' \
	'"access_denied|access_denied_invalid_key"'
key=sandbox-admin

end TERM
finish
