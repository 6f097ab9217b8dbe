#include "model/replay.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "model/change.h"
#include "model/compose.h"
#include "model/image.h"
#include "model/logged.h"
#include "model/moves.h"
#include "model/pipeline.h"
#include "model/stays.h"

/* A record that was edited or removed since, and so was there before. */
struct touched {
	const char *id;
	const struct syndic_entity *entity;
	bool odd;      /* it was not as its image says */
	bool returned; /* a deal that came back: its history has lost the numbers of changes */
};

struct replay {
	struct syndic *handle;
	int64_t first, first_row; /* the first change taken back, and of change_row */
	struct touched *touched;
	size_t count, capacity;
	struct arena ids, text; /* of those touched; of the row under way */
	struct buf folded;
	bool recount; /* deals or stages were written */
};

/* A row of the log. */
struct row {
	int64_t number;
	const struct syndic_entity *entity;
	const char *id, *operation;
	struct record before, after;
	uint64_t mask; /* fields that an edit names */
};

static struct touched *touch(struct replay *replay, const struct row *row)
{
	enum { AT_FIRST = 64 };
	struct touched *one;
	if (replay->count == replay->capacity) {
		replay->capacity = replay->capacity ? 2 * replay->capacity : AT_FIRST;
		replay->touched = mem_resize(replay->touched, replay->capacity * sizeof *replay->touched);
	}
	one = &replay->touched[replay->count++];
	*one = (struct touched){.id = arena_copy(&replay->ids, row->id), .entity = row->entity};
	return one;
}

static enum syndic_status run(struct syndic *handle, struct db_stmt *stmt)
{
	int step = db_step(stmt);
	db_reset(stmt);
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

/* The same for a statement that is not kept by compose. */
static enum syndic_status run_once(struct syndic *handle, struct db_stmt *stmt)
{
	enum syndic_status status = run(handle, stmt);
	db_finalize(stmt);
	return status;
}

/* Another program's row may hold what is unique: then the record stays away, and counts as odd. */
static enum syndic_status unless_taken(struct syndic *handle, enum syndic_status status, bool *odd)
{
	if (status != SYNDIC_CONFLICT) return status;
	error_clear(handle);
	*odd = true;
	return SYNDIC_OK;
}

/* ---- stage history ---- */

static enum syndic_status forget_moves(struct syndic *handle, const char *deal, int64_t from)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db,
	               "DELETE FROM stage_change WHERE " STAGE_CHANGES_OF_DEAL " AND position >= $2",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, deal);
	db_bind_int(stmt, 2, from);
	return run_once(handle, stmt);
}

/* The row that the trigger made of a move goes. What stands behind it was moved later still, by
 * another program. */
static enum syndic_status forget_move(struct replay *replay, const struct row *row, bool *odd)
{
	struct syndic *handle = replay->handle;
	struct db_stmt *stmt;
	int64_t position = 0, end = 0;
	enum syndic_status status = db_prepare(
		handle->db,
		"SELECT position, from_stage, stage FROM stage_change WHERE " STAGE_CHANGES_OF_DEAL
		" ORDER BY position DESC",
		&stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, row->id);
	while (!position && db_step(stmt) == 1) {
		if (!end) end = db_int(stmt, 0);
		if (text_equal(db_text(stmt, 1), record_text(&row->before, "stage")) &&
		    text_equal(db_text(stmt, 2), record_text(&row->after, "stage")))
			position = db_int(stmt, 0);
	}
	db_finalize(stmt);
	if (handle->error.code != SYNDIC_OK) return handle->error.code;
	if (position != end || !position) *odd = true;
	return position ? forget_moves(handle, row->id, position) : SYNDIC_OK;
}

static enum syndic_status last_position(struct syndic *handle, const char *deal, int64_t *out)
{
	struct db_stmt *stmt;
	enum syndic_status status = db_prepare(
		handle->db,
		"SELECT coalesce(max(position), 0) FROM stage_change WHERE " STAGE_CHANGES_OF_DEAL, &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, deal);
	*out = db_step(stmt) == 1 ? db_int(stmt, 0) : 0;
	db_finalize(stmt);
	return handle->error.code;
}

