/* SPDX-License-Identifier: MIT
 *
 * Messages of the sandbox: headers that nothing can break out of, encoded
 * words, quoted-printable bodies.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "sandbox/mail-message.h"
#include "text.h"

static void test_headers(void **state)
{
	static const struct {
		const char *text;
		const char *header;
	} cases[] = {
		{"Approve order 900101", "Subject: Approve order 900101\n"},
		{"", "Subject: \n"},
		{"日本語", "Subject: =?UTF-8?B?5pel5pys6Kqe?=\n"},
		/* 39 bytes a word, never half a character */
		{"日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語",
			"Subject: =?UTF-8?B?"
			"5pel5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel"
			"?=\n =?UTF-8?B?"
			"5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel5pys6Kqe5pel5pys"
			"?=\n =?UTF-8?B?6Kqe5pel5pys6Kqe?=\n"},
		/* what looks like an encoded word must not be read as one */
		{"=?UTF-8?B?eA==?=",
			"Subject: =?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?=\n"},
		/* a line break is a blank, so nothing begins a header */
		{"a\r\nBcc: x@example.com", NULL},
		{"a\nBcc: x@example.com", "Subject: a Bcc: x@example.com\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out;

		buf_init(&out, MAIL_MESSAGE_MAX);
		mail_message_header(&out, "Subject", cases[i].text);
		if (cases[i].header)
			assert_string_equal(buf_text(&out), cases[i].header);
		assert_null(strstr(buf_text(&out), "\nBcc"));
		buf_clear(&out);
	}
}

