#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# What make check takes of the torture: few points, other ones in each build
# folder's next run would make a failure hard to repeat, so always the same.
# Usage: sample.sh SOURCE_DIR BUILD_DIR
export TORTURE_STEP=${TORTURE_STEP:-299} TORTURE_SEED=${TORTURE_SEED:-3}
exec bash "$1/tests/torture/torture.sh" "$1" "$2"
