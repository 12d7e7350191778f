/* SPDX-License-Identifier: MIT
 *
 * loop.h by libuv. loop_uv_free expects that every timer and watch was freed,
 * waits for running jobs and still makes their `done` calls; deferred calls
 * are dropped.
 */
#ifndef LOOP_UV_H
#define LOOP_UV_H

#include "loop.h"

struct loop *loop_uv_new(void); /* NULL: the system refuses, errno says why */
void loop_uv_free(struct loop *loop); /* NULL is allowed */

#endif
