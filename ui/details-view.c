/* SPDX-License-Identifier: MIT
 *
 * The Order details page: it keeps an order number, a scroll position and
 * which control has the focus. The page itself is made anew, in a layout, when
 * the store or the journal has something new, and as time passes; a key that
 * only scrolls does not.
 */
#include "details-view.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "clock.h"
#include "details-control.h"
#include "details-copy.h"
#include "details-lines.h"
#include "details-reading.h"
#include "details-scroll.h"
#include "details-sections.h"
#include "orders-view.h"
#include "resend-dialog.h"
#include "text.h"
#include "wording.h"

struct details_view {
	struct view view;
	struct store *store;
	struct details_reading reading;
	char order_id[ORDER_ID_SIZE];
	int visit_since; /* see struct details_source */
	bool unfolded;
	int64_t made; /* s, UTC: the page; 0: make it anew */

	struct details_scroll scroll;
};

static struct details_view *details_of(struct view *view)
{
	return (struct details_view *)view;
}

static const struct details_view *details_at(const struct view *view)
{
	return (const struct details_view *)view;
}

static const struct order *head_of(const struct details_view *details)
{
	return store_order_head(details->store, details->order_id);
}

static const struct store_order *known_of(const struct details_view *details)
{
	return store_order(details->store, details->order_id);
}

static void history_changed(void *data)
{
	struct details_view *details = data;

	details->made = 0;
	app_stale(details->view.app);
}

/* -- which order ----------------------------------------------------------- */

static void show_order(struct details_view *details, const char *order_id)
{
	const struct action *action;

	text_format(
		details->order_id, sizeof(details->order_id), "%s", order_id);
	action = store_action_of(
		details->store, details->order_id, JOURNAL_RESEND_ISSUANCE);
	details->visit_since = action != NULL ? action->number : 0;
	if (action != NULL && action->phase != ACTION_DONE)
		details->visit_since--;
	details->unfolded = false;
	details->made = 0;
	details_scroll_reset(&details->scroll);
	details_reading_start(&details->reading);
}

/* Under other orders that were opened before; NULL if there is none. */
static struct view *list_below(const struct details_view *details)
{
	const struct app *app = details->view.app;
	struct view *below = app_below(app, &details->view);

	while (below != NULL && below->ops == details->view.ops)
		below = app_below(app, below);
	if (below == NULL || strcmp(below->ops->name, "orders") != 0)
		return NULL;
	return below;
}

static void step(struct details_view *details, int by)
{
	struct app *app = details->view.app;
	struct view *below = list_below(details);
	const char *id = NULL;

	if (below == NULL) {
		app_message(app, APP_INFO,
			"There is no list below this order to step through.");
		return;
	}
	id = orders_view_step(below, details->order_id, by);
	if (id == NULL || id[0] == '\0')
		app_message(app, APP_INFO,
			"This is the %s order that is loaded.",
			by > 0 ? "last" : "first");
	else if (strcmp(id, details->order_id) == 0)
		app_message(app, APP_INFO, "This is the %s order of the list.",
			by > 0 ? "last" : "first");
	else {
		show_order(details, id);
		details_reading_step(&details->reading);
	}
}

static void run_next(struct view *view)
{
	step(details_of(view), 1);
}

static void run_previous(struct view *view)
{
	step(details_of(view), -1);
}

static void run_refresh(struct view *view)
{
	struct details_view *details = details_of(view);

	details_reading_refresh(&details->reading);
}

/* -- scrolling ------------------------------------------------------------- */

static struct details_scroll *scroll_of(struct view *view)
{
	return &details_of(view)->scroll;
}

static void run_down(struct view *view)
{
	details_scroll_by(scroll_of(view), 1);
}

static void run_up(struct view *view)
{
	details_scroll_by(scroll_of(view), -1);
}

static void run_page_down(struct view *view)
{
	details_scroll_by(scroll_of(view), scroll_of(view)->height - 1);
}

static void run_page_up(struct view *view)
{
	details_scroll_by(scroll_of(view), 1 - scroll_of(view)->height);
}

static void run_half_down(struct view *view)
{
	details_scroll_by(scroll_of(view), scroll_of(view)->height / 2);
}

static void run_half_up(struct view *view)
{
	details_scroll_by(scroll_of(view), -(scroll_of(view)->height / 2));
}

static void run_first(struct view *view)
{
	details_scroll_to(scroll_of(view), 0);
}

static void run_last(struct view *view)
{
	details_scroll_to(
		scroll_of(view), details_scroll_rows(scroll_of(view)));
}

void details_view_section(struct view *view, bool forward)
{
	if (forward)
		details_scroll_next_section(scroll_of(view));
	else
		details_scroll_previous_section(scroll_of(view));
}

