/* SPDX-License-Identifier: MIT
 *
 * Orders of three years. The old ones are issued, expired or closed; among
 * those of the last weeks many are pending.
 */
#include "sandbox/seed-bulk.h"

#include <stdio.h>
#include <stdlib.h>

#include "attr.h"
#include "mem.h"
#include "sandbox/account.h"
#include "sandbox/mix.h"
#include "sandbox/names.h"
#include "text.h"

#define DAY	    SEED_ORDERS_DAY
#define HOUR	    SEED_ORDERS_HOUR
#define SPAN	    (3 * 365 * (int64_t)DAY)
#define RECENT	    (75 * (int64_t)DAY)
#define OLD_NUMBERS INT64_C(700200) /* certificate ids of before */
#define NEW_NUMBERS INT64_C(15000000000)

/* How often a product is ordered, in 1/100. */
static const struct {
	const char *product;
	int share;
} shares[] = {
	{"ssl_plus", 9},
	{"ssl_wildcard", 5},
	{"ssl_multi_domain", 4},
	{"ssl_basic", 4},
	{"ssl_securesite_flex", 5},
	{"ssl_securesite_pro", 2},
	{"ssl_cloud_wildcard", 2},
	{"ssl_dv_geotrust", 9},
	{"ssl_dv_rapidssl", 8},
	{"wildcard_dv_rapidssl", 3},
	{"wildcard_dv_geotrust", 2},
	{"cloud_dv_geotrust", 1},
	{"ssl_dv_geotrust_flex", 2},
	{"private_ssl_plus", 4},
	{"private_ssl_wildcard", 1},
	{"private_ssl_multi_domain", 1},
	{"ssl_ev_securesite_flex", 5},
	{"ssl_ev_multi_domain", 3},
	{"ssl_ev_securesite_pro", 2},
	{"ssl_ev_plus", 2},
	{"ssl_ev_basic", 1},
	{"code_signing", 4},
	{"code_signing_ev", 3},
	{"vmc_basic", 2},
	{"mark_certificate", 2},
	{"client_premium", 3},
	{"client_digital_signature_plus", 1},
	{"client_email_security_plus", 1},
	{"client_authentication_plus", 1},
	{"class1_smime", 1},
	{"secure_email_mailbox", 2},
	{"secure_email_sponsor", 2},
	{"secure_email_organization", 1},
	{"document_signing_org_1", 1},
	{"document_signing_org_2", 1},
};

/* Statuses with their shares in 1/100: of old orders and of recent ones. */
static const struct {
	enum schema_status status;
	int old_share;
	int recent_share;
} statuses[] = {
	{SCHEMA_ISSUED, 84, 40},
	{SCHEMA_PENDING, 1, 42},
	{SCHEMA_REVOKED, 4, 1},
	{SCHEMA_CANCELED, 6, 4},
	{SCHEMA_REJECTED, 3, 2},
	{SCHEMA_REISSUE_PENDING, 1, 5},
	{SCHEMA_NEEDS_APPROVAL, 1, 6},
};

static size_t choose_product(struct mix *mix)
{
	int dice = (int)mix_below(mix, 100);
	size_t i = 0;

	while (i + 1 < ARRAY_LEN(shares) && dice >= shares[i].share)
		dice -= shares[i++].share;
	return (size_t)products_find(shares[i].product);
}

static enum schema_status
choose_status(struct mix *mix, bool recent, const struct products_item *product)
{
	int dice = (int)mix_below(mix, 100);
	size_t i = 0;

	/* A client certificate waits mostly for being collected. */
	if (products_is_client(product) &&
		mix_below(mix, 100) < (recent ? 45u : 4u))
		return SCHEMA_WAITING_PICKUP;
	for (; i + 1 < ARRAY_LEN(statuses); i++) {
		int share = recent ? statuses[i].recent_share
				   : statuses[i].old_share;

		if (dice < share)
			break;
		dice -= share;
	}
	return statuses[i].status;
}

/* Low numbers more often: some customers order a lot. */
static const struct seed_organizations_item *
choose_organization(const struct seed_orders *seed, struct mix *mix)
{
	uint32_t count = (uint32_t)seed->organizations.count;
	uint32_t a = mix_below(mix, count), b = mix_below(mix, count);

	return &seed->organizations.items[a < b ? a : b];
}

/* Texts of an order, on the stack of its maker. */
struct texts {
	char name[256];
	char emails[256];
	char dns_names[1024];
};

static void set_person(struct seed_orders_item *item, struct mix *mix,
	const char *domain, struct texts *texts)
{
	const struct names_person *person = names_person(mix_below(mix, 1000));

	text_format(texts->name, sizeof(texts->name), "%s %s", person->first,
		person->last);
	text_format(texts->emails, sizeof(texts->emails), "%s.%lld@%s",
		person->mail, (long long)(item->id % 100000), domain);
	item->common_name = texts->name;
	item->emails = texts->emails;
	if (item->status == SCHEMA_WAITING_PICKUP)
		item->story = SEED_ORDERS_ISSUANCE;
}

