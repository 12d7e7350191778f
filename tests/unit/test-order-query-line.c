/* SPDX-License-Identifier: MIT
 *
 * A query as one line: what is read, what is refused, and that printing and
 * reading give the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "order-query.h"

static const char *printed(const struct order_query *query)
{
	static char out[10000];
	struct buf text;

	buf_init(&text, sizeof(out));
	order_query_print(query, &text);
	memcpy(out, buf_text(&text), text.len + 1);
	buf_clear(&text);
	return out;
}

static void lines_are_read_and_printed(void **state)
{
	static const struct {
		const char *line, *printed; /* NULL: the same */
	} cases[] = {
		{"", NULL},
		{"status=pending", NULL},
		{"status=pending,issued product_name_id=a,b,c", NULL},
		{"  status=Pending   id=900101 ", "status=pending id=900101"},
		{"status=\"Emailed to Recipient\"", "status=waiting_pickup"},
		{"status=pending status=issued", "status=pending,issued"},
		{"common_name=\"two words\",one", NULL},
		{"common_name=\"a \"\"b\"\", c\"", NULL},
		{"search=%shop", NULL},
		{"date_created=2026-11-01...2026-11-30 valid_till=+60d", NULL},
		{"date_created=>2026-11-01 valid_till=<2027-01-01", NULL},
		{"date_created=-30d sort=valid_till", NULL},
		{"sort=-date", ""},
		{"sort=-name", "sort=-common_name"},
		{"is_renewed=yes", "is_renewed=1"},
		{"is_renewed=No origin=migrated",
			"is_renewed=0 origin=migrated"},
		{"serial_number=0a:1B:c2", "serial_number=0a1Bc2"},
		{"status=,,pending,", "status=pending"},
		{"organization_id=1,22 container_id=3 user_id=4", NULL},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const char *want = cases[i].printed != NULL ? cases[i].printed
							    : cases[i].line;
		struct order_query query, again;
		struct error error;

		assert_true(order_query_parse(&query, cases[i].line, &error));
		assert_string_equal(printed(&query), want);
		assert_true(order_query_parse(&again, printed(&query), &error));
		assert_true(order_query_equal(&query, &again));
	}
}

static void wrong_lines_change_nothing(void **state)
{
	static const struct {
		const char *line, *says;
	} cases[] = {
		{"colour=red", "\"colour\""},
		{"statu=pending", "Did you mean status?"},
		{"status", "name=value"},
		{"=x", "\"\""},
		{"status=pendng", "there are pending, reissue_pending"},
		{"id=9001/1", "order number"},
		{"organization_id=Example", "its number"},
		{"product_name_id=Secure", "product identifier"},
		{"date_created=yesterday", "2026-11-01...2026-11-30"},
		{"date_created=2026-13-01", "no date"},
		{"date_created=2026-11-30...2026-11-01", "no date"},
		{"date_created=>>2026-11-30", "no date"},
		{"date_created=2026-11-30...", "no date"},
		{"date_created=2026-11-30T10:00:00Z", "no date"},
		{"valid_till=+d", "no date"},
		{"valid_till=+36501d", "no date"},
		{"is_renewed=maybe", "1 (yes)"},
		{"origin=mars", "certcentral"},
		{"serial_number=xyz", "hexadecimal"},
		{"serial_number=::", "no digit"},
		{"sort=colour", "sorts by"},
		{"common_name=\"open", "not closed"},
		{"common_name=\"a\"b", "not closed"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct order_query query;
		struct error error = {0};

		assert_true(order_query_parse(&query, "id=1", &error));
		assert_false(order_query_parse(&query, cases[i].line, &error));
		assert_int_equal(error.kind, ERROR_USAGE);
		if (strstr(error.text, cases[i].says) == NULL)
			fail_msg("%s: %s", cases[i].line, error.text);
		assert_string_equal(printed(&query), "id=1");
	}
}

static void too_much_is_refused(void **state)
{
	struct order_query query;
	struct error error;
	char line[ORDER_QUERY_VALUE + 20] = "email=";

	(void)state;
	memset(line + 6, 'x', ORDER_QUERY_VALUE);
	assert_false(order_query_parse(&query, line, &error));
	line[6 + ORDER_QUERY_VALUE - 1] = '\0';
	assert_true(order_query_parse(&query, line, &error));
	assert_false(order_query_parse(&query,
		"id=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,"
		"23,24,25,26,27,28,29,30,31,32,33",
		&error));
}

/* One filter's values, as a field of a form has them. */
static void lists_are_added_whole_or_not(void **state)
{
	struct order_query query;
	struct error error;
	struct buf out;

	(void)state;
	order_query_init(&query);
	assert_true(order_query_add_list(
		&query, "status", "Pending, Emailed to Recipient", &error));
	assert_true(order_query_add_list(
		&query, "common_name", "two words,\"a, b\"", &error));
	assert_string_equal(printed(&query),
		"status=pending,waiting_pickup "
		"common_name=\"two words\",\"a, b\"");
	assert_false(
		order_query_add_list(&query, "status", "issued,odd", &error));
	assert_false(order_query_add_list(&query, "colour", "red", &error));
	assert_int_equal(query.filter_count, 4);
	buf_init(&out, 1000);
	order_query_print_list(&query, "common_name", &out);
	assert_string_equal(buf_text(&out), "\"two words\",\"a, b\"");
	assert_true(order_query_add_list(
		&query, "id", "900101 900102  900103, 900104", &error));
	assert_false(order_query_add_list(&query, "id", "1 t/o", &error));
	buf_reset(&out);
	order_query_print_list(&query, "id", &out);
	assert_string_equal(buf_text(&out), "900101,900102,900103,900104");
	buf_reset(&out);
	order_query_print_list(&query, "email", &out);
	assert_string_equal(buf_text(&out), "");
	buf_clear(&out);
}

static void fields_have_names_and_labels(void **state)
{
	(void)state;
	for (size_t i = 0; i < order_query_field_count(); i++) {
		const struct order_query_field *field = order_query_field(i);

		assert_ptr_equal(order_query_field_find(field->name), field);
		assert_true(strlen(field->label) > 0);
	}
	assert_null(order_query_field(order_query_field_count()));
	assert_null(order_query_field_find("sort"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_read_and_printed),
		cmocka_unit_test(wrong_lines_change_nothing),
		cmocka_unit_test(too_much_is_refused),
		cmocka_unit_test(lists_are_added_whole_or_not),
		cmocka_unit_test(fields_have_names_and_labels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
