/* SPDX-License-Identifier: MIT
 *
 * Runs a terminal program on a pseudo-terminal and measures what a person
 * would notice: how long until something stands on the screen, how long a key
 * takes and how many bytes it costs on the line, memory, and whether the
 * program rests when nobody touches it.
 *
 *	bench-pty ROWS COLS PROGRAM [ARGUMENT...] < STEPS > FIGURES
 *
 * One step a line, one figure a line: NAME FIGURE VALUE. KEYS have \e, \r,
 * \t, \s (a blank) and \xHH.
 *
 *	start NAME TEXT         ms from the start until TEXT is shown
 *	until NAME KEYS TEXT    press KEYS: ms until TEXT is shown
 *	each NAME COUNT KEYS BACK TEXT
 *	                        the same so many times, with BACK in between
 *	key NAME COUNT KEYS     one by one: ms to the last byte, bytes, cells
 *	rows NAME COUNT KEYS FIRST BY
 *	                        one by one: ms until "row N," is shown, for N
 *	                        from FIRST on; what comes later is not the key's
 *	burst NAME COUNT KEYS   all in one write: keys a second, bytes a key
 *	press KEYS              without measuring, once the program rests, until
 *	                        nothing came for BENCH_REST ms (200)
 *	see TEXT                wait until it is shown
 *	quiet MS                wait until nothing came for MS
 *	memory NAME             PSS in KiB, and what is the program's alone: the
 *				first is less where others use its libraries
 *	idle NAME MS            wake-ups and bytes a second, left alone for MS
 *	shell COMMAND           run it; what it prints are figures too
 *	quit KEYS               press them and wait for the end
 *	leave KEYS              the same, again and again until it has ended
 *
 * BENCH_PTY_STREAM names a file that gets all that the program writes.
 *
 * The end of what a key writes is the last byte before QUIET_MS of silence;
 * those are not counted. If the program does not do as told, bench-pty ends
 * with 1 and the screen on stderr; after BENCH_PATIENCE seconds, 30 by default.
 *
 * The file BENCH_STATUS, if it is set, gets how the program ended and whether
 * the terminal's modes were as before: "exit 0 restored", "signal 11 changed".
 */
#include "config.h" /* the system extensions: posix_openpt */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "attr.h"
#include "buf.h"
#include "mem.h"
#include "tests/support/bench-screen.h"
#include "tests/support/pid-rests.h"

#define QUIET_MS  25
#define KEYS_MOST 2000

struct bench {
	pid_t pid;
	int fd;
	int rows;
	struct bench_screen *screen;
	int64_t started_ns, last_ns; /* last_ns: when the last bytes came */
	size_t bytes;		     /* in all */
	bool ended;
	FILE *stream; /* a copy of all bytes; NULL: none */
	struct termios before;
};

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static double ms_between(int64_t from, int64_t to)
{
	return (double)(to - from) / 1e6;
}

static void record(struct bench *bench)
{
	const char *path = getenv("BENCH_PTY_STREAM");

	if (path == NULL)
		return;
	bench->stream = fopen(path, "we");
	if (bench->stream == NULL) {
		perror(path);
		exit(1);
	}
}

static int from_environment(const char *name, int otherwise)
{
	const char *text = getenv(name);

	return text != NULL ? (int)strtol(text, NULL, 10) : otherwise;
}

static int patience_s(void)
{
	return from_environment("BENCH_PATIENCE", 30);
}

static bool is_restored(const struct bench *bench)
{
	struct termios now;

	return tcgetattr(bench->fd, &now) == 0 &&
	       now.c_iflag == bench->before.c_iflag &&
	       now.c_oflag == bench->before.c_oflag &&
	       now.c_lflag == bench->before.c_lflag;
}

static void write_status(const struct bench *bench, int status)
{
	const char *path = getenv("BENCH_STATUS");
	FILE *file = path != NULL ? fopen(path, "we") : NULL;
	bool killed = WIFSIGNALED(status);

	if (file == NULL)
		return;
	fprintf(file, "%s %d %s\n", killed ? "signal" : "exit",
		killed ? WTERMSIG(status) : WEXITSTATUS(status),
		is_restored(bench) ? "restored" : "changed");
	fclose(file);
}

