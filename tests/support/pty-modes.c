/* SPDX-License-Identifier: MIT
 *
 * A small automaton of its own and not that of bench-screen, so that a mistake
 * in one does not hide from the other.
 */
#include "pty-modes.h"

#include <stdio.h>
#include <string.h>

#include "attr.h"

#define CAN 0x18
#define ESC 0x1b

enum state { PLAIN, ESCAPE, SET, CONTROL, STRING, STRING_ESCAPE };

void pty_modes_init(struct pty_modes *modes, int rows)
{
	*modes = (struct pty_modes){.whole = true, .rows = rows};
}

bool pty_modes_has(const struct pty_modes *modes, int private_mode)
{
	for (size_t i = 0; i < modes->on_count; i++)
		if (modes->on[i] == private_mode)
			return true;
	return false;
}

static void switch_on(struct pty_modes *modes, int mode)
{
	modes->alternates |= mode == 1049;
	if (!pty_modes_has(modes, mode) && modes->on_count < PTY_MODES_MOST)
		modes->on[modes->on_count++] = mode;
}

static void switch_off(struct pty_modes *modes, int mode)
{
	for (size_t i = 0; i < modes->on_count; i++)
		if (modes->on[i] == mode)
			modes->on[i] = modes->on[--modes->on_count];
}

/* 25 and 7 are on when a terminal starts, 12 is how the cursor blinks. */
static void private_mode(struct pty_modes *modes, int mode, bool on)
{
	if (mode == 25)
		modes->cursor_hidden = !on;
	else if (mode == 7)
		modes->no_wrap = !on;
	else if (mode == 12)
		return;
	else if (on)
		switch_on(modes, mode);
	else
		switch_off(modes, mode);
}

static void set_modes(struct pty_modes *modes, bool on)
{
	for (int i = 0; i < modes->count; i++) {
		if (modes->is_private)
			private_mode(modes, modes->parameters[i], on);
		else if (modes->parameters[i] == 4)
			modes->insert = on;
	}
}

static bool is_reset(const struct pty_modes *modes)
{
	static const int resets[] = {0, 10, 22, 23, 24, 25, 27, 39, 49};

	for (int i = 0; i < modes->count; i++) {
		bool found = false;

		for (size_t j = 0; j < ARRAY_LEN(resets); j++)
			found |= modes->parameters[i] == resets[j];
		if (!found)
			return false;
	}
	return true;
}

/* After a set only a full reset is known to undo it. */
static void attributes(struct pty_modes *modes)
{
	int last = modes->parameters[modes->count - 1];

	if (!is_reset(modes))
		modes->styled = true;
	else if (last == 0)
		modes->styled = false;
}

static void control(struct pty_modes *modes, char final)
{
	switch (final) {
	case 'h':
	case 'l':
		set_modes(modes, final == 'h');
		return;
	case 'm':
		attributes(modes);
		return;
	case 'r': /* takes the cursor to the first cell */
		modes->lost |= !pty_modes_has(modes, 1049);
		modes->margins = modes->parameters[0] > 1 ||
				 (modes->count > 1 &&
					 modes->parameters[1] != modes->rows);
		return;
	default:
		return;
	}
}

static void in_control(struct pty_modes *modes, char byte)
{
	int *now = &modes->parameters[modes->count - 1];

	if (byte >= '0' && byte <= '9' && *now < 100000) {
		*now = *now * 10 + (byte - '0');
	} else if (byte == ';' && modes->count < 16) {
		modes->parameters[modes->count++] = 0;
	} else if (byte == '?') {
		modes->is_private = true;
	} else if (byte >= '@' && byte <= '~') {
		modes->state = PLAIN;
		control(modes, byte);
	}
}

static void in_escape(struct pty_modes *modes, char byte)
{
	modes->state = PLAIN;
	switch (byte) {
	case '[':
		modes->state = CONTROL;
		modes->count = 1;
		modes->parameters[0] = 0;
		modes->is_private = false;
		return;
	case ']':
	case 'P':
	case '_':
	case '^':
	case 'X':
		modes->state = STRING;
		modes->strings++;
		return;
	case '(':
	case ')':
		modes->set = byte;
		modes->state = SET;
		return;
	case '=':
	case '>':
		modes->keypad = byte == '=';
		return;
	case 'c': /* full reset */
		pty_modes_init(modes, modes->rows);
		return;
	default:
		return;
	}
}

static void in_plain(struct pty_modes *modes, char byte)
{
	if (byte == ESC)
		modes->state = ESCAPE;
	else if (byte == 0x0e || byte == 0x0f)
		modes->shifted = byte == 0x0e;
}

static void feed_one(struct pty_modes *modes, char byte)
{
	if (byte == CAN) {
		modes->state = PLAIN;
		return;
	}
	switch ((enum state)modes->state) {
	case PLAIN:
		in_plain(modes, byte);
		return;
	case ESCAPE:
		in_escape(modes, byte);
		return;
	case SET:
		/* G1 is used only when shifted to. */
		if (modes->set == '(')
			modes->other_set = byte != 'B';
		modes->state = PLAIN;
		return;
	case CONTROL:
		in_control(modes, byte);
		return;
	case STRING:
		if (byte == ESC)
			modes->state = STRING_ESCAPE;
		else if (byte == '\a')
			modes->state = PLAIN;
		return;
	case STRING_ESCAPE:
		modes->state = byte == '\\' ? PLAIN : STRING;
		return;
	}
}

void pty_modes_feed(struct pty_modes *modes, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++)
		feed_one(modes, bytes[i]);
	modes->whole = modes->state == PLAIN;
}

bool pty_modes_are_normal(
	const struct pty_modes *modes, char *what, size_t size)
{
	const struct {
		bool wrong;
		const char *name;
	} flags[] = {
		{modes->cursor_hidden, "the cursor is hidden"},
		{modes->no_wrap, "no automatic margins"},
		{modes->insert, "insert mode"},
		{modes->keypad, "application keypad"},
		{modes->styled, "attributes"},
		{modes->margins, "scroll margins"},
		{modes->shifted, "the other character set"},
		{modes->other_set, "a character set"},
		{!modes->whole, "a sequence that has no end"},
		{modes->alternates && modes->lost, "the shell's cursor"},
	};

	for (size_t i = 0; i < ARRAY_LEN(flags); i++) {
		if (flags[i].wrong) {
			snprintf(what, size, "%s", flags[i].name);
			return false;
		}
	}
	if (modes->on_count > 0) {
		snprintf(what, size, "private mode %d", modes->on[0]);
		return false;
	}
	snprintf(what, size, "normal");
	return true;
}
