#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The program on each kind of terminal, in UTF-8 and in other locales, against
# a real sandbox: the same screens, cursor and keys everywhere (terms.c).
# Usage: terms.sh SOURCE_DIR BUILD_DIR
# TERMS in the environment: these instead of all. Descriptions that are not in
# TERMINFO_DIRS or the system (Debian has more of them in ncurses-term) are
# those of an unknown terminal, which is tested as well.
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

terms=$build_dir/tests/terminal/terms
names=${TERMS:-xterm tmux-256color screen screen-256color linux putty vt100
	vt220 xterm-kitty foot alacritty rxvt-unicode-256color no-such-terminal}

# With a "?" where the system has no description of it.
marked() {
	local name
	for name in "$@"; do
		if infocmp "$name" >/dev/null 2>&1; then
			printf '%s\n' "$name"
		else
			printf '%s?\n' "$name"
		fi
	done
}

sandbox_start --rate 0/1
order=$(resendable ssl_ev_securesite_flex ev)
settled="5 Issued $(get \
	"$api/order/certificate?limit=1&filters%5Bstatus%5D=issued" |
	jq .page.total)"

# run NAME TERM...: in the background; with a journal of its own.
run() {
	local name=$1
	shift
	XDG_STATE_HOME=$work/$name "$terms" "$build_dir/certdesk" "$order" \
		"$settled" "$@" >"$work/$name.out" 2>&1 &
	jobs+=($!)
	outputs+=("$work/$name.out")
}

jobs=()
outputs=()
# shellcheck disable=SC2086 # a list of words
mapfile -t all < <(marked $names)
for ((i = 0; i < ${#all[@]}; i += 4)); do
	run "utf8-$i" xterm-256color "${all[@]:i:4}"
done
LC_ALL=C run c xterm-256color vt100 linux
LC_ALL=POSIX run posix xterm-256color xterm
# An 8-bit locale, made here, as few systems still have one.
if localedef -i en_US -f ISO-8859-1 "$work/en_US.ISO-8859-1" 2>/dev/null; then
	# glibc's setlocale does not free the parts of LOCPATH.
	echo 'leak:__argz_add_sep' >"$work/leaks"
	LSAN_OPTIONS=suppressions=$work/leaks:print_suppressions=0 \
		LOCPATH=$work LC_ALL=en_US.ISO-8859-1 \
		run latin1 xterm-256color vt220
else
	pass 'no 8-bit locale can be made here'
fi
wait "${jobs[@]}"
add_up "${outputs[@]}"

# -- no terminal to speak of ----------------------------------------------------

# on_terminal TERM: what the program says there, and its exit code behind it.
on_terminal() {
	screen_start 200x10 env TERM="$1" sh -c \
		"'$build_dir/certdesk'; echo \"exit \$?\"; exec cat"
	until_true screen_has 'exit ' || true
	screen
	screen_stop
}

for name in dumb ''; do
	said=$(on_terminal "$name")
	has "TERM=$name: a sentence that names the subcommands" "$said" \
		"TERM=$name" 'certdesk --linear' subcommands 'exit 2'
done

finish
