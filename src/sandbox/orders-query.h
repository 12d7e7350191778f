/* SPDX-License-Identifier: MIT
 *
 * What may be asked of List orders (certcentral-api.md 2.1): its filters, its
 * sort keys, and the index that serves them.
 */
#ifndef SANDBOX_ORDERS_QUERY_H
#define SANDBOX_ORDERS_QUERY_H

#include "sandbox/list-query.h"

extern const struct list_query_rules orders_query_rules;

#endif
