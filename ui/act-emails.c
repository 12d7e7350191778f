/* SPDX-License-Identifier: MIT
 *
 * Edit the additional e-mails of an order. The call replaces the whole list, so
 * what the person has seen goes along and is compared before it is sent.
 */
#include "act.h"
#include "act-form.h"
#include "attr.h"
#include "text.h"

enum { LIST, MORE, FIELDS };

static const struct form_field fields[FIELDS] = {
	[LIST] = {.kind = FORM_LIST,
		.label = "Addresses",
		.help = "Renewal, reissue and duplicate notices go there; "
			"approval mails do not."},
	[MORE] = {.kind = FORM_TEXT,
		.label = "Add",
		.check = act_form_check_addresses,
		.help = "One address, or several with commas between them."},
};

struct act_emails {
	struct act_form act;
	const char **before; /* as they were shown, in the items' order */
	bool *on;	     /* as the person wants them */
	size_t count;
};

static bool has(const char *const *list, size_t count, const char *email)
{
	for (size_t i = 0; i < count; i++) {
		if (text_equal_ascii_case(list[i], email))
			return true;
	}
	return false;
}

static bool request(struct act_form *act, const struct form_value *values,
	struct action_request *request)
{
	struct act_emails *emails = (struct act_emails *)act;
	struct mem_arena *arena = act_form_scratch(act);
	size_t more, count = 0;
	const char **added =
		act_form_addresses(arena, values[MORE].text, &more);
	const char **list = mem_arena_alloc(
		arena, (emails->count + more + 1) * sizeof(*list));

	for (size_t i = 0; i < emails->count; i++) {
		if (values[LIST].items[i].on)
			list[count++] = emails->before[i];
	}
	for (size_t i = 0; i < more; i++) {
		if (!has(list, count, added[i]))
			list[count++] = added[i];
	}
	request->recipients = list;
	request->recipient_count = count;
	request->before = emails->before;
	request->before_count = emails->count;
	return true;
}

/* What was switched off stays off, whatever else has changed. */
static bool is_on(const struct act_emails *old, const char *email)
{
	for (size_t i = 0; i < old->count; i++) {
		if (text_equal_ascii_case(old->before[i], email))
			return old->on[i];
	}
	return true;
}

/* The list as the order has it now. */
static void show_list(struct act_emails *emails)
{
	const struct act_emails old = *emails;
	const struct store_order *known = act_form_order(&emails->act);
	struct mem_arena *arena = &emails->act.arena;
	const struct order_details *details;
	struct form_item *items;

	if (known == NULL || known->details == NULL)
		return;
	details = known->details;
	emails->count = details->additional_email_count;
	emails->before = mem_arena_alloc(
		arena, (emails->count + 1) * sizeof(*emails->before));
	emails->on = mem_arena_alloc(arena, emails->count + 1);
	items = mem_arena_alloc(arena, (emails->count + 1) * sizeof(*items));
	for (size_t i = 0; i < emails->count; i++) {
		const char *email = details->additional_emails[i];

		emails->before[i] = mem_arena_dup(arena, email);
		items[i].text = act_form_address(arena, email);
		items[i].on = emails->on[i] =
			old.count > 0 ? is_on(&old, email)
				      : act_form_is_on(&emails->act, LIST,
						items[i].text, true);
		items[i].was = true;
	}
	form_set_items(emails->act.form, LIST, items, emails->count);
}

static void changed(struct act_form *act, bool state)
{
	if (state)
		show_list((struct act_emails *)act);
}

static void
edited(struct act_form *act, size_t field, const struct form_value *values)
{
	struct act_emails *emails = (struct act_emails *)act;

	for (size_t i = 0; field == LIST && i < emails->count; i++)
		emails->on[i] = values[LIST].items[i].on;
}

static const struct act_form_hooks hooks = {
	.request = request, .changed = changed, .edited = edited};

void act_emails_open(struct app *app, const char *order_id)
{
	struct act_emails *emails = mem_zalloc(sizeof(*emails));
	const struct store_order *known;
	struct form_options options = {
		.fields = fields,
		.field_count = FIELDS,
		.verb = "Save",
		.compares = true,
	};

	act_form_init(&emails->act, app, order_id, JOURNAL_ADDITIONAL_EMAILS);
	/* What is typed at once is an address; a list of none would eat it. */
	known = act_form_order(&emails->act);
	if (known != NULL && known->details != NULL &&
		known->details->additional_email_count == 0)
		options.focus = MORE;
	if (act_form_open(&emails->act, "Additional e-mails", &options, &hooks))
		show_list(emails);
}
