/* SPDX-License-Identifier: MIT
 *
 * child.h by fork and exec. While a child runs, SIGCHLD of the loop is ours;
 * before the first one nothing is set up.
 */
#ifndef CHILD_FORK_H
#define CHILD_FORK_H

#include "child.h"

/* The loop must outlive it. */
struct children *child_fork_new(struct loop *loop);
/* Forgets those that run. NULL is allowed. */
void child_fork_free(struct children *children);

#endif
