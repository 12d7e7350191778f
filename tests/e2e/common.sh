# SPDX-License-Identifier: MIT
# shellcheck shell=bash
#
# What the end-to-end scripts share: a sandbox of their own on a free port, and
# the program in a terminal (tmux with a socket of its own). Source it with $1
# the source and $2 the build folder. Only processes that were started here are
# ended.

export source_dir=$1
build_dir=$2
# shellcheck source=tests/support/script.sh
. "$source_dir/tests/support/script.sh"
# Windows show paths, and the path of a socket has 107 bytes at most. The
# program still has the TMPDIR that there is.
if [ "${#work}" -gt 40 ]; then
	rm -rf "$work"
	work=$(mktemp -d /tmp/certdesk.XXXXXX) || exit 1
	export HOME=$work
fi
sandbox_pid=
pane_pid=
socket=certdesk

export LC_ALL=C.UTF-8
export TERM=xterm-256color
# What tmux runs its commands by; the user's own may be anything, or none.
export SHELL=/bin/sh
export XDG_CONFIG_HOME=$work/config
export XDG_STATE_HOME=$work/state
# tmux leaves its sockets behind.
export TMUX_TMPDIR=$work
unset NO_COLOR CERTDESK_URL CERTDESK_API_KEY CERTDESK_KIND \
	CERTDESK_ISSUANCE_RESEND ESCDELAY TMUX
# What tells of the terminal and the line of whoever runs this.
unset COLUMNS LINES TERMINFO TERMINFO_DIRS TERMCAP NCURSES_NO_UTF8_ACS \
	COLORTERM COLORFGBG SSH_TTY SSH_CLIENT SSH_CONNECTION STY
mkdir -p "$XDG_CONFIG_HOME" "$XDG_STATE_HOME"
# bench-pty waits as long as we do.
export BENCH_PATIENCE=$patience

clean_up() {
	screen_stop
	[ -z "$sandbox_pid" ] || kill "$sandbox_pid" 2>/dev/null
	wait 2>/dev/null
	# What ran in the terminal may still write there.
	until_true rm -rf "$work" 2>/dev/null
}
trap clean_up EXIT

# -- the sandbox ---------------------------------------------------------------

# sandbox_start [ARGS...]: sets $root and $api, and the client's environment.
sandbox_start() {
	rm -f "$work/port"
	"$build_dir/certdesk-sandbox" --port 0 --port-file "$work/port" \
		--outbox "$work/outbox" --rate 10000/5 "$@" >"$work/sandbox.log" 2>&1 &
	sandbox_pid=$!
	until_true test -s "$work/port" || {
		fail 'the sandbox starts' "$(cat "$work/sandbox.log")"
		finish
	}
	port=$(cat "$work/port")
	root=http://127.0.0.1:$port
	api=$root/services/v2
	export CERTDESK_URL=$root CERTDESK_API_KEY=sandbox-admin
	export CERTDESK_ISSUANCE_RESEND='PUT /sandbox/v1/order/certificate/{order_id}/resend-issuance-email'
}

sandbox_stop() {
	kill "$sandbox_pid" 2>/dev/null
	wait "$sandbox_pid" 2>/dev/null
	sandbox_pid=
}

# With another key than the program's, so that the two do not share a limit.
get() {
	curl -sS -m "$patience" -H 'X-DC-DEVKEY: sandbox-orders' "$@"
}

# status_of URL [CURL-ARGS...]
status_of() {
	get -o "$work/body" -w '%{http_code}' "$@"
}

# The paths of all PUTs that the sandbox has seen, oldest first.
puts() {
	get "$root/sandbox/v1/requests" |
		jq -r '.requests[] | select(.method == "PUT") | .path'
}

count() {
	wc -l | tr -d ' '
}

# mails_of ORDER [STATE]: one line a mail: id, kind, recipient, state, link
mails_of() {
	get "$root/sandbox/v1/mails?order=$1" |
		jq -r --arg state "${2:-}" '.mails[] |
			select($state == "" or .state == $state) |
			"\(.id) \(.kind) \(.to) \(.state) \(.link)"'
}

# orders_of PRODUCT STATUS: the numbers of such orders, oldest first.
orders_of() {
	get -G "$api/order/certificate" \
		--data-urlencode "filters[product_name_id]=$1" \
		--data-urlencode "filters[status]=$2" \
		--data-urlencode sort=order_id |
		jq -r '.orders[]?.id'
}