static const char *id_of(const char *deal, const struct move *move, char out[REFERENCE_SIZE])
{
	snprintf(out, REFERENCE_SIZE, "%s.%" PRId64, deal, move->position);
	return out;
}

static enum syndic_status put_move(struct syndic *handle, const char *deal, const struct move *move)
{
	char id[REFERENCE_SIZE];
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db,
	               "INSERT INTO stage_change (id, deal, position, from_stage, stage, since, change)"
	               " VALUES ($1, $2, $3, $4, $5, $6, $7)",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, id_of(deal, move, id));
	db_bind_text(stmt, 2, deal);
	db_bind_int(stmt, 3, move->position);
	db_bind_text(stmt, 4, move->from_stage);
	db_bind_text(stmt, 5, move->stage);
	db_bind_text(stmt, 6, move->since);
	if (move->change) db_bind_int(stmt, 7, move->change);
	return run_once(handle, stmt);
}

/* An undo dropped rows without a word: the log tells what there was before. */
static enum syndic_status restore_moves(struct syndic *handle, const struct row *row)
{
	struct moves moves;
	int64_t end;
	enum syndic_status status = moves_read(handle, row->id, row->number, &moves);
	if (status == SYNDIC_OK) status = last_position(handle, row->id, &end);
	for (size_t i = 0; status == SYNDIC_OK && i < moves.count; i++) {
		if (moves.items[i].position > end) status = put_move(handle, row->id, &moves.items[i]);
	}
	moves_free(&moves);
	return status;
}

/* The history of a deal that came back has its rows from the log, which does not name the change of
 * each. */
static enum syndic_status number_moves(struct replay *replay, const char *deal)
{
	struct syndic *handle = replay->handle;
	struct db_stmt *stmt = NULL;
	struct moves moves;
	char id[REFERENCE_SIZE];
	enum syndic_status status;
	TRY(moves_read(handle, deal, replay->first_row, &moves));
	TRY(db_prepare(handle->db, "UPDATE stage_change SET change = $1 WHERE id = $2 AND stage = $3",
	               &stmt));
	for (size_t i = 0; i < moves.count; i++) {
		if (!moves.items[i].change) continue;
		db_bind_int(stmt, 1, moves.items[i].change);
		db_bind_text(stmt, 2, id_of(deal, &moves.items[i], id));
		db_bind_text(stmt, 3, moves.items[i].stage);
		TRY(run(handle, stmt));
	}
out:
	db_finalize(stmt);
	moves_free(&moves);
	return status;
}

/* ---- row by row ---- */

static enum syndic_status drop(struct syndic *handle, const struct row *row)
{
	struct db_stmt *stmt;
	enum syndic_status status = compose_delete(handle, row->entity, &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, row->id);
	return run(handle, stmt);
}

static void bind_tail(struct replay *replay, struct db_stmt *stmt, const struct record *record,
                      int *n)
{
	if (entity_is_searched(record->entity)) {
		buf_reset(&replay->folded);
		record_fold(&replay->folded, record);
		db_bind(stmt, ++*n,
		        (struct syndic_value){SYNDIC_STRING, 0, buf_text(&replay->folded),
		                              replay->folded.length});
	}
	if (record->entity == &entity_deal) db_bind_int(stmt, ++*n, 0); /* known at the end */
}

static enum syndic_status take_back_add(struct replay *replay, const struct row *row)
{
	enum syndic_status status = drop(replay->handle, row);
	if (status == SYNDIC_OK && row->entity == &entity_deal)
		status = forget_moves(replay->handle, row->id, 1);
	return status;
}

static enum syndic_status put(struct replay *replay, const struct record *record, bool *odd)
{
	struct db_stmt *stmt;
	int n = (int)record->entity->field_count;
	enum syndic_status status = compose_insert(replay->handle, record->entity, &stmt);
	if (status != SYNDIC_OK) return status;
	for (int i = 0; i < n; i++)
		db_bind(stmt, i + 1, record->values[i]);
	bind_tail(replay, stmt, record, &n);
	return unless_taken(replay->handle, run(replay->handle, stmt), odd);
}

