#!/bin/bash
# SPDX-License-Identifier: MIT
#
# The built programs are hardened: what shows in the files themselves is read
# from them, the rest from what they were compiled with. Only what the compiler
# at hand cannot do may be missing. (Not for builds with sanitizers or for
# debuggers, which leave it out.)
#
#   tests/rules/hardening.sh SRCDIR BUILDDIR
set -u

# shellcheck source=tests/support/script.sh
. "$1/tests/support/script.sh"
build=$2

# made NAME: a variable of the build's Makefile
made() {
	sed -n "s/^$1 = //p" "$build/Makefile"
}
compiler=$(made CC)
flags=" $(made CD_CFLAGS) $(made CFLAGS) $(made CPPFLAGS) "

# takes FLAG...: can the compiler do it?
takes() {
	# shellcheck disable=SC2086 # the compiler and its words
	echo 'int main(void) { return 0; }' |
		$compiler -Werror "$@" -x c -c -o "$work/a.o" - 2>/dev/null
}

# -- what only the compiler knows ------------------------------------------------

for flag in -fstack-protector-strong -fstack-clash-protection \
	-fcf-protection=full -ftrivial-auto-var-init=zero; do
	takes "$flag" || continue
	has "compiled with $flag" "$flags" " $flag "
done

# level FLAG...: of _FORTIFY_SOURCE, as it takes effect: 0 without optimisation
level() {
	# shellcheck disable=SC2046,SC2086 # the compiler and flags
	printf '%s\n' '#include <string.h>' __USE_FORTIFY_LEVEL |
		$compiler $(made CFLAGS) "$@" -E -P -x c - 2>/dev/null |
		tail -n 1
}
best=$(level -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
# shellcheck disable=SC2046 # flags
is 'the highest _FORTIFY_SOURCE' "$(level $(made CD_CFLAGS))" "$best"

# -- what the files tell ---------------------------------------------------------

# hardened PROGRAM
hardened() {
	local name=$1 head symbols dynamic
	head=$(readelf -hlW "$build/$name")
	dynamic=$(readelf -dW "$build/$name")
	symbols=$(readelf --dyn-syms -W "$build/$name")
	has "$name is a PIE" "$head" 'DYN ('
	has "$name is marked as one" "$dynamic" ' PIE'
	has "$name has full RELRO" "$head$dynamic" GNU_RELRO ' NOW'
	is "$name has a stack that cannot run" "$(echo "$head" |
		awk '$1 == "GNU_STACK" { print $7 }')" RW
	is "$name has no part that can be written and run" "$(echo "$head" |
		awk '$1 == "LOAD" && /RWE/')" ''
	lacks "$name has no RPATH" "$dynamic" 'RPATH'
	lacks "$name has no RUNPATH" "$dynamic" 'RUNPATH'
	has "$name checks its stack" "$symbols" __stack_chk_fail
	[ "$best" = 0 ] ||
		has "$name checks its buffers" "$symbols" __vsnprintf_chk
}

hardened certdesk
if [ -f "$build/certdesk-sandbox" ]; then
	hardened certdesk-sandbox
fi

finish
