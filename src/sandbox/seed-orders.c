/* SPDX-License-Identifier: MIT
 *
 * One INSERT for the order; what was mailed is told by its story. Mails of the
 * past count as written: they are not put into the outbox.
 */
#include "sandbox/seed-orders.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "date.h"
#include "mem.h"
#include "sandbox/account.h"
#include "sandbox/db.h"
#include "sandbox/mails.h"
#include "sandbox/mix.h"
#include "sandbox/order-requests.h"
#include "sandbox/seed-extras.h"

#define DAY	      SEED_ORDERS_DAY
#define HOUR	      SEED_ORDERS_HOUR
#define PEOPLE	      SEED_ORGANIZATIONS_CONTACTS_MAX
#define PENDING_SINCE 45 /* days: orders after that met pending contacts */

int64_t
seed_orders_later(const struct seed_orders *seed, int64_t time, int64_t seconds)
{
	int64_t left = seed->now - time;

	return time + (seconds <= left ? seconds : left / 2);
}

/* Some of the approvers of an order. */
struct people {
	const struct seed_organizations_contact *list[PEOPLE];
	size_t count;
};

static struct people
approvers(const struct seed_orders_item *item, bool only_active)
{
	struct people people = {.count = 0};

	if (item->organization)
		people.count = seed_organizations_approvers(item->organization,
			products_at(item->product), only_active, people.list);
	return people;
}

/* Before it was issued, which may have been soon. */
static int64_t approval_time(
	const struct seed_orders *seed, const struct seed_orders_item *item)
{
	if (item->issued > 0)
		return item->created + (item->issued - item->created) / 2;
	return seed_orders_later(seed, item->created, 2 * HOUR);
}

/* -- mails ----------------------------------------------------------------- */

struct mail {
	const char *kind;
	const char *state;
	int64_t time;
	int64_t used;	  /* 0: not */
	int64_t replaced; /* by this mail; 0: not */
};

static void
add_mail(struct seed_orders *seed, const struct seed_orders_item *item,
	const struct mail *mail, const char *email, const char *name)
{
	char token[MIX_TOKEN_SIZE];
	char *subject = mails_subject(mail->kind, item->id);

	mix_token(seed->seed, (uint64_t)seed->next_mail, token);
	db_run(seed->db,
		"INSERT INTO mails (id, time, order_id, recipient, name, kind,"
		" subject, token, state, used_time, written, replaced_by)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), 1,"
		" nullif(?, 0))",
		"iiissssssii", seed->next_mail++, mail->time, item->id, email,
		name, mail->kind, subject, token, mail->state, mail->used,
		mail->replaced);
	free(subject);
}

static void add_approval_mails(struct seed_orders *seed,
	const struct seed_orders_item *item, const struct people *people,
	int64_t time, const char *state)
{
	struct mail mail = {"approval", state, time, 0, 0};

	if (strcmp(state, "void") == 0)
		mail.replaced = seed->next_mail + (int64_t)people->count;
	for (size_t i = 0; i < people->count; i++)
		add_mail(seed, item, &mail, people->list[i]->email,
			people->list[i]->name);
}

/* Sent and answered: the first who may has approved, as approver_of says. */
static void add_answered_mails(struct seed_orders *seed,
	const struct seed_orders_item *item, const struct people *people,
	int64_t time)
{
	struct mail mail = {"approval", "used", time, 0, 0};

	mail.used = approval_time(seed, item);
	for (size_t i = 0; i < people->count; i++) {
		add_mail(seed, item, &mail, people->list[i]->email,
			people->list[i]->name);
		mail.state = "void";
	}
}

/* The first mail: to everyone; held while one of them is not validated. */
static void tell_first(struct seed_orders *seed,
	const struct seed_orders_item *item, int64_t time)
{
	struct people all = approvers(item, false);
	struct people active = approvers(item, true);
	bool met = item->created > seed->now - (int64_t)PENDING_SINCE * DAY;

	if (item->approval == SCHEMA_APPROVAL_DONE)
		add_answered_mails(seed, item, &active, time);
	else if (met && all.count != active.count)
		add_approval_mails(seed, item, &all, time, "held");
	else
		add_approval_mails(seed, item, &active, time, "open");
}

/* The note certdesk writes, of exactly its form. */
static void
note_resend(struct seed_orders *seed, const struct seed_orders_item *item,
	const struct people *people, int64_t time)
{
	char iso[DATE_TEXT_SIZE];
	struct buf text;

	buf_init(&text, 4096);
	buf_puts(&text, "[certdesk] approval mail resent to ");
	for (size_t i = 0; i < people->count; i++)
		buf_printf(&text, "%s%s", i > 0 ? ", " : "",
			people->list[i]->email);
	buf_printf(&text, " by mira@jump1 %s", date_iso(time, iso));
	seed_orders_note(seed, item->id, time, buf_text(&text));
	buf_clear(&text);
}

/* First mails, and a resend three days ago or less to the first two. */
static void
tell_resent(struct seed_orders *seed, const struct seed_orders_item *item)
{
	struct people people = approvers(item, true);
	int64_t time = item->created + (seed->now - item->created) / 2;

	add_approval_mails(seed, item, &people, item->created, "void");
	if (people.count > 2)
		people.count = 2;
	add_approval_mails(seed, item, &people, time, "open");
	note_resend(seed, item, &people, time);
}

static void
tell_month(struct seed_orders *seed, const struct seed_orders_item *item)
{
	static const int days[] = {30, 21, 14, 6};
	struct people people = approvers(item, true);

	for (size_t i = 0; i < ARRAY_LEN(days); i++) {
		bool last = i + 1 == ARRAY_LEN(days);
		int64_t time = seed->now - (int64_t)days[i] * DAY;

		add_approval_mails(
			seed, item, &people, time, last ? "open" : "void");
		if (i > 0)
			note_resend(seed, item, &people, time);
	}
}

