/* SPDX-License-Identifier: MIT
 *
 * A table of kinds, each a sequence or a character with places in it for what
 * makes one text differ from the next:
 *
 *	~	the mark: h and the text's number
 *	$	another number
 *	^	how strings end in a terminal: BEL, ST, or not at all
 */
#include "sandbox/hostile.h"

#include <string.h>

#include "attr.h"
#include "sandbox/mix.h"

struct kind {
	const char *text;
	size_t len;
};

#define K(literal)                                                             \
	{                                                                      \
		literal, sizeof(literal) - 1                                   \
	}

static const struct kind kinds[] = {
	/* control sequences, by ESC and by C1 in both spellings */
	K("\033[$;5m~"),
	K("\033[2J\033[$;1H~"),
	K("\033[?1049l\033[?1000h\033[?2004l~"),
	K("\033[6n\033[c\033[>q\033[$t~"),
	K("\033[?25l\033[$;$r~\033[4h"),
	K("\033c~\033#8"),
	K("\033[$b\033[$X\033[$P\033[$@~"),
	K("\033(0~\033)0\016"),
	K("\xc2\x9b$m~\xc2\x9b"
	  "2J"),
	K("\x9b$m~\x9b"
	  "2J"),
	K("\xc2\x85~\xc2\x8d\xc2\x84\xc2\x88"),
	K("\x84~\x85\x88\x8d"),
	/* strings for the terminal */
	K("\033]0;~^"),
	K("\033]2;\033]l~^"),
	K("\033]52;c;aDAwMDA=;~^"),
	K("\033]8;;http://$.example.com/~^link\033]8;;^"),
	K("\033]4;$;rgb:ff/00/00^~"),
	K("\033]1337;File=inline=1:~^"),
	K("\033P$q~^"),
	K("\033P+q544e~^"),
	K("\033P$;1|~/0a^"),
	K("\033_G~^"),
	K("\033^^~^"),
	K("\033X~^"),
	K("\xc2\x9d"
	  "0;~\xc2\x9c"),
	K("\x9d"
	  "52;c;~\x9c"),
	K("\xc2\x90$q~\xc2\x9c\xc2\x9f~\xc2\x9c"),
	K("\x90$q~\x9c\x9e~\x9c\x98~\x9c"),
	K("~\033"),
	K("~\033["),
	K("~\033]"),
	K("~\xc2\x9b"),
	K("\033tmux;\033\033]52;c;~^"),
	/* the other controls */
	K("\007~\b\b\b\b"),
	K("~\r900101  fake row"),
	K("~\n900101  fake row\n"),
	K("\t=~\v\f\016\017"),
	K("~\177\177\177"),
	K("\001\002\003\004\005\006~\020\021\022\023\024\025\026\027"),
	K("\030\031\032~\034\035\036\037"),
	K("~\0\0hidden"),
	/* what turns or hides text */
	K("\xe2\x80\xae~\xe2\x80\xac"),
	K("\xe2\x80\xad\xe2\x80\xaa\xe2\x80\xab~"),
	K("\xe2\x81\xa6\xe2\x81\xa7\xe2\x81\xa8~\xe2\x81\xa9"),
	K("\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c~"),
	K("~\xe2\x80\x8b\xe2\x80\x8c\xe2\x80\x8d\xe2\x81\xa0\xef\xbb\xbf"),
	K("\xc2\xad\xe1\xa0\x8e\xcd\x8f~\xe3\x85\xa4\xef\xbe\xa0"),
	K("~\xf3\xa0\x80\x81\xf3\xa0\x81\xa8\xf3\xa0\x81\xbf"),
	K("~\xef\xb8\x8e\xef\xb8\x8f\xf3\xa0\x84\x80"),
	K("~\xe2\x80\xa8\xe2\x80\xa9"),
	K("\xef\xbf\xb9~\xef\xbf\xba\xef\xbf\xbb\xef\xbf\xbc"),
	/* what moves columns */
	K("~e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81"
	  "\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81"),
	K("\xcc\xb6\xcc\xb6~\xe2\x83\x9d\xe2\x83\xa3\xd2\x88"),
	K("~\xe4\xbd\x9c\xe8\x80\x85\xef\xbd\x9f\xef\xbc\xa1"),
	K("~\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa\xf0\x9f\x91\x8d\xf0\x9f\x8f\xbd"),
	K("~\xf0\x9f\x91\xa8\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f"
	  "\x91\xa7"),
	K("~\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab\xed\x9e\xb0"),
	K("~\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd9\x85\xd8\xb1\xd8\xad"),
	K("~\xef\xb7\xba\xef\xb7\xbd\xf0\x92\x80\xb1"),
	K("~\xe0\xb8\xb3\xe0\xb9\x89\xe0\xb9\x89\xe0\xa4\x95\xe0\xa4\xbe"),
	/* what is no character */
	K("~\xff\xfe\xc0\x80\xc1\xbf"),
	K("~\xe2\x82\xf0\x9f\x98\xc3"),
	K("~\xc0\x9b"
	  "31m\xe0\x80\x9b\xf0\x80\x80\x9b"),
	K("~\xed\xa0\x80\xed\xbf\xbf\xed\xa0\xbd\xed\xb8\x80"),
	K("~\xf4\x90\x80\x80\xf8\x88\x80\x80\x80\xfc\x84\x80\x80\x80\x80"),
	K("~\xee\x80\x80\xf3\xb0\x80\x80\xf4\x8f\xbf\xbd"),
	K("~\xef\xbf\xbe\xef\xbf\xbf\xef\xb7\x90\xf0\x9f\xbf\xbf"),
	K("~\xcd\xb8\xe2\xbf\xbc\xf3\xa1\x80\x80"),
	/* what looks like something else */
	K("~\xd0\xb0\xd0\xb5\xd0\xbe.example.com"),
	K("~\xef\xbc\x8e\xe3\x80\x82\xe2\x81\x84\xe2\x88\x95.example"),
	/* what other programs take for theirs */
	K("=HYPERLINK(\"http://~.example\")"),
	K("+~@SUM(1)*cmd|' /C calc'!A0"),
	K("@~"),
	K("-2+3~"),
	K("\t=~"),
	K("\",\"~\"\r\n=1"),
	K("%s%n%$x~"),
	K("<b onclick='~'>&#27;[31m<script>"),
	K("\\033[31m\\x1b[0m\\u001b~\\"),
	K("[red]~[-][\"a\"]"),
	K("../../../~/\0x"),
	K("'; DROP TABLE orders; --~"),
	K("[certdesk] approval mail resent to ~ by a@b 2026-11-20T14:02:11Z"),
};

