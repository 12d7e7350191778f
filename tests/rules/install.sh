#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# What make install puts where below DESTDIR, and that make uninstall takes all
# of it away again.
# Usage: install.sh SOURCE_DIR BUILD_DIR
set -u

build=$2
# shellcheck source=tests/support/script.sh
. "$1/tests/support/script.sh"
# This runs below make check, whose flags are not for these.
unset MAKEFLAGS MFLAGS MAKELEVEL

dest="$work/a folder"
run_make() {
	"${MAKE:-make}" -s -C "$build" "$@" DESTDIR="$dest" prefix=/usr \
		sysconfdir=/etc >"$work/log" 2>&1 || fail "make $1" "$(cat "$work/log")"
}
files() {
	(cd "$dest" && find . ! -type d | sed 's/^\.//' | LC_ALL=C sort)
}

for name in certdesk certdesk-sandbox; do
	[ -x "$build/$name" ] || continue
	cat <<-END
		/usr/bin/$name
		/usr/share/bash-completion/completions/$name
		/usr/share/fish/vendor_completions.d/$name.fish
		/usr/share/man/man1/$name.1
		/usr/share/zsh/site-functions/_$name
	END
done >"$work/expected"
echo /usr/share/man/man5/certdesk-config.5 >>"$work/expected"
if grep -q '^CROSS_COMPILING_TRUE = *$' "$build/Makefile"; then
	sed -i '/completion\|site-functions/d' "$work/expected"
fi
LC_ALL=C sort -o "$work/expected" "$work/expected"

run_make install
is 'what is installed' "$(files)" "$(cat "$work/expected")"
is 'programs can be run by all' \
	"$(find "$dest/usr/bin" -type f ! -perm 755)" ''
is 'nothing else can, and all of it can be read' \
	"$(find "$dest/usr/share" -type f ! -perm 644)" ''
is 'it runs from there' "$("$dest/usr/bin/certdesk" --version | head -n 1)" \
	"$("$build/certdesk" --version | head -n 1)"
run_make uninstall
is 'nothing is left by uninstall' "$(files)" ''
run_make install zsh_completion_dir=no
lacks 'a shell whose folder is "no" gets nothing' "$(files)" site-functions

finish
