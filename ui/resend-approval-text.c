/* SPDX-License-Identifier: MIT
 *
 * What the approval window says: its three promises (the earlier link is void,
 * each chosen contact gets a new one, the order stays pending), what is in the
 * way, and the rows of the table. Pure texts from what is known; no drawing.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "resend-approval.h"
#include "text.h"
#include "wording.h"

#define TEXT_MAX 4096

static const char *
keep_text(struct resend_approval *approval, const struct buf *text)
{
	return mem_arena_dup(&approval->texts, buf_text(text));
}

const struct resend_contact *
resend_approval_contact(const struct resend_approval *approval, size_t row)
{
	return &approval->plan.contacts[approval->rows[row].contact];
}

/* -- the introduction ------------------------------------------------------ */

static void add_last(struct buf *out, const struct resend_last *last)
{
	char minute[DATE_TEXT_SIZE];

	if (!last->known) {
		buf_puts(out,
			"No earlier send is known (sends made in the console "
			"are not visible here). Sending voids any earlier "
			"link: ");
		return;
	}
	buf_printf(out,
		"Last known send %s by %s@%s to %zu %s (%ssends made in the "
		"console are not visible here). Sending again voids that "
		"link: ",
		date_minute(last->time, minute), last->agent, last->host,
		last->recipient_count,
		wording_plural(last->recipient_count, "contact", "contacts"),
		last->from_note ? "from a note; " : "");
}

/* Sent again in spite of it: the person should know of what. */
static void
add_unsettled(const struct resend_approval *approval, struct buf *out)
{
	const struct store_order *known =
		resend_window_order(&approval->window);
	char minute[DATE_TEXT_SIZE];

	if (!resend_window_is_despite_unsettled(&approval->window) ||
		known == NULL || known->unsettled == 0)
		return;
	buf_printf(out,
		"The send of %s by %s@%s has an unknown outcome; if it went "
		"out, its link is voided too. ",
		date_minute(known->unsettled_time, minute),
		known->unsettled_agent, known->unsettled_host);
}

/* Other gates that are open: an approval alone will not do then. */
static void
add_blockers(const struct resend_approval *approval, struct buf *out)
{
	const struct store_order *known =
		resend_window_order(&approval->window);
	const struct order *head = resend_window_head(&approval->window);
	const struct order_validation *validation;
	bool domains, organization;
	size_t done;

	if (known == NULL || known->validation == NULL || head == NULL)
		return;
	validation = known->validation;
	done = waiting_domains_done(validation);
	domains = done < validation->domain_count;
	organization =
		validation->organization_count > 0 &&
		!waiting_organization_done(head->family, validation, NULL);
	if (!domains && !organization)
		return;
	buf_puts(out, "\nStill open besides the approval: ");
	if (domains)
		buf_printf(out, "domain validation (%zu of %zu)", done,
			validation->domain_count);
	if (domains && organization)
		buf_puts(out, ", ");
	if (organization)
		buf_puts(out, "organization validation");
	buf_puts(out, ".");
}

/* Who holds mails back: one by name, v shows the others. */
static void add_pending(const struct resend_approval *approval, struct buf *out)
{
	const struct resend_plan *plan = &approval->plan;
	size_t others = 0;

	if (plan->pending_name == NULL)
		return;
	for (size_t i = 0; i < plan->count; i++)
		others += plan->contacts[i].reason == RESEND_NOT_VALIDATED;
	others--;
	buf_printf(out, "\n%s", plan->pending_name);
	if (others > 0)
		buf_printf(out, " and %zu more", others);
	buf_printf(out,
		" %s not validated yet; DigiCert may hold mails until then.",
		wording_plural(others + 1, "is", "are"));
}

static void describe_intro(struct resend_approval *approval)
{
	struct buf text;

	approval->intros[0] = approval->intros[1] = approval->intros[2] = "";
	if (!approval->planned)
		return;
	buf_init(&text, TEXT_MAX);
	add_unsettled(approval, &text);
	add_last(&text, &approval->window.seen);
	buf_puts(&text,
		"each contact below gets a new mail with a new link. One "
		"approval is enough; the order stays pending until then.");
	add_blockers(approval, &text);
	add_pending(approval, &text);
	approval->intros[0] = keep_text(approval, &text);
	buf_reset(&text);
	buf_puts(&text, "Voids the earlier link; one approval is enough; "
			"pending until then.");
	approval->intros[1] = keep_text(approval, &text);
	buf_clear(&text);
}

