/* SPDX-License-Identifier: MIT
 *
 * Private to the order-json family: walking over the text of JSON that has
 * passed json_gate, without a tree. All texts end in NUL; nothing here reads
 * beyond it, even if the text is not valid after all.
 */
#ifndef ORDER_JSON_SCAN_H
#define ORDER_JSON_SCAN_H

#include <stdbool.h>
#include <stddef.h>

const char *order_json_scan_blanks(const char *p); /* behind the blanks */
const char *order_json_scan_string(const char *p); /* behind the string at p */
const char *order_json_scan_value(const char *p);  /* behind the value at p */

/* Whether a double holds this number exactly, seen by its digits: at most 15,
 * or an integer up to 2^53. The number ends at number[len]. */
bool order_json_scan_is_exact(const char *number, size_t len);

/* Whether all numbers are such in len bytes, that are an object or an array;
 * no NUL need follow. */
bool order_json_scan_is_tame(const char *text, size_t len);
/* Makes the others 1e999, which reads as infinity, in place. (cJSON refuses
 * numbers of more than 63 characters, with the whole document.) Returns the
 * new length. */
size_t order_json_scan_tame(char *text);

#endif
