/* SPDX-License-Identifier: MIT
 *
 * libcurl's multi interface on a loop. libcurl says which sockets and which
 * one timer it wants watched; the loop does that and hands back what happened.
 */
#ifndef HTTP_POLL_H
#define HTTP_POLL_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

#include "loop.h"

struct http_poll {
	struct loop *loop;
	CURLM *multi;
	struct loop_timer *timer;
	loop_fn acted;
	void *data;
	int64_t began_ns; /* the processor's time when libcurl was called */
};

/* `acted` is called each time that libcurl has done something: there may be
 * requests that are done. It must outlive http_poll_clear. False: libcurl
 * cannot be started; clear it all the same. */
bool http_poll_init(
	struct http_poll *poll, struct loop *loop, loop_fn acted, void *data);
void http_poll_clear(struct http_poll *poll);

/* Whether libcurl has been at it for so long now that others want their turn:
 * as long as bytes keep coming it does not return by itself. */
bool http_poll_is_long(const struct http_poll *poll);

#endif
