/* SPDX-License-Identifier: MIT
 *
 * Puts the program of a scene together and takes it apart, and the steps that
 * say how.
 */
#include "scene-private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "date.h"
#include "log.h"
#include "keymap-check.h"
#include "mem.h"

/* -- the program -- */

void scene_settle(struct scene *scene)
{
	fake_loop_run_ready(scene->loop);
}

bool scene_is_started(struct scene *scene)
{
	if (scene->accounts == NULL)
		scene_problem(scene, "the program is not started");
	return scene->accounts != NULL;
}

struct app *scene_app(const struct scene *scene)
{
	return accounts_app(scene->accounts);
}

static char *read_file(const char *path)
{
	FILE *file = fopen(path, "rb");
	char chunk[4096];
	struct buf text;
	size_t got;

	if (file == NULL)
		return NULL;
	buf_init(&text, SCENE_TEXT_MAX);
	while ((got = fread(chunk, 1, sizeof(chunk), file)) > 0)
		buf_add(&text, chunk, got);
	fclose(file);
	buf_puts(&text, "");
	return text.len > 0 ? buf_take(&text) : NULL;
}

static char *fixture(struct scene *scene, const char *name)
{
	char *path = mem_printf("%s/../fixtures/%s", scene->folder, name);
	char *text = read_file(path);

	if (text == NULL)
		scene_problem(scene, "cannot read the fixture %s", path);
	free(path);
	return text;
}

/* Order number 900001 + row, all in the same plain state. */
static char *made_up_page(long first, long count, long total)
{
	struct buf out;

	buf_init(&out, SCENE_TEXT_MAX);
	buf_puts(&out, "{\"orders\":[");
	for (long row = first; row < first + count; row++)
		buf_printf(&out,
			"%s{\"id\":%ld,\"certificate\":{\"common_name\":"
			"\"host%ld.example.com\",\"valid_till\":"
			"\"2027-06-01\"},\"status\":\"issued\","
			"\"date_created\":\"2026-06-01T10:00:00+00:00\","
			"\"product\":{\"name_id\":\"ssl_plus\",\"name\":"
			"\"Standard SSL\",\"type\":\"ssl_certificate\"}}",
			row > first ? "," : "", 900001 + row, row + 1);
	buf_printf(&out,
		"],\"page\":{\"total\":%ld,\"limit\":%ld,\"offset\":%ld}}",
		total, count, first);
	return buf_take(&out);
}

/* The body that a reply names; the caller frees. NULL and a problem. */
char *scene_body(struct scene *scene, const char *text)
{
	struct scene_words words;

	if (text[0] == '{' || text[0] == '[' || text[0] == '<' ||
		text[0] == '\0')
		return mem_dup(text);
	scene_split(text, &words);
	if (strcmp(words.items[0], "@list") == 0 && words.count == 4)
		return made_up_page(scene_number(words.items[1]),
			scene_number(words.items[2]),
			scene_number(words.items[3]));
	return fixture(scene, words.items[0]);
}

static void
answer_fixture(struct scene *scene, const char *path, const char *name)
{
	char *body = fixture(scene, name);

	if (body != NULL)
		fake_transport_answer(scene->transport, "GET", path, 200, body);
	free(body);
	scene_settle(scene);
}

/* A disk on which /taken is there and nothing else. */
static char *save_file(const char *path, const char *data UNUSED,
	size_t len UNUSED, struct error *error)
{
	if (strcmp(path, "/taken") != 0)
		return mem_dup(path);
	error_set(error, ERROR_SYSTEM,
		"%s is there already; nothing is overwritten. Choose another "
		"name.",
		path);
	return NULL;
}

/* As the program would: all that is wrong is told. */
static void read_config(struct scene *scene)
{
	struct error error;
	struct buf problems;

	buf_init(&problems, 64 * 1024);
	if (!settings_parse(&scene->settings, buf_text(&scene->config),
		    "config", &problems, &error) ||
		keymap_check(&scene->settings.keys, "config", &problems) > 0 ||
		user_commands_check(&scene->settings, "config", &problems) > 0)
		scene_problem(scene, "%s", buf_text(&problems));
	buf_clear(&problems);
}

/* The file that :source reads; a reader is told nothing of the scene. */
static const struct buf *source_text;

static bool read_settings(const char *path, struct settings *settings,
	struct buf *problems, struct error *error)
{
	if (path != NULL && strcmp(path, "/missing") == 0)
		return error_set(error, ERROR_CONFIG,
			"/missing cannot be read: No such file or directory.");
	if (!settings_parse(
		    settings, buf_text(source_text), "config", problems, error))
		return false;
	return keymap_check(&settings->keys, "config", problems) +
			       user_commands_check(
				       settings, "config", problems) ==
		       0 ||
	       error_set(error, ERROR_CONFIG, "config has problems.");
}

