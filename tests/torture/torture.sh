#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The send under torture (at most once, product.md 4): the real program against
# a real sandbox, and in each run one thing goes wrong. After each run the
# sandbox's log of requests has at most one PUT, and the journal, the exit code
# and what was said agree with it.
# Usage: torture.sh SOURCE_DIR BUILD_DIR [PART [ARGS...]]
#
# TORTURE_STEP=N  only every Nth point (1: all; make check takes few)
# TORTURE_SEED=N  where the first one is, and what is random
# TORTURE_PARTS   names of the parts, all by default
# TORTURE_JOBS    how many of them run at the same time
#
# `make torture` runs all of it.
#
# Parts are called by name, which shellcheck does not see.
# shellcheck disable=SC2317
set -u
# shellcheck source=tests/torture/common.sh
. "$1/tests/torture/common.sh"

# resend [OPTION...]: of the tracer
resend() {
	traced "$@" "$work/report" "$certdesk" resend-approval "$order" --yes
}

# -- killed, at each system call ---------------------------------------------------

part_kill() {
	local n=$((seed % step + 1))
	stage
	begin_part
	while :; do
		set_journal "$n"
		resend --kill "$n"
		[ "$fired" = 1 ] || [ "$how" = hang ] || break
		judge "killed at point $n"
		n=$((n + step))
	done
	last_run 'killed'
	end_part 'killed at each point of resend-approval'
}

# On a terminal: from the press of Send to the end of the program, which Q asks
# for and which waits for the outcome.
send_on_screen() {
	rm -f "$work/report"
	# shellcheck disable=SC2016 # the inner shell expands it
	timeout -k 5 "$patience" "$pty" 24 80 sh -c 'echo $$ >"$0"; exec "$@"' \
		"$work/tracer" "$trace" --by-signal "$@" "$work/report" \
		"$certdesk" "$order" >"$work/out" 2>"$work/err" <<-END
			see waits for a verified contact
			press m
			see selected
			press \\t\\t
			see [ Send to
			shell kill -USR1 \$(cat "$work/tracer")
			press \\r
			leave Q
		END
	read_report
}

part_kill_screen() {
	local n=$((seed % step + 1))
	stage
	begin_part
	while :; do
		set_journal "$n"
		send_on_screen --kill "$n"
		[ "$fired" = 1 ] || [ "$how" = hang ] || break
		judge "killed at point $n"
		n=$((n + step))
	done
	last_run 'killed'
	is 'not killed: it is sent' "$new_puts" 1
	end_part 'killed at each point of Send on the screen'
}

# -- each system call fails --------------------------------------------------------

# fail_each RUN CALL ERROR COUNT [OPTION...]: at its first time, its second, ...
# COUNT is how often a run has had it, which differs a little from run to run.
fail_each() {
	local run=$1 call=$2 error=$3 count=$4 n
	shift 4
	for ((n = 1; step == 1 || n <= count; n++)); do
		turn=$((turn + 1))
		[ $((turn % step)) = $((seed % step)) ] || continue
		set_journal "$n"
		"$run" --fail "$n" "$call" "$error" "$@"
		[ "$fired" = 1 ] || [ "$how" = hang ] || break
		# The sentence itself may be what could not be written.
		[ "$call" = write ] && silent_is_right=1 || silent_is_right=0
		judge "$call $n gives $error $*"
	done
	look_at_log
}

# fail_all RUN [OPTION...]
fail_all() {
	local call error count run=$1
	shift
	set_journal 1
	"$run"
	tail -n +2 "$work/report" >"$work/counts"
	look_at_log
	is 'nothing failed: it is sent' "$new_puts" 1
	turn=0
	while read -r call error; do
		# A call that is always interrupted never ends.
		case $*:$error in
		--onwards:EINTR | --onwards:EAGAIN) continue ;;
		esac
		count=$(sed -n "s/^$call //p" "$work/counts")
		fail_each "$run" "$call" "$error" "${count:-0}" "$@"
	done < <("$trace" --list | sort -u)
}

part_fail() {
	stage
	begin_part
	fail_all resend
	end_part 'each system call of resend-approval fails once'
}

part_fail_onwards() {
	stage
	begin_part
	fail_all resend --onwards
	end_part 'each system call of resend-approval fails from then on'
}

part_fail_screen() {
	stage
	begin_part
	on_screen=1
	fail_all send_on_screen
	end_part 'each system call of Send on the screen fails once'
}

# -- each allocation fails -----------------------------------------------------------

# Our own (also on behalf of cJSON and libcurl), SQLite's and libuv's.
allocators='main libcjson libcurl libsqlite3 libuv'

# with_failing NUMBER once|onwards COMMAND...
with_failing() {
	local number=$1 onwards=()
	[ "$2" = once ] || onwards=(FAIL_ALLOC_ONWARDS=1)
	shift 2
	rm -f "$work/allocations" "$work/status"
	"${here[@]}" env FAIL_ALLOC="$number" "${onwards[@]}" \
		FAIL_ALLOC_BY="$allocators" \
		FAIL_ALLOC_REPORT="$work/allocations" \
		LD_PRELOAD="$build_dir/tests/torture/fail-alloc.so" "$@"
}