static bool is_product(const struct seed_orders_item *item, const char *part)
{
	const char *name_id = products_at(item->product)->name_id;

	return text_contains(name_id, part);
}

static void set_host(struct seed_orders_item *item, struct mix *mix,
	const char *domain, struct texts *texts)
{
	const char *host = names_host(mix_below(mix, 1000));

	text_format(texts->name, sizeof(texts->name), "%s%s-%lld.%s",
		is_product(item, "wildcard") ? "*." : "", host,
		(long long)item->id - 900000, domain);
	item->common_name = texts->name;
	item->san = SCHEMA_SAN_CN;
	if (is_product(item, "multi_domain")) {
		text_format(texts->dns_names, sizeof(texts->dns_names),
			"%s\napi.%s\n%s-%lld.example.net\nmail.%s", texts->name,
			domain, host, (long long)item->id % 1000, domain);
		item->dns_names = texts->dns_names;
		item->san = SCHEMA_SAN_STORED;
	} else if (texts->name[0] != '*' && mix_below(mix, 3) == 0) {
		item->san = SCHEMA_SAN_WWW;
	}
	if (item->status == SCHEMA_PENDING)
		item->domains_open = (int)mix_below(mix, 3);
}

static bool is_approved(const struct seed_orders_item *item, struct mix *mix)
{
	if (item->status != SCHEMA_PENDING)
		return item->issued > 0;
	/* Approved and still pending: then it waits on something else. */
	return item->domains_open > 0 && mix_below(mix, 6) == 0;
}

static void set_approval(struct seed_orders_item *item, struct mix *mix)
{
	if (products_at(item->product)->approval == PRODUCTS_APPROVAL_NONE)
		return;
	item->approval = is_approved(item, mix) ? SCHEMA_APPROVAL_DONE
						: SCHEMA_APPROVAL_OPEN;
	if (item->status == SCHEMA_PENDING &&
		item->approval == SCHEMA_APPROVAL_OPEN)
		item->story = mix_below(mix, 8) == 0 ? SEED_ORDERS_RESENT
						     : SEED_ORDERS_FIRST;
}

static void set_certificate(struct seed_orders_item *item,
	const struct seed_orders *seed, struct mix *mix)
{
	if (item->status != SCHEMA_NEEDS_APPROVAL)
		item->certificate_id =
			(item->id % 3 == 0 ? OLD_NUMBERS : NEW_NUMBERS) +
			item->id - 900000;
	if (item->status == SCHEMA_ISSUED || item->status == SCHEMA_REVOKED ||
		item->status == SCHEMA_REISSUE_PENDING)
		item->issued = seed_orders_later(seed, item->created,
			HOUR + (int64_t)mix_below(mix, 20 * HOUR));
	if (mix_below(mix, 20) == 0)
		item->flags |= SCHEMA_FLAG_QUIET;
	if (item->issued > 0 && mix_below(mix, 8) == 0)
		item->flags |= SCHEMA_FLAG_RENEWED;
	if (item->issued > 0 && mix_below(mix, 30) == 0)
		item->flags |= SCHEMA_FLAG_MULTI_YEAR;
	if (mix_below(mix, 25) == 0)
		item->flags |= SCHEMA_FLAG_MIGRATED;
}

static void set_subject(struct seed_orders_item *item, struct mix *mix,
	const struct seed_organizations_item *owner, struct texts *texts)
{
	const struct products_item *product = products_at(item->product);

	if (products_is_client(product))
		set_person(item, mix, owner->domain, texts);
	else if (product->has_names)
		set_host(item, mix, owner->domain, texts);
	else
		item->common_name = item->id % 4 == 0 ? NULL : owner->name;
}

bool seed_bulk_add(
	struct seed_orders *seed, int64_t index, int64_t count, int64_t id)
{
	const struct seed_organizations_item *owner;
	const struct products_item *product;
	struct seed_orders_item item = {.id = id};
	struct texts texts;
	struct mix mix;
	int64_t age;

	mix_init(&mix, seed->seed, (uint64_t)id);
	age = (int64_t)((double)(count - index) / (double)count * (double)SPAN);
	item.created = seed->now - age - (int64_t)mix_below(&mix, 5 * HOUR);
	item.product = choose_product(&mix);
	product = products_at(item.product);
	item.status = choose_status(&mix, age < RECENT, product);
	owner = choose_organization(seed, &mix);
	item.organization = product->validation ? owner : NULL;
	item.container_id = owner->container_id;
	item.user_id = ACCOUNT_FIRST_USER + mix_below(&mix, 10);
	item.years = 1;
	set_certificate(&item, seed, &mix);
	set_subject(&item, &mix, owner, &texts);
	set_approval(&item, &mix);
	return seed_orders_add(seed, &item);
}
