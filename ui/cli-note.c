/* SPDX-License-Identifier: MIT
 *
 * `certdesk note ORDER TEXT`: one more note on an order. It voids nothing and
 * nobody is mailed, so nobody is asked; the journal has it as any write.
 */
#include "cli-private.h"

static void start(struct cli *cli)
{
	store_start(cli->store);
}

static void failed(struct cli *cli)
{
	cli_action_write(cli, "not_sent", NULL, 0, 0);
}

static void act(struct cli *cli)
{
	const struct action_request request = {
		.kind = JOURNAL_NOTE,
		.order_id = cli->options->order_id,
		.text = cli->options->text,
	};

	cli_action_start(cli, &request);
}

/* user/me tells whether the key is read-only; a failure there is no obstacle:
 * the server decides then. */
static void step(struct cli *cli)
{
	const struct action *action;

	if (!cli_settled(&store_account(cli->store)->resource))
		return;
	if (cli->action == 0) {
		act(cli);
		return;
	}
	action = store_action(cli->store, cli->action);
	if (action->phase != ACTION_DONE)
		return;
	cli_action_say(cli, action);
	cli_end(cli, cli_action_code(action));
}

const struct cli_command cli_note_command = {start, step, failed};
