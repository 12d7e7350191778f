/* SPDX-License-Identifier: MIT
 *
 * The filters that only orders have, and the table of all.
 */
#include "sandbox/orders-filter.h"

#include <string.h>

#include "attr.h"
#include "sandbox/certificate.h"
#include "sandbox/list-filter.h"
#include "sandbox/order-row.h"
#include "sandbox/products.h"

bool orders_filter_status(struct list_query *query,
	const struct list_filter *filter UNUSED, const char *text,
	struct error *error UNUSED)
{
	int status = order_row_status_find(text);

	/* issued finds the expired ones too; expired finds them alone. */
	buf_puts(&query->where,
		status == SCHEMA_EXPIRED ? "status = ?" : "listed = ?");
	list_filter_number(query, status);
	return true;
}

bool orders_filter_product(struct list_query *query,
	const struct list_filter *filter UNUSED, const char *text,
	struct error *error UNUSED)
{
	buf_puts(&query->where, "product = ?");
	list_filter_number(query, products_find(text));
	return true;
}

static bool
add_origin(struct list_query *query, const struct list_filter *filter UNUSED,
	const char *text, struct error *error UNUSED)
{
	buf_printf(&query->where, "(flags & %d) %s 0", SCHEMA_FLAG_MIGRATED,
		strcmp(text, "migrated") == 0 ? "<>" : "=");
	if (strcmp(text, "migrated") != 0 && strcmp(text, "certcentral") != 0)
		buf_puts(&query->where, " AND 0");
	return true;
}

/* Ids of orders with this address, alone or among others. Lists of ids are
 * made first, each along an index of its own, whatever is sorted by. */
static const char ids_of_email[] =
	"SELECT id FROM orders WHERE emails IS NOT NULL AND emails = ?"
	" UNION ALL SELECT id FROM orders WHERE instr(emails, char(10)) > 0"
	" AND instr(char(10) || lower(emails) || char(10),"
	" char(10) || lower(?) || char(10)) > 0";

static bool
add_email(struct list_query *query, const struct list_filter *filter UNUSED,
	const char *text, struct error *error UNUSED)
{
	buf_printf(&query->where, "orders.id IN (%s)", ids_of_email);
	list_filter_text(query, text);
	list_filter_text(query, text);
	return true;
}

static bool
add_search(struct list_query *query, const struct list_filter *filter UNUSED,
	const char *text, struct error *error UNUSED)
{
	if (text[0] != '%') {
		buf_printf(&query->where,
			"orders.id IN (SELECT id FROM orders"
			" WHERE common_name = ? UNION ALL %s)",
			ids_of_email);
		for (int i = 0; i < 3; i++)
			list_filter_text(query, text);
		return true;
	}
	query->slow = true;
	buf_puts(&query->where,
		"orders.id IN (SELECT id FROM orders"
		" WHERE common_name LIKE ? ESCAPE '\\'"
		" UNION ALL SELECT id FROM orders WHERE emails IS NOT NULL"
		" AND emails LIKE ? ESCAPE '\\')");
	list_filter_pattern(query, text + 1);
	list_filter_pattern(query, text + 1);
	return true;
}

/* The common name, or one of the names: derived (www.) or stored. */
static bool
add_domain(struct list_query *query, const struct list_filter *filter UNUSED,
	const char *text, struct error *error UNUSED)
{
	buf_puts(&query->where, "common_name = ? OR orders.id IN"
				" (SELECT order_id FROM names WHERE name = ?)");
	list_filter_text(query, text);
	list_filter_text(query, text);
	if (strncmp(text, "www.", 4) == 0) {
		buf_printf(&query->where, " OR (common_name = ? AND san = %d)",
			SCHEMA_SAN_WWW);
		list_filter_text(query, text + 4);
	}
	return true;
}

static bool
add_serial(struct list_query *query, const struct list_filter *filter UNUSED,
	const char *text, struct error *error UNUSED)
{
	buf_puts(&query->where, "certificate_id = ? AND issued IS NOT NULL");
	list_filter_number(query, certificate_of_serial(text));
	return true;
}

/* Orders with a value in this custom field. */
static bool
add_metadata(struct list_query *query, const struct list_filter *filter UNUSED,
	const char *text, struct error *error UNUSED)
{
	int64_t id;

	if (!route_number(text, &id))
		id = -1;
	buf_puts(&query->where,
		"orders.id IN (SELECT order_id FROM order_fields"
		" WHERE metadata_id = ?)");
	list_filter_number(query, id);
	return true;
}

const struct list_filter orders_filter_table[ORDERS_FILTER_COUNT] = {
	{"id", list_filter_id, "orders.id", 0, false},
	{"status", orders_filter_status, NULL, 0, false},
	{"organization_id", list_filter_id, "organization_id", 0, false},
	{"container_id", list_filter_id, "container_id", 0, false},
	{"user_id", list_filter_id, "user_id", 0, false},
	{"certificate_id", list_filter_id, "certificate_id", 0, false},
	{"metadata_id", add_metadata, NULL, 0, false},
	{"product_name_id", orders_filter_product, NULL, 0, false},
	{"valid_till", list_filter_date, "valid_till", 0, false},
	{"date_created", list_filter_date, "created", 0, false},
	{"common_name", list_filter_equal, "common_name", 0, false},
	{"domain_name", add_domain, NULL, 0, false},
	{"is_renewed", list_filter_flag, "flags", SCHEMA_FLAG_RENEWED, false},
	{"disable_renewal_notifications", list_filter_flag, "flags",
		SCHEMA_FLAG_QUIET, false},
	{"email", add_email, NULL, 0, false},
	{"origin", add_origin, NULL, 0, false},
	{"serial_number", add_serial, NULL, 0, false},
	{"search", add_search, NULL, 0, false},
};
