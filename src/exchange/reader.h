/*
 * The one guard around libcsv: strict, fed line by line, so that physical lines are known, a bad
 * record costs only itself, and the bytes of every record stand where they stood. Memory is
 * bounded whatever the file holds.
 */
#ifndef SYNDIC_EXCHANGE_READER_H
#define SYNDIC_EXCHANGE_READER_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define READER_FIELD_CAP ((size_t)1 << 20)
#define READER_ROW_CAP ((size_t)8 << 20)

struct reader_format {
	char delimiter;
	bool returns;      /* lines end in CR alone */
	bool windows_1252; /* else UTF-8 */
	bool suspicious;   /* look for NULs and stray bytes */
};

struct csv_cell {
	const char *text; /* NUL-ended UTF-8 */
	size_t length;
};

/* Why a record is no good: `quote`, `columns`, `field-size`, `nul` or `utf8`. */
struct csv_problem {
	const char *code; /* NULL: none */
	int column;       /* index of the cell, or -1 */
	char reason[160];
};

/* Everything is borrowed until the next call. */
struct csv_record {
	int64_t number;         /* 1 is the first record of the file, its header */
	int64_t line;           /* physical, from 1 */
	int64_t offset, length; /* bytes in the file, without the line end */
	const char *raw;        /* the same as UTF-8; NULL where the row is over READER_ROW_CAP */
	size_t raw_length;
	const struct csv_cell *cells; /* those that were understood */
	size_t cell_count;
	struct csv_problem problem;
	bool open_quote; /* the problem is a quote never closed: nothing after it can be read */
};

struct reader;
/* Reads from `offset` of a file that others may read, too; `line` is the number of its first
 * line. */
struct reader *reader_new(int fd, int64_t offset, int64_t line, struct reader_format format);
/* The number that the record before the next one had; 0 at first. */
void reader_number(struct reader *reader, int64_t number);
/* Later records must have this many cells; 0: any number. */
void reader_expect(struct reader *reader, size_t columns);
/* 1: a record, good or bad; 0: the end; -1: the file cannot be read (errno says why). Blank lines
 * are passed over. */
int reader_next(struct reader *reader, struct csv_record *out);
/* How far it has come. At the end: the size of the file, and the number of its lines plus one. */
int64_t reader_offset(const struct reader *reader);
int64_t reader_line(const struct reader *reader);
void reader_free(struct reader *reader);

#endif
