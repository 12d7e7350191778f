/* SPDX-License-Identifier: MIT
 *
 * Memory that never runs out without saying so. Every allocation of the
 * program passes through here, so callers have no error path to get wrong:
 * when nothing is left, the terminal is given back, one sentence is written
 * and the program ends.
 *
 * An arena is a chain of blocks. Things are cut from the front block; what is
 * too big for it gets a block of its own behind the front one.
 */
#include "config.h"

#ifdef HAVE_MALLOC_TRIM
#include <malloc.h>
#endif
#include <stdalign.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compat.h"
#include "mem.h"

#define EXIT_NO_MEMORY	8
#define BLOCK_MIN	4096
#define BLOCK_MAX	((size_t)64 * 1024)
#define ARENA_ALIGNMENT alignof(max_align_t)

struct mem_block {
	struct mem_block *next;
	size_t used;
	size_t size;
	alignas(max_align_t) char data[];
};

/* Only the place that owns the terminal knows how to give it back. */
static void (*exhausted_hook)(void);

void mem_on_exhausted(void (*hook)(void))
{
	exhausted_hook = hook;
}

/* Several threads may find out at the same moment: the first one gives the
 * terminal back before any of them ends the program. */
static void begin_to_end(void)
{
	static atomic_flag taken = ATOMIC_FLAG_INIT;
	static _Thread_local bool mine;

	if (mine)
		_exit(EXIT_NO_MEMORY);
	while (atomic_flag_test_and_set(&taken))
		pause();
	mine = true;
}

/* No stdio, no atexit handlers: they could ask for memory. */
static void NO_RETURN exhausted(void)
{
	static const char sentence[] =
		"certdesk: the system has no memory left; the program ends\n";
	void (*hook)(void) = exhausted_hook;

	begin_to_end();
	if (hook)
		hook();
	if (write(STDERR_FILENO, sentence, sizeof(sentence) - 1) < 0)
		_exit(EXIT_NO_MEMORY);
	_exit(EXIT_NO_MEMORY);
}

/* Size 0 is legal and gives something that can be freed. */
static size_t at_least_one(size_t size)
{
	return size > 0 ? size : 1;
}

static size_t multiply(size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		exhausted();
	return at_least_one(bytes);
}

static size_t add(size_t a, size_t b)
{
	size_t sum;

	if (__builtin_add_overflow(a, b, &sum))
		exhausted();
	return sum;
}

void *mem_alloc(size_t size)
{
	void *p = malloc(at_least_one(size));

	if (!p)
		exhausted();
	return p;
}

void *mem_zalloc(size_t size)
{
	return mem_array(1, size);
}

void *mem_array(size_t count, size_t size)
{
	void *p = calloc(1, multiply(count, size));

	if (!p)
		exhausted();
	return p;
}

void *mem_resize(void *p, size_t count, size_t size)
{
	void *resized = realloc(p, multiply(count, size));

	if (!resized)
		exhausted();
	return resized;
}

char *mem_dup(const char *text)
{
	return text ? mem_dupn(text, strlen(text)) : NULL;
}

char *mem_dupn(const char *text, size_t len)
{
	char *copy = mem_alloc(add(len, 1));

	if (len > 0)
		memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

char *mem_printf(const char *format, ...)
{
	char *text;
	va_list args;

	va_start(args, format);
	text = mem_vprintf(format, args);
	va_end(args);
	return text;
}

char *mem_vprintf(const char *format, va_list args)
{
	va_list again;
	char *text;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	if (len < 0)
		exhausted();
	text = mem_alloc((size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, format, again);
	va_end(again);
	return text;
}

void mem_give_back(void)
{
#ifdef HAVE_MALLOC_TRIM
	malloc_trim(0);
#endif
}

void mem_wipe(void *p, size_t size)
{
	if (size > 0)
		explicit_bzero(p, size);
}

/* -- arena --------------------------------------------------------------- */

static struct mem_block *block_new(size_t size)
{
	struct mem_block *block = mem_zalloc(add(sizeof(*block), size));

	block->size = size;
	return block;
}

/* Takes size bytes from the block; NULL if they do not fit. */
static void *cut(struct mem_block *block, size_t size, size_t alignment)
{
	size_t start;

	if (!block)
		return NULL;
	start = (block->used + alignment - 1) & ~(alignment - 1);
	if (start > block->size || size > block->size - start)
		return NULL;
	block->used = start + size;
	return block->data + start;
}

/* Blocks double, so that small arenas stay small and big ones are few. */
static size_t next_block_size(const struct mem_arena *arena)
{
	size_t size = arena->blocks ? arena->blocks->size * 2 : BLOCK_MIN;

	return size < BLOCK_MAX ? size : BLOCK_MAX;
}

/* What is big goes behind the front block, where there may still be room. */
static void *cut_from_new_block(struct mem_arena *arena, size_t size)
{
	size_t usual = next_block_size(arena);
	bool alone = size > usual / 2;
	struct mem_block *block = block_new(alone ? size : usual);
	struct mem_block **place = &arena->blocks;

	if (alone && *place)
		place = &(*place)->next;
	block->next = *place;
	*place = block;
	block->used = size;
	return block->data;
}

static void *arena_get(struct mem_arena *arena, size_t size, size_t alignment)
{
	void *p = cut(arena->blocks, size, alignment);

	arena->bytes = add(arena->bytes, size);
	return p ? p : cut_from_new_block(arena, size);
}

void *mem_arena_alloc(struct mem_arena *arena, size_t size)
{
	return arena_get(arena, at_least_one(size), ARENA_ALIGNMENT);
}

char *mem_arena_bytes(struct mem_arena *arena, size_t size)
{
	return arena_get(arena, at_least_one(size), 1);
}

/* What stands alone in a block is behind the front one. */
void mem_arena_undo(struct mem_arena *arena, void *p)
{
	struct mem_block *block = arena->blocks;
	uintptr_t start = (uintptr_t)block->data, at = (uintptr_t)p;

	if (at < start || at >= start + block->used)
		return;
	arena->bytes -= start + block->used - at;
	memset(p, 0, start + block->used - at);
	block->used = at - start;
}

char *mem_arena_dup(struct mem_arena *arena, const char *text)
{
	return text ? mem_arena_dupn(arena, text, strlen(text)) : NULL;
}

/* Texts need no alignment: they lie side by side. */
char *mem_arena_dupn(struct mem_arena *arena, const char *text, size_t len)
{
	char *copy = mem_arena_bytes(arena, add(len, 1));

	if (len > 0)
		memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

/* Behind the last block: the front one, where there is room, stays in front. */
char *
mem_arena_vprintf(struct mem_arena *arena, const char *format, va_list args)
{
	char *heap = mem_vprintf(format, args);
	char *kept = mem_arena_dup(arena, heap);

	free(heap);
	return kept;
}

char *mem_arena_printf(struct mem_arena *arena, const char *format, ...)
{
	va_list args;
	char *kept;

	va_start(args, format);
	kept = mem_arena_vprintf(arena, format, args);
	va_end(args);
	return kept;
}

void mem_arena_take(struct mem_arena *arena, struct mem_arena *from)
{
	struct mem_block **place = &arena->blocks;

	while (*place)
		place = &(*place)->next;
	*place = from->blocks;
	arena->bytes = add(arena->bytes, from->bytes);
	*from = (struct mem_arena){0};
}

void mem_arena_clear(struct mem_arena *arena)
{
	struct mem_block *block = arena->blocks;

	while (block) {
		struct mem_block *next = block->next;

		free(block);
		block = next;
	}
	*arena = (struct mem_arena){0};
}
