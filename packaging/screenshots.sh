#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The screenshots of the README: the program in a terminal of tmux against a
# sandbox, each screen as an SVG, light and dark. `make screenshots`
# writes them into packaging/screenshots of the source.
# Usage: screenshots.sh SOURCE_DIR BUILD_DIR
set -u

# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"
# shellcheck disable=SC2034 # common.sh uses it
socket=screenshots
target=$source_dir/packaging/screenshots
mkdir -p "$target"

# shoot NAME NEEDLE: the screen, once it shows that
shoot() {
	sees "$1" "$2"
	for look in light dark; do
		tmux -L "$socket" capture-pane -e -p -t t |
			"$build_dir/packaging/draw-screen" "$look" "$columns" \
				>"$target/$1-$look.svg"
	done
}

sandbox_start --seed 1
cat >"$work/program" <<END
#!/bin/sh
exec env TERM=xterm-256color "$build_dir/certdesk"
END
chmod +x "$work/program"

columns=100
screen_start ${columns}x28 "$work/program"
sees 'the orders' 'Certificates > Orders'
keys 3
sees 'those that wait for an approval' 'order approval'
for _ in 1 2 3 4 5 6 7; do
	keys j
done
no_longer 'what each waits on' ' ...  '
no_longer 'and the requests' 'limited'
shoot orders '  ok'
keys ':900001' Enter
no_longer 'the whole order' '...'
shoot order 'Order Approval'
keys m
shoot resend 'Select verified contacts'
keys Escape
keys '?'
shoot help 'leave the help'
keys Escape Q
screen_stop
columns=150
screen_start ${columns}x36 "$work/program"
sees 'the orders' 'Certificates > Orders'
keys 2
keys j j p
no_longer 'what each waits on' ' ...  '
no_longer 'and the requests' 'limited'
shoot wide 'Certificate status'
keys Q
screen_stop
finish
