/* SPDX-License-Identifier: MIT
 *
 * An order in full, its validation, notes and addresses: as the contract
 * says, and with the surprises of certcentral-api.md 14.
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
#include "mem.h"
#include "order-json.h"
#include "tests/support/fixture.h"

static struct order_details *details_of(const char *name)
{
	struct error error;
	size_t len;
	char *text = fixture_load(name, &len);
	struct order_details *details = order_json_details(text, len, &error);
	free(text);
	assert_non_null(details);
	return details;
}

static struct order_validation *validation_of(const char *name)
{
	struct error error;
	size_t len;
	char *text = fixture_load(name, &len);
	struct order_validation *validation =
		order_json_validation(text, len, &error);
	free(text);
	assert_non_null(validation);
	return validation;
}

static int64_t date(const char *text)
{
	int64_t seconds = 0;
	assert_true(date_parse(text, &seconds, NULL));
	return seconds;
}

static void an_order_is_read(void **state)
{
	struct order_details *details = details_of("order-ev.json");
	const struct order *head = &details->head;
	(void)state;
	assert_string_equal(head->id, "900101");
	assert_int_equal(head->status, ORDER_PENDING);
	assert_int_equal(head->family, ORDER_EV_TLS);
	assert_string_equal(head->organization_name, "Example Paper AG");
	assert_int_equal(head->valid_till, date("2027-02-12"));
	assert_int_equal(head->days_remaining, 81);
	assert_int_equal(head->validity_years, 1);
	assert_int_equal(head->unreadable, 0);
	assert_ptr_equal(head->raw, details->raw);
	assert_non_null(strstr(details->raw, "\"verified_contacts\""));

	assert_string_equal(details->serial_number, "0F00BA");
	assert_string_equal(details->thumbprint, "0A1B2C");
	assert_string_equal(details->signature_hash, "sha256");
	assert_string_equal(details->ca_name, "Example EV CA");
	assert_string_equal(details->server_platform, "nginx");
	assert_non_null(strstr(details->csr, "REQUEST"));
	assert_int_equal(details->key_size, 2048);
	assert_int_equal(details->email_count, 0);
	assert_int_equal(details->organization_unit_count, 1);
	assert_string_equal(details->organization_units[0], "Web");
	assert_int_equal(details->date_issued, date("2026-02-12T10:00:00Z"));
	assert_int_equal(details->valid_from, date("2026-02-12"));
	assert_int_equal(details->order_valid_till, date("2028-02-11"));
	assert_int_equal(
		details->certificate_created, date("2026-02-11T09:14:03Z"));
	order_details_free(details);
}

static void the_order_part_is_read(void **state)
{
	struct order_details *details = details_of("order-ev.json");
	(void)state;
	assert_int_equal(details->order_approval_complete, 0);
	assert_false(details->is_renewal);
	assert_true(details->is_multi_year_plan);
	assert_false(details->has_pending_request);
	assert_false(details->disable_renewal_notifications);
	assert_true(details->disable_issuance_email);
	assert_int_equal(details->guest_access, 1);
	assert_true(details->allow_duplicates);
	assert_null(details->renewed_order_id);
	assert_string_equal(details->renewal_of_order_id, "900001");
	assert_string_equal(details->dcv_method, "email");
	assert_string_equal(details->payment_method, "balance");
	assert_string_equal(details->cs_provisioning_method, "none");
	assert_string_equal(details->alternative_order_id, "T-17");
	assert_string_equal(details->validation_type, "ev");
	assert_string_equal(details->validation_name, "EV");
	assert_int_equal(details->additional_email_count, 1);
	assert_string_equal(details->additional_emails[0], "pki@example.net");
	assert_int_equal(details->request_count, 1);
	assert_string_equal(details->requests[0].id, "5501");
	assert_string_equal(details->requests[0].type, "new_request");
	assert_string_equal(details->requests[0].status, "approved");
	assert_string_equal(details->requests[0].comments, "Please.");
	assert_int_equal(
		details->requests[0].date, date("2026-02-11T09:14:02Z"));
	order_details_free(details);
}

static void the_rest_of_the_order_is_read(void **state)
{
	struct order_details *details = details_of("order-ev.json");
	(void)state;
	assert_int_equal(details->head.duplicates_count, 2);
	assert_int_equal(details->head.reissues_count, 1);
	assert_int_equal(details->head.number_of_sans, 14);
	assert_int_equal(
		details->head.order_valid_till, details->order_valid_till);
	assert_int_equal(details->purchased_dns_names, 2);
	assert_int_equal(details->purchased_wildcard_names, 0);
	assert_int_equal(details->server_licenses, 1);
	assert_true(details->disable_ct);
	assert_false(details->is_out_of_contract);
	assert_string_equal(details->receipt_id, "6602");
	assert_string_equal(details->price, "268.5");
	assert_string_equal(details->currency, "USD");
	assert_string_equal(details->api_key_name, "deploy");
	assert_string_equal(details->api_key_type, "acme_url");
	assert_string_equal(details->head.container_id, "31");
	assert_int_equal(details->organization_is_active, 1);
	assert_string_equal(details->validation_description,
		"Extended Organization Validation (EV)");
	assert_string_equal(
		details->technical_contact.telephone_extension, "17");
	assert_string_equal(details->custom_fields[0].id, "7");
	assert_int_equal(details->renewal_notice_count, 3);
	assert_int_equal(details->renewal_notices[0], 90);
	assert_int_equal(details->renewal_notices[1], 60);
	assert_int_equal(details->renewal_notices[2], -7);
	assert_null(details->mark.type);
	assert_int_equal(details->mark.enable_hosting, -1);
	order_details_free(details);
}

/* Objects that are lists by the names of their members. */
static void pairs_are_read(void **state)
{
	struct order_details *details = details_of("order-ev.json");
	(void)state;
	assert_int_equal(details->check_count, 2);
	assert_string_equal(details->checks[0].name, "organization_status");
	assert_true(details->checks[0].done);
	assert_string_equal(details->checks[1].state, "pending");
	assert_false(details->checks[1].done);
	assert_int_equal(details->caa_count, 2);
	assert_string_equal(details->caa[0].label, "shop.example.net");
	assert_string_equal(details->caa[0].value, "CAA records allow it");
	assert_string_equal(details->caa[1].value, "[\"a\",1]");
	order_details_free(details);
}

