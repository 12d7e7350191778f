/* SPDX-License-Identifier: MIT
 *
 * The sandbox against whoever can reach its port: requests that are wrong by
 * hand, SQL in every parameter, random changes of good requests. After each of
 * them the server must be there, have no answer of the 5xx kind, and give the
 * same answer as before for an order that nobody has touched; at the end it has
 * the same descriptors open as at the start, and ends well.
 *
 *   attack SANDBOX DIRECTORY
 *
 * ATTACK_REQUESTS: random ones (2000); ATTACK_SEED: others (1).
 */
#include "config.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "attr.h"
#include "mem.h"
#include "tests/support/raw-client.h"

#define KEY    "X-DC-DEVKEY: sandbox-admin\r\n"
#define HOST   "Host: 127.0.0.1\r\n"
#define CANARY "/services/v2/order/certificate/900001"
#define ORDER  "/services/v2/order/certificate/900050" /* may be changed */

static struct raw_sandbox sandbox;

/* -- what must hold after each --------------------------------------------- */

static char *before[2];
static const char *const canaries[] = {CANARY, CANARY "/validation"};

static char *ask(const char *target)
{
	struct raw_answer answer;
	char *text;

	raw_client_init(&answer);
	if (!raw_client_ask(sandbox.port, "GET", target, NULL, &answer))
		raw_client_die("a plain request is answered");
	text = mem_printf("%d %s", answer.status, buf_text(&answer.body));
	raw_client_clear(&answer);
	return text;
}

static void remember(void)
{
	for (size_t i = 0; i < ARRAY_LEN(canaries); i++)
		before[i] = ask(canaries[i]);
}

static bool is_untouched(void)
{
	bool good = true;

	for (size_t i = 0; i < ARRAY_LEN(canaries); i++) {
		char *now = ask(canaries[i]);

		good = good && strcmp(now, before[i]) == 0;
		free(now);
	}
	return good;
}

static long count_descriptors(void)
{
	char *path = mem_printf("/proc/%d/fd", (int)sandbox.pid);
	DIR *dir = opendir(path);
	long count = 0;

	while (dir != NULL && readdir(dir) != NULL)
		count++;
	if (dir != NULL)
		closedir(dir);
	free(path);
	return count;
}

/* It closes what we have closed when it next looks: ask until it has. */
static bool has_descriptors(long wanted)
{
	int64_t end = raw_client_now_us() + 60000000;

	while (count_descriptors() > wanted) {
		if (raw_client_now_us() > end)
			return false;
		free(ask(CANARY));
	}
	return true;
}

static long peak_kib(void)
{
	char *path = mem_printf("/proc/%d/status", (int)sandbox.pid);
	FILE *file = fopen(path, "r");
	char line[256];
	long kib = 0;

	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		if (strncmp(line, "VmHWM:", 6) == 0)
			kib = strtol(line + 6, NULL, 10);
	if (file != NULL)
		fclose(file);
	free(path);
	return kib;
}

/* Sends it and the end of what we say; the statuses of the answers. */
static size_t throw(const void *data, size_t len, int *statuses, size_t max)
{
	int fd = raw_client_connect(sandbox.port);
	size_t count;

	(void)raw_client_send(fd, data, len);
	shutdown(fd, SHUT_WR);
	count = raw_client_drain(fd, statuses, max);
	close(fd);
	return count;
}

/* An answer to what is wrong: none at all, or that it is wrong. */
static bool is_fault_of_ours(int status)
{
	return status >= 500 && status != 501 && status != 505;
}

/* -- by hand --------------------------------------------------------------- */

#define REST HOST KEY "\r\n"
#define NOTE(headers, body)                                                    \
	"POST " ORDER "/note HTTP/1.1\r\n" HOST KEY headers "\r\n" body
#define R(text) text, sizeof(text) - 1

