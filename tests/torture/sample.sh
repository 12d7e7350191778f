#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# What make check takes of the torture: few points, and always the same ones, so
# that a failure can be repeated. Without the long day.
# Usage: sample.sh SOURCE_DIR BUILD_DIR
export TORTURE_STEP=${TORTURE_STEP:-299} TORTURE_SEED=${TORTURE_SEED:-3}
export TORTURE_PARTS=${TORTURE_PARTS:-memory_screen memory kill_screen \
	fail_screen kill fail fail_onwards answers answers_screen journal \
	storms agents hosts limits}
exec bash "$1/tests/torture/torture.sh" "$1" "$2"
