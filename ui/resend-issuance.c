/* SPDX-License-Identifier: MIT
 *
 * A small window around resend-window: one text, one status, two buttons. It
 * closes by itself once the server has said that the mail was sent; the
 * control on the details page tells it from then on.
 */
#include "resend-issuance.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "history.h"
#include "mem.h"
#include "resend-dialog.h"
#include "resend-lines.h"
#include "resend-window.h"
#include "text.h"
#include "wording.h"

#define BORDER	     2
#define WIDEST	     66
#define BUTTON_SPACE 3

struct issuance {
	struct resend_window window;
	bool on_send; /* the focus; else on Cancel */
	struct mem_arena texts;
	const char *question, *status;
	const char *address; /* as the server spells it; NULL: not known */
	bool has_call;	     /* the account has a call for this mail */
	char may_not[ERROR_TEXT_SIZE]; /* "" if Send may be pressed */
	char *console;
};

static struct issuance *issuance_of(struct view *view)
{
	return (struct issuance *)view;
}

static const struct issuance *issuance_at(const struct view *view)
{
	return (const struct issuance *)view;
}

/* -- texts ----------------------------------------------------------------- */

/* NULL and a reason if there is none. */
static const char *
first_address(const struct store_order *known, char *reason, size_t size)
{
	if (known == NULL || known->details == NULL)
		return NULL;
	return resend_issuance_address(
		known->details, known->emails, reason, size);
}

static void add_last(struct buf *out, const struct resend_last *last)
{
	char minute[DATE_TEXT_SIZE];

	if (!last->known)
		return;
	buf_printf(out, "\nLast known send %s by %s@%s",
		date_minute(last->time, minute), last->agent, last->host);
	if (last->recipient_count > 0)
		buf_puts(out, " to ");
	history_addresses(out, (const char *const *)last->recipients,
		last->recipient_count);
	buf_putc(out, '.');
}

static void write_question(const struct issuance *issuance, struct buf *out)
{
	const struct store_order *known =
		resend_window_order(&issuance->window);

	buf_printf(out, "Send the issuance mail of order %s to ",
		issuance->window.order_id);
	if (!text_is_plain_ascii(issuance->address))
		buf_puts(out, "! ");
	text_escape(out, issuance->address);
	buf_puts(out, "? The previous link becomes void.");
	if (known->details->email_count > 1)
		buf_printf(out,
			" It goes to the first of the %zu addresses listed.",
			known->details->email_count);
	add_last(out, &known->last_issuance);
}

static void write_no_call(const struct issuance *issuance, struct buf *out)
{
	buf_printf(out,
		"DigiCert documents no call for this mail, and the setting "
		"issuance_resend of this account is empty, so certdesk cannot "
		"send it. Resend it in the console:\n%s",
		issuance->console);
}

static void add_failure(const struct issuance *issuance,
	const struct error *error, struct buf *out)
{
	buf_printf(out, "The order could not be read: %s%s ", error->text,
		wording_stop(error->text));
	app_sentence(issuance->window.view.app,
		"{issuance-refresh} tries again.", out);
}

static void write_waiting(const struct issuance *issuance, struct buf *out)
{
	const struct store_order *known =
		resend_window_order(&issuance->window);
	const struct store_resource *resource;
	char reason[ERROR_TEXT_SIZE];

	if (known == NULL) {
		buf_puts(out, "Reading the order ...");
		return;
	}
	resource = &known->details_state;
	if (known->details != NULL &&
		first_address(known, reason, sizeof(reason)) == NULL)
		buf_puts(out, reason);
	else if (resource->state == STORE_FAILED && !resource->refreshing)
		add_failure(issuance, &resource->error, out);
	else
		buf_puts(out, "Reading the order ...");
}

static void describe_may_not(struct issuance *issuance)
{
	const struct store_order *known =
		resend_window_order(&issuance->window);
	const struct order *head = resend_window_head(&issuance->window);
	char *out = issuance->may_not;
	size_t size = sizeof(issuance->may_not);

	out[0] = '\0';
	if (head == NULL || issuance->address == NULL)
		text_format(out, size, "%s",
			"Nothing can be sent before the address is known.");
	else if (!resend_is_possible(head, known->details, NULL, out, size))
		return;
	else if (resend_window_may_press(&issuance->window, out, size))
		out[0] = '\0';
}

