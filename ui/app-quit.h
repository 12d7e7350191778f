/* SPDX-License-Identifier: MIT
 *
 * The end of the program while a write is in flight: a box that waits and
 * counts, and can be told not to (product.md 2.3).
 */
#ifndef APP_QUIT_H
#define APP_QUIT_H

#include "app.h"

/* Opens the box. The loop is stopped when no write is in flight any more. */
struct view *app_quit_new(struct app *app);

#endif
