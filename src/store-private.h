/* SPDX-License-Identifier: MIT
 *
 * What the files of the store share: its struct, and what they call of each
 * other. Nobody else includes this.
 *
 *   store.c           life, account, "changed"
 *   store-account.c   users, guests, organizations; what can be done
 *   store-download.c  certificates as files
 *   store-live.c      what changes in the list while it is shown
 *   store-resource.c  how one resource stands
 *   store-list.c      the list, page by page
 *   store-order.c     orders that were opened
 *   store-ahead.c     orders that may be opened next
 *   store-last.c      last known and unsettled sends of one order
 *   store-waiting.c   what the rows on the screen wait on
 *   store-journal.c   unsettled sends, last sends, settling
 *   store-write.c     actions
 *   store-ids.c       a map by order number
 */
#ifndef STORE_PRIVATE_H
#define STORE_PRIVATE_H

#include "order-pages.h"
#include "store-ids.h"
#include "store.h"

#define STORE_LIST_FETCHES    3
#define STORE_LIVE_HEADS      2
#define STORE_WAITING_FETCHES 4
#define STORE_AHEAD	      3
#define STORE_WAITING_NEAR    256 /* rows; more are not on a screen */
/* More than rows: else a filter by what they wait on would never be done. */
#define STORE_WAITING_KEPT (2 * ORDER_PAGES_KEPT * ORDER_PAGES_ROWS)

/* -- the list -- */

struct store_list_fetch {
	struct store *store;
	struct api_call *call; /* NULL: free */
	unsigned generation;
	long page;
};

struct store_list {
	bool is_open;
	struct order_query query;
	struct order_pages *pages;
	struct store_resource resource;
	bool wants_as_of; /* no page of this generation has come yet */
	int64_t as_of_ms; /* as_of of the resource, in loop ms */
	bool wants_held;  /* all pages that are here are to come anew */
	long near_first, near_count;
	int64_t hold_until; /* loop ms: no asking before, after a failure */
	struct store_list_fetch fetches[STORE_LIST_FETCHES];
};

/* -- orders -- */

enum store_part {
	STORE_DETAILS,
	STORE_VALIDATION,
	STORE_NOTES,
	STORE_EMAILS,
	STORE_REISSUES,
	STORE_DUPLICATES,
	STORE_PARTS,
};

struct store_fetch {
	struct store_entry *entry;
	enum store_part part;
	struct api_call *call; /* NULL: none under way */
	bool is_ahead;	       /* it is, or was, read ahead */
};

struct store_entry {
	struct store_entry *next;
	struct store *store;
	struct store_order order;
	unsigned long opened; /* larger is later; 0: it was read ahead only */
	bool is_outdated;     /* its status has changed since it was read */
	/* Read ahead: larger is later; when, in loop ms, and the refresh of the
	 * list that it is of. */
	unsigned long ahead;
	int64_t ahead_ms;
	unsigned ahead_generation;
	bool ahead_paid;
	struct store_fetch fetches[STORE_PARTS];
	struct resend_last journal_last, note_last;
};

/* -- maps -- */

struct store_waiting_item {
	char id[ORDER_ID_SIZE];
	enum order_status status; /* of the row it was asked for */
	bool known;
	struct waiting waiting;
	unsigned generation; /* of the refresh it was asked in */
	int64_t failed_ms;   /* loop ms; 0: it did not fail */
};

struct store_waiting_fetch {
	struct store *store;
	struct api_call *call; /* NULL: free */
	char id[ORDER_ID_SIZE];
	struct order order; /* without its texts */
	unsigned generation;
};

struct store_sent_item {
	char id[ORDER_ID_SIZE];
	int64_t time; /* of the last known approval mail */
};

/* The last mail of an order that this program itself has sent. */
struct store_own_item {
	char id[ORDER_ID_SIZE];
	int64_t journal_id, sent_ms; /* loop time */
};

struct store_unsettled_item {
	char id[ORDER_ID_SIZE];
	int64_t journal_id;
	bool unrecorded; /* the journal could not be told */
};

