/* SPDX-License-Identifier: MIT
 *
 * The named organizations come first, each with a fixed standing, so that the
 * hand-made cases find what they need; then made-up ones, mostly ready.
 */
#include "sandbox/seed-organizations.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "mem.h"
#include "sandbox/db.h"
#include "sandbox/mix.h"
#include "sandbox/names.h"
#include "sandbox/scopes.h"

#define DAY		 86400
#define CONTAINER_FIRST	 31
#define CONTAINER_COUNT	 5
#define VALIDATION_DAYS	 397
#define CONTACT_AGE	 (800 * (int64_t)DAY)
#define PENDING_AGE	 (45 * (int64_t)DAY)
#define SHARED_PERSON	 5 /* occurs in two organizations */
#define AWKWARD_CONTACTS 1 /* the organization with odd addresses */

/* Of the named organizations, in the order of names.c. */
static const enum seed_organizations_standing standings[] = {
	SEED_ORGANIZATIONS_READY,
	SEED_ORGANIZATIONS_READY,
	SEED_ORGANIZATIONS_READY,
	SEED_ORGANIZATIONS_PARTLY,
	SEED_ORGANIZATIONS_READY,
	SEED_ORGANIZATIONS_READY,
	SEED_ORGANIZATIONS_READY,
	SEED_ORGANIZATIONS_READY,
	SEED_ORGANIZATIONS_HALF,
	SEED_ORGANIZATIONS_READY,
	SEED_ORGANIZATIONS_PARTLY,
	SEED_ORGANIZATIONS_READY,
	SEED_ORGANIZATIONS_READY,
	SEED_ORGANIZATIONS_SINGLE,
	SEED_ORGANIZATIONS_WAITING,
	SEED_ORGANIZATIONS_EXPIRED,
	SEED_ORGANIZATIONS_UNVALIDATED,
	SEED_ORGANIZATIONS_HALF,
	SEED_ORGANIZATIONS_CS_ONLY,
	SEED_ORGANIZATIONS_READY,
	SEED_ORGANIZATIONS_BARE,
	SEED_ORGANIZATIONS_WAITING,
	SEED_ORGANIZATIONS_SINGLE,
};

/* How many contacts of each kind, and how many of them are validated. */
static const struct {
	int contacts[3]; /* ev, cs, ev_cs */
	int active;
} standing_contacts[SEED_ORGANIZATIONS_STANDINGS] = {
	[SEED_ORGANIZATIONS_READY] = {{3, 2, 2}, 9},
	[SEED_ORGANIZATIONS_PARTLY] = {{3, 3, 3}, 2},
	[SEED_ORGANIZATIONS_HALF] = {{2, 2, 2}, 1},
	[SEED_ORGANIZATIONS_SINGLE] = {{1, 1, 1}, 9},
	[SEED_ORGANIZATIONS_UNVALIDATED] = {{1, 1, 1}, 0},
	[SEED_ORGANIZATIONS_BARE] = {{0, 0, 0}, 0},
	[SEED_ORGANIZATIONS_CS_ONLY] = {{0, 2, 0}, 9},
	[SEED_ORGANIZATIONS_WAITING] = {{2, 2, 2}, 9},
	[SEED_ORGANIZATIONS_EXPIRED] = {{2, 2, 2}, 9},
};

static const char *const kinds[] = {"ev", "cs", "ev_cs"};
static const char *const validation_types[] = {
	"ov", "ev", "cs", "ev_cs", "ds", "smime"};

static enum seed_organizations_standing
choose_standing(size_t number, struct mix *mix)
{
	uint32_t dice = mix_below(mix, 100);

	if (number < ARRAY_LEN(standings))
		return standings[number];
	if (dice < 70)
		return SEED_ORGANIZATIONS_READY;
	if (dice < 94)
		return (enum seed_organizations_standing)(dice % 5 + 1);
	return dice % 2 == 0 ? SEED_ORGANIZATIONS_WAITING
			     : SEED_ORGANIZATIONS_EXPIRED;
}

