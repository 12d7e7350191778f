/* SPDX-License-Identifier: MIT
 *
 * What comes back for one request: collected as libcurl hands it over, within
 * limits, and at the end turned into a transport_response, be it an answer or
 * the sentence of a failure.
 */
#ifndef HTTP_ANSWER_H
#define HTTP_ANSWER_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "transport.h"

struct http_answer {
	struct buf body;
	size_t header_bytes;
	bool head_complete; /* the blank line behind the headers came */
	bool has_end;	    /* a header says where the body ends */
	bool too_large;
	int64_t wait_s;	  /* a Retry-After in seconds; 0: none */
	bool may_be_sent; /* the request was about to be written, or more */
	char type[128];	  /* the content type, "" if none */
	char request_id[64 + 1]; /* what the server calls it; "" if nothing */
	char curl_text[CURL_ERROR_SIZE];
	/* Called now and then while a body comes in many small pieces, for each
	 * of which libcurl calls once; NULL: nobody asks. */
	void (*on_pieces)(void *data);
	void *data;
	unsigned pieces;
};

void http_answer_init(struct http_answer *answer);
void http_answer_clear(struct http_answer *answer);

/* Have libcurl report to it. It must stay where it is as long as `easy`. */
void http_answer_watch(struct http_answer *answer, CURL *easy);

/* Fill all but elapsed_ms. `easy` may be NULL if the request was never begun;
 * `host` is for the sentence. Body and type are lent from the answer. */
void http_answer_fill(struct http_answer *answer, CURL *easy, CURLcode code,
	const char *host, struct transport_response *response);

#endif
