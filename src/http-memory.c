/* SPDX-License-Identifier: MIT
 *
 * Memory as everywhere, but that the whole of a block is wiped before it goes,
 * and that no block grows in place.
 */
#include "config.h"

#include "http-memory.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

#include "compat.h"
#include "mem.h"

static void give_back(void *data)
{
	if (data != NULL)
		mem_wipe(data, malloc_usable_size(data));
	free(data);
}

/* realloc may move it and leave the old one as it was. */
static void *resize(void *data, size_t size)
{
	size_t had = data != NULL ? malloc_usable_size(data) : 0;
	void *resized = mem_alloc(size);

	if (data == NULL)
		return resized;
	memcpy(resized, data, had < size ? had : size);
	give_back(data);
	return resized;
}

bool http_memory_start_curl(void)
{
	return curl_global_init_mem(CURL_GLOBAL_DEFAULT, mem_alloc, give_back,
		       resize, mem_dup, mem_array) == CURLE_OK;
}
