/* SPDX-License-Identifier: MIT
 *
 * The judges of the network. Each finding that is not "ok" says what a person
 * can do, and whom they have to ask where it is not theirs.
 */
#include "doctor-network.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "text.h"

#define DAY_S	     86400
#define END_DAYS     14	  /* the certificate ends soon */
#define SLOW_LOOKUP  1000 /* ms */
#define SLOW_ANSWER  5000 /* ms */
#define CLOCK_WARN_S 30
#define CLOCK_BAD_S  600 /* the default guard */

/* -- the proxy ------------------------------------------------------------ */

static bool ends_with(const char *text, const char *end, size_t len)
{
	size_t all = strlen(text);

	return all >= len && strncasecmp(text + all - len, end, len) == 0;
}

/* One item of NO_PROXY: "*", a host, or a domain with or without its dot. */
static bool item_names(const char *item, size_t len, const char *host)
{
	size_t host_len = strlen(host);

	if (len == 1 && *item == '*')
		return true;
	if (len > 0 && *item == '.') {
		item++;
		len--;
	}
	if (len == 0 || !ends_with(host, item, len))
		return false;
	return host_len == len || host[host_len - len - 1] == '.';
}

static bool is_excepted(const char *list, const char *host)
{
	size_t len;

	while (list != NULL && *list != '\0') {
		len = strcspn(list, ", ");
		if (item_names(list, len, host))
			return true;
		list += len;
		list += strspn(list, ", ");
	}
	return false;
}

/* What stands before the host is not shown: it may be a password. */
static void take_address(struct doctor_proxy *out, const char *value)
{
	const char *rest = strstr(value, "://"), *at;
	size_t scheme = rest != NULL ? (size_t)(rest - value) + 3 : 0;

	rest = value + scheme;
	at = strrchr(rest, '@');
	out->has_password = at != NULL;
	text_format(out->address, sizeof(out->address), "%.*s%s", (int)scheme,
		value, at != NULL ? at + 1 : rest);
}

static const char *find(const char *const *names, size_t count,
	const char *(*get)(const char *name), const char **found)
{
	const char *value;

	for (size_t i = 0; i < count; i++) {
		value = get(names[i]);
		if (value == NULL || *value == '\0')
			continue;
		*found = names[i];
		return value;
	}
	return NULL;
}

void doctor_network_proxy(struct doctor_proxy *out, const char *of_account,
	const char *host, bool loopback, const char *(*get)(const char *name))
{
	static const char *const proxies[] = {
		"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"};
	static const char *const exceptions[] = {"no_proxy", "NO_PROXY"};
	const char *from = "proxy of the account", *value = of_account, *list;

	memset(out, 0, sizeof(*out));
	if (value == NULL)
		value = find(proxies, ARRAY_LEN(proxies), get, &from);
	if (value == NULL || *value == '\0')
		return;
	if (loopback) {
		text_copy(out->from, sizeof(out->from), "loopback");
		return;
	}
	text_copy(out->from, sizeof(out->from), from);
	list = find(exceptions, ARRAY_LEN(exceptions), get, &from);
	if (is_excepted(list, host))
		text_copy(out->from, sizeof(out->from), from);
	else
		take_address(out, value);
}

void doctor_network_judge_proxy(
	struct doctor *doctor, const struct doctor_proxy *proxy)
{
	if (proxy->address[0] != '\0')
		doctor_ok(doctor, DOCTOR_PROXY,
			"Requests go through the proxy %s (from %s)%s.",
			proxy->address, proxy->from,
			proxy->has_password ? ", with a password" : "");
	else if (strcmp(proxy->from, "loopback") == 0)
		doctor_ok(doctor, DOCTOR_PROXY,
			"A proxy is set, but none is used to this machine "
			"itself.");
	else if (proxy->from[0] != '\0')
		doctor_ok(doctor, DOCTOR_PROXY,
			"A proxy is set, but %s names the host: none is used.",
			proxy->from);
	else
		doctor_ok(doctor, DOCTOR_PROXY,
			"No proxy is set: connections are direct.");
}

/* -- resolver and connection ---------------------------------------------- */

static const char no_way_advice[] =
	"Check the account's url, the network and its firewall, and the proxy "
	"(proxy = in the account, https_proxy in the environment).";
static const char untrusted_advice[] =
	"certdesk never connects unverified. If your organization's own CA "
	"signs this server or opens TLS on the way, name that CA's certificate "
	"with ca_file = PATH in the account; if the clock of this host is "
	"wrong, set it.";

/* "127.0.0.1:8417", "[::1]:8417" */
static bool is_address(const struct doctor_probe *probe)
{
	size_t len = strlen(probe->address);

	return len > 0 && strncmp(probe->host + (probe->host[0] == '['),
				  probe->address, len) == 0;
}

