/* Text from outside in Markdown: shown as it is, never markup. */
#ifndef SYNDIC_VIEW_MARKDOWN_H
#define SYNDIC_VIEW_MARKDOWN_H
#include "base/buf.h"

/* Within a line; control characters and line ends are made visible. */
void markdown_text(struct buf *out, const char *text);
/* Paragraphs, each after `before` (such as the indent of a list item) and an empty line behind. */
void markdown_paragraphs(struct buf *out, const char *before, const char *text);

#endif
