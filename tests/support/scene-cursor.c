/* SPDX-License-Identifier: MIT
 *
 * Who reads by ear or by fingers follows the hardware cursor
 * (terminal.md 4.13): in every frame of every scene it is visible and stands on
 * what has the focus: the `>` of a row, the first cell of a button or control,
 * the field that is typed into, or where the reading of a page begins.
 */
#include <string.h>

#include "form-private.h"
#include "scene-private.h"

static const struct canvas_cell *
at(const struct canvas *frame, int row, int col)
{
	static const struct canvas_cell outside;

	if (row < 0 || col < 0 || row >= frame->rows || col >= frame->cols)
		return &outside;
	return canvas_at(frame, row, col);
}

static bool is_focused(const struct canvas *frame, int row, int col)
{
	return at(frame, row, col)->style == STYLE_FOCUS &&
	       at(frame, row, col)->width > 0;
}

static bool has_focus(const struct canvas *frame)
{
	for (int row = 0; row < frame->rows; row++) {
		for (int col = 0; col < frame->cols; col++) {
			if (is_focused(frame, row, col))
				return true;
		}
	}
	return false;
}

/* The first cell of what is drawn as focused. */
static bool begins_focus(const struct canvas *frame, int row, int col)
{
	return is_focused(frame, row, col) && !is_focused(frame, row, col - 1);
}

static bool
is_text(const struct canvas *frame, int row, int col, const char *text)
{
	return strcmp(at(frame, row, col)->bytes, text) == 0;
}

/* "[ Send ]" that cannot be pressed now. */
static bool is_button_off(const struct canvas *frame, int row, int col)
{
	return is_text(frame, row, col, "[") &&
	       at(frame, row, col)->style == STYLE_DISABLED &&
	       !is_text(frame, row, col - 1, "[");
}

static bool row_has(const struct scene *scene, int row, const char *text)
{
	struct buf line;
	bool has;

	buf_init(&line, SCENE_TEXT_MAX);
	memory_screen_row_text(scene->screen, row, &line);
	has = strstr(buf_text(&line), text) != NULL;
	buf_clear(&line);
	return has;
}

/* In the field that has the focus, whose label stands on its row. */
static bool is_in_field(const struct scene *scene, int row)
{
	struct view *top = app_top(scene_app(scene));
	const struct form *form = form_at(top);

	if (strcmp(top->ops->name, "confirm") == 0)
		return row_has(scene, row, "Type ");
	return strcmp(top->ops->name, "form") == 0 &&
	       form->focus < form->field_count &&
	       row_has(scene, row, form->fields[form->focus].label);
}

/* At the first column, or behind the line beside the list. */
static bool begins_page(const struct canvas *frame, int row, int col)
{
	return row <= 4 &&
	       (col == 0 || at(frame, row, col - 2)->style == STYLE_BORDER);
}

/* What stands in a window in the place of its rows. */
static bool begins_text(const struct canvas *frame, int row, int col)
{
	return !is_text(frame, row, col, " ") &&
	       is_text(frame, row, col - 1, " ");
}

static const char *wrong(const struct scene *scene, const struct canvas *frame)
{
	int row = frame->cursor_row, col = frame->cursor_col;

	if (row < 0 || col < 0 || row >= frame->rows || col >= frame->cols)
		return "it is hidden";
	if (row == 0 && col == 0 && row_has(scene, 0, "window is too small"))
		return NULL;
	if (app_asks_line(scene_app(scene)) != NULL)
		return row == frame->rows - 1 ? NULL : "not in the line";
	if (begins_focus(frame, row, col) || is_text(frame, row, col, ">") ||
		is_in_field(scene, row))
		return NULL;
	if (is_button_off(frame, row, col))
		return NULL;
	if (has_focus(frame))
		return "not on the focus";
	if (app_top(scene_app(scene))->ops->is_dialog)
		return begins_text(frame, row, col)
			       ? NULL
			       : "in a window, but on nothing of it";
	return begins_page(frame, row, col) ? NULL
					    : "not where the page begins";
}

void scene_check_cursor(struct scene *scene)
{
	const struct canvas *frame;
	const char *problem;

	if (scene->accounts == NULL || scene->cursor_is_wrong ||
		memory_screen_frames(scene->screen) == 0)
		return;
	frame = memory_screen_frame(scene->screen);
	problem = wrong(scene, frame);
	if (problem == NULL)
		return;
	scene->cursor_is_wrong = true;
	scene_problem(scene, "the cursor is at %d %d: %s (%s)",
		frame->cursor_row + 1, frame->cursor_col + 1, problem,
		app_top(scene_app(scene))->ops->name);
}
