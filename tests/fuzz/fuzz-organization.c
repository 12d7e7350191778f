/* SPDX-License-Identifier: MIT
 *
 * GET /organization/{id}
 */
#include "order-json.h"
#include "tests/fuzz/fuzz.h"

FUZZ_DECODER(organization, order_json_organization, organization_free)
