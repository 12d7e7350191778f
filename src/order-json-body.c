/* SPDX-License-Identifier: MIT
 *
 * The bodies of writes, as certcentral-api.md 4, 5, 7.4, 8, 9, 11 and 12 have
 * them.
 */
#include "order-json.h"

static void write_array(struct buf *out, const char *const *texts, size_t count)
{
	buf_putc(out, '[');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_putc(out, ',');
		order_json_write_string(out, texts[i]);
	}
	buf_putc(out, ']');
}

/* A member behind others; nothing for NULL. */
static void write_more(struct buf *out, const char *name, const char *text)
{
	if (text == NULL)
		return;
	buf_printf(out, ",\"%s\":", name);
	order_json_write_string(out, text);
}

void order_json_write_list(struct buf *out, const char *name,
	const char *const *texts, size_t count)
{
	buf_printf(out, "{\"%s\":", name);
	write_array(out, texts, count);
	buf_putc(out, '}');
}

void order_json_write_emails(
	struct buf *out, const char *const *emails, size_t count)
{
	order_json_write_list(out, "emails", emails, count);
}

void order_json_write_note(struct buf *out, const char *text)
{
	buf_puts(out, "{\"text\":");
	order_json_write_string(out, text);
	buf_putc(out, '}');
}

void order_json_write_switch(struct buf *out, const char *name, bool on)
{
	buf_printf(out, "{\"%s\":%d}", name, on ? 1 : 0);
}

void order_json_write_cancel(struct buf *out, const char *note)
{
	buf_puts(out, "{\"status\":\"CANCELED\"");
	write_more(out, "note", note);
	buf_putc(out, '}');
}

void order_json_write_certificate_mail(struct buf *out,
	const char *const *emails, size_t count, const char *format,
	const char *message)
{
	buf_puts(out, "{\"emails\":");
	write_array(out, emails, count);
	write_more(out, "certificate_collect_format", format);
	write_more(out, "custom_message", message);
	buf_putc(out, '}');
}

static void write_person(struct buf *out, const struct order_person *person)
{
	write_more(out, "first_name", person->first_name);
	write_more(out, "last_name", person->last_name);
	write_more(out, "job_title", person->job_title);
	write_more(out, "telephone", person->telephone);
	write_more(out, "telephone_extension", person->telephone_extension);
	write_more(out, "email", person->email);
}

void order_json_write_contact(struct buf *out, const char *contact_type,
	const struct order_person *person)
{
	buf_puts(out, "{\"contacts\":[{\"contact_type\":");
	order_json_write_string(out, contact_type);
	write_person(out, person);
	buf_puts(out, "}]}");
}

/* A person without a name does not come here, so there is no empty member. */
void order_json_write_verified(
	struct buf *out, const char *type, const struct order_person *person)
{
	buf_puts(out, "{\"validations\":[{\"type\":");
	order_json_write_string(out, type);
	buf_puts(out, ",\"verified_users\":[{\"first_name\":");
	order_json_write_string(out, person->first_name);
	write_more(out, "last_name", person->last_name);
	write_more(out, "job_title", person->job_title);
	write_more(out, "telephone", person->telephone);
	write_more(out, "email", person->email);
	buf_puts(out, "}]}]}");
}
