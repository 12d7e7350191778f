/* SPDX-License-Identifier: MIT
 *
 * How a write ends for those who run subcommands: an exit code, a document for
 * scripts, a sentence.
 */
#include "cli-private.h"

#include <string.h>
#include <unistd.h>

#include "mem.h"

static const struct {
	const char *outcome;
	int code;
} results[] = {
	[ACTION_NONE] = {"not_sent", CLI_OWN_FAILURE},
	[ACTION_SENT] = {"sent", CLI_DONE},
	[ACTION_REFUSED] = {"refused", CLI_REFUSED},
	[ACTION_NOT_SENT] = {"not_sent", CLI_NOT_SENT},
	[ACTION_UNKNOWN] = {"unknown", CLI_UNKNOWN},
	[ACTION_STATE] = {"not_sent", CLI_NOTHING},
	[ACTION_FAILED] = {"not_sent", CLI_NOT_SENT},
	[ACTION_GUARDED] = {"not_sent", CLI_NOT_SENT},
	[ACTION_UNSETTLED] = {"not_sent", CLI_UNKNOWN},
	[ACTION_NO_JOURNAL] = {"not_sent", CLI_OWN_FAILURE},
};

/* The hook gets no data, and the program has one write. */
static const struct action *watched;
static bool was_sending;

static bool may_be_out(void)
{
	return was_sending ||
	       (watched != NULL && watched->phase >= ACTION_SENDING &&
		       watched->journal_id != 0);
}

/* Exit code 8 tells that nothing was sent, and scripts go by it. */
static void on_exhausted(void)
{
	static const char sentence[] =
		"certdesk: The system has no memory left. It may have gone "
		"out; see certdesk journal.\n";

	if (!may_be_out())
		return;
	if (write(STDERR_FILENO, sentence, sizeof(sentence) - 1) >= 0)
		_exit(CLI_UNKNOWN);
	_exit(CLI_UNKNOWN);
}

void cli_action_end(void)
{
	was_sending = may_be_out();
	watched = NULL;
}

void cli_action_start(struct cli *cli, const struct action_request *request)
{
	struct error error = {0};
	struct action *action = store_act(cli->store, request, &error);

	if (action == NULL)
		cli_fail(cli, cli_code(&error, false), "%s", error.text);
	else
		cli->action = action->number;
	watched = action;
	mem_on_exhausted(on_exhausted);
}

int cli_action_code(const struct action *action)
{
	switch (action->result) {
	case ACTION_REFUSED:
		if (action->error.kind == ERROR_KEY ||
			action->error.kind == ERROR_PERMISSION)
			return CLI_NO_PERMISSION;
		/* The order was there a moment ago: elsewhere a 404 is about
		 * the call. */
		if (action->error.kind == ERROR_NOT_FOUND &&
			strcmp(action->error.code, "not_found|order") == 0)
			return CLI_NO_ORDER;
		return CLI_REFUSED;
	case ACTION_FAILED:
		return cli_code(&action->error, true);
	default:
		return results[action->result].code;
	}
}

void cli_action_write(struct cli *cli, const char *outcome,
	const char *const *recipients, size_t count, int64_t journal_id)
{
	struct buf *out = &cli->out;

	if (cli->options->format != OPTION_JSON)
		return;
	buf_puts(out, "{\"order_id\": ");
	cli_json_id(out, cli->options->order_id);
	buf_printf(out, ", \"outcome\": \"%s\", \"recipients\": ", outcome);
	cli_json_strings(out, recipients, count);
	buf_puts(out, ", \"journal_id\": ");
	if (journal_id != 0)
		buf_printf(out, "%lld}\n", (long long)journal_id);
	else
		buf_puts(out, "null}\n");
}

void cli_action_say(struct cli *cli, const struct action *action)
{
	bool json = cli->options->format == OPTION_JSON;
	char sentence[ERROR_TEXT_SIZE + 256];

	cli_action_write(cli, results[action->result].outcome,
		(const char *const *)action->recipients,
		action->recipient_count, action->journal_id);
	action_sentence(action, sentence, sizeof(sentence));
	if (action->result == ACTION_SENT && !json) {
		cli_text(cli, sentence);
		buf_putc(&cli->out, '\n');
	} else if (action->result != ACTION_SENT ||
		   action->outcome_not_recorded) {
		cli_say("%s", sentence);
	}
	if (action->result == ACTION_UNKNOWN)
		cli_say("It is not sent again. Once you know what became of "
			"it: certdesk journal --settle %lld sent|not-sent",
			(long long)action->journal_id);
}
