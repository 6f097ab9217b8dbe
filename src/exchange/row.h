/* A row of a file, understood: the values that it says of a record. */
#ifndef SYNDIC_EXCHANGE_ROW_H
#define SYNDIC_EXCHANGE_ROW_H
#include "exchange/mapping.h"

/* Why a row is rejected. Texts live as long as the row's arena. */
struct row_problem {
	const char *code;   /* NULL: it is not */
	const char *column; /* header, or "" */
	const char *reason, *suggestion;
};

enum { ROW_NEW_ORGS = 4 };

struct row {
	struct syndic_value values[TARGETS]; /* as stored */
	bool spoken[TARGETS];                /* the row says this, if only that it is unknown */
	const char *stage; /* of a deal, as it stands in the file; NULL: nothing is said */
	const char *new_orgs[ROW_NEW_ORGS]; /* to be added before it is written: their names and ids */
	const char *new_org_ids[ROW_NEW_ORGS];
	size_t new_org_count;
	const char *new_stage, *new_stage_id, *new_stage_pipeline;
	struct row_problem problem;
	bool unproven; /* a cell needs the style of its column, which nobody has looked at yet */
	struct arena *arena;
};

/* Rejects a row: the first reason stands. `target` −1: no column is to blame. */
__attribute__((format(printf, 6, 7))) void row_reject(struct row *row,
                                                      const struct mapping *mapping, int target,
                                                      const char *code, const char *suggestion,
                                                      const char *format, ...);
/* The code of a problem with a value of that type: date, money, choice, reference, number, text. */
const char *code_of_type(enum syndic_type type);

/* What another place knows of records that are still to come: an import of a whole folder. NULL
 * where it knows nothing. */
struct coming;
const char *coming_find(const struct coming *coming, const struct syndic_entity *entity,
                        const char *reference);
/* Does it come into a database that holds only what every one begins with? */
bool coming_pristine(const struct coming *coming);

struct cells;
struct cells *cells_new(struct syndic *handle, const struct mapping *mapping,
                        const struct coming *coming);
/* Turns cells into values. A row that cannot be understood is OK, too, and has its problem set;
 * other statuses are failures of the machine. */
enum syndic_status cells_read(struct cells *cells, const struct csv_record *record, struct row *out,
                              struct arena *arena);
/* After the organisations that a row asked for have been added. */
void cells_forget(struct cells *cells);
void cells_free(struct cells *cells);

#endif
