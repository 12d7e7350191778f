/* SPDX-License-Identifier: MIT
 *
 * The domain's values: orders as the list shows them, an order in full, what
 * its validation says. Plain data, decoded by order-json, read by all else.
 * Strings are UTF-8 as the server sent them (repaired by json-gate, not yet
 * cleaned for a screen: that is the canvas' business); NULL means absent. A
 * member of the wrong type has the text order_invalid and counts in
 * `unreadable`. Dates are seconds since 1970 UTC, DATE_NONE or DATE_INVALID.
 *
 * Everything a page, an order or a validation points to lives in its arena
 * and dies with it.
 *
 * Facts: certcentral-api.md 2, 3, 7, 8 (dev.digicert.com, Services API,
 * orders/list-orders, orders/order-info, orders/validation-status).
 */
#ifndef ORDER_H
#define ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "date.h"
#include "mem.h"

/* Order numbers are text here: digits as a rule, "OID-223344" in old data. */
#define ORDER_ID_SIZE 32

extern const char order_invalid[]; /* "invalid" */

enum order_status {
	ORDER_PENDING,
	ORDER_REISSUE_PENDING,
	ORDER_NEEDS_APPROVAL,
	ORDER_WAITING_PICKUP,
	ORDER_PROCESSING,
	ORDER_NEEDS_CSR,
	ORDER_ISSUED,
	ORDER_EXPIRED,
	ORDER_REVOKED,
	ORDER_REJECTED,
	ORDER_CANCELED,
	ORDER_STATUS_OTHER, /* a word we do not know; see status_text */
};

/* What a product is, for who may approve it and what can be mailed. */
enum order_family {
	ORDER_EV_TLS,
	ORDER_OV_TLS,
	ORDER_DV_TLS,
	ORDER_PRIVATE_TLS,
	ORDER_CODE_SIGNING,
	ORDER_EV_CODE_SIGNING,
	ORDER_MARK,   /* VMC and CMC */
	ORDER_CLIENT, /* client_*, class1_smime, secure_email_* */
	ORDER_DOCUMENT_SIGNING,
	ORDER_FAMILY_OTHER, /* not in the table: the server decides */
};

/* One row of the list; also the head of an order in full. */
struct order {
	const char *id; /* "" when unreadable: cannot be opened */
	enum order_status status;
	const char *status_text; /* the server's word */
	enum order_family family;
	const char *common_name;
	const char *product_name_id, *product_name, *product_type;
	const char *organization_id, *organization_name;
	const char *container_id, *container_name; /* division */
	const char *certificate_id;
	const char *const *dns_names;
	size_t dns_name_count;
	int64_t date_created, valid_till;
	int64_t order_valid_till; /* of a multi-year order: its end */
	int days_remaining;	  /* INT_MIN: not given */
	int validity_years;	  /* 0: not given */
	/* -1: not told. The last is that of all names of a certificate, of
	 * which dns_names may list only some. */
	int duplicates_count, reissues_count, number_of_sans;
	bool is_renewed, has_duplicates;
	int unreadable;	 /* members that could not be read */
	const char *raw; /* the JSON text of it, if asked for; else NULL */
};

struct order_person {
	const char *id, *first_name, *last_name, *name, *email;
	const char *job_title, *telephone, *telephone_extension;
};

struct order_request {
	const char *id, *type, *status, *comments;
	int64_t date;
};

/* A name and what stands beside it, in the server's words: a custom field, a
 * domain and its CAA message. */
struct order_field {
	const char *id; /* of a custom field; else NULL */
	const char *label, *value;
};

struct order_check { /* organization_type: pending */
	const char *name, *state;
	bool done;
};

/* What a mark certificate shows (order info, `vmc`). */
struct order_mark {
	const char *type; /* "registered_mark"; NULL: no mark certificate */
	/* What is told of it: an object's members, or a text of its own. */
	struct order_field *data;
	size_t data_count;
	const char *text;
	const char *logo_id;
	int enable_hosting; /* 1, 0, or -1 when not told */
	const char *hosted_logo, *hosted_certificate; /* addresses */
};

/* Days before the end of a certificate on which notices are sent; negative:
 * after it. send_minus_90 .. send_minus_3, send_plus_7 in old data. */
#define ORDER_NOTICES 8

