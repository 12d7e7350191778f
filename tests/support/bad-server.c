/* SPDX-License-Identifier: MIT
 *
 *	bad-server PORT-FILE
 *
 * An HTTP server that sends too much, too slowly, or nonsense, as the first
 * part of the path asks: an account's URL http://127.0.0.1:PORT/bomb has all
 * its requests answered by a bomb. Nothing of what is sent is ever in memory
 * as a whole. Each connection has a process of its own, which ends with it.
 */
#include "config.h"

#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <zlib.h>

#include "attr.h"
#include "mem.h"

#define MIB	     ((size_t)1024 * 1024)
#define REQUEST_MAX  65536
#define DRIP_MS	     1000
#define JSON_HEAD    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#define TO_THE_END   JSON_HEAD "Connection: close\r\n\r\n"
#define PACKED_BYTES (10 * MIB)

static int peer; /* the connection of this process */

static void put(const void *data, size_t len)
{
	const char *at = data;

	while (len > 0) {
		ssize_t sent = send(peer, at, len, MSG_NOSIGNAL);

		if (sent <= 0)
			exit(0); /* the client has had enough */
		at += sent;
		len -= (size_t)sent;
	}
}

static void put_text(const char *text)
{
	put(text, strlen(text));
}

/* The text so many times; in blocks, as it may be short. */
static void put_times(const char *text, size_t times)
{
	char block[16384];
	size_t len = strlen(text), fit = sizeof(block) / len;

	for (size_t i = 0; i < fit; i++)
		memcpy(block + i * len, text, len);
	for (; times >= fit; times -= fit)
		put(block, fit * len);
	put(block, times * len);
}

static void forever(const char *text)
{
	for (;;)
		put_times(text, 100000);
}

/* -- answers ----------------------------------------------------------------
 */

static void empty(void)
{
	put_text(JSON_HEAD "Content-Length: 2\r\n\r\n{}");
}

static void endless_body(void)
{
	put_text(TO_THE_END "{\"orders\":[{\"id\":1}");
	forever(",{\"id\":900101,\"status\":\"pending\"}");
}

static void endless_blanks(void)
{
	put_text(TO_THE_END);
	forever(" ");
}

static void endless_chunks(void)
{
	put_text(JSON_HEAD "Transfer-Encoding: chunked\r\n\r\n");
	forever("1\r\n[\r\n");
}

static void endless_headers(void)
{
	put_text(JSON_HEAD);
	forever("X-More: and more and more\r\n");
}

static void endless_header(void)
{
	put_text(JSON_HEAD "X-Long: ");
	forever("x");
}

static void endless_cookies(void)
{
	put_text(JSON_HEAD);
	forever("Set-Cookie: a=b; Path=/\r\n");
}

static void endless_continue(void)
{
	forever("HTTP/1.1 100 Continue\r\n\r\n");
}

static void endless_status(void)
{
	put_text("HTTP/1.1 200 ");
	forever("O");
}

static void million_headers(void)
{
	put_text(JSON_HEAD);
	put_times("A: b\r\n", 1000000);
	put_text("Content-Length: 2\r\n\r\n{}");
}

static void endless_trailers(void)
{
	put_text(
		JSON_HEAD "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n");
	forever("X-Late: x\r\n");
}

static void hundred_megabytes(void)
{
	put_text(JSON_HEAD "Content-Length: 100000014\r\n\r\n{\"orders\":\"");
	put_times("x", 100000000);
	put_text("\"  }");
}

static void deep(void)
{
	put_text(TO_THE_END "{\"orders\":");
	put_times("[", 1000000);
	put_times("]", 1000000);
	put_text("}");
}

static void deep_objects(void)
{
	put_text(TO_THE_END);
	put_times("{\"a\":", 1000000);
}

static void million_elements(void)
{
	put_text(TO_THE_END "{\"orders\":[0");
	put_times(",0", 1000000);
	put_text("]}");
}

static void million_names(void)
{
	put_text(TO_THE_END
		"{\"orders\":[{\"id\":1,\"certificate\":{\"dns_names\":[\"a\"");
	put_times(",\"a\"", 1000000);
	put_text("]}}]}");
}

