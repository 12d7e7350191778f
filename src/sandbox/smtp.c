/* SPDX-License-Identifier: MIT
 *
 * A table of steps: what is said, and what the server must answer to it. The
 * answer to one step begins the next.
 */
#include "sandbox/smtp.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <unistd.h>

#include "buf.h"
#include "mem.h"
#include "text.h"

#define REPLY_LINE_MAX 2048	   /* longer than any server's (512) */
#define REPLY_MAX      (64 * 1024) /* of the lines of one answer */
#define REASON_MAX     200
#define OUT_MAX	       ((size_t)8 << 20)

enum step {
	STEP_CONNECT,
	STEP_HELLO,
	STEP_OLD_HELLO, /* for who does not know EHLO */
	STEP_FROM,
	STEP_TO,
	STEP_DATA,
	STEP_MESSAGE,
	STEP_OVER,
};

/* What has to be answered to a step, and where it leads. */
static const struct {
	int code; /* its first digit */
	enum step next;
} steps[] = {
	[STEP_CONNECT] = {2, STEP_HELLO},
	[STEP_HELLO] = {2, STEP_FROM},
	[STEP_OLD_HELLO] = {2, STEP_FROM},
	[STEP_FROM] = {2, STEP_TO},
	[STEP_TO] = {2, STEP_DATA},
	[STEP_DATA] = {3, STEP_MESSAGE},
	[STEP_MESSAGE] = {2, STEP_OVER},
};

struct smtp {
	int fd;
	enum step step;
	enum smtp_result result;
	bool connected;
	int64_t deadline_ms;
	struct buf out; /* what is still to be written from `written` on */
	size_t written;
	struct buf message; /* as it goes over the line */
	char *from, *to;
	char line[REPLY_LINE_MAX]; /* of the answer */
	size_t line_len, reply_len;
	char reason[REASON_MAX];
};

static void over(struct smtp *smtp, enum smtp_result result, const char *why)
{
	size_t len = 0;

	for (; *why && len + 1 < sizeof(smtp->reason); why++)
		if (*why >= 0x20 && *why <= 0x7e)
			smtp->reason[len++] = *why;
	smtp->reason[len] = '\0';
	smtp->result = result;
	smtp->step = STEP_OVER;
	if (smtp->fd >= 0)
		close(smtp->fd);
	smtp->fd = -1;
}

static void fail_errno(struct smtp *smtp)
{
	over(smtp, SMTP_FAILED, strerror(errno));
}

/* Lines end in CRLF there, and a dot at the beginning of one is doubled. */
static void put_message(struct buf *out, const char *text, size_t len)
{
	bool begin = true;

	for (size_t i = 0; i < len; i++) {
		char c = text[i];

		if (c == '\r' || c == '\0')
			continue;
		if (begin && c == '.')
			buf_putc(out, '.');
		if (c == '\n')
			buf_putc(out, '\r');
		buf_putc(out, c);
		begin = c == '\n';
	}
	buf_puts(out, begin ? ".\r\n" : "\r\n.\r\n");
}

static void say(struct smtp *smtp)
{
	struct buf *out = &smtp->out;

	buf_reset(out);
	smtp->written = 0;
	switch (smtp->step) {
	case STEP_HELLO:
		buf_puts(out, "EHLO localhost\r\n");
		return;
	case STEP_OLD_HELLO:
		buf_puts(out, "HELO localhost\r\n");
		return;
	case STEP_FROM:
		buf_printf(out, "MAIL FROM:<%s>\r\n", smtp->from);
		return;
	case STEP_TO:
		buf_printf(out, "RCPT TO:<%s>\r\n", smtp->to);
		return;
	case STEP_DATA:
		buf_puts(out, "DATA\r\n");
		return;
	case STEP_MESSAGE:
		buf_add(out, smtp->message.data, smtp->message.len);
		return;
	case STEP_OVER:
	case STEP_CONNECT:
		return;
	}
}

/* Its own words about us, who we are and how busy it is, or about the mail? */
static bool is_about_mail(enum step step)
{
	return step == STEP_FROM || step == STEP_TO || step == STEP_DATA ||
	       step == STEP_MESSAGE;
}

