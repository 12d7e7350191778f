/* SPDX-License-Identifier: MIT
 *
 *   press --> (unsettled? type the number) --> (sent lately? y) --> store_act
 *     ^                                                                |
 *     +---- lock is opened <---- moved or changed <---- ended <--------+
 *
 * The window keeps the number of its action, never a pointer. What a person
 * has agreed to holds for one attempt only.
 */
#include "resend-window.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "clock.h"
#include "confirm.h"
#include "give-up.h"
#include "resend-dialog.h"
#include "text.h"
#include "wording.h"

static struct resend_window *window_of(struct view *view)
{
	return (struct resend_window *)view;
}

void resend_window_init(struct resend_window *window,
	const struct view_ops *ops, struct store *store, const char *order_id,
	const char *kind)
{
	window->view.ops = ops;
	window->store = store;
	window->kind = kind;
	text_format(window->order_id, sizeof(window->order_id), "%s", order_id);
}

static void forget_recipients(struct resend_window *window)
{
	for (size_t i = 0; i < window->recipient_count; i++)
		free(window->recipients[i]);
	free(window->recipients);
	window->recipients = NULL;
	window->recipient_count = 0;
}

void resend_window_clear(struct resend_window *window)
{
	if (window->running)
		app_announce(window->view.app, window->number);
	forget_recipients(window);
	resend_last_clear(&window->seen);
}

const struct store_order *
resend_window_order(const struct resend_window *window)
{
	return store_order(window->store, window->order_id);
}

const struct order *resend_window_head(const struct resend_window *window)
{
	return store_order_head(window->store, window->order_id);
}

const struct action *resend_window_attach(struct resend_window *window)
{
	const struct action *action =
		store_action_of(window->store, window->order_id, window->kind);

	if (action == NULL || action->phase == ACTION_DONE)
		return NULL;
	window->number = action->number;
	window->running = true;
	app_do_not_announce(window->view.app, action->number);
	app_count_seconds(window->view.app);
	return action;
}

static void
say(struct resend_window *window, enum style style, const char *text)
{
	text_format(window->said, sizeof(window->said), "%s", text);
	window->said_style = style;
}

/* -- what was agreed to ---------------------------------------------------- */

void resend_window_agree_to_unsettled(struct resend_window *window)
{
	window->despite_unsettled = true;
}

bool resend_window_is_despite_unsettled(const struct resend_window *window)
{
	return window->despite_unsettled;
}

void resend_window_agree_to_last(
	struct resend_window *window, const struct resend_last *last)
{
	if (last->known && last->journal_id > window->agreed_to)
		window->agreed_to = last->journal_id;
}

static const struct resend_last *last_of(const struct resend_window *window)
{
	const struct store_order *known = resend_window_order(window);

	if (known == NULL)
		return NULL;
	if (strcmp(window->kind, JOURNAL_RESEND_ISSUANCE) == 0)
		return &known->last_issuance;
	return &known->last;
}

/* -- the one start --------------------------------------------------------- */

static void start(struct resend_window *window)
{
	struct action_request request = {
		.kind = window->kind,
		.order_id = window->order_id,
		.recipients = (const char *const *)window->recipients,
		.recipient_count = window->recipient_count,
		.last = window->seen.known ? &window->seen : NULL,
		.guard_s = store_options(window->store)->resend_guard_s,
		.agreed_to = window->agreed_to,
		.despite_unsettled = window->despite_unsettled,
	};
	struct error error = {0};
	struct action *action = store_act(window->store, &request, &error);

	window->agreed_to = 0;
	window->despite_unsettled = false;
	window->lock = RESEND_LOCKED_UNTIL_MOVED;
	app_discard_typed(window->view.app);
	if (action == NULL) {
		say(window, STYLE_ERROR, error.text);
		return;
	}
	say(window, STYLE_TEXT, "");
	window->number = action->number;
	window->running = true;
	app_count_seconds(window->view.app);
}

static void refuse(struct resend_window *window)
{
	window->asked_about = 0;
	window->agreed_to = 0;
	window->despite_unsettled = false;
	window->lock = RESEND_LOCKED_UNTIL_MOVED;
	say(window, STYLE_TEXT, "Nothing was sent.");
}

/* -- questions ------------------------------------------------------------- */

/* An answer is no change of the store: the window has to be told. */
static void show_answer(struct resend_window *window)
{
	window->view.ops->changed(&window->view);
	app_stale(window->view.app);
}

static void guard_answered(struct view *owner, bool yes)
{
	struct resend_window *window = window_of(owner);

	window->asking = false;
	if (yes) {
		if (window->asked_about > window->agreed_to)
			window->agreed_to = window->asked_about;
		start(window);
	} else {
		refuse(window);
	}
	show_answer(window);
}

