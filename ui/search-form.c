/* SPDX-License-Identifier: MIT
 *
 * The query is the truth; fields and line show it. A field that is edited
 * changes its own filter only, so what the form has no field for stays; the
 * line, once it makes sense, changes everything.
 */
#include "search-form.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "form.h"
#include "mem.h"
#include "search-names.h"
#include "text.h"

#define FIELDS	  15 /* of the table of filters, from its beginning */
#define LINE	  FIELDS
#define LINE_MAX_ 1000 /* bytes that the line can take */

struct search {
	struct store *store;
	struct order_query query;
	struct form_field fields[FIELDS + 1];
	bool line_is_wrong; /* as it stands */
	bool asked;	    /* for the users, once in a form */
	bool reading;	    /* the users, for what was typed as requester */
	char *requester;
	size_t requester_field;
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
	{"id", "One, or a list of them, such as a ticket has.", NULL, NULL},
	{"common_name", "Exactly as it is, such as www.example.com.", NULL,
		NULL},
	{"domain_name", "One of the names in the certificate.", NULL, NULL},
	{"status", "Several with commas: pending, issued.", NULL, NULL},
	{"product_name_id", "Identifiers, or a part of a name in the list.",
		NULL, NULL},
	{"organization_id", "Its ID, or a part of the name of one in the list.",
		NULL, NULL},
	{"container_id", "Its ID, or a part of the name of one in the list.",
		NULL, NULL},
	{"user_id", "A part of the name or address, or the user ID.", NULL,
		NULL},
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

static bool
add_search(struct search *search, const char *text, struct error *error)
{
	char *value =
		*text == '=' ? mem_dup(text + 1) : mem_printf("%%%s", text);
	bool ok = order_query_add(&search->query, "search", value, error);

	free(value);
	return ok;
}

/* False: the filter is left out, and *error says why. *found: the names that
 * it stands for. */
static bool take_field(struct search *search, size_t field,
	const struct form_value *value, struct buf *found, struct error *error)
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
	if (search_names_has(name))
		return search_names_add(search->store, &search->query, name,
			text, found, error);
	return order_query_add_list(&search->query, name, text, error);
}

/* Said when the field is left, where it can be said without the list. */
static bool
check(const struct form_field *field, const char *text, struct error *error)
{
	struct order_query query;

	order_query_init(&query);
	if (strcmp(field->name, "search") == 0 || search_names_has(field->name))
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
	search->reading = false;
	for (size_t i = 0; i < FIELDS; i++) {
		show_field(search, form, i);
		form_note(form, i, "");
	}
}

/* What a name stands for, as the identifiers alone say little; or why it stands
 * for nothing. */
static void note_found(struct search *search, struct form *form, size_t field,
	const struct buf *found, const struct error *error)
{
	char note[256] = "";

	if (search->reading)
		text_format(note, sizeof(note),
			"Reading the users of the account ...");
	else if (error->kind != ERROR_NONE)
		text_format(note, sizeof(note), "%s", error->text);
	else if (found->len > 0)
		text_format(note, sizeof(note), "That is %s.", buf_text(found));
	form_note(form, field, note);
}

static void take_value(struct search *search, struct form *form, size_t field,
	const struct form_value *value)
{
	const char *name = order_query_field(field)->name;
	struct error error = {0};
	struct buf found;

	buf_init(&found, 240);
	(void)take_field(search, field, value, &found, &error);
	search->reading =
		search_names_is_reading(search->store, name, value->text);
	if (search_names_has(name))
		note_found(search, form, field, &found, &error);
	buf_clear(&found);
	show_line(search, form);
}

/* Once in a form, not with each key where it cannot be read. */
static void ask(struct search *search, const char *name, const char *text)
{
	if (!search->asked)
		search->asked = search_names_ask(search->store, name, text);
}

static void edited(struct form *form, void *data, size_t field,
	const struct form_value *values)
{
	struct search *search = data;

	if (field == LINE) {
		take_line(search, form, values[LINE].text);
		return;
	}
	ask(search, order_query_field(field)->name, values[field].text);
	take_value(search, form, field, &values[field]);
	if (search->reading) {
		free(search->requester);
		search->requester = mem_dup(values[field].text);
		search->requester_field = field;
	}
}

/* The users have come, or cannot be read. */
static void changed(struct form *form, void *data)
{
	struct search *search = data;
	struct form_value value = {.text = search->requester};

	if (search->reading && !search_names_is_reading(search->store,
				       "user_id", search->requester))
		take_value(search, form, search->requester_field, &value);
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
		struct buf found;

		buf_init(&found, ERROR_TEXT_SIZE);
		if (!take_field(&copy, i, &values[i], &found, &error))
			form_wrong(form, i, error.text);
		buf_clear(&found);
	}
	if (error.kind == ERROR_NONE && search->reading)
		error_set(&error, ERROR_USAGE,
			"The users of the account are still being read.");
	if (search->reading)
		form_wrong(form, search->requester_field, error.text);
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
	free(search->requester);
	free(search);
}

static const struct form_hooks hooks = {
	.press = pressed, .edited = edited, .changed = changed, .done = done};

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
