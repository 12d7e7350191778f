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

/* As one of the words of the text, by blanks. */
static bool has_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	while (*(text += strspn(text, " ")) != '\0') {
		size_t word_len = strcspn(text, " ");

		if (word_len == len && strncmp(text, word, len) == 0)
			return true;
		text += word_len;
	}
	return false;
}

static bool finds_word(const char *word, const char *keys,
	const char *const *texts, size_t count)
{
	bool (*finds)(const char *text, const char *word) =
		is_one_key(word) ? has_word : text_contains;

	if (finds(keys, word))
		return true;
	for (size_t i = 0; i < count; i++) {
		if (finds(texts[i], word))
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
