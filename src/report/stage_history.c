#include "report/stage_history.h"
#include <stdlib.h>
#include <string.h>
#include "model/record.h"

struct walk {
	struct stage_step *steps;
	size_t count, capacity;
	char *deal;
};

static int by_position(const void *a, const void *b)
{
	const struct stage_step *x = a, *y = b;

	return (x->position > y->position) - (x->position < y->position);
}

/* Ends the deal at hand. Its rows come by their ids, where position 10 stands before 2. */
static void hand_over(struct walk *walk, stage_path_visit *visit, void *context)
{
	struct stage_path path = {walk->deal, walk->steps, walk->count};

	if (walk->count == 0) return;
	qsort(walk->steps, walk->count, sizeof *walk->steps, by_position);
	visit(context, &path);
	walk->count = 0;
}

static void take(struct walk *walk, const struct stage_step *step)
{
	if (walk->count == walk->capacity) {
		walk->capacity = walk->capacity ? walk->capacity * 2 : 16;
		walk->steps = mem_resize(walk->steps, walk->capacity * sizeof *walk->steps);
	}
	walk->steps[walk->count++] = *step;
}

/* The statement's rows are deal, position, stage and since, all of a deal together. */
static enum syndic_status walk_rows(struct syndic *handle, struct db_stmt *stmt,
                                    stage_path_visit *visit, void *context)
{
	struct walk walk = {0};
	int step;

	while ((step = db_step(stmt)) == 1) {
		struct stage_step here = {.stage = stages_find(handle, db_text(stmt, 2)),
		                          .position = db_int(stmt, 1),
		                          .since = date_days(db_text(stmt, 3))};
		if (!walk.deal || strcmp(walk.deal, db_text(stmt, 0)) != 0) {
			hand_over(&walk, visit, context);
			free(walk.deal);
			walk.deal = mem_copy(db_text(stmt, 0));
		}
		if (here.stage) take(&walk, &here);
	}
	if (step == 0) hand_over(&walk, visit, context);
	free(walk.deal);
	free(walk.steps);
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

enum syndic_status stage_history_each(struct syndic *handle, stage_path_visit *visit, void *context)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;

	TRY(db_prepare(handle->db, "SELECT deal, position, stage, since FROM stage_change ORDER BY id",
	               &stmt));
	status = walk_rows(handle, stmt, visit, context);
out:
	db_finalize(stmt);
	return status;
}

enum syndic_status stage_history_won(struct syndic *handle, stage_path_visit *visit, void *context)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	size_t count;
	const struct stage *stages = stages_all(handle, &count);

	TRY(db_prepare(handle->db,
	               "SELECT d.id, h.position, h.stage, h.since FROM deal AS d"
	               " CROSS JOIN stage_change AS h"
	               " WHERE d.stage = $1 AND h.id > d.id || '.' AND h.id < d.id || '/'",
	               &stmt));
	for (size_t i = 0; i < count; i++) {
		if (!stage_is(&stages[i], "won")) continue;
		db_bind_text(stmt, 1, stages[i].id);
		TRY(walk_rows(handle, stmt, visit, context));
	}
out:
	db_finalize(stmt);
	return status;
}

enum syndic_status stage_history_of(struct syndic *handle, const char *deal,
                                    stage_path_visit *visit, void *context)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;

	TRY(db_prepare(handle->db,
	               "SELECT deal, position, stage, since FROM stage_change"
	               " WHERE id > CAST($1 AS TEXT) || '.' AND id < CAST($1 AS TEXT) || '/'",
	               &stmt));
	db_bind_text(stmt, 1, deal);
	status = walk_rows(handle, stmt, visit, context);
out:
	db_finalize(stmt);
	return status;
}

int64_t stage_path_stay(const struct stage_path *path, size_t step, int64_t today)
{
	int64_t until = step + 1 < path->count ? path->steps[step + 1].since : today;

	return until > path->steps[step].since ? until - path->steps[step].since : 0;
}

size_t stage_path_first(const struct stage_path *path, const struct stage *stage)
{
	size_t step = 0;

	while (step < path->count && path->steps[step].stage != stage)
		step++;
	return step;
}

const struct stage_step *stage_path_end(const struct stage_path *path)
{
	return &path->steps[path->count - 1];
}

enum syndic_status history_filter_read(struct syndic *handle, const char *command,
                                       const struct syndic_history_options *options,
                                       struct arena *arena, struct history_filter *out)
{
	char id[REFERENCE_SIZE], day[DATE_SIZE];
	const char *why;
	enum syndic_status status = SYNDIC_OK;

	*out = (struct history_filter){.since_days = INT64_MIN};
	if (options && options->pipeline) {
		TRY(resolve(handle, syndic_entity_find("pipeline"), options->pipeline, NULL, id));
		out->pipeline = arena_copy(arena, id);
	}
	if (!options || !options->since) goto out;
	why = date_parse(options->since, handle->as_of, false, day);
	if (why) {
		status = error_set(handle, SYNDIC_MISUSE, NULL, "since", options->since, "since %s is %s",
		                   options->since, why);
		error_help(handle, "syndic %s --since %.4s-01-01", command, handle->as_of);
		goto out;
	}
	out->since = arena_copy(arena, day);
	out->since_days = date_days(day);
out:
	return status;
}
