/* SPDX-License-Identifier: MIT
 *
 * Numeric addresses only: so that it is plain where mails go to.
 */
#include "sandbox/smtp-address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "sandbox/route.h"
#include "text.h"

#define SCHEME "smtp://"

static bool bad_url(const char *url, struct error *error)
{
	return error_set(error, ERROR_USAGE,
		"--smtp %s: a URL like smtp://127.0.0.1:2525 is expected", url);
}

/* The host before its port: "127.0.0.1", or "::1" without its brackets. What
 * is behind it is returned; NULL if there is no such host. */
static const char *take_host(const char *at, char *host, size_t size)
{
	bool v6 = *at == '[';
	size_t len;

	at += v6;
	len = strcspn(at, v6 ? "]" : ":/");
	if (len == 0 || len >= size || (v6 && at[len] != ']'))
		return NULL;
	memcpy(host, at, len);
	host[len] = '\0';
	return at + len + v6;
}

static bool take_port(const char *at, int64_t *port)
{
	char digits[8];
	size_t len;

	*port = SMTP_ADDRESS_PORT;
	if (*at == ':') {
		at++;
		len = strcspn(at, "/");
		if (len == 0 || len >= sizeof(digits))
			return false;
		memcpy(digits, at, len);
		digits[len] = '\0';
		if (!route_number(digits, port) || *port < 1 || *port > 65535)
			return false;
		at += len;
	}
	return *at == '\0' || strcmp(at, "/") == 0;
}

static bool set_v4(struct smtp_address *out, const char *host, int64_t port)
{
	struct sockaddr_in v4 = {.sin_family = AF_INET};

	if (inet_pton(AF_INET, host, &v4.sin_addr) != 1)
		return false;
	v4.sin_port = htons((uint16_t)port);
	memcpy(&out->socket, &v4, sizeof(v4));
	out->len = sizeof(v4);
	text_format(
		out->url, sizeof(out->url), SCHEME "%s:%d", host, (int)port);
	return ntohl(v4.sin_addr.s_addr) >> 24 == 127;
}

static bool set_v6(struct smtp_address *out, const char *host, int64_t port)
{
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};

	if (inet_pton(AF_INET6, host, &v6.sin6_addr) != 1)
		return false;
	v6.sin6_port = htons((uint16_t)port);
	memcpy(&out->socket, &v6, sizeof(v6));
	out->len = sizeof(v6);
	text_format(
		out->url, sizeof(out->url), SCHEME "[%s]:%d", host, (int)port);
	return IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
}

bool smtp_address_parse(
	struct smtp_address *out, const char *url, struct error *error)
{
	char host[INET6_ADDRSTRLEN];
	const char *rest;
	int64_t port;

	memset(out, 0, sizeof(*out));
	if (strncmp(url, SCHEME, strlen(SCHEME)) != 0)
		return bad_url(url, error);
	rest = take_host(url + strlen(SCHEME), host, sizeof(host));
	if (!rest || !take_port(rest, &port))
		return bad_url(url, error);
	if (strcmp(host, "localhost") == 0)
		text_format(host, sizeof(host), "127.0.0.1");
	if (set_v4(out, host, port) || set_v6(out, host, port))
		return true;
	return error_set(error, ERROR_USAGE,
		"--smtp %s: %s is not a loopback address; the sandbox mails to"
		" this machine only",
		url, host);
}
