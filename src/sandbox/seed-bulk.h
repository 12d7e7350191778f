/* SPDX-License-Identifier: MIT
 *
 * The many ordinary orders behind the hand-made ones: each made from the seed
 * and its own number alone.
 */
#ifndef SANDBOX_SEED_BULK_H
#define SANDBOX_SEED_BULK_H

#include <stdint.h>

#include "sandbox/seed-orders.h"

/* Order `index` of `count`; the ones with higher numbers are younger. */
bool seed_bulk_add(
	struct seed_orders *seed, int64_t index, int64_t count, int64_t id);

#endif