/* A whole answer is in: its last line. */
static void take_reply(struct smtp *smtp, const char *line, int64_t now_ms)
{
	int code = line[0] - '0';

	if (code == steps[smtp->step].code) {
		smtp->step = steps[smtp->step].next;
		if (smtp->step == STEP_OVER) {
			/* It is theirs now; whether they hear this or not. */
			if (write(smtp->fd, "QUIT\r\n", 6) < 0)
				errno = 0;
			over(smtp, SMTP_DELIVERED, "");
			return;
		}
	} else if (code == 5 && smtp->step == STEP_HELLO) {
		smtp->step = STEP_OLD_HELLO;
	} else {
		over(smtp,
			code == 5 && is_about_mail(smtp->step) ? SMTP_REFUSED
							       : SMTP_FAILED,
			line);
		return;
	}
	smtp->deadline_ms = now_ms + SMTP_PATIENCE_MS;
	say(smtp);
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* "250-more" and "250 last": three digits, then the one or the other. */
static void take_line(struct smtp *smtp, int64_t now_ms)
{
	const char *line = smtp->line;
	size_t len = smtp->line_len;

	smtp->line[len] = '\0';
	smtp->line_len = 0;
	smtp->reply_len += len;
	if (len < 3 || !is_digit(line[0]) || !is_digit(line[1]) ||
		!is_digit(line[2]) || (line[3] && !strchr(" -\r", line[3])) ||
		smtp->reply_len > REPLY_MAX) {
		over(smtp, SMTP_FAILED, "It does not speak SMTP");
		return;
	}
	if (line[3] == '-')
		return;
	smtp->reply_len = 0;
	/* An answer to what was not wholly said yet. */
	if (smtp->written < smtp->out.len && line[0] != '4' && line[0] != '5') {
		over(smtp, SMTP_FAILED, "It answers before it was asked");
		return;
	}
	take_reply(smtp, line, now_ms);
}

static void
take_bytes(struct smtp *smtp, const char *data, size_t len, int64_t now_ms)
{
	for (size_t i = 0; i < len && smtp->step != STEP_OVER; i++) {
		if (data[i] == '\n') {
			take_line(smtp, now_ms);
			continue;
		}
		if (smtp->line_len + 1 >= sizeof(smtp->line)) {
			over(smtp, SMTP_FAILED, "It does not speak SMTP");
			return;
		}
		smtp->line[smtp->line_len++] = data[i];
	}
}

static bool is_patient(void)
{
	return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

static void read_some(struct smtp *smtp, int64_t now_ms)
{
	char data[4096];
	ssize_t len = read(smtp->fd, data, sizeof(data));

	if (len > 0)
		take_bytes(smtp, data, (size_t)len, now_ms);
	else if (len == 0)
		over(smtp, SMTP_FAILED, "It closed the connection");
	else if (!is_patient())
		fail_errno(smtp);
}

static void write_some(struct smtp *smtp)
{
	ssize_t len;

	if (smtp->written == smtp->out.len)
		return;
	len = write(smtp->fd, smtp->out.data + smtp->written,
		smtp->out.len - smtp->written);
	if (len >= 0)
		smtp->written += (size_t)len;
	else if (!is_patient())
		fail_errno(smtp);
}

/* Whether the connection stands now. */
static bool look_at_connect(struct smtp *smtp)
{
	struct pollfd look = {smtp->fd, POLLOUT, 0};
	int failure = 0;
	socklen_t len = sizeof(failure);

	if (poll(&look, 1, 0) <= 0)
		return false;
	if (getsockopt(smtp->fd, SOL_SOCKET, SO_ERROR, &failure, &len) != 0)
		failure = errno;
	if (failure != 0) {
		errno = failure;
		fail_errno(smtp);
		return false;
	}
	smtp->connected = true;
	return true;
}

static bool open_socket(struct smtp *smtp, const struct smtp_address *address)
{
	smtp->fd = socket(address->socket.ss_family, SOCK_STREAM, 0);
	if (smtp->fd < 0)
		return false;
	if (smtp->fd >= FD_SETSIZE) {
		errno = EMFILE;
		return false;
	}
	if (fcntl(smtp->fd, F_SETFL, O_NONBLOCK) != 0 ||
		fcntl(smtp->fd, F_SETFD, FD_CLOEXEC) != 0)
		return false;
	smtp->connected =
		connect(smtp->fd, (const struct sockaddr *)&address->socket,
			address->len) == 0;
	return smtp->connected || errno == EINPROGRESS;
}

struct smtp *smtp_start(const struct smtp_address *address,
	const struct smtp_mail *mail, int64_t now_ms)
{
	struct smtp *smtp = mem_zalloc(sizeof(*smtp));

	buf_init(&smtp->out, OUT_MAX);
	buf_init(&smtp->message, OUT_MAX);
	put_message(&smtp->message, mail->message, mail->len);
	smtp->from = mem_dup(mail->from);
	smtp->to = mem_dup(mail->to);
	smtp->deadline_ms = now_ms + SMTP_PATIENCE_MS;
	if (!open_socket(smtp, address))
		fail_errno(smtp);
	return smtp;
}

void smtp_free(struct smtp *smtp)
{
	if (!smtp)
		return;
	if (smtp->fd >= 0)
		close(smtp->fd);
	buf_clear(&smtp->out);
	buf_clear(&smtp->message);
	free(smtp->from);
	free(smtp->to);
	free(smtp);
}

int smtp_fd(const struct smtp *smtp)
{
	return smtp->fd;
}

bool smtp_wants_to_write(const struct smtp *smtp)
{
	return !smtp->connected || smtp->written < smtp->out.len;
}

int64_t smtp_deadline_ms(const struct smtp *smtp)
{
	return smtp->deadline_ms;
}

enum smtp_result smtp_go_on(struct smtp *smtp, int64_t now_ms)
{
	if (smtp->step == STEP_OVER)
		return smtp->result;
	if (smtp->connected || look_at_connect(smtp)) {
		read_some(smtp, now_ms);
		if (smtp->step != STEP_OVER)
			write_some(smtp);
	}
	if (smtp->step != STEP_OVER && now_ms >= smtp->deadline_ms)
		over(smtp, SMTP_FAILED, "It does not answer");
	return smtp->result;
}

const char *smtp_reason(const struct smtp *smtp)
{
	return smtp->reason;
}
