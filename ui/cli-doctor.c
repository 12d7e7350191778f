/* SPDX-License-Identifier: MIT
 *
 * Findings as text: level, area, a sentence wrapped beside them, and what to do
 * behind an arrow. All through the text gate.
 */
#include "cli-doctor.h"

#include <string.h>

#include "cli-private.h"
#include "order-json.h"
#include "text.h"

#define INDENT 24 /* level, area */
#define NARROW 60 /* below this the text has lines of its own */
#define TEXT   8192

/* Where the lines of a text begin and end. */
struct margins {
	size_t left, right;
};

static void new_line(struct buf *out, size_t indent)
{
	buf_printf(out, "\n%*s", (int)indent, "");
}

/* Words side by side until the line is full; a word is never cut, as it may be
 * a path to copy. */
static void
write_wrapped(struct buf *out, const char *text, struct margins margins)
{
	size_t column = margins.left, len;
	const char *at = text;
	char word[TEXT];

	while (*at != '\0') {
		len = strcspn(at, " ");
		text_format(word, sizeof(word), "%.*s", (int)len, at);
		if (column > margins.left) {
			if (column + 1 + text_width(word) > margins.right) {
				new_line(out, margins.left);
				column = margins.left;
			} else {
				buf_putc(out, ' ');
				column++;
			}
		}
		text_clean(out, word);
		column += text_width(word);
		at += len;
		at += strspn(at, " ");
	}
}

static void write_finding(
	const struct doctor_finding *finding, size_t width, struct buf *out)
{
	struct margins margins = {width < NARROW ? 2 : INDENT, width};

	buf_printf(out, "%-8s %-*s", doctor_level_name(finding->level),
		width < NARROW ? 0 : INDENT - 9,
		doctor_area_name(finding->area));
	if (width < NARROW)
		new_line(out, margins.left);
	write_wrapped(out, finding->text, margins);
	if (finding->advice != NULL) {
		new_line(out, margins.left);
		buf_puts(out, "-> ");
		margins.left += 3;
		write_wrapped(out, finding->advice, margins);
	}
	buf_putc(out, '\n');
}

void cli_doctor_text(
	const struct doctor *doctor, size_t from, size_t width, struct buf *out)
{
	for (size_t i = from; i < doctor->count; i++)
		write_finding(&doctor->findings[i], width, out);
}

void cli_doctor_sum(const struct doctor *doctor, struct buf *out)
{
	size_t problems = doctor_count(doctor, DOCTOR_PROBLEM);
	size_t warnings = doctor_count(doctor, DOCTOR_WARNING);

	if (problems + warnings == 0)
		buf_puts(out, "Nothing is wrong.\n");
	else
		buf_printf(out, "%zu problem%s, %zu warning%s.\n", problems,
			problems == 1 ? "" : "s", warnings,
			warnings == 1 ? "" : "s");
}

static void write_member(struct buf *out, const char *name, const char *value)
{
	buf_printf(out, "\"%s\": ", name);
	order_json_write_string(out, value);
}

void cli_doctor_json(const struct doctor *doctor, struct buf *out)
{
	buf_puts(out, "{\"findings\": [");
	for (size_t i = 0; i < doctor->count; i++) {
		const struct doctor_finding *finding = &doctor->findings[i];

		buf_puts(out, i == 0 ? "{" : ",\n{");
		write_member(out, "area", doctor_area_name(finding->area));
		buf_puts(out, ", ");
		write_member(out, "level", doctor_level_name(finding->level));
		buf_puts(out, ", ");
		write_member(out, "text", finding->text);
		buf_puts(out, ", ");
		write_member(out, "advice", finding->advice);
		buf_putc(out, '}');
	}
	buf_printf(out, "], \"problems\": %zu, \"warnings\": %zu}\n",
		doctor_count(doctor, DOCTOR_PROBLEM),
		doctor_count(doctor, DOCTOR_WARNING));
}

int cli_doctor_code(const struct doctor *doctor)
{
	struct error error = {.kind = doctor_kind(doctor)};

	return cli_code(&error, false);
}
