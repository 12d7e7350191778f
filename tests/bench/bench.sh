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

# A step that counts the requests so far, for those on the list, on an order
# and so on: requests_as NAME
requests_as() {
	printf 'shell curl -s "%s/sandbox/v1/requests?since=0" | %s\n' \
		"$CERTDESK_URL" "grep -o /services/v2 | wc -l |
		sed 's/^/$1 requests /'" | tr '\n\t' '  '
	echo
}

# ours NAME ORDERS: the last row is the oldest order
ours() {
	measure "$1" "$builddir/certdesk" <<END
start start row 1,
memory first
$(requests_as started)
key down 40 j
press g
key scroll 100 j
press g
key pagedown 40 \x04
press g
burst held 200 j
press g
until last G row $2,
press g
key walk 300 \x04
memory walked
press gjjj
$(requests_as closed)
until open \r Certificate status
see Requested by
$(requests_as opened)
press q
memory visited
idle idle 3000
quit Q
END
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

# first frame: with a server that takes its time
first_frame() {
	local hang='{"method":"GET","path":"order","n":9,"hang":true}'
	local faults=$CERTDESK_URL/sandbox/v1/faults
	curl -sf -o "$work/answer" -d "$hang" "$faults"
	measure frame "$builddir/certdesk" <<'END'
start start certdesk
quit Q
END
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
	start_sandbox small "$small"
	first_frame
	ours small 10,000
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
	'P2|first rows, ms|small|start ms|18'
	'P3|first rows, large account, ms|large|start ms|18'
	'P4|cursor down, median ms|small|down median_ms|0.25'
	'P4|cursor down, p99 ms|small|down p99_ms|1'
	'P4|the same, large account, median ms|large|down median_ms|0.25'
	'P5|cursor down, bytes|small|down bytes|60'
	'P6|down that scrolls, median ms|small|scroll median_ms|1'
	'P6|down that scrolls, bytes|small|scroll bytes|220'
	'P7|half a page down, median ms|small|pagedown median_ms|2'
	'P7|half a page down, p99 ms|small|pagedown p99_ms|4'
	'P7|half a page down, bytes|small|pagedown bytes|4700'
	'P7|bytes a changed cell|small|pagedown bytes_per_cell|2.2'
	'P8|held key, keys a second|small|held keys_per_s|>20000'
	'P8|held key, bytes a key|small|held bytes|60'
	'P9|key while pages hang, p99 ms|jump|keys p99_ms|5'
	'P10|open an order, ms|small|open ms|2.5'
	'P12|jump to the last row, ms|large|last ms|1'
	'P13|filter 100,000 rows, ms|core|filter ms|3'
	'P14|memory after the first page, KiB|small|first pss_kib|12288'
	'P15|memory after 300 pages, KiB|large|walked pss_kib|24576'
	'P15|a row kept, bytes|core|row bytes|'
	'P16|idle, wake-ups a second|small|idle wakeups_per_s|0'
	'P16|idle, bytes a second|small|idle bytes_per_s|0'
	'P17|page of 100: gate, parse, free, ms|core|page ms|1'
	'P18|requests for the first rows|small|started requests|'
	'P18|requests to open an order|small|opening requests|4'
	'P21|sandbox: a million made, s|sandbox|large s|60'
	'P21|sandbox: slowest of 102 pages, ms|sandbox|large page_ms|50'
)
peers=(less tig htop mutt neomutt fzf)

# figure PROGRAM "NAME FIGURE"
figure() {
	awk -v key="$1 $2" '$1 " " $2 " " $3 == key {v = $4}
		END {print v == "" ? "-" : v}' "$figures"
}

opening() {
	awk '$2 == "closed" {c[$1] = $4} $2 == "opened" && ($1 in c) {
		print $1, "opening requests", $4 - c[$1]}' "$figures" \
		>"$work/opening"
	cat "$work/opening" >>"$figures"
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

measure_certdesk
measure_peers
opening
print_table
