/* SPDX-License-Identifier: MIT
 *
 * The completion for bash, 3.2 and later, without the bash-completion package.
 * bash splits words at '=', so "--format=json" is three words.
 */
#include "packaging/completions.h"

#include <string.h>

static void write_offer(const struct completions *all, FILE *out)
{
	fprintf(out,
		"# The lines of stdin that go on from the word are offered.\n"
		"_%s_offer() {\n"
		"\tlocal line\n"
		"\twhile IFS= read -r line; do\n"
		"\t\t[[ $line != \"$cur\"* ]] ||\n"
		"\t\t\tCOMPREPLY+=(\"$prefix$(printf %%q \"$line\")\")\n"
		"\tdone\n"
		"}\n\n",
		all->function);
}

/* What stands before the word: the subcommand, an option without its value. */
static void write_scan(const struct completions *all, FILE *out)
{
	fputs("\tlocal cur=${COMP_WORDS[COMP_CWORD]} option='' command='' "
	      "prefix='' word i\n"
	      "\tlocal valued='",
		out);
	completions_write_valued(all, out);
	fputs("'\n"
	      "\tCOMPREPLY=()\n"
	      "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
	      "\t\tword=${COMP_WORDS[i]}\n"
	      "\t\tcase $option in\n"
	      "\t\t'') ;;\n",
		out);
	for (size_t i = 0; i < all->option_count; i++)
		if (all->options[i].value == COMPLETIONS_SECOND)
			fprintf(out,
				"\t\t--%s)\n"
				"\t\t\t[[ $word == = ]] || option+=' second'\n"
				"\t\t\tcontinue\n"
				"\t\t\t;;\n",
				all->options[i].name);
	fputs("\t\t*)\n"
	      "\t\t\t[[ $word == = ]] || option=''\n"
	      "\t\t\tcontinue\n"
	      "\t\t\t;;\n"
	      "\t\tesac\n"
	      "\t\tif [[ $valued == *\" $word \"* ]]; then\n"
	      "\t\t\toption=$word\n"
	      "\t\telif [[ $word != -* && -z $command ]]; then\n"
	      "\t\t\tcommand=$word\n"
	      "\t\tfi\n"
	      "\tdone\n"
	      "\tif [[ $cur == = && -n $option ]]; then\n"
	      "\t\tcur=''\n"
	      "\telif [[ $cur == --*=* ]]; then\n"
	      "\t\toption=${cur%%=*} prefix=${cur%%=*}= cur=${cur#*=}\n"
	      "\tfi\n",
		out);
}

static void write_value(const struct completions *all,
	const struct completions_option *option, FILE *out)
{
	const char *f = all->function;

	switch (option->value) {
	case COMPLETIONS_FLAG:
	case COMPLETIONS_TEXT:
		return;
	case COMPLETIONS_WORDS:
	case COMPLETIONS_SECOND:
		fprintf(out,
			"\t'--%s%s') _%s_offer < <(printf '%%s\\n' %s) ;;\n",
			option->name,
			option->value == COMPLETIONS_SECOND ? " second" : "", f,
			option->choices);
		return;
	case COMPLETIONS_FILE:
	case COMPLETIONS_DIRECTORY:
		fprintf(out,
			"\t--%s)\n"
			"\t\tcompopt -o filenames 2>/dev/null\n"
			"\t\twhile IFS= read -r word; do\n"
			"\t\t\tCOMPREPLY+=(\"$prefix$word\")\n"
			"\t\tdone < <(compgen -%c -- \"$cur\")\n"
			"\t\t;;\n",
			option->name,
			option->value == COMPLETIONS_FILE ? 'f' : 'd');
		return;
	case COMPLETIONS_ACCOUNT:
		fprintf(out,
			"\t--%s) _%s_offer < <(_%s_sections account config) "
			";;\n",
			option->name, f, f);
		return;
	case COMPLETIONS_VIEW:
		fprintf(out,
			"\t--%s)\n"
			"\t\t_%s_offer < <(printf '%%s\\n' %s\n"
			"\t\t\t_%s_sections view config views)\n"
			"\t\t;;\n",
			option->name, f, all->views, f);
		return;
	}
}

/* An option or a subcommand. */
static void write_words(const struct completions *all, FILE *out)
{
	fprintf(out,
		"\t'')\n"
		"\t\tif [[ $cur != -* ]]; then\n"
		"\t\t\t[[ -n $command ]] || _%s_offer < <(printf '%%s' '",
		all->function);
	for (size_t c = 1; c < all->command_count; c++)
		fprintf(out, "%s\n", all->commands[c]);
	fputs("')\n"
	      "\t\t\treturn\n"
	      "\t\tfi\n"
	      "\t\tcase $command in\n",
		out);
	for (size_t c = 0; c < all->command_count; c++) {
		fprintf(out, "\t\t%s) word='",
			c == 0 ? "''" : all->commands[c]);
		for (size_t i = 0; i < all->option_count; i++)
			if (all->options[i].commands & (1u << c))
				fprintf(out, "--%s\\n", all->options[i].name);
		fputs("' ;;\n", out);
	}
	fprintf(out,
		"\t\t*) word='--help\\n' ;;\n"
		"\t\tesac\n"
		"\t\t_%s_offer < <(printf '%%b' \"$word\")\n"
		"\t\t;;\n",
		all->function);
}

void completions_bash(const struct completions *all, FILE *out)
{
	fprintf(out, "# Completion of %s for bash.\n\n", all->program);
	if (*all->views)
		completions_write_sections(all, out);
	write_offer(all, out);
	fprintf(out, "_%s() {\n", all->function);
	write_scan(all, out);
	fputs("\tcase $option in\n", out);
	for (size_t i = 0; i < all->option_count; i++)
		write_value(all, &all->options[i], out);
	write_words(all, out);
	fprintf(out, "\tesac\n}\ncomplete -F _%s %s\n", all->function,
		all->program);
}
