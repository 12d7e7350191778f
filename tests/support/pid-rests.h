/* SPDX-License-Identifier: MIT
 *
 * Whether a process does nothing now, for tests that type: what comes before a
 * window stands is thrown away right after it was drawn, so that it can be on
 * the screen a moment before keys count.
 */
#ifndef PID_RESTS_H
#define PID_RESTS_H

#include <stdbool.h>
#include <sys/types.h>

/* It waits, stands stopped or is gone, and so do its children. Where the kernel
 * does not tell: true. One that a tracer holds does not rest. */
bool pid_rests(pid_t pid);

#endif
