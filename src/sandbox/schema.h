/* SPDX-License-Identifier: MIT
 *
 * The tables. Times are seconds since 1970 (UTC); a valid_till is the first
 * second of that day. Ids of the API are the ids here.
 */
#ifndef SANDBOX_SCHEMA_H
#define SANDBOX_SCHEMA_H

/* Order statuses, stored as numbers in the order of their words. */
enum schema_status {
	SCHEMA_CANCELED,
	SCHEMA_EXPIRED,
	SCHEMA_ISSUED,
	SCHEMA_NEEDS_APPROVAL,
	SCHEMA_PENDING,
	SCHEMA_PROCESSING,
	SCHEMA_REISSUE_PENDING,
	SCHEMA_REJECTED,
	SCHEMA_REVOKED,
	SCHEMA_WAITING_PICKUP,
};
#define SCHEMA_STATUS_COUNT 10

/* orders.approval */
enum schema_approval {
	SCHEMA_APPROVAL_NONE, /* the product has none */
	SCHEMA_APPROVAL_OPEN,
	SCHEMA_APPROVAL_DONE,
};

/* orders.san: where the DNS names are. */
enum schema_san {
	SCHEMA_SAN_NONE,   /* no DNS names */
	SCHEMA_SAN_CN,	   /* the common name alone */
	SCHEMA_SAN_WWW,	   /* the common name and "www." before it */
	SCHEMA_SAN_STORED, /* in orders.dns_names and the table names */
};

/* orders.flags */
#define SCHEMA_FLAG_RENEWED    1
#define SCHEMA_FLAG_RENEWAL    2
#define SCHEMA_FLAG_QUIET      4 /* disable_renewal_notifications */
#define SCHEMA_FLAG_DUPLICATES 8
#define SCHEMA_FLAG_MULTI_YEAR 16
#define SCHEMA_FLAG_MIGRATED   32 /* origin: migrated */
#define SCHEMA_FLAG_FQDN       64 /* order_name_scope fqdn */
#define SCHEMA_FLAG_GUEST      128
#define SCHEMA_FLAG_REISSUED   256 /* once, and the reissue is done */

/* clang-format off */
#define SCHEMA_TABLES \
"CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL)" \
	" WITHOUT ROWID;" \
"CREATE TABLE users (id INTEGER PRIMARY KEY, username TEXT NOT NULL," \
	" first_name TEXT NOT NULL, last_name TEXT NOT NULL," \
	" email TEXT NOT NULL, job_title TEXT, telephone TEXT," \
	" role INTEGER NOT NULL);" \
"CREATE TABLE containers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);" \
"CREATE TABLE organizations (id INTEGER PRIMARY KEY, name TEXT NOT NULL," \
	" assumed_name TEXT, address TEXT, address2 TEXT, zip TEXT," \
	" city TEXT, state TEXT, country TEXT, telephone TEXT," \
	" container_id INTEGER NOT NULL, is_active INTEGER NOT NULL," \
	/* the organization contact, who is the technical contact too */ \
	" contact_id INTEGER, contact_first TEXT, contact_last TEXT," \
	" contact_email TEXT, contact_job TEXT, contact_telephone TEXT);" \
/* type: ov ev cs ev_cs ds smime; status: pending, active or expired */ \
"CREATE TABLE validations (id INTEGER PRIMARY KEY," \
	" organization_id INTEGER NOT NULL, type TEXT NOT NULL," \
	" status TEXT NOT NULL, created INTEGER, valid_until INTEGER," \
	" UNIQUE (organization_id, type));" \
/* Verified contacts. A person with two kinds has two rows. status: pending */ \
/* or active. due: when a pending one becomes active (POST advance). */ \
/* user_id 0: no user of the account. */ \
"CREATE TABLE contacts (id INTEGER PRIMARY KEY," \
	" organization_id INTEGER NOT NULL, kind TEXT NOT NULL," \
	" user_id INTEGER NOT NULL DEFAULT 0, first_name TEXT NOT NULL," \
	" last_name TEXT NOT NULL, job_title TEXT, telephone TEXT," \
	" email TEXT NOT NULL COLLATE NOCASE, status TEXT NOT NULL," \
	" created INTEGER NOT NULL, due INTEGER NOT NULL DEFAULT 0);" \