/* As if the settings had been read from a file with these values. */
static void fill_settings(struct scene *scene)
{
	struct settings *settings = &scene->settings;
	const struct store_options *options = &scene->store_options;

	settings->resend_guard_s = options->resend_guard_s;
	settings->refresh_s = options->refresh_s;
	settings->note_on_resend = options->note_on_resend;
	settings->view_counts = options->view_counts;
	settings->slow = scene->slow;
	settings->read_ahead = options->read_ahead;
	settings_add_account(settings, options->account_name);
	source_text = &scene->source;
}

/* The same disk, as who types a name of a file sees it. */
static bool list_files(const char *directory, struct buf *out)
{
	static const struct {
		const char *directory, *names;
	} directories[] = {
		{"", ".hidden\ncerts/\nconfig\nconfig.old\nnotes.txt\n"},
		{"certs/", "shop.pem\nshop key.pem\n"},
	};

	for (size_t i = 0; i < ARRAY_LEN(directories); i++) {
		if (strcmp(directories[i].directory, directory) == 0)
			return buf_puts(out, directories[i].names);
	}
	return false;
}

static void start(struct scene *scene, const char *args)
{
	const struct accounts_source source = scene_account_source(scene);
	struct app_options options = {.order_id = scene->order_id,
		.save = save_file,
		.list = list_files,
		.settings = &scene->settings,
		.settings_path = "config",
		.read_settings = read_settings,
		.keys = &scene->settings.keys};

	read_config(scene);
	fill_settings(scene);
	scene_account_open(&scene->list[0]);
	scene->screen = memory_screen_new(scene->rows, scene->cols);
	options.loop = fake_loop_loop(scene->loop);
	scene->user = user_commands_new(&scene->settings.commands);
	options.user = scene->user;
	options.disk = &scene_disk;
	options.children = fake_children_children(scene->children);
	options.clipboard = &scene->clipboard;
	options.screen = memory_screen_screen(scene->screen);
	options.store = scene->list[0].store;
	options.saved = scene->saved;
	options.slow = scene->slow;
	scene->history = line_history_new();
	options.history = scene->history;
	scene->commands = line_history_new();
	options.commands = scene->commands;
	scene->accounts = accounts_new(&options, &source, &scene->list[0]);
	store_start(scene->list[0].store);
	scene_settle(scene);
	if (strcmp(args, "bare") == 0)
		return;
	answer_fixture(scene, "/account", "account.json");
	answer_fixture(scene, "/user/me", "user.json");
}

void scene_take_apart(struct scene *scene)
{
	accounts_free(scene->accounts);
	user_commands_free(scene->user);
	line_history_free(scene->history);
	line_history_free(scene->commands);
	memory_screen_free(scene->screen);
	fake_loop_run_ready(scene->loop);
	for (size_t i = 0; i < scene->list_count; i++)
		scene_account_clear(&scene->list[i]);
	fake_children_free(scene->children);
	scene_disk_clear();
	fake_loop_free(scene->loop);
	settings_clear(&scene->settings);
	buf_clear(&scene->config);
	buf_clear(&scene->source);
	free(scene->kept);
	log_close();
	text_set_utf8(true);
	for (size_t i = 0; i < scene->text_count; i++)
		free(scene->texts[i]);
	for (size_t i = 0; i < scene->ignored_count; i++) {
		free(scene->ignored[i][0]);
		free(scene->ignored[i][1]);
	}
}

/* -- steps before the start -- */

static void step_bind(struct scene *scene, const char *args)
{
	int len = (int)strcspn(args, " ");

	buf_printf(&scene->config, "%.*s = %s\n", len, args,
		scene_behind(args, 1));
}

static void step_source(struct scene *scene, const char *args)
{
	if (args[0] == '\0')
		buf_reset(&scene->source);
	else
		buf_printf(&scene->source, "%s\n", args);
}

void scene_read_size(struct scene *scene, const char *args)
{
	char *end;

	scene->cols = (int)strtol(args, &end, 10);
	scene->rows = *end == 'x' ? (int)strtol(end + 1, NULL, 10) : 0;
}

static void step_locale(struct scene *scene, const char *args)
{
	(void)scene;
	text_set_utf8(strcmp(args, "C") != 0);
}

static void step_now(struct scene *scene, const char *args)
{
	int64_t now;

	if (date_parse(args, &now, NULL))
		fake_loop_set_wall(scene->loop, now);
	else
		scene_problem(scene, "no date: %s", args);
}

static void step_order(struct scene *scene, const char *args)
{
	scene->order_id = scene_keep(scene, args);
}

static enum store_kind kind_from(const char *word)
{
	static const struct {
		const char *word;
		enum store_kind kind;
	} kinds[] = {
		{"enterprise", STORE_ENTERPRISE},
		{"partner", STORE_PARTNER},
		{"legacy", STORE_LEGACY},
		{"subscription", STORE_SUBSCRIPTION},
	};

	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (strcmp(kinds[i].word, word) == 0)
			return kinds[i].kind;
	}
	return STORE_KIND_UNKNOWN;
}

