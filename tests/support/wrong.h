/* SPDX-License-Identifier: MIT
 *
 * An answer made wrong in every way that a real one could be: each of its
 * values replaced by one of another type, by one that cannot be held and by a
 * huge one, each of its members left out.
 */
#ifndef WRONG_H
#define WRONG_H

/* `wrong` is the text with one thing changed, at `place` in `text`. */
typedef void (*wrong_fn)(
	void *data, const char *wrong, const char *text, const char *place);

/* Calls check with each wrong form of the text. Returns how many values there
 * are. */
int wrong_each(const char *text, wrong_fn check, void *data);

/* Which row of "orders" in text the place is in; -1: in none. */
int wrong_row(const char *text, const char *place);

#endif
