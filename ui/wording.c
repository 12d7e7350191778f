/* SPDX-License-Identifier: MIT
 *
 * Small pieces of sentences that several views need.
 */
#include "wording.h"

#include <string.h>

#include "attr.h"
#include "order.h"
#include "text.h"

#define MAILS_NAMED 4

static bool counts_seconds = true;

const char *wording_stop(const char *sentence)
{
	size_t len = strlen(sentence);

	while (len > 0 && sentence[len - 1] == ' ')
		len--;
	if (len == 0 || strchr(".!?", sentence[len - 1]) != NULL)
		return "";
	return ".";
}

char *wording_number(long number, char *out, size_t size)
{
	char digits[24];
	size_t len, at = 0;

	text_format(digits, sizeof(digits), "%ld", number);
	len = strlen(digits);
	for (size_t i = 0; i < len && at + 2 < size; i++) {
		if (i > 0 && (len - i) % 3 == 0 && digits[i - 1] != '-')
			out[at++] = ',';
		out[at++] = digits[i];
	}
	out[at] = '\0';
	return out;
}

const char *wording_plural(size_t count, const char *one, const char *many)
{
	return count == 1 ? one : many;
}

void wording_count_seconds(bool counts)
{
	counts_seconds = counts;
}

char *wording_seconds(int64_t ms, char *out, size_t size)
{
	if (!counts_seconds)
		return text_format(out, size, "%s", "");
	return text_format(out, size, " %llds", (long long)(ms / 1000));
}

char *wording_waited(int64_t ms, char *out, size_t size)
{
	if (ms < 1000)
		return text_format(out, size, "%s", "");
	return wording_seconds(ms, out, size);
}

const char *
wording_validation(const struct order_organization_validation *validation)
{
	static const struct {
		const char *type, *name;
	} names[] = {
		{"ov", "OV"},
		{"ev", "EV"},
		{"cs", "CS"},
		{"ev_cs", "EV CS"},
		{"ds", "DS"},
		{"smime", "S/MIME"},
	};
	const char *type = validation->type;

	if (validation->name != NULL)
		return validation->name;
	for (size_t i = 0; type != NULL && i < ARRAY_LEN(names); i++)
		if (strcmp(names[i].type, type) == 0)
			return names[i].name;
	return type != NULL ? type : "other";
}

void wording_mails(
	struct buf *out, const char *all, const struct order_mails *mails)
{
	size_t count = mails != NULL ? mails->count : 0;
	const char *path = strrchr(all, '/');

	buf_printf(
		out, "The mail%s can be read at %s", count > 1 ? "s" : "", all);
	for (size_t i = 0; i < count && i < MAILS_NAMED; i++)
		buf_printf(out, "%s%s/%s", i > 0 ? ", " : "",
			i > 0 && path != NULL ? path : "", mails->ids[i]);
	if (count > MAILS_NAMED)
		buf_printf(out, " and %zu more", count - MAILS_NAMED);
}
