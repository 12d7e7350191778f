/* SPDX-License-Identifier: MIT
 *
 * The list, the account, the user and error answers: as the contract says,
 * and with each surprise of certcentral-api.md 14 that touches them.
 */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "json-gate.h"
#include "log.h"
#include "order-json.h"
#include "text.h"
#include "tests/support/fixture.h"

static struct order_page *page_of(const char *name, bool keep_raw)
{
	struct error error;
	size_t len;
	char *text = fixture_load(name, &len);
	struct order_page *page = order_json_page(text, len, keep_raw, &error);
	free(text);
	assert_non_null(page);
	return page;
}

static struct order_page *page_from(const char *text)
{
	struct error error;
	struct order_page *page =
		order_json_page(text, strlen(text), true, &error);
	assert_non_null(page);
	return page;
}

static int64_t date(const char *text)
{
	int64_t seconds = 0;
	assert_true(date_parse(text, &seconds, NULL));
	return seconds;
}

static void rows_are_read(void **state)
{
	struct order_page *page = page_of("orders.json", false);
	const struct order *row = page->rows;
	(void)state;
	assert_int_equal(page->count, 2);
	assert_int_equal(page->total, 31);

	assert_string_equal(row->id, "900101");
	assert_int_equal(row->status, ORDER_PENDING);
	assert_string_equal(row->status_text, "pending");
	assert_int_equal(row->family, ORDER_EV_TLS);
	assert_string_equal(row->common_name, "shop.example.net");
	assert_string_equal(row->product_name_id, "ssl_ev_securesite_flex");
	assert_string_equal(row->product_name, "Secure Site EV");
	assert_string_equal(row->product_type, "ssl_certificate");
	assert_string_equal(row->organization_id, "44001");
	assert_string_equal(row->organization_name, "Example Paper AG");
	assert_string_equal(row->container_id, "31");
	assert_string_equal(row->container_name, "Web team");
	assert_string_equal(row->certificate_id, "700201");
	assert_int_equal(row->dns_name_count, 2);
	assert_string_equal(row->dns_names[1], "www.shop.example.net");
	assert_int_equal(row->date_created, date("2026-02-11T09:14:02Z"));
	assert_int_equal(row->valid_till, DATE_NONE);
	assert_int_equal(row->days_remaining, INT_MIN);
	assert_int_equal(row->validity_years, 1);
	assert_false(row->is_renewed);
	assert_false(row->has_duplicates);
	assert_int_equal(row->unreadable, 0);
	assert_null(row->raw);

	row++;
	assert_int_equal(row->family, ORDER_DV_TLS);
	assert_null(row->organization_id);
	assert_null(row->organization_name);
	assert_int_equal(row->valid_till, date("2027-01-09"));
	assert_int_equal(row->days_remaining, 212);
	assert_true(row->is_renewed);
	assert_true(row->has_duplicates);
	order_page_free(page);
}

static void odd_1_lists_without_members(void **state)
{
	struct order_page *page = page_of("odd-1-empty-list.json", true);
	(void)state;
	assert_int_equal(page->count, 0);
	assert_int_equal(page->total, 0);
	order_page_free(page);

	page = page_of("odd-1-no-page.json", true);
	assert_int_equal(page->count, 3);
	assert_int_equal(page->total, -1);
	order_page_free(page);

	page = page_of("odd-1-small-total.json", true);
	assert_int_equal(page->count, 3);
	assert_int_equal(page->total, 1);
	order_page_free(page);

	static const char *const empty[] = {"{}", "[]", "{\"orders\":null}",
		"{\"orders\":[]}", "{\"orders\":{}}", "{\"orders\":7}",
		"{\"page\":null}", "{\"page\":{\"total\":-3}}",
		"{\"page\":{\"total\":1.5}}", "{\"page\":{\"total\":true}}"};
	for (size_t i = 0; i < ARRAY_LEN(empty); i++) {
		page = page_from(empty[i]);
		assert_int_equal(page->count, 0);
		assert_int_equal(page->total, -1);
		order_page_free(page);
	}
	page = page_from("{\"orders\":{\"id\":5},\"page\":{\"total\":1}}");
	assert_int_equal(page->count, 1);
	assert_string_equal(page->rows[0].id, "5");
	assert_string_equal(page->rows[0].raw, "{\"id\":5}");
	order_page_free(page);
}

