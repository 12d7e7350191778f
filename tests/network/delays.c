/* SPDX-License-Identifier: MIT
 *
 * Answers that come after 0 to 3 seconds, in any order, some of them failures,
 * while keys are pressed at random and the list on the server changes. Every
 * order has a host with its own number; whatever the screen shows of an order
 * must have the number that the screen says.
 *
 * The whole program but terminal, network and clock, in process.
 *
 *	delays KEYS SEED
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "attr.h"
#include "buf.h"
#include "log.h"
#include "mem.h"
#include "saved.h"
#include "tests/support/fake-loop.h"
#include "tests/support/fake-transport.h"
#include "tests/support/memory-journal.h"
#include "tests/support/memory-screen.h"

#define ORDERS_MOST  600
#define PENDING_MOST 4096
#define DELAY_MOST   3000

struct world {
	struct fake_loop *loop;
	struct fake_transport *transport;
	struct memory_journal *journal;
	struct memory_screen *screen;
	struct api *api;
	struct store *store;
	struct app *app;
	uint64_t random;
	long ids[ORDERS_MOST]; /* what the server has, newest first */
	int count;
	long next_id, removed;
	int64_t due[PENDING_MOST]; /* by number of request; 0: not seen */
	int64_t now;
	long keys, pages, panes, kept, wrong;
};

static unsigned chance(struct world *world, unsigned below)
{
	world->random ^= world->random << 13;
	world->random ^= world->random >> 7;
	world->random ^= world->random << 17;
	return (unsigned)((world->random >> 11) % below);
}

/* -- the server --------------------------------------------------------------
 */

static void add_row(struct buf *out, long id)
{
	buf_printf(out,
		"{\"id\":%ld,\"certificate\":{\"id\":7%ld,\"common_name\":"
		"\"host%ld.example\",\"valid_till\":\"2027-06-01\"},"
		"\"status\":\"pending\",\"date_created\":"
		"\"2026-11-01T10:00:00+00:00\",\"organization\":{\"id\":%ld,"
		"\"name\":\"Company %ld\"},\"product\":{\"name_id\":"
		"\"ssl_ev_securesite_flex\",\"name\":\"Secure Site EV\","
		"\"type\":\"ssl_certificate\"}}",
		id, id, id, id, id);
}

static long number_behind(const char *path, const char *name, long otherwise)
{
	const char *at = strstr(path, name);

	return at != NULL ? strtol(at + strlen(name), NULL, 10) : otherwise;
}

static void
write_list(const struct world *world, const char *path, struct buf *out)
{
	long offset = number_behind(path, "offset=", 0);
	long limit = number_behind(path, "limit=", 100);
	bool first = true;

	buf_puts(out, "{\"orders\":[");
	for (long i = offset; i < offset + limit && i < world->count; i++) {
		buf_puts(out, first ? "" : ",");
		add_row(out, world->ids[i]);
		first = false;
	}
	buf_printf(out,
		"],\"page\":{\"total\":%d,\"limit\":%ld,\"offset\":%ld}}",
		world->count, limit, offset);
}

static void write_validation(long id, struct buf *out)
{
	buf_printf(out,
		"{\"order_id\":\"%ld\",\"organization_id\":\"%ld\","
		"\"dns_name_validations\":[{\"status\":\"approved\","
		"\"dns_name\":\"host%ld.example\"}],"
		"\"organization_validations\":[{\"type\":\"ev\",\"status\":"
		"\"active\",\"verified_contacts\":[{\"email\":"
		"\"ana@host%ld.example\",\"status\":\"active\"}]}]}",
		id, id, id, id);
}

static void
answer(struct world *world, const struct fake_transport_request *request)
{
	const char *path = request->path;
	long id = number_behind(path, "/order/certificate/", 0);
	struct buf out;

	buf_init(&out, (size_t)1 << 22);
	if (chance(world, 20) == 0) {
		fake_transport_fail(world->transport, request, ERROR_LOST);
	} else {
		if (strncmp(path, "/order/certificate?", 19) == 0)
			write_list(world, path, &out);
		else if (id != 0 && strstr(path, "/validation") != NULL)
			write_validation(id, &out);
		else if (id != 0 && strstr(path, "/note") != NULL)
			buf_printf(&out,
				"{\"notes\":[{\"id\":%ld,\"date\":"
				"\"2026-11-02T10:00:00+00:00\",\"text\":"
				"\"for host%ld.example\"}]}",
				id, id);
		else if (id != 0 && strchr(path + 19, '/') == NULL)
			add_row(&out, id);
		else
			buf_puts(&out, "{}");
		fake_transport_reply(
			world->transport, request, 200, buf_text(&out));
	}
	buf_clear(&out);
	fake_loop_run_ready(world->loop);
}

