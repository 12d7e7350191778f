/* SPDX-License-Identifier: MIT
 *
 * The title line has three parts that share the room: who and which account,
 * where we are, how fresh it is. Where we are is kept longest, up to the order
 * number: before it is cut, the account's name is shortened, then the
 * program's name, the account's kind and its name are left out.
 */
#include "app-bars.h"

#include <stdlib.h>
#include <string.h>

#include "export.h"
#include "key-sequence.h"
#include "accounts.h"
#include "mem.h"
#include "wording.h"

#define SLOW_MS	    3000
#define GAP	    2
#define PROGRAM	    "certdesk  "
#define NAME_MIN    8 /* columns that the account's name keeps */
#define NAME_BEHIND 8 /* less of a name behind the number says nothing */
#define LABEL_PART  4 /* of the line, the most that a label takes */
#define PLACE_MIN   8 /* less of the path says nothing */
#define PART_MAX    1024

static int larger(int a, int b)
{
	return a > b ? a : b;
}

/* -- the title line -- */

static void write_kind(const struct store_account *account, struct buf *out)
{
	if (account->kind != STORE_KIND_UNKNOWN)
		buf_printf(out, " (%s)", store_kind_label(account->kind));
}

void app_bars_name(const struct app *app, struct buf *out)
{
	const struct store_account *account = store_account(app_store(app));
	bool are_many = app_accounts(app) != NULL &&
			accounts_are_many(app_accounts(app));

	if (account->organization[0] == '\0')
		buf_puts(out, account->name);
	else if (are_many)
		buf_printf(out, "%s: %s", account->name, account->organization);
	else
		buf_puts(out, account->organization);
}

static void
write_place(const struct app *app, const struct view *page, struct buf *out)
{
	buf_puts(out, store_menu_path(app_store(app)));
	if (page->ops->title != NULL)
		page->ops->title(page, out);
}

/* Bytes of the path that have to be seen: up to the order number, not the name
 * behind it. */
static size_t head_of(const char *place)
{
	const char *last = place, *step = place;

	while ((step = strstr(step, " > ")) != NULL)
		last = step += 3;
	if (strcspn(last, "0123456789") >= strcspn(last, " "))
		return strlen(place); /* the name of a page, no order */
	return (size_t)(last - place) + strcspn(last, " ");
}

static int must_show(const char *place)
{
	char *head = mem_dupn(place, head_of(place));
	int width = (int)text_width(head);

	free(head);
	return width;
}

/* Leaves steps of the path (" > ") out from its beginning until what has to
 * be seen fits or is the last one. */
static const char *skip_steps(const char *text, int width)
{
	const char *step;

	while (must_show(text) > width &&
		(step = strstr(text + 1, " > ")) != NULL)
		text = step;
	return text;
}

/* The path in `width` columns; what does not fit behind the order number ends
 * in an ellipsis. */
static void
draw_path(struct region region, int col, int width, const char *text)
{
	const char *more = canvas_mark(CANVAS_MORE);

	if ((int)text_width(text) > width && width < PLACE_MIN)
		return;
	if (must_show(text) > width) {
		col = region_text(region, 0, col, STYLE_TEXT, more);
		width -= (int)text_width(more);
		text = skip_steps(text, width);
	}
	if (must_show(text) + NAME_BEHIND > width) {
		char *head = mem_dupn(text, head_of(text));

		region_field(region, 0, col, width, STYLE_TEXT, head);
		free(head);
		return;
	}
	region_field(region, 0, col, width, STYLE_TEXT, text);
}

struct title {
	const char *program; /* "certdesk  ", or "" where there is no room */
	struct buf name;     /* of the organization or the account */
	const char *label;   /* "PROD"; "" */
	const char *ro;	     /* " [RO]" or "" */
	struct buf kind, place, status;
	int cols;
};

static int width_of(const struct buf *text)
{
	return (int)text_width(buf_text(text));
}

