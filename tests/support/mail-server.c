/* SPDX-License-Identifier: MIT
 *
 *	mail-server PORT PORT-FILE DIR [MODE]
 *
 * A mail server for tests, on 127.0.0.1, one connection after another; PORT 0
 * takes a free one. Each message it takes is a file of DIR, named by its
 * number: the lines "from ADDRESS" and "to ADDRESS", then the message as it was
 * before SMTP. What happens to one is chosen by how its recipient begins:
 *
 *	refused		550 to the recipient
 *	full		552 to the message
 *	later		451 to the recipient, the first time
 *	cut		the connection is closed in the middle, the first time
 *
 * and by MODE for all: "old" knows no EHLO, "wordy" answers in many lines,
 * "http" speaks something else, "deaf" accepts no connection.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "attr.h"

#define LINE_SIZE 4096

static const char *mode = "";
static const char *directory;
static int taken;
static bool delayed, was_cut;

struct visit {
	FILE *in, *out;
	char from[LINE_SIZE], to[LINE_SIZE];
};

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static void answer(struct visit *visit, const char *text)
{
	if (strcmp(mode, "wordy") == 0)
		fprintf(visit->out, "%.3s-one line\r\n%.3s-\r\n", text, text);
	fprintf(visit->out, "%s\r\n", text);
	fflush(visit->out);
}

/* A line without its CRLF; false at the end. A bare LF is not taken. */
static bool read_line(struct visit *visit, char *line)
{
	size_t len;

	if (!fgets(line, LINE_SIZE, visit->in))
		return false;
	len = strlen(line);
	if (len < 2 || strcmp(line + len - 2, "\r\n") != 0) {
		answer(visit, "500 lines end in CRLF");
		return false;
	}
	line[len - 2] = '\0';
	return true;
}

static FILE *open_message(const struct visit *visit)
{
	char path[LINE_SIZE];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%d.new", directory, taken + 1);
	file = fopen(path, "w");
	if (!file)
		die(path);
	fprintf(file, "from %s\nto %s\n", visit->from, visit->to);
	return file;
}

static void keep_message(void)
{
	char path[LINE_SIZE], new_path[LINE_SIZE];

	taken++;
	snprintf(new_path, sizeof(new_path), "%s/%d.new", directory, taken);
	snprintf(path, sizeof(path), "%s/%d", directory, taken);
	if (rename(new_path, path) != 0)
		die(path);
}

static bool begins(const struct visit *visit, const char *word)
{
	return strncmp(visit->to, word, strlen(word)) == 0;
}

/* After DATA. False: the connection is over. */
static bool take_message(struct visit *visit)
{
	FILE *file = open_message(visit);
	char line[LINE_SIZE];

	while (read_line(visit, line)) {
		if (strcmp(line, ".") == 0) {
			fclose(file);
			if (begins(visit, "full")) {
				answer(visit, "552 mailbox full");
				return true;
			}
			keep_message();
			answer(visit, "250 taken");
			return true;
		}
		if (begins(visit, "cut") && !was_cut) {
			was_cut = true;
			break;
		}
		fprintf(file, "%s\n", line + (line[0] == '.'));
	}
	fclose(file);
	return false;
}

/* "MAIL FROM:<a@b>" */
static bool take_address(const char *line, const char *command, char *out)
{
	size_t len = strlen(command);
	const char *end;

	if (strncmp(line, command, len) != 0)
		return false;
	end = strchr(line + len, '>');
	if (!end || end[1])
		return false;
	snprintf(out, LINE_SIZE, "%.*s", (int)(end - line - (int)len),
		line + len);
	return true;
}

static const char *judge_recipient(const struct visit *visit)
{
	if (begins(visit, "refused"))
		return "550 no such user";
	if (!begins(visit, "later") || delayed)
		return "250 fine";
	delayed = true;
	return "451 come again";
}

/* False: the connection is over. */
static bool take_command(struct visit *visit, const char *line)
{
	if (strncmp(line, "EHLO ", 5) == 0) {
		answer(visit,
			strcmp(mode, "old") == 0 ? "502 what?" : "250 hello");
	} else if (strncmp(line, "HELO ", 5) == 0) {
		answer(visit, "250 hello");
	} else if (take_address(line, "MAIL FROM:<", visit->from)) {
		answer(visit, "250 fine");
	} else if (take_address(line, "RCPT TO:<", visit->to)) {
		answer(visit, judge_recipient(visit));
	} else if (strcmp(line, "DATA") == 0) {
		answer(visit, "354 go on");
		return take_message(visit);
	} else if (strcmp(line, "QUIT") == 0) {
		answer(visit, "221 bye");
		return false;
	} else {
		answer(visit, "500 what?");
	}
	return true;
}

static void serve(int fd)
{
	struct visit visit = {
		.in = fdopen(fd, "r"), .out = fdopen(dup(fd), "w")};
	char line[LINE_SIZE];

	if (!visit.in || !visit.out)
		die("fdopen");
	answer(&visit, strcmp(mode, "http") == 0 ? "HTTP/1.1 400 Bad Request"
						 : "220 mail.example");
	while (read_line(&visit, line) && take_command(&visit, line))
		;
	fclose(visit.in);
	fclose(visit.out);
}

static int open_port(int port, const char *port_file)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t len = sizeof(address);
	int on = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
	FILE *file;

	address.sin_port = htons((uint16_t)port);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (fd < 0 ||
		bind(fd, (struct sockaddr *)&address, sizeof(address)) != 0 ||
		listen(fd, 16) != 0 ||
		getsockname(fd, (struct sockaddr *)&address, &len) != 0)
		die("listen");
	file = fopen(port_file, "w");
	if (!file)
		die(port_file);
	fprintf(file, "%d\n", ntohs(address.sin_port));
	fclose(file);
	return fd;
}

int main(int argc, char **argv)
{
	int fd;

	if (argc < 4)
		return 2;
	directory = argv[3];
	if (argc > 4)
		mode = argv[4];
	fd = open_port((int)strtol(argv[1], NULL, 10), argv[2]);
	while (strcmp(mode, "deaf") == 0)
		pause();
	for (;;) {
		int peer = accept(fd, NULL, NULL);

		if (peer >= 0)
			serve(peer);
	}
}
