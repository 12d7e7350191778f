/* SPDX-License-Identifier: MIT
 *
 * Questions, a trial, a file. The text of the file is made once, read by the
 * same parser as ever, and what comes out of that is tried: so what is tried
 * is what will be used.
 */
#include "session-setup.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli-doctor.h"
#include "file.h"
#include "mem.h"
#include "session-ask.h"
#include "session-doctor.h"
#include "settings.h"
#include "text.h"

#define ACCOUNT	  "main"
#define TEXT_MAX  (16 * 1024)
#define OUT_MAX	  (256 * 1024)
#define WIDTH	  79
#define KEY_FILES 9

enum where { WHERE_DEMO, WHERE_US, WHERE_EU, WHERE_URL };

enum key_from {
	KEY_FROM_COMMAND,
	KEY_FROM_NEW_FILE,
	KEY_FROM_FILE,
	KEY_FROM_NOWHERE, /* CERTDESK_API_KEY, or asked for each time */
};

struct setup {
	const struct options *options;
	char *config;	/* path */
	char *key_file; /* of a new one; NULL: none is free */
	enum where where;
	size_t kind;
	char url[600], label[64];
	bool read_only;
	enum key_from from;
	char source[2048]; /* command or file */
	/* Asked for only where the trial fails for want of them. */
	char proxy[600], ca_file[2048];
	bool has_proxy; /* an empty one is none, whatever the environment has */
	struct secret *key;
	/* CERTDESK_API_KEY, taken out before a key command could see it. */
	struct secret *from_environment;
	struct doctor doctor;
};

static const char *const kinds[] = {
	"auto", "subscription", "enterprise", "partner", "legacy"};

bool session_setup_is_due(const struct options *options)
{
	const char *url = getenv("CERTDESK_URL");
	char *path;
	bool due;

	if (options->command != OPTION_SCREEN || options->demo ||
		options->account != NULL || (url != NULL && *url != '\0') ||
		!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
		return false;
	path = file_config_path("config");
	due = path != NULL && file_is_missing(path);
	free(path);
	return due;
}

/* -- the questions ----------------------------------------------------------
 */

static bool check_url(const char *text, struct error *error)
{
	char *url;

	if (!settings_url(text, &url, NULL, error))
		return false;
	free(url);
	return true;
}

static bool ask_where(struct setup *setup)
{
	static const char *const choices[] = {
		"the demo: look around and resend mails without an account",
		"a CertCentral account, United States (www.digicert.com)",
		"a CertCentral account, Europe (certcentral.digicert.eu)",
		"another address",
	};
	size_t choice = 0;

	puts("\nWhat shall it work with?");
	if (!session_ask_choice(choices, ARRAY_LEN(choices), 0, &choice))
		return false;
	setup->where = (enum where)choice;
	return setup->where != WHERE_URL ||
	       session_ask_text("Address, https://...", setup->url,
		       sizeof(setup->url), check_url);
}

static bool ask_kind(struct setup *setup)
{
	static const char *const choices[ARRAY_LEN(kinds)] = {
		"auto: Enterprise, Partner or Legacy, as the service says",
		"Subscription",
		"Enterprise",
		"Partner",
		"Legacy",
	};

	puts("\nWhich kind of account is it? A Subscription account has to be "
	     "chosen: the\nservice does not tell that it is one.");
	return session_ask_choice(choices, ARRAY_LEN(choices), 0, &setup->kind);
}

static bool ask_look(struct setup *setup)
{
	puts("\nA word that the title always shows, such as PROD; empty for "
	     "none.");
	if (!session_ask_text(
		    "Label", setup->label, sizeof(setup->label), NULL))
		return false;
	puts("\nRead-only, nothing can be sent until the configuration says "
	     "otherwise.");
	return session_ask_yes("Start read-only?", setup->options->read_only,
		&setup->read_only);
}

static bool check_some(const char *text, struct error *error)
{
	return *text != '\0' ||
	       error_set(error, ERROR_CONFIG, "Something has to be there.");
}

/* A copy, as the same answer may be given again. */
static struct secret *
key_of_environment(const struct setup *setup, struct error *error)
{
	const char *text;

	if (setup->from_environment == NULL)
		return NULL;
	text = secret_text(setup->from_environment);
	return secret_new(text, strlen(text), error);
}

/* The key, from where the person says; the sentence if it is not there. */
static bool get_key(struct setup *setup, struct error *error)
{
	char *path;

	secret_free(setup->key);
	setup->key = NULL;
	if (setup->from == KEY_FROM_COMMAND) {
		setup->key = secret_from_command(setup->source, error);
	} else if (setup->from == KEY_FROM_FILE) {
		path = file_expand(setup->source);
		setup->key = secret_from_file(path, error);
		free(path);
	} else {
		if (setup->from == KEY_FROM_NOWHERE)
			setup->key = key_of_environment(setup, error);
		if (setup->key == NULL)
			setup->key = secret_from_prompt(
				"API key (what you type is not shown): ",
				error);
	}
	return setup->key != NULL;
}

static bool ask_source(struct setup *setup)
{
	if (setup->from == KEY_FROM_COMMAND)
		return session_ask_text("Command", setup->source,
			sizeof(setup->source), check_some);
	if (setup->from == KEY_FROM_FILE)
		return session_ask_text("File", setup->source,
			sizeof(setup->source), check_some);
	return true;
}

static bool ask_key(struct setup *setup)
{
	const char *choices[] = {
		"a command prints it: pass, secret-tool, vault ...",
		"I type it now; a new file keeps it that only I can read",
		"it is in a file already",
		"CERTDESK_API_KEY where that is set; else I type it each time",
	};
	struct error error = {0};
	size_t choice = 0;

	puts("\nWhere does the API key come from? (The console makes one under "
	     "Automation >\nAPI Keys.)");
	for (;;) {
		if (!session_ask_choice(
			    choices, ARRAY_LEN(choices), -1, &choice))
			return false;
		setup->from = (enum key_from)choice;
		if (setup->from == KEY_FROM_NEW_FILE && setup->key_file == NULL)
			error_set(&error, ERROR_CONFIG,
				"There are too many key files already.");
		else if (!ask_source(setup))
			return false;
		else if (get_key(setup, &error))
			return true;
		if (error.kind == ERROR_CANCELLED)
			return false;
		session_ask_complain(&error);
	}
}

/* -- the text of the file ---------------------------------------------------
 */

static void add_line(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, "%s = %s\n", name, value);
}

