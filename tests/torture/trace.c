/* SPDX-License-Identifier: MIT
 *
 * Runs a program and lets one of its system calls go wrong: the program is
 * killed there, or the call fails though it was never made. By ptrace, which
 * needs no privileges for a child of one's own and sees every call, also those
 * inside of libraries.
 *
 *	trace [OPTION...] REPORT PROGRAM [ARGUMENT...]
 *	trace --list
 *
 *	--kill N             SIGKILL at the Nth point; each call has two of
 *	                     them, before it is made and after it was
 *	--fail N CALL ERROR  the Nth CALL gives ERROR
 *	--onwards            and so does each later one
 *	--by-signal          count only after SIGUSR1 came to this program, not
 *	                     from the beginning of the program's main
 *
 * REPORT gets one line: points, fired (0 or 1), the call where it fired or
 * "-", and how the program ended: "exit N" or "signal N". Then for each CALL a
 * line: CALL, and how often --fail could have had it. --list prints what --fail
 * can do: lines of CALL ERROR.
 *
 * The calls that fail are those on files, sockets and the terminal. Those on
 * the pipes and counters inside of the event loop cannot fail in this way.
 */
#include "config.h"

#include <elf.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/ptrace.h>

#include "attr.h"

#define OPTIONS                                                                \
	(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK |    \
		PTRACE_O_TRACEVFORK | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL)
#define FDS	256
#define THREADS 64

/* -- what can fail, and how --------------------------------------------------
 */

static const struct {
	const char *name;
	int number;
} errors[] = {
	{"EIO", EIO},
	{"ENOSPC", ENOSPC},
	{"EINTR", EINTR},
	{"EAGAIN", EAGAIN},
	{"ECONNRESET", ECONNRESET},
	{"EPIPE", EPIPE},
	{"ETIMEDOUT", ETIMEDOUT},
	{"ENOBUFS", ENOBUFS},
	{"EMFILE", EMFILE},
	{"EACCES", EACCES},
	{"ENOMEM", ENOMEM},
	{"EDQUOT", EDQUOT},
};

#define FILE_ERRORS   "EIO ENOSPC EINTR EAGAIN EDQUOT"
#define SOCKET_ERRORS "ECONNRESET EPIPE ETIMEDOUT EINTR EAGAIN ENOBUFS EMFILE"
#define BOTH_ERRORS   "EIO ENOSPC EINTR EAGAIN ECONNRESET EPIPE ETIMEDOUT"
#define WAIT_ERRORS   "EINTR"

/* One name may stand for several numbers: what a libc makes of poll() differs
 * from machine to machine. */
static const struct call {
	long number;
	const char *name;
	const char *errors;
	bool on_fd; /* the first argument is a descriptor */
} calls[] = {
	{SYS_write, "write", BOTH_ERRORS, true},
	{SYS_read, "read", BOTH_ERRORS, true},
	{SYS_writev, "write", BOTH_ERRORS, true},
	{SYS_pwrite64, "pwrite", FILE_ERRORS, true},
	{SYS_pread64, "pread", FILE_ERRORS, true},
	{SYS_fsync, "fsync", FILE_ERRORS, true},
	{SYS_fdatasync, "fsync", FILE_ERRORS, true},
	{SYS_ftruncate, "ftruncate", FILE_ERRORS, true},
	{SYS_fcntl, "fcntl", "EIO EINTR EAGAIN ENOMEM", true},
	{SYS_openat, "openat", "EIO ENOSPC EINTR EMFILE EACCES", false},
	{SYS_unlinkat, "unlink", "EIO EACCES", false},
	{SYS_socket, "socket", "EMFILE ENOBUFS EACCES ENOMEM", false},
	{SYS_connect, "connect", SOCKET_ERRORS, true},
	{SYS_sendto, "sendto", SOCKET_ERRORS, true},
	{SYS_sendmsg, "sendto", SOCKET_ERRORS, true},
	{SYS_recvfrom, "recvfrom", SOCKET_ERRORS, true},
	{SYS_recvmsg, "recvfrom", SOCKET_ERRORS, true},
	{SYS_getsockopt, "getsockopt", "ENOBUFS ECONNRESET", true},
	{SYS_setsockopt, "setsockopt", "ENOBUFS ENOMEM", true},
	{SYS_epoll_pwait, "poll", WAIT_ERRORS, false},
	{SYS_ppoll, "poll", WAIT_ERRORS, false},
#ifdef SYS_poll
	{SYS_poll, "poll", WAIT_ERRORS, false},
	{SYS_epoll_wait, "poll", WAIT_ERRORS, false},
	{SYS_unlink, "unlink", "EIO EACCES", false},
#endif
};

