/* SPDX-License-Identifier: MIT
 *
 * Rate limits: rolling windows per key (certcentral-api.md 1.3). Requests that
 * were refused do not count.
 */
#ifndef SANDBOX_RATE_H
#define SANDBOX_RATE_H

#include <stdbool.h>
#include <stdint.h>

#include "sandbox/route.h"

/* So many requests in so many seconds; 0 requests: no limit. */
struct rate_limit {
	int requests;
	int seconds;
};

#define RATE_REQUESTS_MAX 1000000

struct rate;

/*
 * The short limit is given; the long one is the service's, 1000 in 180 s, or
 * none if the short one is none. The caller frees.
 */
struct rate *rate_new(struct rate_limit limit, bool retry_after);
void rate_free(struct rate *rate);

/*
 * Counts a request. 0 if it may pass, else after how many seconds (1 or more)
 * the next one may.
 */
int rate_take(struct rate *rate, enum route_key key);
/* The same at a given time, in ms of a steady clock: for tests. */
int rate_take_at(struct rate *rate, enum route_key key, int64_t now_ms);
bool rate_sends_retry_after(const struct rate *rate);

#endif
