/* SPDX-License-Identifier: MIT
 *
 * The approval window's behaviour. The plan (who may be chosen, who is) is
 * made once, when the contacts are known. Later news about the order is taken
 * into it without touching what the person has chosen; who is chosen and can
 * no longer be, is named.
 */
#include "resend-approval.h"

#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "app.h"
#include "resend-dialog.h"
#include "resend-lines.h"
#include "text.h"

#define NOTES_WAIT_MS 2000 /* for a note that tells of a send */

static struct resend_approval *approval_of(struct view *view)
{
	return (struct resend_approval *)view;
}

/* -- the plan -------------------------------------------------------------- */

static bool is_settled(const struct store_resource *resource)
{
	return resource->state == STORE_READY ||
	       resource->state == STORE_FAILED;
}

/* Who got the last mail decides who is chosen beforehand, so the journal and
 * the notes are waited for; slow notes only for a moment. */
static bool can_plan(const struct resend_approval *approval)
{
	const struct store_order *known =
		resend_window_order(&approval->window);
	struct loop *loop = store_loop(approval->window.store);
	const struct store_resource *notes;

	if (known == NULL || known->validation == NULL ||
		resend_window_head(&approval->window) == NULL)
		return false;
	if (store_journal(approval->window.store) != NULL &&
		!is_settled(&known->history_state))
		return false;
	notes = &known->notes_state;
	return is_settled(notes) || notes->busy_since == 0 ||
	       loop_now(loop) - notes->busy_since >= NOTES_WAIT_MS;
}

static void drop(struct resend_approval *approval, const char *email)
{
	struct buf text;

	buf_init(&text, sizeof(approval->dropped) - 1);
	buf_puts(&text, approval->dropped);
	text_escape(&text, email);
	buf_puts(&text, " can no longer be chosen and was left out. ");
	text_format(approval->dropped, sizeof(approval->dropped), "%s",
		buf_text(&text));
	buf_clear(&text);
}

/* The choices of the plan so far into the new one. */
static void
carry_choices(struct resend_approval *approval, struct resend_plan *next)
{
	resend_plan_choose_all(next, false);
	for (size_t i = 0; i < approval->plan.count; i++) {
		const struct resend_contact *old = &approval->plan.contacts[i];
		struct resend_contact *contact;

		if (!old->chosen)
			continue;
		contact = resend_plan_find(next, old->email);
		if (contact != NULL && contact->choosable)
			contact->chosen = true;
		else
			drop(approval, old->email);
	}
}

/* A send that is under way when the window opens: show whom it goes to. */
static void
choose_recipients(struct resend_plan *plan, const struct action *action)
{
	resend_plan_choose_all(plan, false);
	for (size_t i = 0; i < action->recipient_count; i++) {
		struct resend_contact *contact =
			resend_plan_find(plan, action->recipients[i]);

		if (contact != NULL && contact->choosable)
			contact->chosen = true;
	}
}

/* The cursor stays on its contact, wherever that goes. */
static void keep_cursor(struct resend_approval *approval)
{
	const struct resend_contact *contact;

	if (approval->row_count == 0)
		return;
	contact = resend_approval_contact(
		approval, (size_t)approval->list.cursor);
	free(approval->keep);
	approval->keep = mem_dup(contact->email);
}

/*
 * There is something new to read before anything may be pressed: who would get
 * the mail, or who no longer would. An Enter that was typed on Send meanwhile
 * was not about that, and the list submits nothing.
 */
static void back_to_list(struct resend_approval *approval)
{
	approval->focus = RESEND_APPROVAL_LIST;
	app_discard_typed(approval->window.view.app);
}

static void make_plan(struct resend_approval *approval)
{
	struct resend_window *window = &approval->window;
	size_t dropped = strlen(approval->dropped);
	const struct store_order *known =
		resend_window_order(&approval->window);
	const struct action *action = NULL;
	struct resend_plan next;

	resend_plan_init(&next, resend_window_head(&approval->window)->family,
		known->validation, &known->last);
	if (approval->planned) {
		keep_cursor(approval);
		carry_choices(approval, &next);
	} else if (window->running) {
		action = store_action(window->store, window->number);
	}
	if (action != NULL)
		choose_recipients(&next, action);
	if (approval->planned)
		resend_plan_clear(&approval->plan);
	approval->plan = next;
	if (!approval->planned || strlen(approval->dropped) > dropped)
		back_to_list(approval);
	approval->planned = true;
	resend_last_copy(&window->seen, &known->last);
}

