/* SPDX-License-Identifier: MIT
 *
 * Why there is no trusted connection, in words: what failed and what to do.
 */
#ifndef HTTP_TRUST_H
#define HTTP_TRUST_H

#include <curl/curl.h>

/* The rest of a sentence that began with "No trusted connection to HOST:".
 * `words` are libcurl's own. NULL for what is not known here. */
const char *http_trust_reason(CURL *easy, CURLcode code, const char *words);

#endif
