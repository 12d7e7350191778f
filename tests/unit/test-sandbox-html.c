/* SPDX-License-Identifier: MIT
 *
 * Text from data can be no markup, wherever it stands on a page.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "sandbox/page-html.h"

#define MARK "\xef\xbf\xbd"

static void test_text(void **state)
{
	static const struct {
		const char *text;
		const char *html;
	} cases[] = {
		{NULL, ""},
		{"", ""},
		{"plain text", "plain text"},
		{"<script>alert(1)</script>",
			"&lt;script&gt;alert(1)&lt;/script&gt;"},
		{"\"' onload=x", "&quot;&#39; onload=x"},
		{"&lt;", "&amp;lt;"},
		{"Müller 日本 \xf0\x9f\x98\x80",
			"Müller 日本 \xf0\x9f\x98\x80"},
		{"tab\tline\n", "tab\tline\n"},
		{"\033[2J\a\r", MARK "[2J" MARK MARK},
		{"\x7f \xc2\x9b", MARK " " MARK},
		/* U+202E and U+2067 would turn the text around */
		{"\xe2\x80\xae"
		 "a\xe2\x81\xa7",
			MARK "a" MARK},
		/* broken, overlong, surrogate, cut: a mark for each byte */
		{"\xff", MARK},
		{"\xc0\xbc", MARK MARK},
		{"\xed\xa0\x80", MARK MARK MARK},
		{"a\xe2\x82", "a" MARK MARK},
		/* a broken beginning must not swallow what follows */
		{"\xe2<b>", MARK "&lt;b&gt;"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out;

		buf_init(&out, PAGE_HTML_MAX);
		page_html_text(&out, cases[i].text);
		assert_string_equal(buf_text(&out), cases[i].html);
		buf_clear(&out);
	}
}

/* All parts with the same hostile text: no tag and no attribute of it. */
static void test_parts(void **state)
{
	static const char evil[] = "\"'><img src=x onerror=alert(1)>&";
	struct buf out;

	(void)state;
	buf_init(&out, PAGE_HTML_MAX);
	page_html_begin(&out, evil);
	page_html_notice(&out, "bad", evil);
	page_html_facts_begin(&out);
	page_html_fact(&out, evil, evil);
	page_html_facts_end(&out);
	page_html_badge(&out, "good", evil);
	page_html_link(&out, evil, evil);
	page_html_button(&out, evil, evil);
	page_html_bdi(&out, evil);
	page_html_end(&out);
	assert_false(out.full);
	assert_null(strstr(buf_text(&out), "<img"));
	assert_null(strstr(buf_text(&out), "\"'"));
	assert_null(strstr(buf_text(&out), ">&<"));
	assert_non_null(strstr(buf_text(&out), "&lt;img src=x"));
	buf_clear(&out);
}

/* The policy allows no scripts and no style attributes: use none. */
static void test_policy(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, PAGE_HTML_MAX);
	page_html_begin(&out, "Title");
	page_html_button(&out, "/approve/1", "Approve");
	page_html_end(&out);
	assert_null(strstr(buf_text(&out), "<script"));
	assert_null(strstr(buf_text(&out), "style="));
	assert_null(strstr(buf_text(&out), "<style"));
	assert_non_null(
		strstr(buf_text(&out), "href=\"" PAGE_HTML_STYLE_PATH "\""));
	assert_non_null(strstr(PAGE_HTML_CSP, "default-src 'none'"));
	assert_null(strstr(PAGE_HTML_CSP, "unsafe"));
	assert_null(strstr(page_html_style, "url("));
	buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_policy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