# Sets fired and where.
read_allocations() {
	fired=0 where=-
	[ -e "$work/allocations" ] || return
	where=$(sed -n 's/^failed //p' "$work/allocations" | head -n 1)
	[ -z "$where" ] || fired=1
}

resend_without() {
	here=(timeout -k 5 "$patience")
	with_failing "$@" "$certdesk" resend-approval "$order" --yes \
		>"$work/out" 2>"$work/err" </dev/null
	code=$? how=exit
	[ "$code" -le 124 ] || how=signal code=$((code - 128))
	read_allocations
}

# Start, page, open, window, send, quit.
triage_without() {
	here=(timeout -k 5 "$patience" "$pty" 24 80)
	BENCH_PATIENCE=30 BENCH_STATUS=$work/status with_failing "$@" \
		"$certdesk" >"$work/out" 2>"$work/err" <<-END
			see row 1,
			press \x04
			press :$order\r
			see waits for a verified contact
			press m
			see selected
			press \t\t
			see [ Send to
			press \r
			leave Q
		END
	how=hang code=0 modes=changed
	[ ! -s "$work/status" ] || read -r how code modes <"$work/status"
	# Without a journal there is no window to wait for, and it says why.
	if [ "$how $code" = 'signal 1' ] && sed 's/^| //' "$work/err" |
		tr -s '\n ' ' ' | grep -q 'cannot be opened: out of memory'
	then
		how=exit code=8
	fi
	read_allocations
}

# each_allocation RUN STEP: the figures of a mode are one test.
each_allocation() {
	local mode n
	out_of_memory=1
	for mode in once onwards; do
		begin_part
		for ((n = ${TORTURE_FROM:-1} + seed % $2;; n += $2)); do
			set_journal "$n"
			modes=restored
			"$1" "$n" "$mode"
			[ "$fired" = 1 ] || [ "$how" = hang ] || break
			judge "allocation $n fails $mode"
		done
		last_run "$n $mode"
		end_part "$3 $mode"
	done
}

part_memory() {
	stage
	each_allocation resend_without "$step" \
		'each allocation of resend-approval fails'
}

# It takes 30,000 of them; those that differ from the above are few.
part_memory_screen() {
	stage
	on_screen=1
	each_allocation triage_without $((step * 50)) \
		'each 50th allocation of a triage on the screen fails'
}

# A fault in the allocator, which is then locked for ever: the terminal has to
# come back without a byte of memory. Each 250th one up to the last.
part_crash() {
	local n
	stage
	begin_part
	for ((n = ${TORTURE_FROM:-1} + seed % 250;; n += step * 250)); do
		set_journal "$n"
		FAIL_ALLOC_SIGNAL=11 triage_without "$n" once
		[ "$fired" = 1 ] || [ "$how" = hang ] || break
		runs=$((runs + 1))
		[ "$how $code $modes" = 'signal 11 restored' ] || {
			bad=$((bad + 1))
			fail "a crash within allocation $n" \
				"$how $code $modes: $(cat "$work/err")"
		}
		look_at_log
		[ "$new_puts" -le 1 ] || {
			bad=$((bad + 1))
			fail "a crash within allocation $n" "$new_puts PUTs"
		}
	done
	is "each 250th allocation crashes: $runs runs" "$((runs > 0)) $bad" '1 0'
}

# -- the answer is cut ----------------------------------------------------------------

# answer_cut MEMBERS OUTCOME: the PUT's answer, after it took effect.
answer_cut() {
	put_fault "$1,\"apply\":true"
	resend
	is_outcome "$2" "$1"
}

put_fault() {
	fault '{"method":"PUT","path":"order-approval",'"$1"'}'
}

# is_outcome OUTCOME LABEL: besides what is right in any run.
is_outcome() {
	judge "$2"
	[ "$outcome" = "$1" ] || [ -n "$wrong" ] || {
		bad=$((bad + 1))
		fail "$2" "$outcome, not $1: $(cat "$work/err")"
	}
}

# How long it is: the first cut that is none.
part_answers() {
	local n
	stage
	begin_part
	for ((n = seed % step; n < 4096; n += step)); do
		set_journal "$n"
		put_fault "\"cut_after\":$n,\"apply\":true"
		resend
		judge "cut after byte $n"
		[ "$outcome" != sent ] || break
	done
	is "the answer has $n bytes, each cut is unknown" \
		"${seen[unknown]:-0} unknown, ${seen[sent]:-0} sent" \
		"$((runs - 1)) unknown, 1 sent"
	end_part "the answer is cut at each byte"
	begin_part
	set_journal 1
	answer_cut '"garbage":200' unknown
	for status in 301 302 307 408 500 502 503 504; do
		set_journal "$status"
		answer_cut "\"status\":$status" unknown
	done
	for status in 400 401 403 404 409 422 429; do
		set_journal "$status"
		put_fault "\"status\":$status"
		resend
		read_journal
		look_at_log
		is "$status: refused, exit $code" "$outcome $new_puts" \
			'refused 1'
	done
	end_part 'the answer says something else'
}

# On the screen the list and the page have left connections that are kept.
part_answers_screen() {
	local n
	stage
	begin_part
	on_screen=1
	for n in 0 1 $((seed % 60 + 10)); do
		set_journal "$n"
		put_fault "\"cut_after\":$n,\"apply\":true"
		send_on_screen
		is_outcome unknown "kept connections, cut after byte $n"
	done
	end_part 'the answer is cut, with kept connections'
}

# -- a journal that cannot be written ---------------------------------------------------

# nothing_sent LABEL SENTENCE COMMAND...: and the sentence says why.
nothing_sent() {
	local label=$1 sentence=$2
	shift 2
	"$@" timeout -k 5 "$patience" "$certdesk" resend-approval "$order" \
		--yes >"$work/out" 2>"$work/err" </dev/null
	code=$?
	look_at_log
	is "$label: nothing is sent, exit 8" "$new_puts PUTs, exit $code" \
		'0 PUTs, exit 8'
	has "$label: it says why" "$(cat "$work/err")" "$sentence"
}

# Without what root may do, whoever runs this.
unprivileged() {
	[ "$(id -u)" = 0 ] || {
		"$@"
		return
	}
	setpriv --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
}

# A file that may not grow is what a full disk is.
on_full_disk() {
	(
		ulimit -f 16
		"$@"
	)
}

fill_disk() {
	mount -t tmpfs -o size=64k tmpfs "$journal_dir" &&
		cp "$work/template.db" "$journal_file" &&
		{ cat /dev/zero >"$journal_dir/full" 2>/dev/null || true; } &&
		"$@"
}

on_tiny_disk() {
	export -f fill_disk
	export journal_dir journal_file work
	# shellcheck disable=SC2016 # the inner shell expands it
	unshare -Urm bash -c 'fill_disk "$@"' - "$@"
}

part_journal() {
	local n holder hold
	stage

	set_journal 1
	nothing_sent 'a disk without room' 'The journal' on_full_disk
	set_journal 1
	if unshare -Urm true 2>/dev/null; then
		nothing_sent 'a full disk' 'free some space' on_tiny_disk
	fi
	for n in "$journal_file" "$journal_dir"; do
		set_journal 1
		chmod a-w "$n"
		nothing_sent "read-only: ${n##*/}" 'check the permissions' \
			unprivileged
		chmod u+w "$n"
	done
	set_journal 0
	mkdir -p "$journal_file"
	nothing_sent 'a directory in its place' 'The journal'
	set_journal 1
	echo 'This is no journal, and what is in it belongs to somebody.' \
		>"$journal_file"
	nothing_sent 'a foreign file' 'move it away'
	is 'a foreign file is left alone' "$(wc -l <"$journal_file")" 1

	set_journal 1
	somebody_elses
	nothing_sent "somebody else's file" 'check the permissions' unprivileged
	unset XDG_CONFIG_HOME

	set_journal 1
	mkfifo "$work/hold"
	"$build_dir/tests/torture/lock-file" "$journal_file" \
		<"$work/hold" >"$work/locked" &
	holder=$!
	exec {hold}>"$work/hold"
	until_true test -s "$work/locked" || fail 'the lock'
	nothing_sent 'locked by another process' 'another process holds it'
	exec {hold}>&-
	wait "$holder"
	nothing_stands_in_the_way 'the lock is gone with its process'
}

# Root can give a file away; anybody else has files of root around.
somebody_elses() {
	export XDG_CONFIG_HOME=$work/foreign
	mkdir -p "$XDG_CONFIG_HOME/certdesk"
	printf '[general]\njournal = %s\n' /etc/passwd \
		>"$XDG_CONFIG_HOME/certdesk/config"
	[ "$(id -u)" = 0 ] || return 0
	rm "$XDG_CONFIG_HOME/certdesk/config"
	chmod 600 "$journal_file"
	chown 65534:65534 "$journal_file"
}

nothing_stands_in_the_way() {
	resend
	look_at_log
	is "$1: it is sent" "$new_puts PUTs, exit $code" '1 PUTs, exit 0'
}

# shellcheck source=tests/torture/people.sh
. "$1/tests/torture/people.sh"

# -- all parts ---------------------------------------------------------------------

if [ $# -gt 2 ]; then
	part=$3
	shift 3
	"part_$part" "$@"
	printf '# %s took %d s\n' "$part" "$SECONDS"
	finish
fi

all_parts='memory_screen memory crash kill_screen fail_screen kill fail fail_onwards
	answers answers_screen journal storms agents hosts limits long units'
outputs=()
for part in ${TORTURE_PARTS:-$all_parts}; do
	while [ "$(jobs -pr | wc -l)" -ge "${TORTURE_JOBS:-2}" ]; do
		wait -n
	done
	outputs+=("$work/part-$part")
	bash "$0" "$source_dir" "$build_dir" "$part" >"${outputs[-1]}" 2>&1 &
done
wait
add_up "${outputs[@]}"
finish
