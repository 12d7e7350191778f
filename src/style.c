/* SPDX-License-Identifier: MIT
 *
 * Names and letters of the styles, one row each.
 */
#include "style.h"

#include <string.h>

struct row {
	char letter;
	const char *name;
};

static const struct row rows[STYLES] = {
	[STYLE_TEXT] = {'.', "text"},
	[STYLE_DIM] = {'d', "dim"},
	[STYLE_HEADING] = {'h', "heading"},
	[STYLE_TITLE] = {'t', "title"},
	[STYLE_TAB] = {'a', "tab"},
	[STYLE_TAB_ACTIVE] = {'A', "tab_active"},
	[STYLE_SELECTED] = {'s', "selected"},
	[STYLE_FOCUS] = {'f', "focus"},
	[STYLE_CONTROL] = {'c', "control"},
	[STYLE_DISABLED] = {'x', "disabled"},
	[STYLE_MATCH] = {'m', "match"},
	[STYLE_SELECTED_MATCH] = {'M', "selected_match"},
	[STYLE_BLOCKER] = {'!', "blocker"},
	[STYLE_OK] = {'o', "ok"},
	[STYLE_PENDING] = {'p', "pending"},
	[STYLE_MAILED] = {'e', "mailed"},
	[STYLE_BAD] = {'b', "bad"},
	[STYLE_EXPIRED] = {'z', "expired"},
	[STYLE_WARNING] = {'w', "warning"},
	[STYLE_ERROR] = {'r', "error"},
	[STYLE_KEY] = {'k', "key"},
	[STYLE_BORDER] = {'+', "border"},
};

char style_letter(enum style style)
{
	return rows[style].letter;
}

const char *style_name(enum style style)
{
	return rows[style].name;
}

enum style style_find(const char *name)
{
	int style = 0;

	while (style < STYLES && strcmp(rows[style].name, name) != 0)
		style++;
	return (enum style)style;
}
