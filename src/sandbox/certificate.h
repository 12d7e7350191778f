/* SPDX-License-Identifier: MIT
 *
 * What is derived from a certificate's id and stored nowhere: serial number
 * and thumbprint.
 */
#ifndef SANDBOX_CERTIFICATE_H
#define SANDBOX_CERTIFICATE_H

#include <stdint.h>

#define CERTIFICATE_SERIAL_SIZE	    33
#define CERTIFICATE_THUMBPRINT_SIZE 41

char *certificate_serial(int64_t id, char *out);     /* 32 digits, 0-9A-F */
char *certificate_thumbprint(int64_t id, char *out); /* 40 digits, 0-9A-F */

/* The id; -1 if it is not such a number (colons and case do not matter). */
int64_t certificate_of_serial(const char *text);
int64_t certificate_of_thumbprint(const char *text);

#endif
