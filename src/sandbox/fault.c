/* SPDX-License-Identifier: MIT
 *
 * The list of armed faults. The members of a fault are one table, from which
 * it is both read and listed, and by which a misspelt member is refused: a
 * fault that silently does nothing would make a test prove nothing.
 */
#include "sandbox/fault.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

struct fault {
	struct fault_armed **armed;
	size_t count;
	unsigned times_disarmed;
};

enum member_type { MEMBER_TEXT, MEMBER_NUMBER, MEMBER_STATUS, MEMBER_BOOL };

struct member {
	const char *name;
	enum member_type type;
	size_t offset;
	int64_t max; /* of a number */
};

#define OFFSET(member) offsetof(struct fault_armed, member)

static const struct member members[] = {
	{"method", MEMBER_TEXT, OFFSET(method), 0},
	{"path", MEMBER_TEXT, OFFSET(path), 0},
	{"n", MEMBER_NUMBER, OFFSET(n), INT32_MAX},
	{"skip", MEMBER_NUMBER, OFFSET(skip), INT32_MAX},
	{"status", MEMBER_STATUS, OFFSET(status), 599},
	{"body", MEMBER_TEXT, OFFSET(body), 0},
	{"content_type", MEMBER_TEXT, OFFSET(content_type), 0},
	{"delay_ms", MEMBER_NUMBER, OFFSET(delay_ms), FAULT_DELAY_MAX},
	{"cut_after", MEMBER_NUMBER, OFFSET(cut_after), INT32_MAX},
	{"hang", MEMBER_BOOL, OFFSET(hang), 0},
	{"garbage", MEMBER_NUMBER, OFFSET(garbage), FAULT_GARBAGE_MAX},
	{"retry_after", MEMBER_TEXT, OFFSET(retry_after), 0},
	{"apply", MEMBER_BOOL, OFFSET(apply), 0},
};

struct fault *fault_new(void)
{
	return mem_zalloc(sizeof(struct fault));
}

static void disarm_all(struct fault *fault)
{
	for (size_t i = 0; i < fault->count; i++) {
		fault_clear(fault->armed[i]);
		free(fault->armed[i]);
	}
	free(fault->armed);
	*fault = (struct fault){.times_disarmed = fault->times_disarmed + 1};
}

void fault_free(struct fault *fault)
{
	if (!fault)
		return;
	disarm_all(fault);
	free(fault);
}

void fault_clear(struct fault_armed *armed)
{
	free(armed->method);
	free(armed->path);
	free(armed->body);
	free(armed->content_type);
	free(armed->retry_after);
	for (size_t i = 0; i < armed->header_count; i++) {
		free(armed->headers[i].name);
		free(armed->headers[i].value);
	}
	*armed = (struct fault_armed){0};
}

/* -- reading --------------------------------------------------------------- */

static void *field_of(struct fault_armed *armed, const struct member *member)
{
	return (char *)armed + member->offset;
}

static bool read_number(int64_t *out, const struct member *member,
	const cJSON *item, struct error *error)
{
	double value = cJSON_GetNumberValue(item);

	if (!cJSON_IsNumber(item) || value < 0 || value > (double)member->max ||
		floor(value) < value)
		return error_set(error, ERROR_FORMAT,
			"%s is not a whole number from 0 to %lld", member->name,
			(long long)member->max);
	*out = (int64_t)value;
	return true;
}

static bool read_text(char **out, const struct member *member,
	const cJSON *item, struct error *error)
{
	free(*out); /* of a member that is there twice the last one counts */
	*out = NULL;
	/* "retry_after": 3 is what one writes without thinking. */
	if (cJSON_IsNumber(item) && member->offset == OFFSET(retry_after)) {
		*out = mem_printf("%.0f", item->valuedouble);
		return true;
	}
	if (!cJSON_IsString(item))
		return error_set(
			error, ERROR_FORMAT, "%s is not a text", member->name);
	*out = mem_dup(item->valuestring);
	return true;
}

static bool read_status(int *out, const struct member *member,
	const cJSON *item, struct error *error)
{
	int64_t value;

	if (!read_number(&value, member, item, error))
		return false;
	if (value < 200)
		return error_set(error, ERROR_FORMAT,
			"status is not a status from 200 to 599");
	*out = (int)value;
	return true;
}

