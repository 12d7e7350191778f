/* SPDX-License-Identifier: MIT
 *
 * Members are looked up by their path in the row that the JSON answer would
 * have: slower than a second way to read the database, and never different.
 */
#include "sandbox/list-csv.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

bool list_csv_is_asked(const struct route_request *request)
{
	const char *type = route_query(request, "content_type");
	const char *found = strstr(request->accept, "text/csv");

	if (type)
		return strcmp(type, "csv") == 0;
	return found && strchr(",; \t", found[strlen("text/csv")]);
}

/* A file name is what is left when nothing could break the header. */
static void add_filename(
	const struct route_request *request, struct route_response *response)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789._-";
	const char *name = route_query(request, "attachment_filename");
	char *text;

	if (!name || !*name || name[strspn(name, allowed)] != '\0')
		return;
	text = mem_printf("attachment; filename=\"%s\"", name);
	route_header(response, "Content-Disposition", text);
	free(text);
}

void list_csv_cell(struct buf *out, const char *text, bool first)
{
	buf_puts(out, first ? "\"" : ",\"");
	for (; *text; text++) {
		if (*text == '"')
			buf_putc(out, '"');
		buf_putc(out, *text);
	}
	buf_putc(out, '"');
}

void list_csv_begin(const struct route_request *request,
	struct route_response *response, const char *const *columns,
	size_t count)
{
	add_filename(request, response);
	buf_reset(&response->body);
	response->status = 200;
	response->content_type = "text/csv";
	for (size_t i = 0; i < count; i++)
		list_csv_cell(&response->body, columns[i], i == 0);
	buf_puts(&response->body, "\r\n");
}

/* The member at "a.b"; NULL if there is none. */
static const cJSON *find(const cJSON *json, const char *path)
{
	while (json && *path) {
		size_t len = strcspn(path, ".");
		char *name = mem_dupn(path, len);

		json = cJSON_GetObjectItemCaseSensitive(json, name);
		free(name);
		path += len + (path[len] == '.');
	}
	return json;
}

static void print(struct buf *out, const cJSON *json)
{
	const cJSON *item;

	if (!json)
		return;
	if (cJSON_IsString(json))
		buf_puts(out, json->valuestring);
	else if (cJSON_IsNumber(json))
		buf_printf(out, "%.0f", json->valuedouble);
	else if (cJSON_IsBool(json))
		buf_puts(out, cJSON_IsTrue(json) ? "true" : "false");
	if (!cJSON_IsArray(json))
		return;
	cJSON_ArrayForEach(item, json)
	{
		if (item->prev && item != json->child)
			buf_putc(out, ',');
		print(out, item);
	}
}

void list_csv_row(struct buf *out, const cJSON *row, const char *const *columns,
	size_t count)
{
	struct buf cell;

	buf_init(&cell, ROUTE_BODY_MAX);
	for (size_t i = 0; i < count; i++) {
		buf_reset(&cell);
		print(&cell, find(row, columns[i]));
		list_csv_cell(out, buf_text(&cell), i == 0);
	}
	buf_puts(out, "\r\n");
	buf_clear(&cell);
}
