/* SPDX-License-Identifier: MIT
 *
 * Each file has a head before it and an entry in the directory at the end,
 * which say nearly the same. Numbers have their lowest byte first.
 */
#include "sandbox/zip.h"

#include <string.h>

#include "date.h"

#define DIRECTORY_MAX 4096
#define LOCAL_HEAD    0x04034b50
#define ENTRY_HEAD    0x02014b50
#define END_HEAD      0x06054b50
#define VERSION	      20
#define UTF8_NAMES    0x0800

static void put(struct buf *out, uint64_t number, size_t bytes)
{
	for (; bytes > 0; bytes--, number >>= 8)
		buf_putc(out, (char)(number & 0xff));
}

/* CRC-32 of ISO 3309, bit by bit: the files are small. */
static uint32_t checksum(const unsigned char *data, size_t len)
{
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < len; i++) {
		crc ^= data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320U : 0);
	}
	return ~crc;
}

static unsigned int number_at(const char *text, size_t digits)
{
	unsigned int number = 0;

	for (; digits > 0; digits--, text++)
		number = number * 10 + (unsigned int)(*text - '0');
	return number;
}

/* Date and time of DOS, two seconds fine; the date is in the upper half. */
static uint32_t dos_time(int64_t seconds)
{
	char iso[DATE_TEXT_SIZE];

	date_iso(seconds, iso);
	return (number_at(iso, 4) - 1980) << 25 | number_at(iso + 5, 2) << 21 |
	       number_at(iso + 8, 2) << 16 | number_at(iso + 11, 2) << 11 |
	       number_at(iso + 14, 2) << 5 | number_at(iso + 17, 2) / 2;
}

/* What head and entry have in common. */
static void put_facts(struct buf *out, const struct zip *zip, uint32_t crc,
	size_t len, const char *name)
{
	put(out, UTF8_NAMES, 2);
	put(out, 0, 2); /* stored */
	put(out, dos_time(zip->time), 4);
	put(out, crc, 4);
	put(out, len, 4);
	put(out, len, 4);
	put(out, strlen(name), 2);
	put(out, 0, 2); /* no extra field */
}

void zip_begin(struct zip *zip, struct buf *out, int64_t time)
{
	*zip = (struct zip){.out = out, .time = time};
	buf_init(&zip->directory, DIRECTORY_MAX);
}

void zip_add(struct zip *zip, const char *name, const void *data, size_t len)
{
	uint32_t crc = checksum(data, len);
	size_t at = zip->out->len;

	put(zip->out, LOCAL_HEAD, 4);
	put(zip->out, VERSION, 2);
	put_facts(zip->out, zip, crc, len, name);
	buf_puts(zip->out, name);
	buf_add(zip->out, data, len);

	put(&zip->directory, ENTRY_HEAD, 4);
	put(&zip->directory, VERSION, 2);
	put(&zip->directory, VERSION, 2);
	put_facts(&zip->directory, zip, crc, len, name);
	put(&zip->directory, 0, 10); /* no comment, disk 0, no attributes */
	put(&zip->directory, at, 4);
	buf_puts(&zip->directory, name);
	zip->files++;
}

void zip_end(struct zip *zip)
{
	size_t at = zip->out->len;

	buf_add(zip->out, buf_text(&zip->directory), zip->directory.len);
	put(zip->out, END_HEAD, 4);
	put(zip->out, 0, 4); /* one disk */
	put(zip->out, zip->files, 2);
	put(zip->out, zip->files, 2);
	put(zip->out, zip->directory.len, 4);
	put(zip->out, at, 4);
	put(zip->out, 0, 2); /* no comment */
	buf_clear(&zip->directory);
}
