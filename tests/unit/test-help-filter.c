/* SPDX-License-Identifier: MIT
 *
 * Finding a command by its key, its name or what it does.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "attr.h"
#include "filter.h"
#include "help-filter.h"
#include "help-topics.h"

static void words_and_keys(void **state)
{
	static const char *const texts[] = {
		"orders-copy-number", "copy the order number", "Orders - list"};
	static const struct {
		const char *filter;
		bool found;
	} cases[] = {
		{"", true},
		{"  ", true},
		{"copy", true},
		{"number copy", true},
		{"number orders-", true},
		{"copy name", false},
		{"Copy", false}, /* a capital letter is meant */
		{"Orders", true},
		{"Alt", true},
		{"alt-w", true},
		{"yy", true},
		{"Y", true},
		{"y", false}, /* a key, and not a letter of "yy" */
		{"n", false},
		{"Y number", true},
		{"Y name", false},
		{"- number", true}, /* a word of the texts */
		{"order -", true},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		if (help_filter_finds(cases[i].filter, "yy Y Alt-w", texts,
			    ARRAY_LEN(texts)) != cases[i].found)
			fail_msg("\"%s\"", cases[i].filter);
	}
}

/* What the help says can be typed can be. */
static void the_filters_of_the_help_are_right(void **state)
{
	const struct help_topic *topic;
	size_t count = 0;

	(void)state;
	for (size_t i = 0; (topic = help_topics_at(i)) != NULL; i++) {
		struct error error;
		struct filter *filter;

		if (strcmp(topic->heading, "In a filter") != 0)
			continue;
		filter = filter_new(topic->keys, &error);
		if (filter == NULL)
			fail_msg("%s: %s", topic->keys, error.text);
		filter_free(filter);
		count++;
	}
	assert_true(count > 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_keys),
		cmocka_unit_test(the_filters_of_the_help_are_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
