/* SPDX-License-Identifier: MIT
 *
 * The key's own pages. They come from mmap and not from the heap, so that
 * locking and the dump flag, which work on whole pages, touch nothing else.
 */
#include "config.h"

#include "secret-buffer.h"

#include <assert.h>
#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "mem.h"

static size_t mapped_size(void)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE);

	return (sizeof(struct secret) + page - 1) / page * page;
}

struct secret *secret_buffer_new(void)
{
	size_t size = mapped_size();
	struct secret *secret = mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	/* As for all memory: without it the program ends with a sentence,
	 * which asking for what nobody has makes happen. */
	if (secret == MAP_FAILED)
		return mem_alloc(SIZE_MAX / 2);
	/* Both are best effort: a limit of zero locked pages is common. */
	(void)mlock(secret, size);
#ifdef MADV_DONTDUMP
	(void)madvise(secret, size, MADV_DONTDUMP);
#endif
	return secret;
}

void secret_free(struct secret *secret)
{
	size_t size = mapped_size();

	if (secret == NULL)
		return;
	mem_wipe(secret, sizeof(*secret));
	munlock(secret, size);
	munmap(secret, size);
}

const char *secret_text(const struct secret *secret)
{
	return secret->text;
}

int secret_buffer_read(struct secret *secret, int fd)
{
	size_t room = SECRET_BUFFER_SIZE - 1 - secret->len;
	ssize_t got;

	if (room == 0)
		return -2;
	do
		got = read(fd, secret->text + secret->len, room);
	while (got < 0 && errno == EINTR);
	if (got <= 0)
		return (int)got;
	secret->len += (size_t)got;
	return 1;
}

static void cut_line_end(struct secret *secret)
{
	if (secret->len > 0 && secret->text[secret->len - 1] == '\n')
		secret->len--;
	if (secret->len > 0 && secret->text[secret->len - 1] == '\r')
		secret->len--;
	secret->text[secret->len] = '\0';
}

static const char *what_is_wrong(const struct secret *secret)
{
	size_t i;

	if (secret->len == 0)
		return "is empty";
	if (memchr(secret->text, '\n', secret->len) != NULL)
		return "has more than one line; only the key may be in it";
	if (secret->len > SECRET_MAX)
		return "is longer than any key";
	for (i = 0; i < secret->len; i++)
		if (secret->text[i] < 0x21 || secret->text[i] > 0x7e)
			return "holds a blank or a character that cannot be "
			       "in a key";
	return NULL;
}

struct secret *secret_buffer_check(
	struct secret *secret, const char *source, struct error *error)
{
	const char *wrong = what_is_wrong(secret);

	if (wrong == NULL)
		return secret;
	error_set(error, ERROR_CONFIG, "%s %s", source, wrong);
	secret_free(secret);
	return NULL;
}

struct secret *secret_buffer_finish(
	struct secret *secret, const char *source, struct error *error)
{
	cut_line_end(secret);
	return secret_buffer_check(secret, source, error);
}
