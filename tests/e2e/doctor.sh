#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# certdesk doctor: what it finds in a good setup and in broken ones, its exit
# codes, and that it neither shows the key nor writes anything anywhere.
# Usage: doctor.sh SOURCE_DIR BUILD_DIR
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

certdesk=$build_dir/certdesk
config=$XDG_CONFIG_HOME/certdesk/config
state=$XDG_STATE_HOME/certdesk
journal=$state/journal.db
sandbox_start --quiet
mkdir -m 700 "$XDG_CONFIG_HOME/certdesk"
: >"$work/everything"
tls_pid=

# shellcheck disable=SC2317 # by the trap
end_servers() {
	[ -z "$tls_pid" ] || kill "$tls_pid" 2>/dev/null
	screen_stop
	clean_up
}
trap end_servers EXIT

with=() # what it is run by
# doctor CODE TEXT ARGS...: output in $out, on one line in $flat
doctor() {
	local wanted=$1 text=$2 code=0
	shift 2
	out=$("${with[@]}" "$certdesk" doctor "$@" 2>"$work/err" </dev/null) ||
		code=$?
	printf '%s\n' "$out" >>"$work/everything"
	cat "$work/err" >>"$work/everything"
	if [ "$code" -eq "$wanted" ]; then
		pass "$text"
	else
		fail "$text" "exit $code instead of $wanted
$out
$(cat "$work/err")"
	fi
	flat=$(tr -s ' \n' ' ' <<<"$out")
}

# finds TEXT WORDS...: they stand in the output, wherever its lines break
finds() {
	has "$1" "$flat" "${@:2}"
}

# configure MODE < TEXT
configure() {
	cat >"$config"
	chmod "$1" "$config"
}

# A server that takes the request and says nothing; its end is awaited below.
fault '{"n": 99, "path": "/hangs/", "hang": true}'
CERTDESK_URL=$api/hangs "$certdesk" doctor >"$work/hung" 2>&1 </dev/null &
hung_pid=$!

# -- nothing is wrong ------------------------------------------------------------

doctor 0 'a good setup'
finds 'each area is looked at' 'note configuration' 'ok account' 'ok rights' \
	'ok journal' 'note terminal' 'ok locale' 'ok sandbox' 'ok proxy' \
	'ok resolver' 'note tls' 'ok clock' 'ok key' '(Administrator)' \
	'ok permissions' 'process'
is 'nothing was made' "$(find "$XDG_STATE_HOME" "$XDG_CONFIG_HOME" -type f)" ''
doctor 0 'as JSON' --format json
is 'JSON: the areas' "$(jq -r '[.findings[].area] | unique | join(" ")' <<<"$out")" \
	'account clock configuration journal key locale permissions process proxy resolver rights sandbox terminal tls'
# A build for tests may leave core dumps, and says so.
is 'JSON: no problem and no warning' "$(jq -c '[.problems,
	([.findings[] | select(.level == "warning" and .area != "process")] |
		length)]' <<<"$out")" '[0,0]'
is 'JSON: a finding' "$(jq -r '.findings[0] | keys | join(" ")' <<<"$out")" \
	'advice area level text'
(
	unset CERTDESK_URL CERTDESK_API_KEY
	"$certdesk" doctor --demo --format json </dev/null
) >"$work/demo" 2>&1
is 'the demo' "$? $(jq .problems "$work/demo")" '0 0'
doctor 2 'no CSV' --format csv

# -- the key ---------------------------------------------------------------------

CERTDESK_API_KEY=sandbox-orders doctor 0 'a key for orders alone'
finds 'its role' 'Orders)' 'may not read organizations'
CERTDESK_API_KEY=sandbox-readonly doctor 0 'a key that is View Only'
finds 'its role, too' 'role 102'
CERTDESK_API_KEY=canary-0123456789 doctor 4 'a key that is refused'
finds 'where to look' 'problem key' 'The key from CERTDESK_API_KEY is refused' \
	'API Keys'
CERTDESK_API_KEY='canary-0123456789 with blanks' doctor 2 'a key that is none'
CERTDESK_API_KEY='' doctor 2 'no key'
finds 'what to set' 'There is no key' 'key_command'
configure 600 <<END
[account one]
url = $root
label = PROD
key_command = echo canary-0123456789
END
doctor 4 'a key command, and a key that is refused'
finds 'the command and not its words' 'The key from key_command' \
	'CERTDESK_API_KEY is set and not used' 'one: http://127.0.0.1' PROD
