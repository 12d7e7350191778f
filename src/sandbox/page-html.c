/* SPDX-License-Identifier: MIT
 *
 * Pages are appended to a buffer, front to back. There are no templates: a
 * page is a function that calls these parts in the order in which they stand.
 */
#include "sandbox/page-html.h"

#include <string.h>

#include "sandbox/plain.h"
#include "text.h"

const char page_html_style[] =
	":root{color-scheme:light dark;--back:#f6f6f3;--card:#fff;"
	"--text:#1d2126;--dim:#5d6670;--line:#dcdcd6;--accent:#1f5fbf;"
	"--on-accent:#fff;--good:#17703a;--good-back:#e0f2e5;"
	"--wait:#7d5a00;--wait-back:#fbefcd;--bad:#a3262a;"
	"--bad-back:#fbe3e2;--plain-back:#ebebe6}\n"
	"@media(prefers-color-scheme:dark){:root{--back:#14171a;"
	"--card:#1d2125;--text:#e4e6e8;--dim:#9aa3ac;--line:#343a40;"
	"--accent:#83b4ff;--on-accent:#0d1a2d;--good:#84d69d;"
	"--good-back:#17331f;--wait:#e9c46a;--wait-back:#3a2f10;"
	"--bad:#f2938f;--bad-back:#421c1c;--plain-back:#2b3036}}\n"
	"*{box-sizing:border-box}\n"
	"html{-webkit-text-size-adjust:100%}\n"
	"body{margin:0;background:var(--back);color:var(--text);"
	"font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,"
	"'Noto Sans',sans-serif;overflow-wrap:anywhere}\n"
	"header,main,footer{max-width:56rem;margin:0 auto;"
	"padding:0 1.5rem}\n"
	"header{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;"
	"align-items:baseline;padding-top:1rem;padding-bottom:1rem;"
	"font-size:.95rem}\n"
	"header strong{margin-right:auto;font-weight:600}\n"
	"header strong a{color:inherit}\n"
	"main{background:var(--card);border:1px solid var(--line);"
	"border-radius:10px;padding:1.25rem 1.5rem 1.5rem}\n"
	"footer{color:var(--dim);font-size:.85rem;padding-top:1rem;"
	"padding-bottom:2rem}\n"
	"h1{font-size:1.45rem;line-height:1.25;margin:.1rem 0 1rem;"
	"font-weight:600}\n"
	"h2{font-size:1.05rem;margin:1.75rem 0 .5rem;font-weight:600}\n"
	"p{margin:.75rem 0}\n"
	"a{color:var(--accent);text-decoration:none}\n"
	"a:hover,a:focus-visible{text-decoration:underline}\n"
	"code{font:.9em/1.4 ui-monospace,'DejaVu Sans Mono',monospace}\n"
	"dl{display:grid;grid-template-columns:12rem 1fr;"
	"gap:.4rem 1.5rem;margin:1rem 0}\n"
	"dt{color:var(--dim)}\ndd{margin:0;min-width:0}\n"
	".badge{display:inline-block;padding:.05rem .55rem;"
	"border-radius:99px;font-size:.85rem;font-weight:600;"
	"white-space:nowrap;background:var(--plain-back);color:var(--dim)}\n"
	".good{background:var(--good-back);color:var(--good)}\n"
	".wait{background:var(--wait-back);color:var(--wait)}\n"
	".bad{background:var(--bad-back);color:var(--bad)}\n"
	".notice{padding:.75rem 1rem;border-radius:8px;margin:1rem 0}\n"
	".notice.plain{background:var(--plain-back);color:inherit}\n"
	"pre{white-space:pre-wrap;max-width:76ch;margin:1rem 0 0;padding:1rem 0 0;"
	"border-top:1px solid var(--line);"
	"font:.9rem/1.55 ui-monospace,'DejaVu Sans Mono',monospace}\n"
	"form{margin:1.25rem 0 0}\n"
	"button{font:inherit;font-weight:600;padding:.6rem 1.5rem;border:0;"
	"border-radius:8px;background:var(--accent);"
	"color:var(--on-accent);cursor:pointer}\n"
	"button:hover{filter:brightness(1.08)}\n"
	"button:focus-visible,a:focus-visible{"
	"outline:3px solid var(--accent);outline-offset:2px}\n"
	"ul{padding-left:1.2rem}\nul.names{columns:16rem;column-gap:1.5rem}\n"
	"table{width:100%;border-collapse:collapse;font-size:.93rem}\n"
	"th{text-align:left;font-weight:600;color:var(--dim);"
	"font-size:.85rem}\n"
	"th,td{padding:.45rem .75rem .45rem 0;vertical-align:top;"
	"border-bottom:1px solid var(--line)}\n"
	"th:last-child,td:last-child{padding-right:0}\n"
	"td.time{white-space:nowrap;color:var(--dim);"
	"font-variant-numeric:tabular-nums}\n"
	".when{margin:.9rem 0 0;font-size:.85rem;color:var(--dim)}\n"
	".note{margin:0;white-space:pre-line}\n"
	".pager{display:flex;flex-wrap:wrap;gap:1.5rem;margin:1rem 0 0}\n"
	"@media(max-width:40rem){main{border-width:1px 0;border-radius:0;"
	"padding:1rem}header,footer{padding-left:1rem;"
	"padding-right:1rem}dl{display:block}dd{margin:0 0 .6rem}"
	"button{width:100%}thead{display:none}"
	"tr{display:block;padding:.6rem 0;"
	"border-bottom:1px solid var(--line)}"
	"td{display:block;border:0;padding:.05rem 0}}\n"
	"@media print{body{background:#fff}header,form{display:none}"
	"main{border:0}}\n";