/* An order in full (order info). */
struct order_details {
	struct mem_arena arena;
	struct order head;
	/* certificate */
	const char *serial_number, *thumbprint, *signature_hash, *ca_name;
	const char *server_platform, *csr;
	int key_size;		   /* 0: not given */
	const char *const *emails; /* client certificates */
	size_t email_count;
	const char *const *organization_units;
	size_t organization_unit_count;
	int64_t date_issued, valid_from;
	int64_t order_valid_till; /* as in the head */
	int64_t certificate_created;
	/* Validity that was asked for, where it is not in whole years: in
	 * days (0: not so), or until a date (text as the server has it). */
	int validity_days;
	const char *custom_expiration;
	/* Names that were paid for; -1: not told. */
	int purchased_dns_names, purchased_wildcard_names;
	struct order_mark mark;
	/* order */
	int order_approval_complete; /* 1, 0, or -1 when not told */
	int guest_access;	     /* the same */
	bool is_renewal, is_multi_year_plan, has_pending_request;
	bool disable_renewal_notifications, disable_issuance_email;
	bool allow_duplicates;
	bool disable_ct, is_out_of_contract;
	int server_licenses;				    /* 0: not told */
	const char *renewed_order_id, *renewal_of_order_id; /* NULL for 0 */
	const char *dcv_method, *payment_method, *cs_provisioning_method;
	const char *alternative_order_id;
	const char *validation_type, *validation_name, *validation_description;
	const char *receipt_id, *price, *currency;
	const char *api_key_name, *api_key_type; /* what it was ordered with */
	const char *hardware_init_code;		 /* code signing on a token */
	struct order_field *ship_info;		 /* where the token goes */
	size_t ship_info_count;
	int renewal_notices[ORDER_NOTICES]; /* days, in the order sent */
	size_t renewal_notice_count;
	/* What DigiCert checks, by the order's own words; the validation has
	 * the same by organization. */
	struct order_check *checks;
	size_t check_count;
	/* Domains whose CAA records do not allow the issuance, or what else is
	 * told of them; only of pending orders, and only if asked for. */
	struct order_field *caa;
	size_t caa_count;
	const char *const *additional_emails;
	size_t additional_email_count;
	/* people and places */
	const char *organization_city, *organization_state;
	const char *organization_country;
	int organization_is_active; /* 1, 0, or -1 when not told */
	struct order_person organization_contact, technical_contact;
	struct order_person user, approver; /* requester; who approved it */
	struct order_person *user_assignments;
	size_t user_assignment_count;
	struct order_request *requests;
	size_t request_count;
	struct order_field *custom_fields;
	size_t custom_field_count;
	const char *raw; /* the whole answer as valid JSON */
};

/* One page of the list. */
struct order_page {
	struct mem_arena arena;
	struct order *rows;
	size_t count;
	long total; /* page.total; -1 when not told */
};

/* `active` and `complete` are the same (certcentral-api.md 8). */
enum order_state {
	ORDER_STATE_NONE, /* not told */
	ORDER_STATE_PENDING,
	ORDER_STATE_ACTIVE,
	ORDER_STATE_EXPIRED,
	ORDER_STATE_OTHER, /* a word we do not know */
};

/* Kinds of verified contacts: bits, as one person may be several. */
enum order_contact_kind {
	ORDER_CONTACT_EV = 1,
	ORDER_CONTACT_CS = 2,
	ORDER_CONTACT_EV_CS = 4,
};

struct order_contact {
	struct order_person person;
	enum order_state state;
	const char *state_text;
};

struct order_organization_validation {
	const char *type, *name,
		*description; /* type: ov, ev, cs, ev_cs, ... */
	enum order_state state;
	const char *state_text;
	int64_t date_created, validated_until;
	struct order_contact *contacts;
	size_t contact_count;
	struct order_check *checks;
	size_t check_count;
};

struct order_domain {
	const char *domain_id, *name, *method, *state_text;
	const char *approval_scope; /* "subdomains": they are covered */
	bool done;
	int64_t expires; /* of the approval, in old answers */
	const char *const *dns_names;
	size_t dns_name_count;
};

struct order_validation {
	struct mem_arena arena;
	const char *order_id, *organization_id, *organization_name;
	enum order_status order_status;
	const char *order_status_text;
	const char *dcv_method, *name_scope;
	struct order_organization_validation *organizations;
	size_t organization_count; /* validations of the organization */
	struct order_domain *domains;
	size_t domain_count;
	int unreadable;
	const char *raw;
};