configure 600 <<END
[account one]
url = $root
key_command = false
END
doctor 2 'a key command that fails'
finds 'its exit code' 'exit code 1' 'by hand'
printf 'sandbox-admin\n' >"$work/key"
chmod 644 "$work/key"
configure 600 <<END
[account one]
url = $root
key_file = $work/key
[account two]
url = $root
key_file = $work/key
END
doctor 2 'a key file that others can read'
finds 'what to run' 'problem rights' "chmod 600 $work/key" \
	'There are 2 accounts'
chmod 600 "$work/key"
doctor 0 'a key file' --account two
finds 'which account' 'two: http' "key file $work/key is yours alone"
doctor 2 'no such account' --account three
finds 'which there are' "There is no account 'three'. There are: one, two."

# -- the configuration -----------------------------------------------------------

configure 644 <<END
[account one]
url = $root
END
doctor 2 'a configuration that others can read'
finds 'what to run' 'problem configuration' "chmod 600 $config" \
	'there is no account'
configure 600 <<END
[general]
resend_gard = 5
[account one]
url = $root
key_file = $work/key
read_only = perhaps
END
doctor 2 'a configuration with mistakes'
finds 'file, line and the nearest name' "$config:2: " 'Did you mean resend_guard' \
	"$config:6: read_only is yes or no"
finds 'all else is looked at' 'The key from key_file works'
configure 600 <<END
[account one]
kind = enterprise
END
doctor 2 'an account without a place'
finds 'what it needs' 'needs a region (us or eu) or a url'
printf '[account one]\nurl = %s\n\0read_only = yes\n' "$root" | configure 600
doctor 2 'a configuration with a NUL byte'
configure 600 <<END
[account one]
url = http://example.com
END
doctor 2 'plain http to another host'
finds 'why not' 'needs https' "$config:2: "
rm "$config"
mkdir "$config"
doctor 2 'a directory for a configuration'
rmdir "$config"
mkfifo -m 600 "$config"
doctor 2 'a configuration that would hang'
rm "$config"
chmod 777 "$XDG_CONFIG_HOME/certdesk"
doctor 2 'a configuration directory for everybody'
finds 'what to run' 'chmod go-w'
chmod 700 "$XDG_CONFIG_HOME/certdesk"
printf '[view A]\nnumber = 77\n' >"$XDG_CONFIG_HOME/certdesk/views"
chmod 600 "$XDG_CONFIG_HOME/certdesk/views"
doctor 2 'saved views that cannot be read'
finds 'which line' 'views:2: '
rm "$XDG_CONFIG_HOME/certdesk/views"
configure 600 <<END
[account main]
url = $root
[view Mine]
number = 12
END
doctor 2 'a view without a query'
finds 'what is missing' '[view Mine] needs a query'
rm "$config"
CERTDESK_URL='' doctor 2 'no account at all'
finds 'what to try' 'Try certdesk --demo'

# -- the journal -----------------------------------------------------------------

order=$(resendable ssl_ev_securesite_flex 'ev')
fault '{"method": "PUT", "n": 1, "cut_after": 0, "apply": true}'
"$certdesk" resend-approval "$order" --yes >"$work/out" 2>&1
is 'a send whose answer is lost' "$?" 6
doctor 0 'a journal'
finds 'what is unknown' 'warning journal' 'The outcome of 1 write is unknown' \
	'certdesk journal --unknown' 'is whole: 1 record, version 1'
"$certdesk" journal --settle 1 sent >"$work/out" 2>&1
doctor 0 'a journal that is settled'
lacks 'nothing is unknown' "$flat" unknown
configure 600 <<END
[general]
syslog = yes
[account one]
url = $root
END
doctor 0 'the system log is asked for'
if [ -e /dev/log ]; then
	lacks 'it is there' "$flat" /dev/log
else
	finds 'that it is not there' 'warning journal syslog = yes'
