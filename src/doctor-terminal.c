/* SPDX-License-Identifier: MIT
 *
 * The judges of what the screens need. Without a terminal the subcommands work
 * all the same, so that is no problem.
 */
#include "doctor-terminal.h"

#include <string.h>

#define AREA DOCTOR_TERMINAL

/* product.md 2: all works in the first, nothing is shown below the second. */
#define FULL_COLUMNS  80
#define FULL_ROWS     24
#define LEAST_COLUMNS 40
#define LEAST_ROWS    10

/* False: there is no description of it that could be judged. */
static bool
judge_name(struct doctor *doctor, const struct doctor_terminal *terminal)
{
	if (terminal->name == NULL || *terminal->name == '\0' ||
		strcmp(terminal->name, "dumb") == 0)
		doctor_problem(doctor, AREA, ERROR_USAGE,
			"Set TERM to what your terminal is, most often "
			"xterm-256color (in tmux: tmux-256color); certdesk "
			"--linear and the subcommands work without.",
			"TERM is %s: the screens cannot be shown.",
			terminal->name == NULL || *terminal->name == '\0'
				? "not set"
				: terminal->name);
	else if (!terminal->known && terminal->instead == NULL)
		doctor_problem(doctor, AREA, ERROR_USAGE,
			"Install the descriptions (Debian: ncurses-term), or "
			"set TERM to one that is there.",
			"There is no description of the terminal %s here.",
			terminal->name);
	else if (!terminal->known)
		doctor_warn(doctor, AREA,
			"Install the descriptions (Debian: ncurses-term), or "
			"set TERM to one that is there.",
			"There is no description of the terminal %s here; %s "
			"is used.",
			terminal->name, terminal->instead);
	else
		return true;
	return terminal->instead != NULL;
}

static void
judge_size(struct doctor *doctor, const struct doctor_terminal *terminal)
{
	if (terminal->width <= 0 || terminal->height <= 0)
		doctor_warn(doctor, AREA,
			"Run stty cols 80 rows 24, or set COLUMNS and LINES.",
			"The terminal does not tell its size.");
	else if (terminal->width < LEAST_COLUMNS ||
		 terminal->height < LEAST_ROWS)
		doctor_warn(doctor, AREA, "Make the window larger.",
			"The terminal has %dx%d: below %dx%d nothing is shown.",
			terminal->width, terminal->height, LEAST_COLUMNS,
			LEAST_ROWS);
	else if (terminal->width < FULL_COLUMNS || terminal->height < FULL_ROWS)
		doctor_note(doctor, AREA,
			"The terminal has %dx%d; some of the screens want "
			"%dx%d.",
			terminal->width, terminal->height, FULL_COLUMNS,
			FULL_ROWS);
}

static void
judge_abilities(struct doctor *doctor, const struct doctor_terminal *terminal)
{
	if (!terminal->can_place) {
		doctor_problem(doctor, AREA, ERROR_USAGE,
			"Set TERM to what your terminal is; certdesk --linear "
			"and the subcommands work without.",
			"The terminal %s cannot place text.", terminal->name);
		return;
	}
	if (!terminal->has_alternate)
		doctor_note(doctor, AREA,
			"%s has no alternate screen: what was there before is "
			"overwritten, and a paste comes as keys.",
			terminal->name);
	if (terminal->colors < 8)
		doctor_note(doctor, AREA,
			"%s has %d colours; all that colours tell stands in "
			"words, too.",
			terminal->name, terminal->colors);
	judge_size(doctor, terminal);
	doctor_ok(doctor, AREA, "%s, %dx%d, %d colours%s%s.", terminal->name,
		terminal->width, terminal->height, terminal->colors,
		terminal->has_alternate ? ", alternate screen" : "",
		terminal->in_tmux     ? ", in tmux"
		: terminal->in_screen ? ", in screen"
				      : "");
}

void doctor_terminal_judge(
	struct doctor *doctor, const struct doctor_terminal *terminal)
{
	if (!terminal->is_terminal) {
		doctor_note(doctor, AREA,
			"Input or output is no terminal: the screens were not "
			"looked at.");
		return;
	}
	if (judge_name(doctor, terminal))
		judge_abilities(doctor, terminal);
}

void doctor_terminal_judge_locale(
	struct doctor *doctor, const struct doctor_locale *locale)
{
	static const char advice[] =
		"Set LC_ALL or LANG to a UTF-8 locale that is there (locale -a "
		"lists them; C.UTF-8 is nearly everywhere).";

	if (!locale->accepted)
		doctor_warn(doctor, DOCTOR_LOCALE, advice,
			"The locale %s is not installed here; the C locale is "
			"used.",
			locale->wanted != NULL ? locale->wanted : "(none)");
	if (strcmp(locale->charset, "UTF-8") != 0)
		doctor_warn(doctor, DOCTOR_LOCALE, advice,
			"The locale's characters are %s: names in other "
			"scripts are shown as marks.",
			locale->charset);
	else if (locale->accepted)
		doctor_ok(doctor, DOCTOR_LOCALE, "%s, UTF-8.",
			locale->wanted != NULL ? locale->wanted : "C");
}