static bool
judge_resolver(struct doctor *doctor, const struct doctor_probe *probe)
{
	if (probe->error.kind == ERROR_CONNECT && probe->lookup_ms < 0) {
		doctor_problem(doctor, DOCTOR_RESOLVER, ERROR_CONNECT,
			"Check the spelling of the account's url, "
			"/etc/resolv.conf, and whether this host may resolve "
			"outside names; behind a proxy, whether the proxy is "
			"named.",
			"%s", probe->error.text);
		return false;
	}
	if (probe->lookup_ms >= SLOW_LOOKUP)
		doctor_warn(doctor, DOCTOR_RESOLVER,
			"The first server in /etc/resolv.conf may not answer; "
			"put one that does first.",
			"Looking up the name took %lld ms.",
			(long long)probe->lookup_ms);
	else if (is_address(probe))
		doctor_ok(doctor, DOCTOR_RESOLVER,
			"%s is an address: no name has to be looked up.",
			probe->host);
	else if (probe->address[0] != '\0')
		doctor_ok(doctor, DOCTOR_RESOLVER,
			"%s is reached at %s; the name took %lld ms.",
			probe->host, probe->address,
			(long long)probe->lookup_ms);
	return true;
}

static void
judge_connection(struct doctor *doctor, const struct doctor_probe *probe)
{
	bool untrusted = probe->error.kind == ERROR_TLS;

	if (probe->error.kind != ERROR_NONE) {
		doctor_problem(doctor, DOCTOR_TLS, probe->error.kind,
			untrusted ? untrusted_advice : no_way_advice, "%s",
			probe->error.text);
		return;
	}
	if (probe->plain)
		doctor_note(doctor, DOCTOR_TLS,
			"Plain http to %s, which is this machine: no TLS.",
			probe->host);
	else
		doctor_ok(doctor, DOCTOR_TLS, "%s, trusted by %s%s%s.",
			probe->protocol[0] != '\0' ? probe->protocol : "TLS",
			probe->trust[0] != '\0' ? probe->trust
						: "the system's certificates",
			probe->issuer[0] != '\0' ? "; issued by " : "",
			probe->issuer);
	if (probe->took_ms >= SLOW_ANSWER)
		doctor_warn(doctor, DOCTOR_TLS,
			"Look at the line to the service, and at the proxy if "
			"there is one.",
			"The first answer took %lld ms.",
			(long long)probe->took_ms);
}

static void
judge_certificate(struct doctor *doctor, const struct doctor_probe *probe)
{
	char day[DATE_TEXT_SIZE];
	int64_t days;

	if (probe->error.kind != ERROR_NONE || !date_is_known(probe->not_after))
		return;
	days = (probe->not_after - probe->now) / DAY_S;
	date_day(probe->not_after, day);
	if (days < END_DAYS)
		doctor_warn(doctor, DOCTOR_TLS,
			"Whoever runs the server, or the proxy that opens TLS, "
			"must renew it; then certdesk goes on by itself.",
			"The server's certificate ends on %s, in %lld days; "
			"after that nothing can be reached.",
			day, (long long)days);
	else
		doctor_ok(doctor, DOCTOR_TLS,
			"The server's certificate ends on %s, in %lld days.",
			day, (long long)days);
}

static void
judge_answer(struct doctor *doctor, const struct doctor_probe *probe)
{
	if (probe->status >= 300 && probe->status < 400)
		doctor_problem(doctor, DOCTOR_TLS, ERROR_REDIRECT,
			"Give the account's url as the service has it now; "
			"certdesk follows no redirect, since the key must not "
			"travel. A sign-in page of the network answers so, "
			"too.",
			"%s answers with a redirect (HTTP %d).", probe->host,
			probe->status);
}

/* -- the clock ------------------------------------------------------------ */

static void judge_clock(struct doctor *doctor, const struct doctor_probe *probe)
{
	static const char advice[] =
		"Set this host's clock (timedatectl, or ask its "
		"administrator): ages, the guard against a second mail and the "
		"check of certificates go by it.";
	int64_t off = probe->now - probe->date, away = llabs(off);

	if (probe->error.kind != ERROR_NONE)
		return;
	if (!date_is_known(probe->date))
		doctor_note(doctor, DOCTOR_CLOCK,
			"The server does not tell its time.");
	else if (away >= CLOCK_BAD_S)
		doctor_problem(doctor, DOCTOR_CLOCK, ERROR_SYSTEM, advice,
			"The clock of this host is %lld minutes %s the "
			"server's.",
			(long long)away / 60, off > 0 ? "ahead of" : "behind");
	else if (away >= CLOCK_WARN_S)
		doctor_warn(doctor, DOCTOR_CLOCK, advice,
			"The clock of this host is %lld seconds %s the "
			"server's.",
			(long long)away, off > 0 ? "ahead of" : "behind");
	else
		doctor_ok(doctor, DOCTOR_CLOCK,
			"The clock of this host agrees with the server's.");
}

void doctor_network_judge(
	struct doctor *doctor, const struct doctor_probe *probe)
{
	if (!judge_resolver(doctor, probe))
		return;
	judge_connection(doctor, probe);
	judge_certificate(doctor, probe);
	judge_answer(doctor, probe);
	judge_clock(doctor, probe);
}
