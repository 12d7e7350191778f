/* SPDX-License-Identifier: MIT
 *
 * Who is told what about an order later on (certcentral-api.md 12):
 *
 *   PUT /services/v2/order/certificate/{id}/additional-emails
 *   PUT /services/v2/order/certificate/{id}/renewal-emails/{status}
 *   PUT, DELETE /services/v2/order/certificate/{id}/custom-renewal-message
 */
#ifndef SANDBOX_ORDERS_NOTICES_H
#define SANDBOX_ORDERS_NOTICES_H

#include "sandbox/route.h"

extern const struct route orders_notices_routes[];

#endif
