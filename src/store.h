/* SPDX-License-Identifier: MIT
 *
 * All that is known and how fresh it is. Views read it, ask it to fetch or to
 * act, and are told "changed" once a turn. A failed refresh keeps the old data
 * and adds the error beside it. A new refresh of the same thing replaces the
 * old one. Details of orders visited are kept for STORE_ORDERS_KEPT orders.
 *
 * Data is lent until the loop's next turn: views keep order numbers, never
 * pointers.
 */
#ifndef STORE_H
#define STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "action.h"
#include "api.h"
#include "journal.h"
#include "loop.h"
#include "offers.h"
#include "order.h"
#include "order-pages.h"
#include "order-query.h"
#include "resend.h"
#include "waiting.h"

#define STORE_ORDERS_KEPT  64
#define STORE_ACTIONS_KEPT 32

enum store_state {
	STORE_NEVER,  /* not asked for yet */
	STORE_BUSY,   /* first load under way, nothing to show */
	STORE_READY,  /* data is there */
	STORE_FAILED, /* no data, see error */
};

/* How one resource stands. Data and error may both be there: then the data is
 * old and the last refresh failed (STALE). */
struct store_resource {
	enum store_state state;
	bool refreshing;
	int64_t as_of;	    /* s, UTC, of the data; 0: none */
	int64_t busy_since; /* loop ms of the running request, 0: none */
	struct error error; /* of the last try; ERROR_NONE if it went well */
};

enum store_kind {
	STORE_ENTERPRISE,
	STORE_PARTNER,
	STORE_LEGACY,
	STORE_SUBSCRIPTION,
	STORE_KIND_UNKNOWN, /* auto, and the account has not answered yet */
};

struct store_options {
	const char *account_name; /* of the configuration; "demo" */
	const char *label;	  /* "PROD"; "" for none */
	enum store_kind kind;	  /* STORE_KIND_UNKNOWN: auto */
	bool read_only;
	const char *read_only_reason; /* a sentence, with read_only */
	const char *console_url;      /* with {order_id}; "" */
	const char *mail_url; /* demo: "http://127.0.0.1:PORT/mail"; "" */
	const char *agent, *host;
	int resend_guard_s;
	/* How often the list asks for changes, in seconds; 0: never, and then
	 * nothing wakes up for it. */
	int refresh_s;
	bool note_on_resend;
	bool keep_raw_rows; /* list rows keep their JSON */
	bool view_counts;   /* the screens ask how many orders a view has */
	bool read_ahead;    /* the orders that may be opened next */
};

struct store_account {
	char name[64], label[64];
	enum store_kind kind;
	char organization[128]; /* "" until the account has answered */
	char user[128];
	bool read_only;
	char read_only_reason[200];
	unsigned roles; /* of the key's user: bits of enum people_role */
	/* Known of the key: the role Orders, or a 403 on an organization. */
	bool no_organizations;
	struct store_resource resource;
};

/* What is known of one order. */
struct store_order {
	char id[ORDER_ID_SIZE];
	struct store_resource details_state, validation_state;
	struct store_resource notes_state, emails_state, history_state;
	struct order_details *details;
	struct order_validation *validation;
	struct order_notes *notes;
	struct order_emails *emails;
	/* Asked for only when the details say that there are some. */
	struct store_resource reissues_state, duplicates_state;
	struct order_certificates *reissues, *duplicates;
	struct resend_last last; /* approval, from journal or note */
	struct resend_last last_issuance;
	int64_t unsettled; /* journal id of an unknown send, 0 if none */
	int64_t unsettled_time;
	char unsettled_agent[128], unsettled_host[128];
	char unsettled_action[32];
};

struct store;

typedef void (*store_fn)(void *data);

/* journal may be NULL with *journal_error saying why: then nothing can be
 * sent. api and journal are lent and must outlive the store. */
struct store *
store_new(struct loop *loop, struct api *api, struct journal *journal,
	const struct error *journal_error, const struct store_options *options);
void store_free(struct store *store);

/* One listener; comes at most once a turn, through the loop. */
void store_on_changed(struct store *store, store_fn fn, void *data);

/* What it was made with, lent. The options are its own copies: no NULL texts.
 */
