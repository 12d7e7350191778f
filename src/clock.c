/* SPDX-License-Identifier: MIT
 *
 * The wall clock behind one function, so that a test can put its own there.
 */
#include <stddef.h>
#include <time.h>

#include "clock.h"

/* Only tests replace it, and the whole program must see the same time. */
static int64_t (*source)(void);

static int64_t system_ms(void)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_ms(void)
{
	return source ? source() : system_ms();
}

int64_t clock_seconds(void)
{
	int64_t ms = clock_ms();
	int64_t seconds = ms / 1000;

	/* Before 1970 the division rounds the wrong way. */
	return ms % 1000 < 0 ? seconds - 1 : seconds;
}

void clock_set_source(int64_t (*source_ms)(void))
{
	source = source_ms;
}
