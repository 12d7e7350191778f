/* SPDX-License-Identifier: MIT
 *
 * A table of the answers that stand still, and functions for those that are
 * large or depend on the path.
 */
#include "tests/support/http-answers.h"
#include "tests/support/http-client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int http_answers_elsewhere;

const char http_answers_whole[] = "HTTP/1.1 200 OK\r\n"
				  "Content-Type: application/json\r\n"
				  "Content-Length: 13\r\n\r\n"
				  "{\"id\": 90010}";
const char http_answers_chunked[] =
	"HTTP/1.1 200 OK\r\n"
	"Content-Type: application/json\r\n"
	"Transfer-Encoding: chunked\r\n\r\n"
	"5\r\n{\"id\"\r\n8\r\n: 90010}\r\n0\r\n\r\n";
/* The same body by gzip -9 -n. */
static const unsigned char packed[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x02, 0x03, 0xab, 0x56, 0xca, 0x4c, 0x51, 0xb2, 0x52, 0xb0, 0x34,
	0x30, 0x30, 0x34, 0xa8, 0x05, 0x00, 0xee, 0xb2, 0x45, 0x84, 0x0d, 0x00,
	0x00, 0x00};

struct answer {
	const char *path; /* its beginning */
	const char *text;
	enum http_server_then then;
};

#define HEAD(status, type, more)                                               \
	"HTTP/1.1 " status "\r\nContent-Type: " type "\r\n" more               \
	"Content-Length: 2\r\n\r\n{}"
#define JSON "application/json"

static const struct answer answers[] = {
	{"/api/whole", http_answers_whole, HTTP_SERVER_KEEP},
	{"/root", http_answers_whole, HTTP_SERVER_KEEP},
	{"/api/chunked", http_answers_chunked, HTTP_SERVER_KEEP},
	{"/api/openend",
		"HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\n\r\n{}",
		HTTP_SERVER_CLOSE},
	{"/api/empty", "HTTP/1.1 204 No Content\r\n\r\n", HTTP_SERVER_KEEP},
	{"/api/html", HEAD("200 OK", "text/html", ""), HTTP_SERVER_KEEP},
	{"/api/charset", HEAD("200 OK", JSON "; charset=utf-8", ""),
		HTTP_SERVER_KEEP},
	{"/api/jsonp", HEAD("200 OK", JSON "p", ""), HTTP_SERVER_KEEP},
	{"/api/refused", HEAD("400 Bad Request", JSON, ""), HTTP_SERVER_KEEP},
	{"/api/broken", HEAD("503 Down", JSON, ""), HTTP_SERVER_KEEP},
	{"/api/named", HEAD("200 OK", JSON, "X-Request-Id: 7f3c-01\r\n"),
		HTTP_SERVER_KEEP},
	{"/api/longid",
		HEAD("200 OK", JSON,
			"X-Request-Id: "
			"0123456789012345678901234567890123456789"
			"0123456789012345678901234567890123456789\r\n"),
		HTTP_SERVER_KEEP},
	{"/api/oddid", HEAD("200 OK", JSON, "Request-ID: a \033[2J\r\n"),
		HTTP_SERVER_KEEP},
	{"/api/keyid",
		HEAD("200 OK", JSON, "X-Request-ID: " HTTP_CLIENT_KEY "\r\n"),
		HTTP_SERVER_KEEP},
	{"/api/keyback",
		"HTTP/1.1 400 Bad Request\r\n"
		"Content-Type: application/" HTTP_CLIENT_KEY "\r\n"
		"Content-Length: 55\r\n\r\n"
		"key " HTTP_CLIENT_KEY ", test-key" HTTP_CLIENT_KEY "-01",
		HTTP_SERVER_KEEP},
	{"/api/wait7", HEAD("429 Slow", JSON, "Retry-After: 7\r\n"),
		HTTP_SERVER_KEEP},
	{"/api/waitlong",
		HEAD("429 Slow", JSON, "Retry-After: 1000000000000\r\n"),
		HTTP_SERVER_KEEP},
	{"/api/wait0", HEAD("429 Slow", JSON, "Retry-After: 0\r\n"),
		HTTP_SERVER_KEEP},
	{"/api/wait1", HEAD("503 Down", JSON, "Retry-After: 1\r\n"),
		HTTP_SERVER_KEEP},
	{"/api/waitback", HEAD("429 Slow", JSON, "Retry-After: -5\r\n"),
		HTTP_SERVER_KEEP},
	{"/api/waitmore",
		HEAD("429 Slow", JSON,
			"Retry-After: 99999999999999999999999999\r\n"),
		HTTP_SERVER_KEEP},
	{"/api/waitday", HEAD("429 Slow", JSON, "Retry-After: 20260102\r\n"),
		HTTP_SERVER_KEEP},
	{"/api/waitempty", HEAD("429 Slow", JSON, "Retry-After:\r\n"),
		HTTP_SERVER_KEEP},
	{"/api/waitpast",
		HEAD("429 Slow", JSON,
			"Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n"),
		HTTP_SERVER_KEEP},
	{"/api/waitfar",
		HEAD("429 Slow", JSON,
			"Retry-After: Fri, 01 Jan 2100 00:00:00 GMT\r\n"),
		HTTP_SERVER_KEEP},
	{"/api/waitnot", HEAD("429 Slow", JSON, ""), HTTP_SERVER_KEEP},
	{"/api/waitjunk", HEAD("429 Slow", JSON, "Retry-After: soon\r\n"),
		HTTP_SERVER_KEEP},
	/* certcentral-api.md 14.10: what the network's edge adds. */
	{"/api/edge",
		HEAD("200 OK", JSON,
			"Cache-Control: private,no-cache\r\nETag: W/\"a\"\r\n"
			"Set-Cookie: a=1; Path=/\r\nSet-Cookie: b=2; Path=/\r\n"
			"Set-Cookie: c=3; Path=/; HttpOnly\r\nX-CDN: Imperva\r\n"),
		HTTP_SERVER_KEEP},
	{"/api/lost", "", HTTP_SERVER_CLOSE},
	{"/api/reset", "", HTTP_SERVER_RESET},
	{"/api/hang", "", HTTP_SERVER_HANG},
	{"/api/half", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf",
		HTTP_SERVER_HANG},
	{"/api/garbage", "\x01\x02 nothing like HTTP\n\n", HTTP_SERVER_CLOSE},
};

