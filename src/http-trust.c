/* SPDX-License-Identifier: MIT
 *
 * What OpenSSL says of a certificate is a number, which libcurl hands on; what
 * it says of a handshake is text alone. Of other TLS libraries there is only
 * text, in words of their own.
 */
#include "config.h"

#include "http-trust.h"

#include <stdbool.h>
#include <string.h>

#include "attr.h"

#define TEXT_ONLY 0

/* The numbers are X509_V_ERR_... of OpenSSL. */
struct reason {
	long number;
	const char *part; /* of the words; NULL: there is the number */
	const char *sentence;
};

#define EXPIRED                                                                \
	"its certificate has expired. If the clock of this machine is right, " \
	"tell those who run the server."
#define EARLY                                                                  \
	"its certificate is not valid yet. Look at the clock of this machine."
#define SELF_SIGNED                                                            \
	"its certificate has signed itself. If it is the right one, name its " \
	"file as ca_file of the account; if not, somebody is in between."
#define UNKNOWN                                                                \
	"its certificate is from an authority that is not trusted here. If "   \
	"it is your company's, name that authority's file as ca_file of the "  \
	"account; if not, somebody is in between."
#define OTHER_NAME                                                             \
	"its certificate is for another name. Look at the url of the account."
#define REVOKED "its certificate was revoked. Tell those who run the server."
#define WEAK                                                                   \
	"its certificate or the key in it is too weak to be trusted. Tell "    \
	"those who run the server."
#define OLD                                                                    \
	"it offers no TLS newer than 1.1, and certdesk takes 1.2 at least. "   \
	"Tell those who run the server, or the proxy before it."
#define NO_TLS                                                                 \
	"what answers there does not speak TLS. Look at the url (the port) "   \
	"and the proxy of the account."
#define WANTS_OURS                                                              \
	"it asks for a certificate of ours, and certdesk has none: a proxy of " \
	"your company, perhaps. Look at the url and the proxy of the account."
#define NOTHING_COMMON                                                         \
	"it takes none of the TLS versions and ciphers that certdesk offers. " \
	"Tell those who run the server, or the proxy before it."
#define NO_CERTIFICATES                                                        \
	"the ca_file of the account holds no certificate that can be read."

static const struct reason reasons[] = {
	{10, "expired", EXPIRED},
	{9, "not yet valid", EARLY},
	{18, "self-signed certificate", SELF_SIGNED},
	{19, NULL, UNKNOWN}, /* an authority that nobody here has */
	{2, "get issuer", UNKNOWN},
	{20, "unable to get local issuer", UNKNOWN},
	{21, NULL, UNKNOWN},
	{23, "revoked", REVOKED},
	{66, "too weak", WEAK},
	{67, NULL, WEAK},
	{68, NULL, WEAK},
	{62, "no alternative certificate subject name", OTHER_NAME},
	{64, "does not match target host name", OTHER_NAME},
	{TEXT_ONLY, "too small", WEAK},
	{TEXT_ONLY, "unsupported protocol", OLD},
	{TEXT_ONLY, "alert protocol version", OLD},
	{TEXT_ONLY, "wrong version number", NO_TLS},
	{TEXT_ONLY, "certificate required", WANTS_OURS},
	{TEXT_ONLY, "handshake failure", NOTHING_COMMON},
};

static const char *by_number(long number)
{
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
		if (number != TEXT_ONLY && reasons[i].number == number)
			return reasons[i].sentence;
	return NULL;
}

static const char *by_words(const char *words)
{
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++)
		if (reasons[i].part != NULL &&
			strstr(words, reasons[i].part) != NULL)
			return reasons[i].sentence;
	return NULL;
}

static long number_of(CURL *easy, CURLINFO info)
{
	long number = TEXT_ONLY;

	curl_easy_getinfo(easy, info, &number);
	return number;
}

const char *http_trust_reason(CURL *easy, CURLcode code, const char *words)
{
	const char *sentence = NULL;

	if (code == CURLE_SSL_CACERT_BADFILE)
		return NO_CERTIFICATES;
	if (code == CURLE_PEER_FAILED_VERIFICATION)
		sentence =
			by_number(number_of(easy, CURLINFO_SSL_VERIFYRESULT));
	return sentence != NULL ? sentence : by_words(words);
}
