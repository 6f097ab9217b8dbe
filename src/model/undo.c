/*
 * Undo: the rows of a change, last to first, each taken back as far as nobody has written there since:
 *   added    goes, if it still is as it was added and nothing refers to it
 *   edited   each field goes back if it still holds what the change wrote
 *   removed  comes back, unless something else took its place or what it referred to is gone
 * What stays is named. An undo is a change itself; taking one back lets the original count again.
 */
#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "model/change.h"
#include "model/check.h"
#include "model/image.h"
#include "model/pipeline.h"
#include "model/scenario.h"
#include "model/transition.h"
#include "model/undo_moves.h"
#include "model/unmove.h"

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
		status = db_prepare(handle->db,
		                    "SELECT number, first_row, row_count, undoes, undone_by FROM change"
		                    " WHERE undoes IS NULL AND undone_by IS NULL AND row_count > 0 ORDER "
		                    "BY number DESC LIMIT 1",
		                    &stmt);
		if (status != SYNDIC_OK) return status;
	}
	step = db_step(stmt);
	if (step == 1)
		*out = (struct undone){.number = db_int(stmt, 0),
		                       .first_row = db_int(stmt, 1),
		                       .row_count = db_int(stmt, 2),
		                       .undoes = db_int(stmt, 3),
		                       .gone = !db_is_null(stmt, 4)};
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

enum syndic_status undone_root(struct syndic *handle, struct undone *undone)
{
	struct db_stmt *stmt;
	int64_t next = undone->undoes;
	enum syndic_status status =
		db_prepare(handle->db, "SELECT undoes FROM change WHERE number = $1", &stmt);
	if (status != SYNDIC_OK) return status;
	undone->root = undone->number;
	while (next && handle->error.code == SYNDIC_OK) {
		undone->root = next;
		undone->puts_back = !undone->puts_back;
		db_bind_int(stmt, 1, next);
		next = db_step(stmt) == 1 ? db_int(stmt, 0) : 0;
		db_reset(stmt);
	}
	db_finalize(stmt);
	return handle->error.code;
}

/* The undo under way. */
struct undo {
	struct syndic *handle;
	const struct undone *undone;
	struct stays *stays;
	struct returns *returns;
	struct arena text; /* of the row under way */
};

/* One of its rows: the record as the change found and left it, and as it stands. */
struct row {
	struct record before, after, now;
	uint64_t mask; /* fields that were edited */
};

static const char *noun_of(struct undo *undo, const struct syndic_entity *entity)
{
	char noun[ENTITY_NOUN];
	return arena_copy(&undo->text, entity_noun(entity, noun));
}

/* A rule that a record would break: its refusal, as a reason to leave the record alone. */
static enum syndic_status broken_rule(struct undo *undo, const struct record *now,
                                      const struct record *back, const char **why)
{
	struct syndic *handle = undo->handle;
	struct record copy = *back;
	enum syndic_status status = SYNDIC_OK;
	*why = NULL;
	if (back->entity == &entity_deal) {
		status = unmove_unsound(handle, undo->returns, back, why);
		if (status == SYNDIC_OK && !*why) status = check_term(handle, back, "starts_on", "ends_on");
	} else if (back->entity == &entity_scenario_change) {
		status = scenario_change_fits(handle, back); /* what it names may be gone */
	} else if (!(back->entity->flags & SYNDIC_TRAIL)) {
		status = record_check(handle, now, &copy, &undo->text);
	}
	if (status == SYNDIC_OK || status == SYNDIC_FAILED || status == SYNDIC_LOCKED) return status;
	*why = arena_copy(&undo->text, handle->error.message);
	error_clear(handle);
	return SYNDIC_OK;
}

