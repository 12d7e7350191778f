/* SPDX-License-Identifier: MIT
 *
 * The hostile texts of the sandbox, all of them, through everything that
 * certdesk writes texts with: the canvas, CSV, JSON, exports, addresses, the
 * log; and answers full of them through the decoders. HOSTILE_SEED (1) makes
 * others.
 */
#include "config.h" /* wcwidth */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <limits.h>
#include <locale.h>
#include <wchar.h>

#include "canvas.h"
#include "cli-csv.h"
#include "date.h"
#include "export-rows.h"
#include "json-gate.h"
#include "log.h"
#include "order-json.h"
#include "sandbox/hostile.h"
#include "tests/support/amount.h"
#include "tests/support/fixture.h"
#include "text.h"

#define MOST ((size_t)16 * 1024 * 1024)
#define ROWS 12
#define COLS 40

static uint64_t seed;

/* Text `number` as a C string: in those with a NUL the rest is lost, as it is
 * everywhere behind the JSON gate, which replaces them. So do we. */
static void make(struct buf *text, uint32_t number)
{
	buf_reset(text);
	hostile_text(text, seed, number);
	for (size_t i = 0; i < text->len; i++)
		if (text->data[i] == '\0')
			text->data[i] = '\x01';
}

/* What no output may hold, whoever it is for. */
static void must_be_harmless(const char *text, uint32_t number)
{
	size_t len = strlen(text);
	struct text_cell cell;

	while (len > 0) {
		size_t taken = text_next(text, len, &cell);

		if (strlen(cell.bytes) != taken ||
			memcmp(cell.bytes, text, taken) != 0)
			fail_msg("text %u: byte %02x came out", number,
				(unsigned char)text[0]);
		text += taken;
		len -= taken;
	}
}

static void for_each(void (*check)(const char *text, uint32_t number))
{
	struct buf text;

	buf_init(&text, MOST);
	for (uint32_t i = 0; i < HOSTILE_TEXTS; i += (uint32_t)amount_step()) {
		make(&text, i);
		check(buf_text(&text), i);
	}
	buf_clear(&text);
}

/* -- the texts themselves ---------------------------------------------------
 */

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void test_they_differ(void **state)
{
	static char *texts[HOSTILE_TEXTS];
	struct buf text, again;
	char mark[8];

	(void)state;
	for (uint32_t i = 0; i < HOSTILE_TEXTS; i++) {
		buf_init(&text, MOST);
		buf_init(&again, MOST);
		make(&text, i);
		make(&again, i);
		text_format(mark, sizeof(mark), "h%04u", i);
		assert_non_null(strstr(buf_text(&text), mark));
		assert_string_equal(buf_text(&text), buf_text(&again));
		texts[i] = buf_take(&text);
		buf_clear(&again);
	}
	qsort(texts, HOSTILE_TEXTS, sizeof(*texts), compare);
	for (size_t i = 1; i < HOSTILE_TEXTS; i++)
		assert_string_not_equal(texts[i - 1], texts[i]);
	for (size_t i = 0; i < HOSTILE_TEXTS; i++)
		free(texts[i]);
}

/* -- the screen -------------------------------------------------------------
 */

/* The columns of a cell as the C library counts them. */
static int library_width(const char *bytes)
{
	mbstate_t state = {0};
	const char *end = bytes + strlen(bytes);
	int width = 0;

	while (bytes < end) {
		wchar_t c;
		size_t taken =
			mbrtowc(&c, bytes, (size_t)(end - bytes), &state);

		if (taken == 0 || taken > MB_CUR_MAX)
			return -1;
		width += wcwidth(c);
		bytes += taken;
	}
	return width;
}

static void
check_cell(const struct canvas *canvas, int row, int col, uint32_t number)
{
	const struct canvas_cell *cell = canvas_at(canvas, row, col);

	must_be_harmless(cell->bytes, number);
	if (cell->width > 0 && library_width(cell->bytes) != cell->width)
		fail_msg("text %u: a cell of %d columns has %d", number,
			cell->width, library_width(cell->bytes));
}

