/* SPDX-License-Identifier: MIT
 *
 * One message at a time; the log has them all.
 */
#include "app-message.h"

#include "app.h"

#define SUCCESS_MS 4000
#define WARNING_MS 8000
#define NARROW	   60 /* columns */

static const struct {
	int64_t stays_ms; /* 0: until a key */
	enum style style;
	enum log_level log;
} levels[] = {
	[APP_SUCCESS] = {SUCCESS_MS, STYLE_OK, LOG_INFO},
	[APP_INFO] = {SUCCESS_MS, STYLE_TEXT, LOG_INFO},
	[APP_WARNING] = {WARNING_MS, STYLE_WARNING, LOG_WARNING},
	[APP_ERROR] = {0, STYLE_ERROR, LOG_ERROR},
};

bool app_message_is_set(const struct app_message *message)
{
	return message->text[0] != '\0';
}

void app_message_put(
	struct app_message *message, int level, const char *text, int64_t now)
{
	log_add(levels[level].log, "%s", text);
	if (app_message_is_set(message) && message->level == APP_ERROR) {
		message->more++;
		return;
	}
	message->level = level;
	message->was_drawn = false;
	text_clean_to(message->text, sizeof(message->text), text);
	message->more = 0;
	message->is_hint = message->in_key && level != APP_SUCCESS;
	message->until = 0;
	if (levels[level].stays_ms > 0)
		message->until = now + levels[level].stays_ms;
}

void app_message_drawn(struct app_message *message)
{
	message->was_drawn = true;
}

void app_message_key_begin(struct app_message *message)
{
	if (message->level == APP_ERROR ? message->was_drawn : message->is_hint)
		message->text[0] = '\0';
	message->in_key = true;
}

void app_message_key_end(struct app_message *message)
{
	message->in_key = false;
}

int64_t app_message_expire(struct app_message *message, int64_t now)
{
	if (!app_message_is_set(message) || message->until == 0)
		return -1;
	if (now < message->until)
		return message->until - now;
	message->text[0] = '\0';
	return -1;
}

/* The text as it is shown, with the number of those behind it. */
static void write_text(const struct app_message *message, struct buf *out)
{
	buf_puts(out, message->text);
	if (message->more > 0)
		buf_printf(out, " (+%d more, %s)", message->more,
			message->log_key);
}

static int wrap(const struct app_message *message, struct region region)
{
	struct buf text;
	int rows;

	buf_init(&text, sizeof(message->text) + 32);
	write_text(message, &text);
	rows = region_wrap(
		region, 0, 0, 0, levels[message->level].style, buf_text(&text));
	buf_clear(&text);
	return rows;
}

int app_message_rows(const struct app_message *message, int cols)
{
	struct region counting = {.cols = cols};
	int rows = 1;

	if (app_message_is_set(message))
		rows = wrap(message, counting);
	return rows < APP_MESSAGE_ROWS ? rows : APP_MESSAGE_ROWS;
}

/* What is cut, and what waits behind it, is in the log. */
void app_message_draw(const struct app_message *message, struct region region)
{
	struct region counting = {.cols = region.cols};
	enum style style = levels[message->level].style;
	char tail[64];

	if (wrap(message, counting) <= region.rows) {
		wrap(message, region);
		return;
	}
	text_format(tail, sizeof(tail), " (%s%s)", message->log_key,
		region.cols < NARROW ? "" : " shows it all");
	if (message->more > 0)
		text_format(tail, sizeof(tail), " (+%d more, %s)",
			message->more, message->log_key);
	region_paragraph(region, style, message->text);
	region_text(region, region.rows - 1,
		region.cols - (int)text_width(tail), style, tail);
}
