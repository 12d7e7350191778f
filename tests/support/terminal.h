/* SPDX-License-Identifier: MIT
 *
 * A part of the program that talks to its terminal, run in a child process
 * with a terminal of its own, and somebody who types.
 */
#ifndef TERMINAL_H
#define TERMINAL_H

#define TERMINAL_SHOWN 256

struct terminal_run {
	/* In the child; its result. It shows a line end, by which its end is
	 * seen. */
	int (*code)(void *data);
	void *data;
	const char *asks;  /* typed is typed once this was shown */
	const char *typed; /* to the end of a line, or a signal's character */
};

/* The result of code; what was shown up to the end of a line behind `typed`
 * into `shown` (TERMINAL_SHOWN bytes). */
int terminal_run(const struct terminal_run *run, char *shown);

#endif
