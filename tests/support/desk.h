/* SPDX-License-Identifier: MIT
 *
 * What stands around the core in its tests: time, network and disk are played,
 * api and (if asked for) store are real. Most tests are about order 900101.
 */
#ifndef DESK_H
#define DESK_H

#include <stddef.h>

#include "action.h"
#include "api.h"
#include "store.h"
#include "tests/support/fake-loop.h"
#include "tests/support/fake-transport.h"
#include "tests/support/memory-journal.h"

#define DESK_LIST	"/order/certificate"
#define DESK_INFO	"/order/certificate/900101"
#define DESK_VALIDATION DESK_INFO "/validation"
#define DESK_NOTES	DESK_INFO "/note"
#define DESK_RESEND	DESK_INFO "/order-approval/resend-emails"

/* Answers about it: a pending EV order, and who may approve it. */
#define DESK_EV "\"product\":{\"name_id\":\"ssl_ev_securesite_flex\"}"
#define DESK_ORDER(status, approved)                                           \
	"{\"id\":900101,\"status\":\"" status                                  \
	"\",\"order_approval_complete\":" approved "," DESK_EV "}"
#define DESK_DETAILS DESK_ORDER("pending", "false")
#define DESK_CONTACT(email, status)                                            \
	"{\"email\":\"" email "\",\"status\":\"" status "\"}"
#define DESK_ORGANIZATION(contacts)                                            \
	"\"organization_validations\":[{\"type\":\"ev\",\"status\":"           \
	"\"active\",\"verified_contacts\":[" contacts "]}]"
#define DESK_TWO                                                               \
	DESK_CONTACT("ana@example.com", "active")                              \
	"," DESK_CONTACT("ben@example.com", "active")
#define DESK_VALIDATIONS(contacts)                                                   \
	"{\"order_id\":\"900101\",\"organization_id\":\"44001\"," DESK_ORGANIZATION( \
		contacts) "}"
#define DESK_APPROVERS DESK_VALIDATIONS(DESK_TWO)

struct desk {
	struct fake_loop *loop;
	struct fake_transport *transport;
	struct memory_journal *journal;
	struct api *api;
	struct store *store; /* NULL: not asked for */
	int changes;	     /* that the store told */
};

/* Without a store. */
void desk_open(struct desk *desk, const struct api_options *options);
/* With one, whose GETs are not tried again; agent mira at jump1. */
void desk_open_store(struct desk *desk);
void desk_open_store_with(
	struct desk *desk, const struct store_options *options);
void desk_close(struct desk *desk);

void desk_run(struct desk *desk); /* until nothing is ready */
/* Answer a request that must be waiting, and run. */
void desk_reply(struct desk *desk, const char *method, const char *path,
	int status, const char *body);
/* The two reads before a write: all is as it should be. */
void desk_look_well(struct desk *desk);
/* How many such requests there were; path "*" is any. */
size_t desk_sent(const struct desk *desk, const char *method, const char *path);

/* The approval mail of order 900101 to ana and ben@example.com. */
struct action_request desk_approval(void);
/* A record about the order in the journal, by kai at jump2, `age` s old;
 * its number is returned. */
int64_t desk_add_record(struct desk *desk, enum journal_outcome outcome,
	const char *action, int64_t age);

/* -- with a store -- */

extern const struct store_options desk_options; /* of desk_open_store */

struct order_query desk_query(const char *status);
/* Answer the list's request for the page at `offset` with the numbers first,
 * first + 1, ... of EV orders. */
void desk_reply_page(struct desk *desk, long offset, long first, long count,
	long total, const char *status);
/* The body of such a page; the caller frees. */
char *desk_page(long first, long count, long total, const char *status);

/* Order 900101 as the store has it; it must be there. */
const struct store_order *desk_order(const struct desk *desk);
/* Open it; all that is asked is answered well. */
void desk_open_order(struct desk *desk);
/* Start desk_approval; it must be possible. */
struct action *desk_act(struct desk *desk);

#endif