/* Of what somebody has made a sentence of, a quarter of the line is enough. */
static int label_width(const struct title *title)
{
	int width = (int)text_width(title->label);

	return width > title->cols / LABEL_PART ? title->cols / LABEL_PART
						: width;
}

static int labels_width(const struct title *title)
{
	int width = (int)text_width(title->ro);

	if (title->label[0] != '\0')
		width += label_width(title) + (int)strlen(" []");
	return width;
}

/* What is left for the name beside all that is shown and the place. */
static int name_room(const struct title *title, int cols, int place)
{
	return cols - 1 - (int)text_width(title->program) -
	       width_of(&title->kind) - labels_width(title) - 2 * GAP - place -
	       width_of(&title->status) - 1;
}

static int name_least(const struct title *title)
{
	int width = width_of(&title->name);

	return width < NAME_MIN ? width : NAME_MIN;
}

static bool is_tight(const struct title *title, int cols)
{
	return name_room(title, cols, must_show(buf_text(&title->place))) <
	       name_least(title);
}

/* Only what is behind the tab stays. */
static void shorten_status(struct title *title)
{
	const char *tab = strchr(buf_text(&title->status), '\t');
	char *rest = mem_dup(tab != NULL ? tab + 1 : "");

	buf_reset(&title->status);
	buf_puts(&title->status, rest);
	free(rest);
}

/* What goes where there is no room for all, in this order; the labels, that
 * the data is stale, and where we are stay. */
static void make_room(struct title *title, int cols)
{
	/* The name tells one account from another; ours is known. */
	if (name_room(title, cols, width_of(&title->place)) <
		width_of(&title->name))
		title->program = "";
	if (is_tight(title, cols))
		buf_reset(&title->kind);
	if (is_tight(title, cols))
		buf_reset(&title->name);
	if (is_tight(title, cols))
		shorten_status(title);
}

/* The name may take what the whole place leaves, and has its least. */
static int name_width(const struct title *title, int cols)
{
	int left = name_room(title, cols, width_of(&title->place));
	int width = width_of(&title->name);

	left = larger(left, name_least(title));
	return width < left ? width : left;
}

static void
draw_place(const struct title *title, struct region region, int col, int end)
{
	int width = width_of(&title->place);
	int room = end - col;

	if (width < room) /* centred in what is left */
		col += (room - width) / 2;
	draw_path(region, col, room < width ? room : width,
		buf_text(&title->place));
}

/* In words, whole: they say what a key may do. */
static int draw_labels(const struct title *title, struct region region, int col)
{
	int start = col;

	if (title->label[0] != '\0') {
		col = region_text(
			region, 0, col, STYLE_HEADING, col == 1 ? "[" : " [");
		col = region_field(region, 0, col, label_width(title),
			STYLE_HEADING, title->label);
		col = region_text(region, 0, col, STYLE_HEADING, "]");
	}
	/* Nothing may stand before it. */
	return region_text(region, 0, col, STYLE_HEADING,
		title->ro + (start == 1 && col == 1 && title->ro[0] == ' '));
}

static void draw_title(struct title *title, struct region region)
{
	int end, col;

	make_room(title, region.cols);
	end = region.cols - 1 - width_of(&title->status);
	col = region_text(region, 0, 1, STYLE_TITLE, title->program);
	col = region_field(region, 0, col, name_width(title, region.cols),
		STYLE_TEXT, buf_text(&title->name));
	col = region_text(region, 0, col, STYLE_TEXT, buf_text(&title->kind));
	col = draw_labels(title, region, col);
	draw_place(title, region, col > 1 ? col + GAP : col, end - GAP);
	region_text(region, 0, end, STYLE_TEXT, buf_text(&title->status));
}

void app_bars_title(
	const struct app *app, const struct view *page, struct region region)
{
	const struct store_account *account = store_account(app_store(app));
	struct title title = {.program = PROGRAM,
		.label = account->label,
		.ro = account->read_only ? " [RO]" : "",
		.cols = region.cols};

	buf_init(&title.name, PART_MAX);
	buf_init(&title.kind, PART_MAX);
	buf_init(&title.place, PART_MAX);
	buf_init(&title.status, PART_MAX);
	write_kind(account, &title.kind);
	app_bars_name(app, &title.name);
	write_place(app, page, &title.place);
	if (page->ops->status != NULL)
		page->ops->status(page, &title.status);
	draw_title(&title, region);
	buf_clear(&title.name);
	buf_clear(&title.kind);
	buf_clear(&title.place);
	buf_clear(&title.status);
}

