/* SPDX-License-Identifier: MIT
 *
 * GET /order/certificate/{id}
 */
#include "order-json.h"
#include "tests/fuzz/fuzz.h"

FUZZ_DECODER(order_details, order_json_details, order_details_free)
