/* SPDX-License-Identifier: MIT
 *
 * Answers that were cut: no beginning of one is taken for the whole. All of
 * each fixture, and of a page of 100 orders (114 kB) each CUT_STEPth (97; 1
 * takes some minutes).
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
#include "order-json.h"
#include "tests/support/amount.h"
#include "tests/support/fixture.h"

#define PAGE_ROWS 100
#define PAGE_SIZE ((size_t)114000)

/* True if it was taken. */
typedef bool (*read_fn)(const char *text, size_t len);

#define READ(type, decode, clear)                                              \
	static bool read_##decode(const char *text, size_t len)                \
	{                                                                      \
		struct error error;                                            \
		struct type *whole = decode(text, len, &error);                \
                                                                               \
		if (whole == NULL)                                             \
			return false;                                          \
		clear(whole);                                                  \
		return true;                                                   \
	}

READ(order_details, order_json_details, order_details_free)
READ(order_validation, order_json_validation, order_validation_free)
READ(order_notes, order_json_notes, order_notes_free)
READ(order_emails, order_json_emails, order_emails_free)
READ(order_changes, order_json_changes, order_changes_free)
READ(order_certificates, order_json_certificates, order_certificates_free)
READ(organization, order_json_organization, organization_free)
READ(people, order_json_users, people_free)

static bool read_page(const char *text, size_t len)
{
	struct error error;
	struct order_page *page = order_json_page(text, len, true, &error);

	if (page == NULL)
		return false;
	order_page_free(page);
	return true;
}

static void
cut_everywhere(const char *text, size_t len, read_fn read, size_t step)
{
	while (len > 0 && text[len - 1] != '}')
		len--;
	assert_true(read(text, len));
	for (size_t cut = 0; cut < len; cut += step)
		if (read(text, cut))
			fail_msg("%zu bytes of %zu are taken", cut, len);
	/* The last ones are the most like a whole. */
	for (size_t cut = len - 1; cut > 0 && cut + 200 > len; cut--)
		assert_false(read(text, cut));
}

static void test_fixtures(void **state)
{
	static const struct {
		const char *file;
		read_fn read;
	} cases[] = {
		{"orders.json", read_page},
		{"order-ev.json", read_order_json_details},
		{"order-client.json", read_order_json_details},
		{"order-mark.json", read_order_json_details},
		{"validation-ev.json", read_order_json_validation},
		{"notes.json", read_order_json_notes},
		{"emails.json", read_order_json_emails},
		{"changes.json", read_order_json_changes},
		{"certificates.json", read_order_json_certificates},
		{"organization.json", read_order_json_organization},
		{"users.json", read_order_json_users},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		size_t len;
		char *text = fixture_load(cases[i].file, &len);

		cut_everywhere(text, len, cases[i].read, (size_t)amount_step());
		free(text);
	}
}

/* As the service's rows are: 1.1 kB each. */
static void make_page(struct buf *out)
{
	buf_puts(out, "{\"orders\":[");
	for (int i = 0; i < PAGE_ROWS; i++) {
		size_t start = out->len;

		buf_printf(out,
			"%s{\"id\":%d,\"certificate\":{\"id\":%d,"
			"\"common_name\":\"shop%d.example.com\",\"dns_names\":[",
			i > 0 ? "," : "", 900001 + i, 700001 + i, i);
		for (int n = 0; out->len - start < PAGE_SIZE / PAGE_ROWS - 150;
			n++)
			buf_printf(out, "%s\"host%d.shop%d.example.com\"",
				n > 0 ? "," : "", n, i);
		buf_puts(out,
			"]},\"status\":\"pending\",\"date_created\":"
			"\"2026-11-20T14:02:11+00:00\",\"organization\":{\"id\":"
			"44001,\"name\":\"Example GmbH\"},\"product\":{\"name_id\":"
			"\"ssl_ev_basic\"}}");
	}
	buf_puts(out, "],\"page\":{\"total\":100,\"limit\":100,\"offset\":0}}");
}

static size_t cut_step(void)
{
	const char *text = getenv("CUT_STEP");
	long step = text != NULL ? strtol(text, NULL, 10) : 97;

	return step > 0 ? (size_t)(step * (text != NULL ? 1 : amount_step()))
			: 97;
}

static void test_large_page(void **state)
{
	struct buf page;

	(void)state;
	buf_init(&page, 2 * PAGE_SIZE);
	make_page(&page);
	assert_true(page.len >= PAGE_SIZE);
	cut_everywhere(buf_text(&page), page.len, read_page, cut_step());
	buf_clear(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fixtures),
		cmocka_unit_test(test_large_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
