/* SPDX-License-Identifier: MIT
 *
 * A program on a pseudo-terminal, under a small shell that does what shells do
 * with jobs: a process group of its own in the foreground, the terminal taken
 * back and its modes restored when the job stops or ends, fg and bg. The shell
 * writes a mark on the screen whenever it has the terminal again.
 *
 * Waiting is for events. What does not happen within some two minutes ends the
 * test program with the screen on stderr.
 */
#ifndef PTY_H
#define PTY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

#include "tests/support/bench-screen.h"
#include "tests/support/pty-modes.h"

struct pty {
	pid_t shell, job;
	int master, slave; /* -1 once closed */
	int control;	   /* to and from the shell */
	int rows, cols;
	bool drains; /* false: nothing is read from the terminal */
	struct bench_screen *screen;
	struct pty_modes modes;
	struct termios before, after; /* as the job found and left them */
	char tail[4096];	      /* the last bytes, for messages */
	size_t tail_len, bytes;
	const char *name; /* for messages; lent */
};

struct pty_options {
	int rows, cols;
	const char *term;    /* TERM; NULL: none */
	bool ignores_hangup; /* the shell does not hand SIGHUP on */
	const char *name;
};

/* Processes that lose their parent become ours, so that pty_nobody_is_left
 * can see them. Once a program. */
void pty_adopt_orphans(void);

struct pty *pty_new(const struct pty_options *options, char *const argv[]);
/* Ends what is left of it. */
void pty_free(struct pty *pty);

void pty_keys(struct pty *pty, const char *keys, size_t len);
/* Reads what is there without waiting. */
void pty_read(struct pty *pty);
/* The same, and waits for something, for a second at most. */
void pty_wait(struct pty *pty);
/* Waits until the text stands on the screen. */
void pty_see(struct pty *pty, const char *text);
void pty_see_no_more(struct pty *pty, const char *text);
/* Again and again: what is typed right before a window is drawn counts for
 * nothing. */
void pty_press_until_gone(struct pty *pty, const char *keys, const char *text);
void pty_press_until_seen(struct pty *pty, const char *keys, const char *text);
/* Presses keys that quit, and others in between where they did not count. */
void pty_press_until_over(struct pty *pty, const char *leave, const char *quit);
/* Presses a key that moves the focus until the cursor stands on the text. */
void pty_focus(struct pty *pty, const char *key, const char *text);
bool pty_shows(const struct pty *pty, const char *text);
void pty_resize(struct pty *pty, int rows, int cols);
void pty_hang_up(struct pty *pty); /* closes the master */

/* To the job alone. */
void pty_signal(struct pty *pty, int signal);
void pty_foreground(struct pty *pty); /* fg */
void pty_background(struct pty *pty); /* bg */

/* The next thing that waitpid tells of the job: its end or a stop. After it
 * the shell's mark has been read, unless the terminal is gone. */
int pty_status(struct pty *pty);

/* Whether the terminal is as the job found it; else what is not, as words. */
bool pty_is_as_before(struct pty *pty, char *what, size_t size);
/* Waits until no process is left that began in `pty`. */
void pty_nobody_is_left(struct pty *pty);

#endif
