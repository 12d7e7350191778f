/* SPDX-License-Identifier: MIT
 *
 * Names of keys: a name that is known is written in one way, which gives the
 * same key.
 */
#include <stdlib.h>
#include <string.h>

#include "key.h"
#include "tests/fuzz/fuzz.h"

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
	free(name);
	return 0;
}
