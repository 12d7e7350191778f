/* SPDX-License-Identifier: MIT
 *
 * Downloading a certificate: asked for by a person, handed to the one who
 * asked, kept nowhere.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "mem.h"
#include "store-private.h"
#include "text.h"

/* How files of a format end (certcentral-api.md 12). */
static const struct {
	const char *format, *ending;
} endings[] = {
	{"pem_all", "pem"},
	{"pem_noroot", "pem"},
	{"pem_nointermediate", "pem"},
	{"p7b", "p7b"},
	{"cer", "cer"},
	{"default", "zip"},
	{"default_pem", "zip"},
	{"default_cer", "zip"},
	{"apache", "zip"},
};

static const char *ending_of(const char *format)
{
	for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
		if (strcmp(endings[i].format, format) == 0)
			return endings[i].ending;
	}
	return NULL;
}

static void unlink_download(struct store_download *download)
{
	struct store_download **link = &download->store->downloads;

	while (*link != download)
		link = &(*link)->next;
	*link = download->next;
}

static void on_file(void *data, struct api_result *result)
{
	struct store_download *download = data;
	struct store_file file = {
		.data = result->file.data,
		.len = result->file.len,
		.type = result->file.type,
		.name = download->name,
		.error = result->error,
	};

	unlink_download(download);
	download->done(download->data, &file);
	free(download);
}

/* By the order's page, which knows its certificate. */
static bool may_download(const struct store *store, const char *order_id,
	const char *format, struct error *error)
{
	char reason[ERROR_TEXT_SIZE];

	if (format == NULL)
		format = "";
	if (!store_offers(
		    store, order_id, OFFER_DOWNLOAD, reason, sizeof(reason)))
		return error_set(error, ERROR_STATE, "%s", reason);
	return ending_of(format) != NULL ||
	       error_set(error, ERROR_USAGE,
		       "There is no format %s of certificates.", format);
}

bool store_download(struct store *store, const char *order_id,
	const char *format, store_file_fn done, void *data, struct error *error)
{
	const struct order *head = store_order_head(store, order_id);
	struct store_download *download;
	struct api_request request = {
		.endpoint = API_DOWNLOAD,
		.priority = API_USER,
		.word = format,
	};

	if (request.word == NULL && head != NULL)
		request.word = offers_download_format(head->family);
	if (!may_download(store, order_id, request.word, error))
		return false;
	assert(head != NULL); /* who knows no order offers no download */
	request.id = head->certificate_id;
	download = mem_zalloc(sizeof(*download));
	download->store = store;
	download->done = done;
	download->data = data;
	text_format(download->name, sizeof(download->name), "%s.%s", order_id,
		ending_of(request.word));
	download->next = store->downloads;
	store->downloads = download;
	download->call = api_send(store->api, &request, on_file, download);
	return true;
}

bool store_download_progress(const struct store *store, const void *data,
	struct transport_progress *out)
{
	const struct store_download *download = store->downloads;

	while (download != NULL && download->data != data)
		download = download->next;
	return download != NULL && api_progress(download->call, out);
}

void store_download_forget(struct store *store, const void *data)
{
	struct store_download **link = &store->downloads;

	while (*link != NULL) {
		struct store_download *download = *link;

		if (data != NULL && download->data != data) {
			link = &download->next;
			continue;
		}
		*link = download->next;
		api_cancel(download->call);
		free(download);
	}
}
