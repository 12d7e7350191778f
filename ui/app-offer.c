/* SPDX-License-Identifier: MIT
 *
 * All of it comes from the tables that the program works by: the words and
 * commands, the saved views, the columns, the fields of filters, the rows.
 */
#include "app-offer.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "accounts.h"
#include "act.h"
#include "app-offer-list.h"
#include "app-private.h"
#include "app-set.h"
#include "app-theme.h"
#include "keymap.h"
#include "line-history.h"
#include "log.h"
#include "program.h"
#include "saved.h"
#include "user-commands.h"

static bool begins(const char *text, const char *typed)
{
	return strncasecmp(text, typed, strlen(typed)) == 0;
}

static const struct app *app_of(const struct view *view)
{
	return view->app;
}

/* -- commands -- */

static void offer_as(struct complete *complete, const struct view *view,
	const struct command *command, const char *text)
{
	char why_not[512], keys[ACT_KEYS_SIZE];

	if (!complete_wants(complete, text, command->help))
		return;
	app_may_run(app_of(view), view, command, why_not, sizeof(why_not));
	complete_add(complete,
		&(struct complete_item){
			.text = text,
			.keys = act_keys(view, command, keys, sizeof(keys)),
			.about = command->help,
			.why_not = why_not,
			.goes_on = command->run_with != NULL,
		});
}

/* One of another page. */
static void
offer_elsewhere(struct complete *complete, const struct app_word *word)
{
	char where[128];
	const struct command *command =
		app_elsewhere(word->command, where, sizeof(where));

	if (command != NULL)
		complete_add(
			complete, &(struct complete_item){.text = word->word,
					  .about = command->help,
					  .why_not = where});
}

static void offer_words(struct complete *complete, const struct view *view)
{
	size_t count;
	const struct app_word *words = app_words(&count);

	for (size_t i = 0; i < count; i++) {
		const struct command *command =
			app_command(app_of(view), words[i].command);

		if (command != NULL)
			offer_as(complete, view, command, words[i].word);
		else
			offer_elsewhere(complete, &words[i]);
	}
}

/* By their names: those that have no word, and the others for who types the
 * name. Nobody reads through a hundred of them. */
static void offer_names(struct complete *complete, const struct view *view,
	const struct command *commands, size_t count)
{
	const char *typed = complete_typed(complete);

	for (size_t i = 0; i < count && *typed != '\0'; i++) {
		const char *name = commands[i].name;
		const char *word = app_word_of(name);

		if (word == name ||
			(begins(name, typed) && !begins(word, typed)))
			offer_as(complete, view, &commands[i], name);
	}
}

static void offer_commands(
	struct complete *complete, const struct view *view, const char *text)
{
	const struct command *commands;
	size_t count;

	(void)text;
	offer_words(complete, view);
	offer_names(
		complete, view, view->ops->commands, view->ops->command_count);
	commands = app_commands(&count);
	offer_names(complete, view, commands, count);
	commands = act_commands(&count);
	offer_names(complete, view, commands, count);
	commands = user_commands_list(app_user_commands(view->app), &count);
	offer_names(complete, view, commands, count);
}

/* -- orders -- */

struct found {
	struct complete *complete;
	const struct order **orders;
	size_t count, size;
};

#define ABOUT_MAX 256

static char *about_order(const struct order *order, char out[ABOUT_MAX])
{
	return text_format(out, ABOUT_MAX, "%s, %s", order_name(order),
		order_status_shown(order));
}

static bool find(void *data, long row, const struct order *order)
{
	struct found *found = data;
	char about[ABOUT_MAX];

	(void)row;
	if (order->id[0] == '\0' || !complete_wants(found->complete, order->id,
					    about_order(order, about)))
		return true;
	if (found->count == found->size) {
		found->size = found->size == 0 ? 64 : 2 * found->size;
		found->orders = mem_resize(
			found->orders, found->size, sizeof(*found->orders));
	}
	found->orders[found->count++] = order;
	return true;
}

static int newest_first(const void *a, const void *b)
{
	const struct order *const *x = a, *const *y = b;

	if ((*x)->date_created == (*y)->date_created)
		return strcmp((*y)->id, (*x)->id);
	return (*x)->date_created < (*y)->date_created ? 1 : -1;
}

static void offer_order(struct complete *complete, const struct order *order)
{
	char about[ABOUT_MAX];

	complete_add(complete, &(struct complete_item){.text = order->id,
				       .about = about_order(order, about)});
}

/* Those that were opened, the latest first, then the rows of the list. */
static void offer_orders(
	struct complete *complete, const struct view *view, const char *text)
{
	const struct store *store = app_store(app_of(view));
	struct found found = {.complete = complete};
	const char *opened[STORE_ORDERS_KEPT];
	size_t count = store_opened(store, opened, STORE_ORDERS_KEPT);

	(void)text;
	for (size_t i = 0; i < count; i++) {
		const struct order *order = store_order_head(store, opened[i]);

		if (order != NULL)
			offer_order(complete, order);
	}
	store_list_each(store, find, &found);
	if (found.count > 0)
		qsort(found.orders, found.count, sizeof(*found.orders),
			newest_first);
	for (size_t i = 0; i < found.count; i++)
		offer_order(complete, found.orders[i]);
	free(found.orders);
}

/* -- views -- */

static void offer_views(
	struct complete *complete, const struct view *view, const char *text)
{
	const struct saved *saved = app_of(view)->saved;
	char name[32];
	struct buf query;

