/* SPDX-License-Identifier: MIT
 *
 * Each window is a ring of the times of the last N requests that passed: the
 * next may pass if the oldest of them is out of the window.
 */
#include "sandbox/rate.h"

#include <stdlib.h>
#include <time.h>

#include "mem.h"

#define KEYS	    4 /* of enum route_key */
#define LONG_LIMIT  1000
#define LONG_WINDOW 180

struct window {
	struct rate_limit limit;
	int64_t *times; /* ring of limit.requests, ms */
	int used;
	int next; /* where the next one goes: the oldest, once it is full */
};

struct rate {
	bool retry_after;
	struct window windows[KEYS][2];
};

struct rate *rate_new(struct rate_limit limit, bool retry_after)
{
	static const struct rate_limit long_limit = {LONG_LIMIT, LONG_WINDOW};
	struct rate *rate = mem_zalloc(sizeof(*rate));

	rate->retry_after = retry_after;
	if (limit.requests == 0)
		return rate;
	for (int key = 0; key < KEYS; key++) {
		for (int i = 0; i < 2; i++) {
			struct window *w = &rate->windows[key][i];

			w->limit = i == 0 ? limit : long_limit;
			w->times = mem_array(
				(size_t)w->limit.requests, sizeof(*w->times));
		}
	}
	return rate;
}

void rate_free(struct rate *rate)
{
	if (!rate)
		return;
	for (int key = 0; key < KEYS; key++)
		for (int i = 0; i < 2; i++)
			free(rate->windows[key][i].times);
	free(rate);
}

/* How many ms until the window has room; 0: it has. */
static int64_t wait_of(const struct window *window, int64_t now_ms)
{
	int64_t free_at;

	if (window->used < window->limit.requests || !window->times)
		return 0;
	free_at = window->times[window->next] +
		  (int64_t)window->limit.seconds * 1000;
	return free_at > now_ms ? free_at - now_ms : 0;
}

static void count(struct window *window, int64_t now_ms)
{
	if (!window->times)
		return;
	window->times[window->next] = now_ms;
	window->next = (window->next + 1) % window->limit.requests;
	if (window->used < window->limit.requests)
		window->used++;
}

int rate_take_at(struct rate *rate, enum route_key key, int64_t now_ms)
{
	struct window *windows = rate->windows[key];
	int64_t short_wait = wait_of(&windows[0], now_ms);
	int64_t long_wait = wait_of(&windows[1], now_ms);
	int64_t wait = short_wait > long_wait ? short_wait : long_wait;

	if (wait > 0)
		return (int)((wait + 999) / 1000);
	count(&windows[0], now_ms);
	count(&windows[1], now_ms);
	return 0;
}

int rate_take(struct rate *rate, enum route_key key)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return rate_take_at(
		rate, key, (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000);
}

bool rate_sends_retry_after(const struct rate *rate)
{
	return rate->retry_after;
}
