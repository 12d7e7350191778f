/* SPDX-License-Identifier: MIT
 *
 * Where the cursor and the first row on the screen end up.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "attr.h"
#include "list.h"

enum act { MOVE, GO, PAGE, HALF, SCROLL, COUNT, LAYOUT };

static void act(struct list *list, enum act what, long by)
{
	switch (what) {
	case MOVE:
		list_move(list, by);
		break;
	case GO:
		list_go(list, by);
		break;
	case PAGE:
		list_page(list, (int)by);
		break;
	case HALF:
		list_half_page(list, (int)by);
		break;
	case SCROLL:
		list_scroll(list, by);
		break;
	case COUNT:
		list_set_count(list, by);
		break;
	case LAYOUT:
		list_layout(list, (int)by);
		break;
	}
}

static void cursor_and_top(void **state)
{
	static const struct {
		struct list before; /* count, cursor, top, height */
		enum act what;
		long by, cursor, top;
	} cases[] = {
		{{100, 0, 0, 10}, MOVE, 1, 1, 0},
		{{100, 9, 0, 10}, MOVE, 1, 10, 1},
		{{100, 5, 5, 10}, MOVE, -1, 4, 4},
		{{100, 0, 0, 10}, MOVE, -1, 0, 0},
		{{100, 99, 90, 10}, MOVE, 5, 99, 90},
		{{100, 0, 0, 10}, GO, 99, 99, 90},
		{{100, 0, 0, 10}, GO, 1000000, 99, 90},
		{{100, 50, 45, 10}, GO, 0, 0, 0},
		{{100, 50, 45, 10}, GO, -7, 0, 0},
		{{100, 3, 0, 10}, SCROLL, 1, 3, 1},
		{{100, 3, 3, 10}, SCROLL, 1, 4, 4},
		{{100, 12, 3, 10}, SCROLL, -1, 11, 2},
		{{100, 0, 0, 10}, SCROLL, -1, 0, 0},
		{{100, 99, 90, 10}, SCROLL, 1, 99, 90},
		{{100, 90, 90, 10}, SCROLL, 1, 90, 90},
		{{100, 9, 0, 10}, SCROLL, -1, 9, 0},
		{{3, 2, 0, 10}, SCROLL, 1, 2, 0},
		{{0, 0, 0, 10}, SCROLL, 1, 0, 0},
		{{100, 3, 0, 10}, PAGE, 1, 13, 10},
		{{100, 95, 88, 10}, PAGE, 1, 99, 90},
		{{100, 95, 88, 10}, PAGE, -1, 85, 78},
		{{100, 3, 0, 10}, PAGE, -1, 0, 0},
		{{100, 3, 0, 10}, HALF, 1, 8, 5},
		{{100, 3, 0, 1}, HALF, 1, 4, 4},
		{{100, 99, 90, 10}, COUNT, 50, 49, 40},
		{{100, 99, 90, 10}, COUNT, 3, 2, 0},
		{{100, 99, 90, 10}, COUNT, 0, 0, 0},
		{{100, 99, 90, 10}, COUNT, -1, 0, 0},
		{{100, 50, 45, 10}, LAYOUT, 3, 50, 48},
		{{100, 99, 98, 2}, LAYOUT, 20, 99, 80},
		{{5, 4, 3, 2}, LAYOUT, 20, 4, 0},
		{{100, 50, 45, 10}, LAYOUT, 0, 50, 50},
		{{100, 50, 45, 10}, LAYOUT, -4, 50, 50},
		{{0, 0, 0, 10}, MOVE, 1, 0, 0},
		{{0, 0, 0, 0}, PAGE, 1, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct list list = cases[i].before;

		act(&list, cases[i].what, cases[i].by);
		assert_int_equal(list.cursor, cases[i].cursor);
		assert_int_equal(list.top, cases[i].top);
	}
}

/* Whatever is done in whatever order, the cursor is a row on the screen. */
static void always_in_order(void **state)
{
	struct list list = {0};
	unsigned seed = 1;

	(void)state;
	for (int i = 0; i < 100000; i++) {
		enum act what = (enum act)(rand_r(&seed) % 7);

		act(&list, what, rand_r(&seed) % 300 - 100);
		assert_true(list.cursor >= 0 && list.top >= 0);
		assert_true(list.cursor < list.count || list.count == 0);
		assert_true(list.top <= list.cursor);
		if (list.height > 0)
			assert_true(list.cursor < list.top + list.height);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cursor_and_top),
		cmocka_unit_test(always_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
