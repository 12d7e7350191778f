/* SPDX-License-Identifier: MIT
 *
 * The subcommands (product.md 7): the same core as the screens, output for
 * pipes and scripts, stable exit codes. One row of the table a subcommand.
 */
#ifndef CLI_H
#define CLI_H

#include "buf.h"
#include "option.h"
#include "store.h"

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

struct cli {
	const struct options *options;
	struct loop *loop;
	struct store *store;
	bool out_is_terminal, in_is_terminal;
	struct buf out; /* written to stdout at the end */
};

/* Runs the subcommand on the loop to its end; returns the exit code. */
int cli_run(struct cli *cli);

#endif
