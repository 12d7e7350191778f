/* SPDX-License-Identifier: MIT
 *
 * All orders of a query, page by page, for somebody who writes them down: in
 * the background lane and within the request budget, beside the list and
 * without touching it. One page is asked for at a time, and the next one only
 * when the last was dealt with. Each GET is repeated as all are (api.h); where
 * that was not enough and the network may be there later, the page is asked for
 * again after STORE_EXPORT_AGAIN_MS, until somebody stops it.
 *
 * Rows move while pages are read. One that was there already is left out; one
 * that moved to a page that was read is missed.
 */
#ifndef STORE_EXPORT_H
#define STORE_EXPORT_H

#include "store.h"

#define STORE_EXPORT_ROWS     500 /* of a page */
#define STORE_EXPORT_AGAIN_MS 10000
/* Half of the request limit at most, so that what a person asks for meanwhile
 * need not wait: 25 in 5 s, and when it takes long 250 in 180 s. */
#define STORE_EXPORT_PACE_MS	  200
#define STORE_EXPORT_QUICK	  200 /* pages */
#define STORE_EXPORT_LONG_PACE_MS 720

struct store_export;

enum store_export_event {
	STORE_EXPORT_PAGE,    /* orders are there; store_export_next goes on */
	STORE_EXPORT_END,     /* those were all */
	STORE_EXPORT_WAITING, /* error says why; it will be tried again */
	STORE_EXPORT_FAILED,  /* error says why; nothing more comes */
};

struct store_export_step {
	enum store_export_event event;
	const struct order *const *orders; /* lent for the call */
	size_t count;
	long total; /* as the server counts them now; -1: not told */
	const struct error *error;
};

typedef void (*store_export_fn)(
	void *data, const struct store_export_step *step);

/* The first page is asked for; keep_raw: each row has its JSON. Steps come
 * through the loop. */
struct store_export *
store_export_start(struct store *store, const struct order_query *query,
	bool keep_raw, store_export_fn fn, void *data);
/* After STORE_EXPORT_PAGE: the next page. */
void store_export_next(struct store_export *going);
/* A page is under way or waits for its turn in api. */
bool store_export_is_asking(const struct store_export *going);
/* Frees it, also within its own call. NULL is allowed. */
void store_export_free(struct store_export *going);

#endif
