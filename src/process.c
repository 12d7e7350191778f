/* SPDX-License-Identifier: MIT
 *
 * Reads /proc. Where there is none, or where it hides the processes of other
 * users, only the number can be asked for, and the answer is "unclear".
 */
#include "config.h"

#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text.h"

#define STATE_FIELD 3
#define START_FIELD 22

static bool read_file(const char *path, char *out, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (fd < 0)
		return false;
	got = read(fd, out, size - 1);
	close(fd);
	if (got <= 0)
		return false;
	out[got] = '\0';
	return true;
}

/* The second field is a name in brackets that may hold anything, so counting
 * starts behind the last bracket. */
static const char *stat_field(const char *stat, int number)
{
	const char *at = strrchr(stat, ')');
	int field = 2;

	while (at != NULL && field < number) {
		at = strchr(at, ' ');
		if (at != NULL)
			at++;
		field++;
	}
	return at;
}

static bool read_stat(pid_t pid, char *out, size_t size)
{
	char path[64];

	text_format(path, sizeof(path), "/proc/%ld/stat", (long)pid);
	return read_file(path, out, size);
}

/* Ticks since boot; 0 if it cannot be read. */
static int64_t start_of(pid_t pid)
{
	char stat[1024];
	const char *field;

	if (!read_stat(pid, stat, sizeof(stat)))
		return 0;
	field = stat_field(stat, START_FIELD);
	return field != NULL ? strtoll(field, NULL, 10) : 0;
}

/* Ended, but its parent has not asked yet how. */
static bool is_dead(pid_t pid)
{
	char stat[1024];
	const char *field;

	if (!read_stat(pid, stat, sizeof(stat)))
		return false;
	field = stat_field(stat, STATE_FIELD);
	return field != NULL && (*field == 'Z' || *field == 'X');
}

enum process_state process_look(pid_t pid, int64_t start)
{
	int64_t found;

	if (pid <= 0 || (kill(pid, 0) != 0 && errno == ESRCH))
		return PROCESS_GONE;
	found = start_of(pid);
	if (found == 0 || start == 0)
		return PROCESS_UNCLEAR;
	if (found != start || is_dead(pid))
		return PROCESS_GONE;
	return PROCESS_THERE;
}

void process_identify(struct process_identity *us)
{
	memset(us, 0, sizeof(*us));
	if (gethostname(us->host, sizeof(us->host) - 1) != 0)
		us->host[0] = '\0';
	if (!read_file("/proc/sys/kernel/random/boot_id", us->boot,
		    sizeof(us->boot)))
		us->boot[0] = '\0';
	us->boot[strcspn(us->boot, "\n")] = '\0';
	us->pid = getpid();
	us->start = start_of(us->pid);
}

char *process_agent(char *out)
{
	const struct passwd *entry = getpwuid(getuid());

	if (entry != NULL && entry->pw_name[0] != '\0')
		return text_format(
			out, PROCESS_AGENT_SIZE, "%s", entry->pw_name);
	return text_format(out, PROCESS_AGENT_SIZE, "uid-%ld", (long)getuid());
}
