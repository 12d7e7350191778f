# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034,SC2154
#
# Parts of the torture that are about people: keys at random, two agents at
# once, agents on several hosts, a day's work. Sourced by torture.sh.

# on_screen_of COMMAND...: with the steps of bench-pty on stdin.
on_screen_of() {
	rm -f "$work/status"
	BENCH_STATUS=$work/status timeout -k 5 3600 "$pty" 24 80 "$@" \
		>"$work/figures" 2>"$work/err"
	how=hang code=0 modes=changed
	[ ! -s "$work/status" ] || read -r how code modes <"$work/status"
}

# -- keys at random ------------------------------------------------------------

storm_keys=('\r' '\r' '\r' '\r' '\s' '\s' '\t' '\t' '\t' '\t' '\e[Z' y y n m j k
	0 A u v)

# storm COUNT: so many keys as one write
storm() {
	local i text=
	for ((i = 0; i < $1; i++)); do
		text+=${storm_keys[RANDOM % ${#storm_keys[@]}]}
	done
	printf 'press %s\n' "$text"
}

# Ten storms in one start of the program, which end with what leaves it.
storms() {
	local i
	echo 'see waits for a verified contact'
	for ((i = 0; i < 10; i++)); do
		echo 'press m'
		echo 'quiet 50'
		storm 60
		printf 'press \\x03\\x03n\nquiet 50\npress \\e\nquiet 50\n'
	done
	printf 'leave \\x03nQ\n'
}

# Each PUT has its record, and there are no more of them than writes of keys.
judge_storm() {
	wrong=
	look_at_log
	records=$("$certdesk" journal --format json | jq '[.records[] |
		select((.action | test("resend")) and .http_status != null)] |
		length')
	[ "$new_puts" -le 10 ] || wrong="$new_puts PUTs in 10 storms"
	[ "$records" = "$new_puts" ] ||
		wrong="$new_puts PUTs, $records records with an answer"
	[ "$how $code $modes" = 'exit 0 restored' ] ||
		wrong="$how $code $modes"
	storm_puts=$((storm_puts + new_puts))
	runs=$((runs + 1))
	[ -z "$wrong" ] || fail "storms $1" "$wrong $(cat "$work/err")"
}

part_storms() {
	local i storm_puts=0 before
	RANDOM=$((seed + 1))
	stage
	begin_part
	before=$failed
	for ((i = 0; i < 100; i += step)); do
		set_journal "$i"
		on_screen_of "$certdesk" "$order" < <(storms)
		judge_storm "$i"
	done
	is "$((runs * 10)) storms of 60 keys, $storm_puts PUTs" \
		"$((failed - before)) wrong" '0 wrong'

	set_journal 1
	on_screen_of "$certdesk" "$order" <<-END
		see waits for a verified contact
		press m
		see selected
		press \t\t
		see [ Send to
		press $(printf '\\r%.0s' {1..200})
		see Sent to
		press $(printf '\\r%.0s' {1..200})
		leave Q
	END
	look_at_log
	is '200 Enters in one write, and 200 more: one PUT' \
		"$new_puts, $how $code" '1, exit 0'
}

# -- two agents ----------------------------------------------------------------

# One of two at the same moment: it is sent, or it says that the other one is
# sending it.
agent() {
	"$certdesk" resend-approval "$order" --yes >"$work/agent-$1" 2>&1
	echo "$?" >"$work/code-$1"
}

part_agents() {
	local round codes said=0 sent=0 bad=0 one two
	stage
	set_journal 1
	for ((round = 0; round < 100; round += step)); do
		agent 1 &
		one=$!
		agent 2 &
		two=$!
		wait "$one" "$two"
		look_at_log
		codes=$(cat "$work/code-1" "$work/code-2" | tr -d '\n')
		sent=$((sent + new_puts))
		case $codes:$new_puts in
		00:2 | 07:1 | 70:1) ;;
		*) bad=$((bad + 1)) ;;
		esac
		case $codes in
		*7*)
			grep -q 'is sending the same right now' \
				"$work/agent-1" "$work/agent-2" ||
				bad=$((bad + 1))
			said=$((said + 1))
			;;
		esac
	done
	is "two agents, $round rounds: $sent PUTs, $said times one was told" \
		"$bad wrong, $("$certdesk" journal --format json | jq '[.records[] |
			select(.outcome == "sent" and
				(.action | test("resend")))] | length') records" \
		"0 wrong, $sent records"
}

# -- other hosts: a journal of their own -----------------------------------------

configure() {
	export XDG_CONFIG_HOME=$work/configured
	mkdir -p "$XDG_CONFIG_HOME/certdesk"
	printf '[general]\n%s\n' "$@" >"$XDG_CONFIG_HOME/certdesk/config"
	chmod 600 "$XDG_CONFIG_HOME/certdesk/config"
}

notes_of_ours() {
	get "$api/order/certificate/$order/note" | jq -r '.notes[]?.text' |
		grep -c '^\[certdesk\] approval mail resent to '
}

