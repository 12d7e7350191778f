/* SPDX-License-Identifier: MIT
 *
 * What the subcommands share: one struct for the run, output that is safe to
 * show, one way to end. A subcommand has a `start`, called once from the loop,
 * and a `step`, called each time the store has changed until it ends.
 */
#ifndef CLI_PRIVATE_H
#define CLI_PRIVATE_H

#include "buf.h"
#include "cli.h"
#include "saved.h"
#include "store.h"

struct cli;
struct filter;

struct cli_command {
	void (*start)(struct cli *cli);
	void (*step)(struct cli *cli); /* may be NULL */
	/* Writes what scripts read also when it could not be done; may be
	 * NULL. */
	void (*failed)(struct cli *cli);
};

extern const struct cli_command cli_orders_command;
extern const struct cli_command cli_show_command;
extern const struct cli_command cli_contacts_command;
extern const struct cli_command cli_resend_approval_command;
extern const struct cli_command cli_resend_issuance_command;
extern const struct cli_command cli_note_command;
extern const struct cli_command cli_journal_command;

struct cli {
	const struct options *options;
	const struct cli_command *command;
	struct loop *loop;
	struct store *store;	   /* NULL for the journal */
	const struct saved *saved; /* the same */
	struct journal *journal;   /* may be NULL */
	const struct error *journal_error;
	struct buf out;	  /* goes to stdout with cli_flush and at the end */
	bool to_terminal; /* stdout is one */
	size_t cols;	  /* of it; 0: as many as there are */
	bool ended;
	bool out_failed;
	int code;
	/* orders: what hides rows (NULL: nothing), rows looked at, written */
	struct filter *filter;
	long seen, written;
	bool head_written;
	int action; /* writes: the action's number; 0 before */
};

/* The end, once; what comes later is ignored. */
void cli_end(struct cli *cli, int code);
/* The same with a sentence to stderr. */
void cli_fail(struct cli *cli, int code, const char *format, ...)
	PRINTF_LIKE(3, 4);
/* A sentence to stderr, through the text gate. */
void cli_say(const char *format, ...) PRINTF_LIKE(1, 2);
void cli_flush(struct cli *cli);

/* Exit code of an error of a GET; `of_order`: a 404 means no such order. */
int cli_code(const struct error *error, bool of_order);

/* Text through the gate to the output. */
void cli_text(struct cli *cli, const char *text);
/* The same in a field of `width` columns, padded, and on a terminal cut with an
 * ellipsis. */
void cli_field(struct cli *cli, const char *text, size_t width);
/* A number if it is one (the API's own way), else a string. */
void cli_json_id(struct buf *out, const char *id);
void cli_json_strings(
	struct buf *out, const char *const *strings, size_t count);

/* Whether it has been read or has failed, and nothing is on its way. */
bool cli_settled(const struct store_resource *resource);
/* The order as the store has it once settled; NULL while it is not, and NULL
 * with the run ended when the order itself could not be read. */
const struct store_order *cli_order(struct cli *cli);

/* Starts the action of a subcommand, or ends the run with the reason. */
void cli_action_start(struct cli *cli, const struct action_request *request);
/* Before the store, and the action with it, goes. */
void cli_action_end(void);
/* How an action ended: the exit code; the document for scripts (nothing unless
 * JSON is asked for); that and a sentence. */
int cli_action_code(const struct action *action);
void cli_action_write(struct cli *cli, const char *outcome,
	const char *const *recipients, size_t count, int64_t journal_id);
void cli_action_say(struct cli *cli, const struct action *action);

/* Ask on the terminal; false without one (then *has_terminal is false). */
bool cli_ask(const char *question, bool *has_terminal);

#endif
