/* SPDX-License-Identifier: MIT
 *
 * Rows are inserted directly: the seed of the real data would hide what a
 * test depends on.
 */
#include "tests/support/sandbox-data.h"

#include <stdio.h>
#include <stdlib.h>

#include "attr.h"
#include "sandbox/db.h"
#include "sandbox/products.h"
#include "text.h"

static void add_contact(struct db *db, const char *first, const char *last,
	const char *email, const char *status)
{
	db_run(db,
		"INSERT INTO contacts (organization_id, kind, first_name,"
		" last_name, job_title, email, status, created, due)"
		" VALUES (?, 'ev', ?, ?, 'Head of IT', ?, ?, ?, ?)",
		"issssii", (int64_t)SANDBOX_DATA_ORGANIZATION, first, last,
		email, status, (int64_t)SANDBOX_DATA_NOW - 900 * 86400,
		(int64_t)SANDBOX_DATA_NOW + 86400);
}

void sandbox_data_open(struct sandbox *sandbox)
{
	struct error error;
	bool fresh;
	struct db *db = db_open(NULL, &fresh, &error);

	if (!db) {
		fprintf(stderr, "%s\n", error.text);
		exit(EXIT_FAILURE);
	}
	*sandbox = (struct sandbox){.db = db};
	text_format(sandbox->url, sizeof(sandbox->url), "%s",
		"http://127.0.0.1:8417");
	db_set_meta(db, "seed", 1);
	db_set_now(db, SANDBOX_DATA_NOW);
	db_run(db,
		"INSERT INTO organizations (id, name, container_id, is_active)"
		" VALUES (?, 'Example GmbH', 1, 1)",
		"i", (int64_t)SANDBOX_DATA_ORGANIZATION);
	db_run(db,
		"INSERT INTO validations (organization_id, type, status)"
		" VALUES (?, 'ev', 'active'), (?, 'ov', 'active')",
		"ii", (int64_t)SANDBOX_DATA_ORGANIZATION,
		(int64_t)SANDBOX_DATA_ORGANIZATION);
	add_contact(db, "Ana", "Ruiz", SANDBOX_DATA_ANA, "active");
	add_contact(db, "Ben", "Okafor", SANDBOX_DATA_BEN, "active");
	add_contact(db, "Chi", "Tan", SANDBOX_DATA_CHI, "pending");
	if (db_failed(db)) {
		fprintf(stderr, "%s\n", db_failure(db));
		exit(EXIT_FAILURE);
	}
}

void sandbox_data_close(struct sandbox *sandbox)
{
	db_close(sandbox->db);
	sandbox->db = NULL;
}

void sandbox_data_order(struct sandbox *sandbox, int64_t id,
	const char *product, enum schema_status status, const char *name)
{
	int number = products_find(product);
	const struct products_item *item;

	if (number < 0) {
		fprintf(stderr, "no product %s\n", product);
		exit(EXIT_FAILURE);
	}
	item = products_at((size_t)number);
	db_run(sandbox->db,
		"INSERT INTO orders (id, status, product, organization_id,"
		" container_id, user_id, created, common_name, san, years,"
		" changed, flags, domains_open, approval, certificate_id)"
		" VALUES (?, ?, ?, ?, 1, 1, ?, ?, ?, 1, ?, 0, 0, ?, ?)",
		"iiiiisiiii", id, (int64_t)status, (int64_t)number,
		(int64_t)SANDBOX_DATA_ORGANIZATION,
		(int64_t)SANDBOX_DATA_NOW - 3 * 86400, name,
		(int64_t)(item->has_names ? SCHEMA_SAN_CN : SCHEMA_SAN_NONE),
		(int64_t)SANDBOX_DATA_NOW - 3 * 86400,
		(int64_t)(item->approval == PRODUCTS_APPROVAL_NONE
				  ? SCHEMA_APPROVAL_NONE
				  : SCHEMA_APPROVAL_OPEN),
		id - 200000);
}

void sandbox_data_mail(struct sandbox *sandbox, int64_t order_id,
	const char *to, const char *kind, const char *state, int64_t time,
	const char *token)
{
	db_run(sandbox->db,
		"INSERT INTO mails (time, order_id, recipient, kind, subject,"
		" token, state, written) VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
		"iisssss", time, order_id, to, kind, "A mail", token, state);
}

char *
sandbox_data_state(struct sandbox *sandbox, int64_t order_id, const char *to)
{
	return db_text(sandbox->db,
		"SELECT state FROM mails WHERE order_id = ? AND recipient = ?"
		" ORDER BY id DESC LIMIT 1",
		"is", order_id, to);
}
