/* SPDX-License-Identifier: MIT
 *
 * The server is a child process. The wire is a thread that serves one
 * connection after the other; its counts are under a lock.
 */
#include "config.h"

#include "tests/support/tls-server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem.h"

/* -- the server ------------------------------------------------------------ */

static const char make_certificate[] =
	"cd '%s' && openssl req -x509 -newkey ec -pkeyopt "
	"ec_paramgen_curve:prime256v1 -nodes -keyout key.pem -out cert.pem "
	"-days 2 -subj /CN=test -addext subjectAltName=IP:127.0.0.1 "
	">/dev/null 2>&1";

static void give_up(const char *what)
{
	fprintf(stderr, "tls-server: %s\n", what);
	abort();
}

char *tls_server_certificate(const char *directory)
{
	char *command = mem_printf(make_certificate, directory);

	if (system(command) != 0)
		give_up("no certificate; is the program openssl there?");
	free(command);
	return mem_printf("%s/cert.pem", directory);
}

static void become_server(const char *directory, int output, const char *option)
{
	int nothing = open("/dev/null", O_RDWR);

	prctl(PR_SET_PDEATHSIG, SIGKILL); /* when an assert ends the test */
	if (chdir(directory) != 0)
		_exit(1);
	dup2(nothing, STDIN_FILENO);
	dup2(output, STDOUT_FILENO);
	dup2(nothing, STDERR_FILENO);
	execlp("openssl", "openssl", "s_server", "-accept", "127.0.0.1:0",
		"-key", "key.pem", "-cert", "cert.pem", "-www", option,
		(char *)NULL);
	_exit(1);
}

/* It says "ACCEPT 127.0.0.1:PORT" when it is ready. */
void tls_server_start(
	struct tls_server *server, const char *directory, const char *option)
{
	char line[128];
	int ends[2];
	char *colon;

	server->port = 0;
	if (pipe2(ends, O_CLOEXEC) != 0)
		give_up("no pipe");
	server->pid = fork();
	if (server->pid == 0)
		become_server(directory, ends[1], option);
	close(ends[1]);
	server->output = fdopen(ends[0], "r");
	while (server->port == 0 &&
		fgets(line, sizeof(line), server->output) != NULL) {
		colon = strrchr(line, ':');
		if (strncmp(line, "ACCEPT", 6) == 0 && colon != NULL)
			server->port = (int)strtol(colon + 1, NULL, 10);
	}
	if (server->port <= 0)
		give_up("openssl s_server does not start");
}

void tls_server_stop(struct tls_server *server)
{
	kill(server->pid, SIGKILL);
	waitpid(server->pid, NULL, 0);
	fclose(server->output);
}

/* -- the wire -------------------------------------------------------------- */

struct tls_wire {
	int listener, port, server_port, wake[2];
	pthread_t thread;
	pthread_mutex_t lock; /* of what follows */
	size_t most, connections, passed;
	bool stall;
};

static struct sockaddr_in loopback(int port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return address;
}

static int connect_to(int port)
{
	struct sockaddr_in address = loopback(port);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 ||
		connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0)
		give_up("no connection to the server");
	return fd;
}

static bool put_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t put = send(fd, data, len, MSG_NOSIGNAL);

		if (put <= 0)
			return false;
		data += put;
		len -= (size_t)put;
	}
	return true;
}

static void note_passed(struct tls_wire *wire, size_t passed)
{
	pthread_mutex_lock(&wire->lock);
	wire->passed += passed;
	pthread_mutex_unlock(&wire->lock);
}

/* False: the end. Counted before it is passed on (count may be NULL), so that
 * whoever has it finds it counted. */
static bool pass(int from, int to, size_t *left, struct tls_wire *count)
{
	char bytes[4096];
	size_t size = sizeof(bytes) < *left ? sizeof(bytes) : *left;
	ssize_t got = recv(from, bytes, size, 0);

	if (got <= 0)
		return false;
	*left -= (size_t)got;
	if (count != NULL)
		note_passed(count, (size_t)got);
	return put_all(to, bytes, (size_t)got);
}

/* Both ways until an end, or until the server's bytes are used up. */
static void carry(struct tls_wire *wire, int client, size_t most, bool stall)
{
	int server = connect_to(wire->server_port);
	size_t left = most, any = (size_t)-1;
	struct pollfd fds[] = {{.fd = client, .events = POLLIN},
		{.fd = server, .events = POLLIN},
		{.fd = wire->wake[0], .events = POLLIN}};

	for (;;) {
		if (left == 0 && !stall)
			break;
		fds[1].fd = left > 0 ? server : -1;
		poll(fds, 3, -1);
		if (fds[2].revents != 0 ||
			(fds[0].revents != 0 &&
				!pass(client, server, &any, NULL)) ||
			(fds[1].revents != 0 &&
				!pass(server, client, &left, wire)))
			break;
	}
	close(server);
	close(client);
}

static void *serve(void *data)
{
	struct tls_wire *wire = data;
	struct pollfd fds[] = {{.fd = wire->listener, .events = POLLIN},
		{.fd = wire->wake[0], .events = POLLIN}};

	for (;;) {
		size_t most;
		bool stall;

		poll(fds, 2, -1);
		if (fds[1].revents != 0)
			return NULL;
		pthread_mutex_lock(&wire->lock);
		wire->connections++;
		wire->passed = 0;
		most = wire->most;
		stall = wire->stall;
		pthread_mutex_unlock(&wire->lock);
		carry(wire, accept(wire->listener, NULL, NULL), most, stall);
	}
}

struct tls_wire *tls_wire_start(int port)
{
	struct tls_wire *wire = mem_zalloc(sizeof(*wire));
	struct sockaddr_in address = loopback(0);
	socklen_t size = sizeof(address);

	wire->server_port = port;
	wire->most = (size_t)-1;
	pthread_mutex_init(&wire->lock, NULL);
	wire->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (bind(wire->listener, (struct sockaddr *)&address, size) != 0 ||
		listen(wire->listener, 16) != 0 ||
		getsockname(wire->listener, (struct sockaddr *)&address,
			&size) != 0 ||
		pipe2(wire->wake, O_CLOEXEC) != 0 ||
		pthread_create(&wire->thread, NULL, serve, wire) != 0)
		give_up("no wire");
	wire->port = ntohs(address.sin_port);
	return wire;
}

void tls_wire_stop(struct tls_wire *wire)
{
	if (write(wire->wake[1], "x", 1) != 1)
		give_up("the wire does not end");
	pthread_join(wire->thread, NULL);
	close(wire->listener);
	close(wire->wake[0]);
	close(wire->wake[1]);
	pthread_mutex_destroy(&wire->lock);
	free(wire);
}

int tls_wire_port(const struct tls_wire *wire)
{
	return wire->port;
}

void tls_wire_cut(struct tls_wire *wire, size_t most, bool stall)
{
	pthread_mutex_lock(&wire->lock);
	wire->most = most;
	wire->stall = stall;
	pthread_mutex_unlock(&wire->lock);
}

size_t tls_wire_connections(struct tls_wire *wire)
{
	size_t count;

	pthread_mutex_lock(&wire->lock);
	count = wire->connections;
	pthread_mutex_unlock(&wire->lock);
	return count;
}

size_t tls_wire_passed(struct tls_wire *wire)
{
	size_t passed;

	pthread_mutex_lock(&wire->lock);
	passed = wire->passed;
	pthread_mutex_unlock(&wire->lock);
	return passed;
}
