/* SPDX-License-Identifier: MIT
 *
 * What the sandbox answered with 2xx is there after kill -9: writers on several
 * connections add notes and resend mails of one order; in the middle of it the
 * sandbox is killed, started again on the same file, and asked. Of what was
 * told nothing may be lost or doubled, and of all the sends that ran beside
 * each other exactly one set of links is open.
 *
 *   kills SANDBOX DIRECTORY
 *
 * KILLS: how many (3); KILL_WRITES: told writes before each one (60);
 * KILL_SEED: other moments (1).
 */
#include "config.h"

#include <cjson/cJSON.h>
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mem.h"
#include "tests/support/raw-client.h"

#define WRITERS	   4
#define ORDER	   "900001"
#define RECIPIENTS 2	/* of a send; validated contacts of that order */
#define SPIN_US	   3000 /* at most so long between sending and killing */

static const char send_body[] =
	"{\"emails\":[\"ana.ruiz@example.com\",\"chi.tan@example.com\"]}";
static const char send_path[] =
	"/services/v2/order/certificate/" ORDER "/order-approval/resend-emails";
static const char note_path[] = "/services/v2/order/certificate/" ORDER "/note";
static const char mails_path[] = "/sandbox/v1/mails?order=" ORDER;

struct writer {
	int fd;
	bool sends;  /* mails; else notes */
	long number; /* of the note under way */
	struct raw_answer answer;
};

static struct {
	struct raw_sandbox sandbox;
	const char *program;
	char **arguments;
	uint64_t seed;
	struct writer writers[WRITERS];
	char *told; /* by the note's number: 1 told, 2 may be there */
	long notes, room;
	long mails_told, mails_open; /* open: sent, and no answer came */
	long mails_before;
} run;

/* -- writing --------------------------------------------------------------- */

static void mark(long number, char how)
{
	if (number >= run.room) {
		run.told = mem_resize(run.told, (size_t)run.room * 2, 1);
		memset(run.told + run.room, 0, (size_t)run.room);
		run.room *= 2;
	}
	run.told[number] = how;
}

static bool write_one(struct writer *writer)
{
	char body[128], *request;
	bool good;

	writer->number = writer->sends ? 0 : ++run.notes;
	if (writer->sends) {
		snprintf(body, sizeof(body), "%s", send_body);
	} else {
		snprintf(body, sizeof(body), "{\"text\":\"note %ld\"}",
			writer->number);
		mark(writer->number, 2);
	}
	request = mem_printf("%s %s HTTP/1.1\r\nHost: a\r\n"
			     "X-DC-DEVKEY: sandbox-admin\r\n"
			     "Content-Type: application/json\r\n"
			     "Content-Length: %zu\r\n\r\n%s",
		writer->sends ? "PUT" : "POST",
		writer->sends ? send_path : note_path, strlen(body), body);
	good = raw_client_send(writer->fd, request, strlen(request));
	free(request);
	return good;
}

/* True if the write was told to be done. */
static bool hear(struct writer *writer)
{
	bool told = raw_client_read(writer->fd, &writer->answer) &&
		    writer->answer.status / 100 == 2;

	if (!told) {
		run.mails_open += writer->sends;
		return false;
	}
	if (writer->sends)
		run.mails_told++;
	else
		mark(writer->number, 1);
	return true;
}

static void open_writers(void)
{
	for (size_t i = 0; i < WRITERS; i++) {
		run.writers[i].fd = raw_client_connect(run.sandbox.port);
		run.writers[i].sends = i % 2 == 1;
		raw_client_init(&run.writers[i].answer);
	}
}

static void close_writers(void)
{
	for (size_t i = 0; i < WRITERS; i++) {
		close(run.writers[i].fd);
		raw_client_clear(&run.writers[i].answer);
	}
}

static void spin(int64_t us)
{
	int64_t end = raw_client_now_us() + us;

	while (raw_client_now_us() < end)
		;
}

/* Rounds of writes beside each other; in the last one comes the kill. */
static void write_until_killed(long rounds)
{
	open_writers();
	while (rounds-- > 0) {
		for (size_t i = 0; i < WRITERS; i++)
			if (!write_one(&run.writers[i]))
				raw_client_die("a write can be sent");
		if (rounds == 0) {
			spin((int64_t)(raw_client_random(&run.seed) % SPIN_US));
			raw_client_end(&run.sandbox, SIGKILL);
		}
		for (size_t i = 0; i < WRITERS; i++)
			if (!hear(&run.writers[i]) && rounds > 0)
				raw_client_die("a write is answered with 2xx");
	}
	close_writers();
}

/* -- looking --------------------------------------------------------------- */

static cJSON *read_list(const char *path, const char *name, cJSON **list)
{
	struct raw_answer answer;
	cJSON *json = NULL;

	raw_client_init(&answer);
	if (raw_client_ask(run.sandbox.port, "GET", path, NULL, &answer) &&
		answer.status == 200)
		json = cJSON_Parse(buf_text(&answer.body));
	raw_client_clear(&answer);
	*list = cJSON_GetObjectItemCaseSensitive(json, name);
	if (*list == NULL)
		raw_client_die("the sandbox can be asked after a kill");
	return json;
}

