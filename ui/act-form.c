/* SPDX-License-Identifier: MIT
 *
 *   verb --> (unknown before? y) --> store_act --> sent: close, a message
 *     ^                                       `--> else: say it, all stays
 *     +---- the focus was moved or a value changed ----+
 *
 * It keeps the number of its action, never a pointer. While a question is open
 * the values of the press are lent by the form, which changes nothing then.
 */
#include "act-form.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "confirm.h"
#include "give-up.h"
#include "resend-dialog.h"
#include "text.h"
#include "wording.h"

static void count_seconds(void *data);

/* What nobody has settled is asked about in a later run of the program, too.
 * What this window itself has sent meanwhile is known better. */
static void earlier_read(void *data)
{
	struct act_form *act = data;

	if (act->number == 0 && act->earlier.loaded)
		act->unknown = act->earlier.count > 0;
}

static void read_earlier(struct act_form *act)
{
	struct journal_filter filter = {
		.order_id = act->order_id,
		.action = act->kind,
		.unknown_only = true,
		.this_host_only = true,
		.limit = 1,
	};

	history_init(&act->earlier, store_journal(act->store),
		store_journal_error(act->store), earlier_read, act);
	history_load(&act->earlier, &filter);
}

void act_form_init(struct act_form *act, struct app *app, const char *order_id,
	const char *kind)
{
	act->app = app;
	act->store = app_store(app);
	act->kind = kind;
	text_format(act->order_id, sizeof(act->order_id), "%s", order_id);
	act->timer = loop_timer_new(app_loop(app), count_seconds, act);
	read_earlier(act);
	store_order_open(act->store, act->order_id, false);
}

const struct order *act_form_head(const struct act_form *act)
{
	return store_order_head(act->store, act->order_id);
}

const struct store_order *act_form_order(const struct act_form *act)
{
	return store_order(act->store, act->order_id);
}

struct mem_arena *act_form_scratch(struct act_form *act)
{
	return &act->scratch;
}

bool act_form_is_on(const struct act_form *act, size_t field, const char *text,
	bool otherwise)
{
	return act_draft_is_on(act->draft, field, text, otherwise);
}

static void free_act(struct act_form *act)
{
	act_draft_free(act->draft);
	act_draft_free(act->typed);
	loop_timer_free(act->timer);
	history_clear(&act->earlier);
	mem_arena_clear(&act->scratch);
	mem_arena_clear(&act->arena);
	free(act);
}

static struct action *action_of(const struct act_form *act)
{
	return store_action(act->store, act->number);
}

/* -- under way ------------------------------------------------------------- */

static void count_seconds(void *data)
{
	struct act_form *act = data;
	const struct action *action = action_of(act);
	char progress[64], seconds[32];
	int64_t ms;

	if (!act->running || action == NULL)
		return;
	ms = loop_now(app_loop(act->app)) - action->started_ms;
	text_format(progress, sizeof(progress), "sending...%s",
		wording_seconds(ms, seconds, sizeof(seconds)));
	form_busy(act->form, progress);
	if (!app_is_slow(act->app))
		loop_timer_start(act->timer, 1000);
}

static void start(struct act_form *act, const struct form_value *values)
{
	struct action_request request = {
		.kind = act->kind,
		.order_id = act->order_id,
	};
	struct error error = {0};
	const struct action *action;

	mem_arena_clear(&act->scratch);
	if (!act->hooks->request(act, values, &request))
		return;
	app_discard_typed(act->app);
	action = store_act(act->store, &request, &error);
	if (action == NULL) {
		form_say(act->form, STYLE_ERROR, error.text);
		return;
	}
	form_say(act->form, STYLE_TEXT, "");
	act->number = action->number;
	act->running = true;
	act->unknown = false;
	act_draft_free(act->draft);
	act->draft = act_draft_new(act->kind, act->order_id, act->number,
		values, act->field_count);
	count_seconds(act);
}

static void tell_hook(struct act_form *act, bool state)
{
	if (act->hooks->changed != NULL)
		act->hooks->changed(act, state);
}

static void again_answered(struct view *owner, bool yes)
{
	struct act_form *act = form_data(form_of_view(owner));

	act->asking = false;
	if (yes)
		start(act, act->values);
	else
		form_say(act->form, STYLE_TEXT, "Nothing was sent.");
	tell_hook(act, false);
}

