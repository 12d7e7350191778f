/* SPDX-License-Identifier: MIT
 *
 * The tolerant readers. cJSON keeps numbers as doubles and refuses those of
 * more than 63 characters, with the whole document. So where there are such it
 * is given a copy of the text with tame numbers (order-json-scan), and infinity
 * is unreadable here.
 */
#include "order-json-read.h"

#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "date.h"
#include "json-gate.h"
#include "log.h"
#include "order-json-scan.h"
#include "text.h"

#define ITEMS_MAX 10000
#define EXACT_MAX 9007199254740992.0 /* 2^53 */

/* A repaired byte becomes three: an answer of nothing else is too large, as it
 * would be had the server written them so. */
#define TEXT_MAX ((size_t)JSON_GATE_SIZE)

/* -- the document -- */

/* cJSON's memory has no place for an owner. */
static struct order_json_read *reader;
static void *last_text; /* the last that was taken, if it is no node */

/* What is not as large as a node is a text. */
static void *node_alloc(size_t size)
{
	last_text = NULL;
	if (size == sizeof(cJSON))
		return mem_arena_alloc(&reader->nodes, size);
	last_text = mem_arena_bytes(&reader->texts, size);
	return last_text;
}

/* Newer ones copy each number and free the copy at once. */
static void node_free(void *node)
{
	if (node != NULL && node == last_text)
		mem_arena_undo(&reader->texts, node);
	last_text = NULL;
}

/* An arena has half of malloc's cost for the many small things of a tree. With
 * our own memory cJSON never runs out of it, so that no answer is called broken
 * for lack of memory. */
static const cJSON *
parse_tame(struct order_json_read *read, const char *text, size_t len)
{
	reader = read;
	cJSON_InitHooks(&(cJSON_Hooks){node_alloc, node_free});
	const cJSON *tree = cJSON_ParseWithLength(text, len);
	cJSON_InitHooks(&(cJSON_Hooks){mem_alloc, free});
	reader = NULL;
	last_text = NULL;
	return tree;
}

static const cJSON *parse(struct order_json_read *read)
{
	if (order_json_scan_is_tame(read->text, read->len))
		return parse_tame(read, read->text, read->len);
	char *copy = mem_dupn(read->text, read->len);
	const cJSON *tree = parse_tame(read, copy, order_json_scan_tame(copy));
	free(copy);
	return tree;
}

static void clear_tree(struct order_json_read *read)
{
	mem_arena_clear(&read->nodes);
	mem_arena_clear(&read->texts);
	read->root = NULL;
}

/* Seen by its first sign, as it has passed the gate: what is scanned ends with
 * a bracket. */
static bool is_container(const char *text)
{
	text = order_json_scan_blanks(text);
	return *text == '{' || *text == '[';
}

static bool is_empty_array(const cJSON *item)
{
	return cJSON_IsArray(item) && !item->child;
}

bool order_json_read_open(struct order_json_read *read, const char *what,
	const char *text, size_t len, struct mem_arena *arena,
	struct error *error)
{
	*read = (struct order_json_read){.arena = arena, .what = what};
	buf_init(&read->repaired, TEXT_MAX);
	if (!json_gate(text, len, &read->repaired, error))
		return false;
	bool is_fine = read->repaired.len == 0;
	read->text = is_fine ? text : buf_text(&read->repaired);
	read->len = is_fine ? len : read->repaired.len;
	if (is_container(read->text)) {
		read->root = parse(read);
		if (!read->root)
			return error_set(error, ERROR_FORMAT,
				"The %s that came could not be read as JSON.",
				what);
	}
	if (!cJSON_IsObject(read->root) && !is_empty_array(read->root))
		return error_set(error, ERROR_FORMAT,
			"The %s that came is JSON, but not an object.", what);
	return true;
}

