/* One field a line, for looking at a record; long text is broken and goes on below itself. */
#include <string.h>
#include "base/text.h"
#include "view/cell.h"

static void add_name(struct buf *line, const char *name, size_t width, bool color)
{
	cell_style(line, "1", name, color);
	for (size_t i = text_width(name); i < width + 2; i++)
		buf_add_char(line, ' ');
}

/* Shown text over as many lines as it needs, each after the first `indent` columns in. */
static void add_broken(struct buf *out, const char *text, size_t indent, size_t width)
{
	for (bool first = true; first || *text; first = false) {
		const char *next = text + strlen(text);
		size_t length = width ? cell_break(text, width, &next) : strlen(text);
		if (!first)
			for (size_t i = 0; i < indent; i++)
				buf_add_char(out, ' ');
		buf_add_n(out, text, length);
		buf_add_char(out, '\n');
		text = next;
	}
}

/* Text with its own line ends kept; everything else in it is made safe. */
static void add_text(struct buf *out, const char *text, size_t indent, size_t width, bool ascii)
{
	struct buf line = {0}, safe = {0};
	for (bool first = true; first || *text; first = false) {
		size_t length = strcspn(text, "\n");
		buf_reset(&line);
		buf_reset(&safe);
		buf_add_n(&line, text, length > 0 && text[length - 1] == '\r' ? length - 1 : length);
		text_display(&safe, buf_text(&line), 0, ascii);
		if (!first)
			for (size_t i = 0; i < indent; i++)
				buf_add_char(out, ' ');
		add_broken(out, buf_text(&safe), indent, width);
		text += length + (text[length] == '\n');
	}
	buf_free(&line);
	buf_free(&safe);
}

struct list {
	const struct view_options *options;
	size_t names; /* columns of the longest field name */
	bool further; /* a record stands above */
};

static void add_record(struct buf *out, struct syndic_rows *rows, void *context)
{
	struct list *list = context;
	const struct view_options *options = list->options;
	size_t indent = list->names + 2;
	size_t width = options->width > indent + 20 ? options->width - indent : 0;
	struct buf unknown = {0}, cell = {0};
	if (list->further) buf_add_char(out, '\n');
	list->further = true;
	for (size_t i = 0; i < syndic_rows_column_count(rows); i++) {
		const struct syndic_column *column = syndic_rows_column(rows, i);
		struct syndic_value value = syndic_rows_value(rows, i);
		if (value.kind == SYNDIC_NULL) {
			buf_printf(&unknown, "%s%s", unknown.length ? ", " : "", column->name);
			continue;
		}
		add_name(out, column->name, list->names, options->color);
		if (value.kind == SYNDIC_STRING && column->type == SYNDIC_TEXT) {
			add_text(out, value.text, indent, width, options->ascii);
			continue;
		}
		buf_reset(&cell);
		cell_add(&cell, column, value, 0, false, options->ascii);
		add_broken(out, buf_text(&cell), indent, width);
	}
	if (unknown.length) {
		add_name(out, "(not set)", list->names, options->color);
		add_broken(out, buf_text(&unknown), indent, width);
	}
	buf_free(&unknown);
	buf_free(&cell);
}

int64_t view_list(FILE *out, struct syndic_rows *rows, const struct view_options *options)
{
	struct list list = {.options = options, .names = strlen("(not set)")};
	for (size_t i = 0; i < syndic_rows_column_count(rows); i++) {
		size_t width = text_width(syndic_rows_column(rows, i)->name);
		if (width > list.names) list.names = width;
	}
	return view_each(out, rows, add_record, &list);
}
