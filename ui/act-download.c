/* SPDX-License-Identifier: MIT
 *
 * Download the certificate into a file that is not there yet. The file is
 * written on another thread: a slow disk stops nothing. Whoever leaves while
 * the certificate is read gives it up; what is being written is finished.
 */
#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "app.h"
#include "attr.h"
#include "form.h"
#include "log.h"
#include "mem.h"
#include "progress.h"
#include "text.h"
#include "wording.h"

enum { FORMAT, PATH, FIELDS };

static const struct {
	const char *format, *ending;
} formats[] = {
	{"pem_all", "pem"},
	{"pem_noroot", "pem"},
	{"p7b", "p7b"},
	{"cer", "cer"},
	{"default", "zip"},
};

static const char *const choices[] = {"PEM, the whole chain",
	"PEM, without the root", "PKCS #7 (p7b)", "the certificate alone (cer)",
	"as the platform wants it (zip)", NULL};

static const struct form_field fields[FIELDS] = {
	[FORMAT] = {.kind = FORM_CHOICE, .label = "Format", .choices = choices},
	[PATH] = {.kind = FORM_TEXT,
		.label = "Save as",
		.required = true,
		.help = "A new file, for you alone (mode 0600); nothing is "
			"overwritten. ~ is your home directory."},
};

/* What is written, by the other thread; it outlives the window. */
struct act_file {
	struct act_download *download; /* NULL: the window is gone */
	app_save_fn save;
	char *path, *data;
	size_t len;
	char *saved; /* the file's whole name; NULL: see error */
	struct error error;
};

struct act_download {
	struct app *app;
	struct store *store;
	struct form *form;
	char order_id[ORDER_ID_SIZE];
	char *title, *path;	  /* path: of the press */
	struct act_file *file;	  /* that is being written */
	struct loop_timer *timer; /* of the progress */
	int64_t since;		  /* loop ms */
	bool reading;
	bool named; /* the person has changed the name */
};

/* How often the progress is told, also where every byte is heard or costs. */
#define PROGRESS_MS	 1000
#define SLOW_PROGRESS_MS 10000

/* -- writing --------------------------------------------------------------- */

static void write_file(void *data)
{
	struct act_file *file = data;

	file->saved =
		file->save(file->path, file->data, file->len, &file->error);
}

/* Without its window, perhaps without the app, only the log can be told. */
static void tell_log(const struct act_file *file)
{
	if (file->saved != NULL)
		log_add(LOG_INFO, "The certificate was saved as %s.",
			file->saved);
	else
		log_add(LOG_ERROR, "%s", file->error.text);
}

static void tell_window(const struct act_file *file)
{
	struct act_download *download = file->download;

	download->file = NULL;
	if (file->saved == NULL) {
		form_say(download->form, STYLE_TEXT, "");
		form_wrong(download->form, PATH, file->error.text);
		return;
	}
	app_message(download->app, APP_SUCCESS,
		"The certificate was saved as %s (%zu bytes, mode 0600).",
		file->saved, file->len);
	form_finish(download->form);
}

static void file_written(void *data)
{
	struct act_file *file = data;

	if (file->download != NULL)
		tell_window(file);
	else
		tell_log(file);
	free(file->saved);
	free(file->path);
	free(file->data);
	free(file);
}

static void save(struct act_download *download, const struct store_file *from)
{
	struct act_file *file = mem_zalloc(sizeof(*file));

	file->download = download;
	file->save = app_save(download->app);
	file->path = mem_dup(download->path);
	file->data = mem_dupn(from->data, from->len);
	file->len = from->len;
	download->file = file;
	loop_work(store_loop(download->store), write_file, file_written, file);
}

/* As long as nothing is here, it waits for its turn or for the first byte, what
 * ends the waiting is named. */
static void write_progress(const struct act_download *download, struct buf *out)
{
	struct transport_progress bytes;
	struct progress progress;
	char key[APP_KEY_SIZE];

	buf_puts(out, "Reading the certificate ...");
	if (!store_download_progress(download->store, download, &bytes) ||
		bytes.got == 0) {
		buf_printf(out, " (%s)",
			app_key(download->app, "app-cancel", key, sizeof(key)));
		return;
	}
	progress = (struct progress){.seen = bytes.got,
		.total = bytes.total,
		.ms = loop_now(app_loop(download->app)) - download->since};
	buf_putc(out, ' ');
	progress_write_count(&progress, out);
	buf_puts(out, " bytes");
	progress_write_rate(&progress, out);
}

