/* SPDX-License-Identifier: MIT
 *
 * A word that is the name of one key is that key, so "end" is End; to write
 * those three letters the first one stands in brackets.
 */
#include "key-sequence.h"

#include <string.h>

#include "text.h"

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* "<Enter>" at the beginning of the text: its length, or 0 if it is none. The
 * name itself may end in the bracket: "<Alt->>". */
static size_t read_bracket(const char *text, key_code *code)
{
	char name[16];
	const char *end = text + 1;

	if (text[0] != '<' || text[1] == '\0')
		return 0;
	while ((end = strchr(end + 1, '>')) != NULL &&
		(size_t)(end - text) <= sizeof(name)) {
		text_format(name, sizeof(name), "%.*s", (int)(end - text - 1),
			text + 1);
		if (key_from_name(name, code))
			return (size_t)(end - text) + 1;
	}
	return 0;
}

/* One character; its length, or 0. */
static size_t read_character(const char *text, key_code *code)
{
	char character[8];
	int32_t ignored;
	size_t len = text_decode(text, strlen(text), &ignored);

	text_format(character, sizeof(character), "%.*s", (int)len, text);
	return *text != ' ' && key_from_name(character, code) ? len : 0;
}

bool key_sequence_read(struct key_sequence *out, const char *word)
{
	struct key_sequence sequence = {.count = 1};
	size_t len;

	if (key_from_name(word, &sequence.keys[0])) {
		*out = sequence;
		return true;
	}
	for (sequence.count = 0; *word != '\0'; word += len) {
		key_code *key = &sequence.keys[sequence.count];

		if (sequence.count++ == KEY_SEQUENCE_MAX)
			return false;
		len = read_bracket(word, key);
		if (len == 0)
			len = read_character(word, key);
		if (len == 0)
			return false;
	}
	if (sequence.count == 0)
		return false;
	*out = sequence;
	return true;
}

static void write_keys(const struct key_sequence *sequence, bool brackets,
	char *out, size_t size)
{
	char name[16];
	size_t used = 0;

	text_format(out, size, "%s", "");
	for (size_t i = 0; i < sequence->count; i++) {
		key_code key = sequence->keys[i];
		bool bare = !brackets && key_is_text(key) && key != ' ';

		text_format(out + used, size - used, bare ? "%s" : "<%s>",
			key_to_name(key, name, sizeof(name)));
		used += strlen(out + used);
	}
}

char *
key_sequence_write(const struct key_sequence *sequence, char *out, size_t size)
{
	struct key_sequence again = {.count = 0};

	if (sequence->count == 1)
		return key_to_name(sequence->keys[0], out, size);
	write_keys(sequence, false, out, size);
	/* Characters that happen to spell a name. */
	if (!key_sequence_read(&again, out) ||
		!key_sequence_equal(&again, sequence))
		write_keys(sequence, true, out, size);
	return out;
}

bool key_sequence_meet(
	const struct key_sequence *a, const struct key_sequence *b)
{
	return memcmp(a->keys, b->keys,
		       smaller(a->count, b->count) * sizeof(a->keys[0])) == 0;
}

bool key_sequence_equal(
	const struct key_sequence *a, const struct key_sequence *b)
{
	return a->count == b->count && key_sequence_meet(a, b);
}
