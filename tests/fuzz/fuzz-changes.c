/* SPDX-License-Identifier: MIT
 *
 * GET /order/certificate/status-changes
 */
#include "order-json.h"
#include "tests/fuzz/fuzz.h"

FUZZ_DECODER(order_changes, order_json_changes, order_changes_free)
