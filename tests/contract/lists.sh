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

end TERM
finish
