/* Rows to what a person or a program reads: the one way from a list or report to a stream. */
#ifndef SYNDIC_VIEW_RENDER_H
#define SYNDIC_VIEW_RENDER_H
#include <stdio.h>
#include <syndic.h>

enum view_format {
	VIEW_TABLE,
	VIEW_LIST, /* one field a line */
	VIEW_JSON,
	VIEW_JSONL,
	VIEW_CSV,
	VIEW_MD,
	VIEW_IDS,
};

/* Flags of a report's columns, beside those of enum syndic_field_flag. */
enum view_flag {
	VIEW_RIGHT = 1 << 16, /* text that stands right: figures of several units */
	VIEW_WRAP = 1 << 17,  /* text that goes on in the next line instead of being cut */
	VIEW_BAR = 1 << 18,   /* text drawn by view/bar.h: never cut, for people only */
};

struct view_options {
	size_t width;  /* columns of the terminal; 0: no limit */
	size_t indent; /* columns left empty before a table */
	bool terminal; /* `out` is one: CSV, too, is made safe to look at */
	bool ascii, color;
	bool single;           /* one record: in JSON an object under `key`, not a list */
	const char *currency;  /* stands beside money in JSON where no column says it; NULL: nowhere */
	const char *reference; /* the column by which a record is called; NULL: the first */
};

/* Writes what is left of the rows; `key` is the JSON key. Tables and Markdown show the LISTED
 * columns (all, where none is) that hold anything; the machine formats show all. How many rows were
 * written, or -1 if the rows failed (see syndic_last_error). A failing `out` ends it early: look at
 * ferror. */
int64_t view_rows(FILE *out, enum view_format format, struct syndic_rows *rows, const char *key,
                  const struct view_options *options);

#endif