/*
 * From here to the answer Send is dead: the answer comes a turn after its key,
 * and keys typed behind that one reach the window before it.
 */
static void ask(struct resend_window *window,
	const struct confirm_options *options, confirm_fn answered)
{
	window->asking = true;
	confirm_open(window->view.app, &window->view, options, answered);
}

static void ask_guard(struct resend_window *window, int64_t time,
	const char *agent, const char *host)
{
	char question[ERROR_TEXT_SIZE], age[DATE_TEXT_SIZE], by[300] = "";
	struct confirm_options options = {
		.title = "Send again",
		.question = question,
		.yes_label = "Send again",
		.no_label = "Cancel",
	};

	if (agent != NULL)
		text_format(by, sizeof(by), " by %s@%s", agent, host);
	text_format(question, sizeof(question), "Sent %s%s. Send again?",
		date_age(time, clock_seconds(), age), by);
	ask(window, &options, guard_answered);
}

/* The wall clock when the last mail went out, as it goes now: of our own we
 * know how long ago that is, also when somebody has set the clock since. */
static int64_t
time_of(const struct resend_window *window, const struct resend_last *last)
{
	int64_t now = clock_seconds();
	int64_t ago = store_sent_ago(
		window->store, window->order_id, last->journal_id);

	return ago >= 0 && ago < now - last->time ? now - ago : last->time;
}

static bool
sent_lately(const struct resend_window *window, const struct resend_last *last)
{
	int guard_s = store_options(window->store)->resend_guard_s;

	if (last == NULL || !last->known)
		return false;
	if (last->journal_id != 0 && last->journal_id <= window->agreed_to)
		return false;
	return clock_seconds() - time_of(window, last) < guard_s;
}

/* The next question, or the start. */
static void ask_or_start(struct resend_window *window)
{
	const struct resend_last *last = last_of(window);

	if (!sent_lately(window, last)) {
		start(window);
		return;
	}
	window->asked_about = last->journal_id;
	ask_guard(window, time_of(window, last), NULL, NULL);
}

static void unsettled_answered(struct view *owner, bool yes)
{
	struct resend_window *window = window_of(owner);

	window->asking = false;
	if (yes) {
		window->despite_unsettled = true;
		ask_or_start(window);
	} else {
		refuse(window);
	}
	show_answer(window);
}

static void ask_unsettled(struct resend_window *window)
{
	char question[ERROR_TEXT_SIZE];
	struct confirm_options options = {
		.title = "Outcome unknown",
		.question = question,
		.yes_label = "Send again",
		.no_label = "Cancel",
		.must_type = window->order_id,
	};

	text_format(question, sizeof(question),
		"Nobody knows whether an earlier mail of this order went out. "
		"If it did, sending again voids its link. Type the order "
		"number %s to send all the same.",
		window->order_id);
	ask(window, &options, unsettled_answered);
}

static void give_up_answered(struct view *owner, bool yes)
{
	struct resend_window *window = window_of(owner);
	struct action *action = store_action(window->store, window->number);

	if (yes && action != NULL)
		action_cancel(action);
}

bool resend_window_cancel(struct resend_window *window)
{
	struct action *action = store_action(window->store, window->number);

	if (!window->running || action == NULL)
		return false;
	give_up_ask(window->view.app, &window->view, action, give_up_answered);
	return true;
}

/* -- pressing -------------------------------------------------------------- */

/* Each of the two windows has keys of its own. */
static void
write_lock(const struct resend_window *window, char *reason, size_t size)
{
	static const char *const reasons[][2] = {
		[RESEND_LOCKED_UNTIL_MOVED] =
			{"To try again, go to Send once more with "
			 "{resend-next-stop}.",
				"To try again, go to Send once more with "
				"{issuance-next-stop}."},
		[RESEND_LOCKED_UNTIL_CHANGED] =
			{"It was sent. Change the selection to send another "
			 "mail.",
				"It was sent."},
		[RESEND_LOCKED] = {"Nobody knows yet whether it was sent; "
				   "{resend-settle} settles that.",
			"Nobody knows yet whether it was sent; open the window "
			"again to settle that."},
	};
	bool is_issuance = strcmp(window->view.ops->name, "issuance") == 0;
	struct buf text;

	buf_init(&text, ERROR_TEXT_SIZE);
	app_sentence(
		window->view.app, reasons[window->lock][is_issuance], &text);
	text_format(reason, size, "%s", buf_text(&text));
	buf_clear(&text);
}

