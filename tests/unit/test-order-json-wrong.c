/* SPDX-License-Identifier: MIT
 *
 * Every member of the recorded answers left out, and replaced by every kind of
 * wrong value: the answer is still read, and a row of the list that has become
 * odd changes nothing in any other row.
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
#include "mem.h"
#include "order-json.h"
#include "tests/support/fixture.h"
#include "tests/support/wrong.h"

static void decode_details(const char *text, size_t len)
{
	struct error error;
	struct order_details *details = order_json_details(text, len, &error);
	assert_non_null(details);
	assert_int_equal(details->raw[0], '{');
	assert_non_null(order_name(&details->head));
	assert_non_null(order_status_shown(&details->head));
	order_details_free(details);
}

static void decode_validation(const char *text, size_t len)
{
	struct error error;
	struct order_validation *validation =
		order_json_validation(text, len, &error);
	assert_non_null(validation);
	order_validation_free(validation);
}

static void decode_notes(const char *text, size_t len)
{
	struct error error;
	struct order_notes *notes = order_json_notes(text, len, &error);
	assert_non_null(notes);
	order_notes_free(notes);
}

static void decode_emails(const char *text, size_t len)
{
	struct error error;
	struct order_emails *emails = order_json_emails(text, len, &error);
	assert_non_null(emails);
	order_emails_free(emails);
}

/* Those that have nothing else to look at. */
#define DECODER(name, type, free_it)                                           \
	static void decode_##name(const char *text, size_t len)                \
	{                                                                      \
		struct error error;                                            \
		struct type *read = order_json_##name(text, len, &error);      \
		assert_non_null(read);                                         \
		free_it(read);                                                 \
	}

DECODER(changes, order_changes, order_changes_free)
DECODER(certificates, order_certificates, order_certificates_free)
DECODER(organization, organization, organization_free)
DECODER(organization_validations, organization_validations,
	organization_validations_free)
DECODER(users, people, people_free)

/* -- the list: rows as texts, to be compared ------------------------------- */

#define ROWS 16

struct rows {
	char *items[ROWS];
	size_t count;
};

static const char *or_none(const char *text)
{
	return text != NULL ? text : "-";
}

static char *row_text(const struct order *row)
{
	return mem_printf("%s %s %s %s %s %s %s %zu %lld %lld %d %s", row->id,
		or_none(row->status_text), order_name(row),
		or_none(row->certificate_id), or_none(row->product_name_id),
		or_none(row->organization_name), or_none(row->container_name),
		row->dns_name_count, (long long)row->date_created,
		(long long)row->valid_till, row->unreadable, row->raw);
}

static struct rows rows_of(const char *text, size_t len)
{
	struct error error;
	struct order_page *page = order_json_page(text, len, true, &error);
	struct rows rows = {.count = 0};

	assert_non_null(page);
	assert_true(page->count <= ROWS);
	for (; rows.count < page->count; rows.count++)
		rows.items[rows.count] = row_text(&page->rows[rows.count]);
	order_page_free(page);
	return rows;
}

static void free_rows(struct rows *rows)
{
	for (size_t i = 0; i < rows->count; i++)
		free(rows->items[i]);
}

static void decode_page(const char *text, size_t len)
{
	struct rows rows = rows_of(text, len);

	free_rows(&rows);
}

/* -- the tests ------------------------------------------------------------- */

/* cmocka's tests take no argument of ours. */
static void (*decode)(const char *text, size_t len);

static void is_read(void *data UNUSED, const char *wrong,
	const char *text UNUSED, const char *place UNUSED)
{
	decode(wrong, strlen(wrong));
}

static void wrong_values_break_nothing(void **state)
{
	static const struct {
		const char *file;
		void (*decode)(const char *text, size_t len);
		int least; /* values in the file */
	} cases[] = {
		{"order-ev.json", decode_details, 130},
		{"order-mark.json", decode_details, 30},
		{"order-client.json", decode_details, 20},
		{"odd-4-flags.json", decode_details, 25},
		{"odd-6-shapes.json", decode_details, 20},
		{"validation-ev.json", decode_validation, 60},
		{"scene-validation-odd.json", decode_validation, 60},
		{"notes.json", decode_notes, 20},
		{"emails.json", decode_emails, 10},
		{"orders-recorded.json", decode_page, 75},
		{"changes.json", decode_changes, 12},
		{"certificates.json", decode_certificates, 20},
		{"organization.json", decode_organization, 30},
		{"organization-validation.json",
			decode_organization_validations, 20},
		{"users.json", decode_users, 40},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *text = fixture_load(cases[i].file, NULL);

		decode = cases[i].decode;
		assert_true(wrong_each(text, is_read, NULL) >= cases[i].least);
		free(text);
	}
}

static void only_its_row_is_odd(void *data UNUSED, const char *wrong,
	const char *text, const char *place)
{
	int odd = wrong_row(text, place);
	struct rows before, after;

	if (odd < 0)
		return;
	before = rows_of(text, strlen(text));
	after = rows_of(wrong, strlen(wrong));
	assert_int_equal(after.count, before.count);
	for (size_t i = 0; i < before.count; i++) {
		if ((int)i != odd)
			assert_string_equal(after.items[i], before.items[i]);
	}
	free_rows(&before);
	free_rows(&after);
}

static void an_odd_row_changes_no_other(void **state)
{
	static const char *const files[] = {"orders.json",
		"orders-recorded.json", "odd-2-missing-objects.json",
		"odd-3-ids.json", "odd-5-dates.json", "odd-7-words.json",
		"odd-rows.json"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		char *text = fixture_load(files[i], NULL);

		assert_true(wrong_each(text, only_its_row_is_odd, NULL) >= 15);
		free(text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wrong_values_break_nothing),
		cmocka_unit_test(an_odd_row_changes_no_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
