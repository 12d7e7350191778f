/* SPDX-License-Identifier: MIT
 *
 * A window with one text, the three choices, and a fourth row that leaves
 * things as they are. Only a person can know what became of the mail: the
 * window starts on the harmless row, so that a held Enter records nothing.
 */
#include "resend-settle.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "clock.h"
#include "confirm.h"
#include "history.h"
#include "list.h"
#include "mem.h"
#include "resend-dialog.h"
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

static const char *const choices[] = {
	"It went out",
	"It did not go out",
	"Send again (the earlier link may be voided)",
	"Not now",
};

enum choice { CHOICE_SENT, CHOICE_NOT_SENT, CHOICE_AGAIN, CHOICE_LATER };

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

static void choose(struct settle *settle, long choice)
{
	list_go(&settle->list, choice);
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
	choose(settle_of(view), settle_of(view)->list.cursor);
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
		(int)ARRAY_LEN(choices);
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
draw_choice(struct region region, int row, int choice, bool is_selected)
{
	if (is_selected) {
		region_text(region, row, 0, STYLE_TEXT, ">");
		region_cursor(region, row, 0);
	}
	if (choice != CHOICE_LATER)
		region_textf(region, row, 2, STYLE_KEY, "%d", choice + 1);
	region = region_part(region, row, 4, 1, region.cols - 4);
	region_paragraph(region, is_selected ? STYLE_FOCUS : STYLE_TEXT,
		choices[choice]);
}

static void draw(const struct view *view, struct region region)
{
	const struct settle *settle = settle_at(view);
	struct region inner = region_part(
		region, 1, BORDER, region.rows - 2, region.cols - 2 * BORDER);
	int first = inner.rows - (int)ARRAY_LEN(choices);

	region_box(region, "Outcome unknown");
	draw_text(settle, region_part(inner, 0, 0, first, inner.cols));
	for (int i = 0; i < (int)ARRAY_LEN(choices); i++)
		draw_choice(inner, first + i, i, i == settle->list.cursor);
}

static void hints(const struct view *view, struct buf *out)
{
	(void)view;
	buf_puts(out, "1 2 3 Enter\tchoose  j k\tmove  Esc\tcancel");
}

static void free_view(struct view *view)
{
	free(view);
}

static const struct command commands[] = {
	{"settle-choose", "Enter", "choose", NULL, 0, false, run_choose},
	{"settle-sent", "1", "it went out", NULL, 0, false, run_first},
	{"settle-not-sent", "2", "it did not go out", NULL, 0, false,
		run_second},
	{"settle-again", "3", "send again", NULL, 0, false, run_third},
	{"settle-down", "j Down Tab", "down", NULL, 0, false, run_down},
	{"settle-up", "k Up Shift-Tab", "up", NULL, 0, false, run_up},
};

static const struct view_ops ops = {
	.name = "settle",
	.commands = commands,
	.command_count = ARRAY_LEN(commands),
	.is_dialog = true,
	.changed = changed,
	.size = size,
	.draw = draw,
	.hints = hints,
	.free = free_view,
};

void resend_settle_open(struct app *app, const struct resend_settle_send *send)
{
	struct settle *settle = mem_zalloc(sizeof(*settle));

	settle->view.ops = &ops;
	settle->store = app_store(app);
	settle->send = *send;
	list_set_count(&settle->list, (long)ARRAY_LEN(choices));
	list_go(&settle->list, CHOICE_LATER);
	learn(settle);
	app_push_take(app, &settle->view);
	app_discard_typed(app);
}
