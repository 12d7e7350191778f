/* SPDX-License-Identifier: MIT
 *
 * Control sequences from the keyboard: they end, and what they give is a key.
 */
#include "screen-curses-sequence.h"
#include "tests/fuzz/fuzz.h"

static void check_key(const struct key *key)
{
	fuzz_must(key->code != 0 && key->code <= KEYS_F12, "a key");
	fuzz_must(key->row >= 0 && key->col >= 0, "a place");
}

int fuzz_one(const uint8_t *data, size_t size)
{
	enum screen_curses_sequence_result result = SCREEN_CURSES_SEQUENCE_MORE;
	struct screen_curses_sequence sequence;
	size_t taken = 0;

	screen_curses_sequence_begin(
		&sequence, size > 0 && data[0] == 'O' ? 'O' : '[');
	for (size_t i = 0; i < size; i++) {
		struct key key = {0};

		result = screen_curses_sequence_take(&sequence, data[i], &key);
		taken++;
		if (result == SCREEN_CURSES_SEQUENCE_KEY)
			check_key(&key);
		if (result != SCREEN_CURSES_SEQUENCE_MORE) {
			screen_curses_sequence_begin(&sequence, '[');
			taken = 0;
		}
		fuzz_must(taken < 40, "it ends");
	}
	return 0;
}
