#!/bin/bash
# SPDX-License-Identifier: MIT
#
# Domain control validation, of orders and of domains: method, token, check.
#
#   tests/contract/dcv.sh SRCDIR BUILDDIR
set -u

# shellcheck source=tests/contract/common.sh
. "$1/tests/contract/common.sh"

start --now $now --rate 0/1

method() {
	order PUT "$id/dcv-method" "{\"dcv_method\":\"$1\"}"
}
minute() {
	call POST /sandbox/v1/advance '{"seconds":60}' >"$work/x"
}
validation() {
	order GET "$id/validation"
}
# states: of the order's names, as the validation answer tells them
states() {
	validation | grep -o '"dns_name_validations":.*' | values status |
		tr '\n' ' '
}

id=900037 # EV, waits for its domain and its approval
is 'one domain is open' "$(states)" 'pending '
has 'it is validated by mail' "$(validation)" '"order_dcv_method":"email"' \
	'"status":"pending","method":"email"'
refused 'a check of that' invalid_dns_method PUT $id/check-dcv
mails_before=$(mail_values $id open id | wc -l)
for word in dns-txt-token dns-cname-token http-token; do
	got=$(method "$word")
	has "$word: a token" "$got" '200 {"dcv_random_value":"' \
		'"expiration_date":"2026-12-20T'
	has "$word: is the method" "$(validation)" \
		"\"order_dcv_method\":\"$word\"" "\"method\":\"$word\""
	has "$word: in order info too" "$(order GET $id)" \
		"\"dcv_method\":\"$word\""
	if [ $word = http-token ]; then
		refused "$word: not published yet" \
			file_random_value_not_found PUT $id/check-dcv
	else
		has "$word: not published yet" "$(order PUT $id/check-dcv)" \
			'200 {"order_status":"pending","certificate_id":' \
			'"status":"pending"}],"dcv_status":"pending"}'
	fi
	is "$word: still open" "$(states)" 'pending '
done
old=$(echo "$got" | values dcv_random_value)
is 'the token can be asked for again' "$(order PUT $id/dcv-random-value)" \
	"$got"
is 'no token is like another' "$(method http-token | values \
	dcv_random_value | grep -c "^$old$")" 0
is 'no mail was sent' "$(mail_values $id open id | wc -l)" "$mails_before"
call POST /sandbox/v1/advance '{"seconds":2678400}' >"$work/x"
got=$(order PUT $id/dcv-random-value)
has 'a month later there is a new one' "$got" '200 {"dcv_random_value":"'
lacks 'which is another' "$got" "$old"
is 'back to mail' "$(method email)" '204 '
is 'sends five' "$(mail_values $id open id | wc -l)" $((mails_before + 5))
is 'mail again' "$(method email)" '204 '
is 'sends nothing' "$(mail_values $id open id | wc -l)" $((mails_before + 5))
refused 'a token of that' invalid_dns_method PUT $id/dcv-random-value
refused 'another method' sandbox_unknown_dcv_method PUT $id/dcv-method \
	'{"dcv_method":"fax"}'
refused 'no method' sandbox_unknown_dcv_method PUT $id/dcv-method '{}'

method dns-txt-token >"$work/x"
minute
name=$(validation | grep -o '"dns_names":\["[^"]*' | cut -d'"' -f4)
refused 'a name of no order' sandbox_no_such_name PUT $id/check-dcv \
	'{"dns_names_validations":["elsewhere.example"]}'
refused 'no list' sandbox_invalid_names PUT $id/check-dcv \
	'{"dns_names_validations":"x"}'
has 'a minute later it is found' "$(order PUT $id/check-dcv)" \
	'200 {"order_status":"pending","certificate_id":' \
	'"dcv_status":"valid"' \
	"{\"dns_name\":\"$name\",\"status\":\"approved\"}"
is 'the domain is validated' "$(states)" 'approved '
has 'a second check is no harm' "$(order PUT $id/check-dcv)" '200 ' \
	'"dcv_status":"valid"'

