#!/bin/bash
# SPDX-License-Identifier: MIT
#
# What can be written to one order besides its status: addresses, notices,
# contacts, custom fields, who has access. And what order info tells of it.
#
#   tests/contract/edits.sh SRCDIR BUILDDIR
set -u

# shellcheck source=tests/contract/common.sh
. "$1/tests/contract/common.sh"

start --now $now --rate 0/1
id=900007

# -- addresses, notices ----------------------------------------------------------

additional=$id/additional-emails
is 'additional e-mails' "$(order PUT $additional \
	'{"additional_emails":["a@example.com","b@example.net"]}')" '204 '
has 'are in the order' "$(order GET $id)" \
	'"additional_emails":["a@example.com","b@example.net"]'
is 'the next list replaces them' "$(order PUT $additional \
	'{"additional_emails":["ü@example.com"]}')" '204 '
refused 'a broken one' sandbox_email_invalid PUT $additional \
	'{"additional_emails":["c@example.com","nope"]}'
refused 'a number' sandbox_email_invalid PUT $additional \
	'{"additional_emails":[7]}'
refused 'no list' sandbox_additional_emails_missing PUT $additional \
	'{"additional_emails":"a@example.com"}'
refused 'no body' sandbox_additional_emails_missing PUT $additional
has 'nothing was changed' "$(order GET $id)" \
	'"additional_emails":["ü@example.com"]'
is 'an empty list clears them' \
	"$(order PUT $additional '{"additional_emails":[]}')" '204 '
has 'then there are none' "$(order GET $id)" '"additional_emails":[]'

is 'no renewal notices' "$(order PUT $id/renewal-emails/disable)" '204 '
has 'the order says so' "$(order GET $id)" \
	'"disable_renewal_notifications":true'
has 'and the list too' "$(api GET "order/certificate?filters[id]=$id")" \
	'"disable_renewal_notifications":true'
is 'notices again' "$(order PUT $id/renewal-emails/enable)" '204 '
has 'the order says that too' "$(order GET $id)" \
	'"disable_renewal_notifications":false'
refused 'another word' sandbox_unknown_renewal_status PUT \
	$id/renewal-emails/never

message=$id/custom-renewal-message
is 'a renewal message' \
	"$(order PUT $message '{"custom_renewal_message":"Ask \"us\"."}')" '204 '
has 'is in the order' "$(order GET $id)" \
	'"custom_renewal_message":"Ask \"us\"."'
refused 'an empty one' sandbox_renewal_message_missing PUT $message \
	'{"custom_renewal_message":""}'
is 'it can be taken away' "$(order DELETE $message)" '204 '
is 'also where none is' "$(order DELETE $message)" '204 '
lacks 'then there is none' "$(order GET $id)" custom_renewal_message

# -- contacts ----------------------------------------------------------------------

contact_of() {
	order GET "$1" | grep -o "\"$2\":{[^}]*}" | cut -d: -f2-
}
change() {
	order PUT "$id/contact" "{\"contacts\":[$1]}"
}
organization=$(contact_of $id organization_contact)
is 'at first one is a copy of the other' \
	"$(contact_of $id technical_contact)" "$organization"
is 'a technical contact' "$(change '{"contact_type":"technical_contact","first_name":"Nora","last_name":"Keller","email":"nora@example.com","job_title":"CTO","telephone":"555-0103","telephone_extension":"9"}')" \
	'204 '
is 'is in the order' "$(contact_of $id technical_contact)" \
	'{"first_name":"Nora","last_name":"Keller","email":"nora@example.com","job_title":"CTO","telephone":"555-0103","telephone_extension":"9"}'
is 'the other one stays' "$(contact_of $id organization_contact)" \
	"$organization"
is 'what is left out keeps its value' "$(change '{"contact_type":"technical_contact","first_name":"Nora","last_name":"Meier","telephone":"555-0104"}')" \
	'204 '
is 'as it should' "$(contact_of $id technical_contact)" \
	'{"first_name":"Nora","last_name":"Meier","email":"nora@example.com","job_title":"CTO","telephone":"555-0104","telephone_extension":"9"}'
