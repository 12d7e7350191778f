/* SPDX-License-Identifier: MIT
 *
 * Triggers of this connection fill the queue, so that no way in which a mail
 * comes to be sent can be forgotten, and nothing is queued without --smtp.
 */
#include "sandbox/deliveries.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "mem.h"
#include "sandbox/address.h"
#include "sandbox/db.h"
#include "sandbox/mail-message.h"
#include "sandbox/mail-row.h"
#include "sandbox/mails.h"
#include "sandbox/sandbox.h"
#include "sandbox/smtp-address.h"
#include "sandbox/smtp.h"
#include "text.h"

#define PAUSE_MS     1000
#define PAUSE_MAX_MS (300 * 1000)

/* A mail that is held is not sent; it may become so right after it was made. */
static const char triggers[] =
	"CREATE TEMP TRIGGER mail_sent AFTER INSERT ON main.mails"
	" WHEN new.state = 'open' BEGIN"
	" INSERT OR IGNORE INTO deliveries (mail_id, state)"
	" VALUES (new.id, 'waiting'); END;"
	"CREATE TEMP TRIGGER mail_held AFTER UPDATE OF state ON main.mails"
	" WHEN new.state = 'held' BEGIN"
	" DELETE FROM deliveries WHERE mail_id = new.id; END;"
	"CREATE TEMP TRIGGER mail_released AFTER UPDATE OF state ON main.mails"
	" WHEN old.state = 'held' AND new.state = 'open' BEGIN"
	" INSERT OR IGNORE INTO deliveries (mail_id, state)"
	" VALUES (new.id, 'waiting'); END;";

struct deliveries {
	struct sandbox *sandbox;
	struct smtp_address address;
	struct smtp *smtp; /* NULL: none on its way */
	int64_t mail_id;   /* which one is */
	bool look;	   /* there may be more */
	int64_t pause_ms;  /* before the next try; 0: the last one was fine */
	int64_t due_ms;	   /* of the next try; 0: none is to be waited for */
	char told[160];	   /* the last failure that was printed */
};

struct deliveries *
deliveries_new(struct sandbox *sandbox, const char *url, struct error *error)
{
	struct deliveries *d = mem_zalloc(sizeof(*d));

	d->sandbox = sandbox;
	d->look = true;
	if (!smtp_address_parse(&d->address, url, error)) {
		free(d);
		return NULL;
	}
	if (!db_script(sandbox->db, triggers)) {
		error_set(error, ERROR_SYSTEM, "cannot queue mails: %s",
			db_failure(sandbox->db));
		free(d);
		return NULL;
	}
	return d;
}

void deliveries_free(struct deliveries *d)
{
	if (!d)
		return;
	smtp_free(d->smtp);
	free(d);
}

void deliveries_wake(struct deliveries *d)
{
	if (d)
		d->look = true;
}

/* The same failure again and again is told once. */
static void tell_log(struct deliveries *d, const char *reason, const char *then)
{
	char text[160];

	text_format(text, sizeof(text), "%s", reason);
	if (strcmp(text, d->told) == 0)
		return;
	memcpy(d->told, text, sizeof(text));
	fprintf(stderr, "certdesk-sandbox: mail %lld to %s: %s; %s\n",
		(long long)d->mail_id, d->address.url, reason, then);
}

/* In a transaction of its own. Where it cannot be kept the mail goes again. */
static bool
set_state(struct deliveries *d, const char *state, const char *reason)
{
	struct db *db = d->sandbox->db;

	if (db_begin(db))
		db_run(db,
			"UPDATE deliveries SET state = ?, reason = ?, time = ?"
			" WHERE mail_id = ?",
			"ssii", state, reason, db_now(db), d->mail_id);
	if (!db_failed(db) && db_commit(db))
		return true;
	fprintf(stderr, "certdesk-sandbox: database: %s\n", db_failure(db));
	db_rollback(db);
	db_recover(db);
	return false;
}

static void later(struct deliveries *d, int64_t now_ms)
{
	d->pause_ms = d->pause_ms == 0 ? PAUSE_MS : d->pause_ms * 2;
	if (d->pause_ms > PAUSE_MAX_MS)
		d->pause_ms = PAUSE_MAX_MS;
	d->due_ms = now_ms + d->pause_ms;
}