static void ask_again(struct act_form *act, const struct form_value *values)
{
	struct confirm_options options = {
		.title = "Outcome unknown",
		.question = "Nobody knows whether an earlier one was done. Do "
			    "it once more all the same? (:journal settles it.)",
		.yes_label = "Once more",
		.no_label = "Cancel",
	};

	act->asking = true;
	act->values = values;
	confirm_open(act->app, form_view(act->form), &options, again_answered);
}

static bool press(struct form *form UNUSED, void *data, size_t button UNUSED,
	const struct form_value *values)
{
	struct act_form *act = data;

	if (act->asking)
		return false;
	if (act->earlier.loading)
		form_say(act->form, STYLE_WARNING,
			"The journal is still being read. Nothing was sent.");
	else if (act->unknown)
		ask_again(act, values);
	else
		start(act, values);
	return false;
}

/* -- how it ended ---------------------------------------------------------- */

static enum style style_of(enum action_result result)
{
	return result == ACTION_STATE ? STYLE_WARNING : STYLE_ERROR;
}

static void end(struct act_form *act, const struct action *action)
{
	char sentence[ERROR_TEXT_SIZE * 2];

	act->running = false;
	loop_timer_stop(act->timer);
	form_busy(act->form, NULL);
	app_discard_typed(act->app);
	resend_dialog_sentence(act->app, action, sentence, sizeof(sentence));
	if (action->result == ACTION_SENT) {
		app_message(act->app, APP_SUCCESS, "%s", sentence);
		form_finish(act->form);
		return;
	}
	act->unknown = action->result == ACTION_UNKNOWN;
	form_say(act->form, style_of(action->result), sentence);
	if (action->result == ACTION_STATE)
		tell_hook(act, true);
}

static void changed(struct form *form UNUSED, void *data)
{
	struct act_form *act = data;
	const struct action *action = action_of(act);

	if (act->running && action != NULL && action->phase == ACTION_DONE)
		end(act, action);
	else if (!act->asking)
		tell_hook(act, false);
}

/* What was typed to be sure is typed again. */
static bool keeps_typed(const struct act_form *act)
{
	return act->keeps_draft && strcmp(act->kind, JOURNAL_CANCEL) != 0;
}

static void edited(struct form *form UNUSED, void *data, size_t field,
	const struct form_value *values)
{
	struct act_form *act = data;

	if (keeps_typed(act)) {
		act_draft_free(act->typed);
		act->typed = act_draft_new(
			act->kind, act->order_id, 0, values, act->field_count);
	}
	if (act->hooks->edited != NULL)
		act->hooks->edited(act, field, values);
}

/* -- leaving --------------------------------------------------------------- */

static void give_up_answered(struct view *owner, bool yes)
{
	struct act_form *act = form_data(form_of_view(owner));
	struct action *action = action_of(act);

	if (yes && action != NULL)
		action_cancel(action);
}

static bool cancel(struct form *form, void *data)
{
	struct act_form *act = data;
	struct action *action = action_of(act);

	if (!act->running || action == NULL)
		return false;
	give_up_ask(act->app, form_view(form), action, give_up_answered);
	return true;
}

static bool has_text(const struct act_form *act, const struct act_draft *draft)
{
	const struct form_value *values = act_draft_values(draft);

	for (size_t i = 0; i < act->field_count; i++) {
		if (values[i].text[0] != '\0')
			return true;
	}
	return false;
}

/* A slip on Esc, or a look at something else, costs nothing: what was typed
 * now, or what was there already. */
static void keep_typed(struct act_form *act)
{
	struct act_draft **draft =
		act->typed != NULL ? &act->typed : &act->draft;

	if (*draft == NULL || !has_text(act, *draft))
		return;
	act_draft_keep(app_drafts(act->app), *draft);
	*draft = NULL;
	app_message(act->app, APP_INFO,
		"Left; the window keeps what was typed for the next time.");
}

static void
done(struct view *owner, void *data, const struct form_value *values)
{
	struct act_form *act = data;

	if (!act->running && values == NULL && owner != NULL &&
		keeps_typed(act))
		keep_typed(act);
	if (act->running) {
		if (act->keeps_draft) {
			act_draft_keep(app_drafts(act->app), act->draft);
			act->draft = NULL;
		}
		app_announce(act->app, act->number);
	}
	free_act(act);
}

