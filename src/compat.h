/* SPDX-License-Identifier: MIT
 *
 * Calls that not every system has, under their usual names: included in the
 * place of the headers that declare them. configure looks which are missing;
 * compat.c has those then, for BSD and macOS.
 */
#ifndef COMPAT_H
#define COMPAT_H

#include "config.h"

#include <stddef.h>
#include <sys/types.h>

#ifdef HAVE_GETRANDOM
#include <sys/random.h>
#else
#define GRND_NONBLOCK 1
#define getrandom     compat_getrandom
/* All of it, or -1. */
ssize_t compat_getrandom(void *data, size_t len, unsigned flags);
#endif

#ifndef HAVE_PIPE2
#define pipe2 compat_pipe2
/* O_CLOEXEC is the only flag it knows. Not atomic: a fork in another thread
 * may get the ends. */
int compat_pipe2(int ends[2], int flags);
#endif

#ifndef HAVE_DUP3
#define dup3 compat_dup3
/* The same. */
int compat_dup3(int from, int to, int flags);
#endif

#ifndef HAVE_EXPLICIT_BZERO
#define explicit_bzero compat_wipe
void compat_wipe(void *data, size_t len);
#endif

#if defined(HAVE_MALLOC_USABLE_SIZE)
#include <malloc.h>
#elif defined(HAVE_MALLOC_SIZE)
#include <malloc/malloc.h>
#define malloc_usable_size malloc_size
#endif

#endif
