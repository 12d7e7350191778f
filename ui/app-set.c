/* SPDX-License-Identifier: MIT
 *
 * The tables of settings say what there is, what a value may be and why one
 * cannot be changed; `effects` below says what follows from a change, and what
 * it means where it takes away from safety. What has no effect there cannot be
 * changed, so nothing pretends to.
 */
#include "app-set.h"

#include <stdlib.h>
#include <string.h>

#include "accounts.h"
#include "app-mouse.h"
#include "app-private.h"
#include "app-set-private.h"
#include "app-theme.h"
#include "attr.h"
#include "columns.h"
#include "confirm.h"
#include "mem.h"
#include "orders-line.h"
#include "saved.h"
#include "store.h"
#include "text.h"

#define NAME_SIZE 64
#define VALUE_MAX (64 * 1024)

/* -- what follows from a change -------------------------------------------- */

static long number_of(const char *value)
{
	return value != NULL ? strtol(value, NULL, 10) : 0;
}

static bool is_yes(const char *value)
{
	return value != NULL && strcmp(value, "yes") == 0;
}

static const char *weaker_guard(const char *before, const char *now)
{
	if (number_of(now) >= number_of(before))
		return NULL;
	if (number_of(now) == 0)
		return "Send does not ask any more when somebody has just sent "
		       "the same mail.";
	return "Send asks only for a shorter time whether to send the same "
	       "mail again.";
}

static const char *weaker_note(const char *before, const char *now)
{
	if (!is_yes(before) || is_yes(now))
		return NULL;
	return "Agents on other hosts do not learn of our sends any more.";
}

static bool check_columns(const char *value, struct error *error)
{
	struct columns_choice choice;

	return columns_read(&choice, value, error);
}

#define QUESTION_MAX 1024

static const struct effect {
	const char *name;
	/* What it means for safety; NULL: it takes nothing away. */
	const char *(*weaker)(const char *before, const char *now);
	/* What the table cannot know. */
	bool (*check)(const char *value, struct error *error);
} effects[] = {
	{"resend_guard", weaker_guard, NULL},
	{"note_on_resend", weaker_note, NULL},
	{"refresh", NULL, NULL},
	{"slow", NULL, NULL},
	{"columns", NULL, check_columns},
	{"view_counts", NULL, NULL},
	{"read_ahead", NULL, NULL},
	{"read_only", NULL, NULL},
	{"theme", NULL, NULL},
	{"mouse", NULL, NULL},
};

static const struct effect *effect_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(effects); i++)
		if (strcmp(effects[i].name, name) == 0)
			return &effects[i];
	return NULL;
}

const char *
app_set_weaker(const char *name, const char *before, const char *now)
{
	const struct effect *effect = effect_of(name);

	return effect == NULL || effect->weaker == NULL
		       ? NULL
		       : effect->weaker(before, now);
}

static struct settings_account *
account_of(struct settings *settings, const struct store *store)
{
	const char *name = store_options(store)->account_name;

	for (size_t i = 0; i < settings->account_count; i++)
		if (strcmp(settings->accounts[i].name, name) == 0)
			return &settings->accounts[i];
	return NULL;
}

static void adjust_store(struct settings *settings, struct store *store)
{
	const struct settings_account *account = account_of(settings, store);
	struct store_options options = *store_options(store);

	options.resend_guard_s = settings->resend_guard_s;
	options.note_on_resend = settings->note_on_resend;
	options.view_counts = settings->view_counts;
	options.read_ahead = settings->read_ahead && !settings->slow;
	options.refresh_s = settings_refresh(settings, account);
	if (account != NULL && account->read_only) {
		options.read_only = true;
		options.read_only_reason =
			"This account was made read-only while certdesk runs; "
			"a new start without that makes it writable again.";
	}
	store_adjust(store, &options);
}

static void
adjust(void *data, const struct accounts_part *part, struct app *app)
{
	const struct app *from = data;

	adjust_store(from->settings, part->store);
	if (app != NULL)
		app_be_slow(app, from->settings->slow);
}

void app_set_each(struct app *app,
	void (*fn)(
		void *data, const struct accounts_part *part, struct app *app),
	void *data)
{
	const struct accounts_part part = {.store = app->store};

	if (app->accounts != NULL)
		accounts_each(app->accounts, fn, data);
	else
		fn(data, &part, app);
}