void order_json_read_close(struct order_json_read *read)
{
	if (read->unreadable > 0 && read->first_row > 0)
		log_add(LOG_WARNING,
			"Unreadable members of the %s: %d, the first is %s in "
			"row %zu.",
			read->what, read->unreadable, read->first_unreadable,
			read->first_row);
	else if (read->unreadable > 0)
		log_add(LOG_WARNING,
			"Unreadable members of the %s: %d, the first is %s.",
			read->what, read->unreadable, read->first_unreadable);
	if (read->duplicates > 0)
		log_add(LOG_WARNING,
			"Names that come twice in the %s: %d, the first is "
			"%s; the first value counts.",
			read->what, read->duplicates, read->first_duplicate);
	clear_tree(read);
	buf_clear(&read->repaired);
	read->text = NULL;
}

char *order_json_read_keep(struct order_json_read *read)
{
	clear_tree(read); /* not both at a time */
	return mem_arena_dupn(read->arena, read->text, read->len);
}

void order_json_read_odd(struct order_json_read *read, const char *name)
{
	if (read->unreadable++ > 0)
		return;
	read->first_unreadable = name;
	read->first_row = read->row;
}

static const char *odd_text(struct order_json_read *read, const char *name)
{
	order_json_read_odd(read, name);
	return order_invalid;
}

/* -- members -- */

static bool is_named(const cJSON *item, const char *name)
{
	return item->string && strcmp(item->string, name) == 0;
}

/* NULL if it is absent or null. object may be NULL. */
static const cJSON *
member_of(struct order_json_read *read, const cJSON *object, const char *name)
{
	const cJSON *found = NULL;
	if (!cJSON_IsObject(object))
		return NULL;
	for (const cJSON *item = object->child; item; item = item->next) {
		if (!is_named(item, name))
			continue;
		if (!found)
			found = item;
		else if (read->duplicates++ == 0)
			read->first_duplicate = name;
	}
	return found && !cJSON_IsNull(found) ? found : NULL;
}

const cJSON *order_json_read_peek(const cJSON *object, const char *name)
{
	const cJSON *item = NULL;
	if (cJSON_IsObject(object))
		item = cJSON_GetObjectItemCaseSensitive(object, name);
	return item && !cJSON_IsNull(item) ? item : NULL;
}

const cJSON *order_json_read_object(
	struct order_json_read *read, const cJSON *object, const char *name)
{
	const cJSON *item = member_of(read, object, name);
	if (!item || is_empty_array(item))
		return NULL;
	if (cJSON_IsObject(item))
		return item;
	order_json_read_odd(read, name);
	return NULL;
}

const cJSON *order_json_read_items(struct order_json_read *read,
	const cJSON *object, const char *name, size_t *count)
{
	const cJSON *list = member_of(read, object, name);
	*count = 0;
	if (!list)
		return NULL;
	if (cJSON_IsObject(list)) {
		*count = list->child ? 1 : 0;
		return list;
	}
	if (!cJSON_IsArray(list)) {
		order_json_read_odd(read, name);
		return NULL;
	}
	for (const cJSON *item = list->child; item; item = item->next) {
		++*count;
		if (!cJSON_IsObject(item))
			order_json_read_odd(read, name);
	}
	if (*count > ITEMS_MAX) {
		log_add(LOG_WARNING,
			"The %s has %zu rows in %s, only %d are used.",
			read->what, *count, name, ITEMS_MAX);
		*count = ITEMS_MAX;
	}
	return list->child;
}

/* -- values -- */

static const char *
text_of(struct order_json_read *read, const cJSON *item, const char *name)
{
	if (!item)
		return NULL;
	if (!cJSON_IsString(item))
		return odd_text(read, name);
	if (item->valuestring[0] == '\0')
		return NULL;
	return mem_arena_dup(read->arena, item->valuestring);
}

const char *order_json_read_text(
	struct order_json_read *read, const cJSON *object, const char *name)
{
	return text_of(read, member_of(read, object, name), name);
}

static bool is_integer(double value)
{
	return fabs(value) <= EXACT_MAX && (double)(int64_t)value == value;
}

