/* SPDX-License-Identifier: MIT
 *
 * One key press, and its name as people write it: "j", "Ctrl-D", "PgDn", "Esc",
 * "Space", "F5", "Shift-Tab", "Alt-v". A paste arrives as one event with its
 * text.
 */
#ifndef KEY_H
#define KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum key_special {
	KEYS_NONE = 0x110000, /* above all code points */
	KEYS_UP,
	KEYS_DOWN,
	KEYS_LEFT,
	KEYS_RIGHT,
	KEYS_HOME,
	KEYS_END,
	KEYS_PAGE_UP,
	KEYS_PAGE_DOWN,
	KEYS_INSERT,
	KEYS_DELETE,
	KEYS_SHIFT_TAB,
	KEYS_PASTE, /* struct key.paste */
	KEYS_GONE,  /* not a key: the terminal is not there any more */
	/* Of the mouse, at struct key's row and col: */
	KEYS_CLICK,
	KEYS_WHEEL_UP,
	KEYS_WHEEL_DOWN,
	KEYS_F1, /* F1..F12 follow one another */
	KEYS_F12 = KEYS_F1 + 11,
};

/* Code points for the rest; control keys are 1..31 and 127: */
#define KEYS_TAB       9
#define KEYS_ENTER     13 /* line feed is turned into it */
#define KEYS_ESCAPE    27
#define KEYS_BACKSPACE 127 /* and Ctrl-H */
#define KEYS_CTRL(c)   ((uint32_t)(c)&31)
/* Alt and a character of ASCII: terminals send Esc and the character at once,
 * which over a slow line may also be two keys. */
#define KEYS_ALT       0x200000
#define KEYS_ALT_OF(c) (KEYS_ALT | (uint32_t)(c))

typedef uint32_t key_code;

struct key {
	key_code code;
	const char *paste; /* KEYS_PASTE: lent for the call; else NULL */
	short row, col;	   /* of the mouse, from 0; may be off the screen */
};

/* "Ctrl-R" -> code; false for no such name. */
bool key_from_name(const char *name, key_code *code);
/* The name that may have been meant; NULL if none is near. */
const char *key_nearest(const char *name);
/* Into out[16]; returns out. */
char *key_to_name(key_code code, char *out, size_t size);
/* The character itself, for fields; only where key_is_text. Returns out. */
char *key_character(key_code code, char *out, size_t size);
bool key_is_text(key_code code); /* something that a field may take */

/* Esc and then this is what Alt with a character may have been as well; 0 for
 * all other keys. */
key_code key_without_alt(key_code code);

#endif
