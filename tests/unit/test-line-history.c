/* SPDX-License-Identifier: MIT
 *
 * What was typed before, in memory and as a file.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "attr.h"
#include "line-history.h"
#include "text.h"

static void newest_first(void **state UNUSED)
{
	struct line_history *history = line_history_new();

	assert_int_equal(line_history_count(history), 0);
	assert_int_equal(line_history_count(NULL), 0);
	line_history_add(NULL, "nowhere");
	line_history_add(history, "a");
	line_history_add(history, "b");
	line_history_add(history, "");
	line_history_add(history, "  ");
	line_history_add(history, "a"); /* once, as the newest */
	assert_int_equal(line_history_count(history), 2);
	assert_string_equal(line_history_at(history, 0), "a");
	assert_string_equal(line_history_at(history, 1), "b");
	line_history_free(history);
}

static void bounded(void **state UNUSED)
{
	struct line_history *history = line_history_new();
	char text[16];

	for (int i = 0; i < 3 * LINE_HISTORY_MAX; i++)
		line_history_add(
			history, text_format(text, sizeof(text), "%d", i));
	assert_int_equal(line_history_count(history), LINE_HISTORY_MAX);
	assert_string_equal(line_history_at(history, 0), "299");
	assert_string_equal(
		line_history_at(history, LINE_HISTORY_MAX - 1), "200");
	line_history_free(history);
}

static void as_a_file(void **state UNUSED)
{
	struct line_history *history = line_history_new();
	struct buf out;

	buf_init(&out, LINE_HISTORY_BYTES);
	line_history_read(history, "old\nolder\n\nold\nlast");
	assert_int_equal(line_history_count(history), 3);
	assert_string_equal(line_history_at(history, 0), "last");
	assert_string_equal(line_history_at(history, 1), "old");
	assert_false(line_history_is_new(history));
	line_history_add(history, "new");
	line_history_add(history, "older");
	assert_true(line_history_is_new(history));
	/* Another program has written meanwhile. */
	line_history_write(history, "older\ntheirs\n", &out);
	assert_string_equal(buf_text(&out), "theirs\nnew\nolder\n");
	buf_clear(&out);
	line_history_free(history);
}

static void hostile_files(void **state UNUSED)
{
	struct line_history *history = line_history_new();
	static char endless[10000];

	memset(endless, 'x', sizeof(endless) - 1);
	line_history_read(history, endless);
	assert_int_equal(line_history_count(history), 0);
	line_history_read(history, "a\x1b[2Jb\nB\xc3\xbc"
				   "cher\n");
	assert_int_equal(line_history_count(history), 2);
	assert_null(strchr(line_history_at(history, 1), '\x1b'));
	/* A terminal without UTF-8 does not spoil what others have typed. */
	text_set_utf8(false);
	line_history_read(history, "B\xc3\xbc"
				   "cher\n");
	text_set_utf8(true);
	assert_int_equal(line_history_count(history), 2);
	line_history_free(history);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(newest_first),
		cmocka_unit_test(bounded),
		cmocka_unit_test(as_a_file),
		cmocka_unit_test(hostile_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
