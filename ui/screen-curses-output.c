/* SPDX-License-Identifier: MIT
 *
 * A write of a terminal that does not block takes a part of it or nothing.
 * Where the terminal cannot be opened once more, small pieces are written
 * while the system says that there is room.
 */
#include "config.h" /* memfd_create */

#include "screen-curses-output.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "compat.h"
#include "log.h"
#include "mem.h"

#define PENDING_MAX ((size_t)32 * 1024 * 1024) /* far more than a frame */
#define PIECE	    128 /* always fits where poll sees room */

/* -- the terminal once more ------------------------------------------------ */

static bool is_same_terminal(int fd, int other)
{
	struct stat a, b;

	return fstat(fd, &a) == 0 && fstat(other, &b) == 0 &&
	       a.st_rdev == b.st_rdev;
}

/* By its name; or, where that is another user's (after su), as the one that
 * controls this session. */
static int open_once_more(void)
{
	const int flags = O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC;
	char name[256];
	int fd = -1;

	if (ttyname_r(STDOUT_FILENO, name, sizeof(name)) == 0)
		fd = open(name, flags);
	if (fd >= 0 && is_same_terminal(fd, STDOUT_FILENO))
		return fd;
	if (fd >= 0)
		close(fd);
	if (tcgetsid(STDOUT_FILENO) != getsid(0))
		return -1;
	return open("/dev/tty", flags);
}

bool screen_curses_output_open(struct screen_curses_output *output)
{
	int copy = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);

	*output = (struct screen_curses_output){.fd = -1};
	buf_init(&output->pending, PENDING_MAX);
	if (copy < 0)
		return false;
	output->stream = fdopen(copy, "w");
	if (output->stream == NULL) {
		close(copy);
		return false;
	}
	output->fd = open_once_more();
	output->is_own = output->fd >= 0;
	if (!output->is_own)
		output->fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	return output->fd >= 0;
}

void screen_curses_output_close(struct screen_curses_output *output)
{
	if (output->stream != NULL)
		fclose(output->stream);
	if (output->fd >= 0)
		close(output->fd);
	buf_clear(&output->pending);
	*output = (struct screen_curses_output){.fd = -1};
}

static int file_in_memory(void)
{
#ifdef HAVE_MEMFD_CREATE
	return memfd_create("screen", MFD_CLOEXEC);
#else
	FILE *file = tmpfile();
	int fd = file != NULL ? fcntl(fileno(file), F_DUPFD_CLOEXEC, 3) : -1;

	if (file != NULL)
		fclose(file);
	return fd;
#endif
}

void screen_curses_output_divert(struct screen_curses_output *output)
{
	int fd = file_in_memory();

	fflush(output->stream);
	output->diverted =
		fd >= 0 && dup3(fd, fileno(output->stream), O_CLOEXEC) >= 0;
	if (!output->diverted)
		log_add(LOG_WARNING,
			"A terminal that is stopped will stop the program.");
	if (fd >= 0)
		close(fd);
}

/* -- writing --------------------------------------------------------------- */

static bool has_room(int fd, int ms)
{
	struct pollfd ready = {.fd = fd, .events = POLLOUT};

	return poll(&ready, 1, ms) > 0;
}

static ssize_t try_once(int fd, bool is_own, const char *bytes, size_t len)
{
	if (is_own)
		return write(fd, bytes, len);
	if (!has_room(fd, 0)) {
		errno = EAGAIN;
		return -1;
	}
	return write(fd, bytes, len < PIECE ? len : PIECE);
}

ssize_t
screen_curses_output_try(int fd, bool is_own, const char *bytes, size_t len)
{
	size_t done = 0;

	while (done < len) {
		ssize_t n = try_once(fd, is_own, bytes + done, len - done);

		if (n > 0)
			done += (size_t)n;
		else if (n < 0 && errno == EAGAIN)
			break;
		else if (n == 0 || errno != EINTR)
			return -1;
	}
	return (ssize_t)done;
}

void screen_curses_output_add(
	struct screen_curses_output *output, const char *bytes, size_t len)
{
	int fd = fileno(output->stream);

	while (len > 0) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno != EINTR)
			return;
		if (n > 0) {
			bytes += n;
			len -= (size_t)n;
		}
	}
}

void screen_curses_output_drop(struct screen_curses_output *output)
{
	buf_reset(&output->pending);
	output->sent = 0;
}

/* What ncurses has written since the last time. */
static void collect(struct screen_curses_output *output)
{
	int fd = fileno(output->stream);
	char piece[8192];
	off_t at = 0;
	ssize_t n;

	if (!output->diverted || lseek(fd, 0, SEEK_CUR) <= 0)
		return;
	while ((n = pread(fd, piece, sizeof(piece), at)) > 0) {
		buf_add(&output->pending, piece, (size_t)n);
		at += n;
	}
	if (ftruncate(fd, 0) == 0)
		lseek(fd, 0, SEEK_SET);
}

bool screen_curses_output_flush(struct screen_curses_output *output)
{
	size_t left;
	ssize_t n;

	collect(output);
	left = output->pending.len - output->sent;
	if (left == 0)
		return true;
	n = screen_curses_output_try(output->fd, output->is_own,
		buf_text(&output->pending) + output->sent, left);
	if (n >= 0 && (size_t)n < left) {
		output->sent += (size_t)n;
		return false;
	}
	screen_curses_output_drop(output);
	return true;
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool screen_curses_output_drain(struct screen_curses_output *output, int ms)
{
	int64_t end = now_ms() + ms;

	while (!screen_curses_output_flush(output)) {
		int64_t left = end - now_ms();

		if (left <= 0)
			return false;
		has_room(output->fd, (int)left);
	}
	return true;
}