part_hosts() {
	local before
	stage
	before=$(notes_of_ours)
	configure 'note_on_resend = yes'
	set_journal 1
	resend
	look_at_log
	is 'with a note: one PUT of the mail' "$code $new_puts" '0 1'
	is 'the order has the note' "$(notes_of_ours)" $((before + 1))
	is 'the note is in the journal' "$("$certdesk" journal --order "$order" \
		--format json | jq -r '[.records[] | .action + " " + .outcome] |
		join(", ")')" 'note sent, resend-approval sent, note sent'
	rm -rf "$journal_dir"
	has 'another host knows of the send' "$("$certdesk" resend-approval \
		"$order" --dry-run 2>&1)" 'The link of the last known send'
	on_screen_of "$certdesk" "$order" <<-END
		see waits for a verified contact
		press m
		see (from a note
		press \t\t
		see [ Send to
		press \r
		see Send again?
		press n
		leave \x03Q
	END
	look_at_log
	is 'its window asks once more, n sends nothing' "$new_puts" 0
}

# -- a day's work ------------------------------------------------------------------

# work_round ORDER FIRST: 100 keys and more, 10 orders from the row FIRST on,
# one resend
work_round() {
	local i
	printf 'press g%s\n' "$(printf "%$2s" '' | tr ' ' j)"
	printf 'press %s\n' "$(printf 'jjjjkjjjjj%.0s' {1..5})"
	for ((i = 0; i < 10; i++)); do
		printf 'press jj\\r\nsee Certificate status\npress \\e\n'
		printf 'see Certificate name\n'
	done
	cat <<-END
		press g:$1\r
		see waits for a verified contact
		press m
		see selected
		quiet 50
		press \t\t
		see [ Send to
		quiet 50
		press \r
		see Sent to
		quiet 50
		press \e
		see ] sections
		press \e
		see Certificate name
	END
}

# resident NAME: a step that prints the resident memory as a figure
resident() {
	# shellcheck disable=SC2016 # the shell of the step expands it
	printf 'shell echo %s rss_kib $(awk "/^Rss/ { print \\$2 }" %s)\n' "$1" \
		'/proc/$(pgrep -P $PPID certdesk)/smaps_rollup'
}

# Up to 20 orders whose mail can be resent.
find_orders() {
	local product kinds number
	orders=()
	while read -r product kinds; do
		for number in $(orders_of "$product" pending); do
			[ "${#orders[@]}" -lt 20 ] || return
			is_resendable "$number" "$kinds" && orders+=("$number")
		done
	done <<-END
		ssl_ev_securesite_flex ev
		ssl_ev_multi_domain ev
		code_signing cs
		code_signing_ev ev_cs
	END
}

# 200 rounds: 20,000 keys, 2,000 orders, 200 resends. The memory after each
# tenth of them: it grows at most by one per cent after the first, in which the
# caches fill: 12 rounds open 120 different orders, twice as many as are kept.
# The service's limit makes them last half an hour: steps wait for it.
part_long() {
	local rounds=$((200 / step)) i tenth first last orders
	[ "$rounds" -ge 10 ] || rounds=10
	tenth=$((rounds / 10))
	stage
	find_orders
	configure 'resend_guard = 0' 'requests_per_5s = 100' \
		'requests_per_180s = 1000'
	set_journal 1
	BENCH_PATIENCE=300 on_screen_of "$certdesk" < <(
		echo 'see row 1,'
		for ((i = 0; i < rounds; i++)); do
			[ $((i % tenth)) -ne 0 ] || resident "after_$i"
			work_round "${orders[i % ${#orders[@]}]}" \
				$((i % 12 * 20))
		done
		resident last
		printf 'leave Q\n'
	)
	look_at_log
	is "$rounds rounds of work: each resend is one PUT" \
		"$new_puts, $how $code $(cat "$work/err")" "$rounds, exit 0 "
	first=$(sed -n "s/^after_$tenth rss_kib //p" "$work/figures")
	last=$(sed -n 's/^last rss_kib //p' "$work/figures")
	sed -n 's/_\([0-9]*\) rss_kib / /; s/^/# /p' "$work/figures"
	echo "# memory: $first KiB after a tenth, $last KiB at the end"
	is 'it grows by one per cent at most' \
		"$((${last:-999999} * 100 <= ${first:-0} * 101))" 1
}

# -- the journal alone ---------------------------------------------------------------

# Unit tests that take more than a sample when asked to.
part_units() {
	local test
	for test in test-journal-torn test-journal-processes; do
		if TORTURE_STEP=$step TORTURE_SEED=$seed TORTURE_WRITES=1000 \
			"$build_dir/tests/unit/$test" >"$work/out" 2>&1; then
			pass "$test with all it has"
			grep -E '^[a-z]+: ' "$work/out" | sed 's/^/# /'
		else
			fail "$test with all it has" "$(tail -n 20 "$work/out")"
		fi
	done
}

# -- little room --------------------------------------------------------------------

# limited FLAG VALUE: as ulimit has it
limited() {
	(
		ulimit "$1" "$2" || exit 99
		exec timeout -k 5 "$patience" "$certdesk" resend-approval \
			"$order" --yes
	) >"$work/out" 2>"$work/err" </dev/null
	code=$? how=exit where="ulimit $1 $2"
	[ "$code" -le 128 ] || how=signal code=$((code - 128))
	# The libraries themselves found no room, or a sanitizer.
	if [ "$code" = 127 ] || grep -q 'Sanitizer failed to alloc' "$work/err"
	then
		how=exit code=5
	fi
}

part_limits() {
	local n
	stage
	out_of_memory=1
	begin_part
	for ((n = 3; n <= 64; n += step)); do
		set_journal "$n"
		limited -n "$n"
		judge "$n descriptors"
	done
	end_part '3 to 64 descriptors'
	begin_part
	for ((n = 20000 + seed % 500; n <= 260000; n += 500 * step)); do
		set_journal "$n"
		limited -v "$n"
		judge "$n KiB of memory"
	done
	end_part '20 to 260 MB of address space'
}