static void tell_progress(void *data)
{
	struct act_download *download = data;
	struct buf text;

	buf_init(&text, 256);
	write_progress(download, &text);
	form_say(download->form, STYLE_TEXT, buf_text(&text));
	buf_clear(&text);
	loop_timer_start(download->timer,
		app_is_slow(download->app) ? SLOW_PROGRESS_MS : PROGRESS_MS);
}

static void begin_reading(struct act_download *download)
{
	download->reading = true;
	download->since = loop_now(app_loop(download->app));
	tell_progress(download);
}

static void end_reading(struct act_download *download)
{
	download->reading = false;
	loop_timer_stop(download->timer);
}

static void downloaded(void *data, const struct store_file *file)
{
	struct act_download *download = data;
	char sentence[ERROR_TEXT_SIZE * 2];

	end_reading(download);
	if (file->data != NULL) {
		save(download, file);
		return;
	}
	text_format(sentence, sizeof(sentence), "%s%s Nothing was saved.",
		file->error.text, wording_stop(file->error.text));
	form_say(download->form, STYLE_ERROR, sentence);
}

/* -- the form -------------------------------------------------------------- */

static bool press(struct form *form, void *data, size_t button UNUSED,
	const struct form_value *values)
{
	struct act_download *download = data;
	struct error error = {0};

	if (download->reading || download->file != NULL)
		return false;
	free(download->path);
	download->path = mem_dup(values[PATH].text);
	if (store_download(download->store, download->order_id,
		    formats[values[FORMAT].choice].format, downloaded, download,
		    &error)) {
		begin_reading(download);
	} else {
		form_say(form, STYLE_ERROR, error.text);
	}
	return false;
}

static bool cancel(struct form *form, void *data)
{
	struct act_download *download = data;

	if (!download->reading)
		return false;
	store_download_forget(download->store, download);
	end_reading(download);
	form_say(form, STYLE_WARNING, "Given up. Nothing was saved.");
	return true;
}

static char *name_for(const struct act_download *download, size_t choice)
{
	return mem_printf(
		"~/%s.%s", download->order_id, formats[choice].ending);
}

/* The ending follows the format until the name is the person's own. */
static void edited(struct form *form, void *data, size_t field,
	const struct form_value *values)
{
	struct act_download *download = data;
	char *name;

	if (field == PATH)
		download->named = true;
	if (field != FORMAT || download->named)
		return;
	name = name_for(download, values[FORMAT].choice);
	form_set_text(form, PATH, name);
	free(name);
}

static void done(struct view *owner UNUSED, void *data,
	const struct form_value *values UNUSED)
{
	struct act_download *download = data;

	store_download_forget(download->store, download);
	if (download->file != NULL)
		download->file->download = NULL;
	loop_timer_free(download->timer);
	free(download->title);
	free(download->path);
	free(download);
}

static const struct form_hooks hooks = {
	.press = press, .edited = edited, .cancel = cancel, .done = done};

static size_t usual_choice(const struct order *head)
{
	const char *format = offers_download_format(
		head != NULL ? head->family : ORDER_FAMILY_OTHER);

	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		if (strcmp(formats[i].format, format) == 0)
			return i;
	}
	return 0;
}

void act_download_open(struct app *app, const char *order_id)
{
	struct act_download *download = mem_zalloc(sizeof(*download));
	struct form_value values[FIELDS] = {0};
	struct form_options options = {
		.fields = fields,
		.field_count = FIELDS,
		.values = values,
		.verb = "Save",
		.sends = true,
		.hooks = &hooks,
		.data = download,
	};
	char *name;

	download->app = app;
	download->store = app_store(app);
	download->timer =
		loop_timer_new(app_loop(app), tell_progress, download);
	text_format(
		download->order_id, sizeof(download->order_id), "%s", order_id);
	values[FORMAT].choice =
		usual_choice(store_order_head(download->store, order_id));
	name = name_for(download, values[FORMAT].choice);
	values[PATH].text = name;
	download->title =
		mem_printf("Download the certificate - order %s", order_id);
	options.title = download->title;
	download->form = form_open(app, app_top(app), &options);
	free(name);
}