	(void)text;
	buf_init(&query, 1024);
	for (int number = 1; number <= SAVED_VIEWS; number++) {
		const struct saved_view *item = saved_view(saved, number);

		if (item == NULL)
			continue;
		buf_reset(&query);
		if (item->query.filter_count == 0)
			buf_puts(&query, "all orders ");
		order_query_print(&item->query, &query);
		text_format(name, sizeof(name), "orders-view-%d", number);
		complete_add(complete,
			&(struct complete_item){
				.text = item->name,
				.keys = app_keys_of(app_of(view), name),
				.about = buf_text(&query),
			});
	}
	buf_clear(&query);
}

/* -- the log -- */

static void offer_levels(
	struct complete *complete, const struct view *view, const char *text)
{
	(void)view;
	(void)text;
	for (int level = LOG_ERROR; level >= LOG_REQUEST; level--)
		complete_add(complete,
			&(struct complete_item){
				.text = log_level_name((enum log_level)level)});
}

/* -- accounts -- */

static void
offer_account(struct complete *complete, const struct accounts_row *row)
{
	const struct accounts_entry *entry = &row->entry;
	struct buf about;

	buf_init(&about, 1024);
	if (entry->label[0] != '\0')
		buf_printf(&about, "%s, ", entry->label);
	buf_printf(&about, "%s%s, %s", entry->read_only ? "read-only, " : "",
		entry->host, accounts_state_name(row->state));
	complete_add(complete,
		&(struct complete_item){
			.text = entry->name,
			.about = buf_text(&about),
			.why_not = row->is_shown ? "it is shown now" : "",
		});
	buf_clear(&about);
}

static void offer_accounts(
	struct complete *complete, const struct view *view, const char *text)
{
	const struct accounts *accounts = app_of(view)->accounts;
	struct accounts_row row;

	(void)text;
	for (size_t i = 0; accounts != NULL && accounts_at(accounts, i, &row);
		i++)
		offer_account(complete, &row);
}

/* -- keys -- */

/* Of one table, those that work in the view. */
static void offer_keys_of(
	struct complete *complete, const struct view *view, const char *table)
{
	const struct keymap *keymap = app_all_keys(view->app);
	const struct keymap_binding *binding;
	char keys[KEY_SEQUENCE_TEXT];

	for (size_t i = 0; (binding = keymap_at(keymap, i)) != NULL; i++) {
		if (strcmp(binding->view, table) != 0 ||
			!keymap_works(keymap, view->ops->name, binding, NULL))
			continue;
		complete_add(complete,
			&(struct complete_item){
				.text = key_sequence_write(
					&binding->sequence, keys, sizeof(keys)),
				.about = binding->command->help,
			});
	}
}

/* Each with what it makes here; words find them by that. */
static void
offer_keys(struct complete *complete, const struct view *view, const char *text)
{
	(void)text;
	offer_keys_of(complete, view, view->ops->name);
	offer_keys_of(complete, view, KEYMAP_APP);
}

static void offer_mouse(
	struct complete *complete, const struct view *view, const char *text)
{
	(void)text;
	app_set_offer_words(complete, view, "mouse");
}

/* -- programs -- */

/* What was given orders before, the latest first. */
static void offer_programs(
	struct complete *complete, const struct view *view, const char *text)
{
	const struct line_history *lines =
		program_lines(app_programs(view->app));

	(void)text;
	for (size_t i = 0; i < line_history_count(lines); i++)
		complete_add(
			complete, &(struct complete_item){
					  .text = line_history_at(lines, i),
				  });
}

/* -- the table -- */

/* A source gets the argument only, but as a part of the whole line. A kind
 * without a row has nothing to offer. */
static const complete_fn sources[ARGUMENTS] = {
	[ARGUMENT_ORDER] = offer_orders,
	[ARGUMENT_VIEW] = offer_views,
	[ARGUMENT_FILE] = app_files_offer,
	[ARGUMENT_COLUMNS] = app_offer_list_columns,
	[ARGUMENT_FILTER] = app_offer_list_filter,
	[ARGUMENT_LOG] = offer_levels,
	[ARGUMENT_SEARCH] = app_offer_list_search,
	[ARGUMENT_SORT] = app_offer_list_sort,
	[ARGUMENT_THEME] = app_theme_offer,
	[ARGUMENT_ACCOUNT] = offer_accounts,
	[ARGUMENT_COMMAND] = offer_commands,
	[ARGUMENT_KEY] = offer_keys,
	[ARGUMENT_MOUSE] = offer_mouse,
	[ARGUMENT_PROGRAM] = offer_programs,
	[ARGUMENT_OPTION] = app_set_offer,
};

static void offer_argument(struct complete *complete, const struct view *view,
	const char *word, const char *argument)
{
	const struct command *command =
		app_command(app_of(view), app_command_of(word));

	if (command == NULL || command->run_with == NULL ||
		sources[command->argument] == NULL)
		return;
	complete_from(complete, (size_t)(argument - complete->text));
	sources[command->argument](complete, view, argument);
}

void app_offer(
	struct complete *complete, const struct view *view, const char *text)
{
	size_t before = strspn(text, " ");
	size_t len = strcspn(text + before, " ");
	const char *rest = text + before + len;
	char word[64];

	if (*rest != '\0') {
		text_format(
			word, sizeof(word), "%.*s", (int)len, text + before);
		offer_argument(complete, view, word, rest + strspn(rest, " "));
		return;
	}
	complete_from(complete, before);
	offer_commands(complete, view, text);
	if (len > 0)
		offer_orders(complete, view, text);
}
