/* SPDX-License-Identifier: MIT
 *
 * One row a variable.
 */
#include "program-order.h"

#include <stdlib.h>

#include "attr.h"
#include "mem.h"
#include "text.h"

#define VALUE_MAX 4096

struct subject {
	const struct store *store;
	const struct order *head; /* NULL: not known */
	const char *order_id;
	char *console;
};

static const char *id(const struct subject *of)
{
	return of->order_id;
}

static const char *status(const struct subject *of)
{
	if (of->head == NULL)
		return NULL;
	return of->head->status != ORDER_STATUS_OTHER
		       ? order_status_wire(of->head->status)
		       : of->head->status_text;
}

static const char *name(const struct subject *of)
{
	return of->head != NULL ? order_name(of->head) : NULL;
}

static const char *product(const struct subject *of)
{
	return of->head != NULL ? of->head->product_name : NULL;
}

static const char *organization(const struct subject *of)
{
	return of->head != NULL ? of->head->organization_name : NULL;
}

static const char *account(const struct subject *of)
{
	return store_account(of->store)->name;
}

static const char *console(const struct subject *of)
{
	return of->console;
}

static const struct {
	const char *name;
	const char *(*value)(const struct subject *of);
} variables[] = {
	{"CERTDESK_ORDER_ID", id},
	{"CERTDESK_ORDER_STATUS", status},
	{"CERTDESK_ORDER_NAME", name},
	{"CERTDESK_PRODUCT", product},
	{"CERTDESK_ORGANIZATION", organization},
	{"CERTDESK_ACCOUNT", account},
	{"CERTDESK_CONSOLE_URL", console},
};

static char *entry(const char *variable, const char *value)
{
	struct buf out;

	buf_init(&out, VALUE_MAX);
	buf_printf(&out, "%s=", variable);
	text_clean_data(&out, value);
	return buf_take(&out);
}

char **program_order_new(const struct store *store, const char *order_id)
{
	struct subject of = {
		.store = store,
		.head = store_order_head(store, order_id),
		.order_id = order_id,
		.console = store_console_address(store, order_id),
	};
	char **out = mem_array(ARRAY_LEN(variables) + 1, sizeof(*out));

	for (size_t i = 0; i < ARRAY_LEN(variables); i++)
		out[i] = entry(variables[i].name, variables[i].value(&of));
	free(of.console);
	return out;
}

void program_order_free(char **environment)
{
	for (size_t i = 0; environment != NULL && environment[i] != NULL; i++)
		free(environment[i]);
	free(environment);
}