static void refresh_plan(struct resend_approval *approval)
{
	if (can_plan(approval))
		make_plan(approval);
	resend_approval_describe(approval);
}

/* -- choosing -------------------------------------------------------------- */

static struct resend_contact *
contact_at(struct resend_approval *approval, size_t row)
{
	return &approval->plan.contacts[approval->rows[row].contact];
}

static void selection_changed(struct resend_approval *approval)
{
	approval->dropped[0] = '\0';
	resend_window_selection_changed(&approval->window);
	resend_approval_describe(approval);
}

/* While a mail is on its way the window shows whom it goes to. */
static bool may_choose(const struct resend_approval *approval)
{
	return approval->planned &&
	       !resend_window_is_running(&approval->window);
}

static void toggle(struct resend_approval *approval)
{
	struct resend_contact *contact;

	if (!may_choose(approval) || approval->row_count == 0)
		return;
	contact = contact_at(approval, (size_t)approval->list.cursor);
	if (!contact->choosable) {
		app_message(approval->window.view.app, APP_INFO,
			"This contact cannot be chosen: %s.",
			resend_reason_text(contact->reason));
		return;
	}
	contact->chosen = !contact->chosen;
	selection_changed(approval);
}

/* All that are shown: with a filter, only those that match. */
static void choose_shown(struct resend_approval *approval, bool chosen)
{
	if (!may_choose(approval))
		return;
	for (size_t i = 0; i < approval->row_count; i++) {
		struct resend_contact *contact = contact_at(approval, i);

		if (contact->choosable)
			contact->chosen = chosen;
	}
	selection_changed(approval);
}

static void run_all(struct view *view)
{
	choose_shown(approval_of(view), true);
}

static void run_none(struct view *view)
{
	choose_shown(approval_of(view), false);
}

static void run_last_sent(struct view *view)
{
	struct resend_approval *approval = approval_of(view);

	if (!may_choose(approval))
		return;
	if (!approval->plan.has_last) {
		app_message(view->app, APP_INFO, "No earlier send is known.");
		return;
	}
	resend_plan_choose_last(&approval->plan);
	selection_changed(approval);
}

/* -- moving ---------------------------------------------------------------- */

static void focus_on(struct resend_approval *approval, int stop)
{
	approval->focus = (enum resend_approval_stop)(
		(stop + RESEND_APPROVAL_STOPS) % RESEND_APPROVAL_STOPS);
	resend_window_moved(&approval->window);
	resend_approval_describe(approval);
}

static void run_next_stop(struct view *view)
{
	focus_on(approval_of(view), (int)approval_of(view)->focus + 1);
}

static void run_previous_stop(struct view *view)
{
	focus_on(approval_of(view), (int)approval_of(view)->focus - 1);
}

static void run_left(struct view *view)
{
	if (approval_of(view)->focus == RESEND_APPROVAL_SEND)
		run_previous_stop(view);
}

static void run_right(struct view *view)
{
	if (approval_of(view)->focus == RESEND_APPROVAL_CANCEL)
		run_next_stop(view);
}

static struct list *list_in_focus(struct view *view)
{
	struct resend_approval *approval = approval_of(view);

	return approval->focus == RESEND_APPROVAL_LIST ? &approval->list : NULL;
}

static void move_by(struct view *view, long by)
{
	struct list *list = list_in_focus(view);

	if (list != NULL)
		list_move(list, by);
}

static void run_down(struct view *view)
{
	move_by(view, 1);
}

static void run_up(struct view *view)
{
	move_by(view, -1);
}

static void run_page_down(struct view *view)
{
	move_by(view, approval_of(view)->places.list_rows);
}

static void run_page_up(struct view *view)
{
	move_by(view, -approval_of(view)->places.list_rows);
}

static void run_first(struct view *view)
{
	move_by(view, -approval_of(view)->list.count);
}

static void run_last(struct view *view)
{
	move_by(view, approval_of(view)->list.count);
}

/* -- pressing -------------------------------------------------------------- */

static void press_send(struct resend_approval *approval)
{
	const char **emails;
	size_t count = 0;

	resend_approval_describe(approval);
	if (approval->may_not[0] != '\0') {
		app_message(approval->window.view.app, APP_INFO, "%s",
			approval->may_not);
		return;
	}
	emails = mem_array(approval->plan.count + 1, sizeof(*emails));
	for (size_t i = 0; i < approval->plan.count; i++)
		if (approval->plan.contacts[i].chosen)
			emails[count++] = approval->plan.contacts[i].email;
	resend_window_press(&approval->window, emails, count);
	free(emails);
	resend_approval_describe(approval);
}

