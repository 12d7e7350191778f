/* SPDX-License-Identifier: MIT
 *
 * One table of options: which command takes it, whether it has an argument,
 * where the argument goes in struct options. Parsing walks the table, --help
 * prints it.
 */
#include "option.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "nearest.h"
#include "order.h"
#include "text.h"

#define IN(command) (1u << (command))
#define ALL	    ((1u << OPTION_COMMANDS) - 1)

/* Where the value goes: a bool or a const char * of struct options, or into
 * the hands of a function. */
enum option_kind { OPTION_FLAG, OPTION_WORD, OPTION_OTHER };

struct option_row {
	const char *name;
	const char *argument; /* NULL: takes none */
	const char *help;
	unsigned commands;
	enum option_kind kind;
	size_t offset;
	bool (*set)(struct options *, const char *value, struct error *);
};

#define FLAG(member) OPTION_FLAG, offsetof(struct options, member), NULL
#define TEXT(member) OPTION_WORD, offsetof(struct options, member), NULL
#define BY(function) OPTION_OTHER, 0, function

struct command_row {
	const char *name;
	const char *operands;
	const char *help;
	bool needs_order, takes_order, takes_text;
};

static const struct command_row command_rows[OPTION_COMMANDS] = {
	[OPTION_SCREEN] = {"", "[ORDER]", "the terminal interface", false, true,
		false},
	[OPTION_ORDERS] = {"orders", "", "list orders", false, false, false},
	[OPTION_SHOW] = {"show", "ORDER", "one order and its validation", true,
		true, false},
	[OPTION_CONTACTS] = {"contacts", "ORDER",
		"its verified contacts, and who can be chosen", true, true,
		false},
	[OPTION_RESEND_APPROVAL] = {"resend-approval", "ORDER",
		"resend the approval mail to verified contacts", true, true,
		false},
	[OPTION_RESEND_ISSUANCE] = {"resend-issuance", "ORDER",
		"resend the issuance mail of a client certificate", true, true,
		false},
	[OPTION_NOTE] = {"note", "ORDER TEXT", "add a note to an order", true,
		true, true},
	[OPTION_JOURNAL] = {"journal", "",
		"what was sent, or settle what is unknown", false, false,
		false},
	[OPTION_DOCTOR] = {"doctor", "",
		"look for what is wrong, and say what to do", false, false,
		false},
};

#define OUTPUT                                                                 \
	(IN(OPTION_ORDERS) | IN(OPTION_SHOW) | IN(OPTION_CONTACTS) |           \
		IN(OPTION_RESEND_APPROVAL) | IN(OPTION_RESEND_ISSUANCE) |      \
		IN(OPTION_NOTE) | IN(OPTION_JOURNAL) | IN(OPTION_DOCTOR))
#define RESENDS (IN(OPTION_RESEND_APPROVAL) | IN(OPTION_RESEND_ISSUANCE))

static bool to_number(const char *value, long min, long max, long *out,
	const char *name, struct error *error)
{
	char *end;
	long number;

	errno = 0;
	number = strtol(value, &end, 10);
	if (errno != 0 || end == value || *end != '\0' || number < min ||
		number > max)
		return error_set(error, ERROR_USAGE,
			"%s takes a whole number from %ld to %ld, not '%s'.",
			name, min, max, value);
	*out = number;
	return true;
}

static bool to_choice(const char *value, const char *const *words, size_t count,
	size_t *out, const char *name, struct error *error)
{
	char all[256] = "";

	for (size_t i = 0; i < count; i++) {
		if (strcmp(value, words[i]) == 0) {
			*out = i;
			return true;
		}
		text_format(all + strlen(all), sizeof(all) - strlen(all),
			"%s%s",
			i == 0		 ? ""
			: i + 1 == count ? " or "
					 : ", ",
			words[i]);
	}
	return error_set(
		error, ERROR_USAGE, "%s takes %s, not '%s'.", name, all, value);
}

static bool set_demo_kind(struct options *o, const char *v, struct error *e)
{
	static const char *const words[] = {
		"enterprise", "partner", "legacy", "subscription"};
	size_t at = 0;

	if (!to_choice(v, words, ARRAY_LEN(words), &at, "--demo-kind", e))
		return false;
	o->demo_kind = words[at];
	return true;
}

