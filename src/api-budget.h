/* SPDX-License-Identifier: MIT
 *
 * The request budget: how many requests were handed over in the last 5 and the
 * last 180 seconds, and how long the next one has to wait. Rolling windows, as
 * the service counts (certcentral-api.md 1.3, services-api/rate-limits). Pure;
 * the caller brings the time.
 */
#ifndef API_BUDGET_H
#define API_BUDGET_H

#include <stddef.h>
#include <stdint.h>

/* Who wants to send. What runs in the background leaves a quarter of our limit
 * to the user, what is read ahead half of it. A write is held back by the
 * service's own limit only. */
enum api_budget_class {
	API_BUDGET_AHEAD,
	API_BUDGET_BACKGROUND,
	API_BUDGET_USER,
	API_BUDGET_WRITE,
	API_BUDGET_CLASSES,
};

#define API_BUDGET_WINDOWS 2

struct api_budget {
	/* Most requests in a window, by class. */
	size_t limits[API_BUDGET_CLASSES][API_BUDGET_WINDOWS];
	int64_t *stamps; /* a ring: when the last ones were handed over */
	size_t size, next, count;
};

/* 0 takes our defaults: 50 in 5 s and 500 in 180 s. */
void api_budget_init(
	struct api_budget *budget, int short_limit, int long_limit);
void api_budget_clear(struct api_budget *budget);

/* How many ms from now (loop time) the next one of this class must wait; 0 if
 * it may go. */
int64_t api_budget_wait(const struct api_budget *budget,
	enum api_budget_class lane, int64_t now);
/* One was handed over. */
void api_budget_use(struct api_budget *budget, int64_t now);

#endif
