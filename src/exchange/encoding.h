/* What a CSV file is written in, and the way from there to UTF-8 and back. */
#ifndef SYNDIC_EXCHANGE_ENCODING_H
#define SYNDIC_EXCHANGE_ENCODING_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "base/buf.h"

enum encoding {
	ENCODING_UTF8,
	ENCODING_UTF8_BOM,
	ENCODING_UTF16LE,
	ENCODING_UTF16BE,
	ENCODING_WINDOWS_1252,
};
const char *encoding_name(enum encoding encoding);

/* What the first bytes of a file say: a byte order mark, or the zero bytes that UTF-16 without one
 * has beside every Latin letter. UTF-8 where they say nothing. `mark` is the mark's length. */
enum encoding encoding_of_start(const char *bytes, size_t length, size_t *mark);

/* A look at all bytes of a file, in pieces. Zero-initialised is the start. */
struct encoding_scan {
	bool sequences; /* there are valid sequences beyond ASCII */
	bool strays;    /* and bytes that are no part of one */
	bool nuls, feeds, returns;
	char held[4]; /* a sequence that the end of the piece has cut */
	size_t held_length;
};
void encoding_scan_add(struct encoding_scan *scan, const char *bytes, size_t length);
void encoding_scan_end(struct encoding_scan *scan);

/* Windows-1252 as UTF-8. False if a byte has no meaning there; the rest is still turned. */
bool encoding_from_1252(struct buf *out, const char *bytes, size_t length);

/* UTF-16 as UTF-8, in pieces. False after a surrogate without its partner. */
struct utf16 {
	bool big_endian;
	bool half; /* the first byte of a unit is held */
	unsigned char first;
	uint32_t high; /* a high surrogate is held, or 0 */
};
bool utf16_add(struct utf16 *state, struct buf *out, const char *bytes, size_t length);
bool utf16_complete(const struct utf16 *state);

/* UTF-8 in the encoding given; `?` for what it cannot say. */
void encoding_add(struct buf *out, enum encoding encoding, const char *text, size_t length);
/* The mark with which a file of that encoding begins, if any. */
void encoding_add_mark(struct buf *out, enum encoding encoding);

#endif
