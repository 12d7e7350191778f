/* SPDX-License-Identifier: MIT
 *
 * The calls that send mails about an order (certcentral-api.md 4, 5):
 *
 *   PUT /services/v2/order/certificate/{id}/order-approval/resend-emails
 *   PUT /services/v2/order/certificate/{id}/resend-emails         (DCV)
 *   PUT /sandbox/v1/order/certificate/{id}/resend-issuance-email  (ours)
 *
 * 204, or 400 with one error per problem; then nothing was sent or voided.
 */
#ifndef SANDBOX_ORDERS_MAIL_H
#define SANDBOX_ORDERS_MAIL_H

#include "sandbox/route.h"

extern const struct route orders_mail_routes[];

#endif