/* -- the connection -- */

static struct api *api_of(const struct app *app)
{
	return store_api(app_store(app));
}

static int64_t limited_ms(const struct app *app)
{
	int64_t until = api_limited_until(api_of(app));
	int64_t now = loop_now(app_loop(app));

	return until > now ? until - now : 0;
}

int64_t app_bars_update(struct app_bars *bars, const struct app *app)
{
	int64_t now = loop_now(app_loop(app));
	int64_t limited = limited_ms(app);
	size_t active = api_active(api_of(app));

	/* One page after the other is no slow line. */
	if (export_is_reading(app_exports_at(app)) && active > 0)
		active--;
	if (active != bars->active || active == 0)
		bars->since = now;
	bars->active = active;
	if (limited > 0)
		return app_is_slow(app) ? limited : (limited - 1) % 1000 + 1;
	if (active > 0 && now - bars->since < SLOW_MS)
		return SLOW_MS - (now - bars->since);
	return -1;
}

static bool is_offline(const struct store_resource *resource)
{
	switch (resource->error.kind) {
	case ERROR_CONNECT:
	case ERROR_TLS:
	case ERROR_LOST:
	case ERROR_TIMEOUT:
		return true;
	default:
		return false;
	}
}

static enum style write_connection(
	const struct app_bars *bars, const struct app *app, struct buf *out)
{
	int64_t limited = limited_ms(app);
	int64_t now = loop_now(app_loop(app));
	char seconds[32];

	if (bars->active > 0 && !app_is_slow(app))
		buf_printf(out, "%zu req   ", bars->active);
	if (limited > 0) {
		buf_printf(out, "limited%s",
			wording_seconds(
				limited + 999, seconds, sizeof(seconds)));
		return STYLE_WARNING;
	}
	if (is_offline(store_list_resource(app_store(app)))) {
		buf_puts(out, "offline");
		return STYLE_ERROR;
	}
	if (api_trouble(api_of(app)) != NULL) {
		buf_puts(out, "retrying");
		return STYLE_WARNING;
	}
	if (bars->active > 0 && now - bars->since >= SLOW_MS) {
		buf_puts(out, "slow");
		return STYLE_WARNING;
	}
	buf_puts(out, "ok");
	return STYLE_DIM;
}

int app_bars_connection(const struct app_bars *bars, const struct app *app,
	struct region region)
{
	struct buf text;
	enum style style;
	int width;

	buf_init(&text, PART_MAX);
	style = write_connection(bars, app, &text);
	width = (int)text_width(buf_text(&text));
	region_text(region, 0, region.cols - 1 - width, style, buf_text(&text));
	buf_clear(&text);
	return width + 1;
}

/* -- the hints -- */

/* One hint, if there is room for all of it. Returns the column for the next. */
static int
draw_hint(struct region region, int col, const char *key, const char *word)
{
	int width = (int)(text_width(key) + text_width(word));

	if (key[0] == '\0' || col + width + 1 > region.cols)
		return col;
	col = region_text(region, 0, col, STYLE_KEY, key) + 1;
	return region_text(region, 0, col, STYLE_DIM, word) + 2;
}

static bool is_one_key(const char *keys)
{
	struct key_sequence sequence;

	return key_sequence_read(&sequence, keys) && sequence.count == 1;
}

/* The first of some keys that is one, not a sequence; false: none is. */
static bool find_one_key(const char *keys, char *out, size_t size)
{
	for (; *keys != '\0'; keys += strspn(keys, " ")) {
		size_t len = strcspn(keys, " ");

		text_format(out, size, "%.*s", (int)len, keys);
		if (is_one_key(out))
			return true;
		keys += len;
	}
	return false;
}

