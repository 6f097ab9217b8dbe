/* Text from outside in Markdown: shown as it is, never markup. */
#ifndef SYNDIC_VIEW_MARKDOWN_H
#define SYNDIC_VIEW_MARKDOWN_H
#include "base/buf.h"

/* Within a line; control characters and line ends are made visible. Bare addresses are no links, and
 * nobody is called by an `@`. */
void markdown_text(struct buf *out, const char *text);
/* The same where a line or a list item begins, and as a heading after `signs` such as `##`. */
void markdown_line(struct buf *out, const char *text);
void markdown_heading(struct buf *out, const char *signs, const char *text);
/* Paragraphs, each after `before` (such as the indent of a list item) and an empty line behind. */
void markdown_paragraphs(struct buf *out, const char *before, const char *text);

#endif
