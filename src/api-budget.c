/* SPDX-License-Identifier: MIT
 *
 * A ring of time stamps, as long as the largest limit. With a limit of n the
 * next request may go when the n-th latest stamp has left the window.
 */
#include "api-budget.h"

#include <stdlib.h>

#include "attr.h"
#include "mem.h"

struct window {
	int64_t ms;
	size_t ours, service;
};

/* certcentral-api.md 1.3; ours is half of the service's. */
static const struct window windows[API_BUDGET_WINDOWS] = {
	{5000, 50, 100},
	{180000, 500, 1000},
};

static size_t at_least(size_t a, size_t b)
{
	return a > b ? a : b;
}

static void set_limit(struct api_budget *budget, size_t window, int wanted)
{
	size_t ours = wanted > 0 ? (size_t)wanted : windows[window].ours;

	budget->limits[API_BUDGET_USER][window] = ours;
	budget->limits[API_BUDGET_AHEAD][window] = at_least(ours / 2, 1);
	budget->limits[API_BUDGET_BACKGROUND][window] =
		at_least(ours - ours / 4, 1);
	budget->limits[API_BUDGET_WRITE][window] =
		at_least(ours, windows[window].service);
}

void api_budget_init(struct api_budget *budget, int short_limit, int long_limit)
{
	const size_t *most = budget->limits[API_BUDGET_WRITE];

	*budget = (struct api_budget){.count = 0};
	set_limit(budget, 0, short_limit);
	set_limit(budget, 1, long_limit);
	budget->size = at_least(most[0], most[1]);
	budget->stamps = mem_array(budget->size, sizeof(*budget->stamps));
}

void api_budget_clear(struct api_budget *budget)
{
	free(budget->stamps);
	*budget = (struct api_budget){.count = 0};
}

/* The n-th latest stamp, n from 1 to count. */
static int64_t latest(const struct api_budget *budget, size_t n)
{
	return budget->stamps[(budget->next + budget->size - n) % budget->size];
}

int64_t api_budget_wait(const struct api_budget *budget,
	enum api_budget_class lane, int64_t now)
{
	int64_t wait = 0;

	for (size_t i = 0; i < ARRAY_LEN(windows); i++) {
		size_t limit = budget->limits[lane][i];
		int64_t free_at;

		if (budget->count < limit)
			continue;
		free_at = latest(budget, limit) + windows[i].ms;
		if (free_at - now > wait)
			wait = free_at - now;
	}
	return wait;
}

void api_budget_use(struct api_budget *budget, int64_t now)
{
	budget->stamps[budget->next] = now;
	budget->next = (budget->next + 1) % budget->size;
	if (budget->count < budget->size)
		budget->count++;
}
