/* SPDX-License-Identifier: MIT
 *
 * The text gate: no control byte comes out, what came out goes through
 * unchanged, and the ways through it agree.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "text.h"

#define MOST ((size_t)1024 * 1024)

static void check_escape(const char *text)
{
	struct buf out;

	buf_init(&out, 16 * MOST);
	text_escape(&out, text);
	fuzz_must(text_is_plain_ascii(buf_text(&out)),
		"an escaped address is printable ASCII");
	buf_clear(&out);
}

static void check_clean(const char *text)
{
	struct buf once, twice;
	char small[64];

	buf_init(&once, 16 * MOST);
	buf_init(&twice, 16 * MOST);
	text_clean(&once, text);
	fuzz_must_be_clean(buf_text(&once), "nothing forbidden comes out");
	text_clean(&twice, buf_text(&once));
	fuzz_must(strcmp(buf_text(&once), buf_text(&twice)) == 0,
		"what came out goes through unchanged");
	fuzz_must(text_width(text) == text_width(buf_text(&once)),
		"it has the width that was told");
	text_clean_to(small, sizeof(small), text);
	fuzz_must(strncmp(small, buf_text(&once), strlen(small)) == 0,
		"what is cut is the beginning of the whole");
	buf_clear(&once);
	buf_clear(&twice);
}

int fuzz_one(const uint8_t *data, size_t size)
{
	char *text;

	if (size > MOST)
		return 0;
	text = fuzz_text(data, size);
	check_clean(text);
	check_escape(text);
	text_set_utf8(false);
	check_clean(text);
	text_set_utf8(true);
	text_contains(text, "example");
	free(text);
	return 0;
}