struct store_settling {
	struct store_settling *next;
	struct store *store;
	int64_t journal_id;
	enum journal_outcome outcome;
	journal_done_fn done;
	void *data;
	struct loop_deferred *refusal; /* there is no journal */
};

/* -- counts -- */

#define STORE_COUNTS 12

struct store_count {
	struct order_query query;
	long total;	     /* -1: not known */
	unsigned generation; /* of the refresh it was asked in */
	bool wanted;	     /* it is on the screen */
};

struct store_download {
	struct store_download *next;
	struct store *store;
	struct api_call *call;
	store_file_fn done;
	void *data;
	char name[ORDER_ID_SIZE + 8];
};

/* -- the live list -- */

struct store_live_item { /* a row that has changed */
	char id[ORDER_ID_SIZE];
	int64_t changed_at; /* s, UTC, of our clock */
	bool is_gone;	    /* the query would no longer find it */
	bool is_wanted;	    /* the rest of it is to be read */
};

struct store_live_fetch {
	struct store *store;
	struct api_call *call; /* NULL: free */
	char id[ORDER_ID_SIZE];
};

struct store_live {
	struct loop_timer *timer; /* NULL: it is off */
	struct api_call *call;	  /* of the changes; NULL: none */
	int64_t asked_at;	  /* s, UTC, of that */
	int64_t asked_ms;	  /* the same in loop ms */
	/* Up to when changes are known, s and loop ms; 0: as the list. */
	int64_t since, since_ms;
	bool has_failed;	/* the list's error is ours */
	struct store_ids items; /* struct store_live_item */
	struct store_live_fetch heads[STORE_LIVE_HEADS];
};

/* -- what belongs to the account -- */

struct store_organization_item {
	struct store_organization_item *next;
	struct store *store;
	struct store_organization public;
	struct api_call *info_call, *validations_call; /* NULL: none */
	bool is_ahead; /* info_call: nobody has asked for it yet */
};

/* -- the store -- */

struct store {
	struct loop *loop;
	struct api *api;
	struct journal *journal; /* NULL: none */
	struct error journal_error;
	struct store_options options; /* its texts are ours */
	struct store_account account;
	struct api_call *account_call, *user_call;
	struct api_call *users_call; /* NULL: none */
	struct people *users;	     /* NULL: not known */
	struct store_resource users_state;
	struct api_call *guests_call;
	struct order_guest_access guests;
	struct store_resource guests_state;
	struct store_organization_item *organizations; /* newest first */
	struct store_download *downloads;
	store_fn changed;
	void *changed_data;
	struct loop_deferred *notice;

	struct store_list list;
	struct store_live live;
	bool is_resting; /* nothing more is asked for in the background */

	struct store_count *counts; /* STORE_COUNTS; NULL: never wanted */
	size_t count_count;
	unsigned count_generation;
	struct api_call *count_call;
	struct order_query count_asked;

	struct store_entry *entries;
	size_t entry_count;
	unsigned long opened, ahead;
	char ahead_ids[STORE_AHEAD][ORDER_ID_SIZE];
	size_t ahead_count;
	int ahead_credit; /* see store-ahead.c */

	struct store_ids waitings; /* struct store_waiting_item */
	char (*waiting_near)[ORDER_ID_SIZE];
	size_t waiting_near_count;
	unsigned waiting_generation;
	struct store_waiting_fetch waiting_fetches[STORE_WAITING_FETCHES];

	struct store_ids sent;	    /* struct store_sent_item */
	struct store_ids own;	    /* struct store_own_item */
	struct store_ids unsettled; /* struct store_unsettled_item */
	/* What journal lists are asked with; only their addresses count. */
	char sent_tag, unsettled_tag;
	struct store_settling *settlings;

	struct action **actions;
	size_t action_count;
	int action_last; /* the number of the latest */
};

/* The key has no rights on organizations. */
void store_no_organizations(struct store *store);

/* Tell the listener, once a turn. */
void store_changed(struct store *store);

/* A request was started; it went well; it failed (*error is copied); it was
 * given up. */
void store_resource_begin(
	struct store_resource *resource, const struct store *store);
void store_resource_ready(struct store_resource *resource);
void store_resource_failed(
	struct store_resource *resource, const struct error *error);
