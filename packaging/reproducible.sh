#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Builds the tree twice, in two folders, as on two machines: other paths, dates,
# locale, time zone and umask. Programs, completions and tarball must be the
# same to the bit. `make reproducible` calls it; it takes two builds.
# Usage: reproducible.sh TARBALL
# shellcheck disable=SC2030,SC2031 # each build has an environment of its own
set -u

tarball=${1:?usage: reproducible.sh TARBALL}
name=$(basename "$tarball" .tar.xz)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-1700000000}
export CCACHE_DISABLE=1

# build FOLDER DATE: from the tarball, out of the source's folder
build() {
	mkdir -p "$1" && tar -xf "$tarball" -C "$1" &&
		# One date for all, so that nothing is made anew.
		find "$1" -exec touch -d "$2" {} + &&
		mkdir "$1/out" && cd "$1/out" &&
		"../$name/configure" -q --prefix=/usr &&
		make -s -j"$(nproc)" && make -s dist
}

(
	export LC_ALL=C TZ=UTC
	umask 022
	build "$work/a" '2001-02-03'
) >"$work/first" 2>&1 || {
	tail -n 20 "$work/first"
	exit 1
}
(
	export LC_ALL=C.UTF-8 TZ=Pacific/Auckland USER=somebody
	umask 027
	build "$work/another/place/of/another/length" '2026-07-08'
) >"$work/second" 2>&1 || {
	tail -n 20 "$work/second"
	exit 1
}

different=0
for file in certdesk certdesk-sandbox packaging/bash-completions/certdesk \
	packaging/zsh-completions/_certdesk \
	packaging/fish-completions/certdesk.fish "$name.tar.xz"; do
	if cmp -s "$work/a/out/$file" \
		"$work/another/place/of/another/length/out/$file"; then
		printf 'same      %s %s\n' \
			"$(sha256sum <"$work/a/out/$file" | cut -c1-16)" "$file"
	else
		printf 'different %s\n' "$file"
		different=$((different + 1))
	fi
done
[ "$different" -eq 0 ]
