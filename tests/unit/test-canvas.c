/* SPDX-License-Identifier: MIT
 *
 * Cells and drawing: clipping, wide characters, fields, wrapping, boxes, and
 * that nothing of a text reaches a cell as a control character.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "canvas.h"

static struct canvas canvas;

static int open_canvas(void **state)
{
	(void)state;
	text_set_utf8(true);
	canvas_init(&canvas);
	canvas_resize(&canvas, 6, 12);
	return 0;
}

static int close_canvas(void **state)
{
	(void)state;
	text_set_utf8(true);
	canvas_clear(&canvas);
	return 0;
}

/* A row as text, with '|' behind it so that blanks at the end count. */
static const char *row_text(int row)
{
	static char text[1024];
	size_t len = 0;

	for (int col = 0; col < canvas.cols; col++) {
		const char *bytes = canvas_at(&canvas, row, col)->bytes;

		memcpy(text + len, bytes, strlen(bytes));
		len += strlen(bytes);
	}
	memcpy(text + len, "|", 2);
	return text;
}

static void text_is_clipped(void **state)
{
	struct region all = region_all(&canvas);
	struct region part = region_part(all, 1, 2, 2, 5);

	(void)state;
	assert_int_equal(region_text(part, 0, 1, STYLE_TEXT, "abcdefghij"), 5);
	assert_string_equal(row_text(1), "   abcd     |");
	assert_int_equal(region_text(part, 1, -2, STYLE_TEXT, "xyz"), 1);
	assert_string_equal(row_text(2), "  z         |");
	region_text(part, 2, 0, STYLE_TEXT, "below");
	region_text(part, -1, 0, STYLE_TEXT, "above");
	assert_string_equal(row_text(0), "            |");
	assert_string_equal(row_text(3), "            |");
	assert_int_equal(region_text(part, 0, 3, STYLE_TEXT, NULL), 3);
}

static void parts_stay_inside(void **state)
{
	static const struct {
		int row, col, rows, cols;
		struct region want;
	} cases[] = {
		{0, 0, 6, 12, {NULL, 0, 0, 6, 12}},
		{2, 3, 9, 99, {NULL, 2, 3, 4, 9}},
		{-1, -2, 3, 4, {NULL, 0, 0, 2, 2}},
		{7, 20, 1, 1, {NULL, 6, 12, 0, 0}},
		{1, 1, -3, -1, {NULL, 1, 1, 0, 0}},
		{-5, 0, 3, 3, {NULL, 0, 0, 0, 3}},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct region got =
			region_part(region_all(&canvas), cases[i].row,
				cases[i].col, cases[i].rows, cases[i].cols);

		assert_int_equal(got.row, cases[i].want.row);
		assert_int_equal(got.col, cases[i].want.col);
		assert_int_equal(got.rows, cases[i].want.rows);
		assert_int_equal(got.cols, cases[i].want.cols);
	}
}

static void wide_characters_keep_both_halves(void **state)
{
	struct region all = region_all(&canvas);

	(void)state;
	assert_int_equal(region_text(all, 0, 0, STYLE_TEXT, "作者"), 4);
	assert_int_equal(canvas_at(&canvas, 0, 0)->width, 2);
	assert_int_equal(canvas_at(&canvas, 0, 1)->width, 0);
	/* Its right half is overwritten: the left one goes too. */
	region_text(all, 0, 1, STYLE_TEXT, "x");
	assert_string_equal(row_text(0), " x者        |");
	/* Its left half is overwritten. */
	region_text(all, 0, 2, STYLE_TEXT, "y");
	assert_string_equal(row_text(0), " xy         |");
	/* There is room for one half only. */
	assert_int_equal(region_text(all, 1, 11, STYLE_TEXT, "作"), 11);
	assert_string_equal(row_text(1), "            |");
	region_text(all, 2, -1, STYLE_TEXT, "作x");
	assert_string_equal(row_text(2), " x          |");
}

static void controls_become_marks(void **state)
{
	struct region all = region_all(&canvas);

	(void)state;
	region_text(all, 0, 0, STYLE_TEXT, "a\033[2J\tb\r\n\x7f\xc2\x9b");
	for (int col = 0; col < canvas.cols; col++) {
		const char *p = canvas_at(&canvas, 0, col)->bytes;

		for (; *p != '\0'; p++) {
			assert_true((unsigned char)*p >= 32);
			assert_true((unsigned char)*p != 127);
		}
		assert_string_not_equal(
			canvas_at(&canvas, 0, col)->bytes, "\xc2\x9b");
	}
}

