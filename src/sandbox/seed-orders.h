/* SPDX-License-Identifier: MIT
 *
 * Writing one seeded order, with the mails and notes that belong to it.
 */
#ifndef SANDBOX_SEED_ORDERS_H
#define SANDBOX_SEED_ORDERS_H

#include <stddef.h>
#include <stdint.h>

#include "sandbox/products.h"
#include "sandbox/schema.h"
#include "sandbox/seed-organizations.h"

#define SEED_ORDERS_DAY	 86400
#define SEED_ORDERS_HOUR 3600

/* What all seeding functions share. */
struct seed_orders {
	struct db *db;
	uint64_t seed;
	int64_t now;
	struct seed_organizations organizations;
	int64_t next_mail; /* the id of the next mail */
};

/* What was mailed about it. */
enum seed_orders_story {
	SEED_ORDERS_NO_MAIL,
	SEED_ORDERS_FIRST,     /* when it was ordered; held while a contact was
				  not validated */
	SEED_ORDERS_HOUR_AGO,  /* the first one, an hour ago */
	SEED_ORDERS_RESENT,    /* first mail, and a resend by certdesk, with its
				  note */
	SEED_ORDERS_MONTH,     /* 30 days ago, with three resends */
	SEED_ORDERS_ISSUANCE,  /* the issuance mail, open */
	SEED_ORDERS_COLLECTED, /* the issuance mail, used */
};

struct seed_orders_item {
	int64_t id;
	size_t product; /* number */
	enum schema_status status;
	const struct seed_organizations_item *organization; /* NULL: none */
	int64_t container_id;
	int64_t user_id;
	int64_t created;
	int64_t certificate_id; /* 0: none */
	const char *common_name;
	const char *emails; /* one a line */
	enum schema_san san;
	const char *dns_names; /* one a line */
	int years;
	int64_t issued; /* 0: not */
	unsigned int flags;
	int domains_open;
	enum schema_approval approval;
	const char *additional_emails; /* one a line */
	enum seed_orders_story story;
};

/*
 * Validity dates, status expired and the approver follow from the rest. False
 * after a failure of the database.
 */
bool seed_orders_add(
	struct seed_orders *seed, const struct seed_orders_item *item);
/* So long after a time; halfway to now where that would be in the future. */
int64_t seed_orders_later(
	const struct seed_orders *seed, int64_t time, int64_t seconds);
void seed_orders_note(struct seed_orders *seed, int64_t order_id, int64_t time,
	const char *text);

#endif
