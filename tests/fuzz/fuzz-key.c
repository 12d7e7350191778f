/* SPDX-License-Identifier: MIT
 *
 * Names of keys, and sequences of them: what is known is written in one way,
 * which gives the same keys.
 */
#include <stdlib.h>
#include <string.h>

#include "key-sequence.h"
#include "tests/fuzz/fuzz.h"

static void check_sequence(const char *word)
{
	struct key_sequence sequence, again;
	char written[KEY_SEQUENCE_TEXT];

	key_nearest(word);
	if (!key_sequence_read(&sequence, word))
		return;
	key_sequence_write(&sequence, written, sizeof(written));
	fuzz_must(key_sequence_read(&again, written), "its word is one");
	fuzz_must(key_sequence_equal(&sequence, &again),
		"its word is that of the same keys");
}

int fuzz_one(const uint8_t *data, size_t size)
{
	char *name = fuzz_text(data, size);
	char written[16], character[16];
	key_code code = 0, again = 0;

	if (key_from_name(name, &code)) {
		key_to_name(code, written, sizeof(written));
		fuzz_must(key_from_name(written, &again), "its name is one");
		fuzz_must(code == again, "its name is that of the same key");
		if (key_is_text(code))
			key_character(code, character, sizeof(character));
	}
	check_sequence(name);
	free(name);
	return 0;
}
