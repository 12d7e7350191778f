/* SPDX-License-Identifier: MIT
 *
 * One call of zlib for each answer, at its fastest: on loopback the wire costs
 * nothing.
 */
#include "sandbox/gzip.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#include "mem.h"

#define GZIP_WINDOW  (15 + 16) /* zlib: the largest window, gzip's header */
#define MEMORY_LEVEL 8

/* Whether text[0..len) is this word, without regard to case. */
static bool is_word(const char *text, size_t len, const char *word)
{
	return strlen(word) == len && strncasecmp(text, word, len) == 0;
}

/* The weight in ";q=0.5": whether it is more than nothing. */
static bool is_wanted(const char *text, size_t len)
{
	const char *end = text + len;
	const char *q = memchr(text, ';', len);

	if (!q)
		return true;
	q += 1 + strspn(q + 1, " \t");
	if (end - q < 2 || strncasecmp(q, "q=", 2) != 0)
		return true;
	for (q += 2; q < end; q++)
		if (*q >= '1' && *q <= '9')
			return true;
	return false;
}

bool gzip_is_accepted(const char *accept_encoding)
{
	const char *text = accept_encoding;
	bool any = false;

	while (*text) {
		size_t len;

		text += strspn(text, " \t,");
		len = strcspn(text, ",");
		if (is_word(text, strcspn(text, " \t,;"), "gzip"))
			return is_wanted(text, len);
		if (is_word(text, strcspn(text, " \t,;"), "*"))
			any = is_wanted(text, len);
		text += len;
	}
	return any;
}

bool gzip_is_worth(const char *content_type)
{
	return content_type &&
	       (strncmp(content_type, "text/", 5) == 0 ||
		       strcmp(content_type, "application/json") == 0);
}

bool gzip_pack(struct buf *body)
{
	z_stream stream = {0};
	char *packed = mem_alloc(body->len);
	bool good;

	if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, GZIP_WINDOW,
		    MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK) {
		free(packed);
		return false;
	}
	stream.next_in = (Bytef *)body->data;
	stream.avail_in = (uInt)body->len;
	stream.next_out = (Bytef *)packed;
	stream.avail_out = (uInt)body->len;
	good = deflate(&stream, Z_FINISH) == Z_STREAM_END;
	if (good) {
		buf_reset(body);
		buf_add(body, packed, stream.total_out);
	}
	deflateEnd(&stream);
	free(packed);
	return good;
}

const char *gzip_version(void)
{
	return zlibVersion();
}
