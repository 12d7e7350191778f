#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# make bench: our figures, the goals, and the figures of the peers that are
# installed, all measured in one run on this machine, in one table. Nothing here
# fails a build, since machines differ. The orders come from certdesk-sandbox,
# the peers' rows are made here.
#
#	bench.sh BUILDDIR [ORDERS]
#
# ORDERS is the size of the large account, 1,000,000 by default; the small one
# has 10,000. What a figure means is said in bench-pty.c and bench-core.c.

set -u
builddir=$(cd "${1:?usage: bench.sh BUILDDIR [ORDERS]}" && pwd) || exit 1
large=${2:-1000000}
small=10000
work=$(mktemp -d) || exit 1
sandbox_pid=
trap 'stop_sandbox; rm -rf "$work"' EXIT
export HOME=$work XDG_STATE_HOME=$work/state XDG_CONFIG_HOME=$work/config
export CERTDESK_API_KEY=sandbox-admin LC_ALL=C.UTF-8
unset http_proxy https_proxy all_proxy HTTPS_PROXY ALL_PROXY CURL_HOME
start_count=15
figures=$work/figures # lines: PROGRAM NAME FIGURE VALUE
: >"$figures"

say() {
	printf 'bench: %s\n' "$*" >&2
}

has() {
	command -v "$1" >/dev/null || {
		say "$1 is not installed"
		return 1
	}
}

# measure NAME PROGRAM [ARGUMENT...] < STEPS
measure() {
	local name=$1
	shift
	say "$name"
	"$builddir/tests/bench/bench-pty" 50 200 "$@" 2>"$work/trouble" |
		sed "s/^/$name /" >>"$figures"
	[ ! -s "$work/trouble" ] || head -n 3 "$work/trouble" >&2
}

# starts NAME TEXT PROGRAM [ARGUMENT...]: the median of some starts, since one
# alone says little, and how far their middle half lies apart
starts() {
	local name=$1 text=$2
	shift 2
	say "$name, $start_count starts"
	for _ in $(seq "$start_count"); do
		"$builddir/tests/bench/bench-pty" 50 200 "$@" \
			<<<"start start $text" 2>"$work/trouble"
	done | awk '$2 == "ms" {print $3}' | sort -n | awk -v name="$name" '
		{ms[NR] = $1}
		END {
			if (NR == 0)
				exit
			print name, "start", "ms", ms[int((NR + 1) / 2)]
			printf "%s start spread_ms %.2f\n", name, \
				ms[int(NR * 3 / 4 + 0.5)] - ms[int(NR / 4 + 1)]
		}' >>"$figures"
	[ ! -s "$work/trouble" ] || head -n 3 "$work/trouble" >&2
}

# The least that a key costs here: cat gives it back. And what else the machine
# does.
floor() {
	measure floor sh -c 'stty raw -echo; echo ready; exec cat' <<'END'
start start ready
key key 200 j
END
	echo "floor $1 load $(cut -d ' ' -f 1 /proc/loadavg)" >>"$figures"
}

# -- certdesk ------------------------------------------------------------------

stop_sandbox() {
	[ -z "$sandbox_pid" ] || kill "$sandbox_pid" 2>/dev/null
	[ -z "$sandbox_pid" ] || wait "$sandbox_pid" 2>/dev/null
	sandbox_pid=
}

