/* SPDX-License-Identifier: MIT
 *
 * `certdesk journal`: the records, newest first, and the settling of those
 * whose outcome is unknown.
 */
#include "cli-private.h"

#include "order-json.h"
#include "text.h"

static void write_id_or_null(struct buf *out, int64_t id)
{
	if (id == 0)
		buf_puts(out, "null");
	else
		buf_printf(out, "%lld", (long long)id);
}

static void write_member(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, ", \"%s\": ", name);
	order_json_write_string(out, value);
}

static void write_json(struct buf *out, const struct journal_record *record)
{
	char when[DATE_TEXT_SIZE];

	buf_printf(out, "{\"id\": %lld", (long long)record->id);
	write_member(out, "time", date_iso(record->time, when));
	write_member(out, "agent", record->agent);
	write_member(out, "host", record->host);
	write_member(out, "account", record->account);
	buf_puts(out, ", \"order_id\": ");
	cli_json_id(out, record->order_id);
	write_member(out, "action", record->action);
	buf_puts(out, ", \"recipients\": ");
	cli_json_strings(out, record->recipients, record->recipient_count);
	write_member(out, "outcome", journal_outcome_name(record->outcome));
	buf_puts(out, ", \"settles\": ");
	write_id_or_null(out, record->settles);
	buf_puts(out, ", \"http_status\": ");
	write_id_or_null(out, record->http_status);
	write_member(out, "error_code",
		record->error_code != NULL && *record->error_code != '\0'
			? record->error_code
			: NULL);
	buf_putc(out, '}');
}

static void write_text(struct cli *cli, const struct journal_record *record)
{
	struct buf *out = &cli->out;
	char when[DATE_TEXT_SIZE];

	buf_printf(out, "%6lld  %s  %-8s  ", (long long)record->id,
		date_minute(record->time, when),
		journal_outcome_name(record->outcome));
	cli_field(cli, record->action, 16);
	buf_putc(out, ' ');
	cli_field(cli, record->order_id, 12);
	buf_puts(out, " by ");
	cli_text(cli, record->agent);
	buf_putc(out, '@');
	cli_text(cli, record->host);
	for (size_t i = 0; i < record->recipient_count; i++) {
		buf_puts(out, i == 0 ? " to " : ", ");
		text_escape(out, record->recipients[i]);
	}
	if (record->http_status != 0)
		buf_printf(out, " (HTTP %d)", record->http_status);
	if (record->settles != 0)
		buf_printf(out, " settles %lld", (long long)record->settles);
	if (record->settled)
		buf_printf(out, ", settled as %s",
			journal_outcome_name(record->settled_as));
	buf_putc(out, '\n');
}

static void write_records(struct cli *cli, const struct journal_list *list)
{
	bool json = cli->options->format == OPTION_JSON, first = true;

	if (json)
		buf_puts(&cli->out, "{\"records\": [");
	for (size_t i = 0; i < list->count; i++) {
		const struct journal_record *record = &list->records[i];

		/* After a settlement: that one alone. */
		if (cli->options->settle_id != 0 &&
			record->settles != cli->options->settle_id)
			continue;
		if (json) {
			buf_puts(&cli->out, first ? "" : ",\n");
			write_json(&cli->out, record);
		} else {
			write_text(cli, record);
		}
		first = false;
	}
	if (json)
		buf_puts(&cli->out, "]}\n");
}

static void on_list(void *data, const struct journal_list *list)
{
	struct cli *cli = data;

	if (list->error.kind != ERROR_NONE) {
		cli_fail(cli, CLI_OWN_FAILURE, "%s", list->error.text);
		return;
	}
	write_records(cli, list);
	cli_end(cli, CLI_DONE);
}

static void on_settled(void *data, const struct error *error)
{
	static const struct journal_filter settlements = {
		.action = JOURNAL_SETTLE,
	};
	struct cli *cli = data;

	if (error->kind != ERROR_NONE) {
		cli_fail(cli, cli_code(error, false), "%s", error->text);
		return;
	}
	cli_say("Record %lld is settled as %s.",
		(long long)cli->options->settle_id,
		cli->options->settle_sent ? "sent" : "not sent");
	if (cli->options->format == OPTION_JSON)
		journal_list(cli->journal, &settlements, on_list, cli);
	else
		cli_end(cli, CLI_DONE);
}

static void start(struct cli *cli)
{
	struct journal_filter filter = {
		.order_id = cli->options->journal_order,
		.unknown_only = cli->options->unknown,
	};

	if (cli->journal == NULL)
		cli_fail(cli, CLI_OWN_FAILURE, "%s", cli->journal_error->text);
	else if (cli->options->settle_id == 0)
		journal_list(cli->journal, &filter, on_list, cli);
	else
		journal_settle(cli->journal, cli->options->settle_id,
			cli->options->settle_sent ? JOURNAL_SENT
						  : JOURNAL_NOT_SENT,
			on_settled, cli);
}

const struct cli_command cli_journal_command = {start, NULL, NULL};
