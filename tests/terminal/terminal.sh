#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The terminal always comes back: every view ended in every way, on
# pseudo-terminals, against a real sandbox.
# Usage: terminal.sh SOURCE_DIR BUILD_DIR [full]
# In full each view is ended in each way; STORM and SEED as in give-back.
#
# Functions are called by name, which shellcheck does not see.
# shellcheck disable=SC2317,SC2119
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

# The sanitizers' own handlers would end it otherwise than by the signal.
handlers=handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0
export ASAN_OPTIONS="$handlers:handle_abort=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}"
certdesk=$build_dir/certdesk
give_back=$build_dir/tests/terminal/give-back
full=${3:-}
outputs=()

# In the background; its counts are added up later.
start() {
	outputs+=("$work/output-${#outputs[@]}")
	"$@" >"${outputs[-1]}" 2>&1 &
}

add_up_outputs() {
	add_up "${outputs[@]}"
	outputs=()
}

find_orders() {
	order=$(resendable ssl_ev_securesite_flex ev)
	client=$(orders_of client_premium waiting_pickup | head -n 1)
}

wait_for_all() {
	local job
	for job in $(jobs -pr); do
		[ "$job" = "$sandbox_pid" ] || wait "$job"
	done
}

# some_views ENDINGS VIEW...: few for one sandbox, as it limits the requests of
# three minutes.
some_views() {
	local view endings=$1
	shift
	sandbox_stop
	sandbox_start
	for view in "$@"; do
		start "$give_back" "$certdesk" "$order" "$client" \
			"$work/states" "$view" "$endings"
	done
	wait_for_all
}

views() {
	local view
	if [ -z "$full" ]; then
		some_views "$@"
		return
	fi
	for view in "${@:2}"; do
		some_views - "$view"
	done
}

outcomes() {
	local state
	for state in "$work"/states/sending-*; do
		XDG_STATE_HOME=$state "$certdesk" journal --format json |
			jq -r '.records[].outcome'
	done | sort | uniq -c | sed 's/^ *//'
}

# -- a send that hangs ------------------------------------------------------------

sandbox_start
find_orders
fault '{"method":"PUT","path":"order-approval","hang":true,"apply":true,"n":1000}'
endings=('a key' SIGTERM SIGHUP SIGSEGV SIGTSTP 'bg and fg' 'a lost terminal'
	'SIGTERM at a stopped terminal')
[ -z "$full" ] || endings+=(SIGINT SIGQUIT SIGABRT SIGBUS SIGFPE SIGILL SIGPIPE
	SIGSTOP 'kill of a stopped one' 'a lost terminal without SIGHUP'
	'SIGSEGV at a stopped terminal' 'the loss of a stopped terminal'
	'a storm of sizes')
for ending in "${endings[@]}"; do
	start "$give_back" "$certdesk" "$order" "$client" "$work/states" \
		sending "$ending"
done
wait_for_all
add_up_outputs
is 'every send under way is unknown' "$(outcomes)" "${#endings[@]} unknown"
is 'one PUT each' "$(puts | count)" "${#endings[@]}"

# -- asking for the key -------------------------------------------------------------

for ending in 'a key' SIGTERM SIGHUP SIGINT SIGQUIT SIGABRT SIGSEGV \
	SIGTSTP Ctrl-Z SIGSTOP 'bg and fg' 'kill of a stopped one' \
	'a lost terminal'; do
	start "$give_back" "$certdesk" "$order" "$client" "$work/states" \
		prompt "$ending"
done
wait_for_all
add_up_outputs

# -- every view, every terminal -----------------------------------------------------

views - resend
at_rest=$work/states/resend-'a send at a stopped terminal'
is 'a send at a stopped terminal' "$(XDG_STATE_HOME=$at_rest \
	"$certdesk" journal --format json | jq -r '.records[].outcome')" sent
is 'one PUT' "$(puts | count)" 1
views - orders
views some details split
views some form help line
views some journal log actions
views some question small 'no size'
views some vt100 vt220 linux
views some screen tmux xterm unknown
add_up_outputs

# -- no terminal that could do it ---------------------------------------------------

# refused WHAT WORDS COMMAND...: a clear sentence and exit 2.
refused() {
	local what=$1 words=$2
	shift 2
	"$@" >"$work/out" 2>"$work/err"
	is "$what: exit 2" "$?" 2
	has "$what: a sentence" "$(cat "$work/err")" "$words"
	is "$what: no output" "$(cat "$work/out")" ''
}

refused 'no terminal' 'need a terminal' "$certdesk" </dev/null
"$certdesk" </dev/null 2>"$work/err" | cat >"$work/out"
is 'into a pipe: exit 2' "${PIPESTATUS[0]}" 2
has 'into a pipe: a sentence' "$(cat "$work/err")" 'need a terminal'

finish