static enum syndic_status take_back_remove(struct replay *replay, const struct row *row)
{
	struct touched *touched = touch(replay, row);
	enum syndic_status status;
	touched->returned = row->entity == &entity_deal;
	status = take_back_add(replay, row); /* another program may have put something there */
	return status == SYNDIC_OK ? put(replay, &row->before, &touched->odd) : status;
}

static enum syndic_status write_back(struct replay *replay, const struct row *row,
                                     const struct record *back)
{
	struct db_stmt *stmt;
	int n = 0;
	enum syndic_status status = compose_update(replay->handle, row->entity, row->mask, &stmt);
	if (status != SYNDIC_OK) return status;
	for (size_t i = 0; i < row->entity->field_count; i++) {
		if (row->mask & UINT64_C(1) << i) db_bind(stmt, ++n, back->values[i]);
	}
	bind_tail(replay, stmt, back, &n);
	db_bind_text(stmt, ++n, row->id);
	return run(replay->handle, stmt);
}

static enum syndic_status take_back_edit(struct replay *replay, const struct row *row,
                                         const struct undone *change)
{
	struct syndic *handle = replay->handle;
	struct touched *touched = touch(replay, row);
	struct record back;
	bool stands, moved;
	enum syndic_status status =
		record_find(handle, row->entity, row->id, &replay->text, &back, &stands);
	if (status != SYNDIC_OK) return status;
	if (!stands) {
		touched->odd = true;
		return SYNDIC_OK;
	}
	for (size_t i = 0; i < row->entity->field_count; i++) {
		if (!(row->mask & UINT64_C(1) << i)) continue;
		if (!value_equal(back.values[i], row->after.values[i])) touched->odd = true;
		back.values[i] = row->before.values[i];
	}
	if (row->mask) status = unless_taken(handle, write_back(replay, row, &back), &touched->odd);
	moved = row->entity == &entity_deal && record_has(&row->before, "stage");
	if (status != SYNDIC_OK || !moved) return status;
	/* An undo of the move, or the move itself and what put it back. */
	return change->puts_back ? restore_moves(handle, row) : forget_move(replay, row, &touched->odd);
}

static enum syndic_status take_back_row(struct replay *replay, struct db_stmt *stmt,
                                        const struct undone *change)
{
	enum { NUMBER, ENTITY, RECORD, OPERATION, BEFORE, AFTER };
	struct syndic *handle = replay->handle;
	struct row row = {.number = db_int(stmt, NUMBER),
	                  .entity = syndic_entity_find(db_text(stmt, ENTITY)),
	                  .id = db_text(stmt, RECORD),
	                  .operation = db_text(stmt, OPERATION)};
	uint64_t had, has;
	enum syndic_status status;
	if (!row.entity) return SYNDIC_OK;
	record_init(&row.before, row.entity);
	record_init(&row.after, row.entity);
	TRY(image_read(handle, db_text(stmt, BEFORE), &replay->text, &row.before, &had));
	TRY(image_read(handle, db_text(stmt, AFTER), &replay->text, &row.after, &has));
	record_set_text(&row.before, "id", row.id);
	record_set_text(&row.after, "id", row.id);
	row.mask = had | has;
	replay->recount |= row.entity == &entity_deal || row.entity == &entity_stage;
	if (strcmp(row.operation, "add") == 0) {
		status = take_back_add(replay, &row);
	} else if (strcmp(row.operation, "remove") == 0) {
		status = take_back_remove(replay, &row);
	} else {
		status = take_back_edit(replay, &row, change);
	}
out:
	arena_reset(&replay->text);
	return status;
}

static enum syndic_status take_back_change(struct replay *replay, const struct undone *change)
{
	struct syndic *handle = replay->handle;
	struct db_stmt *stmt;
	int step = 0;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT number, entity, record, operation, before, after FROM change_row"
	               " WHERE number >= $1 AND number < $2 ORDER BY number DESC",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_int(stmt, 1, change->first_row);
	db_bind_int(stmt, 2, change->first_row + change->row_count);
	while (status == SYNDIC_OK && (step = db_step(stmt)) == 1)
		status = take_back_row(replay, stmt, change);
	db_finalize(stmt);
	return step < 0 ? handle->error.code : status;
}

