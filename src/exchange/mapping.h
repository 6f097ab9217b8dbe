/* What each column of a file goes to. */
#ifndef SYNDIC_EXCHANGE_MAPPING_H
#define SYNDIC_EXCHANGE_MAPPING_H
#include "exchange/profile.h"
#include "exchange/reader.h"
#include "exchange/style.h"

enum policy {
	POLICY_COMPARE, /* what the source changed is written, unless a person changed it, too */
	POLICY_KEEP,    /* what stands, stays */
	POLICY_FILL,    /* what is unknown is filled in */
	POLICY_OVERWRITE,
};

enum column_use {
	COLUMN_USED,
	COLUMN_UNKNOWN,
	COLUMN_UNUSED,   /* known, and not kept */
	COLUMN_DERIVED,  /* worked out from what is kept */
	COLUMN_LEFT_OUT, /* by --map */
	COLUMN_REJECTS,  /* what a rejects file adds */
};

struct column {
	const char *header;
	int target; /* -1 unless used */
	enum column_use use;
	enum date_order order; /* of a date column; ORDER_UNKNOWN: only ISO dates are there */
	char mark;             /* of a money column: '.' or ',' */
	bool looked_at;        /* the whole column has been read for them, or a person has told */
};

struct mapping {
	const struct syndic_entity *entity;
	const struct profile *profile; /* NULL: our own field names */
	const char *profile_name, *source;
	struct column *columns;
	size_t column_count;
	int column_of[TARGETS];   /* -1: none */
	const char *set[TARGETS]; /* for every row that says nothing; or NULL */
	int targets[TARGETS];     /* those that a column or a --set speaks for, in order */
	size_t target_count;
	enum policy policy[TARGETS];
	const struct syndic_import_options *options; /* borrowed */
	struct arena text;
};

/* From the header row. What cannot be meant is refused: a field twice, an unknown field, profile
 * or policy, a header of which nothing is known. */
enum syndic_status mapping_make(struct syndic *handle, const struct syndic_entity *entity,
                                const struct csv_record *header,
                                const struct syndic_import_options *options, struct mapping *out);
/* All that decides what a row means, as text: two mappings with the same text read alike. */
void mapping_describe(const struct mapping *mapping, struct buf *out);
/* column, field, note; one row for each column. */
struct syndic_rows *mapping_columns(const struct mapping *mapping);
/* Our stage for theirs by --map-stage, else theirs. */
const char *mapping_stage(const struct mapping *mapping, const char *theirs);
void mapping_free(struct mapping *mapping);

#endif
