/* SPDX-License-Identifier: MIT
 *
 * [theme NAME]: a look per style, over those of another theme.
 */
#include "settings-private.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "nearest.h"
#include "settings-print.h"
#include "text.h"

static struct settings_theme *
find(struct settings_themes *themes, const char *name)
{
	for (size_t i = 0; i < themes->count; i++) {
		if (strcmp(themes->own[i].theme.name, name) == 0)
			return &themes->own[i];
	}
	return NULL;
}

const struct theme *
settings_theme(const struct settings_themes *themes, const char *name)
{
	for (size_t i = 0; themes != NULL && i < themes->count; i++) {
		if (strcmp(themes->own[i].theme.name, name) == 0)
			return &themes->own[i].theme;
	}
	return theme_find(name);
}

size_t
settings_theme_names(const struct settings_themes *themes, const char **out)
{
	size_t count = 0;

	for (size_t i = 0; theme_at(i) != NULL; i++)
		out[count++] = theme_at(i)->name;
	for (size_t i = 0; themes != NULL && i < themes->count; i++)
		out[count++] = themes->own[i].theme.name;
	return count;
}

const char *
settings_theme_near(const struct settings_themes *themes, const char *name)
{
	const char *names[SETTINGS_THEME_NAMES];

	return nearest_name(name, names, settings_theme_names(themes, names));
}

/* -- parsing ----------------------------------------------------------------
 */

void settings_theme_begin(struct settings_parser *parser, const char *name)
{
	struct settings_themes *themes = &parser->settings->themes;
	struct settings_theme *theme;

	if (find(themes, name) != NULL)
		return;
	if (themes->count == SETTINGS_THEMES) {
		settings_problem(
			parser, "More than %d themes.", SETTINGS_THEMES);
		return;
	}
	if (strlen(name) > THEME_NAME) {
		settings_problem(parser,
			"The name of a theme is longer than %d bytes.",
			THEME_NAME);
		return;
	}
	theme = &themes->own[themes->count++];
	*theme = (struct settings_theme){.line = parser->section_line};
	text_format(theme->theme.name, sizeof(theme->theme.name), "%s", name);
}

static void say_no_style(struct settings_parser *parser, const char *name)
{
	const char *names[STYLES + 1] = {"base"}, *near;

	for (int i = 0; i < STYLES; i++)
		names[i + 1] = style_name((enum style)i);
	near = nearest_name(name, names, STYLES + 1);
	if (near != NULL)
		settings_problem(parser,
			"There is no style '%s'. Did you mean %s?", name, near);
	else
		settings_problem(parser,
			"There is no style '%s'; certdesk-config(5) lists "
			"them.",
			name);
}

static void set_look(struct settings_parser *parser,
	struct settings_theme *theme, enum style style, const char *value)
{
	struct error error = {0};

	if (theme_look_read(value, &theme->theme.looks[style], &error))
		theme->lines[style] = parser->line;
	else
		settings_problem(
			parser, "%s: %s", style_name(style), error.text);
}

void settings_theme_set(struct settings_parser *parser, const char *theme_name,
	const char *name, const char *value)
{
	struct settings_theme *theme =
		find(&parser->settings->themes, theme_name);
	enum style style = style_find(name);

	if (theme == NULL)
		return; /* the section was told */
	if (strcmp(name, "base") == 0) {
		settings_set_text(&theme->base, value);
		theme->base_line = parser->line;
	} else if (style == STYLES) {
		say_no_style(parser, name);
	} else {
		set_look(parser, theme, style, value);
	}
}

/* -- at the end -------------------------------------------------------------
 */

/* A built-in theme, or one that stands above this one: so none begins from
 * itself. */
static const struct theme *
base_of(struct settings_themes *themes, const struct settings_theme *theme)
{
	const struct settings_theme *own;

	if (theme->base == NULL)
		return theme_at(0);
	own = find(themes, theme->base);
	if (own != NULL)
		return own < theme ? &own->theme : NULL;
	return theme_find(theme->base);
}

