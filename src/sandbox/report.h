/* SPDX-License-Identifier: MIT
 *
 * The order report (certcentral-api.md 2.5), a CSV of many orders at once; and
 * how many orders of a container expire soon, known from client code only.
 *
 *   GET /services/v2/report/order
 *   GET /services/v2/report/order/{container_id}/expiring
 */
#ifndef SANDBOX_REPORT_H
#define SANDBOX_REPORT_H

#include "sandbox/route.h"

extern const struct route report_routes[];

#endif