static const char *entity(int32_t c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	default:
		return NULL;
	}
}

void page_html_text(struct buf *out, const char *text)
{
	size_t left = text ? strlen(text) : 0;

	while (left > 0) {
		int32_t c;
		size_t used = text_decode(text, left, &c);

		if (!plain_is_shown(c))
			buf_puts(out, "\xef\xbf\xbd");
		else if (entity(c))
			buf_puts(out, entity(c));
		else
			buf_add(out, text, used);
		text += used;
		left -= used;
	}
}

void page_html_bdi(struct buf *out, const char *text)
{
	buf_puts(out, "<bdi>");
	page_html_text(out, text);
	buf_puts(out, "</bdi>");
}

void page_html_begin(struct buf *out, const char *title)
{
	buf_puts(out, "<!doctype html>\n<html lang=\"en\">\n<head>\n"
		      "<meta charset=\"utf-8\">\n"
		      "<meta name=\"viewport\" "
		      "content=\"width=device-width,initial-scale=1\">\n"
		      "<meta name=\"referrer\" content=\"no-referrer\">\n"
		      "<link rel=\"stylesheet\" href=\"" PAGE_HTML_STYLE_PATH
		      "\">\n<title>");
	page_html_text(out, title);
	buf_puts(out,
		" - certdesk sandbox</title>\n</head>\n<body>\n"
		"<header><strong><a href=\"/\">certdesk sandbox</a></strong>"
		"<a href=\"/mail\">Mail</a></header>\n<main>\n<h1>");
	page_html_bdi(out, title);
	buf_puts(out, "</h1>\n");
}

void page_html_end(struct buf *out)
{
	buf_puts(out,
		"</main>\n<footer>This is the sandbox of certdesk, with "
		"invented data. It is not DigiCert's, and no page or mail of "
		"it looks like one of theirs.</footer>\n</body>\n</html>\n");
}

void page_html_facts_begin(struct buf *out)
{
	buf_puts(out, "<dl>\n");
}

void page_html_fact_begin(struct buf *out, const char *label)
{
	buf_puts(out, "<dt>");
	page_html_text(out, label);
	buf_puts(out, "</dt><dd>");
}

void page_html_fact_end(struct buf *out)
{
	buf_puts(out, "</dd>\n");
}

void page_html_fact(struct buf *out, const char *label, const char *text)
{
	page_html_fact_begin(out, label);
	page_html_bdi(out, text);
	page_html_fact_end(out);
}

void page_html_facts_end(struct buf *out)
{
	buf_puts(out, "</dl>\n");
}

void page_html_badge(struct buf *out, const char *tone, const char *text)
{
	buf_printf(out, "<span class=\"badge %s\">", tone);
	page_html_text(out, text);
	buf_puts(out, "</span>");
}

void page_html_link(struct buf *out, const char *path, const char *text)
{
	buf_puts(out, "<a href=\"");
	page_html_text(out, path);
	buf_puts(out, "\">");
	page_html_bdi(out, text);
	buf_puts(out, "</a>");
}

void page_html_notice(struct buf *out, const char *tone, const char *text)
{
	buf_printf(out, "<p class=\"notice %s\">", *tone ? tone : "plain");
	page_html_text(out, text);
	buf_puts(out, "</p>\n");
}

void page_html_button(struct buf *out, const char *path, const char *text)
{
	buf_puts(out, "<form method=\"post\" action=\"");
	page_html_text(out, path);
	buf_puts(out, "\"><button type=\"submit\">");
	page_html_text(out, text);
	buf_puts(out, "</button></form>\n");
}
