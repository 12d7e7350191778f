/* SPDX-License-Identifier: MIT
 *
 * The short answers: a page of the list, the account, the user, and the words
 * of an error. certcentral-api.md 1.2, 2 and 10.
 */
#include "order-json.h"

#include <stdlib.h>
#include <string.h>

#include "json-gate.h"
#include "log.h"
#include "order-json-read.h"
#include "text.h"

#define ROWS_MAX 1000

/* -- a page of the list -- */

/* An item that is no object keeps its place: rows are counted by the server. */
static void
read_row(struct order_json_read *read, const cJSON *item, struct order *row)
{
	order_json_read_head(read, item, row);
	if (cJSON_IsObject(item))
		return;
	row->status_text = order_invalid;
	row->common_name = order_invalid;
	row->unreadable++;
}

static void read_rows(struct order_json_read *read, struct order_page *page)
{
	size_t count;
	const cJSON *item =
		order_json_read_items(read, read->root, "orders", &count);

	if (count > ROWS_MAX) {
		log_add(LOG_WARNING,
			"The order list has %zu rows, only %d are shown.",
			count, ROWS_MAX);
		count = ROWS_MAX;
	}
	if (count == 0)
		return;
	page->rows =
		mem_arena_alloc(&page->arena, count * sizeof(page->rows[0]));
	for (; page->count < count; page->count++, item = item->next) {
		struct order *row = &page->rows[page->count];
		read->row = page->count + 1;
		read_row(read, item, row);
	}
	read->row = 0;
}

/* Ends the reading of members. The whole text is kept, and behind each row,
 * where there was a comma or a bracket, it ends. */
static void keep_rows(struct order_json_read *read, struct order_page *page)
{
	const cJSON *list = order_json_read_peek(read->root, "orders");
	const char *at = NULL, *raw;
	size_t *starts = mem_array(page->count, sizeof(*starts));
	size_t *lens = mem_array(page->count, sizeof(*lens));
	size_t found = 0;

	while (found < page->count &&
		order_json_read_raw(read, list, &at, &raw, &lens[found]))
		starts[found++] = (size_t)(raw - read->text);
	char *text = order_json_read_keep(read);
	for (size_t i = 0; i < found; i++) {
		text[starts[i] + lens[i]] = '\0';
		page->rows[i].raw = text + starts[i];
	}
	free(starts);
	free(lens);
}

struct order_page *order_json_page(
	const char *text, size_t len, bool keep_raw, struct error *error)
{
	struct order_json_read read;
	struct order_page *page = mem_zalloc(sizeof(*page));

	if (order_json_read_open(
		    &read, "order list", text, len, &page->arena, error)) {
		read_rows(&read, page);
		int64_t total = order_json_read_integer(&read,
			order_json_read_object(&read, read.root, "page"),
			"total", -1);
		page->total = total < 0 ? -1 : (long)total;
		if (keep_raw && page->count > 0)
			keep_rows(&read, page);
	} else {
		order_page_free(page);
		page = NULL;
	}
	order_json_read_close(&read);
	return page;
}

/* -- account and user -- */

/* Cuts between characters. */
static void copy_text(char *out, size_t size, const char *text)
{
	size_t len = text ? strlen(text) : 0;
	if (text && len >= size) {
		len = size - 1;
		while (len > 0 && ((unsigned char)text[len] & 0xC0) == 0x80)
			len--;
	}
	if (len > 0)
		memcpy(out, text, len);
	out[len] = '\0';
}

bool order_json_account(const char *text, size_t len, struct order_account *out,
	struct error *error)
{
	struct order_json_read read;
	struct mem_arena arena = {0};
	bool ok = order_json_read_open(
		&read, "account", text, len, &arena, error);
	if (ok) {
		copy_text(out->id, sizeof(out->id),
			order_json_read_id(&read, read.root, "id"));
		copy_text(out->type, sizeof(out->type),
			order_json_read_text(
				&read, read.root, "cert_central_type"));
		copy_text(out->organization, sizeof(out->organization),
			order_json_read_text(
				&read, read.root, "primary_organization_name"));
	}
	order_json_read_close(&read);
	mem_arena_clear(&arena);
	return ok;
}

bool order_json_user(const char *text, size_t len, struct order_user *out,
	struct error *error)
{
	struct order_json_read read;
	struct mem_arena arena = {0};
	struct order_person person = {0};
	bool ok = order_json_read_open(&read, "user", text, len, &arena, error);
	if (ok) {
		order_json_read_person(&read, read.root, &person);
		copy_text(out->id, sizeof(out->id), person.id);
		copy_text(out->email, sizeof(out->email), person.email);
		copy_text(out->name, sizeof(out->name), person.name);
		copy_text(out->username, sizeof(out->username),
			order_json_read_text(&read, read.root, "username"));
		out->roles = order_json_read_roles(&read, read.root);
		out->view_only = (out->roles & PEOPLE_KEY_VIEW_ONLY) != 0;
	}
	order_json_read_close(&read);
	mem_arena_clear(&arena);
	return ok;
}

/* -- the words of an error -- */

struct words {
	const char *code;    /* the first */
	struct buf messages; /* joined */
};

static void add_message(struct words *words, const char *message)
{
	if (!message || !*message)
		return;
	size_t len = words->messages.len;
	if (len > 0)
		buf_puts(&words->messages,
			buf_text(&words->messages)[len - 1] == '.' ? " "
								   : "; ");
	buf_puts(&words->messages, message);
}

/* A word, an object with code and message, or several of these, nested at
 * will. The gate has limited the depth. */
static void collect(struct words *words, const cJSON *item)
{
	if (cJSON_IsString(item))
		add_message(words, item->valuestring);
	if (cJSON_IsArray(item)) {
		for (item = item->child; item; item = item->next)
			collect(words, item);
		return;
	}
	const char *code =
		cJSON_GetStringValue(order_json_read_peek(item, "code"));
	const char *message =
		cJSON_GetStringValue(order_json_read_peek(item, "message"));
	if (!words->code && code && *code)
		words->code = code;
	add_message(words, message);
	const cJSON *inner = order_json_read_peek(item, "errors");
	if (inner)
		collect(words, inner);
}

bool order_json_errors(const char *text, size_t len, char *code,
	size_t code_size, char *message, size_t message_size)
{
	struct order_json_read read;
	struct mem_arena arena = {0};
	struct error ignored;
	struct words words = {0};

	buf_init(&words.messages, JSON_GATE_SIZE);
	if (order_json_read_open(
		    &read, "error answer", text, len, &arena, &ignored)) {
		collect(&words, read.root);
		if (words.code && words.messages.len == 0)
			add_message(&words, words.code);
	}
	bool found = words.messages.len > 0;
	if (found) {
		copy_text(code, code_size, words.code);
		copy_text(message, message_size, buf_text(&words.messages));
	}
	buf_clear(&words.messages);
	order_json_read_close(&read);
	mem_arena_clear(&arena);
	return found;
}
