/* SPDX-License-Identifier: MIT
 *
 * Up to a hundred thousand rows: so each cell is written straight from the
 * order's row, without the JSON between them that other lists have.
 */
#include "sandbox/report.h"

#include "attr.h"
#include "date.h"
#include "sandbox/containers.h"
#include "sandbox/db.h"
#include "sandbox/list-filter.h"
#include "sandbox/list.h"
#include "sandbox/order-row.h"
#include "sandbox/orders-filter.h"

#define DAY	   INT64_C(86400)
#define LIMIT_MAX  100000
#define LIMIT_NONE 50000

static const struct list_filter filters[] = {
	{"id", list_filter_id, "orders.id", 0, false},
	{"common_name", list_filter_equal, "common_name", 0, false},
	{"status", orders_filter_status, NULL, 0, false},
	{"date_created", list_filter_date, "created", 0, false},
	{"valid_till", list_filter_date, "valid_till", 0, false},
	{"organization_id", list_filter_id, "organization_id", 0, false},
	{"user_id", list_filter_id, "user_id", 0, false},
	{"product_name_id", orders_filter_product, NULL, 0, false},
	{"is_renewed", list_filter_flag, "flags", SCHEMA_FLAG_RENEWED, false},
	{"container_id", list_filter_id, "container_id", 0, false},
};

static const struct list_sort sorts[] = {
	{"order_id", "orders.id"},
	{"date_created", "created"},
	{"status", "status"},
	{"valid_till", "valid_till"},
	{"common_name", "common_name"},
};

static const struct list_query_rules rules = {
	.what = "The report",
	.id = "orders.id",
	.filters = filters,
	.filter_count = ARRAY_LEN(filters),
	.sorts = sorts,
	.sort_count = ARRAY_LEN(sorts),
	.limit_max = LIMIT_MAX,
	.limit_none = LIMIT_NONE,
};

static const struct list_table orders = {
	.from = "orders",
	.rules = &rules,
	.keeps_totals = true,
};

/* -- cells ----------------------------------------------------------------- */

struct line {
	struct db *db;
	struct order_row row;
	struct buf cell;
};

static void put_number(struct line *line, int64_t number)
{
	if (number)
		buf_printf(&line->cell, "%lld", (long long)number);
}

static void put_flag(struct line *line, unsigned int flag)
{
	buf_putc(&line->cell, line->row.flags & flag ? '1' : '0');
}

static void put_texts(struct line *line, const char *const *texts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_printf(&line->cell, "%s%s", i ? "," : "", texts[i]);
}

static void put_id(struct line *line)
{
	put_number(line, line->row.id);
}

static void put_nothing(struct line *line UNUSED)
{
}

/* "2026-11-20 14:02:11" */
static void put_created(struct line *line)
{
	char day[DATE_TEXT_SIZE], time[DATE_TEXT_SIZE];

	buf_printf(&line->cell, "%s %s", date_day(line->row.created, day),
		date_time(line->row.created, time));
}

static void put_till(struct line *line)
{
	char day[DATE_TEXT_SIZE];

	if (line->row.valid_till != DATE_NONE)
		buf_puts(&line->cell, date_day(line->row.valid_till, day));
}

static void put_status(struct line *line)
{
	buf_puts(&line->cell, order_row_status_word(line->row.status));
}

static void put_common_name(struct line *line)
{
	if (line->row.common_name)
		buf_puts(&line->cell, line->row.common_name);
}

static void put_dns_names(struct line *line)
{
	put_texts(line, line->row.dns_names, line->row.dns_count);
}

static void put_years(struct line *line)
{
	put_number(line, line->row.years);
}

static void put_user(struct line *line)
{
	put_number(line, line->row.user_id);
}

static void put_organization_id(struct line *line)
{
	put_number(line, line->row.organization_id);
}

static void put_organization(struct line *line)
{
	sqlite3_stmt *stmt = db_query(line->db,
		"SELECT name FROM organizations WHERE id = ?", "i",
		line->row.organization_id);

	if (db_step(line->db, stmt))
		buf_puts(&line->cell, db_column_text(stmt, 0));
	db_done(stmt);
}

static void put_container(struct line *line)
{
	put_number(line, line->row.container_id);
}

static void put_dcv_method(struct line *line)
{
	if (line->row.product->group <= PRODUCTS_PRIVATE_TLS)
		buf_puts(&line->cell, "email");
}

static void put_product_id(struct line *line)
{
	buf_puts(&line->cell, line->row.product->name_id);
}

static void put_product(struct line *line)
{
	buf_puts(&line->cell, line->row.product->name);
}

static void put_product_type(struct line *line)
{
	buf_puts(&line->cell, line->row.product->type);
}

static void put_emails(struct line *line)
{
	put_texts(line, line->row.emails, line->row.email_count);
}

static void put_zero(struct line *line)
{
	buf_putc(&line->cell, '0');
}

static void put_additional(struct line *line)
{
	put_texts(
		line, line->row.additional_emails, line->row.additional_count);
}

