/* SPDX-License-Identifier: MIT
 *
 * The short lists and answers about orders, organizations and people, and the
 * surprises of certcentral-api.md 14 in each.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "attr.h"
#include "json-gate.h"
#include "mem.h"
#include "order-json.h"
#include "tests/support/fixture.h"

/* DECODE(changes, text) */
#define DECODE(what, text) order_json_##what(text, strlen(text), &error)

static char *load(const char *name)
{
	return fixture_load(name, NULL);
}

static int64_t date(const char *text)
{
	int64_t seconds = 0;

	assert_true(date_parse(text, &seconds, NULL));
	return seconds;
}

/* -- changes -- */

static void changes_are_read(void **state)
{
	char *text = load("changes.json");
	struct error error;
	struct order_changes *changes = DECODE(changes, text);

	(void)state;
	free(text);
	assert_non_null(changes);
	/* The one without a number is of no use to anybody. */
	assert_int_equal(changes->count, 3);
	assert_string_equal(changes->items[0].id, "900101");
	assert_string_equal(changes->items[0].certificate_id, "15164434343");
	assert_int_equal(changes->items[0].status, ORDER_ISSUED);
	assert_string_equal(changes->items[1].id, "900102");
	assert_null(changes->items[1].certificate_id);
	assert_int_equal(changes->items[1].status, ORDER_WAITING_PICKUP);
	assert_string_equal(changes->items[2].status_text, "expired");
	order_changes_free(changes);
}

static void no_changes_are_an_empty_list(void **state)
{
	static const char *const texts[] = {"{}", "[]", "{\"orders\":[]}",
		"{\"orders\":null}", "{\"orders\":{}}", "{\"orders\":7}"};
	struct error error;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		struct order_changes *changes = DECODE(changes, texts[i]);

		assert_non_null(changes);
		assert_int_equal(changes->count, 0);
		order_changes_free(changes);
	}
}

static void lists_are_bounded(void **state)
{
	struct buf text;
	struct error error;
	struct order_changes *changes;
	struct order_notes *notes;

	(void)state;
	buf_init(&text, JSON_GATE_SIZE);
	buf_puts(&text, "{\"orders\":[{}");
	for (int i = 0; i < 10100; i++)
		buf_printf(&text, ",{\"order_id\":%d}", i + 1);
	buf_puts(&text, "]}");
	assert_false(text.full);
	changes = DECODE(changes, buf_text(&text));
	assert_non_null(changes);
	assert_int_equal(changes->count, 9999);
	order_changes_free(changes);

	buf_reset(&text);
	buf_puts(&text, "{\"notes\":[{}");
	for (int i = 0; i < 10100; i++)
		buf_puts(&text, ",{}");
	buf_puts(&text, "]}");
	notes = DECODE(notes, buf_text(&text));
	assert_non_null(notes);
	assert_int_equal(notes->count, 10000);
	order_notes_free(notes);
	buf_clear(&text);
}

/* -- certificates -- */

static void certificates_are_read(void **state)
{
	char *text = load("certificates.json");
	struct error error;
	struct order_certificates *list = DECODE(certificates, text);

	(void)state;
	free(text);
	assert_non_null(list);
	assert_int_equal(list->count, 2);
	assert_string_equal(list->items[0].id, "700301");
	assert_string_equal(list->items[0].status_text, "approved");
	assert_string_equal(list->items[0].serial_number, "0F00BC");
	assert_int_equal(list->items[0].dns_name_count, 2);
	assert_int_equal(list->items[0].valid_till, date("2027-02-12"));
	assert_int_equal(
		list->items[0].date_issued, date("2026-10-01T09:30:00Z"));
	assert_string_equal(list->items[1].id, "700302");
	assert_null(list->items[1].common_name);
	assert_int_equal(list->items[1].valid_till, DATE_NONE);
	assert_string_equal(list->items[1].dns_names[0], "only.example.net");
	order_certificates_free(list);
}

