/* SPDX-License-Identifier: MIT
 *
 * The table of options, and the few ways in which a value is read.
 */
#include "sandbox/options.h"

#include <stddef.h>
#include <string.h>

#include "date.h"
#include "sandbox/route.h"
#include "sandbox/smtp-address.h"

struct option {
	const char *name;
	const char *value; /* its name in the help; NULL: takes none */
	const char *help;
	bool (*read)(void *field, const struct option *option, const char *text,
		struct error *error);
	size_t offset;
	int64_t max; /* of a number */
};

static bool
bad_value(const struct option *option, const char *text, struct error *error)
{
	return error_set(error, ERROR_USAGE, "--%s %s: %s is expected",
		option->name, text, option->value);
}

static bool read_flag(void *field, const struct option *option UNUSED,
	const char *text UNUSED, struct error *error UNUSED)
{
	*(bool *)field = true;
	return true;
}

static bool read_text(void *field, const struct option *option,
	const char *text, struct error *error)
{
	if (!*text)
		return bad_value(option, text, error);
	*(const char **)field = text;
	return true;
}

static bool read_number(void *field, const struct option *option,
	const char *text, struct error *error)
{
	int64_t value;

	if (!route_number(text, &value) || value > option->max)
		return error_set(error, ERROR_USAGE,
			"--%s %s: a number from 0 to %lld is expected",
			option->name, text, (long long)option->max);
	*(int64_t *)field = value;
	return true;
}

static bool read_time(void *field, const struct option *option,
	const char *text, struct error *error)
{
	if (!date_parse(text, field, NULL))
		return error_set(error, ERROR_USAGE,
			"--%s %s: a time like 2026-11-20T14:02:11Z is expected",
			option->name, text);
	return true;
}

static bool read_kind(void *field, const struct option *option,
	const char *text, struct error *error)
{
	static const char *const words[] = {
		[SANDBOX_ENTERPRISE] = "enterprise",
		[SANDBOX_PARTNER] = "partner",
		[SANDBOX_LEGACY] = "legacy",
		[SANDBOX_SUBSCRIPTION] = "subscription",
	};

	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strcmp(words[i], text) == 0) {
			*(enum sandbox_kind *)field = (enum sandbox_kind)i;
			return true;
		}
	}
	return bad_value(option, text, error);
}

static bool read_smtp(void *field, const struct option *option UNUSED,
	const char *text, struct error *error)
{
	struct smtp_address address;

	*(const char **)field = text;
	return smtp_address_parse(&address, text, error);
}

static bool read_rate(void *field, const struct option *option,
	const char *text, struct error *error)
{
	const char *slash = strchr(text, '/');
	char first[16];
	int64_t requests, seconds;

	if (!slash || (size_t)(slash - text) >= sizeof(first))
		return bad_value(option, text, error);
	memcpy(first, text, (size_t)(slash - text));
	first[slash - text] = '\0';
	if (!route_number(first, &requests) ||
		!route_number(slash + 1, &seconds) ||
		requests > RATE_REQUESTS_MAX || seconds < 1 || seconds > 86400)
		return bad_value(option, text, error);
	*(struct rate_limit *)field =
		(struct rate_limit){(int)requests, (int)seconds};
	return true;
}

#define FIELD(name) offsetof(struct options, name)

