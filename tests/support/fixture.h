/* SPDX-License-Identifier: MIT
 *
 * The files of tests/fixtures: answers of the service, invented after the
 * contract. The odd-N files are the surprises of certcentral-api.md 14, by
 * their numbers there.
 */
#ifndef FIXTURE_H
#define FIXTURE_H

#include <stddef.h>

/* The whole file with a NUL behind it; the caller frees. len may be NULL. A
 * file that cannot be read ends the test program with a sentence. */
char *fixture_load(const char *name, size_t *len);

#endif
