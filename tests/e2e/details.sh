#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The Order details page against a real sandbox: what it does besides mails, in
# a terminal. Usage: details.sh SOURCE_DIR BUILD_DIR
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

certdesk=$build_dir/certdesk
sandbox_start --seed 7

# seen METHOD PATH: how many of these requests the sandbox has seen.
seen() {
	get "$root/sandbox/v1/requests" |
		jq --arg method "$1" --arg path "/services/v2$2" '[.requests[] |
			select(.method == $method and .path == $path)] | length'
}

# A pending order with a domain that is validated by mail.
dcv_order() {
	local order
	for order in $(orders_of ssl_ev_multi_domain pending) \
		$(orders_of ssl_plus pending) $(orders_of ssl_multi_domain pending); do
		get "$api/order/certificate/$order/validation" | jq -e '
			[.dns_name_validations[]? | select(.status == "pending" and
				.method == "email")] | length > 0' >"$work/found" &&
			printf '%s\n' "$order" && return 0
	done
	return 1
}

order=$(dcv_order) || fail 'an order with a DCV mail'
path=/order/certificate/$order

# -- a note ----------------------------------------------------------------------

screen_start 80x24 "$certdesk" "$order"
sees 'the page' 'Certificate status'
keys : note Enter
sees 'the window for the note' 'Add a note - order'
keys 'Customer called; DNS is with the registrar.' Enter
sees 'the note stands in it' 'DNS is with the registrar.'
is 'Enter in the field sends nothing' "$(seen POST "$path/note")" 0
keys Tab
stands_on 'the button' '[ Add note'
keys Enter
sees 'the note was added' 'Note added.'
is 'one POST' "$(seen POST "$path/note")" 1
keys G
sees 'it is on the page' 'Customer called'
is 'the server has it' "$(get "$api$path/note" | jq -r '.notes[0].text')" \
	'Customer called; DNS is with the registrar.'

# -- DCV mails -------------------------------------------------------------------

before=$(mails_of "$order" | grep -c ' dcv ')
keys g
sees 'the control' '[Resend DCV mails]'
keys Tab Enter
sees 'the question' 'Resend DCV mails - order'
keys Enter Enter
no_longer 'Enter leaves it by Cancel' 'Resend DCV mails - order'
is 'and sends nothing' "$(seen PUT "$path/resend-emails")" 0
keys Enter
sees 'the question again' 'Resend DCV mails - order'
keys Tab Tab
stands_on 'the button that sends' '[ Send'
keys Enter
sees 'they were sent' 'were sent again'
is 'one PUT' "$(seen PUT "$path/resend-emails")" 1
is 'no approval mail' "$(seen PUT "$path/order-approval/resend-emails")" 0
more=$(($(mails_of "$order" | grep -c ' dcv ') > before))
is 'there are more DCV mails' "$more" 1

# -- the ticket summary ----------------------------------------------------------

keys y
sees 'the keys that can follow' 's summary'
keys s
sees 'the summary' "Order: $order"
sees 'its next step' 'Next step: You must prove control'
sees 'its mails' 'Last mail: '
sees 'its end' 'As of: '
keys q
sees 'back on the page' 'Certificate status'
keys w
sees 'the address' "$order"
keys Q
until_true screen_is_dead || fail 'Q ends the program' "$(screen)"
screen_stop

finish
