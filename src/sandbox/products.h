/* SPDX-License-Identifier: MIT
 *
 * The products that can be ordered here (certcentral-api.md 2.4), what kind
 * of validation each needs and who may approve it. A product's number in the
 * database is its place in this table, which is sorted by name, so that
 * sorting by the number is sorting by the name.
 */
#ifndef SANDBOX_PRODUCTS_H
#define SANDBOX_PRODUCTS_H

#include <stdbool.h>
#include <stddef.h>

enum products_group {
	PRODUCTS_EV_TLS,
	PRODUCTS_OV_TLS,
	PRODUCTS_DV_TLS,
	PRODUCTS_PRIVATE_TLS,
	PRODUCTS_CODE_SIGNING,
	PRODUCTS_MARK,
	PRODUCTS_CLIENT,       /* client_*, class1_smime */
	PRODUCTS_SECURE_EMAIL, /* secure_email_*: client certificates too */
	PRODUCTS_DOCUMENT,
};

/* Which verified contacts may approve an order of the product. */
enum products_approval {
	PRODUCTS_APPROVAL_NONE, /* no verified contact is asked */
	PRODUCTS_APPROVAL_EV,
	PRODUCTS_APPROVAL_CS,
	PRODUCTS_APPROVAL_EV_CS,
	PRODUCTS_APPROVAL_ANY, /* mark certificates: ev, cs or ev_cs */
};

struct products_item {
	const char *name_id;
	const char *name;
	const char *type; /* product.type of the API */
	enum products_group group;
	enum products_approval approval;
	const char *validation; /* "ev", "ov", ...; NULL: no organization */
	bool has_names;		/* has DNS names to validate */
};

size_t products_count(void);
const struct products_item *products_at(size_t number); /* never NULL */
/* The product's number, or -1. */
int products_find(const char *name_id);
/* Client certificates: those with an issuance mail. */
bool products_is_client(const struct products_item *product);
/* Whether a contact of this kind ("ev", "cs", "ev_cs") may approve it. */
bool products_may_approve(
	const struct products_item *product, const char *kind);
/* Whether there is such a kind of organization validation. */
bool products_is_validation(const char *validation);
/* "EV", "Extended Organization Validation (EV)" for "ev", and so on. */
const char *products_validation_name(const char *validation);
const char *products_validation_text(const char *validation);

#endif
