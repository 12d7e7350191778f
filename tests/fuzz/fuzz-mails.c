/* SPDX-License-Identifier: MIT
 *
 * GET /sandbox/v1/mails
 */
#include "order-json.h"
#include "tests/fuzz/fuzz.h"

FUZZ_DECODER(order_mails, order_json_mails, order_mails_free)
