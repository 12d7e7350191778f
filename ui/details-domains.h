/* SPDX-License-Identifier: MIT
 *
 * The domains of an order: state, method, age and the names they cover. The
 * open ones stand in Certificate status, the others in Certificate Details.
 */
#ifndef DETAILS_DOMAINS_H
#define DETAILS_DOMAINS_H

#include "details-facts.h"

void details_domains_add_open(const struct details_facts *facts);
/* All that are done; of an order that is over also those that never were. */
void details_domains_add_others(const struct details_facts *facts);

#endif
