/* SPDX-License-Identifier: MIT
 *
 * The bytes of an HTTP answer, through libcurl into what certdesk makes of
 * them. The input stands in a socket pair in the place of a server's answer,
 * so nothing goes over a network.
 */
#include "config.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http-answer.h"
#include "tests/fuzz/fuzz.h"

static int ours = -1; /* libcurl's end of the pair */

static curl_socket_t on_open(void *data UNUSED, curlsocktype purpose UNUSED,
	struct curl_sockaddr *address UNUSED)
{
	return ours;
}

static int on_ready(
	void *data UNUSED, curl_socket_t fd UNUSED, curlsocktype purpose UNUSED)
{
	return CURL_SOCKOPT_ALREADY_CONNECTED;
}

static void set_up(CURL *easy, struct http_answer *answer)
{
	curl_easy_setopt(easy, CURLOPT_URL, "http://127.0.0.1/");
	curl_easy_setopt(easy, CURLOPT_PROXY, "");
	curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 200L);
	curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(easy, CURLOPT_FORBID_REUSE, 1L);
	curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_open);
	curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, on_ready);
	http_answer_watch(answer, easy);
}

static void check(const struct transport_response *response)
{
	fuzz_must(response->body != NULL, "there is a body");
	fuzz_must(response->retry_after_ms >= 0 &&
			  response->retry_after_ms <= 24 * 3600 * 1000,
		"Retry-After is in its range");
	if (response->status == 0)
		fuzz_must_be_told(&response->error);
	else
		fuzz_must(response->status > 0 && response->status <= 999,
			"a status has three digits");
}

static CURL *easy;

int fuzz_one(const uint8_t *data, size_t size)
{
	struct transport_response response;
	struct http_answer answer;
	CURLcode code;
	int pair[2];

	if (size > 32768 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
		return 0;
	if (easy == NULL)
		easy = curl_easy_init();
	curl_easy_reset(easy);
	ours = pair[0];
	fuzz_must(send(pair[1], data, size, MSG_NOSIGNAL) == (ssize_t)size,
		"the answer fits into the socket");
	shutdown(pair[1], SHUT_WR);
	http_answer_init(&answer);
	set_up(easy, &answer);
	code = curl_easy_perform(easy);
	http_answer_fill(&answer, easy, code, "127.0.0.1", &response);
	check(&response);
	http_answer_clear(&answer);
	close(pair[1]);
	return 0;
}
