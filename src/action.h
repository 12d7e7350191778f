/* SPDX-License-Identifier: MIT
 *
 * One write, from the press of Send to its outcome, in steps that nobody can
 * skip: look at the order again -> guard and journal `pending`, synced ->
 * send, once -> journal the outcome. Every write of the program goes this way.
 * The kinds of writes are one table (action-kinds.c), by the journal's words.
 *
 *   CHECKING --> RECORDING --> SENDING --> CLOSING --> DONE
 *      |             |            |
 *      +-- STATE,    +-- GUARDED, +-- SENT, REFUSED,
 *          FAILED        UNSETTLED    NOT_SENT, UNKNOWN
 *                        NO_JOURNAL
 *
 * It is bound to the order's id for its whole life. Owned by the store.
 */
#ifndef ACTION_H
#define ACTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api.h"
#include "journal.h"
#include "loop.h"
#include "resend.h"

enum action_phase {
	ACTION_CHECKING,
	ACTION_RECORDING,
	ACTION_SENDING,
	ACTION_CLOSING, /* the outcome is being written */
	ACTION_DONE,
};

enum action_result {
	ACTION_NONE,	   /* not done yet */
	ACTION_SENT,	   /* the server said 2xx */
	ACTION_REFUSED,	   /* the server said no; error has its words */
	ACTION_NOT_SENT,   /* not one byte went out */
	ACTION_UNKNOWN,	   /* it may have gone out */
	ACTION_STATE,	   /* the order or a contact changed; nothing sent */
	ACTION_FAILED,	   /* the look failed, or it was cancelled before */
	ACTION_GUARDED,	   /* sent a moment ago; `other` tells; nothing sent */
	ACTION_UNSETTLED,  /* an earlier one is unknown; nothing sent */
	ACTION_NO_JOURNAL, /* the journal could not be written; nothing sent */
};

/*
 * What is asked for; all is copied. What a kind needs besides its order:
 *
 *   resend-approval       recipients (and last, for the journal)
 *   resend-issuance       recipients: the one address it goes to
 *   note                  text
 *   resend-dcv, check-dcv recipients: one domain as the validation names it,
 *                         or none: the whole order
 *   add-contact           person (all but telephone_extension); word: "ev",
 *                         "cs" or "ev_cs"
 *   send-certificate      recipients; word: "attachment", "plaintext" or
 *                         "downloadlink"; text: a message, or NULL
 *   additional-emails     recipients: all of the new list, may be none;
 *                         before: the list that the person has seen
 *   organization-contact, technical-contact
 *                         person: first_name, last_name and what is to be
 *                         changed; NULL members keep their value
 *   user-access           ids: all users of the new list, may be none;
 *                         recipients: how people call them, as many; before:
 *                         the ids that the person has seen. Who ordered it has
 *                         access anyway and is in none of them
 *   guest-access-on/off, renewal-notices-on/off
 *   cancel                text: why; before: the status that was seen, in the
 *                         API's word, or none
 *
 * What is missing ends as FAILED with ERROR_USAGE. Where `before` is not what
 * the order says now, nothing is sent: STATE, and the sentence names the
 * difference.
 */
struct action_request {
	const char *kind; /* JOURNAL_RESEND_APPROVAL, ... */
	const char *order_id;
	const char *const *recipients;
	size_t recipient_count;
	const char *text, *word;
	const struct order_person *person;
	const char *const *ids, *const *before;
	size_t id_count, before_count;
	const struct resend_last *last; /* what the agent saw, or NULL */
	int guard_s;
	int64_t agreed_to; /* see journal.h */
	bool despite_unsettled;
};

/* What stood in the way (GUARDED, UNSETTLED). */
struct action_other {
	int64_t id, time;
	char agent[128], host[128];
};

struct action {
	/* Read only for others. */
	int number; /* 1, 2, ... as they were started; set by the store */
	enum action_phase phase;
	enum action_result result;
	char order_id[ORDER_ID_SIZE];
	const char *kind;
	char **recipients;
	size_t recipient_count;
	struct error error;
	int http_status;
	int64_t journal_id;		/* 0 before it was recorded */
	int64_t started_ms, sending_ms; /* loop time; sending_ms 0 before */
	int64_t ended;			/* s, UTC, 0 while running */
	struct action_other other;
	/* The outcome could not be written: shown, and unknown next time. */
	bool outcome_not_recorded;
	/* In the demo: the mails that went out, for those who want to read
	 * them. NULL if that is not known. */
	struct order_mails *mails;
	struct order_dcv_check dcv_check; /* what a check found; see `told` */
	bool was_reissue; /* the cancel was of a pending reissue */
	/* What the look before the sending read, for the store to take. */
	struct order_details *details;
	struct order_validation *validation;
	struct action_private *inner;
};

struct action_context {
	struct loop *loop;
	struct api *api;
	struct journal *journal;    /* NULL: nothing can be sent */
	struct error journal_error; /* why there is none */
	bool is_demo;		    /* the server tells of its mails */
	/* Whether the key may write at all is being asked: before that is
	 * known, action_may_write, nothing is recorded or sent. */
	bool waits_for_rights;
};

/* `changed` comes through the loop after each step, the first when the look is
 * over, the last with phase DONE. */
typedef void (*action_fn)(void *data, struct action *action);

struct action *action_start(const struct action_context *context,
	const struct action_request *request, action_fn changed, void *data);

/* NULL: it may, or that cannot be known and the server decides. Else a sentence
 * on why not: it ends with FAILED and ERROR_PERMISSION. Only in time counts. */
void action_may_write(struct action *action, const char *why_not);

/* Before SENDING: ends with FAILED, nothing sent. While SENDING: gives up
 * waiting, the outcome is UNKNOWN and recorded so. Later: nothing. */
void action_cancel(struct action *action);

/* Only when DONE, or at the end of the program (then no callback comes). */
void action_free(struct action *action);

/* The endpoint of a kind, for those who ask whether the key may call it. The
 * first of the two when it depends on the order. */
enum api_endpoint action_endpoint(const char *kind);

/* Whether its call was about an organization or a domain, not the order. */
bool action_is_of_organization(const struct action *action);

/* One sentence on the result, for the message line: "Sent to 2 contacts." */
char *action_sentence(const struct action *action, char *out, size_t size);

#endif