static void no_certificates_are_an_empty_list(void **state)
{
	struct error error;
	struct order_certificates *list = DECODE(certificates, "{}");

	(void)state;
	assert_non_null(list);
	assert_int_equal(list->count, 0);
	order_certificates_free(list);
	assert_null(DECODE(certificates, "<html>"));
	assert_int_equal(error.kind, ERROR_FORMAT);
}

/* -- organizations -- */

static void an_organization_is_read(void **state)
{
	char *text = load("organization.json");
	struct error error;
	struct organization *organization = DECODE(organization, text);

	(void)state;
	free(text);
	assert_non_null(organization);
	assert_string_equal(organization->id, "44001");
	assert_string_equal(organization->name, "Example Paper AG");
	assert_string_equal(organization->assumed_name, "Paper");
	assert_string_equal(organization->zip, "3000");
	assert_string_equal(organization->container_name, "Web team");
	assert_int_equal(organization->is_active, 1);
	assert_string_equal(organization->contact.name, "Ida Moser");
	assert_string_equal(organization->contact.telephone_extension, "17");
	assert_int_equal(organization->verified_contact_count, 2);
	assert_string_equal(
		organization->verified_contacts[0].name, "Ana Ruiz");
	assert_string_equal(organization->verified_contacts[1].email,
		"ben.okafor@example.com");
	assert_int_equal(organization->unreadable, 0);
	organization_free(organization);
}

static void old_data_names_approvers(void **state)
{
	struct error error;
	struct organization *organization = DECODE(organization,
		"{\"name\":\"A\",\"verified_contacts\":[],\"is_active\":\"x\","
		"\"organization_contact\":[],\"ev_approvers\":"
		"[{\"id\":\"5\",\"first_name\":\"Ana\"},7]}");

	(void)state;
	assert_non_null(organization);
	assert_null(organization->id);
	assert_int_equal(organization->is_active, -1);
	assert_int_equal(organization->verified_contact_count, 2);
	assert_string_equal(organization->verified_contacts[0].name, "Ana");
	assert_null(organization->verified_contacts[1].name);
	assert_int_equal(organization->unreadable, 2);
	organization_free(organization);
}

/* Else {} would pass for an organization that has nothing. */
static void an_organization_has_a_name(void **state)
{
	struct error error;

	(void)state;
	assert_null(DECODE(organization, "{}"));
	assert_int_equal(error.kind, ERROR_FORMAT);
	assert_null(DECODE(organization, "[]"));
	assert_null(DECODE(organization, "7"));
}

static void validations_are_read(void **state)
{
	char *text = load("organization-validation.json");
	struct error error;
	struct organization_validations *list =
		DECODE(organization_validations, text);

	(void)state;
	free(text);
	assert_non_null(list);
	assert_int_equal(list->count, 3);
	assert_string_equal(list->items[0].type, "ov");
	assert_int_equal(list->items[0].state, ORDER_STATE_ACTIVE);
	assert_int_equal(
		list->items[0].validated_until, date("2027-02-06T08:00:00Z"));
	assert_int_equal(list->items[1].state, ORDER_STATE_EXPIRED);
	assert_int_equal(list->items[1].contact_count, 2);
	assert_string_equal(list->items[1].contacts[0].person.id, "1201");
	assert_string_equal(
		list->items[1].contacts[0].person.name, "Luc Favre");
	assert_int_equal(list->items[1].contacts[0].state, ORDER_STATE_NONE);
	assert_int_equal(list->items[2].contact_count, 0);
	organization_validations_free(list);
	/* An organization without validations has no such member. */
	list = DECODE(organization_validations, "{}");
	assert_non_null(list);
	assert_int_equal(list->count, 0);
	organization_validations_free(list);
}

/* -- people -- */

