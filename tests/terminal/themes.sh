#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Themes and colours on a terminal, against a real sandbox: the text is the same
# in each, and where no colours are wanted there are none.
# Usage: themes.sh SOURCE_DIR BUILD_DIR
#
# Functions are called by name, which shellcheck does not see.
# shellcheck disable=SC2317
set -u
# shellcheck source=tests/e2e/common.sh
. "$1/tests/e2e/common.sh"

sandbox_start --rate 0/1
settled="5 Issued $(get \
	"$api/order/certificate?limit=1&filters%5Bstatus%5D=issued" |
	jq .page.total)"
mkdir -p "$XDG_CONFIG_HOME/certdesk"
config=$XDG_CONFIG_HOME/certdesk/config

# look_of THEME [COMMAND...]: the list with all its looks.
look_of() {
	(umask 077 && printf '[general]\ntheme = %s\n[theme mine]\n%s' "$1" \
		'pending = underline 208 on 17' >"$config")
	shift
	screen_start 80x24 "${@:-$build_dir/certdesk}"
	until_true screen_has "$settled" || true
	until_true screen_lacks ' ... ' || true
	tmux -L "$socket" capture-pane -e -p -t t
	screen_stop
}

# Without colours and attributes, and what tells the time.
text_of() {
	sed -e 's/\x1b\[[0-9;]*m//g' -e 's/[0-9]/0/g' -e 's/ *$//' <<<"$1"
}

# colors_of LOOK: the colours that it sets, in order, each once.
colors_of() {
	grep -o '[34]8;5;[0-9]*\|\[[0-9;]*[34][0-7]m' <<<"$1" | sort -u |
		grep -v '\[0;' | tr '\n' ' '
}

plain=$(look_of monochrome)
is 'monochrome has no colours' "$(colors_of "$plain")" ''
for theme in 16-colour dark light high-contrast mine; do
	look=$(look_of "$theme")
	is "$theme: the text is that of monochrome" "$(text_of "$look")" \
		"$(text_of "$plain")"
	is "$theme has colours" \
		"$([ -n "$(colors_of "$look")" ] && echo yes)" yes
done
has 'a colour of a theme of one'"'"'s own' "$look" '38;5;208' '48;5;17'
for never in 'env NO_COLOR=1 X' 'X --color never' 'env NO_COLOR=1 X --color auto'; do
	# shellcheck disable=SC2086 # a command line
	look=$(look_of dark ${never/X/$build_dir/certdesk})
	is "no colours: $never" "$(colors_of "$look")" ''
	is "the same text: $never" "$(text_of "$look")" "$(text_of "$plain")"
done
look=$(look_of dark env NO_COLOR=1 "$build_dir/certdesk" --color always)
has 'the option wins over NO_COLOR' "$(colors_of "$look")" '38;5;'
look=$(look_of auto env -u TMUX 'COLORFGBG=0;15' "$build_dir/certdesk")
has 'auto on a light ground' "$(colors_of "$look")" '38;5;94'
look=$(look_of auto env TMUX=x 'COLORFGBG=0;15' "$build_dir/certdesk")
lacks 'not where tmux stands between' "$(colors_of "$look")" '38;5;94'
printf '[general]\ntheme = drak\n' >"$config"
chmod 600 "$config"
"$build_dir/certdesk" >"$work/out" 2>&1
is 'no such theme: exit 2' "$?" 2
has 'no such theme: file, line and the nearest' "$(cat "$work/out")" \
	"$config:2: theme = drak names no theme. Did you mean dark?"
rm "$config"

finish
