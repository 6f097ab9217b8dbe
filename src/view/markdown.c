/* Tables and text for documents. */
#include "view/markdown.h"
#include <string.h>
#include <strings.h>
#include "base/text.h"
#include "view/cell.h"
#include "view/paragraph.h"

/* `&` could begin a reference, `$` a formula, `~` what is struck out. */
#define SIGNS "\\`*_[]<>|&$~"

/* Text that a Markdown reader shows as it is. */
static void add_escaped(struct buf *out, const char *text)
{
	for (; *text; text++) {
		if (strchr(SIGNS, *text)) buf_add_char(out, '\\');
		buf_add_char(out, *text);
	}
}

/* Would a reader make a link, or call somebody, at this character of a bare address? */
static bool is_of_address(const char *text, const char *at)
{
	if (*at == '@') return true;
	if (*at == ':') return at[1] == '/' && at[2] == '/';
	return *at == '.' && at - text >= 3 && strncasecmp(at - 3, "www", 3) == 0;
}

/* Escaped, and no bare address a link. */
static void add_plain(struct buf *out, const char *text)
{
	for (const char *at = text; *at; at++) {
		if (strchr(SIGNS, *at) || is_of_address(text, at)) buf_add_char(out, '\\');
		buf_add_char(out, *at);
	}
}

void markdown_text(struct buf *out, const char *text)
{
	struct buf shown = {0};
	text_page(&shown, text);
	add_plain(out, buf_text(&shown));
	buf_free(&shown);
}

/* At the beginning of a line, signs could make a heading, a list or a rule of it, and spaces what is
 * kept as it is. */
static void add_line(struct buf *out, const char *text)
{
	text += strspn(text, " ");
	size_t digits = strspn(text, "0123456789");
	if (digits && (text[digits] == '.' || text[digits] == ')')) {
		buf_add_n(out, text, digits);
		text += digits;
		buf_add_char(out, '\\');
	} else if (*text && strchr("#+-=:", *text)) {
		buf_add_char(out, '\\');
	} else {
		add_plain(out, text);
		return;
	}
	buf_add_char(out, *text);
	add_plain(out, text + 1);
}

void markdown_line(struct buf *out, const char *text)
{
	struct buf shown = {0};
	text_page(&shown, text);
	add_line(out, buf_text(&shown));
	buf_free(&shown);
}

void markdown_heading(struct buf *out, const char *signs, const char *text)
{
	struct buf shown = {0};
	size_t last;
	text_page(&shown, text);
	last = shown.length;
	buf_printf(out, "%s ", signs);
	if (last && shown.data[last - 1] == '#') { /* would close the heading */
		shown.data[last - 1] = '\0';
		add_plain(out, shown.data);
		buf_add(out, "\\#");
	} else {
		add_plain(out, buf_text(&shown));
	}
	buf_add(out, "\n\n");
	buf_free(&shown);
}

void markdown_paragraphs(struct buf *out, const char *before, const char *text)
{
	struct buf paragraph = {0};
	while (paragraph_next(&text, &paragraph)) {
		buf_add(out, before);
		add_line(out, buf_text(&paragraph));
		buf_add(out, "\n\n");
	}
	buf_free(&paragraph);
}

static void write_head(FILE *out, const struct syndic_rows *rows)
{
	struct buf head = {0}, rule = {0}, label = {0};
	for (size_t i = 0; i < syndic_rows_column_count(rows); i++) {
		const struct syndic_column *column = syndic_rows_column(rows, i);
		if (!cell_is_shown(rows, i)) continue;
		buf_add(&head, "| ");
		buf_reset(&label);
		cell_add_label(&label, column, 0, false);
		add_escaped(&head, buf_text(&label));
		buf_add_char(&head, ' ');
		buf_add(&rule, cell_is_figure(column) ? "| ---: " : "| --- ");
	}
	fprintf(out, "%s|\n%s|\n", buf_text(&head), buf_text(&rule));
	buf_free(&head);
	buf_free(&rule);
	buf_free(&label);
}

static void add_row(struct buf *out, struct syndic_rows *rows, void *context)
{
	const struct view_options *options = context;
	struct buf cell = {0};
	for (size_t i = 0; i < syndic_rows_column_count(rows); i++) {
		if (!cell_is_shown(rows, i)) continue;
		buf_reset(&cell);
		cell_add(&cell, syndic_rows_column(rows, i), syndic_rows_value(rows, i), 0, false,
		         options->ascii);
		buf_add(out, "| ");
		add_escaped(out, buf_text(&cell));
		buf_add_char(out, ' ');
	}
	buf_add(out, "|\n");
	buf_free(&cell);
}

int64_t view_markdown(FILE *out, struct syndic_rows *rows, const struct view_options *options)
{
	struct view_options copy = *options;
	write_head(out, rows);
	return view_each(out, rows, add_row, &copy);
}
