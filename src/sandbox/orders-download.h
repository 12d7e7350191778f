/* SPDX-License-Identifier: MIT
 *
 * Certificates as files, and as mails (certcentral-api.md 5, 12):
 *
 *   GET /services/v2/certificate/{certificate_id}/download/format/{format}
 *   GET /services/v2/certificate/{certificate_id}/download/platform
 *   GET /services/v2/certificate/download/order/{id}[/format/{format}]
 *   PUT /services/v2/certificate/{certificate_id}/sendemail
 *   GET /certificate/{token}            behind the link of such a mail (ours)
 */
#ifndef SANDBOX_ORDERS_DOWNLOAD_H
#define SANDBOX_ORDERS_DOWNLOAD_H

#include "sandbox/route.h"

extern const struct route orders_download_routes[];

#endif
