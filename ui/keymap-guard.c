/* SPDX-License-Identifier: MIT
 *
 * The rules hold for the built-in keys, for the sets and for the person's own
 * alike: a key that is refused is never bound.
 */
#include "keymap-guard.h"

#include <string.h>

#include "attr.h"
#include "text.h"

/* What presses a button or answers a question. With another key on it Enter
 * could submit a field, or a letter meant for a list could send. */
static const char *const fixed[] = {
	"form-enter",
	"form-toggle",
	"form-yes",
	"form-no",
	"issuance-yes",
	"issuance-no",
	"issuance-press",
	"resend-enter",
	"resend-toggle",
	"settle-choose",
	"settle-sent",
	"settle-not-sent",
	"settle-again",
};

/* Actions of an order that only read, or only show an address. */
static const char *const harmless[] = {
	"order-download",
	"order-remove-contact",
};

/* Keys that are one command's, everywhere. */
static const struct owned {
	key_code code;
	const char *command;
	bool keeps; /* and the command may not lose it */
	const char *reason;
} owned[] = {
	{KEYS_ESCAPE, "app-back", true, "it goes one step back everywhere"},
	{KEYS_CTRL('C'), "app-cancel", true, "it cancels what is going on"},
	{KEYS_CTRL('Z'), "app-suspend", false, "it suspends the program"},
};

static const struct taken {
	key_code code;
	const char *reason;
} taken[] = {
	{KEYS_CTRL('S'), "it stops the output of a terminal"},
	{KEYS_CTRL('Q'), "it lets a stopped terminal go on"},
	{KEYS_CTRL('\\'), "it quits programs"},
	{KEYS_CTRL('H'), "terminals send it for Backspace"},
	{KEYS_CTRL('J'), "terminals send it for Enter"},
};

static bool
has_name(const char *const *names, size_t count, const struct command *command)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(names[i], command->name) == 0)
			return true;
	}
	return false;
}

static bool ends_in(const char *name, const char *end)
{
	size_t len = strlen(name), end_len = strlen(end);

	return len >= end_len && strcmp(name + len - end_len, end) == 0;
}

bool keymap_guard_writes(const struct command *command)
{
	if ((command->needs & (COMMAND_WRITE | COMMAND_PROGRAM)) != 0 ||
		ends_in(command->name, "-settle") ||
		strcmp(command->name, "resend-add-contact") == 0 ||
		strcmp(command->name, "details-press") == 0)
		return true;
	return strncmp(command->name, "order-", 6) == 0 &&
	       !has_name(harmless, ARRAY_LEN(harmless), command);
}

bool keymap_guard_is_fixed(const struct command *command)
{
	return has_name(fixed, ARRAY_LEN(fixed), command);
}

key_code keymap_guard_kept(const struct command *command)
{
	for (size_t i = 0; i < ARRAY_LEN(owned); i++) {
		if (owned[i].keeps &&
			strcmp(owned[i].command, command->name) == 0)
			return owned[i].code;
	}
	return 0;
}

static bool is_ctrl(key_code code)
{
	return code < ' ' && code != KEYS_ENTER && code != KEYS_TAB &&
	       code != KEYS_ESCAPE;
}

static bool refuse(char *reason, size_t size, key_code code,
	const struct command *command, const char *why)
{
	char name[16];

	text_format(reason, size, "%s cannot be bound to %s: %s.",
		key_to_name(code, name, sizeof(name)), command->name, why);
	return false;
}

/* Some are free behind another key: Ctrl-X Ctrl-C. */
static const char *
why_not_any(const struct command *command, key_code code, bool is_first)
{
	for (size_t i = 0; i < ARRAY_LEN(owned); i++) {
		if (owned[i].code == code &&
			(is_first || code == KEYS_ESCAPE) &&
			strcmp(owned[i].command, command->name) != 0)
			return owned[i].reason;
	}
	for (size_t i = 0; i < ARRAY_LEN(taken); i++) {
		if (taken[i].code == code)
			return taken[i].reason;
	}
	if (command->action && is_first &&
		(code == KEYS_CTRL('A') || code == KEYS_CTRL('B')))
		return code == KEYS_CTRL('A') ? "it is the prefix of screen"
					      : "it is the prefix of tmux";
	return NULL;
}

static const char *why_not_write(const struct command *command, key_code code)
{
	if (is_ctrl(code))
		return "what leads to a write is on no key with Ctrl";
	if (key_without_alt(code) != 0)
		return "over a slow line Esc and a letter arrive as Alt, and "
		       "it leads to a write";
	if (strcmp(command->name, "details-press") == 0)
		return NULL;
	if (code == KEYS_ENTER || code == ' ' || code == 'y')
		return "it answers in the window that would open";
	return NULL;
}

bool keymap_guard_allows(const struct command *command,
	const struct key_sequence *sequence, char *reason, size_t size)
{
	for (size_t i = 0; i < sequence->count; i++) {
		key_code code = sequence->keys[i];
		const char *why = why_not_any(command, code, i == 0);

		if (why == NULL && keymap_guard_writes(command))
			why = why_not_write(command, code);
		if (why != NULL)
			return refuse(reason, size, code, command, why);
	}
	return true;
}

static key_code lower(key_code code)
{
	char upper[8];
	int32_t small = 0;
	struct buf folded;

	if (code < 128)
		return code >= 'A' && code <= 'Z' ? code - 'A' + 'a' : code;
	if (!key_is_text(code))
		return code;
	buf_init(&folded, 64);
	text_fold(&folded, key_character(code, upper, sizeof(upper)));
	text_decode(buf_text(&folded), folded.len, &small);
	buf_clear(&folded);
	return (key_code)small;
}

bool keymap_guard_are_twins(
	const struct key_sequence *a, const struct key_sequence *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (lower(a->keys[i]) != lower(b->keys[i]))
			return false;
	}
	return !key_sequence_equal(a, b);
}
