#include "report/stays_won.h"
#include <stdio.h>
#include <stdlib.h>
#include "model/pipeline.h"
#include "report/list.h"
#include "report/order.h"

/* One row of a deal's stage history. */
struct arrival {
	int64_t position, day;
	size_t stage; /* its index; the count of stages where it is none of ours */
};
struct history {
	struct arrival *items;
	size_t count, capacity;
};

static size_t stage_index(const struct stage *stages, size_t count, const char *id)
{
	size_t i = 0;

	while (i < count && strcmp(stages[i].id, id) != 0)
		i++;
	return i;
}

/* Ids sort `.10` before `.2`: a long history is put in order by position. */
static void put_in_order(struct history *history)
{
	for (size_t i = 1; i < history->count; i++) {
		struct arrival moved = history->items[i];
		size_t at = i;
		for (; at > 0 && history->items[at - 1].position > moved.position; at--)
			history->items[at] = history->items[at - 1];
		history->items[at] = moved;
	}
}

/* Takes over the stays of one deal, and forgets its history. */
static void add_stays(struct history *history, const struct stage *stages, struct arena *arena,
                      struct stays_won *out)
{
	put_in_order(history);
	for (size_t i = 0; i + 1 < history->count; i++) {
		const struct arrival *from = &history->items[i];
		int64_t days = from[1].day - from->day;
		struct stays_of_stage *stays;

		if (from->stage == out->stage_count || !stage_is(&stages[from->stage], "open")) continue;
		stays = &out->stages[from->stage];
		LIST_ADD(arena, stays->days, stays->count, days > 0 ? days : 0);
	}
	history->count = 0;
}

/* The statement's rows are deal, position, stage and since, all of a deal together. */
static enum syndic_status read_stays(struct syndic *handle, struct db_stmt *stmt,
                                     const struct stage *stages, struct arena *arena,
                                     struct history *history, struct stays_won *out)
{
	char deal[64] = "";
	int step;

	while ((step = db_step(stmt)) == 1) {
		struct arrival arrival = {db_int(stmt, 1), date_days(db_text(stmt, 3)),
		                          stage_index(stages, out->stage_count, db_text(stmt, 2))};

		if (strcmp(deal, db_text(stmt, 0)) != 0) {
			add_stays(history, stages, arena, out);
			snprintf(deal, sizeof deal, "%s", db_text(stmt, 0));
		}
		if (history->count == history->capacity) {
			history->capacity = history->capacity ? history->capacity * 2 : 16;
			history->items = mem_resize(history->items, history->capacity * sizeof *history->items);
		}
		history->items[history->count++] = arrival;
	}
	add_stays(history, stages, arena, out);
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

enum syndic_status stays_won_load(struct syndic *handle, struct arena *arena, struct stays_won *out)
{
	struct db_stmt *stmt = NULL;
	struct history history = {0};
	enum syndic_status status;
	size_t count;
	const struct stage *stages = stages_all(handle, &count);

	*out = (struct stays_won){
		.stages = arena_alloc(arena, (count + 1) * sizeof *out->stages),
		.stage_count = count,
	};
	TRY(db_prepare(handle->db,
	               "SELECT d.id, h.position, h.stage, h.since FROM deal AS d"
	               " CROSS JOIN stage_change AS h"
	               " WHERE d.stage = $1 AND h.id > d.id || '.' AND h.id < d.id || '/'",
	               &stmt));
	for (size_t i = 0; i < count; i++) {
		if (!stage_is(&stages[i], "won")) continue;
		db_bind_text(stmt, 1, stages[i].id);
		TRY(read_stays(handle, stmt, stages, arena, &history, out));
	}
	for (size_t i = 0; i < count; i++)
		order_sort(out->stages[i].days, out->stages[i].count);
out:
	db_finalize(stmt);
	free(history.items);
	return status;
}

struct syndic_figure stays_won_most(const struct stays_of_stage *stays)
{
	struct syndic_figure most = {0};
	size_t rank = (stays->count * 9 + 9) / 10; /* 90 % of them, rounded up */

	if (stays->count < CASES_LEAST) return most;
	most.known = true;
	most.value = stays->days[rank - 1];
	return most;
}