static enum syndic_status take_back_all(struct replay *replay)
{
	struct syndic *handle = replay->handle;
	struct db_stmt *stmt;
	int step = 0;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT number, first_row, row_count, undoes FROM change WHERE number >= $1"
	               " ORDER BY number DESC",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_int(stmt, 1, replay->first);
	while (status == SYNDIC_OK && (step = db_step(stmt)) == 1) {
		struct undone change = {.number = db_int(stmt, 0),
		                        .first_row = db_int(stmt, 1),
		                        .row_count = db_int(stmt, 2),
		                        .undoes = db_int(stmt, 3)};
		status = undone_root(handle, &change);
		if (status == SYNDIC_OK) status = take_back_change(replay, &change);
	}
	db_finalize(stmt);
	return step < 0 ? handle->error.code : status;
}

/* ---- the log itself ---- */

static enum syndic_status forget_log(struct replay *replay)
{
	struct syndic *handle = replay->handle;
	struct db_stmt *stmt;
	enum syndic_status status;
	TRY(db_prepare(handle->db,
	               "DELETE FROM import_row WHERE batch IN"
	               " (SELECT b.id FROM import_batch AS b WHERE b.change >= $1)",
	               &stmt));
	db_bind_int(stmt, 1, replay->first);
	TRY(run_once(handle, stmt));
	TRY(db_prepare(handle->db, "DELETE FROM import_batch WHERE change >= $1", &stmt));
	db_bind_int(stmt, 1, replay->first);
	TRY(run_once(handle, stmt));
	TRY(db_prepare(handle->db, "DELETE FROM change_row WHERE number >= $1", &stmt));
	db_bind_int(stmt, 1, replay->first_row);
	TRY(run_once(handle, stmt));
	TRY(db_prepare(handle->db, "DELETE FROM change WHERE number >= $1", &stmt));
	db_bind_int(stmt, 1, replay->first);
	status = run_once(handle, stmt);
out:
	return status;
}

/* Each undo marks what it takes back, and lets count again what that had taken back: in their
 * order, as they were written. */
static enum syndic_status mark_undone(struct syndic *handle)
{
	struct db_stmt *undo = NULL, *mark = NULL, *clear = NULL;
	int step;
	enum syndic_status status = db_exec(handle->db, "UPDATE change SET undone_by = NULL"
	                                                " WHERE undone_by IS NOT NULL");
	if (status != SYNDIC_OK) goto out;
	TRY(db_prepare(handle->db,
	               "SELECT number, undoes FROM change WHERE undoes IS NOT NULL ORDER BY number",
	               &undo));
	TRY(db_prepare(handle->db, "UPDATE change SET undone_by = $1 WHERE number = $2", &mark));
	TRY(db_prepare(handle->db,
	               "UPDATE change SET undone_by = NULL"
	               " WHERE number = (SELECT c.undoes FROM change AS c WHERE c.number = $1)",
	               &clear));
	while ((step = db_step(undo)) == 1) {
		db_bind_int(mark, 1, db_int(undo, 0));
		db_bind_int(mark, 2, db_int(undo, 1));
		TRY(run(handle, mark));
		db_bind_int(clear, 1, db_int(undo, 1));
		TRY(run(handle, clear));
	}
	if (step < 0) status = handle->error.code;
out:
	db_finalize(undo);
	db_finalize(mark);
	db_finalize(clear);
	return status;
}

/* The change that wrote a deal last; 0 where none of ours did. */
static enum syndic_status number_deal(struct syndic *handle, const char *deal)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db,
	               "UPDATE deal SET change = coalesce((SELECT max(c.number) FROM change AS c WHERE"
	               " c.row_count > 0 AND c.first_row <= (SELECT max(r.number) FROM change_row AS r"
	               " WHERE r.record = $1)), 0) WHERE id = $1",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, deal);
	return run_once(handle, stmt);
}

/* ---- what the log cannot know ---- */

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct touched *)a)->id, ((const struct touched *)b)->id);
}

