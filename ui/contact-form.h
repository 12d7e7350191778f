/* SPDX-License-Identifier: MIT
 *
 * A new verified contact for the organization of an order (product.md 1.3):
 * submitted for validation, and not one who can be chosen until DigiCert has
 * validated the person.
 */
#ifndef CONTACT_FORM_H
#define CONTACT_FORM_H

struct view;

/* Opens over `owner`, bound to the order's number; or says why it cannot. */
void contact_form_open(struct view *owner, const char *order_id);

#endif
