/* SPDX-License-Identifier: MIT
 *
 * GET /organization/{id}/validation
 */
#include "order-json.h"
#include "tests/fuzz/fuzz.h"

FUZZ_DECODER(organization_validations, order_json_organization_validations,
	organization_validations_free)
