/* SPDX-License-Identifier: MIT
 *
 * Which name somebody may have meant, and when it is better not to guess.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "attr.h"
#include "nearest.h"

static const char *const names[] = {
	"region", "kind", "label", "--demo", "--demo-dir", "log"};

static const struct {
	const char *text, *name;
} cases[] = {
	{"regoin", "region"},
	{"regionn", "region"},
	{"REGION", NULL},
	{"kin", "kind"},     /* an abbreviation */
	{"--dem", "--demo"}, /* the first of two */
	{"--demo-", "--demo-dir"},
	{"ki", NULL},
	{"lag", "log"},
	{"foo", NULL}, /* one letter of three is no likeness */
	{"something-else", NULL},
	{"", NULL},
	{"0123456789012345678901234567890123456789012345678901234567890123"
	 "456789",
		NULL},
};

static void finds_the_nearest(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *name =
			nearest_name(cases[i].text, names, ARRAY_LEN(names));

		if (cases[i].name == NULL)
			assert_null(name);
		else
			assert_string_equal(name, cases[i].name);
	}
	assert_null(nearest_name("region", names, 0));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_nearest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
