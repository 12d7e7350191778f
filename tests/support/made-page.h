/* SPDX-License-Identifier: MIT
 *
 * Pages of a made-up list: its row n is the order first + n.
 */
#ifndef MADE_PAGE_H
#define MADE_PAGE_H

#include "order.h"

/* `count` rows from where page `number` begins; `total` is what the server
 * tells, -1: nothing. The caller frees. */
struct order_page *made_page(long number, size_t count, long total, long first);
/* The page as a server with `total` rows sends it. */
struct order_page *made_page_of_server(long number, long total, long first);

#endif
