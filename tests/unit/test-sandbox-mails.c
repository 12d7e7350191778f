/* SPDX-License-Identifier: MIT
 *
 * Which links a mail opens and which it closes, and how mails reach the
 * outbox.
 */
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"
#include "sandbox/db.h"
#include "sandbox/mail-row.h"
#include "sandbox/mail-text.h"
#include "sandbox/mails.h"
#include "tests/support/sandbox-data.h"
#include "text.h"

#define EV     900101
#define OTHER  900102
#define CLIENT 900103

struct fixture {
	struct sandbox sandbox;
	char *outbox; /* a new directory */
};

static int setup(void **state)
{
	struct fixture *f = mem_zalloc(sizeof(*f));
	struct error error;

	sandbox_data_open(&f->sandbox);
	sandbox_data_order(&f->sandbox, EV, "ssl_ev_securesite_flex",
		SCHEMA_PENDING, "shop.example.net");
	sandbox_data_order(&f->sandbox, OTHER, "ssl_ev_securesite_flex",
		SCHEMA_PENDING, "other.example.net");
	sandbox_data_order(&f->sandbox, CLIENT, "client_premium",
		SCHEMA_WAITING_PICKUP, "Ana Ruiz");
	f->outbox = file_make_temporary_directory("certdesk-test", &error);
	*state = f;
	return f->outbox == NULL;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	file_remove_tree(f->outbox);
	free(f->outbox);
	sandbox_data_close(&f->sandbox);
	free(f);
	return 0;
}

static int64_t count(struct fixture *f, const char *sql)
{
	return db_int(f->sandbox.db, -1, sql, "");
}

static void expect_state(struct fixture *f, int64_t order_id, const char *to,
	const char *expected)
{
	char *state = sandbox_data_state(&f->sandbox, order_id, to);

	assert_non_null(state);
	assert_string_equal(state, expected);
	free(state);
}

static const char *const both[] = {SANDBOX_DATA_ANA, SANDBOX_DATA_BEN};

static void test_resend_voids_all_earlier(void **state)
{
	struct fixture *f = *state;

	sandbox_data_mail(&f->sandbox, EV, SANDBOX_DATA_CHI, "approval", "held",
		SANDBOX_DATA_NOW - 100, "a1");
	sandbox_data_mail(&f->sandbox, EV, SANDBOX_DATA_ANA, "dcv", "open",
		SANDBOX_DATA_NOW - 100, "a2");
	mails_resend_approval(&f->sandbox, OTHER, both, 1);
	mails_resend_approval(&f->sandbox, EV, both, 2);
	mails_resend_approval(&f->sandbox, EV, both + 1, 1);

	expect_state(f, EV, SANDBOX_DATA_CHI, "void");
	expect_state(f, EV, SANDBOX_DATA_BEN, "open");
	expect_state(f, OTHER, SANDBOX_DATA_ANA, "open");
	assert_int_equal(count(f, "SELECT count(*) FROM mails WHERE"
				  " order_id = 900101 AND kind = 'approval'"
				  " AND state = 'open'"),
		1);
	assert_int_equal(count(f, "SELECT count(*) FROM mails WHERE"
				  " order_id = 900101 AND state = 'void'"),
		3);
	/* another kind of mail is another thing */
	assert_int_equal(count(f, "SELECT state = 'open' FROM mails"
				  " WHERE kind = 'dcv'"),
		1);
	assert_false(db_failed(f->sandbox.db));
}

static void test_replaced_at(void **state)
{
	struct fixture *f = *state;
	struct mail_row row;

	mails_resend_approval(&f->sandbox, EV, both, 2);
	assert_true(mail_row_read(f->sandbox.db, 1, &row));
	assert_int_equal(row.state, MAIL_ROW_OPEN);
	mail_row_clear(&row);
	db_advance(f->sandbox.db, 3600);
	mails_resend_approval(
		&f->sandbox, EV, (const char *const[]){SANDBOX_DATA_ANA}, 1);
	assert_true(mail_row_read(f->sandbox.db, 1, &row));
	assert_int_equal(row.state, MAIL_ROW_VOID);
	assert_in_range(mail_row_replaced_at(f->sandbox.db, &row),
		row.time + 3600, row.time + 3660);
	mail_row_clear(&row);
}

/* Void because somebody approved: there is no newer mail to speak of. */
static void test_use(void **state)
{
	struct fixture *f = *state;
	struct mail_row row;

	mails_resend_approval(&f->sandbox, EV, both, 2);
	mails_resend_dcv(&f->sandbox, EV, both, 1);
	assert_true(mail_row_read(f->sandbox.db, 1, &row));
	mails_use(&f->sandbox, &row);
	mail_row_clear(&row);
	assert_true(mail_row_read(f->sandbox.db, 1, &row));
	assert_int_equal(row.state, MAIL_ROW_USED);
	assert_true(row.used_time > 0);
	mail_row_clear(&row);
	assert_true(mail_row_read(f->sandbox.db, 2, &row));
	assert_int_equal(row.state, MAIL_ROW_VOID);
	assert_int_equal(mail_row_replaced_at(f->sandbox.db, &row), 0);
	mail_row_clear(&row);
	assert_int_equal(count(f, "SELECT state = 'open' FROM mails"
				  " WHERE kind = 'dcv'"),
		1);
}