static bool read_member(struct fault_armed *armed, const struct member *member,
	const cJSON *item, struct error *error)
{
	void *field = field_of(armed, member);

	switch (member->type) {
	case MEMBER_TEXT:
		return read_text(field, member, item, error);
	case MEMBER_NUMBER:
		return read_number(field, member, item, error);
	case MEMBER_STATUS:
		return read_status(field, member, item, error);
	case MEMBER_BOOL:
		break;
	}
	if (!cJSON_IsBool(item))
		return error_set(error, ERROR_FORMAT,
			"%s is neither true nor false", member->name);
	*(bool *)field = cJSON_IsTrue(item);
	return true;
}

/* RFC 9110 5.6.2: what a header's name is made of. */
static bool is_header_name(const char *text)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789!#$%&'*+-.^_`|~";

	return *text && text[strspn(text, allowed)] == '\0';
}

/* A line break in a header would be another header. */
static bool is_header_text(const char *text)
{
	return strpbrk(text, "\r\n") == NULL;
}

static bool
read_headers(struct fault_armed *armed, const cJSON *json, struct error *error)
{
	const cJSON *item;

	cJSON_ArrayForEach(item, json)
	{
		struct route_pair *pair;

		if (!cJSON_IsString(item) || !is_header_name(item->string) ||
			!is_header_text(item->valuestring) ||
			armed->header_count == FAULT_HEADERS_MAX)
			return error_set(error, ERROR_FORMAT,
				"headers are not at most %d names with texts",
				FAULT_HEADERS_MAX);
		pair = &armed->headers[armed->header_count];
		pair->name = mem_dup(item->string);
		pair->value = mem_dup(item->valuestring);
		armed->header_count++;
	}
	return true;
}

static bool
read_item(struct fault_armed *armed, const cJSON *item, struct error *error)
{
	if (strcmp(item->string, "headers") == 0 && cJSON_IsObject(item))
		return read_headers(armed, item, error);
	for (size_t i = 0; i < ARRAY_LEN(members); i++)
		if (strcmp(members[i].name, item->string) == 0)
			return read_member(armed, &members[i], item, error);
	return error_set(error, ERROR_FORMAT, "a fault has no member \"%s\"",
		item->string);
}

bool fault_read(
	struct fault_armed *armed, const cJSON *json, struct error *error)
{
	const cJSON *item;

	*armed = (struct fault_armed){.n = 1, .cut_after = FAULT_CUT_NONE};
	if (!cJSON_IsObject(json))
		return error_set(
			error, ERROR_FORMAT, "a fault is a JSON object");
	cJSON_ArrayForEach(item, json)
	{
		if (!cJSON_IsNull(item) && !read_item(armed, item, error)) {
			fault_clear(armed);
			return false;
		}
	}
	if (armed->n == 0) {
		fault_clear(armed);
		return error_set(error, ERROR_FORMAT,
			"n is 0: the fault would never hit");
	}
	if ((armed->content_type && !is_header_text(armed->content_type)) ||
		(armed->retry_after && !is_header_text(armed->retry_after))) {
		fault_clear(armed);
		return error_set(
			error, ERROR_FORMAT, "a header has a line break");
	}
	return true;
}

/* -- hitting --------------------------------------------------------------- */

void fault_arm(struct fault *fault, struct fault_armed *take)
{
	struct fault_armed *armed = mem_alloc(sizeof(*armed));

	*armed = *take;
	*take = (struct fault_armed){0};
	fault->armed = mem_resize(
		fault->armed, fault->count + 1, sizeof(struct fault_armed *));
	fault->armed[fault->count++] = armed;
}

static bool
matches(const struct fault_armed *armed, const char *method, const char *path)
{
	return (!armed->method || strcmp(armed->method, method) == 0) &&
	       (!armed->path || strstr(path, armed->path));
}

static char *copy(const char *text)
{
	return text ? mem_dup(text) : NULL;
}

static struct fault_armed *copy_of(const struct fault_armed *armed)
{
	struct fault_armed *out = mem_alloc(sizeof(*out));

	*out = *armed;
	out->method = copy(armed->method);
	out->path = copy(armed->path);
	out->body = copy(armed->body);
	out->content_type = copy(armed->content_type);
	out->retry_after = copy(armed->retry_after);
	for (size_t i = 0; i < armed->header_count; i++) {
		out->headers[i].name = mem_dup(armed->headers[i].name);
		out->headers[i].value = mem_dup(armed->headers[i].value);
	}
	return out;
}

