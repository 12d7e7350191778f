/* SPDX-License-Identifier: MIT
 *
 * One pass over the text of an answer, which is valid JSON of our own making.
 * What is copied: everything but the insides of strings that are values. Which
 * hostile text a value gets follows from the member's name, the value, and the
 * ids of the objects around it, so that it is always the same one.
 *
 *	{"id":900101,"common_name":"shop.example.net"}
 *	                            ^ h4711 and its bytes go in here
 */
#include "sandbox/hostile.h"

#include <ctype.h>
#include <string.h>

#include "attr.h"
#include "sandbox/mix.h"

#define DEPTH_MAX  64
#define MEMBER_MAX 64

struct walk {
	const char *at, *end;
	struct buf out;
	uint64_t seed;
	char name[MEMBER_MAX]; /* of the member that stands now */
	/* Of the ids in the objects around, from the outermost in. */
	uint64_t around[DEPTH_MAX];
	int depth;
};

/* Words that a program decides by. */
static bool is_word(const char *name)
{
	static const char *const words[] = {"id", "status", "state", "type",
		"kind", "name_id", "order_status", "dcv_status", "method",
		"dcv_method", "validation_type", "is_multi_year_plan",
		"cert_central_type", "certificate_status", "order_name_scope",
		"name_scope", "code", "thumbprint", "serial_number",
		"validation_status"};
	size_t len = strlen(name);

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(words[i], name) == 0)
			return true;
	return strstr(name, "date") != NULL || strstr(name, "valid_") == name ||
	       strstr(name, "_until") != NULL ||
	       (len > 3 && strcmp(name + len - 3, "_id") == 0);
}

static uint64_t hash_text(uint64_t hash, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		hash = mix_hash(hash ^ (unsigned char)text[i]);
	return hash;
}

static void put(struct walk *walk, char c)
{
	buf_putc(&walk->out, c);
}

/* A byte of a hostile text inside of a string: what the grammar forbids there
 * is escaped, all else stands as it is, UTF-8 or not. */
static void put_byte(struct walk *walk, char byte)
{
	if (byte == '"' || byte == '\\')
		buf_printf(&walk->out, "\\%c", byte);
	else if ((unsigned char)byte < 0x20)
		buf_printf(&walk->out, "\\u%04x", (unsigned)byte);
	else
		put(walk, byte);
}

/* Escapes that are no characters, or those above in another spelling. */
static void put_escape(struct walk *walk, uint64_t hash)
{
	static const char *const escapes[] = {"\\ud800", "\\udc00x",
		"\\udbff\\udbff", "\\u009b31m", "\\u009d0;x\\u009c", "\\u202e",
		"\\u0000", "\\u2066\\u200b", "\\udb40\\udc41", "\\u007f",
		"\\ufeff", "\\ufffe"};

	if (hash % 4 == 0)
		buf_puts(&walk->out, escapes[hash / 4 % ARRAY_LEN(escapes)]);
}

static void put_hostile(struct walk *walk, uint64_t hash)
{
	struct buf text;

	buf_init(&text, (size_t)64 * 1024);
	hostile_text(&text, walk->seed, (uint32_t)(hash % HOSTILE_TEXTS));
	for (size_t i = 0; i < text.len; i++)
		put_byte(walk, text.data[i]);
	put_escape(walk, mix_hash(hash));
	buf_clear(&text);
}

/* Behind the string whose inside begins at p: where its inside ends. */
static const char *string_end(const struct walk *walk, const char *p)
{
	while (p < walk->end && *p != '"')
		p += *p == '\\' && p + 1 < walk->end ? 2 : 1;
	return p;
}

/* Which values are changed: all texts, of addresses every third, of words one
 * in 24. */
static bool
is_chosen(const struct walk *walk, const char *value, size_t len, uint64_t hash)
{
	if (is_word(walk->name))
		return mix_hash(hash) % 24 == 0;
	if (memchr(value, '@', len) != NULL && memchr(value, ' ', len) == NULL)
		return mix_hash(hash_text(walk->seed, value, len)) % 3 == 0;
	return true;
}

/* An address gets it in its middle: before the sign. */
static size_t place_in(const char *value, size_t len)
{
	const char *sign = memchr(value, '@', len);

	return sign != NULL ? (size_t)(sign - value) : 0;
}

static void put_value(struct walk *walk, const char *value, size_t len)
{
	uint64_t hash = hash_text(
		walk->around[walk->depth], walk->name, strlen(walk->name));
	size_t place = place_in(value, len);

	hash = hash_text(hash, value, len);
	if (!is_chosen(walk, value, len, hash)) {
		buf_add(&walk->out, value, len);
		return;
	}
	/* The same address is the same everywhere. */
	if (place > 0)
		hash = hash_text(walk->seed, value, len);
	buf_add(&walk->out, value, place);
	put_hostile(walk, hash);
	buf_add(&walk->out, value + place, len - place);
}

static bool is_name(const struct walk *walk, const char *behind)
{
	while (behind < walk->end && isspace((unsigned char)*behind))
		behind++;
	return behind < walk->end && *behind == ':';
}

static void take_name(struct walk *walk, const char *name, size_t len)
{
	if (len >= sizeof(walk->name))
		len = sizeof(walk->name) - 1;
	memcpy(walk->name, name, len);
	walk->name[len] = '\0';
}

static void take_string(struct walk *walk)
{
	const char *inside = walk->at + 1;
	const char *end = string_end(walk, inside);
	size_t len = (size_t)(end - inside);

	put(walk, '"');
	if (is_name(walk, end + 1)) {
		take_name(walk, inside, len);
		buf_add(&walk->out, inside, len);
	} else {
		put_value(walk, inside, len);
	}
	put(walk, '"');
	walk->at = end + 1;
}

static void take_number(struct walk *walk)
{
	size_t len = 1;

	while (walk->at + len < walk->end &&
		strchr("0123456789+-.eE", walk->at[len]) != NULL)
		len++;
	if (strcmp(walk->name, "id") == 0)
		walk->around[walk->depth] =
			hash_text(walk->around[walk->depth], walk->at, len);
	buf_add(&walk->out, walk->at, len);
	walk->at += len;
}

static void take_sign(struct walk *walk)
{
	char c = *walk->at++;

	if ((c == '{' || c == '[') && walk->depth + 1 < DEPTH_MAX) {
		walk->around[walk->depth + 1] = walk->around[walk->depth];
		walk->depth++;
	} else if ((c == '}' || c == ']') && walk->depth > 0) {
		walk->depth--;
	}
	put(walk, c);
}

void hostile_answer(struct buf *body, uint64_t seed)
{
	struct walk walk = {
		.at = buf_text(body),
		.end = buf_text(body) + body->len,
		.seed = seed,
		.around = {seed},
	};

	buf_init(&walk.out, body->max);
	while (walk.at < walk.end) {
		if (*walk.at == '"')
			take_string(&walk);
		else if (*walk.at == '-' || isdigit((unsigned char)*walk.at))
			take_number(&walk);
		else
			take_sign(&walk);
	}
	buf_clear(body);
	*body = walk.out;
}
