/* SPDX-License-Identifier: MIT
 *
 * Orders into a file or a program, beside everything else: pages are read in
 * the background and written on another thread, one after the other. How far it
 * is stands in the message line while nothing else does. A file has its name
 * only when all of it is there; what is given up leaves nothing.
 *
 * One at a time for each account.
 */
#ifndef EXPORT_H
#define EXPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "error.h"
#include "export-rows.h"
#include "order-query.h"

struct app;
struct export_going;

/* How files are written (file-writer.h); not on the loop's thread. */
struct export_disk {
	void *(*open)(const char *path, bool replaces, struct error *error);
	bool (*add)(
		void *file, const char *data, size_t len, struct error *error);
	char *(*finish)(void *file, struct error *error);
	void (*abandon)(void *file);
};

struct exports {
	const struct export_disk *disk; /* lent; NULL: there is none */
	struct export_going *going;	/* NULL: none */
};

struct export_request {
	struct export_rows rows;
	const char *target; /* a path, or "|command" */
	/* All orders of the query that the filter ("" for none) lets through;
	 * else those that are in `text` already. */
	bool all;
	struct order_query query;
	const char *filter;
	struct buf *text; /* taken; its rows, between head and tail */
	long count;	  /* rows in it */
	long total;	  /* on the server, as far as known; -1 */
};

void export_start(struct app *app, const struct export_request *request);
/* Ctrl-C. False: none is going on. */
bool export_cancel(struct app *app);
/* At the end of the app: what is going on is given up. */
void export_clear(struct exports *exports);
bool export_is_going(const struct exports *exports);
/* One of the requests that are under way is of the export. */
bool export_is_reading(const struct exports *exports);
/* "Exporting 1,000 of 20,000 orders, ..."; false: none is going on. */
bool export_write_progress(const struct app *app, struct buf *out);

#endif
