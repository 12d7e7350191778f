/* SPDX-License-Identifier: MIT
 *
 * Sending is two steps. In the caller's transaction the rows are written and
 * the earlier links become void, all or nothing; after the commit the rows
 * that are not in the outbox yet are written there and marked. A crash in
 * between loses nothing: the next start writes what is missing, under the
 * same file name.
 */
#include "sandbox/mails.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "compat.h"
#include "mem.h"
#include "sandbox/db.h"
#include "sandbox/deliveries.h"
#include "sandbox/mail-message.h"
#include "sandbox/mail-row.h"
#include "sandbox/mail-text.h"
#include "sandbox/maildir.h"
#include "sandbox/products.h"
#include "sandbox/order-row.h"
#include "sandbox/x509.h"

#define TOKEN_BYTES ((MAILS_TOKEN_SIZE - 1) / 2)

void mails_token(char *out)
{
	unsigned char bytes[TOKEN_BYTES];
	size_t have = 0;

	while (have < sizeof(bytes)) {
		ssize_t n = getrandom(bytes + have, sizeof(bytes) - have, 0);

		if (n > 0) {
			have += (size_t)n;
		} else if (errno != EINTR) {
			perror("certdesk-sandbox: no random numbers");
			exit(EXIT_FAILURE);
		}
	}
	for (size_t i = 0; i < sizeof(bytes); i++)
		snprintf(out + 2 * i, 3, "%02x", bytes[i]);
}

/* The person's name, if the address is one of a verified contact. */
static char *find_name(struct db *db, int64_t order_id, const char *email)
{
	return db_text(db,
		"SELECT first_name || ' ' || last_name FROM contacts"
		" WHERE email = ?2 AND organization_id ="
		" (SELECT organization_id FROM orders WHERE id = ?1)",
		"is", order_id, email);
}

static void add(struct sandbox *sandbox, int64_t order_id,
	enum mail_row_kind kind, const char *email)
{
	struct db *db = sandbox->db;
	char token[MAILS_TOKEN_SIZE];
	char *subject = mail_text_subject(kind, order_id);
	char *name = find_name(db, order_id, email);

	mails_token(token);
	db_run(db,
		"INSERT INTO mails (time, order_id, recipient, name, kind,"
		" subject, token, state) VALUES (?, ?, ?, ?, ?, ?, ?, 'open')",
		"iisssss", db_now(db), order_id, email, name,
		mail_row_kind_word(kind), subject, token);
	free(name);
	free(subject);
}

/* Voids the links of this kind that were made before the mail `first`, one that
 * was used too: an issued client certificate can be mailed for again. */
static void replace_earlier(
	struct db *db, int64_t order_id, enum mail_row_kind kind, int64_t first)
{
	db_run(db,
		"UPDATE mails SET state = 'void', replaced_by = ?1"
		" WHERE order_id = ?2 AND kind = ?3"
		" AND state != 'void' AND id < ?1",
		"iis", first, order_id, mail_row_kind_word(kind));
}

static void send_replacing(struct sandbox *sandbox, int64_t order_id,
	enum mail_row_kind kind, const char *const *emails, size_t count)
{
	int64_t first = 0;

	for (size_t i = 0; i < count; i++) {
		add(sandbox, order_id, kind, emails[i]);
		if (i == 0)
			first = db_last_id(sandbox->db);
	}
	if (count > 0)
		replace_earlier(sandbox->db, order_id, kind, first);
}

void mails_resend_approval(struct sandbox *sandbox, int64_t order_id,
	const char *const *emails, size_t count)
{
	send_replacing(sandbox, order_id, MAIL_ROW_APPROVAL, emails, count);
}

void mails_resend_issuance(
	struct sandbox *sandbox, int64_t order_id, const char *email)
{
	send_replacing(sandbox, order_id, MAIL_ROW_ISSUANCE, &email, 1);
}

