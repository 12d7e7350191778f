/* SPDX-License-Identifier: MIT
 *
 * Cells of CSV: quoted, clean, and never a formula.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "cli-csv.h"
#include "text.h"

#define MARK "\xef\xbf\xbd"

static const struct {
	const char *text, *cell;
} cases[] = {
	{"", "\"\""},
	{"plain", "\"plain\""},
	{"a,b", "\"a,b\""},
	{"say \"x\"", "\"say \"\"x\"\"\""},
	{"=1+1", "\"'=1+1\""},
	{"+1", "\"'+1\""},
	{"-1+1", "\"'-1+1\""},
	{"@x", "\"'@x\""},
	{"-5", "\"-5\""},
	{"-", "\"'-\""},
	{"a=1", "\"a=1\""},
	{"\t=1", "\"' =1\""},
	{"\r=1", "\"' =1\""},
	{"\n=1", "\"' =1\""},
	{"  @x", "\"'  @x\""},
	{"  x", "\"  x\""},
	{"\xef\xbc\x9d"
	 "1",
		"\"'\xef\xbc\x9d"
		"1\""},
	{"\x1b]0;x\x07", "\"" MARK "]0;x" MARK "\""},
	{"a\nb\tc", "\"a b c\""},
	{"\xc2\x9b\x9b", "\"" MARK MARK "\""},
};

static void test_cells(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct buf out;

		buf_init(&out, 1000);
		cli_csv_cell(&out, cases[i].text, false);
		assert_string_equal(buf_text(&out), cases[i].cell);
		buf_clear(&out);
	}
}

/* A file is UTF-8 whatever the terminal takes. */
static void test_where_it_goes(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 1000);
	text_set_utf8(false);
	cli_csv_cell(&out, "\xc3\xa9", false);
	cli_csv_cell(&out, "\xc3\xa9", true);
	text_set_utf8(true);
	assert_string_equal(buf_text(&out), "\"\xc3\xa9\"\"?\"");
	buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_where_it_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