static void
check_screen(struct canvas *canvas, struct region box, uint32_t number)
{
	for (int row = 0; row < ROWS; row++) {
		for (int col = 0; col < COLS; col++) {
			bool in = row >= box.row && row < box.row + box.rows &&
				  col >= box.col && col < box.col + box.cols;

			check_cell(canvas, row, col, number);
			if (!in && strcmp(canvas_at(canvas, row, col)->bytes,
					   "#") != 0)
				fail_msg("text %u: row %d, column %d is not "
					 "of the field",
					number, row, col);
		}
	}
}

static void draw(struct region box, int how, const char *text)
{
	switch (how) {
	case 0:
		region_text(box, 0, 0, STYLE_TEXT, text);
		return;
	case 1:
		region_field(box, 0, 0, box.cols, STYLE_TEXT, text);
		return;
	case 2:
		region_wrap(box, 0, 3, 5, STYLE_TEXT, text);
		return;
	case 3:
		region_box(box, text);
		return;
	default:
		region_paragraph(box, STYLE_TEXT, text);
		return;
	}
}

static void check_fields(const char *text, uint32_t number)
{
	static const struct {
		int row, col, rows, cols;
	} boxes[] = {{0, 7, 1, 12}, {3, 0, 1, 31}, {2, 9, 6, 22}, {4, 4, 5, 9},
		{1, 38, 7, 2}};
	struct canvas canvas;
	struct region all;
	char filled[COLS + 1];

	memset(filled, '#', COLS);
	filled[COLS] = '\0';
	canvas_init(&canvas);
	canvas_resize(&canvas, ROWS, COLS);
	all = region_all(&canvas);
	for (size_t i = 0; i < ARRAY_LEN(boxes); i++) {
		struct region box = region_part(all, boxes[i].row, boxes[i].col,
			boxes[i].rows, boxes[i].cols);

		for (int row = 0; row < ROWS; row++)
			region_text(all, row, 0, STYLE_TEXT, filled);
		draw(box, (int)i, text);
		check_screen(&canvas, box, number);
	}
	canvas_clear(&canvas);
}

static void test_fields_keep_their_box(void **state)
{
	(void)state;
	assert_non_null(setlocale(LC_CTYPE, "C.UTF-8"));
	for_each(check_fields);
	setlocale(LC_CTYPE, "C");
}

/* -- everything else that is written ----------------------------------------
 */

static void check_csv(const char *text, uint32_t number)
{
	struct buf cell;
	const char *inside;
	int marks = 0;

	buf_init(&cell, MOST);
	cli_csv_cell(&cell, text, false);
	must_be_harmless(buf_text(&cell), number);
	for (const char *c = buf_text(&cell); *c != '\0'; c++)
		marks += *c == '"';
	assert_true(marks % 2 == 0);
	inside = buf_text(&cell) + 1;
	inside += strspn(inside, " ");
	if (*inside != '\0' && strchr("=+-@", *inside) != NULL)
		fail_msg("text %u: a formula", number);
	buf_clear(&cell);
}

static void check_json(const char *text, uint32_t number)
{
	struct buf json, gated;
	struct error error;

	buf_init(&json, MOST);
	buf_init(&gated, MOST);
	order_json_write_string(&json, text);
	must_be_harmless(buf_text(&json), number);
	assert_true(json_gate(buf_text(&json), json.len, &gated, &error));
	/* There was nothing to repair. */
	assert_int_equal(gated.len, 0);
	buf_clear(&json);
	buf_clear(&gated);
}

static void check_address(const char *text, uint32_t number)
{
	struct buf out;

	(void)number;
	buf_init(&out, MOST);
	text_escape(&out, text);
	assert_true(text_is_plain_ascii(buf_text(&out)));
	buf_clear(&out);
}