/* As many values as are taken. */
static void most_values(void)
{
	put_text(TO_THE_END "{\"orders\":[0");
	put_times(",0", 199990);
	put_text("]}");
}

/* As most_values, in a member that nobody reads. */
static void most_unread(void)
{
	put_text(TO_THE_END "{\"more\":[0");
	put_times(",0", 199990);
	put_text("]}");
}

/* As much text as is taken, in so many names. */
static void put_names(size_t len, size_t count)
{
	char *name = mem_alloc(len + 4);

	memset(name, 'x', len + 3);
	name[0] = ',';
	name[1] = name[len + 2] = '"';
	name[len + 3] = '\0';
	put_text(TO_THE_END
		"{\"orders\":[{\"id\":1,\"certificate\":{\"dns_names\":[\"a\"");
	while (count-- > 0)
		put(name, len + 3);
	put_text("]}}]}");
	free(name);
}

static void most_text(void)
{
	put_names(MIB, 4);
}

static void most_names(void)
{
	put_names(30, 81000);
}

static void largest_text(void)
{
	put_text(TO_THE_END "{\"orders\":[{\"id\":1,\"a\":\"");
	put_times("x", 8 * MIB - 64);
	put_text("\"}]}");
}

static void million_members(void)
{
	put_text(TO_THE_END "{\"id\":1");
	put_times(",\"id\":2", 1000000);
	put_text("}");
}

/* Each byte is no UTF-8 and becomes three. */
static void bad_bytes(void)
{
	put_text(TO_THE_END "{\"orders\":[{\"id\":1,\"a\":\"");
	put_times("\xff", 8 * MIB - 64);
	put_text("\"}]}");
}

/* As much as a page of an account can hold: 100 orders with 1000 names. */
static void largest_page(void)
{
	put_text(TO_THE_END "{\"orders\":[");
	for (int i = 0; i < 100; i++) {
		char head[128];

		snprintf(head, sizeof(head),
			"%s{\"id\":%d,\"certificate\":{\"dns_names\":[\"a.example\"",
			i == 0 ? "" : ",", 900001 + i);
		put_text(head);
		put_times(",\"name.example.com\"", 999);
		put_text("]}}");
	}
	put_text("],\"page\":{\"total\":100}}");
}

static void large_number(void)
{
	put_text(TO_THE_END "{\"page\":{\"total\":");
	put_times("9", MIB);
	put_text("}}");
}

/* A MiB of blanks, deflated so that it can stand behind itself. */
static size_t pack_mebibyte(unsigned char *out, size_t size)
{
	unsigned char *blanks = mem_alloc(MIB);
	z_stream stream;

	memset(blanks, ' ', MIB);
	memset(&stream, 0, sizeof(stream));
	if (deflateInit2(&stream, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) !=
		Z_OK)
		abort();
	stream.next_in = blanks;
	stream.avail_in = (unsigned)MIB;
	stream.next_out = out;
	stream.avail_out = (unsigned)size;
	if (deflate(&stream, Z_FULL_FLUSH) != Z_OK || stream.avail_in > 0)
		abort();
	size -= stream.avail_out;
	deflateEnd(&stream);
	free(blanks);
	return size;
}

