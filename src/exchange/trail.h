/* What sources have said: import_batch and import_row. */
#ifndef SYNDIC_EXCHANGE_TRAIL_H
#define SYNDIC_EXCHANGE_TRAIL_H
#include "exchange/row.h"
#include "exchange/source.h"

struct trail;
/* Of one entity and source. `mapping_text` and `header` are borrowed. */
enum syndic_status trail_new(struct syndic *handle, const struct mapping *mapping,
                             const char *mapping_text, struct trail **out);

/* What a source last said of a record, in a change that was not undone. */
struct said {
	bool known;
	const char *record;
	const char *raw; /* NULL where the row was read by another mapping */
	size_t raw_length;
	const char *values; /* JSON; "": those with which the record was added then */
	int64_t change;     /* then */
};
/* By the row's key, else (key "") by the record's id. Borrowed until the next call. */
enum syndic_status trail_find(struct trail *trail, const char *source, const char *key,
                              const char *record, struct said *out);
/* The values that were said, by target: null where nothing was, or it is no longer known (then
 * `known` becomes false). Texts go to `arena`; what `said` borrows is given up. */
enum syndic_status trail_values(struct trail *trail, struct said *said, struct arena *arena,
                                struct syndic_value out[TARGETS]);
/* Keeps what a row says, within the change being written; the first call writes the batch. `values`
 * "" where the record was just added with these. */
enum syndic_status trail_add(struct trail *trail, const char *source, const char *key,
                             const char *record, const struct csv_record *row, const char *values);
/* Completes the batch, if there is one, with what is known at the end. */
enum syndic_status trail_end(struct trail *trail, const struct source *source, const char *header);
void trail_free(struct trail *trail);

/* The values of a row as JSON, by target name: what is known of what is spoken. */
void said_write(struct buf *out, const struct syndic_entity *entity, const struct row *row,
                const struct syndic_value *before);

#endif
