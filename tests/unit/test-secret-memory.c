/* SPDX-License-Identifier: MIT
 *
 * Where the key lies in the memory of a process: once in our buffer, once in
 * the line of the header while there is a transport, and nowhere else, whatever
 * has been asked and however it ended. The server that is asked is another
 * process, as it has the key from us.
 */
#include "config.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include "attr.h"
#include "file.h"
#include "http.h"
#include "loop-uv.h"
#include "mem.h"
#include "secret.h"
#include "tests/support/http-answers.h"
#include "tests/support/memory-scan.h"

#define EVER 3600000 /* ms: never reached */

static struct memory_scan_needle needle = {.len = 40};
static char *directory, *key_file;
static struct loop *loop;
static pid_t server;
static int server_port;

/* -- the key --------------------------------------------------------------- */

/* Made anew by each run, and known to us only under its veil. */
static void make_needle(void)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "abcdefghijklmnopqrstuvwxyz0123456789_-";
	unsigned char random[sizeof(needle.veiled)];
	int fd = open("/dev/urandom", O_RDONLY);

	assert_int_equal(read(fd, random, needle.len), (ssize_t)needle.len);
	close(fd);
	for (size_t i = 0; i < needle.len; i++)
		needle.veiled[i] = (unsigned char)letters[random[i] % 64] ^
				   MEMORY_SCAN_VEIL;
}

/* A byte at a time, so that there is no copy of the whole. */
static void write_needle(int fd)
{
	for (size_t i = 0; i < needle.len; i++) {
		char c = (char)(needle.veiled[i] ^ MEMORY_SCAN_VEIL);

		assert_int_equal(write(fd, &c, 1), 1);
	}
}

static void copies_are(long wanted)
{
	assert_int_equal(memory_scan(getpid(), &needle), wanted);
}

/* -- the server ------------------------------------------------------------ */

static void serve(int told)
{
	struct http_server *http = http_server_start(http_answers);
	int port = http_server_port(http);

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (write(told, &port, sizeof(port)) != (ssize_t)sizeof(port))
		_exit(1);
	for (;;)
		pause();
}

static int set_up(void **state)
{
	struct error error;
	int ends[2], fd;

	(void)state;
	make_needle();
	assert_int_equal(pipe(ends), 0);
	server = fork();
	if (server == 0)
		serve(ends[1]);
	assert_int_equal(read(ends[0], &server_port, sizeof(server_port)),
		(ssize_t)sizeof(server_port));
	close(ends[0]);
	close(ends[1]);
	directory = file_make_temporary_directory("certdesk-test", &error);
	key_file = mem_printf("%s/key", directory);
	fd = open(key_file, O_WRONLY | O_CREAT, 0600);
	write_needle(fd);
	close(fd);
	loop = loop_uv_new();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	kill(server, SIGKILL);
	waitpid(server, NULL, 0);
	loop_uv_free(loop);
	file_remove_tree(directory);
	free(directory);
	free(key_file);
	return 0;
}

/* -- where it comes from --------------------------------------------------- */

static void lies_once(struct secret *secret)
{
	assert_non_null(secret);
	copies_are(1);
	secret_free(secret);
	copies_are(0);
}

static void test_the_scan_sees_it(void **state)
{
	char seen[64];

	(void)state;
	copies_are(0);
	for (size_t i = 0; i < needle.len; i++)
		seen[i] = (char)(needle.veiled[i] ^ MEMORY_SCAN_VEIL);
	copies_are(1);
	mem_wipe(seen, sizeof(seen));
	copies_are(0);
}

static void test_sources(void **state)
{
	static char place[64] = "CERTDESK_TEST_KEY=";
	char *command = mem_printf("cat %s", key_file);
	size_t len = strlen(place);
	struct error error;

	(void)state;
	lies_once(secret_from_file(key_file, &error));
	lies_once(secret_from_command(command, &error));
	free(command);
	for (size_t i = 0; i < needle.len; i++)
		place[len + i] = (char)(needle.veiled[i] ^ MEMORY_SCAN_VEIL);
	putenv(place);
	copies_are(1);
	lies_once(secret_from_environment("CERTDESK_TEST_KEY", &error));
}

static void test_a_wrong_one(void **state)
{
	struct error error;
	int fd = open(key_file, O_WRONLY | O_APPEND);

	(void)state;
	assert_int_equal(write(fd, "\nmore\n", 6), 6);
	close(fd);
	assert_null(secret_from_file(key_file, &error));
	copies_are(0);
}

/* -- while it is used ------------------------------------------------------ */

static void on_done(void *data, const struct transport_response *response)
{
	int *status = data;

	*status = response->status;
	loop_stop(loop);
}

static int
ask(struct transport *http, enum transport_method method, const char *path)
{
	struct transport_request request = {
		.method = method,
		.path = path,
		.body = method == TRANSPORT_GET ? NULL : "{}",
		.write = method != TRANSPORT_GET,
	};
	int status = -1;

	transport_send(http, &request, on_done, &status);
	loop_run(loop);
	return status;
}

static struct transport *open_http(const struct secret *key)
{
	struct http_options options = {.key = key,
		.connect_ms = EVER,
		.idle_ms = EVER,
		.whole_ms = EVER};
	struct transport *http;
	struct error error;
	char url[64];

	snprintf(url, sizeof(url), "http://127.0.0.1:%d/api", server_port);
	options.base_url = url;
	http = http_new(loop, &options, &error);
	assert_non_null(http);
	return http;
}

/* Given up when the request is on its way: another, made later, has come. */
static void give_up_one(struct transport *http)
{
	struct transport_request request = {
		.method = TRANSPORT_GET, .path = "/hang"};
	int status = 0;
	struct transport_call *call =
		transport_send(http, &request, on_done, &status);

	assert_int_equal(ask(http, TRANSPORT_GET, "/whole"), 200);
	transport_cancel(call);
}

static void test_in_use(void **state)
{
	struct error error;
	struct secret *key = secret_from_file(key_file, &error);
	struct transport *http = open_http(key);

	(void)state;
	copies_are(2);
	for (int i = 0; i < 5; i++)
		assert_int_equal(ask(http, TRANSPORT_GET, "/whole"), 200);
	assert_int_equal(ask(http, TRANSPORT_PUT, "/empty"), 204);
	copies_are(2);
	ask(http, TRANSPORT_PUT, "/lost");
	ask(http, TRANSPORT_PUT, "/reset");
	ask(http, TRANSPORT_GET, "/redirect/302");
	copies_are(2);
	give_up_one(http);
	copies_are(2);
	http_free(http);
	copies_are(1);
	secret_free(key);
	copies_are(0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_the_scan_sees_it),
		TEST(test_sources),
		TEST(test_a_wrong_one),
		TEST(test_in_use),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