void app_set_apply(struct app *app)
{
	app_set_each(app, adjust, app);
}

struct columns_wish {
	const char *text;
	bool is_configured;
};

static void show_columns(
	void *data, const struct accounts_part *part UNUSED, struct app *app)
{
	const struct columns_wish *wish = data;

	if (app != NULL)
		orders_line_show_columns(
			app->stack.items[0], wish->text, wish->is_configured);
}

void app_set_columns(struct app *app, const char *columns, bool is_configured)
{
	char *copy = mem_dup(columns != NULL ? columns : "");
	struct columns_wish wish = {copy, is_configured};

	app_set_each(app, show_columns, &wish);
	free(copy);
}

/* -- showing ----------------------------------------------------------------
 */

static void complete_entry(
	const struct app *app, struct settings_entry *entry, struct buf *value)
{
	if (entry->fixed == NULL && effect_of(entry->name) == NULL)
		entry->fixed = "certdesk takes it when it starts";
	/* By a key that is View Only, say. */
	if (strcmp(entry->name, "read_only") == 0 && !is_yes(buf_text(value)) &&
		store_account(app->store)->read_only) {
		buf_reset(value);
		buf_puts(value, "yes");
		entry->origin = SETTINGS_RUN;
	}
	if (strcmp(entry->name, "columns") != 0)
		return;
	buf_reset(value);
	buf_puts(value, app_columns(app));
	entry->is_set = value->len > 0;
}

bool app_set_at(const struct app *app, size_t index, struct settings_entry *out,
	struct buf *value)
{
	if (app->settings == NULL ||
		!settings_entry_at(app->settings,
			account_of(app->settings, app->store), index, out,
			value))
		return false;
	complete_entry(app, out, value);
	return true;
}

const char *app_set_from(const struct app *app,
	const struct settings_entry *entry, char *out, size_t size)
{
	return settings_origin_text(entry->origin,
		app->settings_path != NULL ? app->settings_path : "line", out,
		size);
}

static void
show(struct app *app, struct settings_entry *entry, struct buf *value)
{
	char from[1024];

	complete_entry(app, entry, value);
	app_message(app, APP_INFO, "%s%s%s (from %s; default: %s): %s.",
		entry->name, entry->is_set ? " = " : " is not set",
		buf_text(value), app_set_from(app, entry, from, sizeof(from)),
		*entry->standard != '\0' ? entry->standard : "empty",
		entry->help);
}

/* -- :set -------------------------------------------------------------------
 */

static bool may_change(struct app *app, const struct settings_entry *entry,
	const char *value, struct error *error)
{
	const struct effect *effect = effect_of(entry->name);

	if (entry->fixed != NULL)
		return error_set(error, ERROR_STATE,
			"%s cannot be changed now: %s.", entry->name,
			entry->fixed);
	if (effect == NULL)
		return error_set(error, ERROR_STATE,
			"%s cannot be changed now: certdesk takes it when it "
			"starts.",
			entry->name);
	if (effect->check != NULL && !effect->check(value, error))
		return false;
	if (strcmp(entry->name, "theme") == 0 &&
		!app_theme_check(app->settings, value, error))
		return false;
	if (strcmp(entry->name, "read_only") == 0 &&
		store_account(app->store)->read_only &&
		!text_equal_ascii_case(value, "yes"))
		return error_set(error, ERROR_STATE,
			"Read-only is left by a new start only, so that nobody "
			"leaves it by a slip. %s",
			store_account(app->store)->read_only_reason);
	return true;
}

static void tell_change(
	struct app *app, const char *name, const char *before, const char *now)
{
	const char *meaning = app_set_weaker(name, before, now);

	app_message(app, meaning != NULL ? APP_WARNING : APP_SUCCESS,
		"%s = %s until you quit. %s%sThe same line in "
		"the configuration keeps it.",
		name, now[0] != '\0' ? now : "(empty)",
		meaning != NULL ? meaning : "", meaning != NULL ? " " : "");
}

