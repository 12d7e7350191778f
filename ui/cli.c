/* SPDX-License-Identifier: MIT
 *
 * The frame of the subcommands: they run on the same loop and store as the
 * screens, as a small state machine that looks at the store each time it has
 * changed.
 */
#include "cli-private.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "mem.h"
#include "order-json.h"
#include "filter.h"
#include "text.h"
#include "wording.h"

#define OUT_MAX	     (256u * 1024 * 1024)
#define SENTENCE_MAX 4096 /* of one message; a longer one is cut */

static const struct cli_command *const commands[OPTION_COMMANDS] = {
	[OPTION_ORDERS] = &cli_orders_command,
	[OPTION_SHOW] = &cli_show_command,
	[OPTION_CONTACTS] = &cli_contacts_command,
	[OPTION_RESEND_APPROVAL] = &cli_resend_approval_command,
	[OPTION_RESEND_ISSUANCE] = &cli_resend_issuance_command,
	[OPTION_NOTE] = &cli_note_command,
	[OPTION_JOURNAL] = &cli_journal_command,
};

void cli_say(const char *format, ...)
{
	va_list args;
	char clean[SENTENCE_MAX];
	char *text;

	va_start(args, format);
	text = mem_vprintf(format, args);
	va_end(args);
	text_clean_to(clean, sizeof(clean), text);
	fprintf(stderr, "certdesk: %s\n", clean);
	free(text);
}

void cli_end(struct cli *cli, int code)
{
	if (cli->ended)
		return;
	cli->ended = true;
	cli->code = code;
	loop_stop(cli->loop);
}

void cli_fail(struct cli *cli, int code, const char *format, ...)
{
	va_list args;
	char *text;

	if (cli->ended)
		return;
	va_start(args, format);
	text = mem_vprintf(format, args);
	va_end(args);
	cli_say("%s%s", text, wording_stop(text));
	free(text);
	if (cli->command->failed != NULL)
		cli->command->failed(cli);
	cli_end(cli, code);
}

void cli_flush(struct cli *cli)
{
	const char *data = buf_text(&cli->out);
	size_t len = cli->out.len;

	if (!cli->out_failed && len > 0 &&
		(fwrite(data, 1, len, stdout) != len || fflush(stdout) != 0)) {
		cli->out_failed = true;
		if (errno != EPIPE)
			cli_say("The output could not be written: %s.",
				strerror(errno));
	}
	buf_reset(&cli->out);
}

int cli_code(const struct error *error, bool of_order)
{
	switch (error->kind) {
	case ERROR_NONE:
		return CLI_DONE;
	case ERROR_USAGE:
	case ERROR_CONFIG:
		return CLI_USAGE;
	case ERROR_KEY:
	case ERROR_PERMISSION:
		return CLI_NO_PERMISSION;
	case ERROR_NOT_FOUND:
		/* A wrong address of the account tells nothing of the order. */
		return of_order && strcmp(error->code, "not_found|route") != 0
			       ? CLI_NO_ORDER
			       : CLI_NOT_SENT;
	case ERROR_SYSTEM:
	case ERROR_JOURNAL:
		return CLI_OWN_FAILURE;
	case ERROR_STATE:
		return CLI_NOTHING;
	default:
		return CLI_NOT_SENT;
	}
}

void cli_text(struct cli *cli, const char *text)
{
	text_clean(&cli->out, text);
}

/* What a pipe or a file gets is whole: nobody sees there what was cut. */
void cli_field(struct cli *cli, const char *text, size_t width)
{
	struct text_cell cell;
	size_t len, used, column = 0, total;
	bool cut;

	if (text == NULL)
		text = "-";
	len = strlen(text);
	total = text_width(text);
	cut = total > width && cli->to_terminal;
	while ((used = text_next(text, len, &cell)) > 0) {
		size_t next = column + (size_t)cell.width;

		if (cut && next > width - 1)
			break;
		buf_puts(&cli->out, cell.bytes);
		column = next;
		text += used;
		len -= used;
	}
	if (cut && column < width) {
		buf_puts(&cli->out, text_is_utf8() ? "\xe2\x80\xa6" : "~");
		column++;
	}
	for (; column < width; column++)
		buf_putc(&cli->out, ' ');
}

void cli_json_id(struct buf *out, const char *id)
{
	bool number = id != NULL && *id != '\0' && strlen(id) <= 15 &&
		      (*id != '0' || id[1] == '\0');

	for (const char *c = id; number && *c != '\0'; c++)
		number = *c >= '0' && *c <= '9';
	if (number)
		buf_puts(out, id);
	else
		order_json_write_string(out, id);
}

void cli_json_strings(struct buf *out, const char *const *strings, size_t count)
{
	buf_putc(out, '[');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_puts(out, ", ");
		order_json_write_string(out, strings[i]);
	}
	buf_putc(out, ']');
}

