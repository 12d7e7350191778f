/* SPDX-License-Identifier: MIT
 *
 * Small pieces of sentences that several views need.
 */
#ifndef WORDING_H
#define WORDING_H

#include <stddef.h>

/* The full stop that a sentence still needs: "." or "". For the server's own
 * words, which come with one or without. */
const char *wording_stop(const char *sentence);

/* "contact" or "contacts". */
const char *wording_plural(size_t count, const char *one, const char *many);

#endif
