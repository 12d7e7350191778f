/* SPDX-License-Identifier: MIT
 *
 * The C library does not tell how large a block is, so the size stands before
 * it:
 *
 *   | struct block | what libcurl gets |
 */
#include "config.h"

#include "http-memory.h"

#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* As large as what all data can be aligned to. */
struct block {
	_Alignas(max_align_t) size_t size;
};

static struct block *block_of(void *data)
{
	return (struct block *)data - 1;
}

static void *take(size_t size)
{
	struct block *block;

	if (size > SIZE_MAX - sizeof(*block))
		return NULL;
	block = mem_alloc(sizeof(*block) + size);
	block->size = size;
	return block + 1;
}

static void give_back(void *data)
{
	struct block *block;

	if (data == NULL)
		return;
	block = block_of(data);
	mem_wipe(data, block->size);
	free(block);
}

/* Never in place: realloc may move it and leave the old one as it was. */
static void *resize(void *data, size_t size)
{
	size_t had = data != NULL ? block_of(data)->size : 0;
	void *resized = take(size);

	if (resized == NULL || data == NULL)
		return resized;
	memcpy(resized, data, had < size ? had : size);
	give_back(data);
	return resized;
}

static char *duplicate(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = take(size);

	return copy != NULL ? memcpy(copy, text, size) : NULL;
}

static void *take_zeroed(size_t count, size_t size)
{
	void *data;

	if (size != 0 && count > SIZE_MAX / size)
		return NULL;
	data = take(count * size);
	return data != NULL ? memset(data, 0, count * size) : NULL;
}

bool http_memory_start_curl(void)
{
	return curl_global_init_mem(CURL_GLOBAL_DEFAULT, take, give_back,
		       resize, duplicate, take_zeroed) == CURLE_OK;
}
