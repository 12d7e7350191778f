/* SPDX-License-Identifier: MIT
 *
 * What cJSON lets pass is looked for before it reads.
 */
#include "sandbox/body.h"

#include <string.h>

#include "sandbox/route.h"
#include "text.h"

/* The text behind a quote: where it ends, or NULL if it is not clean. */
static const char *end_of_text(const char *text)
{
	for (; *text != '"'; text++) {
		if (strncmp(text, "\\u0000", 6) == 0)
			return NULL;
		if (*text == '\\')
			text++;
		/* Also where the body ends in the middle of the text. */
		if ((unsigned char)*text < ' ')
			return NULL;
	}
	return text;
}

static bool has_clean_texts(const char *text)
{
	for (; *text; text++) {
		if (*text != '"')
			continue;
		text = end_of_text(text + 1);
		if (!text)
			return false;
	}
	return true;
}

cJSON *body_read(const char *text, size_t len)
{
	if (strlen(text) != len || !text_is_valid_utf8(text, len) ||
		strncmp(text, "\xef\xbb\xbf", 3) == 0 || !has_clean_texts(text))
		return NULL;
	return cJSON_ParseWithOpts(text, NULL, 1);
}

const char *body_text(const cJSON *json, const char *name)
{
	return cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(json, name));
}

bool body_number(const cJSON *item, int64_t *number)
{
	double value;

	if (cJSON_IsString(item))
		return route_number(item->valuestring, number);
	if (!cJSON_IsNumber(item))
		return false;
	value = item->valuedouble;
	if (!(value >= 0 && value < 1e15) || (double)(int64_t)value != value)
		return false;
	*number = (int64_t)value;
	return true;
}
