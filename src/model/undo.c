/*
 * Undo: the rows of a change, last to first, each taken back as far as nobody has written there since:
 *   added    goes, if it still is as it was added and nothing refers to it
 *   edited   each field goes back if it still holds what the change wrote
 *   removed  comes back, unless something else took its place
 * What stays is named. An undo is a change itself; taking one back lets the original count again.
 */
#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "model/change.h"
#include "model/image.h"
#include "model/pipeline.h"
#include "model/stays.h"

static enum syndic_status find_change(struct syndic *handle, int64_t number, struct undone *out)
{
	struct db_stmt *stmt;
	enum syndic_status status;
	int step;
	if (number) {
		status = db_prepare(
			handle->db,
			"SELECT number, first_row, row_count, undoes, undone_by FROM change WHERE number = $1",
			&stmt);
		if (status != SYNDIC_OK) return status;
		db_bind_int(stmt, 1, number);
	} else {
		status =
			db_prepare(handle->db,
		               "SELECT number, first_row, row_count, undoes, undone_by FROM change"
		               " WHERE undoes IS NULL AND undone_by IS NULL ORDER BY number DESC LIMIT 1",
		               &stmt);
		if (status != SYNDIC_OK) return status;
	}
	step = db_step(stmt);
	if (step == 1)
		*out = (struct undone){db_int(stmt, 0), db_int(stmt, 1), db_int(stmt, 2), db_int(stmt, 3),
		                       !db_is_null(stmt, 4)};
	db_finalize(stmt);
	if (step < 0) return handle->error.code;
	if (step == 0) {
		(void)error_set(handle, SYNDIC_NOT_FOUND, "change", NULL, NULL,
		                number ? "there is no change %lld" : "there is nothing to undo",
		                (long long)number);
		error_help(handle, "syndic history");
		return SYNDIC_NOT_FOUND;
	}
	if (out->gone) {
		(void)error_set(handle, SYNDIC_CONFLICT, "change", NULL, NULL,
		                "change %lld is undone already", (long long)number);
		error_help(handle, "syndic history");
		return SYNDIC_CONFLICT;
	}
	return SYNDIC_OK;
}

/* An undo must leave no deal's history of its own: what the trigger added for it goes. */
static enum syndic_status drop_trigger_row(struct syndic *handle, const struct record *deal)
{
	struct db_stmt *stmt;
	int64_t number;
	enum syndic_status status = change_number(handle, &number);
	if (status != SYNDIC_OK) return status;
	status = db_prepare(handle->db,
	                    "DELETE FROM stage_change WHERE " STAGE_CHANGES_OF_DEAL " AND change = $2",
	                    &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(deal, "id"));
	db_bind_int(stmt, 2, number);
	if (db_step(stmt) < 0) status = handle->error.code;
	db_finalize(stmt);
	return status;
}

/* The history row that the change's own move left; a row that came back by an undo has lost its
 * change's number. */
static enum syndic_status drop_move(struct syndic *handle, const struct record *moved,
                                    int64_t number, struct arena *arena)
{
	struct db_stmt *stmt;
	struct record row;
	char id[2 * ULID_SIZE] = "";
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT id FROM stage_change WHERE " STAGE_CHANGES_OF_DEAL
	               " AND stage = $2 AND position > 1"
	               " AND (change = $3 OR change IS NULL) ORDER BY position DESC LIMIT 1",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(moved, "id"));
	db_bind(stmt, 2, record_get(moved, "stage"));
	db_bind_int(stmt, 3, number);
	if (db_step(stmt) == 1) strncat(id, db_text(stmt, 0), sizeof id - 1);
	db_finalize(stmt);
	if (!id[0]) return SYNDIC_OK;
	status = record_load(handle, &entity_stage_change, id, arena, &row);
	return status == SYNDIC_OK ? record_delete(handle, &row, RECORD_RAW) : status;
}

