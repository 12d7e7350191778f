/* SPDX-License-Identifier: MIT
 *
 * The last word of the argument is the one that is typed; in it a field comes
 * first, and behind its sign what the field may hold.
 */
#include "app-offer-list.h"

#include <assert.h>
#include <string.h>

#include "app.h"
#include "attr.h"
#include "columns.h"
#include "filter.h"
#include "order-query.h"
#include "waiting.h"

/* What is completed begins at this place of the line. */
static void begin_at(struct complete *complete, const char *place)
{
	complete_from(complete, (size_t)(place - complete->text));
}

/* Behind the last of these signs. */
static const char *behind(const char *text, const char *signs)
{
	const char *word = text;

	for (; *text != '\0'; text++) {
		if (strchr(signs, *text) != NULL)
			word = text + 1;
	}
	return word;
}

static void offer(struct complete *complete, const char *text,
	const char *about, bool goes_on)
{
	complete_add(complete,
		&(struct complete_item){
			.text = text, .about = about, .goes_on = goes_on});
}

/* -- what fields hold -- */

static void offer_statuses(struct complete *complete)
{
	for (int i = 0; i < ORDER_STATUS_OTHER; i++)
		offer(complete, order_status_wire((enum order_status)i),
			order_status_label((enum order_status)i), false);
}

/* One that has a blank stands in quotation marks; none has both. */
static void
offer_quoted(struct complete *complete, const char *text, const char *about)
{
	char quoted[256];

	if (text == NULL || *text == '\0' || strchr(text, '"') != NULL)
		return;
	if (strchr(text, ' ') == NULL) {
		offer(complete, text, about, false);
		return;
	}
	text_format(quoted, sizeof(quoted), "\"%s\"", text);
	if (strlen(quoted) == strlen(text) + 2)
		offer(complete, quoted, about, false);
}

static void offer_gates(struct complete *complete)
{
	for (int i = WAITING_ADMINISTRATOR; i <= WAITING_RECIPIENT; i++)
		offer_quoted(complete, waiting_word((enum waiting_gate)i), "");
}

static bool
offer_organization(void *data, long row UNUSED, const struct order *order)
{
	offer_quoted(data, order->organization_name, "");
	return true;
}

static bool
offer_division(void *data, long row UNUSED, const struct order *order)
{
	offer_quoted(data, order->container_name, "");
	return true;
}

/* Those of the loaded rows; a word with a blank stands in quotation marks. */
struct products {
	struct complete *complete;
	bool by_id;
};

static bool offer_product(void *data, long row, const struct order *order)
{
	const struct products *products = data;
	char quoted[256];

	(void)row;
	if (order->product_name == NULL || order->product_name_id == NULL)
		return true;
	text_format(quoted, sizeof(quoted), "\"%s\"", order->product_name);
	if (products->by_id)
		offer(products->complete, order->product_name_id,
			order->product_name, false);
	else if (strchr(order->product_name, '"') == NULL)
		offer(products->complete, quoted, order->product_name_id,
			false);
	return true;
}

static void
offer_products(struct complete *complete, const struct view *view, bool by_id)
{
	struct products products = {complete, by_id};

	store_list_each(app_store(view->app), offer_product, &products);
}

/* -- filters -- */

static const struct {
	enum filter_field field;
	const char *text, *about;
} filter_fields[] = {
	{FILTER_ORDER, "order:", "the order number"},
	{FILTER_NAME, "name:", "the certificate name"},
	{FILTER_DOMAIN, "domain:", "all names of the certificate"},
	{FILTER_STATUS, "status:", "the order status: status:pending|issued"},
	{FILTER_WAITING, "waiting:", "what it waits on: waiting:organization"},
	{FILTER_DATE, "date>", "the order date: date>2026-01-01, date>-7d"},
	{FILTER_VALIDITY, "validity<", "until when it is valid: validity<+30d"},
	{FILTER_END, "end<", "when the order ends: end<2027"},
	{FILTER_AGE, "age>", "how old the order is: age>3d"},
	{FILTER_PRODUCT, "product:", "the product: product:ev"},
	{FILTER_ORGANIZATION, "organization:", "the organization"},
	{FILTER_DIVISION, "division:", "the division"},
};

static_assert(ARRAY_LEN(filter_fields) == FILTER_FIELDS - 1, "each but any");

