#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The client's core against the sandbox: each kind of write does what it says,
# once, and what it must not do stays undone.
# Usage: desk.sh SOURCE_DIR BUILD_DIR
set -u
# shellcheck source=tests/contract/common.sh
. "$1/tests/contract/common.sh"

start --now $now --rate 0/1
base=$url/services/v2

# client ORDER WHAT...
client() {
	timeout "$patience" "$builddir/tests/contract/desk" "$base" "$key" \
		"$work/journal.db" "$@"
}

order() {
	api GET "order/certificate/$1"
}

# writes: what was sent so far, "METHOD PATH" a line
writes() {
	call GET /sandbox/v1/requests | sed 's/},{/}\n{/g' |
		grep -E '"method":"(PUT|POST)"' | grep -F '"key":"sandbox-' |
		sed 's/.*"method":"\([A-Z]*\)","path":"\([^"]*\)".*/\1 \2/'
}

# does TEXT SENTENCE WRITES ORDER KIND...: an action, what it says, and how
# many requests that change something it makes
does() {
	local what=$1 sentence=$2 wanted=$3 before got
	shift 3
	before=$(writes | wc -l)
	got=$(client "$1" act "${@:2}")
	is "$what" "$got" "$sentence"
	is "$what: requests sent" "$(($(writes | wc -l) - before))" "$wanted"
}

# of PRODUCT STATUS: the first such order
of() {
	api GET "order/certificate?filters[status]=$2&filters[product_name_id]=$1&limit=1" |
		values id | head -n 1
}

# Pending, and only an approval is missing.
ev=900001

# -- notes, addresses, people --------------------------------------------------

does 'a note' 'Note added.' 1 $ev note 'text=Called "Ana".'
has 'the order has the note' "$(api GET order/certificate/$ev/note)" \
	'Called \"Ana\".'
does 'additional e-mails' \
	"The additional e-mails of order $ev were saved." 1 \
	$ev additional-emails to=a@example.com,b@example.com
has 'the order has them' "$(order $ev)" \
	'"additional_emails":["a@example.com","b@example.com"]'
does 'others changed them meanwhile' \
	"The additional e-mails of order $ev changed meanwhile (+ b@example.com). Nothing was sent. Look at them as they are now and save again." \
	0 $ev additional-emails to=c@example.com before=a@example.com
does 'none' "Order $ev has no additional e-mails any more." 1 \
	$ev additional-emails
does 'a contact' 'The technical contact of the order was changed.' 1 \
	$ev technical-contact first_name=Dana last_name=Ode \
	email=dana.ode@example.com
has 'the order has the contact' "$(order $ev)" dana.ode@example.com

# -- access --------------------------------------------------------------------

users=$(client $ev account | sed -n 's/^limited \([0-9]*\) .*/\1/p')
# The first of them ordered it, so he has access anyway.
one=$(sed -n 2p <<<"$users")
two=$(sed -n 3p <<<"$users")
does 'access for one' "1 limited user has access to order $ev now." 1 \
	$ev user-access "ids=$one" to=one
has 'the order says so' "$(order $ev)" "\"user_assignments\":[{\"id\":$one,"
has 'a list that is out of date replaces nothing' \
	"$(client $ev act user-access "ids=$two" to=two "before=$two")" \
	'changed meanwhile'
has 'who had access has it' "$(order $ev)" \
	"\"user_assignments\":[{\"id\":$one,"
does 'access for nobody' \
	"No limited user has access to order $ev any more." 1 $ev user-access
does 'guests' 'Guest access to the order is on.' 1 $ev guest-access-on
does 'guests again' \
	"Guests have access to order $ev already. Nothing was sent." 0 \
	$ev guest-access-on
does 'no guests' 'Guest access to the order is off.' 1 $ev guest-access-off
does 'no notices' 'Renewal notices of the order are off.' 1 \
	$ev renewal-notices-off
has 'the order sends none' "$(order $ev)" \
	'"disable_renewal_notifications":true'
does 'notices' 'Renewal notices of the order are on.' 1 \
	$ev renewal-notices-on

# -- verified contacts ---------------------------------------------------------

person=(first_name=Nele last_name=Braun job_title=CFO telephone=555-0142
	email=nele.braun@example.com word=ev)
does 'a new contact' \
	'nele.braun@example.com was submitted. DigiCert must validate the person before they can be chosen.' \
	1 $ev add-contact "${person[@]}"