# start_sandbox NAME ORDERS: its address is in CERTDESK_URL
start_sandbox() {
	local line out begin
	say "a sandbox with $2 orders"
	begin=$(date +%s%N)
	exec {out}< <(exec "$builddir/certdesk-sandbox" --port 0 \
		--db "$work/$1.db" --orders "$2" --rate 100000/5 \
		--now 2026-11-20T12:00:00Z)
	sandbox_pid=$!
	read -r line <&"$out" || exit 1
	export CERTDESK_URL=${line#listening on }
	awk -v ns=$(($(date +%s%N) - begin)) -v name="$1" \
		'BEGIN {printf "sandbox %s s %.2f\n", name, ns / 1e9}' \
		>>"$figures"
}

# request_log: the requests so far, one a line
request_log() {
	curl -s "$CERTDESK_URL/sandbox/v1/requests?since=0" |
		sed 's/},{"n":/}\n{"n":/g' | grep '"n":'
}

# A step that notes how many requests there were so far: mark NAME
mark() {
	printf 'shell curl -s "%s/sandbox/v1/requests?since=0" | %s\n' \
		"$CERTDESK_URL" "grep -o '\"n\":' | wc -l | sed 's/^/$1 mark /'"
}

# What the log tells of the requests of the run NAME, which were made after the
# first FROM: those before the rows are known are for the first rows (and the
# account and the user), the rest is for what stands in them. GETs go by kept
# connections, each write by one of its own.
log_figures() {
	request_log | tail -n +$(($2 + 1)) | awk -v name="$1" '
		function member(text, key) {
			if (!match(text, "\"" key "\":\"?[^,\"}]*"))
				return ""
			text = substr(text, RSTART, RLENGTH)
			sub(".*[:\"]", "", text)
			return text
		}
		{
			path = member($0, "path")
			query = member($0, "query")
			by = member($0, "connection")
		}
		path ~ "/(account|user/me)$" && !after {beside++}
		path ~ "/order/certificate$" && !after && query ~ "offset=0$" {
			rows++
			if (query ~ "limit=1&") {rows--; after = 1}
		}
		path ~ "/order/certificate/" {after = 1}
		member($0, "method") == "GET" {
			gets++
			kept += !(by in read)
			read[by] = 1
			next
		}
		{writes++; own += !(by in read) && !(by in wrote); wrote[by] = 1}
		END {
			for (by in wrote)
				own -= by in read
			print name, "rows", "requests", rows + 0
			print name, "beside", "requests", beside + 0
			print name, "kept", "connections", kept + 0
			if (gets > 0)
				printf "%s kept reuse %.1f\n", name, \
					(gets - kept) * 100 / gets
			if (writes > 0)
				printf "%s writes connections %.2f\n", name, \
					own / writes
		}' >>"$figures"
}

# Three notes for the order that is open.
notes() {
	for _ in 1 2 3; do
		printf '%s\n' 'press :note\r' 'press Called.\t\t\r' \
			'see Note added'
	done
}

# ours NAME ORDERS: the last row is the oldest order. Keys are measured where
# all rows are there, as the peers have them (issued orders wait on nothing), and
# once more in a walk through rows that have to come.
ours() {
	local before
	before=$(request_log | wc -l)
	echo "$1 before mark $before" >>"$figures"
	measure "$1" "$builddir/certdesk" <<END
start start row 1,
memory first
$(mark started)
idle settled 6000
press 5
rows warm 40 \x04 23 22
press g
idle settled 1000
key down 40 j
press g
key scroll 100 j
press g
key pagedown 40 \x04
press g
burst held 200 j
press g
press 1
until last G row $2,
press g
rows walk 300 \x04 23 22
memory walked
press gjjj
idle settled 6000
each ahead 40 \r qj Requested by
idle settled 6000
$(mark rested)
until once \r Requested by
$(mark looked)
press q
memory visited
idle idle 3000
press \r
$(notes)
quit Q
END
	log_figures "$1" "$before"
	starts "$1" 'row 1,' "$builddir/certdesk"
	between "$1" started 0 background
	between "$1" looked rested ahead
}

# between NAME MARK SINCE AS: requests between two marks, or since the start
between() {
	awk -v name="$1" -v mark="$2" -v since="$3" -v as="$4" '
		$1 == name && $3 == "mark" {at[$2] = $4}
		$1 == name && $2 == "before" {at["0"] = $4}
		$1 == name && $2 ~ /^(rows|beside)$/ {at["0"] += $4}
		END {print name, as, "requests", at[mark] - at[since]}' \
		"$figures" >"$work/between"
	cat "$work/between" >>"$figures"
}

# configure LINE...: what all programs of ours are told. The run does in a minute
# what takes an hour by hand, so they may use all that the service allows.
configure() {
	mkdir -p "$XDG_CONFIG_HOME/certdesk"
	(umask 077 && printf '%s\n' '[general]' 'requests_per_5s = 100' \
		'requests_per_180s = 1000' "$@" \
		>"$XDG_CONFIG_HOME/certdesk/config")
}

# Orders that were not read ahead.
cold() {
	configure 'read_ahead = no'
	measure cold "$builddir/certdesk" <<END
start start row 1,
idle settled 6000
each open 15 jjj\r q Requested by
$(mark closed)
until once jjj\r Requested by
$(mark opened)
quit Q
END
	between cold opened closed opening
	measure slow "$builddir/certdesk" --slow <<'END'
start start loaded
idle settled 3000
key down 40 j
press g
key pagedown 40 \x04
idle idle 3000
quit Q
END
	configure
}

# hanging WHAT FAULT KEYS: keys while an answer does not come
hanging() {
	local faults=$CERTDESK_URL/sandbox/v1/faults
	measure "$1" "$builddir/certdesk" <<END
start start row 1,
shell curl -sf -o "$work/answer" -d '$2' $faults
press $3
key keys 200 k
shell curl -sf -o "$work/answer" -X DELETE $faults
quit Q
END
}

# What a configuration has after a year.
full_configuration() {
	local i keys
	keys=$("$builddir/certdesk" --print-config |
		sed -n 's/^#\([a-z0-9.-]* = ..*\)/\1/p' | head -n 40)
	configure 'theme = mine' \
		'[theme mine]' 'base = dark' 'pending = bold 208' \
		"$(for i in 1 2 3 4 5; do
			printf '[account a%s]\nurl = http://127.0.0.1:1\n' "$i"
		done)" \
		"$(for i in 1 2 3 4 5 6 7 8 9; do
			printf '[view View %s]\nnumber = %s\n' "$i" "$i"
			printf 'query = status=pending\n'
		done)" \
		"$(for i in a b c d e f g h i j k l m n o p q r s t; do
			printf '[command own-%s]\nkey = ,%s\n' "$i" "$i"
			printf 'run = echo\nharmless = yes\n'
		done)" '[keys]' "$keys"
}