/* Each record once. */
static void unite(struct replay *replay)
{
	size_t kept = 0;
	if (replay->count) qsort(replay->touched, replay->count, sizeof *replay->touched, by_id);
	for (size_t i = 0; i < replay->count; i++) {
		struct touched *one = &replay->touched[i];
		if (kept && by_id(&replay->touched[kept - 1], one) == 0) {
			replay->touched[kept - 1].odd |= one->odd;
			replay->touched[kept - 1].returned |= one->returned;
		} else {
			replay->touched[kept++] = *one;
		}
	}
	replay->count = kept;
}

/* Is it unknown what the record held? Where the log does not let it stand, and it does not, nothing
 * was held. One that another program removed is as the log left it, if that tells all of it. */
static enum syndic_status settle(struct replay *replay, const struct touched *touched,
                                 bool *doubtful)
{
	struct record now;
	struct logged logged;
	bool stands, taken;
	enum syndic_status status;
	arena_reset(&replay->text);
	TRY(logged_read(replay->handle, touched->entity, touched->id, &replay->text, &logged));
	TRY(record_find(replay->handle, touched->entity, touched->id, &replay->text, &now, &stands));
	*doubtful = !logged_fits(&logged, stands ? &now : NULL) || (touched->odd && stands);
	if (!stands && logged.any && !logged.gone && logged.has == UINT64_MAX)
		TRY(put(replay, &logged.record, &taken));
	if (touched->entity == &entity_deal) TRY(number_deal(replay->handle, touched->id));
	if (touched->returned) TRY(number_moves(replay, touched->id));
out:
	return status;
}

static enum syndic_status settle_all(struct replay *replay)
{
	size_t doubtful = 0;
	for (size_t i = 0; i < replay->count; i++) {
		bool is;
		enum syndic_status status;
		if (replay->touched[i].entity->flags & SYNDIC_TRAIL) continue;
		status = settle(replay, &replay->touched[i], &is);
		if (status != SYNDIC_OK) return status;
		doubtful += is;
	}
	if (doubtful)
		change_note(replay->handle,
		            "%zu %s changed by another program: what %s held then is not known; "
		            "syndic check names them",
		            doubtful, doubtful == 1 ? "row was" : "rows were",
		            doubtful == 1 ? "it" : "they");
	return SYNDIC_OK;
}

/* ---- the whole ---- */

/* The first change after the day. One that was written after it happened after it, too, whatever
 * its clock said. */
static enum syndic_status find_first(struct replay *replay)
{
	struct syndic *handle = replay->handle;
	struct db_stmt *stmt = NULL;
	char end[TIME_SIZE];
	enum syndic_status status;
	snprintf(end, sizeof end, "%sT23:59:59Z", handle->as_of);
	TRY(db_prepare(handle->db,
	               "SELECT number, first_row, (SELECT count(*) FROM change AS e WHERE"
	               " e.number > change.number AND e.at <= $1) FROM change WHERE at > $1"
	               " ORDER BY number LIMIT 1",
	               &stmt));
	db_bind_text(stmt, 1, end);
	if (db_step(stmt) == 1) {
		int64_t early = db_int(stmt, 2);
		replay->first = db_int(stmt, 0);
		replay->first_row = db_int(stmt, 1);
		if (early)
			change_note(handle,
			            "a clock was wrong: %" PRId64 " %s dated before change %" PRId64
			            ", and written after it; they are left out with it",
			            early, early == 1 ? "change is" : "changes are", replay->first);
	}
	status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

enum syndic_status replay(struct syndic *handle)
{
	struct replay replay = {.handle = handle};
	enum syndic_status status;
	change_renew(handle);
	TRY(find_first(&replay));
	if (!replay.first) goto out;
	TRY(db_lift_rules(handle->db));
	TRY(db_begin(handle->db));
	TRY(take_back_all(&replay));
	unite(&replay);
	TRY(forget_log(&replay));
	TRY(mark_undone(handle));
	TRY(settle_all(&replay));
	if (replay.recount) TRY(change_recount(handle));
	status = db_commit(handle->db);
out:
	db_rollback(handle->db);
	stages_forget(handle);
	free(replay.touched);
	arena_free(&replay.ids);
	arena_free(&replay.text);
	buf_free(&replay.folded);
	return status == SYNDIC_OK ? db_freeze(handle->db) : status;
}
