/* SPDX-License-Identifier: MIT
 *
 * The query is the truth; fields and line show it. A field that is edited
 * changes its own filter only, so what the form has no field for stays; the
 * line, once it makes sense, changes everything.
 */
#include "search-form.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "form.h"
#include "mem.h"
#include "text.h"

#define FIELDS	   15 /* of the table of filters, from its beginning */
#define LINE	   FIELDS
#define LINE_MAX_  1000 /* bytes that the line can take */
#define NAMES_MOST 8

struct search {
	struct store *store;
	struct order_query query;
	struct form_field fields[FIELDS + 1];
	bool line_is_wrong; /* as it stands */
	bool and_save;
	search_form_fn done;
};

static const char *const renewed[] = {"any", "yes", "no", NULL};
static const char *const origins[] = {"any", "certcentral", "migrated", NULL};

/* What the server wants for these choices. */
static const char *const renewed_values[] = {"", "1", "0"};
static const char *const origin_values[] = {"", "certcentral", "migrated"};

/* What the table of filters does not say. */
static const struct extra {
	const char *name, *help;
	const char *const *choices, *const *values;
} extras[] = {
	{"search", "In names and e-mail addresses; =text for exactly that.",
		NULL, NULL},
	{"common_name", "Exactly as it is, such as www.example.com.", NULL,
		NULL},
	{"domain_name", "One of the names in the certificate.", NULL, NULL},
	{"status", "Several with commas: pending, issued.", NULL, NULL},
	{"product_name_id", "Identifiers, or a part of a name in the list.",
		NULL, NULL},
	{"organization_id", "Its ID, or a part of the name of one in the list.",
		NULL, NULL},
	{"container_id", "The ID of the division.", NULL, NULL},
	{"user_id", "The user ID of who requested it.", NULL, NULL},
	{"date_created",
		"2026-11-01, 2026-11-01...2026-11-30, >2026-11-01, -30d.", NULL,
		NULL},
	{"valid_till",
		"2026-11-01, 2026-11-01...2026-11-30, <2026-11-01, +60d.", NULL,
		NULL},
	{"serial_number", "Of the certificate, hexadecimal.", NULL, NULL},
	{"is_renewed", NULL, renewed, renewed_values},
	{"origin", NULL, origins, origin_values},
};

static const struct extra *extra_of(const char *name)
{
	static const struct extra none;

	for (size_t i = 0; i < ARRAY_LEN(extras); i++) {
		if (strcmp(extras[i].name, name) == 0)
			return &extras[i];
	}
	return &none;
}

/* -- the query to the fields ----------------------------------------------- */

static bool is_search(size_t field)
{
	return strcmp(order_query_field(field)->name, "search") == 0;
}

static void
write_field(const struct order_query *query, size_t field, struct buf *out)
{
	const char *name = order_query_field(field)->name;
	size_t i = 0;

	if (!is_search(field)) {
		order_query_print_list(query, name, out);
		return;
	}
	while (i < query->filter_count &&
		strcmp(query->filters[i].name, name) != 0)
		i++;
	if (i == query->filter_count)
		return;
	if (query->filters[i].value[0] == '%')
		buf_puts(out, query->filters[i].value + 1);
	else
		buf_printf(out, "=%s", query->filters[i].value);
}

static size_t choice_of(const struct extra *extra, const char *value)
{
	size_t choice = 0;

	while (extra->choices[choice] != NULL &&
		strcmp(extra->values[choice], value) != 0)
		choice++;
	return extra->choices[choice] != NULL ? choice : 0;
}

static void
show_field(const struct search *search, struct form *form, size_t field)
{
	const struct extra *extra = extra_of(order_query_field(field)->name);
	struct buf text;

	buf_init(&text, LINE_MAX_);
	write_field(&search->query, field, &text);
	if (extra->choices != NULL)
		form_set_choice(form, field, choice_of(extra, buf_text(&text)));
	else
		form_set_text(form, field, buf_text(&text));
	buf_clear(&text);
}