fi
rm "$config"
chmod 666 "$journal"
doctor 8 'a journal for everybody'
finds 'what to run' "chmod 600 $journal" 'prove nothing'
chmod 640 "$journal"
doctor 0 'a journal for the group to read'
finds 'a warning' "Run: chmod 600 $journal"
chmod 600 "$journal"
cp "$journal" "$work/good"
# A page in the middle: the table's first leaf or its index.
size=$(stat -c %s "$journal")
head -c 4096 /dev/zero | tr '\0' 'x' |
	dd of="$journal" bs=1 seek=$((size - 4096)) conv=notrunc 2>/dev/null
doctor 8 'a journal with a broken page'
finds 'what to do' 'problem journal' 'damaged' 'Keep a copy'
head -c 5000 "$work/good" >"$journal"
doctor 8 'a journal that was cut'
printf 'something else, long enough to be no header of a database at all\n' \
	>"$journal"
doctor 8 'a journal of another program'
: >"$journal"
doctor 0 'an empty journal'
finds 'that it is' 'still empty'
rm "$journal"
mkfifo -m 600 "$journal"
doctor 8 'a journal that would hang'
rm "$journal"
mkdir "$journal"
doctor 8 'a directory for a journal'
rmdir "$journal"
cp "$work/good" "$journal"

# -- the way to the service ------------------------------------------------------

CERTDESK_URL=http://127.0.0.1:1 doctor 5 'nobody listens'
finds 'what to check' 'problem tls' 'Check the account' 'could not be tried'
CERTDESK_URL=https://no-such-host.invalid doctor 5 'no such name'
finds 'what to check, too' 'problem resolver' 'resolv.conf'
CERTDESK_URL=$root/elsewhere doctor 5 'another path'
finds 'what to check then' 'problem key' 'Services API'
fault '{"n": 9, "status": 302, "headers": {"Location": "http://127.0.0.1:1/"}}'
doctor 5 'a redirect'
finds 'that none is followed' 'follows no redirect'
get -X DELETE "$root/sandbox/v1/faults"
fault '{"n": 9, "status": 429}'
doctor 0 'a limit that is used up'
finds 'what helps' 'a key of its own'
get -X DELETE "$root/sandbox/v1/faults"
fault '{"n": 9, "headers": {"Date": "Fri, 20 Nov 2020 12:00:00 GMT"}, "status": 403}'
doctor 8 'a clock that is wrong'
finds 'by how much' 'problem clock' 'minutes ahead of'
get -X DELETE "$root/sandbox/v1/faults"
fault '{"n": 9, "garbage": 500}'
doctor 5 'garbage'
get -X DELETE "$root/sandbox/v1/faults"
fault '{"n": 9, "cut_after": 40}'
doctor 5 'answers that are cut'
get -X DELETE "$root/sandbox/v1/faults"
https_proxy=http://me:canary-0123456789@127.0.0.1:1 \
	CERTDESK_URL=https://www.example.com doctor 5 'a proxy that is not there'
finds 'which proxy, and from where' 'through the proxy http://127.0.0.1:1' \
	'https_proxy' 'with a password'

# -- TLS -------------------------------------------------------------------------

# tls_start CERT: a server with that certificate, in $tls
tls_start() {
	[ -z "$tls_pid" ] || kill "$tls_pid"
	wait "$tls_pid" 2>/dev/null
	: >"$work/tls"
	openssl s_server -accept 127.0.0.1:0 -www -key "$work/tls.key" \
		-cert "$1" >"$work/tls" 2>&1 </dev/null &
	tls_pid=$!
	until_true grep -q '^ACCEPT' "$work/tls"
	tls=https://127.0.0.1:$(sed -n 's/^ACCEPT.*://p' "$work/tls")
}

# certificate DAYS NAME FILE
certificate() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 \
		-nodes -keyout "$work/tls.key" -out "$3" -days "$1" \
		-subj '/O=Example CA' -addext "subjectAltName=$2" 2>/dev/null
}

certificate 100 IP:127.0.0.1 "$work/cert.pem"
tls_start "$work/cert.pem"
configure 600 <<END
[account one]
url = $tls
ca_file = $work/cert.pem
key_file = $work/key
END
doctor 5 'a trusted server that is not CertCentral'
finds 'its TLS' 'ok tls TLSv1.3' "ca_file $work/cert.pem" 'Example CA' \
	' days.' 'could not be tried'
