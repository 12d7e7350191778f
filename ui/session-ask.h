/* SPDX-License-Identifier: MIT
 *
 * Questions in plain lines on the terminal, before the screens: they work with
 * every terminal, over every line, and with a screen reader. Standard input
 * and output are a terminal. Each returns false when the person leaves (Ctrl-C,
 * Ctrl-D, the terminal is gone), and asks again while an answer will not do.
 */
#ifndef SESSION_ASK_H
#define SESSION_ASK_H

#include <stdbool.h>
#include <stddef.h>

#include "attr.h"
#include "error.h"

/* A line without the blanks around it; "" if nothing was typed. */
MUST_CHECK bool session_ask_line(const char *prompt, char *out, size_t size);

/* The same until `check` is content, which may be NULL; *error says why not.
 * What is typed may be empty if there is no check. */
MUST_CHECK bool session_ask_text(const char *prompt, char *out, size_t size,
	bool (*check)(const char *text, struct error *error));

/* One of several; the first one is 0. `standard` is for an empty answer; -1:
 * there has to be one. */
MUST_CHECK bool session_ask_choice(
	const char *const *choices, size_t count, int standard, size_t *out);

MUST_CHECK bool session_ask_yes(const char *question, bool standard, bool *out);

/* Why an answer will not do. */
void session_ask_complain(const struct error *error);

#endif