static void odd_2_missing_objects(void **state)
{
	struct order_page *page = page_of("odd-2-missing-objects.json", false);
	(void)state;
	assert_int_equal(page->count, 4);
	for (size_t i = 0; i < page->count; i++)
		assert_int_equal(page->rows[i].unreadable, 0);
	assert_null(page->rows[0].organization_name);
	assert_int_equal(page->rows[0].family, ORDER_DV_TLS);
	assert_null(page->rows[1].common_name);
	assert_null(page->rows[1].container_name);
	assert_int_equal(page->rows[1].family, ORDER_FAMILY_OTHER);
	assert_int_equal(page->rows[2].status, ORDER_NEEDS_APPROVAL);
	assert_string_equal(order_name(&page->rows[2]), "certificate");
	assert_string_equal(page->rows[3].organization_id, "44002");
	order_page_free(page);
}

static void odd_3_ids(void **state)
{
	static const struct {
		const char *id, *certificate_id;
		int unreadable;
	} rows[] = {
		{"900401", "15164434343", 0},
		{"900402", "15164434343", 0},
		{"OID-223344", NULL, 0},
		{"9007199254740992", order_invalid, 1},
		{"", "-1", 1},
		{"", NULL, 0},
		{"", NULL, 1},
		{"", NULL, 0},
		{"", order_invalid, 2},
		{"", "700200", 1},
	};
	struct order_page *page = page_of("odd-3-ids.json", false);
	(void)state;
	assert_int_equal(page->count, ARRAY_LEN(rows));
	assert_int_equal(page->total, 10);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_string_equal(page->rows[i].id, rows[i].id);
		if (rows[i].certificate_id)
			assert_string_equal(page->rows[i].certificate_id,
				rows[i].certificate_id);
		else
			assert_null(page->rows[i].certificate_id);
		assert_int_equal(page->rows[i].unreadable, rows[i].unreadable);
		assert_int_equal(page->rows[i].status, ORDER_ISSUED);
	}
	assert_string_equal(page->rows[0].organization_id, "44001");
	assert_null(page->rows[2].organization_id);
	order_page_free(page);
}

static void odd_5_dates(void **state)
{
	struct order_page *page = page_of("odd-5-dates.json", false);
	const struct order *rows = page->rows;
	(void)state;
	assert_int_equal(rows[0].date_created, 1724091367);
	assert_int_equal(rows[0].valid_till, date("2024-08-19"));
	assert_int_equal(rows[1].date_created, date("2020-05-01T15:47:26Z"));
	assert_int_equal(rows[1].valid_till, date("2025-06-09"));
	assert_int_equal(rows[2].date_created, 1724091367);
	assert_int_equal(rows[2].valid_till, DATE_NONE);
	assert_int_equal(rows[2].unreadable, 0);
	assert_int_equal(rows[3].date_created, DATE_INVALID);
	assert_int_equal(rows[3].valid_till, DATE_INVALID);
	assert_int_equal(rows[3].unreadable, 2);
	assert_int_equal(rows[4].date_created, DATE_NONE);
	assert_int_equal(rows[4].unreadable, 0);
	order_page_free(page);
}

static void odd_7_words(void **state)
{
	struct order_page *page = page_of("odd-7-words.json", false);
	const struct order *rows = page->rows;
	(void)state;
	assert_int_equal(rows[0].status, ORDER_EXPIRED);
	assert_int_equal(rows[1].status, ORDER_STATUS_OTHER);
	assert_string_equal(order_status_shown(&rows[1]), "in_orbit");
	assert_int_equal(rows[1].family, ORDER_FAMILY_OTHER);
	assert_string_equal(order_name(&rows[1]), "Moon");
	assert_int_equal(rows[2].status, ORDER_ISSUED);
	assert_int_equal(rows[2].family, ORDER_EV_TLS);
	assert_ptr_equal(rows[3].status_text, order_invalid);
	assert_int_equal(rows[3].unreadable, 1);
	assert_null(rows[4].status_text);
	assert_string_equal(order_status_shown(&rows[4]), "-");
	order_page_free(page);
}

static void odd_8_members(void **state)
{
	struct order_page *page = page_of("odd-8-members.json", false);
	(void)state;
	assert_int_equal(page->count, 1);
	assert_string_equal(page->rows[0].common_name, "shop.example.net");
	assert_int_equal(page->rows[0].dns_name_count, 1);
	assert_string_equal(page->rows[0].dns_names[0], "www.example.net");
	assert_int_equal(page->rows[0].unreadable, 0);
	order_page_free(page);
}

