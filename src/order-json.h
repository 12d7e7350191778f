/* SPDX-License-Identifier: MIT
 *
 * JSON to orders and back; the only file that includes cJSON. Every text goes
 * through json_gate first. Tolerant about the content (certcentral-api.md 14):
 * unknown members are ignored, every member may be absent, null or of the
 * wrong type, ids are numbers or strings, [] may stand for an object, one odd
 * row never hides the others. What could not be read is counted, shown as
 * "invalid" and logged once a document.
 *
 * The decoders return NULL and *error (ERROR_FORMAT, ERROR_TOO_LARGE) only
 * when the text as a whole is not what was asked for: not JSON, or not an
 * object. The caller frees with the matching order_*_free.
 */
#ifndef ORDER_JSON_H
#define ORDER_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "error.h"
#include "order.h"
#include "organization.h"
#include "people.h"

/* GET /order/certificate. A missing `orders` is an empty page. With keep_raw
 * each row keeps its own JSON text. Rows beyond 1000 are dropped and logged. */
struct order_page *order_json_page(
	const char *text, size_t len, bool keep_raw, struct error *error);

/* GET /order/certificate/{id} */
struct order_details *
order_json_details(const char *text, size_t len, struct error *error);

/* GET /order/certificate/{id}/validation; at most 2000 contacts */
struct order_validation *
order_json_validation(const char *text, size_t len, struct error *error);

/* GET /order/certificate/{id}/note; newest first whatever the order sent */
struct order_notes *
order_json_notes(const char *text, size_t len, struct error *error);

/* GET /order/certificate/{id}/email-validation */
struct order_emails *
order_json_emails(const char *text, size_t len, struct error *error);

/* GET /sandbox/v1/mails: the demo's server, not DigiCert's */
struct order_mails *
order_json_mails(const char *text, size_t len, struct error *error);

/* GET /order/certificate/status-changes; {} is an empty list. Rows without a
 * usable order number are left out, rows beyond 10000 too. */
struct order_changes *
order_json_changes(const char *text, size_t len, struct error *error);

/* GET /order/certificate/{id}/reissue and .../duplicate */
struct order_certificates *
order_json_certificates(const char *text, size_t len, struct error *error);

/* GET /organization/{id}; *error also when it has neither number nor name */
struct organization *
order_json_organization(const char *text, size_t len, struct error *error);

/* GET /organization/{id}/validation; none is an empty list */
struct organization_validations *order_json_organization_validations(
	const char *text, size_t len, struct error *error);

/* GET /user; 5000 people at most */
struct people *
order_json_users(const char *text, size_t len, struct error *error);

/* GET /account/guest-access, and what PUT .../check-dcv answers. False and
 * *error as for the others; *out is then not touched. */
MUST_CHECK bool order_json_guest_access(const char *text, size_t len,
	struct order_guest_access *out, struct error *error);
MUST_CHECK bool order_json_dcv_check(const char *text, size_t len,
	struct order_dcv_check *out, struct error *error);

/* GET /account and GET /user/me: what the program needs of them. */
struct order_account {
	char id[ORDER_ID_SIZE];
	char type[32];		/* cert_central_type, "" if absent */
	char organization[128]; /* primary organization's name, "" */
};

struct order_user {
	char id[ORDER_ID_SIZE];
	char username[128], email[128], name[128];
	unsigned roles; /* bits of enum people_role; 0: not told */
	bool view_only; /* role 102 is among them */
};

/* False and *error as for the decoders above; *out is then not touched. */
MUST_CHECK bool order_json_account(const char *text, size_t len,
	struct order_account *out, struct error *error);
MUST_CHECK bool order_json_user(const char *text, size_t len,
	struct order_user *out, struct error *error);

/*
 * The words of an error answer: `errors` as an array, a single object or
 * nested (certcentral-api.md 1.2). Joins several messages with "; ". False
 * when there are none, and nothing is written.
 */
bool order_json_errors(const char *text, size_t len, char *code,
	size_t code_size, char *message, size_t message_size);

/* Bodies of writes, appended to out. {"emails":["a","b"]}, {"text":"..."}: */
void order_json_write_emails(
	struct buf *out, const char *const *emails, size_t count);
void order_json_write_note(struct buf *out, const char *text);
/* {"name":["a","b"]}: additional_emails, user_id_assignments, ... */
void order_json_write_list(struct buf *out, const char *name,
	const char *const *texts, size_t count);
/* {"enable_guest_access":1} */
void order_json_write_switch(struct buf *out, const char *name, bool on);
/* {"status":"CANCELED","note":"..."} */
void order_json_write_cancel(struct buf *out, const char *note);
/* {"emails":[..],"certificate_collect_format":"..","custom_message":".."};
 * message may be NULL */
void order_json_write_certificate_mail(struct buf *out,
	const char *const *emails, size_t count, const char *format,
	const char *message);
/* {"contacts":[{"contact_type":"..", ...}]} with the members that person has */
void order_json_write_contact(struct buf *out, const char *contact_type,
	const struct order_person *person);
/* {"validations":[{"type":"ev","verified_users":[{...}]}]} */
void order_json_write_verified(
	struct buf *out, const char *type, const struct order_person *person);

/*
 * A JSON string with quotes; everything the text gate would not show is
 * written as \uXXXX, so that the output is safe on a terminal too. NULL is
 * written as null.
 */
void order_json_write_string(struct buf *out, const char *text);

/* Valid JSON text, with unsafe characters in its strings escaped likewise; of
 * the blanks between its values only line breaks and blanks are left. */
void order_json_write_safe(struct buf *out, const char *json);

#endif