static void users_are_read(void **state)
{
	static const bool limited[] = {false, true, false, true, false};
	char *text = load("users.json");
	struct error error;
	struct people *people = DECODE(users, text);

	(void)state;
	free(text);
	assert_non_null(people);
	assert_int_equal(people->count, ARRAY_LEN(limited));
	assert_int_equal(people->total, 5);
	assert_int_equal(people->items[0].roles, PEOPLE_ADMINISTRATOR);
	assert_string_equal(people->items[1].person.id, "1203");
	assert_string_equal(people->items[1].person.name, "Ben Okafor");
	assert_string_equal(people->items[1].username, "ben");
	for (size_t i = 0; i < ARRAY_LEN(limited); i++)
		assert_int_equal(
			people_is_limited(&people->items[i]), limited[i]);
	people_free(people);
}

static void the_roles_of_a_key_are_read(void **state)
{
	static const char text[] =
		"{\"id\":1,\"access_roles\":[{\"id\":100},{\"id\":\"4\"},"
		"{\"id\":-2},{\"id\":\"x\"},{}]}";
	struct order_user user = {.roles = 0};
	struct error error;

	(void)state;
	assert_true(order_json_user(text, strlen(text), &user, &error));
	assert_int_equal(user.roles, PEOPLE_KEY_ORDERS | PEOPLE_MANAGER);
	assert_false(user.view_only);
}

/* -- answers in a struct -- */

static bool read_guest(const char *text, struct order_guest_access *access)
{
	struct error error;

	return order_json_guest_access(text, strlen(text), access, &error);
}

static void guest_access_is_read(void **state)
{
	struct order_guest_access access = {.enabled = false};
	char *long_text;

	(void)state;
	assert_true(read_guest("{\"enabled\":\"1\",\"guest_access_url\":"
			       "\"https://guest.example/7\"}",
		&access));
	assert_true(access.enabled);
	assert_string_equal(access.url, "https://guest.example/7");
	assert_false(read_guest("<html>", &access));
	assert_true(access.enabled); /* not touched */
	assert_true(read_guest("{\"guest_access_url\":7}", &access));
	assert_false(access.enabled);
	assert_string_equal(access.url, "");
	/* Half an address would lead elsewhere. */
	long_text = mem_printf("{\"enabled\":true,\"guest_access_url\":"
			       "\"https://guest.example/%0600d\"}",
		1);
	assert_true(read_guest(long_text, &access));
	assert_true(access.enabled);
	assert_string_equal(access.url, "");
	free(long_text);
}

static void dcv_checks_are_read(void **state)
{
	static const struct {
		const char *text;
		struct order_dcv_check check;
	} cases[] = {
		{"{\"order_status\":\"issued\",\"certificate_id\":1,"
		 "\"dcv_status\":\"valid\"}",
			{true, true, 0, 0}},
		{"{\"dcv_status\":\"pending\",\"dns_name_validations\":["
		 "{\"dns_name\":\"a.example\",\"status\":\"valid\"},"
		 "{\"dns_name\":\"b.example\",\"status\":\"pending\"},7]}",
			{true, false, 3, 1}},
		{"{\"token\":\"t\",\"status\":\"approved\"}",
			{true, true, 0, 0}},
		{"{}", {false, false, 0, 0}},
	};
	struct error error;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct order_dcv_check check;

		assert_true(order_json_dcv_check(
			cases[i].text, strlen(cases[i].text), &check, &error));
		assert_int_equal(check.told, cases[i].check.told);
		assert_int_equal(check.valid, cases[i].check.valid);
		assert_int_equal(check.names, cases[i].check.names);
		assert_int_equal(check.valid_names, cases[i].check.valid_names);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_are_read),
		cmocka_unit_test(no_changes_are_an_empty_list),
		cmocka_unit_test(lists_are_bounded),
		cmocka_unit_test(certificates_are_read),
		cmocka_unit_test(no_certificates_are_an_empty_list),
		cmocka_unit_test(an_organization_is_read),
		cmocka_unit_test(old_data_names_approvers),
		cmocka_unit_test(an_organization_has_a_name),
		cmocka_unit_test(validations_are_read),
		cmocka_unit_test(users_are_read),
		cmocka_unit_test(the_roles_of_a_key_are_read),
		cmocka_unit_test(guest_access_is_read),
		cmocka_unit_test(dcv_checks_are_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