static void odd_rows_hide_no_others(void **state)
{
	static const struct {
		const char *id, *name;
		int unreadable;
		const char *raw;
	} rows[] = {
		{"", "invalid", 1, "\"not an order\""},
		{"901001", "invalid", 1,
			"{\"id\":901001,\"status\":\"pending\","
			"\"certificate\":{\"common_name\":[\"x\"]}}"},
		{"", "invalid", 1, "null"},
		{"", "invalid", 1, "[]"},
		{"901002", "certificate", 0,
			"{\"id\":901002,\"status\":\"pending\","
			"\"id\":\"second\",\"status\":\"issued\"}"},
		{"", "invalid", 1, "17"},
	};
	struct order_page *page = page_of("odd-rows.json", true);
	(void)state;
	assert_int_equal(page->count, ARRAY_LEN(rows));
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_string_equal(page->rows[i].id, rows[i].id);
		assert_string_equal(order_name(&page->rows[i]), rows[i].name);
		assert_int_equal(page->rows[i].unreadable, rows[i].unreadable);
		assert_string_equal(page->rows[i].raw, rows[i].raw);
	}
	assert_int_equal(page->rows[4].status, ORDER_PENDING);
	order_page_free(page);
}

static void recorded_answers_lose_no_row(void **state)
{
	struct order_page *page = page_of("orders-recorded.json", true);
	const struct order *rows = page->rows;
	(void)state;
	assert_int_equal(page->count, 4);
	assert_int_equal(page->total, 3);
	for (size_t i = 0; i < page->count; i++) {
		assert_int_equal(rows[i].unreadable, 0);
		assert_int_equal(rows[i].raw[0], '{');
		assert_non_null(strstr(rows[i].raw, rows[i].id));
	}
	assert_string_equal(rows[0].certificate_id, "15164434343");
	assert_string_equal(
		rows[1].common_name, "M\xC3\xBCller & S\xC3\xB6hne");
	assert_int_equal(rows[1].family, ORDER_CLIENT);
	assert_int_equal(rows[1].validity_years, 2);
	assert_int_equal(rows[2].dns_name_count, 0);
	assert_int_equal(rows[2].family, ORDER_EV_TLS);
	assert_string_equal(order_name(&rows[3]), "EV code signing");
	order_page_free(page);
}

static void raw_rows_keep_what_no_double_holds(void **state)
{
	struct order_page *page = page_from(
		"{\"\\u006frders\" : [ {\"id\":9007199254740993, \"a\":\"]}\\\"\"} "
		", {\"id\":1,\"b\":[{\"c\":0.10000000000000000001}]}],"
		"\"page\":{\"orders\":[5]}}");
	(void)state;
	assert_int_equal(page->count, 2);
	assert_string_equal(page->rows[0].raw,
		"{\"id\":9007199254740993, \"a\":\"]}\\\"\"}");
	assert_string_equal(page->rows[1].raw,
		"{\"id\":1,\"b\":[{\"c\":0.10000000000000000001}]}");
	order_page_free(page);

	page = page_from("{\"page\":{\"total\":[{\"x\":1},2]},\"x\":\"[\","
			 "\"orders\":[{\"id\":7}],\"orders\":[{\"id\":8}]}");
	assert_int_equal(page->count, 1);
	assert_string_equal(page->rows[0].id, "7");
	assert_string_equal(page->rows[0].raw, "{\"id\":7}");
	order_page_free(page);
}

static void names_are_compared_with_case(void **state)
{
	struct order_page *page =
		page_from("{\"Orders\":[{\"id\":1}],\"orders\":[{\"ID\":2,"
			  "\"id\":3,\"Status\":\"issued\"}]}");
	(void)state;
	assert_int_equal(page->count, 1);
	assert_string_equal(page->rows[0].id, "3");
	assert_null(page->rows[0].status_text);
	order_page_free(page);
}

