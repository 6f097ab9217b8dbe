#include "model/unmove.h"

#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "model/change.h"
#include "model/pipeline.h"

bool unmove_field(size_t field)
{
	static const char *const fields[] = {"pipeline",  "stage",       "stage_since",
	                                     "closed_on", "lost_reason", "contract"};
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		if (strcmp(entity_deal.fields[field].name, fields[i]) == 0) return true;
	}
	return false;
}

/* ---- whether ---- */

/* The last row of its history. A row that came back with its deal has lost its change's number. */
struct last_move {
	int64_t position, change; /* 0: none, or unknown */
	bool fits;                /* it leads from the one stage to the other */
};

static enum syndic_status last_move(struct syndic *handle, const struct record *before,
                                    const struct record *now, struct last_move *out)
{
	struct db_stmt *stmt;
	enum syndic_status status = db_prepare(
		handle->db,
		"SELECT position, change, from_stage, stage FROM stage_change WHERE " STAGE_CHANGES_OF_DEAL
		" ORDER BY position DESC LIMIT 1",
		&stmt);
	if (status != SYNDIC_OK) return status;
	*out = (struct last_move){0};
	db_bind(stmt, 1, record_get(now, "id"));
	if (db_step(stmt) == 1) {
		out->position = db_int(stmt, 0);
		out->change = db_int(stmt, 1);
		out->fits = text_equal(db_text(stmt, 2), record_text(before, "stage")) &&
		            text_equal(db_text(stmt, 3), record_text(now, "stage"));
	}
	db_finalize(stmt);
	return handle->error.code;
}

enum syndic_status unmove_unsound(struct syndic *handle, const struct returns *returns,
                                  const struct record *deal, const char **why)
{
	const struct stage *stage = stages_find(handle, record_text(deal, "stage"));
	const char *contract = record_text(deal, "contract");
	bool stands = false;
	enum syndic_status status = SYNDIC_OK;
	if (contract) status = returns_or_stands(returns, &entity_contract, contract, &stands);
	*why = !stage ? "the stage before is gone"
	       : strcmp(stage->pipeline, record_text(deal, "pipeline")) != 0
	           ? "the stage before is another pipeline's now"
	       : contract && !stands                 ? "its contract is gone"
	       : stage_is(stage, "won") && !contract ? "the stage before means won now"
	       : !stage_is(stage, "won") && contract ? "it has a contract"
	                                             : NULL;
	return status;
}

/* A contract of its own that still stands was kept by this undo; a linked one is only let go of. */
static enum syndic_status contract_stays(struct syndic *handle, const struct record *now,
                                         const struct record *back, struct arena *arena, bool *out)
{
	struct record contract;
	bool found = false;
	enum syndic_status status = SYNDIC_OK;
	if (record_has(now, "contract") && !record_has(back, "contract"))
		status = record_find(handle, &entity_contract, record_text(now, "contract"), arena,
		                     &contract, &found);
	*out = found && text_equal(record_text(&contract, "deal"), record_text(now, "id"));
	return status;
}

enum syndic_status unmove_why(struct syndic *handle, const struct undone *undone,
                              const struct returns *returns, const struct record *before,
                              const struct record *after, uint64_t mask, const struct record *now,
                              struct arena *arena, const char **why)
{
	struct record back = *now;
	struct last_move last;
	enum syndic_status status = SYNDIC_OK;
	bool kept;
	*why = NULL;
	for (size_t i = 0; i < entity_deal.field_count; i++) {
		if (!(mask & UINT64_C(1) << i) || !unmove_field(i)) continue;
		back.values[i] = before->values[i];
		if (!*why && !value_equal(now->values[i], after->values[i]))
			*why = arena_printf(arena, "its %s was edited since", entity_deal.fields[i].name);
	}
	if (*why) return SYNDIC_OK;
	if (!undone->puts_back) {
		status = last_move(handle, before, now, &last);
		if (status != SYNDIC_OK) return status;
		if (last.position && last.change != undone->root && !(last.change == 0 && last.fits)) {
			*why = "it was moved since";
			return SYNDIC_OK;
		}
	}
	status = contract_stays(handle, now, &back, arena, &kept);
	if (status == SYNDIC_OK && kept) {
		*why = "its contract stays";
		return SYNDIC_OK;
	}
	return status == SYNDIC_OK ? unmove_unsound(handle, returns, &back, why) : status;
}

/* ---- its history ---- */

/* Writing the deal made the trigger add a row, the last one. */
static enum syndic_status trigger_row(struct syndic *handle, const struct record *deal,
                                      char id[REFERENCE_SIZE])
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT id FROM stage_change WHERE " STAGE_CHANGES_OF_DEAL
	               " ORDER BY position DESC LIMIT 1",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	id[0] = '\0';
	db_bind(stmt, 1, record_get(deal, "id"));
	if (db_step(stmt) == 1) strncat(id, db_text(stmt, 0), REFERENCE_SIZE - 1);
	db_finalize(stmt);
	return handle->error.code;
}

static enum syndic_status run(struct syndic *handle, struct db_stmt *stmt)
{
	int step = db_step(stmt);
	db_finalize(stmt);
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

static enum syndic_status drop(struct syndic *handle, const char *id)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db, "DELETE FROM stage_change WHERE id = $1", &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, id);
	return run(handle, stmt);
}

/* The row is the move that is put back: as it was, and of the change that first made it. */
static enum syndic_status adopt(struct syndic *handle, const char *id, const char *since,
                                int64_t root)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db, "UPDATE stage_change SET since = $1, change = $2 WHERE id = $3",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, since);
	db_bind_int(stmt, 2, root);
	db_bind_text(stmt, 3, id);
	return run(handle, stmt);
}

enum syndic_status unmove_history(struct syndic *handle, const struct undone *undone,
                                  const struct record *now, const struct record *back)
{
	char id[REFERENCE_SIZE];
	struct last_move last;
	struct db_stmt *stmt;
	enum syndic_status status;
	TRY(trigger_row(handle, now, id));
	if (undone->puts_back) return adopt(handle, id, record_text(back, "stage_since"), undone->root);
	TRY(drop(handle, id));
	TRY(db_prepare(handle->db,
	               "DELETE FROM stage_change WHERE " STAGE_CHANGES_OF_DEAL
	               " AND change = $2 AND position > 1",
	               &stmt));
	db_bind(stmt, 1, record_get(now, "id"));
	db_bind_int(stmt, 2, undone->root);
	TRY(run(handle, stmt));
	if (db_changed(handle->db) > 0) goto out;
	TRY(last_move(handle, back, now, &last));
	if (last.position > 1 && last.change == 0 && last.fits) {
		TRY(trigger_row(handle, now, id));
		status = drop(handle, id);
	}
out:
	return status;
}
