/* What the headers of other systems' exports mean. */
#ifndef SYNDIC_EXCHANGE_PROFILE_H
#define SYNDIC_EXCHANGE_PROFILE_H
#include "model/record.h"

/* Where a cell goes: a field of the entity (its index), or one of these, which are more than a
 * field. */
enum extra {
	EXTRA_CLOSE = RECORD_FIELDS, /* deal: expected_close while open, then closed_on */
	EXTRA_CONTRACT_STARTS,       /* deal: its contract's dates and money received */
	EXTRA_CONTRACT_ENDS,
	EXTRA_COLLECTED,
	EXTRA_WON,        /* contract: the stage of its deal, which must be a won one */
	EXTRA_FIRST_NAME, /* person: together the name */
	EXTRA_LAST_NAME,
	TARGETS
};
/* -1 if the entity has no such field or extra. */
int target_find(const struct syndic_entity *entity, const char *name);
const char *target_name(const struct syndic_entity *entity, int target);
enum syndic_type target_type(const struct syndic_entity *entity, int target);

struct profile_column {
	const char *header;
	const char *target; /* NULL: known, and not kept; "": derived from what is kept */
};
struct profile_value {
	const char *target, *theirs, *ours; /* ours "" for unknown */
};
struct profile {
	const char *name, *source;
	const struct syndic_entity *entity;
	const struct profile_column *columns;
	size_t column_count;
	const struct profile_value *values;
	size_t value_count;
};

/* Of an entity, in the order in which they are tried; NULL after the last. */
const struct profile *profile_at(const struct syndic_entity *entity, size_t index);
/* The column that a header names, by its key (text_key); NULL if the profile does not know it. */
const struct profile_column *profile_column(const struct profile *profile, const char *key);
/* What their word means; the word itself where the profile says nothing. */
const char *profile_value(const struct profile *profile, const char *target, const char *theirs);
/* The field that a header names in our own words: its name, else one of its aliases; -1. */
int own_name(const struct syndic_entity *entity, const char *key);
int own_column(const struct syndic_entity *entity, const char *key);

#endif
