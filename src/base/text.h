/* Text from outside: validity, folding, width, safe display, slugs, similarity. */
#ifndef SYNDIC_BASE_TEXT_H
#define SYNDIC_BASE_TEXT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"

bool text_utf8_valid(const char *bytes, size_t length); /* no NUL, no surrogate, no overlong form */
bool text_equal(const char *a, const char *b);          /* NULL equals only NULL */
int text_order(const void *a, const void *b); /* of `const char *`, for qsort and bsearch */
/* For finding and ordering: compatibility-decomposed, marks removed, case folded, white space runs
 * one space, trimmed: "Universität  Zürich" → "universitat zurich". */
void text_fold(struct buf *out, const char *text);
/* For matching headers and choices: text_fold without anything but letters and digits of any
 * script: "Deal - Closed Won" and "deal_closed_won" are the same key. */
void text_key(struct buf *out, const char *text);
/* `bids-2027` from "BIDS 2027": folded, other runs one dash, at most 60 characters; "" where there
 * is no Latin letter or digit. */
void text_slug(struct buf *out, const char *text);

/* Characters of valid UTF-8 as people count them: a letter with its marks is one; white space at the
 * ends does not count. */
size_t text_length(const char *text);
/* Terminal columns of valid UTF-8 (combining marks 0, wide 2). */
size_t text_width(const char *text);
/* Makes text safe to show: control characters, line ends, bidi controls, zero-width and private
 * characters and invalid bytes become visible (`\x1b`, `\u{202e}`); at most `columns` wide (0: no
 * limit), a cut marked by `…` (`...` where `ascii`). With `ascii`, other characters than ASCII
 * become `?`. */
void text_display(struct buf *out, const char *text, size_t columns, bool ascii);
/* The same for a page that is published, whole: zero-width joiners and non-joiners stay where words
 * are written with them (Persian, Indic scripts, joined pictures); terminals are not up to that. */
void text_page(struct buf *out, const char *text);

/* 0 (nothing alike) to 1,000,000 (the same), by shared pairs of neighbouring letters of the folded
 * forms (Dice), words sorted first, so that "Zürich University" is near "University of Zurich". */
int64_t text_similarity(const char *a, const char *b);
/* Optimal string alignment distance of folded forms, for near misses. */
size_t text_distance(const char *a, const char *b);

/* One CSV cell: quoted where it must be (comma, quote, line end, or white space at an end). */
void text_add_csv(struct buf *out, const char *text);

#endif
