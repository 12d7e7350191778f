/* SPDX-License-Identifier: MIT
 *
 * The windows' own commands do what is to be done. The question of the approval
 * window is open while the focus is on Send: news about the contacts take the
 * focus back to the list, and then the answer is for nothing.
 */
#include "resend-lines.h"

#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "resend-approval.h"
#include "resend-issuance.h"
#include "text.h"
#include "wording.h"

static struct resend_approval *approval_of(struct view *view)
{
	return (struct resend_approval *)view;
}

static const struct resend_approval *approval_at(const struct view *view)
{
	return (const struct resend_approval *)view;
}

/* -- telling --------------------------------------------------------------- */

static void add_who(const struct resend_contact *contact, struct buf *out)
{
	char kinds[32];

	if (contact->name != NULL) {
		buf_puts(out, ", ");
		text_clean(out, contact->name);
	}
	if (contact->job_title != NULL) {
		buf_puts(out, ", ");
		text_clean(out, contact->job_title);
	}
	if (contact->kinds != 0)
		buf_printf(out, ", %s",
			order_kinds_text(contact->kinds, kinds, sizeof(kinds)));
}

/* "1. [x] = ana@example.com, Ana Ruiz, CTO, EV" */
static void
add_row(const struct resend_approval *approval, size_t row, struct buf *out)
{
	const struct resend_contact *contact =
		resend_approval_contact(approval, row);
	char mark = resend_plan_mark(&approval->plan, contact);

	buf_printf(out, "%zu. %s ", row + 1,
		!contact->choosable ? "( )"
		: contact->chosen   ? "[x]"
				    : "[ ]");
	if (mark != ' ')
		buf_printf(out, "%c ", mark);
	if (approval->rows[row].odd)
		buf_puts(out, "! ");
	text_clean(out, approval->rows[row].address);
	add_who(contact, out);
	if (!contact->choosable)
		buf_printf(out, ": cannot be chosen, %s",
			resend_reason_text(contact->reason));
	buf_putc(out, '\n');
}

static void add_count(const struct resend_approval *approval, struct buf *out)
{
	buf_printf(out, "%zu of %zu selected.\n",
		resend_plan_chosen(&approval->plan), approval->plan.choosable);
}

static void
add_contacts(const struct resend_approval *approval, struct buf *out)
{
	buf_puts(out, "Verified contacts:\n");
	for (size_t i = 0; i < approval->row_count; i++)
		add_row(approval, i, out);
	if (approval->more[0] != '\0')
		buf_printf(out, "%s\n", approval->more);
	add_count(approval, out);
	if (approval->plan.has_last)
		buf_puts(out, "= has the last known send, + would be new, "
			      "- would be left out.\n");
}

static void tell(const struct view *view, struct buf *out)
{
	const struct resend_approval *approval = approval_at(view);

	text_clean(out, approval->title);
	buf_putc(out, '\n');
	if (approval->intros[0][0] != '\0') {
		text_clean(out, approval->intros[0]);
		buf_putc(out, '\n');
	}
	if (approval->waiting[0] != '\0') {
		text_clean(out, approval->waiting);
		buf_putc(out, '\n');
	}
	if (approval->planned && approval->row_count > 0)
		add_contacts(approval, out);
}

static bool is_loading(const struct view *view)
{
	const struct resend_window *window = &approval_at(view)->window;

	return !approval_at(view)->planned &&
	       store_order_is_busy(window->store, window->order_id);
}

static void news(const struct view *view, struct buf *out)
{
	const struct resend_approval *approval = approval_at(view);

	if (resend_window_is_running(&approval->window))
		buf_puts(out, "sending...\n");
	else if (approval->status[0] != '\0') {
		text_clean(out, approval->status);
		buf_putc(out, '\n');
	}
}

static bool is_asking(const struct resend_approval *approval)
{
	return approval->focus == RESEND_APPROVAL_SEND &&
	       !resend_window_is_busy(&approval->window);
}

