#include "model/entity.h"

#include <string.h>

#include "base/text.h"

static const struct syndic_entity *const entities[] = {
	&entity_setting,     &entity_pipeline,       &entity_stage,         &entity_tier,
	&entity_usage_price, &entity_campaign,       &entity_cost,          &entity_cash_balance,
	&entity_actual,      &entity_assumption,     &entity_org,           &entity_person,
	&entity_initiative,  &entity_endorsement,    &entity_syndicate,     &entity_deal,
	&entity_contract,    &entity_stage_change,   &entity_payment,       &entity_membership,
	&entity_usage,       &entity_activity,       &entity_task,          &entity_sow,
	&entity_deliverable, &entity_acceptance,     &entity_slot,          &entity_person_month,
	&entity_transition,  &entity_target,         &entity_scenario,      &entity_scenario_change,
	&entity_snapshot,    &entity_snapshot_month, &entity_snapshot_deal, &entity_import_batch,
	&entity_import_row,  &entity_change,         &entity_change_row,
};
_Static_assert(sizeof entities / sizeof entities[0] == ENTITY_COUNT,
               "entity.h counts the entities");

size_t syndic_entity_count(void)
{
	return ENTITY_COUNT;
}

const struct syndic_entity *syndic_entity_at(size_t index)
{
	return index < ENTITY_COUNT ? entities[index] : NULL;
}

static bool same_name(const char *ours, const char *given)
{
	for (; *ours && *given; ours++, given++) {
		if (*ours != (*given == '-' ? '_' : *given)) return false;
	}
	return *ours == *given;
}

const struct syndic_entity *syndic_entity_find(const char *name)
{
	for (size_t i = 0; i < ENTITY_COUNT; i++) {
		if (same_name(entities[i]->name, name)) return entities[i];
	}
	return NULL;
}

int syndic_field_find(const struct syndic_entity *entity, const char *name)
{
	for (size_t i = 0; i < entity->field_count; i++) {
		if (same_name(entity->fields[i].name, name)) return (int)i;
	}
	return -1;
}

const char *entity_noun(const struct syndic_entity *entity, char out[ENTITY_NOUN])
{
	size_t i = 0;
	for (; entity->name[i]; i++)
		out[i] = entity->name[i] == '_' ? '-' : entity->name[i];
	out[i] = '\0';
	return out;
}

size_t entity_index(const struct syndic_entity *entity)
{
	size_t i = 0;
	while (entities[i] != entity)
		i++;
	return i;
}

static void add_near(struct buf *near, const char *candidate, const char *name)
{
	enum { NEAR_DISTANCE = 2 };
	if (text_distance(candidate, name) > NEAR_DISTANCE && !strstr(candidate, name)) return;
	buf_printf(near, "%s%s", near->length ? ", " : "", candidate);
}

const struct syndic_entity *entity_require(struct syndic *handle, const char *name)
{
	const struct syndic_entity *entity = syndic_entity_find(name);
	struct buf near = {0};
	if (entity) return entity;
	for (size_t i = 0; i < ENTITY_COUNT; i++)
		add_near(&near, entities[i]->name, name);
	(void)error_set(handle, SYNDIC_MISUSE, NULL, NULL, name,
	                "there is no kind of record called %s%s%s", name, near.length ? "; near: " : "",
	                buf_text(&near));
	buf_free(&near);
	return NULL;
}

int field_require(struct syndic *handle, const struct syndic_entity *entity, const char *name)
{
	int field = syndic_field_find(entity, name);
	struct buf near = {0};
	if (field >= 0) return field;
	for (size_t i = 0; i < entity->field_count; i++)
		add_near(&near, entity->fields[i].name, name);
	(void)error_set(handle, SYNDIC_MISUSE, entity->name, name, NULL, "%s has no field %s%s%s",
	                entity->name, name, near.length ? "; near: " : "", buf_text(&near));
	buf_free(&near);
	return -1;
}

bool entity_is_searched(const struct syndic_entity *entity)
{
	for (size_t i = 0; i < entity->field_count; i++) {
		if (entity->fields[i].flags & SYNDIC_SEARCHED) return true;
	}
	return false;
}

bool entity_has_name(const struct syndic_entity *entity)
{
	int name = syndic_field_find(entity, "name");
	return name >= 0 && entity->fields[name].flags & SYNDIC_SEARCHED;
}