static void change(struct app *app, const struct settings_entry *entry,
	const char *before, const char *text)
{
	struct settings_account *account =
		account_of(app->settings, app->store);
	struct settings_entry now;
	struct error error = {0};
	struct buf value;

	buf_init(&value, VALUE_MAX);
	if (!may_change(app, entry, text, &error) ||
		!settings_change(app->settings, account, entry->name, text,
			SETTINGS_TYPED, &error) ||
		!settings_entry_find(app->settings, account, entry->name, &now,
			&value, &error)) {
		app_message(app, APP_WARNING, "%s", error.text);
	} else {
		if (strcmp(entry->name, "columns") == 0)
			app_set_columns(app, buf_text(&value), false);
		if (strcmp(entry->name, "theme") == 0)
			app_theme_show(app);
		if (strcmp(entry->name, "mouse") == 0)
			app_mouse_show(app);
		app_set_apply(app);
		tell_change(app, entry->name, before, buf_text(&value));
	}
	buf_clear(&value);
}

/* -- what takes away from safety ------------------------------------------- */

/* As it is in force there; "" where it is not set. */
static const char *
value_of(const struct settings *settings, const char *name, struct buf *value)
{
	struct settings_entry entry;
	struct error ignored;

	buf_init(value, VALUE_MAX);
	if (!settings_entry_find(settings, NULL, name, &entry, value, &ignored))
		buf_reset(value);
	return buf_text(value);
}

static void add_weaker(const char *name, const struct settings *before,
	const struct settings *now, struct buf *out)
{
	struct buf is, was;
	const char *value = value_of(now, name, &is);
	const char *meaning =
		app_set_weaker(name, value_of(before, name, &was), value);

	if (meaning != NULL)
		buf_printf(out, "%s = %s: %s ", name, value, meaning);
	buf_clear(&is);
	buf_clear(&was);
}

void app_set_all_weaker(const struct settings *before,
	const struct settings *now, struct buf *out)
{
	for (size_t i = 0; i < ARRAY_LEN(effects); i++)
		if (effects[i].weaker != NULL)
			add_weaker(effects[i].name, before, now, out);
}

/* What `now` would mean, by a configuration with this one line in it, as a
 * value may be written in many ways. False: nothing, or it is none. */
static bool write_weaker(const struct app *app, const char *name,
	const char *text, struct buf *out)
{
	struct settings trial;
	struct error ignored;

	settings_init(&trial);
	if (effect_of(name) != NULL && effect_of(name)->weaker != NULL &&
		settings_change(
			&trial, NULL, name, text, SETTINGS_TYPED, &ignored))
		add_weaker(name, app->settings, &trial, out);
	settings_clear(&trial);
	return out->len > 0;
}

void app_set_forget(struct app *app)
{
	free(app->set_name);
	free(app->set_value);
	app->set_name = app->set_value = NULL;
}

static void answered(struct view *owner, bool yes)
{
	struct app *app = owner->app;
	struct settings_entry entry;
	struct error error = {0};
	struct buf before;

	buf_init(&before, VALUE_MAX);
	if (!settings_entry_find(app->settings,
		    account_of(app->settings, app->store), app->set_name,
		    &entry, &before, &error))
		app_message(app, APP_WARNING, "%s", error.text);
	else if (yes)
		change(app, &entry, buf_text(&before), app->set_value);
	else
		app_message(app, APP_INFO, "%s stays as it is: %s.",
			app->set_name, buf_text(&before));
	buf_clear(&before);
	app_set_forget(app);
}

static bool ask(struct view *view, const char *name, const char *text)
{
	struct app *app = view->app;
	struct confirm_options asked = {
		.title = "Less safe", .yes_label = "Set it"};
	struct buf question;
	bool is_weaker;

	buf_init(&question, QUESTION_MAX);
	is_weaker = write_weaker(app, name, text, &question);
	if (is_weaker) {
		app_set_forget(app);
		app->set_name = mem_dup(name);
		app->set_value = mem_dup(text);
		buf_puts(&question, "Set it for all accounts until you quit?");
		asked.question = buf_text(&question);
		confirm_open(app, view, &asked, answered);
	}
	buf_clear(&question);
	return is_weaker;
}

/* "name", "name?" or "noname". *value gets "yes", "no", or NULL: only show. */
static bool
find_word(const struct app *app, const char *word, struct settings_entry *entry,
	struct buf *before, const char **value, struct error *error)
{
	const struct settings_account *account =
		account_of(app->settings, app->store);
	size_t len = strlen(word);
	char name[NAME_SIZE];
	struct error ignored;