static void a_mark_is_read(void **state)
{
	struct order_details *details = details_of("order-mark.json");
	const struct order_mark *mark = &details->mark;
	(void)state;
	assert_string_equal(mark->type, "registered_mark");
	assert_null(mark->text);
	assert_int_equal(mark->data_count, 2);
	assert_string_equal(mark->data[1].label, "registration");
	assert_string_equal(mark->data[1].value, "30 2020");
	assert_string_equal(mark->logo_id, "77");
	assert_int_equal(mark->enable_hosting, 1);
	assert_string_equal(mark->hosted_logo, "https://mark.example/l.svg");
	assert_string_equal(
		mark->hosted_certificate, "https://mark.example/c.pem");
	assert_int_equal(details->organization_is_active, 0);
	assert_string_equal(details->hardware_init_code, "ABC123");
	assert_int_equal(details->ship_info_count, 3);
	assert_string_equal(details->ship_info[2].label, "zip");
	assert_string_equal(details->ship_info[2].value, "3000");
	assert_string_equal(details->custom_expiration, "2027-03-01");
	assert_int_equal(details->validity_days, 0);
	assert_int_equal(details->head.duplicates_count, -1);
	assert_int_equal(details->head.unreadable, 0);
	order_details_free(details);
}

/* More pairs than anybody reads, and names that are strange. */
static void pairs_have_a_limit(void **state)
{
	struct buf text;
	struct error error;
	struct order_details *details;
	(void)state;
	buf_init(&text, JSON_GATE_SIZE);
	buf_puts(&text, "{\"id\":1,\"caa_status_message\":{\"\":\"x\"");
	for (int i = 0; i < 600; i++)
		buf_printf(&text, ",\"d%d\":\"%d\"", i, i);
	buf_puts(&text, "},\"verification\":[],\"vmc\":[]}");
	details = order_json_details(buf_text(&text), text.len, &error);
	assert_non_null(details);
	assert_int_equal(details->caa_count, 500);
	assert_string_equal(details->caa[0].label, "");
	assert_int_equal(details->head.unreadable, 1);
	assert_int_equal(details->check_count, 0);
	order_details_free(details);
	buf_clear(&text);
}

