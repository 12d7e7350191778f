#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# make fuzz: builds the fuzz targets with clang's libFuzzer, ASan and UBSan in
# BUILD/fuzz and runs them one after the other, each from its corpus in the
# tree and from what earlier runs have found (BUILD/fuzz/found/NAME). The last
# line is the sum; a target fails at its first crash, a run over 100 ms or more
# than 256 MiB, and leaves the input in BUILD/fuzz/bad.
#
#	fuzz.sh SOURCE_DIR BUILD_DIR
#
#	FUZZ_TARGETS	their names: "page filter" (all)
#	FUZZ_SECONDS	for each target, at most (10)
#	FUZZ_RUNS	of each target, at most (no limit)
#	FUZZ_SEED	of the mutations (1)
#	FUZZ_JOBS	targets at a time (1)
#	FUZZ_MOST_MS	of the processor's time for one input (100)
#	FUZZ_CC		the compiler (clang)
set -u

src=$1
build=$2/fuzz
runs=${FUZZ_RUNS:--1}
seconds=${FUZZ_SECONDS:-10}
seed=${FUZZ_SEED:-1}
jobs=${FUZZ_JOBS:-1}

prepare() {
	mkdir -p "$build/bad" "$build/found" "$build/report" || return 1
	if [ ! -e "$build/config.status" ]; then
		(cd "$build" && "$src/configure" -q --enable-fuzzers \
			CC="${FUZZ_CC:-clang}") || return 1
	fi
	make -s -C "$build" -j"$(nproc)" fuzz-targets
}

all_targets() {
	for program in "$build"/tests/fuzz/fuzz-*; do
		name=${program##*/fuzz-}
		case $name in
		*.*) ;;
		*) printf '%s\n' "$name" ;;
		esac
	done
}

# fuzz_one NAME: its figures go to report/NAME.
fuzz_one() {
	local name=$1 log=$build/report/$1.log
	mkdir -p "$build/found/$name"
	# libFuzzer's own time-out is in whole seconds.
	FUZZ_MOST_MS=${FUZZ_MOST_MS:-100} UBSAN_OPTIONS=halt_on_error=1 \
		ASAN_OPTIONS=quarantine_size_mb=16:malloc_context_size=8 \
		"$build/tests/fuzz/fuzz-$name" "$build/found/$name" \
		"$src/tests/fuzz/corpus/$name" -runs="$runs" \
		-max_total_time="$seconds" -seed="$seed" -timeout=5 \
		-rss_limit_mb=256 -max_len="$(longest "$name")" \
		-artifact_prefix="$build/bad/$name-" \
		-print_final_stats=1 >"$log" 2>&1
	printf '%s' "$?" >"$build/report/$name"
}

# Longer inputs find little and cost much.
longest() {
	case $1 in
	journal-file) echo 65536 ;;
	page | details | validation | http-answer) echo 16384 ;;
	*) echo 4096 ;;
	esac
}

stat_of() {
	sed -n "s/^stat::$2: *//p" "$build/report/$1.log"
}

tell() {
	local name=$1 status
	status=$(cat "$build/report/$1")
	total=$((total + $(stat_of "$name" number_of_executed_units || echo 0)))
	printf '%-26s %12s runs %8s /s %5s MiB  %s\n' "$name" \
		"$(stat_of "$name" number_of_executed_units)" \
		"$(stat_of "$name" average_exec_per_sec)" \
		"$(stat_of "$name" peak_rss_mb)" \
		"$([ "$status" = 0 ] && echo ok || echo "FAILED, see $build/report/$name.log")"
	if [ "$status" = 0 ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
	fi
}

prepare || exit 1
targets=${FUZZ_TARGETS:-$(all_targets)}
passed=0
failed=0
total=0
running=0
for name in $targets; do
	fuzz_one "$name" &
	running=$((running + 1))
	if [ "$running" -ge "$jobs" ]; then
		wait -n
		running=$((running - 1))
	fi
done
wait
for name in $targets; do
	tell "$name"
done
printf '%d runs in all\n' "$total"
printf '%d passed, %d failed, 0 skipped\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
