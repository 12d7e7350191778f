/* SPDX-License-Identifier: MIT
 *
 * The filter language against rows, what is wrong in a filter, what is
 * highlighted, and pages against rows one by one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "attr.h"
#include "filter-index.h"
#include "filter.h"

#define NOW 1795183331 /* 2026-11-20 14:02:11 */
#define DAY 86400

static const char *const names[] = {
	"shop.example.net", "www.example.net", "x.STRASSE.example"};

static const struct order order = {
	.id = "900101",
	.status = ORDER_PENDING,
	.status_text = "pending",
	.family = ORDER_EV_TLS,
	.common_name = "shop.example.net",
	.dns_names = names,
	.dns_name_count = ARRAY_LEN(names),
	.product_name = "Secure Site EV",
	.product_name_id = "ssl_ev_securesite_flex",
	.organization_name = "B\xc3\xbc"
			     "cher AG",
	.container_name = "Web team",
	.date_created = NOW - 3 * DAY - 3600, /* 2026-11-17 */
	.valid_till = NOW + 20 * DAY,	      /* 2026-12-10 */
	.order_valid_till = NOW + 300 * DAY,  /* 2027-09-16 */
};

static struct waiting waits(void *data UNUSED, const struct order *row UNUSED)
{
	return (struct waiting){.gate = WAITING_ORDER_APPROVAL,
		.since = NOW - 3 * DAY - 60,
		.guessed = true};
}

static const struct filter_look look = {waits, NULL, NOW};

static bool matches(const char *text)
{
	struct error error = {0};
	struct filter *filter = filter_new(text, &error);
	bool result;

	if (filter == NULL)
		fail_msg("filter %s: %s", text, error.text);
	result = filter_matches(filter, &order, &look);
	filter_free(filter);
	return result;
}

struct expected {
	const char *filter;
	bool matches;
};

static void expect_all(const struct expected *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (matches(cases[i].filter) != cases[i].matches)
			fail_msg("filter %s", cases[i].filter);
	}
}

static void words_match(void **state UNUSED)
{
	static const struct expected cases[] = {
		{"", true},
		{"   ", true},
		{"shop", true},
		{"SHOP", false}, /* a capital: as it is typed */
		{"pend", true},
		{"Pend", true},
		{"shop pending", true},
		{"shop issued", false},
		{"!issued", true},
		{"!pending", false},
		{"shop !pending", false},
		{"issued|pending", true},
		{"issued|revoked", false},
		{"!issued|revoked", true},
		{"!issued|pending", false},
		{"\"secure site\"", true},
		{"\"site secure\"", false},
		{"\"secure site", true}, /* still being typed */
		{"!\"secure site\"", false},
		{"x9|\"secure site\"", true},
		{"\"net pending\"", false}, /* not across two columns */
		{"!", true},
		{"|", true},
		{"|shop", true},
		{"\"\"", true},
		{"b\xc3\xbc"
		 "cher",
			true},
		{"B\xc3\x9c"
		 "CHER",
			false},
		{"B\xc3\xbc"
		 "cher",
			true},
		{"900101", true},
		{"!!shop", true}, /* no text has "!shop" */
		{"2026-11-17", true},
		{"2026-12-10", true},
		{"web", true},
		{"securesite_flex", true},
		{"www.example.net", true},
		{"stra\xc3\x9f"
		 "e",
			true}, /* full folding: one sharp s is two */
		{"12:30", false},
		{"2001:db8::1", false},
	};

	expect_all(cases, ARRAY_LEN(cases));
}

static void fields_match(void **state UNUSED)
{
	static const struct expected cases[] = {
		{"name:shop", true},
		{"name:pending", false},
		{"name:www", false},
		{"domain:www", true},
		{"status:pending", true},
		{"status:Pending", true},
		{"status:issued", false},
		{"status:issued|pending", true},
		{"status:issued|shop", false}, /* the field goes on */
		{"status:issued|name:shop", true},
		{"!status:pending", false},
		{"product:\"site ev\"", true},
		{"product:shop", false},
		{"organization:ag", true},
		{"org:ag", true},
		{"division:web", true},
		{"order:9001", true},
		{"order:shop", false},
		{"id:900101", true},
		{"name:", true},
		{"!name:", true},
		{"\"name:shop\"", false},
		{"waiting:approval", true},
		{"waiting:domain", false},
		{"approval", true},
		{"~3d", true},
		{"\"~3d\"", true},
		{"DigiCert", false},
	};

	expect_all(cases, ARRAY_LEN(cases));
}