static void rows_beyond_the_limit_are_dropped(void **state)
{
	struct error error;
	struct buf text;
	(void)state;
	buf_init(&text, JSON_GATE_SIZE);
	buf_puts(&text, "{\"orders\":[{\"id\":1}");
	for (int i = 2; i <= 1001; i++)
		buf_printf(&text, ",{\"id\":%d}", i);
	buf_puts(&text, "]}");
	log_close();
	struct order_page *page =
		order_json_page(buf_text(&text), text.len, true, &error);
	assert_non_null(page);
	assert_int_equal(page->count, 1000);
	assert_string_equal(page->rows[999].id, "1000");
	assert_string_equal(page->rows[999].raw, "{\"id\":1000}");
	assert_int_equal(log_count(), 1);
	order_page_free(page);
	buf_clear(&text);
}

static void what_is_odd_is_logged_once(void **state)
{
	(void)state;
	log_close();
	order_page_free(page_of("orders.json", true));
	assert_int_equal(log_count(), 0);
	order_page_free(page_of("odd-3-ids.json", true));
	assert_int_equal(log_count(), 1);
	assert_string_equal(log_at(0)->text,
		"Unreadable members of the order list: 6, the first is id "
		"in row 4.");
	assert_int_equal(log_at(0)->level, LOG_WARNING);
	log_close();
	order_page_free(page_of("odd-rows.json", true));
	assert_int_equal(log_count(), 2);
	assert_non_null(
		strstr(log_at(1)->text, "twice in the order list: 2, "));
	log_close();
}

static void other_texts_are_refused(void **state)
{
	static const struct {
		const char *text;
		enum error_kind kind;
	} cases[] = {
		{"", ERROR_FORMAT},
		{"null", ERROR_FORMAT},
		{"17", ERROR_FORMAT},
		{"\"orders\"", ERROR_FORMAT},
		{"[{\"id\":1}]", ERROR_FORMAT},
		{"{\"orders\":[}", ERROR_FORMAT},
		{"<html></html>", ERROR_FORMAT},
		{"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]"
		 "]]]]]]]]",
			ERROR_TOO_LARGE},
	};
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct error error = {0};
		assert_null(order_json_page(
			cases[i].text, strlen(cases[i].text), true, &error));
		assert_int_equal(error.kind, cases[i].kind);
		assert_int_not_equal(error.text[0], '\0');
	}
}

static void every_cut_is_refused(void **state)
{
	struct error error;
	size_t len;
	char *text = fixture_load("orders-recorded.json", &len);
	(void)state;
	while (text[len - 1] != '}')
		len--;
	for (size_t cut = 0; cut < len; cut++)
		assert_null(order_json_page(text, cut, true, &error));
	free(text);
}

static void the_account_is_read(void **state)
{
	struct order_account account;
	struct error error;
	size_t len;
	char *text = fixture_load("account.json", &len);
	(void)state;
	assert_true(order_json_account(text, len, &account, &error));
	assert_string_equal(account.id, "1234567");
	assert_string_equal(account.type, "enterprise");
	assert_string_equal(account.organization, "Example Paper AG");
	free(text);
	assert_true(order_json_account("{}", 2, &account, &error));
	assert_string_equal(account.id, "");
	assert_string_equal(account.type, "");
	assert_string_equal(account.organization, "");
	assert_false(order_json_account("7", 1, &account, &error));
	assert_int_equal(error.kind, ERROR_FORMAT);
}

static void long_names_are_cut_between_characters(void **state)
{
	struct order_account account;
	struct error error;
	struct buf text;
	(void)state;
	buf_init(&text, 1000);
	buf_puts(&text, "{\"primary_organization_name\":\"");
	for (int i = 0; i < 50; i++)
		buf_puts(&text, "\xE4\xBD\x9C");
	buf_puts(&text, "\"}");
	assert_true(order_json_account(
		buf_text(&text), text.len, &account, &error));
	assert_int_equal(strlen(account.organization), 126);
	buf_clear(&text);
}

static void the_user_is_read(void **state)
{
	struct order_user user;
	struct error error;
	size_t len;
	char *text = fixture_load("user.json", &len);
	(void)state;
	assert_true(order_json_user(text, len, &user, &error));
	assert_string_equal(user.id, "1201");
	assert_string_equal(user.username, "mira");
	assert_string_equal(user.email, "mira@example.net");
	assert_string_equal(user.name, "Mira Lind");
	assert_false(user.view_only);
	free(text);
	text = fixture_load("user-view-only.json", &len);
	assert_true(order_json_user(text, len, &user, &error));
	assert_string_equal(user.id, "1209");
	assert_string_equal(user.name, "");
	assert_true(user.view_only);
	free(text);
	assert_false(order_json_user("", 0, &user, &error));
}