static void describe(struct issuance *issuance)
{
	const struct resend_window *window = &issuance->window;
	const char *status = window->said;
	const struct store_order *known =
		resend_window_order(&issuance->window);
	char reason[ERROR_TEXT_SIZE];
	struct buf text;

	mem_arena_clear(&issuance->texts);
	resend_last_copy(&issuance->window.seen,
		known != NULL ? &known->last_issuance : NULL);
	issuance->address = mem_arena_dup(
		&issuance->texts, first_address(known, reason, sizeof(reason)));
	describe_may_not(issuance);
	buf_init(&text, 4096);
	if (!issuance->has_call)
		write_no_call(issuance, &text);
	else if (issuance->address == NULL)
		write_waiting(issuance, &text);
	else
		write_question(issuance, &text);
	issuance->question = mem_arena_dup(&issuance->texts, buf_text(&text));
	buf_clear(&text);
	if (status[0] == '\0' && issuance->has_call &&
		issuance->address != NULL && !resend_window_is_busy(window))
		status = issuance->may_not;
	issuance->status = mem_arena_dup(&issuance->texts, status);
}

/* -- keys ------------------------------------------------------------------ */

/* News that came after the frame were not seen: what counts is what stands in
 * the question. The look before the sending compares it with the order. */
static void send_mail(struct issuance *issuance)
{
	const char *address = issuance->address;

	if (issuance->may_not[0] != '\0') {
		app_message(issuance->window.view.app, APP_INFO, "%s",
			issuance->may_not);
		return;
	}
	/* The last send stands in the question: it is agreed to. */
	resend_window_agree_to_last(&issuance->window, &issuance->window.seen);
	resend_window_press(&issuance->window, &address, 1);
	describe(issuance);
}

static void run_yes(struct view *view)
{
	struct issuance *issuance = issuance_of(view);

	if (issuance->has_call)
		send_mail(issuance);
	else
		app_copy(view->app, "console address", issuance->console);
}

static void run_no(struct view *view)
{
	app_close(view->app, view);
}

static void run_press(struct view *view)
{
	if (issuance_of(view)->on_send)
		run_yes(view);
	else
		run_no(view);
}

static void run_other_stop(struct view *view)
{
	struct issuance *issuance = issuance_of(view);

	issuance->on_send = !issuance->on_send;
	resend_window_moved(&issuance->window);
	describe(issuance);
}

static void run_refresh(struct view *view)
{
	struct resend_window *window = &issuance_of(view)->window;

	store_order_open(window->store, window->order_id, true);
	describe(issuance_of(view));
}

/* -- the view -------------------------------------------------------------- */

static void ended(struct resend_window *window, const struct action *action)
{
	char sentence[ERROR_TEXT_SIZE * 2];

	if (action->result != ACTION_SENT)
		return;
	app_message(window->view.app, APP_SUCCESS, "%s",
		resend_dialog_sentence(
			window->view.app, action, sentence, sizeof(sentence)));
	app_close(window->view.app, &window->view);
}

static void changed(struct view *view)
{
	resend_window_changed(&issuance_of(view)->window);
	describe(issuance_of(view));
}

static bool cancel(struct view *view)
{
	struct resend_window *window = &issuance_of(view)->window;

	return resend_window_cancel(window) ||
	       store_order_cancel(window->store, window->order_id);
}

static void
size(const struct view *view, int max_rows, int max_cols, int *rows, int *cols)
{
	const struct issuance *issuance = issuance_at(view);
	int status, inner;

	*cols = max_cols < WIDEST ? max_cols : WIDEST;
	inner = *cols - 2 * BORDER;
	status = region_wrap_rows(issuance->status, inner);
	*rows = 2 + region_wrap_rows(issuance->question, inner) + 1 + status +
		(status > 0 ? 1 : 0) + 1;
	if (*rows > max_rows)
		*rows = max_rows;
}

static void layout(struct view *view, int rows, int cols)
{
	(void)rows;
	(void)cols;
	if (resend_window_is_running(&issuance_of(view)->window))
		app_count_seconds(view->app);
}

static void send_label(const struct issuance *issuance, char *out, size_t size)
{
	char progress[64];

	if (!issuance->has_call)
		text_format(out, size, "[ Copy address ]");
	else if (resend_window_is_running(&issuance->window))
		text_format(out, size, "[ %s ]",
			resend_window_progress(
				&issuance->window, progress, sizeof(progress)));
	else
		text_format(out, size, "[ Send ]");
}

