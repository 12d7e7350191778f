/* SPDX-License-Identifier: MIT
 *
 * What the API has no call for: a sentence, and the console's address to copy.
 */
#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "app.h"
#include "attr.h"
#include "form.h"
#include "mem.h"

static bool press(struct form *form, void *data, size_t button UNUSED,
	const struct form_value *values UNUSED)
{
	app_copy(form_app(form), "console address", data);
	return true;
}

static void done(struct view *owner UNUSED, void *data,
	const struct form_value *values UNUSED)
{
	free(data);
}

static const struct form_hooks hooks = {.press = press, .done = done};

void act_console_open(struct app *app, const char *order_id, enum offer offer)
{
	char *console = store_console_address(app_store(app), order_id);
	char *title = mem_printf("Only in the console - order %s", order_id);
	char *intro = mem_printf(
		"The API has no call to %s; that is done in the console:\n%s",
		offers_label(offer), console);
	const struct form_options options = {
		.title = title,
		.intro = intro,
		.verb = "Copy address",
		.leave = "Close",
		.hooks = &hooks,
		.data = console,
	};

	form_open(app, app_top(app), &options);
	free(title);
	free(intro);
}