id=$(first_of pending ssl_dv_geotrust)
method http-token >"$work/x"
minute
has 'the last gate issues the order' "$(order PUT "$id/check-dcv")" \
	'200 {"order_status":"issued",'
is 'as it says itself' "$(status_of "$id")" issued
refused 'a check of an issued order' sandbox_order_not_pending PUT \
	"$id/check-dcv"
refused 'another method for it' sandbox_order_not_pending PUT \
	"$id/dcv-method" '{"dcv_method":"email"}'
id=900002
refused 'a product without domains' sandbox_product_without_domains PUT \
	$id/dcv-method '{"dcv_method":"email"}'

# An order with five names, two of which are open: one after the other.
id=$(api GET 'order/certificate?filters[common_name]=fqdn.example.com' |
	grep -o '"orders":\[{"id":[0-9]*' | grep -o '[0-9]*$')
is 'two of five are open' "$(states)" \
	'approved approved approved pending pending '
method dns-txt-token >"$work/x"
minute
last=$(validation | grep -o '"dns_names":\["[^"]*' | tail -1 | cut -d'"' -f4)
is 'a check of the last name' "$(order PUT "$id/check-dcv" \
	"{\"dns_names_validations\":[\"$last\"]}" |
	grep -o '"dns_name_validations":.*')" \
	"\"dns_name_validations\":[{\"dns_name\":\"$last\",\"status\":\"approved\"}],\"dcv_status\":\"valid\"}"
is 'validates that one' "$(states)" \
	'approved approved approved pending approved '
before=$(mail_values "$id" open to | wc -l)
order PUT "$id/resend-emails" >"$work/x"
is 'DCV mails go to the other one alone' \
	"$(mail_values "$id" open to | wc -l)" $((before + 5))
open=$(validation | sed 's/},{/}\n{/g' | grep '"status":"pending"' |
	values name_scope)
chosen() {
	echo "{\"domain_approval_emails\":[{\"domain\":\"$1\",\"email\":\"$2\"}]}"
}
is 'or to one that is chosen' "$(order PUT "$id/resend-emails" \
	"$(chosen "$open" "Admin@$open")")" '204 '
is 'which is one more' "$(mail_values "$id" open to | wc -l)" $((before + 6))
refused 'a domain that is validated' sandbox_no_such_domain PUT \
	"$id/resend-emails" "$(chosen "$last" "admin@$last")"
refused 'an address elsewhere' sandbox_email_not_offered PUT \
	"$id/resend-emails" "$(chosen "$open" admin@elsewhere.example)"
is 'nothing was sent' "$(mail_values "$id" open to | wc -l)" $((before + 6))
has 'a check of all' "$(order PUT "$id/check-dcv")" '200 '
is 'validates all' "$(states)" \
	'approved approved approved approved approved '

# -- one domain ------------------------------------------------------------------

domain() {
	api "$1" "domain/$2/dcv/$3" "${@:4}"
}
refused_domain() {
	has "refused: $1" "$(domain PUT "$d" "${@:3}")" '400 ' "\"code\":\"$2\""
}
id=900042 # EV Multi-Domain, waits for its domain and its approval
is 'one domain is open again' "$(states)" 'pending '
d=$(validation | values domain_id)
name=$(validation | values name_scope)
domain PUT "$d" method \
	'{"dcv_method":"email","send_dcv_email_flag":false}' >"$work/x"
has 'the domain is in the list' "$(api GET "domain/$d")" \
	"200 {\"id\":$d," "\"name\":\"$name\""
others=$(order GET 900001/validation | values domain_id | head -1)
before=$(mail_values $id open to | wc -l)
is 'its mails' "$(domain PUT "$d" emails)" '204 '
is 'go to five' "$(mail_values $id open to | wc -l)" $((before + 5))
is 'or to one' "$(domain PUT "$d" emails \
	"{\"email_array\":[\"admin@$name\"],\"name_scope\":\"www.$name\"}")" '204 '
