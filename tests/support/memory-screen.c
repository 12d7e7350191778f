/* SPDX-License-Identifier: MIT
 *
 * A queue of keys and a copy of the last frame.
 */
#include "memory-screen.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

#define KEYS_MAX 8192

struct memory_screen {
	struct screen screen;
	int rows, cols;
	struct canvas frame;
	size_t frames;
	bool stalled, owing; /* a terminal that takes nothing; and a frame */
	key_code keys[KEYS_MAX];
	size_t first, count;
	char *paste; /* of the KEYS_PASTE that waits */
	char *copied;
	char theme[THEME_NAME + 1];
	bool mouse;
	struct key click; /* of the KEYS_CLICK that waits */
};

static struct memory_screen *memory_of(struct screen *screen)
{
	return (struct memory_screen *)(void *)screen;
}

static void size(struct screen *screen, int *rows, int *cols)
{
	*rows = memory_of(screen)->rows;
	*cols = memory_of(screen)->cols;
}

static void present(struct screen *screen, const struct canvas *canvas)
{
	struct memory_screen *memory = memory_of(screen);
	size_t count = (size_t)canvas->rows * (size_t)canvas->cols;

	canvas_resize(&memory->frame, canvas->rows, canvas->cols);
	memcpy(memory->frame.cells, canvas->cells,
		count * sizeof(*canvas->cells));
	memory->frame.cursor_row = canvas->cursor_row;
	memory->frame.cursor_col = canvas->cursor_col;
	memory->frames++;
	memory->owing = memory->stalled;
}

static bool key(struct screen *screen, struct key *key)
{
	struct memory_screen *memory = memory_of(screen);

	if (memory->first == memory->count)
		return false;
	key->code = memory->keys[memory->first++];
	key->paste = key->code == KEYS_PASTE ? memory->paste : NULL;
	key->row = memory->click.row;
	key->col = memory->click.col;
	return true;
}

static void discard_keys(struct screen *screen)
{
	memory_of(screen)->first = memory_of(screen)->count;
}

static void nothing(struct screen *screen)
{
	(void)screen;
}

static void theme(struct screen *screen, const struct theme *theme)
{
	text_format(
		memory_of(screen)->theme, THEME_NAME + 1, "%s", theme->name);
}

static void mouse(struct screen *screen, bool on)
{
	memory_of(screen)->mouse = on;
}

static bool busy(struct screen *screen)
{
	return memory_of(screen)->stalled && memory_of(screen)->owing;
}

static bool is_here(struct screen *screen UNUSED)
{
	return true;
}

static int fd(struct screen *screen)
{
	(void)screen;
	return -1;
}

static bool
copy(struct screen *screen, const char *text, enum screen_copy way UNUSED)
{
	free(memory_of(screen)->copied);
	memory_of(screen)->copied = mem_dup(text);
	return true;
}

static const struct screen_ops ops = {
	.size = size,
	.present = present,
	.key = key,
	.discard_keys = discard_keys,
	.redraw = nothing,
	.theme = theme,
	.mouse = mouse,
	.busy = busy,
	.out_fd = fd,
	.fd = fd,
	.stop = is_here,
	.go_on = is_here,
	.copy = copy,
};

struct memory_screen *memory_screen_new(int rows, int cols)
{
	struct memory_screen *memory = mem_zalloc(sizeof(*memory));

	memory->screen.ops = &ops;
	memory->rows = rows;
	memory->cols = cols;
	canvas_init(&memory->frame);
	return memory;
}

void memory_screen_free(struct memory_screen *memory)
{
	if (memory == NULL)
		return;
	canvas_clear(&memory->frame);
	free(memory->paste);
	free(memory->copied);
	free(memory);
}

struct screen *memory_screen_screen(struct memory_screen *memory)
{
	return &memory->screen;
}

void memory_screen_type(struct memory_screen *memory, key_code code)
{
	if (memory->first == memory->count)
		memory->first = memory->count = 0;
	if (memory->count < KEYS_MAX)
		memory->keys[memory->count++] = code;
}

void memory_screen_paste(struct memory_screen *memory, const char *text)
{
	free(memory->paste);
	memory->paste = mem_dup(text);
	memory_screen_type(memory, KEYS_PASTE);
}

void memory_screen_resize(struct memory_screen *memory, int rows, int cols)
{
	memory->rows = rows;
	memory->cols = cols;
}

void memory_screen_stall(struct memory_screen *memory, bool stalled)
{
	memory->stalled = stalled;
	memory->owing = false;
}

const struct canvas *memory_screen_frame(const struct memory_screen *memory)
{
	return &memory->frame;
}

size_t memory_screen_frames(const struct memory_screen *memory)
{
	return memory->frames;
}

const char *memory_screen_copied(const struct memory_screen *memory)
{
	return memory->copied != NULL ? memory->copied : "";
}

bool memory_screen_has_mouse(const struct memory_screen *memory)
{
	return memory->mouse;
}

void memory_screen_click(
	struct memory_screen *memory, key_code code, int row, int col)
{
	memory->click.row = (short)row;
	memory->click.col = (short)col;
	memory_screen_type(memory, code);
}

const char *memory_screen_theme(const struct memory_screen *memory)
{
	return memory->theme;
}

/* The column behind the last cell that is not blank. */
static int text_end(const struct canvas *frame, int row)
{
	int end = frame->cols;

	while (end > 0 &&
		strcmp(canvas_at(frame, row, end - 1)->bytes, " ") == 0)
		end--;
	return end;
}

void memory_screen_row_text(
	const struct memory_screen *memory, int row, struct buf *out)
{
	int end = text_end(&memory->frame, row);

	for (int col = 0; col < end; col++)
		buf_puts(out, canvas_at(&memory->frame, row, col)->bytes);
}

static int style_end(const struct canvas *frame, int row)
{
	int end = frame->cols;

	while (end > 0 && canvas_at(frame, row, end - 1)->style == STYLE_TEXT)
		end--;
	return end;
}

void memory_screen_row_styles(
	const struct memory_screen *memory, int row, struct buf *out)
{
	int end = style_end(&memory->frame, row);

	for (int col = 0; col < end; col++) {
		enum style style = canvas_at(&memory->frame, row, col)->style;

		buf_putc(out, style_letter(style));
	}
}
