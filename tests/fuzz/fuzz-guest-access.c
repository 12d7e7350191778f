/* SPDX-License-Identifier: MIT
 *
 * GET /account/guest-access
 */
#include "order-json.h"
#include "tests/fuzz/fuzz.h"

FUZZ_FILLER(order_guest_access, order_json_guest_access)
