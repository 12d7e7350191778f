/* SPDX-License-Identifier: MIT
 *
 * Words first, commands of the tables after them. Help and actions are printed,
 * not opened: what stands in a list of lines need not be left again.
 */
#include "linear-words.h"

#include <string.h>

#include "act.h"
#include "linear-tell.h"
#include "text.h"

struct asked {
	struct app *app;
	const char *argument; /* "" for none */
	bool *again;
	struct buf *out;
};

/* -- help ------------------------------------------------------------------ */

/* What moves something on a screen, or stands above under another name. */
static bool is_for_screens(const char *name)
{
	static const char *const parts[] = {"-down", "-up", "-page-", "-half-",
		"-top", "-bottom", "-first", "-last", "-left", "-right",
		"-cell", "-section", "-control", "-stop", "-press", "-enter",
		"preview", "zoom", "redraw", "suspend", "app-back", "app-close",
		"app-leave", "app-command", "app-cancel", "app-quit",
		"app-help", "app-actions", "-view-", "-toggle", "mark-range"};

	for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
		if (strstr(name, parts[i]) != NULL)
			return strcmp(name, "resend-last-sent") != 0;
	}
	return false;
}

/* "mail: resend the mail", or why not. `needle`: only what has it. */
static void add_command(const struct asked *asked, const struct view *view,
	const struct command *command)
{
	const char *word = app_word_of(command->name);
	const char *keys = app_keys_of(asked->app, command->name);
	char reason[512];

	if (is_for_screens(command->name) ||
		!app_offers(asked->app, view, command) ||
		(!text_contains(word, asked->argument) &&
			!text_contains(command->help, asked->argument)))
		return;
	buf_printf(asked->out, "  %s", word);
	if (keys[0] != '\0' && strlen(keys) == 1)
		buf_printf(asked->out, " or %s", keys);
	buf_printf(asked->out, ": %s", command->help);
	if (!app_may_run(asked->app, view, command, reason, sizeof(reason))) {
		buf_puts(asked->out, "; not now: ");
		text_clean(asked->out, reason);
	}
	buf_putc(asked->out, '\n');
}

static void add_commands(const struct asked *asked, const struct view *view,
	const char *heading, const struct command *commands, size_t count)
{
	struct buf *out = asked->out;
	size_t start = out->len, first;

	buf_printf(out, "%s:\n", heading);
	first = out->len;
	for (size_t i = 0; i < count; i++)
		add_command(asked, view, &commands[i]);
	if (out->len > first || out->len == 0)
		return;
	out->len = start;
	out->data[start] = '\0';
}

/* "next\tthe next page", a line each. */
static void add_words(const struct asked *asked, const char *words)
{
	while (*words != '\0') {
		size_t len = strcspn(words, "\n");
		size_t word = strcspn(words, "\t");

		if (word < len)
			buf_printf(asked->out, "  %.*s: %.*s\n", (int)word,
				words, (int)(len - word - 1), words + word + 1);
		words += len + (words[len] == '\n');
	}
}

static const char everywhere[] =
	"900101\tany order's number opens it\n"
	"show\tall of this once more\n"
	"back\tone step back\n"
	"cancel\tstop what is going on; Ctrl-C does, too\n"
	"actions\twhat can be done for the order, and why not\n"
	"help TEXT\tthe commands with this in them\n"
	"quit\tend the program; Ctrl-D does, too\n";

static bool run_help(const struct asked *asked)
{
	const struct view *top = app_top(asked->app);
	const struct view_lines *lines = top->ops->lines;
	const struct command *commands;
	size_t count;

	if (asked->argument[0] == '\0') {
		buf_puts(asked->out, "Words:\n");
		if (lines != NULL && lines->words != NULL)
			add_words(asked, lines->words);
		add_words(asked, everywhere);
	}
	add_commands(asked, top, "Commands here", top->ops->commands,
		top->ops->command_count);
	if (top->ops->is_dialog)
		return true;
	commands = act_commands(&count);
	if (top->ops->order != NULL && asked->argument[0] != '\0')
		add_commands(
			asked, top, "Actions of the order", commands, count);
	commands = app_commands(&count);
	add_commands(asked, top, "Commands everywhere", commands, count);
	return true;
}

/* -- the others ------------------------------------------------------------ */

static bool run_actions(const struct asked *asked)
{
	const struct view *page = linear_tell_page(asked->app);
	const char *order_id =
		page->ops->order != NULL ? page->ops->order(page) : NULL;
	const struct command *commands;
	size_t count;

	if (page != app_top(asked->app) || order_id == NULL ||
		order_id[0] == '\0') {
		buf_puts(asked->out,
			"There are no actions here. Open an order first.\n");
		return true;
	}
	commands = act_commands(&count);
	buf_printf(asked->out, "Order %s. ", order_id);
	add_commands(asked, page, "Actions", commands, count);
	return true;
}

static bool run_show(const struct asked *asked)
{
	*asked->again = true;
	return true;
}

static bool run_back(const struct asked *asked)
{
	app_back(asked->app);
	return true;
}

static bool run_cancel(const struct asked *asked)
{
	app_cancel(asked->app);
	return true;
}

static bool run_quit(const struct asked *asked)
{
	app_quit(asked->app);
	return true;
}

static const struct {
	const char *word;
	bool takes_argument;
	bool (*run)(const struct asked *asked);
} words[] = {
	{"help", true, run_help},
	{"?", true, run_help},
	{"actions", false, run_actions},
	{"a", false, run_actions},
	{"show", false, run_show},
	{"back", false, run_back},
	{"cancel", false, run_cancel},
	{"quit", false, run_quit},
};

bool linear_words_run(
	struct app *app, const char *line, bool *again, struct buf *out)
{
	size_t len = strcspn(line, " ");
	struct asked asked = {.app = app,
		.argument = line + len + strspn(line + len, " "),
		.again = again,
		.out = out};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strlen(words[i].word) != len ||
			strncmp(words[i].word, line, len) != 0)
			continue;
		return (words[i].takes_argument || asked.argument[0] == '\0') &&
		       words[i].run(&asked);
	}
	return false;
}

/* -- in sentences ---------------------------------------------------------- */

/* Where it is not the command's own name that is typed. */
static const struct {
	const char *command, *word;
} spoken[] = {
	{"orders-search", "search"},
	{"orders-mail", "mail"},
	{"orders-refresh", "refresh"},
	{"orders-view-1", "1"},
	{"details-mail", "mail"},
	{"details-refresh", "refresh"},
	{"details-unfold", "unfold"},
	{"resend-why", "why"},
	{"resend-toggle", "toggle 1"},
	{"resend-add-contact", "new-contact"},
	{"resend-refresh", "refresh"},
	{"resend-settle", "settle"},
	{"issuance-refresh", "refresh"},
	{"app-back", "back"},
	{"app-close", "back"},
	{"app-cancel", "cancel"},
	{"app-quit", "quit"},
	{"app-help", "help"},
	{"app-actions", "actions"},
};

const char *linear_words_for(const char *command_name)
{
	for (size_t i = 0; i < ARRAY_LEN(spoken); i++) {
		if (strcmp(spoken[i].command, command_name) == 0)
			return spoken[i].word;
	}
	return app_word_of(command_name);
}
