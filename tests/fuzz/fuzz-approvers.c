/* SPDX-License-Identifier: MIT
 *
 * GET /organization/potential-approvers
 */
#include "order-json.h"
#include "tests/fuzz/fuzz.h"

FUZZ_DECODER(people, order_json_approvers, people_free)
