/* SPDX-License-Identifier: MIT
 *
 * The fields of a row, by a table of names and one function that says what
 * stands in them. A column of the list whose name is not here can be sorted by,
 * but not be asked for.
 */
#include <string.h>

#include "attr.h"
#include "filter-private.h"
#include "nearest.h"
#include "text.h"

/* Named as the columns of the list are, and what else people call them. */
static const struct {
	const char *name;
	enum filter_field field;
	enum filter_holds holds;
} names[] = {
	{"order", FILTER_ORDER, FILTER_NUMBERS},
	{"name", FILTER_NAME, FILTER_TEXTS},
	{"domain", FILTER_DOMAIN, FILTER_TEXTS},
	{"status", FILTER_STATUS, FILTER_TEXTS},
	{"waiting", FILTER_WAITING, FILTER_AGES},
	{"validity", FILTER_VALIDITY, FILTER_DATES},
	{"date", FILTER_DATE, FILTER_DATES},
	{"end", FILTER_END, FILTER_DATES},
	{"age", FILTER_AGE, FILTER_AGES},
	{"product", FILTER_PRODUCT, FILTER_TEXTS},
	{"organization", FILTER_ORGANIZATION, FILTER_TEXTS},
	{"division", FILTER_DIVISION, FILTER_TEXTS},
	/* Only found, not offered. */
	{"id", FILTER_ORDER, FILTER_NUMBERS},
	{"order-date", FILTER_DATE, FILTER_DATES},
	{"order-end", FILTER_END, FILTER_DATES},
	{"org", FILTER_ORGANIZATION, FILTER_TEXTS},
};

#define OFFERED (FILTER_FIELDS - 1)

enum filter_field filter_field_find(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (strlen(names[i].name) == len &&
			strncmp(names[i].name, name, len) == 0)
			return names[i].field;
	}
	return FILTER_ANY;
}

const char *filter_field_name(enum filter_field field)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (names[i].field == field)
			return names[i].name;
	}
	return "";
}

enum filter_holds filter_field_holds(enum filter_field field)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (names[i].field == field)
			return names[i].holds;
	}
	return FILTER_TEXTS;
}

void filter_field_list(struct buf *out)
{
	for (size_t i = 0; i < OFFERED; i++)
		buf_printf(out, "%s%s", i > 0 ? ", " : "", names[i].name);
}

bool filter_field_unknown(const char *name, size_t len, struct error *error)
{
	const char *offered[OFFERED], *near;
	char wrong[48];
	struct buf list;

	for (size_t i = 0; i < OFFERED; i++)
		offered[i] = names[i].name;
	text_format(wrong, sizeof(wrong), "%.*s", (int)len, name);
	near = nearest_name(wrong, offered, OFFERED);
	if (near != NULL)
		return error_set(error, ERROR_USAGE,
			"There is no field \"%s\". Did you mean %s?", wrong,
			near);
	buf_init(&list, 256);
	filter_field_list(&list);
	error_set(error, ERROR_USAGE,
		"There is no field \"%s\"; quote it if it is text. There are "
		"%s.",
		wrong, buf_text(&list));
	buf_clear(&list);
	return false;
}

/* -- what stands in them -- */

static void add(struct filter_texts *out, const char *text)
{
	if (text != NULL && *text != '\0')
		out->few[out->count++] = text;
}

int64_t filter_date_of(const struct order *order, enum filter_field field)
{
	switch (field) {
	case FILTER_VALIDITY:
		return order->valid_till;
	case FILTER_END:
		/* An order of one year ends with its certificate. */
		return order->order_valid_till != DATE_NONE
			       ? order->order_valid_till
			       : order->valid_till;
	default:
		return order->date_created;
	}
}

static void add_day(struct filter_texts *out, int64_t date)
{
	if (date != DATE_NONE)
		add(out, date_day(date, out->day));
}

void filter_texts_of(const struct order *order, enum filter_field field,
	struct filter_texts *out)
{
	out->count = 0;
	out->items = out->few;
	switch (field) {
	case FILTER_ORDER:
		add(out, order->id);
		break;
	case FILTER_NAME:
		add(out, order_name(order));
		break;
	case FILTER_DOMAIN:
		out->items = order->dns_names;
		out->count = order->dns_name_count;
		break;
	case FILTER_STATUS:
		add(out, order_status_shown(order));
		add(out, order->status_text);
		break;
	case FILTER_VALIDITY:
	case FILTER_DATE:
	case FILTER_END:
		add_day(out, filter_date_of(order, field));
		break;
	case FILTER_PRODUCT:
		add(out, order->product_name);
		add(out, order->product_name_id);
		break;
	case FILTER_ORGANIZATION:
		add(out, order->organization_name);
		break;
	case FILTER_DIVISION:
		add(out, order->container_name);
		break;
	default:
		break;
	}
}
