/* SPDX-License-Identifier: MIT
 *
 * The terminal and the locale, judged. screen-curses-look asks the terminal's
 * description.
 */
#ifndef DOCTOR_TERMINAL_H
#define DOCTOR_TERMINAL_H

#include <stdbool.h>

#include "doctor.h"

struct doctor_terminal {
	bool is_terminal;    /* both input and output are one */
	const char *name;    /* TERM; NULL: not set */
	bool known;	     /* there is a description */
	const char *instead; /* the one that would be used; NULL: none */
	bool can_place, has_alternate;
	int colors;	   /* 0: none */
	int width, height; /* 0: not told */
	bool in_tmux, in_screen;
};

struct doctor_locale {
	const char *wanted;  /* "LC_ALL=xx_YY"; NULL: none is set */
	bool accepted;	     /* the system has it */
	const char *charset; /* "UTF-8" */
};

void doctor_terminal_judge(
	struct doctor *doctor, const struct doctor_terminal *terminal);
void doctor_terminal_judge_locale(
	struct doctor *doctor, const struct doctor_locale *locale);

#endif
