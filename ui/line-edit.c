/* SPDX-License-Identifier: MIT
 *
 * A one-line field. Steps and columns come from text_next, so that the cursor
 * moves by what is seen; editing keys are one table.
 */
#include "line-edit.h"

#include <string.h>

void line_edit_set(struct line_edit *edit, const char *text)
{
	text_clean_to(edit->text, sizeof(edit->text), text);
	edit->cursor = strlen(edit->text);
}

/* Where the place behind / before byte `at` begins. */
static size_t next_place(const struct line_edit *edit, size_t at)
{
	struct text_cell cell;

	return at + text_next(edit->text + at, strlen(edit->text) - at, &cell);
}

static size_t previous_place(const struct line_edit *edit, size_t at)
{
	size_t before = 0, next;

	while (before < at && (next = next_place(edit, before)) < at)
		before = next;
	return before;
}

static void delete_to(struct line_edit *edit, size_t from, size_t to)
{
	memmove(edit->text + from, edit->text + to,
		strlen(edit->text + to) + 1);
	edit->cursor = from;
}

/* All of it or, if there is no room, nothing. */
static void insert(struct line_edit *edit, const char *text)
{
	size_t len = strlen(text), old = strlen(edit->text);

	if (old + len >= sizeof(edit->text))
		return;
	memmove(edit->text + edit->cursor + len, edit->text + edit->cursor,
		old - edit->cursor + 1);
	memcpy(edit->text + edit->cursor, text, len);
	edit->cursor += len;
}

static void insert_paste(struct line_edit *edit, const char *text)
{
	char clean[LINE_EDIT_MAX];

	text_clean_to(clean, sizeof(clean), text);
	insert(edit, clean);
}

static void left(struct line_edit *edit)
{
	edit->cursor = previous_place(edit, edit->cursor);
}

static void right(struct line_edit *edit)
{
	edit->cursor = next_place(edit, edit->cursor);
}

static void home(struct line_edit *edit)
{
	edit->cursor = 0;
}

static void end(struct line_edit *edit)
{
	edit->cursor = strlen(edit->text);
}

static void backspace(struct line_edit *edit)
{
	delete_to(edit, previous_place(edit, edit->cursor), edit->cursor);
}

static void delete (struct line_edit *edit)
{
	delete_to(edit, edit->cursor, next_place(edit, edit->cursor));
}

static void delete_before(struct line_edit *edit)
{
	delete_to(edit, 0, edit->cursor);
}

static void delete_behind(struct line_edit *edit)
{
	edit->text[edit->cursor] = '\0';
}

static void delete_word(struct line_edit *edit)
{
	size_t from = edit->cursor;

	while (from > 0 && edit->text[from - 1] == ' ')
		from--;
	while (from > 0 && edit->text[from - 1] != ' ')
		from--;
	delete_to(edit, from, edit->cursor);
}

/* Letters, digits and all that is not ASCII, so that no character is cut. */
static bool in_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (c & 0x80) != 0;
}

static size_t word_end(const struct line_edit *edit)
{
	size_t at = edit->cursor;

	while (edit->text[at] != '\0' && !in_word(edit->text[at]))
		at++;
	while (in_word(edit->text[at]))
		at++;
	return at;
}

static void word_left(struct line_edit *edit)
{
	while (edit->cursor > 0 && !in_word(edit->text[edit->cursor - 1]))
		edit->cursor--;
	while (edit->cursor > 0 && in_word(edit->text[edit->cursor - 1]))
		edit->cursor--;
}

static void word_right(struct line_edit *edit)
{
	edit->cursor = word_end(edit);
}

static void delete_word_behind(struct line_edit *edit)
{
	delete_to(edit, edit->cursor, word_end(edit));
}

static const struct editing_key {
	key_code code;
	void (*run)(struct line_edit *edit);
} editing_keys[] = {
	{KEYS_LEFT, left},
	{KEYS_CTRL('B'), left},
	{KEYS_RIGHT, right},
	{KEYS_CTRL('F'), right},
	{KEYS_HOME, home},
	{KEYS_CTRL('A'), home},
	{KEYS_END, end},
	{KEYS_CTRL('E'), end},
	{KEYS_BACKSPACE, backspace},
	{KEYS_CTRL('H'), backspace},
	{KEYS_DELETE, delete},
	{KEYS_CTRL('D'), delete},
	{KEYS_CTRL('U'), delete_before},
	{KEYS_CTRL('K'), delete_behind},
	{KEYS_CTRL('W'), delete_word},
	{KEYS_ALT_OF('b'), word_left},
	{KEYS_ALT_OF('f'), word_right},
	{KEYS_ALT_OF('d'), delete_word_behind},
};

static const struct editing_key *editing_key(key_code code)
{
	for (size_t i = 0; i < ARRAY_LEN(editing_keys); i++) {
		if (editing_keys[i].code == code)
			return &editing_keys[i];
	}
	return NULL;
}

bool line_edit_knows(key_code code)
{
	return editing_key(code) != NULL;
}

bool line_edit_key(struct line_edit *edit, const struct key *key)
{
	const struct editing_key *editing = editing_key(key->code);
	char character[8];

	if (key->code == KEYS_PASTE) {
		insert_paste(edit, key->paste);
		return true;
	}
	if (editing != NULL) {
		editing->run(edit);
		return true;
	}
	if (!key_is_text(key->code))
		return false;
	insert(edit, key_character(key->code, character, sizeof(character)));
	return true;
}

/* Columns of text[from..to). */
static int columns(const struct line_edit *edit, size_t from, size_t to)
{
	struct text_cell cell;
	int cols = 0;

	while (from < to) {
		from += text_next(
			edit->text + from, strlen(edit->text) - from, &cell);
		cols += cell.width;
	}
	return cols;
}

void line_edit_draw(const struct line_edit *edit, struct region region, int row,
	int col, int width, enum style style, bool focused)
{
	struct region field = region_part(region, row, col, 1, width);
	size_t from = 0;

	/* One column stays for the cursor behind the end. */
	while (from < edit->cursor &&
		columns(edit, from, edit->cursor) >= width)
		from = next_place(edit, from);
	region_blank(field);
	region_text(field, 0, 0, style, edit->text + from);
	region_restyle(field, 0, 0, field.cols, style);
	if (focused)
		region_cursor(field, 0, columns(edit, from, edit->cursor));
}