static bool set_demo_orders(struct options *o, const char *v, struct error *e)
{
	long number = 0;

	if (!to_number(v, 1, 10000000, &number, "--demo-orders", e))
		return false;
	o->demo_orders = (int)number;
	return true;
}

static bool set_format(struct options *o, const char *v, struct error *e)
{
	static const char *const words[] = {"text", "json", "csv", "tsv"};
	size_t at = 0;

	if (!to_choice(v, words, ARRAY_LEN(words), &at, "--format", e))
		return false;
	o->format = (enum option_format)at;
	return true;
}

static bool set_color(struct options *o, const char *v, struct error *e)
{
	static const char *const words[] = {"auto", "always", "never"};
	size_t at = 0;

	if (!to_choice(v, words, ARRAY_LEN(words), &at, "--color", e))
		return false;
	o->color = (enum option_color)at;
	return true;
}

static bool set_limit(struct options *o, const char *v, struct error *e)
{
	return to_number(v, 1, 1000000000, &o->limit, "--limit", e);
}

static bool set_all(struct options *o, const char *v, struct error *e)
{
	(void)v;
	(void)e;
	o->limit = -1;
	return true;
}

static bool set_to(struct options *o, const char *v, struct error *e)
{
	if (o->to_count == OPTION_TO_MAX)
		return error_set(e, ERROR_USAGE,
			"--to can be given at most %d times.", OPTION_TO_MAX);
	o->to[o->to_count++] = v;
	return true;
}

static bool set_order(struct options *o, const char *v, struct error *e)
{
	if (!order_id_is_valid(v))
		return error_set(e, ERROR_USAGE,
			"--order takes an order number, not '%s'.", v);
	o->journal_order = v;
	return true;
}

static bool set_settle(struct options *o, const char *v, struct error *e)
{
	long number = 0;

	if (!to_number(v, 1, LONG_MAX, &number, "--settle", e))
		return false;
	o->settle_id = number;
	return true;
}

/* --settle takes two words; the second one is read by option_parse. */
static const struct option_row option_rows[] = {
	{"--view", "V", "a view by number or name: 3, pending, \"Issued\"",
		IN(OPTION_ORDERS), TEXT(view)},
	{"--filter", "F", "keep rows that match these words", IN(OPTION_ORDERS),
		TEXT(filter)},
	{"--status", "S", "pending, issued, waiting_pickup, ...",
		IN(OPTION_ORDERS), TEXT(status)},
	{"--search", "T", "orders whose name or e-mail contains this",
		IN(OPTION_ORDERS), TEXT(search)},
	{"--sort", "K", "date_created, order_id, ...; -K turns it round",
		IN(OPTION_ORDERS), TEXT(sort)},
	{"--limit", "N", "at most so many orders (default 100)",
		IN(OPTION_ORDERS), BY(set_limit)},
	{"--all", NULL, "all of them, page by page", IN(OPTION_ORDERS),
		BY(set_all)},
	{"--to", "EMAIL", "a recipient; may be given again",
		IN(OPTION_RESEND_APPROVAL), BY(set_to)},
	{"--dry-run", NULL, "say what would be sent, and send nothing", RESENDS,
		FLAG(dry_run)},
	{"--yes", NULL, "do not ask", RESENDS, FLAG(yes)},
	{"--again", NULL, "send even though an earlier outcome is unknown",
		RESENDS, FLAG(again)},
	{"--order", "ORDER", "only records of this order", IN(OPTION_JOURNAL),
		BY(set_order)},
	{"--unknown", NULL, "only records whose outcome is unknown",
		IN(OPTION_JOURNAL), FLAG(unknown)},
	{"--settle", "ID sent|not-sent", "record what became of an unknown one",
		IN(OPTION_JOURNAL), BY(set_settle)},
	{"--format", "text|json|csv|tsv", "csv and tsv for orders only", OUTPUT,
		BY(set_format)},
	{"--account", "NAME", "an account of the configuration", ALL,
		TEXT(account)},
	{"--demo", NULL, "start and use a sandbox of its own", ALL, FLAG(demo)},
	{"--demo-dir", "DIR", "keep the demo's data there", ALL,
		TEXT(demo_dir)},
	{"--demo-orders", "N", "how many orders the demo has", ALL,
		BY(set_demo_orders)},
	{"--demo-kind", "KIND", "enterprise, partner, legacy or subscription",
		ALL, BY(set_demo_kind)},
	{"--read-only", NULL, "nothing is ever written", ALL, FLAG(read_only)},
	{"--color", "auto|always|never", "colours (NO_COLOR is honoured)", ALL,
		BY(set_color)},
	{"--slow", NULL, "a slow line: no highlight, nothing that counts",
		IN(OPTION_SCREEN), FLAG(slow)},
	{"--linear", NULL, "lines in place of a screen, for screen readers",
		IN(OPTION_SCREEN), FLAG(linear)},
	{"--log", "FILE", "append the message log to a file", ALL,
		TEXT(log_file)},
	{"--print-config", NULL, "the configuration in force, with comments",
		ALL, FLAG(print_config)},
	{"--version", NULL, "the versions of the program and its libraries",
		ALL, FLAG(version)},
	{"--help", NULL, "this text (-h too)", ALL, FLAG(help)},
};