struct loop *store_loop(const struct store *store);
struct api *store_api(const struct store *store);
const struct store_options *store_options(const struct store *store);
/* What may change while it runs, taken from these: resend_guard_s, refresh_s,
 * note_on_resend, view_counts, read_ahead; and read_only with its reason, which
 * is never taken back. */
void store_adjust(struct store *store, const struct store_options *options);

/* -- account -- */
void store_start(struct store *store); /* account, user and unknown sends */
/* Nobody looks: what is under way goes on, and nothing more is asked for in the
 * background. Until somebody does, who is then told what has changed. */
void store_rest(struct store *store);
void store_wake(struct store *store);
const struct store_account *store_account(const struct store *store);
/* "Certificates > Orders" or "My Digital Trust Products > Certificates". */
const char *store_menu_path(const struct store *store);
const char *store_kind_label(enum store_kind kind); /* "Enterprise" */
/* The order's address in the console, or the menu path. Caller frees. */
char *store_console_address(const struct store *store, const char *order_id);

/* -- list -- */
void store_list_open(struct store *store, const struct order_query *query);
void store_list_refresh(struct store *store);
/* The same for all rows that are loaded, not only for those near the screen:
 * for a list that shows rows from everywhere. Until store_list_near. */
void store_list_refresh_held(struct store *store);
/* The person does not want to wait: what is there stays, with an error. False:
 * nothing was under way. */
bool store_list_cancel(struct store *store);
/* Rows [first, first+count) are on the screen: fetch what is missing near. */
void store_list_near(struct store *store, long first, long count);
long store_list_total(const struct store *store); /* -1 while unknown */
size_t store_list_loaded(const struct store *store);
const struct order *store_list_row(const struct store *store, long row);
/* True: nothing will come for the row, though the server counts it. */
bool store_list_is_gap(const struct store *store, long row);
long store_list_find(const struct store *store, const char *order_id);
const struct store_resource *store_list_resource(const struct store *store);
void store_list_each(const struct store *store,
	bool (*fn)(void *data, long row, const struct order *order),
	void *data);

/* The same page by page, see order-pages.h. */
void store_list_each_part(const struct store *store,
	void (*fn)(void *data, const struct order_pages_part *part),
	void *data);

/* How many orders a query has on the server, asked for in the background one
 * after the other; asked anew after a refresh of the list. Queries that are
 * not wanted any more are forgotten when there is no room (12). -1: not known.
 */
void store_count_want(struct store *store,
	const struct order_query *const *queries, size_t count);
long store_count(const struct store *store, const struct order_query *query);

/* A row whose order has changed since the list was read: when (s, UTC), 0 if
 * it has not. It stands where it stood, with what is known of it now. */
int64_t store_row_changed_at(const struct store *store, const char *order_id);
/* It is on the list no more by its status, or the server does not know it any
 * more. It stays until the list is read again. */
bool store_row_is_gone(const struct store *store, const char *order_id);

/* -- one order -- */
/* Fetch details, validation, notes, addresses and journal, all at once, unless
 * they are there; refresh: even then. */
void store_order_open(struct store *store, const char *order_id, bool refresh);
/* The orders that the next keys may open, likeliest first: read ahead if they
 * were never opened, one after the other, while nothing else is asked for, see
 * api.h, and while enough of those read so before were opened. What is not
 * under way of those named before is given up. Opened within a minute they ask
 * for nothing; later they are shown and read again. */
void store_order_ahead(
	struct store *store, const char *const *order_ids, size_t count);
/* The orders that were opened, the latest first: at most `max` lent texts.
 * Returns how many. */
size_t
store_opened(const struct store *store, const char **order_ids, size_t max);
/* As store_list_cancel. */
bool store_order_cancel(struct store *store, const char *order_id);
const struct store_order *store_order(
	const struct store *store, const char *order_id); /* NULL: nothing */
/* Something of it is asked for. */
bool store_order_is_busy(const struct store *store, const char *order_id);
/* The head: details' if known, else the list's row. NULL if neither. */
const struct order *
store_order_head(const struct store *store, const char *order_id);

/* -- waiting on -- */
/* Pending rows near the cursor, nearest first: validations are fetched in the
 * background. */