static void run_next_section(struct view *view)
{
	details_view_section(view, true);
}

static void run_previous_section(struct view *view)
{
	details_view_section(view, false);
}

static void run_unfold(struct view *view)
{
	struct details_view *details = details_of(view);

	details->made = 0;
	if (details->unfolded)
		details->unfolded = false;
	else if (details->scroll.page.is_folded)
		details->unfolded = true;
	else
		app_message(view->app, APP_INFO,
			"Everything of this order is shown already.");
}

/* -- controls -------------------------------------------------------------- */

static void move_focus(struct view *view, int by)
{
	if (!details_scroll_move_focus(scroll_of(view), by))
		app_message(view->app, APP_INFO,
			"There is nothing to press on this page.");
}

static void run_next_control(struct view *view)
{
	move_focus(view, 1);
}

static void run_previous_control(struct view *view)
{
	move_focus(view, -1);
}

static void run_mail(struct view *view)
{
	resend_dialog_open(view->app, details_of(view)->order_id);
}

/* Without a focus the first control gets it. */
static void run_press(struct view *view)
{
	if (scroll_of(view)->focus == DETAILS_NO_CONTROL)
		move_focus(view, 1);
	else if (details_scroll_may_press(scroll_of(view)))
		app_run(view->app,
			details_control_command(scroll_of(view)->focus));
}

/* A control gets the focus, the one that has it is pressed: what it opens asks
 * again. */
static bool click(struct view *view, long id)
{
	struct details_scroll *scroll = scroll_of(view);

	if (scroll->focus == (enum details_control)id)
		run_press(view);
	else
		scroll->focus = (enum details_control)id;
	return true;
}

/* -- layout and drawing ---------------------------------------------------- */

static const char *first_key(struct details_page *page, const struct app *app,
	const char *command_name)
{
	char key[APP_KEY_SIZE];

	app_key(app, command_name, key, sizeof(key));
	return mem_arena_dupn(&page->arena, key, strlen(key));
}

/* In the preview the keys are those of the list. */
static void
name_keys(struct details_view *details, struct details_source *source)
{
	struct details_page *page = &details->scroll.page;
	struct app *app = details->view.app;
	bool is_pane = !app_has(app, &details->view);

	source->is_told = app_is_linear(app);
	source->mail_key =
		first_key(page, app, is_pane ? "orders-mail" : "details-mail");
	source->refresh_key = first_key(
		page, app, is_pane ? "orders-refresh" : "details-refresh");
	source->address_key = first_key(
		page, app, is_pane ? "orders-address" : "details-address");
	source->unfold_key =
		is_pane ? "" : first_key(page, app, "details-unfold");
	source->control_key =
		is_pane ? "" : first_key(page, app, "details-next-control");
}

static void build_page(struct details_view *details)
{
	struct app *app = details->view.app;
	struct details_page *page = &details->scroll.page;
	struct details_source source = {
		.store = details->store,
		.order_id = details->order_id,
		.history = &details->reading.history,
		.visit_since = details->visit_since,
		.unfolded = details->unfolded,
		.now = clock_seconds(),
		.loop_now = loop_now(app_loop(app)),
	};

	details_page_clear(page);
	details->made = source.now;
	name_keys(details, &source);
	details_sections_build(page, &source);
}

static bool is_loading(const struct details_view *details)
{
	const struct store_order *known = known_of(details);

	return known == NULL || known->details_state.state == STORE_BUSY ||
	       known->validation_state.state == STORE_BUSY ||
	       known->details_state.refreshing;
}

/* So that an order never asks for more than its own parts at once. */
static bool is_all_there(const struct details_view *details)
{
	const struct store_order *known = known_of(details);

	return known != NULL && known->details != NULL &&
	       !store_order_is_busy(details->store, details->order_id);
}

static bool is_sending(const struct details_view *details)
{
	for (int i = store_action_last(details->store); i > 0; i--) {
		const struct action *action = store_action(details->store, i);

		if (action != NULL && action->phase != ACTION_DONE &&
			strcmp(action->order_id, details->order_id) == 0)
			return true;
	}
	return false;
}

static void layout(struct view *view, int rows, int cols)
{
	struct details_view *details = details_of(view);

	bool counts = is_loading(details) || is_sending(details);

	/* Seconds are counted on it, else its ages are of minutes. */
	if (details->made == 0 || counts ||
		clock_seconds() - details->made >= 60 ||
		clock_seconds() < details->made)
		build_page(details);
	details_scroll_layout(&details->scroll, rows, cols);
	/* Before it is all there a section may not stay on the screen. */
	if (!counts && is_all_there(details) &&
		details_scroll_shows(
			&details->scroll, details_sections_organization))
		details_reading_organization(&details->reading);
	if (counts)
		app_count_seconds(view->app);
}

