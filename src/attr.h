/* SPDX-License-Identifier: MIT
 *
 * Compiler attributes and two macros that every file may use.
 */
#ifndef ATTR_H
#define ATTR_H

#define MUST_CHECK		__attribute__((warn_unused_result))
#define PRINTF_LIKE(fmt, first) __attribute__((format(printf, fmt, first)))
#define NO_RETURN		__attribute__((noreturn))
#define UNUSED			__attribute__((unused))

#define ARRAY_LEN(array) (sizeof(array) / sizeof((array)[0]))

#endif