is 'which is one' "$(mail_values $id open to | wc -l)" $((before + 6))
refused_domain 'an address of others' sandbox_email_not_offered emails \
	'{"email_array":["admin@elsewhere.example"]}'
refused_domain 'no addresses' sandbox_emails_missing emails \
	'{"email_array":[]}'
refused_domain 'a scope elsewhere' sandbox_invalid_name_scope emails \
	"{\"name_scope\":\"not$name\"}"
is 'nothing was sent' "$(mail_values $id open to | wc -l)" $((before + 6))
refused_domain 'a check of mails' invalid_dns_method validate-token
refused_domain 'another method' sandbox_unknown_dcv_method method \
	'{"dcv_method":"fax"}'
has 'a token' "$(domain PUT "$d" method '{"dcv_method":"dns-txt-token"}')" \
	'200 {"dcv_token":{"token":"' '"status":"pending","expiration_date":"20'
has 'is the method of the order' "$(validation)" '"method":"dns-txt-token"'
has 'and of the domain' "$(api GET "domain/$d?include_dcv=true")" \
	'"dcv_method":"dns-txt-token"' '"dcv":{"method":"dns-txt-token"'
has 'not published yet' "$(domain PUT "$d" validate-token)" \
	'200 {"token":"' '"status":"pending"}'
has 'mail again' "$(domain PUT "$d" method '{"dcv_method":"email"}')" \
	"200 {\"validation_emails\":{\"name_scope\":\"$name\",\"base_emails\":[\"admin@$name\","
is 'sends five more' "$(mail_values $id open to | wc -l)" $((before + 11))
domain PUT "$d" method '{"dcv_method":"http-token"}' >"$work/x"
domain PUT "$d" method \
	'{"dcv_method":"email","send_dcv_email_flag":false}' >"$work/x"
is 'unless told not to' "$(mail_values $id open to | wc -l)" $((before + 11))
domain PUT "$d" method '{"dcv_method":"http-token"}' >"$work/x"
refused_domain 'no file yet' file_random_value_not_found validate-token
minute
has 'a minute later it is found' "$(domain PUT "$d" validate-token)" \
	'200 {"token":"' '"status":"active"}'
is 'the domain is validated' "$(states)" 'approved '
refused_domain 'then nothing waits for it' sandbox_no_domain_to_validate emails
has 'no such domain' "$(domain PUT 1 emails)" '404 ' '"not_found|domain"'
key='sandbox-orders'
has 'the Orders key has no domains' "$(domain PUT "$others" emails)" '403 ' \
	'"access_denied|missing_permission"'
key='sandbox-admin'

# A domain that belongs to no organization: that of a DV order.
for id in $(api GET 'order/certificate?filters[status]=pending&filters[product_name_id][0]=ssl_dv_rapidssl&filters[product_name_id][1]=ssl_dv_geotrust&filters[product_name_id][2]=wildcard_dv_rapidssl' |
	grep -o '"id":9[0-9]*,"certificate"' | grep -o '9[0-9]*'); do
	case "$(states)" in *pending*) break ;; esac
done
d=$(validation | sed 's/},{/}\n{/g' | grep '"status":"pending"' |
	values domain_id | head -1)
is 'a domain of a DV order' "$(domain PUT "$d" emails)" '204 '
has 'has its mails' "$(mails_of "$id")" '"kind":"dcv"'

# -- rights ----------------------------------------------------------------------

for call in "dcv-method" "dcv-random-value" "check-dcv"; do
	key='sandbox-readonly'
	has "View Only: $call" "$(order PUT "900037/$call" '{}')" '403 ' \
		'"access_denied|missing_permission"'
	key='sandbox-orders'
	has "no such order: $call" "$(order PUT "1/$call" '{}')" '404 ' \
		'"not_found|order"'
	key='sandbox-admin'
done
end TERM
is 'SIGTERM ends it cleanly' $? 0

finish
