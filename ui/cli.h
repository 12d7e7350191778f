/* SPDX-License-Identifier: MIT
 *
 * The subcommands (product.md 7): the same core as the screens, output for
 * pipes and scripts, stable exit codes. One row of the table a subcommand.
 */
#ifndef CLI_H
#define CLI_H

#include "option.h"

enum cli_exit {
	CLI_DONE = 0,
	CLI_REFUSED = 1,
	CLI_USAGE = 2,
	CLI_NO_ORDER = 3,
	CLI_NO_PERMISSION = 4,
	CLI_NOT_SENT = 5,
	CLI_UNKNOWN = 6,
	CLI_NOTHING = 7,
	CLI_OWN_FAILURE = 8,
};

struct error;
struct journal;
struct loop;
struct saved;
struct store;

/* What a subcommand works with; lent. */
struct cli_context {
	struct loop *loop;
	struct store *store;	 /* NULL for `journal` */
	struct saved *saved;	 /* the views; NULL for `journal` */
	struct journal *journal; /* NULL: see journal_error */
	const struct error *journal_error;
};

/* Runs the subcommand on the loop to its end; the exit code. */
int cli_run(const struct cli_context *context, const struct options *options);

#endif