static void say_no_theme(struct settings_parser *parser, const char *setting,
	const char *name, bool is_base)
{
	const char *near = settings_theme_near(&parser->settings->themes, name);

	if (near != NULL && strcmp(near, name) != 0)
		settings_problem(parser,
			"%s = %s names no theme. Did you mean %s?", setting,
			name, near);
	else
		settings_problem(parser, "%s = %s names no theme%s.", setting,
			name, is_base ? " that stands above this one" : "");
}

static void finish(struct settings_parser *parser, struct settings_theme *theme)
{
	const struct theme *base = base_of(&parser->settings->themes, theme);

	parser->line = theme->line;
	if (theme_find(theme->theme.name) != NULL ||
		strcmp(theme->theme.name, THEME_AUTO) == 0)
		settings_problem(parser,
			"The theme %s is built in; give yours another name, "
			"and base = %s.",
			theme->theme.name, theme->theme.name);
	if (base == NULL) {
		parser->line = theme->base_line;
		say_no_theme(parser, "base", theme->base, true);
		return;
	}
	for (int i = 0; i < STYLES; i++) {
		if (theme->lines[i] == 0)
			theme->theme.looks[i] = base->looks[i];
	}
}

void settings_theme_check(struct settings_parser *parser)
{
	struct settings_themes *themes = &parser->settings->themes;

	for (size_t i = 0; i < themes->count; i++)
		finish(parser, &themes->own[i]);
	parser->line = themes->chosen_line;
	if (themes->chosen != NULL && strcmp(themes->chosen, THEME_AUTO) != 0 &&
		settings_theme(themes, themes->chosen) == NULL)
		say_no_theme(parser, "theme", themes->chosen, false);
}

/* -- writing ----------------------------------------------------------------
 */

static void print_theme(
	struct settings_printer *printer, const struct settings_theme *theme)
{
	struct buf look;

	buf_printf(printer->out, "\n[theme %s]\n", theme->theme.name);
	settings_print_setting(printer, "the theme that it begins from",
		theme_at(0)->name, theme->base_line, "base", theme->base);
	buf_init(&look, 256);
	for (int i = 0; i < STYLES; i++) {
		if (theme->lines[i] == 0)
			continue;
		buf_reset(&look);
		theme_look_write(&theme->theme.looks[i], &look);
		settings_print_setting(printer, "how this style looks",
			"as in the base", theme->lines[i],
			style_name((enum style)i), buf_text(&look));
	}
	buf_clear(&look);
}

void settings_theme_print(struct settings_printer *printer)
{
	const struct settings_themes *themes = &printer->settings->themes;

	for (size_t i = 0; i < themes->count; i++)
		print_theme(printer, &themes->own[i]);
}

static bool is_same(const struct theme *a, const struct theme *b)
{
	for (int i = 0; i < STYLES; i++) {
		const struct theme_look *x = &a->looks[i], *y = &b->looks[i];

		if (x->many.text != y->many.text ||
			x->many.ground != y->many.ground ||
			x->attributes != y->attributes)
			return false;
	}
	return strcmp(a->name, b->name) == 0;
}

static bool
are_same(const struct settings_themes *a, const struct settings_themes *b)
{
	for (size_t i = 0; i < a->count && i < b->count; i++) {
		if (!is_same(&a->own[i].theme, &b->own[i].theme))
			return false;
	}
	return a->count == b->count;
}

bool settings_theme_take(
	struct settings_themes *into, struct settings_themes *from)
{
	struct settings_themes before = *into;
	bool same = are_same(into, from);

	memcpy(into->own, from->own, sizeof(into->own));
	into->count = from->count;
	memcpy(from->own, before.own, sizeof(from->own));
	from->count = before.count;
	return !same;
}

void settings_theme_clear(struct settings_themes *themes)
{
	for (size_t i = 0; i < themes->count; i++)
		free(themes->own[i].base);
	free(themes->chosen);
	*themes = (struct settings_themes){0};
}