/* What follows in a sequence ("yy") are choices: a command that has one from
 * the start is no hint by the other keys that it has got. */
static bool hint_key(const struct app *app, const struct command *command,
	char *out, size_t size)
{
	const char *keys = app_keys_of(app, command->name);
	char built_in[KEY_SEQUENCE_TEXT];

	text_format(out, size, "%.*s", (int)strcspn(keys, " "), keys);
	if (is_one_key(out))
		return true;
	return command->keys != NULL &&
	       find_one_key(command->keys, built_in, sizeof(built_in)) &&
	       find_one_key(keys, out, size);
}

static int
draw_hints(const struct app *app, const struct view *top, struct region region,
	int col, const struct command *commands, size_t count)
{
	char key[KEY_SEQUENCE_TEXT];

	for (size_t i = 0; i < count; i++) {
		if (commands[i].hint == NULL ||
			!app_is_next(app, &commands[i]) ||
			!app_offers(app, top, &commands[i]))
			continue;
		if (hint_key(app, &commands[i], key, sizeof(key)))
			col = draw_hint(region, col, key, commands[i].hint);
	}
	return col;
}

/* Words with the names of commands among them: the first key of each. */
static void
name_keys(const struct app *app, const char *names, char *out, size_t size)
{
	char name[64], key[APP_KEY_SIZE];

	text_format(out, size, "%s", "");
	while (*(names += strspn(names, " ")) != '\0') {
		size_t len = strcspn(names, " "), used = strlen(out);

		text_format(name, sizeof(name), "%.*s", (int)len, names);
		names += len;
		if (app_command(app, name) != NULL)
			text_format(key, sizeof(key), "%.*s",
				(int)strcspn(app_keys_of(app, name), " "),
				app_keys_of(app, name));
		else
			text_format(key, sizeof(key), "%s", name);
		text_format(out + used, size - used, "%s%s",
			used > 0 && key[0] != '\0' ? " " : "", key);
	}
}

/* Those that a view has written itself, see view.h. */
static void
draw_own_hints(const struct app *app, struct region region, const char *text)
{
	char names[64], key[APP_KEY_SIZE], word[64];
	int col = 1;

	while (*text != '\0') {
		size_t key_len = strcspn(text, "\t");
		const char *rest = text + key_len + (text[key_len] == '\t');
		const char *end = strstr(rest, "  ");

		if (end == NULL)
			end = rest + strlen(rest);
		text_format(names, sizeof(names), "%.*s", (int)key_len, text);
		name_keys(app, names, key, sizeof(key));
		text_format(
			word, sizeof(word), "%.*s", (int)(end - rest), rest);
		col = draw_hint(region, col, key, word);
		text = end + strspn(end, " ");
	}
}

int app_bars_choices(
	struct region region, const struct app_bars_choice *list, size_t count)
{
	int row = 0, col = 1;

	for (size_t i = 0; i < count; i++) {
		int width = (int)(text_width(list[i].key) +
				  text_width(list[i].word));

		if (col > 1 && col + width + 1 > region.cols) {
			row++;
			col = 1;
		}
		region_text(region, row, col, STYLE_KEY, list[i].key);
		col += (int)text_width(list[i].key) + 1;
		region_text(region, row, col, STYLE_DIM, list[i].word);
		col += (int)text_width(list[i].word) + 2;
	}
	return row + 1;
}

void app_bars_hints(
	const struct app *app, const struct view *top, struct region region)
{
	const struct command *commands;
	struct buf text;
	size_t count;
	int col;

	buf_init(&text, PART_MAX);
	if (top->ops->hints != NULL)
		top->ops->hints(top, &text);
	draw_own_hints(app, region, buf_text(&text));
	col = (int)text.len;
	buf_clear(&text);
	if (col > 0)
		return;
	commands = app_commands(&count);
	col = draw_hints(app, top, region, 1, top->ops->commands,
		top->ops->command_count);
	draw_hints(app, top, region, col, commands, count);
}
