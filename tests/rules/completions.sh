#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The completions: bash's is driven as bash does, those of all shells are held
# against --help, and what they offer is taken by the program.
# Usage: completions.sh SOURCE_DIR BUILD_DIR
set -u

build=$2
# shellcheck source=tests/support/script.sh
. "$1/tests/support/script.sh"
certdesk=$build/certdesk

unset XDG_CONFIG_HOME
mkdir -p "$HOME/.config/certdesk" "$HOME/files/sub dir"
: >"$HOME/files/log one"
cat >"$HOME/.config/certdesk/config" <<'END'
[general]
[account acme]
 [account  two words]
# [account no]
[view Ours]
END
echo '[view Mark certificates]' >"$HOME/.config/certdesk/views"

# shellcheck source=/dev/null
. "$build/packaging/bash-completions/certdesk"

# offers WORD...: what is offered for the last one, sorted, in one line
offers() {
	COMP_WORDS=(certdesk "$@")
	COMP_CWORD=$#
	COMPREPLY=()
	_certdesk
	[ ${#COMPREPLY[@]} -eq 0 ] ||
		printf '%s\n' "${COMPREPLY[@]}" | LC_ALL=C sort | paste -sd'|'
}

has 'bash asks it for certdesk' "$(complete -p certdesk)" '-F _certdesk certdesk'
is 'a subcommand' "$(offers re)" 'resend-approval|resend-issuance'
is 'after an option with a value' "$(offers --account acme jo)" journal
is 'after an option with none' "$(offers --demo or)" orders
is 'no second subcommand' "$(offers show or)" ''
is 'an option of a subcommand' "$(offers orders --vi)" --view
is 'not of another' "$(offers show --vi)" ''
is 'of it alone' "$(offers resend-approval 900101 --y)" --yes
is 'its value' "$(offers orders --format j)" json
is 'joined by =' "$(offers orders --format = c)" csv
is 'all of them' "$(offers orders --format = '')" 'csv|json|text|tsv'
is 'right after the =' "$(offers orders --format =)" 'csv|json|text|tsv'
is 'where = does not split' "$(offers orders --format=c)" --format=csv
is 'the second word of two' "$(offers journal --settle 5 '')" 'not-sent|sent'
is 'not the first' "$(offers journal --settle s)" ''
is 'and then the options again' "$(offers journal --settle 5 sent --un)" \
	--unknown
is 'accounts of the configuration' "$(offers --account '')" 'acme|two\ words'
is 'and their views' "$(offers orders --view O)" Ours
is 'and the own ones' "$(offers orders --view M)" 'Mark\ certificates'
has 'and the built in ones' "$(offers orders --view '')" all approval expiring
is 'a status' "$(offers orders --status rej)" rejected
is 'files' "$(offers --log "$HOME/files/l")" "$HOME/files/log one"
is 'folders' "$(offers --demo-dir "$HOME/files/")" "$HOME/files/sub dir"
is 'no order number' "$(offers show '')" ''

# help NAME [COMMAND]: the options that --help tells of
help() {
	"$build/$1" ${2:+"$2"} --help | sed -n 's/^  \(--[a-z-]*\).*/\1/p' |
		sort -u
}

for command in '' orders show contacts resend-approval resend-issuance note \
	journal doctor; do
	# The whole --help has those of all subcommands, too.
	[ -n "$command" ] || continue
	is "bash has the options of $command" \
		"$(offers "$command" -- | tr '|' '\n' | sort)" \
		"$(help certdesk "$command")"
done

# What is offered for a value is taken.
while read -r command option; do
	offers "$command" "$option" '' | tr '|' '\n' | while read -r value; do
		"$certdesk" "$command" "$option" "$value" --help \
			>/dev/null 2>"$work/refused" ||
			fail "$command $option $value is taken" \
				"$(cat "$work/refused")"
	done >"$work/bad"
	is "the values of $option are taken" "$(cat "$work/bad")" ''
done <<'END'
orders --format
orders --color
orders --demo-kind
END

# The other shells: every option, and no other.
for program in certdesk certdesk-sandbox; do
	[ -x "$build/$program" ] || continue
	sed -n "s/^[[:blank:]]*'*\**'*\(--[a-z-]*\)=*\[.*/\1/p" \
		"$build/packaging/zsh-completions/_$program" |
		sort -u >"$work/zsh"
	sed -n 's/^complete .* -l \([a-z-]*\).*/--\1/p' \
		"$build/packaging/fish-completions/$program.fish" |
		sort -u >"$work/fish"
	grep -o -- '--[a-z][a-z-]*' \
		"$build/packaging/bash-completions/$program" |
		sort -u >"$work/bash"
	for shell in bash zsh fish; do
		is "$shell has the options of $program" \
			"$(cat "$work/$shell")" "$(help "$program")"
	done
	is "bash reads that of $program" \
		"$(bash -n "$build/packaging/bash-completions/$program" 2>&1)" ''
done

finish