static void test_mailboxes(void **state)
{
	static const struct {
		const char *name;
		const char *address;
		const char *header;
	} cases[] = {
		{NULL, "ana@example.com", "To: <ana@example.com>\n"},
		{"Ana Ruiz", "ana@example.com",
			"To: Ana Ruiz <ana@example.com>\n"},
		{"Ruiz, Ana \"CTO\" \\", "ana@example.com",
			"To: \"Ruiz, Ana \\\"CTO\\\" \\\\\" "
			"<ana@example.com>\n"},
		{"Müller, Jörg", "j.mueller@example.com",
			"To: =?UTF-8?B?TcO8bGxlciwgSsO2cmc=?= "
			"<j.mueller@example.com>\n"},
		{"", "ana@example.com", "To: <ana@example.com>\n"},
		/* RFC 5322 knows ASCII only: a domain has such a form */
		{"Ana", "ana@bücher.example",
			"To: Ana <ana@xn--bcher-kva.example>\n"},
		{"Müller", "müller@example.com",
			"To: =?UTF-8?B?bcO8bGxlckBleGFtcGxlLmNvbQ==?=\n"
			" <no-ascii-address@sandbox.invalid>\n"},
		/* a line has 76 characters, if the address lets it */
		{"A name of thirty-four characters.",
			"and.an.address.with@thirty-nine.example",
			"To: \"A name of thirty-four characters.\"\n"
			" <and.an.address.with@thirty-nine.example>\n"},
		{NULL,
			"bartholomew.maximilian.featherstonehaugh-wolverhampton"
			"@proseware.example.org",
			"To:\n <bartholomew.maximilian.featherstonehaugh-"
			"wolverhampton@proseware.example.org>\n"},
		/* what is no address cannot become one, nor two */
		{"Ana", "a@example.com>,<b@example.com",
			"To: \"a@example.com>,<b@example.com\" "
			"<no-ascii-address@sandbox.invalid>\n"},
		{"Ana", "a b@example.com",
			"To: \"a b@example.com\" "
			"<no-ascii-address@sandbox.invalid>\n"},
		{"Ana", "", "To: <no-ascii-address@sandbox.invalid>\n"},
		{"Ana", "ana@",
			"To: \"ana@\" "
			"<no-ascii-address@sandbox.invalid>\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out;

		buf_init(&out, MAIL_MESSAGE_MAX);
		mail_message_mailbox(
			&out, "To", cases[i].name, cases[i].address);
		assert_string_equal(buf_text(&out), cases[i].header);
		buf_clear(&out);
	}
}

static void test_bodies(void **state)
{
	static const struct {
		const char *text;
		const char *quoted;
	} cases[] = {
		{"plain\n", "plain\n"},
		{"a=b\n", "a=3Db\n"},
		{"ü\n", "=C3=BC\n"},
		{"-- \nfoot", "--=20\nfoot"},
		{"tab\t\n", "tab=09\n"},
		{".\n..\n", "=2E\n..\n"},
		{"From me\nmy From\n", "=46rom me\nmy From\n"},
		{"a\033b\rc\n", "a=1Bb=0Dc\n"},
		/* 75 characters and the soft line break */
		{"123456789012345678901234567890123456789012345678901234567890"
		 "12345678901234567890",
			"1234567890123456789012345678901234567890123456789012345"
			"67890123456789012345=\n67890"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf out;

		buf_init(&out, MAIL_MESSAGE_MAX);
		mail_message_quote(&out, cases[i].text);
		assert_string_equal(buf_text(&out), cases[i].quoted);
		buf_clear(&out);
	}
}

static void test_date(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 100);
	mail_message_date(&out, 1795183331);
	assert_string_equal(buf_text(&out), "Fri, 20 Nov 2026 14:02:11 +0000");
	buf_clear(&out);
}

/*
 * Every byte, everywhere: headers stay clean ASCII, no line is long, and the
 * message has the lines it should have and no other.
 */
static void test_hostile(void **state)
{
	static const char *const names[] = {"From", "To", "Subject", "Date",
		"Message-ID", "MIME-Version", "Auto-Submitted",
		"X-Sandbox-Order", "X-Sandbox-Kind", "Content-Type",
		"Content-Transfer-Encoding"};

	(void)state;
	for (int c = 1; c < 256; c++) {
		char text[64] = "x@y\r\nBcc: a@example.com\n\n.\n";
		struct mail_message message = {7, 0, 900101, "approval", text,
			text, text, text, "0123456789abcdef0123456789abcdef",
			NULL, NULL};
		const char *p;
		struct buf out;
		size_t n = 0;

		text[1] = (char)c;
		text[20] = (char)c;
		buf_init(&out, MAIL_MESSAGE_MAX);
		mail_message_write(&out, &message);
		for (p = buf_text(&out); *p != '\n';
			p += strcspn(p, "\n"), p++) {
			size_t len = strcspn(p, "\n");

			assert_in_range(len, 1, 78);
			for (size_t i = 0; i < len; i++)
				assert_in_range(p[i], ' ', '~');
			if (*p == ' ')
				continue;
			assert_true(n < sizeof(names) / sizeof(names[0]));
			assert_memory_equal(p, names[n], strlen(names[n]));
			assert_int_equal(p[strlen(names[n])], ':');
			n++;
		}
		assert_int_equal(n, sizeof(names) / sizeof(names[0]));
		buf_clear(&out);
	}
}

static size_t count(const char *text, const char *part)
{
	size_t n = 0;

	while ((text = strstr(text, part)) != NULL) {
		text++;
		n++;
	}
	return n;
}

/* A body that looks like a part's end ends none. */
static void test_attachment(void **state)
{
	struct mail_message message = {7, 0, 900101, "certificate",
		"a@example.com", NULL, "x", "a\n--=_sandbox-7\n--=_sandbox-7--",
		"0123456789abcdef0123456789abcdef",
		"-----BEGIN X-----\nZg==\n-----END X-----\n", "x.pem"};
	struct buf out;

	(void)state;
	buf_init(&out, MAIL_MESSAGE_MAX);
	mail_message_write(&out, &message);
	assert_int_equal(count(buf_text(&out), "\n--=_sandbox-7\n"), 2);
	assert_int_equal(count(buf_text(&out), "\n--=_sandbox-7--\n"), 1);
	assert_int_equal(count(buf_text(&out), "\nContent-Type: "), 3);
	assert_non_null(strstr(buf_text(&out), "filename=\"x.pem\"\n\n-----"));
	buf_clear(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_mailboxes),
		cmocka_unit_test(test_bodies),
		cmocka_unit_test(test_date),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_attachment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
