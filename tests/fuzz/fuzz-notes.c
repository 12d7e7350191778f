/* SPDX-License-Identifier: MIT
 *
 * GET /order/certificate/{id}/note
 */
#include "order-json.h"
#include "tests/fuzz/fuzz.h"

FUZZ_DECODER(order_notes, order_json_notes, order_notes_free)