static void drop(struct fault *fault, size_t at)
{
	fault_clear(fault->armed[at]);
	free(fault->armed[at]);
	fault->count--;
	memmove(&fault->armed[at], &fault->armed[at + 1],
		(fault->count - at) * sizeof(struct fault_armed *));
}

struct fault_armed *
fault_take(struct fault *fault, const char *method, const char *path)
{
	for (size_t i = 0; i < fault->count; i++) {
		struct fault_armed *armed = fault->armed[i];
		struct fault_armed *hit;

		if (!matches(armed, method, path))
			continue;
		if (armed->skip > 0) {
			armed->skip--;
			continue;
		}
		hit = copy_of(armed);
		if (--armed->n == 0)
			drop(fault, i);
		return hit;
	}
	return NULL;
}

unsigned fault_times_disarmed(const struct fault *fault)
{
	return fault->times_disarmed;
}

bool fault_makes_answer(const struct fault_armed *armed)
{
	return armed->status != 0 || armed->body;
}

bool fault_hides_answer(const struct fault_armed *armed)
{
	return fault_makes_answer(armed) || armed->hang || armed->garbage > 0 ||
	       armed->cut_after != FAULT_CUT_NONE;
}

/* -- routes ---------------------------------------------------------------- */

static void
add_member(cJSON *json, struct fault_armed *armed, const struct member *member)
{
	const void *field = field_of(armed, member);

	switch (member->type) {
	case MEMBER_TEXT:
		if (*(char *const *)field)
			cJSON_AddStringToObject(
				json, member->name, *(char *const *)field);
		break;
	case MEMBER_NUMBER:
		if (*(const int64_t *)field != FAULT_CUT_NONE)
			cJSON_AddNumberToObject(json, member->name,
				(double)*(const int64_t *)field);
		break;
	case MEMBER_STATUS:
		if (*(const int *)field != 0)
			cJSON_AddNumberToObject(
				json, member->name, *(const int *)field);
		break;
	case MEMBER_BOOL:
		cJSON_AddBoolToObject(json, member->name, *(const bool *)field);
		break;
	}
}

static cJSON *describe(struct fault_armed *armed)
{
	cJSON *json = cJSON_CreateObject();
	cJSON *headers;

	for (size_t i = 0; i < ARRAY_LEN(members); i++)
		add_member(json, armed, &members[i]);
	if (armed->header_count == 0)
		return json;
	headers = cJSON_AddObjectToObject(json, "headers");
	for (size_t i = 0; i < armed->header_count; i++)
		cJSON_AddStringToObject(headers, armed->headers[i].name,
			armed->headers[i].value);
	return json;
}

static void
arm(const struct route_request *request, struct route_response *response)
{
	struct fault *fault = request->sandbox->fault;
	struct fault_armed armed;
	struct error error;

	if (!fault_read(&armed, request->json, &error)) {
		route_error(
			response, 400, "sandbox_bad_fault", "%s.", error.text);
		return;
	}
	route_json(response, 201, describe(&armed));
	fault_arm(fault, &armed);
}

static void
list(const struct route_request *request, struct route_response *response)
{
	const struct fault *fault = request->sandbox->fault;
	cJSON *json = cJSON_CreateObject();
	cJSON *array = cJSON_AddArrayToObject(json, "faults");

	for (size_t i = 0; i < fault->count; i++)
		cJSON_AddItemToArray(array, describe(fault->armed[i]));
	route_json(response, 200, json);
}

static void
disarm(const struct route_request *request, struct route_response *response)
{
	disarm_all(request->sandbox->fault);
	route_empty(response, 204);
}

const struct route fault_routes[] = {
	{"POST", "/sandbox/v1/faults", ROUTE_OPEN, ROUTE_CONTROL, arm},
	{"GET", "/sandbox/v1/faults", ROUTE_OPEN, ROUTE_CONTROL, list},
	{"DELETE", "/sandbox/v1/faults", ROUTE_OPEN, ROUTE_CONTROL, disarm},
	{NULL, NULL, ROUTE_OPEN, 0, NULL},
};
