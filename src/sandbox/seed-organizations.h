/* SPDX-License-Identifier: MIT
 *
 * The organizations of the seeded data with their validations and contacts;
 * and what the orders made after them need to know of them.
 */
#ifndef SANDBOX_SEED_ORGANIZATIONS_H
#define SANDBOX_SEED_ORGANIZATIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "sandbox/products.h"

struct db;

/* How an organization stands. */
enum seed_organizations_standing {
	SEED_ORGANIZATIONS_READY,  /* all validated, two or more contacts of
				      each kind, all validated */
	SEED_ORGANIZATIONS_PARTLY, /* two validated and one not */
	SEED_ORGANIZATIONS_HALF,   /* one validated and one not */
	SEED_ORGANIZATIONS_SINGLE, /* one, validated */
	SEED_ORGANIZATIONS_UNVALIDATED, /* one, not validated */
	SEED_ORGANIZATIONS_BARE,	/* no contact at all */
	SEED_ORGANIZATIONS_CS_ONLY,	/* contacts for code signing alone */
	SEED_ORGANIZATIONS_WAITING,	/* the organization is not validated */
	SEED_ORGANIZATIONS_EXPIRED,	/* its validations have expired */
	SEED_ORGANIZATIONS_STANDINGS,
};

#define SEED_ORGANIZATIONS_FIRST	44001
#define SEED_ORGANIZATIONS_CONTACTS_MAX 12

struct seed_organizations_contact {
	const char *kind; /* "ev", "cs", "ev_cs" */
	char *email;
	char *name;
	bool active;
};

struct seed_organizations_item {
	int64_t id;
	char *name;
	char *domain;
	int64_t container_id;
	enum seed_organizations_standing standing;
	struct seed_organizations_contact
		contacts[SEED_ORGANIZATIONS_CONTACTS_MAX];
	size_t contact_count;
};

struct seed_organizations {
	struct seed_organizations_item *items;
	size_t count;
};

/* Writes so many (at least one of each standing) and remembers them. */
void seed_organizations_fill(struct seed_organizations *organizations,
	struct db *db, size_t count, uint64_t seed, int64_t now);
void seed_organizations_clear(struct seed_organizations *organizations);

/* The nth of that standing, counted round. */
const struct seed_organizations_item *
seed_organizations_find(const struct seed_organizations *organizations,
	enum seed_organizations_standing standing, size_t nth);

/*
 * Those who may approve the product, each address once; with only_active those
 * who are validated. Writes at most SEED_ORGANIZATIONS_CONTACTS_MAX pointers.
 */
size_t seed_organizations_approvers(const struct seed_organizations_item *item,
	const struct products_item *product, bool only_active,
	const struct seed_organizations_contact **out);

#endif
