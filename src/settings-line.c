/* SPDX-License-Identifier: MIT
 *
 * The lines of a configuration, cut to what inih has to see of them.
 */
#include "settings-private.h"

#include <string.h>
#include <stdlib.h>

#include "mem.h"

const char settings_not_a_setting[] =
	"This line is neither [section] nor name = value.";

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static const char *trim(const char *text, size_t *len)
{
	while (*len > 0 && is_blank(text[*len - 1]))
		--*len;
	while (*len > 0 && is_blank(*text)) {
		text++;
		--*len;
	}
	return text;
}

static size_t
section_len(struct settings_parser *parser, const char *text, size_t len)
{
	const char *close = memchr(text, ']', len);
	char name[SETTINGS_SECTION_MAX + 1];
	size_t name_len;

	if (close == NULL) {
		/* What follows is not of the section before. */
		parser->section = NULL;
		parser->has_section = true;
		settings_problem(
			parser, "The bracket of this section is not closed.");
		return 0;
	}
	name_len = (size_t)(close - text) - 1;
	if (name_len > SETTINGS_SECTION_MAX) {
		settings_problem(parser,
			"The name of this section is longer than %d bytes.",
			SETTINGS_SECTION_MAX);
		name_len = SETTINGS_SECTION_MAX;
	}
	memcpy(name, text + 1, name_len);
	name[name_len] = '\0';
	settings_begin_section(parser, name);
	return (size_t)(close - text) + 1;
}

/* How much of the line inih has to see; the value is kept aside. */
static size_t
take_line(struct settings_parser *parser, const char *text, size_t len)
{
	size_t name_len = 0, value_len;
	const char *value;

	if (len == 0 || *text == '#' || *text == ';')
		return 0;
	if (*text == '[')
		return section_len(parser, text, len);
	while (name_len < len && strchr("=:", text[name_len]) == NULL)
		name_len++;
	if (name_len == len) {
		settings_problem(parser, "%s", settings_not_a_setting);
		return 0;
	}
	value_len = len - name_len - 1;
	value = trim(text + name_len + 1, &value_len);
	free(parser->value);
	parser->value = mem_dupn(value, value_len);
	return name_len + 1;
}

/*
 * inih's reader, in the manner of fgets. It counts the lines, since inih as
 * packaged does not tell them, and refuses a name that would not fit instead
 * of letting its rest pass for the next line.
 */
char *settings_read_line(char *line, int size, void *data)
{
	struct settings_parser *parser = data;
	const char *text = parser->rest;
	size_t len = strcspn(text, "\n"), take;

	if (*text == '\0')
		return NULL;
	parser->line++;
	parser->rest += len + (text[len] == '\n');
	text = trim(text, &len);
	take = take_line(parser, text, len);
	if (take > (size_t)size - 2) {
		settings_problem(
			parser, "The name is longer than %d bytes.", size - 2);
		take = 0;
	}
	memcpy(line, text, take);
	line[take] = '\n';
	line[take + 1] = '\0';
	return line;
}