static void ask(const struct view *view, struct buf *out)
{
	buf_puts(out, is_asking(approval_at(view)) ? "yes or no" : "mail");
}

/* -- choosing -------------------------------------------------------------- */

static enum view_line
toggle(struct resend_approval *approval, const char *numbers, struct buf *out)
{
	char *end;
	long number = strtol(numbers, &end, 10);

	do {
		if (end == numbers || number < 1 ||
			number > (long)approval->row_count) {
			buf_printf(out, "There are contacts 1 to %zu.\n",
				approval->row_count);
			break;
		}
		approval->focus = RESEND_APPROVAL_LIST;
		list_go(&approval->list, number - 1);
		app_run(approval->window.view.app, "resend-toggle");
		add_row(approval, (size_t)number - 1, out);
		numbers = end + strspn(end, " ,");
		number = strtol(numbers, &end, 10);
	} while (*numbers != '\0');
	add_count(approval, out);
	return VIEW_LINE_DONE;
}

static enum view_line
choose(struct resend_approval *approval, const char *command, struct buf *out)
{
	approval->focus = RESEND_APPROVAL_LIST;
	app_run(approval->window.view.app, command);
	for (size_t i = 0; i < approval->row_count; i++)
		add_row(approval, i, out);
	add_count(approval, out);
	return VIEW_LINE_DONE;
}

/* -- sending --------------------------------------------------------------- */

static void
add_question(const struct resend_approval *approval, struct buf *out)
{
	size_t count = resend_plan_chosen(&approval->plan);
	const char *before = "";

	buf_printf(out, "Send to %zu %s: ", count,
		wording_plural(count, "contact", "contacts"));
	for (size_t i = 0; i < approval->plan.count; i++) {
		const struct resend_contact *contact =
			&approval->plan.contacts[i];

		if (!contact->chosen)
			continue;
		buf_puts(out, before);
		text_escape(out, contact->email);
		before = ", ";
	}
	buf_puts(out, "? The earlier link becomes void. Type yes to send.\n");
}

/* As Tab on the button: an attempt that failed may be made again. */
static enum view_line
ask_to_send(struct resend_approval *approval, struct buf *out)
{
	resend_window_moved(&approval->window);
	resend_approval_describe(approval);
	if (approval->may_not[0] != '\0') {
		text_clean(out, approval->may_not);
		buf_putc(out, '\n');
		return VIEW_LINE_DONE;
	}
	approval->focus = RESEND_APPROVAL_SEND;
	add_question(approval, out);
	app_discard_typed(approval->window.view.app);
	return VIEW_LINE_DONE;
}

static enum view_line
answer(struct resend_approval *approval, const char *line, struct buf *out)
{
	if (strcmp(line, "yes") == 0)
		app_run(approval->window.view.app, "resend-enter");
	else
		buf_puts(out, "Nothing was sent.\n");
	approval->focus = RESEND_APPROVAL_LIST;
	return VIEW_LINE_DONE;
}

/* -- the line -------------------------------------------------------------- */

static const struct {
	const char *word, *command;
	bool lists; /* who is chosen follows from it */
	enum view_line then;
} words[] = {
	{"all", "resend-all", true, VIEW_LINE_DONE},
	{"none", "resend-none", true, VIEW_LINE_DONE},
	{"last-sent", "resend-last-sent", true, VIEW_LINE_DONE},
	{"why", "resend-why", false, VIEW_LINE_AGAIN},
	{"v", "resend-why", false, VIEW_LINE_AGAIN},
	{"new-contact", "resend-add-contact", false, VIEW_LINE_DONE},
	{"refresh", "resend-refresh", false, VIEW_LINE_AGAIN},
	{"settle", "resend-settle", false, VIEW_LINE_DONE},
};

static enum view_line
run_word(struct resend_approval *approval, const char *line, struct buf *out)
{
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strcmp(words[i].word, line) != 0)
			continue;
		if (words[i].lists)
			return choose(approval, words[i].command, out);
		app_run(approval->window.view.app, words[i].command);
		return words[i].then;
	}
	return VIEW_LINE_OTHER;
}