static void the_people_are_read(void **state)
{
	struct order_details *details = details_of("order-ev.json");
	(void)state;
	assert_string_equal(details->organization_city, "Bern");
	assert_string_equal(details->organization_state, "BE");
	assert_string_equal(details->organization_country, "ch");
	assert_string_equal(details->organization_contact.name, "Ida Moser");
	assert_string_equal(
		details->organization_contact.job_title, "Head of IT");
	assert_string_equal(details->technical_contact.telephone, "555-0101");
	assert_null(details->technical_contact.job_title);
	assert_string_equal(details->user.id, "1201");
	assert_string_equal(details->user.name, "Luc Favre");
	assert_string_equal(details->approver.name, "Keller");
	assert_int_equal(details->user_assignment_count, 2);
	assert_string_equal(details->user_assignments[0].name, "Ben Okafor");
	assert_string_equal(details->user_assignments[1].id, "1204");
	assert_null(details->user_assignments[1].name);
	order_details_free(details);
}

static void custom_fields_may_be_of_any_type(void **state)
{
	static const char *const values[] = {
		"4711", "true", "3", "[\"a\",\"b\"]"};
	struct order_details *details = details_of("order-ev.json");
	(void)state;
	assert_int_equal(details->custom_field_count, ARRAY_LEN(values));
	assert_string_equal(details->custom_fields[0].label, "Cost centre");
	for (size_t i = 0; i < ARRAY_LEN(values); i++)
		assert_string_equal(details->custom_fields[i].value, values[i]);
	order_details_free(details);
}

static void a_client_order_has_addresses(void **state)
{
	struct order_details *details = details_of("order-client.json");
	(void)state;
	assert_int_equal(details->head.family, ORDER_CLIENT);
	assert_int_equal(details->head.status, ORDER_WAITING_PICKUP);
	assert_int_equal(details->email_count, 2);
	assert_string_equal(details->emails[0], "ana@example.com");
	assert_int_equal(details->order_approval_complete, -1);
	assert_int_equal(details->date_issued, DATE_NONE);
	assert_int_equal(details->head.days_remaining, INT_MIN);
	assert_int_equal(details->request_count, 0);
	order_details_free(details);
}

static void odd_4_flags(void **state)
{
	struct order_details *details = details_of("odd-4-flags.json");
	(void)state;
	assert_true(details->is_renewal);
	assert_true(details->head.is_renewed);
	assert_true(details->is_multi_year_plan);
	assert_true(details->has_pending_request);
	assert_false(details->disable_renewal_notifications);
	assert_false(details->disable_issuance_email);
	assert_int_equal(details->guest_access, 1);
	assert_false(details->allow_duplicates);
	assert_int_equal(details->head.unreadable, 1);
	assert_int_equal(details->order_approval_complete, 1);
	assert_int_equal(details->head.validity_years, 3);
	assert_false(details->head.has_duplicates);
	assert_int_equal(details->key_size, 2048);
	assert_int_equal(details->head.days_remaining, -12);
	assert_string_equal(details->head.certificate_id, "700501");
	assert_string_equal(details->server_platform, "OTHER");
	order_details_free(details);
}

static void odd_6_shapes(void **state)
{
	struct order_details *details = details_of("odd-6-shapes.json");
	(void)state;
	assert_ptr_equal(details->csr, order_invalid);
	assert_int_equal(details->head.unreadable, 1);
	assert_int_equal(details->head.dns_name_count, 1);
	assert_string_equal(details->head.dns_names[0], "shop.example.net");
	assert_int_equal(details->email_count, 0);
	assert_int_equal(details->request_count, 1);
	assert_string_equal(details->requests[0].id, "5501");
	assert_int_equal(details->custom_field_count, 1);
	assert_string_equal(details->custom_fields[0].value, "4711");
	assert_null(details->user.id);
	assert_null(details->organization_contact.email);
	assert_int_equal(details->user_assignment_count, 0);
	order_details_free(details);
}