const char *order_json_read_id(
	struct order_json_read *read, const cJSON *object, const char *name)
{
	const cJSON *item = member_of(read, object, name);
	char number[32];

	if (item == NULL || !cJSON_IsNumber(item)) {
		const char *text = text_of(read, item, name);
		return text && strcmp(text, "0") == 0 ? NULL : text;
	}
	if (!is_integer(item->valuedouble))
		return odd_text(read, name);
	text_format(
		number, sizeof(number), "%" PRId64, (int64_t)item->valuedouble);
	if (strcmp(number, "0") == 0)
		return NULL;
	return mem_arena_dup(read->arena, number);
}

const char *order_json_read_order_id(
	struct order_json_read *read, const cJSON *object, const char *name)
{
	const char *id = order_json_read_id(read, object, name);
	if (!id || id == order_invalid)
		return "";
	if (order_id_is_valid(id) && *id != '-')
		return id;
	order_json_read_odd(read, name);
	return "";
}

static bool is_infinite(const cJSON *item)
{
	return cJSON_IsNumber(item) && !isfinite(item->valuedouble);
}

/* Any type as text: strings as they are, all else as JSON. */
const char *order_json_read_any(
	struct order_json_read *read, const cJSON *item, const char *name)
{
	if (!item || cJSON_IsString(item))
		return text_of(read, item, name);
	if (is_infinite(item))
		return odd_text(read, name);
	char *printed = cJSON_PrintUnformatted(item);
	if (!printed)
		return odd_text(read, name);
	const char *text = mem_arena_dup(read->arena, printed);
	cJSON_free(printed);
	return text;
}

static bool is_blank(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '\0';
}

const char *const *order_json_read_texts(struct order_json_read *read,
	const cJSON *object, const char *name, size_t *count)
{
	const cJSON *list = member_of(read, object, name);
	const cJSON *item = cJSON_IsArray(list) ? list->child : list;
	size_t most = 0;

	*count = 0;
	for (const cJSON *i = item; i; i = i == list ? NULL : i->next)
		most++;
	if (most == 0)
		return NULL;
	const char **texts =
		mem_arena_alloc(read->arena, most * sizeof(*texts));
	for (size_t i = 0; i < most; i++, item = item->next) {
		if (cJSON_IsNull(item))
			continue;
		const char *text = text_of(read, item, name);
		if (text && !is_blank(text))
			texts[(*count)++] = text;
	}
	return texts;
}

/* The whole text as an integer. */
static bool integer_from(const char *text, int64_t *out)
{
	if (is_blank(text) || !strchr("-0123456789", *text) ||
		!order_json_scan_is_exact(text, strlen(text)))
		return false;
	char *end;
	long long value = strtoll(text, &end, 10);
	if (*end)
		return false;
	*out = value;
	return true;
}

int64_t order_json_read_integer(struct order_json_read *read,
	const cJSON *object, const char *name, int64_t none)
{
	const cJSON *item = member_of(read, object, name);
	int64_t value;

	if (!item || (cJSON_IsString(item) && !*item->valuestring))
		return none;
	if (cJSON_IsNumber(item) && is_integer(item->valuedouble))
		return (int64_t)item->valuedouble;
	if (cJSON_IsString(item) && integer_from(item->valuestring, &value))
		return value;
	order_json_read_odd(read, name);
	return none;
}

/* 1, 0, or -1 for what is no flag. */
static int flag_of(const cJSON *item)
{
	if (cJSON_IsBool(item))
		return cJSON_IsTrue(item) ? 1 : 0;
	if (cJSON_IsNumber(item)) {
		if (item->valuedouble > 0 || item->valuedouble < 0)
			return item->valuedouble == 1 ? 1 : -1;
		return 0;
	}
	if (!cJSON_IsString(item))
		return -1;
	const char *text = item->valuestring;
	if (strcmp(text, "1") == 0 || text_equal_ascii_case(text, "true"))
		return 1;
	if (strcmp(text, "0") == 0 || text_equal_ascii_case(text, "false") ||
		*text == '\0')
		return 0;
	return -1;
}

