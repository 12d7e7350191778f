/* SPDX-License-Identifier: MIT
 *
 * The completion for fish, 3.0 and later: one line an option, with the
 * subcommands that take it as its condition.
 */
#include "packaging/completions.h"

/* fish knows \' and \\ in single quotes, and nothing else. */
static void quote(FILE *out, const char *text)
{
	fputc('\'', out);
	for (; *text; text++) {
		if (*text == '\'' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
	fputc('\'', out);
}

static void write_functions(const struct completions *all, FILE *out)
{
	fputs("# The names of [KIND NAME] in these files.\n"
	      "function __certdesk_sections\n"
	      "    set -l dir $XDG_CONFIG_HOME\n"
	      "    test -n \"$dir\"; or set dir ~/.config\n"
	      "    set -l kind $argv[1]\n"
	      "    set -e argv[1]\n"
	      "    for file in $argv\n"
	      "        sed -n \"s/^ *\\[ *$kind  *\\(.*\\)\\] *\\$/\\1/p\" "
	      "\\\n"
	      "            $dir/certdesk/$file 2>/dev/null\n"
	      "    end\n"
	      "end\n\n"
	      "# Whether the subcommand is one of these; '' is none.\n"
	      "function __certdesk_in\n"
	      "    set -l valued",
		out);
	completions_write_valued(all, out);
	fputs("\n"
	      "    set -l skip\n"
	      "    set -l command ''\n"
	      "    set -l words (commandline -opc)\n"
	      "    set -e words[1]\n"
	      "    for word in $words\n"
	      "        if set -q skip[1]\n"
	      "            set skip\n"
	      "        else if contains -- $word $valued\n"
	      "            set skip 1\n"
	      "        else if not string match -q -- '-*' $word\n"
	      "            set command $word\n"
	      "            break\n"
	      "        end\n"
	      "    end\n"
	      "    contains -- \"$command\" $argv\n"
	      "end\n\n",
		out);
}

static void write_value(const struct completions *all,
	const struct completions_option *option, FILE *out)
{
	switch (option->value) {
	case COMPLETIONS_FLAG:
		return;
	case COMPLETIONS_TEXT:
		fputs(" -x", out);
		return;
	case COMPLETIONS_WORDS:
	case COMPLETIONS_SECOND:
		fprintf(out, " -x -a '%s'", option->choices);
		return;
	case COMPLETIONS_FILE:
		fputs(" -r -F", out);
		return;
	case COMPLETIONS_DIRECTORY:
		fputs(" -x -a '(__fish_complete_directories)'", out);
		return;
	case COMPLETIONS_ACCOUNT:
		fputs(" -x -a '(__certdesk_sections account config)'", out);
		return;
	case COMPLETIONS_VIEW:
		fprintf(out,
			" -x -a '%s (__certdesk_sections view config views)'",
			all->views);
		return;
	}
}

static void
write_condition(const struct completions *all, size_t option, FILE *out)
{
	if (completions_is_common(all, option))
		return;
	fputs(" -n '__certdesk_in", out);
	for (size_t c = 0; c < all->command_count; c++)
		if (all->options[option].commands & (1u << c))
			fprintf(out, " %s", c == 0 ? "\"\"" : all->commands[c]);
	fputc('\'', out);
}

void completions_fish(const struct completions *all, FILE *out)
{
	fprintf(out, "# Completion of %s for fish.\n\n", all->program);
	if (all->command_count > 1)
		write_functions(all, out);
	fprintf(out, "complete -c %s -f\n", all->program);
	for (size_t c = 1; c < all->command_count; c++) {
		fprintf(out, "complete -c %s -n '__certdesk_in \"\"' -a %s -d ",
			all->program, all->commands[c]);
		quote(out, all->command_help[c]);
		fputc('\n', out);
	}
	for (size_t i = 0; i < all->option_count; i++) {
		fprintf(out, "complete -c %s", all->program);
		write_condition(all, i, out);
		fprintf(out, " -l %s", all->options[i].name);
		write_value(all, &all->options[i], out);
		fputs(" -d ", out);
		quote(out, all->options[i].help);
		fputc('\n', out);
	}
}
