/* SPDX-License-Identifier: MIT
 *
 * A table of functions, one a gate; each adds the step of its gate if it is
 * open. Whether it is the one that blocks is asked of waiting.c, so that the
 * list, the page and a ticket name the same.
 */
#include "summary-steps.h"

#include <string.h>

#include "attr.h"
#include "text.h"

#define NAMES_SHOWN    2
#define NAME_MAX_BYTES 200

/* What the steps are made from. */
struct facts {
	struct summary_steps *steps;
	const struct order *order;
	const struct order_details *details;
	const struct order_validation *validation;
	struct resend_plan plan; /* empty without a validation */
	size_t open_domains;
};

static bool blocks(const struct facts *facts, enum waiting_gate gate)
{
	return facts->steps->waiting.gate == gate;
}

/* A name of any length, cut between characters. */
static const char *name_text(struct summary_steps *steps, const char *name)
{
	size_t len = strlen(name);

	if (len <= NAME_MAX_BYTES)
		return name;
	for (len = NAME_MAX_BYTES; ((unsigned char)name[len] & 0xC0) == 0x80;)
		len--;
	return mem_arena_printf(&steps->arena, "%.*s...", (int)len, name);
}

static void
add(struct facts *facts, enum waiting_gate gate, enum summary_steps_actor actor,
	enum summary_steps_help help, const char *text)
{
	struct summary_steps *steps = facts->steps;

	if (steps->count == SUMMARY_STEPS_MAX)
		return;
	steps->items[steps->count++] = (struct summary_step){
		.actor = actor,
		.help = help,
		.blocks = gate != WAITING_NOTHING && blocks(facts, gate),
		.text = text,
	};
}

/* -- the gates ------------------------------------------------------------- */

static void add_csr(struct facts *facts)
{
	if (facts->order->status != ORDER_NEEDS_CSR)
		return;
	add(facts, WAITING_NOTHING, SUMMARY_STEPS_YOU, SUMMARY_STEPS_CONSOLE,
		"You must submit a CSR for the order in the console.");
	facts->steps->items[facts->steps->count - 1].blocks = true;
}

static void add_administrator(struct facts *facts)
{
	if (facts->order->status != ORDER_NEEDS_APPROVAL)
		return;
	add(facts, WAITING_ADMINISTRATOR, SUMMARY_STEPS_ADMINISTRATOR,
		SUMMARY_STEPS_CONSOLE,
		"An administrator of the account must approve the request in "
		"the console.");
}

/* How control is proved; the method itself where we do not know it. */
static const char *method_words(const char *method)
{
	static const struct {
		const char *method, *words;
	} words[] = {
		{"email", "by the link in the DCV mail"},
		{"dns-txt-token", "by a TXT record in its DNS"},
		{"dns-cname-token", "by a CNAME record in its DNS"},
		{"http-token", "by a file on its web site"},
	};

	for (size_t i = 0; method != NULL && i < ARRAY_LEN(words); i++)
		if (text_equal_ascii_case(words[i].method, method))
			return words[i].words;
	return method;
}

static const char *
domain_name(const struct facts *facts, const struct order_domain *domain)
{
	return domain->name != NULL ? name_text(facts->steps, domain->name)
				    : "a domain without a name";
}

/* The method of all open domains; NULL if they differ or it is not told. */
static const char *open_method(const struct order_validation *validation)
{
	const char *same = NULL;

	for (size_t i = 0; i < validation->domain_count; i++) {
		const struct order_domain *domain = &validation->domains[i];
		const char *method = domain->method != NULL
					     ? domain->method
					     : validation->dcv_method;

		if (domain->done)
			continue;
		if (method == NULL || method == order_invalid ||
			(same != NULL && strcmp(same, method) != 0))
			return NULL;
		same = method;
	}
	return same;
}

/* "a", "a and b", "a, b and 3 more domains" */
static const char *open_names(const struct facts *facts)
{
	const struct order_validation *validation = facts->validation;
	const char *names[NAMES_SHOWN] = {NULL};
	size_t count = 0;
	size_t more = facts->open_domains - NAMES_SHOWN;

	for (size_t i = 0; i < validation->domain_count; i++)
		if (!validation->domains[i].done && count < NAMES_SHOWN)
			names[count++] =
				domain_name(facts, &validation->domains[i]);
	if (count < NAMES_SHOWN)
		return names[0];
	if (facts->open_domains == NAMES_SHOWN)
		return mem_arena_printf(
			&facts->steps->arena, "%s and %s", names[0], names[1]);
	return mem_arena_printf(&facts->steps->arena,
		"%s, %s and %zu more domain%s", names[0], names[1], more,
		more > 1 ? "s" : "");
}