static enum syndic_status take_back_add(struct undo *undo, const struct row *row)
{
	const struct record *now = &row->now;
	const char *why = stays_why(undo->stays, record_text(now, "id"));
	if (now->entity == &entity_transition && undo_moves_stays(undo->stays, now)) return SYNDIC_OK;
	if (!why) {
		/* Moves of others name it, such as of a pledge that was its for a while. */
		enum syndic_status status = transition_drop(undo->handle, now, &undo->text);
		return status == SYNDIC_OK ? record_delete(undo->handle, now, RECORD_RAW) : status;
	}
	change_note(undo->handle, "%s %s stays: %s", noun_of(undo, now->entity),
	            record_reference(now, &undo->text), why);
	return SYNDIC_OK;
}

static enum syndic_status take_back_remove(struct undo *undo, struct record *removed)
{
	const char *id = record_text(removed, "id"), *why = returns_why(undo->returns, id);
	enum syndic_status status = SYNDIC_OK;
	/* What it refers to may have been refused since that was worked out. */
	for (size_t f = 0; f < removed->entity->field_count && !why; f++) {
		bool refers;
		status = returns_refers(undo->returns, removed, f, &refers);
		if (status != SYNDIC_OK) return status;
		if (!refers)
			why = arena_printf(&undo->text, "its %s is gone", removed->entity->fields[f].name);
	}
	if (!why) status = broken_rule(undo, NULL, removed, &why);
	if (status != SYNDIC_OK) return status;
	if (!why) return record_insert(undo->handle, removed, RECORD_RAW, &undo->text);
	returns_refuse(undo->returns, id, why);
	change_note(undo->handle, "%s %s does not come back: %s", noun_of(undo, removed->entity),
	            record_reference(removed, &undo->text), why);
	return SYNDIC_OK;
}

static void keeps(struct undo *undo, const struct record *now, const char *field, const char *why)
{
	change_note(undo->handle, "%s %s keeps its %s: %s", noun_of(undo, now->entity),
	            record_reference(now, &undo->text), field, why);
}

/* The fields of an edit, one by one; `stage_stays` where those that go with a deal's stage do. */
static enum syndic_status fields_back(struct undo *undo, const struct row *row, bool stage_stays,
                                      struct record *back)
{
	const struct record *now = &row->now;
	for (size_t i = 0; i < now->entity->field_count; i++) {
		const char *name = now->entity->fields[i].name;
		enum syndic_status status;
		bool refers;
		if (!(row->mask & UINT64_C(1) << i)) continue;
		if (stage_stays && unmove_field(i)) continue;
		if (!value_equal(now->values[i], row->after.values[i])) {
			if (!value_equal(now->values[i], row->before.values[i]))
				keeps(undo, now, name, "it was edited since");
			continue;
		}
		status = returns_refers(undo->returns, &row->before, i, &refers);
		if (status != SYNDIC_OK) return status;
		if (refers) {
			back->values[i] = row->before.values[i];
		} else {
			keeps(undo, now, name, "the one before is gone");
		}
	}
	return SYNDIC_OK;
}

static enum syndic_status places_back(struct undo *undo, const struct record *now,
                                      struct record *back)
{
	const char *field;
	enum syndic_status status;
	while ((status = place_taken(undo->handle, back, &field)) == SYNDIC_OK && field) {
		if (value_equal(record_get(back, field), record_get(now, field))) break;
		keeps(undo, now, field, "another has the one before");
		record_set(back, field, record_get(now, field));
		if (strcmp(field, "external_id") == 0)
			record_set(back, "source", record_get(now, "source"));
	}
	return status;
}

