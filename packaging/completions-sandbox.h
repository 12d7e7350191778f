/* SPDX-License-Identifier: MIT
 *
 * What completions.c needs of the sandbox's options, whose header cannot be
 * included beside the client's: both have a struct options.
 */
#ifndef COMPLETIONS_SANDBOX_H
#define COMPLETIONS_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

/* src/sandbox/options.h */
bool options_at(
	size_t index, const char **name, const char **value, const char **help);

#endif
