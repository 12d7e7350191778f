/* SPDX-License-Identifier: MIT
 *
 * The way to the service, judged: proxy, resolver, TLS, the server's
 * certificate and its clock against ours. http-probe goes it.
 */
#ifndef DOCTOR_NETWORK_H
#define DOCTOR_NETWORK_H

#include <stdbool.h>
#include <stdint.h>

#include "date.h"
#include "doctor.h"

/* One request without the key, on the way that all requests go. */
struct doctor_probe {
	char host[256];	    /* "www.digicert.com", "127.0.0.1:8417" */
	bool plain;	    /* http: to this machine only */
	struct error error; /* ERROR_NONE: an answer came */
	int status;	    /* HTTP */
	char address[64];   /* of the peer, perhaps the proxy; "" */
	char protocol[64];  /* "TLSv1.3"; "" if not known */
	char trust[256];    /* whom we trust: a file or a directory; "" */
	char issuer[256];   /* of the server's certificate; "" */
	int64_t not_after;  /* its end; DATE_NONE if not known */
	int64_t date;	    /* the server's Date; DATE_NONE if there is none */
	int64_t now;	    /* s, UTC: when the answer came */
	int64_t lookup_ms;  /* of the name; -1 if it was not reached */
	int64_t took_ms;    /* all of it */
};

/*
 * Which proxy there is, as libcurl decides: the account's, else that of the
 * environment, both unless NO_PROXY names the host; never for loopback. Pure,
 * the environment is looked up by `get`. `host` without a port.
 */
struct doctor_proxy {
	char address[256]; /* without user and password; "": none */
	/* "proxy of the account", "https_proxy"; where there is no proxy, what
	 * has ruled it out: "NO_PROXY", "loopback", or "" */
	char from[32];
	bool has_password;
};

void doctor_network_proxy(struct doctor_proxy *out, const char *of_account,
	const char *host, bool loopback, const char *(*get)(const char *name));

void doctor_network_judge_proxy(
	struct doctor *doctor, const struct doctor_proxy *proxy);
/* Resolver, TLS, certificate and clock. */
void doctor_network_judge(
	struct doctor *doctor, const struct doctor_probe *probe);

#endif
