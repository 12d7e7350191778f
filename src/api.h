/* SPDX-License-Identifier: MIT
 *
 * CertCentral's calls: one table of endpoints (method, path, what its answer
 * is, the documentation page it comes from), the meaning of HTTP statuses in
 * one place, retries of GET, and the request budget.
 *
 * Budget: half of the service's limits, 50 requests in 5 s and 500 in 180 s
 * (certcentral-api.md 1.3), settable. What the user asked for goes before what
 * runs in the background. A write never waits behind a GET of ours; one that
 * would have to wait for more than a minute is API_NOT_SENT (ERROR_LIMITED).
 *
 * What is read ahead goes when nothing else waits or is under way, two at once,
 * within half of the budget. It fails with ERROR_LIMITED where that would take
 * longer than 5 s, or within 180 s of a 429, and is never sent again.
 *
 * Only GET is ever sent again (429, 502, 503, 504, lost or no connection), with
 * full jitter, a cap of 60 s (4 s without network) and Retry-After (1 to 300 s)
 * honoured. A write is handed to the transport exactly once.
 */
#ifndef API_H
#define API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "loop.h"
#include "order-json.h"
#include "transport.h"

enum api_endpoint {
	API_LIST_ORDERS,
	API_ORDER_INFO,
	API_ORDER_VALIDATION,
	API_ORDER_NOTES,
	API_EMAIL_VALIDATION,
	API_ACCOUNT,
	API_USER_ME,
	API_RESEND_APPROVAL, /* PUT .../order-approval/resend-emails */
	API_RESEND_ISSUANCE, /* the account's issuance_resend setting */
	API_ADD_NOTE,
	API_STATUS_CHANGES,
	API_REISSUES,
	API_DUPLICATES,
	API_GUEST_ACCESS, /* of the account */
	API_USERS,
	API_ORGANIZATION, /* id: the organization's */
	API_ORGANIZATION_VALIDATIONS,
	API_DOWNLOAD,	       /* id: the certificate's; word: a format */
	API_RESEND_DCV,	       /* the order's; not the approval mail */
	API_RESEND_DOMAIN_DCV, /* id: the domain's */
	API_CHECK_DCV,	       /* of the order */
	API_CHECK_DOMAIN_DCV,  /* id: the domain's */
	API_SUBMIT_VALIDATION, /* id: the organization's */
	API_SEND_CERTIFICATE,  /* id: the certificate's */
	API_SET_ADDITIONAL_EMAILS,
	API_SET_CONTACT,
	API_SET_USER_ACCESS,
	API_SET_GUEST_ACCESS,
	API_SET_STATUS,
	API_SET_RENEWAL_NOTICES, /* word: one of those below */
	API_DEMO_MAILS, /* the demo's server only: where a mail can be read */
	API_ENDPOINTS,
};

enum api_priority {
	API_BACKGROUND, /* nobody waits for it */
	API_USER,	/* the user asked for it */
	API_AHEAD,	/* perhaps nobody will ever want it */
};

/* What became of a write (product.md 5). */
enum api_outcome {
	API_NO_WRITE, /* it was a GET */
	API_SENT,     /* 2xx */
	API_REFUSED,  /* 4xx but 408 */
	API_NOT_SENT, /* no byte was written */
	API_UNKNOWN,  /* everything else */
};

struct api_request {
	enum api_endpoint endpoint;
	enum api_priority priority;
	const char *order_id; /* where the path has one */
	/* Where the path has more: the number of an organization, a domain or
	 * a certificate, and one of a fixed set of words. */
	const char *id, *word;
	const char *query; /* behind the '?', or NULL */
	const char *body;  /* JSON of a write, or NULL */
	bool keep_raw;	   /* list: each row keeps its JSON text */
};

/* What renewal notices are set to: the documentation hides the words. */
#define API_NOTICES_ON	"enable"
#define API_NOTICES_OFF "disable"