# first frame: with a server that takes its time
first_frame() {
	local hang='{"method":"GET","path":"order","n":9,"hang":true}'
	local faults=$CERTDESK_URL/sandbox/v1/faults
	curl -sf -o "$work/answer" -d "$hang" "$faults"
	starts frame certdesk "$builddir/certdesk"
	full_configuration
	starts full certdesk "$builddir/certdesk"
	configure
	curl -sf -o "$work/answer" -X DELETE "$faults"
}

# The slowest of a hundred pages of what the views ask for, in ms.
pages() {
	local query page
	for query in '' 'filters[status]=pending&' \
		'filters[status]=issued&sort=valid_till&'; do
		for page in $(seq 0 33); do
			curl -sg -o "$work/answer" -w '%{time_total}\n' \
				-H "X-DC-DEVKEY: $CERTDESK_API_KEY" \
				"$CERTDESK_URL/services/v2/order/certificate?${query}limit=100&offset=$((page * $2 / 50))"
		done
	done | sort -n | tail -n 2 | head -n 1 |
		awk -v name="$1" '{printf "sandbox %s page_ms %.1f\n", name, $1 * 1000}' \
			>>"$figures"
}

core() {
	say "parsing"
	curl -sg -o "$work/page.json" -H "X-DC-DEVKEY: $CERTDESK_API_KEY" \
		"$CERTDESK_URL/services/v2/order/certificate?limit=100"
	"$builddir/tests/bench/bench-core" "$work/page.json" |
		sed 's/^/core /' >>"$figures"
}

measure_certdesk() {
	configure
	start_sandbox small "$small"
	first_frame
	ours small 10,000
	cold
	hanging jump '{"path":"order/certificate","n":9,"hang":true}' G
	core
	stop_sandbox
	start_sandbox large "$large"
	ours large "$(echo "$large" | sed ':a
		s/\([0-9]\)\([0-9]\{3\}\)\($\|,\)/\1,\2\3/
		ta')"
	pages large "$large"
	stop_sandbox
}

# -- peers ---------------------------------------------------------------------

make_rows() {
	seq "$small" | awk '{
		printf "%d order-%05d.example.com Pending 2026-11-%02d\n",
			900000 + $1, $1, $1 % 28 + 1
	}' >"$work/rows"
}

make_mails() {
	awk '{
		printf "From a@example.com Fri Nov 20 12:00:00 2026\n"
		printf "From: a@example.com\nSubject: %s\n", $0
		printf "Date: Fri, 20 Nov 2026 12:00:00 +0000\n\ntext\n\n"
	}' "$work/rows" >"$work/mbox"
	mkdir "$work/Mail"
	: >"$work/muttrc"
}

make_history() {
	git init -q "$work/git"
	awk '{
		printf "commit refs/heads/main\n"
		printf "committer A <a@example.com> %d +0000\n", 1e9 + NR
		printf "data %d\n%s\n", length($0) + 1, $0
	}' "$work/rows" | git -C "$work/git" fast-import --quiet
	git -C "$work/git" symbolic-ref HEAD refs/heads/main
}

# peer NAME TEXT TOP DOWN PAGE [BEFORE]: the steps for one; TEXT is on its first
# screen, TOP, DOWN and PAGE are its keys
peer() {
	local name=$1 text=$2 top=$3 down=$4 page=$5
	shift 5
	measure "$name" "$@" <<END
start start $text
memory first
key down 40 $down
press $top
key scroll 100 $down
key pagedown 40 $page
press $top
burst held 200 $down
press $top
idle idle 3000
END
	starts "$name" "$text" "$@"
}

