/* SPDX-License-Identifier: MIT
 *
 * Targets of requests, as clients really spell them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "attr.h"
#include "sandbox/url.h"

static void test_paths(void **state)
{
	static const struct {
		const char *target;
		const char *path;
		const char *raw_path;
		const char *raw_query;
	} cases[] = {
		{"/", "/", "/", ""},
		{"", "", "", ""},
		{"/a/b", "/a/b", "/a/b", ""},
		{"/a/b/", "/a/b", "/a/b/", ""},
		{"/a///", "/a", "/a///", ""},
		{"////", "/", "////", ""},
		{"/a/?x=1&y", "/a", "/a/", "x=1&y"},
		{"/a%20b/%C3%A9", "/a b/\xc3\xa9", "/a%20b/%C3%A9", ""},
		{"/a+b", "/a+b", "/a+b", ""},
		{"/%", "/%", "/%", ""},
		{"/%4", "/%4", "/%4", ""},
		{"/%zz", "/%zz", "/%zz", ""},
		{"/a%00b", "/a%00b", "/a%00b", ""},
		{"/a#b?c", "/a", "/a", ""},
		{"http://127.0.0.1:8417/a/?x=1", "/a", "/a/", "x=1"},
		{"HTTP://h/http://i/", "/http://i", "/http://i/", ""},
		{"http://h", "/", "/", ""},
		{"http://", "/", "/", ""},
		{"*", "*", "*", ""},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct url url;

		url_init(&url, cases[i].target);
		assert_string_equal(url.path, cases[i].path);
		assert_string_equal(url.raw_path, cases[i].raw_path);
		assert_string_equal(url.raw_query, cases[i].raw_query);
		url_clear(&url);
	}
}

static void test_query(void **state)
{
	static const struct {
		const char *name;
		const char *value;
	} wanted[] = {
		{"filters[status]", "pending"},
		{"filters[search]", "%text with blanks"},
		{"empty", ""},
		{"bare", ""},
		{"equals", "a=b"},
	};
	struct url url;

	(void)state;
	url_init(&url, "/x?filters[status]=pending&"
		       "filters%5Bsearch%5D=%25text+with%20blanks&&"
		       "empty=&bare&equals=a=b#gone=1");
	assert_int_equal(url.query_count, ARRAY_LEN(wanted));
	for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
		assert_string_equal(url.query[i].name, wanted[i].name);
		assert_string_equal(url.query[i].value, wanted[i].value);
	}
	url_clear(&url);
}

static void test_too_many_pairs(void **state)
{
	char target[4 * URL_PAIRS_MAX + 64] = "/?";
	struct url url;

	(void)state;
	for (size_t i = 0; i < URL_PAIRS_MAX + 9; i++)
		strcat(target, "a&");
	url_init(&url, target);
	assert_int_equal(url.query_count, URL_PAIRS_MAX);
	url_clear(&url);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paths),
		cmocka_unit_test(test_query),
		cmocka_unit_test(test_too_many_pairs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
