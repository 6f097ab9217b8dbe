#include "model/undo_moves.h"

#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "model/acceptance.h"
#include "model/change.h"
#include "model/cofunding_check.h"
#include "model/image.h"
#include "model/scope.h"

/* The record that a transition is of. */
static const char *moved_id(const struct record *transition)
{
	int field = syndic_field_find(&entity_transition, record_text(transition, "entity"));
	return field >= 0 ? transition->values[field].text : NULL;
}

bool undo_moves_stays(const struct stays *stays, const struct record *transition)
{
	const char *id = moved_id(transition);
	return id && !record_has(transition, "from_state") && stays_added(stays, id) &&
	       stays_why(stays, id);
}

/* ---- what has moved again ---- */

#define MOVES                                                                                      \
	"SELECT max(r.number) FROM transition AS t JOIN change_row AS r ON r.record = t.id"            \
	" WHERE r.entity = 'transition' AND r.operation = 'add' AND r.number > $1"                     \
	" AND NOT EXISTS (SELECT 1 FROM change_row AS o WHERE o.record = t.id AND o.number >= $2"      \
	" AND o.number <= $1) AND "

/* The last row of the log, after the change, by which something moved again; 0: none. What an
 * undo of an undo put back is the change's own. */
static enum syndic_status last_move(struct syndic *handle, struct db_stmt *stmt,
                                    const struct undone *undone, const char *first,
                                    const char *second, int64_t *row)
{
	db_bind_int(stmt, 1, undone->first_row + undone->row_count - 1);
	db_bind_int(stmt, 2, undone->first_row);
	db_bind_text(stmt, 3, first);
	if (second) db_bind_text(stmt, 4, second);
	if (db_step(stmt) == 1 && !db_is_null(stmt, 0) && db_int(stmt, 0) > *row)
		*row = db_int(stmt, 0);
	db_finalize(stmt);
	return handle->error.code;
}