bool option_row_at(size_t index, struct option_row_view *out)
{
	const struct option_row *row = &option_rows[index];

	if (index >= ARRAY_LEN(option_rows))
		return false;
	*out = (struct option_row_view){
		row->name, row->argument, row->help, row->commands};
	return true;
}

bool option_command_at(size_t index, const char **name, const char **help)
{
	if (index >= OPTION_COMMANDS)
		return false;
	*name = command_rows[index].name;
	*help = command_rows[index].help;
	return true;
}

const char *option_name_at(size_t index)
{
	return index < ARRAY_LEN(option_rows) ? option_rows[index].name : NULL;
}

static bool unknown_option(const char *name, struct error *error)
{
	const char *names[ARRAY_LEN(option_rows)], *near;

	for (size_t i = 0; i < ARRAY_LEN(option_rows); i++)
		names[i] = option_rows[i].name;
	near = nearest_name(name, names, ARRAY_LEN(option_rows));
	if (near != NULL)
		return error_set(error, ERROR_USAGE,
			"There is no option %s. Did you mean %s?", name, near);
	return error_set(error, ERROR_USAGE,
		"There is no option %s. certdesk --help lists them.", name);
}

static const struct option_row *find_row(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(option_rows); i++)
		if (strlen(option_rows[i].name) == len &&
			strncmp(option_rows[i].name, name, len) == 0)
			return &option_rows[i];
	return NULL;
}

/* The second word of --settle. */
static bool
take_verdict(struct options *out, const char *word, struct error *error)
{
	static const char *const words[] = {"sent", "not-sent"};
	size_t at = 0;

	if (word == NULL)
		return error_set(error, ERROR_USAGE,
			"--settle needs the record's number and what became "
			"of it: sent or not-sent.");
	if (!to_choice(
		    word, words, ARRAY_LEN(words), &at, "--settle ID", error))
		return false;
	out->settle_sent = at == 0;
	return true;
}

static bool set_option(const struct option_row *row, struct options *out,
	const char *value, struct error *error)
{
	void *where = (char *)out + row->offset;

	switch (row->kind) {
	case OPTION_FLAG:
		*(bool *)where = true;
		return true;
	case OPTION_WORD:
		*(const char **)where = value;
		return true;
	case OPTION_OTHER:
		break;
	}
	return row->set(out, value, error);
}

