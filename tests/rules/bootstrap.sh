#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# What ./bootstrap would call on machines with other package managers: each is
# a script here that writes down how it was called.
# Usage: bootstrap.sh SOURCE_DIR BUILD_DIR
set -u

# shellcheck source=tests/support/script.sh
. "$1/tests/support/script.sh"
src=$1

mkdir "$work/tools" "$work/tree"
cp "$src/bootstrap" "$work/tree"
for tool in sh cat sed grep find mkdir dirname env rm nproc head; do
	ln -s "$(command -v "$tool")" "$work/tools/$tool"
done

# fake NAME: a program of the machine that logs its call. What it finds in
# $work/installed is installed; $work/broken lists those that fail.
fake() {
	cat >"$work/machine/$1" <<-END
		#!/bin/sh
		printf '%s\n' "$1 \$*" >>"$work/calls"
		! grep -qx "$1" "$work/broken"
	END
	chmod +x "$work/machine/$1"
}

# machine USER PROGRAM...: a new one, by the programs that it has
machine() {
	rm -rf "$work/machine"
	mkdir "$work/machine"
	: >"$work/broken"
	printf '#!/bin/sh\necho %s\n' "$1" >"$work/machine/id"
	chmod +x "$work/machine/id"
	for program in "${@:2}"; do
		fake "$program"
	done
	# Whoever asks what is installed gets "no".
	printf '%s\n' dpkg-query rpm >>"$work/broken"
	for program in dpkg-query rpm; do
		fake "$program"
	done
}

# bootstrap WORD...: its exit code is the result
bootstrap() {
	: >"$work/calls"
	PATH=$work/machine:$work/tools PACMAN_LISTS=$work/none \
		"$work/tree/bootstrap" "$@" >"$work/out" 2>"$work/err" </dev/null
}

# calls NAME: how it was called, but for the questions about a package
calls() {
	grep "^$1 " "$work/calls" |
		grep -v '^apk info \|^pacman -T \|^brew list ' || true
}

sudo_runs() {
	cat >"$work/machine/sudo" <<-END
		#!/bin/sh
		printf 'sudo %s\n' "\$*" >>"$work/calls"
		exec "\$@"
	END
	chmod +x "$work/machine/sudo"
}

# -- each manager ---------------------------------------------------------------

machine 0 apt-get
bootstrap lint-tools
is 'apt: it goes well' "$?" 0
has 'apt' "$(calls apt-get)" 'apt-get update -qq' \
	'apt-get install -y -qq -o DPkg::Lock::Timeout=300 --no-install-recommends gcc ' \
	libncurses-dev libinih-dev libutf8proc-dev libcmocka-dev shellcheck
machine 0 dnf
bootstrap lint-tools
has 'dnf' "$(calls dnf)" \
	'dnf install -y -q --setopt=install_weak_deps=False gcc ' \
	ncurses-devel cjson-devel inih-devel utf8proc-devel libcmocka-devel \
	ShellCheck
machine 0 apk
echo apk >>"$work/broken" # also asked what is installed
bootstrap lint-tools
is 'apk that fails: the exit code' "$?" 1
has 'apk' "$(calls apk)" 'apk add -q --no-cache gcc musl-dev ' inih-dev \
	utf8proc-dev cmocka-dev bash
has 'and says what could not be installed' "$(cat "$work/err")" \
	'bootstrap: apk could not install: gcc '
machine 0 pacman
echo pacman >>"$work/broken"
bootstrap lint-tools
has 'pacman' "$(calls pacman)" \
	'pacman -S -y --needed --noconfirm --noprogressbar gcc ' libinih \
	libutf8proc cmocka
mkdir "$work/none"
: >"$work/none/core.db"
bootstrap lint-tools
has 'pacman with lists of its own' "$(calls pacman)" 'pacman -S --needed '
machine 1000 brew
echo brew >>"$work/broken"
bootstrap lint-tools
has 'brew, without sudo' "$(calls brew)" 'brew install -q autoconf ' inih \
	utf8proc cmocka

# -- who may ----------------------------------------------------------------------

machine 1000 dnf
sudo_runs
bootstrap lint-tools
has 'not root: by sudo' "$(calls sudo)" 'sudo dnf install -y '
machine 1000 dnf
bootstrap lint-tools
is 'nor sudo: the exit code' "$? $(calls dnf)" '1 '
has 'and a sentence' "$(cat "$work/err")" 'needs root, and there is no sudo'
machine 0
bootstrap lint-tools
is 'no manager: that is no failure' "$?" 0
has 'but a list' "$(cat "$work/err")" 'install these or their like by hand' \
	libcmocka-dev

# -- what is there already, and brew's folders ------------------------------------

cat >"$work/tree/configure" <<END
#!/bin/sh
echo "configure \$PKG_CONFIG_PATH" >>"$work/calls"
END
chmod +x "$work/tree/configure"
machine 0 apk make
bootstrap build
is 'all of it is there: nothing is installed' "$? $(calls apk)" '0 '
has 'and it is built' "$(cat "$work/calls")" 'configure ' 'make -s -j'
machine 1000 make
cat >"$work/machine/brew" <<END
#!/bin/sh
[ "\$1" != --prefix ] || echo "/opt/\$2"
END
chmod +x "$work/machine/brew"
bootstrap build
has 'brew: its folders are looked into' "$(calls configure)" \
	/opt/ncurses/lib/pkgconfig /opt/curl/lib/pkgconfig \
	/opt/sqlite/lib/pkgconfig

finish
