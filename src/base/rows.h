/* What stands behind struct syndic_rows: a table of functions, and rows built in memory. */
#ifndef SYNDIC_BASE_ROWS_H
#define SYNDIC_BASE_ROWS_H
#include <syndic.h>
#include "base/buf.h"

struct rows_source {
	int (*next)(void *context); /* 1, 0 at the end, -1 */
	struct syndic_value (*value)(const void *context, size_t index);
	void (*free)(void *context);
};
/* The columns are borrowed and must outlive the rows; the context is freed with them. */
struct syndic_rows *rows_from(const struct rows_source *source, void *context,
                              const struct syndic_column *columns, size_t count);

/* Rows in memory: cells are added left to right, row after row, and copied. */
struct syndic_rows *rows_new(const struct syndic_column *columns, size_t count);
void rows_add_text(struct syndic_rows *rows, const char *text); /* NULL: unknown */
void rows_add_number(struct syndic_rows *rows, int64_t number);
void rows_add_null(struct syndic_rows *rows);
void rows_add_figure(struct syndic_rows *rows, struct syndic_figure figure); /* null: unknown */
void rows_add_value(struct syndic_rows *rows, struct syndic_value value);
size_t rows_count(const struct syndic_rows *rows); /* complete rows held in memory */
void rows_rewind(struct syndic_rows *rows);        /* memory rows: before the first again */

/* A value as machines read it: money `15000.00`, ratio `0.3`, bool `true`; "" for NULL. */
void value_add_plain(struct buf *out, struct syndic_value value, enum syndic_type type);

struct syndic_value value_null(void);
struct syndic_value value_number(int64_t number);
struct syndic_value value_text(const char *text); /* NULL: null value */
bool value_equal(struct syndic_value a, struct syndic_value b);

#endif
