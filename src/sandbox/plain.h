/* SPDX-License-Identifier: MIT
 *
 * Text that came from outside, made fit to be handed on: into JSON, which has
 * to be UTF-8, and into pages and mails, where nothing of it may be a control
 * character or turn the writing direction. The text gate of text.h is for
 * terminals and takes away more: joiners, for example, that emoji and some
 * scripts need.
 */
#ifndef SANDBOX_PLAIN_H
#define SANDBOX_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"

/* Appends text[0..len); each byte that is no UTF-8 becomes U+FFFD. */
void plain_utf8(struct buf *out, const char *text, size_t len);

/*
 * Whether a character of text_decode may be shown as it is: no control
 * character, no bidirectional control, not -1. Tab and line break may.
 */
bool plain_is_shown(int32_t code);

/*
 * Appends text as one line: what may not be shown becomes U+FFFD, tabs and
 * line breaks become blanks. NULL adds nothing.
 */
void plain_line(struct buf *out, const char *text);

#endif