static void
draw_buttons(const struct issuance *issuance, struct region region, int row)
{
	bool enabled = !issuance->has_call || issuance->may_not[0] == '\0';
	bool running = resend_window_is_running(&issuance->window);
	const char *no = running ? "[ Hide ]" : "[ Cancel ]";
	enum style style = enabled ? STYLE_CONTROL : STYLE_DISABLED;
	char send[96];
	int col, send_col;

	send_label(issuance, send, sizeof(send));
	col = (region.cols - (int)(strlen(no) + BUTTON_SPACE + strlen(send))) /
	      2;
	if (col < 0)
		col = 0;
	send_col = col + (int)strlen(no) + BUTTON_SPACE;
	region_text(region, row, col,
		issuance->on_send ? STYLE_CONTROL : STYLE_FOCUS, no);
	if (issuance->on_send && enabled)
		style = STYLE_FOCUS;
	region_text(region, row, send_col, style, send);
	region_target(region, row, col, (int)strlen(no), false);
	region_target(region, row, send_col, (int)text_width(send), true);
	region_cursor(region, row, issuance->on_send ? send_col : col);
}

static void draw(const struct view *view, struct region region)
{
	const struct issuance *issuance = issuance_at(view);
	struct region inner = region_part(
		region, 1, BORDER, region.rows - 2, region.cols - 2 * BORDER);
	int buttons = inner.rows - 1;
	int status = region_wrap_rows(issuance->status, inner.cols);
	int question = buttons - status;

	region_box(region, "Resend Issuance Email");
	region_wrap(region_part(inner, 0, 0, question, inner.cols), 0, 0, 0,
		STYLE_TEXT, issuance->question);
	if (status > 0)
		region_wrap(
			region_part(inner, question - 1, 0, status, inner.cols),
			0, 0, 0,
			issuance->window.said[0] != '\0'
				? issuance->window.said_style
				: STYLE_DIM,
			issuance->status);
	draw_buttons(issuance, inner, buttons);
}

static void hints(const struct view *view, struct buf *out)
{
	const struct issuance *issuance = issuance_at(view);

	if (!issuance->has_call)
		buf_puts(out, "issuance-next-stop\tnext  Enter\tpress  "
			      "Esc\tclose");
	else if (resend_window_is_running(&issuance->window))
		buf_puts(out, "Esc\thide, the send goes on  Ctrl-C\tgive up");
	else
		buf_puts(out, "y\tsend  n\tno  issuance-next-stop\tnext  "
			      "Enter\tpress  Esc\tno");
}

void resend_issuance_news(const struct view *view, struct buf *out)
{
	const struct issuance *issuance = issuance_at(view);

	if (resend_window_is_running(&issuance->window))
		buf_puts(out, "sending...\n");
	else if (issuance->status[0] != '\0') {
		text_clean(out, issuance->status);
		buf_putc(out, '\n');
	}
}

bool resend_issuance_is_loading(const struct view *view)
{
	const struct issuance *issuance = issuance_at(view);

	return issuance->has_call && issuance->address == NULL &&
	       store_order_is_busy(
		       issuance->window.store, issuance->window.order_id);
}

static void free_view(struct view *view)
{
	struct issuance *issuance = issuance_of(view);

	resend_window_clear(&issuance->window);
	mem_arena_clear(&issuance->texts);
	free(issuance->console);
	free(issuance);
}

static const struct command commands[] = {
	{"issuance-yes", "y", "send the mail", NULL, 0, false, run_yes},
	{"issuance-no", "n", "do not send it", NULL, 0, false, run_no},
	{"issuance-press", "Enter Space", "press the button", NULL, 0, false,
		run_press},
	{"issuance-next-stop", "Tab Shift-Tab Left Right",
		"to the other button", NULL, 0, false, run_other_stop},
	{"issuance-refresh", "Ctrl-R F5", "read the order again", NULL, 0,
		false, run_refresh},
};

const struct command *resend_issuance_commands(size_t *count)
{
	*count = ARRAY_LEN(commands);
	return commands;
}

static bool click(struct view *view, long on_send)
{
	if (issuance_of(view)->on_send != (on_send != 0))
		run_other_stop(view);
	return true;
}

static const struct view_ops ops = {
	.name = "issuance",
	.commands = commands,
	.command_count = ARRAY_LEN(commands),
	.is_dialog = true,
	.changed = changed,
	.size = size,
	.layout = layout,
	.draw = draw,
	.lines = &resend_lines_issuance,
	.click = click,
	.cancel = cancel,
	.hints = hints,
	.free = free_view,
};

void resend_issuance_open(struct app *app, const char *order_id, bool again)
{
	struct issuance *issuance = mem_zalloc(sizeof(*issuance));
	struct resend_window *window = &issuance->window;
	struct store *store = app_store(app);

	resend_window_init(
		window, &ops, store, order_id, JOURNAL_RESEND_ISSUANCE);
	window->ended = ended;
	issuance->has_call = api_has_issuance_resend(store_api(store));
	issuance->console = store_console_address(store, order_id);
	app_push_take(app, &window->view);
	app_discard_typed(app);
	resend_window_attach(window);
	if (again)
		resend_window_agree_to_unsettled(window);
	describe(issuance);
}