static void tell_issuance(struct seed_orders *seed,
	const struct seed_orders_item *item, bool collected)
{
	struct mail mail = {"issuance", collected ? "used" : "open",
		seed_orders_later(seed, item->created, HOUR), 0, 0};
	size_t len = strcspn(item->emails, "\n");
	char *email = mem_dupn(item->emails, len);

	if (collected)
		mail.used = item->issued;
	add_mail(seed, item, &mail, email, NULL);
	free(email);
}

static void tell(struct seed_orders *seed, const struct seed_orders_item *item)
{
	switch (item->story) {
	case SEED_ORDERS_NO_MAIL:
		break;
	case SEED_ORDERS_FIRST:
		tell_first(seed, item, item->created);
		break;
	case SEED_ORDERS_HOUR_AGO:
		tell_first(seed, item, seed->now - HOUR);
		break;
	case SEED_ORDERS_RESENT:
		tell_resent(seed, item);
		break;
	case SEED_ORDERS_MONTH:
		tell_month(seed, item);
		break;
	case SEED_ORDERS_ISSUANCE:
		tell_issuance(seed, item, false);
		break;
	case SEED_ORDERS_COLLECTED:
		tell_issuance(seed, item, true);
		break;
	}
}

/* -- the order ------------------------------------------------------------- */

static void add_names(struct db *db, const struct seed_orders_item *item)
{
	const char *text = item->dns_names;

	while (item->san == SCHEMA_SAN_STORED && *text) {
		size_t len = strcspn(text, "\n");
		char *name = mem_dupn(text, len);

		db_run(db, "INSERT OR IGNORE INTO names VALUES (?, ?)", "si",
			name, item->id);
		free(name);
		text += len + (text[len] != '\0');
	}
}

/* Who approved it: the first who may. */
static const char *
approver_of(const struct seed_orders_item *item, const struct people *people)
{
	if (item->approval != SCHEMA_APPROVAL_DONE)
		return NULL;
	return people->count > 0 ? people->list[0]->email : "ana@example.com";
}

/* When the order took its status. */
static int64_t change_time(const struct seed_orders *seed,
	const struct seed_orders_item *item, int64_t status, int64_t till)
{
	switch (status) {
	case SCHEMA_EXPIRED:
		return till + DAY;
	case SCHEMA_CANCELED:
	case SCHEMA_REJECTED:
		return seed_orders_later(seed, item->created, 2 * (int64_t)DAY);
	case SCHEMA_REVOKED:
	case SCHEMA_REISSUE_PENDING:
		return seed_orders_later(seed, item->issued, 5 * (int64_t)DAY);
	default:
		return item->issued ? item->issued : item->created;
	}
}

static void add_reissue(struct seed_orders *seed,
	const struct seed_orders_item *item, int64_t time)
{
	if (item->status == SCHEMA_REISSUE_PENDING)
		db_run(seed->db,
			"INSERT INTO order_requests (id, order_id, type,"
			" status, date, user_id)"
			" VALUES (?, ?, 'reissue', 'pending', ?, ?)",
			"iiii", order_requests_reissue(item->id), item->id,
			time, item->user_id);
}

bool seed_orders_add(
	struct seed_orders *seed, const struct seed_orders_item *item)
{
	static const char sql[] =
		"INSERT INTO orders (id, status, product, organization_id,"
		" container_id, user_id, created, certificate_id, common_name,"
		" emails, san, dns_names, years, valid_from, valid_till,"
		" issued, changed, flags, domains_open, approval, approved_by,"
		" approved, additional_emails) VALUES (?, ?, ?, nullif(?, 0),"
		" ?, ?, ?, nullif(?, 0), ?, ?, ?, ?, ?, nullif(?, 0),"
		" nullif(?, 0), nullif(?, 0), ?, ?, ?, ?, ?, nullif(?, 0), ?)";
	struct people people = {.count = 0};
	int64_t from = item->issued - item->issued % DAY;
	int64_t till =
		item->issued == 0 ? 0 : from + (int64_t)item->years * 365 * DAY;
	int64_t status = item->status;
	int64_t changed;
	const char *approver;

	if (item->approval == SCHEMA_APPROVAL_DONE)
		people = approvers(item, true);
	approver = approver_of(item, &people);
	if (status == SCHEMA_ISSUED && till < seed->now - seed->now % DAY)
		status = SCHEMA_EXPIRED;
	changed = change_time(seed, item, status, till);
	db_run(seed->db, sql, "iiiiiiiissisiiiiiiiisis", item->id, status,
		(int64_t)item->product,
		item->organization ? item->organization->id : (int64_t)0,
		item->container_id, item->user_id, item->created,
		item->certificate_id, item->common_name, item->emails,
		(int64_t)item->san, item->dns_names, (int64_t)item->years, from,
		till, item->issued, changed,
		(int64_t)(item->flags | seed_extras_flags(item)),
		(int64_t)item->domains_open, (int64_t)item->approval, approver,
		approver ? approval_time(seed, item) : (int64_t)0,
		item->additional_emails ? item->additional_emails
					: seed_extras_emails(item));
	add_names(seed->db, item);
	add_reissue(seed, item, changed);
	seed_extras_add(seed->db, item);
	tell(seed, item);
	return !db_failed(seed->db);
}

void seed_orders_note(struct seed_orders *seed, int64_t order_id, int64_t time,
	const char *text)
{
	db_run(seed->db,
		"INSERT INTO notes (order_id, time, user_id, text)"
		" VALUES (?, ?, ?, ?)",
		"iiis", order_id, time, (int64_t)ACCOUNT_FIRST_USER, text);
}
