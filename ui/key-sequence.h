/* SPDX-License-Identifier: MIT
 *
 * The keys that make a command, one after the other, and how people write
 * them: one key by its name ("Ctrl-R"), characters in a row ("yy"), names of
 * keys among them in angle brackets ("<Ctrl-X>k", "g<Enter>").
 */
#ifndef KEY_SEQUENCE_H
#define KEY_SEQUENCE_H

#include <stdbool.h>
#include <stddef.h>

#include "key.h"

#define KEY_SEQUENCE_MAX  4
#define KEY_SEQUENCE_TEXT (KEY_SEQUENCE_MAX * 20) /* bytes it is written in */

struct key_sequence {
	key_code keys[KEY_SEQUENCE_MAX];
	size_t count;
};

/* False: the word is none, and *out is not touched. */
bool key_sequence_read(struct key_sequence *out, const char *word);
/* As key_sequence_read takes it; returns out. */
char *
key_sequence_write(const struct key_sequence *sequence, char *out, size_t size);
bool key_sequence_equal(
	const struct key_sequence *a, const struct key_sequence *b);
/* Both begin with the same keys as far as the shorter one goes. */
bool key_sequence_meet(
	const struct key_sequence *a, const struct key_sequence *b);

#endif
