/* SPDX-License-Identifier: MIT
 *
 * The facts of an order. Some need a look into other tables: the
 * organization's name and who ordered.
 */
#include "sandbox/order-facts.h"

#include <assert.h>
#include <stdlib.h>

#include "buf.h"
#include "date.h"
#include "sandbox/db.h"

#define TEXT_MAX 65536

static const char *const status_names[SCHEMA_STATUS_COUNT] = {
	[SCHEMA_CANCELED] = "Canceled",
	[SCHEMA_EXPIRED] = "Expired",
	[SCHEMA_ISSUED] = "Issued",
	[SCHEMA_NEEDS_APPROVAL] = "Needs approval",
	[SCHEMA_PENDING] = "Pending",
	[SCHEMA_PROCESSING] = "Processing",
	[SCHEMA_REISSUE_PENDING] = "Reissue Pending",
	[SCHEMA_REJECTED] = "Rejected",
	[SCHEMA_REVOKED] = "Revoked",
	[SCHEMA_WAITING_PICKUP] = "Emailed to Recipient",
};

const char *order_facts_status(enum schema_status status)
{
	return status_names[status];
}

const char *order_facts_name(const struct order_row *row)
{
	if (row->common_name && *row->common_name)
		return row->common_name;
	if (row->dns_count > 0)
		return row->dns_names[0];
	if (row->email_count > 0)
		return row->emails[0];
	return row->product->name;
}

/* Adds a fact; the text is copied. Nothing for no text. */
static void add(struct order_facts *facts, const char *label, const char *text)
{
	if (!text || !*text)
		return;
	assert(facts->count < ORDER_FACTS_MAX);
	facts->items[facts->count++] = (struct order_facts_item){
		label, mem_arena_dup(&facts->arena, text)};
}

/* For text on the heap; freed here. */
static void add_take(struct order_facts *facts, const char *label, char *text)
{
	add(facts, label, text);
	free(text);
}

static void
add_time(struct order_facts *facts, const char *label, int64_t seconds)
{
	char text[DATE_TEXT_SIZE];

	if (seconds != DATE_NONE)
		add(facts, label, date_minute(seconds, text));
}

static void
add_day(struct order_facts *facts, const char *label, int64_t seconds)
{
	char text[DATE_TEXT_SIZE];

	if (seconds != DATE_NONE)
		add(facts, label, date_day(seconds, text));
}

/* "a, b, c and 247 more" */
static void add_list(struct order_facts *facts, const char *label,
	const char *const *items, size_t count)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	for (size_t i = 0; i < count && i < ORDER_FACTS_NAMES; i++)
		buf_printf(&text, "%s%s", i > 0 ? ", " : "", items[i]);
	if (count > ORDER_FACTS_NAMES)
		buf_printf(&text, " and %zu more", count - ORDER_FACTS_NAMES);
	add(facts, label, buf_text(&text));
	buf_clear(&text);
}

static char *user_name(struct db *db, int64_t id)
{
	return db_text(db,
		"SELECT first_name || ' ' || last_name FROM users WHERE id = ?",
		"i", id);
}

static void
add_number(struct order_facts *facts, const char *label, int64_t number)
{
	add_take(facts, label, mem_printf("%lld", (long long)number));
}

void order_facts_read(
	struct db *db, const struct order_row *row, struct order_facts *facts)
{
	*facts = (struct order_facts){.count = 0};
	add_number(facts, "Order", row->id);
	add(facts, "Product", row->product->name);
	add(facts, "Common name", row->common_name);
	add_list(facts, "Names", row->dns_names, row->dns_count);
	add_list(facts, "E-mail", row->emails, row->email_count);
	add_take(facts, "Organization",
		db_text(db, "SELECT name FROM organizations WHERE id = ?", "i",
			row->organization_id));
	add_time(facts, "Ordered", row->created);
	add_take(facts, "Ordered by", user_name(db, row->user_id));
	add_take(facts, "Validity",
		mem_printf(
			"%d year%s", row->years, row->years == 1 ? "" : "s"));
	add_day(facts, "Valid from", row->valid_from);
	add_day(facts, "Valid until", row->valid_till);
}

void order_facts_clear(struct order_facts *facts)
{
	mem_arena_clear(&facts->arena);
}
