/* SPDX-License-Identifier: MIT
 *
 * GET /order/certificate/{id}/reissue and .../duplicate
 */
#include "order-json.h"
#include "tests/fuzz/fuzz.h"

FUZZ_DECODER(
	order_certificates, order_json_certificates, order_certificates_free)
