#include "model/stays.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "model/compose.h"
#include "model/image.h"
#include "model/unmove.h"

struct added {
	char id[REFERENCE_SIZE];
	const struct syndic_entity *entity;
	const char *why; /* it stays; NULL: it goes */
};

struct stays {
	struct syndic *handle;
	const struct undone *undone;
	struct added *added; /* by id */
	size_t count;
	size_t *waiting; /* indexes of those that stay, whose own references are to be followed */
	size_t waiting_count;
	struct arena reasons;
};

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct added *)a)->id, ((const struct added *)b)->id);
}

static struct added *find(const struct stays *stays, const char *id)
{
	struct added key = {.why = NULL};
	snprintf(key.id, sizeof key.id, "%s", id);
	return stays->count ? bsearch(&key, stays->added, stays->count, sizeof key, by_id) : NULL;
}

static void keep(struct stays *stays, struct added *added, const char *why)
{
	if (added->why) return;
	added->why = why;
	stays->waiting[stays->waiting_count++] = (size_t)(added - stays->added);
}

static enum syndic_status load_added(struct stays *stays)
{
	struct db_stmt *stmt;
	size_t capacity = 0;
	int step;
	enum syndic_status status =
		db_prepare(stays->handle->db,
	               "SELECT entity, record FROM change_row WHERE number >= $1 AND number < $2"
	               " AND operation = 'add'",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_int(stmt, 1, stays->undone->first_row);
	db_bind_int(stmt, 2, stays->undone->first_row + stays->undone->row_count);
	while ((step = db_step(stmt)) == 1) {
		struct added *added;
		const struct syndic_entity *entity = syndic_entity_find(db_text(stmt, 0));
		if (!entity) continue;
		if (stays->count == capacity) {
			capacity = capacity ? 2 * capacity : 16;
			stays->added = mem_resize(stays->added, capacity * sizeof *stays->added);
		}
		added = &stays->added[stays->count++];
		*added = (struct added){.entity = entity};
		snprintf(added->id, sizeof added->id, "%s", db_text(stmt, 1));
	}
	db_finalize(stmt);
	if (step < 0) return stays->handle->error.code;
	if (stays->count) qsort(stays->added, stays->count, sizeof *stays->added, by_id);
	stays->waiting = mem_alloc((stays->count + 1) * sizeof *stays->waiting);
	return SYNDIC_OK;
}

/* The rows of the change for one record, in order: what it left there, and the last edit. */
static enum syndic_status left_by_change(struct stays *stays, const struct syndic_entity *entity,
                                         const char *id, struct arena *arena, struct record *left,
                                         struct record *edit_before, uint64_t *edited)
{
	struct syndic *handle = stays->handle;
	struct db_stmt *stmt;
	uint64_t mask;
	int step;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT operation, before, after FROM change_row WHERE record = $1"
	               " AND number >= $2 AND number < $3 ORDER BY number",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	*edited = 0;
	record_init(left, entity);
	record_init(edit_before, entity);
	db_bind_text(stmt, 1, id);
	db_bind_int(stmt, 2, stays->undone->first_row);
	db_bind_int(stmt, 3, stays->undone->first_row + stays->undone->row_count);
	while (status == SYNDIC_OK && (step = db_step(stmt)) == 1) {
		if (strcmp(db_text(stmt, 0), "edit") == 0) {
			status = image_read(handle, db_text(stmt, 1), arena, edit_before, &mask);
			*edited |= mask;
		}
		if (status == SYNDIC_OK) status = image_read(handle, db_text(stmt, 2), arena, left, &mask);
	}
	db_finalize(stmt);
	record_set_text(left, "id", arena_copy(arena, id));
	return status;
}

/* An edit of the change that set this reference, and whose taking back lets go of it. */
static enum syndic_status edit_lets_go(struct stays *stays, const struct syndic_entity *entity,
                                       int field, const char *id, struct arena *arena, bool *out)
{
	struct record left, before, now;
	uint64_t edited;
	enum syndic_status status = left_by_change(stays, entity, id, arena, &left, &before, &edited);
	*out = false;
	if (status != SYNDIC_OK || !(edited & UINT64_C(1) << field)) return status;
	status = record_load(stays->handle, entity, id, arena, &now);
	if (status != SYNDIC_OK) return status;
	*out = value_equal(left.values[field], now.values[field]) &&
	       !value_equal(before.values[field], now.values[field]);
	for (size_t i = 0; entity == &entity_deal && i < entity->field_count; i++) {
		/* A win goes back as a whole. */
		if (edited & UINT64_C(1) << i && unmove_field(i))
			*out &= value_equal(left.values[i], now.values[i]);
	}
	return SYNDIC_OK;
}

/* Looks for a referrer that stays. */
static enum syndic_status judge_referrers(struct stays *stays, struct added *added,
                                          struct arena *arena)
{
	struct syndic *handle = stays->handle;
	enum syndic_status status = SYNDIC_OK;
	struct db_stmt *stmt = NULL;
	for (size_t e = 0; e < ENTITY_COUNT; e++) {
		const struct syndic_entity *entity = syndic_entity_at(e);
		if (entity->flags & SYNDIC_TRAIL && added->entity != &entity_stage) continue;
		for (int f = 0; f < (int)entity->field_count && !added->why; f++) {
			const char *to = entity->fields[f].refers_to;
			if (!to || strcmp(to, added->entity->name) != 0) continue;
			TRY(compose_referrers(handle, entity, f, &stmt));
			db_bind_text(stmt, 1, added->id);
			while (!added->why && db_step(stmt) == 1) {
				const char *id = arena_copy(arena, db_text(stmt, 0));
				struct record by;
				char noun[ENTITY_NOUN];
				bool lets_go;
				if (find(stays, id)) continue;
				TRY(edit_lets_go(stays, entity, f, id, arena, &lets_go));
				if (lets_go) continue;
				TRY(record_load(handle, entity, id, arena, &by));
				keep(stays, added,
				     arena_printf(&stays->reasons, "%s %s refers to it", entity_noun(entity, noun),
				                  record_reference(&by, arena)));
			}
			db_reset(stmt);
		}
	}
out:
	if (stmt) db_reset(stmt);
	return status;
}

static enum syndic_status judge(struct stays *stays, struct added *added, struct arena *arena)
{
	struct record left, before, now;
	uint64_t edited;
	bool stands;
	enum syndic_status status =
		record_find(stays->handle, added->entity, added->id, arena, &now, &stands);
	if (status != SYNDIC_OK || !stands) return status;
	status = left_by_change(stays, added->entity, added->id, arena, &left, &before, &edited);
	if (status != SYNDIC_OK) return status;
	if (!record_equal(&left, &now)) {
		keep(stays, added, "it was edited since");
		return SYNDIC_OK;
	}
	return judge_referrers(stays, added, arena);
}

/* Keeps what the statement's rows name. */
static enum syndic_status keep_all(struct stays *stays, struct db_stmt *stmt, const char *id,
                                   const char *why)
{
	int step;
	db_bind_text(stmt, 1, id);
	while ((step = db_step(stmt)) == 1) {
		struct added *added = find(stays, db_text(stmt, 0));
		if (added) keep(stays, added, why);
	}
	db_finalize(stmt);
	return step < 0 ? stays->handle->error.code : SYNDIC_OK;
}

static enum syndic_status keep_dependents(struct stays *stays, const struct added *holder)
{
	struct db *db = stays->handle->db;
	struct db_stmt *stmt;
	enum syndic_status status = SYNDIC_OK;
	if (holder->entity == &entity_contract) {
		status = db_prepare(db, "SELECT id FROM membership WHERE contract = $1", &stmt);
		if (status == SYNDIC_OK) status = keep_all(stays, stmt, holder->id, "its contract stays");
	} else if (holder->entity == &entity_deal) {
		status = db_prepare(db, "SELECT id FROM stage_change WHERE " STAGE_CHANGES_OF_DEAL, &stmt);
		if (status == SYNDIC_OK) status = keep_all(stays, stmt, holder->id, "its deal stays");
	}
	return status;
}

/* What a record that stays refers to stays. */
static enum syndic_status follow(struct stays *stays, const struct added *holder,
                                 struct arena *arena)
{
	struct record now;
	bool stands;
	enum syndic_status status =
		record_find(stays->handle, holder->entity, holder->id, arena, &now, &stands);
	if (status != SYNDIC_OK || !stands) return status;
	for (size_t f = 0; f < now.entity->field_count; f++) {
		if (!now.entity->fields[f].refers_to || now.values[f].kind != SYNDIC_STRING) continue;
		for (const char *at = now.values[f].text; *at; at += *at == ',') {
			char id[REFERENCE_SIZE] = "", noun[ENTITY_NOUN];
			size_t length = strcspn(at, ",");
			struct added *held;
			strncat(id, at, length < sizeof id ? length : sizeof id - 1);
			at += length;
			held = find(stays, id);
			if (held && !held->why) {
				keep(stays, held,
				     arena_printf(&stays->reasons, "%s %s refers to it",
				                  entity_noun(now.entity, noun), record_reference(&now, arena)));
			}
		}
	}
	return keep_dependents(stays, holder);
}

enum syndic_status stays_work_out(struct syndic *handle, const struct undone *undone,
                                  struct stays **out)
{
	struct stays *stays = mem_alloc(sizeof *stays);
	struct arena arena = {0};
	enum syndic_status status;
	*out = stays;
	stays->handle = handle;
	stays->undone = undone;
	status = load_added(stays);
	for (size_t i = 0; i < stays->count && status == SYNDIC_OK; i++) {
		status = judge(stays, &stays->added[i], &arena);
		arena_reset(&arena);
	}
	while (stays->waiting_count > 0 && status == SYNDIC_OK) {
		status = follow(stays, &stays->added[stays->waiting[--stays->waiting_count]], &arena);
		arena_reset(&arena);
	}
	arena_free(&arena);
	return status;
}

const char *stays_why(const struct stays *stays, const char *id)
{
	const struct added *added = find(stays, id);
	return added ? added->why : NULL;
}

bool stays_added(const struct stays *stays, const char *id)
{
	return find(stays, id) != NULL;
}

void stays_free(struct stays *stays)
{
	if (!stays) return;
	free(stays->added);
	free(stays->waiting);
	arena_free(&stays->reasons);
	free(stays);
}
