/* SPDX-License-Identifier: MIT
 *
 * The wall clock, in one place, so that tests can set it. For durations and
 * timers use loop_now: this clock can jump.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

int64_t clock_ms(void);	     /* ms since 1970, UTC */
int64_t clock_seconds(void); /* s since 1970, UTC */

/* Replace the clock; NULL gives the real one back. For tests. */
void clock_set_source(int64_t (*source_ms)(void));

#endif