/* A query that is too long for the line is not shown in it. */
static void show_line(struct search *search, struct form *form)
{
	struct buf text;

	buf_init(&text, LINE_MAX_);
	order_query_print(&search->query, &text);
	form_set_text(form, LINE, text.full ? "" : buf_text(&text));
	search->line_is_wrong = false;
	buf_clear(&text);
}

/* -- the fields to the query ----------------------------------------------- */

/* What the server knows by an identifier only, and agents by its name. */
static const struct named {
	const char *filter, *what;
	size_t id, name; /* members of struct order */
} named[] = {
	{"organization_id", "organization",
		offsetof(struct order, organization_id),
		offsetof(struct order, organization_name)},
	{"product_name_id", "product", offsetof(struct order, product_name_id),
		offsetof(struct order, product_name)},
};

static const struct named *named_of(const char *filter)
{
	for (size_t i = 0; i < ARRAY_LEN(named); i++) {
		if (strcmp(named[i].filter, filter) == 0)
			return &named[i];
	}
	return NULL;
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
	return of->id == offsetof(struct order, product_name_id) &&
	       strchr(text, '_') == NULL;
}

struct finder {
	const struct named *of;
	const char *text;
	const char *ids[NAMES_MOST];
	size_t count;
	bool too_many;
};

static const char *member(const struct order *order, size_t offset)
{
	return *(const char *const *)((const char *)order + offset);
}

static bool find_name(void *data, long row UNUSED, const struct order *order)
{
	struct finder *finder = data;
	const char *id = member(order, finder->of->id);
	const char *name = member(order, finder->of->name);

	if (id == NULL || name == NULL || !text_contains(name, finder->text))
		return true;
	for (size_t i = 0; i < finder->count; i++) {
		if (strcmp(finder->ids[i], id) == 0)
			return true;
	}
	finder->too_many = finder->count == NAMES_MOST;
	if (!finder->too_many)
		finder->ids[finder->count++] = id;
	return !finder->too_many;
}

/* A part of a name stands for all that have it, in the loaded rows. */
static bool add_named(struct search *search, const struct named *of,
	const char *text, struct error *error)
{
	struct finder finder = {.of = of, .text = text};

	if (is_list_of_ids(of, text) && !may_be_name(of, text))
		return order_query_add_list(
			&search->query, of->filter, text, error);
	store_list_each(search->store, find_name, &finder);
	if (finder.too_many)
		return error_set(error, ERROR_USAGE,
			"More than %d %ss in the list have \"%.60s\" in their "
			"name; type more of it.",
			NAMES_MOST, of->what, text);
	if (finder.count == 0 && is_list_of_ids(of, text))
		return order_query_add_list(
			&search->query, of->filter, text, error);
	if (finder.count == 0)
		return error_set(error, ERROR_USAGE,
			"No %s in the list has \"%.60s\" in its name; type its "
			"%s.",
			of->what, text,
			of->id == offsetof(struct order, organization_id)
				? "ID"
				: "identifier");
	for (size_t i = 0; i < finder.count; i++) {
		if (!order_query_add(
			    &search->query, of->filter, finder.ids[i], error))
			return false;
	}
	return true;
}

static bool
add_search(struct search *search, const char *text, struct error *error)
{
	char *value =
		*text == '=' ? mem_dup(text + 1) : mem_printf("%%%s", text);
	bool ok = order_query_add(&search->query, "search", value, error);

	free(value);
	return ok;
}

/* False: the filter is left out, and *error says why. */
static bool take_field(struct search *search, size_t field,
	const struct form_value *value, struct error *error)
{
	const char *name = order_query_field(field)->name;
	const struct extra *extra = extra_of(name);
	const char *text = value->text;

	order_query_remove(&search->query, name);
	if (extra->choices != NULL)
		text = extra->values[value->choice];
	if (*text == '\0')
		return true;
	if (is_search(field))
		return add_search(search, text, error);
	if (named_of(name) != NULL)
		return add_named(search, named_of(name), text, error);
	return order_query_add_list(&search->query, name, text, error);
}

