/* Tables: columns are measured on the first rows, then everything is written at those widths. */
#include <stdlib.h>
#include <string.h>
#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "view/cell.h"

#define MEASURED 1000 /* rows */
#define WIDEST 60     /* columns of a cell of text */
#define NARROWEST 8
#define REFERENCE                                                                                  \
	26 /* of what a record is called by: an id stays whole, so that it can be pasted */

struct shape {
	const struct syndic_column *column;
	size_t index, natural, least; /* widths: of its content, and as narrow as it may be made */
	size_t width;
	bool whole; /* every amount measured is without cents */
};

struct table {
	struct syndic_rows *rows;
	const struct view_options *options;
	struct shape *shapes;
	size_t count; /* of shapes: the columns shown */
	size_t gap;
	struct arena arena;          /* measured values */
	struct syndic_value *values; /* `rows` columns each */
	size_t held, columns;
	bool all; /* every row was measured */
	struct buf line, cell, dropped;
};

/* Keeps up to MEASURED rows. False: the rows failed. */
static bool hold(struct table *table)
{
	table->columns = syndic_rows_column_count(table->rows);
	table->values = mem_alloc((MEASURED * table->columns + 1) * sizeof *table->values);
	while (table->held < MEASURED) {
		int more = syndic_rows_next(table->rows);
		if (more < 0) return false;
		table->all = more == 0;
		if (more == 0) break;
		struct syndic_value *row = table->values + table->held++ * table->columns;
		for (size_t i = 0; i < table->columns; i++) {
			row[i] = syndic_rows_value(table->rows, i);
			if (row[i].kind == SYNDIC_STRING)
				row[i].text = arena_copy_n(&table->arena, row[i].text, row[i].length);
		}
	}
	return true;
}

static const char *shown(struct table *table, const struct shape *shape, struct syndic_value value,
                         size_t limit)
{
	/* Better a column out of line than an amount cut. */
	if (shape->column->flags & (VIEW_WRAP | VIEW_BAR) || cell_is_figure(shape->column)) limit = 0;
	buf_reset(&table->cell);
	cell_add(&table->cell, shape->column, value, limit, shape->whole, table->options->ascii);
	return buf_text(&table->cell);
}

static bool is_reference(const struct table *table, const struct syndic_column *column)
{
	const char *reference = table->options->reference;
	return reference && strcmp(column->name, reference) == 0;
}

/* Makes the shape of a column; false where no row has anything in it. */
static bool measure(struct table *table, size_t index, struct shape *shape)
{
	bool filled = table->held == 0 || !table->all;
	*shape = (struct shape){.column = syndic_rows_column(table->rows, index), .index = index};
	shape->whole = true;
	for (size_t i = 0; i < table->held; i++) {
		struct syndic_value value = table->values[i * table->columns + index];
		filled = filled || value.kind != SYNDIC_NULL;
		if (value.kind == SYNDIC_NUMBER && value.number % 100 != 0) shape->whole = false;
	}
	shape->natural = text_width(shape->column->label);
	for (size_t i = 0; i < table->held; i++) {
		struct syndic_value value = table->values[i * table->columns + index];
		size_t width = text_width(shown(table, shape, value, WIDEST));
		if (width > shape->natural) shape->natural = width;
	}
	bool fixed = cell_is_figure(shape->column) || (shape->column->flags & VIEW_BAR) ||
	             shape->column->type == SYNDIC_DATE || shape->column->type == SYNDIC_BOOL;
	size_t least = is_reference(table, shape->column) ? REFERENCE : NARROWEST;
	shape->least = fixed || shape->natural < least ? shape->natural : least;
	shape->width = shape->natural;
	return filled;
}

static size_t total(const struct table *table)
{
	size_t sum = table->options->indent + (table->count ? (table->count - 1) * table->gap : 0);
	for (size_t i = 0; i < table->count; i++)
		sum += table->shapes[i].width;
	return sum;
}

/* Narrows text, the widest first, then the gaps. False: that is not enough. */
static bool narrow(struct table *table)
{
	table->gap = 2;
	for (size_t i = 0; i < table->count; i++)
		table->shapes[i].width = table->shapes[i].natural;
	while (total(table) > table->options->width) {
		struct shape *widest = NULL;
		for (size_t i = 0; i < table->count; i++) {
			struct shape *shape = &table->shapes[i];
			if (shape->width > shape->least && (!widest || shape->width > widest->width))
				widest = shape;
		}
		if (widest)
			widest->width--;
		else if (table->gap > 1)
			table->gap--;
		else
			return false;
	}
	return true;
}

/* Fits the table to the terminal; what has no room even then is left out from the right. */
static void fit(struct table *table)
{
	if (table->options->width == 0) return;
	while (!narrow(table) && table->count > 1) {
		const char *label = table->shapes[--table->count].column->label;
		buf_printf(&table->dropped, "%s%s", table->dropped.length ? ", " : "", label);
	}
	size_t room = table->options->width - table->options->indent;
	if (table->count == 1 && table->shapes[0].width > room) table->shapes[0].width = room;
}