static void check_log(const char *text, uint32_t number)
{
	log_add(LOG_ERROR, "The server says: %.400s", text);
	must_be_harmless(log_at(log_count() - 1)->text, number);
}

/* One line an order, whatever stands in it. */
static void check_export(const char *text, uint32_t number)
{
	const struct order order = {.id = "900101",
		.status = ORDER_STATUS_OTHER,
		.status_text = text,
		.common_name = text,
		.product_name = text,
		.organization_name = text,
		.date_created = DATE_NONE,
		.valid_till = DATE_NONE,
		.order_valid_till = DATE_NONE,
		.days_remaining = INT_MIN};

	for (int format = OPTION_TEXT; format <= OPTION_TSV; format++) {
		struct export_rows rows = {
			.format = (enum option_format)format};
		struct buf out;
		int tabs = 0;

		buf_init(&out, MOST);
		export_rows_add(&rows, &order, true, &out);
		if (format != OPTION_JSON)
			assert_int_equal(out.data[--out.len], '\n');
		out.data[out.len] = '\0';
		for (char *c = out.data; *c != '\0'; c++) {
			if (format != OPTION_TSV || *c != '\t')
				continue;
			*c = ' ';
			tabs++;
		}
		assert_int_equal(tabs, format == OPTION_TSV ? 7 : 0);
		must_be_harmless(buf_text(&out), number);
		buf_clear(&out);
	}
}

static void test_export(void **state)
{
	(void)state;
	for_each(check_export);
}

static void test_csv(void **state)
{
	(void)state;
	for_each(check_csv);
}

static void test_json(void **state)
{
	(void)state;
	for_each(check_json);
}

static void test_addresses(void **state)
{
	(void)state;
	for_each(check_address);
}

static void test_log(void **state)
{
	(void)state;
	for_each(check_log);
	log_close();
}

/* -- answers ----------------------------------------------------------------
 */

/* Both ways: what the sandbox makes of an answer is one, and its rows are
 * there. */
static void test_answers(void **state)
{
	size_t len;
	char *text = fixture_load("orders.json", &len);
	struct order_page *plain, *hostile;
	struct error error;
	struct buf body;

	(void)state;
	buf_init(&body, MOST);
	buf_add(&body, text, len);
	hostile_answer(&body, seed);
	plain = order_json_page(text, len, true, &error);
	hostile = order_json_page(buf_text(&body), body.len, true, &error);
	assert_non_null(plain);
	assert_non_null(hostile);
	assert_int_equal(hostile->count, plain->count);
	for (size_t i = 0; i < plain->count; i++) {
		struct buf safe;

		assert_string_equal(hostile->rows[i].id, plain->rows[i].id);
		buf_init(&safe, MOST);
		order_json_write_safe(&safe, hostile->rows[i].raw);
		/* between values line breaks are left */
		for (char *c = safe.data; *c != '\0'; c++)
			*c = *c == '\n' ? ' ' : *c;
		must_be_harmless(buf_text(&safe), (uint32_t)i);
		buf_clear(&safe);
	}
	order_page_free(plain);
	order_page_free(hostile);
	buf_clear(&body);
	free(text);
}

static void test_what_is_left_alone(void **state)
{
	static const char *const cases[] = {"{}", "[]", "{\"id\":1,\"n\":[2]}",
		"{\"page\":{\"total\":-1.5e3}}", ""};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf body;

		buf_init(&body, MOST);
		buf_puts(&body, cases[i]);
		hostile_answer(&body, seed);
		assert_string_equal(buf_text(&body), cases[i]);
		buf_clear(&body);
	}
}

static int prepare(void **state)
{
	const char *text = getenv("HOSTILE_SEED");

	(void)state;
	seed = text != NULL ? strtoull(text, NULL, 10) : 1;
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_they_differ),
		cmocka_unit_test(test_fields_keep_their_box),
		cmocka_unit_test(test_csv),
		cmocka_unit_test(test_export),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_log),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_what_is_left_alone),
	};

	return cmocka_run_group_tests(tests, prepare, NULL);
}
