/* SPDX-License-Identifier: MIT
 *
 * Everything with a date that is known of an order, in one timeline: what the
 * journal has of it, its notes, its requests, its own dates and those of its
 * validations, and the mails that somebody tells of.
 */
#ifndef DETAILS_EVENTS_H
#define DETAILS_EVENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "history.h"
#include "mem.h"
#include "order.h"
#include "store.h"
#include "style.h"

struct details_event {
	int64_t time; /* s, UTC; always a known date */
	bool is_day;  /* of the time only the day is told */
	/* A mail that certdesk sent, or tried to; of these the approval and
	 * issuance mails, of which an order has one kind only. */
	bool is_mail, is_resend;
	enum style style;
	const char *text; /* what, by whom, to whom: with what outcome */
};

struct details_events {
	struct mem_arena arena;	     /* holds the texts */
	struct details_event *items; /* newest first; what is to come first */
	size_t count;
};

/* known, head and history may be NULL. Free with details_events_clear. */
void details_events_init(struct details_events *events,
	const struct store_order *known, const struct order *head,
	const struct history *history, int64_t now);
void details_events_clear(struct details_events *events);

#endif
