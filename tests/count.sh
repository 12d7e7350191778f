#!/bin/sh
# SPDX-License-Identifier: MIT
#
# count.sh BUILD_DIR: adds up what the test programs of a build have printed
# into their .log files: cmocka's own closing lines, and the plain line
# "N passed, N failed, N skipped" of all others. A program that failed without
# a count (a crash) is one failure. Prints the sum as such a line.
set -eu

# Of a script what it says of each failure, of anything else its last lines.
show_failures() {
	printf 'failed: %s\n' "$1"
	if grep -q '^not ok' "$1"; then
		grep -A 30 '^not ok' "$1" | head -n 60
	else
		tail -n 20 "$1"
	fi
}

find "$1" -name '*.trs' | sort | {
	passed=0
	failed=0
	skipped=0
	while read -r trs; do
		log=${trs%.trs}.log
		# cmocka: [  PASSED  ] 3 test(s).   [  FAILED  ] tests: 1 test(s)
		counts=$(awk '
			/^\[  PASSED  \] [0-9]+ test/ { p += $4 }
			/^\[  FAILED  \] .*[0-9]+ test\(s\), listed/ {
				for (i = 1; i <= NF; i++)
					if ($i ~ /^[0-9]+$/) { f += $i; break }
			}
			/^\[  SKIPPED \] .*[0-9]+ test\(s\), listed/ {
				for (i = 1; i <= NF; i++)
					if ($i ~ /^[0-9]+$/) { s += $i; break }
			}
			/^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$/ {
				p += $1; f += $3; s += $5
			}
			END { print p + 0, f + 0, s + 0 }' "$log")
		# shellcheck disable=SC2086 # three numbers
		set -- $counts
		if ! grep -q '^:test-result: \(PASS\|SKIP\)' "$trs" && [ "$2" -eq 0 ]; then
			set -- "$1" 1 "$3"
		fi
		[ "$2" -eq 0 ] || show_failures "$log" >&2
		passed=$((passed + $1))
		failed=$((failed + $2))
		skipped=$((skipped + $3))
	done
	printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
	[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