static void press_button(struct view *view)
{
	struct resend_approval *approval = approval_of(view);

	if (approval->focus == RESEND_APPROVAL_CANCEL)
		app_close(view->app, view);
	else
		press_send(approval);
}

static void run_enter(struct view *view)
{
	if (approval_of(view)->focus == RESEND_APPROVAL_LIST)
		run_next_stop(view);
	else
		press_button(view);
}

static void run_space(struct view *view)
{
	if (approval_of(view)->focus == RESEND_APPROVAL_LIST)
		toggle(approval_of(view));
	else
		press_button(view);
}

/* -- looking --------------------------------------------------------------- */

static void run_why(struct view *view)
{
	struct resend_approval *approval = approval_of(view);

	if (approval->planned &&
		approval->plan.choosable == approval->plan.count) {
		app_message(view->app, APP_INFO,
			"There is no contact that cannot be chosen.");
		return;
	}
	approval->show_why = !approval->show_why;
	resend_approval_describe(approval);
}

static void filter_changed(struct view *view, const char *text)
{
	struct resend_approval *approval = approval_of(view);

	keep_cursor(approval);
	text_format(approval->filter, sizeof(approval->filter), "%s", text);
	resend_approval_describe(approval);
	app_stale(view->app);
}

static void filter_done(struct view *view, const char *text)
{
	filter_changed(view, text != NULL ? text : "");
}

static void run_filter(struct view *view)
{
	app_ask_line(view->app, view, "/", approval_of(view)->filter,
		filter_changed, filter_done);
}

static void run_refresh(struct view *view)
{
	struct resend_approval *approval = approval_of(view);

	store_order_open(
		approval->window.store, approval->window.order_id, true);
	resend_approval_describe(approval);
}

/* A key without rights on organizations gets the reason and no form. */
static void run_add_contact(struct view *view)
{
	const struct resend_window *window = &approval_of(view)->window;
	char reason[ERROR_TEXT_SIZE];

	if (store_offers(window->store, window->order_id, OFFER_ADD_CONTACT,
		    reason, sizeof(reason)))
		act_contact_open(view->app, window->order_id);
	else
		app_message(view->app, APP_WARNING, "%s", reason);
}

static bool back(struct view *view)
{
	if (approval_of(view)->filter[0] == '\0')
		return false;
	filter_changed(view, "");
	return true;
}

/* Nobody knows what became of the last one: go to the three choices. */
static void run_settle(struct view *view)
{
	struct app *app = view->app;
	char order_id[ORDER_ID_SIZE];

	text_format(order_id, sizeof(order_id), "%s",
		approval_of(view)->window.order_id);
	if (!store_is_unsettled(app_store(app), order_id)) {
		app_message(app, APP_INFO,
			"Every send of this order has a known outcome.");
		return;
	}
	app_close(app, view);
	resend_dialog_open(app, order_id);
}

/* -- the view -------------------------------------------------------------- */

static void changed(struct view *view)
{
	struct resend_approval *approval = approval_of(view);

	resend_window_changed(&approval->window);
	refresh_plan(approval);
}

static bool cancel(struct view *view)
{
	struct resend_window *window = &approval_of(view)->window;

	return resend_window_cancel(window) ||
	       store_order_cancel(window->store, window->order_id);
}

static void layout(struct view *view, int rows, int cols)
{
	struct resend_approval *approval = approval_of(view);

	if (!approval->planned) {
		refresh_plan(approval);
		app_stale_in(view->app, 1000);
	}
	if (resend_window_is_running(&approval->window))
		app_count_seconds(view->app);
	resend_approval_layout(view, rows, cols);
}

static void hints(const struct view *view, struct buf *out)
{
	const struct resend_approval *approval =
		(const struct resend_approval *)view;

	/* What went out cannot be cancelled. */
	const char *leave =
		resend_window_was_sent(&approval->window) ? "close" : "cancel";

	if (resend_window_is_running(&approval->window))
		buf_puts(out, "Esc\thide, the send goes on  Ctrl-C\tgive up");
	else if (approval->focus != RESEND_APPROVAL_LIST)
		buf_printf(out,
			"Enter\tpress  resend-next-stop\tnext  Esc\t%s  "
			"app-help\thelp",
			leave);
	else
		buf_printf(out,
			"Space\ttoggle  resend-all\tall  resend-none\tnone  "
			"resend-last-sent\tlast-sent  "
			"resend-add-contact\tnew contact  "
			"resend-filter\tfilter  Esc\t%s",
			leave);
}

