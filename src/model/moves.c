#include "model/moves.h"

#include <stdlib.h>
#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "model/image.h"
#include "model/stays.h"

/* The log of a deal, followed. */
struct telling {
	struct syndic *handle;
	struct moves *moves;
	const char *id;
	const char *stage, *since; /* where the deal stands */
	int64_t change;            /* that wrote the deal last */
	bool has_first;            /* the table holds a first row: the writer made one */
};

/* A row of the log, and the change that it is of. */
struct told {
	const char *record, *operation, *before, *after, *day;
	struct undone change;
};

static const char *keep(struct telling *telling, const char *text)
{
	return text ? arena_copy(&telling->moves->text, text) : NULL;
}

static struct move *last(struct moves *moves)
{
	return moves->count ? &moves->items[moves->count - 1] : NULL;
}

static void push(struct telling *telling, struct move move)
{
	struct moves *moves = telling->moves;
	moves->items = mem_resize(moves->items, (moves->count + 1) * sizeof *moves->items);
	moves->items[moves->count++] = move;
}

static void drop(struct moves *moves, size_t index)
{
	moves->count--;
	memmove(&moves->items[index], &moves->items[index + 1],
	        (moves->count - index) * sizeof *moves->items);
}

static int by_position(const void *a, const void *b)
{
	int64_t first = ((const struct move *)a)->position, second = ((const struct move *)b)->position;
	return first < second ? -1 : first > second;
}

/* ---- rows that are logged: of deals removed, brought back, or imported from an export -------- */

static enum syndic_status follow_row(struct telling *telling, const struct told *told)
{
	struct moves *moves = telling->moves;
	struct move move = {.position = strtoll(strrchr(told->record, '.') + 1, NULL, 10)};
	struct record row;
	uint64_t has;
	size_t i = 0;
	enum syndic_status status;
	record_init(&row, &entity_stage_change);
	TRY(image_read(telling->handle, told->after, &moves->text, &row, &has));
	while (i < moves->count && moves->items[i].position != move.position)
		i++;
	if (i < moves->count) {
		if (strcmp(told->operation, "edit") == 0) move = moves->items[i];
		drop(moves, i);
	}
	if (strcmp(told->operation, "remove") == 0) goto out;
	if (record_has(&row, "from_stage")) move.from_stage = record_text(&row, "from_stage");
	if (record_has(&row, "stage")) move.stage = record_text(&row, "stage");
	if (record_has(&row, "since")) move.since = record_text(&row, "since");
	push(telling, move);
	qsort(moves->items, moves->count, sizeof *moves->items, by_position);
out:
	return status;
}

/* ---- moves ---- */

/* Undo takes away the rows of the change that it takes back; of a history that came back with its
 * deal, whose rows have lost their change, the last one, where it is that move. */
static void undo_move(struct telling *telling, const char *stage, int64_t root)
{
	struct moves *moves = telling->moves;
	const struct move *end;
	bool any = false;
	for (size_t i = moves->count; i-- > 0;) {
		if (moves->items[i].change != root || moves->items[i].position <= 1) continue;
		drop(moves, i);
		any = true;
	}
	end = last(moves);
	if (!any && end && end->position > 1 && !end->change && text_equal(end->from_stage, stage) &&
	    text_equal(end->stage, telling->stage))
		drop(moves, moves->count - 1);
}

static void follow_move(struct telling *telling, const struct told *told, const char *stage,
                        const char *since)
{
	const struct undone *change = &told->change;
	const struct move *end = last(telling->moves);
	struct move move = {.position = end ? end->position + 1 : 1,
	                    .from_stage = telling->stage,
	                    .stage = stage,
	                    .since = since,
	                    .change = change->root};
	if (change->puts_back) { /* an undo of the move */
		undo_move(telling, stage, change->root);
		return;
	}
	/* What the trigger sees of a second write within one change. */
	if (!change->undoes && change->number == telling->change) {
		move.change = 0;
		if (text_equal(since, telling->since)) move.since = keep(telling, told->day);
	}
	push(telling, move);
}

static enum syndic_status follow_deal(struct telling *telling, const struct told *told)
{
	struct moves *moves = telling->moves;
	struct record deal;
	uint64_t had, has;
	const char *stage, *since;
	enum syndic_status status;
	record_init(&deal, &entity_deal);
	TRY(image_read(telling->handle, told->after, &moves->text, &deal, &has));
	stage = record_has(&deal, "stage") ? record_text(&deal, "stage") : telling->stage;
	since = record_has(&deal, "stage_since") ? record_text(&deal, "stage_since") : telling->since;
	if (strcmp(told->operation, "edit") == 0) {
		/* Where another program moved it, the image before knows from where. */
		record_init(&deal, &entity_deal);
		TRY(image_read(telling->handle, told->before, &moves->text, &deal, &had));
		if (record_has(&deal, "stage")) telling->stage = record_text(&deal, "stage");
		if (!text_equal(stage, telling->stage)) follow_move(telling, told, stage, since);
	} else {
		moves->count = 0;
		if (strcmp(told->operation, "add") == 0 && !told->change.undoes && telling->has_first)
			push(telling, (struct move){1, told->change.number, NULL, stage, since});
	}
	telling->stage = stage;
	telling->since = since;
	telling->change = told->change.number;
out:
	return status;
}

/* The writer makes a first row, but not for a deal of an export that is imported as it is. */
static enum syndic_status look_for_first(struct telling *telling)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(telling->handle->db,
	               "SELECT 1 FROM stage_change WHERE id = $1 || '.1' AND from_stage IS NULL",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, telling->id);
	telling->has_first = db_step(stmt) == 1;
	db_finalize(stmt);
	return telling->handle->error.code;
}

enum syndic_status moves_read(struct syndic *handle, const char *deal, int64_t before,
                              struct moves *out)
{
	enum { OPERATION, BEFORE, AFTER, RECORD, CHANGE, AT, UNDOES };
	struct telling telling = {.handle = handle, .moves = out, .id = deal};
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step = 0;
	*out = (struct moves){0};
	TRY(look_for_first(&telling));
	TRY(db_prepare(handle->db,
	               "SELECT r.operation, r.before, r.after, r.record, c.number, c.at, c.undoes"
	               " FROM change_row AS r JOIN change AS c ON c.number = (SELECT max(m.number) FROM"
	               " change AS m WHERE m.first_row <= r.number AND m.row_count > 0)"
	               " WHERE (r.record = $1 OR (r.record > $1 || '.' AND r.record < $1 || '/'))"
	               " AND r.number < $2 ORDER BY r.number",
	               &stmt));
	db_bind_text(stmt, 1, deal);
	db_bind_int(stmt, 2, before);
	while (status == SYNDIC_OK && (step = db_step(stmt)) == 1) {
		char day[DATE_SIZE] = "";
		struct told told = {db_text(stmt, RECORD),
		                    db_text(stmt, OPERATION),
		                    db_text(stmt, BEFORE),
		                    db_text(stmt, AFTER),
		                    strncat(day, db_text(stmt, AT), DATE_SIZE - 1),
		                    {.number = db_int(stmt, CHANGE), .undoes = db_int(stmt, UNDOES)}};
		status = undone_root(handle, &told.change);
		if (status != SYNDIC_OK) break;
		status = strcmp(told.record, deal) == 0 ? follow_deal(&telling, &told)
		                                        : follow_row(&telling, &told);
	}
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

void moves_free(struct moves *moves)
{
	free(moves->items);
	arena_free(&moves->text);
}
