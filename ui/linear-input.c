/* SPDX-License-Identifier: MIT
 *
 * Bytes are taken as they come; a line is a line once its end is there, or the
 * end of all.
 */
#include "linear-input.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#define BYTES_MAX ((size_t)1024 * 1024)

void linear_input_init(struct linear_input *input)
{
	*input =
		(struct linear_input){.is_terminal = isatty(STDIN_FILENO) == 1};
	buf_init(&input->bytes, BYTES_MAX);
}

void linear_input_clear(struct linear_input *input)
{
	buf_clear(&input->bytes);
}

bool linear_input_can_wait(void)
{
	struct stat state;

	if (fstat(STDIN_FILENO, &state) != 0)
		return false;
	return S_ISFIFO(state.st_mode) || S_ISSOCK(state.st_mode) ||
	       isatty(STDIN_FILENO) == 1;
}

void linear_input_read(struct linear_input *input)
{
	char piece[4096];
	ssize_t got = read(STDIN_FILENO, piece, sizeof(piece));

	if (got > 0)
		buf_add(&input->bytes, piece, (size_t)got);
	else if (got == 0 || (errno != EINTR && errno != EAGAIN))
		input->ends++;
}

static void forget_taken(struct linear_input *input)
{
	if (input->at < input->bytes.len)
		return;
	buf_reset(&input->bytes);
	input->at = 0;
}

/* In place: the line feed and the blanks before it become the end. */
static const char *cut(struct linear_input *input, char *line, size_t len)
{
	input->at += len + 1;
	if (len > LINEAR_INPUT_MAX)
		len = LINEAR_INPUT_MAX;
	while (len > 0 && strchr(" \t\r", line[len - 1]) != NULL)
		len--;
	line[len] = '\0';
	return line + strspn(line, " \t");
}

const char *linear_input_line(struct linear_input *input)
{
	char *line, *end;
	size_t left;

	forget_taken(input);
	left = input->bytes.len - input->at;
	if (left == 0)
		return NULL;
	line = input->bytes.data + input->at;
	end = memchr(line, '\n', left);
	if (end == NULL && input->ends == 0)
		return NULL;
	if (end == NULL) { /* the last one may lack its end */
		buf_putc(&input->bytes, '\n');
		line = input->bytes.data + input->at;
		end = line + left;
	}
	return cut(input, line, (size_t)(end - line));
}

void linear_input_drop(struct linear_input *input)
{
	if (!input->is_terminal)
		return;
	buf_reset(&input->bytes);
	input->at = 0;
	tcflush(STDIN_FILENO, TCIFLUSH);
}
