/* SPDX-License-Identifier: MIT
 *
 * One row of the table orders and what order_settings adds, with its lists
 * taken apart. Lists lie in the database as text, one item a line.
 */
#include "sandbox/order-row.h"

#include <string.h>

#include "date.h"
#include "sandbox/db.h"
#include "text.h"

/* Its columns in the order in which take reads them. */
static const char select_order[] =
	"SELECT id, status, product, organization_id, container_id,"
	" user_id, created, certificate_id, common_name, emails, san,"
	" dns_names, years, valid_from, valid_till, issued, changed, flags,"
	" domains_open, approval, approved_by, approved, additional_emails,"
	" coalesce(dcv_method, 'email'), dcv_token, dcv_since, validated,"
	" renewal_message FROM orders"
	" LEFT JOIN order_settings ON order_id = id WHERE id = ?";

static const char *const status_words[SCHEMA_STATUS_COUNT] = {
	[SCHEMA_CANCELED] = "canceled",
	[SCHEMA_EXPIRED] = "expired",
	[SCHEMA_ISSUED] = "issued",
	[SCHEMA_NEEDS_APPROVAL] = "needs_approval",
	[SCHEMA_PENDING] = "pending",
	[SCHEMA_PROCESSING] = "processing",
	[SCHEMA_REISSUE_PENDING] = "reissue_pending",
	[SCHEMA_REJECTED] = "rejected",
	[SCHEMA_REVOKED] = "revoked",
	[SCHEMA_WAITING_PICKUP] = "waiting_pickup",
};

const char *order_row_status_word(enum schema_status status)
{
	return status_words[status];
}

int order_row_status_find(const char *word)
{
	for (int i = 0; i < SCHEMA_STATUS_COUNT; i++)
		if (strcmp(status_words[i], word) == 0)
			return i;
	return -1;
}

/* Columns that may be NULL. */
static int64_t time_at(sqlite3_stmt *stmt, int column)
{
	if (sqlite3_column_type(stmt, column) == SQLITE_NULL)
		return DATE_NONE;
	return db_column_int(stmt, column);
}

static const char *
text_at(struct order_row *row, sqlite3_stmt *stmt, int column)
{
	if (sqlite3_column_type(stmt, column) == SQLITE_NULL)
		return NULL;
	return mem_arena_dup(&row->arena, db_column_text(stmt, column));
}

/* "a\nb" to an array of two; no text, no items. */
static const char **
split(struct order_row *row, const char *text, size_t *count)
{
	const char **items;
	size_t lines = 1;

	*count = 0;
	if (!text || !*text)
		return NULL;
	for (const char *p = text; *p; p++)
		lines += *p == '\n';
	items = mem_arena_alloc(&row->arena, lines * sizeof(*items));
	while (*count < lines) {
		size_t len = strcspn(text, "\n");

		items[(*count)++] = mem_arena_dupn(&row->arena, text, len);
		text += len + (text[len] != '\0');
	}
	return items;
}

static void
take_names(struct order_row *row, enum schema_san san, const char *stored)
{
	const char **names;
	char *www;
	size_t size;

	if (san == SCHEMA_SAN_STORED) {
		row->dns_names = split(row, stored, &row->dns_count);
		return;
	}
	if (san == SCHEMA_SAN_NONE || !row->common_name)
		return;
	names = mem_arena_alloc(&row->arena, 2 * sizeof(*names));
	names[0] = row->common_name;
	row->dns_count = 1;
	row->dns_names = names;
	if (san != SCHEMA_SAN_WWW)
		return;
	size = sizeof("www.") + strlen(row->common_name);
	www = mem_arena_alloc(&row->arena, size);
	names[1] = text_format(www, size, "www.%s", row->common_name);
	row->dns_count = 2;
}

static void take(struct order_row *row, sqlite3_stmt *s)
{
	*row = (struct order_row){
		.id = db_column_int(s, 0),
		.status = (enum schema_status)db_column_int(s, 1),
		.product = products_at((size_t)db_column_int(s, 2)),
		.organization_id = db_column_int(s, 3),
		.container_id = db_column_int(s, 4),
		.user_id = db_column_int(s, 5),
		.created = db_column_int(s, 6),
		.certificate_id = db_column_int(s, 7),
		.years = (int)db_column_int(s, 12),
		.valid_from = time_at(s, 13),
		.valid_till = time_at(s, 14),
		.issued = time_at(s, 15),
		.changed = db_column_int(s, 16),
		.flags = (unsigned int)db_column_int(s, 17),
		.domains_open = (int)db_column_int(s, 18),
		.approval = (enum schema_approval)db_column_int(s, 19),
		.approved = time_at(s, 21),
		.dcv_since = time_at(s, 25),
	};
	row->common_name = text_at(row, s, 8);
	row->approved_by = text_at(row, s, 20);
	row->emails = split(row, db_column_text(s, 9), &row->email_count);
	row->additional_emails =
		split(row, db_column_text(s, 22), &row->additional_count);
	row->dcv_method = text_at(row, s, 23);
	row->dcv_token = text_at(row, s, 24);
	row->validated =
		split(row, db_column_text(s, 26), &row->validated_count);
	row->renewal_message = text_at(row, s, 27);
	take_names(row, (enum schema_san)db_column_int(s, 10),
		db_column_text(s, 11));
}

bool order_row_read(struct db *db, int64_t id, struct order_row *row)
{
	sqlite3_stmt *stmt = db_query(db, select_order, "i", id);
	bool found = db_step(db, stmt);

	if (found)
		take(row, stmt);
	db_done(stmt);
	return found;
}

void order_row_clear(struct order_row *row)
{
	mem_arena_clear(&row->arena);
}
