/* SPDX-License-Identifier: MIT
 *
 * All in one transaction; the indexes at the end, which is faster than keeping
 * them up to date.
 */
#include "sandbox/seed.h"

#include <stdlib.h>

#include "attr.h"
#include "sandbox/account.h"
#include "sandbox/db.h"
#include "sandbox/names.h"
#include "sandbox/seed-bulk.h"
#include "sandbox/seed-cases.h"
#include "sandbox/seed-orders.h"
#include "mem.h"

#define ORDERS_PER_ORGANIZATION 500
#define ORGANIZATIONS_MAX	2000

/*
 * An index for each sort of the list, alone and behind a status; the other
 * columns are there so that a walk along the index needs nothing else. The
 * names are those orders-query.c asks for.
 *
 * No ANALYZE: with its statistics SQLite 3.40 takes a way (SeekScan) on which
 * it forgets the second condition of "state IN (...) AND id < ?".
 */
static const char indexes[] =
	"CREATE INDEX orders_id ON orders (id, listed, product, status,"
	" container_id, user_id, flags, valid_till, created);"
	"CREATE INDEX orders_created ON orders (created, id, listed, product,"
	" status, container_id, user_id, flags, valid_till);"
	"CREATE INDEX orders_name ON orders (common_name, id, listed, product,"
	" status, container_id, user_id, flags, valid_till, created);"
	"CREATE INDEX orders_till ON orders (valid_till, id, listed, product,"
	" status, container_id, user_id, flags, created);"
	"CREATE INDEX orders_status ON orders (status, id, listed, product,"
	" container_id, user_id, flags, valid_till, created);"
	"CREATE INDEX orders_product ON orders (product, id, listed,"
	" status, container_id, user_id, flags, valid_till, created);"
	"CREATE INDEX orders_s_id ON orders (listed, id, product);"
	"CREATE INDEX orders_s_created ON orders"
	" (listed, created, id, product);"
	"CREATE INDEX orders_s_name ON orders"
	" (listed, common_name, id, product);"
	"CREATE INDEX orders_s_till ON orders"
	" (listed, valid_till, id, product, created, common_name);"
	"CREATE INDEX orders_s_product ON orders (listed, product, id);"
	"CREATE INDEX orders_p_created ON orders"
	" (product, created, id, listed);"
	"CREATE INDEX orders_organization ON orders"
	" (organization_id, created, id, listed, product);"
	"CREATE INDEX orders_changed ON orders"
	" (changed, id, certificate_id, status);"
	"CREATE INDEX orders_certificate ON orders (certificate_id);"
	"CREATE INDEX orders_emails ON orders (emails)"
	" WHERE emails IS NOT NULL;"
	"CREATE INDEX orders_many_emails ON orders (id, emails)"
	" WHERE instr(emails, char(10)) > 0;";

static const char *const containers[] = {
	"Example GmbH", "Web team", "Mobile", "Infrastruktur Süd", "東京支社"};

/* Roles of the users from 1201 on; the first three are those of the keys. */
static const struct {
	size_t person; /* of names.c */
	int role;
} users[] = {{3, 1}, {20, 1}, {21, 1}, {0, 1}, {22, 2}, {26, 2}, {33, 2},
	{23, 3}, {34, 4}, {4, 5}, {36, 2}, {30, 2}};

static void fill_users(struct db *db)
{
	for (size_t i = 0; i < ARRAY_LEN(users); i++) {
		const struct names_person *person =
			names_person(users[i].person);
		char *email = mem_printf("%s@example.com", person->mail);
		char *phone = mem_printf("555-01%02zu", i);

		db_run(db, "INSERT INTO users VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
			"issssssi", ACCOUNT_FIRST_USER + (int64_t)i,
			person->mail, person->first, person->last, email,
			i % 4 == 3 ? NULL : names_job(i),
			i % 4 == 3 ? NULL : phone, (int64_t)users[i].role);
		free(email);
		free(phone);
	}
}

static void fill_containers(struct db *db)
{
	for (size_t i = 0; i < ARRAY_LEN(containers); i++)
		db_run(db, "INSERT INTO containers VALUES (?, ?)", "is",
			(int64_t)(31 + i), containers[i]);
}

static size_t organization_count(int64_t orders)
{
	int64_t count = orders / ORDERS_PER_ORGANIZATION;

	return (size_t)(count < ORGANIZATIONS_MAX ? count : ORGANIZATIONS_MAX);
}

static void fill_orders(struct seed_orders *seed, int64_t count)
{
	int64_t cases = (int64_t)seed_cases_count();
	bool good = true;

	for (int64_t i = 0; i < count && good; i++) {
		int64_t id = SEED_FIRST_ORDER + i;

		if (i < cases)
			good = seed_cases_add(seed, (size_t)i, id);
		else
			good = seed_bulk_add(
				seed, i - cases, count - cases, id);
	}
}

bool seed_fill(struct db *db, const struct seed_settings *settings)
{
	struct seed_orders seed = {
		.db = db,
		.seed = (uint64_t)settings->seed,
		.now = settings->now,
		.next_mail = 1,
	};

	db_begin(db);
	fill_users(db);
	fill_containers(db);
	seed_organizations_fill(&seed.organizations, db,
		organization_count(settings->orders), seed.seed, seed.now);
	fill_orders(&seed, settings->orders);
	db_script(db, indexes);
	db_set_meta(db, "seed", settings->seed);
	seed_organizations_clear(&seed.organizations);
	return db_commit(db);
}