static void add_big(struct buf *out, size_t len)
{
	char block[1024];

	memset(block, 'x', sizeof(block));
	buf_printf(out,
		"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
		"Transfer-Encoding: chunked\r\n\r\n%zx\r\n",
		len);
	for (; len > sizeof(block); len -= sizeof(block))
		buf_add(out, block, sizeof(block));
	buf_add(out, block, len);
	buf_puts(out, "\r\n0\r\n\r\n");
}

/* In chunks of a byte: many calls for little. */
static void add_bytes(struct buf *out)
{
	buf_puts(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
		      "Transfer-Encoding: chunked\r\n\r\n");
	for (size_t i = 0; i < HTTP_ANSWERS_BYTES; i++)
		buf_printf(out, "1\r\n%c\r\n", (int)('a' + i % 26));
	buf_puts(out, "0\r\n\r\n");
}

static void add_headers(struct buf *out)
{
	int i;

	buf_puts(out, "HTTP/1.1 200 OK\r\n");
	for (i = 0; i < 300; i++)
		buf_printf(out, "X-%d: %01000d\r\n", i, 0);
	buf_puts(out, "Content-Length: 0\r\n\r\n");
}

static void add_packed(struct buf *out, const void *data, size_t len)
{
	buf_printf(out,
		"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
		"Content-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n",
		len);
	buf_add(out, data, len);
}

/* 64 MiB of blanks in some 64 kB. */
static void add_bomb(struct buf *out)
{
	FILE *pipe = popen("head -c 67108864 /dev/zero | gzip -9 -n -c", "r");
	struct buf data;
	char chunk[4096];
	size_t got;

	buf_init(&data, HTTP_ANSWERS_8M);
	while ((got = fread(chunk, 1, sizeof(chunk), pipe)) > 0)
		buf_add(&data, chunk, got);
	pclose(pipe);
	add_packed(out, data.data, data.len);
	buf_clear(&data);
}

static void add_redirect(struct buf *out, const char *status)
{
	buf_printf(out,
		"HTTP/1.1 %s Elsewhere\r\nLocation: http://127.0.0.1:%d/api/x"
		"\r\nContent-Length: 0\r\n\r\n",
		status, http_answers_elsewhere);
}

static enum http_server_then answer_special(const char *path, struct buf *out)
{
	static const char *const cuts[] = {
		http_answers_whole, http_answers_chunked};

	if (strcmp(path, "/api/big/8m") == 0)
		add_big(out, HTTP_ANSWERS_8M);
	else if (strcmp(path, "/api/big/more") == 0)
		add_big(out, HTTP_ANSWERS_8M + 1);
	else if (strcmp(path, "/api/bytes") == 0)
		add_bytes(out);
	else if (strcmp(path, "/api/headers") == 0)
		add_headers(out);
	else if (strcmp(path, "/api/packed") == 0)
		add_packed(out, packed, sizeof(packed));
	else if (strcmp(path, "/api/bomb") == 0)
		add_bomb(out);
	else if (strncmp(path, "/api/redirect/", 14) == 0)
		add_redirect(out, path + 14);
	else if (strncmp(path, "/api/cut/", 9) == 0) {
		buf_add(out, cuts[path[9] - '0'],
			(size_t)strtoul(path + 11, NULL, 10));
		return HTTP_SERVER_CLOSE;
	}
	return HTTP_SERVER_KEEP;
}

enum http_server_then
http_answers(const char *method, const char *path, struct buf *out)
{
	size_t i;

	if (strcmp(method, "CONNECT") == 0) {
		buf_puts(out, "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
		return HTTP_SERVER_CLOSE;
	}
	for (i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		if (strncmp(path, answers[i].path, strlen(answers[i].path)) !=
			0)
			continue;
		buf_puts(out, answers[i].text);
		return answers[i].then;
	}
	return answer_special(path, out);
}
