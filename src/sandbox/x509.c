/* SPDX-License-Identifier: MIT
 *
 * The certificate from the inside out, in the order of RFC 5280 4.1. Root and
 * intermediate are always the same.
 */
#include "sandbox/x509.h"

#include <stdlib.h>
#include <string.h>

#include "attr.h"
#include "date.h"
#include "mem.h"
#include "sandbox/address.h"
#include "sandbox/base64.h"
#include "sandbox/certificate.h"
#include "sandbox/db.h"
#include "sandbox/der.h"
#include "sandbox/mix.h"

#define KEY_BYTES    256 /* 2048 bits */
#define NAME_MAX_LEN 64	 /* characters of a common name (RFC 5280 A.1) */
#define DAY	     86400
#define YEAR_2050    INT64_C(2524608000)
#define NAMES_MAX    ((size_t)64 << 10)

#define OID_CN		 "\x55\x04\x03"
#define OID_COUNTRY	 "\x55\x04\x06"
#define OID_LOCALITY	 "\x55\x04\x07"
#define OID_STATE	 "\x55\x04\x08"
#define OID_ORGANIZATION "\x55\x04\x0a"
#define OID_SHA256_RSA	 "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b"
#define OID_RSA		 "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"
#define OID_BASIC	 "\x55\x1d\x13"
#define OID_ALT_NAMES	 "\x55\x1d\x11"
#define OID_KEY_USAGE	 "\x55\x1d\x0f"
#define OID_EXTENDED	 "\x55\x1d\x25"
#define OID_COMMENT	 "\x60\x86\x48\x01\x86\xf8\x42\x01\x0d"
#define OID_SERVER	 "\x2b\x06\x01\x05\x05\x07\x03\x01"
#define OID_CODE	 "\x2b\x06\x01\x05\x05\x07\x03\x03"
#define OID_MAIL	 "\x2b\x06\x01\x05\x05\x07\x03\x04"
#define OID_SIGNED_DATA	 "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
#define OID_DATA	 "\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"

static const char comment[] = "Test data of certdesk-sandbox. There is no "
			      "key, and nobody has signed this.";
static const char unsigned_text[] = "not signed: certdesk-sandbox test data. ";

/* Who a certificate is for. NULL or "": left out. */
struct name {
	const char *country, *state, *city, *organization, *common_name;
};

struct facts {
	const char *serial; /* hexadecimal digits, two for each byte */
	const struct name *issuer, *subject;
	int64_t from, till; /* both are in it */
	uint64_t key;	    /* chooses the public key */
	bool is_authority;
	const struct order_row *row; /* NULL: an authority's */
};

static const struct name root_name = {
	.organization = "certdesk-sandbox test data",
	.common_name = "Example Root CA"};
static const struct name intermediate_name = {
	.organization = "certdesk-sandbox test data",
	.common_name = "Example Issuing CA G5"};

/* Serial numbers and years of the two authorities. */
static const struct facts authorities[] = {
	[X509_INTERMEDIATE] = {.serial = "0C5DE51B0000000000000000000005A1",
		.issuer = &root_name,
		.subject = &intermediate_name,
		.from = 1640995200, /* 2022 to 2036 */
		.till = 2114380799,
		.key = 5,
		.is_authority = true},
	[X509_ROOT] = {.serial = "0C5DE51B0000000000000000000000A1",
		.issuer = &root_name,
		.subject = &root_name,
		.from = 1577836800, /* 2020 to 2039 */
		.till = 2208988799,
		.key = 1,
		.is_authority = true},
};

/* -- parts ----------------------------------------------------------------- */

static void put_algorithm(struct buf *out)
{
	size_t begin = der_begin(out);

	DER_PUT_OID(out, OID_SHA256_RSA);
	der_put_null(out);
	der_end(out, begin, DER_SEQUENCE);
}

static unsigned char digit(char c)
{
	return (unsigned char)(c <= '9' ? c - '0' : c - 'A' + 10);
}

static void put_serial(struct buf *out, const char *hex)
{
	unsigned char bytes[CERTIFICATE_SERIAL_SIZE / 2];
	size_t len = 0;

	for (; hex[0] && hex[1]; hex += 2)
		bytes[len++] =
			(unsigned char)(digit(hex[0]) << 4 | digit(hex[1]));
	der_put_integer(out, bytes, len);
}