/* Orders come and go; nobody is told. */
static void change_list(struct world *world)
{
	int at = (int)chance(world, (unsigned)world->count);

	if (chance(world, 2) == 0 && world->count < ORDERS_MOST) {
		memmove(world->ids + 1, world->ids,
			(size_t)world->count++ * sizeof(*world->ids));
		world->ids[0] = world->next_id++;
	} else if (world->count > 100) {
		world->removed = world->ids[at];
		memmove(world->ids + at, world->ids + at + 1,
			(size_t)(--world->count - at) * sizeof(*world->ids));
	}
}

/* -- what the screen says ------------------------------------------------- */

static char *row_text(const struct world *world, int row)
{
	struct buf out;

	buf_init(&out, 8192);
	memory_screen_row_text(world->screen, row, &out);
	return buf_take(&out);
}

static void complain(struct world *world, const char *what, long id)
{
	if (world->wrong++ > 3)
		return;
	printf("after %ld keys: %s %ld\n", world->keys, what, id);
	for (int row = 0; row < 24; row++) {
		char *text = row_text(world, row);

		printf("|%s\n", text != NULL ? text : "");
		free(text);
	}
}

/* The order that the title names, 0 for none. */
static long titled(const struct world *world)
{
	char *title = row_text(world, 0);
	const char *at = strstr(title, "Orders > 9");
	long id = at != NULL ? strtol(at + 9, NULL, 10) : 0;

	free(title);
	return id;
}

/* Every host on the page is that of the order in the title. A message line may
 * speak of another one, that is left. */
static void check_page(struct world *world, long id)
{
	world->pages++;
	for (int row = 1; row < 22; row++) {
		char *text = row_text(world, row);
		const char *at = text;

		while (at != NULL && (at = strstr(at, "host9")) != NULL) {
			if (strtol(at + 4, NULL, 10) != id)
				complain(world,
					"a page has another's host:", id);
			at += 5;
		}
		free(text);
	}
}

/* " > 900001 ...", the order of the cursor; 0: no list. */
static long selected(const struct world *world)
{
	long id = 0;

	for (int row = 2; row < 23 && id == 0; row++) {
		char *text = row_text(world, row);

		if (text != NULL && strncmp(text, " > 9", 4) == 0)
			id = strtol(text + 3, NULL, 10);
		free(text);
	}
	return id;
}

static bool is_loaded(const struct world *world, long id)
{
	char text[24];

	snprintf(text, sizeof(text), "%ld", id);
	return store_list_find(world->store, text) >= 0;
}

/* A row says of which order it is, twice. */
static void check_row(struct world *world, const char *text)
{
	const char *at = strstr(text, "host9");
	long id = strlen(text) > 10 ? strtol(text + 3, NULL, 10) : 0;

	if (at != NULL && id != 0 && strtol(at + 4, NULL, 10) != id)
		complain(world, "a row has another's host:", id);
}

static void check_rows(struct world *world)
{
	for (int row = 2; row < 23; row++) {
		char *text = row_text(world, row);

		if (text != NULL)
			check_row(world, text);
		free(text);
	}
}

static void check(struct world *world)
{
	long id = titled(world);

	if (id != 0)
		check_page(world, id);
	else if (selected(world) != 0)
		check_rows(world);
}

/* -- time and keys ------------------------------------------------------------
 */

static int64_t due_of(struct world *world, size_t index)
{
	int64_t *due = &world->due[index % PENDING_MOST];

	if (*due == 0)
		*due = world->now + 1 + (int64_t)chance(world, DELAY_MOST);
	return *due;
}

static void answer_what_is_due(struct world *world)
{
	size_t count = fake_transport_count(world->transport);
	size_t first = count > PENDING_MOST / 2 ? count - PENDING_MOST / 2 : 0;

	for (size_t i = first; i < count; i++) {
		const struct fake_transport_request *request =
			fake_transport_at(world->transport, i);

		if (request->state != FAKE_TRANSPORT_WAITING ||
			due_of(world, i) > world->now)
			continue;
		answer(world, request);
		world->due[i % PENDING_MOST] = 0;
		check(world);
	}
}