static const struct call *call_of(long number)
{
	for (size_t i = 0; i < ARRAY_LEN(calls); i++)
		if (calls[i].number == number)
			return &calls[i];
	return NULL;
}

static int error_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(errors); i++)
		if (strcmp(errors[i].name, name) == 0)
			return errors[i].number;
	fprintf(stderr, "trace: no such error: %s\n", name);
	exit(2);
}

static void print_list(void)
{
	for (size_t i = 0; i < ARRAY_LEN(calls); i++) {
		char list[128], *rest = list, *word;

		if (i > 0 && strcmp(calls[i].name, calls[i - 1].name) == 0)
			continue;
		snprintf(list, sizeof(list), "%s", calls[i].errors);
		while ((word = strsep(&rest, " ")) != NULL)
			printf("%s %s\n", calls[i].name, word);
	}
}

/* -- the state ---------------------------------------------------------------
 */

enum fd_kind {
	FD_INNER, /* or not open */
	FD_OUTSIDE,
};

struct thread {
	pid_t tid; /* 0: free */
	bool inside;
	long number; /* of the call it is in */
	int64_t first, second;
	bool failing;
};

static struct {
	long kill_at, fail_at;
	const char *fail_call;
	int fail_error;
	bool onwards, by_signal;
	FILE *report;
	pid_t child;
	long points, matches;
	long counts[ARRAY_LEN(calls)]; /* of the first row with that name */
	bool fired;
	const char *fired_call;
	enum fd_kind fds[FDS];
	struct thread threads[THREADS];
} trace;

static volatile sig_atomic_t is_counting;

static void on_signal(int number)
{
	(void)number;
	is_counting = 1;
}

static struct thread *thread_of(pid_t tid)
{
	struct thread *unused = NULL;

	for (size_t i = 0; i < THREADS; i++) {
		if (trace.threads[i].tid == tid)
			return &trace.threads[i];
		if (unused == NULL && trace.threads[i].tid == 0)
			unused = &trace.threads[i];
	}
	if (unused == NULL) {
		fprintf(stderr, "trace: too many threads\n");
		exit(2);
	}
	*unused = (struct thread){.tid = tid};
	return unused;
}

/* -- descriptors: which of them lead outside ---------------------------------
 */

static void set_fd(int64_t fd, enum fd_kind kind)
{
	if (fd >= 0 && fd < FDS)
		trace.fds[fd] = kind;
}

static enum fd_kind fd_kind(int64_t fd)
{
	return fd >= 0 && fd < FDS ? trace.fds[fd] : FD_INNER;
}

static void learn(const struct thread *thread, int64_t result)
{
	if (thread->number == SYS_close)
		set_fd(thread->first, FD_INNER);
	if (result < 0)
		return;
	if (thread->number == SYS_openat || thread->number == SYS_socket)
		set_fd(result, FD_OUTSIDE);
	if (thread->number == SYS_dup ||
		(thread->number == SYS_fcntl &&
			(thread->second == F_DUPFD ||
				thread->second == F_DUPFD_CLOEXEC)))
		set_fd(result, fd_kind(thread->first));
}

/* -- the machine's registers -------------------------------------------------
 */

#if defined(__x86_64__) || defined(__aarch64__)

