/* SPDX-License-Identifier: MIT
 *
 * What a program has written to a terminal, held against a list of what it may
 * write: whole characters that a reader sees, and the sequences that ncurses
 * has for TERM=xterm-256color, each with numbers that make sense. Everything
 * else is strange: other sequences, strings for the terminal (OSC, DCS, ...)
 * but copies to the clipboard of clean texts, control and format characters,
 * broken UTF-8.
 */
#ifndef TERMINAL_STREAM_H
#define TERMINAL_STREAM_H

#include <stdbool.h>
#include <stddef.h>

enum terminal_stream_kind {
	TERMINAL_STREAM_SCREEN, /* all of the above */
	TERMINAL_STREAM_PLAIN,	/* characters, line feeds and tabs alone */
};

struct terminal_stream {
	size_t characters, sequences, copies;
	size_t strange; /* how many */
	size_t first;	/* where the first of them is */
};

/* One stream, from its first byte to its last. */
void terminal_stream_read(struct terminal_stream *stream,
	enum terminal_stream_kind kind, const char *bytes, size_t len);

#endif