static const struct option table[] = {
	{"listen", "ADDRESS", "address to listen on (127.0.0.1)", read_text,
		FIELD(listen), 0},
	{"port", "N", "port, 0 for any that is free (8417)", read_number,
		FIELD(port), 65535},
	{"port-file", "FILE", "write the port to this file when ready",
		read_text, FIELD(port_file), 0},
	{"db", "FILE", "keep the data in this file (in memory)", read_text,
		FIELD(db), 0},
	{"orders", "N", "orders to make in new data (300)", read_number,
		FIELD(orders), OPTIONS_ORDERS_MAX},
	{"seed", "N", "another number, other data (1)", read_number,
		FIELD(seed), INT32_MAX},
	{"now", "TIME", "where the clock starts (the real time)", read_time,
		FIELD(now), 0},
	{"kind", "enterprise|partner|legacy|subscription",
		"kind of the account (enterprise)", read_kind, FIELD(kind), 0},
	{"outbox", "DIR", "deliver the mails into this Maildir", read_text,
		FIELD(outbox), 0},
	{"smtp", "URL",
		"send the mails to this server, too: smtp://127.0.0.1:25",
		read_smtp, FIELD(smtp), 0},
	{"tls-cert", "FILE", "speak https: the certificate, in PEM form",
		read_text, FIELD(tls_cert), 0},
	{"tls-key", "FILE", "its private key, in PEM form", read_text,
		FIELD(tls_key), 0},
	{"latency", "MS", "answer each API request so much later (0)",
		read_number, FIELD(latency_ms), 600000},
	{"rate", "N/SECONDS", "rate limit per key (100/5); 0/1: none at all",
		read_rate, FIELD(rate), 0},
	{"retry-after", NULL, "send Retry-After with a 429", read_flag,
		FIELD(retry_after), 0},
	{"hostile", NULL,
		"put escape sequences, broken UTF-8 and the like into all texts",
		read_flag, FIELD(hostile), 0},
	{"quiet", NULL, "print errors only", read_flag, FIELD(quiet), 0},
	{"allow-remote", NULL, "listen on an address that is not loopback",
		read_flag, FIELD(allow_remote), 0},
	{"help", NULL, "print this and exit", read_flag, FIELD(help), 0},
	{"version", NULL, "print the versions of the program and its libraries",
		read_flag, FIELD(version), 0},
};

static const struct option *find(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		if (strlen(table[i].name) == len &&
			memcmp(table[i].name, name, len) == 0)
			return &table[i];
	return NULL;
}

/* Reads argv[*at], and the value behind it if it takes one. */
static bool read_one(struct options *options, char *const *argv, int *at,
	struct error *error)
{
	const char *word = argv[*at];
	size_t len = strcspn(word, "=");
	const char *value = word[len] == '=' ? word + len + 1 : NULL;
	const struct option *option =
		strncmp(word, "--", 2) == 0 ? find(word + 2, len - 2) : NULL;

	if (!option)
		return error_set(error, ERROR_USAGE,
			"unknown argument %s; see --help", word);
	if (!option->value && value)
		return error_set(error, ERROR_USAGE, "--%s takes no value",
			option->name);
	if (option->value && !value)
		value = argv[++*at];
	if (option->value && !value)
		return error_set(error, ERROR_USAGE, "--%s: %s is missing",
			option->name, option->value);
	return option->read(
		(char *)options + option->offset, option, value, error);
}

bool options_parse(struct options *options, int argc, char *const *argv,
	struct error *error)
{
	*options = (struct options){
		.listen = "127.0.0.1",
		.port = 8417,
		.orders = 300,
		.seed = 1,
		.now = DATE_NONE,
		.rate = {100, 5},
	};
	for (int i = 1; i < argc; i++)
		if (!read_one(options, argv, &i, error))
			return false;
	if (!options->tls_cert != !options->tls_key)
		return error_set(error, ERROR_USAGE,
			"--tls-cert and --tls-key go together; --tls-%s is "
			"missing",
			options->tls_cert ? "key" : "cert");
	return true;
}

bool options_at(
	size_t index, const char **name, const char **value, const char **help)
{
	if (index >= ARRAY_LEN(table))
		return false;
	*name = table[index].name;
	*value = table[index].value;
	*help = table[index].help;
	return true;
}

void options_help(FILE *out)
{
	fputs("Usage: certdesk-sandbox [OPTIONS]\n"
	      "A CertCentral of one's own, for demos and tests. Options, with"
	      " defaults:\n\n",
		out);
	for (size_t i = 0; i < ARRAY_LEN(table); i++) {
		const struct option *o = &table[i];
		int len = fprintf(out, "  --%s%s%s", o->name,
			o->value ? " " : "", o->value ? o->value : "");

		if (len > 26)
			fprintf(out, "\n%*s", 27, "");
		fprintf(out, "%*s%s\n", len > 26 ? 1 : 28 - len, "", o->help);
	}
	fputs("\nAPI keys: sandbox-admin, sandbox-orders (no organizations),"
	      " sandbox-readonly.\n",
		out);
}
