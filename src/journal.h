/* SPDX-License-Identifier: MIT
 *
 * The record of every write, and the guard before one (product.md 5). Done by
 * journal-sqlite for the program, by tests/support/memory-journal in scenes.
 *
 * All calls answer later, through the loop, as a disk may be slow; they are
 * carried out one after the other in the order of the calls. What an answer
 * points to is lent for the call. A call cannot be cancelled; a caller that
 * dies first uses journal_forget.
 */
#ifndef JOURNAL_H
#define JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "attr.h"
#include "error.h"
#include "order.h"

enum journal_outcome {
	JOURNAL_PENDING,  /* intended, and its process is still there */
	JOURNAL_SENT,	  /* 2xx */
	JOURNAL_REFUSED,  /* 4xx but 408 */
	JOURNAL_NOT_SENT, /* no byte was written */
	JOURNAL_UNKNOWN,  /* everything else */
};

/* The kinds of writes, by the words that the journal keeps. */
#define JOURNAL_RESEND_APPROVAL	     "resend-approval"
#define JOURNAL_RESEND_ISSUANCE	     "resend-issuance"
#define JOURNAL_NOTE		     "note"
#define JOURNAL_RESEND_DCV	     "resend-dcv"
#define JOURNAL_CHECK_DCV	     "check-dcv"
#define JOURNAL_ADD_CONTACT	     "add-contact"
#define JOURNAL_SEND_CERTIFICATE     "send-certificate"
#define JOURNAL_ADDITIONAL_EMAILS    "additional-emails"
#define JOURNAL_ORGANIZATION_CONTACT "organization-contact"
#define JOURNAL_TECHNICAL_CONTACT    "technical-contact"
#define JOURNAL_USER_ACCESS	     "user-access"
#define JOURNAL_GUEST_ACCESS_ON	     "guest-access-on"
#define JOURNAL_GUEST_ACCESS_OFF     "guest-access-off"
#define JOURNAL_NOTICES_ON	     "renewal-notices-on"
#define JOURNAL_NOTICES_OFF	     "renewal-notices-off"
#define JOURNAL_CANCEL		     "cancel"
#define JOURNAL_SETTLE		     "settle"

struct journal_record {
	int64_t id;
	int64_t time;	      /* s, UTC: when it was intended */
	const char *agent;    /* login name */
	const char *api_user; /* user of the key, "" if not known */
	const char *host;
	const char *api_host; /* "www.digicert.com", "127.0.0.1:8417" */
	const char *account;
	const char *order_id;
	const char *action;	       /* one of the words above */
	const char *const *recipients; /* lower or upper case as sent */
	size_t recipient_count;
	const char *const *added, *const *removed; /* against the last send */
	size_t added_count, removed_count;
	enum journal_outcome outcome; /* as it is now: see below */
	/* The settlement of this record, if any: an unknown one that a person
	 * has settled keeps its outcome; what was decided is here. */
	bool settled;
	enum journal_outcome settled_as; /* SENT or NOT_SENT */
	int64_t settles; /* a settlement: the record it is about; else 0 */
	int http_status; /* 0: none */
	const char *error_code; /* "" if none */
	int64_t finished;	/* s, UTC; 0 while pending */
};

/*
 * A `pending` record reads as unknown once its process is gone (another start
 * time counts as gone), or after 120 s if it was on another host.
 */

/* What stands between an intent and its sending. */
enum journal_verdict {
	JOURNAL_MAY_SEND,  /* the pending record is on disk, synced */
	JOURNAL_GUARDED,   /* sent less than the guard ago */
	JOURNAL_UNSETTLED, /* an earlier send of the order is unknown */
	JOURNAL_IN_FLIGHT, /* another process is sending this right now */
	JOURNAL_FAILED,	   /* could not be written: nothing may be sent */
};

struct journal_intent {
	const char *action, *order_id;
	const char *const *recipients;
	size_t recipient_count;
	const char *const *added, *const *removed;
	size_t added_count, removed_count;
	/* Guard for the same action and order: seconds, 0 for none. The person
	 * has already agreed to all sends up to record `agreed_to`. */
	int guard_s;
	int64_t agreed_to;
	bool despite_unsettled; /* the order number was typed, or --again */
};

struct journal_answer {
	enum journal_verdict verdict;
	int64_t id; /* of the new record, with MAY_SEND */
	const struct journal_record *other; /* in the way; else NULL */
	struct error error;
};

struct journal_filter {
	const char *order_id; /* NULL: all */
	const char *action;   /* NULL: all */
	bool unknown_only;    /* unknown and not settled */
	bool this_host_only;  /* API host of this journal's account */
	size_t limit;	      /* 0: all */
};

struct journal_list {
	const struct journal_record *records; /* newest first */
	size_t count;
	struct error error; /* kind ERROR_NONE if it could be read */
};

typedef void (*journal_begin_fn)(
	void *data, const struct journal_answer *answer);
typedef void (*journal_done_fn)(void *data, const struct error *error);
typedef void (*journal_list_fn)(void *data, const struct journal_list *list);

struct journal;

struct journal_ops {
	void (*begin)(struct journal *, const struct journal_intent *,
		journal_begin_fn, void *);
	void (*finish)(struct journal *, int64_t id, enum journal_outcome,
		int http_status, const char *error_code, journal_done_fn,
		void *);
	void (*settle)(struct journal *, int64_t id, enum journal_outcome,
		journal_done_fn, void *);
	void (*list)(struct journal *, const struct journal_filter *,
		journal_list_fn, void *);
	void (*set_user)(struct journal *, const char *api_user);
	void (*forget)(struct journal *, void *data);
	void (*free)(struct journal *);
};

struct journal {
	const struct journal_ops *ops;
};

/* Guard check and pending record in one transaction. */
void journal_begin(struct journal *journal, const struct journal_intent *intent,
	journal_begin_fn done, void *data);

/* Write the outcome, once. It is an error to finish a record twice. */
void journal_finish(struct journal *journal, int64_t id,
	enum journal_outcome outcome, int http_status, const char *error_code,
	journal_done_fn done, void *data);

/* A person says what became of an unknown record: SENT or NOT_SENT. Refused
 * (ERROR_STATE) when the record is not unknown or is settled already. */
void journal_settle(struct journal *journal, int64_t id,
	enum journal_outcome outcome, journal_done_fn done, void *data);

/* Those that pass all of the filter, newest first. */
void journal_list(struct journal *journal, const struct journal_filter *filter,
	journal_list_fn done, void *data);

/* The user of the key, once it is known; goes into later records. */
void journal_set_user(struct journal *journal, const char *api_user);

/* No answer with this `data` comes any more; what was to be written still is,
 * while a list that waits for its turn is not read. */
void journal_forget(struct journal *journal, void *data);

/* No answer comes any more, and nobody waits: what is queued is still done, the
 * last of it when the loop is freed at the latest. NULL is allowed. */
void journal_free(struct journal *journal);

const char *journal_outcome_name(enum journal_outcome outcome); /* "not_sent" */
/* The record's outcome with a settlement taken into account. */
enum journal_outcome
journal_record_verdict(const struct journal_record *record);
bool journal_record_is_unsettled(const struct journal_record *record);

#endif
