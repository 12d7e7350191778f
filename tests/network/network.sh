#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# A network that fails under the program: names that are never resolved, and
# each call of a socket in turn with each of seven errors.
# Usage: network.sh SOURCE_DIR BUILD_DIR [full]
# Some of the calls in turn; SEED says which. In full all of them.
#
# shellcheck disable=SC2119
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

certdesk=$build_dir/certdesk
preload=$build_dir/tests/network/preload.so
give_back=$build_dir/tests/terminal/give-back
every=11
[ -z "${3:-}" ] || every=1
seed=${SEED:-1}

# with VARIABLE=VALUE... COMMAND...: the program on that network.
with() {
	env LD_PRELOAD="$preload" \
		ASAN_OPTIONS="verify_asan_link_order=0:${ASAN_OPTIONS:-}" "$@"
}

# -- names ---------------------------------------------------------------------------

# shown WHAT VIEW ENDING: the view opens although no name is resolved, and the
# program ends at once.
shown() {
	with NET_DNS=hang CERTDESK_URL=https://slow.example \
		CERTDESK_API_KEY=sandbox-admin "$give_back" "$certdesk" \
		900001 900002 "$work/states" "$2" "$3" >"$work/out" 2>&1
	is "$1" "$?" 0
	sed 's/^/# /' "$work/out"
}

shown 'a name server that hangs: Q quits the list' orders 'a key'
shown 'a name server that hangs: SIGTERM ends it' orders SIGTERM
shown 'a name server that hangs: the help opens' help 'a key'
shown 'a name server that hangs: the search opens' form 'a key'
shown 'a name server that hangs: a lost terminal' orders 'a lost terminal'

with NET_DNS=fail CERTDESK_URL=https://slow.example \
	CERTDESK_API_KEY=sandbox-admin "$certdesk" orders \
	>"$work/out" 2>"$work/err"
is 'a name that is unknown: exit 5' "$?" 5
has 'a name that is unknown: a sentence' "$(cat "$work/err")" slow.example
is 'a name that is unknown: no output' "$(cat "$work/out")" ''

# -- each call in turn ------------------------------------------------------------------

sandbox_start
order=$(resendable ssl_ev_securesite_flex ev)
client=$(orders_of client_premium waiting_pickup | head -n 1)
# ECONNRESET EPIPE ETIMEDOUT EINTR EAGAIN ENOBUFS EMFILE
errors=(104 32 110 4 11 105 24)
runs=0
wrong=0
refused=0

# The answer, or nothing and a sentence.
is_in_order() {
	case $1 in
	0) jq -e . "$work/out" >"$work/jq" 2>&1 ;;
	5)
		refused=$((refused + 1))
		[ ! -s "$work/out" ] && [ -s "$work/err" ]
		;;
	*) return 1 ;;
	esac
}

# A server that counts the requests of three minutes is renewed in time.
renew() {
	[ $((runs % 150)) -ne 149 ] || {
		sandbox_stop
		sandbox_start
	}
}

in_turn() {
	local call error status
	with NET_COUNT="$work/calls" "$certdesk" "$@" --format json >"$work/out"
	is "$1: the answer is there" "$?" 0
	for ((call = 1; call <= $(cat "$work/calls"); call++)); do
		for error in "${errors[@]}"; do
			[ $(((call * 7 + error + seed) % every)) -eq 0 ] || continue
			renew
			runs=$((runs + 1))
			with NET_CALL=$call NET_ERRNO="$error" "$certdesk" "$@" \
				--format json >"$work/out" 2>"$work/err"
			status=$?
			is_in_order "$status" || {
				wrong=$((wrong + 1))
				fail "$1: call $call, errno $error" \
					"status $status: $(cat "$work/err")"
			}
		done
	done
}

in_turn show "$order"
in_turn orders --limit 10
in_turn contacts "$order"
is "$runs calls that failed, $refused sentences, the others an answer" "$wrong" 0

# In the screens a read is tried again by itself.
for ((call = seed % 7 + 1; call <= 60; call += every * 3)); do
	with NET_CALL=$call NET_ERRNO="${errors[call % 7]}" "$give_back" \
		"$certdesk" "$order" "$client" "$work/states-$call" \
		resend 'a key' >"$work/out" 2>&1
	is "the screens get over a failure of call $call" "$?" 0 ||
		cat "$work/out"
done

is 'nothing was ever sent' "$(puts | count)" 0
finish
