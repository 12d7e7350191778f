#!/bin/bash
# SPDX-License-Identifier: MIT
#
# The sandbox killed, attacked and under load, by the programs of these names.
# The environment says how much (KILLS, ATTACK_REQUESTS, LOAD_SECONDS, ...; see
# the head of each): little in make check, much in make attack.
#
#   tests/contract/attack.sh SRCDIR BUILDDIR
set -u

# shellcheck source=tests/support/script.sh
. "$1/tests/support/script.sh"

for program in attack load kills; do
	mkdir "$work/$program"
	"$2/tests/contract/$program" "$2/certdesk-sandbox" "$work/$program" \
		>"$work/out" 2>&1
	code=$?
	sed '$d' "$work/out"
	line=$(tail -n 1 "$work/out")
	if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed ]]; then
		passed=$((passed + BASH_REMATCH[1]))
		failed=$((failed + BASH_REMATCH[2]))
	else
		fail "$program comes to its end" "$line"
	fi
	is "$program" "$code" 0
done

finish