static const char *text_of(const cJSON *item, const char *name)
{
	const char *text = cJSON_GetStringValue(
		cJSON_GetObjectItemCaseSensitive(item, name));

	return text != NULL ? text : "";
}

/* Of "note 17"; 0 for one that is none of ours. */
static long number_of(const char *text)
{
	return strncmp(text, "note ", 5) == 0 ? strtol(text + 5, NULL, 10) : 0;
}

/* Each told note once, each other one at most once. */
static bool notes_are_right(void)
{
	char *seen = mem_array((size_t)run.room, 1);
	cJSON *list, *json = read_list(note_path, "notes", &list), *item;
	bool good = true;
	long number;

	cJSON_ArrayForEach(item, list)
	{
		number = number_of(text_of(item, "text"));
		if (number == 0)
			continue;
		good = good && number > 0 && number < run.room &&
		       run.told[number] != 0 && seen[number] == 0;
		if (number > 0 && number < run.room)
			seen[number] = 1;
	}
	for (number = 1; number <= run.notes; number++)
		good = good && (run.told[number] != 1 || seen[number] == 1);
	free(seen);
	cJSON_Delete(json);
	return good;
}

/* The open ones go to each recipient once and are the newest. */
static bool links_are_right(const cJSON *list)
{
	int open[RECIPIENTS] = {0}, others = 0, left = RECIPIENTS;
	const cJSON *item = list->child, *at;

	for (at = item != NULL ? item->prev : NULL; at != NULL; at = at->prev) {
		bool is_open = strcmp(text_of(at, "state"), "open") == 0;

		if (strcmp(text_of(at, "kind"), "approval") == 0 && left > 0) {
			left--;
			open[0] += is_open &&
				   strncmp(text_of(at, "to"), "ana", 3) == 0;
			open[1] += is_open &&
				   strncmp(text_of(at, "to"), "chi", 3) == 0;
		} else {
			others += is_open;
		}
		if (at == item)
			break;
	}
	return open[0] == 1 && open[1] == 1 && others == 0;
}

static long count_mails(bool *links)
{
	cJSON *list, *json = read_list(mails_path, "mails", &list);
	long count = cJSON_GetArraySize(list);

	*links = links_are_right(list);
	cJSON_Delete(json);
	return count;
}

/* Files of the outbox, and what has been left half. */
static long count_files(const char *directory, const char *below)
{
	char *path = mem_printf("%s/outbox/%s", directory, below);
	DIR *dir = opendir(path);
	const struct dirent *entry;
	long count = 0;

	while (dir != NULL && (entry = readdir(dir)) != NULL)
		count += entry->d_name[0] != '.';
	if (dir != NULL)
		closedir(dir);
	free(path);
	return count;
}

struct verdict {
	bool notes, mails, links;
};

static void look(struct verdict *all)
{
	bool links;
	long sent = count_mails(&links) - run.mails_before;

	all->notes = all->notes && notes_are_right();
	all->mails = all->mails && sent % RECIPIENTS == 0 &&
		     sent >= run.mails_told * RECIPIENTS &&
		     sent <= (run.mails_told + run.mails_open) * RECIPIENTS;
	all->links = all->links && links;
}

static void start(void)
{
	raw_client_start(&run.sandbox, run.program, run.arguments);
}

static void kill_again_and_again(struct verdict *all)
{
	long kills = raw_client_setting("KILLS", 3);
	long writes = raw_client_setting("KILL_WRITES", 60);

	for (long i = 0; i < kills; i++) {
		write_until_killed(1 + writes / WRITERS +
				   (long)(raw_client_random(&run.seed) % 8));
		start();
		look(all);
	}
	printf("# %ld kills, %ld notes and %ld sends in flight or told; of %ld "
	       "sends no answer came\n",
		kills, run.notes, run.mails_told + run.mails_open,
		run.mails_open);
}

int main(int argc, char **argv)
{
	struct verdict all = {true, true, true};
	char *db, *outbox;
	bool links;
	long mails;

	if (argc != 3)
		raw_client_die("usage: kills SANDBOX DIRECTORY");
	db = mem_printf("--db=%s/kills.db", argv[2]);
	outbox = mem_printf("--outbox=%s/outbox", argv[2]);
	run.program = argv[1];
	run.arguments = (char *[]){db, outbox, (char[]){"--orders=300"},
		(char[]){"--rate=0/1"}, NULL};
	run.room = 1024;
	run.told = mem_array((size_t)run.room, 1);
	run.seed = (uint64_t)raw_client_setting("KILL_SEED", 1);
	start();
	run.mails_before = count_mails(&links);
	kill_again_and_again(&all);
	raw_client_check(all.notes, "no told note is lost or doubled");
	raw_client_check(all.mails, "no told send is lost or doubled");
	raw_client_check(all.links, "exactly one set of links is open");
	mails = count_mails(&links) - run.mails_before;
	raw_client_check(count_files(argv[2], "new") == mails &&
				 count_files(argv[2], "tmp") == 0,
		"each mail is in the outbox once");
	raw_client_check(
		raw_client_end(&run.sandbox, SIGTERM) == 0, "it ends well");
	free(run.told);
	free(db);
	free(outbox);
	return raw_client_finish();
}