static void fields_have_their_width(void **state)
{
	static const struct {
		const char *text;
		int width;
		const char *row;
	} cases[] = {
		{"abc", 5, "[abc  ]"},
		{"abcde", 5, "[abcde]"},
		{"abcdef", 5, "[abcd…]"},
		{"", 3, "[   ]"},
		{NULL, 2, "[  ]"},
		{"作者作者", 5, "[作者…]"},
		{"作者作者", 6, "[作者… ]"},
		{"ab", 1, "[a]"},
	};
	struct region all = region_all(&canvas);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		int end;

		canvas_blank(&canvas);
		region_text(all, 0, 0, STYLE_TEXT, "[");
		end = region_field(
			all, 0, 1, cases[i].width, STYLE_TEXT, cases[i].text);
		assert_int_equal(end, 1 + cases[i].width);
		region_text(all, 0, end, STYLE_TEXT, "]");
		assert_memory_equal(
			row_text(0), cases[i].row, strlen(cases[i].row));
	}
}

static void fields_without_utf8(void **state)
{
	struct region all = region_all(&canvas);

	(void)state;
	text_set_utf8(false);
	region_field(all, 0, 0, 6, STYLE_TEXT, "abcdefgh");
	assert_string_equal(row_text(0), "abc...      |");
	region_box(region_part(all, 1, 0, 3, 4), NULL);
	assert_string_equal(row_text(1), "+--+        |");
	assert_string_equal(row_text(2), "|  |        |");
	assert_string_equal(canvas_mark(CANVAS_DONE), "+");
}

static void texts_are_wrapped(void **state)
{
	static const struct {
		const char *text;
		int cols, col, indent;
		const char *rows[4];
	} cases[] = {
		{"one two three", 7, 0, 0, {"one two", "three"}},
		{"one two three", 8, 0, 2, {"one two", "  three"}},
		{"one two", 12, 5, -5, {"     one two"}},
		{"one three", 10, 5, -3, {"     one", "  three"}},
		{"abcdefghij", 4, 0, 0, {"abcd", "efgh", "ij"}},
		{"a\nb", 9, 0, 1, {"a", " b"}},
		{"a\n\nb", 9, 0, 0, {"a", "", "b"}},
		{"ab cd ", 5, 0, 0, {"ab cd"}},
		{"", 5, 0, 0, {""}},
		{"作者 作者", 5, 0, 0, {"作者", "作者"}},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct region counting = {.cols = cases[i].cols};
		struct region region = region_part(
			region_all(&canvas), 0, 0, 6, cases[i].cols);
		int want = 0;
		int rows;

		while (want < 4 && cases[i].rows[want] != NULL)
			want++;
		canvas_blank(&canvas);
		rows = region_wrap(region, 0, cases[i].col, cases[i].indent,
			STYLE_TEXT, cases[i].text);
		assert_int_equal(rows, want);
		assert_int_equal(
			region_wrap(counting, 0, cases[i].col, cases[i].indent,
				STYLE_TEXT, cases[i].text),
			want);
		for (int row = 0; row < rows; row++)
			assert_memory_equal(row_text(row), cases[i].rows[row],
				strlen(cases[i].rows[row]));
	}
}

static void wrapping_without_room_ends(void **state)
{
	struct region none = {.cols = 0};
	struct region thin = {.cols = 1};

	(void)state;
	assert_int_equal(region_wrap(none, 0, 0, 0, STYLE_TEXT, "abc"), 3);
	assert_int_equal(region_wrap(thin, 0, 3, 9, STYLE_TEXT, "a b"), 3);
	assert_int_equal(region_wrap(thin, 0, 0, 0, STYLE_TEXT, "作"), 1);
	assert_int_equal(region_wrap(thin, 0, 0, 0, STYLE_TEXT, NULL), 0);
}

/* Nothing is cut without a sign. */
static void paragraphs_end_in_an_ellipsis(void **state)
{
	struct region all = region_all(&canvas);
	struct region part = region_part(all, 1, 2, 2, 8);

	(void)state;
	assert_int_equal(
		region_paragraph(part, STYLE_TEXT, "one two three"), 2);
	assert_string_equal(row_text(1), "  one two   |");
	assert_string_equal(row_text(2), "  three     |");
	canvas_blank(&canvas);
	assert_int_equal(
		region_paragraph(part, STYLE_TEXT, "one two three four"), 2);
	assert_string_equal(row_text(1), "  one two   |");
	assert_string_equal(row_text(2), "  three f…  |");
	assert_string_equal(row_text(3), "            |");
	canvas_blank(&canvas);
	region_paragraph(region_part(all, 0, 0, 0, 8), STYLE_TEXT, "x");
	region_paragraph(region_part(all, 0, 0, 2, 0), STYLE_TEXT, "x y z");
	assert_string_equal(row_text(0), "            |");
}