static void test_issuance(void **state)
{
	struct fixture *f = *state;
	struct mail_row row;

	mails_resend_issuance(&f->sandbox, CLIENT, "user@example.com");
	mails_resend_issuance(&f->sandbox, CLIENT, "user@example.com");
	assert_true(mail_row_read(f->sandbox.db, 1, &row));
	assert_int_equal(row.state, MAIL_ROW_VOID);
	assert_int_equal(row.replaced_by, 2);
	mail_row_clear(&row);
	assert_true(mail_row_read(f->sandbox.db, 2, &row));
	assert_int_equal(row.state, MAIL_ROW_OPEN);
	assert_memory_equal(mail_row_link(&f->sandbox, &row),
		"http://127.0.0.1:8417/collect/", 30);
	mail_row_clear(&row);
}

static void test_dcv_voids_nothing(void **state)
{
	struct fixture *f = *state;

	mails_resend_approval(&f->sandbox, EV, both, 1);
	mails_resend_dcv(&f->sandbox, EV, both, 2);
	mails_resend_dcv(&f->sandbox, EV, both, 2);
	assert_int_equal(
		count(f, "SELECT count(*) FROM mails WHERE state = 'open'"), 5);
}

static void test_tokens_differ(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 50; i++)
		mails_resend_approval(&f->sandbox, EV, both, 2);
	assert_int_equal(
		count(f, "SELECT count(DISTINCT token) FROM mails"), 100);
	assert_int_equal(count(f, "SELECT min(length(token)) FROM mails"), 32);
}

static void test_held(void **state)
{
	struct fixture *f = *state;
	struct db *db = f->sandbox.db;

	sandbox_data_mail(&f->sandbox, EV, SANDBOX_DATA_ANA, "approval", "held",
		SANDBOX_DATA_NOW - 86400, "a1");
	mails_release_held(&f->sandbox, SANDBOX_DATA_ORGANIZATION);
	expect_state(f, EV, SANDBOX_DATA_ANA, "held");

	/* a contact who came after the order holds nothing */
	db_run(db,
		"INSERT INTO contacts (organization_id, kind, first_name,"
		" last_name, email, status, created) VALUES (?, 'ev', 'New',"
		" 'Person', 'new@example.com', 'pending', ?)",
		"ii", (int64_t)SANDBOX_DATA_ORGANIZATION, db_now(db));
	db_run(db, "UPDATE contacts SET status = 'active' WHERE email = ?", "s",
		SANDBOX_DATA_CHI);
	mails_release_held(&f->sandbox, SANDBOX_DATA_ORGANIZATION + 1);
	expect_state(f, EV, SANDBOX_DATA_ANA, "held");
	mails_release_held(&f->sandbox, SANDBOX_DATA_ORGANIZATION);
	expect_state(f, EV, SANDBOX_DATA_ANA, "open");
	/* it goes out now, and into the outbox */
	assert_in_range(count(f, "SELECT time FROM mails"), SANDBOX_DATA_NOW,
		SANDBOX_DATA_NOW + 60);
	assert_int_equal(count(f, "SELECT written FROM mails"), 0);
}

/* The number of files in a part of the outbox; the name of the last one. */
static int files(struct fixture *f, const char *part, char *name, size_t size)
{
	char path[240];
	struct dirent *entry;
	int n = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/%s", f->outbox, part);
	dir = opendir(path);
	if (!dir)
		return -1;
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		text_format(name, size, "%s/%s", path, entry->d_name);
		n++;
	}
	closedir(dir);
	return n;
}

static void read_file(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	assert_true(fd >= 0);
	n = read(fd, text, size - 1);
	assert_true(n > 0);
	text[n] = '\0';
	close(fd);
}

static void test_outbox(void **state)
{
	struct fixture *f = *state;
	struct mail_row row;
	struct error error;
	char name[512];
	char text[8192];

	f->sandbox.outbox = f->outbox;
	assert_true(mails_open(&f->sandbox, &error));
	assert_int_equal(files(f, "new", name, sizeof(name)), 0);
	assert_int_equal(files(f, "cur", name, sizeof(name)), 0);
	/* a mail of the data at the start is not written */
	sandbox_data_mail(&f->sandbox, EV, SANDBOX_DATA_BEN, "approval", "open",
		SANDBOX_DATA_NOW - 100, "a1");
	mails_resend_approval(&f->sandbox, EV, both, 1);
	mails_deliver(&f->sandbox);
	assert_int_equal(files(f, "tmp", name, sizeof(name)), 0);
	assert_int_equal(files(f, "new", name, sizeof(name)), 1);

	read_file(name, text, sizeof(text));
	assert_non_null(strstr(text, "To: Ana Ruiz <ana@example.com>\n"));
	assert_true(mail_row_read(f->sandbox.db, 2, &row));
	assert_non_null(strstr(text, mail_row_link(&f->sandbox, &row)));
	mail_row_clear(&row);
	assert_non_null(strstr(text, "shop.example.net"));
	assert_non_null(strstr(text, "the sandbox's own"));

	/* written once, also by the next commit and the next start */
	unlink(name);
	mails_deliver(&f->sandbox);
	assert_int_equal(files(f, "new", name, sizeof(name)), 0);
}