static void change_registers(pid_t tid, bool before)
{
	struct user_regs_struct registers;
	struct iovec all = {&registers, sizeof(registers)};

	if (ptrace(PTRACE_GETREGSET, tid, (void *)NT_PRSTATUS, &all) != 0)
		return;
#if defined(__x86_64__)
	if (before)
		registers.orig_rax = (unsigned long long)-1;
	else
		registers.rax = (unsigned long long)-trace.fail_error;
#else
	if (before) {
		int none = -1;
		struct iovec number = {&none, sizeof(none)};

		ptrace(PTRACE_SETREGSET, tid, (void *)NT_ARM_SYSTEM_CALL,
			&number);
		return;
	}
	registers.regs[0] = (unsigned long long)-trace.fail_error;
#endif
	ptrace(PTRACE_SETREGSET, tid, (void *)NT_PRSTATUS, &all);
}

#else
#error "trace: how to change the result of a call on this machine?"
#endif

/* -- points ------------------------------------------------------------------
 */

static void kill_here(const struct call *call)
{
	trace.fired = true;
	trace.fired_call = call != NULL ? call->name : "other";
	kill(trace.child, SIGKILL);
}

static void count_point(const struct call *call)
{
	if (!is_counting)
		return;
	trace.points++;
	if (trace.points == trace.kill_at)
		kill_here(call);
}

static bool could_fail(const struct thread *thread, const struct call *call)
{
	return is_counting && call != NULL &&
	       (!call->on_fd || fd_kind(thread->first) == FD_OUTSIDE);
}

static void count_call(const struct call *call)
{
	size_t i = 0;

	while (strcmp(calls[i].name, call->name) != 0)
		i++;
	trace.counts[i]++;
}

static bool may_fail(const struct call *call)
{
	return trace.fail_at > 0 && strcmp(call->name, trace.fail_call) == 0;
}

static bool is_due(void)
{
	trace.matches++;
	return trace.matches == trace.fail_at ||
	       (trace.onwards && trace.matches > trace.fail_at);
}

/* What every certdesk does first of all in its main. */
static bool is_main(const struct thread *thread)
{
	return thread->number == SYS_rt_sigaction && thread->first == SIGPIPE;
}

static void
before_call(struct thread *thread, const struct ptrace_syscall_info *info)
{
	const struct call *call;

	thread->inside = true;
	thread->number = (long)info->entry.nr;
	thread->first = (int64_t)info->entry.args[0];
	thread->second = (int64_t)info->entry.args[1];
	call = call_of(thread->number);
	if (!trace.by_signal && is_main(thread))
		is_counting = 1;
	count_point(call);
	if (!could_fail(thread, call))
		return;
	count_call(call);
	if (may_fail(call) && is_due()) {
		trace.fired = true;
		trace.fired_call = call->name;
		thread->failing = true;
		change_registers(thread->tid, true);
	}
}

static void
after_call(struct thread *thread, const struct ptrace_syscall_info *info)
{
	if (thread->failing)
		change_registers(thread->tid, false);
	else
		learn(thread, info->exit.rval);
	thread->failing = false;
	thread->inside = false;
	count_point(call_of(thread->number));
}

static void at_call(pid_t tid)
{
	struct ptrace_syscall_info info = {0};
	struct thread *thread = thread_of(tid);

	if (ptrace(PTRACE_GET_SYSCALL_INFO, tid, (void *)sizeof(info), &info) <=
		0)
		return;
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
		before_call(thread, &info);
	else if (info.op == PTRACE_SYSCALL_INFO_EXIT)
		after_call(thread, &info);
}

/* -- the program -------------------------------------------------------------
 */

static NO_RETURN void become(char **argv)
{
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	raise(SIGSTOP);
	execvp(argv[0], argv);
	perror(argv[0]);
	_exit(127);
}