/* -- instead of a list ----------------------------------------------------- */

static int64_t busy_ms(const struct resend_approval *approval,
	const struct store_resource *resource)
{
	if (resource->busy_since == 0)
		return 0;
	return loop_now(store_loop(approval->window.store)) -
	       resource->busy_since;
}

static void
add_not_planned(const struct resend_approval *approval, struct buf *out)
{
	const struct store_order *known =
		resend_window_order(&approval->window);
	const struct store_resource *resource;
	char seconds[32];

	if (known == NULL) {
		buf_puts(out, "Reading the verified contacts ...");
		return;
	}
	resource = &known->validation_state;
	if (resource->state == STORE_FAILED && !resource->refreshing) {
		buf_printf(out,
			"The verified contacts could not be read: %s%s ",
			resource->error.text,
			wording_stop(resource->error.text));
		app_sentence(approval->window.view.app,
			"{resend-refresh} tries again.", out);
		return;
	}
	buf_puts(out, known->validation == NULL
			      ? "Reading the verified contacts ..."
			      : "Reading what was sent before ...");
	buf_puts(out, wording_waited(busy_ms(approval, resource), seconds,
			      sizeof(seconds)));
}

static void add_nobody(const struct resend_approval *approval, struct buf *out)
{
	const struct order *head = resend_window_head(&approval->window);
	unsigned kinds = head != NULL ? order_family_kinds(head->family) : 0;
	char words[32];

	buf_puts(out, "No verified contact");
	if (kinds != 0)
		buf_printf(out, " of the right kind (%s)",
			order_kinds_text(kinds, words, sizeof(words)));
	app_sentence(approval->window.view.app,
		" is validated, so there is nobody to mail. "
		"{resend-add-contact} adds one, whom DigiCert must validate "
		"first.",
		out);
}

static void describe_waiting(struct resend_approval *approval)
{
	struct buf text;

	buf_init(&text, TEXT_MAX);
	if (!approval->planned)
		add_not_planned(approval, &text);
	else if (approval->row_count == 0 && approval->filter[0] != '\0') {
		buf_printf(
			&text, "No contact matches \"%s\". ", approval->filter);
		app_sentence(approval->window.view.app,
			"{app-back} clears the filter.", &text);
	} else if (approval->row_count == 0)
		add_nobody(approval, &text);
	approval->waiting = keep_text(approval, &text);
	buf_clear(&text);
}

static void describe_more(struct resend_approval *approval)
{
	size_t others = approval->planned ? approval->plan.count -
						    approval->plan.choosable
					  : 0;
	const char *what = approval->show_why ? "hides them" : "shows why";
	char key[APP_KEY_SIZE];
	struct buf text;

	approval->more = approval->short_more = "";
	if (others == 0)
		return;
	buf_init(&text, TEXT_MAX);
	app_key(approval->window.view.app, "resend-why", key, sizeof(key));
	buf_printf(&text, "%zu %s cannot be chosen (%s %s)", others,
		wording_plural(others, "more contact", "more contacts"), key,
		what);
	approval->more = keep_text(approval, &text);
	buf_reset(&text);
	buf_printf(&text, "%zu cannot be chosen (%s %s)", others, key, what);
	approval->short_more = keep_text(approval, &text);
	buf_clear(&text);
}

/* -- why Send is off, and what happened ------------------------------------ */

static void describe_may_not(struct resend_approval *approval)
{
	const struct store_order *known =
		resend_window_order(&approval->window);
	const struct order *head = resend_window_head(&approval->window);
	char *out = approval->may_not, key[APP_KEY_SIZE];
	size_t size = sizeof(approval->may_not);

	out[0] = '\0';
	if (!approval->planned || head == NULL || known == NULL)
		text_format(out, size, "%s",
			"Nothing can be sent before the contacts are known.");
	else if (!resend_is_possible(head, known->details, NULL, out, size))
		return;
	else if (approval->plan.choosable == 0)
		text_format(out, size, "%s",
			"No verified contact of the right kind is validated.");
	else if (resend_plan_chosen(&approval->plan) == 0)
		text_format(out, size,
			"Nobody is chosen. %s chooses a contact.",
			app_key(approval->window.view.app, "resend-toggle", key,
				sizeof(key)));
	else if (resend_window_may_press(&approval->window, out, size))
		out[0] = '\0';
}

