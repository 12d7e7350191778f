/* SPDX-License-Identifier: MIT */
#include "help-filter.h"

#include <string.h>

#include "key.h"
#include "text.h"

static bool is_one_key(const char *word)
{
	key_code code;

	return key_from_name(word, &code) && key_is_text(code);
}

static bool has_key(const char *keys, const char *key)
{
	size_t len = strlen(key);

	while (*(keys += strspn(keys, " ")) != '\0') {
		size_t key_len = strcspn(keys, " ");

		if (key_len == len && strncmp(keys, key, len) == 0)
			return true;
		keys += key_len;
	}
	return false;
}

static bool finds_word(const char *word, const char *keys,
	const char *const *texts, size_t count)
{
	if (is_one_key(word))
		return has_key(keys, word);
	if (text_contains(keys, word))
		return true;
	for (size_t i = 0; i < count; i++) {
		if (text_contains(texts[i], word))
			return true;
	}
	return false;
}

bool help_filter_finds(const char *filter, const char *keys,
	const char *const *texts, size_t count)
{
	char word[128];

	while (*(filter += strspn(filter, " ")) != '\0') {
		size_t len = strcspn(filter, " ");

		text_format(word, sizeof(word), "%.*s", (int)len, filter);
		if (!finds_word(word, keys, texts, count))
			return false;
		filter += len;
	}
	return true;
}
