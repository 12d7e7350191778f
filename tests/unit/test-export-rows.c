/* SPDX-License-Identifier: MIT
 *
 * The documents of an export, of an order that attacks a spreadsheet and a
 * terminal; and what stands behind :export.
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <limits.h>
#include <string.h>

#include "attr.h"
#include "date.h"
#include "export-form.h"
#include "export-rows.h"
#include "json-gate.h"

static const struct order odd = {
	.id = "900101",
	.status = ORDER_PENDING,
	.family = ORDER_EV_TLS,
	.common_name = "=cmd|'/c calc'!A0\t\033[2J\"x\"\n",
	.product_name = "Secure Site EV",
	.product_name_id = "ssl_ev_securesite_flex",
	.organization_id = "44001",
	.organization_name = "J\xc3\xbcrgen, GmbH",
	.date_created = DATE_NONE,
	.valid_till = DATE_NONE,
	.order_valid_till = DATE_NONE,
	.days_remaining = INT_MIN,
};

static void write_two(struct export_rows *rows, struct buf *out)
{
	struct order plain = odd;

	plain.id = "900102";
	plain.common_name = "shop.example.com";
	plain.raw = "{\"id\":900102,\"x\":\"\xe2\x80\xae\"}";
	buf_init(out, 64 * 1024);
	export_rows_head(rows, out);
	export_rows_add(rows, &odd, true, out);
	export_rows_add(rows, &plain, false, out);
	export_rows_tail(rows, 7, out);
}

static void check(enum option_format format, bool has_mark, const char *wanted)
{
	struct export_rows rows = {.format = format, .has_mark = has_mark};
	struct buf out;

	write_two(&rows, &out);
	assert_string_equal(buf_text(&out), wanted);
	buf_clear(&out);
}

#define HEAD                                                                   \
	"\"id\",\"certificate_name\",\"status\",\"valid_till\","               \
	"\"date_created\",\"days_remaining\",\"product\",\"organization\"\n"
#define ROWS                                                                   \
	"\"900101\",\"'=cmd|'/c calc'!A0 \xef\xbf\xbd[2J\"\"x\"\" \","         \
	"\"Pending\",\"\",\"\",\"\",\"Secure Site EV\","                       \
	"\"J\xc3\xbcrgen, GmbH\"\n"                                            \
	"\"900102\",\"shop.example.com\",\"Pending\",\"\",\"\",\"\","          \
	"\"Secure Site EV\",\"J\xc3\xbcrgen, GmbH\"\n"

static void test_csv(void **state)
{
	(void)state;
	check(OPTION_CSV, false, HEAD ROWS);
	check(OPTION_CSV, true, "\xef\xbb\xbf" HEAD ROWS);
}

static void test_tsv(void **state)
{
	(void)state;
	check(OPTION_TSV, true,
		"id\tcertificate_name\tstatus\tvalid_till\tdate_created\t"
		"days_remaining\tproduct\torganization\n"
		"900101\t=cmd|'/c calc'!A0 \xef\xbf\xbd[2J\"x\" \tPending\t\t"
		"\t\tSecure Site EV\tJ\xc3\xbcrgen, GmbH\n"
		"900102\tshop.example.com\tPending\t\t\t\tSecure Site EV\t"
		"J\xc3\xbcrgen, GmbH\n");
}

static void test_json(void **state)
{
	struct export_rows rows = {.format = OPTION_JSON, .has_mark = true};
	struct error error;
	struct buf out, fixed;

	(void)state;
	write_two(&rows, &out);
	buf_init(&fixed, 64 * 1024);
	assert_true(json_gate(buf_text(&out), out.len, &fixed, &error));
	assert_int_equal(fixed.len, 0);
	buf_clear(&fixed);
	assert_non_null(
		strstr(buf_text(&out), "{\"orders\": [{\"id\": 900101"));
	assert_non_null(strstr(buf_text(&out), "\"status\": \"pending\""));
	assert_non_null(strstr(buf_text(&out), "\"total\": 7}"));
	for (const char *c = buf_text(&out); *c != '\0'; c++)
		assert_true((unsigned char)*c >= 0x20 || *c == '\n');
	assert_null(strstr(buf_text(&out), "\xe2\x80\xae"));
	buf_clear(&out);
}

static void test_text(void **state)
{
	struct export_rows rows = {.format = OPTION_TEXT};
	const char *line;
	struct buf out;

	(void)state;
	write_two(&rows, &out);
	assert_int_equal(
		strncmp(buf_text(&out), "Order       Certificate name", 28), 0);
	line = strchr(buf_text(&out), '\n') + 1;
	assert_int_equal(strncmp(line, "900101      =cmd", 16), 0);
	buf_clear(&out);
}

static void test_words(void **state)
{
	static const struct {
		const char *words, *path;
		enum option_format format;
	} cases[] = {
		{"a.csv", "a.csv", OPTION_CSV},
		{"a.json", "a.json", OPTION_JSON},
		{"a.tsv", "a.tsv", OPTION_TSV},
		{"a.txt", "a.txt", OPTION_TEXT},
		{"a.xls", "a.xls", OPTION_CSV},
		{"a", "a", OPTION_CSV},
		{"my orders.csv json", "my orders.csv", OPTION_JSON},
		{"csv", NULL, OPTION_CSV}, /* the file was forgotten */
		{"./csv", "./csv", OPTION_CSV},
		{"csv json", "csv", OPTION_JSON},
		{"a  text", "a", OPTION_TEXT},
		{"|sort json", "|sort json", OPTION_CSV},
		{"json |jq .", "|jq .", OPTION_JSON},
		{"a |b", "a |b", OPTION_CSV},
		{"|", NULL, OPTION_CSV},
		{"|  ", NULL, OPTION_CSV},
	};
	struct export_choice choice = {0};
	struct error error;
	char out[64];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		bool good = export_form_read(
			cases[i].words, out, sizeof(out), &choice, &error);

		assert_int_equal(good, cases[i].path != NULL);
		if (!good)
			continue;
		assert_string_equal(choice.path, cases[i].path);
		assert_int_equal(choice.format, cases[i].format);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csv),
		cmocka_unit_test(test_tsv),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
