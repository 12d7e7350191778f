/* SPDX-License-Identifier: MIT
 *
 * Memory that is always there: when the system has none left, the hook runs
 * (it gives the terminal back), one sentence goes to stderr and the program
 * ends with exit code 8. So everything from outside needs a size limit.
 *
 * What these return is freed with free(). Arenas are freed as a whole.
 */
#ifndef MEM_H
#define MEM_H

#include <stdarg.h>
#include <stddef.h>

#include "attr.h"

/* Called once, before the program ends for lack of memory. */
void mem_on_exhausted(void (*hook)(void));

void *mem_alloc(size_t size);		    /* not cleared */
void *mem_zalloc(size_t size);		    /* cleared */
void *mem_array(size_t count, size_t size); /* cleared; overflow ends too */
void *mem_resize(void *p, size_t count, size_t size);
char *mem_dup(const char *text);	      /* NULL gives NULL */
char *mem_dupn(const char *text, size_t len); /* NUL is added */
char *mem_printf(const char *format, ...) PRINTF_LIKE(1, 2);
char *mem_vprintf(const char *format, va_list args) PRINTF_LIKE(1, 0);

/* What was freed goes back to the system, where the C library can do that:
 * after something large, some 20 us. */
void mem_give_back(void);

/* Clears memory in a way that the compiler keeps. */
void mem_wipe(void *p, size_t size);

/* An arena: many small things that die together. A zeroed struct is empty. */
struct mem_arena {
	struct mem_block *blocks;
	size_t bytes; /* handed out in all */
};

void *mem_arena_alloc(struct mem_arena *arena, size_t size); /* cleared */
/* Cleared, for bytes only: it may begin at any address. */
char *mem_arena_bytes(struct mem_arena *arena, size_t size);
/* Gives back p, the last that was taken from it. A large one stays. */
void mem_arena_undo(struct mem_arena *arena, void *p);
char *mem_arena_dup(struct mem_arena *arena, const char *text); /* NULL: NULL */
char *mem_arena_dupn(struct mem_arena *arena, const char *text, size_t len);
char *mem_arena_printf(struct mem_arena *arena, const char *format, ...)
	PRINTF_LIKE(2, 3);
char *mem_arena_vprintf(struct mem_arena *arena, const char *format,
	va_list args) PRINTF_LIKE(2, 0);
/* All that `from` holds, which stays where it is, dies with `arena` now. */
void mem_arena_take(struct mem_arena *arena, struct mem_arena *from);
void mem_arena_clear(struct mem_arena *arena);

#endif
