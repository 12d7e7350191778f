/* SPDX-License-Identifier: MIT
 *
 * Blocking sockets: one thing at a time is what these tests want.
 */
#include "config.h"

#include "tests/support/raw-client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "mem.h"

#define PATIENCE_MS 120000
#define ANSWER_MAX  ((size_t)64 * 1024 * 1024)
#define CHUNK	    65536

static int passed, failed;

_Noreturn void raw_client_die(const char *text)
{
	printf("not ok - %s\n%d passed, %d failed, 0 skipped\n", text, passed,
		failed + 1);
	exit(1);
}

void raw_client_check(bool good, const char *text)
{
	printf("%s - %s\n", good ? "ok" : "not ok", text);
	fflush(stdout);
	if (good)
		passed++;
	else
		failed++;
}

int raw_client_finish(void)
{
	printf("%d passed, %d failed, 0 skipped\n", passed, failed);
	return failed > 0;
}

long raw_client_setting(const char *name, long usual)
{
	const char *text = getenv(name);

	return text != NULL && *text != '\0' ? strtol(text, NULL, 10) : usual;
}

int64_t raw_client_now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* splitmix64 */
uint64_t raw_client_random(uint64_t *state)
{
	uint64_t x = *state += 0x9e3779b97f4a7c15ULL;

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
	return x ^ (x >> 31);
}

/* -- bytes ----------------------------------------------------------------- */

int raw_client_connect(int port)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || connect(fd, (struct sockaddr *)&to, sizeof(to)) != 0)
		raw_client_die("the sandbox takes connections");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return fd;
}

bool raw_client_send(int fd, const void *data, size_t len)
{
	const char *at = data;
	ssize_t put;

	while (len > 0) {
		put = send(fd, at, len, MSG_NOSIGNAL);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return false;
		at += put;
		len -= (size_t)put;
	}
	return true;
}

/* What came; 0: the end, however it came. */
static size_t receive(int fd, char *out, size_t size)
{
	struct pollfd ready = {.fd = fd, .events = POLLIN};
	ssize_t got;

	if (poll(&ready, 1, PATIENCE_MS) == 0)
		raw_client_die("the sandbox answers, or ends the connection");
	do
		got = recv(fd, out, size, 0);
	while (got < 0 && errno == EINTR);
	return got > 0 ? (size_t)got : 0;
}

/* -- answers --------------------------------------------------------------- */

void raw_client_init(struct raw_answer *answer)
{
	memset(answer, 0, sizeof(*answer));
	buf_init(&answer->head, ANSWER_MAX);
	buf_init(&answer->body, ANSWER_MAX);
}

void raw_client_clear(struct raw_answer *answer)
{
	buf_clear(&answer->head);
	buf_clear(&answer->body);
}

static const char *header(const char *head, const char *name)
{
	size_t len = strlen(name);

	for (; head != NULL; head = strchr(head, '\n')) {
		head += *head == '\n';
		if (strncasecmp(head, name, len) == 0 && head[len] == ':')
			return head + len + 1;
	}
	return NULL;
}

static size_t body_len(const struct raw_answer *answer)
{
	const char *length = header(buf_text(&answer->head), "Content-Length");

	if (answer->status == 204 || length == NULL)
		return 0;
	return (size_t)strtoul(length, NULL, 10);
}

/* Everything that came is in `body`; cut the head off, if it is there. */
static bool take_head(struct raw_answer *answer)
{
	char *text = answer->body.data, *rest;
	size_t len;

	if (text == NULL)
		return false;
	rest = memmem(text, answer->body.len, "\r\n\r\n", 4);
	if (rest == NULL)
		return false;
	len = (size_t)(rest - text) + 4;
	buf_reset(&answer->head);
	buf_add(&answer->head, text, len);
	memmove(text, text + len, answer->body.len - len);
	answer->body.len -= len;
	answer->body.data[answer->body.len] = '\0';
	answer->status = strncmp(buf_text(&answer->head), "HTTP/1.1 ", 9) == 0
				 ? (int)strtol(answer->head.data + 9, NULL, 10)
				 : -1;
	return true;
}