static void ranges_match(void **state UNUSED)
{
	static const struct expected cases[] = {
		{"date:2026-11-17", true},
		{"date:2026-11", true},
		{"date:2026", true},
		{"date:2026-12", false},
		{"date>2026-11-16", true},
		{"date>2026-11-17", false},
		{"date>=2026-11-17", true},
		{"date<2026-11-17", false},
		{"date<=2026-11-17", true},
		{"date<2026-11-18", true},
		{"date>2026-10", true},
		{"date>2026-11", false},
		{"date<2027", true},
		{"date>2025", true},
		{"order-date:2026-11-17", true},
		{"date:-3d", true},
		{"date:-2d", false},
		{"date>-7d", true},
		{"date<-7d", false},
		{"date:today", false},
		{"date<today", true},
		{"validity<+30d", true},
		{"validity<+2w", false},
		{"end:2027-09", true},
		{"order-end>2027-09-16", false},
		{"end<+301d", true},
		{"validity>today", true},
		{"validity:2026-12", true},
		{"age>3d", true},
		{"age:3d", true},
		{"age>74h", false},
		{"age<1w", true},
		{"age:72h", false},
		{"age:73h", true},
		{"waiting>3d", true},
		{"waiting>4d", false},
		{"waiting<4d", true},
		{"waiting>=72h", true},
		{"order>900100", true},
		{"order>900101", false},
		{"order>=900101", true},
		{"order<900102", true},
		{"date>", true},
		{"date<=", true},
		{"date:2026-12|2026-11", true},
		{"!date:2026-11", false},
	};

	expect_all(cases, ARRAY_LEN(cases));
}

static void expressions_match(void **state UNUSED)
{
	static const struct expected cases[] = {
		{"~^shop", true},
		{"~^example", false},
		{"~net$", true},
		{"~^9[0-9]{5}$", true},
		{"~foo|^shop", true},
		{"~FOO|^Shop", false},
		{"!~^shop", false},
		{"~\"secure .* ev$\"", true},
		{"name:~^shop", true},
		{"name:~^www", false},
		{"domain:~^www", true},
		{"~^B\xc3\xbc", true},
		{"~^b\xc3\xbc", true},
		{"~", true},
		{"~\\W", true}, /* no capital letter */
		{"~^[[:alpha:].]+\\.net$", true},
		{"waiting:~^order", true},
		{"~[]a]", true},
	};

	expect_all(cases, ARRAY_LEN(cases));
}

/* What is wrong, and a part of what is said about it. */
static void wrong_filters(void **state UNUSED)
{
	static const struct {
		const char *filter, *says;
	} cases[] = {
		{"nmae:shop", "no field \"nmae\"; did you mean \"name\"?"},
		{"stat:x", "did you mean \"status\"?"},
		{"http://x", "quote it if it is text. There are order, name"},
		{"shop foo>1", "no field \"foo\""},
		{"name>x", "neither a date nor a number; write name:x"},
		{"date:2026-13", "is no date: 2026-11-20"},
		{"date:2026-02-30", "is no date"},
		{"date>3d", "is no date"},
		{"date:-3h", "is no date"},
		{"date:20261120", "is no date"},
		{"age:3", "is no age; write 90m"},
		{"age>3x", "is no age"},
		{"age>999999d", "is no age"},
		{"waiting>soon", "is no age"},
		{"order>x", "is no number"},
		{"order>9999999999999999999", "is no number"},
		{"~(", "cannot be read"},
		{"~[a", "cannot be read"},
		{"~(a)\\1", "cannot refer back to a group"},
		{"~((((((((((((((((((a", "repeats too much"},
		{"~(((x{99}){99}){99}){99}", "repeats too much"},
		{"~(((((((((((((a+)+)+)+)+)+)+)+)+)+)+)+)+",
			"repeats too much"},
		{"~a+++++++++++++++", "repeats too much"},
		{"~x{1,9999999999999999999999}", "repeats too much"},
		{"a b c d e f g h i j k l m n o p q", "at most 16 words"},
		{"a|b|c|d|e|f|g|h|i", "at most 8 alternatives"},
	};

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error error = {0};
		struct filter *filter = filter_new(cases[i].filter, &error);

		if (filter != NULL)
			fail_msg("filter %s is taken", cases[i].filter);
		assert_int_equal(error.kind, ERROR_USAGE);
		if (strstr(error.text, cases[i].says) == NULL)
			fail_msg("filter %s: %s", cases[i].filter, error.text);
	}
}