/* The line is cut, if the program is still there. */
static void end(const struct bench *bench)
{
	int status = 0;

	if (!bench->ended)
		kill(bench->pid, SIGHUP);
	while (waitpid(bench->pid, &status, 0) < 0 && errno == EINTR)
		;
	write_status(bench, status);
	close(bench->fd);
}

static NO_RETURN void give_up(const struct bench *bench, const char *step)
{
	fprintf(stderr, "bench-pty: this did not happen: %s\n", step);
	for (int row = 0; row < bench->rows; row++) {
		char *text = bench_screen_row(bench->screen, row);

		fprintf(stderr, "|%s\n", text != NULL ? text : "");
		free(text);
	}
	end(bench);
	exit(1);
}

/* -- the program --------------------------------------------------------------
 */

/* The other end of the terminal, which becomes the child's own. */
static int open_terminal(int fd, int rows, int cols)
{
	struct winsize size = {
		.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
	const char *name;

	if (grantpt(fd) != 0 || unlockpt(fd) != 0 ||
		(name = ptsname(fd)) == NULL ||
		ioctl(fd, TIOCSWINSZ, &size) != 0)
		return -1;
	return open(name, O_RDWR | O_NOCTTY);
}

static NO_RETURN void become(int terminal, char **argv)
{
	setsid();
	ioctl(terminal, TIOCSCTTY, 0);
	for (int fd = 0; fd < 3; fd++)
		dup2(terminal, fd);
	if (terminal > 2)
		close(terminal);
	setenv("TERM", "xterm-256color", 1);
	execvp(argv[0], argv);
	perror(argv[0]);
	_exit(127);
}

static void begin(struct bench *bench, int rows, int cols, char **argv)
{
	int terminal;

	bench->rows = rows;
	bench->screen = bench_screen_new(rows, cols);
	bench->fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	terminal = bench->fd < 0 ? -1 : open_terminal(bench->fd, rows, cols);
	if (terminal < 0) {
		perror("bench-pty: no terminal");
		exit(1);
	}
	tcgetattr(bench->fd, &bench->before);
	bench->started_ns = now_ns();
	bench->pid = fork();
	if (bench->pid == 0)
		become(terminal, argv);
	close(terminal);
	if (bench->pid < 0) {
		perror("bench-pty: fork");
		exit(1);
	}
}

/* Takes what comes within `ms`. False: nothing came, or the end. */
static bool take(struct bench *bench, int ms)
{
	struct pollfd ready = {.fd = bench->fd, .events = POLLIN};
	char bytes[65536];
	ssize_t got;

	if (bench->ended || poll(&ready, 1, ms) <= 0)
		return false;
	got = read(bench->fd, bytes, sizeof(bytes));
	bench->last_ns = now_ns();
	if (got <= 0) {
		bench->ended = true;
		return false;
	}
	bench->bytes += (size_t)got;
	if (bench->stream != NULL &&
		fwrite(bytes, 1, (size_t)got, bench->stream) != (size_t)got)
		abort();
	bench_screen_feed(bench->screen, bytes, (size_t)got);
	return true;
}

static void until_quiet(struct bench *bench, int ms)
{
	while (take(bench, ms))
		;
}

static void send_keys(struct bench *bench, const char *keys, size_t len)
{
	while (len > 0) {
		ssize_t sent = write(bench->fd, keys, len);

		if (sent < 0 && errno != EINTR)
			give_up(bench, "the program takes keys");
		if (sent <= 0)
			continue;
		keys += sent;
		len -= (size_t)sent;
	}
}

static void until_shown(struct bench *bench, const char *text)
{
	int64_t limit = now_ns() + (int64_t)patience_s() * 1000000000;

	while (!bench_screen_shows(bench->screen, text)) {
		take(bench, 1000);
		if (bench->ended || now_ns() > limit)
			give_up(bench, text);
	}
}

/* -- steps --------------------------------------------------------------------
 */

/* Cuts the next word off *rest. Ends the program when there is none. */
static char *word(char **rest)
{
	char *text = strsep(rest, " ");

	if (text == NULL || *text == '\0') {
		fprintf(stderr, "bench-pty: a step lacks a word\n");
		exit(2);
	}
	return text;
}

static char *the_rest(char **rest)
{
	char *text = *rest;

	if (text == NULL) {
		fprintf(stderr, "bench-pty: a step lacks its text\n");
		exit(2);
	}
	*rest = NULL;
	return text;
}

static int number(char **rest)
{
	long value = strtol(word(rest), NULL, 10);

	if (value < 1 || value > 100000) {
		fprintf(stderr, "bench-pty: a step has a wrong number\n");
		exit(2);
	}
	return (int)value;
}

static const char letters[] = "e\033r\rt\ts ";

/* Undoes the backslashes of KEYS, in place. Returns the length. */
static size_t unescape(char *keys)
{
	char *to = keys;

	for (const char *from = keys; *from != '\0'; from++) {
		const char *letter;

		if (*from != '\\' || from[1] == '\0') {
			*to++ = *from;
			continue;
		}
		from++;
		letter = strchr(letters, *from);
		if (*from == 'x' && from[1] != '\0' && from[2] != '\0') {
			char hex[3] = {from[1], from[2], '\0'};

			*to++ = (char)strtol(hex, NULL, 16);
			from += 2;
		} else {
			*to++ = letter != NULL ? letter[1] : *from;
		}
	}
	*to = '\0';
	return (size_t)(to - keys);
}

static void do_start(struct bench *bench, char *rest)
{
	const char *name = word(&rest);

	until_shown(bench, the_rest(&rest));
	printf("%s ms %.2f\n", name,
		ms_between(bench->started_ns, bench->last_ns));
	printf("%s bytes %zu\n", name, bench->bytes);
	until_quiet(bench, 300);
}

/* How many ms from the keys to the text, which was not there before. */
static double
time_until(struct bench *bench, const char *keys, size_t len, const char *text)
{
	int64_t start;
	double ms;

	until_quiet(bench, 300);
	if (bench_screen_shows(bench->screen, text))
		give_up(bench, "it is not there yet");
	start = now_ns();
	send_keys(bench, keys, len);
	until_shown(bench, text);
	ms = ms_between(start, bench->last_ns);
	until_quiet(bench, 300);
	return ms;
}

static void do_until(struct bench *bench, char *rest)
{
	const char *name = word(&rest);
	char *keys = word(&rest);
	size_t len = unescape(keys), bytes = bench->bytes;

	printf("%s ms %.2f\n", name,
		time_until(bench, keys, len, the_rest(&rest)));
	printf("%s bytes %zu\n", name, bench->bytes - bytes);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double quantile(double *values, int count, double which)
{
	qsort(values, (size_t)count, sizeof(*values), compare);
	return values[(int)((double)(count - 1) * which + 0.5)];
}

static void do_each(struct bench *bench, char *rest)
{
	static double ms[KEYS_MOST];
	const char *name = word(&rest);
	int count = number(&rest);
	char *keys = word(&rest), *back = word(&rest);
	size_t len = unescape(keys), back_len = unescape(back);
	const char *text = the_rest(&rest);

	if (count > KEYS_MOST)
		count = KEYS_MOST;
	for (int i = 0; i < count; i++) {
		ms[i] = time_until(bench, keys, len, text);
		send_keys(bench, back, back_len);
	}
	printf("%s ms %.2f\n", name, quantile(ms, count, 0.5));
	printf("%s p99_ms %.2f\n", name, quantile(ms, count, 0.99));
}

static void do_key(struct bench *bench, char *rest)
{
	static double ms[KEYS_MOST], bytes[KEYS_MOST];
	const char *name = word(&rest);
	int count = number(&rest);
	char *keys = the_rest(&rest);
	size_t len = unescape(keys), total = bench->bytes;
	long cells = 0;

	if (count > KEYS_MOST)
		count = KEYS_MOST;
	bench_screen_changed(bench->screen);
	for (int i = 0; i < count; i++) {
		size_t before = bench->bytes;
		int64_t start = now_ns();

		bench->last_ns = start;
		send_keys(bench, keys, len);
		until_quiet(bench, QUIET_MS);
		ms[i] = ms_between(start, bench->last_ns);
		bytes[i] = (double)(bench->bytes - before);
		cells += bench_screen_changed(bench->screen);
	}
	printf("%s median_ms %.2f\n", name, quantile(ms, count, 0.5));
	printf("%s p99_ms %.2f\n", name, quantile(ms, count, 0.99));
	printf("%s bytes %.0f\n", name, quantile(bytes, count, 0.5));
	if (cells > 0)
		printf("%s bytes_per_cell %.2f\n", name,
			(double)(bench->bytes - total) / (double)cells);
}

/* "row 1,234," */
static void write_row(int row, char *out, size_t size)
{
	if (row < 1000)
		snprintf(out, size, "row %d,", row);
	else
		snprintf(out, size, "row %d,%03d,", row / 1000, row % 1000);
}

static void do_rows(struct bench *bench, char *rest)
{
	static double ms[KEYS_MOST];
	const char *name = word(&rest);
	int count = number(&rest);
	char *keys = word(&rest);
	size_t len = unescape(keys);
	int row = number(&rest), by = number(&rest);
	char text[32];

	if (count > KEYS_MOST)
		count = KEYS_MOST;
	for (int i = 0; i < count; i++, row += by) {
		int64_t start = now_ns();

		write_row(row, text, sizeof(text));
		send_keys(bench, keys, len);
		until_shown(bench, text);
		ms[i] = ms_between(start, bench->last_ns);
		take(bench, QUIET_MS); /* not all keys at once */
	}
	printf("%s median_ms %.2f\n", name, quantile(ms, count, 0.5));
	printf("%s p99_ms %.2f\n", name, quantile(ms, count, 0.99));
	printf("%s max_ms %.2f\n", name, quantile(ms, count, 1));
}

static void do_burst(struct bench *bench, char *rest)
{
	const char *name = word(&rest);
	int count = number(&rest);
	char *keys = the_rest(&rest);
	size_t len = unescape(keys), before = bench->bytes;
	struct buf all;
	int64_t start;

	buf_init(&all, (size_t)1 << 20);
	for (int i = 0; i < count; i++)
		buf_add(&all, keys, len);
	start = now_ns();
	bench->last_ns = start;
	send_keys(bench, buf_text(&all), all.len);
	until_quiet(bench, 200);
	printf("%s keys_per_s %.0f\n", name,
		(double)count * 1000.0 / ms_between(start, bench->last_ns));
	printf("%s bytes %.1f\n", name,
		(double)(bench->bytes - before) / (double)count);
	buf_clear(&all);
}

/* A program that never does has to take keys all the same. */
static void until_it_rests(struct bench *bench)
{
	int64_t limit = now_ns() + 1000000000LL * patience_s();

	while (!pid_rests(bench->pid) && now_ns() < limit)
		take(bench, 1);
}

static void do_press(struct bench *bench, char *rest)
{
	char *keys = the_rest(&rest);
	size_t len = unescape(keys);

	until_it_rests(bench);
	send_keys(bench, keys, len);
	until_quiet(bench, from_environment("BENCH_REST", 200));
}

static void do_see(struct bench *bench, char *rest)
{
	until_shown(bench, the_rest(&rest));
}

/* The number behind `label` in a file of /proc/PID; -1 if there is none. */
static long
of_process(const struct bench *bench, const char *file, const char *label)
{
	char *path = mem_printf("/proc/%d/%s", (int)bench->pid, file);
	FILE *stream = fopen(path, "r");
	char line[256];
	long value = -1;

	free(path);
	while (stream != NULL && fgets(line, sizeof(line), stream) != NULL) {
		if (strncmp(line, label, strlen(label)) == 0)
			value = strtol(line + strlen(label), NULL, 10);
	}
	if (stream != NULL)
		fclose(stream);
	return value;
}

static void do_memory(struct bench *bench, char *rest)
{
	const char *name = word(&rest);

	until_quiet(bench, 300);
	printf("%s pss_kib %ld\n", name,
		of_process(bench, "smaps_rollup", "Pss:"));
	printf("%s own_kib %ld\n", name,
		of_process(bench, "smaps_rollup", "Anonymous:"));
}

static void do_idle(struct bench *bench, char *rest)
{
	const char *name = word(&rest);
	int ms = number(&rest);
	const char *label = "voluntary_ctxt_switches:";
	int64_t end;
	long before;
	size_t bytes;

	until_quiet(bench, 1000);
	before = of_process(bench, "status", label);
	bytes = bench->bytes;
	end = now_ns() + (int64_t)ms * 1000000;
	while (now_ns() < end && !bench->ended)
		take(bench, (int)((end - now_ns()) / 1000000) + 1);
	printf("%s wakeups_per_s %.2f\n", name,
		(double)(of_process(bench, "status", label) - before) * 1000.0 /
			ms);
	printf("%s bytes_per_s %.2f\n", name,
		(double)(bench->bytes - bytes) * 1000.0 / ms);
}

/* Faults to arm, requests to count: what the screen does not know. */
static void do_shell(struct bench *bench, char *rest)
{
	const char *command = the_rest(&rest);

	until_quiet(bench, 300);
	fflush(stdout);
	if (system(command) != 0)
		give_up(bench, command);
}

static void do_quit(struct bench *bench, char *rest)
{
	char *keys = the_rest(&rest);
	size_t len = unescape(keys);

	int64_t limit = now_ns() + (int64_t)patience_s() * 1000000000;

	send_keys(bench, keys, len);
	while (!bench->ended) {
		take(bench, 1000);
		if (now_ns() > limit)
			give_up(bench, "the program ends");
	}
}

static void do_quiet(struct bench *bench, char *rest)
{
	until_quiet(bench, number(&rest));
}

/* For a program that may throw away what is typed, or may be gone. */
static void do_leave(struct bench *bench, char *rest)
{
	char *keys = the_rest(&rest);
	size_t len = unescape(keys);

	while (!bench->ended) {
		if (write(bench->fd, keys, len) < 0)
			return;
		until_quiet(bench, 100);
	}
}

static const struct {
	const char *name;
	void (*run)(struct bench *bench, char *rest);
} steps[] = {
	{"start", do_start},
	{"until", do_until},
	{"each", do_each},
	{"key", do_key},
	{"rows", do_rows},
	{"burst", do_burst},
	{"press", do_press},
	{"see", do_see},
	{"memory", do_memory},
	{"idle", do_idle},
	{"shell", do_shell},
	{"quit", do_quit},
	{"leave", do_leave},
	{"quiet", do_quiet},
};

static void run_step(struct bench *bench, char *line)
{
	char *rest = line, *name;

	line[strcspn(line, "\n")] = '\0';
	if (*line == '\0' || *line == '#')
		return;
	name = word(&rest);
	for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
		if (strcmp(steps[i].name, name) != 0)
			continue;
		steps[i].run(bench, rest);
		fflush(stdout);
		return;
	}
	fprintf(stderr, "bench-pty: no such step: %s\n", name);
	exit(2);
}

int main(int argc, char **argv)
{
	struct bench bench = {.fd = -1};
	char line[1024];
	int rows, cols;

	signal(SIGPIPE, SIG_IGN);
	if (argc < 4 || (rows = (int)strtol(argv[1], NULL, 10)) < 2 ||
		(cols = (int)strtol(argv[2], NULL, 10)) < 2 || rows > 500 ||
		cols > 1000) {
		fprintf(stderr,
			"usage: bench-pty ROWS COLS PROGRAM [ARGUMENT...]\n");
		return 2;
	}
	record(&bench);
	begin(&bench, rows, cols, argv + 3);
	while (fgets(line, sizeof(line), stdin) != NULL)
		run_step(&bench, line);
	end(&bench);
	bench_screen_free(bench.screen);
	if (bench.stream != NULL && fclose(bench.stream) != 0)
		return 1;
	return 0;
}
