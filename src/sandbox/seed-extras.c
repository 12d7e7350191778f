/* SPDX-License-Identifier: MIT
 *
 * Each kind takes one order of so many, by a prime of its own: so they fall
 * together in every way, but seldom.
 */
#include "sandbox/seed-extras.h"

#include "attr.h"
#include "sandbox/account.h"
#include "sandbox/db.h"
#include "sandbox/metadata.h"
#include "sandbox/mix.h"
#include "sandbox/names.h"

/* Limited users of the account; see the users of seed.c. */
static const int64_t limited_users[] = {ACCOUNT_FIRST_USER + 4,
	ACCOUNT_FIRST_USER + 5, ACCOUNT_FIRST_USER + 6, ACCOUNT_FIRST_USER + 10,
	ACCOUNT_FIRST_USER + 11};

static bool
is_one_of(const struct seed_orders_item *item, int64_t many, int64_t which)
{
	return item->id % many == which;
}

static bool is_tls(const struct seed_orders_item *item)
{
	return products_at(item->product)->group <= PRODUCTS_OV_TLS;
}

unsigned int seed_extras_flags(const struct seed_orders_item *item)
{
	bool issued = item->status == SCHEMA_ISSUED && is_tls(item);
	unsigned int flags = 0;

	if (issued && is_one_of(item, 7, 5))
		flags |= SCHEMA_FLAG_DUPLICATES;
	if (issued && is_one_of(item, 5, 4))
		flags |= SCHEMA_FLAG_REISSUED;
	if (is_one_of(item, 31, 7))
		flags |= SCHEMA_FLAG_GUEST;
	return flags;
}

const char *seed_extras_emails(const struct seed_orders_item *item)
{
	if (is_one_of(item, 17, 3))
		return "pki@example.com";
	if (is_one_of(item, 17, 12))
		return "renewals@example.net\nweb-team@example.com\n"
		       "überwachung@example.org";
	return NULL;
}

static void add_fields(struct db *db, const struct seed_orders_item *item)
{
	size_t count = (size_t)(item->id % 3) + 1;

	if (!is_one_of(item, 13, 2))
		return;
	for (size_t i = 0; i < count; i++) {
		const char *value;
		int64_t field =
			metadata_example((size_t)(item->id / 13) + i, &value);

		db_run(db,
			"INSERT OR IGNORE INTO order_fields VALUES (?, ?, ?)",
			"iis", item->id, field, value);
	}
}

static void add_users(struct db *db, const struct seed_orders_item *item)
{
	if (!is_one_of(item, 37, 9))
		return;
	for (size_t i = 0; i <= (size_t)(item->id % 2); i++)
		db_run(db, "INSERT OR IGNORE INTO assignments VALUES (?, ?)",
			"ii", item->id,
			limited_users[((size_t)(item->id / 37) + i) %
				      ARRAY_LEN(limited_users)]);
}

static void add_contact(struct db *db, const struct seed_orders_item *item)
{
	const struct names_person *person = names_person((size_t)item->id);

	if (!item->organization || !is_one_of(item, 41, 11))
		return;
	db_run(db,
		"INSERT INTO order_contacts VALUES (?, 'technical_contact', ?,"
		" ?, ? || '@example.net', ?, '555-0177', '42')",
		"issss", item->id, person->first, person->last, person->mail,
		names_job((size_t)item->id));
}

/* Names that are validated by a token. */
static void add_token(struct db *db, const struct seed_orders_item *item)
{
	static const char *const methods[] = {
		"dns-txt-token", "dns-cname-token", "http-token"};
	char token[MIX_TOKEN_SIZE];

	if (item->domains_open == 0 || item->id % 3 != 0)
		return;
	mix_token(0xdc5, (uint64_t)item->id, token);
	db_run(db,
		"INSERT INTO order_settings (order_id, dcv_method, dcv_token,"
		" dcv_since) VALUES (?, ?, ?, ?)",
		"issi", item->id,
		methods[(size_t)(item->id / 3) % ARRAY_LEN(methods)], token,
		item->created);
}

static void add_message(struct db *db, const struct seed_orders_item *item)
{
	if (is_one_of(item, 43, 13))
		db_run(db,
			"INSERT INTO order_settings (order_id,"
			" renewal_message) VALUES (?1, ?2)"
			" ON CONFLICT (order_id)"
			" DO UPDATE SET renewal_message = ?2",
			"is", item->id,
			"Ask the web team before you renew this one.");
}

void seed_extras_add(struct db *db, const struct seed_orders_item *item)
{
	add_fields(db, item);
	add_users(db, item);
	add_contact(db, item);
	add_token(db, item);
	add_message(db, item);
}