static void compose(const struct setup *setup, struct buf *out)
{
	buf_puts(out, "# certdesk --print-config shows all settings, "
		      "certdesk-config(5) explains them.\n"
		      "[account " ACCOUNT "]\n");
	if (setup->where == WHERE_URL)
		add_line(out, "url", setup->url);
	else
		add_line(out, "region", setup->where == WHERE_US ? "us" : "eu");
	add_line(out, "kind", kinds[setup->kind]);
	if (setup->label[0] != '\0')
		add_line(out, "label", setup->label);
	if (setup->read_only)
		add_line(out, "read_only", "yes");
	if (setup->from == KEY_FROM_COMMAND)
		add_line(out, "key_command", setup->source);
	else if (setup->from == KEY_FROM_FILE)
		add_line(out, "key_file", setup->source);
	else if (setup->from == KEY_FROM_NEW_FILE)
		add_line(out, "key_file", setup->key_file);
	if (setup->has_proxy)
		add_line(out, "proxy", setup->proxy);
	if (setup->ca_file[0] != '\0')
		add_line(out, "ca_file", setup->ca_file);
}

static void print_clean(const struct buf *text)
{
	struct buf clean;

	buf_init(&clean, OUT_MAX);
	text_clean_lines(&clean, buf_text(text));
	fputs(buf_text(&clean), stdout);
	buf_clear(&clean);
}

/* -- trying it --------------------------------------------------------------
 */

static const char *source_name(const struct setup *setup)
{
	static const char *const names[] = {
		[KEY_FROM_COMMAND] = "key_command",
		[KEY_FROM_NEW_FILE] = "your answer",
		[KEY_FROM_FILE] = "key_file",
		[KEY_FROM_NOWHERE] = "your answer, or CERTDESK_API_KEY,",
	};

	return names[setup->from];
}

