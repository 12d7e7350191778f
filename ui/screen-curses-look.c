/* SPDX-License-Identifier: MIT
 *
 * The description of the terminal is read by the same names as the screens
 * try (screen-curses.c), and given back.
 */
#include "screen-curses-look.h"

#include <curses.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>

#include "attr.h"

static bool has(const char *name)
{
	const char *text = tigetstr(name);

	return text != NULL && text != (const char *)-1;
}

static void look_at_abilities(struct doctor_terminal *out)
{
	int colors = tigetnum("colors");

	out->can_place = has("cup");
	out->has_alternate = has("smcup");
	out->colors = colors > 0 ? colors : 0;
}

static void look_at_description(struct doctor_terminal *out)
{
	const char *const names[] = {
		out->name, "xterm-256color", "xterm", "vt100"};
	int result;

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		if (setupterm(names[i], STDOUT_FILENO, &result) != OK)
			continue;
		look_at_abilities(out);
		del_curterm(cur_term);
		out->known = i == 0;
		out->instead = names[i];
		return;
	}
}

const char *screen_curses_version(void)
{
	return curses_version();
}

void screen_curses_look(struct doctor_terminal *out)
{
	struct winsize window;

	memset(out, 0, sizeof(*out));
	out->name = getenv("TERM");
	out->in_tmux = getenv("TMUX") != NULL;
	out->in_screen = getenv("STY") != NULL;
	out->is_terminal = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	if (!out->is_terminal)
		return;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0) {
		out->width = window.ws_col;
		out->height = window.ws_row;
	}
	if (out->name != NULL && *out->name != '\0')
		look_at_description(out);
}