struct order_note {
	const char *id, *text, *user_name;
	int64_t date;
};

struct order_notes {
	struct mem_arena arena;
	struct order_note *items; /* newest first */
	size_t count;
};

struct order_email_state { /* a client certificate's address */
	const char *email, *state_text;
	bool validated;
	int64_t date_emailed;
};

struct order_emails {
	struct mem_arena arena;
	struct order_email_state *items;
	size_t count;
};

/* An order whose status has changed (orders/status-change-list). */
struct order_change {
	const char *id; /* a valid order number */
	const char *certificate_id;
	enum order_status status;
	const char *status_text;
};

struct order_changes {
	struct mem_arena arena;
	struct order_change *items; /* in the order sent */
	size_t count;
};

/* A certificate of the order besides its primary one: of a reissue, or a
 * duplicate (orders/list-reissues, orders/list-duplicates). */
struct order_certificate {
	const char *id, *common_name, *status_text;
	const char *serial_number, *thumbprint, *signature_hash;
	int64_t date_created, date_issued, valid_from, valid_till;
	const char *const *dns_names;
	size_t dns_name_count;
};

struct order_certificates {
	struct mem_arena arena;
	struct order_certificate *items; /* in the order sent */
	size_t count;
};

/* Whether guests may see orders of this account (account/guest-access-url). */
struct order_guest_access {
	bool enabled;
	char url[512]; /* "" when not told, or too long to be one */
};

/* What an immediate check of domain control found. */
struct order_dcv_check {
	bool told;		   /* anything at all */
	bool valid;		   /* the whole */
	size_t names, valid_names; /* 0 of 0 when names are not told */
};

/* What the demo's server tells: the mails of an order whose link works. */
struct order_mails {
	struct mem_arena arena;
	const char **ids; /* digits, oldest first */
	size_t count;
};

/* An order of which nothing is told: number "", no dates, no counts. */
void order_init(struct order *order);

void order_details_free(struct order_details *details); /* NULL allowed */
void order_page_free(struct order_page *page);
void order_validation_free(struct order_validation *validation);
void order_notes_free(struct order_notes *notes);
void order_emails_free(struct order_emails *emails);
void order_mails_free(struct order_mails *mails);
void order_changes_free(struct order_changes *changes);
void order_certificates_free(struct order_certificates *certificates);

/* Whether text can be an order number: 1..ORDER_ID_SIZE-1 of [A-Za-z0-9-]. */
bool order_id_is_valid(const char *text);
/* Whether an answer that names this order is about another one than was asked
 * for. One that names none (NULL, "", order_invalid) is not. */
bool order_id_is_other(const char *answered, const char *asked);

enum order_status order_status_from(const char *wire);
const char *order_status_wire(enum order_status status); /* "pending" */
/* The console's word: "Pending", "Emailed to Recipient". For OTHER the
 * server's own is in the order. */
const char *order_status_label(enum order_status status);
const char *order_status_shown(const struct order *order);
/* The same in 13 columns at most, but for the server's own: "Emailed", as the
 * view of those is called. */
const char *order_status_brief(const struct order *order);
bool order_status_is_open(enum order_status status); /* something is awaited */

/* By name_id first, then by validation_type (may be NULL), never by type. */
enum order_family
order_family_from(const char *name_id, const char *validation_type);
bool order_family_needs_approval(enum order_family family);
/* Bits of enum order_contact_kind that may approve; 0: not in the table. */
unsigned order_family_kinds(enum order_family family);
const char *order_family_label(enum order_family family); /* "EV TLS/SSL" */

/* What the Certificate name column shows: common name, else the first name or
 * address, else the family in words. Never NULL. Lent. */
const char *order_name(const struct order *order);

/* The bit of a validation type: "ev" ORDER_CONTACT_EV; 0 for others. */
unsigned order_kind_from(const char *validation_type);
/* "EV", "EV, EV CS"; out is at least 24 bytes. Returns out. */
char *order_kinds_text(unsigned kinds, char *out, size_t size);
/* The same for scripts, in the API's words: "ev", "ev,ev_cs". */
char *order_kinds_wire(unsigned kinds, char *out, size_t size);

#endif
