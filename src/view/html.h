/*
 * Writing HTML: well-formed as XML, too, so that any XML reader can check it. Tags are literals of
 * ours; text from outside goes through html_text or html_paragraphs and never becomes markup.
 */
#ifndef SYNDIC_VIEW_HTML_H
#define SYNDIC_VIEW_HTML_H
#include <stdbool.h>
#include "base/buf.h"

/* Text or the value of an attribute between quotes: & < > " ' as references, control characters,
 * line ends and invalid bytes made visible. */
void html_text(struct buf *out, const char *text);
/* An element with text: `tag` may hold attributes of ours, `p class="note"`. */
void html_element(struct buf *out, const char *tag, const char *text);
/* `<p>` for each paragraph of the text. */
void html_paragraphs(struct buf *out, const char *text);
/* A link where link_is_safe, else the text alone. */
void html_link(struct buf *out, const char *url, const char *text);

/* Is it an http, https or mailto address without anything that could end it early? Anything else,
 * javascript: before all, is text. */
bool link_is_safe(const char *url);

#endif