static enum view_line line(struct view *view, const char *line, struct buf *out)
{
	struct resend_approval *approval = approval_of(view);

	if (is_asking(approval))
		return answer(approval, line, out);
	if (strcmp(line, "send") == 0)
		return ask_to_send(approval, out);
	if (strcmp(line, "list") == 0)
		return VIEW_LINE_AGAIN;
	if (strncmp(line, "toggle ", 7) == 0)
		return toggle(approval, line + 7, out);
	if (*line >= '1' && *line <= '9')
		return toggle(approval, line, out);
	return run_word(approval, line, out);
}

const struct view_lines resend_lines_approval = {
	.tell = tell,
	.is_loading = is_loading,
	.news = news,
	.ask = ask,
	.line = line,
	.words = "toggle 2 3\tchoose contacts, or leave them out; the numbers "
		 "alone do, too\n"
		 "all, none, last-sent\twho is chosen\n"
		 "list\tthe contacts once more\n"
		 "why\twho cannot be chosen, and why\n"
		 "new-contact\tadd a verified contact\n"
		 "settle\tsay what became of an unknown send\n"
		 "send\tsend to those chosen; it asks for the word yes\n"
		 "back\tleave the window; a send that is under way goes on\n",
};

/* -- the issuance mail ----------------------------------------------------- */

static void ask_yes_no(const struct view *view UNUSED, struct buf *out)
{
	buf_puts(out, "yes or no");
}

static bool is_no(const char *line)
{
	return strcmp(line, "no") == 0 || strcmp(line, "n") == 0 ||
	       strcmp(line, "back") == 0;
}

/* Not even the name of a command sends: only the word does. */
static bool is_harmless(const char *line)
{
	static const char *const lines[] = {
		"help", "?", "show", "cancel", "quit"};

	for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
		if (strcmp(lines[i], line) == 0)
			return true;
	}
	return false;
}

static enum view_line
issuance_line(struct view *view, const char *line, struct buf *out)
{
	if (strcmp(line, "yes") == 0)
		app_run(view->app, "issuance-yes");
	else if (is_no(line))
		app_run(view->app, "issuance-no");
	else if (strcmp(line, "refresh") == 0)
		app_run(view->app, "issuance-refresh");
	else if (is_harmless(line))
		return VIEW_LINE_OTHER;
	else
		buf_puts(out, "Type the word yes to send, or no.\n");
	return VIEW_LINE_DONE;
}

const struct view_lines resend_lines_issuance = {
	.news = resend_issuance_news,
	.is_loading = resend_issuance_is_loading,
	.ask = ask_yes_no,
	.line = issuance_line,
	.words = "yes\tsend the mail\n"
		 "no\tdo not; a send that is under way goes on\n"
		 "refresh\tread the order again\n",
};

/* -- outcome unknown ------------------------------------------------------- */

static void settle_ask(const struct view *view UNUSED, struct buf *out)
{
	buf_puts(out, "number");
}

static enum view_line
settle_line(struct view *view, const char *line, struct buf *out)
{
	static const char *const commands[] = {
		"settle-sent", "settle-not-sent", "settle-again"};

	if (line[0] >= '1' && line[0] <= '3' && line[1] == '\0')
		app_run(view->app, commands[line[0] - '1']);
	else if (is_no(line) || strcmp(line, "later") == 0)
		app_back(view->app);
	else if (*line == '\0' || line[1] == '\0')
		buf_puts(out, "Type the number of what became of it, or back "
			      "to leave that open.\n");
	else
		return VIEW_LINE_OTHER;
	return VIEW_LINE_DONE;
}

const struct view_lines resend_lines_settle = {
	.ask = settle_ask,
	.line = settle_line,
	.words = "1, 2, 3\twhat became of it\n"
		 "back\tnot now: the outcome stays unknown\n",
};
