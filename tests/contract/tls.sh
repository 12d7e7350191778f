#!/bin/bash
# SPDX-License-Identifier: MIT
#
# TLS between the client and the sandbox: whom the client trusts, what it says
# of the others, and that no request leaves before it does. The certificates
# are made here.
#
#   tests/contract/tls.sh SRCDIR BUILDDIR
set -u

set -- "$(cd "$1" && pwd)" "$(cd "$2" && pwd)"
# shellcheck source=tests/contract/common.sh
. "$1/tests/contract/common.sh"
certdesk=$builddir/certdesk
export XDG_CONFIG_HOME=$work/config XDG_STATE_HOME=$work/state
unset CERTDESK_URL CERTDESK_API_KEY CERTDESK_KIND SSL_CERT_FILE SSL_CERT_DIR \
	SSLKEYLOGFILE
mkdir -p "$XDG_CONFIG_HOME/certdesk"
cd "$work" || exit 1

# -- certificates ---------------------------------------------------------------

curve=(ec -pkeyopt ec_paramgen_curve:prime256v1)
made() {
	if ! "$@" 2>"$work/openssl"; then
		fail "openssl: $*" "$(cat "$work/openssl")"
		finish
	fi
}

# authority NAME: NAME.pem and NAME.key
authority() {
	made openssl req -x509 -newkey "${curve[@]}" -nodes -keyout "$1.key" \
		-out "$1.pem" -days 2 -subj "/CN=$1" -addext \
		basicConstraints=critical,CA:true
	mkdir "$1.d"
	: >"$1.d/index"
	cat >"$1.conf" <<-END
		[ca]
		default_ca = here
		[here]
		database = $1.d/index
		new_certs_dir = $1.d
		rand_serial = yes
		default_md = sha256
		default_days = 2
		policy = any
		copy_extensions = copy
		unique_subject = no
		[any]
		commonName = supplied
	END
}

