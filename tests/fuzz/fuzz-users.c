/* SPDX-License-Identifier: MIT
 *
 * GET /user
 */
#include "order-json.h"
#include "tests/fuzz/fuzz.h"

FUZZ_DECODER(people, order_json_users, people_free)
