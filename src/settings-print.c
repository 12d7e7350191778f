/* SPDX-License-Identifier: MIT
 *
 * Walks the tables of settings and writes what the parser reads.
 */
#include "settings-print.h"

#include <ctype.h>
#include <string.h>

#include "mem.h"
#include "settings-change.h"
#include "settings-private.h"

void settings_print_setting(struct settings_printer *printer, const char *help,
	const char *standard, int origin, const char *name, const char *value)
{
	struct buf *out = printer->out;
	char from[8192]; /* a path at most */

	buf_printf(out, "\n# %c%s.\n# Default: %s. From: %s\n",
		toupper((unsigned char)help[0]), help + 1,
		*standard == '\0' ? "empty" : standard,
		settings_origin_text(
			origin, printer->file, from, sizeof(from)));
	buf_printf(out, "%s%s =%s%s\n", value == NULL ? "# " : "", name,
		value == NULL || *value == '\0' ? "" : " ",
		value == NULL ? "" : value);
}

static void print_row(struct settings_printer *printer,
	const struct settings_table *table, const void *base, size_t index)
{
	const struct settings_row *row = &table->rows[index];
	const int *lines =
		(const int *)(const void *)((const char *)base + table->lines);
	struct buf value;
	bool is_set;

	buf_init(&value, SETTINGS_PRINT_MAX);
	is_set = settings_write_value(table, base, index, &value);
	settings_print_setting(printer, row->help,
		row->standard != NULL ? row->standard : row->unset,
		lines[index], row->name, is_set ? buf_text(&value) : NULL);
	buf_clear(&value);
}

static void print_table(struct settings_printer *printer,
	const struct settings_table *table, const void *base)
{
	for (size_t i = 0; i < table->count; i++)
		print_row(printer, table, base, i);
}

/* -- the sections -----------------------------------------------------------
 */

static void print_general(struct settings_printer *printer)
{
	buf_puts(printer->out, "\n[general]\n");
	print_table(printer, &settings_general_table, printer->settings);
}

static void print_accounts(struct settings_printer *printer)
{
	const struct settings *settings = printer->settings;

	for (size_t i = 0; i < settings->account_count; i++) {
		buf_printf(printer->out, "\n[account %s]\n",
			settings->accounts[i].name);
		print_table(printer, &settings_account_table,
			&settings->accounts[i]);
	}
}

static void print_views(struct settings_printer *printer)
{
	const struct settings *settings = printer->settings;

	for (size_t i = 0; i < settings->view_count; i++) {
		buf_printf(
			printer->out, "\n[view %s]\n", settings->views[i].name);
		print_table(printer, &settings_view_table, &settings->views[i]);
	}
}

static void print_commands(struct settings_printer *printer)
{
	const struct settings_commands *commands = &printer->settings->commands;

	for (size_t i = 0; i < commands->count; i++) {
		buf_printf(printer->out, "\n[command %s]\n",
			commands->list[i].name);
		print_table(
			printer, &settings_command_table, &commands->list[i]);
	}
}

/* In the order of the page; those of other files stand here, too. */
static void (*const sections[])(struct settings_printer *printer) = {
	print_general,
	print_accounts,
	print_views,
	settings_keys_print,
	settings_theme_print,
	print_commands,
};

void settings_print(
	const struct settings *settings, const char *file, struct buf *out)
{
	struct settings_printer printer = {settings, file, out};

	buf_puts(out,
		"# The configuration of certdesk as it is in force; see "
		"certdesk-config(5).\n"
		"# The API key, and the password of a proxy, are not in it. "
		"What was saved on the\n"
		"# screens is in the file views beside the configuration.\n");
	for (size_t i = 0; i < ARRAY_LEN(sections); i++)
		sections[i](&printer);
}