struct by_hand {
	const char *what;
	const char *bytes;
	size_t len;
	bool may_succeed; /* a server may take it; it must just live on */
};

static const struct by_hand by_hand[] = {
	{"path: up", R("GET /../../../etc/passwd HTTP/1.1\r\n" REST), false},
	{"path: up, encoded",
		R("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" REST), false},
	{"path: up, twice encoded",
		R("GET /mail/%252e%252e%252fetc HTTP/1.1\r\n" REST), false},
	{"path: up behind a page",
		R("GET /mail/../../etc/passwd HTTP/1.1\r\n" REST), false},
	{"path: backslashes", R("GET /..\\..\\etc HTTP/1.1\r\n" REST), false},
	{"path: a token that goes up",
		R("GET /approve/..%2f..%2fetc%2fpasswd HTTP/1.1\r\n" REST),
		false},
	{"path: a certificate that goes up",
		R("GET /certificate/../db HTTP/1.1\r\n" REST), false},
	{"path: NUL, encoded", R("GET " CANARY "%00 HTTP/1.1\r\n" REST), false},
	{"path: NUL, raw", R("GET /services\0/v2 HTTP/1.1\r\n" REST), false},
	{"path: half an escape", R("GET /mail/%4 HTTP/1.1\r\n" REST), false},
	{"path: no hex", R("GET /mail/%zz HTTP/1.1\r\n" REST), false},
	{"path: broken UTF-8", R("GET /mail/%ff%fe%c0%80 HTTP/1.1\r\n" REST),
		false},
	{"path: raw bytes", R("GET /mail/\xff\x80 HTTP/1.1\r\n" REST), false},
	{"path: none", R("GET HTTP/1.1\r\n" REST), false},
	{"path: a star", R("OPTIONS * HTTP/1.1\r\n" REST), false},
	{"path: another host's",
		R("GET http://example.com/x HTTP/1.1\r\n" REST), false},
	{"path: no slash", R("GET mail HTTP/1.1\r\n" REST), false},
	{"query: a thousand signs",
		R("GET /mail?&&&&====&&a=b=c&=&?? HTTP/1.1\r\n" REST), true},
	{"line: nothing", R("\r\n\r\n"), false},
	{"line: a NUL", R("\0"), false},
	{"line: no version", R("GET /\r\n\r\n"), true},
	{"line: version 9", R("GET / HTTP/9.9\r\n" REST), true},
	{"line: version 0.9", R("GET / HTTP/0.9\r\n" REST), true},
	{"line: HTTP/2", R("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), false},
	{"line: TLS", R("\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00"), false},
	{"line: bare line feeds", R("GET / HTTP/1.1\n" HOST "\n"), true},
	{"line: bare returns", R("GET / HTTP/1.1\r\r"), false},
	{"method: not known", R("FOO / HTTP/1.1\r\n" REST), false},
	{"method: TRACE", R("TRACE / HTTP/1.1\r\n" REST), false},
	{"method: CONNECT", R("CONNECT example.com:443 HTTP/1.1\r\n" REST),
		false},
	{"method: DELETE", R("DELETE " CANARY " HTTP/1.1\r\n" REST), false},
	{"method: small letters", R("delete / HTTP/1.1\r\n" REST), false},
	{"method: PUT a page", R("PUT /mail HTTP/1.1\r\n" REST), false},
	{"method: very long",
		R("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		  "AAAAAAAAAAAAAAAAAA / HTTP/1.1\r\n" REST),
		false},
	{"key: none", R("GET " CANARY " HTTP/1.1\r\n" HOST "\r\n"), false},
	{"key: empty",
		R("GET " CANARY " HTTP/1.1\r\n" HOST "X-DC-DEVKEY:\r\n\r\n"),
		false},
	{"key: a part of one",
		R("GET " CANARY " HTTP/1.1\r\n" HOST
		  "X-DC-DEVKEY: sandbox-admi\r\n\r\n"),
		false},
	{"key: one and more",
		R("GET " CANARY " HTTP/1.1\r\n" HOST
		  "X-DC-DEVKEY: sandbox-admin2\r\n\r\n"),
		false},
	{"key: in capitals",
		R("GET " CANARY " HTTP/1.1\r\n" HOST
		  "X-DC-DEVKEY: SANDBOX-ADMIN\r\n\r\n"),
		false},
	{"key: in the query",
		R("GET " CANARY "?X-DC-DEVKEY=sandbox-admin HTTP/1.1\r\n" HOST
		  "\r\n"),
		false},
	{"head: no host", R("GET / HTTP/1.1\r\n" KEY "\r\n"), true},
	{"head: no colon", R("GET / HTTP/1.1\r\n" HOST "nonsense\r\n\r\n"),
		true},
	{"head: a NUL", R("GET / HTTP/1.1\r\n" HOST "A: b\0c\r\n\r\n"), true},
	{"head: blanks before the colon",
		R("GET / HTTP/1.1\r\n" HOST "A : b\r\n\r\n"), true},
	{"head: continued lines",
		R("GET / HTTP/1.1\r\n" HOST "A: b\r\n c\r\n\td\r\n\r\n"), true},
	{"head: cut", R("GET / HTTP/1.1\r\nHost"), false},
	{"head: upgrade",
		R("GET / HTTP/1.1\r\n" HOST
		  "Connection: Upgrade, HTTP2-Settings\r\n"
		  "Upgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n"),
		true},
	{"head: expects nonsense", R(NOTE("Expect: nonsense\r\n", "")), false},
	{"body: less than said",
		R(NOTE("Content-Length: 500\r\n", "{\"text\":\"a\"}")), false},
	{"body: a negative length",
		R(NOTE("Content-Length: -1\r\n", "{\"text\":\"a\"}")), false},
	{"body: a length in words",
		R(NOTE("Content-Length: ten\r\n", "{\"text\":\"a\"}")), false},
	{"body: a length in hex",
		R(NOTE("Content-Length: 0x0c\r\n", "{\"text\":\"a\"}")), false},
	{"body: a length beyond 2^64",
		R(NOTE("Content-Length: 99999999999999999999\r\n",
			"{\"text\":\"a\"}")),
		false},
	{"body: 2^63 bytes",
		R(NOTE("Content-Length: 9223372036854775807\r\n",
			"{\"text\":\"a\"}")),
		false},
	{"body: two lengths",
		R(NOTE("Content-Length: 12\r\nContent-Length: 3\r\n",
			"{\"text\":\"a\"}")),
		true},
	{"body: a length and chunks",
		R(NOTE("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
			"0\r\n\r\nGET /mail HTTP/1.1\r\n" HOST "\r\n")),
		true},
	{"body: an unknown encoding",
		R(NOTE("Transfer-Encoding: zip\r\n", "abc")), false},
	{"chunks: no number",
		R(NOTE("Transfer-Encoding: chunked\r\n", "ZZ\r\nab\r\n")),
		false},
	{"chunks: a negative one",
		R(NOTE("Transfer-Encoding: chunked\r\n", "-1\r\nab\r\n")),
		false},
	{"chunks: an endless one",
		R(NOTE("Transfer-Encoding: chunked\r\n",
			"ffffffffffffffffff\r\nab")),
		false},
	{"chunks: no end",
		R(NOTE("Transfer-Encoding: chunked\r\n", "2\r\nab\r\n")),
		false},
	{"chunks: longer than said",
		R(NOTE("Transfer-Encoding: chunked\r\n", "2\r\nabcdef\r\n0")),
		false},
	{"JSON: none", R(NOTE("Content-Length: 4\r\n", "nope")), false},
	{"JSON: a list", R(NOTE("Content-Length: 2\r\n", "[]")), false},
	{"JSON: broken UTF-8",
		R(NOTE("Content-Length: 13\r\n", "{\"text\":\"a\xff\"}")),
		false},
	{"JSON: a NUL", R(NOTE("Content-Length: 13\r\n", "{\"text\":\"a\0\"}")),
		false},
	{"JSON: an escaped NUL",
		R(NOTE("Content-Length: 18\r\n", "{\"text\":\"a\\u0000\"}")),
		false},
	{"JSON: half a surrogate",
		R(NOTE("Content-Length: 17\r\n", "{\"text\":\"\\ud800\"}")),
		false},
};

static void throw_by_hand(void)
{
	for (size_t i = 0; i < ARRAY_LEN(by_hand); i++) {
		const struct by_hand *one = &by_hand[i];
		int statuses[8] = {0};
		size_t count = throw(one->bytes, one->len, statuses, 8);
		bool good = true;

		for (size_t n = 0; n < count; n++)
			good = good && !is_fault_of_ours(statuses[n]) &&
			       (one->may_succeed || statuses[n] / 100 != 2);
		if (!good || !is_untouched()) {
			printf("# %s: answered with %d\n", one->what,
				statuses[0]);
			raw_client_check(false, one->what);
		}
	}
	raw_client_check(is_untouched(), "requests that are wrong by hand");
}

/* -- large ones ------------------------------------------------------------ */

/* `head`, then `unit` so many times, then `tail`; the first status. */
static int
throw_large(const char *head, const char *unit, size_t times, const char *tail)
{
	struct buf all;
	int status = 0;

	buf_init(&all, (size_t)256 * 1024 * 1024);
	buf_puts(&all, head);
	for (size_t i = 0; i < times; i++)
		buf_puts(&all, unit);
	buf_puts(&all, tail);
	(void) throw(all.data, all.len, &status, 1);
	buf_clear(&all);
	return status;
}

static int
throw_body(const char *head, const char *unit, size_t times, const char *tail)
{
	size_t len = strlen(head) + strlen(unit) * times + strlen(tail);
	char *start =
		mem_printf("PUT " ORDER
			   "/order-approval/resend-emails HTTP/1.1\r\n" HOST KEY
			   "Content-Length: %zu\r\n\r\n%s",
			len, head);
	int status = throw_large(start, unit, times, tail);

	free(start);
	return status;
}

static bool is_refused(int status)
{
	return status == 0 || (status >= 400 && status < 500);
}

static void throw_large_ones(void)
{
	bool good = true;

	good = good && is_refused(throw_large("GET /mail?", "a", 200000,
			       " HTTP/1.1\r\n" HOST "\r\n"));
	good = good && is_refused(throw_large("GET /", "/", 200000,
			       " HTTP/1.1\r\n" HOST "\r\n"));
	good = good && is_refused(throw_large("GET / HTTP/1.1\r\n" HOST,
			       "A: bbbbbbbbbbbbbbbbbbbbb\r\n", 10000, "\r\n"));
	good = good && is_refused(throw_large("GET / HTTP/1.1\r\nA: ", "b",
			       500000, "\r\n\r\n"));
	good = good && is_refused(throw_large(
			       "GET / HTTP/1.1\r\n" HOST "X-DC-DEVKEY: ", "k",
			       100000, "\r\n\r\n"));
	raw_client_check(good && is_untouched(), "heads that are too large");
	good = throw_body("{\"emails\":[\"", "a", 1048576, "\"]}") == 413;
	good = good && is_refused(throw_body("", "x", 50 * 1024 * 1024, ""));
	good = good && is_refused(throw_body("", "[", 100000, ""));
	good = good && is_refused(throw_body("", "{\"a\":", 100000, "1"));
	good = good && is_refused(throw_body("{\"emails\":[\"a@b.example\"",
			       ",\"a@b.example\"", 60000, "]}"));
	good = good &&
	       is_refused(throw_body("{\"emails\":[", "1e999,", 99, "1e999]}"));
	good = good && is_refused(throw_body("{", "\"emails\":[],", 50000,
			       "\"emails\":\"\"}"));
	raw_client_check(good && is_untouched(), "bodies that are too large");
}

/* -- SQL ------------------------------------------------------------------- */

static const char *const lists[] = {
	"/services/v2/order/certificate",
	"/services/v2/order/certificate/status-changes",
	"/services/v2/organization",
	"/services/v2/organization/potential-approvers",
	"/services/v2/domain",
	"/services/v2/user",
	"/services/v2/request",
	"/services/v2/container",
	"/services/v2/report/order",
	"/services/v2/account/subaccount/order",
	"/sandbox/v1/mails",
	"/sandbox/v1/requests",
	"/mail",
};

static const char *const parameters[] = {
	"limit",
	"offset",
	"sort",
	"since",
	"minutes",
	"order",
	"to",
	"page",
	"filters[id]",
	"filters[search]",
	"filters[status]",
	"filters[organization_id]",
	"filters[container_id]",
	"filters[user_id]",
	"filters[certificate_id]",
	"filters[metadata_id]",
	"filters[product_name_id]",
	"filters[valid_till]",
	"filters[date_created]",
	"filters[common_name]",
	"filters[domain_name]",
	"filters[is_renewed]",
	"filters[disable_renewal_notifications]",
	"filters[email]",
	"filters[origin]",
	"filters[serial_number]",
	"filters[is_active]",
	"filters[x'y]",
};

static const char *const tokens[] = {
	"'",
	"\"",
	"%27%20OR%20%271%27=%271",
	"1%20OR%201=1",
	"1;DROP%20TABLE%20orders;--",
	"%27;DROP%20TABLE%20orders;--",
	"%25%27%20UNION%20SELECT%20token%20FROM%20mails--",
	"id%20DESC,(SELECT%201)",
	"-(SELECT%20id)",
	"%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25a",
	"%5f%5f%5f%5b%5d%5c",
	"%00",
	"a%00b",
	"-1",
	"9223372036854775808",
	"1e99",
	"%ff",
	"..%2f..%2f..%2fetc%2fpasswd",
	"%F0%9F%92%A3",
};

static const char *const ids[] = {
	"/services/v2/order/certificate/%s",
	"/services/v2/order/certificate/%s/validation",
	"/services/v2/order/certificate/%s/note",
	"/services/v2/order/certificate/900001/note/%s",
	"/services/v2/organization/%s",
	"/services/v2/organization/%s/validation",
	"/services/v2/domain/%s",
	"/services/v2/user/%s",
	"/services/v2/request/%s",
	"/services/v2/container/%s/children",
	"/services/v2/product/%s",
	"/services/v2/authorization/%s/1",
	"/approve/%s",
	"/collect/%s",
	"/certificate/%s",
	"/order/%s",
	"/mail/%s",
};

static bool is_answered(const char *target)
{
	struct raw_answer answer;
	bool good;

	raw_client_init(&answer);
	good = raw_client_ask(sandbox.port, "GET", target, NULL, &answer) &&
	       answer.status < 500;
	if (!good)
		printf("# GET %s: %d %s\n", target, answer.status,
			buf_text(&answer.body));
	raw_client_clear(&answer);
	return good;
}

/* Taken as a value it matches nothing; as SQL it would match all. */
static void throw_sql_at_filters(void)
{
	static const char *const filters[] = {"search", "status", "common_name",
		"product_name_id", "serial_number", "email"};
	bool good = true;

	for (size_t i = 0; i < ARRAY_LEN(filters); i++) {
		char *target = mem_printf(
			"%s?filters[%s]=nobody%%27%%20OR%%20%%271%%27=%%271",
			lists[0], filters[i]);
		char *answer = ask(target);

		if (strstr(answer, "\"total\":0,") == NULL) {
			printf("# %s: %.80s\n", target, answer);
			good = false;
		}
		free(answer);
		free(target);
	}
	raw_client_check(good, "SQL as the value of a filter finds nothing");
}

static void throw_sql(void)
{
	bool good = true;
	char *target;

	for (size_t t = 0; t < ARRAY_LEN(tokens); t++) {
		for (size_t l = 0; l < ARRAY_LEN(lists); l++)
			for (size_t p = 0; p < ARRAY_LEN(parameters); p++) {
				target = mem_printf("%s?%s=%s", lists[l],
					parameters[p], tokens[t]);
				good = is_answered(target) && good;
				free(target);
			}
		for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
			size_t head = strcspn(ids[i], "%");

			target = mem_printf("%.*s%s%s", (int)head, ids[i],
				tokens[t], ids[i] + head + 2);
			good = is_answered(target) && good;
			free(target);
		}
		good = is_untouched() && good;
	}
	raw_client_check(good, "SQL in every parameter");
	throw_sql_at_filters();
}

/* -- random changes -------------------------------------------------------- */

#define BODY(method, path, body)                                               \
	method " " path " HTTP/1.1\r\n" HOST KEY                               \
	       "Content-Type: application/json\r\nContent-Length: "

static const struct template
{
	const char *head; /* up to the length, where there is a body */
	const char *body; /* NULL: none */
}
templates[] = {
	{"GET " ORDER " HTTP/1.1\r\n" REST, NULL},
	{"GET " ORDER "/validation HTTP/1.1\r\n" REST, NULL},
	{"GET /services/v2/order/certificate?filters[status]=pending&sort="
	 "-date_created&limit=20&offset=40&search=%25example HTTP/1.1\r\n" REST,
		NULL},
	{"GET /services/v2/order/certificate HTTP/1.1\r\n" HOST KEY
	 "Accept: text/csv\r\nAccept-Encoding: gzip\r\n\r\n",
		NULL},
	{"GET /services/v2/user/me HTTP/1.1\r\n" REST, NULL},
	{"GET /services/v2/organization/1/validation HTTP/1.1\r\n" REST, NULL},
	{"GET /approve/0123456789abcdef HTTP/1.1\r\n" REST, NULL},
	{"GET /mail/17?page=2 HTTP/1.1\r\n" REST, NULL},
	{"GET /order/900050 HTTP/1.1\r\n" REST, NULL},
	{BODY("PUT", ORDER "/order-approval/resend-emails", ""),
		"{\"emails\":[\"ana.ruiz@example.com\"]}"},
	{BODY("POST", ORDER "/note", ""), "{\"text\":\"random \\u00e4\"}"},
	{BODY("PUT", ORDER "/additional-emails", ""),
		"{\"additional_emails\":[\"a@example.com\"]}"},
	{BODY("PUT", ORDER "/user-access", ""), "{\"user_ids\":[1,2,3]}"},
	{BODY("PUT", ORDER "/contact", ""),
		"{\"organization_contact\":{\"first_name\":\"A\",\"last_name\":"
		"\"B\",\"email\":\"a@example.com\",\"telephone\":\"555\"}}"},
	{BODY("PUT", ORDER "/dcv-method", ""), "{\"dcv_method\":\"email\"}"},
	{BODY("POST", "/approve/0123456789abcdef", ""), "a=b"},
};

static const char *const pieces[] = {"%00", "'", "\r\n", "\r\n\r\n", "../",
	"%2e%2e%2f", "\xff", "Content-Length: 7\r\n", "chunked", "\0x",
	"9999999999999999999", "[[[[[[[[", "]}", "%", "&&&", "\xc0\x80",
	"Transfer-Encoding: chunked\r\n", "HTTP/1.0", " ", "-", "{\"a\":"};

static void make_request(uint64_t *seed, struct buf *out)
{
	const struct template *base =
		&templates[raw_client_random(seed) % ARRAY_LEN(templates)];

	buf_reset(out);
	buf_puts(out, base->head);
	if (base->body != NULL)
		buf_printf(
			out, "%zu\r\n\r\n%s", strlen(base->body), base->body);
}

/* One change at a random place: a byte, a bit, a piece put in, a piece left
 * out, the end cut. */
static void change(uint64_t *seed, struct buf *bytes)
{
	size_t at = raw_client_random(seed) % bytes->len, len;
	const char *piece = pieces[raw_client_random(seed) % ARRAY_LEN(pieces)];
	char *rest;

	switch (raw_client_random(seed) % 8) {
	case 0:
		bytes->data[at] = (char)raw_client_random(seed);
		return;
	case 1:
		bytes->data[at] ^= (char)(1 << raw_client_random(seed) % 8);
		return;
	case 2:
		bytes->len = at + 1;
		return;
	case 3:
		len = raw_client_random(seed) % (bytes->len - at);
		memmove(bytes->data + at, bytes->data + at + len,
			bytes->len - at - len);
		bytes->len -= len;
		return;
	default:
		rest = mem_dupn(bytes->data + at, bytes->len - at);
		len = bytes->len - at;
		bytes->len = at;
		buf_puts(bytes, piece);
		buf_add(bytes, rest, len);
		free(rest);
	}
}

static bool throw_random(long number, uint64_t *seed, struct buf *bytes)
{
	uint64_t start = *seed;
	int statuses[16] = {0};
	size_t count;

	make_request(seed, bytes);
	for (uint64_t n = 1 + raw_client_random(seed) % 3; n > 0; n--)
		if (bytes->len > 1)
			change(seed, bytes);
	count = throw(bytes->data, bytes->len, statuses, ARRAY_LEN(statuses));
	for (size_t i = 0; i < count; i++)
		if (is_fault_of_ours(statuses[i])) {
			printf("# request %ld, ATTACK_SEED=%llu: %d\n%s\n",
				number, (unsigned long long)start, statuses[i],
				buf_text(bytes));
			return false;
		}
	return true;
}

static void throw_random_ones(void)
{
	long requests = raw_client_setting("ATTACK_REQUESTS", 2000);
	uint64_t seed = (uint64_t)raw_client_setting("ATTACK_SEED", 1);
	int64_t began = raw_client_now_us(), took;
	struct buf bytes;
	bool good = true;

	buf_init(&bytes, 1024 * 1024);
	for (long i = 1; good && i <= requests; i++) {
		good = throw_random(i, &seed, &bytes);
		if (i % 1000 == 0)
			good = good && is_untouched();
	}
	buf_clear(&bytes);
	took = raw_client_now_us() - began;
	raw_client_check(good && is_untouched(), "random changes of requests");
	printf("# %ld requests, %lld a second, at most %ld KiB of memory\n",
		requests, (long long)requests * 1000000 / (took + 1),
		peak_kib());
}

int main(int argc, char **argv)
{
	char *arguments[4] = {
		(char[]){"--orders=300"}, (char[]){"--rate=0/1"}, NULL, NULL};
	char *db;
	long descriptors;

	if (argc != 3)
		raw_client_die("usage: attack SANDBOX DIRECTORY");
	db = mem_printf("--db=%s/attack.db", argv[2]);
	arguments[2] = db;
	raw_client_start(&sandbox, argv[1], arguments);
	remember();
	descriptors = count_descriptors();
	throw_by_hand();
	throw_large_ones();
	throw_sql();
	throw_random_ones();
	raw_client_check(has_descriptors(descriptors),
		"it has no more descriptors open than at the start");
	raw_client_check(
		raw_client_end(&sandbox, SIGTERM) == 0, "it ends well");
	for (size_t i = 0; i < ARRAY_LEN(before); i++)
		free(before[i]);
	free(db);
	return raw_client_finish();
}
