# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034
#
# What the parts of the torture share: runs of certdesk in which one thing goes
# wrong, and the judgement after each run. Source it with $1 the source and $2
# the build folder. What is run is told by TORTURE_* (see torture.sh).

# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

certdesk=$build_dir/certdesk
trace=$build_dir/tests/torture/trace
pty=$build_dir/tests/bench/bench-pty
journal_dir=$XDG_STATE_HOME/certdesk
journal_file=$journal_dir/journal.db
order=
since=0
silent_is_right=0
on_screen=0
out_of_memory=0
modes=restored
told=0 # failures of this part that were written out

# Under ptrace LeakSanitizer cannot stop the program, and fail-alloc.so comes
# before AddressSanitizer's own library. Other tests look for leaks.
export ASAN_OPTIONS=detect_leaks=0:verify_asan_link_order=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}

step=${TORTURE_STEP:-1}
seed=${TORTURE_SEED:-0}

# -- a run -----------------------------------------------------------------------

# A sandbox, an order whose mail can be resent, and a journal with one record.
stage() {
	sandbox_start --rate 0/1
	order=$(resendable ssl_ev_securesite_flex ev) || {
		fail 'there is an order to resend'
		finish
	}
	"$certdesk" note "$order" 'An earlier write.' >/dev/null 2>&1 ||
		fail 'the earlier write'
	cp "$journal_file" "$work/template.db"
	look_at_log
}

# The journal before a run: every other time none, else one with a record.
set_journal() {
	earlier=$(($1 % 2))
	rm -rf "$journal_dir"
	[ "$earlier" = 1 ] || return 0
	mkdir -p "$journal_dir"
	cp "$work/template.db" "$journal_file"
}

# look_at_log: $new_puts since the last look. Twice on one connection: what has
# reached the server before the first answer is in the second one.
look_at_log() {
	local log rest
	log=$(get -o /dev/null "$root/sandbox/v1/requests?since=$since" \
		--next -sS -m "$patience" \
		"$root/sandbox/v1/requests?since=$since")
	rest=${log//\"method\":\"PUT\"/}
	new_puts=$(((${#log} - ${#rest}) / 14))
	rest=${log##*'{"n":'}
	[ "$rest" = "$log" ] || since=${rest%%,*}
}

# What the tracer has seen: points, fired, where, how and code.
read_report() {
	if ! read -r points fired where how code <"$work/report"; then
		points=0 fired=0 where=- how=hang code=0
	fi
}

# traced OPTION... COMMAND
traced() {
	rm -f "$work/report"
	timeout -k 5 "$patience" "$trace" "$@" \
		>"$work/out" 2>"$work/err" </dev/null
	read_report
}

# -- the judgement -----------------------------------------------------------------

# The journal's records but for the earlier one: $records, $outcome (none
# without a record) and $listed, whether it is listed as unknown.
read_journal() {
	local all
	all=$("$certdesk" journal --format json 2>"$work/journal.err") || {
		wrong="the journal cannot be read: $(cat "$work/journal.err")"
		return 1
	}
	read -r records outcome < <(jq -r '[.records[] | select(.action !=
		"note")] | "\(length) \(.[0].outcome // "none")"' <<<"$all")
	listed=0
	[ "$outcome" != unknown ] ||
		listed=$("$certdesk" journal --unknown --format json |
			jq '.records | length')
	case $earlier:$all in
	0:* | *'"action": "note"'*) ;;
	*) wrong='the earlier record is gone' ;;
	esac
}

# What the journal says against what the server has seen.
judge_journal() {
	read_journal || return
	[ "$new_puts" -le 1 ] || wrong="$new_puts PUTs"
	[ "$records" -le 1 ] || wrong="$records records"
	case $outcome:$new_puts in
	none:0 | sent:1 | not_sent:0) ;;
	unknown:*) [ "$listed" = 1 ] || wrong='not listed as unknown' ;;
	*) wrong="the journal says $outcome, the server has $new_puts PUTs" ;;
	esac
}

is_said() {
	[ -s "$work/err" ] || [ "$on_screen$silent_is_right" != 00 ]
}

# What the program has said against both.
judge_end() {
	[ "$modes" = restored ] || wrong='the terminal is not as before'
	case $how:$code in
	signal:9) ;;
	exit:8)
		# A screen has no script that goes by its code.
		[ "$new_puts" = 0 ] || [ "$on_screen" = 1 ] ||
			wrong='exit 8 after a PUT'
		is_said || wrong='no sentence'
		;;
	exit:0)
		# A screen that was quit has said it on the screen.
		[ "$on_screen" = 0 ] || return
		[ "$new_puts" = 1 ] || wrong='exit 0 without a PUT'
		[ "$outcome" = sent ] || grep -q 'not be written' \
			"$work/out" "$work/err" ||
			wrong='silent about an outcome that is not recorded'
		;;
	exit:6)
		[ "$outcome" = unknown ] || [ "$out_of_memory" = 1 ] ||
			wrong='exit 6, not unknown'
		;;
	exit:[123457])
		[ "$on_screen" = 0 ] || return
		[ "$new_puts" = 0 ] || wrong="exit $code after a PUT"
		is_said || wrong='no sentence'
		;;
	*) wrong="it ended by $how $code" ;;
	esac
}

declare -A seen=()

# judge LABEL: one run is over.
judge() {
	wrong=
	records=0 outcome=none listed=0
	look_at_log
	judge_journal
	judge_end
	seen[$outcome]=$((${seen[$outcome]:-0} + 1))
	runs=$((runs + 1))
	[ -n "$wrong" ] || return 0
	bad=$((bad + 1))
	told=$((told + 1))
	[ "$told" -gt 10 ] || fail "$1" "$wrong
at $where, $how $code, $new_puts PUTs, $records records, $outcome
$(head -c 2000 "$work/err")"
}

# The run that ends a series is one in which nothing went wrong any more.
last_run() {
	look_at_log
	[ "$how $code" = 'exit 0' ] || {
		bad=$((bad + 1))
		fail "$1" "the last run: $how $code $(cat "$work/err")"
	}
}

begin_part() {
	runs=0 bad=0 told=0
	seen=()
}

# The figures of a part, as one test.
end_part() {
	local text="$1: $runs runs"
	for outcome in none not_sent unknown sent; do
		text+=", ${seen[$outcome]:-0} $outcome"
	done
	[ "$runs" -gt 0 ] || bad=1
	is "$text" "$bad wrong" '0 wrong'
}
