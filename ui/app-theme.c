/* SPDX-License-Identifier: MIT
 *
 * From the setting to the screen, at the start and while the program runs.
 */
#include "app-theme.h"

#include <stdlib.h>
#include <string.h>

#include "app-private.h"
#include "app-set.h"
#include "complete.h"
#include "mem.h"

/* Where a multiplexer stands between, the variable tells of another terminal
 * than the one that shows us. */
static const struct theme *theme_of_terminal(void)
{
	if (getenv("TMUX") != NULL || getenv("STY") != NULL)
		return theme_for_terminal(NULL);
	return theme_for_terminal(getenv("COLORFGBG"));
}

static const char *chosen(const struct settings *settings)
{
	if (settings == NULL || settings->themes.chosen == NULL)
		return THEME_AUTO;
	return settings->themes.chosen;
}

const struct theme *app_theme_wanted(const struct settings *settings)
{
	const struct theme *theme = NULL;

	if (settings != NULL)
		theme = settings_theme(&settings->themes, chosen(settings));
	return theme != NULL ? theme : theme_of_terminal();
}

bool app_theme_check(
	const struct settings *settings, const char *name, struct error *error)
{
	const char *near;

	if (strcmp(name, THEME_AUTO) == 0 ||
		settings_theme(&settings->themes, name) != NULL)
		return true;
	near = settings_theme_near(&settings->themes, name);
	if (near != NULL)
		return error_set(error, ERROR_CONFIG,
			"There is no theme \"%s\". Did you mean %s?", name,
			near);
	return error_set(error, ERROR_CONFIG,
		"There is no theme \"%s\". :theme lists them.", name);
}

void app_theme_show(struct app *app)
{
	const struct screen_ops *ops = app->screen->ops;

	if (ops->theme == NULL)
		return;
	ops->theme(app->screen, app_theme_wanted(app->settings));
	app_stale(app);
}

/* -- :theme -- */

void app_theme_run(struct view *view)
{
	const struct settings *settings = view->app->settings;
	const char *names[SETTINGS_THEME_NAMES];
	size_t count = settings_theme_names(
		settings != NULL ? &settings->themes : NULL, names);
	struct buf text;

	buf_init(&text, SETTINGS_THEME_NAMES * (THEME_NAME + 2));
	for (size_t i = 0; i < count; i++)
		buf_printf(&text, "%s, ", names[i]);
	app_message(view->app, APP_INFO,
		"The theme is %s; :theme NAME takes another. There are %sand "
		"auto.",
		chosen(settings), buf_text(&text));
	buf_clear(&text);
}

void app_theme_run_with(struct view *view, const char *name)
{
	char *argument = mem_printf("theme=%s", name);

	app_set_with(view, argument);
	free(argument);
}

/* What a theme is for. */
static const char *about(const char *name)
{
	static const struct {
		const char *name, *about;
	} known[] = {
		{"16-colour", "the colours that the terminal has been given"},
		{"dark", "for a dark ground and 256 colours"},
		{"light", "for a light ground and 256 colours"},
		{"high-contrast", "bright on black"},
		{"monochrome", "no colours: bold, underlined, reversed"},
		{THEME_AUTO, "light where the ground is known to be, else "
			     "16-colour"},
	};

	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		if (strcmp(name, known[i].name) == 0)
			return known[i].about;
	}
	return "of the configuration";
}

void app_theme_offer(
	struct complete *complete, const struct view *view, const char *text)
{
	const struct settings *settings = view->app->settings;
	const char *names[SETTINGS_THEME_NAMES + 1];
	size_t count = settings_theme_names(
		settings != NULL ? &settings->themes : NULL, names);

	(void)text;
	names[count++] = THEME_AUTO;
	for (size_t i = 0; i < count; i++)
		complete_add(complete, &(struct complete_item){
					       .text = names[i],
					       .about = about(names[i]),
				       });
}
