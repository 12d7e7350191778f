/* SPDX-License-Identifier: MIT
 *
 * certdesk-sandbox: options, data, server; until a signal ends it.
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utf8proc.h>

#include "clock.h"
#include "config.h"
#include "date.h"
#include "mem.h"
#include "sandbox/db.h"
#include "sandbox/deliveries.h"
#include "sandbox/fault.h"
#include "sandbox/gates.h"
#include "sandbox/gzip.h"
#include "sandbox/mails.h"
#include "sandbox/options.h"
#include "sandbox/rate.h"
#include "sandbox/requests.h"
#include "sandbox/seed.h"
#include "sandbox/server.h"
#include "sandbox/tls.h"

#define EXIT_USAGE	  2
#define ORDERS_WORTH_TELL 50000 /* making more takes seconds: say so */

/* Told by the signal handler, which can reach nothing else: the loop waits for
 * the pipe, the making of data looks at the flag. */
static int stop_pipe[2] = {-1, -1};
static volatile sig_atomic_t stopped;

static void on_signal(int number UNUSED)
{
	int saved = errno;

	stopped = 1;
	if (write(stop_pipe[1], "", 1) < 0)
		errno = saved; /* full: it has been told before */
	errno = saved;
}

static bool catch_signals(struct error *error)
{
	struct sigaction stop = {.sa_handler = on_signal};
	struct sigaction ignore = {.sa_handler = SIG_IGN};

	if (pipe(stop_pipe) != 0)
		return error_set_errno(
			error, ERROR_SYSTEM, errno, "cannot open a pipe");
	for (int i = 0; i < 2; i++) {
		fcntl(stop_pipe[i], F_SETFD, FD_CLOEXEC);
		fcntl(stop_pipe[i], F_SETFL, O_NONBLOCK);
	}
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
	return true;
}

/* Opens the data and, where it is new, makes it. */
static bool open_data(struct sandbox *sandbox, const struct options *options,
	struct error *error)
{
	struct seed_settings settings = {
		.orders = options->orders,
		.seed = options->seed,
		.now = options->now == DATE_NONE ? clock_seconds()
						 : options->now,
	};
	bool fresh;

	sandbox->db = db_open(options->db, &fresh, error);
	if (!sandbox->db)
		return false;
	if (fresh)
		db_stop_by(sandbox->db, &stopped);
	if (fresh && !options->quiet && settings.orders > ORDERS_WORTH_TELL)
		fprintf(stderr, "making %lld orders ...\n",
			(long long)settings.orders);
	if (fresh && !seed_fill(sandbox->db, &settings))
		return error_set(error, ERROR_SYSTEM,
			"cannot make the data: %s", db_failure(sandbox->db));
	if (fresh && !db_finish(sandbox->db, error))
		return false;
	db_set_now(sandbox->db, settings.now);
	return true;
}

/* Orders that expired while the sandbox was not running; unwritten mails. */
static bool catch_up(struct sandbox *sandbox, struct error *error)
{
	struct db *db = sandbox->db;

	if (db_begin(db))
		gates_expire(sandbox);
	if (!db_commit(db))
		return error_set(error, ERROR_SYSTEM,
			"cannot write to the database: %s", db_failure(db));
	mails_deliver(sandbox);
	return true;
}

static bool open_deliveries(struct sandbox *sandbox,
	const struct options *options, struct error *error)
{
	if (options->smtp)
		sandbox->deliveries =
			deliveries_new(sandbox, options->smtp, error);
	return !options->smtp || sandbox->deliveries;
}

/* In one step, so that nobody reads half a number. */
static bool write_port(const char *path, int port, struct error *error)
{
	char *temporary = mem_printf("%s.new", path);
	FILE *file = fopen(temporary, "we");
	bool good = file && fprintf(file, "%d\n", port) > 0;

	if (file && fclose(file) != 0)
		good = false;
	if (good && rename(temporary, path) != 0)
		good = false;
	if (!good)
		error_set_errno(error, ERROR_SYSTEM, errno,
			"cannot write the port to %s", path);
	free(temporary);
	return good;
}

static bool serve(struct server *server, const struct sandbox *sandbox,
	const struct options *options, struct error *error)
{
	if (options->port_file &&
		!write_port(options->port_file, server_port(server), error))
		return false;
	if (!options->quiet) {
		printf("listening on %s\n", sandbox->url);
		fflush(stdout);
	}
	return server_run(server, stop_pipe[0], error);
}

static bool run(const struct options *options, struct error *error)
{
	struct server_settings settings = {
		.address = options->listen,
		.port = (int)options->port,
		.allow_remote = options->allow_remote,
		.latency_ms = options->latency_ms,
		.tls_cert = options->tls_cert,
		.tls_key = options->tls_key,
	};
	struct sandbox sandbox = {
		.kind = options->kind,
		.outbox = options->outbox,
		.hostile = options->hostile,
		.hostile_seed = (uint64_t)options->seed,
	};
	struct server *server = NULL;
	bool good;

	sandbox.fault = fault_new();
	sandbox.rate = rate_new(options->rate, options->retry_after);
	sandbox.requests = requests_new();
	/* The port first: one that is taken is told before data is made. */
	server = server_new(&settings, &sandbox, error);
	good = server && catch_signals(error) &&
	       open_data(&sandbox, options, error) &&
	       mails_open(&sandbox, error) &&
	       open_deliveries(&sandbox, options, error) &&
	       catch_up(&sandbox, error) &&
	       serve(server, &sandbox, options, error);
	if (stopped) /* whatever failed then was to end */
		good = true;
	server_free(server);
	deliveries_free(sandbox.deliveries);
	db_close(sandbox.db);
	requests_free(sandbox.requests);
	rate_free(sandbox.rate);
	fault_free(sandbox.fault);
	return good;
}

int main(int argc, char **argv)
{
	struct options options;
	struct error error = {ERROR_NONE, 0, "", ""};

	if (!options_parse(&options, argc, argv, &error)) {
		fprintf(stderr, "certdesk-sandbox: %s\n", error.text);
		return EXIT_USAGE;
	}
	if (options.help) {
		options_help(stdout);
		return EXIT_SUCCESS;
	}
	if (options.version) {
		printf("certdesk-sandbox " PACKAGE_VERSION "\n"
		       "libmicrohttpd %s, GnuTLS %s, zlib %s, SQLite %s,\n"
		       "cJSON %s, utf8proc %s\n",
			server_version(), tls_version(), gzip_version(),
			sqlite3_libversion(), cJSON_Version(),
			utf8proc_version());
		return EXIT_SUCCESS;
	}
	if (run(&options, &error))
		return EXIT_SUCCESS;
	fprintf(stderr, "certdesk-sandbox: %s\n", error.text);
	return error.kind == ERROR_USAGE ? EXIT_USAGE : EXIT_FAILURE;
}
