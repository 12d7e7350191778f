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
#include "order-json-scan.h"
#include "order-json.h"
#include "tests/support/fixture.h"

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
DECODER(approvers, people, people_free)

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

/* -- making it wrong ------------------------------------------------------- */

static const char *const wrong_values[] = {"null", "true", "-1", "0", "1e400",
	"9007199254740993", "0.5", "\"\"", "\" \"", "\"x\\u0000\\uD800\"",
	"\"2026-13-45\"", "\"99999999999999999999\"", "[]", "[null]", "{}",
	"[[],{},7,\"x\",null]", "{\"a\":[{\"b\":{}}]}"};

struct place {
	const char *value;
	const char *name; /* of the member; NULL for an item of an array */
};

/* The next value behind the place: behind a colon, an opening bracket, or a
 * comma within an array. */
static bool next_place(struct place *place)
{
	const char *p = place->value;

	for (; *p != '\0'; p++) {
		if (*p == '"') {
			place->name = p;
			p = order_json_scan_blanks(order_json_scan_string(p));
			if (*p != ':')
				place->name = NULL;
		}
		if (*p != ':' && *p != '[' && *p != ',')
			continue;
		place->value = order_json_scan_blanks(p + 1);
		if (*p != ':' && *place->value == '"' &&
			*order_json_scan_blanks(
				order_json_scan_string(place->value)) == ':')
			continue; /* the comma between two members */
		if (*p != ':')
			place->name = NULL;
		if (*place->value != ']')
			return true;
	}
	return false;
}

static char *
replaced(const char *text, const struct place *place, const char *with)
{
	return mem_printf("%.*s%s%s", (int)(place->value - text), text, with,
		order_json_scan_value(place->value));
}

/* Without the member, and without one of the commas beside it. */
static char *without(const char *text, const struct place *place)
{
	const char *from = place->name;
	const char *to =
		order_json_scan_blanks(order_json_scan_value(place->value));

	if (*to == ',')
		to++;
	else
		while (from > text && *from != ',' && *from != '{')
			from--;
	from += *from == '{';
	return mem_printf("%.*s%s", (int)(from - text), text, to);
}

static char *huge(void)
{
	char *text = mem_alloc(100003);

	memset(text, 'x', 100002);
	text[0] = text[100001] = '"';
	text[100002] = '\0';
	return text;
}

/* Calls `check` with each wrong form of the text. Returns how many values
 * there are. */
static int
each_wrong(const char *text, void (*check)(const char *wrong, const char *text,
				     const struct place *place))
{
	struct place place = {.value = text};
	char *wrong, *long_text = huge();
	int values = 0;

	for (; next_place(&place); values++) {
		for (size_t i = 0; i <= ARRAY_LEN(wrong_values); i++) {
			wrong = replaced(text, &place,
				i < ARRAY_LEN(wrong_values) ? wrong_values[i]
							    : long_text);
			check(wrong, text, &place);
			free(wrong);
		}
		if (place.name == NULL)
			continue;
		wrong = without(text, &place);
		check(wrong, text, &place);
		free(wrong);
	}
	free(long_text);
	return values;
}

/* -- the tests ------------------------------------------------------------- */

/* cmocka's tests take no argument of ours. */
static void (*decode)(const char *text, size_t len);

static void is_read(const char *wrong, const char *text UNUSED,
	const struct place *place UNUSED)
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
		{"approvers.json", decode_approvers, 12},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *text = fixture_load(cases[i].file, NULL);

		decode = cases[i].decode;
		assert_true(each_wrong(text, is_read) >= cases[i].least);
		free(text);
	}
}

/* Which row of the list the place is in; -1 outside of all. */
static int row_at(const char *text, const char *place)
{
	const char *p = strchr(strstr(text, "\"orders\""), '[') + 1;

	for (int row = 0; *p != ']'; row++) {
		const char *end;

		p = order_json_scan_blanks(p);
		end = order_json_scan_value(p);
		if (place >= p && place < end)
			return row;
		p = order_json_scan_blanks(end);
		p += *p == ',';
	}
	return -1;
}

static void only_its_row_is_odd(
	const char *wrong, const char *text, const struct place *place)
{
	int odd = row_at(text, place->value);
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

		assert_true(each_wrong(text, only_its_row_is_odd) >= 15);
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