static enum syndic_status take_back_add(struct syndic *handle, const struct stays *stays,
                                        const struct record *now, struct arena *arena)
{
	const char *why = stays_why(stays, record_text(now, "id"));
	if (!why) return record_delete(handle, now, RECORD_RAW);
	change_note(handle, "%s %s stays: %s", now->entity->name, record_reference(now, arena), why);
	return SYNDIC_OK;
}

/* A contract that stays keeps its deal won: the fields of the win go back together or not at all. */
static bool win_stays(struct syndic *handle, const struct record *deal, const struct record *before,
                      uint64_t mask, struct arena *arena)
{
	int stage = syndic_field_find(deal->entity, "stage");
	struct record contract;
	bool found;
	if (deal->entity != &entity_deal || !(mask & UINT64_C(1) << stage) ||
	    !record_has(deal, "contract"))
		return false;
	if (!stage_is(stages_find(handle, record_text(deal, "stage")), "won")) return false;
	if (stage_is(stages_find(handle, before->values[stage].text), "won")) return false;
	if (record_find(handle, &entity_contract, record_text(deal, "contract"), arena, &contract,
	                &found) != SYNDIC_OK ||
	    !found)
		return false;
	/* A contract of its own that still stands was kept by this undo; a linked one is only let go of. */
	return text_equal(record_text(&contract, "deal"), record_text(deal, "id"));
}

static enum syndic_status take_back_edit(struct syndic *handle, const struct undone *undone,
                                         const struct record *before, const struct record *after,
                                         uint64_t mask, const struct record *now,
                                         struct arena *arena)
{
	enum syndic_status status;
	struct record back = *now;
	char *name = record_reference(now, arena);
	bool moved;
	if (win_stays(handle, now, before, mask, arena)) {
		change_note(handle, "deal %s stays won: its contract stays", name);
		return SYNDIC_OK;
	}
	for (size_t i = 0; i < now->entity->field_count; i++) {
		if (!(mask & UINT64_C(1) << i)) continue;
		if (value_equal(now->values[i], after->values[i])) {
			back.values[i] = before->values[i];
		} else if (!value_equal(now->values[i], before->values[i])) {
			change_note(handle, "%s %s keeps its %s: it was edited since", now->entity->name, name,
			            now->entity->fields[i].name);
		}
	}
	if (record_equal(now, &back)) return SYNDIC_OK;
	moved = now->entity == &entity_deal &&
	        !value_equal(record_get(now, "stage"), record_get(&back, "stage"));
	status = record_update(handle, now, &back, RECORD_RAW, arena);
	if (status == SYNDIC_OK && moved) status = drop_trigger_row(handle, now);
	if (status == SYNDIC_OK && moved) status = drop_move(handle, now, undone->number, arena);
	return status;
}

static bool column_taken(struct syndic *handle, const struct record *record)
{
	char id[REFERENCE_SIZE];
	const char *reference = record->entity->reference;
	if (strcmp(reference, "id") == 0 || strcmp(reference, "number") == 0) return false;
	return resolve_exact(handle, record->entity, record_text(record, reference), NULL, id) ==
	           SYNDIC_OK &&
	       record_text(record, reference) != NULL && strcmp(id, record_text(record, "id")) != 0;
}

static enum syndic_status take_back_remove(struct syndic *handle, struct record *removed,
                                           struct arena *arena)
{
	if (removed->entity != &entity_stage && column_taken(handle, removed)) {
		change_note(handle, "%s %s does not come back: another has its name", removed->entity->name,
		            record_reference(removed, arena));
		return SYNDIC_OK;
	}
	return record_insert(handle, removed, RECORD_RAW, arena);
}

