/* SPDX-License-Identifier: MIT
 *
 * The note that certdesk writes on an order after a resend, so that agents on
 * other hosts see it (product.md 5), and reading it back:
 *
 * [certdesk] approval mail resent to A, B by AGENT@HOST 2026-11-20T14:02:11Z
 *
 * Only exactly this form counts.
 */
#ifndef NOTE_H
#define NOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

struct note_send {
	char agent[128], host[128];
	int64_t time; /* s, UTC */
	char **recipients;
	size_t recipient_count;
};

/* Appends it. In agent and host '_' stands for what would break the form, and
 * "unknown" for NULL or ""; addresses are written as they are. */
void note_write(struct buf *out, const char *const *recipients, size_t count,
	const char *agent, const char *host, int64_t time);

/* False for any other text; then *send is not touched. */
bool note_parse(const char *text, struct note_send *send);
void note_send_clear(struct note_send *send);

#endif
