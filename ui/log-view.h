/* SPDX-License-Identifier: MIT
 *
 * The message log (`@`): every message, request and write, newest last.
 */
#ifndef LOG_VIEW_H
#define LOG_VIEW_H

#include "view.h"

struct view *log_view_new(void);

#endif
