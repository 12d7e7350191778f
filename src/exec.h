/* SPDX-License-Identifier: MIT
 *
 * The last step of a child, and how its parent learns whether it went well: a
 * pipe that closes with the exec, or brings the error number.
 */
#ifndef EXEC_H
#define EXEC_H

#include <stdbool.h>

#include "attr.h"

/* In the child, when 0, 1 and 2 are what it shall have: what else is open, ours
 * or what we were started with, is not meant for it. `told` stays; returns
 * where it is now. Only system calls. */
int exec_close_others(int told);
/* All from that number on. */
void exec_close_from(int first);
/* How it does that where the system has no call for it: by the list of what is
 * open (false: there is none), or each number that there may be. */
bool exec_close_listed(int first);
void exec_close_counted(int first);

/* Becomes the program words[0], looked for in PATH; else tells `told`, the
 * pipe's writing end (close on exec), and ends with 127. Only system calls. */
NO_RETURN void exec_or_tell(char *const *words, int told);

/* In the parent, which has closed the writing end: waits for the exec; 0 or the
 * error number. */
int exec_result(int told);

#endif
