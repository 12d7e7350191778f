/* SPDX-License-Identifier: MIT
 *
 * [general] mouse.
 */
#include "settings-private.h"

#include "text.h"

static const char *const words[] = {
	[SETTINGS_MOUSE_AUTO] = "auto",
	[SETTINGS_MOUSE_YES] = "yes",
	[SETTINGS_MOUSE_NO] = "no",
};

const char *settings_mouse_name(enum settings_mouse mouse)
{
	return words[mouse];
}

void settings_mouse_set(
	struct settings_parser *parser, void *where, const char *value)
{
	bool on;

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (text_equal_ascii_case(words[i], value)) {
			*(enum settings_mouse *)where = (enum settings_mouse)i;
			return;
		}
	}
	/* Also the other words for yes and no. */
	if (settings_yes_no(value, &on)) {
		*(enum settings_mouse *)where =
			on ? SETTINGS_MOUSE_YES : SETTINGS_MOUSE_NO;
		return;
	}
	settings_problem(parser, "mouse is auto, yes or no, not '%s'.", value);
}
