/* SPDX-License-Identifier: MIT
 *
 * Where the key can come from. Each source reads into the key's own pages
 * (secret-buffer) and has its sentence for what is wrong.
 */
#include "config.h"

#include "secret.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif

#include "file.h"
#include "mem.h"
#include "secret-buffer.h"
#include "secret-command.h"
#include "text.h"

extern char **environ;

#define CREDENTIAL_NAME "certdesk-api-key"

struct secret *secret_new(const char *text, size_t len, struct error *error)
{
	struct secret *secret = secret_buffer_new();

	if (len > SECRET_MAX) {
		secret_free(secret);
		error_set(error, ERROR_CONFIG,
			"The API key is longer than any key");
		return NULL;
	}
	memcpy(secret->text, text, len);
	secret->len = len;
	return secret_buffer_check(secret, "The API key", error);
}

struct secret *secret_behind(const char *before, const struct secret *secret)
{
	struct secret *line = secret_buffer_new();
	size_t len = strlen(before);

	assert(len <= SECRET_BEFORE_MAX);
	memcpy(line->text, before, len);
	memcpy(line->text + len, secret->text, secret->len);
	line->len = len + secret->len;
	return line;
}

/* -- files ---------------------------------------------------------------- */

static struct secret *read_file(int fd, const char *path, struct error *error)
{
	struct secret *secret = secret_buffer_new();
	char source[256];
	int got = 1;

	while (got > 0)
		got = secret_buffer_read(secret, fd);
	if (got == -1) {
		error_set_errno(error, ERROR_CONFIG, errno,
			"The key file %s cannot be read", path);
		secret_free(secret);
		return NULL;
	}
	text_format(source, sizeof(source), "The key file %s", path);
	return secret_buffer_finish(secret, source, error);
}

struct secret *secret_from_file(const char *path, struct error *error)
{
	int fd = file_open_private(path, error);
	struct secret *secret;

	if (fd < 0)
		return NULL;
	secret = read_file(fd, path, error);
	close(fd);
	return secret;
}

/* systemd made the directory for this process alone. Its files may belong to
 * root and be ours by an access list, so their mode is not judged. */
struct secret *secret_from_credential(struct error *error)
{
	const char *directory = getenv("CREDENTIALS_DIRECTORY");
	struct secret *secret = NULL;
	char *path;
	int fd;

	error_clear(error);
	if (directory == NULL || directory[0] != '/')
		return NULL;
	path = mem_printf("%s/%s", directory, CREDENTIAL_NAME);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd >= 0)
		secret = read_file(fd, path, error);
	else if (errno != ENOENT)
		error_set_errno(error, ERROR_CONFIG, errno,
			"The credential %s cannot be opened", path);
	if (fd >= 0)
		close(fd);
	free(path);
	return secret;
}

struct secret *secret_from_command(const char *command, struct error *error)
{
	return secret_command_run(command, SECRET_COMMAND_MS, error);
}

/* -- environment ---------------------------------------------------------- */

/* Their places are what /proc/PID/environ shows. An environment may hold the
 * same name twice; getenv sees the first alone. */
static void wipe_variable(const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; environ != NULL && environ[i] != NULL; i++)
		if (strncmp(environ[i], name, len) == 0 &&
			environ[i][len] == '=')
			mem_wipe(environ[i] + len + 1,
				strlen(environ[i] + len + 1));
	unsetenv(name);
}

struct secret *secret_from_environment(const char *name, struct error *error)
{
	char *value = getenv(name);
	struct secret *secret;
	size_t len;

	error_clear(error);
	if (value == NULL || value[0] == '\0') {
		wipe_variable(name);
		return NULL;
	}
	len = strlen(value);
	secret = secret_new(value, len, error);
	if (secret == NULL)
		error_set(error, ERROR_CONFIG,
			"The variable %s does not hold an API key", name);
	wipe_variable(name);
	return secret;
}

/* -- the process ---------------------------------------------------------- */

void secret_harden_process(void)
{
#ifndef WITH_DEBUG
	struct rlimit none = {0, 0};

	setrlimit(RLIMIT_CORE, &none);
#ifdef __linux__
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
#endif
#endif
}
