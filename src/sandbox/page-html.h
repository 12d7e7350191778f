/* SPDX-License-Identifier: MIT
 *
 * The look of the sandbox's pages: escaping, the frame around a page and the
 * few parts that all pages are made of. One style sheet for light, dark and
 * small screens, no scripts, nothing from elsewhere.
 *
 * All text that comes from data goes through page_html_text or a function
 * below that takes "text": it can then be no markup, no control character and
 * no change of the writing direction. "markup" in a name means that the
 * caller vouches for it.
 */
#ifndef SANDBOX_PAGE_HTML_H
#define SANDBOX_PAGE_HTML_H

#include "buf.h"

#define PAGE_HTML_MAX ((size_t)8 << 20) /* for buf_init of a page */

/* The pages' Content-Security-Policy: our style sheet, our forms, no more. */
#define PAGE_HTML_CSP                                                          \
	"default-src 'none'; style-src 'self'; form-action 'self'; "           \
	"base-uri 'none'; frame-ancestors 'none'"

/* Where the style sheet is served, and what it says. */
#define PAGE_HTML_STYLE_PATH "/style.css"
extern const char page_html_style[];

/*
 * Append text for use in an element or a double-quoted attribute. Broken
 * UTF-8, control characters (tab and line break stay) and bidirectional
 * controls become U+FFFD. NULL adds nothing.
 */
void page_html_text(struct buf *out, const char *text);

/* The text in an element of its own direction: <bdi>text</bdi>. */
void page_html_bdi(struct buf *out, const char *text);

/* From <!doctype> to the heading; the heading is the title. */
void page_html_begin(struct buf *out, const char *title);
void page_html_end(struct buf *out);

/* A list of facts: begin, any number of facts, end. */
void page_html_facts_begin(struct buf *out);
void page_html_fact(struct buf *out, const char *label, const char *text);
/* A fact whose value is made of several parts: begin, parts, end. */
void page_html_fact_begin(struct buf *out, const char *label);
void page_html_fact_end(struct buf *out);
void page_html_facts_end(struct buf *out);

/* A coloured word for a state: "good", "wait", "bad" or "" (plain). */
void page_html_badge(struct buf *out, const char *tone, const char *text);

/* <a href="PATH">text</a>; the path is ours and escaped all the same. */
void page_html_link(struct buf *out, const char *path, const char *text);

/* A paragraph that stands out, with a tone as above. */
void page_html_notice(struct buf *out, const char *tone, const char *text);

/* A form with one button that posts nothing but itself. */
void page_html_button(struct buf *out, const char *path, const char *text);

#endif