# Waits only for a verified contact, and two or more of the right kind are
# validated: what the resend is for.
is_resendable() {
	local validation kinds=$2
	validation=$(get "$api/order/certificate/$1/validation")
	[ "$(printf '%s' "$validation" | jq --arg kinds "$kinds" '
		([.dns_name_validations[]? | select(.status != "approved")] |
			length == 0) and
		([.organization_validations[]? |
			select(.type as $t | $kinds | split(" ") | index($t)) |
			select(.status != "pending")] | length >= 1) and
		([.organization_validations[]? |
			select(.type as $t | $kinds | split(" ") | index($t)) |
			.verified_contacts[]? | select(.status != "pending") |
			.email] | unique | length >= 2)')" = true ] &&
		[ "$(get "$api/order/certificate/$1" |
			jq .order_approval_complete)" = false ]
}

# resendable PRODUCT KINDS: the first such order.
resendable() {
	local order
	for order in $(orders_of "$1" pending); do
		if is_resendable "$order" "$2"; then
			printf '%s\n' "$order"
			return 0
		fi
	done
	return 1
}

# Answers that a fault delays for longer than anybody waits go out when they are
# let go. Until then the program waits for them, for 10 s at most.
let_go() {
	get -X DELETE "$root/sandbox/v1/faults" >/dev/null
}

# fault JSON
fault() {
	get -X POST -H 'Content-Type: application/json' -d "$1" \
		"$root/sandbox/v1/faults" >/dev/null
}

# -- the terminal --------------------------------------------------------------

# screen_start COLSxROWS COMMAND...: $pane_pid is the command's process.
screen_start() {
	local size=$1
	shift
	pane_pid=$(tmux -L "$socket" -f /dev/null new-session -d -s t \
		-P -F '#{pane_pid}' -x "${size%x*}" -y "${size#*x}" "$@" \; \
		set -g status off \; set -g remain-on-exit on)
}

# Waits for the end of the server, which the next one must not meet.
screen_stop() {
	local pid
	pid=$(tmux -L "$socket" display -p '#{pid}' 2>/dev/null) || return 0
	tmux -L "$socket" kill-server 2>/dev/null
	until_true process_is_gone "$pid"
}

# all_wait PID: it and its children do nothing now. (Without the kernel's list
# of children it is looked at alone.)
all_wait() {
	local stat child children=()
	read -r stat <"/proc/$1/stat" || return 0
	case ${stat##*) } in
	R* | D*) return 1 ;;
	esac
	read -r -a children <"/proc/$1/task/$1/children"
	for child in "${children[@]}"; do
		all_wait "$child" || return 1
	done
} 2>/dev/null

# What is typed before a window stands is thrown away, on purpose: right after
# it was drawn. Who sees the window first waits for that, as no person has to.
keys() {
	until_true all_wait "$pane_pid"
	tmux -L "$socket" send-keys -t t "$@"
}

screen() {
	tmux -L "$socket" capture-pane -p -t t 2>/dev/null
}

screen_has() {
	case $(screen) in
	*"$1"*) return 0 ;;
	*) return 1 ;;
	esac
}

screen_lacks() {
	! screen_has "$1"
}

# cursor_is_on TEXT: it stands on the first character of it. Lines with wide
# characters left of it do not count.
cursor_is_on() {
	local x y lines
	{
		read -r x y
		mapfile -t lines
	} < <(tmux -L "$socket" display -p -t t '#{cursor_x} #{cursor_y}' \; \
		capture-pane -p -t t 2>/dev/null)
	[ -n "$y" ] && [[ ${lines[y]:x} == "$1"* ]]
}

screen_is_dead() {
	[ "$(tmux -L "$socket" display -p -t t '#{pane_dead}')" = 1 ]
}

# sees TEXT NEEDLE: waits until the screen shows it.
sees() {
	if until_true screen_has "$2"; then
		pass "$1"
	else
		fail "$1" "no '$2' on:
$(screen)"
	fi
}

# stands_on TEXT NEEDLE: waits until the cursor is there. In a window that is
# where the focus is, while its buttons can be seen all the time.
stands_on() {
	if until_true cursor_is_on "$2"; then
		pass "$1"
	else
		fail "$1" "the cursor is not on '$2' (at column and row $(
			tmux -L "$socket" display -p -t t \
				'#{cursor_x} #{cursor_y}')):
$(screen)"
	fi
}

# press_send: from the list of a window to its Send, by the documented stops.
press_send() {
	keys Tab Tab
	stands_on 'the Send button' '[ Send to'
	keys Enter
}

# no_longer TEXT NEEDLE: waits until the screen does not show it.
no_longer() {
	if until_true screen_lacks "$2"; then
		pass "$1"
	else
		fail "$1" "still '$2' on:
$(screen)"
	fi
}
