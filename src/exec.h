/* SPDX-License-Identifier: MIT
 *
 * The last step of a child, and how its parent learns whether it went well: a
 * pipe that closes with the exec, or brings the error number.
 */
#ifndef EXEC_H
#define EXEC_H

#include "attr.h"

/* Becomes the program words[0], looked for in PATH; else tells `told`, the
 * pipe's writing end (close on exec), and ends with 127. Only system calls. */
NO_RETURN void exec_or_tell(char *const *words, int told);

/* In the parent, which has closed the writing end: waits for the exec; 0 or the
 * error number. */
int exec_result(int told);

#endif
