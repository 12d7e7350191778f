/* SPDX-License-Identifier: MIT */
#include "command.h"

#include <assert.h>

#include "attr.h"

static const char *const argument_names[] = {
	[ARGUMENT_TEXT] = "a text",
	[ARGUMENT_ORDER] = "an order number",
	[ARGUMENT_VIEW] = "the name or number of a view",
	[ARGUMENT_ACCOUNT] = "the name of an account",
	[ARGUMENT_OPTION] = "the name of an option",
	[ARGUMENT_FILE] = "the name of a file",
	[ARGUMENT_COLUMNS] = "names of columns",
	[ARGUMENT_FILTER] = "a filter",
	[ARGUMENT_LOG] = "words to look for",
	[ARGUMENT_SEARCH] = "what to search for",
	[ARGUMENT_SORT] = "the name of a field",
	[ARGUMENT_THEME] = "the name of a theme",
	[ARGUMENT_COMMAND] = "the name of a command",
	[ARGUMENT_KEY] = "a key",
	[ARGUMENT_MOUSE] = "yes, no or auto",
	[ARGUMENT_PROGRAM] = "a command of the shell",
};

static_assert(ARRAY_LEN(argument_names) == ARGUMENTS, "a name for each kind");

const char *command_argument_name(enum command_argument argument)
{
	return argument_names[argument];
}
