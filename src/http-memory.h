/* SPDX-License-Identifier: MIT
 *
 * libcurl's memory. It builds each request, with the key in it, in memory that
 * it frees without a thought; from here it gets memory that is wiped when it
 * is freed or moved. It is ours, which ends the program where there is none:
 * libcurl 7.88.1 without memory divides by zero or waits for ever.
 */
#ifndef HTTP_MEMORY_H
#define HTTP_MEMORY_H

#include <stdbool.h>

/* curl_global_init with that memory; curl_global_cleanup ends it. False if
 * libcurl cannot be started. */
bool http_memory_start_curl(void);

#endif
