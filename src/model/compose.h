/*
 * The one place that composes SQL, from descriptors' identifiers and from nothing else. Values are
 * always parameters. What is used row by row is kept as long as the handle is open.
 */
#ifndef SYNDIC_MODEL_COMPOSE_H
#define SYNDIC_MODEL_COMPOSE_H
#include "model/record.h"

/* INSERT of every field in order, then `folded` where the entity is searched, then `change` for a
 * deal. Give it back with db_reset; it is not finalized. */
enum syndic_status compose_insert(struct syndic *handle, const struct syndic_entity *entity,
                                  struct db_stmt **out);
/* UPDATE of the fields in `mask` (bit i: field i), then folded and change as above, then id. Valid
 * until the next call; give it back with db_reset. */
enum syndic_status compose_update(struct syndic *handle, const struct syndic_entity *entity,
                                  uint64_t mask, struct db_stmt **out);
/* DELETE by id; SELECT of every field by id. Give back with db_reset. */
enum syndic_status compose_delete(struct syndic *handle, const struct syndic_entity *entity,
                                  struct db_stmt **out);
enum syndic_status compose_load(struct syndic *handle, const struct syndic_entity *entity,
                                struct db_stmt **out);
/* SELECT id WHERE field = $1 (two rows at most): for references. Give back with db_reset. */
enum syndic_status compose_find(struct syndic *handle, const struct syndic_entity *entity,
                                const char *field, struct db_stmt **out);
/* SELECT id WHERE external_id = $1 AND source = $2. Give back with db_reset. */
enum syndic_status compose_find_external(struct syndic *handle, const struct syndic_entity *entity,
                                         struct db_stmt **out);
/* SELECT id, reference[, folded] WHERE folded LIKE $1 (names) ordered, $2 rows at most. The caller
 * finalizes. */
enum syndic_status compose_find_part(struct syndic *handle, const struct syndic_entity *entity,
                                     struct db_stmt **out);
/* SELECT id, reference WHERE folded >= $1 AND folded < $2: whole names, by the index; $3 rows at
 * most. Give back with db_reset. */
enum syndic_status compose_find_whole(struct syndic *handle, const struct syndic_entity *entity,
                                      struct db_stmt **out);
/* SELECT reference (or name with by_name) WHERE id = $1. Give back with db_reset. */
enum syndic_status compose_reference(struct syndic *handle, const struct syndic_entity *entity,
                                     bool by_name, struct db_stmt **out);
/* SELECT id FROM referrer WHERE field refers to $1 (a REFS field holds it). Give back with
 * db_reset. */
enum syndic_status compose_referrers(struct syndic *handle, const struct syndic_entity *referrer,
                                     int field, struct db_stmt **out);

/* SELECT of every field, then folded where the entity is searched, of all records. The caller
 * finalizes. */
enum syndic_status compose_all(struct syndic *handle, const struct syndic_entity *entity,
                               struct db_stmt **out);
/* Sets the text that `search` looks in. */
enum syndic_status compose_refold(struct syndic *handle, const struct syndic_entity *entity,
                                  const char *id, const char *folded);

/* A condition of a list: parameters are bound in order. */
struct condition {
	int field;
	enum {
		IS_NULL,
		NOT_NULL,
		EQUAL,
		NOT_EQUAL,
		LESS,
		LESS_EQUAL,
		MORE,
		MORE_EQUAL,
		BETWEEN,
		CONTAINS,
		HOLDS_WORD,
		LACKS_WORD,
		NAMED, /* refers to any record of that name */
		NOT_NAMED,
	} is;
	struct syndic_value value, second; /* second: of BETWEEN */
};
/* SELECT of every field, references as people name them, WHERE all conditions hold. REFS stay ids.
 * `sort` -1: by reference; `limit` 0: all. The caller finalizes. Conditions' texts must live as
 * long. */
enum syndic_status compose_list(struct syndic *handle, const struct syndic_entity *entity,
                                const struct condition *conditions, size_t count, int sort,
                                bool descending, bool by_id, int64_t limit, struct db_stmt **out);
void compose_free(struct compose *compose);

#endif