int order_json_read_flag(struct order_json_read *read, const cJSON *object,
	const char *name, int none)
{
	const cJSON *item = member_of(read, object, name);
	if (!item)
		return none;
	int flag = flag_of(item);
	if (flag >= 0)
		return flag;
	order_json_read_odd(read, name);
	return none;
}

static int64_t read_date(struct order_json_read *read, const cJSON *object,
	const char *name, int64_t none)
{
	const cJSON *item = member_of(read, object, name);
	int64_t seconds;

	if (!item || (cJSON_IsString(item) && is_blank(item->valuestring)))
		return none;
	if (cJSON_IsString(item) &&
		date_parse(item->valuestring, &seconds, NULL))
		return seconds;
	order_json_read_odd(read, name);
	return DATE_INVALID;
}

static int read_int(struct order_json_read *read, const cJSON *object,
	const char *name, int none)
{
	int64_t value = order_json_read_integer(read, object, name, none);
	if (value >= INT_MIN && value <= INT_MAX)
		return (int)value;
	order_json_read_odd(read, name);
	return none;
}

/* -- tables of members -- */

static void read_text_field(struct order_json_read *read, const cJSON *object,
	const struct order_json_field *field, const char **to)
{
	const char *text = NULL;
	if (field->kind == ORDER_JSON_ID)
		text = order_json_read_id(read, object, field->name);
	else if (field->kind == ORDER_JSON_ANY)
		text = order_json_read_any(read,
			member_of(read, object, field->name), field->name);
	else
		text = order_json_read_text(read, object, field->name);
	if (text)
		*to = text;
}

static void read_field(struct order_json_read *read, const cJSON *object,
	const struct order_json_field *field, void *to)
{
	int64_t *date = to;
	int *number = to;
	bool *flag = to;

	switch (field->kind) {
	case ORDER_JSON_TEXT:
	case ORDER_JSON_ID:
	case ORDER_JSON_ANY:
		read_text_field(read, object, field, to);
		break;
	case ORDER_JSON_DATE:
		*date = read_date(read, object, field->name, *date);
		break;
	case ORDER_JSON_INT:
		*number = read_int(read, object, field->name, *number);
		break;
	case ORDER_JSON_FLAG:
		*flag = order_json_read_flag(
				read, object, field->name, *flag) == 1;
		break;
	}
}

void order_json_read_fields(struct order_json_read *read, const cJSON *object,
	const struct order_json_field *fields, size_t count, void *base)
{
	if (!object)
		return;
	for (size_t i = 0; i < count; i++)
		read_field(read, object, &fields[i],
			(char *)base + fields[i].offset);
}

/* -- the text of items -- */

/* Where the value of a child of the root begins: found by its position, as
 * names may be escaped in the text. */
static const char *
member_text(const struct order_json_read *read, const cJSON *member)
{
	const char *p = order_json_scan_blanks(read->text);
	for (const cJSON *item = read->root->child; item; item = item->next) {
		p = order_json_scan_string(
			order_json_scan_blanks(p + 1)); /* behind { or , */
		p = order_json_scan_blanks(p);
		p = order_json_scan_blanks(p + 1); /* behind the colon */
		if (item == member)
			return p;
		p = order_json_scan_blanks(order_json_scan_value(p));
	}
	return NULL;
}

bool order_json_read_raw(const struct order_json_read *read,
	const cJSON *member, const char **at, const char **item, size_t *len)
{
	const char *p = *at;
	if (!p) {
		p = member_text(read, member);
		if (!p)
			return false;
		if (*p == '[')
			p = order_json_scan_blanks(p + 1);
	} else {
		p = order_json_scan_blanks(p);
		if (*p != ',')
			return false;
		p = order_json_scan_blanks(p + 1);
	}
	if (*p == '\0' || *p == ']')
		return false;
	*item = p;
	*at = order_json_scan_value(p);
	*len = (size_t)(*at - p);
	return true;
}
