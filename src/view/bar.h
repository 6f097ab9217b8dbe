/* Bars for people: eighth blocks, or `#` where the locale knows no more than ASCII. */
#ifndef SYNDIC_VIEW_BAR_H
#define SYNDIC_VIEW_BAR_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"

/* `value` of `full` as a bar at most `width` columns long, without padding. What is above zero is
 * never invisible; nothing is drawn where `full` is not positive. */
void bar_add(struct buf *out, int64_t value, int64_t full, size_t width, bool ascii);

/* Up to three parts after each other, each in its own shade, against a goal: always `width` columns
 * and the mark of the goal at the end. Parts below zero count as nothing, parts beyond the goal are
 * cut. */
void bar_add_parts(struct buf *out, const int64_t parts[3], int64_t goal, size_t width, bool ascii);
/* The sign of part 0 to 2, or of the goal (3), for a legend. */
const char *bar_sign(size_t part, bool ascii);

#endif
