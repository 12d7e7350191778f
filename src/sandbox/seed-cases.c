/* SPDX-License-Identifier: MIT
 *
 * Three tables: what is made for every approval product, what is made for
 * every client product, and single cases. The cases of a table go round by
 * product, so that the first few orders are a mixture.
 */
#include "sandbox/seed-cases.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "buf.h"
#include "mem.h"
#include "sandbox/account.h"
#include "sandbox/db.h"
#include "sandbox/names.h"

#define DAY	   SEED_ORDERS_DAY
#define HOUR	   SEED_ORDERS_HOUR
#define MANY_NAMES 250
/* Beyond 31 bits, as the service's own are. */
#define CERTIFICATE_BASE INT64_C(15164434343)

static const char *const approval_products[] = {"ssl_ev_securesite_flex",
	"code_signing", "vmc_basic", "code_signing_ev", "mark_certificate",
	"ssl_ev_multi_domain"};

static const char *const client_products[] = {"client_premium",
	"client_digital_signature_plus", "client_email_security_plus",
	"client_authentication_plus", "class1_smime", "secure_email_mailbox",
	"secure_email_sponsor", "secure_email_organization"};

/* For every approval product; all pending. */
struct approval_case {
	enum seed_organizations_standing standing;
	enum seed_orders_story story;
	int age_hours;
	int domains_open; /* where the product has names */
	bool approved;
};

static const struct approval_case approval_cases[] = {
	{SEED_ORGANIZATIONS_READY, SEED_ORDERS_RESENT, 6 * 24, 0, false},
	{SEED_ORGANIZATIONS_READY, SEED_ORDERS_NO_MAIL, 2 * 24, 0, false},
	{SEED_ORGANIZATIONS_PARTLY, SEED_ORDERS_FIRST, 30, 0, false},
	{SEED_ORGANIZATIONS_READY, SEED_ORDERS_HOUR_AGO, 5, 0, false},
	{SEED_ORGANIZATIONS_READY, SEED_ORDERS_MONTH, 31 * 24, 0, false},
	{SEED_ORGANIZATIONS_HALF, SEED_ORDERS_FIRST, 4 * 24, 0, false},
	{SEED_ORGANIZATIONS_READY, SEED_ORDERS_FIRST, 9 * 24, 1, false},
	{SEED_ORGANIZATIONS_WAITING, SEED_ORDERS_FIRST, 26, 0, false},
	{SEED_ORGANIZATIONS_WAITING, SEED_ORDERS_NO_MAIL, 12 * 24, 1, false},
	{SEED_ORGANIZATIONS_WAITING, SEED_ORDERS_FIRST, 7 * 24, 1, true},
	{SEED_ORGANIZATIONS_UNVALIDATED, SEED_ORDERS_FIRST, 3 * 24, 0, false},
};

/* For every client product. */
struct client_case {
	enum schema_status status;
	enum seed_orders_story story;
	int age_days;
	size_t addresses;
};

static const struct client_case client_cases[] = {
	{SCHEMA_WAITING_PICKUP, SEED_ORDERS_ISSUANCE, 3, 1},
	{SCHEMA_ISSUED, SEED_ORDERS_COLLECTED, 40, 1},
	{SCHEMA_PENDING, SEED_ORDERS_NO_MAIL, 1, 1},
	{SCHEMA_WAITING_PICKUP, SEED_ORDERS_ISSUANCE, 20, 2},
};

/* One of a kind. */
struct single_case {
	const char *product;
	enum schema_status status;
	enum seed_organizations_standing standing;
	const char *common_name; /* NULL: none */
	enum seed_orders_story story;
	int age_days;
	int domains_open;
	unsigned int flags;
	enum {
		PLAIN,
		NO_ORGANIZATION = 1,
		SEVERAL_NAMES = 2, /* a few DNS names */
		MANY = 4,	   /* MANY_NAMES of them */
		NOT_ITS_OWN = 8,   /* the common name is not among them */
		SAME_CERTIFICATE = 16,
		WITH_NOTES = 32,
	} extra;
};

