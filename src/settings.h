/* SPDX-License-Identifier: MIT
 *
 * The configuration (product.md 6): INI text to a struct, by one table of
 * settings per section. It only parses text; file reads it, secret gets the
 * key. All errors are found at once, each with its line and the nearest valid
 * name. (The file is called settings because autoconf's config.h exists.)
 */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "error.h"
#include "store.h"
#include "theme.h"

#define SETTINGS_ACCOUNTS 32
#define SETTINGS_ROWS	  32 /* most settings of a section */

/* Where a value comes from: the line of the file, or one of these. */
enum settings_origin {
	SETTINGS_DEFAULT = 0,
	SETTINGS_ENVIRONMENT = -1,
	SETTINGS_COMMAND_LINE = -2,
	SETTINGS_TYPED = -3, /* :set */
	SETTINGS_RUN = -4,   /* what the program has learned since it began */
};

/* How text gets to the clipboard of the terminal (ui/clipboard.h). */
enum settings_clipboard {
	SETTINGS_CLIPBOARD_AUTO,
	SETTINGS_CLIPBOARD_OSC52,
	SETTINGS_CLIPBOARD_TMUX,
	SETTINGS_CLIPBOARD_SCREEN,
	SETTINGS_CLIPBOARD_NONE,
};
/* "auto", "osc52", ... and back; false for any other word. */
const char *settings_clipboard_name(enum settings_clipboard way);
MUST_CHECK bool
settings_clipboard(const char *word, enum settings_clipboard *way);

/* [general] mouse */
enum settings_mouse {
	SETTINGS_MOUSE_AUTO, /* off over SSH */
	SETTINGS_MOUSE_YES,
	SETTINGS_MOUSE_NO,
};
const char *settings_mouse_name(enum settings_mouse mouse);

struct settings_account {
	char *name;
	char *url;	      /* normalised, with /services/v2; never NULL */
	enum store_kind kind; /* STORE_KIND_UNKNOWN is auto */
	char *label, *issuance_resend, *console_url;	/* "" if not set */
	char *ca_file, *proxy, *key_command, *key_file; /* NULL if not set */
	bool read_only;
	int refresh_s;		  /* -1: as in [general] */
	int lines[SETTINGS_ROWS]; /* of each setting, see settings_origin */
};

/* [view NAME] of product.md 2.1. */
#define SETTINGS_VIEWS	    9  /* numbers */
#define SETTINGS_VIEWS_MOST 64 /* of all accounts */
#define SETTINGS_VIEW_NAME  40 /* most bytes of a name */
struct settings_view {
	char *name;
	int number;		     /* 1 to 9; 0: not set */
	char *query, *filter, *sort; /* NULL if not set; read well */
	char *account;		     /* NULL: all have it */
	int line;		     /* where it begins */
	int lines[SETTINGS_ROWS];
};

/* [keys]: the keys of a command, as text. */
#define SETTINGS_KEYS	   256 /* lines */
#define SETTINGS_KEYS_TEXT 200 /* most bytes of one */
struct settings_key {
	char *name, *keys;
	int line;
};

struct settings_keys {
	struct settings_key *list;
	size_t count;
};

/* [theme NAME], and the one that [general] chooses. */
#define SETTINGS_THEMES	     16
#define SETTINGS_THEME_NAMES (SETTINGS_THEMES + 16)
struct settings_theme {
	struct theme theme; /* complete once all was read well */
	int lines[STYLES];  /* where each is said; 0: it is not */
	char *base;	    /* NULL if not set */
	int line, base_line;
};

struct settings_themes {
	char *chosen; /* NULL: not set */
	int chosen_line;
	struct settings_theme own[SETTINGS_THEMES];
	size_t count;
};

/* [command NAME]: a program of the person's own (ui/user-commands.h). */
#define SETTINGS_COMMANDS 32
struct settings_command {
	char *name, *run;
	char *key, *help; /* NULL if not set */
	bool json, background, wait, confirm, harmless;
	int line; /* where it begins */
	int lines[SETTINGS_ROWS];
};