/* argv[*at] is an option; moves *at to its last word. */
static bool take_option(struct options *out, char **argv, int *at,
	unsigned *given, struct error *error)
{
	const char *name = argv[*at], *equals = strchr(name, '=');
	size_t len = equals == NULL ? strlen(name) : (size_t)(equals - name);
	const struct option_row *row = find_row(name, len);
	const char *value = equals == NULL ? NULL : equals + 1;

	if (strcmp(name, "-h") == 0)
		row = find_row("--help", 6);
	if (row == NULL)
		return unknown_option(name, error);
	if (row->argument == NULL && value != NULL)
		return error_set(
			error, ERROR_USAGE, "%s takes no value.", row->name);
	if (row->argument != NULL && value == NULL) {
		value = argv[*at + 1];
		if (value == NULL)
			return error_set(error, ERROR_USAGE, "%s needs %s.",
				row->name, row->argument);
		(*at)++;
	}
	/* A variable of a script that was not set, most likely. */
	if (value != NULL && *value == '\0')
		return error_set(error, ERROR_USAGE,
			"%s needs %s, not an empty word.", row->name,
			row->argument);
	*given |= 1u << (unsigned)(row - option_rows);
	if (!set_option(row, out, value, error))
		return false;
	if (row->set != set_settle)
		return true;
	if (!take_verdict(out, argv[*at + 1], error))
		return false;
	(*at)++;
	return true;
}

static bool find_command(const char *word, enum option_command *command)
{
	for (int i = OPTION_SCREEN + 1; i < OPTION_COMMANDS; i++) {
		if (strcmp(word, command_rows[i].name) != 0)
			continue;
		*command = (enum option_command)i;
		return true;
	}
	return false;
}

static bool unknown_word(const char *word, struct error *error)
{
	const char *names[OPTION_COMMANDS], *near;

	for (size_t i = 0; i < OPTION_COMMANDS; i++)
		names[i] = command_rows[i].name;
	near = nearest_name(word, names + 1, OPTION_COMMANDS - 1);
	if (near != NULL)
		return error_set(error, ERROR_USAGE,
			"'%s' is neither a command nor an order number. Did "
			"you mean %s?",
			word, near);
	return error_set(error, ERROR_USAGE,
		"'%s' is neither a command nor an order number. certdesk "
		"--help lists the commands.",
		word);
}

/* An order number has a digit; a mistyped command has none. */
static bool looks_like_order(const char *word)
{
	return order_id_is_valid(word) && strpbrk(word, "0123456789") != NULL;
}

static bool take_word(struct options *out, const char *word, bool *had_command,
	struct error *error)
{
	const struct command_row *row;

	if (!*had_command && out->order_id == NULL &&
		find_command(word, &out->command)) {
		*had_command = true;
		return true;
	}
	row = &command_rows[out->command];
	if (row->takes_order && out->order_id == NULL) {
		if (!looks_like_order(word))
			return *had_command
				       ? error_set(error, ERROR_USAGE,
						 "'%s' is not an order number.",
						 word)
				       : unknown_word(word, error);
		out->order_id = word;
		return true;
	}
	if (row->takes_text && out->text == NULL) {
		out->text = word;
		return true;
	}
	return error_set(error, ERROR_USAGE,
		"There is a word too many: '%s'.%s", word,
		row->takes_text ? " Put the text in quotes." : "");
}

static bool check_command_takes(
	const struct options *out, unsigned given, struct error *error)
{
	for (size_t i = 0; i < ARRAY_LEN(option_rows); i++) {
		const struct option_row *row = &option_rows[i];

		if ((given & (1u << i)) == 0 ||
			(row->commands & IN(out->command)) != 0)
			continue;
		if (out->command == OPTION_SCREEN)
			return error_set(error, ERROR_USAGE,
				"%s belongs to a subcommand; certdesk --help "
				"lists them.",
				row->name);
		return error_set(error, ERROR_USAGE, "%s does not take %s.",
			command_rows[out->command].name, row->name);
	}
	return true;
}