both='{"contact_type":"organization_contact","first_name":"A","last_name":"B"},{"contact_type":"technical_contact","first_name":"C","last_name":"D"}'
is 'both at once' "$(change "$both")" '204 '
has 'both are changed' "$(order GET $id)" \
	'"organization_contact":{"first_name":"A","last_name":"B","email":' \
	'"technical_contact":{"first_name":"C","last_name":"D","email":"nora@'
has 'the organization keeps its own' "$(order GET 900001)" \
	'"organization_contact":{"first_name":"'

bad_contact() {
	refused "$1" "$2" PUT "${4:-$id}/contact" "{\"contacts\":[$3]}"
}
bad_contact 'no contact' sandbox_contacts_missing ''
bad_contact 'two of a type' contact_type_duplicate "$both,${both#*,*,*,}"
bad_contact 'a verified contact' sandbox_unknown_contact_type \
	'{"contact_type":"verified_contact","first_name":"A","last_name":"B"}'
bad_contact 'no last name' sandbox_contact_incomplete \
	'{"contact_type":"technical_contact","first_name":"A"}'
long=$(printf 'ä%.0s' {1..129})
bad_contact 'a name of 129 characters' sandbox_contact_incomplete \
	"{\"contact_type\":\"technical_contact\",\"first_name\":\"A\",\"last_name\":\"$long\"}"
bad_contact 'a broken address' sandbox_email_invalid \
	'{"contact_type":"technical_contact","first_name":"A","last_name":"B","email":"x"}'
dv=$(first_of pending ssl_dv_geotrust)
bad_contact 'an organization contact without an organization' \
	sandbox_contact_on_dv_order \
	'{"contact_type":"organization_contact","first_name":"A","last_name":"B"}' \
	"$dv"
is 'a technical one is possible' "$(order PUT "$dv/contact" \
	'{"contacts":[{"contact_type":"technical_contact","first_name":"A","last_name":"B"}]}')" \
	'204 '
is 'and there alone' "$(contact_of "$dv" technical_contact)" \
	'{"first_name":"A","last_name":"B"}'
long=${long%ä}
is '128 characters are not too long' "$(change "{\"contact_type\":\"technical_contact\",\"first_name\":\"A\",\"last_name\":\"$long\"}")" \
	'204 '

# -- custom fields -----------------------------------------------------------------

has 'the account defines custom fields' "$(api GET account/metadata)" \
	'200 {"metadata":[{"id":701,"label":"Cost center","is_required":true,"is_active":true,"data_type":"anything"'
field() {
	order POST "$id/custom-field" "{\"metadata_id\":$1,\"value\":$2}"
}
is 'a value' "$(field 701 '"CC-1"')" '204 '
is 'another field' "$(field '"703"' '"8"')" '204 '
is 'a value that replaces one' "$(field 701 '"CC-2"')" '204 '
has 'values of any type' "$(order GET $id)" \
	'{"metadata_id":701,"label":"Cost center","value":"CC-2"}' \
	'{"metadata_id":703,"label":"Servers","value":8}'
