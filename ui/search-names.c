/* SPDX-License-Identifier: MIT
 *
 * A table of where the names are; one finder walks the rows or the users.
 */
#include "search-names.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "attr.h"
#include "people.h"
#include "text.h"
#include "wording.h"

#define MOST 8

static const struct named {
	const char *filter, *what, *id_word;
	size_t id, name; /* members of struct order; 0: the account's users */
} table[] = {
	{"organization_id", "organization", "ID",
		offsetof(struct order, organization_id),
		offsetof(struct order, organization_name)},
	{"product_name_id", "product", "identifier",
		offsetof(struct order, product_name_id),
		offsetof(struct order, product_name)},
	{"container_id", "division", "ID", offsetof(struct order, container_id),
		offsetof(struct order, container_name)},
	{"user_id", "user", "user ID", 0, 0},
};

static const struct named *named_of(const char *filter)
{
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		if (strcmp(table[i].filter, filter) == 0)
			return &table[i];
	}
	return NULL;
}

bool search_names_has(const char *filter)
{
	return named_of(filter) != NULL;
}

static bool is_of_users(const struct named *of)
{
	return of->name == 0;
}

static bool is_list_of_ids(const struct named *of, const char *text)
{
	struct order_query query;
	struct error ignored;

	order_query_init(&query);
	return order_query_add_list(&query, of->filter, text, &ignored);
}

/* "vmc" of "Verified Mark Certificate (VMC)"; identifiers have underscores. */
static bool may_be_name(const struct named *of, const char *text)
{
	return !is_list_of_ids(of, text) ||
	       (strcmp(of->filter, "product_name_id") == 0 &&
		       strchr(text, '_') == NULL);
}

bool search_names_ask(struct store *store, const char *filter, const char *text)
{
	const struct named *of = named_of(filter);

	if (of == NULL || !is_of_users(of) || *text == '\0' ||
		!may_be_name(of, text))
		return false;
	store_users_open(store, false);
	return true;
}

/* -- finding --------------------------------------------------------------- */

struct finder {
	const struct named *of;
	const char *text;
	const char *ids[MOST];
	size_t count;
	bool too_many;
	struct buf *found;
};

static bool is_found(const struct finder *finder, const char *id)
{
	for (size_t i = 0; i < finder->count; i++) {
		if (strcmp(finder->ids[i], id) == 0)
			return true;
	}
	return false;
}

static void find(struct finder *finder, const char *id, const char *name)
{
	if (is_found(finder, id))
		return;
	finder->too_many = finder->count == MOST;
	if (finder->too_many)
		return;
	buf_printf(finder->found, "%s%s", finder->count > 0 ? ", " : "", name);
	finder->ids[finder->count++] = id;
}

static const char *member(const struct order *order, size_t offset)
{
	return *(const char *const *)(const void *)((const char *)order +
						    offset);
}

static bool look_at_row(void *data, long row UNUSED, const struct order *order)
{
	struct finder *finder = data;
	const char *id = member(order, finder->of->id);
	const char *name = member(order, finder->of->name);

	if (id != NULL && name != NULL && text_contains(name, finder->text))
		find(finder, id, name);
	return !finder->too_many;
}

/* "Ana Ruiz, ana.ruiz@example.com": found by any part of it. */
static void look_at_user(struct finder *finder, const struct order_person *user)
{
	const char *const parts[] = {
		user->name, user->first_name, user->last_name, user->email};
	struct buf name;

	if (user->id == NULL)
		return;
	buf_init(&name, 4096);
	for (size_t i = user->name != NULL ? 0 : 1; i < ARRAY_LEN(parts); i++) {
		if (parts[i] == NULL || (user->name != NULL && i > 0 &&
						i + 1 < ARRAY_LEN(parts)))
			continue;
		if (name.len > 0)
			buf_puts(&name, i + 1 < ARRAY_LEN(parts) ? " " : ", ");
		buf_puts(&name, parts[i]);
	}
	if (text_contains(buf_text(&name), finder->text))
		find(finder, user->id, buf_text(&name));
	buf_clear(&name);
}

/* False: the list could not be read. It is true without one, too. */
static bool
look_at_users(struct store *store, struct finder *finder, struct error *error)
{
	const struct store_resource *resource;
	const struct people *people;

	people = store_users(store, &resource);
	if (people == NULL && resource->state == STORE_FAILED)
		return error_set(error, ERROR_USAGE,
			"The users of the account could not be read, so type "
			"the user ID: %s%s",
			resource->error.text,
			wording_stop(resource->error.text));
	for (size_t i = 0;
		people != NULL && i < people->count && !finder->too_many; i++)
		look_at_user(finder, &people->items[i].person);
	return true;
}

/* -- to the query ---------------------------------------------------------- */

static bool add_found(const struct finder *finder, struct order_query *query,
	struct error *error)
{
	for (size_t i = 0; i < finder->count; i++) {
		if (!order_query_add(
			    query, finder->of->filter, finder->ids[i], error))
			return false;
	}
	return true;
}

static bool say_none(const struct store *store, const struct finder *finder,
	struct error *error)
{
	const struct named *of = finder->of;
	const struct store_resource *resource;
	char lack[128] = "";

	if (is_of_users(of))
		people_lack(store_users(store, &resource), lack, sizeof(lack));
	return error_set(error, ERROR_USAGE,
		"No %s %s has \"%.60s\" in its name; type its %s.%s%s",
		of->what, is_of_users(of) ? "of the account" : "in the list",
		finder->text, of->id_word, *lack != '\0' ? " " : "", lack);
}

bool search_names_add(struct store *store, struct order_query *query,
	const char *filter, const char *text, struct buf *found,
	struct error *error)
{
	const struct named *of = named_of(filter);
	struct finder finder = {.of = of, .text = text, .found = found};

	assert(of != NULL); /* search_names_has was asked */
	if (!may_be_name(of, text))
		return order_query_add_list(query, filter, text, error);
	if (!is_of_users(of))
		store_list_each(store, look_at_row, &finder);
	else if (!look_at_users(store, &finder, error))
		return false;
	if (search_names_is_reading(store, filter, text))
		return true;
	if (finder.too_many)
		return error_set(error, ERROR_USAGE,
			"More than %d %ss %s have \"%.60s\" in their name; "
			"type more of it.",
			MOST, of->what,
			is_of_users(of) ? "of the account" : "in the list",
			text);
	if (finder.count == 0 && is_list_of_ids(of, text))
		return order_query_add_list(query, filter, text, error);
	if (finder.count == 0)
		return say_none(store, &finder, error);
	return add_found(&finder, query, error);
}

bool search_names_is_reading(
	const struct store *store, const char *filter, const char *text)
{
	const struct named *of = named_of(filter);
	const struct store_resource *resource;

	if (of == NULL || !is_of_users(of) || *text == '\0' ||
		!may_be_name(of, text))
		return false;
	return store_users(store, &resource) == NULL &&
	       resource->state != STORE_FAILED;
}
