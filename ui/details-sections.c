/* SPDX-License-Identifier: MIT
 *
 * The sections are a table in the order of the page; where nothing is known of
 * the order there is one that says why.
 */
#include "details-sections.h"

#include "details-control.h"
#include "details-facts.h"
#include "wording.h"

/* -- all of them ----------------------------------------------------------- */

const char details_sections_organization[] = "Organization";

static const struct {
	const char *heading;
	void (*add)(const struct details_facts *facts);
} sections[] = {
	{"Certificate status", details_status_add},
	{"Certificate Details", details_certificate_add},
	{"Order Details", details_order_add},
	{details_sections_organization, details_organization_add},
	{"Contacts", details_organization_add_contacts},
	{"User Access", details_order_add_access},
	{"Notes", details_history_add_notes},
	{"History", details_history_add},
};

bool details_sections_is_missing(const struct store_order *known)
{
	return known != NULL && known->details == NULL &&
	       known->details_state.error.kind == ERROR_NOT_FOUND &&
	       !known->details_state.refreshing;
}

/* There is nothing to show but why: loading, no such order, or a failure. */
static void
add_no_order(struct details_page *page, const struct details_source *source)
{
	const struct store_order *known =
		store_order(source->store, source->order_id);

	details_page_section(
		page, details_page_text(page, "Order %s", source->order_id));
	if (known == NULL) {
		details_page_item(page, NULL, STYLE_DIM, "loading ...");
		return;
	}
	if (details_sections_is_missing(known)) {
		details_page_item(page, canvas_mark(CANVAS_BLOCKS), STYLE_ERROR,
			details_page_text(page,
				"There is no order %s in this account. %s%s",
				source->order_id,
				known->details_state.error.text,
				wording_stop(known->details_state.error.text)));
		details_page_item(page, NULL, STYLE_TEXT,
			"Check the number; an order of another account or "
			"sub-account is not visible with this key.");
		return;
	}
	details_control_resource(
		page, source, &known->details_state, "The order");
}

void details_sections_build(
	struct details_page *page, const struct details_source *source)
{
	struct details_facts facts;

	if (details_sections_is_missing(
		    store_order(source->store, source->order_id)) ||
		!details_facts_init(&facts, page, source)) {
		add_no_order(page, source);
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
		details_page_section(page, sections[i].heading);
		sections[i].add(&facts);
	}
}