static void pad(struct buf *line, size_t columns)
{
	for (size_t i = 0; i < columns; i++)
		buf_add_char(line, ' ');
}

/* Adds one cell, at its side of the column. Padding after the last one is left out. */
static void add_cell(struct table *table, size_t position, const char *text, const char *style)
{
	const struct shape *shape = &table->shapes[position];
	size_t width = text_width(text), rest = shape->width > width ? shape->width - width : 0;
	if (cell_is_figure(shape->column)) pad(&table->line, rest);
	cell_style(&table->line, style, text, table->options->color && style);
	if (!cell_is_figure(shape->column)) pad(&table->line, rest);
}

static void begin_line(struct table *table)
{
	buf_reset(&table->line);
	pad(&table->line, table->options->indent);
}

static void end_line(struct table *table, FILE *out)
{
	size_t length = table->line.length;
	while (length > 0 && table->line.data[length - 1] == ' ')
		length--;
	fwrite(buf_text(&table->line), 1, length, out);
	putc('\n', out);
}

static void write_head(struct table *table, FILE *out)
{
	begin_line(table);
	for (size_t i = 0; i < table->count; i++) {
		if (i > 0) pad(&table->line, table->gap);
		buf_reset(&table->cell);
		cell_add_label(&table->cell, table->shapes[i].column, table->shapes[i].width,
		               table->options->ascii);
		add_cell(table, i, buf_text(&table->cell), "1");
	}
	end_line(table, out);
	begin_line(table);
	for (size_t i = 0; i < table->count; i++) {
		if (i > 0) pad(&table->line, table->gap);
		for (size_t n = 0; n < table->shapes[i].width; n++)
			buf_add(&table->line, table->options->ascii ? "-" : "─");
	}
	end_line(table, out);
}

/* One row; cells that wrap make further lines. `rest` has room for a text per column. */
static void write_row(struct table *table, const struct syndic_value *values, char **rest,
                      FILE *out)
{
	for (bool first = true, more = true; more; first = false) {
		more = false;
		begin_line(table);
		for (size_t i = 0; i < table->count; i++) {
			const struct shape *shape = &table->shapes[i];
			bool wraps = (shape->column->flags & VIEW_WRAP) && shape->width > 0;
			if (i > 0) pad(&table->line, table->gap);
			const char *text = "";
			if (first)
				text = shown(table, shape, values[shape->index], shape->width);
			else if (wraps && rest[i])
				text = rest[i];
			if (!wraps) {
				add_cell(table, i, text, shape->column->flags & VIEW_BAR ? "32" : NULL);
				continue;
			}
			const char *next;
			char *part = mem_copy_n(text, cell_break(text, shape->width, &next));
			char *left = *next ? mem_copy(next) : NULL;
			add_cell(table, i, part, NULL);
			more = more || left;
			free(part);
			free(rest[i]);
			rest[i] = left;
		}
		end_line(table, out);
	}
}

static void write_dropped(struct table *table, FILE *out)
{
	struct buf note = {0};
	buf_printf(&note, "(no room for: %s)", buf_text(&table->dropped));
	buf_reset(&table->cell);
	text_display(&table->cell, buf_text(&note), table->options->width, table->options->ascii);
	fprintf(out, "%s\n", buf_text(&table->cell));
	buf_free(&note);
}

int64_t view_table(FILE *out, struct syndic_rows *rows, const struct view_options *options)
{
	struct table table = {.rows = rows, .options = options, .gap = 2};
	int64_t written = -1;
	char **rest = NULL;
	struct syndic_value *values = NULL;
	if (!hold(&table)) goto out;

	table.shapes = mem_alloc((table.columns + 1) * sizeof *table.shapes);
	for (size_t i = 0; i < table.columns; i++)
		if (cell_is_shown(rows, i) && measure(&table, i, &table.shapes[table.count])) table.count++;
	fit(&table);
	rest = mem_alloc((table.columns + 1) * sizeof *rest);
	values = mem_alloc((table.columns + 1) * sizeof *values);

	written = 0;
	if (table.held > 0) write_head(&table, out);
	for (size_t i = 0; i < table.held && !ferror(out); i++, written++)
		write_row(&table, table.values + i * table.columns, rest, out);
	while (!table.all && !ferror(out)) {
		int more = syndic_rows_next(rows);
		if (more < 0) written = -1;
		if (more <= 0) break;
		for (size_t i = 0; i < table.columns; i++)
			values[i] = syndic_rows_value(rows, i);
		write_row(&table, values, rest, out);
		written++;
	}
	if (written > 0 && table.dropped.length) write_dropped(&table, out);
out:
	for (size_t i = 0; rest && i < table.columns; i++)
		free(rest[i]);
	free(rest);
	free(values);
	free(table.values);
	free(table.shapes);
	arena_free(&table.arena);
	buf_free(&table.line);
	buf_free(&table.cell);
	buf_free(&table.dropped);
	return written;
}
