/* SPDX-License-Identifier: MIT
 *
 * The filter language against a row, and what is wrong in a filter.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "attr.h"
#include "filter.h"
#include "text.h"

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
		{"status:~2026", false},
		{"end:~secure", false},
		{"product:ag", false},
		{"org:web", false},
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
		{"order<999999999999999999", true},
		{"age<99999d", true},
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
		{"~\\Wstrasse", true},
		{"~\\Wexample", true},
		{"~\\WExample", false},
		{"~\\W", true}, /* no capital letter */
		{"~^[[:alpha:].]+\\.net$", true},
		{"waiting:~^order", true},
		{"~[]a]", true},
		/* What looks costly and is not. */
		{"~^.{3,9}[.][a-z]+[.](com|net|org)$", true},
		{"~^[a-z]{4}[.].{11,40}$", true},
		{"~.*[[:alpha:]]{2}[.][a-z0-9]*[.]net.*", true},
		{"~^shop(.(example|other)).net.?$", true},
	};

	expect_all(cases, ARRAY_LEN(cases));
}

/* What is wrong, and a part of what is said about it. */
static void wrong_filters(void **state UNUSED)
{
	static const struct {
		const char *filter, *says;
	} cases[] = {
		{"nmae:shop", "no field \"nmae\". Did you mean name?"},
		{"stat:x", "Did you mean status?"},
		{"http://x", "quote it if it is text. There are order, name"},
		{"shop foo>1", "no field \"foo\""},
		{"name>x", "neither a date nor a number; write name:x"},
		{"date:2026-13", "is no date: 2026-11-20"},
		{"date:2026-02-30", "is no date"},
		{"date>3d", "is no date"},
		{"date:-3h", "is no date"},
		{"date:20261120", "is no date"},
		{"date:2026x11", "is no date"},
		{"date:2026-1x", "is no date"},
		{"date:2026-11x20", "is no date"},
		{"date:2026-11-2x", "is no date"},
		{"date:2026-11-201", "is no date"},
		{"date:2026-1-20", "is no date"},
		{"date:202-11-20", "is no date"},
		{"order>1000000000000000000", "is no number"},
		{"age>100000d", "is no age"},
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
		{"~a***", "repeats too much"},
		{"~a{2}{3}{4}", "repeats too much"},
		{"~x{1,9999999999999999999999}", "repeats too much"},
		{"~.*[a-m].{20}x", "in or behind a repeat"},
		{"~a+...........b", "in or behind a repeat"},
		{"~(.|[a-m].{10})*b", "in or behind a repeat"},
		{"~(a*[a-m]b){11}", "in or behind a repeat"},
		{"~((a{2,}|b)c)[a-m](.{3}){3}b", "in or behind a repeat"},
		{"~a*(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)",
			"in or behind a repeat"},
		{"~a*b?c?b?c?b?c?b?c?b?c?b?c", "in or behind a repeat"},
		{"~a*\\w\\w\\w\\w\\w\\w\\W\\s\\S\\w\\w",
			"in or behind a repeat"},
		{"a b c d e f g h i j k l m n o p q", "at most 16 words"},
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

static void is_taken(const char *text, bool expected)
{
	struct error error;
	struct filter *filter = filter_new(text, &error);

	if ((filter != NULL) != expected)
		fail_msg("filter %s", text);
	filter_free(filter);
}

#define TEN_PLUS "a+a+a+a+a+a+a+a+a+a+"

/* Up to a limit, and only what does repeat. */
static void repeats_are_counted(void **state UNUSED)
{
	is_taken("~" TEN_PLUS, true);
	is_taken("~" TEN_PLUS "a+", false);
	is_taken("~[++++++++++++]" TEN_PLUS, true);
	is_taken("~[++++++++++++]" TEN_PLUS "a+", false);
	is_taken("~[]++++++++++++]" TEN_PLUS, true);
	is_taken("~[^]++++++++++++]" TEN_PLUS, true);
	is_taken("~[^]++++++++++++]" TEN_PLUS "a+", false);
	is_taken("~[[:alpha:]++++++++++++]" TEN_PLUS, true);
	is_taken("~[[:alpha:]]" TEN_PLUS "a+", false);
	is_taken("~[[.].]++++++++++++]" TEN_PLUS, true);
	is_taken("~\\+\\+\\+" TEN_PLUS, true);
	is_taken("~\\." TEN_PLUS "a+", false);
	is_taken("~x{1023}", true);
	is_taken("~x{1024}", false);
	is_taken("~x{2,1023}", true);
	is_taken("~x{1024,}", false);
	is_taken("~x{31}y{31}", true);
	is_taken("~x{31}y{32}", false);
	is_taken("~x{31,1}{32}", false);
	is_taken("~((((((((((((((((a))))))))))))))))", true);
	is_taken("~(((((((((((((((((a)))))))))))))))))", false);
	is_taken("~()()()()()()()()()()()()()()()()()()", true);
	is_taken("~(a)\\9", false);
	is_taken("~a\\", false);
}

static void long_filters(void **state UNUSED)
{
	static char text[4096];
	struct error error = {0};
	struct filter *filter;

	memset(text, 'x', sizeof(text) - 1);
	assert_null(filter_new(text, &error));
	text[FILTER_MAX] = '\0';
	error_clear(&error);
	assert_null(filter_new(text, &error));
	assert_non_null(strstr(error.text, "at most 1023 bytes"));
	text[FILTER_MAX - 1] = '\0';
	filter = filter_new(text, &error);
	assert_non_null(filter);
	assert_false(filter_matches(filter, &order, &look));
	filter_free(filter);
	text[0] = '~';
	text[256] = '\0';
	is_taken(text, true);
	text[256] = 'x';
	text[257] = '\0';
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

	filter_free(NULL);
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

static struct waiting waits_on(void *data, const struct order *row UNUSED)
{
	return *(const struct waiting *)data;
}

/* Each gate by what is shown for it, and by nothing where nothing is. */
static void gates_are_found(void **state UNUSED)
{
	static const struct {
		struct waiting waiting;
		const char *filter;
		bool matches;
	} cases[] = {
		{{.gate = WAITING_UNKNOWN}, "waiting:...", false},
		{{.gate = WAITING_NOTHING}, "waiting:-", false},
		{{.gate = WAITING_ADMINISTRATOR}, "admin", true},
		{{.gate = WAITING_DOMAIN, .done = 1, .of = 3},
			"waiting:\"(1 of 3)\"", true},
		{{.gate = WAITING_DOMAIN, .done = 1, .of = 3}, "waiting:2",
			false},
		{{.gate = WAITING_ORGANIZATION}, "waiting:org", true},
		{{.gate = WAITING_NO_CONTACT}, "validated", true},
		{{.gate = WAITING_ORDER_APPROVAL, .since = NOW - 7200}, "2h",
			true},
		{{.gate = WAITING_ORDER_APPROVAL, .since = NOW - 7200},
			"\"approval now\"", false},
		{{.gate = WAITING_DIGICERT}, "DigiCert", true},
		{{.gate = WAITING_DIGICERT}, "waiting>1h", false},
		{{.gate = WAITING_RECIPIENT}, "recip", true},
		{{.gate = WAITING_RECIPIENT}, "digicert", false},
	};
	struct error error;

	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct waiting waiting = cases[i].waiting;
		const struct filter_look at = {waits_on, &waiting, NOW};
		struct filter *filter = filter_new(cases[i].filter, &error);

		if (filter_matches(filter, &order, &at) != cases[i].matches)
			fail_msg("filter %s, gate %d", cases[i].filter,
				(int)waiting.gate);
		filter_free(filter);
	}
}

static bool row_matches(const char *text, const struct order *row)
{
	struct error error;
	struct filter *filter = filter_new(text, &error);
	bool result = filter_matches(filter, row, &look);

	filter_free(filter);
	return result;
}

/* Only the start of a text is looked at, to its last byte. */
static void long_texts_are_cut(void **state UNUSED)
{
	static char name[FILTER_TEXT_MAX + 9];
	struct order row = {.id = "1", .common_name = name};

	memset(name, '.', FILTER_TEXT_MAX - 1);
	memcpy(name + FILTER_TEXT_MAX - 1, "ABtail", sizeof("ABtail"));
	assert_true(row_matches("a", &row));
	assert_true(row_matches("~[.]a$", &row));
	assert_true(row_matches("~[.]A$", &row));
	assert_false(row_matches("b|~b", &row));
	assert_false(row_matches("~B", &row));
	assert_false(row_matches("tail", &row));
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

/* Days are those of UTC, from their first second to their last. */
static void days_have_borders(void **state UNUSED)
{
	const int64_t midnight = NOW - NOW % DAY;
	struct filter_look now = {NULL, NULL, midnight};
	struct order row = {.id = "1", .date_created = midnight};
	struct error error;
	struct filter *filter = filter_new("date:today", &error);

	assert_true(filter_matches(filter, &row, &now));
	now.now = midnight + DAY - 1;
	assert_true(filter_matches(filter, &row, &now));
	now.now = midnight + DAY;
	assert_false(filter_matches(filter, &row, &now));
	now.now = midnight;
	row.date_created = midnight - 1;
	assert_false(filter_matches(filter, &row, &now));
	row.date_created = midnight + DAY - 1;
	assert_true(filter_matches(filter, &row, &now));
	filter_free(filter);
	/* So long ago that nobody can say how long. */
	row.date_created = DATE_INVALID + 1;
	filter = filter_new("age>1d|age<=1d", &error);
	assert_false(filter_matches(filter, &row, &now));
	filter_free(filter);
}

/* As many numbers as a person pastes, in one word or in several. */
static void alternatives_are_counted(void **state UNUSED)
{
	char text[FILTER_MAX] = "900101";
	char *end = text + strlen(text);

	for (size_t i = 1; i < FILTER_ATOMS; i++)
		end = stpcpy(end, i % 64 == 0 ? " a" : "|a");
	is_taken(text, true);
	text_format(end, sizeof(text) - (size_t)(end - text), "|a");
	is_taken(text, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_match),
		cmocka_unit_test(fields_match),
		cmocka_unit_test(ranges_match),
		cmocka_unit_test(expressions_match),
		cmocka_unit_test(wrong_filters),
		cmocka_unit_test(repeats_are_counted),
		cmocka_unit_test(long_filters),
		cmocka_unit_test(emptiness),
		cmocka_unit_test(without_waiting),
		cmocka_unit_test(odd_rows),
		cmocka_unit_test(gates_are_found),
		cmocka_unit_test(long_texts_are_cut),
		cmocka_unit_test(days_have_borders),
		cmocka_unit_test(alternatives_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
