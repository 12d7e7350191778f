/* SPDX-License-Identifier: MIT
 *
 * A list with a limit; few enough to be searched from its begin.
 */
#include "sandbox/recipients.h"

#include <stdlib.h>

#include "attr.h"
#include "mem.h"
#include "sandbox/scopes.h"
#include "text.h"

bool recipients_has(const struct recipients *recipients, const char *email)
{
	for (size_t i = 0; email && i < recipients->count; i++)
		if (text_equal_ascii_case(recipients->emails[i], email))
			return true;
	return false;
}

void recipients_add(struct recipients *recipients, const char *email)
{
	if (!recipients_has(recipients, email) &&
		recipients->count < RECIPIENTS_MAX)
		recipients->emails[recipients->count++] = mem_dup(email);
}

void recipients_clear(struct recipients *recipients)
{
	for (size_t i = 0; i < recipients->count; i++)
		free(recipients->emails[i]);
	recipients->count = 0;
}

void recipients_add_owners(struct recipients *recipients, const char *domain)
{
	static const char *const boxes[] = {"admin", "administrator",
		"hostmaster", "postmaster", "webmaster"};

	for (size_t i = 0; i < ARRAY_LEN(boxes); i++) {
		char *email = mem_printf("%s@%s", boxes[i], domain);

		recipients_add(recipients, email);
		free(email);
	}
}

void recipients_add_open_domains(
	struct recipients *recipients, const struct order_row *row)
{
	struct scopes scopes;

	scopes_init(&scopes, row);
	for (size_t i = 0; i < scopes.count; i++)
		if (scopes.items[i].open)
			recipients_add_owners(
				recipients, scopes.items[i].scope);
	scopes_clear(&scopes);
}
