/* SPDX-License-Identifier: MIT
 *
 * Many clients at once: requests in one breath, sends of one order beside each
 * other, two hundred connections whose requests come byte by byte, browsers
 * that fetch links before anybody presses them, and a steady load whose times
 * are told.
 *
 *   load SANDBOX DIRECTORY
 *
 * LOAD_SECONDS: of the steady load (1); LOAD_RATE: requests a second (200);
 * LOAD_P99_MS: fail above this (0: only tell).
 */
#include "config.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "attr.h"
#include "mem.h"
#include "tests/support/raw-client.h"

#define CONNECTIONS 200
#define PIPELINED   50
#define SENDERS	    32
#define SILENT	    1000
#define HEAD	    "Host: 127.0.0.1\r\nX-DC-DEVKEY: sandbox-admin\r\n"
#define ORDERS	    "/services/v2/order/certificate"
#define ORDER	    ORDERS "/900001"
#define MAILS	    "/sandbox/v1/mails?order=900001"

static const char send_mails[] =
	"PUT " ORDER "/order-approval/resend-emails HTTP/1.1\r\n" HEAD
	"Content-Length: 57\r\n\r\n"
	"{\"emails\":[\"ana.ruiz@example.com\",\"chi.tan@example.com\"]}";
static const char get_order[] = "GET " ORDER " HTTP/1.1\r\n" HEAD "\r\n";

static struct raw_sandbox sandbox;

static void send_text(int fd, const char *text)
{
	if (!raw_client_send(fd, text, strlen(text)))
		raw_client_die("the connection stays");
}

static char *get(const char *method, const char *target, int *status)
{
	struct raw_answer answer;
	char *body;

	raw_client_init(&answer);
	if (!raw_client_ask(sandbox.port, method, target, NULL, &answer) &&
		strcmp(method, "HEAD") != 0)
		raw_client_die("a plain request is answered");
	if (status != NULL)
		*status = answer.status;
	body = buf_take(&answer.body);
	raw_client_clear(&answer);
	return body != NULL ? body : mem_dup("");
}

static size_t count(const char *text, const char *part)
{
	size_t found = 0;

	while ((text = strstr(text, part)) != NULL) {
		found++;
		text += strlen(part);
	}
	return found;
}

/* -- in one breath --------------------------------------------------------- */

static void pipelined(void)
{
	int fd = raw_client_connect(sandbox.port), statuses[PIPELINED + 1];
	struct buf all;
	size_t got;
	bool good;

	buf_init(&all, 1024 * 1024);
	for (size_t i = 0; i < PIPELINED; i++)
		buf_printf(&all, "GET %s HTTP/1.1\r\n%s%s\r\n",
			i % 2 == 0 ? ORDER : ORDERS "/1", HEAD,
			i + 1 == PIPELINED ? "Connection: close\r\n" : "");
	send_text(fd, buf_text(&all));
	got = raw_client_drain(fd, statuses, ARRAY_LEN(statuses));
	good = got == PIPELINED;
	for (size_t i = 0; i < got && i < PIPELINED; i++)
		good = good && statuses[i] == (i % 2 == 0 ? 200 : 404);
	raw_client_check(good, "pipelined requests are answered in order");
	buf_clear(&all);
	close(fd);
}

/* -- one order, many senders ----------------------------------------------- */

static void sends_beside_each_other(void)
{
	struct raw_answer answer;
	int fds[SENDERS];
	bool good = true;
	char *mails;

	raw_client_init(&answer);
	for (size_t i = 0; i < SENDERS; i++)
		fds[i] = raw_client_connect(sandbox.port);
	for (size_t i = 0; i < SENDERS; i++)
		send_text(fds[i], send_mails);
	for (size_t i = 0; i < SENDERS; i++) {
		good = raw_client_read(fds[i], &answer) &&
		       answer.status == 204 && good;
		close(fds[i]);
	}
	mails = get("GET", MAILS, NULL);
	raw_client_check(good && count(mails, "\"state\":\"open\"") == 2,
		"of sends beside each other one set of links is open");
	free(mails);
	raw_client_clear(&answer);
}

/* -- links that are fetched ------------------------------------------------ */

/* The path of the last link; what a scanner of mails or a browser fetches. */
static char *last_link(const char *mails)
{
	static const char before[] = "\"link\":\"http://127.0.0.1:";
	const char *at = mails, *found = NULL;

	while ((at = strstr(at, before)) != NULL) {
		at += sizeof(before) - 1;
		found = strchr(at, '/');
	}
	if (found == NULL)
		raw_client_die("there is a link");
	return mem_dupn(found, strcspn(found, "\""));
}

static void fetched_links(void)
{
	static const char *const methods[] = {"GET", "HEAD", "GET"};
	char *before = get("GET", MAILS, NULL), *after;
	char *link = last_link(before), *order = get("GET", ORDER, NULL), *now;
	int status = 0;
	bool good = true;

	for (size_t i = 0; i < ARRAY_LEN(methods); i++) {
		free(get(methods[i], link, &status));
		good = good && status == 200;
	}
	after = get("GET", MAILS, NULL);
	now = get("GET", ORDER, NULL);
	raw_client_check(
		good && strcmp(before, after) == 0 && strcmp(order, now) == 0,
		"a link that is only fetched approves nothing");
	free(get("POST", link, &status));
	raw_client_check(status == 200, "its button does");
	free(get("POST", link, &status));
	raw_client_check(status == 409, "once");
	free(before);
	free(after);
	free(order);
	free(now);
	free(link);
}

