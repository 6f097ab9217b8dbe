#include "view/cell.h"
#include <ctype.h>
#include <inttypes.h>
#include <string.h>
#include "base/money.h"
#include "base/text.h"

bool cell_is_figure(const struct syndic_column *column)
{
	switch (column->type) {
	case SYNDIC_INT:
	case SYNDIC_RATIO:
	case SYNDIC_DECIMAL:
	case SYNDIC_MONEY: return true;
	default: return (column->flags & VIEW_RIGHT) != 0;
	}
}

bool cell_is_shown(const struct syndic_rows *rows, size_t index)
{
	if (syndic_rows_column(rows, index)->flags & SYNDIC_LISTED) return true;
	for (size_t i = 0; i < syndic_rows_column_count(rows); i++)
		if (syndic_rows_column(rows, i)->flags & SYNDIC_LISTED) return false;
	return true;
}

/* A number that names something (a year, a line) is not grouped, nor is any below ten thousand. */
static void add_int(struct buf *out, const char *name, int64_t number)
{
	static const char *const names[] = {"number", "line", "record", "batch", "undoes", "undone_by"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (strcmp(name, names[i]) == 0) {
			buf_printf(out, "%" PRId64, number);
			return;
		}
	}
	if (number > -10000 && number < 10000)
		buf_printf(out, "%" PRId64, number);
	else
		money_add(out, number * 100, 1);
}

static void add_time(struct buf *out, struct syndic_value value)
{
	const char *text = value.text;
	if (value.length == 20 && text[10] == 'T') /* to the minute, with its zone */
		buf_printf(out, "%.10s %.5sZ", text, text + 11);
	else
		text_display(out, text, 0, true);
}

void cell_add(struct buf *out, const struct syndic_column *column, struct syndic_value value,
              size_t limit, bool whole, bool ascii)
{
	if (value.kind == SYNDIC_NULL) return;
	if (value.kind == SYNDIC_STRING) {
		if (column->type == SYNDIC_TIME)
			add_time(out, value);
		else
			text_display(out, value.text, limit, ascii);
		return;
	}
	switch (column->type) {
	case SYNDIC_MONEY: money_add(out, value.number, whole && value.number % 100 == 0); break;
	case SYNDIC_RATIO: ratio_add_percent(out, value.number); break;
	case SYNDIC_DECIMAL: decimal_add_plain(out, value.number); break;
	case SYNDIC_BOOL: buf_add(out, value.number ? "yes" : "no"); break;
	default: add_int(out, column->name, value.number);
	}
}

void cell_add_label(struct buf *out, const struct syndic_column *column, size_t limit, bool ascii)
{
	size_t begin = out->length;
	text_display(out, column->label, limit, ascii);
	if (out->length > begin) out->data[begin] = (char)toupper((unsigned char)out->data[begin]);
}

/* Bytes of the character at `text`, with the marks that combine with it, and its columns. */
static size_t character(const char *text, size_t *columns)
{
	char one[8];
	size_t length = 1;
	while (length < 4 && ((unsigned char)text[length] & 0xc0) == 0x80)
		length++;
	memcpy(one, text, length);
	one[length] = '\0';
	*columns = text_width(one);
	return length;
}

size_t cell_break(const char *text, size_t width, const char **next)
{
	size_t used = 0, length = 0, space = 0;
	while (text[length]) {
		size_t columns, bytes = character(text + length, &columns);
		if (used + columns > width && length > 0) break;
		if (text[length] == ' ') space = length;
		used += columns;
		length += bytes;
	}
	if (text[length] && text[length] != ' ' && space > 0) length = space;
	*next = text + length + strspn(text + length, " ");
	return length;
}

void cell_style(struct buf *out, const char *style, const char *text, bool color)
{
	if (color && *text)
		buf_printf(out, "\x1b[%sm%s\x1b[0m", style, text);
	else
		buf_add(out, text);
}

int64_t view_each(FILE *out, struct syndic_rows *rows, view_add *add, void *context)
{
	struct buf text = {0};
	int64_t written = 0;
	int more = 0;
	while (!ferror(out) && (more = syndic_rows_next(rows)) > 0) {
		buf_reset(&text);
		add(&text, rows, context);
		fwrite(buf_text(&text), 1, text.length, out);
		written++;
	}
	buf_free(&text);
	return more < 0 ? -1 : written;
}
