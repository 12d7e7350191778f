/* SPDX-License-Identifier: MIT
 *
 * The connections that there are, so that those that say nothing keep nobody
 * out: only so many can be open, and when they are nearly all taken, the one
 * that has had no request under way for the longest time is closed for each
 * that comes. A client may expect that of a connection that it keeps open.
 */
#ifndef SANDBOX_IDLE_H
#define SANDBOX_IDLE_H

#include <microhttpd.h>
#include <stdint.h>

struct idle_connection {
	struct idle_connection *before, *after; /* NULL both: not in the list */
	struct MHD_Connection *connection;
	int64_t number; /* 1, 2, ... as they came */
};

struct idle {
	struct idle_connection ends; /* of a ring: idle ones, oldest first */
	int64_t connections;	     /* so far */
	unsigned open, most;
};

/* `most` are let alone; a server that takes some more at once may have them. */
void idle_init(struct idle *idle, unsigned most);

struct idle_connection *
idle_add(struct idle *idle, struct MHD_Connection *connection);
void idle_drop(struct idle *idle, struct idle_connection *connection);

/* The head of a request is there; its answer has gone. */
void idle_is_busy(struct idle_connection *connection);
void idle_is_idle(struct idle *idle, struct idle_connection *connection);

#endif