static void add_domains(struct facts *facts)
{
	const char *method;

	if (facts->open_domains == 0)
		return;
	method = method_words(open_method(facts->validation));
	if (method != NULL && strncmp(method, "by ", 3) != 0)
		method = mem_arena_printf(&facts->steps->arena, "by %s",
			name_text(facts->steps, method));
	add(facts, WAITING_DOMAIN, SUMMARY_STEPS_YOU, SUMMARY_STEPS_DCV,
		mem_arena_printf(&facts->steps->arena,
			"You must prove control over %s%s%s.",
			open_names(facts), method != NULL ? " " : "",
			method != NULL ? method : ""));
}

static void add_approval(struct facts *facts)
{
	const struct order_details *details = facts->details;

	if (!order_family_needs_approval(facts->order->family) ||
		(details != NULL && details->order_approval_complete == 1) ||
		blocks(facts, WAITING_NO_CONTACT))
		return;
	add(facts, WAITING_ORDER_APPROVAL, SUMMARY_STEPS_CONTACT,
		SUMMARY_STEPS_MAIL,
		"A verified contact must approve the order by the link in the "
		"approval mail.");
}

/* An order with a CSR waits for the address, one without for the certificate
 * (console.md 1.3). */
static void add_recipient(struct facts *facts)
{
	if (!blocks(facts, WAITING_RECIPIENT))
		return;
	if (facts->order->status == ORDER_PENDING)
		add(facts, WAITING_RECIPIENT, SUMMARY_STEPS_RECIPIENT,
			SUMMARY_STEPS_NO_HELP,
			"The recipient must validate the e-mail address by the "
			"link in the mail about it.");
	else
		add(facts, WAITING_RECIPIENT, SUMMARY_STEPS_RECIPIENT,
			SUMMARY_STEPS_MAIL,
			"The recipient must open the link in the issuance mail "
			"and generate the certificate.");
}

/* A reissue, a revocation: of a new order the status tells. */
static void add_request(struct facts *facts)
{
	const struct order_request *request = waiting_request(facts->details);

	if (request == NULL || facts->order->status == ORDER_NEEDS_APPROVAL)
		return;
	add(facts, WAITING_ADMINISTRATOR, SUMMARY_STEPS_ADMINISTRATOR,
		SUMMARY_STEPS_CONSOLE,
		mem_arena_printf(&facts->steps->arena,
			"An administrator of the account must approve the %s "
			"request in the console.",
			name_text(facts->steps, request->type)));
}

/* -- with DigiCert --------------------------------------------------------- */

static const char *check_text(const struct facts *facts,
	const struct order_organization_validation *needed)
{
	size_t done = 0;

	for (size_t i = 0; i < needed->check_count; i++)
		done += needed->checks[i].done;
	if (needed->check_count == 0)
		return "";
	return mem_arena_printf(&facts->steps->arena,
		": %zu of %zu checks are done", done, needed->check_count);
}

static const char *validation_name(const struct facts *facts,
	const struct order_organization_validation *needed)
{
	const char *name = needed->name != NULL ? needed->name : needed->type;

	if (name == NULL || name == order_invalid)
		return "";
	return mem_arena_printf(
		&facts->steps->arena, "%s ", name_text(facts->steps, name));
}

static void add_organization_validation(
	struct facts *facts, const struct order_organization_validation *needed)
{
	if (facts->validation->organization_count == 0)
		add(facts, WAITING_ORGANIZATION, SUMMARY_STEPS_DIGICERT,
			SUMMARY_STEPS_NO_HELP,
			"DigiCert validates the organization; no validation of "
			"it is listed yet.");
	else if (needed == NULL)
		add(facts, WAITING_ORGANIZATION, SUMMARY_STEPS_YOU,
			SUMMARY_STEPS_CONSOLE,
			"You must submit the organization for validation: it "
			"has none of the kind that the product needs.");
	else if (needed->state == ORDER_STATE_EXPIRED)
		add(facts, WAITING_ORGANIZATION, SUMMARY_STEPS_YOU,
			SUMMARY_STEPS_CONSOLE,
			mem_arena_printf(&facts->steps->arena,
				"You must submit the organization for "
				"validation again: its %svalidation has "
				"expired.",
				validation_name(facts, needed)));
	else
		add(facts, WAITING_ORGANIZATION, SUMMARY_STEPS_DIGICERT,
			SUMMARY_STEPS_NO_HELP,
			mem_arena_printf(&facts->steps->arena,
				"DigiCert validates the organization%s.",
				check_text(facts, needed)));
}

static void add_organization(struct facts *facts)
{
	const struct order_validation *validation = facts->validation;
	bool is_open = validation != NULL &&
		       validation->organization_count > 0 &&
		       !waiting_organization_done(
			       facts->order->family, validation, NULL);

	if (validation != NULL &&
		(is_open || blocks(facts, WAITING_ORGANIZATION)))
		add_organization_validation(facts,
			waiting_organization(facts->order->family, validation));
}

