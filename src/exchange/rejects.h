/* Rows that were not understood: kept for the report, and written beside the file as they came. */
#ifndef SYNDIC_EXCHANGE_REJECTS_H
#define SYNDIC_EXCHANGE_REJECTS_H
#include "exchange/row.h"
#include "exchange/source.h"

struct rejects;
/* `path` NULL: beside the source. Nothing is written until a row comes, and nothing at all in a dry
 * run. `own_columns`: how many stand before those of an earlier rejects file; 0: all. */
struct rejects *rejects_new(struct syndic *handle, const struct source *source, char delimiter,
                            const char *path, int64_t header_offset, int64_t header_length,
                            size_t own_columns);
enum syndic_status rejects_add(struct rejects *rejects, const struct csv_record *record,
                               const struct row_problem *problem);
/* All of them anew: what was kept and written is forgotten. */
void rejects_restart(struct rejects *rejects);
/* Completes the file. */
enum syndic_status rejects_end(struct rejects *rejects);
/* Takes the file away again, after a failure. */
void rejects_drop(struct rejects *rejects);
const char *rejects_path(const struct rejects *rejects); /* NULL: none was written */
/* line, record, column, code, reason, suggestion of the first 100; handed over. */
struct syndic_rows *rejects_rows(struct rejects *rejects);
void rejects_free(struct rejects *rejects);

#endif