#define LONG_NAME                                                              \
	"a-very-long-host-name-that-fills-its-label-up-to-the-last-one."       \
	"another-long-label-that-goes-on-and-on-until-it-is-sixty-three."      \
	"and-a-third-one-so-that-every-list-and-dialog-has-to-wrap-it."        \
	"northwind.example"

static const struct single_case single_cases[] = {
	{"ssl_ev_securesite_flex", SCHEMA_PENDING, SEED_ORGANIZATIONS_READY,
		"作者.example", SEED_ORDERS_FIRST, 4, 1, 0,
		SEVERAL_NAMES | WITH_NOTES},
	{"ssl_ev_multi_domain", SCHEMA_PENDING, SEED_ORGANIZATIONS_READY,
		"many.example.com", SEED_ORDERS_RESENT, 8, 0, 0, MANY},
	{"ssl_ev_multi_domain", SCHEMA_PENDING, SEED_ORGANIZATIONS_READY,
		"fqdn.example.com", SEED_ORDERS_NO_MAIL, 8, 2, SCHEMA_FLAG_FQDN,
		SEVERAL_NAMES},
	{"ssl_ev_securesite_flex", SCHEMA_PENDING, SEED_ORGANIZATIONS_READY,
		LONG_NAME, SEED_ORDERS_HOUR_AGO, 1, 0, 0, PLAIN},
	{"ssl_ev_securesite_pro", SCHEMA_PENDING, SEED_ORGANIZATIONS_SINGLE,
		"xn--kxae4bafwg.example", SEED_ORDERS_FIRST, 2, 0, 0, PLAIN},
	{"ssl_ev_plus", SCHEMA_PENDING, SEED_ORGANIZATIONS_BARE,
		"fabrikam.example", SEED_ORDERS_NO_MAIL, 2, 0, 0, PLAIN},
	{"ssl_ev_basic", SCHEMA_PENDING, SEED_ORGANIZATIONS_EXPIRED,
		"ναυπηγεία.example", SEED_ORDERS_FIRST, 15, 0, 0, WITH_NOTES},
	{"code_signing_ev", SCHEMA_PENDING, SEED_ORGANIZATIONS_CS_ONLY, NULL,
		SEED_ORDERS_NO_MAIL, 3, 0, 0, PLAIN},
	{"code_signing", SCHEMA_PENDING, SEED_ORGANIZATIONS_CS_ONLY, NULL,
		SEED_ORDERS_FIRST, 3, 0, 0, PLAIN},
	{"vmc_basic", SCHEMA_PENDING, SEED_ORGANIZATIONS_CS_ONLY,
		"vidu.example", SEED_ORDERS_FIRST, 3, 0, 0, PLAIN},
	{"ssl_ev_securesite_flex", SCHEMA_PENDING, SEED_ORGANIZATIONS_READY,
		"noorg.example.org", SEED_ORDERS_NO_MAIL, 2, 0, 0,
		NO_ORGANIZATION},
	{"ssl_ev_securesite_flex", SCHEMA_NEEDS_APPROVAL,
		SEED_ORGANIZATIONS_READY, "request.example.com",
		SEED_ORDERS_NO_MAIL, 1, 0, 0, PLAIN},
	{"code_signing", SCHEMA_NEEDS_APPROVAL, SEED_ORGANIZATIONS_READY, NULL,
		SEED_ORDERS_NO_MAIL, 1, 0, 0, PLAIN},
	{"ssl_ev_securesite_flex", SCHEMA_ISSUED, SEED_ORGANIZATIONS_READY,
		"shop.example.com", SEED_ORDERS_NO_MAIL, 60, 0,
		SCHEMA_FLAG_DUPLICATES | SCHEMA_FLAG_MULTI_YEAR, SEVERAL_NAMES},
	{"ssl_ev_securesite_flex", SCHEMA_ISSUED, SEED_ORGANIZATIONS_READY,
		"shop.example.com", SEED_ORDERS_NO_MAIL, 60, 0, 0,
		SEVERAL_NAMES | SAME_CERTIFICATE},
	{"ssl_ev_multi_domain", SCHEMA_ISSUED, SEED_ORGANIZATIONS_READY,
		"soon.example.net", SEED_ORDERS_NO_MAIL, 358, 0,
		SCHEMA_FLAG_RENEWAL, SEVERAL_NAMES | NOT_ITS_OWN},
	{"ssl_ev_securesite_flex", SCHEMA_ISSUED, SEED_ORGANIZATIONS_READY,
		"expired.example.net", SEED_ORDERS_NO_MAIL, 500, 0,
		SCHEMA_FLAG_RENEWED, PLAIN},
	{"ssl_ev_securesite_flex", SCHEMA_REVOKED, SEED_ORGANIZATIONS_READY,
		"revoked.example.net", SEED_ORDERS_NO_MAIL, 90, 0, 0, PLAIN},
	{"ssl_ev_securesite_flex", SCHEMA_CANCELED, SEED_ORGANIZATIONS_READY,
		"canceled.example.net", SEED_ORDERS_NO_MAIL, 33, 0, 0, PLAIN},
	{"ssl_ev_securesite_flex", SCHEMA_REJECTED, SEED_ORGANIZATIONS_READY,
		"rejected.example.net", SEED_ORDERS_NO_MAIL, 44, 0, 0, PLAIN},
	{"ssl_ev_securesite_flex", SCHEMA_REISSUE_PENDING,
		SEED_ORGANIZATIONS_READY, "reissue.example.net",
		SEED_ORDERS_NO_MAIL, 120, 0, 0, PLAIN},
	{"code_signing", SCHEMA_ISSUED, SEED_ORGANIZATIONS_READY, NULL,
		SEED_ORDERS_NO_MAIL, 100, 0, 0, PLAIN},
	{"code_signing_ev", SCHEMA_REVOKED, SEED_ORGANIZATIONS_READY, NULL,
		SEED_ORDERS_NO_MAIL, 200, 0, 0, PLAIN},
	{"vmc_basic", SCHEMA_ISSUED, SEED_ORGANIZATIONS_READY, "mark.example",
		SEED_ORDERS_NO_MAIL, 70, 0, 0, PLAIN},
	{"ssl_plus", SCHEMA_PENDING, SEED_ORGANIZATIONS_READY, "ov.example.com",
		SEED_ORDERS_NO_MAIL, 2, 1, 0, SEVERAL_NAMES},
	{"ssl_multi_domain", SCHEMA_PENDING, SEED_ORGANIZATIONS_WAITING,
		"cafe\xcc\x81.example", SEED_ORDERS_NO_MAIL, 5, 3, 0,
		SEVERAL_NAMES},
	{"ssl_wildcard", SCHEMA_PENDING, SEED_ORGANIZATIONS_WAITING,
		"*.romashka.example", SEED_ORDERS_NO_MAIL, 5, 0, 0, PLAIN},
	{"ssl_basic", SCHEMA_REISSUE_PENDING, SEED_ORGANIZATIONS_READY,
		"basic.example.com", SEED_ORDERS_NO_MAIL, 80, 0,
		SCHEMA_FLAG_GUEST, PLAIN},
	{"ssl_dv_geotrust", SCHEMA_PENDING, SEED_ORGANIZATIONS_READY,
		"dv.example.org", SEED_ORDERS_NO_MAIL, 1, 1, 0,
		NO_ORGANIZATION},
	{"ssl_dv_rapidssl", SCHEMA_ISSUED, SEED_ORGANIZATIONS_READY,
		"☕.example", SEED_ORDERS_NO_MAIL, 10, 0, SCHEMA_FLAG_QUIET,
		NO_ORGANIZATION | WITH_NOTES},
	{"private_ssl_plus", SCHEMA_ISSUED, SEED_ORGANIZATIONS_READY,
		"intranet", SEED_ORDERS_NO_MAIL, 30, 0, SCHEMA_FLAG_MIGRATED,
		PLAIN},
	{"document_signing_org_1", SCHEMA_ISSUED, SEED_ORGANIZATIONS_READY,
		NULL, SEED_ORDERS_NO_MAIL, 12, 0, 0, PLAIN},
	{"document_signing_org_2", SCHEMA_PENDING, SEED_ORGANIZATIONS_READY,
		NULL, SEED_ORDERS_NO_MAIL, 3, 0, 0, PLAIN},
	{"ssl_securesite_flex", SCHEMA_PROCESSING, SEED_ORGANIZATIONS_READY,
		"processing.example.com", SEED_ORDERS_NO_MAIL, 0, 0, 0, PLAIN},
	{"client_premium", SCHEMA_REVOKED, SEED_ORGANIZATIONS_READY, NULL,
		SEED_ORDERS_NO_MAIL, 200, 0, 0, PLAIN},
};