static void put_assignments(struct line *line)
{
	sqlite3_stmt *stmt = db_query(line->db,
		"SELECT user_id FROM assignments WHERE order_id = ?"
		" ORDER BY user_id",
		"i", line->row.id);

	while (db_step(line->db, stmt)) {
		if (line->cell.len > 0)
			buf_putc(&line->cell, ',');
		put_number(line, db_column_int(stmt, 0));
	}
	db_done(stmt);
}

static void put_renewed(struct line *line)
{
	put_flag(line, SCHEMA_FLAG_RENEWED);
}

static void put_duplicates(struct line *line)
{
	put_flag(line, SCHEMA_FLAG_DUPLICATES);
}

static const struct {
	const char *name;
	void (*put)(struct line *line);
} columns[] = {
	{"order_id", put_id},
	{"customer_order_id", put_nothing},
	{"date_created", put_created},
	{"status", put_status},
	{"common_name", put_common_name},
	{"dns_names", put_dns_names},
	{"valid_till", put_till},
	{"validity_years", put_years},
	{"is_renewed", put_renewed},
	{"user_id", put_user},
	{"organization_id", put_organization_id},
	{"organization_name", put_organization},
	{"container_id", put_container},
	{"dcv_method", put_dcv_method},
	{"product_name_id", put_product_id},
	{"product_name", put_product},
	{"product_type", put_product_type},
	{"email", put_emails},
	{"disable_issuance_email", put_zero},
	{"additional_emails", put_additional},
	{"user_assignments", put_assignments},
	{"has_duplicates", put_duplicates},
};

/* -- the whole ------------------------------------------------------------- */

static void add_names(struct buf *out)
{
	for (size_t i = 0; i < ARRAY_LEN(columns); i++)
		list_csv_cell(out, columns[i].name, i == 0);
	buf_puts(out, "\r\n");
}

static void add_line(struct line *line, int64_t id, struct buf *out)
{
	if (!order_row_read(line->db, id, &line->row))
		return;
	for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
		buf_reset(&line->cell);
		columns[i].put(line);
		list_csv_cell(out, buf_text(&line->cell), i == 0);
	}
	buf_puts(out, "\r\n");
	order_row_clear(&line->row);
}

static void
report(const struct route_request *request, struct route_response *response)
{
	struct line line = {.db = request->sandbox->db};
	struct list_query query;
	struct list_page page;
	struct error error;

	if (!list_query_init(&query, &rules, request, &error)) {
		route_error(response, 400, error.code, "%s.", error.text);
		list_query_clear(&query);
		return;
	}
	list_page_find(&page, &orders, line.db, &query);
	buf_init(&line.cell, ROUTE_BODY_MAX);
	route_empty(response, 200);
	response->content_type = "text/csv";
	add_names(&response->body);
	for (size_t i = 0; i < page.count; i++)
		add_line(&line, page.ids[i], &response->body);
	buf_clear(&line.cell);
	list_page_clear(&page);
	list_query_clear(&query);
}

/* -- what expires ---------------------------------------------------------- */

/* Orders not renewed whose certificate ends in so many days, or ended. */
static int64_t count_expiring(struct db *db, int64_t container_id, int days)
{
	int64_t now = db_now(db), today = now - now % DAY;
	int64_t other = today + days * DAY;

	return db_int(db, 0,
		"SELECT count(*) FROM orders WHERE valid_till BETWEEN ?1 AND ?2"
		" AND listed = ?3 AND (flags & ?4) = 0"
		" AND (container_id = ?5 OR ?5 = ?6)",
		"iiiiii", days < 0 ? other : today, days < 0 ? today : other,
		(int64_t)SCHEMA_ISSUED, (int64_t)SCHEMA_FLAG_RENEWED,
		container_id, (int64_t)CONTAINERS_ROOT);
}

static void
expiring(const struct route_request *request, struct route_response *response)
{
	static const int days[] = {90, 60, 30, -7};
	struct db *db = request->sandbox->db;
	cJSON *json, *array;
	int64_t id;

	if (!route_number(request->params[0], &id) ||
		db_int(db, 0, "SELECT 1 FROM containers WHERE id = ?", "i",
			id) == 0) {
		route_error(response, 404, "not_found|container",
			"The specified container was not found.");
		return;
	}
	json = cJSON_CreateObject();
	array = cJSON_AddArrayToObject(json, "expiring_orders");
	for (size_t i = 0; i < ARRAY_LEN(days); i++) {
		cJSON *item = cJSON_CreateObject();

		cJSON_AddNumberToObject(item, "days_expiring", days[i]);
		cJSON_AddNumberToObject(item, "order_count",
			(double)count_expiring(db, id, days[i]));
		cJSON_AddItemToArray(array, item);
	}
	route_json(response, 200, json);
}

const struct route report_routes[] = {
	{"GET", "/services/v2/report/order", ROUTE_ORDERS, 0, report},
	{"GET", "/services/v2/report/order/{container_id}/expiring",
		ROUTE_ORDERS, 0, expiring},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
