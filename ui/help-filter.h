/* SPDX-License-Identifier: MIT
 *
 * What the help and the list of keys are filtered by: words that all have to
 * be there, in any of the texts of a command; a single character is a key,
 * or a word by itself.
 */
#ifndef HELP_FILTER_H
#define HELP_FILTER_H

#include <stdbool.h>
#include <stddef.h>

/* `keys` are those of the command, by blanks; texts[0..count) all else that
 * tells of it. */
bool help_filter_finds(const char *filter, const char *keys,
	const char *const *texts, size_t count);

#endif