static void pass_time(struct world *world, int64_t ms)
{
	while (ms > 0) {
		int64_t step = ms < 40 ? ms : 40;

		fake_loop_advance(world->loop, step);
		world->now += step;
		ms -= step;
		answer_what_is_due(world);
	}
}

static void press_key(struct world *world, key_code code)
{
	memory_screen_type(world->screen, code);
	app_keys_ready(world->app);
	fake_loop_run_ready(world->loop);
	world->keys++;
	check(world);
}

/* Without a key the cursor is on its order when all answers have come, if one
 * of them had it. (Orders that went have moved the others, perhaps from a page
 * that is read to one that was read before.) */
static void rest(struct world *world)
{
	long before, after;

	/* A G that waits for the end of the list is a move, too. */
	press_key(world, KEYS_UP);
	before = titled(world) == 0 ? selected(world) : 0;
	pass_time(world, 40000);
	after = titled(world) == 0 ? selected(world) : 0;
	if (before == 0 || after == 0 || !is_loaded(world, before))
		return;
	world->kept++;
	if (before != after)
		complain(world, "the cursor left its order", before);
}

static const key_code keys[] = {'j', 'j', 'j', 'k', 'k', 'G', 'g', KEYS_ENTER,
	KEYS_ENTER, KEYS_ESCAPE, KEYS_ESCAPE, KEYS_ESCAPE, KEYS_ESCAPE, 'J',
	'J', 'J', 'K', 'K', 'h', 'l', ']', '[', KEYS_CTRL('D'), KEYS_CTRL('U'),
	KEYS_CTRL('R'), KEYS_CTRL('R'), KEYS_DOWN, KEYS_UP, KEYS_PAGE_DOWN,
	KEYS_PAGE_UP, KEYS_TAB, '1', '2'};

static void press(struct world *world)
{
	press_key(world, keys[chance(world, ARRAY_LEN(keys))]);
}

/* -- all of it ---------------------------------------------------------------
 */

static void open_world(struct world *world)
{
	struct api_options api = {.tries = 2};
	struct store_options store = {.agent = "mira", .host = "jump1"};
	struct app_options app = {0};

	world->next_id = 900001;
	for (world->count = 0; world->count < 400; world->count++)
		world->ids[399 - world->count] = world->next_id++;
	world->loop = fake_loop_new();
	world->transport = fake_transport_new(fake_loop_loop(world->loop));
	world->journal = memory_journal_new(fake_loop_loop(world->loop));
	world->api = api_new(fake_loop_loop(world->loop),
		fake_transport_transport(world->transport), &api);
	world->store = store_new(fake_loop_loop(world->loop), world->api,
		memory_journal_journal(world->journal), NULL, &store);
	world->screen = memory_screen_new(24, 80);
	app.loop = fake_loop_loop(world->loop);
	app.screen = memory_screen_screen(world->screen);
	app.store = world->store;
	world->app = app_new(&app);
	store_start(world->store);
	fake_loop_run_ready(world->loop);
}

static void close_world(struct world *world)
{
	app_free(world->app);
	store_free(world->store);
	api_free(world->api);
	memory_journal_free(world->journal);
	fake_transport_free(world->transport);
	memory_screen_free(world->screen);
	fake_loop_free(world->loop);
}

int main(int argc, char **argv)
{
	static struct world world;
	long count = argc > 1 ? strtol(argv[1], NULL, 10) : 5000;

	setlocale(LC_ALL, "");
	text_set_utf8(true);
	world.random = argc > 2 ? strtoull(argv[2], NULL, 10) : 2;
	world.random = world.random * 2654435761U + 1;
	open_world(&world);
	while (world.keys < count) {
		press(&world);
		if (chance(&world, 10) == 0)
			change_list(&world);
		if (chance(&world, 20) == 0)
			rest(&world);
		pass_time(&world, (int64_t)chance(&world, 250));
	}
	pass_time(&world, 20000);
	close_world(&world);
	printf("%ld keys in %lld minutes, %ld looks at a page, %ld rests of the cursor: "
	       "%ld wrong\n%d passed, %d failed, 0 skipped\n",
		world.keys, (long long)world.now / 60000, world.pages,
		world.kept, world.wrong, world.wrong == 0, world.wrong != 0);
	return world.wrong == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
