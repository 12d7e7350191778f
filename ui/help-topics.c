/* SPDX-License-Identifier: MIT */
#include "help-topics.h"

#include "attr.h"

#define FILTER "In a filter"
#define LINE   "In a line or a field"

static const struct help_topic topics[] = {
	{"orders", FILTER, "shop pending", "both words, in any column"},
	{"orders", FILTER, "!word", "not this word"},
	{"orders", FILTER, "ov|ev", "one word or the other"},
	{"orders", FILTER, "\"Secure Site\"", "with its blanks"},
	{"orders", FILTER, "Word", "a capital letter: exactly as it is typed"},
	{"orders", FILTER, "status:pending",
		"in one field: order, name, domain, status, product, ..."},
	{"orders", FILTER, "date>2026-11-01",
		"dates: date, validity, end; <, >, <=, >=; also -7d, +2w"},
	{"orders", FILTER, "waiting>3d", "an approval that takes longer"},
	{"orders", FILTER, "age<12h", "orders of the last hours"},
	{"orders", FILTER, "~regex", "a regular expression"},
	{NULL, LINE, "Ctrl-A Ctrl-E", "to its beginning, to its end"},
	{NULL, LINE, "Alt-b Alt-f", "a word back, a word on"},
	{NULL, LINE, "Ctrl-W Alt-d", "delete the word before, the one behind"},
	{NULL, LINE, "Ctrl-U Ctrl-K", "delete all before, all behind"},
	{NULL, LINE, "Esc Ctrl-G", "leave it"},
};

const struct help_topic *help_topics_at(size_t index)
{
	return index < ARRAY_LEN(topics) ? &topics[index] : NULL;
}
