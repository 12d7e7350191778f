/* SPDX-License-Identifier: MIT
 *
 * One person a time: who is chosen gets access or loses it; the others keep
 * what they have. So the question can say in one sentence what will be.
 */
#include "details-access.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "confirm.h"
#include "details-act.h"
#include "details-view.h"
#include "text.h"

#define QUESTION_MAX ((size_t)64 * 1024)
#define NAME_SIZE    160 /* of a user in a row */

static void forget_users(struct details_access *access)
{
	for (size_t i = 0; i < access->count; i++) {
		free(access->users[i].name);
		free(access->users[i].call);
	}
	free(access->users);
	access->users = NULL;
	access->count = 0;
}

void details_access_clear(struct details_access *access)
{
	forget_users(access);
	*access = (struct details_access){0};
}

/* -- who there is ---------------------------------------------------------- */

static bool has_user(const struct details_access *access, const char *id)
{
	for (size_t i = 0; i < access->count; i++)
		if (strcmp(access->users[i].id, id) == 0)
			return true;
	return false;
}

/* "Ben Okafor, ben@example.com", or the number if nothing else is told. */
static char *name_of(const struct order_person *person)
{
	char name[NAME_SIZE] = "", both[2 * NAME_SIZE];
	const char *email = person->email;

	if (person->name != NULL)
		text_clean_to(name, sizeof(name), person->name);
	if (name[0] == '\0' && email == NULL)
		return mem_dup(person->id);
	text_format(both, sizeof(both), "%s%s%s", name,
		name[0] != '\0' && email != NULL ? ", " : "",
		email != NULL ? email : "");
	return mem_dup(both);
}

static void add_user(struct details_access *access,
	const struct order_person *person, bool has)
{
	struct details_access_user *user;

	if (!order_id_is_valid(person->id) || has_user(access, person->id))
		return;
	access->users = mem_resize(
		access->users, access->count + 1, sizeof(*access->users));
	user = &access->users[access->count++];
	text_format(user->id, sizeof(user->id), "%s", person->id);
	user->name = name_of(person);
	user->call =
		mem_dup(person->email != NULL ? person->email : user->name);
	user->has = has;
}

/* Who has access first; false: one of them has no number, and would lose it. */
static bool collect(struct details_access *access,
	const struct order_details *details, const struct people *people)
{
	forget_users(access);
	for (size_t i = 0; i < details->user_assignment_count; i++) {
		if (!order_id_is_valid(details->user_assignments[i].id))
			return false;
		add_user(access, &details->user_assignments[i], true);
	}
	for (size_t i = 0; i < people->count; i++)
		if (people_is_limited(&people->items[i]))
			add_user(access, &people->items[i].person, false);
	return true;
}

/* -- the change ------------------------------------------------------------ */

/* Who has access after it; the list has room for all. */
static size_t after(const struct details_access *access,
	const struct details_access_user **users)
{
	size_t count = 0;

	for (size_t i = 0; i < access->count; i++)
		if (access->users[i].has != (i == access->chosen))
			users[count++] = &access->users[i];
	return count;
}

static size_t before(const struct details_access *access, const char **ids)
{
	size_t count = 0;

	for (size_t i = 0; i < access->count; i++)
		if (access->users[i].has)
			ids[count++] = access->users[i].id;
	return count;
}

static void save(struct view *view)
{
	const struct details_access *access = &details_view_act(view)->access;
	const char **ids = mem_array(access->count + 1, sizeof(*ids));
	const char **names = mem_array(access->count + 1, sizeof(*names));
	const char **seen = mem_array(access->count + 1, sizeof(*seen));
	const struct details_access_user **users =
		mem_array(access->count + 1, sizeof(*users));
	struct action_request request = {
		.kind = JOURNAL_USER_ACCESS,
		.order_id = access->order_id,
		.ids = ids,
		.recipients = names,
		.before = seen,
	};
	struct error error;
	struct action *action;

	request.id_count = after(access, users);
	for (size_t i = 0; i < request.id_count; i++) {
		ids[i] = users[i]->id;
		names[i] = users[i]->call;
	}
	request.recipient_count = request.id_count;
	request.before_count = before(access, seen);
	action = store_act(app_store(view->app), &request, &error);
	if (action == NULL)
		app_message(view->app, APP_ERROR, "%s", error.text);
	else
		app_announce(view->app, action->number);
	free(ids);
	free(names);
	free(seen);
	free(users);
}

