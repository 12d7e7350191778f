/* SPDX-License-Identifier: MIT
 *
 * The completion for zsh: a file that is autoloaded. Which options are offered
 * depends on the subcommand among the words before, so that is found first.
 */
#include "packaging/completions.h"

static void write_action(const struct completions *all,
	const struct completions_option *option, FILE *out)
{
	switch (option->value) {
	case COMPLETIONS_FLAG:
		return;
	case COMPLETIONS_TEXT:
		fputs(": ", out);
		return;
	case COMPLETIONS_WORDS:
		fprintf(out, ":(%s)", option->choices);
		return;
	case COMPLETIONS_SECOND:
		fprintf(out, ": :outcome:(%s)", option->choices);
		return;
	case COMPLETIONS_FILE:
		fputs(":_files", out);
		return;
	case COMPLETIONS_DIRECTORY:
		fputs(":_files -/", out);
		return;
	case COMPLETIONS_ACCOUNT:
		fprintf(out, ":_%s_accounts", all->function);
		return;
	case COMPLETIONS_VIEW:
		fprintf(out, ":_%s_views", all->function);
		return;
	}
}

static void write_spec(const struct completions *all,
	const struct completions_option *option, FILE *out)
{
	bool flag = option->value == COMPLETIONS_FLAG;

	fprintf(out, "\t\t%s'--%s%s['", option->repeats ? "'*'" : "",
		option->name, flag ? "" : "=");
	completions_quote(out, option->help, "[]\\");
	fprintf(out, "']%s%s", flag ? "" : ":", flag ? "" : option->name);
	write_action(all, option, out);
	fputs("'\n", out);
}

static void write_sections(const struct completions *all, FILE *out)
{
	completions_write_sections(all, out);
	fprintf(out,
		"_%s_accounts() {\n"
		"\tlocal -a names\n"
		"\tnames=(${(f)\"$(_%s_sections account config)\"})\n"
		"\t_wanted accounts expl account compadd -a names\n"
		"}\n\n"
		"_%s_views() {\n"
		"\tlocal -a names\n"
		"\tnames=(%s ${(f)\"$(_%s_sections view config views)\"})\n"
		"\t_wanted views expl view compadd -a names\n"
		"}\n\n",
		all->function, all->function, all->function, all->views,
		all->function);
}

static void write_commands(const struct completions *all, FILE *out)
{
	fprintf(out, "_%s_words() {\n\tlocal -a commands\n", all->function);
	if (all->command_count == 1) {
		fputs("\t_message 'no more words'\n}\n\n", out);
		return;
	}
	fputs("\tif [[ -n $command ]]; then\n"
	      "\t\t_message 'order number'\n"
	      "\t\treturn\n"
	      "\tfi\n"
	      "\tcommands=(\n",
		out);
	for (size_t c = 1; c < all->command_count; c++) {
		fprintf(out, "\t\t'%s:'", all->commands[c]);
		completions_quote(out, all->command_help[c], ":\\");
		fputc('\n', out);
	}
	fputs("\t)\n\t_describe -t commands command commands\n}\n\n", out);
}

/* The first word that is neither an option nor the value of one. */
static void write_scan(const struct completions *all, FILE *out)
{
	fputs("\tlocal command='' skip='' word expl valued='", out);
	completions_write_valued(all, out);
	fputs("'\n"
	      "\tlocal -a specs\n"
	      "\tfor word in \"${(@)words[2,CURRENT-1]}\"; do\n"
	      "\t\tif [[ -n $skip ]]; then\n"
	      "\t\t\tskip=''\n"
	      "\t\telif [[ $valued == *\" $word \"* ]]; then\n"
	      "\t\t\tskip=1\n"
	      "\t\telif [[ $word != -* ]]; then\n"
	      "\t\t\tcommand=$word\n"
	      "\t\t\tbreak\n"
	      "\t\tfi\n"
	      "\tdone\n",
		out);
}

void completions_zsh(const struct completions *all, FILE *out)
{
	fprintf(out, "#compdef %s\n# Completion of %s for zsh.\n\n",
		all->program, all->program);
	if (*all->views)
		write_sections(all, out);
	write_commands(all, out);
	fprintf(out, "_%s() {\n", all->function);
	write_scan(all, out);
	fputs("\tspecs=(\n", out);
	for (size_t i = 0; i < all->option_count; i++)
		if (completions_is_common(all, i))
			write_spec(all, &all->options[i], out);
	fputs("\t)\n", out);
	for (size_t c = 0; c < all->command_count; c++) {
		fprintf(out, "\t[[ $command == '%s' ]] && specs+=(\n",
			all->commands[c]);
		for (size_t i = 0; i < all->option_count; i++)
			if ((all->options[i].commands & (1u << c)) != 0 &&
				!completions_is_common(all, i))
				write_spec(all, &all->options[i], out);
		fputs("\t)\n", out);
	}
	fprintf(out,
		"\t_arguments -S \"${specs[@]}\" '*: :_%s_words'\n"
		"}\n\n"
		"_%s \"$@\"\n",
		all->function, all->function);
}
