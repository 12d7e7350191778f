/* SPDX-License-Identifier: MIT
 *
 * Freeing organizations; what they are comes from order-json.
 */
#include "organization.h"

#include <stdlib.h>

void organization_free(struct organization *organization)
{
	if (organization == NULL)
		return;
	mem_arena_clear(&organization->arena);
	free(organization);
}

void organization_validations_free(struct organization_validations *validations)
{
	if (validations == NULL)
		return;
	mem_arena_clear(&validations->arena);
	free(validations);
}