/* -- birth ----------------------------------------------------------------- */

static const struct form_hooks form_hooks = {
	.press = press,
	.edited = edited,
	.changed = changed,
	.cancel = cancel,
	.done = done,
};

/* The last one of this kind for the order; NULL if there was none. */
static const struct action *last_of(const struct act_form *act)
{
	return store_action_of(act->store, act->order_id, act->kind);
}

static bool is_under_way(const struct act_form *act)
{
	const struct action *last = last_of(act);

	return last != NULL && last->phase != ACTION_DONE;
}

static bool is_unknown(const struct act_form *act)
{
	const struct action *last = last_of(act);

	return last != NULL && last->result == ACTION_UNKNOWN;
}

/* Not a mere choice: what it is among may be another the next time. */
static bool is_typed(const struct form_options *options)
{
	for (size_t i = 0; i < options->field_count; i++) {
		if (options->fields[i].kind == FORM_TEXT ||
			options->fields[i].kind == FORM_LIST)
			return true;
	}
	return false;
}

/* The rows of a list are its owner's, who asks act_form_is_on. */
static const struct form_value *values_of_draft(struct act_form *act)
{
	const struct form_value *typed = act_draft_values(act->draft);
	struct form_value *values = mem_arena_alloc(
		&act->arena, (act->field_count + 1) * sizeof(*values));

	for (size_t i = 0; i < act->field_count; i++) {
		values[i] = typed[i];
		values[i].items = NULL;
		values[i].count = 0;
	}
	return values;
}

bool act_form_open(struct act_form *act, const char *title,
	const struct form_options *options, const struct act_form_hooks *hooks)
{
	struct form_options own = *options;
	const struct order *head = act_form_head(act);

	if (is_under_way(act)) {
		app_message(act->app, APP_INFO,
			"The same is under way for order %s; a message tells "
			"how it ends.",
			act->order_id);
		free_act(act);
		return false;
	}
	own.title = mem_arena_printf(&act->arena, "%s - order %s%s%s", title,
		act->order_id, head != NULL ? " - " : "",
		head != NULL ? order_name(head) : "");
	own.sends = true;
	own.hooks = &form_hooks;
	own.data = act;
	act->hooks = hooks;
	act->unknown = is_unknown(act);
	act->field_count = own.field_count;
	act->keeps_draft = is_typed(&own);
	if (act->keeps_draft)
		act->draft = act_draft_take(app_drafts(act->app), act->kind,
			act->order_id, own.field_count);
	if (act->draft != NULL)
		own.values = values_of_draft(act);
	act->form = form_open(act->app, app_top(act->app), &own);
	if (act->draft != NULL)
		form_say(act->form, STYLE_DIM,
			"This is what was typed the last time.");
	return true;
}

/* -- addresses ------------------------------------------------------------- */

const char *act_form_address(struct mem_arena *arena, const char *email)
{
	struct buf text;
	const char *shown;

	if (text_is_plain_ascii(email))
		return mem_arena_dup(arena, email);
	buf_init(&text, (size_t)64 * 1024);
	buf_puts(&text, "! ");
	text_escape(&text, email);
	shown = mem_arena_dup(arena, buf_text(&text));
	buf_clear(&text);
	return shown;
}

#define BETWEEN ", ;\t"

const char **
act_form_addresses(struct mem_arena *arena, const char *text, size_t *count)
{
	const char **list =
		mem_arena_alloc(arena, (strlen(text) / 2 + 1) * sizeof(*list));

	*count = 0;
	for (text += strspn(text, BETWEEN); *text != '\0';
		text += strspn(text, BETWEEN)) {
		size_t len = strcspn(text, BETWEEN);

		list[(*count)++] = mem_arena_dupn(arena, text, len);
		text += len;
	}
	return list;
}

bool act_form_check_addresses(
	const struct form_field *field, const char *text, struct error *error)
{
	struct mem_arena arena = {0};
	size_t count;
	const char **list = act_form_addresses(&arena, text, &count);
	bool ok = true;

	for (size_t i = 0; ok && i < count; i++) {
		if (!form_check_email(field, list[i], error))
			ok = error_set(error, ERROR_USAGE,
				"\"%s\" is no e-mail address like "
				"name@example.com.",
				list[i]);
	}
	mem_arena_clear(&arena);
	return ok;
}
