/* SPDX-License-Identifier: MIT
 *
 * What somebody may have meant who typed a name that does not exist.
 */
#ifndef NEAREST_H
#define NEAREST_H

#include <stddef.h>

/* The nearest of names[0..count) to text; NULL if nothing is near. */
const char *
nearest_name(const char *text, const char *const *names, size_t count);

#endif