static void free_view(struct view *view)
{
	struct resend_approval *approval = approval_of(view);

	if (approval->planned)
		resend_plan_clear(&approval->plan);
	mem_arena_clear(&approval->texts);
	free(approval->rows);
	free(approval->keep);
	resend_window_clear(&approval->window);
	free(approval);
}

static const struct command commands[] = {
	{"resend-toggle", "Space", "choose or leave out the contact; press",
		NULL, 0, false, run_space},
	{"resend-enter", "Enter", "to the next stop; press the button", NULL, 0,
		false, run_enter},
	{"resend-all", "A", "choose all that are shown", NULL, 0, false,
		run_all},
	{"resend-none", "0", "choose none of those shown", NULL, 0, false,
		run_none},
	{"resend-last-sent", "u", "choose who got the last known send", NULL, 0,
		false, run_last_sent},
	{"resend-why", "v", "show who cannot be chosen, and why", NULL, 0,
		false, run_why},
	{"resend-add-contact", "+", "add a verified contact", NULL, 0, false,
		run_add_contact},
	{"resend-filter", "/", "filter the contacts", NULL, 0, false,
		run_filter},
	{"resend-next-stop", "Tab", "to the next stop", NULL, 0, false,
		run_next_stop},
	{"resend-previous-stop", "Shift-Tab", "to the stop before", NULL, 0,
		false, run_previous_stop},
	{"resend-left", "Left", "to the button at the left", NULL, 0, false,
		run_left},
	{"resend-right", "Right", "to the button at the right", NULL, 0, false,
		run_right},
	{"resend-down", "j Down", "one contact down", NULL, 0, false, run_down},
	{"resend-up", "k Up", "one contact up", NULL, 0, false, run_up},
	{"resend-page-down", "PgDn Ctrl-D", "one page down", NULL, 0, false,
		run_page_down},
	{"resend-page-up", "PgUp Ctrl-U", "one page up", NULL, 0, false,
		run_page_up},
	{"resend-first", "g Home", "to the first contact", NULL, 0, false,
		run_first},
	{"resend-last", "G End", "to the last contact", NULL, 0, false,
		run_last},
	{"resend-settle", "m", "say what became of an unknown send", NULL, 0,
		false, run_settle},
	{"resend-refresh", "Ctrl-R F5", "read the order again", NULL, 0, false,
		run_refresh},
};

const struct command *resend_approval_commands(size_t *count)
{
	*count = ARRAY_LEN(commands);
	return commands;
}

/* A contact is selected, on a second click chosen or not. Buttons get the focus
 * and are not pressed: nobody sends by a slip of the hand. */
static bool click(struct view *view, long id)
{
	struct resend_approval *approval = approval_of(view);
	bool in_list = approval->focus == RESEND_APPROVAL_LIST;

	if (id < 0) {
		focus_on(approval, (int)(-1 - id));
	} else if (in_list && approval->list.cursor == id) {
		toggle(approval);
	} else {
		if (!in_list)
			focus_on(approval, RESEND_APPROVAL_LIST);
		list_go(&approval->list, id);
	}
	return true;
}

static const struct view_ops ops = {
	.name = "resend",
	.commands = commands,
	.command_count = ARRAY_LEN(commands),
	.is_dialog = true,
	.changed = changed,
	.size = resend_approval_size,
	.layout = layout,
	.draw = resend_approval_draw,
	.lines = &resend_lines_approval,
	.click = click,
	.back = back,
	.cancel = cancel,
	.hints = hints,
	.free = free_view,
};

void resend_approval_open(struct app *app, const char *order_id, bool again)
{
	struct resend_approval *approval = mem_zalloc(sizeof(*approval));
	struct resend_window *window = &approval->window;

	resend_window_init(window, &ops, app_store(app), order_id,
		JOURNAL_RESEND_APPROVAL);
	app_push_take(app, &window->view);
	app_discard_typed(app);
	resend_window_attach(window);
	if (again)
		resend_window_agree_to_unsettled(window);
	refresh_plan(approval);
}