struct settings_commands {
	struct settings_command *list;
	size_t count;
};

struct settings {
	struct settings_account accounts[SETTINGS_ACCOUNTS];
	size_t account_count;
	char *default_account; /* [general] account; NULL: the first */
	char *journal;	       /* path; NULL: the default */
	int resend_guard_s;    /* default 600 */
	int requests_short, requests_long; /* budget; default 50 and 500 */
	int refresh_s;	/* of the live list; 0: off, the default */
	bool to_syslog; /* each record of the journal, too */
	bool note_on_resend;
	bool view_counts; /* default yes */
	bool read_ahead;  /* default yes */
	enum settings_clipboard clipboard;
	enum settings_mouse mouse;
	bool slow;	  /* as --slow */
	char *columns;	  /* of the orders list; NULL: not set */
	int columns_line; /* where that is said */
	struct settings_view views[SETTINGS_VIEWS_MOST];
	size_t view_count;
	int lines[SETTINGS_ROWS]; /* of [general] */
	struct settings_keys keys;
	struct settings_themes themes;
	struct settings_commands commands;
};

/* Asked for more often than this it would use up the request budget. */
#define SETTINGS_REFRESH_LEAST 5

void settings_init(struct settings *settings); /* the defaults */
void settings_clear_commands(struct settings_commands *commands);
/* All of it is gone, the defaults too: settings_init comes before the next use.
 */
void settings_clear(struct settings *settings);

/* False: ERROR_CONFIG; *problems has one line an error, "FILE:LINE: ...". */
MUST_CHECK bool settings_parse(struct settings *settings, const char *text,
	const char *file_name, struct buf *problems, struct error *error);

/* The same for the file that the program itself writes (saved-file): views and
 * columns only. */
MUST_CHECK bool settings_parse_own(struct settings *settings, const char *text,
	const char *file_name, struct buf *problems, struct error *error);

/* One without anything but a name. NULL: there is no room for it. */
struct settings_account *
settings_add_account(struct settings *settings, const char *name);

/* An account from CERTDESK_URL, CERTDESK_KIND, CERTDESK_ISSUANCE_RESEND,
 * given as values (NULL if not set). */
MUST_CHECK bool
settings_add_environment(struct settings *settings, const char *url,
	const char *kind, const char *issuance_resend, struct error *error);

/* By name, or the default for NULL. NULL and *error with the names if none. */
const struct settings_account *settings_account(
	const struct settings *settings, const char *name, struct error *error);

/* An own theme or a built-in one, lent; NULL: there is none. `themes` may be
 * NULL: no own ones. */
const struct theme *
settings_theme(const struct settings_themes *themes, const char *name);
/* Their names, lent, the built-in ones first, into out[SETTINGS_THEME_NAMES];
 * and the one that is nearest to a name, or NULL. */
size_t
settings_theme_names(const struct settings_themes *themes, const char **out);
const char *
settings_theme_near(const struct settings_themes *themes, const char *name);

/* Takes over the lines of [keys]; false: they are the same (but for where they
 * stand). */
bool settings_keys_take(struct settings_keys *into, struct settings_keys *from);
/* Takes over own themes that were read anew, all of them; false: they are the
 * same. `from` may only be cleared afterwards. */
bool settings_theme_take(
	struct settings_themes *into, struct settings_themes *from);

/* How often the account's list asks for changes: its own setting, else the
 * general one (account may be NULL); 0, or SETTINGS_REFRESH_LEAST and more. */
int settings_refresh(const struct settings *settings,
	const struct settings_account *account);

/*
 * Check and normalise an API URL: https, or http to 127.0.0.0/8 and [::1]; no
 * user, query or fragment; without a path "/services/v2" is added. Caller frees
 * *out. *host gets "host:port" in lower case, without the usual port; may
 * be NULL.
 */
MUST_CHECK bool
settings_url(const char *url, char **out, char **host, struct error *error);

/* "auto", "enterprise", ...; false for any other word. */
MUST_CHECK bool settings_kind(const char *word, enum store_kind *kind);

#endif