static void odd_7_request_types(void **state)
{
	struct order_details *details = details_of("odd-7-request-types.json");
	(void)state;
	assert_int_equal(details->request_count, 2);
	assert_string_equal(details->requests[0].type, "new request");
	assert_string_equal(details->requests[1].type, "new_request");
	assert_int_equal(details->requests[1].date, DATE_NONE);
	assert_string_equal(details->organization_country, "US");
	assert_string_equal(details->signature_hash, "SHA256");
	order_details_free(details);
}

static void gaps_are_filled_from_the_certificate(void **state)
{
	static const char text[] =
		"{\"id\":\"7\",\"certificate\":{\"date_created\":\"2026-01-02\","
		"\"organization\":{\"id\":44001},\"cert_validity\":"
		"{\"years\":\"2\"}}}";
	struct error error;
	struct order_details *details =
		order_json_details(text, strlen(text), &error);
	(void)state;
	assert_non_null(details);
	assert_int_equal(details->head.date_created, date("2026-01-02"));
	assert_string_equal(details->head.organization_id, "44001");
	assert_int_equal(details->head.validity_years, 2);
	order_details_free(details);
}

static void a_validation_is_read(void **state)
{
	struct order_validation *validation =
		validation_of("validation-ev.json");
	const struct order_organization_validation *ev =
		&validation->organizations[0];
	(void)state;
	assert_string_equal(validation->order_id, "900101");
	assert_int_equal(validation->order_status, ORDER_PENDING);
	assert_string_equal(validation->dcv_method, "email");
	assert_string_equal(validation->name_scope, "base_domain");
	assert_string_equal(validation->organization_id, "44001");
	assert_string_equal(validation->organization_name, "Example Paper AG");
	assert_non_null(validation->raw);
	assert_int_equal(validation->unreadable, 1); /* blacklist_fraud */
	assert_int_equal(validation->organization_count, 3);
	assert_string_equal(ev->type, "ev");
	assert_string_equal(ev->name, "EV");
	assert_int_equal(ev->state, ORDER_STATE_PENDING);
	assert_int_equal(ev->validated_until, date("2027-02-06T08:00:00Z"));

	assert_int_equal(ev->contact_count, 3);
	assert_string_equal(ev->contacts[0].person.id, "1201");
	assert_string_equal(
		ev->contacts[0].person.email, "luc.favre@example.net");
	assert_int_equal(ev->contacts[0].state, ORDER_STATE_ACTIVE);
	assert_null(ev->contacts[1].person.id);
	assert_int_equal(ev->contacts[1].state, ORDER_STATE_PENDING);
	assert_string_equal(ev->contacts[2].person.name, "Sam Ito");
	assert_int_equal(ev->contacts[2].state, ORDER_STATE_OTHER);
	assert_string_equal(ev->contacts[2].state_text, "considered");

	assert_int_equal(ev->check_count, 3);
	assert_string_equal(ev->checks[0].name, "organization_type");
	assert_false(ev->checks[0].done);
	assert_true(ev->checks[1].done);
	assert_ptr_equal(ev->checks[2].state, order_invalid);

	assert_int_equal(
		validation->organizations[1].state, ORDER_STATE_ACTIVE);
	assert_int_equal(validation->organizations[1].contact_count, 0);
	assert_int_equal(
		validation->organizations[1].validated_until, DATE_NONE);
	assert_int_equal(
		validation->organizations[2].state, ORDER_STATE_EXPIRED);
	order_validation_free(validation);
}