/* -- rows ------------------------------------------------------------------ */

static void insert_organization(struct db *db,
	const struct seed_organizations_item *item, size_t number)
{
	const struct names_organization *place = names_organization(number);
	const struct names_person *person = names_person(number * 3 + 1);
	char *email = mem_printf("%s@%s", person->mail, item->domain);
	char *street = mem_printf("%zu Example Street", number % 200 + 1);
	char *phone = mem_printf("555-%04zu", number % 10000);
	char *zip = mem_printf("%05zu", 10000 + number % 80000);

	db_run(db,
		"INSERT INTO organizations VALUES (?, ?, NULL, ?, NULL, ?, ?,"
		" ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		"isssssssiiisssss", item->id, item->name, street, zip,
		place->city, place->state, place->country, phone,
		item->container_id,
		(int64_t)(item->standing != SEED_ORGANIZATIONS_BARE),
		item->id + 500000, person->first, person->last, email,
		names_job(number), phone);
	free(email);
	free(street);
	free(phone);
	free(zip);
}

static void
insert_domain(struct db *db, const struct seed_organizations_item *item,
	const char *name, int64_t created)
{
	db_run(db, "INSERT OR IGNORE INTO domains VALUES (?, ?, ?, ?)", "isii",
		scopes_domain_id(name), name, item->id, created);
}

static void
insert_validations(struct db *db, const struct seed_organizations_item *item,
	struct mix *mix, int64_t now)
{
	const char *status = "active";
	int64_t days = (int64_t)mix_below(mix, 300) + 5;

	if (item->standing == SEED_ORGANIZATIONS_WAITING)
		status = "pending";
	if (item->standing == SEED_ORGANIZATIONS_EXPIRED) {
		status = "expired";
		days += VALIDATION_DAYS;
	}
	for (size_t i = 0; i < ARRAY_LEN(validation_types); i++)
		db_run(db,
			"INSERT INTO validations (organization_id, type,"
			" status, created, valid_until)"
			" VALUES (?, ?, ?, ?, ?)",
			"issii", item->id, validation_types[i], status,
			now - days * DAY, now + (VALIDATION_DAYS - days) * DAY);
}

/* The one organization whose contacts have odd addresses. */
static char *make_email(const struct seed_organizations_item *item,
	size_t number, size_t at, const struct names_person *person)
{
	if (number == AWKWARD_CONTACTS && at == 1)
		return mem_printf("Ben.OKAFOR@Northwind.Example");
	/* The first letter is a Cyrillic one. */
	if (number == AWKWARD_CONTACTS && at == 2)
		return mem_printf("\xd0\xb0na@%s", item->domain);
	return mem_printf("%s@%s", person->mail, item->domain);
}

static void add_contact(struct db *db, struct seed_organizations_item *item,
	size_t number, size_t kind, size_t at, bool active, int64_t now)
{
	size_t who = number * 3 + at * 2 + (kind == 0 ? 0 : 1);
	const struct names_person *person;
	struct seed_organizations_contact *contact;
	char *phone = mem_printf("555-%04zu", (who * 37) % 10000);
	int64_t age = active ? CONTACT_AGE : PENDING_AGE;

	if (number == SHARED_PERSON + 1 && at == 0)
		who = SHARED_PERSON * 3 + (kind == 0 ? 0 : 1);
	person = names_person(who);
	contact = &item->contacts[item->contact_count++];
	contact->kind = kinds[kind];
	contact->active = active;
	contact->name = mem_printf("%s %s", person->first, person->last);
	contact->email = make_email(item, number, at, person);
	if (number == SHARED_PERSON + 1 && at == 0) {
		free(contact->email);
		contact->email = mem_printf("%s@%s", person->mail,
			names_organization(SHARED_PERSON)->domain);
	}
	/* Ana is a user of the account too. */
	db_run(db,
		"INSERT INTO contacts (organization_id, kind, user_id,"
		" first_name, last_name, job_title, telephone, email, status,"
		" created, due) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		"isissssssii", item->id, contact->kind,
		(int64_t)(number == 0 && at == 0 && kind == 0 ? 1204 : 0),
		person->first, person->last, names_job(who), phone,
		contact->email, active ? "active" : "pending", now - age,
		now + DAY);
	free(phone);
}