#define APPROVAL_COUNT                                                         \
	(ARRAY_LEN(approval_products) * ARRAY_LEN(approval_cases))
#define CLIENT_COUNT (ARRAY_LEN(client_products) * ARRAY_LEN(client_cases))

size_t seed_cases_count(void)
{
	return APPROVAL_COUNT + CLIENT_COUNT + ARRAY_LEN(single_cases);
}

/* What nearly all cases have in common. */
static struct seed_orders_item start(const struct seed_orders *seed,
	const char *product, int64_t id, int64_t age)
{
	/* Not all at the same second of the day. */
	int64_t created = seed->now - age - (id * 7919) % (2 * HOUR);

	return (struct seed_orders_item){
		.id = id,
		.product = (size_t)products_find(product),
		.container_id = 31 + id % 5,
		.user_id = ACCOUNT_FIRST_USER + 3 + id % 6,
		.created = created,
		.certificate_id = CERTIFICATE_BASE + id,
		.years = 1,
	};
}

static bool has_names(const struct seed_orders_item *item)
{
	return products_at(item->product)->has_names;
}

static void
set_organization(struct seed_orders_item *item, const struct seed_orders *seed,
	enum seed_organizations_standing standing, size_t nth)
{
	item->organization =
		seed_organizations_find(&seed->organizations, standing, nth);
	item->container_id = item->organization->container_id;
}

