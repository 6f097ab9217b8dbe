/* One file on its way into the database. */
#ifndef SYNDIC_EXCHANGE_ENGINE_H
#define SYNDIC_EXCHANGE_ENGINE_H
#include "exchange/deal_row.h"
#include "exchange/rejects.h"
#include "exchange/seen.h"
#include "exchange/sniff.h"
#include "exchange/trail.h"

/* A row that was written in part before it was refused. The whole is done again without it. */
struct skip {
	int64_t number; /* of its record */
	struct row_problem problem;
};

struct import {
	struct syndic *handle;
	const struct syndic_entity *entity;
	const struct syndic_import_options *options;
	const struct coming *coming; /* of an import of a whole folder, else NULL */

	struct source source;
	struct reader_format format;
	struct mapping mapping;
	char *mapping_text, *header;
	int64_t header_line, header_end;                  /* where the rows begin */
	int id, external_id, row_source, name, reference; /* targets, or −1 */
	bool unhurried; /* an unchanged row needs looking at all the same */
	bool externals; /* records with an external id were there before */
	struct deal_places deal;

	struct cells *cells;
	struct trail *trail;
	struct seen seen;
	struct rejects *rejects;
	struct skip *skips;
	size_t skip_count, skips_sorted; /* those of earlier runs stand sorted */
	bool unclean;                    /* a row was written in part */
	bool restyled;                   /* the columns are not what the first rows were taken for */
	bool hopeless;                   /* an open quote hides the rest of the file */
	struct arena row_text, skip_text;
	struct buf said, key;
	int notes;
	int64_t read, fresh, changed, same, rejected;
};

/* Opens, sniffs and maps a file: all that needs no lock. */
enum syndic_status import_prepare(struct syndic *handle, const struct syndic_entity *entity,
                                  const char *path, const struct syndic_import_options *options,
                                  const struct coming *coming, struct import *out);
/* Reads it row by row into the change being written. Rejected rows are counted, no failure; a file
 * without rows is one unless `coming`. */
enum syndic_status import_run(struct import *import);
/* After it: must all be taken back and run again: without the rows that were written in part, or
 * with columns read in another style? */
bool import_must_repeat(const struct import *import);
void import_free(struct import *import);

/* A cell needs the style of its column: looks at the whole file. Sets `restyled` if all must be
 * done again. */
enum syndic_status import_settle(struct import *import);
/* engine_row.c: one good record. A reason to reject it goes to `problem`. */
enum syndic_status import_record(struct import *import, const struct csv_record *record,
                                 struct row_problem *problem);

#endif