static void add_stale(const struct resend_approval *approval, struct buf *out)
{
	const struct store_order *known =
		resend_window_order(&approval->window);
	const struct store_resource *resource;
	char time[DATE_TEXT_SIZE];

	if (known == NULL || known->validation == NULL)
		return;
	resource = &known->validation_state;
	if (resource->error.kind == ERROR_NONE || resource->refreshing)
		return;
	buf_printf(out, "The contacts are STALE, as of %s: %s%s ",
		date_time(resource->as_of, time), resource->error.text,
		wording_stop(resource->error.text));
}

static void describe_status(struct resend_approval *approval)
{
	const struct resend_window *window = &approval->window;
	bool has_said = window->said[0] != '\0';
	struct buf text;

	approval->status_style = STYLE_WARNING;
	buf_init(&text, TEXT_MAX);
	buf_puts(&text, approval->dropped);
	add_stale(approval, &text);
	if (text.len == 0)
		approval->status_style =
			has_said ? window->said_style : STYLE_DIM;
	if (has_said)
		buf_puts(&text, window->said);
	else if (approval->planned && approval->plan.choosable > 0 &&
		 !resend_window_is_busy(window))
		buf_puts(&text, approval->may_not);
	approval->status = keep_text(approval, &text);
	buf_clear(&text);
}

/* -- rows ------------------------------------------------------------------ */

static bool is_shown(const struct resend_approval *approval,
	const struct resend_contact *contact)
{
	const char *filter = approval->filter;

	if (!contact->choosable && !approval->show_why)
		return false;
	return filter[0] == '\0' ||
	       (contact->email != NULL &&
		       text_contains(contact->email, filter)) ||
	       (contact->name != NULL &&
		       text_contains(contact->name, filter)) ||
	       (contact->job_title != NULL &&
		       text_contains(contact->job_title, filter));
}

static void add_row(struct resend_approval *approval, size_t contact)
{
	struct resend_approval_row *row = &approval->rows[approval->row_count];
	const char *email = approval->plan.contacts[contact].email;
	struct buf text;

	buf_init(&text, 64 * 1024);
	memset(row, 0, sizeof(*row));
	row->contact = contact;
	if (email == NULL || email[0] == '\0')
		buf_puts(&text, "without an address");
	else
		row->odd = text_escape(&text, email);
	row->address = keep_text(approval, &text);
	buf_clear(&text);
	approval->row_count++;
}

static void restore_cursor(struct resend_approval *approval)
{
	const char *email;

	if (approval->keep == NULL)
		return;
	for (size_t i = 0; i < approval->row_count; i++) {
		email = resend_approval_contact(approval, i)->email;
		if (text_equal_ascii_case(email, approval->keep))
			list_go(&approval->list, (long)i);
	}
	free(approval->keep);
	approval->keep = NULL;
}

static void describe_rows(struct resend_approval *approval)
{
	approval->row_count = 0;
	if (approval->planned) {
		approval->rows = mem_resize(approval->rows,
			approval->plan.count + 1, sizeof(*approval->rows));
		for (size_t i = 0; i < approval->plan.count; i++)
			if (is_shown(approval, &approval->plan.contacts[i]))
				add_row(approval, i);
	}
	list_set_count(&approval->list, (long)approval->row_count);
	restore_cursor(approval);
}

/* A name that looks like a host's is one to be checked, as an address is. */
static void add_name(struct buf *text, const char *name)
{
	bool is_host = strchr(name, '.') != NULL && strchr(name, ' ') == NULL;

	if (!is_host || text_is_plain_ascii(name)) {
		buf_printf(text, " - %s", name);
		return;
	}
	buf_puts(text, " - ! ");
	text_escape(text, name);
}

static void describe_title(struct resend_approval *approval)
{
	const struct order *head = resend_window_head(&approval->window);
	struct buf text;

	buf_init(&text, TEXT_MAX);
	buf_printf(&text, "Resend Approval Emails - order %s",
		approval->window.order_id);
	if (head != NULL)
		add_name(&text, order_name(head));
	approval->title = keep_text(approval, &text);
	buf_reset(&text);
	buf_printf(&text, "Order %s: Resend Approval Emails",
		approval->window.order_id);
	approval->short_title = keep_text(approval, &text);
	buf_clear(&text);
}

void resend_approval_describe(struct resend_approval *approval)
{
	mem_arena_clear(&approval->texts);
	describe_rows(approval);
	describe_title(approval);
	describe_intro(approval);
	describe_waiting(approval);
	describe_more(approval);
	describe_may_not(approval);
	describe_status(approval);
}
