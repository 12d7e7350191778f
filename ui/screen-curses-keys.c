/* SPDX-License-Identifier: MIT
 *
 * ncurses' keys are numbers above all characters; ours for the marks around a
 * paste are above those.
 */
#include "screen-curses-keys.h"

#include <curses.h>
#include <limits.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include "attr.h"

#define PASTE_MAX  (64 * 1024)
#define FOLLOWS_MS 25

/* Codes for our own sequences, above all that ncurses gives out. */
#define CODE_PASTE_BEGIN 2000
#define CODE_PASTE_END	 2001

static const struct special {
	int curses;
	key_code code;
} specials[] = {
	{KEY_UP, KEYS_UP},
	{KEY_DOWN, KEYS_DOWN},
	{KEY_LEFT, KEYS_LEFT},
	{KEY_RIGHT, KEYS_RIGHT},
	{KEY_HOME, KEYS_HOME},
	{KEY_END, KEYS_END},
	{KEY_PPAGE, KEYS_PAGE_UP},
	{KEY_NPAGE, KEYS_PAGE_DOWN},
	{KEY_IC, KEYS_INSERT},
	{KEY_DC, KEYS_DELETE},
	{KEY_BTAB, KEYS_SHIFT_TAB},
	{KEY_BACKSPACE, KEYS_BACKSPACE},
	{KEY_ENTER, KEYS_ENTER},
};

static bool special_key(wint_t curses, key_code *code)
{
	if (curses >= KEY_F(1) && curses <= KEY_F(12)) {
		*code = KEYS_F1 + curses - KEY_F(1);
		return true;
	}
	for (size_t i = 0; i < ARRAY_LEN(specials); i++) {
		if ((wint_t)specials[i].curses == curses) {
			*code = specials[i].code;
			return true;
		}
	}
	return false;
}

/* The descriptor is readable but there is nothing to read. */
static bool is_gone(void)
{
	struct pollfd fd = {.fd = STDIN_FILENO, .events = POLLIN};
	int waiting = 0;

	if (poll(&fd, 1, 0) <= 0)
		return false;
	if (fd.revents & (POLLERR | POLLHUP | POLLNVAL))
		return true;
	return ioctl(STDIN_FILENO, FIONREAD, &waiting) < 0 || waiting == 0;
}

static void add_character(struct buf *out, wchar_t c)
{
	char bytes[MB_LEN_MAX];
	mbstate_t state = {0};
	size_t len = wcrtomb(bytes, c, &state);

	if (len != (size_t)-1)
		buf_add(out, bytes, len);
}

void screen_curses_keys_init(struct screen_curses_keys *keys, bool pastes)
{
	*keys = (struct screen_curses_keys){.in_paste = false};
	buf_init(&keys->paste, PASTE_MAX);
	if (!pastes)
		return;
	define_key("\033[200~", CODE_PASTE_BEGIN);
	define_key("\033[201~", CODE_PASTE_END);
}

void screen_curses_keys_clear(struct screen_curses_keys *keys)
{
	buf_clear(&keys->paste);
}

/* A paste may come in pieces, over a line that stalls: what follows must not
 * be taken for commands. Ctrl-C is the way out where the end does not come;
 * only by itself, as some terminals paste it with the rest of a text that
 * somebody made for that. True: the key is complete. */
static bool
in_paste(struct screen_curses_keys *keys, int kind, wint_t c, struct key *key)
{
	keys->interrupted = kind == OK && c == KEYS_CTRL('C');
	if (kind == KEY_CODE_YES && c == CODE_PASTE_END) {
		keys->in_paste = false;
		key->code = KEYS_PASTE;
		key->paste = buf_text(&keys->paste);
		return true;
	}
	if (kind == OK)
		add_character(&keys->paste, (wchar_t)c);
	return false;
}

static key_code plain_key(wint_t c)
{
	if (c == '\n')
		return KEYS_ENTER;
	return (key_code)c;
}

/* False: not a key yet, or one that has no meaning here. */
static bool
take(struct screen_curses_keys *keys, int kind, wint_t c, struct key *key)
{
	if (keys->in_paste)
		return in_paste(keys, kind, c, key);
	if (kind == KEY_CODE_YES && c == CODE_PASTE_BEGIN) {
		buf_reset(&keys->paste);
		keys->in_paste = true;
		return false;
	}
	if (kind == KEY_CODE_YES)
		return special_key(c, &key->code);
	key->code = plain_key(c);
	return kind == OK;
}

static int get(struct screen_curses_keys *keys, wint_t *c)
{
	if (!keys->has_next)
		return wget_wch(stdscr, c);
	keys->has_next = false;
	*c = (wint_t)keys->next;
	return keys->next_kind;
}

/* An Escape was read. What came with it makes it Alt, if it can be; anything
 * else is the next key. */
static void add_alt(struct screen_curses_keys *keys, struct key *key)
{
	wint_t c;
	int kind = get(keys, &c);

	if (kind == ERR)
		return;
	if (kind == OK && key_without_alt(KEYS_ALT | (key_code)c) == c) {
		key->code = KEYS_ALT_OF(c);
		return;
	}
	keys->has_next = true;
	keys->next_kind = kind;
	keys->next = (unsigned)c;
}

/* True: there is a key. */
static bool take_all(struct screen_curses_keys *keys, struct key *key)
{
	wint_t c;
	int kind;

	while (!keys->gone && (kind = get(keys, &c)) != ERR) {
		if (!take(keys, kind, c, key))
			continue;
		if (kind == OK && key->code == KEYS_ESCAPE)
			add_alt(keys, key);
		return true;
	}
	return false;
}

static bool more_follows(void)
{
	struct pollfd fd = {.fd = STDIN_FILENO, .events = POLLIN};

	return poll(&fd, 1, FOLLOWS_MS) > 0;
}

bool screen_curses_keys_next(struct screen_curses_keys *keys, struct key *key)
{
	*key = (struct key){0};
	do {
		if (take_all(keys, key))
			return true;
	} while (keys->interrupted && !is_gone() && more_follows());
	if (keys->interrupted) {
		keys->in_paste = keys->interrupted = false;
		key->code = KEYS_CTRL('C');
		return true;
	}
	if (keys->gone || !is_gone())
		return false;
	keys->gone = true;
	key->code = KEYS_GONE;
	return true;
}

void screen_curses_keys_discard(struct screen_curses_keys *keys)
{
	keys->has_next = false;
	flushinp();
	/* ncurses does not know the terminal any more. */
	tcflush(STDIN_FILENO, TCIFLUSH);
}
