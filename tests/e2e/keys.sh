#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Keys of a person's own as a real terminal sends them: Alt, sequences with
# Ctrl, and a window that a key of one's own opens. Usage: keys.sh SOURCE_DIR
# BUILD_DIR
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

certdesk=$build_dir/certdesk
sandbox_start --quiet --seed 7

mkdir -p "$XDG_CONFIG_HOME/certdesk"
(umask 077 && cat >"$XDG_CONFIG_HOME/certdesk/config") <<'END'
[keys]
set = emacs
order-note = ,n
END

order=$(orders_of ssl_ev_plus pending | head -1)
screen_start 80x24 "$certdesk" "$order"
sees 'the page' 'Certificate status'
keys M-x
keys 'log' Enter
sees 'Alt-x is the command line' 'Message log'
keys Escape j
no_longer 'Esc and a key that come at once are two keys' 'Message log'
keys ,
sees 'what can follow' 'n add a note to the order'
keys n
sees 'the window' 'Add a note - order'
keys 'seen by the second'
keys M-b
keys 'desk, '
sees 'Alt-b goes by words' 'seen by the desk, second'
keys C-g
no_longer 'Ctrl-G leaves it' 'Add a note - order'
keys M-x
keys 'map ,n' Enter
sees 'where a key comes from' 'order-note, line 3'
keys C-x
sees 'the choices' 'k close'
keys C-c
until_true screen_is_dead && pass 'Ctrl-X Ctrl-C quits'
screen_is_dead || fail 'Ctrl-X Ctrl-C quits' "$(screen)"
screen_stop

finish
