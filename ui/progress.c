/* SPDX-License-Identifier: MIT
 *
 * The rate is that of all the time: it jumps less than that of the last second,
 * and the time left with it.
 */
#include "progress.h"

#include "wording.h"

void progress_write_count(const struct progress *progress, struct buf *out)
{
	char seen[32], total[32];

	buf_printf(out, "%s of %s",
		wording_number((long)progress->seen, seen, sizeof(seen)),
		progress->total >= 0 ? wording_number((long)progress->total,
					       total, sizeof(total))
				     : "...");
}

static void write_time(struct buf *out, int64_t seconds)
{
	if (seconds >= 3600)
		buf_printf(out, "%lld:%02lld:%02lld h left",
			(long long)(seconds / 3600),
			(long long)(seconds / 60 % 60),
			(long long)(seconds % 60));
	else
		buf_printf(out, "%lld:%02lld left", (long long)(seconds / 60),
			(long long)(seconds % 60));
}

void progress_write_rate(const struct progress *progress, struct buf *out)
{
	int64_t rate =
		progress->ms > 0 ? progress->seen * 1000 / progress->ms : 0;
	char count[32];

	if (progress->ms < 1000 || rate <= 0)
		return;
	buf_printf(out, ", %s/s",
		wording_number((long)rate, count, sizeof(count)));
	if (progress->total > progress->seen) {
		buf_puts(out, ", ");
		write_time(out, (progress->total - progress->seen) / rate);
	}
}
