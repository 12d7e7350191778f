/* SPDX-License-Identifier: MIT
 *
 * Meaning is never carried by a look alone: the text of a frame is the same in
 * every theme, so what a style says has to stand in the text, too.
 */
#include "scene-private.h"

#include <string.h>

#include "attr.h"

/* A style that says something has to stand at a text. */
static const enum style meanings[] = {STYLE_BLOCKER, STYLE_OK, STYLE_PENDING,
	STYLE_MAILED, STYLE_BAD, STYLE_EXPIRED, STYLE_WARNING, STYLE_ERROR};
/* Of these one has ">" left of it, or the cursor in its row: not the further
 * lines of a long address, and not what lies behind a window. */
static const enum style marked[] = {STYLE_SELECTED, STYLE_FOCUS};

static bool has_mark(const struct canvas *frame, int row, int col)
{
	if (frame->cursor_row == row)
		return true;
	while (col-- > 0) {
		if (strcmp(canvas_at(frame, row, col)->bytes, ">") == 0)
			return true;
	}
	return false;
}

/* A window has the focus, which its cursor tells. */
static bool has_window(const struct canvas *frame)
{
	for (int row = 0; row < frame->rows; row++) {
		for (int col = 0; col < frame->cols; col++) {
			if (strcmp(canvas_at(frame, row, col)->bytes, "┌") == 0)
				return true;
		}
	}
	return false;
}

static bool is_blank(const struct canvas *frame, int row, int col)
{
	const char *bytes = canvas_at(frame, row, col)->bytes;

	return bytes[0] == '\0' || strcmp(bytes, " ") == 0;
}

static bool has_style(const struct canvas *frame, int row, int col, int style)
{
	return col >= 0 && col < frame->cols &&
	       canvas_at(frame, row, col)->style == style;
}

/* The run that begins here has a text in it. */
static bool says_something(const struct canvas *frame, int row, int col)
{
	int style = canvas_at(frame, row, col)->style;

	while (has_style(frame, row, col, style)) {
		if (!is_blank(frame, row, col++))
			return true;
	}
	return false;
}

static void
check_runs(struct scene *scene, const struct canvas *frame, enum style style)
{
	for (int row = 0; row < frame->rows; row++) {
		for (int col = 0; col < frame->cols; col++) {
			if (has_style(frame, row, col, (int)style) &&
				!has_style(frame, row, col - 1, (int)style) &&
				!says_something(frame, row, col))
				scene_problem(scene,
					"row %d, column %d: only its look says "
					"%s",
					row + 1, col + 1, style_name(style));
		}
	}
}

static void
check_marks(struct scene *scene, const struct canvas *frame, enum style style)
{
	bool any = false;

	for (int row = 0; row < frame->rows; row++) {
		for (int col = 0; col < frame->cols; col++) {
			if (!has_style(frame, row, col, (int)style))
				continue;
			if (has_mark(frame, row, col))
				return;
			any = true;
		}
	}
	if (any && !(has_window(frame) && frame->cursor_row >= 0))
		scene_problem(scene, "nothing but its look says %s",
			style_name(style));
}

void scene_check_meaning(struct scene *scene)
{
	const struct canvas *frame = memory_screen_frame(scene->screen);

	for (size_t i = 0; i < ARRAY_LEN(meanings); i++)
		check_runs(scene, frame, meanings[i]);
	for (size_t i = 0; i < ARRAY_LEN(marked); i++)
		check_marks(scene, frame, marked[i]);
}