static void boxes_have_titles(void **state)
{
	struct region all = region_all(&canvas);

	(void)state;
	region_box(all, "Quit");
	assert_string_equal(row_text(0), "┌─ Quit ───┐|");
	assert_string_equal(row_text(5), "└──────────┘|");
	region_box(all, "A title that is too long");
	assert_string_equal(row_text(0), "┌─ A tit… ─┐|");
	/* No place for a box is no reason to write elsewhere. */
	canvas_blank(&canvas);
	region_box(region_part(all, 2, 2, 0, 0), "x");
	for (int row = 0; row < canvas.rows; row++)
		assert_string_equal(row_text(row), "            |");
}

static void styles_and_cursor(void **state)
{
	struct region part = region_part(region_all(&canvas), 2, 3, 2, 4);

	(void)state;
	region_text(part, 0, 0, STYLE_OK, "ok");
	region_restyle(part, 0, 1, 99, STYLE_BAD);
	assert_int_equal(canvas_at(&canvas, 2, 3)->style, STYLE_OK);
	assert_int_equal(canvas_at(&canvas, 2, 4)->style, STYLE_BAD);
	assert_int_equal(canvas_at(&canvas, 2, 6)->style, STYLE_BAD);
	assert_int_equal(canvas_at(&canvas, 2, 7)->style, STYLE_TEXT);
	assert_int_equal(canvas.cursor_row, -1);
	region_cursor(part, 5, 5);
	assert_int_equal(canvas.cursor_row, -1);
	region_cursor(part, 1, 2);
	assert_int_equal(canvas.cursor_row, 3);
	assert_int_equal(canvas.cursor_col, 5);
	canvas_blank(&canvas);
	assert_int_equal(canvas.cursor_row, -1);
}

static void sizes_are_clamped(void **state)
{
	(void)state;
	canvas_resize(&canvas, -1, 5);
	assert_int_equal(canvas.rows, 0);
	region_box(region_all(&canvas), "x");
	region_text(region_all(&canvas), 0, 0, STYLE_TEXT, "x");
	canvas_resize(&canvas, 1, 1);
	region_box(region_all(&canvas), "x");
	assert_int_equal(canvas_at(&canvas, 0, 0)->width, 1);
}

static void every_style_has_a_letter(void **state)
{
	(void)state;
	for (int a = 0; a < STYLES; a++) {
		assert_true(style_letter((enum style)a) > ' ');
		for (int b = 0; b < a; b++)
			assert_true(style_letter((enum style)a) !=
				    style_letter((enum style)b));
	}
	assert_int_equal(style_letter(STYLE_TEXT), '.');
}

#define TEST(name)                                                             \
	cmocka_unit_test_setup_teardown(name, open_canvas, close_canvas)

static void places_that_can_be_clicked(void **state)
{
	struct canvas own;
	struct region part;
	long id = 0;

	(void)state;
	canvas_init(&own);
	canvas_resize(&own, 10, 20);
	part = region_part(region_all(&own), 2, 5, 3, 10);
	region_target(part, 0, 0, 10, 1);
	region_target(part, 0, 2, 3, 2);
	region_target(part, 1, 8, 99, 3); /* cut */
	region_target(part, 3, 0, 5, 4);  /* outside */
	region_target(part, -1, 0, 5, 5);
	region_target(part, 0, 10, 5, 6);
	assert_true(canvas_target(&own, 2, 5, &id));
	assert_int_equal(id, 1);
	assert_true(canvas_target(&own, 2, 9, &id));
	assert_int_equal(id, 2);
	assert_true(canvas_target(&own, 3, 14, &id));
	assert_int_equal(id, 3);
	assert_false(canvas_target(&own, 3, 15, &id));
	assert_false(canvas_target(&own, 5, 5, &id));
	assert_false(canvas_target(&own, 1, 5, &id));
	assert_false(canvas_target(&own, -1, -1, &id));
	canvas_drop_targets(&own, 2);
	assert_false(canvas_target(&own, 2, 5, &id));
	assert_true(canvas_target(&own, 3, 14, &id));
	for (int i = 0; i < 1000; i++)
		region_target(part, 2, 0, 1, i);
	assert_true(canvas_target(&own, 4, 5, &id));
	assert_int_equal(id, 999);
	canvas_keep_targets(&own, 0);
	assert_false(canvas_target(&own, 3, 14, &id));
	region_target(part, 0, 0, 1, 7);
	canvas_blank(&own);
	assert_false(canvas_target(&own, 2, 5, &id));
	canvas_clear(&own);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(text_is_clipped),
		TEST(parts_stay_inside),
		TEST(wide_characters_keep_both_halves),
		TEST(controls_become_marks),
		TEST(fields_have_their_width),
		TEST(fields_without_utf8),
		TEST(texts_are_wrapped),
		TEST(wrapping_without_room_ends),
		TEST(paragraphs_end_in_an_ellipsis),
		TEST(boxes_have_titles),
		TEST(styles_and_cursor),
		TEST(sizes_are_clamped),
		cmocka_unit_test(every_style_has_a_letter),
		cmocka_unit_test(places_that_can_be_clicked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
