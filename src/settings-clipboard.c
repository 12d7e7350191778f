/* SPDX-License-Identifier: MIT
 *
 * [general] clipboard.
 */
#include "settings-private.h"

#include <string.h>

#include "text.h"

static const char *const ways[] = {
	[SETTINGS_CLIPBOARD_AUTO] = "auto",
	[SETTINGS_CLIPBOARD_OSC52] = "osc52",
	[SETTINGS_CLIPBOARD_TMUX] = "tmux",
	[SETTINGS_CLIPBOARD_SCREEN] = "screen",
	[SETTINGS_CLIPBOARD_NONE] = "none",
};

const char *settings_clipboard_name(enum settings_clipboard way)
{
	return ways[way];
}

bool settings_clipboard(const char *word, enum settings_clipboard *way)
{
	for (size_t i = 0; i < ARRAY_LEN(ways); i++) {
		if (strcmp(ways[i], word) != 0)
			continue;
		*way = (enum settings_clipboard)i;
		return true;
	}
	return false;
}

void settings_clipboard_set(
	struct settings_parser *parser, void *where, const char *value)
{
	if (!settings_clipboard(value, where))
		settings_problem(parser,
			"clipboard is auto, osc52, tmux, screen or none, not "
			"'%s'.",
			value);
}
