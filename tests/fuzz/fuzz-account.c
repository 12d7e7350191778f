/* SPDX-License-Identifier: MIT
 *
 * GET /account
 */
#include "order-json.h"
#include "tests/fuzz/fuzz.h"

FUZZ_FILLER(order_account, order_json_account)
