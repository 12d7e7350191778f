/* SPDX-License-Identifier: MIT
 *
 * A window with one text, the choices, and a last row that leaves things as
 * they are. Only a person can know what became of the mail: the
 * window starts on the harmless row, so that a held Enter records nothing.
 */
#include "resend-settle.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "clock.h"
#include "confirm.h"
#include "history.h"
#include "list.h"
#include "mem.h"
#include "resend-dialog.h"
#include "resend-lines.h"
#include "store.h"
#include "text.h"

#define BORDER 2
#define WIDEST 74

struct settle {
	struct view view;
	struct store *store;
	struct resend_settle_send send;
	struct list list;
};

static struct settle *settle_of(struct view *view)
{
	return (struct settle *)view;
}

static const struct settle *settle_at(const struct view *view)
{
	return (const struct settle *)view;
}

enum choice { CHOICE_SENT, CHOICE_NOT_SENT, CHOICE_AGAIN, CHOICE_LATER };

/* Row by row. What is no resend is done once more from the actions. */
static const enum choice of_resends[] = {
	CHOICE_SENT, CHOICE_NOT_SENT, CHOICE_AGAIN, CHOICE_LATER};
static const enum choice of_others[] = {
	CHOICE_SENT, CHOICE_NOT_SENT, CHOICE_LATER};

static const struct {
	const char *of_resend, *of_other;
} labels[] = {
	[CHOICE_SENT] = {"It went out", "It was done"},
	[CHOICE_NOT_SENT] = {"It did not go out", "It was not done"},
	[CHOICE_AGAIN] = {"Send again (the earlier link may be voided)", NULL},
	[CHOICE_LATER] = {"Not now", "Not now"},
};

/* Where the journal is not read yet it is `m` that asks. */
static bool is_resend(const struct settle *settle)
{
	return settle->send.journal_id == 0 ||
	       resend_dialog_is_resend(settle->send.action);
}

static enum choice choice_at(const struct settle *settle, long row)
{
	if (is_resend(settle))
		return of_resends[row];
	assert(row < (long)ARRAY_LEN(of_others));
	return of_others[row];
}

static const char *label_at(const struct settle *settle, long row)
{
	enum choice choice = choice_at(settle, row);

	return is_resend(settle) ? labels[choice].of_resend
				 : labels[choice].of_other;
}

/* The journal's facts, when the opener did not have them yet. */
static void learn(struct settle *settle)
{
	const struct store_order *known =
		store_order(settle->store, settle->send.order_id);

	if (settle->send.journal_id != 0 || known == NULL ||
		known->unsettled == 0)
		return;
	settle->send.journal_id = known->unsettled;
	settle->send.time = known->unsettled_time;
	text_format(settle->send.agent, sizeof(settle->send.agent), "%s",
		known->unsettled_agent);
	text_format(settle->send.host, sizeof(settle->send.host), "%s",
		known->unsettled_host);
	text_format(settle->send.action, sizeof(settle->send.action), "%s",
		known->unsettled_action);
}

/* -- choosing -------------------------------------------------------------- */

/* The app outlives every view, and the answer may come after this one. */
static void settled(void *data, const struct error *error)
{
	struct app *app = data;

	if (error != NULL && error->kind != ERROR_NONE)
		app_message(app, APP_ERROR, "It could not be recorded: %s",
			error->text);
	else
		app_message(app, APP_SUCCESS,
			"Recorded: the outcome of that send is settled.");
}

static void settle_as(struct settle *settle, enum journal_outcome outcome)
{
	store_settle(settle->store, settle->send.journal_id, outcome, settled,
		settle->view.app);
	app_close(settle->view.app, &settle->view);
}

static void again_answered(struct view *owner, bool yes)
{
	struct settle *settle = settle_of(owner);
	struct app *app = owner->app;
	struct resend_settle_send send = settle->send;

	if (!yes)
		return;
	app_close(app, owner);
	resend_dialog_open_again(app, send.order_id, send.action);
}

static void ask_again(struct settle *settle)
{
	char question[ERROR_TEXT_SIZE];
	struct confirm_options options = {
		.title = "Send again",
		.question = question,
		.yes_label = "Go on",
		.no_label = "Cancel",
		.must_type = settle->send.order_id,
	};

	text_format(question, sizeof(question),
		"If the earlier mail did go out, its link becomes void. Type "
		"the order number %s to go on to the window.",
		settle->send.order_id);
	confirm_open(settle->view.app, &settle->view, &options, again_answered);
}

static void choose_row(struct settle *settle, long row)
{
	enum choice choice = choice_at(settle, row);

	list_go(&settle->list, row);
	if (choice == CHOICE_LATER)
		app_close(settle->view.app, &settle->view);
	else if (settle->send.journal_id == 0)
		app_message(settle->view.app, APP_INFO,
			"The journal is still being read.");
	else if (choice == CHOICE_AGAIN)
		ask_again(settle);
	else
		settle_as(settle, choice == CHOICE_SENT ? JOURNAL_SENT
							: JOURNAL_NOT_SENT);
}

static void run_choose(struct view *view)
{
	choose_row(settle_of(view), settle_of(view)->list.cursor);
}

static void choose(struct settle *settle, enum choice choice)
{
	for (long row = 0; row < settle->list.count; row++) {
		if (choice_at(settle, row) == choice) {
			choose_row(settle, row);
			return;
		}
	}
	app_message(settle->view.app, APP_INFO,
		"Only resends are sent again from here. What else can be done "
		"for order %s is among its actions.",
		settle->send.order_id);
}

static void run_first(struct view *view)
{
	choose(settle_of(view), CHOICE_SENT);
}

