/* SPDX-License-Identifier: MIT
 *
 * How much of a long test is done. Tests that go through everything, or through
 * thousands of cases, take each of them in `make check`, and each
 * amount_step()th where TEST_EVERY says so: under valgrind, which is forty
 * times slower and looks for another kind of mistake.
 *
 *	for (int i = 0; i < many; i += amount_step())
 */
#ifndef AMOUNT_H
#define AMOUNT_H

#include <stdlib.h>

/* 1, or the number in TEST_EVERY (1 to 1000). A prime number keeps it from
 * walking in step with a list of cases. */
static inline int amount_step(void)
{
	const char *text = getenv("TEST_EVERY");
	long step = text != NULL ? strtol(text, NULL, 10) : 1;

	return step >= 1 && step <= 1000 ? (int)step : 1;
}

/* What a test promises to have seen of so many at least. */
static inline int amount_of(int all)
{
	return all / amount_step();
}

#endif
