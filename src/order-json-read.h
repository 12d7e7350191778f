/* SPDX-License-Identifier: MIT
 *
 * Private to the order-json family: one JSON document, and tolerant readers of
 * its members. A member that is absent or null leaves what is read untouched
 * or gives NULL; one of the wrong type counts as unreadable. Of duplicate
 * names the first wins. Both are logged once a document, when it is closed.
 *
 * Integers are exact to 2^53; whatever number cannot be held exactly is
 * unreadable. Empty strings are the same as absent ones.
 */
#ifndef ORDER_JSON_READ_H
#define ORDER_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cJSON.h>

#include "buf.h"
#include "error.h"
#include "mem.h"
#include "order.h"

struct order_json_read {
	const char *text;    /* what the gate let through, no NUL need follow */
	size_t len;	     /* of it */
	struct buf repaired; /* the text, where it had to be repaired */
	const cJSON *root;   /* an object or an empty array; lies in nodes */
	struct mem_arena nodes, texts; /* the tree */
	struct mem_arena *arena;       /* where what is read goes */
	const char *what;	       /* "order list", for the log */
	int unreadable;		       /* members so far */
	const char *first_unreadable;
	size_t row, first_row; /* of a list, from 1; 0: in none */
	int duplicates;
	const char *first_duplicate;
};

/* False: not JSON, or not an object. close is to be called in any case, and
 * the text has to stay until then. */
MUST_CHECK bool order_json_read_open(struct order_json_read *read,
	const char *what, const char *text, size_t len, struct mem_arena *arena,
	struct error *error);
void order_json_read_close(struct order_json_read *read);
/* Ends the reading of members: the whole text, in the arena. */
char *order_json_read_keep(struct order_json_read *read);

/* The member, NULL if it is absent or null; object may be NULL. Nothing is
 * counted: for what is read a second time. */
const cJSON *order_json_read_peek(const cJSON *object, const char *name);

/* The member as an object; NULL also for [] and for a wrong type. */
const cJSON *order_json_read_object(
	struct order_json_read *read, const cJSON *object, const char *name);

/* The items of the member: of an array, or the one object that stands in the
 * place of an array. Go on with ->next, *count times, not further; there are
 * at most 10000, the others are logged. Items that
 * are no objects count as unreadable and read as objects without members. */
const cJSON *order_json_read_items(struct order_json_read *read,
	const cJSON *object, const char *name, size_t *count);

const char *order_json_read_text(
	struct order_json_read *read, const cJSON *object, const char *name);
/* A number or a string; NULL for 0, "0" and "", which mean none. */
const char *order_json_read_id(
	struct order_json_read *read, const cJSON *object, const char *name);
/* The order's own number; "" when it is none or not a valid one. */
const char *order_json_read_order_id(
	struct order_json_read *read, const cJSON *object, const char *name);
/* The item itself as text: a string as it is, all else as JSON. NULL for NULL;
 * name is what is counted when it cannot be read. */
const char *order_json_read_any(
	struct order_json_read *read, const cJSON *item, const char *name);
/* An array of strings without the blank ones, or a single string. */
const char *const *order_json_read_texts(struct order_json_read *read,
	const cJSON *object, const char *name, size_t *count);

/* These give `none` when the member is absent or unreadable. */
int64_t order_json_read_integer(struct order_json_read *read,
	const cJSON *object, const char *name, int64_t none);
/* 1 or 0: true, 1, "1", "true". */
int order_json_read_flag(struct order_json_read *read, const cJSON *object,
	const char *name, int none);

/* A table of members that go to the fields of a struct. */
enum order_json_kind {
	ORDER_JSON_TEXT, /* const char * */
	ORDER_JSON_ID,	 /* const char * */
	ORDER_JSON_ANY,	 /* const char * */
	ORDER_JSON_DATE, /* int64_t */
	ORDER_JSON_INT,	 /* int */
	ORDER_JSON_FLAG, /* bool */
};

struct order_json_field {
	const char *name;
	enum order_json_kind kind;
	size_t offset;
};

/* A row: ORDER_JSON_FIELD(struct order, "status", TEXT, status_text) */
#define ORDER_JSON_FIELD(type, name, kind, member)                             \
	{                                                                      \
		name, ORDER_JSON_##kind, offsetof(type, member)                \
	}

/* An absent member leaves its field as it is, an unreadable one too, but
 * texts become order_invalid. object may be NULL. */
void order_json_read_fields(struct order_json_read *read, const cJSON *object,
	const struct order_json_field *fields, size_t count, void *base);

/* A person's members; a missing `name` is put together from its parts. */
void order_json_read_person(struct order_json_read *read, const cJSON *object,
	struct order_person *person);

/* What the list and order info have in common; raw is not touched. */
void order_json_read_head(
	struct order_json_read *read, const cJSON *object, struct order *head);

/* An object whose members are a name and a state each: what DigiCert checks.
 * NULL and *count 0 when there are none. One whose state is no text counts as
 * unreadable. */
struct order_check *order_json_read_checks(struct order_json_read *read,
	const cJSON *object, const char *name, size_t *count);
/* Whether a word, which may be NULL, says of a check or a domain: done. */
bool order_json_read_is_done(const char *word);

/* Validations of an organization, a list in the root; `people` is what the
 * member of each is called that lists its contacts. */
struct order_organization_validation *
order_json_read_validations(struct order_json_read *read, const char *name,
	const char *people, size_t *count);

/* Bits of enum people_role, of the member access_roles. */
unsigned
order_json_read_roles(struct order_json_read *read, const cJSON *object);

/* An object whose members are a name and a value of any type each. */
struct order_field *order_json_read_pairs(struct order_json_read *read,
	const cJSON *object, const char *name, size_t *count);

/* Counts a member as unreadable; for what these readers do not know. */
void order_json_read_odd(struct order_json_read *read, const char *name);

/* The own text of each item of member (a child of the root), which may have
 * numbers that cJSON cannot hold. *at is NULL before the first call; to be
 * called as often as there are items, not more. */
MUST_CHECK bool order_json_read_raw(const struct order_json_read *read,
	const cJSON *member, const char **at, const char **item, size_t *len);

#endif