measure_peers() {
	make_rows
	has less && peer less order-00048 g j '\x06' less "$work/rows"
	has fzf && peer fzf order-00040 '\x1b[H' '\x0e' '\x1b[6~' \
		sh -c "exec fzf --no-sort --layout=reverse <'$work/rows'"
	if has git && has tig; then
		make_history
		peer tig order-09960 '\x1b[H' j '\x1b[6~' \
			env GIT_DIR="$work/git/.git" tig
	fi
	make_mails
	has mutt && peer mutt order-00040 = j z \
		mutt -n -F "$work/muttrc" -R -f "$work/mbox"
	has neomutt && peer neomutt order-00040 = j z \
		neomutt -n -F "$work/muttrc" -R -f "$work/mbox"
	has htop && peer htop F10 '\x1b[H' '\x1b[B' '\x1b[6~' htop
}

# -- the table -----------------------------------------------------------------

# ROW|WHAT|OUR PROGRAM|NAME FIGURE|GOAL. Peers are shown where they have the
# same figure.
goals=(
	'P1|first frame, ms|frame|start ms|8'
	'P1|middle half of those starts, ms|frame|start spread_ms|'
	'P1|the same, full configuration, ms|full|start ms|8'
	'P2|first rows, ms|small|start ms|18'
	'P3|first rows, large account, ms|large|start ms|18'
	'P4|cursor down, median ms|small|down median_ms|0.25'
	'P4|cursor down, p99 ms|small|down p99_ms|1'
	'P4|the same, large account, median ms|large|down median_ms|0.25'
	'P5|cursor down, bytes|small|down bytes|60'
	'P5|the same with --slow, bytes|slow|down bytes|30'
	'P6|down that scrolls, median ms|small|scroll median_ms|1'
	'P6|down that scrolls, bytes|small|scroll bytes|220'
	'P7|half a page down, median ms|small|pagedown median_ms|2'
	'P7|half a page down, p99 ms|small|pagedown p99_ms|4'
	'P7|half a page down, bytes|small|pagedown bytes|4700'
	'P7|the same with --slow, bytes|slow|pagedown bytes|'
	'P7|bytes a changed cell|small|pagedown bytes_per_cell|2.2'
	'P8|held key, keys a second|small|held keys_per_s|>20000'
	'P8|held key, bytes a key|small|held bytes|60'
	'P9|key while pages hang, p99 ms|jump|keys p99_ms|5'
	'P9|key while pages come, median ms|large|walk median_ms|'
	'P9|key while pages come, p99 ms|large|walk p99_ms|5'
	'P10|open an order, ms|cold|open ms|2.5'
	'P10|open an order, p99 ms|cold|open p99_ms|6'
	'P11|open one that was read ahead, ms|small|ahead ms|1'
	'P11|requests for that|small|ahead requests|0'
	'P12|jump to the last row, ms|large|last ms|1'
	'P13|filter 100,000 rows, ms|core|filter ms|3'
	'P14|memory after the first page, KiB|small|first pss_kib|12288'
	'P14|of it shared with nobody, KiB|small|first own_kib|'
	'P15|memory after 300 pages, KiB|large|walked pss_kib|24576'
	'P15|a row kept, bytes|core|row bytes|'
	'P16|idle, wake-ups a second|small|idle wakeups_per_s|0'
	'P16|idle, bytes a second|small|idle bytes_per_s|0'
	'P17|page of 100: gate, parse, free, ms|core|page ms|1'
	'P18|requests for the first rows|small|rows requests|1'
	'P18|beside them: account and user|small|beside requests|2'
	'P18|then in the background|small|background requests|'
	'P18|requests to open an order|cold|opening requests|4'
	'P19|kept connections, for GETs|large|kept connections|4'
	'P19|GETs by one used before, %|large|kept reuse|>99'
	'P19|connections of its own a write|large|writes connections|1'
	'P21|sandbox: a million made, s|sandbox|large s|60'
	'P21|sandbox: slowest of 102 pages, ms|sandbox|large page_ms|50'
	'-|the floor: a key through cat, median ms|floor|key median_ms|'
	'-|the floor: a key through cat, p99 ms|floor|key p99_ms|'
	'-|load of the machine before|floor|before load|'
	'-|load of the machine after|floor|after load|'
)
peers=(less tig htop mutt neomutt fzf)

# figure PROGRAM "NAME FIGURE"
figure() {
	awk -v key="$1 $2" '$1 " " $2 " " $3 == key {v = $4}
		END {print v == "" ? "-" : v}' "$figures"
}

print_table() {
	local row id what program name goal peer
	printf '%-4s %-37s %9s %8s' '' '' certdesk goal
	printf ' %9s' "${peers[@]}"
	printf '\n'
	for row in "${goals[@]}"; do
		IFS='|' read -r id what program name goal <<<"$row"
		printf '%-4s %-37s %9s %8s' "$id" "$what" \
			"$(figure "$program" "$name")" "$goal"
		for peer in "${peers[@]}"; do
			printf ' %9s' "$(figure "$peer" "$name")"
		done
		printf '\n'
	done
}

floor before
measure_certdesk
measure_peers
floor after
print_table
