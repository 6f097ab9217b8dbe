/*
 * From stage to stage: of the deals that came into an open stage, each counted once from its first
 * entry, where they went next, and where they stand today. Shares are of all that entered, those
 * still there included, so that stayed and the moves make one, and won, lost and open do.
 *
 * next: the stage after the first entry, whenever; won and lost: where the deal stands today, so
 * that one that was won and is open again is open. The chance from history is that of learning.h.
 * Source: stage_change.
 */
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "report/learning.h"
#include "report/list.h"

struct conversion_box {
	struct syndic_conversion report; /* first: what the caller holds */
	struct arena arena;
};

struct count {
	struct syndic_conversion_stage *line;
	const struct stage *stage;
	int64_t *next; /* deals by the stage that came next, as stages_all counts them */
};
struct counter {
	struct count *counts; /* of the stages in the report */
	size_t count;
	const struct stage *stages; /* all */
	int64_t since;
};

static void count_path(void *context, const struct stage_path *path)
{
	struct counter *counter = context;
	const struct stage *end = stage_path_end(path)->stage;

	for (size_t i = 0; i < counter->count; i++) {
		struct count *count = &counter->counts[i];
		size_t first = stage_path_first(path, count->stage);
		if (first == path->count || path->steps[first].since < counter->since) continue;
		count->line->entered++;
		if (first + 1 < path->count) {
			count->next[path->steps[first + 1].stage - counter->stages]++;
		} else {
			count->line->stayed++;
		}
		if (stage_is(end, "won")) {
			count->line->won++;
		} else if (stage_is(end, "lost")) {
			count->line->lost++;
		} else {
			count->line->open++;
		}
	}
}

static struct syndic_figure share(int64_t part, int64_t cases)
{
	if (cases < SYNDIC_FEWEST_CASES) return (struct syndic_figure){0};
	return (struct syndic_figure){true, muldiv(part, RATIO_ONE, cases)};
}

static int by_deals(const void *a, const void *b)
{
	const struct syndic_conversion_move *x = a, *y = b;
	int order = (x->deals < y->deals) - (x->deals > y->deals);

	if (order == 0) order = strcmp(x->pipeline, y->pipeline);
	return order ? order : strcmp(x->stage, y->stage);
}

static void add_moves(struct arena *arena, const struct count *count, const struct stage *stages,
                      size_t stage_count)
{
	struct syndic_conversion_stage *line = count->line;

	for (size_t i = 0; i < stage_count; i++) {
		struct syndic_conversion_move move = {
			.pipeline = arena_copy(arena, stages[i].pipeline_slug),
			.stage = arena_copy(arena, stages[i].name),
			.deals = count->next[i],
			.share = share(count->next[i], line->entered),
		};
		if (move.deals) LIST_ADD(arena, line->moves, line->move_count, move);
	}
	if (line->move_count) qsort(line->moves, line->move_count, sizeof *line->moves, by_deals);
}

static void add_chance(struct syndic_conversion_stage *line, const struct stage_learning *learned)
{
	line->configured = learned->configured;
	line->decided = learned->decided;
	if (learned->decided < SYNDIC_FEWEST_CASES) return;
	line->history = (struct syndic_figure){true, learned->probability};
	line->low = (struct syndic_figure){true, learned->low};
	line->high = (struct syndic_figure){true, learned->high};
}

/* The lines of the report, with nothing counted yet. */
static void add_lines(struct arena *arena, const struct learning *learning, const char *pipeline,
                      size_t stage_count, struct syndic_conversion *report, struct counter *counter)
{
	report->stages = arena_alloc(arena, learning->count * sizeof *report->stages);
	counter->counts = arena_alloc(arena, learning->count * sizeof *counter->counts);
	for (size_t i = 0; i < learning->count; i++) {
		const struct stage *stage = learning->stages[i].stage;
		struct syndic_conversion_stage *line = &report->stages[report->stage_count];
		if (pipeline && strcmp(stage->pipeline, pipeline) != 0) continue;
		report->stage_count++;
		line->pipeline = arena_copy(arena, stage->pipeline_slug);
		line->stage = arena_copy(arena, stage->name);
		add_chance(line, &learning->stages[i]);
		counter->counts[counter->count++] =
			(struct count){line, stage, arena_alloc(arena, stage_count * sizeof(int64_t))};
	}
}

static enum syndic_status fill(struct syndic *handle, const struct syndic_history_options *options,
                               struct conversion_box *box)
{
	struct syndic_conversion *report = &box->report;
	struct arena *arena = &box->arena;
	struct history_filter filter;
	struct learning learning;
	struct counter counter = {0};
	enum syndic_status status;
	size_t stage_count;

	TRY(history_filter_read(handle, "conversion", options, arena, &filter));
	report->as_of = arena_copy(arena, handle->as_of);
	report->since = filter.since;
	TRY(learning_load(handle, arena, filter.since_days, &learning));
	report->renewal = learning.renewal;
	report->fresh = learning.fresh;
	counter.stages = stages_all(handle, &stage_count);
	counter.since = filter.since_days;
	add_lines(arena, &learning, filter.pipeline, stage_count, report, &counter);
	TRY(stage_history_each(handle, count_path, &counter));
	for (size_t i = 0; i < counter.count; i++) {
		struct syndic_conversion_stage *line = counter.counts[i].line;
		line->stayed_share = share(line->stayed, line->entered);
		line->won_share = share(line->won, line->entered);
		line->lost_share = share(line->lost, line->entered);
		line->open_share = share(line->open, line->entered);
		add_moves(arena, &counter.counts[i], counter.stages, stage_count);
	}
out:
	return status;
}

enum syndic_status syndic_report_conversion(struct syndic *handle,
                                            const struct syndic_history_options *options,
                                            struct syndic_conversion **out)
{
	struct conversion_box *box = mem_alloc(sizeof *box);
	enum syndic_status status;

	*out = NULL;
	error_clear(handle);
	TRY(db_begin_read(handle->db));
	status = fill(handle, options, box);
	db_rollback(handle->db);
	if (status == SYNDIC_OK) *out = &box->report;
out:
	if (status != SYNDIC_OK) syndic_conversion_free(&box->report);
	return status;
}

void syndic_conversion_free(struct syndic_conversion *report)
{
	struct conversion_box *box = (struct conversion_box *)report;

	if (!box) return;
	arena_free(&box->arena);
	free(box);
}
