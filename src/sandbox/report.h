/* SPDX-License-Identifier: MIT
 *
 * The order report (certcentral-api.md 2.5): a CSV of many orders at once.
 *
 *   GET /services/v2/report/order
 */
#ifndef SANDBOX_REPORT_H
#define SANDBOX_REPORT_H

#include "sandbox/route.h"

extern const struct route report_routes[];

#endif