static void error_words_are_found(void **state)
{
	static const struct {
		const char *file, *code, *message;
	} cases[] = {
		{"errors.json", "not_found|order",
			"The specified order was not found. And it is not "
			"there."},
		{"odd-6-errors-object.json", "not_found|order",
			"The specified order was not found."},
		{"odd-6-errors-nested.json", "invalid_request",
			"One address is unknown. Another address is unknown."},
	};
	char code[ERROR_CODE_SIZE], message[200];
	size_t len;
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char *text = fixture_load(cases[i].file, &len);
		assert_true(order_json_errors(text, len, code, sizeof(code),
			message, sizeof(message)));
		assert_string_equal(code, cases[i].code);
		assert_string_equal(message, cases[i].message);
		free(text);
	}
}

static void error_words_in_other_shapes(void **state)
{
	static const struct {
		const char *text, *code, *message;
	} cases[] = {
		{"{\"errors\":[\"Plain words.\"]}", "", "Plain words."},
		{"{\"errors\":\"Plain words.\"}", "", "Plain words."},
		{"{\"errors\":[{\"code\":\"lonely\"}]}", "lonely", "lonely"},
		{"{\"code\":\"top\",\"message\":\"On top.\"}", "top",
			"On top."},
		{"{\"errors\":[{\"code\":5,\"message\":\"No word.\"}]}", "",
			"No word."},
		{"{\"errors\":[{\"message\":\"\"},{\"message\":\"B\"}]}", "",
			"B"},
		{"{\"errors\":[\"One\",\"Two.\",\"Three\"]}", "",
			"One; Two. Three"},
	};
	static const char *const none[] = {"", "{}", "{\"errors\":[]}",
		"{\"errors\":{}}", "{\"errors\":null}", "{\"errors\":[7]}",
		"<html></html>", "null", "{\"errors\":[{\"message\":5}]}"};
	char code[ERROR_CODE_SIZE], message[100];
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		assert_true(
			order_json_errors(cases[i].text, strlen(cases[i].text),
				code, sizeof(code), message, sizeof(message)));
		assert_string_equal(code, cases[i].code);
		assert_string_equal(message, cases[i].message);
	}
	text_format(code, sizeof(code), "kept");
	text_format(message, sizeof(message), "kept");
	for (size_t i = 0; i < ARRAY_LEN(none); i++) {
		assert_false(order_json_errors(none[i], strlen(none[i]), code,
			sizeof(code), message, sizeof(message)));
		assert_string_equal(code, "kept");
		assert_string_equal(message, "kept");
	}
	assert_true(order_json_errors(
		cases[3].text, strlen(cases[3].text), code, 3, message, 5));
	assert_string_equal(code, "to");
	assert_string_equal(message, "On t");
}

static void html_is_no_error_answer(void **state)
{
	char code[8], message[8];
	size_t len;
	char *text = fixture_load("odd-6-error.html", &len);
	(void)state;
	assert_false(order_json_errors(
		text, len, code, sizeof(code), message, sizeof(message)));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_read),
		cmocka_unit_test(odd_1_lists_without_members),
		cmocka_unit_test(odd_2_missing_objects),
		cmocka_unit_test(odd_3_ids),
		cmocka_unit_test(odd_5_dates),
		cmocka_unit_test(odd_7_words),
		cmocka_unit_test(odd_8_members),
		cmocka_unit_test(odd_rows_hide_no_others),
		cmocka_unit_test(recorded_answers_lose_no_row),
		cmocka_unit_test(raw_rows_keep_what_no_double_holds),
		cmocka_unit_test(names_are_compared_with_case),
		cmocka_unit_test(rows_beyond_the_limit_are_dropped),
		cmocka_unit_test(what_is_odd_is_logged_once),
		cmocka_unit_test(other_texts_are_refused),
		cmocka_unit_test(every_cut_is_refused),
		cmocka_unit_test(the_account_is_read),
		cmocka_unit_test(long_names_are_cut_between_characters),
		cmocka_unit_test(the_user_is_read),
		cmocka_unit_test(error_words_are_found),
		cmocka_unit_test(error_words_in_other_shapes),
		cmocka_unit_test(html_is_no_error_answer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