/* A deliverable's two states are two things; the moves of a pledge are one. */
static enum syndic_status moved_itself(struct syndic *handle, const struct undone *undone,
                                       const struct record *move, int64_t *row)
{
	const char *entity = record_text(move, "entity"), *id = moved_id(move),
			   *field = record_text(move, "field");
	struct db_stmt *stmt = NULL;
	enum syndic_status status = SYNDIC_OK;
#define ITSELF(table)                                                                              \
	if (strcmp(entity, #table) == 0)                                                               \
	status =                                                                                       \
		db_prepare(handle->db,                                                                     \
	               MOVES "t." #table " = $3 AND t.entity = '" #table "' AND t.field = $4", &stmt)
	ITSELF(initiative);
	ITSELF(syndicate);
	ITSELF(sow);
	ITSELF(deliverable);
	ITSELF(slot);
#undef ITSELF
	if (status == SYNDIC_OK && stmt) return last_move(handle, stmt, undone, id, field, row);
	if (status == SYNDIC_OK)
		status = db_prepare(handle->db, MOVES "t.deal = $3 AND t.entity = 'deal'", &stmt);
	return status == SYNDIC_OK ? last_move(handle, stmt, undone, id, NULL, row) : status;
}

/* On a pledge's move rests what its syndicate and its SOW did next. */
static enum syndic_status moved_on(struct syndic *handle, const struct undone *undone,
                                   const struct record *move, int64_t *row)
{
	struct db_stmt *stmt;
	enum syndic_status status = SYNDIC_OK;
	if (strcmp(record_text(move, "entity"), "deal") != 0) return SYNDIC_OK;
	if (record_has(move, "syndicate")) {
		TRY(db_prepare(handle->db,
		               MOVES "t.syndicate = $3 AND (t.entity = 'syndicate' OR t.entity = 'sow')",
		               &stmt));
		TRY(last_move(handle, stmt, undone, record_text(move, "syndicate"), NULL, row));
	}
	TRY(db_prepare(handle->db, MOVES "t.deal = $3 AND t.entity = 'sow'", &stmt));
	status = last_move(handle, stmt, undone, record_text(move, "deal"), NULL, row);
out:
	return status;
}

/* The change that a row of the log is of. */
static enum syndic_status change_of(struct syndic *handle, int64_t row, int64_t *out)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT max(number) FROM change WHERE first_row <= $1 AND row_count > 0", &stmt);
	*out = 0;
	if (status != SYNDIC_OK) return status;
	db_bind_int(stmt, 1, row);
	if (db_step(stmt) == 1) *out = db_int(stmt, 0);
	db_finalize(stmt);
	return handle->error.code;
}

static enum syndic_status refuse_moved(struct syndic *handle, const struct undone *undone,
                                       const struct record *move, int64_t row)
{
	char noun[ENTITY_NOUN];
	int64_t later;
	enum syndic_status status = change_of(handle, row, &later);
	if (status != SYNDIC_OK) return status;
	(void)entity_noun(syndic_entity_find(record_text(move, "entity")), noun);
	(void)
		error_set(handle, SYNDIC_CONFLICT, "change", NULL, NULL,
	              "change %lld %s %s %s to %s, and change %lld moved on from there: that one goes "
	              "back first",
	              (long long)undone->number, undone->undoes ? "took back a move of" : "moved",
	              strchr("aeiou", noun[0]) ? "an" : "a", noun, record_text(move, "to_state"),
	              (long long)later);
	error_help(handle, "syndic undo %lld", (long long)later);
	return SYNDIC_CONFLICT;
}

static enum syndic_status look_at(struct syndic *handle, const struct undone *undone,
                                  const struct record *move, struct undo_moves *out)
{
	int64_t row = 0;
	enum syndic_status status;
	if (!record_has(move, "from_state")) return SYNDIC_OK;
	out->any = true;
	TRY(moved_itself(handle, undone, move, &row));
	TRY(moved_on(handle, undone, move, &row));
	if (row) status = refuse_moved(handle, undone, move, row);
out:
	return status;
}

static enum syndic_status look_at_moves(struct syndic *handle, const struct undone *undone,
                                        struct undo_moves *out)
{
	struct db_stmt *stmt;
	struct arena arena = {0};
	int step = 0;
	enum syndic_status status = db_prepare(
		handle->db,
		"SELECT coalesce(after, before) FROM change_row WHERE number >= $1 AND number < $2"
		" AND entity = 'transition' AND operation <> 'edit' ORDER BY number",
		&stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_int(stmt, 1, undone->first_row);
	db_bind_int(stmt, 2, undone->first_row + undone->row_count);
	while (status == SYNDIC_OK && (step = db_step(stmt)) == 1) {
		struct record move;
		uint64_t mask;
		arena_reset(&arena);
		record_init(&move, &entity_transition);
		status = image_read(handle, db_text(stmt, 0), &arena, &move, &mask);
		if (status == SYNDIC_OK) status = look_at(handle, undone, &move, out);
	}
	db_finalize(stmt);
	arena_free(&arena);
	return step < 0 ? handle->error.code : status;
}

/* ---- what holds ---- */

/* One after the other, each ended by a NUL, the last by two. */
static void add_finding(void *context, const char *severity, const char *entity,
                        const char *reference, const char *finding, const char *help)
{
	(void)severity;
	(void)help;
	buf_printf(context, "%s %s: %s", entity, reference, finding);
	buf_add_char(context, '\0');
}

static bool holds(const struct buf *findings, const char *finding)
{
	for (const char *at = buf_text(findings); *at; at += strlen(at) + 1)
		if (strcmp(at, finding) == 0) return true;
	return false;
}

static enum syndic_status touches(struct syndic *handle, const struct undone *undone, bool *out)
{
	struct db_stmt *stmt;
	enum syndic_status status = db_prepare(
		handle->db,
		"SELECT 1 FROM change_row WHERE number >= $1 AND number < $2 AND (entity = 'transition' OR"
		" entity = 'syndicate' OR entity = 'sow' OR entity = 'slot' OR entity = 'contract' OR"
		" entity = 'deal') LIMIT 1",
		&stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_int(stmt, 1, undone->first_row);
	db_bind_int(stmt, 2, undone->first_row + undone->row_count);
	*out = db_step(stmt) == 1;
	db_finalize(stmt);
	return handle->error.code;
}

enum syndic_status undo_moves_begin(struct syndic *handle, const struct undone *undone,
                                    struct undo_moves *out)
{
	enum syndic_status status;
	*out = (struct undo_moves){0};
	TRY(look_at_moves(handle, undone, out));
	TRY(touches(handle, undone, &out->touches));
	if (out->touches) status = cofunding_check(handle, add_finding, &out->broken);
out:
	return status;
}

/* `later` (0: none is known): the change that has to go back first. */
static enum syndic_status refuse(struct syndic *handle, const struct undone *undone,
                                 const char *why, int64_t later)
{
	(void)error_set(handle, SYNDIC_CONFLICT, "change", NULL, NULL,
	                "change %lld goes back whole or not at all: %s", (long long)undone->number,
	                why);
	if (later)
		error_help(handle, "syndic undo %lld", (long long)later);
	else
		error_help(handle, "syndic history %lld", (long long)undone->number);
	return SYNDIC_CONFLICT;
}

static enum syndic_status check_gone(struct syndic *handle, const char *entity, const char *id,
                                     const char *image)
{
	struct arena *arena = &handle->change->text;
	struct record gone;
	uint64_t mask;
	enum syndic_status status;
	record_init(&gone, syndic_entity_find(entity));
	record_set_text(&gone, "id", arena_copy(arena, id));
	status = image_read(handle, image, arena, &gone, &mask);
	if (status != SYNDIC_OK) return status;
	return gone.entity == &entity_deliverable ? scope_guard(handle, &gone, NULL)
	                                          : acceptance_guard(handle, &gone);
}

/* What the undo took away was removed raw: was it agreed, or did it decide? Looked at once all is
 * back: a SOW that came with it is gone by then, and what it had accepted is not accepted. */
static enum syndic_status check_agreed(struct syndic *handle)
{
	const struct change *change = handle->change;
	struct db_stmt *stmt;
	int step = 0;
	enum syndic_status status = db_prepare(
		handle->db,
		"SELECT entity, record, before FROM change_row WHERE number >= $1 AND number < $2"
		" AND operation = 'remove' AND (entity = 'deliverable' OR entity = 'acceptance')"
		" ORDER BY number",
		&stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_int(stmt, 1, change->first_row);
	db_bind_int(stmt, 2, change->first_row + change->rows);
	while (status == SYNDIC_OK && (step = db_step(stmt)) == 1)
		status = check_gone(handle, db_text(stmt, 0), db_text(stmt, 1), db_text(stmt, 2));
	db_finalize(stmt);
	return step < 0 ? handle->error.code : status;
}

/* The last move, after the change, of what a finding is about; of a round also that of its SOW. */
static enum syndic_status moved_since(struct syndic *handle, const struct undone *undone,
                                      const struct syndic_entity *entity, const char *id,
                                      int64_t *row)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status = SYNDIC_OK;
	*row = 0;
#define SINCE(table, entities)                                                                     \
	if (entity == &entity_##table)                                                                 \
	status = db_prepare(handle->db,                                                                \
	                    MOVES "t.from_state IS NOT NULL AND t." #table                             \
	                          " = $3 AND t.entity IN (" entities ")",                              \
	                    &stmt)
	SINCE(syndicate, "'syndicate', 'sow'");
	SINCE(initiative, "'initiative'");
	SINCE(deal, "'deal', 'sow'");
	SINCE(sow, "'sow'");
	SINCE(deliverable, "'deliverable'");
	SINCE(slot, "'slot'");
#undef SINCE
	return status == SYNDIC_OK && stmt ? last_move(handle, stmt, undone, id, NULL, row) : status;
}

/* The change that has to go back first for the sake of a finding ("syndicate s: …"), where one is
 * known; else 0. */
static enum syndic_status find_later(struct syndic *handle, const struct undone *undone,
                                     const char *finding, int64_t *later)
{
	struct arena *arena = &handle->change->text;
	size_t noun = strcspn(finding, " "), end = strcspn(finding, ":");
	const struct syndic_entity *entity = syndic_entity_find(arena_copy_n(arena, finding, noun));
	char id[REFERENCE_SIZE];
	int64_t row;
	enum syndic_status status = SYNDIC_OK;
	*later = 0;
	if (!entity || end <= noun) goto out;
	TRY(resolve_exact(handle, entity, arena_copy_n(arena, finding + noun + 1, end - noun - 1), NULL,
	                  id));
	TRY(moved_since(handle, undone, entity, id, &row));
	if (row && row < handle->change->first_row) status = change_of(handle, row, later);
out:
	return status == SYNDIC_NOT_FOUND || status == SYNDIC_AMBIGUOUS ? SYNDIC_OK : status;
}

static enum syndic_status refuse_broken(struct syndic *handle, const struct undone *undone,
                                        const char *finding)
{
	int64_t later;
	enum syndic_status status = find_later(handle, undone, finding, &later);
	return status == SYNDIC_OK ? refuse(handle, undone, finding, later) : status;
}

enum syndic_status undo_moves_end(struct syndic *handle, const struct undone *undone,
                                  const struct undo_moves *moves)
{
	struct buf now = {0};
	enum syndic_status status = check_agreed(handle);
	if (status != SYNDIC_OK) return status;
	if (moves->any && syndic_rows_next(handle->change->notes) > 0)
		return refuse(handle, undone, syndic_rows_value(handle->change->notes, 0).text, 0);
	if (!moves->touches) return SYNDIC_OK;
	TRY(cofunding_check(handle, add_finding, &now));
	for (const char *at = buf_text(&now); *at && status == SYNDIC_OK; at += strlen(at) + 1)
		if (!holds(&moves->broken, at)) status = refuse_broken(handle, undone, at);
out:
	buf_free(&now);
	return status;
}

void undo_moves_free(struct undo_moves *moves)
{
	buf_free(&moves->broken);
}
