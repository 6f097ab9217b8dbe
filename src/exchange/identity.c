#include "exchange/identity.h"

#include <stdio.h>
#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "model/compose.h"

bool own_id(const char *text)
{
	char id[ULID_SIZE];
	size_t length = strlen(text);
	if (length < ULID_SIZE - 1) return false;
	memcpy(id, text, ULID_SIZE - 1);
	id[ULID_SIZE - 1] = '\0';
	if (!ulid_valid(id)) return false;
	const char *tail = text + ULID_SIZE - 1;
	return !*tail || (*tail == '.' && length <= ULID_SIZE + 6 &&
	                  strspn(tail + 1, "0123456789") == strlen(tail + 1));
}

static enum syndic_status step_id(struct syndic *handle, struct db_stmt *stmt,
                                  char out[REFERENCE_SIZE])
{
	int step = db_step(stmt);
	out[0] = '\0';
	if (step == 1) strncat(out, db_text(stmt, 0), REFERENCE_SIZE - 1);
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

/* A statement for each kind of record that has an external id. */
#define FOR_EXTERNAL(select, where, out)                                                           \
	IN_TABLE(org, select, where, out)                                                              \
	IN_TABLE(person, select, where, out)                                                           \
	IN_TABLE(deal, select, where, out)                                                             \
	IN_TABLE(contract, select, where, out)                                                         \
	IN_TABLE(payment, select, where, out)                                                          \
	IN_TABLE(membership, select, where, out)                                                       \
	IN_TABLE(usage, select, where, out)                                                            \
	IN_TABLE(activity, select, where, out)                                                         \
	IN_TABLE(task, select, where, out)                                                             \
	IN_TABLE(initiative, select, where, out)                                                       \
	IN_TABLE(endorsement, select, where, out)                                                      \
	IN_TABLE(syndicate, select, where, out)                                                        \
	IN_TABLE(sow, select, where, out)                                                              \
	IN_TABLE(deliverable, select, where, out)                                                      \
	IN_TABLE(slot, select, where, out)
#define IN_TABLE(table, select, where, out)                                                        \
	if (entity == &entity_##table)                                                                 \
		status = db_prepare(handle->db, select " FROM " #table " WHERE " where, out);

enum syndic_status identity_externals(struct syndic *handle, const struct syndic_entity *entity,
                                      bool *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status = SYNDIC_OK;
	*out = false;
	FOR_EXTERNAL("SELECT 1", "external_id IS NOT NULL LIMIT 1", &stmt)
	if (status != SYNDIC_OK || !stmt) return status;
	int step = db_step(stmt);
	*out = step == 1;
	db_finalize(stmt);
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

enum syndic_status identity_external(struct syndic *handle, const struct syndic_entity *entity,
                                     const char *external_id, const char *source,
                                     char out[REFERENCE_SIZE])
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status = SYNDIC_OK;
	out[0] = '\0';
	FOR_EXTERNAL("SELECT id", "external_id = $1 AND source = $2", &stmt)
	if (status != SYNDIC_OK || !stmt) return status;
	db_bind_text(stmt, 1, external_id);
	db_bind_text(stmt, 2, source);
	status = step_id(handle, stmt, out);
	db_finalize(stmt);
	return status;
}

static const char *said_text(const struct syndic_entity *entity, const struct row *row,
                             const char *field)
{
	int index = syndic_field_find(entity, field);
	return index < 0 ? NULL : row->values[index].text;
}

/* ---- names ---- */

/* Whose names an entity's are: an initiative's, else an organisation's. */
static const char *owner_of(const struct syndic_entity *entity)
{
	bool works =
		entity == &entity_syndicate || entity == &entity_deliverable || entity == &entity_slot;
	return works ? "initiative" : "org";
}

/* Counts those of a name: all, those of the owner, those of none. The id of the last of
 * each. */
struct named {
	int all, of_owner, of_none;
	char any[REFERENCE_SIZE], owner[REFERENCE_SIZE], none[REFERENCE_SIZE];
};

static enum syndic_status find_named(struct syndic *handle, const struct syndic_entity *entity,
                                     const char *name, const char *owner, struct named *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status = SYNDIC_OK;
	struct buf from = {0}, to = {0};
	int step = 0;
	*out = (struct named){0};
	/* The folded name is the first line of what is searched. */
	text_fold(&from, name);
	buf_add(&to, buf_text(&from));
	buf_add_char(&from, '\n');
	buf_add_char(&to, '\n' + 1);
#define NAMED_IN(table, owner_column)                                                              \
	if (entity == &entity_##table)                                                                 \
	status = db_prepare(handle->db,                                                                \
	                    "SELECT id, " owner_column " FROM " #table                                 \
	                    " WHERE folded >= $1 AND folded < $2 LIMIT 100",                           \
	                    &stmt)
	NAMED_IN(org, "NULL");
	NAMED_IN(person, "org");
	NAMED_IN(deal, "org");
	NAMED_IN(contract, "org");
	NAMED_IN(initiative, "NULL");
	NAMED_IN(syndicate, "initiative");
	NAMED_IN(sow, "NULL");
	NAMED_IN(deliverable, "initiative");
	NAMED_IN(slot, "initiative");
#undef NAMED_IN
	if (status != SYNDIC_OK || !stmt) goto out;
	db_bind_text(stmt, 1, buf_text(&from));
	db_bind_text(stmt, 2, buf_text(&to));
	while ((step = db_step(stmt)) == 1) {
		const char *id = db_text(stmt, 0), *theirs = db_text(stmt, 1);
		out->all++;
		snprintf(out->any, sizeof out->any, "%s", id);
		if (!theirs) {
			out->of_none++;
			snprintf(out->none, sizeof out->none, "%s", id);
		} else if (owner && strcmp(theirs, owner) == 0) {
			out->of_owner++;
			snprintf(out->owner, sizeof out->owner, "%s", id);
		}
	}
	db_finalize(stmt);
	if (step < 0) status = handle->error.code;
out:
	buf_free(&from);
	buf_free(&to);
	return status;
}

static enum natural choose(int count, const char *id, char out[REFERENCE_SIZE])
{
	if (count == 1) snprintf(out, REFERENCE_SIZE, "%s", id);
	return count == 0 ? NATURAL_NONE : count == 1 ? NATURAL_FOUND : NATURAL_SEVERAL;
}

static enum syndic_status by_name(struct syndic *handle, const struct syndic_entity *entity,
                                  const struct row *row, const char *name, enum natural *found,
                                  char out[REFERENCE_SIZE])
{
	const char *owner = said_text(entity, row, owner_of(entity));
	struct named named;
	enum syndic_status status = find_named(handle, entity, name, owner, &named);
	if (status != SYNDIC_OK) return status;
	if (!owner) {
		*found = choose(named.all, named.any, out);
	} else {
		*found = choose(named.of_owner, named.owner, out);
		if (*found == NATURAL_NONE) *found = choose(named.of_none, named.none, out);
	}
	return SYNDIC_OK;
}

/* ---- other keys ---- */

static enum syndic_status by_field(struct syndic *handle, const struct syndic_entity *entity,
                                   const char *field, struct syndic_value value,
                                   enum natural *found, char out[REFERENCE_SIZE])
{
	struct db_stmt *stmt;
	enum syndic_status status = compose_find(handle, entity, field, &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, value);
	status = step_id(handle, stmt, out);
	*found = out[0] ? NATURAL_FOUND : NATURAL_NONE;
	if (out[0] && db_step(stmt) == 1) *found = NATURAL_SEVERAL;
	db_reset(stmt);
	return status;
}

static enum syndic_status by_parts_of_works(struct syndic *handle,
                                            const struct syndic_entity *entity,
                                            const struct row *row, struct db_stmt **stmt)
{
	enum syndic_status status = SYNDIC_OK;
	if (entity == &entity_endorsement) {
		status = db_prepare(handle->db,
		                    "SELECT id FROM endorsement WHERE initiative = $1 AND org = $2"
		                    " AND (CAST($3 AS TEXT) IS NULL OR given_on = $3) LIMIT 2",
		                    stmt);
		if (status != SYNDIC_OK) return status;
		db_bind_text(*stmt, 1, said_text(entity, row, "initiative"));
		db_bind_text(*stmt, 2, said_text(entity, row, "org"));
		db_bind_text(*stmt, 3, said_text(entity, row, "given_on"));
	} else if (entity == &entity_person_month) {
		status = db_prepare(handle->db, "SELECT id FROM person_month WHERE month = $1", stmt);
		if (status == SYNDIC_OK) db_bind_text(*stmt, 1, said_text(entity, row, "month"));
	}
	return status;
}

static enum syndic_status by_parts(struct syndic *handle, const struct syndic_entity *entity,
                                   const struct row *row, enum natural *found,
                                   char out[REFERENCE_SIZE])
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status = SYNDIC_OK;
	const char *contract = said_text(entity, row, "contract");
	*found = NATURAL_UNKEYED;
	if (entity == &entity_usage) {
		status = db_prepare(handle->db,
		                    "SELECT id FROM usage WHERE month = $1 AND cluster = $2"
		                    " AND (CAST($3 AS TEXT) IS NULL OR org IS NULL OR org = $3)",
		                    &stmt);
		if (status != SYNDIC_OK) return status;
		db_bind_text(stmt, 1, said_text(entity, row, "month"));
		db_bind_text(stmt, 2, said_text(entity, row, "cluster"));
		db_bind_text(stmt, 3, said_text(entity, row, "org"));
	} else if (entity == &entity_membership) {
		status = db_prepare(handle->db,
		                    "SELECT id FROM membership WHERE contract = $1 OR"
		                    " (org = $2 AND starts_on = $3 AND (contract IS NULL OR"
		                    " CAST($1 AS TEXT) IS NULL)) ORDER BY id LIMIT 2",
		                    &stmt);
		if (status != SYNDIC_OK) return status;
		db_bind_text(stmt, 1, contract);
		db_bind_text(stmt, 2, said_text(entity, row, "org"));
		db_bind_text(stmt, 3, said_text(entity, row, "starts_on"));
	} else if (entity == &entity_stage) {
		status =
			db_prepare(handle->db, "SELECT id FROM stage WHERE pipeline = $1 AND name = $2", &stmt);
		if (status != SYNDIC_OK) return status;
		db_bind_text(stmt, 1, said_text(entity, row, "pipeline"));
		db_bind_text(stmt, 2, said_text(entity, row, "name"));
	} else if (entity == &entity_cost) {
		status = db_prepare(handle->db,
		                    "SELECT id FROM cost WHERE name = $1 AND coalesce(starts_on, '') ="
		                    " coalesce($2, '') LIMIT 2",
		                    &stmt);
		if (status != SYNDIC_OK) return status;
		db_bind_text(stmt, 1, said_text(entity, row, "name"));
		db_bind_text(stmt, 2, said_text(entity, row, "starts_on"));
	} else if (entity == &entity_actual) {
		status = db_prepare(handle->db,
		                    "SELECT id FROM actual WHERE month = $1 AND revenue_type = $2", &stmt);
		if (status != SYNDIC_OK) return status;
		db_bind_text(stmt, 1, said_text(entity, row, "month"));
		db_bind_text(stmt, 2, said_text(entity, row, "revenue_type"));
	} else if (entity == &entity_scenario_change) {
		status = db_prepare(handle->db,
		                    "SELECT id FROM scenario_change WHERE scenario = $1 AND what = $2"
		                    " AND coalesce(starts_on, '') = coalesce($3, '') LIMIT 2",
		                    &stmt);
		if (status != SYNDIC_OK) return status;
		db_bind_text(stmt, 1, said_text(entity, row, "scenario"));
		db_bind_text(stmt, 2, said_text(entity, row, "what"));
		db_bind_text(stmt, 3, said_text(entity, row, "starts_on"));
	}
	if (!stmt) status = by_parts_of_works(handle, entity, row, &stmt);
	if (status != SYNDIC_OK || !stmt) return status;
	status = step_id(handle, stmt, out);
	*found = out[0] ? NATURAL_FOUND : NATURAL_NONE;
	if (out[0] && db_step(stmt) == 1) *found = NATURAL_SEVERAL;
	db_finalize(stmt);
	return status;
}

enum syndic_status identity_natural(struct syndic *handle, const struct syndic_entity *entity,
                                    const struct row *row, enum natural *found,
                                    char out[REFERENCE_SIZE])
{
	int reference = syndic_field_find(entity, entity->reference);
	bool has_reference =
		strcmp(entity->reference, "id") != 0 && row->values[reference].kind != SYNDIC_NULL;
	const char *name = said_text(entity, row, "name"), *email = said_text(entity, row, "email");
	out[0] = '\0';
	*found = NATURAL_UNKEYED;
	if (has_reference)
		return by_field(handle, entity, entity->reference, row->values[reference], found, out);
	if (email) return by_field(handle, entity, "email", value_text(email), found, out);
	if (name && entity != &entity_stage && entity_is_searched(entity))
		return by_name(handle, entity, row, name, found, out);
	return by_parts(handle, entity, row, found, out);
}

enum syndic_status identity_adopt(struct syndic *handle, const struct syndic_entity *entity,
                                  const struct row *row, enum natural *found,
                                  char out[REFERENCE_SIZE])
{
	struct arena arena = {0};
	struct record there;
	enum syndic_status status;
	*found = NATURAL_NONE;
	out[0] = '\0';
	if (entity != &entity_org && entity != &entity_person) return SYNDIC_OK;
	status = identity_natural(handle, entity, row, found, out);
	if (status != SYNDIC_OK || *found != NATURAL_FOUND) return status;
	status = record_load(handle, entity, out, &arena, &there);
	if (status == SYNDIC_OK && record_has(&there, "external_id")) *found = NATURAL_NONE;
	arena_free(&arena);
	return status;
}