	*value = NULL;
	if (len > 0 && word[len - 1] == '?') {
		text_format(name, sizeof(name), "%.*s", (int)len - 1, word);
		return settings_entry_find(
			app->settings, account, name, entry, before, error);
	}
	if (settings_entry_find(
		    app->settings, account, word, entry, before, error)) {
		*value = entry->is_yes_no ? "yes" : NULL;
		return true;
	}
	if (strncmp(word, "no", 2) != 0 ||
		!settings_entry_find(app->settings, account, word + 2, entry,
			before, &ignored) ||
		!entry->is_yes_no)
		return false;
	*value = "no";
	return true;
}

/* "name = value". */
static bool
find_assigned(const struct app *app, const char *text, const char *equals,
	struct settings_entry *entry, struct buf *before, struct error *error)
{
	size_t len = (size_t)(equals - text);
	char name[NAME_SIZE];

	while (len > 0 && text[len - 1] == ' ')
		len--;
	text_format(name, sizeof(name), "%.*s", (int)len, text);
	return settings_entry_find(app->settings,
		account_of(app->settings, app->store), name, entry, before,
		error);
}

void app_set_with(struct view *view, const char *argument)
{
	const char *equals = strchr(argument, '='), *value = NULL;
	struct app *app = view->app;
	struct settings_entry entry;
	struct error error = {0};
	struct buf before;
	bool found;

	if (app->settings == NULL) {
		app_message(app, APP_INFO, "Nothing can be set here.");
		return;
	}
	buf_init(&before, VALUE_MAX);
	if (equals != NULL) {
		value = equals + 1 + strspn(equals + 1, " ");
		found = find_assigned(
			app, argument, equals, &entry, &before, &error);
	} else {
		found = find_word(
			app, argument, &entry, &before, &value, &error);
	}
	if (!found)
		app_message(app, APP_WARNING, "%s", error.text);
	else if (value == NULL)
		show(app, &entry, &before);
	else if (!ask(view, entry.name, value))
		change(app, &entry, buf_text(&before), value);
	buf_clear(&before);
}

static void offer_value(struct complete *complete,
	const struct settings_entry *entry, const char *value)
{
	char *item = mem_printf("%s=%s", entry->name, value);

	complete_add(complete, &(struct complete_item){.text = item,
				       .about = entry->help,
				       .why_not = entry->fixed});
	free(item);
}

/* What else it may be. */
static void offer_words(struct complete *complete,
	const struct settings_entry *entry, const char *value)
{
	for (size_t i = 0; entry->words[i] != NULL; i++) {
		if (strcmp(entry->words[i], value) != 0)
			offer_value(complete, entry, entry->words[i]);
	}
}

static void
offer_themes(struct complete *complete, const struct settings *settings,
	const struct settings_entry *entry, const char *value)
{
	const char *names[SETTINGS_THEME_NAMES];
	size_t count = settings_theme_names(&settings->themes, names);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(names[i], value) != 0)
			offer_value(complete, entry, names[i]);
	}
}

/* "name=" with the value it has, which is there to be changed; behind the "="
 * the other ones, too, where they can be told. */
void app_set_offer(
	struct complete *complete, const struct view *view, const char *text)
{
	bool has_name = strchr(text, '=') != NULL;
	struct settings_entry entry;
	struct buf value;

	buf_init(&value, VALUE_MAX);
	for (size_t i = 0; app_set_at(view->app, i, &entry, &value); i++) {
		offer_value(complete, &entry, buf_text(&value));
		if (!has_name)
			continue;
		offer_words(complete, &entry, buf_text(&value));
		if (strcmp(entry.name, "theme") == 0)
			offer_themes(complete, view->app->settings, &entry,
				buf_text(&value));
	}
	buf_clear(&value);
}

void app_set_offer_words(
	struct complete *complete, const struct view *view, const char *name)
{
	struct settings_entry entry;
	struct buf value;

	buf_init(&value, VALUE_MAX);
	for (size_t i = 0; app_set_at(view->app, i, &entry, &value); i++) {
		if (strcmp(entry.name, name) != 0)
			continue;
		for (size_t w = 0; entry.words[w] != NULL; w++)
			complete_add(complete,
				&(struct complete_item){.text = entry.words[w],
					.about = strcmp(entry.words[w],
							 buf_text(&value)) == 0
							 ? "as it is now"
							 : ""});
	}
	buf_clear(&value);
}
