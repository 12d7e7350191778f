/* SPDX-License-Identifier: MIT
 *
 * Finding a command by its key, its name or what it does.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "attr.h"
#include "help-filter.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
