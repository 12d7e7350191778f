/* SPDX-License-Identifier: MIT
 *
 * loop.h by libuv. loop_uv_free expects that every timer and watch was freed
 * and waits for running jobs.
 */
#ifndef LOOP_UV_H
#define LOOP_UV_H

#include "loop.h"

struct loop *loop_uv_new(void);
void loop_uv_free(struct loop *loop);

#endif