bool cli_settled(const struct store_resource *resource)
{
	return (resource->state == STORE_READY ||
		       resource->state == STORE_FAILED) &&
	       !resource->refreshing;
}

static bool order_settled(const struct store_order *order)
{
	return cli_settled(&order->details_state) &&
	       cli_settled(&order->validation_state) &&
	       cli_settled(&order->notes_state) &&
	       cli_settled(&order->history_state);
}

const struct store_order *cli_order(struct cli *cli)
{
	const char *id = cli->options->order_id;
	const struct store_order *order = store_order(cli->store, id);

	if (order == NULL || !cli_settled(&order->details_state))
		return NULL;
	if (order->details == NULL) {
		const struct error *error = &order->details_state.error;

		cli_fail(cli, cli_code(error, true), "Order %s: %s", id,
			error->text);
		return NULL;
	}
	return order_settled(order) ? order : NULL;
}

static const int end_signals[] = {SIGINT, SIGTERM, SIGHUP};

static void interrupt(int signal)
{
	(void)signal;
}

/* The loop's own handlers would let the read go on: Ctrl-C must end it. */
static void read_answer(FILE *terminal, char *answer, int size)
{
	struct sigaction ours = {.sa_handler = interrupt};
	struct sigaction loops[ARRAY_LEN(end_signals)];

	for (size_t i = 0; i < ARRAY_LEN(end_signals); i++)
		sigaction(end_signals[i], &ours, &loops[i]);
	if (fgets(answer, size, terminal) == NULL)
		answer[0] = '\0';
	/* What comes next begins a line of its own. */
	if (strchr(answer, '\n') == NULL)
		fputc('\n', stderr);
	answer[strcspn(answer, "\n")] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(end_signals); i++)
		sigaction(end_signals[i], &loops[i], NULL);
}

bool cli_ask(const char *question, bool *has_terminal)
{
	char answer[16] = "";
	FILE *terminal = NULL;
	struct buf clean;

	*has_terminal = isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
	if (*has_terminal)
		terminal = fopen("/dev/tty", "r");
	if (terminal == NULL) {
		*has_terminal = false;
		return false;
	}
	/* What was typed before the question does not answer it. */
	tcflush(fileno(terminal), TCIFLUSH);
	buf_init(&clean, OUT_MAX);
	text_clean_lines(&clean, question);
	fprintf(stderr, "%s [y/N] ", buf_text(&clean));
	fflush(stderr);
	buf_clear(&clean);
	read_answer(terminal, answer, sizeof(answer));
	fclose(terminal);
	return text_equal_ascii_case(answer, "y") ||
	       text_equal_ascii_case(answer, "yes");
}

static void on_changed(void *data)
{
	struct cli *cli = data;

	if (!cli->ended && cli->command->step != NULL)
		cli->command->step(cli);
}

static void on_start(void *data)
{
	struct cli *cli = data;

	cli->command->start(cli);
}

/* The first signal gives up what runs; a write in flight becomes unknown. Once
 * there is an action, its end says what became of it, also when it has ended
 * and the step has not seen it yet. */
static void on_signal(void *data, int signal)
{
	struct cli *cli = data;

	(void)signal;
	if (cli->action == 0) {
		cli_fail(cli, CLI_NOT_SENT, "Interrupted; nothing was sent.");
		return;
	}
	for (int i = store_action_last(cli->store); i > 0; i--) {
		struct action *action = store_action(cli->store, i);

		if (action != NULL)
			action_cancel(action);
	}
}

int cli_run(const struct cli_context *context, const struct options *options)
{
	struct cli cli = {
		.options = options,
		.command = commands[options->command],
		.loop = context->loop,
		.store = context->store,
		.saved = context->saved,
		.journal = context->journal,
		.journal_error = context->journal_error,
		.to_terminal = isatty(STDOUT_FILENO) == 1,
	};
	struct winsize window;

	if (cli.to_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0)
		cli.cols = window.ws_col;
	buf_init(&cli.out, OUT_MAX);
	for (size_t i = 0; i < ARRAY_LEN(end_signals); i++)
		loop_on_signal(cli.loop, end_signals[i], on_signal, &cli);
	if (cli.store != NULL)
		store_on_changed(cli.store, on_changed, &cli);
	loop_defer(cli.loop, on_start, &cli);
	loop_run(cli.loop);
	for (size_t i = 0; i < ARRAY_LEN(end_signals); i++)
		loop_on_signal(cli.loop, end_signals[i], NULL, NULL);
	if (cli.out.full) {
		cli_say("The output is too large; ask for fewer orders.");
		cli.code = CLI_OWN_FAILURE;
	} else {
		cli_flush(&cli);
	}
	/* A mail that went out is not unsent by a full disk. */
	if (cli.out_failed && cli.code == CLI_DONE && cli.action == 0)
		cli.code = CLI_OWN_FAILURE;
	cli_action_end();
	filter_free(cli.filter);
	buf_clear(&cli.out);
	return cli.code;
}
