/* SPDX-License-Identifier: MIT
 *
 * The probe. Its handle is set up as the transport's are (http-setup), and
 * then its headers are replaced: what goes out has no key.
 */
#include "config.h"

#include "http-probe.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "http-answer.h"
#include "http-setup.h"
#include "mem.h"
#include "secret.h"
#include "text.h"

/* Known to every account; without a key it is refused, which is an answer. */
#define PROBE_PATH "/user/me"

static bool set_up(struct http_setup *setup, const struct http_options *options,
	struct error *error)
{
	struct http_options ours = *options;
	struct secret *nothing = secret_new("-", 1, error);
	bool good;

	if (nothing == NULL)
		return false;
	ours.key = nothing;
	good = http_setup_init(setup, &ours, error) &&
	       http_setup_start(setup, error);
	secret_free(nothing);
	return good;
}

/* -- what libcurl tells --------------------------------------------------- */

/* "SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384": there is no other
 * way to learn the protocol without the TLS library's own calls. */
static int on_words(CURL *easy UNUSED, curl_infotype type, char *data,
	size_t size, void *probe_data)
{
	static const char head[] = "SSL connection using ";
	struct doctor_probe *probe = probe_data;
	size_t len = sizeof(head) - 1;

	if (type != CURLINFO_TEXT || size < len || memcmp(data, head, len) != 0)
		return 0;
	size -= len;
	data += len;
	while (size > 0 && strchr("\r\n", data[size - 1]) != NULL)
		size--;
	text_format(probe->protocol, sizeof(probe->protocol), "%.*s", (int)size,
		data);
	return 0;
}

static int64_t read_date(const char *text)
{
	time_t seconds = curl_getdate(text, NULL);

	return seconds == -1 ? DATE_NONE : (int64_t)seconds;
}

/* "NAME:VALUE" lines of the server's own certificate, the first one. */
static void read_certificate(CURL *easy, struct doctor_probe *probe)
{
	static const char issuer[] = "Issuer:", end[] = "Expire date:";
	struct curl_certinfo *info = NULL;
	const struct curl_slist *line;

	if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &info) != CURLE_OK ||
		info == NULL || info->num_of_certs < 1)
		return;
	for (line = info->certinfo[0]; line != NULL; line = line->next) {
		if (strncmp(line->data, issuer, sizeof(issuer) - 1) == 0)
			text_copy(probe->issuer, sizeof(probe->issuer),
				line->data + sizeof(issuer) - 1);
		if (strncmp(line->data, end, sizeof(end) - 1) == 0)
			probe->not_after =
				read_date(line->data + sizeof(end) - 1);
	}
}

static void read_server_date(CURL *easy, struct doctor_probe *probe)
{
#if LIBCURL_VERSION_NUM >= 0x075400
	struct curl_header *header;

	if (curl_easy_header(easy, "date", 0, CURLH_HEADER, -1, &header) ==
		CURLHE_OK)
		probe->date = read_date(header->value);
#else
	(void)easy;
	(void)probe;
#endif
}

/* -1: there was no end to it, be it an answer that says so or none at all. */
static int64_t lookup_time(CURL *easy, CURLcode code)
{
	curl_off_t us = 0;

	curl_easy_getinfo(easy, CURLINFO_NAMELOOKUP_TIME_T, &us);
	if (code == CURLE_COULDNT_RESOLVE_HOST ||
		code == CURLE_COULDNT_RESOLVE_PROXY ||
		(code == CURLE_OPERATION_TIMEDOUT && us == 0))
		return -1;
	return (int64_t)us / 1000;
}

static void read_connection(CURL *easy, struct doctor_probe *probe)
{
	const char *address = NULL;
	curl_off_t us = 0;

	curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &address);
	text_copy(probe->address, sizeof(probe->address),
		address != NULL ? address : "");
	curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &us);
	probe->took_ms = (int64_t)us / 1000;
}

/* -- the request ---------------------------------------------------------- */