static void draw(const struct view *view, struct region region)
{
	details_scroll_draw(&details_at(view)->scroll, region);
}

/* -- what the frame around it shows ---------------------------------------- */

static void title(const struct view *view, struct buf *out)
{
	const struct details_view *details = details_at(view);
	const struct order *head = head_of(details);

	buf_printf(out, " > %s", details->order_id);
	if (head != NULL)
		buf_printf(out, " %s", order_name(head));
}

static void status(const struct view *view, struct buf *out)
{
	const struct details_view *details = details_at(view);
	const struct store_order *known = known_of(details);
	const struct store_resource *resource;
	char time[DATE_TEXT_SIZE], age[DATE_TEXT_SIZE];

	if (known == NULL)
		return;
	resource = &known->details_state;
	if (resource->as_of == 0)
		return;
	buf_printf(out, "as of %s", date_time(resource->as_of, time));
	if (resource->error.kind != ERROR_NONE)
		buf_printf(out, "\t(%s) STALE",
			date_age_short(resource->as_of, clock_seconds(), age));
}

static void summary(const struct view *view, struct buf *out)
{
	const struct details_view *details = details_at(view);
	const struct details_scroll *scroll = &details->scroll;
	int rows = details_scroll_rows(scroll);

	if (is_loading(details))
		buf_puts(out, "loading ...");
	else if (rows > scroll->height)
		details_scroll_write_place(scroll, out);
}

static bool
mail_reason(const struct details_view *details, char *out, size_t size)
{
	const struct order *head = head_of(details);
	const struct store_order *known = known_of(details);

	if (store_is_unsettled(details->store, details->order_id))
		return false;
	if (head == NULL) {
		text_format(out, size, "Order %s is not loaded yet.",
			details->order_id);
		return true;
	}
	return !resend_is_possible(
		head, known != NULL ? known->details : NULL, NULL, out, size);
}

static const char *order(const struct view *view)
{
	return details_at(view)->order_id;
}

/* -- without a screen ------------------------------------------------------ */

static void tell(const struct view *view, struct buf *out)
{
	details_lines_write(&details_at(view)->scroll.page, out);
}

static bool is_reading(const struct view *view)
{
	const struct details_view *details = details_at(view);

	return details->made == 0 ||
	       store_order_is_busy(details->store, details->order_id);
}

static void stamp(const struct view *view, struct buf *out)
{
	buf_puts(out, details_at(view)->order_id);
}

static const struct view_lines lines = {
	.tell = tell,
	.is_loading = is_reading,
	.stamp = stamp,
	.ask = stamp,
	.line = details_lines_line,
	.words = details_lines_words,
};

/* J and K. */
static size_t
likely(const struct view *view, const char **order_ids, size_t max)
{
	const struct details_view *details = details_at(view);
	const struct view *below = list_below(details);

	if (below == NULL)
		return 0;
	return orders_view_beside(below, details->order_id, order_ids, max);
}

static unsigned facts(const struct view *view)
{
	const struct details_view *details = details_at(view);
	char reason[ERROR_TEXT_SIZE];
	unsigned facts = COMMAND_ROW;

	if (!mail_reason(details, reason, sizeof(reason)))
		facts |= COMMAND_MAIL;
	/* What became of a send may be said without the right to send. */
	if (store_is_unsettled(details->store, details->order_id))
		facts |= COMMAND_WRITE;
	return facts;
}

static bool
reason(const struct view *view, unsigned need, char *out, size_t size)
{
	const struct details_view *details = details_at(view);

	return need == COMMAND_MAIL && mail_reason(details, out, size);
}

/* Where there is no order nothing can be done with it. */
static void hints(const struct view *view, struct buf *out)
{
	const struct details_view *details = details_at(view);

	if (details_sections_is_missing(
		    store_order(details->store, details->order_id)))
		buf_puts(out, "app-back\tback  app-command\torder number  "
			      "details-refresh\ttry again  app-help\thelp");
}

static void changed(struct view *view)
{
	details_of(view)->made = 0;
	details_reading_changed(&details_of(view)->reading);
}

static bool cancel(struct view *view)
{
	struct details_view *details = details_of(view);

	return store_order_cancel(details->store, details->order_id);
}

static void free_view(struct view *view)
{
	struct details_view *details = details_of(view);

	details_reading_clear(&details->reading);
	details_scroll_clear(&details->scroll);
	free(details);
}

