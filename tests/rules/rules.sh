#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The rules of the tree that a script can keep: who may include what, licence
# lines, names of visible functions, the manual against the tables.
# Usage: rules.sh SOURCE_DIR BUILD_DIR
set -u
# The rules count in this shell, not in one of a pipe's own.
shopt -s lastpipe

src=$1
build=$2
# shellcheck source=tests/support/script.sh
. "$src/tests/support/script.sh"

# rule TEXT: stdin lists what breaks it.
rule() {
	found=$(cat)
	if [ -z "$found" ]; then
		pass "$1"
	else
		fail "$1" "$found"
	fi
}

cd "$src" || exit 1
sources=$(find src ui tests packaging -name '*.[ch]' | sort)

# only HEADER_PATTERN FILES_PATTERN: includes of it outside of those files.
outside() {
	# shellcheck disable=SC2086 # a list of files
	grep -nE "^#include [<\"]($1)[>\"]" $sources | grep -vE "^($2):"
}

outside '(ncurses(w)?/)?n?curses\.h|term\.h' 'ui/screen-curses[a-z-]*\.[ch]' |
	rule 'only screen-curses includes curses'
outside '(cjson/)?cJSON\.h' '(src/order-json[a-z-]*\.[ch]|src/version\.c|src/sandbox/.*|tests/.*)' |
	rule 'only order-json includes cJSON'
outside 'uv\.h' 'src/(loop-uv|version)\.c' |
	rule 'only loop-uv includes uv.h'
outside 'curl/curl\.h' '(src/http[a-z-]*\.[ch]|src/version\.c|tests/fuzz/.*)' |
	rule 'only http includes libcurl'
outside 'sqlite3\.h' '(src/journal-(sql|db|sqlite)[a-z-]*\.[ch]|src/version\.c|src/sandbox/.*|tests/.*)' |
	rule 'only the journal and the sandbox include SQLite'
outside 'microhttpd\.h' 'src/sandbox/.*' |
	rule 'only the sandbox includes libmicrohttpd'
outside 'gnutls/.*' 'src/sandbox/tls\.c' |
	rule 'only the sandbox includes GnuTLS'
outside 'zlib\.h' '(src/sandbox/gzip\.c|tests/.*)' |
	rule 'only gzip includes zlib'

# The linker sees calls only, so look at the includes of each library, too. The
# sandbox shares only the base with the client.
sed -e ':join' -e '/\\$/{N;s/\\\n//;b join' -e '}' Makefile.am | awk '
	BEGIN {
		below["base"] = "base"
		below["core"] = "base core"
		below["io"] = "base core io"
		below["ui"] = "base core ui"
		below["term"] = "base core ui term"
		below["sandbox"] = "base sandbox"
		below["certdesk"] = "base core io ui term certdesk"
		below["certdesk_sandbox"] = "base sandbox certdesk_sandbox"
	}
	/^(lib(base|core|io|ui|term|sandbox)_a|certdesk(_sandbox)?)_SOURCES =/ {
		layer = $1
		sub(/^lib/, "", layer)
		sub(/(_a)?_SOURCES$/, "", layer)
		for (i = 3; i <= NF; i++) {
			files[$i] = layer
			name = $i
			sub(/^(src|ui)\//, "", name)
			layer_of[name] = layer
		}
	}
	END {
		for (file in files) {
			while ((getline line <file) > 0) {
				if (line !~ /^#include "/)
					continue
				split(line, part, "\"")
				to = layer_of[part[2]]
				if (to != "" && index(" " below[files[file]] " ",
					" " to " ") == 0)
					print file ": " part[2]
			}
			close(file)
		}
	}' | sort | rule 'includes only point down'

# shellcheck disable=SC2086 # a list of files
for file in $sources; do
	head -n 1 "$file" | grep -q 'SPDX-License-Identifier: MIT' ||
		printf '%s\n' "$file"
done | rule 'every C file begins with the licence line'

# A header brings along what it needs.
compiler=$(sed -n 's/^CC = //p' "$build/Makefile")
flags=$(sed -n 's/^[A-Z0-9]*_CFLAGS = //p' "$build/Makefile" | grep -- -I)
for header in src/*.h ui/*.h src/sandbox/*.h tests/support/*.h; do
	# shellcheck disable=SC2086 # lists of words
	$compiler -std=gnu11 -fsyntax-only -x c -I"$build" -Isrc -Iui -I. \
		-Isrc/sandbox $flags - <<<"#include \"$header\"" 2>&1 |
		grep -q . && printf '%s\n' "$header"
done | rule 'every header compiles alone'

grep -nE '\b(strcpy|strcat|sprintf|vsprintf|strtok|atoi|atol|gets)\(' \
	src/*.c src/sandbox/*.c ui/*.c | rule 'no function that cannot be used safely'

grep -nE '\b(malloc|calloc|realloc|strdup|strndup)\(' src/*.c src/sandbox/*.c \
	ui/*.c |
	grep -v '^src/mem\.c:' | rule 'memory comes from mem'

# shellcheck disable=SC2086 # a list of files
grep -nE '\b(sleep|usleep|nanosleep)\(' $sources |
	rule 'nothing sleeps'

# Visible functions carry the name of their file or of its family.
if command -v nm >/dev/null 2>&1; then
	for library in libbase.a libcore.a libio.a libui.a libterm.a \
		libsandbox.a; do
		[ -e "$build/$library" ] || continue
		nm -A -g --defined-only "$build/$library" 2>/dev/null
	done | awk '$2 == "T" {
		split($1, part, ":")
		file = part[2]
		sub(/\.o$/, "", file)
		sub(/^lib[a-z]+_a-/, "", file)
		gsub(/-/, "_", file)
		family = file
		sub(/_.*/, "", family)
		if (index($3, file "_") != 1 && $3 != file &&
			index($3, family "_") != 1 && index($3, "region_") != 1)
			print file ": " $3
	}' | rule 'visible functions carry the prefix of their file'