static void write_trust(const struct http_setup *setup, char *out, size_t size)
{
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);

	if (setup->ca_file != NULL)
		text_format(out, size, "ca_file %s", setup->ca_file);
	else if (setup->ca_directory != NULL)
		text_format(out, size, "the certificates in %s",
			setup->ca_directory);
	else if (info->age >= CURLVERSION_SEVENTH && info->cainfo != NULL)
		text_format(out, size, "the certificates in %s", info->cainfo);
	else
		text_copy(out, size, "the system's certificates");
}

/* Without the key: its header is replaced. */
static bool prepare(const struct http_setup *setup, CURL *easy,
	struct curl_slist *headers, const char *url, struct doctor_probe *probe)
{
	return http_setup_apply(setup, easy) && headers != NULL &&
	       HTTP_SETUP(easy, CURLOPT_HTTPHEADER, headers) &&
	       HTTP_SETUP(easy, CURLOPT_URL, url) &&
	       HTTP_SETUP(easy, CURLOPT_CERTINFO, 1L) &&
	       HTTP_SETUP(easy, CURLOPT_VERBOSE, 1L) &&
	       HTTP_SETUP(easy, CURLOPT_DEBUGFUNCTION, on_words) &&
	       HTTP_SETUP(easy, CURLOPT_DEBUGDATA, probe);
}

static void
perform(const struct http_setup *setup, CURL *easy, struct doctor_probe *probe)
{
	struct transport_response response;
	struct http_answer answer;
	struct curl_slist *headers = NULL;
	char *url = mem_printf("%s%s", setup->base, PROBE_PATH);
	CURLcode code;

	http_answer_init(&answer);
	http_answer_watch(&answer, easy);
	headers = curl_slist_append(headers, "Accept: application/json");
	code = prepare(setup, easy, headers, url, probe)
		       ? curl_easy_perform(easy)
		       : CURLE_OUT_OF_MEMORY;
	probe->now = clock_seconds();
	http_answer_fill(&answer, easy, code, setup->host, &response);
	probe->error = response.error;
	probe->status = response.status;
	probe->lookup_ms = lookup_time(easy, code);
	read_connection(easy, probe);
	read_certificate(easy, probe);
	read_server_date(easy, probe);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, NULL);
	curl_slist_free_all(headers);
	http_answer_clear(&answer);
	free(url);
}

static void fill(const struct http_setup *setup, struct doctor_probe *out)
{
	memset(out, 0, sizeof(*out));
	out->not_after = DATE_NONE;
	out->date = DATE_NONE;
	out->plain = strncmp(setup->root, "http:", 5) == 0;
	text_copy(out->host, sizeof(out->host), setup->host);
	write_trust(setup, out->trust, sizeof(out->trust));
}

bool http_probe(const struct http_options *options, struct doctor_probe *out,
	struct error *error)
{
	struct http_setup setup = {0};
	CURL *easy = NULL;
	bool good;

	unsetenv("SSLKEYLOGFILE"); /* as http_new does */
	curl_global_init(CURL_GLOBAL_DEFAULT);
	good = set_up(&setup, options, error);
	if (good)
		easy = curl_easy_init();
	if (good && easy == NULL)
		good = error_set(
			error, ERROR_SYSTEM, "libcurl could not be started");
	if (good) {
		fill(&setup, out);
		perform(&setup, easy, out);
	}
	curl_easy_cleanup(easy);
	http_setup_clear(&setup);
	curl_global_cleanup();
	return good;
}

static const char *environment(const char *name)
{
	return getenv(name);
}

bool http_probe_proxy(const struct http_options *options,
	struct doctor_proxy *out, struct error *error)
{
	struct http_setup setup = {0};
	bool good = set_up(&setup, options, error);
	char *name;

	if (good) {
		name = mem_dupn(setup.host, strcspn(setup.host, ":"));
		doctor_network_proxy(
			out, options->proxy, name, setup.loopback, environment);
		free(name);
	}
	http_setup_clear(&setup);
	return good;
}
