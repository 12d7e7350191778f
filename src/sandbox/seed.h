/* SPDX-License-Identifier: MIT
 *
 * Makes the data of a new sandbox: the same seed, now and size give the same
 * data to the byte.
 */
#ifndef SANDBOX_SEED_H
#define SANDBOX_SEED_H

#include <stdbool.h>
#include <stdint.h>

#include "attr.h"
#include "error.h"

struct db;

/* The first order; the others follow without a gap. */
#define SEED_FIRST_ORDER 900001

struct seed_settings {
	int64_t orders;
	int64_t seed;
	int64_t now; /* seconds since 1970 */
};

/*
 * Fills the empty tables and makes the indexes. A failure is the database's
 * (db_failed).
 */
MUST_CHECK bool seed_fill(struct db *db, const struct seed_settings *settings);

#endif
