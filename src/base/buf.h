/* A growing byte buffer with a ceiling; always NUL-ended. Zero-initialised is empty, with the
 * default ceiling. What does not fit is not added, and `full` says so until the buffer is reset. */
#ifndef SYNDIC_BASE_BUF_H
#define SYNDIC_BASE_BUF_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define BUF_CEILING ((size_t)64 << 20)

struct buf {
	char *data; /* NULL until the first addition: use buf_text */
	size_t length, capacity, ceiling;
	bool full;
};
void buf_add(struct buf *buf, const char *text);
void buf_add_n(struct buf *buf, const char *bytes, size_t length);
void buf_add_char(struct buf *buf, char c);
void buf_add_int(struct buf *buf, int64_t number); /* decimal; far faster than buf_printf */
__attribute__((format(printf, 2, 3))) void buf_printf(struct buf *buf, const char *format, ...);
const char *buf_text(const struct buf *buf); /* "" when empty */
void buf_reset(struct buf *buf);             /* empties it, keeps the memory */
void buf_free(struct buf *buf);

#endif