/* -- approval products ----------------------------------------------------- */

static bool add_approval(struct seed_orders *seed, size_t index, int64_t id)
{
	size_t which = index / ARRAY_LEN(approval_products);
	size_t product = index % ARRAY_LEN(approval_products);
	const struct approval_case *c = &approval_cases[which];
	struct seed_orders_item item = start(seed, approval_products[product],
		id, (int64_t)c->age_hours * HOUR);
	char *name = NULL;
	bool good;

	item.status = SCHEMA_PENDING;
	set_organization(&item, seed, c->standing, which + product);
	item.story = c->story;
	item.approval =
		c->approved ? SCHEMA_APPROVAL_DONE : SCHEMA_APPROVAL_OPEN;
	if (has_names(&item)) {
		name = mem_printf("%s%zu.%s", names_host(product * 3 + which),
			which, item.organization->domain);
		item.common_name = name;
		item.san = product == 0 ? SCHEMA_SAN_WWW : SCHEMA_SAN_CN;
		item.domains_open = c->domains_open;
	}
	good = seed_orders_add(seed, &item);
	free(name);
	return good;
}

/* -- client products ------------------------------------------------------- */

static bool add_client(struct seed_orders *seed, size_t index, int64_t id)
{
	size_t which = index / ARRAY_LEN(client_products);
	size_t product = index % ARRAY_LEN(client_products);
	const struct client_case *c = &client_cases[which];
	const struct names_person *person = names_person(index);
	struct seed_orders_item item = start(
		seed, client_products[product], id, (int64_t)c->age_days * DAY);
	char *name = mem_printf("%s %s", person->first, person->last);
	char *emails;
	bool good;

	set_organization(&item, seed, SEED_ORGANIZATIONS_READY, index);
	emails =
		mem_printf("%s@%s%s%s", person->mail, item.organization->domain,
			c->addresses > 1 ? "\nsecond.address@" : "",
			c->addresses > 1 ? item.organization->domain : "");
	item.status = c->status;
	item.common_name = name;
	item.emails = emails;
	item.story = c->story;
	if (c->status == SCHEMA_ISSUED)
		item.issued = item.created + DAY;
	if (!products_at(item.product)->validation)
		item.organization = NULL;
	good = seed_orders_add(seed, &item);
	free(name);
	free(emails);
	return good;
}