bool resend_window_may_press(
	const struct resend_window *window, char *reason, size_t size)
{
	if (window->running || window->asking) {
		text_format(reason, size, "%s",
			window->running ? "It is being sent."
					: "There is a question to answer.");
		return false;
	}
	if (window->lock != RESEND_FREE) {
		write_lock(window, reason, size);
		return false;
	}
	return store_may_write(window->store, reason, size);
}

void resend_window_press(struct resend_window *window,
	const char *const *recipients, size_t count)
{
	char reason[ERROR_TEXT_SIZE];

	if (!resend_window_may_press(window, reason, sizeof(reason)))
		return;
	forget_recipients(window);
	window->recipients = mem_array(count + 1, sizeof(*window->recipients));
	for (size_t i = 0; i < count; i++)
		window->recipients[i] = mem_dup(recipients[i]);
	window->recipient_count = count;
	if (!window->despite_unsettled &&
		store_is_unsettled(window->store, window->order_id))
		ask_unsettled(window);
	else
		ask_or_start(window);
}

void resend_window_moved(struct resend_window *window)
{
	if (window->lock == RESEND_LOCKED_UNTIL_MOVED)
		window->lock = RESEND_FREE;
}

void resend_window_selection_changed(struct resend_window *window)
{
	if (window->lock == RESEND_LOCKED_UNTIL_MOVED ||
		window->lock == RESEND_LOCKED_UNTIL_CHANGED) {
		window->lock = RESEND_FREE;
		say(window, STYLE_TEXT, "");
	}
}

/* -- how it ended ---------------------------------------------------------- */

static const struct {
	enum action_result result;
	enum style style;
	enum resend_lock lock;
} ends[] = {
	{ACTION_SENT, STYLE_OK, RESEND_LOCKED_UNTIL_CHANGED},
	{ACTION_REFUSED, STYLE_ERROR, RESEND_LOCKED_UNTIL_MOVED},
	{ACTION_NOT_SENT, STYLE_ERROR, RESEND_LOCKED_UNTIL_MOVED},
	{ACTION_UNKNOWN, STYLE_ERROR, RESEND_LOCKED},
	{ACTION_STATE, STYLE_WARNING, RESEND_LOCKED_UNTIL_MOVED},
	{ACTION_FAILED, STYLE_ERROR, RESEND_LOCKED_UNTIL_MOVED},
	{ACTION_GUARDED, STYLE_WARNING, RESEND_LOCKED_UNTIL_MOVED},
	{ACTION_UNSETTLED, STYLE_WARNING, RESEND_LOCKED_UNTIL_MOVED},
	{ACTION_NO_JOURNAL, STYLE_ERROR, RESEND_LOCKED_UNTIL_MOVED},
};

static void ask_after(struct resend_window *window, const struct action *action)
{
	const struct action_other *other = &action->other;

	if (action->result == ACTION_GUARDED) {
		window->asked_about = other->id;
		ask_guard(window, other->time, other->agent, other->host);
	} else if (action->result == ACTION_UNSETTLED) {
		ask_unsettled(window);
	} else if (action->result == ACTION_STATE) {
		store_order_open(window->store, window->order_id, true);
	}
}

static void end(struct resend_window *window, const struct action *action)
{
	char sentence[sizeof(window->said)];

	window->running = false;
	window->lock = RESEND_LOCKED;
	resend_dialog_sentence(
		window->view.app, action, sentence, sizeof(sentence));
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		if (ends[i].result != action->result)
			continue;
		window->lock = ends[i].lock;
		say(window, ends[i].style, sentence);
	}
	app_discard_typed(window->view.app);
	ask_after(window, action);
	if (window->ended != NULL)
		window->ended(window, action);
}

void resend_window_changed(struct resend_window *window)
{
	const struct action *action;

	if (!window->running)
		return;
	action = store_action(window->store, window->number);
	if (action == NULL || action->phase == ACTION_DONE) {
		if (action != NULL)
			end(window, action);
		window->running = false;
	}
}

bool resend_window_is_running(const struct resend_window *window)
{
	return window->running;
}

bool resend_window_is_busy(const struct resend_window *window)
{
	return window->running || window->asking;
}

bool resend_window_was_sent(const struct resend_window *window)
{
	return !window->running && window->lock == RESEND_LOCKED_UNTIL_CHANGED;
}

char *resend_window_progress(
	const struct resend_window *window, char *out, size_t size)
{
	const struct action *action =
		store_action(window->store, window->number);
	char seconds[32];
	int64_t ms = 0;

	if (action != NULL)
		ms = loop_now(app_loop(window->view.app)) - action->started_ms;
	return text_format(out, size, "sending...%s",
		wording_seconds(ms, seconds, sizeof(seconds)));
}
