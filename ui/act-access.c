/* SPDX-License-Identifier: MIT
 *
 * Grant limited user access (product.md 1.4). The call replaces the whole list:
 * the window starts from what the order says now and shows the difference; what
 * was seen goes along and is compared with the order before it is sent.
 */
#include <string.h>

#include "act.h"
#include "act-form.h"
#include "attr.h"
#include "people.h"
#include "text.h"
#include "wording.h"

enum { USERS, FIELDS };

static const struct form_field fields[FIELDS] = {
	[USERS] = {.kind = FORM_LIST,
		.label = "Limited users",
		.help = "Those with [x] have access to this order."},
};

/* A row of the list. */
struct user {
	const char *id, *name;
	bool assigned; /* by the order as it is */
	bool on;       /* as the person wants it */
	bool ordered;  /* has access anyway, and is on no list */
};

struct act_access {
	struct act_form act;
	struct user *users;
	size_t count;
	const struct people *people; /* that the list was made of */
	const char **before;
	size_t before_count;
};

static const struct order_details *details_of(const struct act_access *access)
{
	const struct store_order *known = act_form_order(&access->act);

	return known != NULL ? known->details : NULL;
}

static bool request(struct act_form *act, const struct form_value *values,
	struct action_request *request)
{
	struct act_access *access = (struct act_access *)act;
	struct mem_arena *arena = act_form_scratch(act);
	size_t size = (access->count + 1) * sizeof(char *);
	const char **ids = mem_arena_alloc(arena, size);
	const char **names = mem_arena_alloc(arena, size);
	size_t count = 0;

	if (access->people == NULL) {
		form_say(act->form, STYLE_WARNING,
			"The users of the account are not known yet.");
		return false;
	}
	for (size_t i = 0; i < access->count; i++) {
		if (!values[USERS].items[i].on || access->users[i].ordered)
			continue;
		ids[count] = access->users[i].id;
		names[count++] = access->users[i].name;
	}
	request->ids = ids;
	request->id_count = count;
	request->recipients = names;
	request->recipient_count = count;
	request->before = access->before;
	request->before_count = access->before_count;
	return true;
}

/* -- the list -------------------------------------------------------------- */

static bool is_id(const struct order_person *person, const char *id)
{
	return person->id != NULL && strcmp(person->id, id) == 0;
}

static bool is_assigned(const struct order_details *details, const char *id)
{
	for (size_t i = 0; i < details->user_assignment_count; i++) {
		if (is_id(&details->user_assignments[i], id))
			return true;
	}
	return false;
}

/* How the person is called, in the journal too. */
static const char *name_of(const struct order_person *person)
{
	if (person->email != NULL)
		return person->email;
	return person->name != NULL ? person->name : person->id;
}

static const struct user *
find_user(const struct user *users, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(users[i].id, id) == 0)
			return &users[i];
	}
	return NULL;
}

/* What the person has switched in the list so far stays so. */
static void
add_user(struct act_access *access, const struct order_details *details,
	struct user *users, size_t *count, const struct order_person *person)
{
	struct mem_arena *arena = &access->act.arena;
	const struct user *old;
	struct user *user;

	if (person->id == NULL || find_user(users, *count, person->id) != NULL)
		return;
	user = &users[(*count)++];
	user->id = mem_arena_dup(arena, person->id);
	user->name = mem_arena_dup(arena, name_of(person));
	user->assigned = is_assigned(details, user->id);
	user->ordered = !user->assigned && is_id(&details->user, user->id);
	old = find_user(access->users, access->count, user->id);
	user->on = user->assigned || user->ordered;
	if (old != NULL && old->on != old->assigned && !user->ordered)
		user->on = old->on;
}

static const char *
row_text(struct act_access *access, const struct order_person *person)
{
	struct mem_arena *arena = &access->act.arena;
	const char *name = person->name;

	if (name == NULL && person->last_name != NULL)
		name = mem_arena_printf(arena, "%s%s%s",
			person->first_name != NULL ? person->first_name : "",
			person->first_name != NULL ? " " : "",
			person->last_name);
	if (person->email == NULL)
		return name != NULL ? name : person->id;
	return mem_arena_printf(arena, "%s%s%s",
		act_form_address(arena, person->email),
		name != NULL ? "  " : "", name != NULL ? name : "");
}