/* -- byte by byte ---------------------------------------------------------- */

static int64_t timed(int fd, const char *request, struct raw_answer *answer)
{
	int64_t began = raw_client_now_us();

	send_text(fd, request);
	if (!raw_client_read(fd, answer) || answer->status >= 500)
		raw_client_die("a request between slow ones is answered");
	return raw_client_now_us() - began;
}

static void slow_senders(void)
{
	int fds[CONNECTIONS], fast = raw_client_connect(sandbox.port);
	struct raw_answer answer;
	int64_t took, worst = 0;
	bool good = true;

	raw_client_init(&answer);
	for (size_t i = 0; i < CONNECTIONS; i++)
		fds[i] = raw_client_connect(sandbox.port);
	for (size_t at = 0; at < sizeof(get_order) - 1; at++) {
		for (size_t i = 0; i < CONNECTIONS; i++)
			good = raw_client_send(fds[i], get_order + at, 1) &&
			       good;
		took = timed(fast, get_order, &answer);
		worst = took > worst ? took : worst;
	}
	for (size_t i = 0; i < CONNECTIONS; i++) {
		good = raw_client_read(fds[i], &answer) &&
		       answer.status == 200 && good;
		close(fds[i]);
	}
	close(fast);
	raw_client_clear(&answer);
	raw_client_check(good, "200 requests that come byte by byte");
	printf("# another client waited at most %lld us meanwhile\n",
		(long long)worst);
}

/* -- steady ---------------------------------------------------------------- */

static const char *const mix[] = {
	"GET " ORDERS "?limit=50&sort=-date_created HTTP/1.1\r\n" HEAD "\r\n",
	get_order,
	"GET " ORDER "/validation HTTP/1.1\r\n" HEAD "\r\n",
	"GET " ORDERS "?filters[status]=pending&limit=50 HTTP/1.1\r\n" HEAD
	"\r\n",
	"GET " ORDER "/note HTTP/1.1\r\n" HEAD "\r\n",
	"GET /services/v2/user/me HTTP/1.1\r\n" HEAD "\r\n",
	"GET " ORDERS "?filters[search]=%25example&limit=50 HTTP/1.1\r\n" HEAD
	"\r\n",
	send_mails,
};

static int compare(const void *a, const void *b)
{
	const int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* Until it is time for the next one. */
static void wait_until(int64_t when_us)
{
	int64_t left = when_us - raw_client_now_us();

	if (left > 2000)
		poll(NULL, 0, (int)(left / 1000) - 1);
	while (raw_client_now_us() < when_us)
		;
}

/* Times count from when a request was due: one that waits behind a slow one
 * is slow, too. */
static void steady(void)
{
	long rate = raw_client_setting("LOAD_RATE", 200);
	long total = raw_client_setting("LOAD_SECONDS", 1) * rate;
	long limit = raw_client_setting("LOAD_P99_MS", 0);
	int64_t *times = mem_array((size_t)total + 1, sizeof(*times));
	int fd = raw_client_connect(sandbox.port), idle[CONNECTIONS];
	int64_t began, due;
	struct raw_answer answer;

	raw_client_init(&answer);
	for (size_t i = 0; i < CONNECTIONS; i++)
		idle[i] = raw_client_connect(sandbox.port);
	began = raw_client_now_us() + 10000;
	for (long i = 0; i < total; i++) {
		due = began + i * 1000000 / rate;
		wait_until(due);
		(void)timed(fd, mix[(size_t)i % ARRAY_LEN(mix)], &answer);
		times[i] = raw_client_now_us() - due;
	}
	for (size_t i = 0; i < CONNECTIONS; i++)
		close(idle[i]);
	close(fd);
	qsort(times, (size_t)total, sizeof(*times), compare);
	printf("# %ld requests at %ld/s beside %d idle connections: median "
	       "%lld us, p99 %lld us, slowest %lld us\n",
		total, rate, CONNECTIONS, (long long)times[total / 2],
		(long long)times[total * 99 / 100],
		(long long)times[total - 1]);
	raw_client_check(limit == 0 || times[total * 99 / 100] <= limit * 1000,
		"a steady load");
	free(times);
	raw_client_clear(&answer);
}

/* Clients that connect and say nothing, more than it takes at a time. They are
 * let go for those that do. */
static void silent(void)
{
	static int connections[SILENT];
	int status = 0;

	for (int i = 0; i < SILENT; i++)
		connections[i] = raw_client_connect(sandbox.port);
	for (int i = 0; i < 50; i++) {
		free(get("GET", ORDER, &status));
		if (status != 200)
			raw_client_die("somebody is kept out");
	}
	raw_client_check(true, "a thousand silent ones keep nobody out");
	for (int i = 0; i < SILENT; i++)
		close(connections[i]);
}

int main(int argc, char **argv)
{
	char *arguments[4] = {
		(char[]){"--orders=1000"}, (char[]){"--rate=0/1"}, NULL, NULL};
	char *db;

	if (argc != 3)
		raw_client_die("usage: load SANDBOX DIRECTORY");
	db = mem_printf("--db=%s/load.db", argv[2]);
	arguments[2] = db;
	raw_client_start(&sandbox, argv[1], arguments);
	pipelined();
	sends_beside_each_other();
	slow_senders();
	silent();
	steady();
	fetched_links();
	raw_client_check(
		raw_client_end(&sandbox, SIGTERM) == 0, "it ends well");
	free(db);
	return raw_client_finish();
}
