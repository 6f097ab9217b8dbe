/* Entities from within: descriptors, and the hooks that are their only bridge to code. */
#ifndef SYNDIC_MODEL_ENTITY_H
#define SYNDIC_MODEL_ENTITY_H
#include <syndic.h>
#include "model/store.h"

struct record;

struct syndic_entity_hooks {
	/* Completes and judges a record before it is written; `before` is NULL for a new one. */
	enum syndic_status (*check)(struct syndic *handle, const struct record *before,
	                            struct record *after);
	/* Consequences, in the same change; `after` is NULL for a removed one. */
	enum syndic_status (*written)(struct syndic *handle, const struct record *before,
	                              const struct record *after);
	/* Text from which a slug is made where none is given; NULL: the field `name`. */
	void (*slug)(struct syndic *handle, const struct record *record, struct buf *out);
};

extern const struct syndic_entity entity_org, entity_person, entity_pipeline, entity_stage,
	entity_tier, entity_usage_price, entity_deal, entity_stage_change, entity_contract,
	entity_payment, entity_membership, entity_usage, entity_activity, entity_task, entity_target,
	entity_setting, entity_campaign, entity_cost, entity_cash_balance, entity_actual,
	entity_assumption, entity_scenario, entity_scenario_change, entity_snapshot,
	entity_snapshot_month, entity_snapshot_deal, entity_initiative, entity_endorsement,
	entity_syndicate, entity_sow, entity_deliverable, entity_acceptance, entity_slot,
	entity_person_month, entity_transition, entity_import_batch, entity_import_row, entity_change,
	entity_change_row;

/* Fields that many entities have; for use in their tables. */
#define FIELD_ID                                                                                   \
	{                                                                                              \
		"id", SYNDIC_TEXT, SYNDIC_KEPT, NULL, NULL, NULL, "identity, never reused"                 \
	}
#define FIELD_SLUG                                                                                 \
	{                                                                                              \
		"slug", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "short name used in commands"        \
	}
#define FIELD_SOURCE                                                                               \
	{                                                                                              \
		"source", SYNDIC_TEXT, SYNDIC_KEPT, NULL, NULL, NULL, "system that it was imported from"   \
	}
#define FIELD_EXTERNAL_ID                                                                          \
	{                                                                                              \
		"external_id", SYNDIC_TEXT, SYNDIC_KEPT, NULL, NULL, NULL, "its key in that system"        \
	}

/* What the command line calls it: `usage-price`. Returns `out`. */
enum { ENTITY_NOUN = 24 };
const char *entity_noun(const struct syndic_entity *entity, char out[ENTITY_NOUN]);

enum { ENTITY_COUNT = 39 };
size_t entity_index(const struct syndic_entity *entity); /* in the order of syndic_entity_at */

/* The number of elements of a field table. */
#define FIELD_COUNT(fields) (sizeof(fields) / sizeof(fields)[0])
/* A list of choices or aliases. */
#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Tells an unknown entity with near misses; NULL then. */
const struct syndic_entity *entity_require(struct syndic *handle, const char *name);
/* Tells an unknown field with near misses; -1 then. */
int field_require(struct syndic *handle, const struct syndic_entity *entity, const char *name);
/* The text column that holds what `search` looks in exists where any field is SEARCHED. */
bool entity_is_searched(const struct syndic_entity *entity);
/* And it begins with the name, by which people refer to the record. */
bool entity_has_name(const struct syndic_entity *entity);

#endif