void mails_resend_dcv(struct sandbox *sandbox, int64_t order_id,
	const char *const *emails, size_t count)
{
	for (size_t i = 0; i < count; i++)
		add(sandbox, order_id, MAIL_ROW_DCV, emails[i]);
}

void mails_send_certificate(struct sandbox *sandbox,
	const struct order_row *row, const char *email, const char *format,
	const char *message)
{
	add(sandbox, row->id, MAIL_ROW_CERTIFICATE, email);
	db_run(sandbox->db,
		"UPDATE mails SET format = ?, certificate_id = ?,"
		" message = nullif(?, '') WHERE id = ?",
		"sisi", format, row->certificate_id, message,
		db_last_id(sandbox->db));
}

void mails_use(struct sandbox *sandbox, const struct mail_row *mail)
{
	struct db *db = sandbox->db;

	db_run(db,
		"UPDATE mails SET used_time = ?1,"
		" state = iif(id = ?2, 'used', 'void')"
		" WHERE order_id = ?3 AND kind = ?4"
		" AND state IN ('open', 'held')",
		"iiis", db_now(db), mail->id, mail->order_id,
		mail_row_kind_word(mail->kind));
}

char *mails_subject(const char *kind, int64_t order_id)
{
	return mail_text_subject(mail_row_kind_find(kind), order_id);
}

/* Is a contact who could approve it, from the order's time, still pending? */
static bool is_waiting(struct db *db, int64_t order_id)
{
	struct order_row row;
	bool waiting = false;
	sqlite3_stmt *s;

	if (!order_row_read(db, order_id, &row))
		return false;
	s = db_query(db,
		"SELECT kind FROM contacts WHERE organization_id = ?"
		" AND status = 'pending' AND created <= ?",
		"ii", row.organization_id, row.created);
	while (!waiting && db_step(db, s))
		waiting =
			products_may_approve(row.product, db_column_text(s, 0));
	db_done(s);
	order_row_clear(&row);
	return waiting;
}

/* The first order of the organization, after `after`, with a held mail. */
static int64_t next_held(struct db *db, int64_t organization_id, int64_t after)
{
	return db_int(db, 0,
		"SELECT MIN(orders.id) FROM mails JOIN orders"
		" ON orders.id = mails.order_id WHERE state = 'held'"
		" AND organization_id = ? AND orders.id > ?",
		"ii", organization_id, after);
}

void mails_release_held(struct sandbox *sandbox, int64_t organization_id)
{
	struct db *db = sandbox->db;
	int64_t order_id = 0;

	while ((order_id = next_held(db, organization_id, order_id)) > 0) {
		if (is_waiting(db, order_id))
			continue;
		/* It goes out now, so this is its time. */
		db_run(db,
			"UPDATE mails SET state = 'open', time = ?,"
			" written = 0 WHERE order_id = ? AND state = 'held'",
			"ii", db_now(db), order_id);
	}
}

/* Whether the order has an approval mail to this address already. */
static bool has_mail(struct db *db, int64_t order_id, const char *email)
{
	return db_int(db, 0,
		       "SELECT 1 FROM mails WHERE order_id = ?"
		       " AND kind = 'approval' AND recipient = ?",
		       "is", order_id, email) == 1;
}

void mails_first_approval(struct sandbox *sandbox, int64_t order_id,
	const char *const *emails, size_t count)
{
	struct db *db = sandbox->db;

	for (size_t i = 0; i < count; i++)
		if (!has_mail(db, order_id, emails[i]))
			add(sandbox, order_id, MAIL_ROW_APPROVAL, emails[i]);
	if (is_waiting(db, order_id))
		db_run(db,
			"UPDATE mails SET state = 'held', written = 1"
			" WHERE order_id = ? AND kind = 'approval'",
			"i", order_id);
}

bool mails_open(struct sandbox *sandbox, struct error *error)
{
	struct maildir *dir;

	if (!sandbox->outbox)
		return true;
	dir = maildir_open(sandbox->outbox, error);
	maildir_free(dir);
	return dir != NULL;
}

