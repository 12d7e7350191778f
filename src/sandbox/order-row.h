/* SPDX-License-Identifier: MIT
 *
 * An order as it lies in the database, read into memory: what the handlers
 * and pages look at. Everything hangs on the row's own arena.
 */
#ifndef SANDBOX_ORDER_ROW_H
#define SANDBOX_ORDER_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attr.h"
#include "mem.h"
#include "sandbox/products.h"
#include "sandbox/schema.h"

struct db;

struct order_row {
	struct mem_arena arena;
	int64_t id;
	enum schema_status status;
	const struct products_item *product;
	int64_t organization_id; /* 0: none */
	int64_t container_id;
	int64_t user_id; /* who ordered */
	int64_t created;
	int64_t certificate_id;	 /* 0: none yet */
	const char *common_name; /* NULL: none */
	const char **dns_names;
	size_t dns_count;
	const char **emails; /* on a client certificate */
	size_t email_count;
	const char **additional_emails;
	size_t additional_count;
	int years;
	int64_t valid_from; /* DATE_NONE: not issued */
	int64_t valid_till;
	int64_t issued;
	int64_t changed; /* the last change of the status */
	unsigned int flags;
	int domains_open;
	enum schema_approval approval;
	const char *approved_by; /* NULL: nobody */
	int64_t approved;	 /* DATE_NONE: not */
	const char *dcv_method;	 /* "email"; of orders with DNS names */
	const char *dcv_token;	 /* NULL: none */
	int64_t dcv_since;	 /* when the token was made */
	const char **validated; /* scopes that passed, though others have not */
	size_t validated_count;
	const char *renewal_message; /* NULL: none */
};

/* The order's data; false if there is none. The caller clears. */
MUST_CHECK bool
order_row_read(struct db *db, int64_t id, struct order_row *row);
void order_row_clear(struct order_row *row);

/* "pending"; the word of the API. */
const char *order_row_status_word(enum schema_status status);
/* The status of a word, or -1. */
int order_row_status_find(const char *word);

#endif
