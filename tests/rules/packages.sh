#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The files of the packages against the tree: version, what is installed, what
# has to be there to build.
# Usage: packages.sh SOURCE_DIR BUILD_DIR
set -u

src=$1
build=$2
# shellcheck source=tests/support/script.sh
. "$src/tests/support/script.sh"
unset MAKEFLAGS MFLAGS MAKELEVEL
packaging=$src/packaging

version=$(sed -n 's/^AC_INIT(\[certdesk\], \[\([^]]*\)\].*/\1/p' \
	"$src/configure.ac")
is 'version: Debian' "$(head -n 1 "$packaging/debian/changelog" |
	sed 's/certdesk (\(.*\)-[0-9]*).*/\1/')" "$version"
is 'version: RPM' \
	"$(sed -n 's/^Version: *//p' "$packaging/certdesk.spec")" "$version"
is 'version: RPM, its log' "$(grep -c -- " - $version-[0-9]*\$" \
	"$packaging/certdesk.spec")" 1
for file in APKBUILD PKGBUILD; do
	is "version: $file" "$(sed -n 's/^pkgver=//p' "$packaging/$file")" \
		"$version"
	is "bash reads $file" "$(bash -n "$packaging/$file" 2>&1)" ''
done
has 'version: Homebrew' "$(grep '  url ' "$packaging/certdesk.rb")" \
	"certdesk-$version.tar.xz"

# The libraries that configure asks for are those of the spec.
sed -n 's/^.*PKG_CHECK_MODULES(\[[A-Z0-9]*\], \[\([^]]*\)\].*/\1/p' \
	"$src/configure.ac" | sed 's/ >= [0-9.]*//g' | tr ' ' '\n' |
	sort >"$work/asked"
sed -n 's/^BuildRequires: *pkgconfig(\(.*\))/\1/p' \
	"$packaging/certdesk.spec" | sort >"$work/required"
is 'RPM: what is needed to build' "$(cat "$work/required")" \
	"$(cat "$work/asked")"

# All that is installed is in a package. The sandbox may be left out here.
dest=$work/dest
make -s -C "$build" install DESTDIR="$dest" prefix=/usr >"$work/log" 2>&1 ||
	fail 'make install' "$(cat "$work/log")"
(cd "$dest" && find . -type f | sed 's/^\.//') | sort >"$work/installed"
without_sandbox() {
	if [ -x "$build/certdesk-sandbox" ]; then
		sort
	else
		grep -v sandbox | sort
	fi
}
sed -n 's/^%{_bindir}/\/usr\/bin/p; s/^%{_mandir}\(.*\)\*$/\/usr\/share\/man\1/p
	s/^%{_datadir}/\/usr\/share/p' "$packaging/certdesk.spec" |
	without_sandbox >"$work/packed"
is 'RPM: what is in the packages' "$(cat "$work/packed")" \
	"$(cat "$work/installed")"
sed 's/^/\//; s/zsh\/vendor-completions/zsh\/site-functions/' \
	"$packaging"/debian/*.install | without_sandbox >"$work/packed"
is 'Debian: what is in the packages' "$(cat "$work/packed")" \
	"$(cat "$work/installed")"

finish
