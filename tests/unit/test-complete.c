/* SPDX-License-Identifier: MIT
 *
 * complete.h: which of what there is fits to what was typed, and in which
 * order.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "attr.h"
#include "complete.h"
#include "text.h"

static const struct complete_item table[] = {
	{.text = "resend-approval", .about = "send the mail again"},
	{.text = "resend-issuance", .about = "send the mail again"},
	{.text = "view", .about = "show a view", .goes_on = true},
	{.text = "View", .about = "another one"},
	{.text = "save-view", .about = "keep it", .why_not = "Not here."},
	{.text = "mail-copy", .keys = "y m"},
	{.text = "größe"},
	{.text = "größte"},
	{.text = "view", .about = "the same again"},
};

static void
all(struct complete *complete, const struct view *view, const char *text)
{
	(void)view;
	complete_from(complete, text[0] == 'x' ? 2 : 0);
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		complete_add(complete, &table[i]);
}

static void offers(const char *typed, const char *expected, size_t common)
{
	struct complete complete = {0};
	char found[512] = "";

	complete_fill(&complete, all, NULL, typed);
	for (size_t i = 0; i < complete.count; i++) {
		size_t len = strlen(found);

		text_format(found + len, sizeof(found) - len, "%s%s",
			i > 0 ? " " : "", complete.items[i].text);
	}
	assert_string_equal(found, expected);
	assert_int_equal(complete_common(&complete), common);
	assert_int_equal(complete.fits, complete.count);
	complete_clear(&complete);
}

static void test_fits(void **state)
{
	(void)state;
	offers("res", "resend-approval resend-issuance", 7);
	/* What begins with it, then what holds it, each in its order. */
	offers("vi", "view View save-view", 0);
	offers("view", "view View save-view", 0);
	offers("RES", "resend-approval resend-issuance", 7);
	/* Described by it; one letter is too little for that. */
	offers("mail", "mail-copy resend-approval resend-issuance", 9);
	offers("k", "", 0);
	offers("ke", "save-view", 0);
	offers("nothing", "", 0);
	/* Not in the middle of a character. */
	offers("gr", "größe größte", 6);
	offers("",
		"resend-approval resend-issuance view View save-view "
		"mail-copy größe größte",
		0);
}

static void test_from(void **state)
{
	struct complete complete = {0};

	(void)state;
	complete_fill(&complete, all, NULL, "x mail-");
	assert_int_equal(complete.from, 2);
	assert_string_equal(complete_typed(&complete), "mail-");
	assert_int_equal(complete.count, 1);
	assert_string_equal(complete.items[0].keys, "y m");
	assert_string_equal(complete.items[0].about, "");
	assert_string_equal(complete.items[0].why_not, "");
	/* A later one forgets it. */
	complete_fill(&complete, all, NULL, "save");
	assert_int_equal(complete.from, 0);
	assert_string_equal(complete.items[0].why_not, "Not here.");
	assert_false(complete.items[0].goes_on);
	complete_from(&complete, 99);
	assert_string_equal(complete_typed(&complete), "");
	complete_clear(&complete);
}

static void
many(struct complete *complete, const struct view *view, const char *text)
{
	char name[32];

	(void)view;
	(void)text;
	for (int i = 0; i < 3 * COMPLETE_MAX; i++) {
		text_format(name, sizeof(name), "x%d", i);
		complete_add(complete, &(struct complete_item){.text = name});
	}
	complete_add(complete, &(struct complete_item){.text = "1 best"});
}

/* The best are kept, all are counted. */
static void test_many(void **state)
{
	struct complete complete = {0};

	(void)state;
	complete_fill(&complete, many, NULL, "1");
	assert_string_equal(complete.items[0].text, "1 best");
	assert_string_equal(complete.items[1].text, "x1");
	assert_int_equal(complete.count, COMPLETE_MAX);
	assert_true(complete.fits > COMPLETE_MAX);
	/* The others may agree in less. */
	assert_int_equal(complete_common(&complete), 1);
	complete_clear(&complete);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fits),
		cmocka_unit_test(test_from),
		cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