static void run_second(struct view *view)
{
	choose(settle_of(view), CHOICE_NOT_SENT);
}

static void run_third(struct view *view)
{
	choose(settle_of(view), CHOICE_AGAIN);
}

static void run_down(struct view *view)
{
	list_move(&settle_of(view)->list, 1);
}

static void run_up(struct view *view)
{
	list_move(&settle_of(view)->list, -1);
}

/* -- the view -------------------------------------------------------------- */

static void changed(struct view *view)
{
	learn(settle_of(view));
}

/* What it is about: all of it, or (where there is little room) the facts. */
static void
write_text(const struct settle *settle, bool is_short, struct buf *out)
{
	const struct resend_settle_send *send = &settle->send;
	char minute[DATE_TEXT_SIZE], age[DATE_TEXT_SIZE];

	if (send->journal_id == 0) {
		buf_puts(out, "Reading the journal ...");
		return;
	}
	if (is_short) {
		buf_printf(out, "%s %s, %s, %s@%s: unknown outcome.",
			send->order_id, history_action_label(send->action),
			date_age(send->time, clock_seconds(), age), send->agent,
			send->host);
		return;
	}
	buf_printf(out,
		"The %s of order %s that %s@%s sent on %s, %s, has an unknown "
		"outcome: the answer was lost. Nothing is sent again by "
		"itself. What became of it? (The recipient, the console or the "
		"order's page may tell.)",
		history_action_label(send->action), send->order_id, send->agent,
		send->host, date_minute(send->time, minute),
		date_age(send->time, clock_seconds(), age));
}

static void
size(const struct view *view, int max_rows, int max_cols, int *rows, int *cols)
{
	struct buf text;

	buf_init(&text, 2048);
	write_text(settle_at(view), false, &text);
	*cols = max_cols < WIDEST ? max_cols : WIDEST;
	*rows = region_wrap_rows(buf_text(&text), *cols - 2 * BORDER) + 3 +
		(int)settle_at(view)->list.count;
	buf_clear(&text);
	if (*rows > max_rows)
		*rows = max_rows;
}

static void draw_text(const struct settle *settle, struct region region)
{
	struct buf text;

	buf_init(&text, 2048);
	write_text(settle, false, &text);
	if (region_wrap_rows(buf_text(&text), region.cols) > region.rows) {
		buf_reset(&text);
		write_text(settle, true, &text);
	}
	region_paragraph(region, STYLE_TEXT, buf_text(&text));
	buf_clear(&text);
}

static void
draw_choice(const struct settle *settle, struct region region, int row, long at)
{
	bool is_selected = at == settle->list.cursor;

	if (is_selected) {
		region_text(region, row, 0, STYLE_TEXT, ">");
		region_cursor(region, row, 0);
	}
	region_target(region, row, 0, region.cols, at);
	if (choice_at(settle, at) != CHOICE_LATER)
		region_textf(region, row, 2, STYLE_KEY, "%ld", at + 1);
	region = region_part(region, row, 4, 1, region.cols - 4);
	region_paragraph(region, is_selected ? STYLE_FOCUS : STYLE_TEXT,
		label_at(settle, at));
}

static void draw(const struct view *view, struct region region)
{
	const struct settle *settle = settle_at(view);
	struct region inner = region_part(
		region, 1, BORDER, region.rows - 2, region.cols - 2 * BORDER);
	int count = (int)settle->list.count, first = inner.rows - count;

	region_box(region, "Outcome unknown");
	draw_text(settle, region_part(inner, 0, 0, first, inner.cols));
	for (int i = 0; i < count; i++)
		draw_choice(settle, inner, first + i, i);
}

static void hints(const struct view *view, struct buf *out)
{
	buf_printf(out,
		"1 2 %sEnter\tchoose  settle-down settle-up\tmove  "
		"Esc\tcancel",
		is_resend(settle_at(view)) ? "3 " : "");
}

static void free_view(struct view *view)
{
	free(view);
}

static const struct command commands[] = {
	{"settle-choose", "Enter", "choose", NULL, 0, false, run_choose},
	{"settle-sent", "1", "it went out, it was done", NULL, 0, false,
		run_first},
	{"settle-not-sent", "2", "it did not go out, it was not done", NULL, 0,
		false, run_second},
	{"settle-again", "3", "a resend: send again", NULL, 0, false,
		run_third},
	{"settle-down", "j Down Tab", "down", NULL, 0, false, run_down},
	{"settle-up", "k Up Shift-Tab", "up", NULL, 0, false, run_up},
};

const struct command *resend_settle_commands(size_t *count)
{
	*count = ARRAY_LEN(commands);
	return commands;
}

static bool click(struct view *view, long row)
{
	list_go(&settle_of(view)->list, row);
	return true;
}

static const struct view_ops ops = {
	.name = "settle",
	.commands = commands,
	.command_count = ARRAY_LEN(commands),
	.is_dialog = true,
	.changed = changed,
	.size = size,
	.draw = draw,
	.lines = &resend_lines_settle,
	.click = click,
	.hints = hints,
	.free = free_view,
};

void resend_settle_open(struct app *app, const struct resend_settle_send *send)
{
	struct settle *settle = mem_zalloc(sizeof(*settle));

	settle->view.ops = &ops;
	settle->store = app_store(app);
	settle->send = *send;
	learn(settle);
	list_set_count(&settle->list, is_resend(settle)
					      ? (long)ARRAY_LEN(of_resends)
					      : (long)ARRAY_LEN(of_others));
	list_go(&settle->list, settle->list.count - 1);
	app_push_take(app, &settle->view);
	app_discard_typed(app);
}
