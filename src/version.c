/* SPDX-License-Identifier: MIT
 *
 * Asks each library for its own version.
 */
#include "version.h"

#include <curl/curl.h>
#include <sqlite3.h>
#include <uv.h>

#include "text.h"

char *version_libraries(char *out, size_t size)
{
	const curl_version_info_data *curl = curl_version_info(CURLVERSION_NOW);

	return text_format(out, size, "libcurl %s (%s), libuv %s, SQLite %s",
		curl->version,
		curl->ssl_version != NULL ? curl->ssl_version : "no TLS",
		uv_version_string(), sqlite3_libversion());
}
