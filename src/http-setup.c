/* SPDX-License-Identifier: MIT
 *
 * The common part of all requests, most of it as tables of libcurl options.
 * Nothing here may weaken what quality.md 5, B5 to B7, ask for: certificates
 * are always verified, no redirect is followed, nothing but the account's own
 * host ever sees the key.
 */
#include "config.h" /* memmem */

#include "http-setup.h"

#include <arpa/inet.h>
#include <assert.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "file.h"
#include "mem.h"
#include "secret.h"

#define CONNECT_MS 5000
#define IDLE_MS	   10000
#define WHOLE_MS   30000
#define HIDDEN_MIN 8

static const char json_type[] = "application/json";

/* -- the URL -------------------------------------------------------------- */

static bool is_loopback_address(const char *host)
{
	unsigned char v6[16], v4[4];
	char inner[64];
	size_t len = strlen(host);

	if (inet_pton(AF_INET, host, v4) == 1)
		return v4[0] == 127;
	if (len < 3 || len >= sizeof(inner) || host[0] != '[' ||
		host[len - 1] != ']')
		return false;
	memcpy(inner, host + 1, len - 2);
	inner[len - 2] = '\0';
	return inet_pton(AF_INET6, inner, v6) == 1 &&
	       memcmp(v6, &in6addr_loopback, sizeof(v6)) == 0;
}

struct url_parts {
	char *scheme, *host, *port, *path, *user, *query, *fragment;
};

static char *url_part(CURLU *url, CURLUPart part)
{
	char *text = NULL;

	if (curl_url_get(url, part, &text, 0) != CURLUE_OK)
		return NULL;
	return text;
}

static void free_parts(struct url_parts *parts)
{
	curl_free(parts->scheme);
	curl_free(parts->host);
	curl_free(parts->port);
	curl_free(parts->path);
	curl_free(parts->user);
	curl_free(parts->query);
	curl_free(parts->fragment);
}

static bool split_url(const char *text, struct url_parts *parts)
{
	CURLU *url = curl_url();
	bool good;

	if (url == NULL)
		return false;
	good = curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK;
	if (good) {
		parts->scheme = url_part(url, CURLUPART_SCHEME);
		parts->host = url_part(url, CURLUPART_HOST);
		parts->port = url_part(url, CURLUPART_PORT);
		parts->path = url_part(url, CURLUPART_PATH);
		parts->user = url_part(url, CURLUPART_USER);
		parts->query = url_part(url, CURLUPART_QUERY);
		parts->fragment = url_part(url, CURLUPART_FRAGMENT);
	}
	curl_url_cleanup(url);
	return good && parts->scheme != NULL && parts->host != NULL;
}

static bool check_parts(const char *url, const struct url_parts *parts,
	bool loopback, struct error *error)
{
	bool plain = strcmp(parts->scheme, "http") == 0;

	/* First, as those that follow repeat the URL: a word of the user's in
	 * it is nobody's business. */
	if (parts->user != NULL || parts->query != NULL ||
		parts->fragment != NULL)
		return error_set(error, ERROR_CONFIG,
			"The URL of the account must be a host and a path: no "
			"user, no '?' and no '#'");
	if (!plain && strcmp(parts->scheme, "https") != 0)
		return error_set(error, ERROR_CONFIG,
			"The URL %s must begin with https://", url);
	if (plain && !loopback)
		return error_set(error, ERROR_CONFIG,
			"The URL %s would send the key unencrypted: http is "
			"accepted for 127.0.0.0/8 and ::1 only, use https://",
			url);
	return true;
}

static void keep_parts(struct http_setup *setup, const struct url_parts *parts)
{
	const char *path = parts->path != NULL ? parts->path : "";
	size_t len = strlen(path);

	while (len > 0 && path[len - 1] == '/')
		len--;
	setup->host = mem_printf("%s%s%s", parts->host,
		parts->port != NULL ? ":" : "",
		parts->port != NULL ? parts->port : "");
	setup->root = mem_printf("%s://%s", parts->scheme, setup->host);
	setup->base = mem_printf("%s%.*s", setup->root, (int)len, path);
}

static bool judge_url(struct http_setup *setup, struct error *error)
{
	const char *url = setup->url;
	struct url_parts parts = {0};
	bool literal, good;

	if (url == NULL || !split_url(url, &parts)) {
		free_parts(&parts);
		return error_set(error, ERROR_CONFIG,
			"The URL %s of the account cannot be read",
			url != NULL ? url : "(none)");
	}
	literal = is_loopback_address(parts.host);
	good = check_parts(url, &parts, literal, error);
	if (good) {
		setup->loopback =
			literal || strcasecmp(parts.host, "localhost") == 0;
		keep_parts(setup, &parts);
	}
	free_parts(&parts);
	return good;
}