static void add_contacts(struct db *db, struct seed_organizations_item *item,
	size_t number, int64_t now)
{
	int active = standing_contacts[item->standing].active;

	for (size_t kind = 0; kind < ARRAY_LEN(kinds); kind++) {
		int count = standing_contacts[item->standing].contacts[kind];

		for (int i = 0; i < count; i++)
			add_contact(db, item, number, kind, (size_t)i,
				i < active, now);
	}
}

static void make(struct seed_organizations_item *item, struct db *db,
	size_t number, uint64_t seed, int64_t now)
{
	struct mix mix;

	mix_init(&mix, seed, 0x09000000 + number);
	item->id = SEED_ORGANIZATIONS_FIRST + (int64_t)number;
	item->standing = choose_standing(number, &mix);
	item->container_id =
		CONTAINER_FIRST + (int64_t)(number % CONTAINER_COUNT);
	if (number < names_organization_count()) {
		item->name = mem_dup(names_organization(number)->name);
		item->domain = mem_dup(names_organization(number)->domain);
	} else {
		item->name = mem_printf("%s %s %zu %s",
			names_adjective(mix_below(&mix, 1000)),
			names_noun(mix_below(&mix, 1000)), number,
			names_form(mix_below(&mix, 1000)));
		item->domain = mem_printf("org%zu.example", number);
	}
	insert_organization(db, item, number);
	insert_domain(db, item, item->domain, now - CONTACT_AGE);
	/* One has two. */
	if (number == 0)
		insert_domain(db, item, "example.net", now - PENDING_AGE);
	/* One has no validation at all. */
	if (item->standing != SEED_ORGANIZATIONS_BARE)
		insert_validations(db, item, &mix, now);
	add_contacts(db, item, number, now);
}

void seed_organizations_fill(struct seed_organizations *organizations,
	struct db *db, size_t count, uint64_t seed, int64_t now)
{
	if (count < names_organization_count())
		count = names_organization_count();
	organizations->count = count;
	organizations->items = mem_array(count, sizeof(*organizations->items));
	for (size_t i = 0; i < count; i++)
		make(&organizations->items[i], db, i, seed, now);
}

void seed_organizations_clear(struct seed_organizations *organizations)
{
	for (size_t i = 0; i < organizations->count; i++) {
		struct seed_organizations_item *item = &organizations->items[i];

		for (size_t j = 0; j < item->contact_count; j++) {
			free(item->contacts[j].email);
			free(item->contacts[j].name);
		}
		free(item->name);
		free(item->domain);
	}
	free(organizations->items);
}

const struct seed_organizations_item *
seed_organizations_find(const struct seed_organizations *organizations,
	enum seed_organizations_standing standing, size_t nth)
{
	size_t count = 0;

	for (size_t i = 0; i < organizations->count; i++)
		count += organizations->items[i].standing == standing;
	assert(count > 0);
	nth %= count;
	for (size_t i = 0;; i++)
		if (organizations->items[i].standing == standing && nth-- == 0)
			return &organizations->items[i];
}

static bool is_among(const struct seed_organizations_contact *const *list,
	size_t count, const char *email)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(list[i]->email, email) == 0)
			return true;
	return false;
}

size_t seed_organizations_approvers(const struct seed_organizations_item *item,
	const struct products_item *product, bool only_active,
	const struct seed_organizations_contact **out)
{
	size_t count = 0;

	for (size_t i = 0; i < item->contact_count; i++) {
		const struct seed_organizations_contact *contact =
			&item->contacts[i];

		if ((only_active && !contact->active) ||
			!products_may_approve(product, contact->kind) ||
			is_among(out, count, contact->email))
			continue;
		out[count++] = contact;
	}
	return count;
}
