/* SPDX-License-Identifier: MIT
 *
 * What is highlighted of a text.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "attr.h"
#include "filter.h"

static void marks_are(const char *text, enum filter_field field,
	const char *shown, const char *expected)
{
	unsigned char marks[FILTER_TEXT_MAX];
	char got[FILTER_TEXT_MAX + 1] = "";
	struct error error = {0};
	struct filter *filter = filter_new(text, &error);
	bool found;

	assert_non_null(filter);
	found = filter_mark(filter, field, shown, marks);
	for (size_t i = 0; i < strlen(shown); i++)
		got[i] = found && marks[i] ? 'm' : '.';
	if (strcmp(got, expected) != 0)
		fail_msg("filter %s in %s: %s", text, shown, got);
	assert_int_equal(found, strchr(expected, 'm') != NULL);
	filter_free(filter);
}

static void places_are_marked(void **state UNUSED)
{
	marks_are("", FILTER_NAME, "shop", "....");
	marks_are("ho", FILTER_NAME, "shop", ".mm.");
	marks_are("o s", FILTER_NAME, "shops", "m.m.m");
	marks_are("SH", FILTER_NAME, "SHshSH", "mm..mm");
	marks_are("sh", FILTER_NAME, "SHsh", "mmmm");
	marks_are("!sh", FILTER_NAME, "shop", "....");
	marks_are("status:sh", FILTER_NAME, "shop", "....");
	marks_are("name:sh", FILTER_NAME, "shop", "mm..");
	marks_are("date>2026", FILTER_DATE, "2026-11-20", "..........");
	marks_are("x|op", FILTER_NAME, "shop", "..mm");
	marks_are("~s.o", FILTER_NAME, "shop shop", "mmm..mmm.");
	marks_are("~^s", FILTER_NAME, "sss", "m..");
	marks_are("~S", FILTER_NAME, "\xc3\x9fSs", "..m.");
	marks_are("~x*", FILTER_NAME, "shop", "....");
	/* One cell, whatever of it was found. */
	marks_are("as", FILTER_NAME,
		"Stra\xc3\x9f"
		"e",
		"...mmm.");
	marks_are("\xc3\xa4", FILTER_NAME, "\xc3\x84rzte", "mm....");
}

/* Nothing is told of it, and nothing is written. */
static void long_texts_are_not_marked(void **state UNUSED)
{
	static char endless[2 * FILTER_TEXT_MAX];
	unsigned char marks[1] = {7};
	struct error error;
	struct filter *filter = filter_new("x", &error);

	memset(endless, 'x', sizeof(endless) - 1);
	assert_false(filter_mark(filter, FILTER_NAME, endless, marks));
	assert_int_equal(marks[0], 7);
	filter_free(filter);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(places_are_marked),
		cmocka_unit_test(long_texts_are_not_marked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