bool raw_client_read(int fd, struct raw_answer *answer)
{
	char chunk[CHUNK];
	size_t got, len;

	answer->status = 0;
	answer->whole = false;
	buf_reset(&answer->head);
	buf_reset(&answer->body);
	while (!take_head(answer)) {
		got = receive(fd, chunk, sizeof(chunk));
		if (got == 0 || !buf_add(&answer->body, chunk, got))
			return false;
	}
	len = body_len(answer);
	while (answer->body.len < len) {
		got = receive(fd, chunk, sizeof(chunk));
		if (got == 0 || !buf_add(&answer->body, chunk, got))
			return false;
	}
	answer->whole = answer->body.len == len;
	return answer->whole;
}

size_t raw_client_drain(int fd, int *statuses, size_t max)
{
	struct raw_answer answer;
	char chunk[CHUNK];
	size_t count = 0, got, len;

	raw_client_init(&answer);
	while ((got = receive(fd, chunk, sizeof(chunk))) > 0)
		if (!buf_add(&answer.body, chunk, got))
			break;
	while (count < max && take_head(&answer)) {
		statuses[count++] = answer.status;
		len = body_len(&answer);
		if (len > answer.body.len)
			break;
		memmove(answer.body.data, answer.body.data + len,
			answer.body.len - len + 1);
		answer.body.len -= len;
	}
	raw_client_clear(&answer);
	return count;
}

bool raw_client_ask(int port, const char *method, const char *target,
	const char *body, struct raw_answer *answer)
{
	struct buf request;
	int fd = raw_client_connect(port);
	bool good;

	buf_init(&request, ANSWER_MAX);
	buf_printf(&request,
		"%s %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
		"X-DC-DEVKEY: sandbox-admin\r\nConnection: close\r\n",
		method, target, port);
	if (body != NULL)
		buf_printf(&request,
			"Content-Type: application/json\r\n"
			"Content-Length: %zu\r\n",
			strlen(body));
	buf_printf(&request, "\r\n%s", body != NULL ? body : "");
	good = raw_client_send(fd, request.data, request.len) &&
	       raw_client_read(fd, answer);
	buf_clear(&request);
	close(fd);
	return good;
}

/* -- the sandbox ----------------------------------------------------------- */

#define ARGUMENTS_MAX 32

static void become_sandbox(int output, const char *program, char **arguments)
{
	char *all[ARGUMENTS_MAX] = {NULL};
	static char port[] = "--port=0";
	size_t count = 0;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	dup2(output, STDOUT_FILENO);
	all[count++] = mem_dup(program);
	all[count++] = port;
	for (; *arguments != NULL && count < ARGUMENTS_MAX - 1; arguments++)
		all[count++] = *arguments;
	execv(program, all);
	_exit(127);
}

void raw_client_start(
	struct raw_sandbox *sandbox, const char *program, char **arguments)
{
	char line[128] = "";
	const char *colon;
	FILE *output;
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		raw_client_die("there is a pipe");
	fflush(stdout);
	sandbox->pid = fork();
	if (sandbox->pid == 0)
		become_sandbox(ends[1], program, arguments);
	close(ends[1]);
	output = fdopen(ends[0], "r");
	if (output == NULL || fgets(line, sizeof(line), output) == NULL)
		raw_client_die("the sandbox starts");
	fclose(output);
	colon = strrchr(line, ':');
	sandbox->port = colon != NULL ? (int)strtol(colon + 1, NULL, 10) : 0;
}

int raw_client_end(struct raw_sandbox *sandbox, int signal)
{
	int status = -1;

	kill(sandbox->pid, signal);
	while (waitpid(sandbox->pid, &status, 0) < 0 && errno == EINTR)
		;
	sandbox->pid = 0;
	return status;
}