static void show_rows(struct act_access *access, const char *const *texts)
{
	struct form_item *items = mem_arena_alloc(
		&access->act.arena, (access->count + 1) * sizeof(*items));

	for (size_t i = 0; i < access->count; i++) {
		const struct user *user = &access->users[i];

		items[i].text = texts[i];
		items[i].reason =
			user->ordered ? "ordered it, has access" : NULL;
		items[i].on = user->on;
		items[i].was = user->assigned || user->ordered;
	}
	form_set_items(access->act.form, USERS, items, access->count);
}

static void
remember_before(struct act_access *access, const struct order_details *details)
{
	access->before = mem_arena_alloc(&access->act.arena,
		(details->user_assignment_count + 1) * sizeof(*access->before));
	access->before_count = 0;
	for (size_t i = 0; i < details->user_assignment_count; i++) {
		const char *id = details->user_assignments[i].id;

		if (id != NULL)
			access->before[access->before_count++] =
				mem_arena_dup(&access->act.arena, id);
	}
}

/* Those who have access, whoever they are, then the other limited users. */
static void make_list(struct act_access *access,
	const struct order_details *details, const struct people *people)
{
	struct mem_arena *arena = &access->act.arena;
	size_t most = details->user_assignment_count + people->count + 1;
	struct user *users = mem_arena_alloc(arena, most * sizeof(*users));
	const char **texts = mem_arena_alloc(arena, most * sizeof(*texts));
	size_t count = 0, before;

	for (size_t i = 0; i < details->user_assignment_count; i++) {
		before = count;
		add_user(access, details, users, &count,
			&details->user_assignments[i]);
		if (count > before)
			texts[before] =
				row_text(access, &details->user_assignments[i]);
	}
	for (size_t i = 0; i < people->count; i++) {
		if (!people_is_limited(&people->items[i]))
			continue;
		before = count;
		add_user(access, details, users, &count,
			&people->items[i].person);
		if (count > before)
			texts[before] =
				row_text(access, &people->items[i].person);
	}
	for (size_t i = 0; access->people == NULL && i < count; i++) {
		if (!users[i].ordered)
			users[i].on = act_form_is_on(
				&access->act, USERS, texts[i], users[i].on);
	}
	access->users = users;
	access->count = count;
	access->people = people;
	remember_before(access, details);
	show_rows(access, texts);
}

static void look_at_users(struct act_access *access, bool state)
{
	const struct store_resource *resource;
	const struct people *people = store_users(access->act.store, &resource);
	const struct order_details *details = details_of(access);
	char sentence[ERROR_TEXT_SIZE * 2];

	if (details == NULL)
		return;
	if (people != NULL && (state || access->people == NULL)) {
		make_list(access, details, people);
		people_lack(people, sentence, sizeof(sentence));
		if (!state)
			form_say(access->act.form, STYLE_WARNING, sentence);
	} else if (people == NULL && resource->state == STORE_FAILED) {
		text_format(sentence, sizeof(sentence),
			"The users of the account could not be read: %s%s",
			resource->error.text,
			wording_stop(resource->error.text));
		form_say(access->act.form, STYLE_ERROR, sentence);
	} else if (people == NULL) {
		form_say(access->act.form, STYLE_DIM,
			"Reading the users of the account ...");
	}
}

static void changed(struct act_form *act, bool state)
{
	look_at_users((struct act_access *)act, state);
}

static void
edited(struct act_form *act, size_t field, const struct form_value *values)
{
	struct act_access *access = (struct act_access *)act;

	for (size_t i = 0; i < values[field].count; i++)
		access->users[i].on = values[field].items[i].on;
}

static const struct act_form_hooks hooks = {
	.request = request, .changed = changed, .edited = edited};

void act_access_open(struct app *app, const char *order_id)
{
	struct act_access *access = mem_zalloc(sizeof(*access));
	const struct form_options options = {
		.fields = fields,
		.field_count = FIELDS,
		.verb = "Save",
		.compares = true,
	};

	act_form_init(&access->act, app, order_id, JOURNAL_USER_ACCESS);
	store_users_open(access->act.store, false);
	if (act_form_open(&access->act, "Grant limited user access", &options,
		    &hooks))
		look_at_users(access, false);
}