static enum syndic_status take_back_edit(struct undo *undo, const struct row *row)
{
	struct syndic *handle = undo->handle;
	const struct record *now = &row->now;
	struct record back = *now;
	const char *why = NULL;
	enum syndic_status status = SYNDIC_OK;
	bool of_deal = now->entity == &entity_deal;
	bool moves = of_deal && row->mask & UINT64_C(1) << syndic_field_find(&entity_deal, "stage");
	if (moves)
		status = unmove_why(handle, undo->undone, undo->returns, &row->before, &row->after,
		                    row->mask, now, &undo->text, &why);
	if (status != SYNDIC_OK) return status;
	if (why) {
		bool won = stage_is(stages_find(handle, record_text(now, "stage")), "won");
		change_note(handle, "deal %s %s: %s", record_reference(now, &undo->text),
		            won ? "stays won" : "keeps its stage", why);
	}
	status = fields_back(undo, row, why != NULL, &back);
	if (status == SYNDIC_OK) status = places_back(undo, now, &back);
	if (status != SYNDIC_OK || record_equal(now, &back)) return status;
	status = broken_rule(undo, now, &back, &why);
	if (status == SYNDIC_OK && why && !record_equal(now, &back)) {
		change_note(handle, "%s %s stays as it is: %s", noun_of(undo, now->entity),
		            record_reference(now, &undo->text), why);
		return SYNDIC_OK;
	}
	if (status == SYNDIC_OK) status = record_update(handle, now, &back, RECORD_RAW, &undo->text);
	if (status == SYNDIC_OK && of_deal &&
	    !value_equal(record_get(now, "stage"), record_get(&back, "stage")))
		status = unmove_history(handle, undo->undone, now, &back);
	return status;
}

static enum syndic_status take_back(struct undo *undo, struct db_stmt *stmt)
{
	struct syndic *handle = undo->handle;
	enum syndic_status status;
	const struct syndic_entity *entity = syndic_entity_find(db_text(stmt, 0));
	const char *id = arena_copy(&undo->text, db_text(stmt, 1)), *operation = db_text(stmt, 2);
	struct row row;
	uint64_t had, has;
	bool stands;
	if (!entity) return SYNDIC_OK;
	record_init(&row.before, entity);
	record_init(&row.after, entity);
	TRY(image_read(handle, db_text(stmt, 3), &undo->text, &row.before, &had));
	TRY(image_read(handle, db_text(stmt, 4), &undo->text, &row.after, &has));
	record_set_text(&row.before, "id", id);
	record_set_text(&row.after, "id", id);
	row.mask = had | has;
	TRY(record_find(handle, entity, id, &undo->text, &row.now, &stands));
	if (strcmp(operation, "remove") == 0) {
		if (!stands) status = take_back_remove(undo, &row.before);
	} else if (!stands) {
		change_note(handle, "%s %s is gone since", noun_of(undo, entity),
		            record_has(&row.after, entity->reference)
		                ? record_reference(&row.after, &undo->text)
		                : id);
	} else if (strcmp(operation, "add") == 0) {
		status = take_back_add(undo, &row);
	} else if (!stays_added(undo->stays, id)) { /* else with its add, or not at all */
		status = take_back_edit(undo, &row);
	}
out:
	return status;
}

static enum syndic_status take_back_rows(struct syndic *handle, const struct undone *undone)
{
	struct undo undo = {.handle = handle, .undone = undone};
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	TRY(stays_work_out(handle, undone, &undo.stays));
	TRY(returns_work_out(handle, undone, &undo.returns));
	TRY(db_prepare(
		handle->db,
		"SELECT entity, record, operation, before, after FROM change_row WHERE number = $1",
		&stmt));
	for (int64_t row = undone->first_row + undone->row_count - 1;
	     status == SYNDIC_OK && row >= undone->first_row; row--) {
		int step;
		db_bind_int(stmt, 1, row);
		step = db_step(stmt);
		if (step == 1) status = take_back(&undo, stmt);
		if (step < 0) status = handle->error.code;
		db_reset(stmt);
		arena_reset(&undo.text);
	}
out:
	db_finalize(stmt);
	stays_free(undo.stays);
	returns_free(undo.returns);
	arena_free(&undo.text);
	return status;
}

