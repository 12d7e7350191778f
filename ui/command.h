/* SPDX-License-Identifier: MIT
 *
 * A command is one row of a view's const table: name, default keys, one line
 * of help, what it needs, what it does. From the tables come dispatch, default
 * keys, the help view, the actions menu and the hints in the last line.
 */
#ifndef COMMAND_H
#define COMMAND_H

#include <stdbool.h>
#include <stddef.h>

struct view;

/*
 * Facts that can hold now, as bits. A command whose needs are not all met is
 * not run; the app shows the sentence of the first missing one instead.
 * A view gives its bits by its `facts`, and may word the reason itself.
 */
enum command_need {
	COMMAND_ALWAYS = 0,
	COMMAND_ROW = 1 << 0,	   /* an order is selected or shown */
	COMMAND_MAIL = 1 << 1,	   /* there is a mail to resend for it */
	COMMAND_WRITE = 1 << 2,	   /* writes are allowed */
	COMMAND_FILTERED = 1 << 3, /* a filter is set */
	/* Facts of a view as a whole: without them there is no hint either. */
	COMMAND_ACTIONS = 1 << 4,  /* it has entries for the actions menu */
	COMMAND_HELP = 1 << 5,	   /* it is not the help itself */
	COMMAND_RUNS = 1 << 6,	   /* the help may run what is selected */
	COMMAND_PAGE = 1 << 7,	   /* it is no window */
	COMMAND_MARKED = 1 << 12,  /* orders are marked */
	COMMAND_OWN = 1 << 13,	   /* the view shown is one of one's own */
	COMMAND_PROGRAM = 1 << 14, /* programs may be started: not read-only */
	COMMAND_ORDER = 1 << 15,   /* the view names an order; rows may be of
				      other things */
};

#define COMMAND_OF_VIEW                                                        \
	(COMMAND_ACTIONS | COMMAND_HELP | COMMAND_RUNS | COMMAND_PAGE)

/* What stands behind a command's word on the command line: its name in
 * messages, and what Tab offers for it. */
enum command_argument {
	ARGUMENT_TEXT, /* anything; nothing is offered */
	ARGUMENT_ORDER,
	ARGUMENT_VIEW,
	ARGUMENT_ACCOUNT,
	ARGUMENT_OPTION, /* "NAME=VALUE" */
	ARGUMENT_FILE,
	ARGUMENT_COLUMNS,
	ARGUMENT_FILTER,
	ARGUMENT_LOG, /* words of the message log */
	ARGUMENT_SEARCH,
	ARGUMENT_SORT,
	ARGUMENT_THEME,
	ARGUMENT_COMMAND, /* another command of certdesk's */
	ARGUMENT_KEY,	  /* "c", "Ctrl-R", "yy" */
	ARGUMENT_MOUSE,	  /* a word of the setting */
	ARGUMENT_PROGRAM, /* a line for the shell */
	ARGUMENTS	  /* how many kinds there are */
};

/* A row gives what it has; the members that it leaves out at the end are NULL
 * and 0, which is what most rows mean. */
#pragma GCC diagnostic ignored "-Wmissing-field-initializers"

struct command {
	const char *name; /* "orders-open": stable, for the configuration */
	const char *keys; /* default keys, by blanks: "Enter l"; "" for none */
	const char *help; /* "open the order" */
	const char *hint; /* short word for the hint line, or NULL */
	unsigned needs;
	bool action;			/* shown in the actions menu */
	void (*run)(struct view *view); /* NULL: it asks for an argument */
	/* ":word ARGUMENT"; never "", without blanks around it. NULL: takes
	 * none. */
	void (*run_with)(struct view *view, const char *argument);
	enum command_argument argument;
};

/* "an order number": as messages name it. */
const char *command_argument_name(enum command_argument argument);

#endif
