/* SPDX-License-Identifier: MIT
 *
 * Sentences that name keys: a command's name in braces stands for the first of
 * its keys, so that what people read is what they can press.
 */
#include "app.h"

#include <string.h>

#include "text.h"

/* The name between the braces, as its key. */
static void
write_key(const struct app *app, const char *name, size_t len, struct buf *out)
{
	char command[64], key[APP_KEY_SIZE];

	text_format(command, sizeof(command), "%.*s", (int)len, name);
	buf_puts(out, app_key(app, command, key, sizeof(key)));
}

void app_sentence(const struct app *app, const char *sentence, struct buf *out)
{
	while (*sentence != '\0') {
		size_t len = strcspn(sentence, "{");
		const char *end;

		buf_add(out, sentence, len);
		sentence += len;
		end = strchr(sentence, '}'); /* NULL: that was all */
		if (end == NULL)
			return;
		write_key(app, sentence + 1, (size_t)(end - sentence - 1), out);
		sentence = end + 1;
	}
}

void app_say(struct app *app, enum app_level level, const char *sentence)
{
	struct buf text;

	buf_init(&text, 1024);
	app_sentence(app, sentence, &text);
	app_message(app, level, "%s", buf_text(&text));
	buf_clear(&text);
}
