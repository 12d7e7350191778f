/* SPDX-License-Identifier: MIT
 *
 * Loaded before a program's own libraries (LD_PRELOAD): lets one allocation
 * fail, or all from that one on. So nothing in certdesk has to know of it.
 *
 *	FAIL_ALLOC         number of the allocation that fails; 0 only counts
 *	FAIL_ALLOC_ONWARDS set: and each later one
 *	FAIL_ALLOC_SIGNAL  set: it does not fail, the thread gets this signal
 *	                   within it; who asks for memory or frees it then would
 *	                   hang on the allocator's lock, and status 98 says so
 *	FAIL_ALLOC_BY      whose allocations count: words that are parts of the
 *	                   names of libraries, "main" is the program itself
 *	FAIL_ALLOC_REPORT  a file that gets a line for each failure, "failed N
 *	                   LIBRARY", and at the end of the program "count N"
 *
 * Whose it is, the return address tells.
 */
#define _GNU_SOURCE

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RANGES	   32
#define EARLY_SIZE 65536

struct range {
	uintptr_t from, to;
	char name[32];
};

static struct range ranges[RANGES];
static size_t range_count;
static atomic_bool ready;
static atomic_long count;
static long fail_at;
static int signal_number;
/* Volatile, as raise is a leaf for gcc; not by a call, which may allocate. */
static _Thread_local volatile bool within
	__attribute__((tls_model("initial-exec")));
static bool onwards;
static const char *words, *report;

static void *(*next_malloc)(size_t);
static void *(*next_calloc)(size_t, size_t);
static void *(*next_realloc)(void *, size_t);
static void (*next_free)(void *);

/* What dlsym itself asks for before it has found the rest; never freed. */
static char early[EARLY_SIZE];
static size_t early_used;

static void *take_early(size_t size)
{
	void *p = early + early_used;

	size = (size + 15) & ~(size_t)15;
	if (early_used + size > EARLY_SIZE)
		_exit(99);
	early_used += size;
	return p;
}

static bool is_early(const void *p)
{
	return (const char *)p >= early && (const char *)p < early + EARLY_SIZE;
}

/* -- whose allocation it is --------------------------------------------------
 */

static bool is_wanted(const char *name)
{
	const char *word = words;
	size_t len;

	for (; *word != '\0'; word += len + (word[len] != '\0')) {
		char one[32] = "";

		len = strcspn(word, " ");
		if (len == 0 || len >= sizeof(one))
			continue;
		memcpy(one, word, len);
		if (strstr(name, one) != NULL)
			return true;
	}
	return false;
}

static int add_object(struct dl_phdr_info *info, size_t size, void *data)
{
	const char *name = info->dlpi_name;
	const char *slash = strrchr(name, '/');

	(void)size;
	(void)data;
	name = *name == '\0' ? "main" : slash != NULL ? slash + 1 : name;
	if (!is_wanted(name))
		return 0;
	for (int i = 0; i < info->dlpi_phnum && range_count < RANGES; i++) {
		struct range *range = &ranges[range_count];

		if (info->dlpi_phdr[i].p_type != PT_LOAD ||
			!(info->dlpi_phdr[i].p_flags & PF_X))
			continue;
		range->from = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
		range->to = range->from + info->dlpi_phdr[i].p_memsz;
		snprintf(range->name, sizeof(range->name), "%s", name);
		range_count++;
	}
	return 0;
}

static const struct range *range_of(const void *address)
{
	for (size_t i = 0; i < range_count; i++)
		if ((uintptr_t)address >= ranges[i].from &&
			(uintptr_t)address < ranges[i].to)
			return &ranges[i];
	return NULL;
}

/* -- failing -----------------------------------------------------------------
 */

static void tell(const char *what, long number, const char *name)
{
	char line[96];
	int len =
		snprintf(line, sizeof(line), "%s %ld %s\n", what, number, name);
	int fd = report != NULL
			 ? open(report,
				   O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC,
				   0600)
			 : -1;

	if (fd < 0)
		return;
	if (write(fd, line, (size_t)len) < 0)
		_exit(99);
	close(fd);
}

static void must_be_outside(void)
{
	if (within)
		_exit(98);
}

static bool fails(const void *caller)
{
	const struct range *range;
	long number;

	must_be_outside();
	if (!ready || (range = range_of(caller)) == NULL)
		return false;
	number = ++count;
	if (fail_at == 0 || number < fail_at || (number > fail_at && !onwards))
		return false;
	/* A few tell enough when all fail, and one thread may end the program
	 * while the first one still writes. */
	if (number < fail_at + 8)
		tell("failed", number, range->name);
	if (signal_number != 0) {
		within = true;
		raise(signal_number);
		within = false;
		return false;
	}
	errno = ENOMEM;
	return true;
}

__attribute__((constructor)) static void begin(void)
{
	const char *number = getenv("FAIL_ALLOC");
	const char *signal_text = getenv("FAIL_ALLOC_SIGNAL");

	words = getenv("FAIL_ALLOC_BY");
	report = getenv("FAIL_ALLOC_REPORT");
	onwards = getenv("FAIL_ALLOC_ONWARDS") != NULL;
	if (number == NULL || words == NULL)
		return;
	if (signal_text != NULL)
		signal_number = (int)strtol(signal_text, NULL, 10);
	fail_at = strtol(number, NULL, 10);
	dl_iterate_phdr(add_object, NULL);
	/* What the program starts is not meant. */
	unsetenv("LD_PRELOAD");
	ready = true;
}

__attribute__((destructor)) static void end(void)
{
	if (ready)
		tell("count", count, "-");
}

/* -- what is put before the library's -----------------------------------------
 */

static void find(void)
{
	static bool finding;

	if (next_free != NULL || finding)
		return;
	finding = true;
	*(void **)&next_malloc = dlsym(RTLD_NEXT, "malloc");
	*(void **)&next_calloc = dlsym(RTLD_NEXT, "calloc");
	*(void **)&next_realloc = dlsym(RTLD_NEXT, "realloc");
	*(void **)&next_free = dlsym(RTLD_NEXT, "free");
}

void *malloc(size_t size)
{
	find();
	if (next_malloc == NULL)
		return take_early(size);
	if (fails(__builtin_return_address(0)))
		return NULL;
	return next_malloc(size);
}

void *calloc(size_t number, size_t size)
{
	find();
	if (next_calloc == NULL)
		return take_early(number * size);
	if (fails(__builtin_return_address(0)))
		return NULL;
	return next_calloc(number, size);
}

void *realloc(void *p, size_t size)
{
	find();
	if (next_realloc == NULL || is_early(p)) {
		void *copy = next_malloc != NULL ? next_malloc(size)
						 : take_early(size);

		if (copy != NULL && p != NULL)
			memcpy(copy, p, size);
		return copy;
	}
	if (fails(__builtin_return_address(0)))
		return NULL;
	return next_realloc(p, size);
}

void free(void *p)
{
	must_be_outside();
	find();
	if (next_free != NULL && !is_early(p))
		next_free(p);
}

/* libcurl's are made by the C library's strdup, on its behalf. */
char *strdup(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy;

	find();
	if (fails(__builtin_return_address(0)))
		return NULL;
	copy = next_malloc(size);
	if (copy != NULL)
		memcpy(copy, text, size);
	return copy;
}
