#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The configuration as the built program has it: what --print-config says, and
# that it can be kept and read again.
# Usage: config.sh SOURCE_DIR BUILD_DIR
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

certdesk=$build_dir/certdesk
config=$XDG_CONFIG_HOME/certdesk/config

# run CODE TEXT ARGS...: sets $out; what goes to stderr is in $work/err
run() {
	local wanted=$1 what=$2 code
	shift 2
	out=$("$certdesk" "$@" 2>"$work/err" </dev/null)
	code=$?
	if [ "$code" -eq "$wanted" ]; then
		pass "$what"
	else
		fail "$what" "exit $code instead of $wanted
$(cat "$work/err")"
	fi
}

values() {
	grep -v '^#' | grep .
}

# -- without a file --------------------------------------------------------------

run 0 'without a configuration the defaults are printed' --print-config
has 'among them' "$(values <<<"$out")" 'resend_guard = 600
note_on_resend = no' 'requests_per_5s = 50'
is 'of the one section that there is' "$(grep '^\[' <<<"$out")" '[general]'
defaults=$out
export CERTDESK_URL=https://desk.example.com CERTDESK_KIND=partner
CERTDESK_API_KEY=k3y-of-nobody run 0 'an account of the environment' \
	--print-config
has 'where it comes from' "$out" 'From: environment
url = https://desk.example.com/services/v2' 'From: environment
kind = partner'
lacks 'the key is not in it' "$out" k3y-of-nobody
unset CERTDESK_URL CERTDESK_KIND

# -- with one ----------------------------------------------------------------------

mkdir "$XDG_CONFIG_HOME/certdesk"
(umask 077 && cat >"$config") <<'END'
[general]
account = two
refresh = 30
[account one]
region = eu
proxy = http://me:s3cret@proxy.example.com:3128
key_command = printf '%s' "x; y"
[account two]
region = us
label = PROD
[view Night shift]
query = status=pending
sort = -waiting
END
run 0 'a configuration' --print-config --account one --read-only
has 'file and line of a value' "$out" "From: $config:3
refresh = 30"
has 'what the command line says' "$out" 'From: command line
account = one' 'From: command line
read_only = yes'
lacks 'no password of a proxy' "$out" s3cret
has 'a command as it is written' "$out" "key_command = printf '%s' \"x; y\""
while read -r name; do
	grep -q "^\.It Ic \(.* , \)\{0,1\}$name\( ,.*\)\{0,1\}$" \
		"$source_dir/man/certdesk-config.5" ||
		fail "certdesk-config(5) has $name"
done < <(sed -n 's/^\(# \)\{0,1\}\([a-z_0-9]*\) =.*/\2/p' <<<"$out" | sort -u)
(umask 077 && printf '%s\n' "$out" >"$work/kept")
before=$(values <<<"$out")
mv "$work/kept" "$config"
run 0 'what was printed is a configuration' --print-config
is 'with the same settings' "$(values <<<"$out")" "$before"
(umask 077 && printf '%s\n' "$defaults" >"$config")
run 0 'so are the defaults' --print-config
is 'and are the same' "$(values <<<"$out")" "$(values <<<"$defaults")"

printf '[account x]\n[general]\nrefrsh = 1\ncolumns = nam\n[view y]\n[keyz]\n' >>"$config"
run 2 'a broken configuration' --print-config
has 'all errors at once' "$(cat "$work/err")" 'Did you mean refresh?' \
	"There is no column 'nam'" '[account x] needs' '5 problems'
is 'and nothing is printed' "$out" ''
is 'in the order of the file' "$(sed -n "s|^$config:\([0-9]*\):.*|\1|p" \
	"$work/err" | sort -nc 2>&1)" ''
run 2 'the demo has no configuration' --demo --print-config

finish