void store_waiting_near(
	struct store *store, const char *const *order_ids, size_t count);
struct waiting
store_waiting(const struct store *store, const struct order *order);
/* Its validation would be asked for: it is not known, or older than the last
 * refresh or than its status. */
bool store_waiting_is_due(const struct store *store, const struct order *order);

/* -- what belongs to the account; read only when asked for -- */

/* Fetch unless it is there; refresh: even then. */
void store_users_open(struct store *store, bool refresh);
void store_guests_open(struct store *store, bool refresh);
/* NULL while not known; *resource says how it stands. Lent. Who may be given
 * access to an order: people_is_limited. */
const struct people *
store_users(const struct store *store, const struct store_resource **resource);
const struct order_guest_access *
store_guests(const struct store *store, const struct store_resource **resource);

/* An organization as organization info and the list of its validations tell
 * it; either may be there without the other. */
struct store_organization {
	char id[ORDER_ID_SIZE];
	struct store_resource resource; /* of organization info */
	struct store_resource validations_state;
	struct organization *organization;	      /* NULL: not known */
	struct organization_validations *validations; /* NULL: not known */
};

/* Nothing happens for a key that has no rights on organizations: the order's
 * validation has to do. */
void store_organization_open(
	struct store *store, const char *organization_id, bool refresh);
/* The list of its validations: only where an order's validation, which tells
 * the same, could not be read. */
void store_organization_validations_open(
	struct store *store, const char *organization_id, bool refresh);
/* NULL: never opened. Lent. */
const struct store_organization *
store_organization(const struct store *store, const char *organization_id);

/* -- downloads -- */

struct store_file {
	const char *data; /* NULL: it failed, see error; else len bytes */
	size_t len;
	const char *type; /* "application/x-pem-file"; "" if not told */
	const char *name; /* to save it under: "900101.pem" */
	struct error error;
};

/* All of it is lent for the call. */
typedef void (*store_file_fn)(void *data, const struct store_file *file);

/* The certificate of an order that was opened, in a format of the API ("p7b",
 * "pem_all"; NULL: what suits the product). False and *error when it has none.
 * Else done comes once, through the loop. */
MUST_CHECK bool
store_download(struct store *store, const char *order_id, const char *format,
	store_file_fn done, void *data, struct error *error);
/* How much of the download with this data is here; false: nothing is under way
 * just now. */
bool store_download_progress(const struct store *store, const void *data,
	struct transport_progress *out);
/* Downloads with this data are given up; NULL: all. */
void store_download_forget(struct store *store, const void *data);

/* -- writes -- */
/* Whether the action can be done for the order now; else the sentence why
 * not. */
bool store_offers(const struct store *store, const char *order_id,
	enum offer offer, char *reason, size_t size);
/* Whether writes may be tried at all; else the sentence why not. */
bool store_may_write(const struct store *store, char *reason, size_t size);
/* Starts the action. NULL and *error when one of this kind is running for this
 * order already, or writes are not allowed. */
struct action *store_act(struct store *store,
	const struct action_request *request, struct error *error);
/* Actions of this run are numbered as they were started; 0: none was. */
int store_action_last(const struct store *store);
/* Lent until the next store_act: of those that have ended and whose outcome is
 * known, it forgets all but the latest STORE_ACTIONS_KEPT. NULL: forgotten. */
struct action *store_action(const struct store *store, int number);
/* The latest one of a kind for an order; NULL if none, or forgotten. */
struct action *store_action_of(
	const struct store *store, const char *order_id, const char *kind);
size_t store_actions_running(const struct store *store);
/* Seconds since this program itself sent the mail of that record of the
 * journal, whatever happened to the wall clock since; -1: it did not. */
int64_t store_sent_ago(
	const struct store *store, const char *order_id, int64_t journal_id);

/* -- journal -- */
bool store_is_unsettled(const struct store *store, const char *order_id);
size_t store_unsettled_count(const struct store *store);
/* A person settles; done (may be NULL) comes through the loop. */
void store_settle(struct store *store, int64_t journal_id,
	enum journal_outcome outcome, journal_done_fn done, void *data);
struct journal *store_journal(const struct store *store); /* may be NULL */
const struct error *store_journal_error(const struct store *store);

#endif
