#!/bin/bash
# SPDX-License-Identifier: MIT
#
# The calls on one order, as a script with curl sees them: its status and
# the changes of it.
#
#   tests/contract/orders.sh SRCDIR BUILDDIR
set -u

# shellcheck source=tests/contract/common.sh
. "$1/tests/contract/common.sh"

start --now $now --rate 0/1

# -- status --------------------------------------------------------------------

pending=$(first_of pending ssl_plus)
pickup=900067
reissue=$(first_of reissue_pending ssl_basic)
issued=$(first_of issued ssl_plus)
note='{"status":"CANCELED","note":"Ordered twice."}'

refused 'no status' sandbox_status_missing PUT "$pending/status" '{}'
refused 'small letters' sandbox_unknown_status PUT "$pending/status" \
	'{"status":"canceled","note":"x"}'
refused 'no note' sandbox_note_missing PUT "$pending/status" \
	'{"status":"CANCELED"}'
refused 'an empty note' sandbox_note_missing PUT "$pending/status" \
	'{"status":"CANCELED","note":""}'
refused 'an issued order' sandbox_order_not_cancelable PUT "$issued/status" \
	"$note"
has 'no such order' "$(order PUT 1/status "$note")" '404 ' '"not_found|order"'
key='sandbox-readonly'
has 'View Only cancels nothing' "$(order PUT "$pending/status" "$note")" \
	'403 ' '"access_denied|missing_permission"'
key='sandbox-orders'
is 'nothing was canceled so far' "$(status_of "$pending")" pending
is 'the Orders key may cancel' "$(order PUT "$pending/status" "$note")" '204 '
key='sandbox-admin'
is 'then it is canceled' "$(status_of "$pending")" canceled
has 'its note is kept' "$(order GET "$pending/note")" '"text":"Ordered twice."'
refused 'a second time' sandbox_order_not_cancelable PUT "$pending/status" \
	"$note"
is 'one that waits for pickup' "$(order PUT $pickup/status "$note")" '204 '
is 'is canceled too' "$(status_of $pickup)" canceled

has 'a pending reissue has its request' "$(order GET "$reissue")" \
	'"type":"reissue","status":"pending"' '"has_pending_request":true'
is 'it can be canceled' "$(order PUT "$reissue/status" "$note")" '204 '
has 'the order is issued again, the request rejected' \
	"$(order GET "$reissue")" '"status":"issued","is_renewal"' \
	'"status":"rejected","processor_comment":"Ordered twice."' \
	'"has_pending_request":false'

migrated=$(api GET 'order/certificate?filters[origin]=migrated&limit=1' |
	grep -o '"orders":\[{"id":[0-9]*' | grep -o '[0-9]*$')
refused 'renewed, not migrated' sandbox_order_not_migrated PUT \
	"$issued/status" '{"status":"renewed"}'
is 'a migrated order is set to renewed' \
	"$(order PUT "$migrated/status" '{"status":"renewed"}')" '204 '
has 'and is' "$(order GET "$migrated")" '"is_renewed":true'
is 'and back' "$(order PUT "$migrated/status" '{"status":"not_renewed"}')" \
	'204 '
has 'it is not' "$(order GET "$migrated")" '"is_renewed":false'

# -- status changes --------------------------------------------------------------

changes() {
	order GET "status-changes?$1"
}
has 'what was changed just now' "$(changes seconds=120)" '200 {"orders":[' \
	"{\"order_id\":$pending,\"certificate_id\":" \
	"{\"order_id\":$pickup," "{\"order_id\":$reissue,"
is 'each once, with the status it has' "$(changes seconds=120 |
	sed 's/},{/}\n{/g' | grep "\"order_id\":\($pending\|$reissue\)," |
	values status | sort | tr '\n' ' ')" 'canceled issued '
has 'minutes and seconds together' "$(changes 'minutes=10080&seconds=0')" \
	"\"order_id\":$pending,"
call POST /sandbox/v1/advance '{"seconds":3600}' >"$work/x"
is 'nothing changed: an empty object' "$(changes minutes=5)" '200 {}'
dv=$(first_of pending ssl_dv_geotrust)
call POST /sandbox/v1/validate "{\"order\":$dv,\"gate\":\"domain\"}" >"$work/x"
has 'an order that was issued' "$(changes minutes=5)" "\"order_id\":$dv," \
	'"status":"issued"'
long() {
	has "too long: $1" "$(changes "$1")" '400 ' '"time_frame_too_long"'
}
long minutes=10081
long seconds=604801
long 'minutes=10080&seconds=1'
long 'filters[status_last_updated]=2026-11-01...2026-11-09'
for wrong in minutes=x 'seconds=-1' 'filters[status_last_updated]=2026-11-01' \
	'filters[status_last_updated]=x...2026-11-01' \
	'filters[status_last_updated]=2026-11-02...2026-11-01'; do
	has "unreadable: $wrong" "$(changes "$wrong")" '400 ' \
		'"sandbox_invalid_time_frame"'
done
has 'no time frame' "$(changes '')" '400 ' '"sandbox_time_frame_missing"'
range='filters[status_last_updated]'
has 'seven days are not too long' \
	"$(changes "$range=2026-11-13...2026-11-20")" '200 ' \
	"\"order_id\":$pending,"
# The clock was at 12:00 UTC is 06:00 in MDT.
has 'times are in MDT' \
	"$(changes "$range=2026-11-20T05:59:59...2026-11-20%2006:10:00")" \
	"\"order_id\":$pending,"
is 'not in UTC' \
	"$(changes "$range=2026-11-20T12:10:00...2026-11-20T18:10:00")" '200 {}'
is 'encoded brackets are the same' "$(order GET \
	'status-changes?filters%5Bstatus_last_updated%5D=2026-11-13...2026-11-20')" \
	"$(changes "$range=2026-11-13...2026-11-20")"

end TERM
is 'SIGTERM ends it cleanly' $? 0

finish
