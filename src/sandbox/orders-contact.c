/* SPDX-License-Identifier: MIT
 *
 * An order without contacts of its own shows those of its organization, where
 * the technical contact is a copy of the other. The first change makes a copy
 * for the order: members that the change leaves out keep their values.
 */
#include "sandbox/orders-contact.h"

#include <string.h>

#include "attr.h"
#include "sandbox/address.h"
#include "sandbox/body.h"
#include "sandbox/db.h"
#include "sandbox/order-answer.h"
#include "sandbox/order-path.h"

#define NAME_MAX_CHARACTERS 128
#define TEXT_MAX	    1000 /* bytes of any other member */

static const char *const types[] = {
	"organization_contact", "technical_contact"};

/* The first two are required. */
static const char *const members[] = {"first_name", "last_name", "email",
	"job_title", "telephone", "telephone_extension"};
#define REQUIRED 2
#define EMAIL	 2

/* -- reading --------------------------------------------------------------- */

static void add_one(struct db *db, cJSON *json, const struct order_row *row,
	const char *type)
{
	sqlite3_stmt *stmt = db_query(db,
		"SELECT first_name, last_name, email, job_title, telephone,"
		" telephone_extension FROM order_contacts"
		" WHERE order_id = ?1 AND type = ?2"
		" UNION ALL SELECT contact_first, contact_last, contact_email,"
		" contact_job, contact_telephone, NULL FROM organizations"
		" WHERE id = ?3 LIMIT 1",
		"isi", row->id, type, row->organization_id);
	cJSON *contact;

	if (db_step(db, stmt)) {
		contact = cJSON_AddObjectToObject(json, type);
		for (size_t i = 0; i < ARRAY_LEN(members); i++)
			order_answer_text(contact, members[i],
				db_column_text(stmt, (int)i));
	}
	db_done(stmt);
}

void orders_contact_add(struct db *db, cJSON *json, const struct order_row *row)
{
	for (size_t i = 0; i < ARRAY_LEN(types); i++)
		add_one(db, json, row, types[i]);
}

/* -- changing -------------------------------------------------------------- */

static size_t count_characters(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xc0) != 0x80;
	return count;
}

static int find_type(const char *type)
{
	for (size_t i = 0; type && i < ARRAY_LEN(types); i++)
		if (strcmp(types[i], type) == 0)
			return (int)i;
	return -1;
}

static void check_names(const cJSON *item, struct route_response *response)
{
	for (size_t i = 0; i < REQUIRED; i++) {
		const char *text = body_text(item, members[i]);

		if (!text || !*text ||
			count_characters(text) > NAME_MAX_CHARACTERS)
			route_error(response, 400, "sandbox_contact_incomplete",
				"%s of a contact is missing or longer than %d"
				" characters.",
				members[i], NAME_MAX_CHARACTERS);
	}
}

static void check_others(const cJSON *item, struct route_response *response)
{
	const char *email = body_text(item, members[EMAIL]);

	if (email && !address_is_valid(email))
		route_error(response, 400, "sandbox_email_invalid",
			"Not a mail address: %s", email);
	for (size_t i = REQUIRED; i < ARRAY_LEN(members); i++) {
		const char *text = body_text(item, members[i]);

		if (text && strlen(text) > TEXT_MAX)
			route_error(response, 400, "sandbox_contact_too_long",
				"%s of a contact is longer than %d bytes.",
				members[i], TEXT_MAX);
	}
}

/* `seen` has a bit for each type. */
static void check(const cJSON *item, const struct order_row *row,
	unsigned int *seen, struct route_response *response)
{
	const char *word = body_text(item, "contact_type");
	int type = find_type(word);

	if (type < 0) {
		route_error(response, 400, "sandbox_unknown_contact_type",
			"contact_type must be organization_contact or"
			" technical_contact, not \"%s\".",
			word ? word : "");
		return;
	}
	if (*seen & (1U << type))
		route_error(response, 400, "contact_type_duplicate",
			"There are two contacts of the type %s.", word);
	*seen |= 1U << type;
	if (type == 0 && row->organization_id == 0)
		route_error(response, 400, "sandbox_contact_on_dv_order",
			"An order without an organization has no organization"
			" contact.");
	check_names(item, response);
	check_others(item, response);
}

/* A copy of what the order shows, to be changed. */
static void copy(struct db *db, const struct order_row *row, const char *type)
{
	db_run(db,
		"INSERT OR IGNORE INTO order_contacts SELECT ?, ?,"
		" contact_first, contact_last, contact_email, contact_job,"
		" contact_telephone, NULL FROM organizations WHERE id = ?"
		" AND contact_first IS NOT NULL AND contact_last IS NOT NULL",
		"isi", row->id, type, row->organization_id);
	db_run(db,
		"INSERT OR IGNORE INTO order_contacts (order_id, type,"
		" first_name, last_name) VALUES (?, ?, '', '')",
		"is", row->id, type);
}

static void store(struct db *db, const struct order_row *row, const cJSON *item)
{
	const char *type = body_text(item, "contact_type");
	const char *texts[ARRAY_LEN(members)];

	for (size_t i = 0; i < ARRAY_LEN(members); i++)
		texts[i] = body_text(item, members[i]);
	copy(db, row, type);
	db_run(db,
		"UPDATE order_contacts SET first_name = ?, last_name = ?,"
		" email = coalesce(?, email),"
		" job_title = coalesce(?, job_title),"
		" telephone = coalesce(?, telephone),"
		" telephone_extension = coalesce(?, telephone_extension)"
		" WHERE order_id = ? AND type = ?",
		"ssssssis", texts[0], texts[1], texts[2], texts[3], texts[4],
		texts[5], row->id, type);
}

static void change(const struct route_request *request,
	const struct order_row *row, struct route_response *response)
{
	const cJSON *contacts =
		cJSON_GetObjectItemCaseSensitive(request->json, "contacts");
	const cJSON *item;
	unsigned int seen = 0;

	if (!cJSON_IsArray(contacts) || !contacts->child)
		route_error(response, 400, "sandbox_contacts_missing",
			"contacts is missing: a list is required.");
	cJSON_ArrayForEach(item, contacts) check(item, row, &seen, response);
	if (response->status >= 400)
		return;
	cJSON_ArrayForEach(item, contacts)
		store(request->sandbox->db, row, item);
}

static void put_contact(
	const struct route_request *request, struct route_response *response)
{
	order_path_run(request, response, change);
}

const struct route orders_contact_routes[] = {
	{"PUT", "/services/v2/order/certificate/{id}/contact", ROUTE_ORDERS, 0,
		put_contact},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