"CREATE INDEX contacts_organization ON contacts (organization_id, kind);" \
"CREATE INDEX contacts_due ON contacts (due) WHERE status = 'pending';" \
"CREATE TABLE orders (id INTEGER PRIMARY KEY, status INTEGER NOT NULL," \
	" product INTEGER NOT NULL, organization_id INTEGER," \
	" container_id INTEGER NOT NULL, user_id INTEGER NOT NULL," \
	" created INTEGER NOT NULL, certificate_id INTEGER," \
	" common_name TEXT COLLATE NOCASE," \
	/* addresses on a client certificate, one a line */ \
	" emails TEXT COLLATE NOCASE," \
	" san INTEGER NOT NULL," \
	" dns_names TEXT," /* SCHEMA_SAN_STORED: one a line */ \
	" years INTEGER NOT NULL, valid_from INTEGER, valid_till INTEGER," \
	" issued INTEGER, changed INTEGER NOT NULL," \
	" flags INTEGER NOT NULL," \
	/* the gates: names still to be validated; the approval */ \
	" domains_open INTEGER NOT NULL, approval INTEGER NOT NULL," \
	" approved_by TEXT, approved INTEGER," \
	" additional_emails TEXT," /* one a line */ \
	/* the list's filter: expired orders are found as issued ones */ \
	" listed INTEGER NOT NULL GENERATED ALWAYS AS" \
	" (CASE status WHEN 1 THEN 2 ELSE status END) VIRTUAL);" \
/* The DNS names of orders with SCHEMA_SAN_STORED. */ \
"CREATE TABLE names (name TEXT NOT NULL COLLATE NOCASE," \
	" order_id INTEGER NOT NULL," \
	" PRIMARY KEY (name, order_id)) WITHOUT ROWID;" \
"CREATE TABLE assignments (order_id INTEGER NOT NULL," \
	" user_id INTEGER NOT NULL, PRIMARY KEY (order_id, user_id))" \
	" WITHOUT ROWID;" \
"CREATE TABLE notes (id INTEGER PRIMARY KEY AUTOINCREMENT," \
	" order_id INTEGER NOT NULL, time INTEGER NOT NULL," \
	" user_id INTEGER NOT NULL, text TEXT NOT NULL);" \
"CREATE INDEX notes_order ON notes (order_id);" \
/* kind: approval, issuance, dcv, certificate. state: open, void, used, */ \
/* held. used_time: when the link was used. written: whether the message is */ \
/* in the outbox (seeded mails count as written). */ \
/* Of a certificate mail: format (the API's word), which certificate, and */ \
/* what the sender wrote. */ \
"CREATE TABLE mails (id INTEGER PRIMARY KEY AUTOINCREMENT," \
	" time INTEGER NOT NULL, order_id INTEGER NOT NULL," \
	" recipient TEXT NOT NULL COLLATE NOCASE, name TEXT," \
	" kind TEXT NOT NULL," \
	" subject TEXT NOT NULL, token TEXT UNIQUE, state TEXT NOT NULL," \
	" used_time INTEGER, format TEXT, certificate_id INTEGER," \
	" message TEXT, written INTEGER NOT NULL DEFAULT 0," \
	/* a void link: the first mail of the send that replaced it */ \
	" replaced_by INTEGER);" \
"CREATE INDEX mails_order ON mails (order_id, kind, state);" \
"CREATE INDEX mails_recipient ON mails (recipient);" \
"CREATE INDEX mails_time ON mails (time, id);" \
"CREATE INDEX mails_held ON mails (order_id) WHERE state = 'held';" \
"CREATE INDEX mails_unwritten ON mails (id) WHERE written = 0;" \
/* To the mail server of --smtp. state: waiting, delivered, refused. reason: */ \
/* of the last try. */ \
"CREATE TABLE deliveries (mail_id INTEGER PRIMARY KEY, state TEXT NOT NULL," \
	" reason TEXT NOT NULL DEFAULT '', time INTEGER);" \
"CREATE INDEX deliveries_waiting ON deliveries (mail_id)" \
	" WHERE state = 'waiting';"
/* clang-format on */

#endif
