#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Measures, on a network with 300 ms of delay and every twentieth answer lost,
# how long a key takes, and after outages how long until the page that was
# waited for is there. Figures and no limits: those depend on the machine.
# Usage: figures.sh SOURCE_DIR BUILD_DIR
# OUTAGES: their seconds.
#
# shellcheck disable=SC2119
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

pty=$build_dir/tests/bench/bench-pty
read -ra outages <<<"${OUTAGES:-1 1 2 2 3 3 4 4 6 6}"

# -- keys ----------------------------------------------------------------------------

bad_network() {
	local skip
	for ((skip = 19; skip < 2000; skip += 20)); do
		fault "{\"method\":\"GET\",\"path\":\"order\",\"n\":1,\"skip\":$skip,\"cut_after\":0}"
	done
	fault '{"method":"GET","path":"order","n":100000,"delay_ms":300}'
}

# keys NAME: down through five pages of the list, a row a key.
keys() {
	"$pty" 24 80 "$build_dir/certdesk" <<-END
		see row 1,
		rows $1 500 j 2 1
		leave Q
	END
}

# -- outages -------------------------------------------------------------------------

# Programs that end the network and bring it back.
write_switches() {
	local ask="curl -sS -o /dev/null -H X-DC-DEVKEY:sandbox-orders"
	printf '#!/bin/sh\n%s -H Content-Type:application/json -d %s %s\n' "$ask" \
		"'{\"method\":\"GET\",\"path\":\"order\",\"n\":100000,\"cut_after\":0}'" \
		"$faults" >"$work/lose"
	printf '#!/bin/sh\n%s -X DELETE %s\n' "$ask" "$faults" >"$work/return"
	chmod +x "$work/lose" "$work/return"
}

# outage SECONDS: how many ms after its end a page is there that was asked for at
# its beginning. As exact as two programs start together: some 10 ms.
outage() {
	"$pty" 24 80 "$build_dir/certdesk" <<-END | awk -v s="$1" \
		'$2 == "ms" {printf "outage_of_%d_s ms %.0f\n", s, $3 - s * 1000}'
		see row 1,
		shell $work/lose
		shell (sleep $1; $work/return) >/dev/null &
		until outage :$order\\r waits for a verified contact
		leave Q
	END
	[ "${PIPESTATUS[0]}" = 0 ]
}

all_outages() {
	local seconds
	for seconds in "${outages[@]}"; do
		outage "$seconds" || return
	done
}

largest() {
	sort -n | tail -n 1
}

sandbox_start --rate 0/1 --orders 1000
faults=$root/sandbox/v1/faults
order=$(resendable ssl_ev_securesite_flex ev)
keys keys_on_a_good_network >"$work/good" 2>"$work/err"
is 'keys on a good network' "$?" 0 || cat "$work/err"
since=$(get "$root/sandbox/v1/requests" | jq '.requests[-1].n')
bad_network
keys keys_on_a_bad_network >"$work/keys" 2>"$work/err"
is 'keys on a bad network' "$?" 0 || cat "$work/err"
lost=$(get "$root/sandbox/v1/requests?since=$since" | jq -r '.requests |
	map(select(.key == "sandbox-admin" and (.path | contains("order")))) |
	"\([.[] | select(.status == 0)] | length) of \(length)"')
write_switches
get -X DELETE "$faults" >"$work/body"
all_outages >"$work/outages" 2>"$work/err"
is "${#outages[@]} outages" "$?" 0
cat "$work/err"
sed 's/^/# /' "$work/good" "$work/keys"
grep ' ms ' "$work/outages" | sed 's/^/# /'
printf '# answers lost while keys were pressed: %s\n' "$lost"
printf '# slowest key: %s ms\n' "$(awk '/max_ms/ {print $3}' "$work/keys" | largest)"
printf '# slowest recovery: %s ms\n' "$(awk '{print $3}' "$work/outages" | largest)"
finish