/* -- headers -------------------------------------------------------------- */

static const char *const headers[] = {
	"Content-Type: application/json",
	"Accept: application/json, */*;q=0.5",
	/* Without this a long body would wait for a "100". */
	"Expect:",
};

/* libcurl reads a list of headers and keeps none of it. So the items are ours,
 * and the key is in memory that is locked and wiped. */
static void take_headers(struct http_setup *setup, const struct secret *key)
{
	struct curl_slist *item = setup->headers;

	static_assert(ARRAY_LEN(headers) + 1 == HTTP_SETUP_HEADERS,
		"one more is the key");
	setup->key_line = secret_behind("X-DC-DEVKEY: ", key);
	item->data = (char *)secret_text(setup->key_line);
	for (size_t i = 0; i < ARRAY_LEN(headers); i++, item = item->next) {
		item->next = item + 1;
		item->next->data = (char *)headers[i];
	}
}

static const char *key_of(const struct http_setup *setup)
{
	return strchr(secret_text(setup->key_line), ' ') + 1;
}

/* Either holds the other: a part of the key is too much, too. */
bool http_setup_has_key(const struct http_setup *setup, const char *text)
{
	const char *key = key_of(setup);

	return strstr(text, key) != NULL || strstr(key, text) != NULL;
}

void http_setup_hide_key(const struct http_setup *setup, char *text, size_t len)
{
	const char *key = key_of(setup), *end = text + len;
	size_t key_len = strlen(key);
	char *at = text;

	if (key_len < HIDDEN_MIN || len == 0)
		return;
	while ((at = memmem(at, (size_t)(end - at), key, key_len)) != NULL) {
		memset(at, '*', key_len);
		at += key_len;
	}
}

/* -- whom to trust -------------------------------------------------------- */

/* "0f6fa695.0": a certificate named by the hash of its subject. */
static bool is_hash_name(const char *name)
{
	size_t i;

	for (i = 0; i < 8; i++)
		if (!isxdigit((unsigned char)name[i]))
			return false;
	return strcmp(name + 8, ".0") == 0;
}

static bool is_hashed(const char *directory)
{
	DIR *dir = opendir(directory);
	struct dirent *entry;
	bool found = false;

	if (dir == NULL)
		return false;
	while (!found && (entry = readdir(dir)) != NULL)
		found = is_hash_name(entry->d_name);
	closedir(dir);
	return found;
}

/* The first request costs 37 ms with Debian's one big file of certificates,
 * 4.4 ms with the hashed directory, from which one is read (quality.md 1). */
static const char *system_directory(void)
{
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);

	if (info->age < CURLVERSION_SEVENTH || info->capath == NULL)
		return NULL;
	return is_hashed(info->capath) ? info->capath : NULL;
}

static bool apply_trust(const struct http_setup *setup, CURL *easy)
{
	if (setup->ca_file != NULL)
		return HTTP_SETUP(easy, CURLOPT_CAINFO, setup->ca_file) &&
		       HTTP_SETUP(easy, CURLOPT_CAPATH, NULL);
	if (setup->ca_directory != NULL)
		return HTTP_SETUP(easy, CURLOPT_CAINFO, NULL) &&
		       HTTP_SETUP(easy, CURLOPT_CAPATH, setup->ca_directory);
	return true;
}

/* A file that is not there is a mistake in the configuration and not, as
 * libcurl has it, a server that cannot be trusted. */
static bool
take_trust(struct http_setup *setup, const char *ca_file, struct error *error)
{
	if (ca_file == NULL)
		return true;
	setup->ca_file = file_expand(ca_file);
	if (access(setup->ca_file, R_OK) == 0)
		return true;
	return error_set_errno(error, ERROR_CONFIG, errno,
		"The ca_file %s cannot be read", setup->ca_file);
}

/* -- all of it ------------------------------------------------------------ */

bool http_setup_init(struct http_setup *setup,
	const struct http_options *options, struct error *error)
{
	memset(setup, 0, sizeof(*setup));
	setup->url = mem_dup(options->base_url);
	take_headers(setup, options->key);
	if (!take_trust(setup, options->ca_file, error))
		return false;
	setup->proxy = mem_dup(options->proxy);
	setup->connect_ms =
		options->connect_ms > 0 ? options->connect_ms : CONNECT_MS;
	setup->idle_ms = options->idle_ms > 0 ? options->idle_ms : IDLE_MS;
	setup->whole_ms = options->whole_ms > 0 ? options->whole_ms : WHOLE_MS;
	return true;
}