static void long_filters(void **state UNUSED)
{
	static char text[4096];
	struct error error = {0};
	struct filter *filter;

	memset(text, 'x', sizeof(text) - 1);
	assert_null(filter_new(text, &error));
	assert_non_null(strstr(error.text, "at most 1023 bytes"));
	text[FILTER_MAX - 1] = '\0';
	filter = filter_new(text, &error);
	assert_non_null(filter);
	assert_false(filter_matches(filter, &order, &look));
	filter_free(filter);
	text[0] = '~';
	assert_null(filter_new(text, &error));
	assert_non_null(strstr(error.text, "at most 255 bytes"));
	memset(text, '|', FILTER_MAX - 1);
	filter = filter_new(text, &error);
	assert_true(filter_is_empty(filter));
	filter_free(filter);
}

static void emptiness(void **state UNUSED)
{
	static const char *const empty[] = {
		"", "  ", "!", "|", "!|", "\"\"", "~", "name:", "date>="};
	struct error error;
	struct filter *filter;

	assert_true(filter_is_empty(NULL));
	assert_true(filter_matches(NULL, &order, &look));
	for (size_t i = 0; i < ARRAY_LEN(empty); i++) {
		filter = filter_new(empty[i], &error);
		assert_true(filter_is_empty(filter));
		filter_free(filter);
	}
	filter = filter_new("x waiting:y", &error);
	assert_false(filter_is_empty(filter));
	assert_true(filter_asks_for(filter, FILTER_WAITING));
	assert_false(filter_asks_for(filter, FILTER_NAME));
	filter_free(filter);
}

/* Where it is not known what rows wait on, no word is found there. */
static void without_waiting(void **state UNUSED)
{
	const struct filter_look nothing = {NULL, NULL, NOW};
	static const char *const filters[] = {
		"approval", "waiting:approval", "waiting>1m", "waiting:~."};
	struct error error;

	for (size_t i = 0; i < ARRAY_LEN(filters); i++) {
		struct filter *filter = filter_new(filters[i], &error);

		assert_true(filter_matches(filter, &order, &look));
		assert_false(filter_matches(filter, &order, &nothing));
		filter_free(filter);
	}
}

static void odd_rows(void **state UNUSED)
{
	static char endless[20000];
	struct order odd = {.id = "",
		.status = ORDER_STATUS_OTHER,
		.date_created = DATE_INVALID,
		.valid_till = DATE_NONE};
	static const struct expected cases[] = {
		{"x", true},
		{"date:2026", false},
		{"age>1d", false},
		{"order>1", false},
		{"~^x+$", true},
		{"~x{40}y", false},
		{"X", false},
		{"invalid", true},
		{"date:~inv", true},
	};
	struct error error;

	memset(endless, 'x', sizeof(endless) - 1);
	odd.common_name = endless;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct filter *filter = filter_new(cases[i].filter, &error);

		assert_non_null(filter);
		if (filter_matches(filter, &odd, &look) != cases[i].matches)
			fail_msg("filter %s", cases[i].filter);
		filter_free(filter);
	}
}

/* -- highlighting -- */

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

