#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Room for `length` more bytes and a NUL, or false, and then the buffer is full. */
static bool reserve(struct buf *buf, size_t length)
{
	size_t ceiling = buf->ceiling ? buf->ceiling : BUF_CEILING;
	if (buf->full || buf->length > ceiling || length > ceiling - buf->length) {
		buf->full = true;
		return false;
	}
	size_t needed = buf->length + length + 1;
	if (needed > buf->capacity) {
		size_t capacity = buf->capacity < 64 ? 64 : buf->capacity;
		while (capacity < needed)
			capacity *= 2;
		buf->data = mem_resize(buf->data, capacity);
		buf->capacity = capacity;
	}
	return true;
}

void buf_add(struct buf *buf, const char *text)
{
	buf_add_n(buf, text, strlen(text));
}

void buf_add_n(struct buf *buf, const char *bytes, size_t length)
{
	if (!length || !reserve(buf, length)) return;
	memcpy(buf->data + buf->length, bytes, length);
	buf->length += length;
	buf->data[buf->length] = '\0';
}

void buf_add_char(struct buf *buf, char c)
{
	if (!reserve(buf, 1)) return;
	buf->data[buf->length++] = c;
	buf->data[buf->length] = '\0';
}

void buf_add_int(struct buf *buf, int64_t number)
{
	char digits[20]; /* of the longest number, its sign included */
	size_t at = sizeof digits;
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	do {
		digits[--at] = (char)('0' + rest % 10);
	} while ((rest /= 10) > 0);
	if (number < 0) digits[--at] = '-';
	buf_add_n(buf, digits + at, sizeof digits - at);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list arguments, again;
	va_start(arguments, format);
	va_copy(again, arguments);
	int length = vsnprintf(NULL, 0, format, arguments);
	if (length < 0) abort();
	if (reserve(buf, (size_t)length)) {
		vsnprintf(buf->data + buf->length, (size_t)length + 1, format, again);
		buf->length += (size_t)length;
	}
	va_end(again);
	va_end(arguments);
}

const char *buf_text(const struct buf *buf)
{
	return buf->data ? buf->data : "";
}

void buf_reset(struct buf *buf)
{
	buf->length = 0;
	buf->full = false;
	if (buf->data) buf->data[0] = '\0';
}

void buf_free(struct buf *buf)
{
	free(buf->data);
	*buf = (struct buf){.ceiling = buf->ceiling};
}