bool http_setup_start(struct http_setup *setup, struct error *error)
{
	if (!judge_url(setup, error))
		return false;
	if (setup->ca_file == NULL)
		setup->ca_directory = system_directory();
	return true;
}

void http_setup_clear(struct http_setup *setup)
{
	secret_free(setup->key_line);
	free(setup->url);
	free(setup->root);
	free(setup->base);
	free(setup->host);
	free(setup->ca_file);
	free(setup->proxy);
	memset(setup, 0, sizeof(*setup));
}

struct number_option {
	CURLoption option;
	long value;
};

static const struct number_option numbers[] = {
	{CURLOPT_NOSIGNAL, 1},
	/* HTTP/2 would keep the key in its tables of headers as long as the
	 * connection lives, and its streams would share connections. */
	{CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1},
	{CURLOPT_FOLLOWLOCATION, 0},		  /* the key must not travel */
	{CURLOPT_HEADEROPT, CURLHEADER_SEPARATE}, /* nor to a proxy */
	{CURLOPT_NETRC, CURL_NETRC_IGNORED},
	{CURLOPT_DISALLOW_USERNAME_IN_URL, 1},
	{CURLOPT_SSL_VERIFYPEER, 1},
	{CURLOPT_SSL_VERIFYHOST, 2},
	{CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
	{CURLOPT_PROXY_SSL_VERIFYPEER, 1},
	{CURLOPT_PROXY_SSL_VERIFYHOST, 2},
	{CURLOPT_PROXY_SSLVERSION, CURL_SSLVERSION_TLSv1_2},
	{CURLOPT_TCP_NODELAY, 1},
	{CURLOPT_PATH_AS_IS, 1},
	{CURLOPT_LOW_SPEED_LIMIT, 1},
#if LIBCURL_VERSION_NUM >= 0x075700
	/* A name server that hangs must not hold up the end. */
	{CURLOPT_QUICK_EXIT, 1},
#endif
};

static bool apply_protocols(const struct http_setup *setup, CURL *easy)
{
	bool plain = strncmp(setup->root, "http:", 5) == 0;

#if LIBCURL_VERSION_NUM >= 0x075500
	return HTTP_SETUP(
		       easy, CURLOPT_PROTOCOLS_STR, plain ? "http" : "https") &&
	       HTTP_SETUP(easy, CURLOPT_REDIR_PROTOCOLS_STR, "https");
#else
	return HTTP_SETUP(easy, CURLOPT_PROTOCOLS,
		       plain ? (long)CURLPROTO_HTTP : (long)CURLPROTO_HTTPS) &&
	       HTTP_SETUP(easy, CURLOPT_REDIR_PROTOCOLS, (long)CURLPROTO_HTTPS);
#endif
}

static bool apply_limits(const struct http_setup *setup, CURL *easy)
{
	long idle_s = (long)((setup->idle_ms + 999) / 1000);

	return HTTP_SETUP(easy, CURLOPT_CONNECTTIMEOUT_MS,
		       (long)setup->connect_ms) &&
	       HTTP_SETUP(easy, CURLOPT_TIMEOUT_MS, (long)setup->whole_ms) &&
	       HTTP_SETUP(easy, CURLOPT_LOW_SPEED_TIME, idle_s);
}

static bool apply_numbers(CURL *easy)
{
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		if (!HTTP_SETUP(easy, numbers[i].option, numbers[i].value))
			return false;
	return true;
}

/* NULL leaves it to the environment and its NO_PROXY. */
static bool apply_proxy(const struct http_setup *setup, CURL *easy)
{
	const char *proxy = setup->loopback ? "" : setup->proxy;

	return proxy == NULL || HTTP_SETUP(easy, CURLOPT_PROXY, proxy);
}

bool http_setup_took(CURLcode code)
{
	return code == CURLE_OK || code == CURLE_UNKNOWN_OPTION ||
	       code == CURLE_NOT_BUILT_IN;
}

bool http_setup_apply(const struct http_setup *setup, CURL *easy)
{
	return apply_numbers(easy) && apply_protocols(setup, easy) &&
	       apply_limits(setup, easy) && apply_trust(setup, easy) &&
	       apply_proxy(setup, easy) &&
	       HTTP_SETUP(easy, CURLOPT_HTTPHEADER, setup->headers) &&
	       HTTP_SETUP(
		       easy, CURLOPT_USERAGENT, "certdesk/" PACKAGE_VERSION) &&
	       HTTP_SETUP(easy, CURLOPT_ACCEPT_ENCODING, "");
}

bool http_setup_is_json(const char *content_type)
{
	size_t len = sizeof(json_type) - 1;

	return content_type != NULL &&
	       strncasecmp(content_type, json_type, len) == 0 &&
	       strchr("; \t", content_type[len]) != NULL;
}