fi

# The manual names every option of the table, and nothing else.
"$build/certdesk" --help | sed -n 's/^  \(--[a-z-]*\).*/\1/p' | sort -u \
	>"$work/table"
sed -n 's/.*Fl Fl \([a-z-]*\).*/--\1/p' man/certdesk.1 | sort -u \
	>"$work/manual"
comm -3 "$work/table" "$work/manual" |
	rule 'certdesk(1) has the options of the table'

# The manual names every default key of the commands, and no other. (Arrows are
# "as the arrows do".)
for file in ui/*.c; do
	awk '/struct command [a-z_]*\[\] = \{/, /^};/' "$file" | tr -d '\n\t' |
		grep -oE '\{"[a-z0-9-]+", *"[^"]+",' | cut -d'"' -f4
done | tr ' ' '\n' | grep -vE '^(Up|Down)$' | sort -u >"$work/table"
sed -n '/^\.Sh THE SCREENS/,/^\.Sh ENV/s/^\.\(It \)\{0,1\}Ic //p' man/certdesk.1 |
	tr ' ' '\n' | sed 's/\\&//' | grep -vE '^(:.+|[.,;])$' |
	grep . | sort -u >"$work/manual"
comm -3 "$work/table" "$work/manual" |
	rule 'certdesk(1) has the keys of the commands'

# So does certdesk-config(5) with the set for emacs hands.
sed -n '/keymap_set_row emacs/,/^};/s/.*{"\(.*\)", "\(.*\)"},/\1 \2/p' \
	ui/keymap-set.c >"$work/table"
sed -n '/^\.Cm emacs ,/,/^\.El/p' man/certdesk-config.5 |
	sed -n '/^\.It Li/{N;s/\.It Li \(.*\)\n/\1 /p;}' >"$work/manual"
diff "$work/table" "$work/manual" |
	rule 'certdesk-config(5) has the keys of the set for emacs'
[ -s "$work/table" ] || echo 'no rows' | rule 'there is a set for emacs'

# Sentences name the keys that work: by the command ("{orders-search}"), not the
# built-in key. (y and Esc answer whatever is bound, as Q does in a window that
# is too small.)
grep -nE '"([^"]*[ (])?(Ctrl-[ABD-Z]|[?@a-zA-Z]) (tries|shows|opens|closes|quits|searches|changes|adds|settles|hides|clears|switches) ' \
	ui/*.c | grep -vE 'y quits now' |
	rule 'no sentence names a key that may be another one'

# The views of [keys].
sed -n 's/^\t{"\([a-z]*\)", "[A-Z].*, [a-z_]*_commands},/\1/p' ui/keymap-views.c |
	sort >"$work/table"
sed -n '/^The views are/,/^\.Pp/s/^\.Li \([a-z]*\).*/\1/p' man/certdesk-config.5 |
	sort >"$work/manual"
