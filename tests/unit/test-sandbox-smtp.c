/* SPDX-License-Identifier: MIT
 *
 * The talk with a mail server, word for word, with the test as the server.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "sandbox/smtp.h"
#include "text.h"

#define NOW	    1000000
#define PATIENCE_MS 120000 /* only a test that fails waits so long */

struct talk {
	int listener, peer;
	struct smtp_address address;
	struct smtp *smtp;
};

static void begin(struct talk *talk, const char *message)
{
	struct sockaddr_in at = {.sin_family = AF_INET};
	socklen_t len = sizeof(at);
	struct smtp_mail mail = {
		"from@example.com", "to@example.com", message, strlen(message)};
	struct error error;
	char url[64];

	signal(SIGPIPE, SIG_IGN);
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	talk->listener = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(
		bind(talk->listener, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(talk->listener, 1), 0);
	assert_int_equal(
		getsockname(talk->listener, (struct sockaddr *)&at, &len), 0);
	text_format(
		url, sizeof(url), "smtp://127.0.0.1:%d", ntohs(at.sin_port));
	assert_true(smtp_address_parse(&talk->address, url, &error));
	talk->smtp = smtp_start(&talk->address, &mail, NOW);
	talk->peer = accept(talk->listener, NULL, NULL);
	assert_true(talk->peer >= 0);
}

static void end(struct talk *talk)
{
	smtp_free(talk->smtp);
	close(talk->peer);
	close(talk->listener);
}

static void wait_for(int fd, short events)
{
	struct pollfd waited = {fd, events, 0};

	assert_int_equal(poll(&waited, 1, PATIENCE_MS), 1);
}

/* The server says it, and the client reads it. */
static enum smtp_result hear(struct talk *talk, const char *text)
{
	assert_int_equal(
		write(talk->peer, text, strlen(text)), (int)strlen(text));
	wait_for(smtp_fd(talk->smtp), POLLIN);
	return smtp_go_on(talk->smtp, NOW);
}

static void expect_said(struct talk *talk, const char *text)
{
	char got[512];
	size_t len = 0;

	while (len < strlen(text)) {
		ssize_t n;

		wait_for(talk->peer, POLLIN);
		n = read(talk->peer, got + len, sizeof(got) - 1 - len);
		assert_true(n > 0);
		len += (size_t)n;
	}
	got[len] = '\0';
	assert_string_equal(got, text);
}

/* Up to where the message is expected. */
static void say_envelope(struct talk *talk)
{
	assert_int_equal(hear(talk, "220 mail.example\r\n"), SMTP_BUSY);
	expect_said(talk, "EHLO localhost\r\n");
	assert_int_equal(
		hear(talk, "250-mail.example\r\n250 8BITMIME\r\n"), SMTP_BUSY);
	expect_said(talk, "MAIL FROM:<from@example.com>\r\n");
	assert_int_equal(hear(talk, "250 fine\r\n"), SMTP_BUSY);
	expect_said(talk, "RCPT TO:<to@example.com>\r\n");
	assert_int_equal(hear(talk, "250 fine\r\n"), SMTP_BUSY);
	expect_said(talk, "DATA\r\n");
	assert_int_equal(hear(talk, "354 go on\r\n"), SMTP_BUSY);
}

static void test_words(void **state)
{
	struct talk talk;

	(void)state;
	begin(&talk, "To: x\n\n.\n..\nA.\n");
	say_envelope(&talk);
	expect_said(&talk, "To: x\r\n\r\n..\r\n...\r\nA.\r\n.\r\n");
	assert_int_equal(hear(&talk, "250 taken\r\n"), SMTP_DELIVERED);
	expect_said(&talk, "QUIT\r\n");
	assert_int_equal(smtp_fd(talk.smtp), -1);
	end(&talk);
}

static void test_no_line_end(void **state)
{
	struct talk talk;

	(void)state;
	begin(&talk, "A");
	say_envelope(&talk);
	expect_said(&talk, "A\r\n.\r\n");
	assert_int_equal(hear(&talk, "554 no\x1b[31m\r\n"), SMTP_REFUSED);
	assert_string_equal(smtp_reason(talk.smtp), "554 no[31m");
	end(&talk);
}

static void test_patience(void **state)
{
	struct talk talk;

	(void)state;
	begin(&talk, "A");
	assert_int_equal(smtp_go_on(talk.smtp, NOW), SMTP_BUSY);
	assert_int_equal(
		smtp_go_on(talk.smtp, NOW + SMTP_PATIENCE_MS - 1), SMTP_BUSY);
	assert_int_equal(
		smtp_go_on(talk.smtp, NOW + SMTP_PATIENCE_MS), SMTP_FAILED);
	assert_string_equal(smtp_reason(talk.smtp), "It does not answer");
	end(&talk);
}

/* What no mail server says, with the server's greeting before it. */
static void test_wrong(void **state)
{
	static const char *const wrong[] = {"25\r\n", "2500 x\r\n", "\r\n",
		"250 fine\r\n250 fine\r\n250 fine\r\n", "300 x\r\n",
		"abc hello\r\n"};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		struct talk talk;

		begin(&talk, "A");
		assert_int_equal(hear(&talk, "220 x\r\n"), SMTP_BUSY);
		expect_said(&talk, "EHLO localhost\r\n");
		assert_int_equal(hear(&talk, wrong[i]), SMTP_FAILED);
		assert_true(*smtp_reason(talk.smtp) != '\0');
		end(&talk);
	}
}

static void test_endless(void **state)
{
	char line[4000];
	struct talk talk;
	enum smtp_result result = SMTP_BUSY;

	(void)state;
	memset(line, 'x', sizeof(line) - 1);
	line[sizeof(line) - 1] = '\0';
	begin(&talk, "A");
	assert_int_equal(hear(&talk, line), SMTP_FAILED);
	end(&talk);
	begin(&talk, "A");
	for (int i = 0; i < 100000 && result == SMTP_BUSY; i++)
		result = hear(&talk, "220-and more, and more, and more\r\n");
	assert_int_equal(result, SMTP_FAILED);
	end(&talk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_no_line_end),
		cmocka_unit_test(test_patience),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_endless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