static void run_zoom(struct view *view)
{
	app_toggle_zoom(view->app);
}

static const struct command commands[] = {
	{"details-down", "j Down Ctrl-E", "scroll down", NULL, COMMAND_ALWAYS,
		false, run_down},
	{"details-up", "k Up Ctrl-Y", "scroll up", NULL, COMMAND_ALWAYS, false,
		run_up},
	{"details-page-down", "PgDn Ctrl-F", "one page down", NULL,
		COMMAND_ALWAYS, false, run_page_down},
	{"details-page-up", "PgUp Ctrl-B", "one page up", NULL, COMMAND_ALWAYS,
		false, run_page_up},
	{"details-half-down", "Ctrl-D", "half a page down", NULL,
		COMMAND_ALWAYS, false, run_half_down},
	{"details-half-up", "Ctrl-U", "half a page up", NULL, COMMAND_ALWAYS,
		false, run_half_up},
	{"details-first", "g Home", "to the top", NULL, COMMAND_ALWAYS, false,
		run_first},
	{"details-last", "G End", "to the end", NULL, COMMAND_ALWAYS, false,
		run_last},
	{"details-next-section", "]", "to the next section", "sections",
		COMMAND_ALWAYS, false, run_next_section},
	{"details-previous-section", "[", "to the section before", NULL,
		COMMAND_ALWAYS, false, run_previous_section},
	{"details-unfold", "v", "long lists whole, or their beginning", NULL,
		COMMAND_ALWAYS, false, run_unfold},
	{"details-next-control", "Tab", "to the next control", "control",
		COMMAND_ALWAYS, false, run_next_control},
	{"details-previous-control", "Shift-Tab", "to the control before", NULL,
		COMMAND_ALWAYS, false, run_previous_control},
	{"details-press", "Enter", "press the control", NULL, COMMAND_ALWAYS,
		false, run_press},
	{"details-next", "J", "the next order of the list", "next order",
		COMMAND_ALWAYS, false, run_next},
	{"details-previous", "K", "the order before it in the list", NULL,
		COMMAND_ALWAYS, false, run_previous},
	{"details-mail", "m", "resend the approval or issuance mail", "mail",
		COMMAND_ROW | COMMAND_MAIL | COMMAND_WRITE, false, run_mail},
	{"details-refresh", "Ctrl-R F5", "read the order again", NULL,
		COMMAND_ALWAYS, true, run_refresh},
	{"details-zoom", "z", "with or without the list beside it", NULL,
		COMMAND_ALWAYS, false, run_zoom},
	{"details-copy-number", "yy", "copy the order number", "number",
		COMMAND_ROW, true, details_copy_number},
	{"details-copy-name", "yn", "copy the certificate name", "name",
		COMMAND_ROW, true, details_copy_name},
	{"details-copy-emails", "ye", "copy the mail addresses", "e-mails",
		COMMAND_ROW, true, details_copy_emails},
	{"details-copy-address", "yu", "copy the console address", "address",
		COMMAND_ROW, true, details_copy_address},
	{"details-copy-row", "yr", "copy the row", "row", COMMAND_ROW, true,
		details_copy_row},
	{"details-copy-json", "yj", "copy the order's JSON", "JSON",
		COMMAND_ROW, true, details_copy_json},
	{"details-copy-summary", "ys", "copy a summary for a ticket", "summary",
		COMMAND_ROW, true, details_copy_summary},
	{"details-address", "w", "show the console address", NULL, COMMAND_ROW,
		true, details_copy_show_address},
};

const struct command *details_view_commands(size_t *count)
{
	*count = ARRAY_LEN(commands);
	return commands;
}

static const struct view_ops ops = {
	.name = "details",
	.commands = commands,
	.command_count = ARRAY_LEN(commands),
	.title = title,
	.status = status,
	.summary = summary,
	.hints = hints,
	.facts = facts,
	.order = order,
	.likely = likely,
	.reason = reason,
	.changed = changed,
	.layout = layout,
	.draw = draw,
	.lines = &lines,
	.click = click,
	.cancel = cancel,
	.free = free_view,
};

void details_view_show(struct view *view, const char *order_id)
{
	show_order(details_of(view), order_id);
	details_reading_open(&details_of(view)->reading);
}

const char *details_view_order(const struct view *view)
{
	return details_at(view)->order_id;
}

struct view *details_view_new(struct store *store, const char *order_id)
{
	struct details_view *details = mem_zalloc(sizeof(*details));

	details->view.ops = &ops;
	details->store = store;
	details_reading_init(&details->reading, store, details->order_id,
		history_changed, details);
	show_order(details, order_id);
	details_reading_open(&details->reading);
	return &details->view;
}
