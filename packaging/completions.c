/* SPDX-License-Identifier: MIT
 *
 *	completions bash|zsh|fish PROGRAM
 *
 * Writes the completion of a shell for certdesk or certdesk-sandbox, from the
 * tables that the programs read their command lines by. The build runs it; it
 * is not installed.
 */
#include "packaging/completions.h"

#include <string.h>

#include "attr.h"
#include "option.h"
#include "order-query.h"
#include "order.h"
#include "text.h"
#ifdef COMPLETIONS_SANDBOX
#include "packaging/completions-sandbox.h"
#endif

static char statuses[COMPLETIONS_CHOICES], sorts[COMPLETIONS_CHOICES];
static char views[COMPLETIONS_CHOICES];

/* What the table of options does not tell of a value. */
static const struct {
	const char *name;
	enum completions_value value;
	const char *choices;
} known[] = {
	{"account", COMPLETIONS_ACCOUNT, ""},
	{"demo-kind", COMPLETIONS_WORDS,
		"enterprise partner legacy subscription"},
	{"sort", COMPLETIONS_WORDS, sorts},
	{"status", COMPLETIONS_WORDS, statuses},
	{"view", COMPLETIONS_VIEW, ""},
};

static void add_word(char *words, const char *sign, const char *word)
{
	size_t len = strlen(words);

	text_format(words + len, COMPLETIONS_CHOICES - len, "%s%s%s",
		len == 0 ? "" : " ", sign, word);
}

static void collect_words(void)
{
	for (int i = 0; i < ORDER_STATUS_OTHER; i++)
		add_word(statuses, "", order_status_wire((enum order_status)i));
	for (int i = 0; i < ORDER_QUERY_SORTS; i++) {
		enum order_query_sort sort = (enum order_query_sort)i;

		add_word(sorts, "", order_query_sort_wire(sort));
		add_word(sorts, "-", order_query_sort_wire(sort));
	}
	for (size_t i = 0; i < order_query_view_count(); i++)
		add_word(views, "", order_query_view(i)->word);
}

/* "text|json": its words are the choices; those of the second word where the
 * first is free, as in "ID sent|not-sent". */
static bool
take_choices(struct completions_option *option, const char *argument)
{
	const char *second = strchr(argument, ' ');

	if (!strchr(argument, '|'))
		return false;
	text_format(option->choices, sizeof(option->choices), "%s",
		second ? second + 1 : argument);
	for (char *c = option->choices; *c; c++)
		if (*c == '|')
			*c = ' ';
	option->value = second ? COMPLETIONS_SECOND : COMPLETIONS_WORDS;
	return true;
}

static bool take_known(struct completions_option *option)
{
	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		if (strcmp(known[i].name, option->name) != 0)
			continue;
		option->value = known[i].value;
		text_format(option->choices, sizeof(option->choices), "%s",
			known[i].choices);
		return true;
	}
	return false;
}

static void add_option(struct completions *all, const char *name,
	const char *argument, const char *help, unsigned commands)
{
	struct completions_option *option = &all->options[all->option_count];

	if (all->option_count == COMPLETIONS_OPTIONS)
		return;
	all->option_count++;
	option->name = name;
	option->help = help;
	option->argument = argument ? argument : "";
	option->commands = commands;
	option->repeats = strcmp(name, "to") == 0;
	if (!argument)
		option->value = COMPLETIONS_FLAG;
	else if (strcmp(argument, "FILE") == 0)
		option->value = COMPLETIONS_FILE;
	else if (strcmp(argument, "DIR") == 0)
		option->value = COMPLETIONS_DIRECTORY;
	else if (!take_choices(option, argument) && !take_known(option))
		option->value = COMPLETIONS_TEXT;
}

static void read_client(struct completions *all)
{
	struct option_row_view row;

	collect_words();
	all->program = all->function = "certdesk";
	all->views = views;
	while (option_command_at(all->command_count,
		&all->commands[all->command_count],
		&all->command_help[all->command_count]))
		all->command_count++;
	for (size_t i = 0; option_row_at(i, &row); i++)
		add_option(all, row.name + 2, row.argument, row.help,
			row.commands);
}

#ifdef COMPLETIONS_SANDBOX
static void read_sandbox(struct completions *all)
{
	const char *name, *value, *help;

	all->program = "certdesk-sandbox";
	all->function = "certdesk_sandbox";
	all->views = "";
	all->command_count = 1;
	all->commands[0] = all->command_help[0] = "";
	for (size_t i = 0; options_at(i, &name, &value, &help); i++)
		add_option(all, name, value, help, 1);
}
#endif

bool completions_is_common(const struct completions *all, size_t option)
{
	unsigned every = (1u << all->command_count) - 1;

	return (all->options[option].commands & every) == every;
}

void completions_write_sections(const struct completions *all, FILE *out)
{
	fprintf(out,
		"# The names of [KIND NAME] in these files.\n"
		"_%s_sections() {\n"
		"\tlocal dir=${XDG_CONFIG_HOME:-$HOME/.config}/certdesk file "
		"kind=$1\n"
		"\tshift\n"
		"\tfor file; do\n"
		"\t\tsed -n \"s/^ *\\[ *$kind  *\\(.*\\)\\] *\\$/\\1/p\" "
		"\\\n"
		"\t\t\t\"$dir/$file\" 2>/dev/null\n"
		"\tdone\n"
		"}\n\n",
		all->function);
}

void completions_write_valued(const struct completions *all, FILE *out)
{
	for (size_t i = 0; i < all->option_count; i++)
		if (all->options[i].value != COMPLETIONS_FLAG)
			fprintf(out, " --%s", all->options[i].name);
	fputc(' ', out);
}

void completions_quote(FILE *out, const char *text, const char *escape)
{
	fputc('\'', out);
	for (; *text; text++) {
		if (strchr(escape, *text))
			fputc('\\', out);
		if (*text == '\'')
			fputs("'\\'", out);
		fputc(*text, out);
	}
	fputc('\'', out);
}

static const struct {
	const char *name;
	void (*write)(const struct completions *all, FILE *out);
} shells[] = {
	{"bash", completions_bash},
	{"zsh", completions_zsh},
	{"fish", completions_fish},
};

static bool read_program(struct completions *all, const char *name)
{
	if (strcmp(name, "certdesk") == 0) {
		read_client(all);
		return true;
	}
#ifdef COMPLETIONS_SANDBOX
	if (strcmp(name, "certdesk-sandbox") == 0) {
		read_sandbox(all);
		return true;
	}
#endif
	return false;
}

int main(int argc, char **argv)
{
	static struct completions all;

	if (argc == 3 && read_program(&all, argv[2])) {
		for (size_t i = 0; i < ARRAY_LEN(shells); i++) {
			if (strcmp(shells[i].name, argv[1]) != 0)
				continue;
			shells[i].write(&all, stdout);
			return fflush(stdout) == 0 ? 0 : 1;
		}
	}
	fputs("usage: completions bash|zsh|fish PROGRAM\n", stderr);
	return 2;
}
