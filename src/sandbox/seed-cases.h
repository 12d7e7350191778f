/* SPDX-License-Identifier: MIT
 *
 * The hand-made orders at the start of the data: one for each awkward case
 * that a client has to live with (sandbox.md, "Its data").
 */
#ifndef SANDBOX_SEED_CASES_H
#define SANDBOX_SEED_CASES_H

#include <stddef.h>
#include <stdint.h>

#include "sandbox/seed-orders.h"

size_t seed_cases_count(void);
/* Writes case number `index` as the order with this id. */
bool seed_cases_add(struct seed_orders *seed, size_t index, int64_t id);

#endif