/* A certificate as it is downloaded: at most 4 MiB, half of what the transport
 * lets through, as it is there twice. */
struct api_file {
	char *data; /* NULL: none; ends in a NUL that is not counted */
	size_t len;
	char type[64]; /* "application/x-pem-file"; "" if not told */
};

/*
 * One answer. The pointer of the endpoint is set when ok; the receiver owns it
 * when it takes it (sets it to NULL here), else api frees it after the call.
 */
struct api_result {
	enum api_endpoint endpoint;
	bool ok;
	struct error error;
	enum api_outcome outcome;
	int status; /* HTTP, 0 if none */
	int64_t elapsed_ms;
	struct order_page *page;
	struct order_details *details;
	struct order_validation *validation;
	struct order_notes *notes;
	struct order_emails *emails;
	struct order_mails *mails;
	struct order_changes *changes;
	struct order_certificates *certificates;
	struct organization *organization;
	struct organization_validations *validations;
	struct people *people;
	struct api_file file; /* data is taken as the pointers are */
	struct order_account account;
	struct order_user user;
	struct order_guest_access guest_access;
	struct order_dcv_check dcv_check; /* of a write; see `told` */
};

typedef void (*api_fn)(void *data, struct api_result *result);

struct api_options {
	int short_limit, long_limit; /* 0: 50 in 5 s, 500 in 180 s */
	int tries;		     /* of a GET in all; 0: 5. Subcommands: 3 */
	int64_t tries_within_ms;     /* no try starts after this; 0: no limit */
	bool retry_connect; /* whether a refused connection is tried again */
	/* "PUT /sandbox/v1/order/certificate/{order_id}/..." or "" */
	const char *issuance_resend;
	uint64_t seed; /* of the jitter; 0: from the system */
};

struct api;
struct api_call;

/* options may be NULL: the defaults, with retry_connect. */
struct api *api_new(struct loop *loop, struct transport *transport,
	const struct api_options *options);
void api_free(struct api *api); /* cancels all; no callback comes */

/*
 * Exactly one `done` unless cancelled, never from within. The request is
 * copied. A write with ERROR_STATE at once (through the loop) when
 * issuance_resend is empty.
 */
struct api_call *api_send(struct api *api, const struct api_request *request,
	api_fn done, void *data);
/* A GET that is cancelled is gone. A write that was handed over already may
 * have had its effect: the caller treats it as unknown. True if the request
 * had been handed to the transport. */
bool api_cancel(struct api_call *call);
/* It has been handed to the transport and is not answered. */
bool api_is_running(const struct api_call *call);
/* How much of its answer is here; false: nothing is under way just now. */
bool api_progress(const struct api_call *call, struct transport_progress *out);
/* What was read ahead is wanted now: it goes on as if the user had asked. */
void api_hurry(struct api_call *call);

/* How many are waiting or under way, for the screen's "2 req"; without what is
 * read ahead. */
size_t api_active(const struct api *api);
/* Why something that is asked for is sent again: the last answer or failure of
 * those that are. NULL: nothing is, or the service limits us. Lent. */
const struct error *api_trouble(const struct api *api);
/* Until when the budget or a 429 makes us wait; loop time in ms, 0 if not. */
int64_t api_limited_until(const struct api *api);
/* Whether the call is about an organization or a domain: what a key with the
 * role Orders has no rights on. */
bool api_is_of_organization(enum api_endpoint endpoint);
/* Whether issuance_resend is set. */
bool api_has_issuance_resend(const struct api *api);

/* Status and body to an error; the server's own words kept, and advice unless
 * it is a write that may have gone out. Pure. False for anything but 2xx. Used
 * by api; visible for its test. */
MUST_CHECK bool api_status_to_error(const struct transport_response *response,
	bool is_write, struct error *error);
enum api_outcome api_outcome_of(const struct transport_response *response);

#endif
