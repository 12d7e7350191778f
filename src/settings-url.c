/* SPDX-License-Identifier: MIT
 *
 * Which URLs an account may have, and by which name its server is known. It
 * judges by the text alone; http judges once more what libcurl makes of it.
 */
#include "settings.h"

#include <ctype.h>
#include <string.h>

#include "mem.h"

#define URL_MAX	 512 /* with the root */
#define API_ROOT "/services/v2"

/* "127.1.2.3" and nothing like "127.evil.example". */
static bool is_loopback(const char *host, size_t len)
{
	int dots = 0;

	if (len == 5 && strncmp(host, "[::1]", 5) == 0)
		return true;
	if (len < 7 || strncmp(host, "127.", 4) != 0)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (host[i] == '.')
			dots++;
		else if (!isdigit((unsigned char)host[i]))
			return false;
	}
	return dots == 3 && host[len - 1] != '.';
}

static bool check_authority(const char *host, size_t name_len, bool plain,
	const char *url, struct error *error)
{
	if (name_len == 0)
		return error_set(error, ERROR_CONFIG,
			"The URL '%s' has no host name.", url);
	if (plain && !is_loopback(host, name_len))
		return error_set(error, ERROR_CONFIG,
			"Plain http is accepted for 127.0.0.0/8 and [::1] only; "
			"'%s' needs https.",
			url);
	return true;
}

/* The length of the host in "host:port" or "[v6]:port". */
static size_t host_len(const char *authority, size_t len)
{
	const char *from = authority, *colon;

	if (len > 0 && authority[0] == '[') {
		const char *close = memchr(authority, ']', len);

		if (close == NULL)
			return 0;
		from = close;
	}
	colon = memchr(from, ':', len - (size_t)(from - authority));
	return colon == NULL ? len : (size_t)(colon - authority);
}

/* One name for one server, however it is spelled: agents who share a journal
 * may have written it differently. */
static char *host_name(const char *authority, size_t len, bool plain)
{
	const char *usual = plain ? ":80" : ":443";
	size_t name = host_len(authority, len);
	char *host;

	if (len - name <= 1 ||
		(len - name == strlen(usual) &&
			strncmp(authority + name, usual, strlen(usual)) == 0))
		len = name;
	host = mem_dupn(authority, len);
	for (char *c = host; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return host;
}

/* Before anything else is said of it: what others say repeats the URL. */
static bool has_user(const char *url)
{
	const char *scheme = strstr(url, "://");
	const char *authority = scheme != NULL ? scheme + 3 : url;

	return memchr(authority, '@', strcspn(authority, "/")) != NULL;
}

bool settings_url(const char *url, char **out, char **host, struct error *error)
{
	bool plain = strncmp(url, "http://", 7) == 0;
	const char *authority, *path;
	size_t len, path_len;

	if (has_user(url))
		return error_set(error, ERROR_CONFIG,
			"The URL of the account must not hold a user or "
			"password.");
	if (!plain && strncmp(url, "https://", 8) != 0)
		return error_set(error, ERROR_CONFIG,
			"The URL '%s' must begin with https://.", url);
	if (strlen(url) > URL_MAX)
		return error_set(error, ERROR_CONFIG, "The URL is too long.");
	for (const char *c = url; *c != '\0'; c++)
		if (*c <= ' ' || *c > '~' || *c == '?' || *c == '#' ||
			*c == '\\')
			return error_set(error, ERROR_CONFIG,
				"The URL '%s' must not hold blanks, '?', '#' or "
				"letters outside ASCII.",
				url);
	authority = url + (plain ? 7 : 8);
	len = strcspn(authority, "/");
	if (!check_authority(
		    authority, host_len(authority, len), plain, url, error))
		return false;
	path = authority + len;
	path_len = strlen(path);
	while (path_len > 0 && path[path_len - 1] == '/')
		path_len--;
	if (path_len == 0 && (size_t)(path - url) + strlen(API_ROOT) > URL_MAX)
		return error_set(error, ERROR_CONFIG, "The URL is too long.");
	*out = path_len == 0
		       ? mem_printf("%.*s" API_ROOT,
				 (int)(authority + len - url), url)
		       : mem_printf("%.*s", (int)(path + path_len - url), url);
	if (host != NULL)
		*host = host_name(authority, len, plain);
	return true;
}