/* What was taken back must fit together with what was written since. */
static enum syndic_status check_whole(struct syndic *handle, const struct undone *undone)
{
	const struct change *change = handle->change;
	enum syndic_status status;
	struct db_stmt *stmt;
	char *odd = NULL;
	if (change->rows == 0) return SYNDIC_OK;
	status = db_prepare(
		handle->db,
		"WITH touched AS (SELECT record AS id FROM change_row WHERE number >= $1 AND number < $2)"
		" SELECT 'deal ' || d.slug FROM touched AS t JOIN deal AS d ON d.id = t.id"
		" JOIN stage AS s ON s.id = d.stage LEFT JOIN contract AS c ON c.id = d.contract"
		" WHERE s.pipeline <> d.pipeline OR (s.outcome = 'won' AND c.id IS NULL)"
		" OR (s.outcome <> 'won' AND d.contract IS NOT NULL)"
		" UNION ALL SELECT 'contract ' || c.slug FROM touched AS t JOIN contract AS c"
		" ON c.id = t.id OR c.deal = t.id JOIN deal AS d ON d.id = c.deal"
		" JOIN stage AS s ON s.id = d.stage WHERE s.outcome <> 'won' LIMIT 1",
		&stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_int(stmt, 1, change->first_row);
	db_bind_int(stmt, 2, change->first_row + change->rows);
	if (db_step(stmt) == 1) odd = arena_copy(&handle->change->text, db_text(stmt, 0));
	db_finalize(stmt);
	if (!odd) return handle->error.code;
	(void)
		error_set(handle, SYNDIC_CONFLICT, "change", NULL, NULL,
	              "change %lld cannot be taken back alone: %s was written to since, and would not "
	              "fit what stays",
	              (long long)undone->number, odd);
	error_help(handle, "syndic history %s", odd);
	return SYNDIC_CONFLICT;
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

/* The last change before `number` that could be taken back; 0: none. */
static int64_t earlier_change(struct syndic *handle, int64_t number)
{
	struct db_stmt *stmt;
	int64_t earlier = 0;
	if (db_prepare(handle->db,
	               "SELECT number FROM change WHERE undoes IS NULL AND undone_by IS NULL"
	               " AND row_count > 0 AND number < $1 ORDER BY number DESC LIMIT 1",
	               &stmt) != SYNDIC_OK)
		return 0;
	db_bind_int(stmt, 1, number);
	if (db_step(stmt) == 1) earlier = db_int(stmt, 0);
	db_finalize(stmt);
	return earlier;
}

/* Nothing was taken back: the first reason is among the notes. */
static enum syndic_status refuse_all(struct syndic *handle, const struct undone *undone)
{
	struct syndic_rows *notes = handle->change->notes;
	const char *why = "all of it is as it was before";
	int64_t earlier = earlier_change(handle, undone->number);
	if (syndic_rows_next(notes) > 0) why = syndic_rows_value(notes, 0).text;
	(void)error_set(handle, SYNDIC_CONFLICT, "change", NULL, NULL,
	                "nothing of change %lld can be taken back: %s", (long long)undone->number, why);
	if (earlier)
		error_help(handle, "syndic undo %lld (takes an earlier change back)", (long long)earlier);
	else
		error_help(handle, "syndic history %lld", (long long)undone->number);
	return SYNDIC_CONFLICT;
}

enum syndic_status syndic_undo(struct syndic *handle, int64_t number)
{
	enum syndic_status status;
	struct undone undone = {0};
	struct undo_moves moves = {0};
	error_clear(handle);
	db_expect_bulk(handle->db);
	status = change_begin(handle);
	if (status != SYNDIC_OK) return status;
	TRY(db_defer_references(handle->db));
	TRY(find_change(handle, number, &undone));
	TRY(undone_root(handle, &undone));
	handle->change->undoes = undone.number;
	handle->change->moving = true; /* what holds of states is looked at as a whole, at the end */
	TRY(undo_moves_begin(handle, &undone, &moves));
	TRY(take_back_rows(handle, &undone));
	if (handle->change->rows == 0 && undone.row_count > 0) {
		status = refuse_all(handle, &undone);
		goto out;
	}
	TRY(check_whole(handle, &undone));
	TRY(undo_moves_end(handle, &undone, &moves));
	status = mark(handle, &undone);
out:
	undo_moves_free(&moves);
	return change_end(handle, status);
}