static void look(struct setup *setup, const struct settings *settings)
{
	struct session_doctor doctor = {
		.options = setup->options,
		.account = &settings->accounts[0],
		.key = setup->key,
		.key_source = source_name(setup),
		.http = {.base_url = settings->accounts[0].url,
			.ca_file = settings->accounts[0].ca_file,
			.proxy = settings->accounts[0].proxy},
	};
	struct buf out;

	if (session_doctor_network(&doctor))
		session_doctor_try_key(&doctor);
	buf_init(&out, OUT_MAX);
	cli_doctor_text(&doctor.doctor, 0, WIDTH, &out);
	fputs(buf_text(&out), stdout);
	buf_clear(&out);
	doctor_clear(&setup->doctor);
	setup->doctor = doctor.doctor;
}

/* False: it does not work, which was said. */
static bool try_it(struct setup *setup)
{
	struct settings settings;
	struct buf text, problems;
	struct error error = {0};
	bool good;

	settings_init(&settings);
	buf_init(&text, TEXT_MAX);
	buf_init(&problems, OUT_MAX);
	compose(setup, &text);
	puts("\nTrying it, with requests that change nothing:");
	fflush(stdout);
	good = settings_parse(
		&settings, buf_text(&text), "answers", &problems, &error);
	if (good)
		look(setup, &settings);
	else
		print_clean(&problems);
	good = good && doctor_count(&setup->doctor, DOCTOR_PROBLEM) == 0;
	buf_clear(&text);
	buf_clear(&problems);
	settings_clear(&settings);
	return good;
}

/* -- the way to the service -------------------------------------------------
 */

enum way { WAY_GOOD, WAY_PROXY, WAY_TRUST };

/* What may be missing on the way; a key that is refused got there. */
static enum way missing_of(const struct setup *setup)
{
	const struct doctor *doctor = &setup->doctor;

	if (doctor_worst(doctor, DOCTOR_RESOLVER) != DOCTOR_PROBLEM &&
		doctor_worst(doctor, DOCTOR_TLS) != DOCTOR_PROBLEM)
		return WAY_GOOD;
	switch (doctor_kind(doctor)) {
	case ERROR_TLS:
	case ERROR_CONFIG: /* the file that was named */
		return WAY_TRUST;
	default:
		return WAY_PROXY;
	}
}

static bool ask_way(struct setup *setup)
{
	if (missing_of(setup) == WAY_TRUST) {
		puts("\nA file in PEM form with the certificates of the "
		     "authorities to trust, such as\nthose of a proxy that "
		     "opens TLS. Your administrators have it.");
		return session_ask_text("File", setup->ca_file,
			sizeof(setup->ca_file), check_some);
	}
	puts("\nThe proxy's address; empty for none, even if the environment "
	     "names one.");
	setup->has_proxy = true;
	return session_ask_text("Proxy, http://HOST:PORT", setup->proxy,
		sizeof(setup->proxy), NULL);
}

static void forget_way(struct setup *setup)
{
	setup->has_proxy = false;
	setup->ca_file[0] = '\0';
}

enum next { NEXT_WAY, NEXT_ALL, NEXT_KEY, NEXT_WRITE, NEXT_LEAVE };

static enum next ask_next(const struct setup *setup)
{
	static const char *const ways[] = {
		[WAY_PROXY] = "name the proxy that leads there",
		[WAY_TRUST] = "name a file with the certificates to trust",
	};
	enum way missing = missing_of(setup);
	const char *choices[] = {
		ways[missing],
		"answer all of it again",
		"only where the key comes from",
		"write it all the same",
		"leave, and write nothing",
	};
	/* The first one is there only if something is missing. */
	size_t first = missing == WAY_GOOD ? NEXT_ALL : NEXT_WAY, choice = 0;

	puts("\nThat does not work yet. What now?");
	if (!session_ask_choice(
		    choices + first, ARRAY_LEN(choices) - first, 0, &choice))
		return NEXT_LEAVE;
	return (enum next)(choice + first);
}

/* -- writing ----------------------------------------------------------------
 */

/* Between the two files nobody can stop us. */
static void hold_signals(int how)
{
	static const int numbers[] = {SIGINT, SIGTERM, SIGHUP, SIGTSTP};
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		sigaddset(&set, numbers[i]);
	sigprocmask(how, &set, NULL);
}