static void offer_fields(struct complete *complete)
{
	for (size_t i = 0; i < ARRAY_LEN(filter_fields); i++)
		offer(complete, filter_fields[i].text, filter_fields[i].about,
			false);
}

void app_offer_list_filter(
	struct complete *complete, const struct view *view, const char *text)
{
	const char *word = behind(text, " ");
	const char *sign;
	enum filter_field field;

	word += *word == '!';
	sign = word + strcspn(word, ":");
	begin_at(complete, word);
	if (*sign == '\0') {
		offer_fields(complete);
		return;
	}
	field = filter_field_find(word, (size_t)(sign - word));
	begin_at(complete, behind(sign, ":|"));
	if (field == FILTER_STATUS)
		offer_statuses(complete);
	else if (field == FILTER_PRODUCT)
		offer_products(complete, view, false);
	else if (field == FILTER_WAITING)
		offer_gates(complete);
	else if (field == FILTER_ORGANIZATION)
		store_list_each(
			app_store(view->app), offer_organization, complete);
	else if (field == FILTER_DIVISION)
		store_list_each(app_store(view->app), offer_division, complete);
}

/* -- searches -- */

static void offer_query_fields(struct complete *complete)
{
	char text[64];

	for (size_t i = 0; i < order_query_field_count(); i++) {
		const struct order_query_field *field = order_query_field(i);

		text_format(text, sizeof(text), "%s=", field->name);
		offer(complete, text, field->label, false);
	}
	offer(complete, "sort=", "what to sort by: sort=-valid_till", false);
}

static void offer_sorts(struct complete *complete)
{
	for (int i = 0; i < ORDER_QUERY_SORTS; i++)
		offer(complete, order_query_sort_wire((enum order_query_sort)i),
			order_query_sort_label((enum order_query_sort)i),
			false);
}

static void offer_values(struct complete *complete, const struct view *view,
	const struct order_query_field *field)
{
	if (field->kind == ORDER_QUERY_STATUS)
		offer_statuses(complete);
	else if (field->kind == ORDER_QUERY_NAME_ID)
		offer_products(complete, view, true);
	else if (field->kind == ORDER_QUERY_FLAG) {
		offer(complete, "yes", "", false);
		offer(complete, "no", "", false);
	}
}

void app_offer_list_search(
	struct complete *complete, const struct view *view, const char *text)
{
	const char *word = behind(text, " ");
	size_t len = strcspn(word, "=");
	const struct order_query_field *field;
	char name[64];

	begin_at(complete, word);
	if (word[len] == '\0') {
		offer_query_fields(complete);
		return;
	}
	text_format(name, sizeof(name), "%.*s", (int)len, word);
	field = order_query_field_find(name);
	begin_at(complete, behind(word + len, "=,-"));
	if (strcmp(name, "sort") == 0)
		offer_sorts(complete);
	else if (field != NULL) {
		begin_at(complete, behind(word + len, "=,"));
		offer_values(complete, view, field);
	}
}

/* -- columns -- */

void app_offer_list_sort(
	struct complete *complete, const struct view *view, const char *text)
{
	char about[128];

	(void)view;
	begin_at(complete, text + (*text == '-'));
	for (size_t i = 0; i < columns_count(); i++) {
		const struct column *column = &columns_table[i];

		text_format(about, sizeof(about), "%s%s", column->title,
			column->sort < 0 ? " (of the loaded rows)" : "");
		offer(complete, column->name, about, false);
	}
}

/* A column that stands there already is not offered once more. */
static bool is_named(const char *text, const char *end, const char *name)
{
	size_t len = strlen(name);

	while (text < end) {
		size_t word = strcspn(text, " ");

		if (strncmp(text, name, len) == 0 &&
			(word == len || text[len] == ':'))
			return true;
		text += word + strspn(text + word, " ");
	}
	return false;
}

void app_offer_list_columns(
	struct complete *complete, const struct view *view, const char *text)
{
	const char *word = behind(text, " ");

	(void)view;
	begin_at(complete, word);
	for (size_t i = 0; i < columns_count(); i++) {
		const struct column *column = &columns_table[i];

		if (!is_named(text, word, column->name))
			offer(complete, column->name, column->title, true);
	}
}
