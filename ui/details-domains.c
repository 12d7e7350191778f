/* SPDX-License-Identifier: MIT
 *
 * One line a domain: "example.net: approved, by email; for www.example.net".
 */
#include "details-domains.h"

#include <string.h>

/* How long an open domain has been open, or until when a done one counts. */
static const char *
domain_age(const struct details_facts *facts, const struct order_domain *domain)
{
	char age[DATE_TEXT_SIZE];
	enum style style;

	if (domain->done && date_is_known(domain->expires))
		return details_page_text(facts->page, ", until %s",
			details_facts_end(facts, domain->expires, &style));
	if (domain->done || !order_status_is_open(facts->head->status) ||
		!date_is_known(facts->head->date_created))
		return "";
	date_age(facts->head->date_created, facts->now, age);
	return details_page_text(facts->page, ", ordered %s", age);
}

/* "; for www.example.net, pay.example.net" where the name does not say it; of
 * many only how many, as DNS names above has them. */
static const char *domain_names(
	const struct details_facts *facts, const struct order_domain *domain)
{
	if (domain->dns_name_count == 0 ||
		(domain->dns_name_count == 1 && domain->name != NULL &&
			strcmp(domain->name, domain->dns_names[0]) == 0))
		return "";
	if (details_facts_shown(facts, domain->dns_name_count) <
		domain->dns_name_count) {
		facts->page->is_folded = true;
		return details_page_text(
			facts->page, "; for %zu names", domain->dns_name_count);
	}
	return details_page_text(facts->page, "; for %s",
		details_facts_list(
			facts, domain->dns_names, domain->dns_name_count));
}

static const char *state_text(const struct order_domain *domain)
{
	if (domain->done)
		return "validated";
	return domain->state_text != NULL ? domain->state_text : "open";
}

static bool covers_subdomains(const struct order_domain *domain)
{
	return domain->approval_scope != NULL &&
	       strcmp(domain->approval_scope, "subdomains") == 0;
}

static void add_domain(const struct details_facts *facts, const char *label,
	const struct order_domain *domain)
{
	const char *method = domain->method;

	if (method == NULL)
		method = facts->validation->dcv_method;
	details_page_marked(facts->page, label,
		canvas_mark(domain->done ? CANVAS_DONE : CANVAS_NOT_YET),
		STYLE_TEXT,
		details_page_text(facts->page, "%s%s: %s%s%s%s%s",
			domain->name != NULL ? domain->name
					     : "domain without a name",
			covers_subdomains(domain) ? " and subdomains" : "",
			state_text(domain), method != NULL ? ", by " : "",
			method != NULL ? method : "", domain_age(facts, domain),
			domain_names(facts, domain)));
}

/* Those that are done, or those that are not. */
static void
add_domains(const struct details_facts *facts, const char *label, bool done)
{
	const struct order_validation *validation = facts->validation;
	size_t all = 0, count = 0, shown;

	for (size_t i = 0; i < validation->domain_count; i++)
		all += validation->domains[i].done == done;
	shown = details_facts_shown(facts, all);
	for (size_t i = 0; i < validation->domain_count && count < shown; i++)
		if (validation->domains[i].done == done)
			add_domain(facts, count++ == 0 ? label : NULL,
				&validation->domains[i]);
	details_facts_more(facts, shown, all, "domains");
}

/* At what each name is validated; certcentral-api.md 8. */
static const char *
scope_text(const struct details_facts *facts, const char *scope)
{
	if (scope == NULL)
		return NULL;
	if (strcmp(scope, "base_domain") == 0)
		return "each name at its base domain";
	if (strcmp(scope, "fqdn") == 0)
		return "each name as it was ordered";
	return details_facts_word(facts, scope);
}

void details_domains_add_open(const struct details_facts *facts)
{
	add_domains(facts, NULL, false);
}

void details_domains_add_others(const struct details_facts *facts)
{
	const struct order_validation *validation = facts->validation;

	if (validation == NULL)
		return;
	add_domains(facts, "Validated domains", true);
	if (!order_status_is_open(facts->head->status))
		add_domains(facts, "Open domains", false);
	if (validation->domain_count > 0)
		details_page_field(facts->page, "Name scope",
			scope_text(facts, validation->name_scope));
}