diff "$work/table" "$work/manual" |
	rule 'certdesk-config(5) has the views of [keys]'

# Every table of commands is known to [keys] and :map, under its view.
grep -lE 'struct command [a-z_]*\[\] = \{' ui/*.c | while read -r file; do
	name=$(basename "$file" .c | tr - _)
	case $name in
	act | app_commands) name=${name%_commands}_commands ;;
	*) name=${name}_commands ;;
	esac
	grep -qw "$name" ui/keymap-views.c || printf '%s\n' "$name"
done | rule 'ui/keymap-views.c has every table of commands'

if [ -x "$build/certdesk-sandbox" ]; then
	"$build/certdesk-sandbox" --help 2>&1 |
		sed -n 's/^  *\(--[a-z-]*\).*/\1/p' | sort -u \
		>"$work/table"
	sed -n 's/^\.It Fl Fl \([a-z-]*\).*/--\1/p' man/certdesk-sandbox.1 |
		sort -u >"$work/manual"
	comm -3 "$work/table" "$work/manual" |
		rule 'certdesk-sandbox(1) has the options of the table'
fi

# certdesk-config(5) has the settings that --print-config shows.
mkdir -p "$work/config/certdesk"
printf '%s\n' '[account a]' 'region = us' '[view V]' 'query =' \
	>"$work/config/certdesk/config"
chmod -R go-rwx "$work/config"
XDG_CONFIG_HOME=$work/config "$build/certdesk" --print-config |
	sed -n 's/^\(# \)\{0,1\}\([a-z_0-9]*\) =.*/\2/p' | sort -u >"$work/table"
sed -n 's/^\.It Ic //p' man/certdesk-config.5 | tr -d ' ' | tr ',' '\n' |
	sort -u >"$work/manual"
comm -23 "$work/table" "$work/manual" |
	rule 'certdesk-config(5) has all settings'
is 'and shows that of the journal' "$(grep -x journal "$work/table")" journal

# certdesk(1) has the exit codes.
sed -n 's/^\tCLI_[A-Z_]* = \([0-9]*\),.*/\1/p' ui/cli.h | sort -u >"$work/table"
sed -n '/^\.Sh EXIT STATUS/,/^\.El/s/^\.It \([0-9]*\)$/\1/p' man/certdesk.1 |
	sort -u >"$work/manual"
comm -3 "$work/table" "$work/manual" | rule 'certdesk(1) has the exit codes'

# Each page has what its readers look for.
for page in man/certdesk.1 man/certdesk-sandbox.1 man/certdesk-config.5; do
	grep -q '^\.Sh EXAMPLES' "$page" || printf '%s\n' "$page"
done | rule 'every page of the manual has examples'

# NEWS begins with what configure.ac calls this version.
version=$(sed -n 's/^AC_INIT(\[certdesk\], \[\([^]]*\)\].*/\1/p' configure.ac)
is 'NEWS: the newest version is this one' \
	"$(sed -n 's/^\([0-9][0-9.]*\)\(,.*\)*$/\1/p' NEWS | head -n 1)" "$version"

# The README fits a terminal, and the pictures it names are there.
sed '/^Hacking$/,$d' README | cat - NEWS | LC_ALL=C.UTF-8 grep -nE '^.{81,}' |
	rule 'README and NEWS have lines of 80 characters at most'
grep -o '\b[a-z]*-\(light\|dark\)\.svg' README | while read -r name; do
	[ -e "packaging/screenshots/$name" ] || printf '%s\n' "$name"
done | rule 'README: the screenshots are there'

# The tests that the README names beside its promises.
sed -n '/^Security$/,/^Hacking$/p' README | tr '\n' ' ' | grep -o '\[[^]]*\]' |
	tr -d '[]' | sed 's/,/\n/g' | tr -s ' ' | sed 's/^ //' |
	while read -r name; do
		case $name in
		make\ *) grep -q "^${name#make }:" Makefile.am ;;
		test-*) [ -e "tests/unit/$name.c" ] ;;
		*) [ -e "tests/$name" ] ;;
		esac || printf '%s\n' "$name"
	done | rule 'README: the tests of its promises are there'

finish