static void answered(struct view *view, bool yes)
{
	if (yes)
		save(view);
}

static void write_question(const struct details_access *access, struct buf *out)
{
	const struct details_access_user *user = &access->users[access->chosen];
	const struct details_access_user **users =
		mem_array(access->count + 1, sizeof(*users));
	size_t count = after(access, users);

	if (user->has)
		buf_printf(out, "Take the access to order %s from %s?",
			access->order_id, user->name);
	else
		buf_printf(out, "Give %s access to order %s?", user->name,
			access->order_id);
	buf_puts(out, count > 0 ? " Then these have it: "
				: " Then nobody has it but the requester.");
	for (size_t i = 0; i < count; i++)
		buf_printf(out, "%s%s", i > 0 ? "; " : "", users[i]->name);
	free(users);
}

static void chosen(struct view *view, int choice)
{
	struct details_access *access = &details_view_act(view)->access;
	struct confirm_options options = {
		.title = "User Access",
		.yes_label = "Save",
		.no_label = "Cancel",
	};
	struct buf question;

	if (choice < 0 || (size_t)choice >= access->count)
		return;
	access->chosen = (size_t)choice;
	buf_init(&question, QUESTION_MAX);
	write_question(access, &question);
	options.question = buf_text(&question);
	confirm_open(view->app, view, &options, answered);
	buf_clear(&question);
}

/* -- the list -------------------------------------------------------------- */

static void open_list(struct view *view)
{
	const struct details_access *access = &details_view_act(view)->access;
	char **rows = mem_array(access->count + 1, sizeof(*rows));
	char title[80];

	for (size_t i = 0; i < access->count; i++)
		rows[i] =
			mem_printf("[%c] %s", access->users[i].has ? 'x' : ' ',
				access->users[i].name);
	text_format(title, sizeof(title), "Grant Additional Access - order %s",
		access->order_id);
	confirm_choose(view->app, view, title, (const char *const *)rows,
		access->count, 0, chosen);
	for (size_t i = 0; i < access->count; i++)
		free(rows[i]);
	free(rows);
}

static void show(struct view *view, const struct people *people)
{
	struct details_access *access = &details_view_act(view)->access;
	const struct store_order *known =
		store_order(app_store(view->app), access->order_id);

	if (known == NULL || known->details == NULL)
		return;
	if (!collect(access, known->details, people))
		app_message(view->app, APP_WARNING,
			"A user with access has no number that could be read; "
			"the console can change the list.");
	else if (access->count == 0)
		app_message(view->app, APP_INFO,
			"The account has no limited user who could be given "
			"access.");
	else
		open_list(view);
}

/* Nobody is asked any more when the view shows something else by now. */
static bool is_still_asked(const struct view *view)
{
	return app_top(view->app) == view &&
	       strcmp(view->ops->order(view),
		       details_view_act((struct view *)view)
			       ->access.order_id) == 0;
}

void details_access_changed(struct view *view)
{
	struct details_access *access = &details_view_act(view)->access;
	const struct store_resource *resource;
	const struct people *people =
		store_users(app_store(view->app), &resource);

	if (!access->waiting || resource->busy_since != 0)
		return;
	access->waiting = false;
	if (!is_still_asked(view))
		return;
	if (people != NULL)
		show(view, people);
	else
		app_message(view->app, APP_ERROR,
			"The users of the account could not be read: %s",
			resource->error.text);
}

void details_access_run(struct view *view)
{
	struct details_access *access = &details_view_act(view)->access;
	const struct store_resource *resource;

	details_access_clear(access);
	text_format(access->order_id, sizeof(access->order_id), "%s",
		view->ops->order(view));
	access->waiting = true;
	store_users_open(app_store(view->app), false);
	if (store_users(app_store(view->app), &resource) == NULL)
		app_message(view->app, APP_INFO,
			"Reading the users of the account ...");
	details_access_changed(view);
}