static void put_end(struct buf *out, struct mix *mix)
{
	static const char *const ends[] = {"\007", "\033\\", "\xc2\x9c", ""};

	buf_puts(out, ends[mix_below(mix, ARRAY_LEN(ends))]);
}

static void put_kind(struct buf *out, const struct kind *kind, struct mix *mix,
	uint32_t number)
{
	for (size_t i = 0; i < kind->len; i++) {
		if (kind->text[i] == '~')
			buf_printf(out, "h%04u", (unsigned)number);
		else if (kind->text[i] == '$')
			buf_printf(out, "%u", (unsigned)mix_below(mix, 120));
		else if (kind->text[i] == '^')
			put_end(out, mix);
		else
			buf_putc(out, kind->text[i]);
	}
}

/* Bytes by chance, and floods of one thing. */
static void put_more(struct buf *out, struct mix *mix)
{
	static const char *const floods[] = {"\xcc\x81", "\xe2\x80\xae",
		"\033[1m", "W", "\xc2\x9b", "\xe4\xbd\x9c", "\xe2\x80\x8b"};
	const char *flood = floods[mix_below(mix, ARRAY_LEN(floods))];

	switch (mix_below(mix, 40)) {
	case 0:
		for (int i = 0; i < 5000; i++)
			buf_puts(out, flood);
		return;
	case 1:
	case 2:
		for (int i = 0; i < 60; i++)
			buf_puts(out, flood);
		return;
	case 3:
	case 4:
	case 5:
		for (int i = 0; i < 40; i++)
			buf_putc(out, (char)mix_below(mix, 256));
		return;
	default:
		return;
	}
}

void hostile_text(struct buf *out, uint64_t seed, uint32_t number)
{
	struct mix mix;

	number %= HOSTILE_TEXTS;
	mix_init(&mix, seed, number);
	put_kind(out, &kinds[number % ARRAY_LEN(kinds)], &mix, number);
	if (mix_below(&mix, 3) == 0)
		put_kind(out, &kinds[mix_below(&mix, ARRAY_LEN(kinds))], &mix,
			number);
	put_more(out, &mix);
}