static bool
check_whole(const struct options *out, unsigned given, struct error *error)
{
	const struct command_row *row = &command_rows[out->command];

	if (!check_command_takes(out, given, error))
		return false;
	if (out->print_config && out->demo)
		return error_set(error, ERROR_USAGE,
			"--demo uses no configuration; leave it out, or "
			"--print-config.");
	if (out->help || out->version || out->print_config)
		return true;
	if (row->needs_order && out->order_id == NULL)
		return error_set(error, ERROR_USAGE,
			"%s needs an order number: certdesk %s ORDER.",
			row->name, row->name);
	if (row->takes_text &&
		(out->text == NULL ||
			out->text[strspn(out->text, " \t\r\n")] == '\0'))
		return error_set(error, ERROR_USAGE,
			"%s needs a text: certdesk %s ORDER TEXT.", row->name,
			row->name);
	if ((out->format == OPTION_CSV || out->format == OPTION_TSV) &&
		out->command != OPTION_ORDERS)
		return error_set(error, ERROR_USAGE,
			"--format csv and tsv are for orders; %s has text and "
			"json.",
			row->name);
	if (out->settle_id != 0 && (out->unknown || out->journal_order != NULL))
		return error_set(error, ERROR_USAGE,
			"--settle names its record; leave out --unknown and "
			"--order.");
	if (out->account != NULL && out->demo)
		return error_set(error, ERROR_USAGE,
			"--demo has an account of its own; leave out "
			"--account.");
	if (!out->demo && (out->demo_dir != NULL || out->demo_kind != NULL ||
				  out->demo_orders != 0))
		return error_set(error, ERROR_USAGE,
			"--demo-dir, --demo-kind and --demo-orders go with "
			"--demo.");
	return true;
}

bool option_parse(
	int argc, char **argv, struct options *out, struct error *error)
{
	struct options options = {0};
	bool had_command = false, only_words = false;
	unsigned given = 0;

	for (int i = 1; i < argc; i++) {
		const char *word = argv[i];

		if (!only_words && strcmp(word, "--") == 0)
			only_words = true;
		else if (!only_words && word[0] == '-' && word[1] != '\0') {
			if (!take_option(&options, argv, &i, &given, error))
				return false;
		} else if (!take_word(&options, word, &had_command, error))
			return false;
	}
	if (!check_whole(&options, given, error))
		return false;
	*out = options;
	return true;
}

static void write_usage(struct buf *out, enum option_command command)
{
	const struct command_row *row = &command_rows[command];

	buf_printf(out, "%s certdesk%s%s%s%s%s\n",
		command == OPTION_SCREEN ? "usage:" : "      ",
		*row->name == '\0' ? "" : " ", row->name, " [OPTIONS]",
		*row->operands == '\0' ? "" : " ", row->operands);
	buf_printf(out, "           %s\n", row->help);
}

static void write_row(struct buf *out, const struct option_row *row)
{
	char name[48];

	text_format(name, sizeof(name), "%s%s%s", row->name,
		row->argument == NULL ? "" : " ",
		row->argument == NULL ? "" : row->argument);
	buf_printf(out, "  %-27s %s\n", name, row->help);
}

/* In the order of --help; each option is in one group. */
static const struct {
	unsigned commands;
	const char *title;
} groups[] = {
	{IN(OPTION_ORDERS), "orders"},
	{IN(OPTION_RESEND_APPROVAL), "resend-approval"},
	{RESENDS, "resend-approval and resend-issuance"},
	{IN(OPTION_JOURNAL), "journal"},
	{OUTPUT, "all subcommands"},
	{IN(OPTION_SCREEN), "the terminal interface"},
	{ALL, "all"},
};

static void write_group(struct buf *out, size_t group)
{
	buf_printf(out, "\nOptions of %s:\n", groups[group].title);
	for (size_t i = 0; i < ARRAY_LEN(option_rows); i++)
		if (option_rows[i].commands == groups[group].commands)
			write_row(out, &option_rows[i]);
}

void option_write_help(enum option_command command, struct buf *out)
{
	if (command != OPTION_SCREEN) {
		const struct command_row *row = &command_rows[command];

		buf_printf(out, "usage: certdesk %s [OPTIONS]%s%s\n%s\n",
			row->name, *row->operands == '\0' ? "" : " ",
			row->operands, row->help);
	} else {
		buf_puts(out,
			"certdesk: the order desk for DigiCert CertCentral in "
			"a terminal\n\n");
		for (int i = 0; i < OPTION_COMMANDS; i++)
			write_usage(out, (enum option_command)i);
	}
	for (size_t i = 0; i < ARRAY_LEN(groups); i++)
		if (command == OPTION_SCREEN ||
			(groups[i].commands & IN(command)) != 0)
			write_group(out, i);
	buf_puts(out, "\ncertdesk --demo is a good start. certdesk(1) has the "
		      "exit codes and all keys.\n");
}
