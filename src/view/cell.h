/* One cell as people read it, and the breaking of long text. */
#ifndef SYNDIC_VIEW_CELL_H
#define SYNDIC_VIEW_CELL_H
#include "base/buf.h"
#include "view/render.h"

/* Does the column hold figures, which stand right and are never cut? */
bool cell_is_figure(const struct syndic_column *column);
/* Is it shown to people? A column without LISTED is not, where another one has it. */
bool cell_is_shown(const struct syndic_rows *rows, size_t index);
/* The value made safe, at most `limit` columns wide if it is text (0: no limit). `whole` leaves
 * cents out where there are none. */
void cell_add(struct buf *out, const struct syndic_column *column, struct syndic_value value,
              size_t limit, bool whole, bool ascii);
/* The heading of a column, its first letter a capital; cut at `limit` columns. */
void cell_add_label(struct buf *out, const struct syndic_column *column, size_t limit, bool ascii);
/* Bytes of shown text that fit into `width` columns, broken at a space where there is one; at
 * `*next` the following line begins. */
size_t cell_break(const char *text, size_t width, const char **next);
/* `text` between the signs that begin and end bold, dim, … (`style` is an ANSI number), or bare. */
void cell_style(struct buf *out, const char *style, const char *text, bool color);

/* Calls `add` for each row and writes what it has added; how many rows, or -1 if they failed. */
typedef void view_add(struct buf *text, struct syndic_rows *rows, void *context);
int64_t view_each(FILE *out, struct syndic_rows *rows, view_add *add, void *context);

/* The formats, each in a file of its own; contracts as view_rows. */
int64_t view_table(FILE *out, struct syndic_rows *rows, const struct view_options *options);
int64_t view_list(FILE *out, struct syndic_rows *rows, const struct view_options *options);
int64_t view_markdown(FILE *out, struct syndic_rows *rows, const struct view_options *options);

#endif
