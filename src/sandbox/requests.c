/* SPDX-License-Identifier: MIT
 *
 * A ring of entries, each one block of memory with its texts one after the
 * other. The ring is bounded in entries and in bytes.
 */
#include "sandbox/requests.h"

#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "mem.h"
#include "sandbox/plain.h"

#define BYTES_MAX ((size_t)256 * 1024 * 1024)
#define TEXTS	  5

struct kept {
	int64_t time, connection;
	int status;
	size_t bytes;
	char *texts[TEXTS]; /* method, path, query, body, key: one block */
};

struct requests {
	struct kept *ring; /* entry n is at (n - 1) % REQUESTS_KEPT */
	int64_t first;	   /* the oldest that is kept */
	int64_t next;	   /* the number of the next one */
	size_t bytes;
};

static const char *const text_names[TEXTS] = {
	"method", "path", "query", "body", "key"};

struct requests *requests_new(void)
{
	struct requests *requests = mem_zalloc(sizeof(*requests));

	requests->ring = mem_array(REQUESTS_KEPT, sizeof(*requests->ring));
	requests->first = 1;
	requests->next = 1;
	return requests;
}

static struct kept *entry_of(const struct requests *requests, int64_t n)
{
	return &requests->ring[(n - 1) % REQUESTS_KEPT];
}

static void drop_first(struct requests *requests)
{
	struct kept *kept = entry_of(requests, requests->first++);

	requests->bytes -= kept->bytes;
	free(kept->texts[0]);
	*kept = (struct kept){0};
}

void requests_free(struct requests *requests)
{
	if (!requests)
		return;
	while (requests->first < requests->next)
		drop_first(requests);
	free(requests->ring);
	free(requests);
}

/* One after the other, each with a NUL, as one block of *bytes. */
static char *join(const char *const *texts, size_t *bytes)
{
	struct buf all;
	char *block;

	buf_init(&all, TEXTS * (3 * REQUESTS_BODY_MAX + 1));
	for (size_t i = 0; i < TEXTS; i++) {
		/* Whatever was sent: the log has to be JSON. */
		plain_utf8(
			&all, texts[i], strnlen(texts[i], REQUESTS_BODY_MAX));
		buf_putc(&all, '\0');
	}
	*bytes = all.len;
	block = mem_alloc(all.len);
	memcpy(block, all.data, all.len);
	buf_clear(&all);
	return block;
}

int64_t
requests_add(struct requests *requests, const struct requests_entry *entry)
{
	const char *texts[TEXTS] = {entry->method, entry->path, entry->query,
		entry->body, entry->key};
	struct kept *kept;
	char *block;

	if (requests->next - requests->first == REQUESTS_KEPT)
		drop_first(requests);
	kept = entry_of(requests, requests->next);
	*kept = (struct kept){
		.time = entry->time, .connection = entry->connection};
	block = join(texts, &kept->bytes);
	for (size_t i = 0; i < TEXTS; i++) {
		kept->texts[i] = block;
		block += strlen(block) + 1;
	}
	requests->bytes += kept->bytes;
	requests->next++;
	while (requests->bytes > BYTES_MAX &&
		requests->first + 1 < requests->next)
		drop_first(requests);
	return requests->next - 1;
}

void requests_answered(struct requests *requests, int64_t n, int status)
{
	if (n >= requests->first && n < requests->next)
		entry_of(requests, n)->status = status;
}

static void
list(const struct route_request *request, struct route_response *response)
{
	const struct requests *requests = request->sandbox->requests;
	const char *since = route_query(request, "since");
	cJSON *json = cJSON_CreateObject();
	cJSON *array = cJSON_AddArrayToObject(json, "requests");
	char time[DATE_TEXT_SIZE];
	int64_t n = 0;

	if (since && !route_number(since, &n)) {
		cJSON_Delete(json);
		route_error(response, 400, "sandbox_bad_number",
			"since is not a number: %s", since);
		return;
	}
	n = n + 1 < requests->first ? requests->first : n + 1;
	for (; n < requests->next; n++) {
		const struct kept *kept = entry_of(requests, n);
		cJSON *item = cJSON_CreateObject();

		cJSON_AddNumberToObject(item, "n", (double)n);
		cJSON_AddStringToObject(
			item, "time", date_iso(kept->time, time));
		for (size_t i = 0; i < TEXTS; i++)
			cJSON_AddStringToObject(
				item, text_names[i], kept->texts[i]);
		cJSON_AddNumberToObject(item, "status", kept->status);
		cJSON_AddNumberToObject(
			item, "connection", (double)kept->connection);
		cJSON_AddItemToArray(array, item);
	}
	route_json(response, 200, json);
}

const struct route requests_routes[] = {
	{"GET", "/sandbox/v1/requests", ROUTE_OPEN, ROUTE_CONTROL, list},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
