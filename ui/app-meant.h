/* SPDX-License-Identifier: MIT
 *
 * What a word may have meant that the command line does not know.
 */
#ifndef APP_MEANT_H
#define APP_MEANT_H

struct view;

/* A word or a name of a command that works in the view; NULL: nothing is near.
 * Lent. */
const char *app_meant(const struct view *view, const char *text);

#endif
