/* SPDX-License-Identifier: MIT
 *
 * PUT /order/certificate/{id}/check-dcv
 */
#include "order-json.h"
#include "tests/fuzz/fuzz.h"

FUZZ_FILLER(order_dcv_check, order_json_dcv_check)
