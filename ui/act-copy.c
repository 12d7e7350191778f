/* SPDX-License-Identifier: MIT
 *
 * E-mail a copy of the certificate.
 */
#include "act.h"
#include "act-form.h"
#include "attr.h"

enum { TO, FORMAT, MESSAGE, FIELDS };

static const char *const formats[] = {
	"as an attachment", "as plain text", "as a download link", NULL};
static const char *const words[] = {"attachment", "plaintext", "downloadlink"};

static const struct form_field fields[FIELDS] = {
	[TO] = {.kind = FORM_TEXT,
		.label = "To",
		.required = true,
		.check = act_form_check_addresses,
		.help = "One address, or several with commas between them."},
	[FORMAT] = {.kind = FORM_CHOICE,
		.label = "Certificate",
		.choices = formats},
	[MESSAGE] = {.kind = FORM_TEXT,
		.label = "Message",
		.help = "Stands in the mail; may be empty."},
};

static bool request(struct act_form *act, const struct form_value *values,
	struct action_request *request)
{
	request->recipients = act_form_addresses(act_form_scratch(act),
		values[TO].text, &request->recipient_count);
	request->word = words[values[FORMAT].choice];
	request->text =
		values[MESSAGE].text[0] != '\0' ? values[MESSAGE].text : NULL;
	return true;
}

static const struct act_form_hooks hooks = {.request = request};

void act_copy_open(struct app *app, const char *order_id)
{
	const struct form_options options = {
		.fields = fields,
		.field_count = FIELDS,
		.verb = "Send",
	};
	struct act_form *act = mem_zalloc(sizeof(*act));

	act_form_init(act, app, order_id, JOURNAL_SEND_CERTIFICATE);
	act_form_open(act, "E-mail a copy", &options, &hooks);
}
