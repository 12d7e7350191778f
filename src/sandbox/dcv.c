/* SPDX-License-Identifier: MIT
 *
 * One method and one token for all names of an order. What has passed while
 * other names are open is kept as a list of scopes.
 */
#include "sandbox/dcv.h"

#include <string.h>

#include "attr.h"
#include "buf.h"
#include "sandbox/db.h"
#include "sandbox/gates.h"

#define DAY	      86400
#define VALIDATED_MAX ((size_t)256 << 10) /* bytes */

static const struct dcv_method methods[] = {
	{"email", false, NULL},
	{"dns-txt-token", true, NULL},
	{"dns-cname-token", true, NULL},
	{"http-token", true, "file_random_value_not_found"},
};

const struct dcv_method *dcv_method_find(const char *word)
{
	for (size_t i = 0; word && i < ARRAY_LEN(methods); i++)
		if (strcmp(methods[i].word, word) == 0)
			return &methods[i];
	return NULL;
}

void dcv_set(struct db *db, const struct order_row *row,
	const struct dcv_method *method, const char *token)
{
	db_run(db,
		"INSERT INTO order_settings (order_id, dcv_method, dcv_token,"
		" dcv_since) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (order_id)"
		" DO UPDATE SET dcv_method = ?2, dcv_token = ?3,"
		" dcv_since = ?4",
		"issi", row->id, method->word, token, db_now(db));
}

bool dcv_is_published(struct db *db, const struct order_row *row)
{
	return db_now(db) >= row->dcv_since + DCV_PUBLISHED;
}

int64_t dcv_expires(int64_t since)
{
	return since + (int64_t)DCV_TOKEN_DAYS * DAY;
}

/* Writes the scopes that have passed, one a line; true if none is left. */
static bool pass_scopes(const struct scopes *scopes, dcv_wants_fn wants,
	const void *data, struct buf *passed)
{
	bool all = true;

	for (size_t i = 0; i < scopes->count; i++) {
		const struct scopes_item *item = &scopes->items[i];

		if (item->open && !wants(scopes, item, data))
			all = false;
		else
			buf_printf(passed, "%s%s", passed->len > 0 ? "\n" : "",
				item->scope);
	}
	return all;
}

bool dcv_pass(struct sandbox *sandbox, const struct order_row *row,
	dcv_wants_fn wants, const void *data)
{
	struct scopes scopes;
	struct buf passed;
	bool good;

	scopes_init(&scopes, row);
	buf_init(&passed, VALIDATED_MAX);
	if (pass_scopes(&scopes, wants, data, &passed))
		good = gates_pass_domain(sandbox, row->id);
	else
		good = db_run(sandbox->db,
			"INSERT INTO order_settings (order_id, validated)"
			" VALUES (?1, ?2) ON CONFLICT (order_id)"
			" DO UPDATE SET validated = ?2",
			"is", row->id, buf_text(&passed));
	buf_clear(&passed);
	scopes_clear(&scopes);
	return good;
}