static bool write_key(const struct setup *setup, struct error *error)
{
	const char *key = secret_text(setup->key);

	return setup->from != KEY_FROM_NEW_FILE ||
	       file_create(setup->key_file, key, strlen(key), error);
}

static bool write_files(
	const struct setup *setup, const struct buf *text, struct error *error)
{
	bool good;

	hold_signals(SIG_BLOCK);
	good = file_make_parent(setup->config, error) &&
	       write_key(setup, error);
	if (good &&
		!file_create(setup->config, buf_text(text), text->len, error)) {
		good = false;
		if (setup->from == KEY_FROM_NEW_FILE)
			unlink(setup->key_file);
	}
	hold_signals(SIG_UNBLOCK);
	return good;
}

static void say_path(const char *what, const char *path)
{
	struct buf clean;

	buf_init(&clean, OUT_MAX);
	text_clean(&clean, path);
	printf("%s%s\n", what, buf_text(&clean));
	buf_clear(&clean);
}

static bool finish(const struct setup *setup, struct error *error)
{
	struct buf text;
	bool yes = false, good;

	buf_init(&text, TEXT_MAX);
	compose(setup, &text);
	puts("\nThis is the configuration:\n");
	print_clean(&text);
	putchar('\n');
	say_path("It goes to ", setup->config);
	good = session_ask_yes("Write it?", true, &yes) && yes;
	if (!good)
		error_set(error, ERROR_CANCELLED, "left");
	else
		good = write_files(setup, &text, error);
	if (good)
		puts("Written; only you can read it. certdesk doctor looks at "
		     "everything again.");
	buf_clear(&text);
	return good;
}

/* -- all of it --------------------------------------------------------------
 */

static bool left(struct error *error)
{
	return error_set(error, ERROR_CANCELLED, "left");
}

static bool ask_account(struct setup *setup, struct error *error)
{
	enum next next = NEXT_ALL;

	while (next != NEXT_WRITE) {
		if (next == NEXT_ALL && (!ask_kind(setup) || !ask_look(setup)))
			return left(error);
		if (next == NEXT_WAY ? !ask_way(setup) : !ask_key(setup))
			return left(error);
		next = try_it(setup) ? NEXT_WRITE : ask_next(setup);
		if (next == NEXT_ALL)
			forget_way(setup);
		if (next == NEXT_LEAVE ||
			(next == NEXT_ALL && !ask_where(setup)))
			return left(error);
		if (setup->where == WHERE_DEMO)
			return true;
	}
	return finish(setup, error);
}

/* A name that is free. */
static char *new_key_file(void)
{
	char name[64], *path;

	for (int i = 1; i <= KEY_FILES; i++) {
		text_format(name, sizeof(name), i == 1 ? "%s.key" : "%s-%d.key",
			ACCOUNT, i);
		path = file_config_path(name);
		if (path == NULL || file_is_missing(path))
			return path;
		free(path);
	}
	return NULL;
}

static bool run(struct setup *setup, struct error *error)
{
	puts("certdesk: there is no configuration yet. A few questions make "
	     "one. Empty takes\nthe answer in brackets; Ctrl-C or Ctrl-D "
	     "leaves, and then nothing is written.");
	if (!ask_where(setup))
		return left(error);
	return setup->where == WHERE_DEMO || ask_account(setup, error);
}

bool session_setup(
	struct options *options, struct secret **key, struct error *error)
{
	struct setup setup = {.options = options,
		.config = file_config_path("config"),
		.key_file = new_key_file(),
		.from_environment =
			secret_from_environment("CERTDESK_API_KEY", error)};
	bool good;

	error_clear(error); /* one that is no key is as good as none */
	good = run(&setup, error);

	if (good && setup.where == WHERE_DEMO)
		options->demo = true;
	else if (good) {
		*key = setup.key;
		setup.key = NULL;
	} else if (error->kind == ERROR_CANCELLED) {
		error_set(error, ERROR_CONFIG,
			"Nothing was written. certdesk --demo needs no "
			"account; certdesk-config(5) says how to write the "
			"configuration by hand.");
	}
	secret_free(setup.key);
	secret_free(setup.from_environment);
	doctor_clear(&setup.doctor);
	free(setup.config);
	free(setup.key_file);
	return good;
}