for wrong in '703 "eight"' '704 "x"' '705 "a@example.com, x"' '701 ""'; do
	has "refused: the value $wrong" \
		"$(field "${wrong%% *}" "${wrong#* }")" '400 ' \
		'"invalid_custom_field_value"'
done
has 'refused: no such field' "$(field 7 '"x"')" '400 ' \
	'"sandbox_unknown_custom_field"'
has 'refused: a field that is out of use' "$(field 707 '"x"')" '400 ' \
	'"sandbox_unknown_custom_field"'

# -- access ------------------------------------------------------------------------

users() {
	order PUT "$id/user-access" "{\"user_id_assignments\":$1}"
}
assigned() {
	order GET $id | grep -o '"user_assignments":\[[^]]*\]' | values id |
		tr '\n' ' '
}
is 'ids as texts and as numbers' "$(users '["1211",1206]')" '204 '
is 'two users have access' "$(assigned)" '1206 1211 '
has 'with their names' "$(order GET $id)" \
	'"user_assignments":[{"id":1206,"first_name":"'
is 'the next list replaces it' "$(users '[1207]')" '204 '
is 'one user has' "$(assigned)" '1207 '
requester=$(order GET $id | grep -o '"user":{"id":[0-9]*' | grep -o '[0-9]*$')
is 'who ordered may be in the list' "$(users "[1207,\"$requester\"]")" '204 '
is 'and needs no assignment' "$(assigned)" '1207 '
refused 'an administrator' sandbox_not_a_limited_user PUT $id/user-access \
	'{"user_id_assignments":[1206,1201]}'
refused 'a stranger' sandbox_no_such_user PUT $id/user-access \
	'{"user_id_assignments":[1]}'
refused 'no id' sandbox_invalid_user PUT $id/user-access \
	'{"user_id_assignments":["x"]}'
refused 'no list' sandbox_user_ids_missing PUT $id/user-access '{}'
is 'nothing was changed' "$(assigned)" '1207 '
is 'an empty list' "$(users '[]')" '204 '
is 'nobody has access then' "$(assigned)" ''

has 'guests are allowed' "$(api GET account/guest-access)" \
	'200 {"enabled":true,"guest_access_url":"https://'
is 'to this order' \
	"$(order PUT $id/guest-access '{"enable_guest_access":1}')" '204 '
has 'as it says' "$(order GET $id)" '"is_guest_access_enabled":true'
is 'and not any more' \
	"$(order PUT $id/guest-access '{"enable_guest_access":0}')" '204 '
has 'as it says too' "$(order GET $id)" '"is_guest_access_enabled":false'
refused 'two guests' sandbox_guest_access_missing PUT $id/guest-access \
	'{"enable_guest_access":2}'

# -- the order's page ----------------------------------------------------------------

users '[1206]' >"$work/x"
order PUT $additional '{"additional_emails":["c@example.com"]}' >"$work/x"
order PUT $message '{"custom_renewal_message":"<script>"}' >"$work/x"
has 'shows what was changed' "$(call GET /order/$id)" 'Additional e-mails' \
	'c@example.com' 'Users with access' 'Óscar Íñiguez' 'Cost center' \
	'Technical contact' '&lt;script&gt;'

# -- rights, unknown orders ------------------------------------------------------

everything="PUT $id/additional-emails
PUT $id/renewal-emails/disable
PUT $id/custom-renewal-message
DELETE $id/custom-renewal-message
PUT $id/contact
POST $id/custom-field
PUT $id/user-access
PUT $id/guest-access"
while read -r method path; do
	key='sandbox-readonly'
	has "View Only: $method $path" "$(order "$method" "$path" '{}')" \
		'403 ' '"access_denied|missing_permission"'
	key='sandbox-orders'
	has "no such order: $method $path" \
		"$(order "$method" "1/${path#*/}" '{}')" '404 ' \
		'"not_found|order"'
	key='sandbox-admin'
done <<<"$everything"
end TERM

# -- account kinds -----------------------------------------------------------------

for kind in legacy subscription; do
	start --now $now --rate 0/1 --kind $kind
	is "$kind: no guests" "$(api GET account/guest-access)" \
		'200 {"enabled":false}'
	refused "$kind: nor for an order" sandbox_guest_access_off PUT \
		$id/guest-access '{"enable_guest_access":1}'
	has "$kind: no limited users" "$(users '[1206]')" '403 ' \
		'"access_denied|missing_permission"'
	end TERM
done
start --now $now --rate 0/1 --kind partner
is 'partner: limited users' "$(users '[1206]')" '204 '
end TERM

# -- after kill -9 -----------------------------------------------------------------

start --now $now --rate 0/1 --db "$work/db"
order PUT $additional '{"additional_emails":["kept@example.com"]}' >"$work/x"
users '["1206"]' >"$work/x"
field 701 '"kept"' >"$work/x"
change '{"contact_type":"technical_contact","first_name":"Kept","last_name":"B"}' \
	>"$work/x"
end KILL
start --now $now --rate 0/1 --db "$work/db"
has 'all that was answered is kept' "$(order GET $id)" \
	'"additional_emails":["kept@example.com"]' \
	'"user_assignments":[{"id":1206,' '"value":"kept"' \
	'"technical_contact":{"first_name":"Kept"'
end TERM

finish
