/*
 * Records, and their one writer. Whatever writes to the database, a command, an import or an
 * undo, fills a struct record and calls record_insert, record_update or record_delete within
 * a change (model/change.h); these keep the change log, folded text, slugs, numbers, first stage
 * rows and stage totals. Values are as stored: cents, millionths, ids.
 */
#ifndef SYNDIC_MODEL_RECORD_H
#define SYNDIC_MODEL_RECORD_H
#include "base/ulid.h"
#include "model/entity.h"

#define RECORD_FIELDS 40 /* no entity has more */

struct record {
	const struct syndic_entity *entity;
	struct syndic_value values[RECORD_FIELDS]; /* by field index; texts are borrowed */
};

/* An empty record: every field NULL. */
void record_init(struct record *record, const struct syndic_entity *entity);
/* A field by its name, which must exist (aborts otherwise: a defect of ours). */
struct syndic_value record_get(const struct record *record, const char *field);
const char *record_text(const struct record *record, const char *field); /* NULL if null */
int64_t record_number(const struct record *record, const char *field);   /* 0 if null */
bool record_has(const struct record *record, const char *field);
bool record_equal(const struct record *a, const struct record *b);
/* Is a field written anew? `before` is NULL for a new record, of which every field is. */
bool record_differs(const struct record *before, const struct record *after, const char *field);
/* By what a sentence calls it: its slug, or "it" where it has none yet. */
const char *record_slug(const struct record *record);
void record_set(struct record *record, const char *field, struct syndic_value value);
void record_set_text(struct record *record, const char *field, const char *text);
void record_set_number(struct record *record, const char *field, int64_t number);

/* The record of an id; texts go to `arena`. SYNDIC_NOT_FOUND is told. */
enum syndic_status record_load(struct syndic *handle, const struct syndic_entity *entity,
                               const char *id, struct arena *arena, struct record *out);

/* The same, where it may be missing: `*found` says. */
enum syndic_status record_find(struct syndic *handle, const struct syndic_entity *entity,
                               const char *id, struct arena *arena, struct record *out,
                               bool *found);

/* The ids that a statement returns, which is finalized: each ended by a NUL, the last by two. */
enum syndic_status record_ids(struct syndic *handle, struct db_stmt *stmt, struct arena *arena,
                              char **out);

/* Turns what a person (or a CSV cell) wrote into a stored value: parses by type, resolves choices and
 * references. `record` gives the context that some references need (a stage within its pipeline)
 * and may be NULL. Text goes to `arena`. Refusals are told with entity, field and value. */
enum syndic_status field_parse(struct syndic *handle, const struct syndic_entity *entity, int field,
                               const char *text, const struct record *record, struct arena *arena,
                               struct syndic_value *out);
/* The choice that a text means, whatever its case, dashes and spaces; NULL: none. */
const char *choice_find(const char *const *choices, const char *text);

/* Applies inputs in an order in which context precedes what needs it. KEPT fields are refused
 * unless `kept`. */
enum syndic_status record_apply(struct syndic *handle, struct record *record,
                                const struct syndic_input *inputs, size_t count, bool kept,
                                struct arena *arena);

/* Would the writer take it? Refusals are told; nothing is written, but `after` may be completed.
 * `before` is NULL for a new one. */
enum syndic_status record_check(struct syndic *handle, const struct record *before,
                                struct record *after, struct arena *arena);
/* Has no other record its reference? SYNDIC_CONFLICT, told, if one has. */
enum syndic_status record_check_free(struct syndic *handle, const struct record *record);

/* How a write departs from a person's. */
enum record_flag {
	RECORD_RAW =
		1 << 0, /* exactly these values: no check, no consequence, no first stage row (undo,
	                        and import of our own export) */
};
/* Makes id, slug and number where they are missing, checks, writes, logs, follows up. On return the
 * record holds what was written; new texts go to `arena`. */
enum syndic_status record_insert(struct syndic *handle, struct record *record, unsigned flags,
                                 struct arena *arena);
/* Writes the columns in which `after` differs from `before`, if any. */
enum syndic_status record_update(struct syndic *handle, const struct record *before,
                                 struct record *after, unsigned flags, struct arena *arena);
/* Refuses, naming what refers to it. A deal's stage history goes with it. */
enum syndic_status record_delete(struct syndic *handle, const struct record *before,
                                 unsigned flags);

/* SQL: the stage_change rows of the deal $1, by their ids, which begin with the deal's. They have no
 * index of their own for that. */
#define STAGE_CHANGES_OF_DEAL "id > $1 || '.' AND id < $1 || '/'"

/* Is it still referred to? Names the first that does: "contract bids-2027". NULL: no. Its own trail
 * does not count, nor does it itself, nor the record `except` (an id, or NULL). */
enum syndic_status record_referrer(struct syndic *handle, const struct record *record,
                                   const char *except, struct arena *arena, char **out);

/* What `search` and whole names are found by: the folded form of every searched field, each ended
 * by a line end. */
void record_fold(struct buf *out, const struct record *record);

/* What the command line calls several: `usage-prices`. Returns `out`. */
const char *record_nouns(const struct syndic_entity *entity, char out[ENTITY_NOUN]);

/* How people name a record: its reference field as text, `#12` for numbers. */
char *record_reference(const struct record *record, struct arena *arena);

/* Room for an id, a stage_change's, too. */
#define REFERENCE_SIZE (ULID_SIZE + 8)

/* model/resolve.c: the id that a reference names: the reference field exactly, `#12`, an e-mail,
 * the id, or an unambiguous part of a name. SYNDIC_NOT_FOUND (with near misses) and
 * SYNDIC_AMBIGUOUS (with candidates) are told. `pipeline` (an id or NULL) narrows stages. */
enum syndic_status resolve(struct syndic *handle, const struct syndic_entity *entity,
                           const char *reference, const char *pipeline, char out[REFERENCE_SIZE]);
/* The same for an import: exact matches only (reference, id, e-mail, whole folded name). Not told:
 * the caller words it, as a row's reason. */
enum syndic_status resolve_exact(struct syndic *handle, const struct syndic_entity *entity,
                                 const char *reference, const char *pipeline,
                                 char out[REFERENCE_SIZE]);
/* Up to three references or names near to `reference`: "bids, birds"; "" if none. */
char *resolve_near(struct syndic *handle, const struct syndic_entity *entity, const char *reference,
                   const char *pipeline, struct arena *arena);

#endif