static void set_clipboard(struct scene *scene, const char *value)
{
	struct clipboard_options *clipboard = &scene->clipboard;

	if (strcmp(value, "in-tmux") == 0)
		clipboard->in_tmux = true;
	else if (strcmp(value, "in-screen") == 0)
		clipboard->in_screen = true;
	else if (!settings_clipboard(value, &clipboard->way))
		scene_problem(scene, "no such clipboard: %s", value);
}

static void step_option(struct scene *scene, const char *args)
{
	struct store_options *options = &scene->store_options;
	struct scene_words words;
	const char *name, *value;

	scene_split(args, &words);
	if (!scene_has_words(scene, &words, 1))
		return;
	name = words.items[0];
	value = scene_keep(scene, scene_behind(args, 1));
	if (strcmp(name, "label") == 0)
		options->label = value;
	else if (strcmp(name, "kind") == 0)
		options->kind = kind_from(value);
	else if (strcmp(name, "read-only") == 0) {
		options->read_only = true;
		options->read_only_reason = value;
	} else if (strcmp(name, "console-url") == 0)
		options->console_url = value;
	else if (strcmp(name, "mail-url") == 0)
		options->mail_url = value;
	else if (strcmp(name, "issuance") == 0)
		scene->api_options.issuance_resend = value;
	else if (strcmp(name, "note-on-resend") == 0)
		options->note_on_resend = true;
	else if (strcmp(name, "guard") == 0)
		options->resend_guard_s = (int)scene_number(value);
	else if (strcmp(name, "refresh") == 0)
		options->refresh_s = (int)scene_number(value);
	else if (strcmp(name, "view-counts") == 0)
		options->view_counts = true;
	else if (strcmp(name, "read-ahead") == 0)
		options->read_ahead = true;
	else if (strcmp(name, "clipboard") == 0)
		set_clipboard(scene, value);
	else if (strcmp(name, "slow") == 0)
		scene->slow = true;
	else if (strcmp(name, "no-journal") == 0)
		scene->no_journal = true;
	else
		scene_problem(scene, "no such option: %s", name);
}

static bool outcome_from(const char *word, enum journal_outcome *out)
{
	for (int i = JOURNAL_PENDING; i <= JOURNAL_UNKNOWN; i++) {
		if (strcmp(word, journal_outcome_name(
					 (enum journal_outcome)i)) == 0) {
			*out = (enum journal_outcome)i;
			return true;
		}
	}
	return false;
}

static void step_journal(struct scene *scene, const char *args)
{
	struct journal_record record = {0};
	struct scene_words words;
	char *host;

	scene_split(args, &words);
	if (!scene_has_words(scene, &words, 5))
		return;
	host = strchr(words.items[4], '@');
	if (host != NULL)
		*host++ = '\0';
	record.order_id = words.items[0];
	record.action = words.items[1];
	record.agent = words.items[4];
	record.host = host;
	record.recipients = (const char *const *)words.items + 5;
	record.recipient_count = words.count - 5;
	if (!outcome_from(words.items[2], &record.outcome) ||
		!date_parse(words.items[3], &record.time, NULL)) {
		scene_problem(scene, "no outcome or no date");
		return;
	}
	record.finished = record.time;
	memory_journal_add(scene->journal, &record);
}

/* What the agent saves, as the file of it would be. */
static void keep(void *data, const char *text)
{
	struct scene *scene = data;

	free(scene->kept);
	scene->kept = mem_dup(text);
}

void scene_prepare(struct scene *scene)
{
	scene->rows = 24;
	scene->cols = 80;
	scene->store_options = (struct store_options){
		.account_name = "test",
		.kind = STORE_KIND_UNKNOWN,
		.label = "",
		.console_url = "",
		.mail_url = "",
		.agent = "mira",
		.host = "jump1",
		.resend_guard_s = 600,
	};
	scene->api_options.issuance_resend = "";
	settings_init(&scene->settings);
	buf_init(&scene->config, 64 * 1024);
	buf_puts(&scene->config, "[keys]\n");
	buf_init(&scene->source, 64 * 1024);
	scene->loop = fake_loop_new();
	scene->children = fake_children_new(fake_loop_loop(scene->loop));
	scene_account_look_at(scene, scene_account_add(scene, "test"));
	scene->saved = scene->list[0].saved;
	saved_set_keeper(scene->saved, keep, scene, "/home/mira/views");
}

/* A line of the configuration, behind those of bind. */
static void step_config(struct scene *scene, const char *args)
{
	buf_printf(&scene->config, "%s\n", args);
}

/* -- the table -- */

static const struct scene_step steps[] = {
	{"size", scene_read_size},
	{"source", step_source},
	{"locale", step_locale},
	{"now", step_now},
	{"option", step_option},
	{"bind", step_bind},
	{"order", step_order},
	{"journal", step_journal},
	{"config", step_config},
	{"start", start},
};

const struct scene_step *scene_program_steps(size_t *count)
{
	*count = ARRAY_LEN(steps);
	return steps;
}
