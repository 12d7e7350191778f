/* SPDX-License-Identifier: MIT
 *
 * The terminal edits the line itself; here it is only read.
 */
#include "session-ask.h"

#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "text.h"

#define ANSWER_SIZE 4096 /* the terminal's own limit */

/* A handler cannot be told of anything in another way. */
static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal)
{
	(void)signal;
	interrupted = 1;
}

/* What does not fit is read to its end, and lost. */
static bool read_bytes(char *out, size_t size, size_t *len)
{
	char c = '\0';
	ssize_t got;

	*len = 0;
	while (!interrupted && c != '\n') {
		got = read(STDIN_FILENO, &c, 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return false;
		if (c != '\n' && *len < size)
			out[(*len)++] = c;
	}
	return !interrupted;
}

/* Ctrl-C leaves the questions and not the program, which has words to say. */
static bool read_answer(char *out, size_t size, size_t *len)
{
	struct sigaction ours = {.sa_handler = on_interrupt}, before;
	bool good;

	interrupted = 0;
	sigemptyset(&ours.sa_mask);
	sigaction(SIGINT, &ours, &before);
	good = read_bytes(out, size, len);
	sigaction(SIGINT, &before, NULL);
	if (!good)
		putchar('\n');
	return good;
}

static bool has_controls(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			return true;
	return false;
}

static void trim(const char *text, size_t len, char *out, size_t size)
{
	while (len > 0 && *text == ' ') {
		text++;
		len--;
	}
	while (len > 0 && text[len - 1] == ' ')
		len--;
	text_format(out, size, "%.*s", (int)len, text);
}

bool session_ask_line(const char *prompt, char *out, size_t size)
{
	char answer[ANSWER_SIZE];
	size_t len;

	for (;;) {
		printf("%s: ", prompt);
		fflush(stdout);
		if (!read_answer(answer, sizeof(answer), &len))
			return false;
		if (has_controls(answer, len))
			puts("There is a key in it that is no text; type it "
			     "again.");
		else if (len >= size)
			puts("That is too long.");
		else
			break;
	}
	trim(answer, len, out, size);
	return true;
}

void session_ask_complain(const struct error *error)
{
	char clean[ERROR_TEXT_SIZE * 4];
	size_t len = strlen(text_clean_to(clean, sizeof(clean), error->text));

	printf("%s%s\n", clean, len > 0 && clean[len - 1] != '.' ? "." : "");
}

bool session_ask_text(const char *prompt, char *out, size_t size,
	bool (*check)(const char *text, struct error *error))
{
	struct error error = {0};

	while (session_ask_line(prompt, out, size)) {
		if (check == NULL || check(out, &error))
			return true;
		session_ask_complain(&error);
	}
	return false;
}

bool session_ask_choice(
	const char *const *choices, size_t count, int standard, size_t *out)
{
	char prompt[32], answer[32], *end;
	unsigned long number;

	for (size_t i = 0; i < count; i++)
		printf("  %zu  %s\n", i + 1, choices[i]);
	if (standard >= 0)
		text_format(prompt, sizeof(prompt), "1 to %zu [%d]", count,
			standard + 1);
	else
		text_format(prompt, sizeof(prompt), "1 to %zu", count);
	while (session_ask_line(prompt, answer, sizeof(answer))) {
		if (*answer == '\0' && standard >= 0) {
			*out = (size_t)standard;
			return true;
		}
		number = strtoul(answer, &end, 10);
		if (isdigit((unsigned char)*answer) && *end == '\0' &&
			number >= 1 && number <= count) {
			*out = number - 1;
			return true;
		}
		printf("It is a number from 1 to %zu.\n", count);
	}
	return false;
}

bool session_ask_yes(const char *question, bool standard, bool *out)
{
	char prompt[256], answer[32];

	text_format(prompt, sizeof(prompt), "%s y or n [%c]", question,
		standard ? 'y' : 'n');
	while (session_ask_line(prompt, answer, sizeof(answer))) {
		if (*answer == '\0' || text_equal_ascii_case(answer, "y") ||
			text_equal_ascii_case(answer, "yes") ||
			text_equal_ascii_case(answer, "n") ||
			text_equal_ascii_case(answer, "no")) {
			*out = *answer == '\0'
				       ? standard
				       : tolower((unsigned char)*answer) == 'y';
			return true;
		}
		puts("It is y or n.");
	}
	return false;
}