/* A contact of the right kind that DigiCert could make one who may approve. */
static const char *unvalidated_contact(const struct facts *facts)
{
	for (size_t i = 0; i < facts->plan.count; i++) {
		const struct resend_contact *contact = &facts->plan.contacts[i];

		if (contact->reason != RESEND_NOT_VALIDATED &&
			contact->reason != RESEND_EXPIRED)
			continue;
		return name_text(facts->steps, contact->name[0] != '\0'
						       ? contact->name
						       : contact->email);
	}
	return NULL;
}

static void add_no_contact(struct facts *facts)
{
	const char *name = unvalidated_contact(facts);
	char kinds[32];

	if (!blocks(facts, WAITING_NO_CONTACT))
		return;
	order_kinds_text(
		order_family_kinds(facts->order->family), kinds, sizeof(kinds));
	if (name != NULL)
		add(facts, WAITING_NO_CONTACT, SUMMARY_STEPS_DIGICERT,
			SUMMARY_STEPS_CONTACTS,
			mem_arena_printf(&facts->steps->arena,
				"DigiCert must validate %s as a verified "
				"contact (%s); nobody can approve the order "
				"until then.",
				name, kinds));
	else
		add(facts, WAITING_NO_CONTACT, SUMMARY_STEPS_YOU,
			SUMMARY_STEPS_CONTACTS,
			mem_arena_printf(&facts->steps->arena,
				"You must add a verified contact (%s) to the "
				"organization: it has none who could approve "
				"the order.",
				kinds));
}

/* DigiCert holds an order's mail while a contact of it is not validated. */
static void add_held(struct facts *facts)
{
	if (!blocks(facts, WAITING_ORDER_APPROVAL) ||
		facts->plan.pending_name == NULL)
		return;
	add(facts, WAITING_NOTHING, SUMMARY_STEPS_DIGICERT,
		SUMMARY_STEPS_NO_HELP,
		mem_arena_printf(&facts->steps->arena,
			"DigiCert has not validated %s yet and may hold mails "
			"until then.",
			name_text(facts->steps, facts->plan.pending_name)));
}

static void add_digicert(struct facts *facts)
{
	if (!blocks(facts, WAITING_DIGICERT))
		return;
	add(facts, WAITING_DIGICERT, SUMMARY_STEPS_DIGICERT,
		SUMMARY_STEPS_NO_HELP,
		"DigiCert completes the order; everything asked of you is "
		"done.");
}

static const struct {
	bool of_open_orders;
	void (*add)(struct facts *facts);
} gates[] = {
	{true, add_csr},
	{true, add_administrator},
	{true, add_domains},
	{true, add_no_contact},
	{true, add_approval},
	{true, add_recipient},
	{false, add_request},
	{true, add_organization},
	{true, add_held},
	{true, add_digicert},
};

/* -- all of them ----------------------------------------------------------- */

static int rank(const struct summary_step *step)
{
	if (step->blocks)
		return 0;
	return step->actor == SUMMARY_STEPS_DIGICERT ? 2 : 1;
}

/* They are few; those of one rank keep their order. */
static void sort(struct summary_steps *steps)
{
	for (size_t i = 1; i < steps->count; i++)
		for (size_t k = i; k > 0; k--) {
			struct summary_step *at = &steps->items[k];
			struct summary_step other = at[-1];

			if (rank(&other) <= rank(at))
				break;
			at[-1] = at[0];
			at[0] = other;
		}
}

static size_t count_open(const struct order_validation *validation)
{
	size_t open = 0;

	for (size_t i = 0; validation != NULL && i < validation->domain_count;
		i++)
		open += !validation->domains[i].done;
	return open;
}

void summary_steps_init(struct summary_steps *steps, const struct order *order,
	const struct order_details *details,
	const struct order_validation *validation,
	const struct resend_last *last)
{
	struct facts facts = {
		.steps = steps,
		.order = details != NULL ? &details->head : order,
		.details = details,
		.validation = validation,
		.open_domains = count_open(validation),
	};
	bool is_open = order_status_is_open(facts.order->status);

	memset(steps, 0, sizeof(*steps));
	steps->waiting = waiting_of(order, details, validation, last);
	if (steps->waiting.gate == WAITING_UNKNOWN)
		return;
	if (validation != NULL)
		resend_plan_init(
			&facts.plan, facts.order->family, validation, last);
	for (size_t i = 0; i < ARRAY_LEN(gates); i++)
		if (is_open || !gates[i].of_open_orders)
			gates[i].add(&facts);
	resend_plan_clear(&facts.plan);
	sort(steps);
}

void summary_steps_clear(struct summary_steps *steps)
{
	mem_arena_clear(&steps->arena);
	memset(steps, 0, sizeof(*steps));
}