static void begin(char **argv)
{
	int status;

	for (int fd = 0; fd < 3; fd++)
		set_fd(fd, FD_OUTSIDE);
	trace.child = fork();
	if (trace.child == 0)
		become(argv);
	if (trace.child < 0 ||
		waitpid(trace.child, &status, 0) != trace.child ||
		!WIFSTOPPED(status) ||
		ptrace(PTRACE_SETOPTIONS, trace.child, NULL, (void *)OPTIONS) !=
			0 ||
		ptrace(PTRACE_SYSCALL, trace.child, NULL, NULL) != 0) {
		perror("trace: the program cannot be traced");
		exit(2);
	}
	thread_of(trace.child);
}

static bool is_known(pid_t tid)
{
	for (size_t i = 0; i < THREADS; i++)
		if (trace.threads[i].tid == tid)
			return true;
	return false;
}

/* What a stop hands on to the program: a signal, or nothing. */
static int signal_of(pid_t tid, int status)
{
	int number = WSTOPSIG(status);

	if (status >> 16 != 0) /* a new thread, an exec */
		return 0;
	if (number == SIGSTOP && !is_known(tid)) {
		thread_of(tid);
		return 0;
	}
	return number;
}

static void at_stop(pid_t tid, int status)
{
	int number = 0;

	if (WSTOPSIG(status) == (SIGTRAP | 0x80))
		at_call(tid);
	else
		number = signal_of(tid, status);
	ptrace(PTRACE_SYSCALL, tid, NULL, (void *)(intptr_t)number);
}

static int follow(void)
{
	int status;

	for (;;) {
		pid_t tid = waitpid(-1, &status, __WALL);

		if (tid < 0 && errno == EINTR)
			continue;
		if (tid < 0)
			return 0;
		if (WIFSTOPPED(status)) {
			at_stop(tid, status);
			continue;
		}
		if (tid == trace.child)
			return status;
		if (is_known(tid))
			thread_of(tid)->tid = 0;
	}
}

static void report(int status)
{
	const char *how = WIFSIGNALED(status) ? "signal" : "exit";
	int number =
		WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);

	fprintf(trace.report, "%ld %d %s %s %d\n", trace.points, trace.fired,
		trace.fired_call != NULL ? trace.fired_call : "-", how, number);
	for (size_t i = 0; i < ARRAY_LEN(calls); i++)
		if (trace.counts[i] > 0)
			fprintf(trace.report, "%s %ld\n", calls[i].name,
				trace.counts[i]);
	fclose(trace.report);
}

/* -- the command line --------------------------------------------------------
 */

static NO_RETURN void usage(void)
{
	fprintf(stderr, "usage: trace [OPTION...] REPORT PROGRAM...\n");
	exit(2);
}

static char **take_option(char **argv)
{
	if (strcmp(argv[0], "--kill") == 0 && argv[1] != NULL) {
		trace.kill_at = strtol(argv[1], NULL, 10);
		return argv + 2;
	}
	if (strcmp(argv[0], "--fail") == 0 && argv[1] != NULL &&
		argv[2] != NULL && argv[3] != NULL) {
		trace.fail_at = strtol(argv[1], NULL, 10);
		trace.fail_call = argv[2];
		trace.fail_error = error_of(argv[3]);
		return argv + 4;
	}
	if (strcmp(argv[0], "--onwards") == 0) {
		trace.onwards = true;
		return argv + 1;
	}
	if (strcmp(argv[0], "--by-signal") == 0) {
		trace.by_signal = true;
		return argv + 1;
	}
	usage();
}

int main(int argc, char **argv)
{
	struct sigaction action = {.sa_handler = on_signal};
	int status;

	if (argc == 2 && strcmp(argv[1], "--list") == 0) {
		print_list();
		return 0;
	}
	argv++;
	while (*argv != NULL && strncmp(*argv, "--", 2) == 0)
		argv = take_option(argv);
	if (argv[0] == NULL || argv[1] == NULL)
		usage();
	trace.report = fopen(argv[0], "we");
	if (trace.report == NULL) {
		perror(argv[0]);
		return 2;
	}
	sigaction(SIGUSR1, &action, NULL);
	begin(argv + 1);
	status = follow();
	report(status);
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status)
				   : WEXITSTATUS(status);
}
