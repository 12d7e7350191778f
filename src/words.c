/* SPDX-License-Identifier: MIT
 *
 * One pass over the text. The characters of all words go, NUL-terminated, into
 * one block that can never grow beyond the text itself; words[0] points to its
 * start.
 */
#include "words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

struct splitter {
	const char *at;
	char *out;
	char **words;
	size_t count;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Each returns false when the text ends in the middle. */
static bool take_single(struct splitter *s)
{
	for (s->at++; *s->at != '\0' && *s->at != '\''; s->at++)
		*s->out++ = *s->at;
	if (*s->at == '\0')
		return false;
	s->at++;
	return true;
}

static bool take_double(struct splitter *s)
{
	for (s->at++; *s->at != '\0' && *s->at != '"'; s->at++) {
		/* Between double quotes only these lose a backslash. */
		if (s->at[0] == '\\' && s->at[1] != '\0' &&
			strchr("\\\"$`", s->at[1]) != NULL)
			s->at++;
		*s->out++ = *s->at;
	}
	if (*s->at == '\0')
		return false;
	s->at++;
	return true;
}

static bool take_escaped(struct splitter *s)
{
	s->at++;
	if (*s->at == '\0')
		return false;
	*s->out++ = *s->at++;
	return true;
}

static bool take_word(struct splitter *s)
{
	bool good = true;

	s->words[s->count++] = s->out;
	while (good && *s->at != '\0' && !is_blank(*s->at)) {
		if (*s->at == '\'')
			good = take_single(s);
		else if (*s->at == '"')
			good = take_double(s);
		else if (*s->at == '\\')
			good = take_escaped(s);
		else
			*s->out++ = *s->at++;
	}
	*s->out++ = '\0';
	return good;
}

char **words_split(const char *text, struct error *error)
{
	size_t len = strlen(text);
	struct splitter s = {.at = text};
	bool good = true;
	char *block = mem_alloc(len + 2);

	/* A word needs at least one character and a blank behind it. */
	s.words = mem_array(len / 2 + 2, sizeof(*s.words));
	s.out = block;
	while (good) {
		while (is_blank(*s.at))
			s.at++;
		if (*s.at == '\0')
			break;
		good = take_word(&s);
	}
	if (good && s.count > 0)
		return s.words;
	error_set(error, ERROR_CONFIG, "%s",
		good ? "There is no command"
		     : "A quote is not closed, or a backslash stands at the "
		       "end");
	free(block);
	free(s.words);
	return NULL;
}

void words_free(char **words)
{
	if (words == NULL)
		return;
	free(words[0]);
	free(words);
}
