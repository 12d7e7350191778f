/* SPDX-License-Identifier: MIT
 *
 * GET /order/certificate/{id}/email-validation
 */
#include "order-json.h"
#include "tests/fuzz/fuzz.h"

FUZZ_DECODER(order_emails, order_json_emails, order_emails_free)
