/* SPDX-License-Identifier: MIT
 *
 * child.h without programs: what would have been started is kept, and ends
 * when the test says so.
 */
#ifndef FAKE_CHILDREN_H
#define FAKE_CHILDREN_H

#include "child.h"

struct fake_children;

struct fake_children *fake_children_new(struct loop *loop);
void fake_children_free(struct fake_children *fake);
struct children *fake_children_children(struct fake_children *fake);

/* The oldest that runs; NULL: none does. */
struct child *fake_children_running(const struct fake_children *fake);
/* Its words with blanks between them; what it was given to read; the value of
 * a name in its environment, NULL if it was not added. */
const char *fake_child_words(const struct child *child);
const char *fake_child_input(const struct child *child);
const char *fake_child_variable(const struct child *child, const char *name);
bool fake_child_is_on_terminal(const struct child *child);
bool fake_child_was_stopped(const struct child *child);

/* It ends by the loop: code -1 is one that could not be started. */
void fake_child_end(struct child *child, int code, const char *output);

#endif