void store_resource_stopped(struct store_resource *resource);
/* A person gave it up: it has failed, with a sentence that says so. */
void store_resource_cancelled(struct store_resource *resource);

/* All are to be asked anew; the list has nothing under way any more. */
void store_count_expire(struct store *store);
void store_count_go_on(struct store *store);
void store_count_clear(struct store *store);

void store_list_init(struct store *store);
void store_list_clear(struct store *store);

struct store_entry *
store_order_entry(const struct store *store, const char *order_id);
/* That entry, made if there was none, for the order to be read ahead. */
struct store_entry *
store_order_entry_ahead(struct store *store, const char *order_id);
/* Ask for its parts with this priority: those that are missing, or all. True:
 * something was asked for. */
bool store_order_ask(
	struct store_entry *entry, enum api_priority priority, bool refresh);
/* It was read ahead, and too long ago. */
bool store_ahead_is_stale(const struct store_entry *entry);
/* It may be opened next, so it is not to be forgotten. */
bool store_ahead_names(const struct store *store, const char *order_id);
void store_ahead_init(struct store *store);
/* A part of it that was read ahead was answered. */
void store_ahead_pay(struct store_entry *entry);
/* After that: it is there (true) or failed. */
void store_ahead_go_on(struct store *store, bool ok);
/* It is about to be opened. */
void store_ahead_earn(struct store_entry *entry);
/* The organization of an order that is read ahead; true: it is under way. */
bool store_organization_ahead(struct store *store, const char *id);
void store_organization_drop_ahead(struct store *store);
/* Give up what is asked for and not under way. */
void store_order_drop_ahead(struct store_entry *entry);
void store_order_clear(struct store *store); /* all of them */
/* Read the journal of the order again, if the order is kept. */
void store_order_reload_history(struct store *store, const char *order_id);
/* When its addresses were mailed, if that was asked for before. */
void store_order_reload_emails(struct store *store, const char *order_id);
/* Read these parts (bits of enum store_part) again, if the order is kept. */
void store_order_reload(
	struct store *store, const char *order_id, unsigned parts);
/* Take over what an action read, if the order is kept. */
void store_order_take_look(struct store *store, struct action *action);

void store_last_read_notes(struct store_entry *entry);
void store_last_read_history(
	struct store_entry *entry, const struct journal_list *list);
/* We sent an approval or issuance mail just now. */
void store_last_was_sent(struct store *store, const struct action *action);
/* Show this record as unsettled; NULL: none. */
void store_last_set_unsettled(struct store *store, const char *order_id,
	const struct journal_record *record);

void store_live_init(struct store *store);
void store_live_clear(struct store *store);
void store_live_adjust(struct store *store); /* the options say how often */
void store_live_rest(struct store *store);   /* and wake: is_resting says */
/* The list is new, or read anew: what was marked is not any more. */
void store_live_restart(struct store *store);
/* The order was read: its row, if its status was another. */
void store_live_learn(struct store *store, const struct order *fresh);

void store_waiting_clear(struct store *store);
/* Ask for what is near and not known. */
void store_waiting_pump(struct store *store);
/* All is to be asked anew when it comes near. */
void store_waiting_expire(struct store *store);
void store_waiting_learn(struct store *store, const struct order *order,
	const struct order_details *details,
	const struct order_validation *validation);

/* Read from the journal what concerns all orders. */
void store_journal_start(struct store *store);
void store_journal_reload_unsettled(struct store *store);
void store_journal_clear(struct store *store);
bool store_journal_is_resend(const char *action);
void store_journal_set_sent(
	struct store *store, const char *order_id, int64_t time);
/* What the history of one order says: journal_id 0 for none. */
void store_journal_set_unsettled(
	struct store *store, const char *order_id, int64_t journal_id);
/* An action of ours ended unknown and the journal could not be told. */
void store_journal_add_unrecorded(
	struct store *store, const char *order_id, int64_t journal_id);

/* Who the key belongs to is known now, or cannot be: for writes that wait. */
void store_write_rights_known(const struct store *store);
void store_write_clear(struct store *store);
void store_account_clear(struct store *store);

#endif
