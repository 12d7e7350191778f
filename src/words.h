/* SPDX-License-Identifier: MIT
 *
 * A command line from the configuration, split into words as a shell would:
 * blanks, '...', "..." and backslashes. Nothing is expanded and no shell ever
 * runs, so a '$', ';' or '*' is just a character.
 */
#ifndef WORDS_H
#define WORDS_H

#include "error.h"

/* The words with a NULL behind; at least one. NULL and ERROR_CONFIG when a
 * quote is not closed, a backslash stands at the end or there is no word. The
 * message does not hold the text. */
char **words_split(const char *text, struct error *error);
void words_free(char **words); /* NULL is allowed */

#endif