static void put_attribute(
	struct buf *out, const char *oid, unsigned int tag, const char *text)
{
	size_t set = der_begin(out), sequence = der_begin(out);

	if (!text || !*text)
		return;
	der_put(out, DER_OID, oid, strlen(oid));
	der_put_text(out, tag, text);
	der_end(out, sequence, DER_SEQUENCE);
	der_end(out, set, DER_SET);
}

static size_t count_characters(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xc0) != 0x80;
	return count;
}

/* A common name that is too long is left out, as authorities do. */
static void put_name(struct buf *out, const struct name *name)
{
	size_t begin = der_begin(out);

	put_attribute(out, OID_COUNTRY, DER_PRINTABLE, name->country);
	put_attribute(out, OID_STATE, DER_UTF8, name->state);
	put_attribute(out, OID_LOCALITY, DER_UTF8, name->city);
	put_attribute(out, OID_ORGANIZATION, DER_UTF8, name->organization);
	if (name->common_name &&
		count_characters(name->common_name) <= NAME_MAX_LEN)
		put_attribute(out, OID_CN, DER_UTF8, name->common_name);
	der_end(out, begin, DER_SEQUENCE);
}

/* 2026-11-20T14:02:11Z to 261120140211Z, from 2050 on with the century. */
static void put_time(struct buf *out, int64_t seconds)
{
	char iso[DATE_TEXT_SIZE], text[DATE_TEXT_SIZE];
	bool late = seconds >= YEAR_2050;
	size_t len = 0;

	date_iso(seconds, iso);
	for (const char *p = late ? iso : iso + 2; *p; p++)
		if (*p != '-' && *p != ':' && *p != 'T')
			text[len++] = *p;
	der_put(out, late ? DER_TIME : DER_UTC_TIME, text, len);
}

static void put_validity(struct buf *out, const struct facts *facts)
{
	size_t begin = der_begin(out);

	put_time(out, facts->from);
	put_time(out, facts->till);
	der_end(out, begin, DER_SEQUENCE);
}

/* A BIT STRING begins with the number of bits that do not count. */
static size_t begin_bits(struct buf *out, unsigned int unused)
{
	size_t begin = der_begin(out);

	buf_putc(out, (char)unused);
	return begin;
}

static void put_modulus(struct buf *out, uint64_t key)
{
	unsigned char modulus[KEY_BYTES];
	struct mix mix;

	mix_init(&mix, key, 0x509);
	for (size_t i = 0; i < sizeof(modulus); i++)
		modulus[i] = (unsigned char)mix_below(&mix, 256);
	modulus[0] |= 0x80;
	modulus[sizeof(modulus) - 1] |= 1;
	der_put_integer(out, modulus, sizeof(modulus));
}

static void put_key(struct buf *out, uint64_t key)
{
	static const unsigned char exponent[] = {1, 0, 1};
	size_t begin = der_begin(out), algorithm = der_begin(out);
	size_t bits, sequence;

	DER_PUT_OID(out, OID_RSA);
	der_put_null(out);
	der_end(out, algorithm, DER_SEQUENCE);
	bits = begin_bits(out, 0);
	sequence = der_begin(out);
	put_modulus(out, key);
	der_put_integer(out, exponent, sizeof(exponent));
	der_end(out, sequence, DER_SEQUENCE);
	der_end(out, bits, DER_BIT_STRING);
	der_end(out, begin, DER_SEQUENCE);
}

static void put_signature(struct buf *out)
{
	size_t bits = begin_bits(out, 0);

	for (size_t i = 0; i < KEY_BYTES; i++)
		buf_putc(out, unsigned_text[i % (sizeof(unsigned_text) - 1)]);
	der_end(out, bits, DER_BIT_STRING);
}

/* -- extensions ------------------------------------------------------------ */

/* An extension: its identifier, whether it is critical, then its value in an
 * OCTET STRING. */
struct extension {
	size_t begin, value;
};

static struct extension
begin_extension(struct buf *out, const char *oid, bool critical)
{
	struct extension extension = {.begin = der_begin(out)};

	der_put(out, DER_OID, oid, strlen(oid));
	if (critical)
		der_put_true(out);
	extension.value = der_begin(out);
	return extension;
}

