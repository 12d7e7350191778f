/* SPDX-License-Identifier: MIT
 *
 * Short lists and answers about orders: what has changed, the certificates of
 * reissues and duplicates, guest access, the outcome of a DCV check.
 * certcentral-api.md 8, 9, 11 and 12.
 */
#include "order-json.h"

#include <string.h>

#include "attr.h"
#include "log.h"
#include "order-json-read.h"

#define CERTIFICATES_MAX 1000

/* At most `most`; the others are left out, and the log says so. */
static size_t
limited(const struct order_json_read *read, size_t count, size_t most)
{
	if (count <= most)
		return count;
	log_add(LOG_WARNING, "The %s has %zu rows, only %zu are used.",
		read->what, count, most);
	return most;
}

/* -- what has changed -- */

static void
read_changes(struct order_json_read *read, struct order_changes *changes)
{
	size_t count;
	const cJSON *item =
		order_json_read_items(read, read->root, "orders", &count);

	changes->items =
		mem_arena_alloc(read->arena, count * sizeof(changes->items[0]));
	for (size_t i = 0; i < count; i++, item = item->next) {
		struct order_change *change = &changes->items[changes->count];

		read->row = i + 1;
		change->id = order_json_read_order_id(read, item, "order_id");
		if (*change->id == '\0')
			continue;
		change->certificate_id =
			order_json_read_id(read, item, "certificate_id");
		change->status_text =
			order_json_read_text(read, item, "status");
		change->status = order_status_from(change->status_text);
		changes->count++;
	}
	read->row = 0;
}

struct order_changes *
order_json_changes(const char *text, size_t len, struct error *error)
{
	struct order_json_read read;
	struct order_changes *changes = mem_zalloc(sizeof(*changes));

	if (order_json_read_open(&read, "list of changes", text, len,
		    &changes->arena, error)) {
		read_changes(&read, changes);
	} else {
		order_changes_free(changes);
		changes = NULL;
	}
	order_json_read_close(&read);
	return changes;
}

/* -- certificates of reissues and duplicates -- */

#define FIELD(name, kind, member)                                              \
	ORDER_JSON_FIELD(struct order_certificate, name, kind, member)

static const struct order_json_field certificate_fields[] = {
	FIELD("id", ID, id),
	FIELD("common_name", TEXT, common_name),
	FIELD("status", TEXT, status_text),
	FIELD("serial_number", TEXT, serial_number),
	FIELD("thumbprint", TEXT, thumbprint),
	FIELD("signature_hash", TEXT, signature_hash),
	FIELD("date_created", DATE, date_created),
	FIELD("date_issued", DATE, date_issued),
	FIELD("valid_from", DATE, valid_from),
	FIELD("valid_till", DATE, valid_till),
};

#undef FIELD

static void read_certificates(
	struct order_json_read *read, struct order_certificates *certificates)
{
	size_t count;
	const cJSON *item =
		order_json_read_items(read, read->root, "certificates", &count);

	count = limited(read, count, CERTIFICATES_MAX);
	certificates->items = mem_arena_alloc(
		read->arena, count * sizeof(certificates->items[0]));
	certificates->count = count;
	for (size_t i = 0; i < count; i++, item = item->next) {
		struct order_certificate *to = &certificates->items[i];

		read->row = i + 1;
		*to = (struct order_certificate){
			.date_created = DATE_NONE,
			.date_issued = DATE_NONE,
			.valid_from = DATE_NONE,
			.valid_till = DATE_NONE,
		};
		order_json_read_fields(read, item, certificate_fields,
			ARRAY_LEN(certificate_fields), to);
		to->dns_names = order_json_read_texts(
			read, item, "dns_names", &to->dns_name_count);
	}
	read->row = 0;
}

struct order_certificates *
order_json_certificates(const char *text, size_t len, struct error *error)
{
	struct order_json_read read;
	struct order_certificates *certificates =
		mem_zalloc(sizeof(*certificates));

	if (order_json_read_open(&read, "list of certificates", text, len,
		    &certificates->arena, error)) {
		read_certificates(&read, certificates);
	} else {
		order_certificates_free(certificates);
		certificates = NULL;
	}
	order_json_read_close(&read);
	return certificates;
}

/* -- answers that fit into a struct -- */

/* Whole or not at all: half of an address leads elsewhere. */
static void copy_whole(char *out, size_t size, const char *text)
{
	size_t len = text && text != order_invalid ? strlen(text) : 0;

	if (len >= size)
		len = 0;
	if (len > 0)
		memcpy(out, text, len);
	out[len] = '\0';
}

bool order_json_guest_access(const char *text, size_t len,
	struct order_guest_access *out, struct error *error)
{
	struct order_json_read read;
	struct mem_arena arena = {0};
	bool ok = order_json_read_open(
		&read, "guest access", text, len, &arena, error);

	if (ok) {
		out->enabled = order_json_read_flag(
				       &read, read.root, "enabled", 0) == 1;
		copy_whole(out->url, sizeof(out->url),
			order_json_read_text(
				&read, read.root, "guest_access_url"));
	}
	order_json_read_close(&read);
	mem_arena_clear(&arena);
	return ok;
}

/* "valid" of a whole, or of each name; the validate-token call of a domain
 * answers with a status alone. */
static void
read_dcv_check(struct order_json_read *read, struct order_dcv_check *out)
{
	size_t count;
	const cJSON *item = order_json_read_items(
		read, read->root, "dns_name_validations", &count);
	const char *word = order_json_read_text(read, read->root, "dcv_status");

	if (word == NULL)
		word = order_json_read_text(read, read->root, "status");
	*out = (struct order_dcv_check){.told = word != NULL || count > 0,
		.valid = order_json_read_is_done(word)};
	for (; count > 0; count--, item = item->next) {
		out->names++;
		if (order_json_read_is_done(
			    order_json_read_text(read, item, "status")))
			out->valid_names++;
	}
}

bool order_json_dcv_check(const char *text, size_t len,
	struct order_dcv_check *out, struct error *error)
{
	struct order_json_read read;
	struct mem_arena arena = {0};
	bool ok = order_json_read_open(
		&read, "DCV check", text, len, &arena, error);

	if (ok)
		read_dcv_check(&read, out);
	order_json_read_close(&read);
	mem_arena_clear(&arena);
	return ok;
}
