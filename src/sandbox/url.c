/* SPDX-License-Identifier: MIT
 *
 * Percent-decoding once, at the border. Brackets may come raw or encoded
 * (certcentral-api.md 1.1), which is the same after decoding.
 */
#include "sandbox/url.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "mem.h"

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *found;

	if (c >= 'A' && c <= 'F')
		c = (char)(c - 'A' + 'a');
	found = c ? strchr(digits, c) : NULL;
	return found ? (int)(found - digits) : -1;
}

/* The byte of "%41", or -1 if it is none or the NUL. */
static int escaped_byte(const char *text, size_t len)
{
	int high, low;

	if (len < 3 || text[0] != '%')
		return -1;
	high = hex_digit(text[1]);
	low = hex_digit(text[2]);
	if (high < 0 || low < 0 || high + low == 0)
		return -1;
	return high * 16 + low;
}

static char *decode(const char *text, size_t len, char plus)
{
	char *out = mem_alloc(len + 1);
	size_t used = 0;

	for (size_t i = 0; i < len; i++) {
		int byte = escaped_byte(text + i, len - i);

		if (byte >= 0) {
			out[used++] = (char)byte;
			i += 2;
		} else {
			out[used++] = text[i] == '+' ? plus : text[i];
		}
	}
	out[used] = '\0';
	return out;
}

static void add_pair(struct url *url, const char *text, size_t len)
{
	const char *equals = memchr(text, '=', len);
	size_t name_len = equals ? (size_t)(equals - text) : len;
	struct route_pair *pair;

	if (len == 0 || url->query_count == URL_PAIRS_MAX)
		return;
	pair = &url->query[url->query_count++];
	pair->name = decode(text, name_len, ' ');
	pair->value = equals ? decode(equals + 1, len - name_len - 1, ' ')
			     : mem_dup("");
}

/* "http://host/path", as one asks a proxy, is "/path" too (RFC 9112 3.2.2). */
static const char *without_host(const char *target)
{
	static const char scheme[] = "http://";
	size_t len = sizeof(scheme) - 1;

	if (strncasecmp(target, scheme, len) != 0)
		return target;
	target += len;
	target += strcspn(target, "/?#");
	return *target == '/' ? target : "/";
}

void url_init(struct url *url, const char *whole)
{
	const char *target = without_host(whole);
	size_t path_len = strcspn(target, "?#");
	const char *query =
		target[path_len] == '?' ? target + path_len + 1 : "";
	size_t query_len = strcspn(query, "#");
	size_t len;

	url->raw_path = mem_dupn(target, path_len);
	url->raw_query = mem_dupn(query, query_len);
	url->path = decode(target, path_len, '+');
	len = strlen(url->path);
	while (len > 1 && url->path[len - 1] == '/')
		url->path[--len] = '\0';
	url->query = mem_array(URL_PAIRS_MAX, sizeof(*url->query));
	url->query_count = 0;
	for (size_t i = 0; i < query_len;) {
		size_t part = strcspn(query + i, "&#");

		add_pair(url, query + i, part);
		i += part + 1;
	}
}

void url_clear(struct url *url)
{
	for (size_t i = 0; i < url->query_count; i++) {
		free(url->query[i].name);
		free(url->query[i].value);
	}
	free(url->query);
	free(url->path);
	free(url->raw_path);
	free(url->raw_query);
	*url = (struct url){.query_count = 0};
}
