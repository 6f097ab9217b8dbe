#include "view/html.h"
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "view/paragraph.h"

static void add_escaped(struct buf *out, const char *shown)
{
	for (; *shown; shown++) {
		switch (*shown) {
		case '&': buf_add(out, "&amp;"); break;
		case '<': buf_add(out, "&lt;"); break;
		case '>': buf_add(out, "&gt;"); break;
		case '"': buf_add(out, "&quot;"); break;
		case '\'': buf_add(out, "&#39;"); break;
		default: buf_add_char(out, *shown);
		}
	}
}

void html_text(struct buf *out, const char *text)
{
	struct buf shown = {0};
	text_page(&shown, text);
	add_escaped(out, buf_text(&shown));
	buf_free(&shown);
}

void html_element(struct buf *out, const char *tag, const char *text)
{
	buf_printf(out, "<%s>", tag);
	html_text(out, text);
	buf_printf(out, "</%.*s>\n", (int)strcspn(tag, " "), tag);
}

void html_paragraphs(struct buf *out, const char *text)
{
	struct buf paragraph = {0};
	while (paragraph_next(&text, &paragraph)) {
		buf_add(out, "<p>");
		add_escaped(out, buf_text(&paragraph));
		buf_add(out, "</p>\n");
	}
	buf_free(&paragraph);
}

bool link_is_safe(const char *url)
{
	static const char *const schemes[] = {"https://", "http://", "mailto:"};
	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		size_t length = strlen(schemes[i]);
		if (strncasecmp(url, schemes[i], length) != 0 || !url[length]) continue;
		for (const char *at = url; *at; at++)
			if (*at <= ' ' || *at > '~' || strchr("\"'<>\\^`{|}", *at)) return false;
		return true;
	}
	return false;
}

void html_link(struct buf *out, const char *url, const char *text)
{
	if (!link_is_safe(url)) {
		html_text(out, text);
		return;
	}
	buf_add(out, "<a href=\"");
	html_text(out, url);
	buf_add(out, "\" rel=\"noopener\">");
	html_text(out, text);
	buf_add(out, "</a>");
}