configure 600 <<END
[account one]
url = $tls
key_file = $work/key
END
doctor 5 'a server that is not trusted'
finds 'why, and what to do' 'problem tls' 'No trusted connection' \
	'certdesk never connects unverified' \
	'There is a key (from key_file), which could not be tried'
"$build_dir/certdesk-sandbox" --port 0 --port-file "$work/tls-port" --quiet \
	--tls-cert "$work/cert.pem" --tls-key "$work/tls.key" &
tls_sandbox=$!
until_true test -s "$work/tls-port"
configure 600 <<END
[account one]
url = https://127.0.0.1:$(cat "$work/tls-port")
ca_file = $work/cert.pem
key_file = $work/key
END
doctor 0 'all is well over TLS'
finds 'the key, too' 'ok tls TLSv1.3' 'ok clock' 'The key from key_file works'
kill "$tls_sandbox"
wait "$tls_sandbox"
certificate 3 IP:127.0.0.1 "$work/short.pem"
tls_start "$work/short.pem"
configure 600 <<END
[account one]
url = $tls
ca_file = $work/short.pem
key_file = $work/key
END
doctor 5 'a certificate that ends soon'
finds 'when' 'warning tls' ' days; after that'
certificate 100 DNS:other.example "$work/other.pem"
tls_start "$work/other.pem"
configure 600 <<END
[account one]
url = $tls
ca_file = $work/other.pem
key_file = $work/key
END
doctor 5 'a certificate of another name'
finds 'that it is not trusted' 'problem tls' 'No trusted connection'
configure 600 <<END
[account one]
url = $tls
ca_file = $work/nowhere.pem
END
doctor 2 'a ca_file that is not there'
rm "$config"

# -- the terminal ----------------------------------------------------------------

screen_start 100x30 env "TERM=xterm-256color" sh -c \
	"'$certdesk' doctor; echo \"code \$?\"; exec cat"
sees 'in a terminal' 'code 0'
has 'its size and colours' "$(screen)" \
	'ok       terminal       xterm-256color, 100x30, 256 colours' \
	'alternate screen'
screen_stop
screen_start 100x30 env TERM=dumb sh -c "'$certdesk' doctor | cat; TERM=dumb '$certdesk' doctor >/dev/tty; echo \"code \$?\"; exec cat"
sees 'in a dumb terminal' 'code 2'
screen_stop
with=(env LC_ALL=xx_YY.UTF-8)
doctor 0 'a locale that is not there'
with=()
finds 'which one' 'LC_ALL=xx_YY.UTF-8 is not installed'

wait "$hung_pid"
is 'a server that says nothing does not hold it up' \
	"$? $(grep -c 'No answer in time' "$work/hung")" '5 1'

# -- a signal --------------------------------------------------------------------

mkdir "$work/tmp"
mkfifo "$work/slow"
# Most often the signal comes in the middle of it; else it is over (0), or about
# to end, when a signal is what it always is (143).
TMPDIR=$work/tmp "$certdesk" doctor --demo >"$work/slow" 2>/dev/null </dev/null &
demo=$!
exec {slow}<"$work/slow"
read -r -u "$slow" line
has 'the first line comes at once' "$line" 'The demo runs at'
kill -TERM "$demo"
wait "$demo"
code=$?
[ "$code" = 5 ] || [ "$code" = 143 ] && code=0
is 'a signal ends the demo in order' "$code $(ls "$work/tmp")" '0 '
exec {slow}<&-

# -- always ----------------------------------------------------------------------

lacks 'no key was shown' "$(cat "$work/everything")" canary
lacks 'nor the other' "$(cat "$work/everything")" sandbox-admin
is 'the way was looked at without a key' \
	"$(get "$root/sandbox/v1/requests" | jq -r '[.requests[] |
		select(.path == "/services/v2/user/me") | .key] | .[0:2] |
		map(if . == "" then "none" else . end) | join(" ")')" \
	'none sandbox-admin'
is 'only GET was sent, but for the one send' \
	"$(get "$root/sandbox/v1/requests" |
		jq -r '.requests[] | select(.key != "sandbox-orders") |
			select(.path | startswith("/services")) | .method' |
		sort | uniq -c | sed 's/[0-9]* GET/n GET/; s/^ *//' | xargs)" \
	'n GET 1 PUT'

finish