static void refuse(struct deliveries *d, const char *reason, int64_t now_ms)
{
	d->told[0] = '\0'; /* each one is told */
	tell_log(d, reason, "it is not sent again");
	if (!set_state(d, "refused", reason))
		later(d, now_ms);
}

static void finish(struct deliveries *d, enum smtp_result result,
	const char *reason, int64_t now_ms)
{
	switch (result) {
	case SMTP_BUSY:
		return;
	case SMTP_DELIVERED:
		d->pause_ms = d->due_ms = 0;
		d->told[0] = '\0';
		if (!set_state(d, "delivered", ""))
			later(d, now_ms);
		break;
	case SMTP_REFUSED:
		d->pause_ms = d->due_ms = 0;
		refuse(d, reason, now_ms);
		break;
	case SMTP_FAILED:
		tell_log(d, reason, "it is tried again");
		(void)set_state(d, "waiting", reason); /* it waits anyway */
		later(d, now_ms);
		break;
	}
	smtp_free(d->smtp);
	d->smtp = NULL;
	d->look = true;
}

static void start(struct deliveries *d, struct mail_row *row, int64_t now_ms)
{
	struct buf to, message;
	struct smtp_mail mail = {.from = MAIL_MESSAGE_SENDER};

	buf_init(&to, 4 * ADDRESS_MAX);
	buf_init(&message, MAIL_MESSAGE_MAX);
	if (address_is_valid(row->to) && address_ascii(&to, row->to)) {
		mails_compose(d->sandbox, row, &message);
		mail.to = buf_text(&to);
		mail.message = buf_text(&message);
		mail.len = message.len;
		d->smtp = smtp_start(&d->address, &mail, now_ms);
	} else {
		refuse(d, "The address has no form in ASCII", now_ms);
		d->look = true;
	}
	buf_clear(&message);
	buf_clear(&to);
}

void deliveries_turn(struct deliveries *d, int64_t now_ms)
{
	struct mail_row row;

	while (d && !d->smtp && d->look && now_ms >= d->due_ms) {
		d->look = false;
		d->mail_id = db_int(d->sandbox->db, 0,
			"SELECT mail_id FROM deliveries WHERE state = 'waiting'"
			" ORDER BY coalesce(time, 0), mail_id LIMIT 1",
			"");
		if (d->mail_id == 0 ||
			!mail_row_read(d->sandbox->db, d->mail_id, &row))
			return;
		start(d, &row, now_ms);
		mail_row_clear(&row);
	}
}

int deliveries_fd(const struct deliveries *d, bool *write)
{
	if (!d || !d->smtp)
		return -1;
	*write = smtp_wants_to_write(d->smtp);
	return smtp_fd(d->smtp);
}

int64_t deliveries_due_ms(const struct deliveries *d)
{
	if (d && d->smtp)
		return smtp_fd(d->smtp) < 0 ? 0 : smtp_deadline_ms(d->smtp);
	return d && d->look ? d->due_ms : INT64_MAX;
}

void deliveries_go_on(struct deliveries *d, int64_t now_ms)
{
	if (d && d->smtp)
		finish(d, smtp_go_on(d->smtp, now_ms), smtp_reason(d->smtp),
			now_ms);
}

/* The words of the table's states, and their tones. */
static const struct {
	const char *state, *text, *tone;
} outcomes[] = {
	{"waiting", "waiting for", "wait"},
	{"delivered", "delivered to", "good"},
	{"refused", "refused by", "bad"},
};

static void tell(const struct deliveries *d, const char *state,
	const char *reason, char *out, size_t size, const char **tone)
{
	for (size_t i = 0; i < ARRAY_LEN(outcomes); i++) {
		if (strcmp(outcomes[i].state, state) != 0)
			continue;
		*tone = outcomes[i].tone;
		text_format(out, size, "%s %s%s%s", outcomes[i].text,
			d->address.url, *reason ? ": " : "", reason);
	}
}

void deliveries_tell(struct deliveries *d, int64_t mail_id, char *out,
	size_t size, const char **tone)
{
	sqlite3_stmt *s;

	*tone = "";
	text_format(out, size, "%s", "");
	if (!d)
		return;
	s = db_query(d->sandbox->db,
		"SELECT state, reason FROM deliveries WHERE mail_id = ?", "i",
		mail_id);
	if (db_step(d->sandbox->db, s))
		tell(d, db_column_text(s, 0), db_column_text(s, 1), out, size,
			tone);
	db_done(s);
}
