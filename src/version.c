/* SPDX-License-Identifier: MIT
 *
 * Asks each library for its own version. inih cannot tell: what configure found
 * stands for it.
 */
#include "version.h"

#include "config.h"

#include <cjson/cJSON.h>
#include <curl/curl.h>
#include <sqlite3.h>
#include <utf8proc.h>
#include <uv.h>

#include "text.h"

char *version_libraries(const char *terminal, char *out, size_t size)
{
	const curl_version_info_data *curl = curl_version_info(CURLVERSION_NOW);

	return text_format(out, size,
		"libcurl %s (%s), libuv %s, SQLite %s,\n"
		"%s, cJSON %s, inih %s, utf8proc %s",
		curl->version,
		curl->ssl_version != NULL ? curl->ssl_version : "no TLS",
		uv_version_string(), sqlite3_libversion(), terminal,
		cJSON_Version(), INIH_VERSION, utf8proc_version());
}