/* As many as fit into an answer would hold up the program for a minute. */
static void contacts_are_bounded(void **state)
{
	struct order_validation *validation;
	struct error error;
	struct buf text;

	(void)state;
	buf_init(&text, JSON_GATE_SIZE);
	buf_puts(&text, "{\"organization_validations\":[");
	for (int i = 0; i < 3; i++) {
		buf_puts(&text, "{\"verified_contacts\":[{}");
		for (int j = 1; j < 1500; j++)
			buf_printf(&text, ",{\"email\":\"%d@example.com\"}", j);
		buf_puts(&text, i < 2 ? "]}," : "]}");
	}
	buf_puts(&text, "]}");
	log_close();
	validation = order_json_validation(buf_text(&text), text.len, &error);
	assert_non_null(validation);
	assert_int_equal(validation->organization_count, 3);
	assert_int_equal(validation->organizations[0].contact_count, 1500);
	assert_int_equal(validation->organizations[1].contact_count, 500);
	assert_int_equal(validation->organizations[2].contact_count, 0);
	assert_int_equal(log_count(), 2);
	log_close();
	order_validation_free(validation);
	buf_clear(&text);
}

static void domains_are_read(void **state)
{
	struct order_validation *validation =
		validation_of("validation-ev.json");
	const struct order_domain *domains = validation->domains;
	(void)state;
	assert_int_equal(validation->domain_count, 2);
	assert_string_equal(domains[0].domain_id, "8801");
	assert_string_equal(domains[0].name, "example.net");
	assert_string_equal(domains[0].method, "email");
	assert_true(domains[0].done);
	assert_int_equal(domains[0].expires, DATE_NONE);
	assert_int_equal(domains[0].dns_name_count, 1);
	assert_string_equal(domains[1].domain_id, "8802");
	assert_string_equal(domains[1].name, "www.example.org");
	assert_false(domains[1].done);
	assert_string_equal(domains[1].state_text, "pending");
	assert_int_equal(domains[1].expires, date("2027-01-01"));
	order_validation_free(validation);

	validation = validation_of("validation-dv.json");
	assert_int_equal(validation->organization_count, 0);
	assert_int_equal(validation->domain_count, 1);
	assert_string_equal(validation->domains[0].name, "example.org");
	assert_string_equal(validation->order_id, "900102");
	order_validation_free(validation);
}

static void notes_are_sorted(void **state)
{
	static const char *const ids[] = {"2", "3", "1", "4"};
	struct error error;
	size_t len;
	char *text = fixture_load("notes.json", &len);
	struct order_notes *notes = order_json_notes(text, len, &error);
	(void)state;
	free(text);
	assert_non_null(notes);
	assert_int_equal(notes->count, ARRAY_LEN(ids));
	for (size_t i = 0; i < ARRAY_LEN(ids); i++)
		assert_string_equal(notes->items[i].id, ids[i]);
	assert_string_equal(notes->items[0].user_name, "mira@example.net");
	assert_null(notes->items[1].user_name);
	assert_string_equal(notes->items[2].user_name, "Luc Favre");
	assert_string_equal(notes->items[2].text, "The oldest.");
	assert_int_equal(notes->items[3].date, DATE_NONE);
	order_notes_free(notes);

	notes = order_json_notes("{}", 2, &error);
	assert_non_null(notes);
	assert_int_equal(notes->count, 0);
	order_notes_free(notes);
}

/* Only those whose link works, and only what can stand in an address. */
static void the_demos_mails_are_read(void **state)
{
	static const char text[] = "{\"mails\":[{\"id\":16,\"state\":\"void\"},"
				   "{\"id\":17,\"state\":\"open\"},"
				   "{\"id\":\"18\",\"state\":\"open\"},"
				   "{\"id\":\"../x\",\"state\":\"open\"},"
				   "{\"state\":\"open\"},{\"id\":19},7,"
				   "{\"id\":20,\"state\":\"used\"}]}";
	struct error error;
	struct order_mails *mails =
		order_json_mails(text, strlen(text), &error);

	(void)state;
	assert_non_null(mails);
	assert_int_equal(mails->count, 2);
	assert_string_equal(mails->ids[0], "17");
	assert_string_equal(mails->ids[1], "18");
	order_mails_free(mails);
	assert_null(order_json_mails("<html>", 6, &error));
}

