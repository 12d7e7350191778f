/* SPDX-License-Identifier: MIT
 *
 * The details of an order whose answers are wrong in every way: each member of
 * each answer absent, null, of another type, huge. The page is still drawn, at
 * every width, and no section is lost but perhaps the one of that member.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "details-scroll.h"
#include "details-sections.h"
#include "tests/support/desk.h"
#include "tests/support/fixture.h"
#include "tests/support/wrong.h"

#define HEADINGS_MAX 16
#define NOW	     INT64_C(1795183331) /* 2026-11-20T14:02:11Z */

/* Which of its answers is made wrong. */
enum answer { INFO, VALIDATION, NOTES, EMAILS, REISSUES, DUPLICATES, ANSWERS };

static const char *const paths[ANSWERS] = {
	[INFO] = "",
	[VALIDATION] = "/validation",
	[NOTES] = "/note",
	[EMAILS] = "/email-validation",
	[REISSUES] = "/reissue",
	[DUPLICATES] = "/duplicate",
};

struct page_case {
	const char *id;
	const char *files[ANSWERS]; /* NULL: {} */
};

static const struct page_case cases[] = {
	{"900101", {"order-ev.json", "validation-ev.json", "notes.json",
			   "emails.json"}},
	{"900101", {"scene-order-ev.json", "scene-validation-ev.json",
			   "scene-notes.json"}},
	{"900110", {"scene-order-client.json", NULL, "scene-notes.json",
			   "emails.json"}},
	{"900140", {"order-mark.json", "validation-ev.json"}},
};

/* -- a page ---------------------------------------------------------------- */

struct headings {
	char *items[HEADINGS_MAX];
	size_t count;
};

static void
take_headings(const struct details_page *page, struct headings *headings)
{
	headings->count = 0;
	for (size_t i = 0; i < page->count; i++) {
		if (page->lines[i].kind != DETAILS_HEADING)
			continue;
		assert_true(headings->count < HEADINGS_MAX);
		headings->items[headings->count++] =
			mem_dup(page->lines[i].text);
	}
}

static void free_headings(struct headings *headings)
{
	for (size_t i = 0; i < headings->count; i++)
		free(headings->items[i]);
	headings->count = 0;
}

static bool has_heading(const struct headings *headings, const char *text)
{
	for (size_t i = 0; i < headings->count; i++)
		if (strcmp(headings->items[i], text) == 0)
			return true;
	return false;
}

/* Its first and its last screen. */
static void draw(struct details_scroll *scroll, int cols)
{
	struct canvas canvas;

	canvas_init(&canvas);
	canvas_resize(&canvas, 21, cols);
	details_scroll_layout(scroll, 21, cols);
	details_scroll_draw(scroll, region_all(&canvas));
	details_scroll_to(scroll, details_scroll_rows(scroll));
	details_scroll_draw(scroll, region_all(&canvas));
	details_scroll_to(scroll, 0);
	canvas_clear(&canvas);
}

static void
build(const struct desk *desk, const char *id, struct headings *headings)
{
	struct history history = {.count = 0};
	struct details_scroll scroll = {.top = 0};
	struct details_source source = {
		.store = desk->store,
		.order_id = id,
		.history = &history,
		.mail_key = "m",
		.refresh_key = "Ctrl-R",
		.unfold_key = "v",
		.address_key = "w",
		.control_key = "Tab",
		.now = NOW,
	};

	details_sections_build(&scroll.page, &source);
	take_headings(&scroll.page, headings);
	draw(&scroll, 80);
	draw(&scroll, 40);
	details_scroll_clear(&scroll);
}

/* -- answers --------------------------------------------------------------- */

struct test {
	struct desk desk;
	const struct page_case *c;
	char *texts[ANSWERS];
	enum answer wrong;
	struct headings before;
};

/* Reads all of the order again; `text` stands for its wrong answer. */
static void answer_all(struct test *test, const char *text)
{
	char path[128];
	bool answered;

	/* The budget of requests has room again. */
	fake_loop_advance(test->desk.loop, 3000);
	store_order_open(test->desk.store, test->c->id, true);
	desk_run(&test->desk);
	for (int i = 0; i < ANSWERS; i++) {
		text_format(path, sizeof(path), "/order/certificate/%s%s",
			test->c->id, paths[i]);
		answered = fake_transport_answer(test->desk.transport, "GET",
			path, 200,
			i == (int)test->wrong && text != NULL ? text
							      : test->texts[i]);
		assert_true(answered || i >= EMAILS);
		desk_run(&test->desk);
	}
}

static void no_other_section_is_lost(void *data, const char *wrong,
	const char *text UNUSED, const char *place UNUSED)
{
	struct test *test = data;
	struct headings after;
	size_t lost = 0;

	answer_all(test, wrong);
	build(&test->desk, test->c->id, &after);
	for (size_t i = 0; i < test->before.count; i++)
		lost += !has_heading(&after, test->before.items[i]);
	if (lost > 1)
		print_error("%zu sections are lost, with %.60s\n", lost, place);
	assert_true(lost <= 1);
	assert_true(has_heading(&after, "Certificate status"));
	assert_true(has_heading(&after, "Order Details"));
	free_headings(&after);
}

static void open_test(struct test *test, const struct page_case *c)
{
	memset(test, 0, sizeof(*test));
	test->c = c;
	test->wrong = ANSWERS;
	for (int i = 0; i < ANSWERS; i++)
		test->texts[i] = c->files[i] != NULL
					 ? fixture_load(c->files[i], NULL)
					 : mem_dup("{}");
	desk_open_store(&test->desk);
	answer_all(test, NULL);
	build(&test->desk, c->id, &test->before);
}

static void close_test(struct test *test)
{
	free_headings(&test->before);
	for (int i = 0; i < ANSWERS; i++)
		free(test->texts[i]);
	desk_close(&test->desk);
}

static void wrong_answers_lose_no_section(void **state)
{
	static const int least[ANSWERS] = {15, 1, 1, 1, 1, 1};
	struct test test;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		open_test(&test, &cases[i]);
		assert_true(test.before.count >= 4);
		for (int k = 0; k < ANSWERS; k++) {
			if (cases[i].files[k] == NULL)
				continue;
			test.wrong = (enum answer)k;
			assert_true(wrong_each(test.texts[k],
					    no_other_section_is_lost,
					    &test) >= least[k]);
		}
		close_test(&test);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrong_answers_lose_no_section),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
