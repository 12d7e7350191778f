/* SPDX-License-Identifier: MIT
 *
 * libmicrohttpd does the TLS. It is silent about a certificate that it cannot
 * use, so the pair is tried here before.
 */
#include "sandbox/tls.h"

#include <errno.h>
#include <gnutls/gnutls.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "mem.h"

#define FILE_MAX 65536
/* Nothing that a client of today refuses. */
#define PRIORITIES "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"

struct tls {
	char cert[FILE_MAX + 1], key[FILE_MAX + 1];
};

static bool read_file(const char *path, char *out, struct error *error)
{
	FILE *file = fopen(path, "re");
	size_t len;

	if (!file)
		return error_set_errno(error, ERROR_USAGE, errno,
			"cannot read the file %s", path);
	len = fread(out, 1, FILE_MAX + 1, file);
	out[len <= FILE_MAX ? len : 0] = '\0';
	if (fclose(file) == 0 && len <= FILE_MAX)
		return true;
	return error_set(error, ERROR_USAGE, "the file %s is too large", path);
}

static gnutls_datum_t datum(char *text)
{
	return (gnutls_datum_t){
		.data = (unsigned char *)text, .size = (unsigned)strlen(text)};
}

static bool is_pair(struct tls *tls, const char *cert_file,
	const char *key_file, struct error *error)
{
	gnutls_datum_t cert = datum(tls->cert), key = datum(tls->key);
	gnutls_certificate_credentials_t pair;
	int code = gnutls_certificate_allocate_credentials(&pair);

	if (code == GNUTLS_E_SUCCESS) {
		code = gnutls_certificate_set_x509_key_mem(
			pair, &cert, &key, GNUTLS_X509_FMT_PEM);
		gnutls_certificate_free_credentials(pair);
	}
	if (code >= 0)
		return true;
	return error_set(error, ERROR_USAGE,
		"%s and %s are no certificate with its key in PEM form: %s",
		cert_file, key_file, gnutls_strerror(code));
}

struct tls *
tls_read(const char *cert_file, const char *key_file, struct error *error)
{
	struct tls *tls;

	if (MHD_is_feature_supported(MHD_FEATURE_TLS) != MHD_YES) {
		error_set(error, ERROR_USAGE,
			"this libmicrohttpd was built without TLS");
		return NULL;
	}
	tls = mem_zalloc(sizeof(*tls));
	if (read_file(cert_file, tls->cert, error) &&
		read_file(key_file, tls->key, error) &&
		is_pair(tls, cert_file, key_file, error))
		return tls;
	tls_free(tls);
	return NULL;
}

void tls_free(struct tls *tls)
{
	if (!tls)
		return;
	mem_wipe(tls->key, sizeof(tls->key));
	free(tls);
}

void tls_options(const struct tls *tls, struct MHD_OptionItem *out)
{
	const struct MHD_OptionItem end = {MHD_OPTION_END, 0, NULL};

	*out = end;
	if (!tls)
		return;
	*out++ = (struct MHD_OptionItem){
		MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)tls->cert};
	*out++ = (struct MHD_OptionItem){
		MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)tls->key};
	*out++ = (struct MHD_OptionItem){
		MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)PRIORITIES};
	*out = end;
}

/* -- connections ----------------------------------------------------------- */

static gnutls_session_t session_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);

	return info ? info->tls_session : NULL;
}

static int fd_of(struct MHD_Connection *connection)
{
	return MHD_get_connection_info(
		connection, MHD_CONNECTION_INFO_CONNECTION_FD)
		->connect_fd;
}

static ssize_t as_errno(ssize_t result)
{
	if (result >= 0)
		return result;
	errno = result == GNUTLS_E_AGAIN || result == GNUTLS_E_INTERRUPTED
			? EAGAIN
			: EIO;
	return -1;
}

ssize_t
tls_send(struct MHD_Connection *connection, const void *data, size_t len)
{
	gnutls_session_t session = session_of(connection);

	if (session)
		return as_errno(gnutls_record_send(session, data, len));
	return send(fd_of(connection), data, len, MSG_NOSIGNAL | MSG_DONTWAIT);
}

ssize_t tls_look(struct MHD_Connection *connection)
{
	gnutls_session_t session = session_of(connection);
	char byte;

	if (session)
		return as_errno(gnutls_record_recv(session, &byte, 1));
	return recv(fd_of(connection), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
}

const char *tls_version(void)
{
	return gnutls_check_version(NULL);
}