static void addresses_are_read(void **state)
{
	struct error error;
	size_t len;
	char *text = fixture_load("emails.json", &len);
	struct order_emails *emails = order_json_emails(text, len, &error);
	(void)state;
	free(text);
	assert_non_null(emails);
	assert_int_equal(emails->count, 2);
	assert_string_equal(emails->items[0].email, "ana@example.com");
	assert_true(emails->items[0].validated);
	assert_int_equal(emails->items[0].date_emailed, date("2026-03-02"));
	assert_false(emails->items[1].validated);
	assert_string_equal(emails->items[1].state_text, "unvalidated");
	assert_int_equal(emails->items[1].date_emailed, DATE_NONE);
	order_emails_free(emails);
}

static void other_texts_are_refused(void **state)
{
	static const char *const texts[] = {"", "7", "null", "[1]", "{", "<p>"};
	struct error error;
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		size_t len = strlen(texts[i]);
		assert_null(order_json_details(texts[i], len, &error));
		assert_int_equal(error.kind, ERROR_FORMAT);
		assert_null(order_json_validation(texts[i], len, &error));
		assert_null(order_json_notes(texts[i], len, &error));
		assert_null(order_json_emails(texts[i], len, &error));
	}
}

static void wrong_types_are_shown_as_invalid(void **state)
{
	static const char text[] =
		"{\"id\":1,\"status\":{},\"product_name_id\":[1],"
		"\"certificate\":{\"common_name\":7,\"serial_number\":false,"
		"\"dns_names\":[7,\"a\"],\"emails\":true,"
		"\"key_size\":\"big\",\"valid_from\":[]},"
		"\"organization\":\"x\",\"product\":7,\"user\":\"x\","
		"\"requests\":[7],\"payment_method\":[],\"custom_fields\":"
		"[{\"label\":{},\"value\":1e999}]}";
	struct error error;
	struct order_details *details =
		order_json_details(text, strlen(text), &error);
	(void)state;
	assert_non_null(details);
	assert_ptr_equal(details->head.status_text, order_invalid);
	assert_ptr_equal(details->head.product_name_id, order_invalid);
	assert_ptr_equal(details->head.common_name, order_invalid);
	assert_ptr_equal(details->serial_number, order_invalid);
	assert_int_equal(details->head.dns_name_count, 2);
	assert_ptr_equal(details->head.dns_names[0], order_invalid);
	assert_ptr_equal(details->emails[0], order_invalid);
	assert_int_equal(details->key_size, 0);
	assert_ptr_equal(details->payment_method, order_invalid);
	assert_ptr_equal(details->custom_fields[0].label, order_invalid);
	assert_ptr_equal(details->custom_fields[0].value, order_invalid);
	assert_int_equal(details->head.unreadable, 15);
	order_details_free(details);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_order_is_read),
		cmocka_unit_test(the_order_part_is_read),
		cmocka_unit_test(the_rest_of_the_order_is_read),
		cmocka_unit_test(pairs_are_read),
		cmocka_unit_test(a_mark_is_read),
		cmocka_unit_test(pairs_have_a_limit),
		cmocka_unit_test(the_people_are_read),
		cmocka_unit_test(custom_fields_may_be_of_any_type),
		cmocka_unit_test(a_client_order_has_addresses),
		cmocka_unit_test(odd_4_flags),
		cmocka_unit_test(odd_6_shapes),
		cmocka_unit_test(odd_7_request_types),
		cmocka_unit_test(gaps_are_filled_from_the_certificate),
		cmocka_unit_test(a_validation_is_read),
		cmocka_unit_test(contacts_are_bounded),
		cmocka_unit_test(domains_are_read),
		cmocka_unit_test(notes_are_sorted),
		cmocka_unit_test(the_demos_mails_are_read),
		cmocka_unit_test(addresses_are_read),
		cmocka_unit_test(other_texts_are_refused),
		cmocka_unit_test(wrong_types_are_shown_as_invalid),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