# certificate NAME ALTNAME AUTHORITY KEY... [-- OPTION-OF-CA...]
certificate() {
	local name=$1 alt=$2 by=$3 kind=()
	shift 3
	while [ $# -gt 0 ] && [ "$1" != -- ]; do
		kind+=("$1")
		shift
	done
	[ $# -eq 0 ] || shift
	made openssl req -new -newkey "${kind[@]}" -nodes -keyout "$name.key" \
		-out "$name.csr" -subj "/CN=$name" -addext "subjectAltName=$alt"
	made openssl ca -batch -config "$by.conf" -cert "$by.pem" \
		-keyfile "$by.key" -in "$name.csr" -out "$name.pem" -notext "$@"
}

here=IP:127.0.0.1,DNS:localhost
authority good
authority other
certificate server "$here" good "${curve[@]}"
certificate stranger "$here" other "${curve[@]}"
certificate name DNS:www.example.com good "${curve[@]}"
certificate expired "$here" good "${curve[@]}" -- \
	-startdate 20200101000000Z -enddate 20210101000000Z
certificate early "$here" good "${curve[@]}" -- \
	-startdate 20900101000000Z -enddate 20910101000000Z
certificate weak "$here" good rsa:1024
made openssl req -x509 -newkey "${curve[@]}" -nodes -keyout self.key \
	-out self.pem -days 2 -subj /CN=self -addext "subjectAltName=$here"

# -- the sandbox speaks it ------------------------------------------------------

export CURL_CA_BUNDLE=$work/good.pem
serve() {
	start --now $now --rate 0/1 --tls-cert "$1.pem" --tls-key "$1.key" \
		"${@:2}"
}

serve server --outbox "$work/outbox"
has 'it tells an https address' "$url" https://127.0.0.1:
has 'an answer' "$(api GET user/me)" '200 ' '"id":'
is 'with TLS 1.2' "$(code api GET user/me --tls-max 1.2)" 200
has 'a resend' "$(order PUT "900001/$resend" "$(emails \
	ana.ruiz@example.com)")" '204 '
link=$(mail_values 900001 open link)
has 'its link is one' "$link" https://127.0.0.1:
has 'and leads to the page' "$(curl -s -m "$patience" "$link")" Approve
for version in -tls1 -tls1_1; do
	openssl s_client -connect "127.0.0.1:${url##*:}" $version \
		-cipher DEFAULT@SECLEVEL=0 </dev/null >"$work/out" 2>&1
	is "no $version" "$?" 1
done

# What faults do to an encrypted connection.
faulty() {
	call POST /sandbox/v1/faults "$1" >/dev/null
	curl -s -m "$patience" -i -H "X-DC-DEVKEY: $key" \
		"$url/services/v2/user/me"
}
has 'an answer that is cut' "$(faulty '{"n":1,"cut_after":60}')" 'HTTP/1.1 200'
is 'an answer that is none' "$(faulty '{"n":1,"cut_after":0}')" ''
faulty '{"n":1,"garbage":500}' >/dev/null
is 'garbage' "$?" 1
large=$(printf '%0100000d' 0)
faulty "{\"n\":1,\"status\":200,\"body\":\"$large\",\"cut_after\":100000}" |
	wc -c >"$work/size"
is 'a cut behind more than one record' "$(cat "$work/size")" 100000
call POST /sandbox/v1/faults '{"n":1,"hang":true}' >/dev/null
descriptors() {
	find "/proc/$pid/fd" -mindepth 1 | wc -l
}
# shellcheck disable=SC2317 # until_true calls it
is_idle() {
	[ "$(descriptors)" -le "$idle" ]
}
idle=$(descriptors)
curl -s -m 0.3 "$url/services/v2/user/me"
is 'one that hangs' "$?" 28
until_true is_idle
is 'the end of one that hung is seen' "$?" 0
end TERM

# -- the client trusts it -------------------------------------------------------

# account URL [LINE...]
account() {
	{
		printf '[account a]\nurl = %s\nkey_file = %s\n' "$1" "$work/api"
		[ $# -lt 2 ] || printf '%s\n' "${@:2}"
	} >"$XDG_CONFIG_HOME/certdesk/config"
	chmod 600 "$XDG_CONFIG_HOME/certdesk/config"
}
(umask 077 && echo sandbox-admin >"$work/api")

# asks TEXT CODE PART...: an order list, its exit code, parts of its sentence
asks() {
	local what=$1 wanted=$2 got
	shift 2
	"$certdesk" orders --limit 1 >"$work/out" 2>"$work/err"
	got=$?
	is "$what: exit code" "$got" "$wanted"
	has "$what: its sentence" "$(cat "$work/out" "$work/err")" "$@"
}

# seen: the requests that came with the client's key
seen() {
	call GET /sandbox/v1/requests | grep -o '"key":"sandbox-admin"' | wc -l
}

trusting="ca_file = $work/good.pem"
serve server
key='sandbox-orders'
account "$url" "$trusting"
asks 'a trusted server' 0 900
account "https://localhost:${url##*:}" "$trusting"
asks 'by its name' 0 900
account "$url" 'ca_file = ~/good.pem'
asks 'a ca_file at home' 0 900
account "$url" "$trusting"
had=$(seen)
: >"$work/environment"
SSLKEYLOGFILE=$work/environment asks 'SSLKEYLOGFILE' 0 900
is 'the session keys are not written' "$(cat "$work/environment")" ''
account "$url"
SSL_CERT_FILE=$work/good.pem CURL_CA_BUNDLE=$work/good.pem \
	asks 'a CA from the environment is none' 5 'certdesk:' 'ca_file'
account "$url" "ca_file = $work/other.pem"
asks 'another ca_file' 5 'authority that is not trusted' 'ca_file'
account "$url" "ca_file = $work/missing.pem"
asks 'a ca_file that is not there' 2 "$work/missing.pem"
account "$url" "ca_file = $work/good.key"
asks 'a ca_file without certificates' 5 'ca_file' 'no certificate'
is 'only those who trust it have sent something' "$(($(seen) - had))" 1

# From here to elsewhere, encrypted or not: nobody is followed.
first=$url first_pid=$pid first_out=$out
start --now $now --rate 0/1
elsewhere=$url
for status in 301 302 303 307 308; do
	for place in "$elsewhere" "https://localhost:${first##*:}"; do
		url=$first
		call POST /sandbox/v1/faults "{\"path\":\"order\",\"n\":9,
			\"status\":$status,\"headers\":{\"Location\":
			\"$place/services/v2/user/me\"}}" >/dev/null
		account "$first" "$trusting"
		asks "a redirect $status to $place" 5 'certdesk:'
		call DELETE /sandbox/v1/faults >/dev/null
	done
done
is 'nobody is there' "$(curl -s "$elsewhere/sandbox/v1/requests")" \
	'{"requests":[]}'
end TERM
url=$first pid=$first_pid out=$first_out
end TERM

# -- and nobody else ------------------------------------------------------------

# refuses TEXT CERTIFICATE PART...
refuses() {
	local what=$1
	serve "$2"
	account "$url" "$trusting"
	asks "$what" 5 'No trusted connection to 127.0.0.1' "${@:3}"
	CURL_CA_BUNDLE=$work/$2.pem
	is "$what: no request came" "$(curl -sk "$url/sandbox/v1/requests")" \
		'{"requests":[]}'
	end TERM
}

refuses 'another name' name 'another name' 'url'
refuses 'expired' expired 'has expired' "clock"
refuses 'not yet valid' early 'not valid yet' "clock"
refuses 'an unknown authority' stranger 'authority that is not trusted' 'ca_file'
refuses 'self-signed' self 'has signed itself' 'ca_file'
refuses 'a weak key' weak 'too weak'

finish
