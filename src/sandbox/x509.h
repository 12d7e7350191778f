/* SPDX-License-Identifier: MIT
 *
 * Certificates of test data: the form is that of RFC 5280, so any program
 * reads names, numbers and dates of them. There are no keys: the public key is
 * a number that nobody knows the factors of, and where the signature stands is
 * a sentence that says so. They prove nothing and verify nowhere.
 */
#ifndef SANDBOX_X509_H
#define SANDBOX_X509_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "sandbox/order-row.h"

#define X509_MAX ((size_t)1 << 20) /* for buf_init */

struct db;

/* A chain; each is DER. */
enum x509_place {
	X509_LEAF,
	X509_INTERMEDIATE,
	X509_ROOT,
	X509_PLACES,
};

struct x509_chain {
	struct buf certificates[X509_PLACES];
};

/* Of an issued order: serial number, names and dates are those that Order info
 * tells. The caller clears. */
void x509_chain_init(
	struct x509_chain *chain, struct db *db, const struct order_row *row);
void x509_chain_clear(struct x509_chain *chain);

/* Appends the order's signing request (RFC 2986) as PEM: the same key, and no
 * signature either. */
void x509_request(struct buf *out, const struct order_row *row);

/* Append the first `count` of the chain as PEM, or all as PKCS #7 in PEM. */
void x509_pem(struct buf *out, const struct x509_chain *chain, size_t count);
void x509_pkcs7(struct buf *out, const struct x509_chain *chain);

#endif
