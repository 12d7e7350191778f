/* SPDX-License-Identifier: MIT
 *
 * What is typed into a field: two bytes are a key, 0xff begins a paste up to
 * the next NUL. The field stays a text that ends, of whole characters, and the
 * cursor stays in it.
 */
#include <stdlib.h>
#include <string.h>

#include "line-edit.h"
#include "tests/fuzz/fuzz.h"
#include "text.h"

static void check(const struct line_edit *edit)
{
	size_t len = strnlen(edit->text, sizeof(edit->text));

	fuzz_must(len < sizeof(edit->text), "the text ends");
	fuzz_must(edit->cursor <= len, "the cursor is in the text");
	fuzz_must(text_is_valid_utf8(edit->text, len), "the text is UTF-8");
	fuzz_must(text_is_valid_utf8(edit->text, edit->cursor),
		"the cursor stands between characters");
}

static void draw(const struct line_edit *edit)
{
	struct canvas canvas;

	canvas_init(&canvas);
	canvas_resize(&canvas, 1, 20);
	line_edit_draw(edit, region_all(&canvas), 0, 2, 10, STYLE_TEXT, true);
	fuzz_must(canvas_at(&canvas, 0, 12)->bytes[0] == ' ' ||
			  canvas_at(&canvas, 0, 12)->bytes[0] == '\0',
		"nothing is drawn outside of it");
	canvas_clear(&canvas);
}

int fuzz_one(const uint8_t *data, size_t size)
{
	struct line_edit edit = {.text = ""};

	for (size_t at = 0; at + 1 < size;) {
		struct key key = {
			.code = (key_code)(data[at] << 8) | data[at + 1]};
		char *paste = NULL;

		if (data[at] == 0xff) {
			paste = fuzz_text(data + at + 1, size - at - 1);
			key.code = KEYS_PASTE;
			key.paste = paste;
			at += strlen(paste) + 2;
		} else {
			if (data[at] == 0xfe)
				key.code = KEYS_UP + data[at + 1] % 12;
			at += 2;
		}
		line_edit_key(&edit, &key);
		check(&edit);
		free(paste);
	}
	draw(&edit);
	return 0;
}