has 'waits for its validation' \
	"$(api GET order/certificate/$ev/validation)" nele.braun@example.com
does 'the same again' \
	'nele.braun@example.com is a verified contact of that kind already (not validated yet). Nothing was sent.' \
	0 $ev add-contact "${person[@]}"

# -- domains -------------------------------------------------------------------

dv=$(of ssl_dv_geotrust pending)
before=$(mails_of "$dv" | count '"kind":"dcv"')
does 'DCV mails' "The DCV mails of order $dv were sent again." 1 \
	"$dv" resend-dcv
after=$(mails_of "$dv" | count '"kind":"dcv"')
is 'they went out' "$((after > before))" 1
lacks 'no approval mail went out' "$(mails_of "$dv")" '"kind":"approval"'
does 'nothing to check' \
	"The domains of order $dv that are open are validated by mail: the link in it has to be used, there is nothing to check. Nothing was sent." \
	0 "$dv" check-dcv
has 'the approval call is another' "$(writes)" \
	"PUT /services/v2/order/certificate/$dv/resend-emails"
lacks 'and was never used' "$(writes)" "$resend"

# -- certificates --------------------------------------------------------------

issued=$(of ssl_plus issued)
does 'a copy' 'A copy of the certificate went to copy@example.com.' 1 \
	"$issued" send-certificate to=copy@example.com word=attachment
has 'it was mailed' "$(call GET '/sandbox/v1/mails?to=copy@example.com')" \
	'"kind":"certificate"'
has 'a download' "$(client "$issued" download)" \
	"$issued.pem application/x-pem-file"
has 'another format' "$(client "$issued" download p7b)" \
	"$issued.p7b application/x-pkcs7-certificates"
is 'a pending order has none' "$(client $ev download)" \
	"refused: Order $ev is Pending; there is no certificate to download."

# -- cancel --------------------------------------------------------------------

does 'a status that was not agreed to' \
	"Order $ev is Pending; that changed after it was shown. Nothing was sent." \
	0 $ev cancel text=no before=reissue_pending
does 'without a reason' \
	'An order is canceled with a note that says why. Nothing was sent.' 0 \
	$ev cancel
does 'cancel' "Order $ev was canceled." 1 $ev cancel 'text=Ordered twice.'
is 'it is canceled' "$(status_of $ev)" canceled
has 'and says why' "$(api GET order/certificate/$ev/note)" 'Ordered twice.'
does 'once' "Order $ev is Canceled; it can no longer be canceled. Nothing was sent." \
	0 $ev cancel text=again
reissue=$(api GET \
	'order/certificate?filters[status]=reissue_pending&limit=1' |
	values id | head -n 1)
does 'cancel a reissue' "The reissue of order $reissue was canceled." 1 \
	"$reissue" cancel 'text=No need.'
is 'the order is issued again' "$(status_of "$reissue")" issued

# -- the live list -------------------------------------------------------------

# shellcheck disable=SC2317 # until_true calls it
watcher_says() {
	grep -qF "$1" "$work/watch"
}

next=$(api GET 'order/certificate?filters[status]=pending&limit=1' |
	values id | head -n 1)
: >"$work/watch"
client "$next" watch >"$work/watch" &
watcher=$!
until_true watcher_says 'listed Pending' || fail 'the list comes'
api PUT "order/certificate/$next/status" \
	'{"status":"CANCELED","note":"by another"}' >/dev/null
until_true watcher_says changed || fail 'the change comes'
wait "$watcher"
is 'a row changes where it stands' "$(cat "$work/watch")" 'listed Pending
changed Canceled, gone'

# -- keys and kinds of accounts ------------------------------------------------

key='sandbox-orders'
is 'a key of the role Orders' "$(client 900002 account |
	grep -v '^guests')" 'no rights on organizations'
is 'adds nobody' "$(client 900002 act add-contact "${person[@]}")" \
	'not begun: The API key has no rights on organizations.'
is 'but writes orders' "$(client 900002 act note text=x)" 'Note added.'
key='sandbox-readonly'
is 'a key that only reads' "$(client 900002 act note text=x)" \
	'not begun: The API key has the role View Only, so nothing can be sent.'
key='sandbox-admin'
end TERM
start --now $now --rate 0/1 --kind legacy
base=$url/services/v2
has 'a legacy account gives no access to single orders' \
	"$(client 900002 offers)" \
	'grant limited user access: Legacy accounts give no access to single orders. The order in the console: Certificates > Orders > 900002.'

finish
