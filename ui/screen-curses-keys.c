/* SPDX-License-Identifier: MIT
 *
 * ncurses' keys are numbers above all characters; ours for the marks around a
 * paste are above those.
 */
#include "screen-curses-keys.h"

#include <curses.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

#include "attr.h"

#define PASTE_MAX  (64 * 1024)
#define FOLLOWS_MS 25

#define STALE_MS 3000 /* a sequence that does not go on */

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
	/* Also the arrows' other mode, where a description has it so. */
	{KEY_SF, KEYS_DOWN},
	{KEY_SR, KEYS_UP},
	/* What a vt220 calls the keys in the places of Home and End. */
	{KEY_FIND, KEYS_HOME},
	{KEY_SELECT, KEYS_END},
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
	/* ncurses would read it without telling. */
	define_key(NULL, KEY_MOUSE);
	if (!pastes)
		return;
	define_key("\033[200~", CODE_PASTE_BEGIN);
	define_key("\033[201~", CODE_PASTE_END);
}

void screen_curses_keys_clear(struct screen_curses_keys *keys)
{
	buf_clear(&keys->paste);
}

static void end_paste(struct screen_curses_keys *keys, struct key *key)
{
	keys->in_paste = false;
	key->code = KEYS_PASTE;
	key->paste = buf_text(&keys->paste);
}

/* The end of a paste that came in two pieces. */
static bool ends_torn(struct screen_curses_keys *keys, struct key *key)
{
	static const char end[] = "\033[201~";
	size_t len = keys->paste.len, end_len = strlen(end);

	if (len < end_len ||
		strcmp(buf_text(&keys->paste) + len - end_len, end) != 0)
		return false;
	keys->paste.len -= end_len;
	keys->paste.data[keys->paste.len] = '\0';
	end_paste(keys, key);
	return true;
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
		end_paste(keys, key);
		return true;
	}
	if (kind == OK)
		add_character(&keys->paste, (wchar_t)c);
	return c == '~' && ends_torn(keys, key);
}

static key_code plain_key(wint_t c)
{
	if (c == '\n')
		return KEYS_ENTER;
	return (key_code)c;
}

static bool more_follows(int ms)
{
	struct pollfd fd = {.fd = STDIN_FILENO, .events = POLLIN};

	return poll(&fd, 1, ms) > 0;
}

/* -- sequences that ncurses does not know -- */

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool is_stale(const struct screen_curses_keys *keys)
{
	return now_ms() - keys->sequence_ms > STALE_MS;
}

/* ERR: there is nothing. */
static int next_input(struct screen_curses_keys *keys, wint_t *c)
{
	if (keys->ahead_count == 0)
		return wget_wch(stdscr, c);
	*c = keys->ahead[--keys->ahead_count].c;
	return keys->ahead[keys->ahead_count].kind;
}

static void put_back(struct screen_curses_keys *keys, int kind, wint_t c)
{
	keys->ahead[keys->ahead_count++] =
		(struct screen_curses_input){kind, c};
}

/* Behind an Escape, with c: does what waits, or comes as soon as one sequence
 * does, make it one? Nobody types that fast, but one who types ahead may. */
static bool begins_sequence(struct screen_curses_keys *keys, wint_t c)
{
	wint_t first;
	int kind;

	if (c != '[' && c != 'O')
		return false;
	kind = next_input(keys, &first);
	if (kind == ERR && more_follows(get_escdelay()))
		kind = next_input(keys, &first);
	if (kind == ERR)
		return false;
	put_back(keys, kind, first);
	if (kind != OK || !screen_curses_sequence_is(c, first))
		return false;
	screen_curses_sequence_begin(&keys->sequence, c);
	keys->in_sequence = true;
	keys->sequence_ms = now_ms();
	return true;
}

static void begin_paste(struct screen_curses_keys *keys)
{
	buf_reset(&keys->paste);
	keys->in_paste = true;
}

/* True: *key is one. */
static bool
in_sequence(struct screen_curses_keys *keys, wint_t c, struct key *key)
{
	keys->sequence_ms = now_ms();
	switch (screen_curses_sequence_take(&keys->sequence, c, key)) {
	case SCREEN_CURSES_SEQUENCE_MORE:
		return false;
	case SCREEN_CURSES_SEQUENCE_KEY:
		keys->in_sequence = false;
		return true;
	case SCREEN_CURSES_SEQUENCE_BROKEN:
		put_back(keys, OK, c);
		break;
	case SCREEN_CURSES_SEQUENCE_PASTE:
		begin_paste(keys);
		break;
	case SCREEN_CURSES_SEQUENCE_NOTHING:
		break;
	}
	keys->in_sequence = false;
	return false;
}

static bool is_in_sequence(struct screen_curses_keys *keys, int kind)
{
	if (keys->in_sequence && (kind != OK || is_stale(keys)))
		keys->in_sequence = false;
	return keys->in_sequence;
}

/* What came with an Escape may make it a sequence (false: no key yet) or Alt;
 * anything else is the next key. */
static bool take_escape(struct screen_curses_keys *keys, struct key *key)
{
	wint_t c;
	int kind = next_input(keys, &c);

	if (kind == OK && begins_sequence(keys, c))
		return false;
	if (kind == OK && key_without_alt(KEYS_ALT | (key_code)c) == c) {
		key->code = KEYS_ALT_OF(c);
		return true;
	}
	if (kind != ERR)
		put_back(keys, kind, c);
	keys->after_escape = true;
	keys->sequence_ms = now_ms();
	key->code = KEYS_ESCAPE;
	return true;
}

static bool
take_character(struct screen_curses_keys *keys, wint_t c, struct key *key)
{
	bool after_escape = keys->after_escape && !is_stale(keys);

	keys->after_escape = false;
	if (after_escape && begins_sequence(keys, c))
		return false;
	if (c == KEYS_ESCAPE)
		return take_escape(keys, key);
	key->code = plain_key(c);
	return true;
}

/* False: not a key yet, or one that has no meaning here. */
static bool
take(struct screen_curses_keys *keys, int kind, wint_t c, struct key *key)
{
	if (keys->in_paste)
		return in_paste(keys, kind, c, key);
	if (is_in_sequence(keys, kind))
		return in_sequence(keys, c, key);
	if (kind == OK)
		return take_character(keys, c, key);
	keys->after_escape = false;
	if (c != CODE_PASTE_BEGIN)
		return special_key(c, &key->code);
	begin_paste(keys);
	return false;
}

/* True: there is a key. */
static bool take_all(struct screen_curses_keys *keys, struct key *key)
{
	wint_t c;
	int kind;

	while (!keys->gone && (kind = next_input(keys, &c)) != ERR) {
		if (take(keys, kind, c, key))
			return true;
	}
	return false;
}

bool screen_curses_keys_next(struct screen_curses_keys *keys, struct key *key)
{
	*key = (struct key){0};
	do {
		if (take_all(keys, key))
			return true;
	} while (keys->interrupted && !is_gone() && more_follows(FOLLOWS_MS));
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
	keys->ahead_count = 0;
	flushinp();
	/* ncurses does not know the terminal any more. */
	tcflush(STDIN_FILENO, TCIFLUSH);
}