/* -- single cases ---------------------------------------------------------- */

static char *several_names(const struct single_case *c)
{
	const char *first = c->common_name;

	if (c->extra & NOT_ITS_OWN)
		first = "elsewhere.example.com";
	return mem_printf("%s\nwww.example.com\nshop.example.net\n"
			  "مثال.example\n例え.example.org",
		first);
}

static char *many_names(const struct single_case *c)
{
	struct buf names;

	buf_init(&names, 64 * 1024);
	buf_puts(&names, c->common_name);
	for (int i = 1; i < MANY_NAMES; i++)
		buf_printf(&names, "\nhost%03d.zone%d.example.com", i, i % 9);
	return buf_take(&names);
}

static void set_names(
	struct seed_orders_item *item, const struct single_case *c, char **list)
{
	if (!has_names(item))
		return;
	item->san = SCHEMA_SAN_CN;
	item->common_name = c->common_name;
	if (c->extra & MANY)
		*list = many_names(c);
	else if (c->extra & SEVERAL_NAMES)
		*list = several_names(c);
	if (*list) {
		item->san = SCHEMA_SAN_STORED;
		item->dns_names = *list;
	}
}

static bool is_issued(enum schema_status status)
{
	return status == SCHEMA_ISSUED || status == SCHEMA_REVOKED ||
	       status == SCHEMA_REISSUE_PENDING;
}

/* Certificate, approval and address, as the status wants them. */
static void
set_state(struct seed_orders_item *item, const struct single_case *c)
{
	const struct products_item *product = products_at(item->product);

	item->status = c->status;
	if (is_issued(c->status))
		item->issued = item->created + DAY;
	if (c->status == SCHEMA_NEEDS_APPROVAL)
		item->certificate_id = 0;
	if (c->extra & SAME_CERTIFICATE)
		item->certificate_id--;
	if (product->approval != PRODUCTS_APPROVAL_NONE)
		item->approval = is_issued(c->status) ? SCHEMA_APPROVAL_DONE
						      : SCHEMA_APPROVAL_OPEN;
	if (products_is_client(product))
		item->emails = "ida.moser@northwind.example";
	item->domains_open = product->has_names ? c->domains_open : 0;
	item->flags = c->flags;
	item->story = c->story;
}

static void add_notes(struct seed_orders *seed, int64_t id)
{
	for (size_t i = 0; i < 6; i++)
		seed_orders_note(seed, id,
			seed->now - (int64_t)(6 - i) * 9 * HOUR, names_note(i));
	for (int64_t user = 1205; user < 1207; user++)
		db_run(seed->db,
			"INSERT OR IGNORE INTO assignments VALUES (?, ?)", "ii",
			id, user);
}

static bool add_single(struct seed_orders *seed, size_t index, int64_t id)
{
	const struct single_case *c = &single_cases[index];
	struct seed_orders_item item =
		start(seed, c->product, id, (int64_t)c->age_days * DAY);
	char *list = NULL;
	bool good;

	if (!(c->extra & NO_ORGANIZATION))
		set_organization(&item, seed, c->standing, index);
	set_names(&item, c, &list);
	set_state(&item, c);
	if (c->extra & WITH_NOTES)
		item.additional_emails = "pki@example.com\nops@example.net";
	good = seed_orders_add(seed, &item);
	if (c->extra & WITH_NOTES)
		add_notes(seed, id);
	free(list);
	return good;
}

bool seed_cases_add(struct seed_orders *seed, size_t index, int64_t id)
{
	if (index < APPROVAL_COUNT)
		return add_approval(seed, index, id);
	index -= APPROVAL_COUNT;
	if (index < CLIENT_COUNT)
		return add_client(seed, index, id);
	return add_single(seed, index - CLIENT_COUNT, id);
}