/* A crash between file and mark: the same file again, not a second one. */
static void test_held_is_not_delivered(void **state)
{
	struct fixture *f = *state;
	char name[512];

	f->sandbox.outbox = f->outbox;
	sandbox_data_mail(&f->sandbox, EV, SANDBOX_DATA_ANA, "approval", "held",
		SANDBOX_DATA_NOW, "a1");
	db_run(f->sandbox.db, "UPDATE mails SET written = 0", "");
	mails_resend_approval(&f->sandbox, OTHER, both, 1);
	mails_deliver(&f->sandbox);
	assert_int_equal(files(f, "new", name, sizeof(name)), 1);
	assert_int_equal(count(f, "SELECT written FROM mails WHERE id = 1"), 0);
}

static void test_delivery_repeated(void **state)
{
	struct fixture *f = *state;
	char name[512];

	f->sandbox.outbox = f->outbox;
	mails_resend_approval(&f->sandbox, EV, both, 2);
	mails_deliver(&f->sandbox);
	db_run(f->sandbox.db, "UPDATE mails SET written = 0", "");
	mails_deliver(&f->sandbox);
	assert_int_equal(files(f, "new", name, sizeof(name)), 2);
}

/* An outbox that cannot be written keeps the mail for later. */
static void test_outbox_broken(void **state)
{
	struct fixture *f = *state;
	char name[512];

	snprintf(name, sizeof(name), "%s/new", f->outbox);
	assert_int_equal(close(open(name, O_CREAT | O_WRONLY, 0600)), 0);
	f->sandbox.outbox = f->outbox;
	mails_resend_approval(&f->sandbox, EV, both, 1);
	mails_deliver(&f->sandbox);
	assert_false(db_failed(f->sandbox.db));
	assert_int_equal(count(f, "SELECT written FROM mails"), 0);
	unlink(name);
	mails_deliver(&f->sandbox);
	assert_int_equal(files(f, "new", name, sizeof(name)), 1);
	assert_int_equal(count(f, "SELECT written FROM mails"), 1);
}

/* Lines of a message are broken between words; a page does that itself. */
static void test_body(void **state)
{
	struct fixture *f = *state;
	struct mail_row mail;
	struct buf out;

	db_run(f->sandbox.db, "UPDATE organizations SET name = ?", "s",
		"A name so long that it does not fit: \u2615 Kaffee & "
		"\U0001f469\u200d\U0001f373 OHG\n\033[31m");
	mails_resend_approval(
		&f->sandbox, EV, (const char *const[]){SANDBOX_DATA_ANA}, 1);
	assert_true(mail_row_read(f->sandbox.db, 1, &mail));
	buf_init(&out, MAIL_TEXT_MAX);
	mail_text_body(&f->sandbox, &mail, 50, &out);
	for (const char *p = buf_text(&out); *p; p += strcspn(p, "\n"), p++) {
		char line[256];
		size_t len = strcspn(p, "\n");

		assert_true(len < sizeof(line));
		memcpy(line, p, len);
		line[len] = '\0';
		if (strncmp(line, "http", 4) != 0)
			assert_in_range(text_width(line), 0, 50);
	}
	assert_non_null(strstr(buf_text(&out),
		"\n    Organization  A name so long that it does not\n"
		"                  fit: \u2615 Kaffee & "
		"\U0001f469\u200d\U0001f373 OHG \ufffd[31m\n"));
	buf_reset(&out);
	mail_text_body(&f->sandbox, &mail, 0, &out);
	assert_non_null(strstr(buf_text(&out),
		"\n\nthis certificate was ordered for your organization. You "
		"are one of its verified contacts, and one of you has to "
		"approve the order before the certificate can be issued.\n"));
	buf_clear(&out);
	mail_row_clear(&mail);
}

#define TEST(function)                                                         \
	cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_resend_voids_all_earlier),
		TEST(test_replaced_at),
		TEST(test_use),
		TEST(test_issuance),
		TEST(test_dcv_voids_nothing),
		TEST(test_tokens_differ),
		TEST(test_held),
		TEST(test_outbox),
		TEST(test_held_is_not_delivered),
		TEST(test_delivery_repeated),
		TEST(test_outbox_broken),
		TEST(test_body),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