/* -- pages -- */

static void
make_rows(struct order *rows, size_t count, char (*ids)[24], char (*hosts)[48])
{
	static const char *const products[] = {
		"Secure Site", "Basic OV", "VMC", "Code Signing"};

	for (size_t i = 0; i < count; i++) {
		snprintf(ids[i], sizeof(ids[i]), "%zu", 900000 + i);
		snprintf(hosts[i], sizeof(hosts[i]), "host%zu.example.com", i);
		rows[i] = (struct order){
			.id = ids[i],
			.status = (enum order_status)(i % ORDER_STATUS_OTHER),
			.common_name = hosts[i],
			.product_name = products[i % 4],
			.date_created = NOW - (int64_t)(i / 3) * DAY,
			.order_valid_till = i % 2 == 0 ? DATE_NONE : NOW,
			.valid_till = i % 5 == 0   ? DATE_NONE
				      : i % 7 == 0 ? DATE_INVALID
						   : NOW + (int64_t)i * DAY,
		};
	}
}

static void pages_match_as_rows_do(void **state UNUSED)
{
	static const char *const filters[] = {"", "1", "host9", "issued",
		"vmc|ov", "!secure", "Secure", "~9\\.", "date>-9d",
		"end:2026-11", "invalid", "product:code !status:pending",
		"order<900050"};
	struct filter_index *index = filter_index_new();
	struct order rows[FILTER_PAGE_ROWS];
	char ids[FILTER_PAGE_ROWS][24], hosts[FILTER_PAGE_ROWS][48];
	struct error error;

	make_rows(rows, ARRAY_LEN(rows), ids, hosts);
	for (size_t i = 0; i < ARRAY_LEN(filters); i++) {
		struct filter *filter = filter_new(filters[i], &error);
		const struct filter_page *page;
		struct filter_rows found;

		filter_index_begin(index);
		page = filter_index_page(index, 3, 1, rows, ARRAY_LEN(rows));
		found = filter_page_match(page, filter, rows, &look);
		filter_index_end(index);
		for (size_t row = 0; row < ARRAY_LEN(rows); row++) {
			if (filter_rows_has(&found, row) !=
				filter_matches(filter, &rows[row], &look))
				fail_msg("filter %s, row %zu", filters[i], row);
		}
		filter_free(filter);
	}
	filter_index_free(index);
}

/* A page with another stamp is made ready anew; one that was not seen in a run
 * is forgotten. */
static void index_follows_pages(void **state UNUSED)
{
	struct filter_index *index = filter_index_new();
	struct order rows[2];
	char ids[2][24], hosts[2][48];
	struct error error;
	struct filter *filter = filter_new("name:host", &error);
	const struct filter_page *page;
	struct filter_rows found;
	size_t bytes;

	make_rows(rows, 2, ids, hosts);
	filter_index_begin(index);
	filter_index_page(index, 0, 1, rows, 2);
	filter_index_page(index, 1, 2, rows, 2);
	filter_index_end(index);
	bytes = filter_index_bytes(index);
	rows[1].common_name = "other";
	filter_index_begin(index);
	page = filter_index_page(index, 1, 3, rows, 2);
	found = filter_page_match(page, filter, rows, &look);
	assert_true(filter_rows_has(&found, 0));
	assert_false(filter_rows_has(&found, 1));
	filter_index_end(index);
	assert_true(filter_index_bytes(index) < bytes);
	filter_free(filter);
	filter_index_free(index);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_match),
		cmocka_unit_test(fields_match),
		cmocka_unit_test(ranges_match),
		cmocka_unit_test(expressions_match),
		cmocka_unit_test(wrong_filters),
		cmocka_unit_test(long_filters),
		cmocka_unit_test(emptiness),
		cmocka_unit_test(without_waiting),
		cmocka_unit_test(odd_rows),
		cmocka_unit_test(places_are_marked),
		cmocka_unit_test(long_texts_are_not_marked),
		cmocka_unit_test(pages_match_as_rows_do),
		cmocka_unit_test(index_follows_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