/* 10 MB that become 10 GB. */
static void bomb(void)
{
	static const unsigned char head[] = {
		0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
	unsigned char packed[8192];
	size_t len = pack_mebibyte(packed, sizeof(packed));

	put_text(JSON_HEAD
		"Content-Encoding: gzip\r\nConnection: close\r\n\r\n");
	put(head, sizeof(head));
	for (size_t sent = 0; sent < PACKED_BYTES; sent += len)
		put(packed, len);
}

static void drip(const char *text)
{
	for (; *text != '\0'; text++) {
		put(text, 1);
		poll(NULL, 0, DRIP_MS);
	}
}

static void slow_body(void)
{
	put_text(JSON_HEAD "Content-Length: 10000\r\n\r\n");
	for (;;)
		drip(" ");
}

static void slow_head(void)
{
	put_text("HTTP/1.1 200 OK\r\nX-Slow: ");
	for (;;)
		drip("x");
}

static void silence(void)
{
	for (;;)
		poll(NULL, 0, 60000);
}

static void html(void)
{
	put_text("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
		 "Connection: close\r\n\r\n<html><h1>Log in</h1></html>");
}

static void html_as_json(void)
{
	put_text(TO_THE_END "<html><h1>Log in</h1></html>");
}

static void redirect(void)
{
	put_text("HTTP/1.1 302 Found\r\nLocation: /ok/services/v2/order\r\n"
		 "Content-Length: 0\r\n\r\n");
}

static void zeros(void)
{
	char block[4096] = {0};

	for (;;)
		put(block, sizeof(block));
}

static const struct {
	const char *name;
	void (*answer)(void);
} modes[] = {
	{"ok", empty},
	{"endless-body", endless_body},
	{"endless-blanks", endless_blanks},
	{"endless-chunks", endless_chunks},
	{"endless-headers", endless_headers},
	{"endless-header", endless_header},
	{"endless-cookies", endless_cookies},
	{"endless-continue", endless_continue},
	{"endless-status", endless_status},
	{"endless-trailers", endless_trailers},
	{"million-headers", million_headers},
	{"hundred-megabytes", hundred_megabytes},
	{"deep", deep},
	{"deep-objects", deep_objects},
	{"million-elements", million_elements},
	{"million-names", million_names},
	{"million-members", million_members},
	{"bad-bytes", bad_bytes},
	{"largest-page", largest_page},
	{"most-values", most_values},
	{"most-unread", most_unread},
	{"most-text", most_text},
	{"most-names", most_names},
	{"largest-text", largest_text},
	{"large-number", large_number},
	{"bomb", bomb},
	{"slow-body", slow_body},
	{"slow-head", slow_head},
	{"silence", silence},
	{"html", html},
	{"html-as-json", html_as_json},
	{"redirect", redirect},
	{"zeros", zeros},
};

/* -- the server -------------------------------------------------------------
 */

static void answer(const char *request)
{
	const char *path = strchr(request, '/');
	size_t len = path != NULL ? strcspn(path + 1, "/ ") : 0;

	for (size_t i = 0; path != NULL && i < ARRAY_LEN(modes); i++)
		if (strlen(modes[i].name) == len &&
			memcmp(modes[i].name, path + 1, len) == 0) {
			modes[i].answer();
			return;
		}
	put_text("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
}

/* One request, which has no body worth reading, and its answer. */
static NO_RETURN void serve(void)
{
	static char request[REQUEST_MAX];
	size_t len = 0;

	while (strstr(request, "\r\n\r\n") == NULL) {
		ssize_t got =
			recv(peer, request + len, sizeof(request) - 1 - len, 0);

		if (got <= 0)
			exit(0);
		len += (size_t)got;
		request[len] = '\0';
	}
	answer(request);
	shutdown(peer, SHUT_WR);
	/* Until the client has read it all and closes. */
	while (recv(peer, request, sizeof(request), 0) > 0)
		;
	exit(0);
}

static int open_listener(int *port)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t size = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, size) != 0 ||
		listen(fd, 64) != 0 ||
		getsockname(fd, (struct sockaddr *)&address, &size) != 0) {
		perror("bad-server");
		exit(1);
	}
	*port = ntohs(address.sin_port);
	return fd;
}

static void write_port(const char *path, int port)
{
	char *temporary = mem_printf("%s.new", path);
	FILE *file = fopen(temporary, "w");

	if (file == NULL || fprintf(file, "%d\n", port) < 0 ||
		fclose(file) != 0 || rename(temporary, path) != 0) {
		perror(path);
		exit(1);
	}
	free(temporary);
}

int main(int argc, char **argv)
{
	int listener, port;

	if (argc != 2) {
		fprintf(stderr, "usage: bad-server PORT-FILE\n");
		return 2;
	}
	signal(SIGCHLD, SIG_IGN); /* nobody waits for them */
	listener = open_listener(&port);
	write_port(argv[1], port);
	for (;;) {
		peer = accept(listener, NULL, NULL);
		if (peer < 0)
			continue;
		if (fork() == 0) {
#ifdef __linux__
			prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
			close(listener);
			serve();
		}
		close(peer);
	}
}
