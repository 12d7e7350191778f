/* SPDX-License-Identifier: MIT
 *
 * What all requests of a transport have in common: where they go, which
 * headers they carry, whom they trust and how long they may take. The URL is
 * judged here once: https, or http to 127.0.0.0/8 and ::1 only.
 */
#ifndef HTTP_SETUP_H
#define HTTP_SETUP_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

#include "error.h"
#include "http.h"

#define HTTP_SETUP_HEADERS 4

struct http_setup {
	char *url;  /* as it was given; NULL: none was */
	char *root; /* "https://host:port", no slash behind */
	char *base; /* root and the API's path, no slash behind */
	char *host; /* "www.digicert.com", "127.0.0.1:8417"; for people */
	bool loopback;
	char *ca_file, *proxy;	  /* NULL: not given */
	const char *ca_directory; /* hashed one of the system, or NULL */
	struct secret *key_line;  /* "X-DC-DEVKEY: ..." */
	struct curl_slist headers[HTTP_SETUP_HEADERS]; /* the key's is first */
	int64_t connect_ms, idle_ms, whole_ms;
};

/* All that needs no libcurl. The setup stays where it is. A zeroed one may be
 * cleared. False: ERROR_CONFIG says what is wrong. */
MUST_CHECK bool http_setup_init(struct http_setup *setup,
	const struct http_options *options, struct error *error);
/* The rest, once libcurl is started: root, base and host are known. */
MUST_CHECK bool http_setup_start(struct http_setup *setup, struct error *error);
void http_setup_clear(struct http_setup *setup);

/* Set all that does not differ from request to request. The setup must
 * outlive the handle. */
MUST_CHECK bool http_setup_apply(const struct http_setup *setup, CURL *easy);

/* Whether a text holds the key, or the key the text. */
bool http_setup_has_key(const struct http_setup *setup, const char *text);

/* What a server sends back of the key becomes stars: it would get to the screen
 * and into the log and the journal. Keys below 8 signs may be words. */
void http_setup_hide_key(
	const struct http_setup *setup, char *text, size_t len);

bool http_setup_is_json(const char *content_type); /* NULL is allowed */

/* An option of libcurl that may fail: without memory, it would go on with what
 * the option was before, POST for PUT, say. One that this libcurl does not know
 * counts as taken. */
bool http_setup_took(CURLcode code);
#define HTTP_SETUP(easy, option, value)                                        \
	http_setup_took(curl_easy_setopt(easy, option, value))

#endif