static void end_extension(struct buf *out, struct extension extension)
{
	der_end(out, extension.value, DER_OCTET_STRING);
	der_end(out, extension.begin, DER_SEQUENCE);
}

static void put_basic(struct buf *out, bool is_authority)
{
	struct extension extension = begin_extension(out, OID_BASIC, true);
	size_t sequence = der_begin(out);

	if (is_authority)
		der_put_true(out);
	der_end(out, sequence, DER_SEQUENCE);
	end_extension(out, extension);
}

/* Certificate and list signing, or signatures and key encipherment. */
static void put_usage(struct buf *out, bool is_authority)
{
	struct extension extension = begin_extension(out, OID_KEY_USAGE, true);
	size_t bits = begin_bits(out, is_authority ? 1 : 5);

	buf_putc(out, (char)(is_authority ? 0x06 : 0xa0));
	der_end(out, bits, DER_BIT_STRING);
	end_extension(out, extension);
}

static const char *purpose_of(const struct order_row *row)
{
	if (row->product->group <= PRODUCTS_PRIVATE_TLS)
		return OID_SERVER;
	if (row->product->group == PRODUCTS_CODE_SIGNING)
		return OID_CODE;
	return products_is_client(row->product) ? OID_MAIL : NULL;
}

static void put_purpose(struct buf *out, const struct order_row *row)
{
	const char *oid = purpose_of(row);
	struct extension extension;
	size_t sequence;

	if (!oid)
		return;
	extension = begin_extension(out, OID_EXTENDED, false);
	sequence = der_begin(out);
	der_put(out, DER_OID, oid, strlen(oid));
	der_end(out, sequence, DER_SEQUENCE);
	end_extension(out, extension);
}

typedef bool (*ascii_fn)(struct buf *out, const char *text);

/* Those that have a form in ASCII; [1] is a mail address, [2] a DNS name. */
static void put_texts(struct buf *out, unsigned int tag,
	const char *const *texts, size_t count, ascii_fn to_ascii)
{
	for (size_t i = 0; i < count; i++) {
		struct buf ascii;

		buf_init(&ascii, NAMES_MAX);
		if (to_ascii(&ascii, texts[i]))
			der_put_text(out, tag, buf_text(&ascii));
		buf_clear(&ascii);
	}
}

static void put_alternative_names(struct buf *out, const struct order_row *row)
{
	struct extension extension;
	size_t sequence;

	if (row->dns_count + row->email_count == 0)
		return;
	extension = begin_extension(out, OID_ALT_NAMES, false);
	sequence = der_begin(out);
	put_texts(out, DER_CONTEXT(2), row->dns_names, row->dns_count,
		address_ascii_domain);
	put_texts(out, DER_CONTEXT(1), row->emails, row->email_count,
		address_ascii);
	der_end(out, sequence, DER_SEQUENCE);
	end_extension(out, extension);
}

static void put_comment(struct buf *out)
{
	struct extension extension = begin_extension(out, OID_COMMENT, false);

	der_put_text(out, DER_IA5, comment);
	end_extension(out, extension);
}

static void put_extensions(struct buf *out, const struct facts *facts)
{
	size_t outer = der_begin(out), sequence = der_begin(out);

	put_basic(out, facts->is_authority);
	put_usage(out, facts->is_authority);
	if (facts->row) {
		put_purpose(out, facts->row);
		put_alternative_names(out, facts->row);
	}
	put_comment(out);
	der_end(out, sequence, DER_SEQUENCE);
	der_end(out, outer, DER_EXPLICIT(3));
}

/* -- requests -------------------------------------------------------------- */

void x509_request(struct buf *out, const struct order_row *row)
{
	const struct name subject = {.common_name = row->common_name};
	size_t begin, body;
	struct buf der;

	buf_init(&der, X509_MAX);
	begin = body = der_begin(&der);
	der_put_small(&der, 0);
	put_name(&der, &subject);
	put_key(&der, (uint64_t)row->certificate_id);
	der_put(&der, DER_EXPLICIT(0), "", 0);
	der_end(&der, body, DER_SEQUENCE);
	put_algorithm(&der);
	put_signature(&der);
	der_end(&der, begin, DER_SEQUENCE);
	base64_add_pem(out, "CERTIFICATE REQUEST", der.data, der.len);
	buf_clear(&der);
}

/* -- certificates ---------------------------------------------------------- */

