/* SPDX-License-Identifier: MIT
 *
 * GET /user/me
 */
#include "order-json.h"
#include "tests/fuzz/fuzz.h"

FUZZ_FILLER(order_user, order_json_user)
