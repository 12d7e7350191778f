/* SPDX-License-Identifier: MIT
 *
 * Resend the DCV mails, or have domain control checked now: of all domains
 * that are open, or of one.
 */
#include <string.h>

#include "act.h"
#include "act-form.h"
#include "attr.h"
#include "text.h"

enum { DOMAIN, FIELDS };

struct act_domains {
	struct act_form act;
	struct form_field fields[FIELDS];
	const char **names; /* of the choices; NULL for all */
};

static const struct words {
	enum offer offer;
	const char *title, *intro, *verb;
} words[] = {
	{OFFER_RESEND_DCV, "Resend DCV mails",
		"The mails that ask for proof of domain control go out again.",
		"Send"},
	{OFFER_CHECK_DCV, "Check domain control",
		"DigiCert looks now for the records or files of the domains "
		"that are open.",
		"Check now"},
};

static bool is_wanted(const struct order_domain *domain, enum offer offer)
{
	bool by_mail = offer == OFFER_RESEND_DCV;

	return !domain->done && domain->name != NULL &&
	       (domain->method == NULL || text_equal_ascii_case(domain->method,
						  "email") == by_mail);
}

static const char *
choice_text(struct act_domains *domains, const struct order_domain *domain)
{
	const char *name = act_form_address(&domains->act.arena, domain->name);

	if (domain->method == NULL)
		return name;
	return mem_arena_printf(
		&domains->act.arena, "%s (by %s)", name, domain->method);
}

/* The order's call resends the mails of all its domains; one alone needs its
 * own number, and on DV orders there is no call for it at all. */
static bool can_be_alone(const struct act_domains *domains,
	const struct order_domain *domain, enum offer offer)
{
	const struct order *head = act_form_head(&domains->act);

	if (offer != OFFER_RESEND_DCV)
		return true;
	return head != NULL && head->family != ORDER_DV_TLS &&
	       order_id_is_valid(domain->domain_id);
}

/* The names that can be chosen, and how they read, NULL behind. */
static const char *const *
make_choices(struct act_domains *domains, enum offer offer)
{
	const struct store_order *known = act_form_order(&domains->act);
	const struct order_validation *validation =
		known != NULL ? known->validation : NULL;
	size_t most = validation != NULL ? validation->domain_count : 0;
	struct mem_arena *arena = &domains->act.arena;
	const char **texts =
		mem_arena_alloc(arena, (most + 2) * sizeof(*texts));
	size_t count = 0;

	domains->names =
		mem_arena_alloc(arena, (most + 2) * sizeof(*domains->names));
	texts[count++] = "all that are open";
	for (size_t i = 0; i < most; i++) {
		const struct order_domain *domain = &validation->domains[i];

		if (!is_wanted(domain, offer) ||
			!can_be_alone(domains, domain, offer))
			continue;
		domains->names[count] = mem_arena_dup(arena, domain->name);
		texts[count++] = choice_text(domains, domain);
	}
	return texts;
}

static bool request(struct act_form *act, const struct form_value *values,
	struct action_request *request)
{
	struct act_domains *domains = (struct act_domains *)act;

	request->recipients = &domains->names[values[DOMAIN].choice];
	request->recipient_count = values[DOMAIN].choice > 0 ? 1 : 0;
	return true;
}

static const struct act_form_hooks hooks = {.request = request};

void act_domains_open(struct app *app, const char *order_id, enum offer offer)
{
	const struct words *row = &words[offer == OFFER_RESEND_DCV ? 0 : 1];
	struct act_domains *domains = mem_zalloc(sizeof(*domains));
	const struct form_options options = {
		.intro = row->intro,
		.fields = domains->fields,
		.field_count = FIELDS,
		.verb = row->verb,
	};

	act_form_init(&domains->act, app, order_id, offers_kind(offer));
	domains->fields[DOMAIN] = (struct form_field){
		.kind = FORM_CHOICE,
		.label = "Domains",
		.choices = make_choices(domains, offer),
	};
	act_form_open(&domains->act, row->title, &options, &hooks);
}