static enum syndic_status take_back(struct syndic *handle, const struct undone *undone,
                                    const struct stays *stays, struct db_stmt *stmt,
                                    struct arena *arena)
{
	enum syndic_status status;
	const struct syndic_entity *entity = syndic_entity_find(db_text(stmt, 0));
	const char *id = arena_copy(arena, db_text(stmt, 1)), *operation = db_text(stmt, 2);
	struct record before, after, now;
	uint64_t had, has;
	bool stands;
	if (!entity) return SYNDIC_OK;
	record_init(&before, entity);
	record_init(&after, entity);
	if ((status = image_read(handle, db_text(stmt, 3), arena, &before, &had)) != SYNDIC_OK)
		return status;
	if ((status = image_read(handle, db_text(stmt, 4), arena, &after, &has)) != SYNDIC_OK)
		return status;
	record_set_text(&before, "id", id);
	record_set_text(&after, "id", id);
	if ((status = record_find(handle, entity, id, arena, &now, &stands)) != SYNDIC_OK)
		return status;
	if (strcmp(operation, "remove") == 0)
		return stands ? SYNDIC_OK : take_back_remove(handle, &before, arena);
	if (!stands) {
		change_note(handle, "%s %s is gone since", entity->name,
		            record_has(&after, entity->reference) ? record_reference(&after, arena) : id);
		return SYNDIC_OK;
	}
	if (strcmp(operation, "add") == 0) return take_back_add(handle, stays, &now, arena);
	if (stays_added(stays, id)) return SYNDIC_OK; /* with its add, or not at all */
	return take_back_edit(handle, undone, &before, &after, had | has, &now, arena);
}

static enum syndic_status take_back_rows(struct syndic *handle, const struct undone *undone)
{
	struct db_stmt *stmt = NULL;
	struct stays *stays = NULL;
	struct arena arena = {0};
	enum syndic_status status;
	TRY(stays_work_out(handle, undone, &stays));
	TRY(db_prepare(
		handle->db,
		"SELECT entity, record, operation, before, after FROM change_row WHERE number = $1",
		&stmt));
	for (int64_t row = undone->first_row + undone->row_count - 1;
	     status == SYNDIC_OK && row >= undone->first_row; row--) {
		int step;
		db_bind_int(stmt, 1, row);
		step = db_step(stmt);
		if (step == 1) status = take_back(handle, undone, stays, stmt, &arena);
		if (step < 0) status = handle->error.code;
		db_reset(stmt);
		arena_reset(&arena);
	}
out:
	db_finalize(stmt);
	stays_free(stays);
	arena_free(&arena);
	return status;
}

static enum syndic_status mark(struct syndic *handle, const struct undone *undone)
{
	struct db_stmt *stmt;
	int64_t number;
	enum syndic_status status = change_number(handle, &number);
	if (status != SYNDIC_OK) return status;
	status = db_prepare(handle->db, "UPDATE change SET undone_by = $1 WHERE number = $2", &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_int(stmt, 1, number);
	db_bind_int(stmt, 2, undone->number);
	if (db_step(stmt) < 0) status = handle->error.code;
	db_reset(stmt);
	if (status == SYNDIC_OK && undone->undoes) {
		/* The undo is undone: what it took back counts again. */
		db_bind(stmt, 1, value_null());
		db_bind_int(stmt, 2, undone->undoes);
		if (db_step(stmt) < 0) status = handle->error.code;
	}
	db_finalize(stmt);
	return status;
}

enum syndic_status syndic_undo(struct syndic *handle, int64_t number)
{
	enum syndic_status status;
	struct undone undone = {0};
	error_clear(handle);
	db_expect_bulk(handle->db);
	status = change_begin(handle);
	if (status != SYNDIC_OK) return status;
	TRY(db_defer_references(handle->db));
	TRY(find_change(handle, number, &undone));
	handle->change->undoes = undone.number;
	TRY(take_back_rows(handle, &undone));
	if (handle->change->rows == 0) {
		status = error_set(handle, SYNDIC_CONFLICT, "change", NULL, NULL,
		                   "nothing of change %lld can be taken back: all of it was written to "
		                   "since, or is in use",
		                   (long long)undone.number);
		error_help(handle, "syndic history %lld", (long long)undone.number);
		goto out;
	}
	status = mark(handle, &undone);
out:
	return change_end(handle, status);
}
