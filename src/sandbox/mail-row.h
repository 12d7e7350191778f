/* SPDX-License-Identifier: MIT
 *
 * A mail as it lies in the database, with its link. The link's token is the
 * only thing that opens a page which changes something.
 */
#ifndef SANDBOX_MAIL_ROW_H
#define SANDBOX_MAIL_ROW_H

#include <stdbool.h>
#include <stdint.h>

#include "attr.h"
#include "mem.h"
#include "sandbox/sandbox.h"

struct db;
struct sqlite3_stmt;

enum mail_row_kind {
	MAIL_ROW_APPROVAL,
	MAIL_ROW_ISSUANCE,
	MAIL_ROW_DCV,
	MAIL_ROW_CERTIFICATE,
};

enum mail_row_state {
	MAIL_ROW_OPEN, /* sent; the link works */
	MAIL_ROW_VOID, /* a newer mail, or somebody's approval, came first */
	MAIL_ROW_USED,
	MAIL_ROW_HELD, /* not sent yet: a contact is not validated */
};

/* How a certificate is in its mail; the words are those of the API. */
enum mail_row_format {
	MAIL_ROW_NO_FORMAT, /* no certificate mail */
	MAIL_ROW_ATTACHMENT,
	MAIL_ROW_PLAINTEXT,
	MAIL_ROW_LINK,
};

struct mail_row {
	struct mem_arena arena;
	int64_t id;
	int64_t time; /* of sending; of a held mail: when it was made */
	int64_t order_id;
	const char *to;
	const char *name; /* NULL: unknown */
	enum mail_row_kind kind;
	const char *subject;
	const char *token; /* NULL: no link */
	enum mail_row_state state;
	int64_t used_time;   /* used, or void by an approval; 0: neither */
	int64_t replaced_by; /* void by this mail's send; 0: not known */
	enum mail_row_format format;
	int64_t certificate_id; /* of a certificate mail */
	const char *message;	/* written by who sent it; NULL: none */
};

/* By number or by token; false if there is none. The caller clears. */
MUST_CHECK bool mail_row_read(struct db *db, int64_t id, struct mail_row *row);
MUST_CHECK bool
mail_row_find(struct db *db, const char *token, struct mail_row *row);
void mail_row_clear(struct mail_row *row);

/* The columns mail_row_take reads, in their order. */
#define MAIL_ROW_COLUMNS                                                       \
	"id, time, order_id, recipient, name, kind, subject, token, state,"    \
	" used_time, replaced_by, format, certificate_id, message"
void mail_row_take(struct mail_row *row, struct sqlite3_stmt *statement);

/* "approval", "open": the words of the API and of the database. */
const char *mail_row_kind_word(enum mail_row_kind kind);
const char *mail_row_state_word(enum mail_row_state state);
/* A word that is none of them counts as "certificate": without a link. */
enum mail_row_kind mail_row_kind_find(const char *word);

/* MAIL_ROW_NO_FORMAT for a word that is none of them, and for NULL. */
enum mail_row_format mail_row_format_find(const char *word);

/* A certificate is behind a link only where the mail was asked for so. */
bool mail_row_has_link(const struct mail_row *row);
/* "/approve/TOKEN", "/collect/TOKEN", "/certificate/TOKEN", or "" if the mail
 * has no link. Lives on the row's arena. */
const char *mail_row_path(struct mail_row *row);
/* The same with the server's address before it. */
const char *mail_row_link(const struct sandbox *sandbox, struct mail_row *row);

/*
 * When a void link's successor was sent, seconds since 1970; 0 if there is
 * none: then the order was approved by another mail's link.
 */
int64_t mail_row_replaced_at(struct db *db, const struct mail_row *row);

#endif