void mails_compose(
	struct sandbox *sandbox, struct mail_row *row, struct buf *out)
{
	struct buf body, file;
	bool attached = row->format == MAIL_ROW_ATTACHMENT;

	buf_init(&body, MAIL_TEXT_MAX);
	buf_init(&file, X509_MAX);
	mail_text_body(sandbox, row, MAIL_TEXT_COLUMNS, &body);
	if (attached)
		mail_text_certificate(sandbox, row, &file);
	mail_message_write(
		out, &(struct mail_message){
			     .id = row->id,
			     .time = row->time,
			     .order_id = row->order_id,
			     .kind = mail_row_kind_word(row->kind),
			     .to = row->to,
			     .to_name = row->name,
			     .subject = row->subject,
			     .body = buf_text(&body),
			     .token = row->token,
			     .file = attached ? buf_text(&file) : NULL,
			     .file_name = "certificate.pem",
		     });
	buf_clear(&file);
	buf_clear(&body);
}

/*
 * The token makes the name unique, also when other servers deliver into the
 * same Maildir, and is the same when a delivery has to be repeated.
 */
static bool write_one(struct sandbox *sandbox, struct maildir *dir,
	struct mail_row *row, struct error *error)
{
	char *name = mem_printf("%lld.%s-%lld.certdesk-sandbox",
		(long long)row->time, row->token ? row->token : "0",
		(long long)row->id);
	struct buf message;
	bool ok;

	buf_init(&message, MAIL_MESSAGE_MAX);
	mails_compose(sandbox, row, &message);
	ok = maildir_deliver(dir, name, buf_text(&message), message.len, error);
	buf_clear(&message);
	free(name);
	return ok;
}

static bool next_unwritten(struct db *db, int64_t after, struct mail_row *row)
{
	sqlite3_stmt *s = db_query(db,
		"SELECT " MAIL_ROW_COLUMNS " FROM mails WHERE written = 0"
		" AND state <> 'held' AND id > ? ORDER BY id LIMIT 1",
		"i", after);
	bool found = db_step(db, s);

	if (found)
		mail_row_take(row, s);
	db_done(s);
	return found;
}

/* Writes until nothing is left or the first that cannot be written. */
static void deliver_all(struct sandbox *sandbox, struct maildir *dir)
{
	struct db *db = sandbox->db;
	struct mail_row row;
	struct error error;
	int64_t last = 0;
	bool ok = true;

	while (ok && next_unwritten(db, last, &row)) {
		last = row.id;
		ok = write_one(sandbox, dir, &row, &error);
		if (ok)
			db_run(db, "UPDATE mails SET written = 1 WHERE id = ?",
				"i", last);
		else
			fprintf(stderr, "certdesk-sandbox: %s\n", error.text);
		mail_row_clear(&row);
	}
}

static bool anything_to_deliver(struct db *db)
{
	return db_int(db, 0,
		       "SELECT 1 FROM mails WHERE written = 0"
		       " AND state <> 'held' LIMIT 1",
		       "") == 1;
}

void mails_deliver(struct sandbox *sandbox)
{
	struct maildir *dir;
	struct error error;

	deliveries_wake(sandbox->deliveries);
	if (!sandbox->outbox || !anything_to_deliver(sandbox->db))
		return;
	/* Opened anew each time: who removed the directory gets a new one. */
	dir = maildir_open(sandbox->outbox, &error);
	if (!dir) {
		fprintf(stderr, "certdesk-sandbox: %s\n", error.text);
		return;
	}
	db_begin(sandbox->db);
	deliver_all(sandbox, dir);
	if (!db_commit(sandbox->db)) {
		/* The request was done all the same: not its failure. */
		fprintf(stderr, "certdesk-sandbox: database: %s\n",
			db_failure(sandbox->db));
		db_rollback(sandbox->db);
		db_recover(sandbox->db);
	}
	maildir_free(dir);
}
