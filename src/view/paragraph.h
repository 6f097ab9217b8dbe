/* Text of several paragraphs, as people type it. */
#ifndef SYNDIC_VIEW_PARAGRAPH_H
#define SYNDIC_VIEW_PARAGRAPH_H
#include <stdbool.h>
#include "base/buf.h"

/* The paragraph that begins at `*at`, in one line and with control characters made visible; moves
 * `*at` behind it. Paragraphs are parted by empty lines. False: there is none. */
bool paragraph_next(const char **at, struct buf *out);

#endif