static void put_certificate(struct buf *out, const struct facts *facts)
{
	size_t begin = der_begin(out), body = der_begin(out);
	size_t version = der_begin(out);

	der_put_small(out, 2); /* that is version 3 */
	der_end(out, version, DER_EXPLICIT(0));
	put_serial(out, facts->serial);
	put_algorithm(out);
	put_name(out, facts->issuer);
	put_validity(out, facts);
	put_name(out, facts->subject);
	put_key(out, facts->key);
	put_extensions(out, facts);
	der_end(out, body, DER_SEQUENCE);
	put_algorithm(out);
	put_signature(out);
	der_end(out, begin, DER_SEQUENCE);
}

/* Two capital letters, or none. */
static const char *country_of(const char *text, char out[3])
{
	for (int i = 0; i < 2; i++) {
		char c = text[i];

		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		if (c < 'A' || c > 'Z')
			return NULL;
		out[i] = c;
	}
	out[2] = '\0';
	return text[2] ? NULL : out;
}

static void
put_leaf(struct buf *out, struct db *db, const struct order_row *row)
{
	char serial[CERTIFICATE_SERIAL_SIZE], country[3];
	struct name subject = {.common_name = row->common_name};
	struct facts facts = {
		.serial = certificate_serial(row->certificate_id, serial),
		.issuer = &intermediate_name,
		.subject = &subject,
		.from = row->valid_from,
		.till = row->valid_till + DAY - 1,
		.key = (uint64_t)row->certificate_id,
		.row = row,
	};
	sqlite3_stmt *stmt = db_query(db,
		"SELECT country, state, city, name FROM organizations"
		" WHERE id = ?",
		"i", row->organization_id);

	if (db_step(db, stmt)) {
		subject.country = country_of(db_column_text(stmt, 0), country);
		subject.state = db_column_text(stmt, 1);
		subject.city = db_column_text(stmt, 2);
		subject.organization = db_column_text(stmt, 3);
	}
	put_certificate(out, &facts);
	db_done(stmt);
}

void x509_chain_init(
	struct x509_chain *chain, struct db *db, const struct order_row *row)
{
	for (size_t i = 0; i < X509_PLACES; i++)
		buf_init(&chain->certificates[i], X509_MAX);
	put_leaf(&chain->certificates[X509_LEAF], db, row);
	for (size_t i = X509_INTERMEDIATE; i < X509_PLACES; i++)
		put_certificate(&chain->certificates[i], &authorities[i]);
}

void x509_chain_clear(struct x509_chain *chain)
{
	for (size_t i = 0; i < X509_PLACES; i++)
		buf_clear(&chain->certificates[i]);
}

/* -- files ----------------------------------------------------------------- */

void x509_pem(struct buf *out, const struct x509_chain *chain, size_t count)
{
	for (size_t i = 0; i < count; i++)
		base64_add_pem(out, "CERTIFICATE", chain->certificates[i].data,
			chain->certificates[i].len);
}

static void put_certificates(struct buf *out, const struct x509_chain *chain)
{
	size_t begin = der_begin(out);

	for (size_t i = 0; i < X509_PLACES; i++)
		buf_add(out, chain->certificates[i].data,
			chain->certificates[i].len);
	der_end(out, begin, DER_EXPLICIT(0));
}

/* Signed data that nobody signed: only the certificates are in it. */
void x509_pkcs7(struct buf *out, const struct x509_chain *chain)
{
	struct buf der;
	size_t begin, explicit, sequence, content;

	buf_init(&der, (X509_PLACES + 1) * X509_MAX);
	begin = der_begin(&der);
	DER_PUT_OID(&der, OID_SIGNED_DATA);
	explicit = sequence = der_begin(&der);
	der_put_small(&der, 1);
	der_put(&der, DER_SET, "", 0);
	content = der_begin(&der);
	DER_PUT_OID(&der, OID_DATA);
	der_end(&der, content, DER_SEQUENCE);
	put_certificates(&der, chain);
	der_put(&der, DER_SET, "", 0);
	der_end(&der, sequence, DER_SEQUENCE);
	der_end(&der, explicit, DER_EXPLICIT(0));
	der_end(&der, begin, DER_SEQUENCE);
	base64_add_pem(out, "PKCS7", der.data, der.len);
	buf_clear(&der);
}