/* Said when the field is left, where it can be said without the list. */
static bool
check(const struct form_field *field, const char *text, struct error *error)
{
	struct order_query query;

	order_query_init(&query);
	if (strcmp(field->name, "search") == 0 || named_of(field->name) != NULL)
		return true;
	return order_query_add_list(&query, field->name, text, error);
}

/* -- hooks ----------------------------------------------------------------- */

static void
take_line(struct search *search, struct form *form, const char *line)
{
	struct error error;

	search->line_is_wrong =
		!order_query_parse(&search->query, line, &error);
	if (search->line_is_wrong)
		return;
	for (size_t i = 0; i < FIELDS; i++)
		show_field(search, form, i);
}

static void edited(struct form *form, void *data, size_t field,
	const struct form_value *values)
{
	struct search *search = data;
	struct error error;

	if (field == LINE) {
		take_line(search, form, values[LINE].text);
		return;
	}
	(void)take_field(search, field, &values[field], &error);
	show_line(search, form);
}

/* The query has all that was right when it was typed; this says what was not.
 */
static bool look_at_all(struct search *search, struct form *form,
	const struct form_value *values)
{
	struct error error = {0};
	struct order_query query;

	if (search->line_is_wrong) {
		if (!order_query_parse(&query, values[LINE].text, &error))
			form_wrong(form, LINE, error.text);
		return false;
	}
	for (size_t i = FIELDS; i-- > 0;) {
		struct search copy = *search;

		if (!take_field(&copy, i, &values[i], &error))
			form_wrong(form, i, error.text);
	}
	return error.kind == ERROR_NONE;
}

static void copy_line(struct form *form, const struct search *search)
{
	struct buf text;

	buf_init(&text, 64 * 1024);
	order_query_print(&search->query, &text);
	app_copy(form_app(form), "query", buf_text(&text));
	buf_clear(&text);
}

enum { SEARCH, COPY, SAVE };

static bool pressed(struct form *form, void *data, size_t button,
	const struct form_value *values)
{
	struct search *search = data;

	if (!look_at_all(search, form, values))
		return false;
	search->and_save = button == SAVE;
	if (button == COPY)
		copy_line(form, search);
	return button != COPY;
}

static void
done(struct view *owner, void *data, const struct form_value *values)
{
	struct search *search = data;

	if (owner != NULL && values != NULL)
		search->done(owner, &search->query, search->and_save);
	free(search);
}

static const struct form_hooks hooks = {
	.press = pressed, .edited = edited, .done = done};

static void set_field(struct search *search, size_t field)
{
	const struct order_query_field *of = order_query_field(field);
	const struct extra *extra = extra_of(of->name);

	search->fields[field] = (struct form_field){
		.kind = extra->choices != NULL ? FORM_CHOICE : FORM_TEXT,
		.label = of->label,
		.help = extra->help,
		.choices = extra->choices,
		.name = of->name,
		.check = check,
	};
}

void search_form_open(struct app *app, struct view *owner,
	const struct order_query *query, search_form_fn fn)
{
	static const char *const buttons[] = {"Copy", "Save as view", NULL};
	struct search *search = mem_zalloc(sizeof(*search));
	struct form_options options = {
		.title = "Search orders on the server",
		.fields = search->fields,
		.field_count = FIELDS + 1,
		.verb = "Search",
		.buttons = buttons,
		.hooks = &hooks,
		.data = search,
	};
	struct form *form;

	search->store = app_store(app);
	search->query = *query;
	search->done = fn;
	for (size_t i = 0; i < FIELDS; i++)
		set_field(search, i);
	search->fields[LINE] = (struct form_field){.kind = FORM_TEXT,
		.label = "In one line",
		.help = "All of the above, to edit, copy or paste."};
	form = form_open(app, owner, &options);
	for (size_t i = 0; i < FIELDS; i++)
		show_field(search, form, i);
	show_line(search, form);
}
