/* SPDX-License-Identifier: MIT
 *
 * Programs that a person has started from the screens: `!` and the commands of
 * the configuration. A line for /bin/sh with the selected order in its
 * environment (program-order.h) and, if wanted, its JSON to read; no byte of
 * the order ever becomes a part of the line.
 *
 * In the foreground it has the terminal, and the screens come back when it
 * ends; requests and writes go on meanwhile. In the background its end is told
 * by a message, with the first line that it said.
 */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "child.h"
#include "line-history.h"
#include "order.h"

struct app;
struct program;

#define PROGRAMS_MAX 8 /* at a time */

struct programs {
	struct children *children; /* lent; NULL: none can be started */
	struct program *first;
	/* Of a line that is being typed: its order; what was typed before. */
	char order_id[ORDER_ID_SIZE];
	struct line_history *lines; /* NULL: nothing was */
};

void program_init(struct programs *programs, struct children *children);
/* Those that run go on by themselves. */
void program_clear(struct programs *programs);

struct program_request {
	const char *name; /* for messages: "ticket"; the line itself for `!` */
	const char *line;
	const char *order_id; /* NULL: about none */
	bool reads_json;      /* once all of the order was read */
	bool in_background;
	bool waits; /* in the foreground: for Enter, when it has ended */
	/* It changes nothing, and may run while nothing may be written. */
	bool is_harmless;
};

void program_start(struct app *app, const struct program_request *request);
/* The name of the oldest that runs in the background; NULL: none does. */
const char *program_in_background(const struct programs *programs);
/* One runs on it, or will as soon as its order was read. */
bool program_wants_terminal(struct app *app);
/* Of the lines that were typed in this run. */
struct line_history *program_lines(struct programs *programs);
void program_keep_line(struct programs *programs, const char *line);

/* The first line with something in it of what one said; "" if there is none.
 */
void program_first_line(const char *output, char *out, size_t size);
/* The store has changed: an order that is waited for may be there. */
void program_changed(struct app *app);
/* Ctrl-C: ends the newest. False: none runs. */
bool program_cancel(struct app *app);

#endif
