/*
 * Time in stage: how many whole days deals stay in an open stage. Each stay counts, also a second
 * one of the same deal. Median and 90th percentile are of the stays that have ended, by the day on
 * which the next stage began; stays that go on are censored: they are counted apart, with the
 * median of the days up to as_of, since an ended stay cannot be told from them yet. A stay that
 * would end before it began lasts 0 days.
 *
 * median: the middle one, or the mean of the two in the middle, half a day up. 90th percentile: the
 * shortest stay that at least nine of ten do not exceed (nearest rank). Bottleneck: the stage of a
 * pipeline with the longest median, of those with SYNDIC_FEWEST_CASES ended stays. Source:
 * stage_change.
 */
#include <stdlib.h>
#include <string.h>
#include "report/list.h"
#include "report/order.h"
#include "report/stage_history.h"

struct velocity_box {
	struct syndic_velocity report; /* first: what the caller holds */
	struct arena arena;
};

struct days {
	int64_t *items;
	size_t count, capacity;
};
struct stays {
	const struct stage *stage;
	struct days ended, open;
};
struct stopwatch {
	struct stays *stays; /* of every stage, as stages_all counts them */
	const struct stage *stages;
	int64_t since, today;
};

static void add_days(struct days *days, int64_t count)
{
	if (days->count == days->capacity) {
		days->capacity = days->capacity ? days->capacity * 2 : 16;
		days->items = mem_resize(days->items, days->capacity * sizeof *days->items);
	}
	days->items[days->count++] = count;
}

static void time_path(void *context, const struct stage_path *path)
{
	struct stopwatch *watch = context;

	for (size_t i = 0; i < path->count; i++) {
		struct stays *stays = &watch->stays[path->steps[i].stage - watch->stages];
		if (path->steps[i].since < watch->since) continue;
		add_days(i + 1 < path->count ? &stays->ended : &stays->open,
		         stage_path_stay(path, i, watch->today));
	}
}

/* Of sorted days; unknown of none. */
static struct syndic_figure median(const struct days *days)
{
	if (days->count == 0) return (struct syndic_figure){0};
	return (struct syndic_figure){true, order_median(days->items, days->count)};
}

static void add_line(struct velocity_box *box, struct stays *stays)
{
	struct syndic_velocity *report = &box->report;
	struct syndic_velocity_stage line;

	order_sort(stays->ended.items, stays->ended.count);
	order_sort(stays->open.items, stays->open.count);
	line = (struct syndic_velocity_stage){
		.pipeline = arena_copy(&box->arena, stays->stage->pipeline_slug),
		.stage = arena_copy(&box->arena, stays->stage->name),
		.ended = (int64_t)stays->ended.count,
		.open = (int64_t)stays->open.count,
		.median = median(&stays->ended),
		.ninetieth = order_ninetieth(stays->ended.items, stays->ended.count),
		.open_median = median(&stays->open),
	};
	LIST_ADD(&box->arena, report->stages, report->stage_count, line);
}

static void mark_bottlenecks(struct syndic_velocity *report)
{
	size_t end;

	for (size_t i = 0; i < report->stage_count; i = end) {
		struct syndic_velocity_stage *longest = NULL;
		for (end = i; end < report->stage_count; end++) {
			struct syndic_velocity_stage *line = &report->stages[end];
			if (strcmp(line->pipeline, report->stages[i].pipeline) != 0) break;
			if (line->ended < SYNDIC_FEWEST_CASES) continue;
			if (!longest || line->median.value > longest->median.value) longest = line;
		}
		if (longest) longest->bottleneck = true;
	}
}

static enum syndic_status fill(struct syndic *handle, const struct syndic_history_options *options,
                               struct velocity_box *box)
{
	struct history_filter filter;
	struct stopwatch watch = {0};
	enum syndic_status status;
	size_t count = 0;

	TRY(history_filter_read(handle, "velocity", options, &box->arena, &filter));
	box->report.as_of = arena_copy(&box->arena, handle->as_of);
	box->report.since = filter.since;
	watch.stages = stages_all(handle, &count);
	watch.stays = mem_alloc((count + 1) * sizeof *watch.stays);
	watch.since = filter.since_days;
	watch.today = date_days(handle->as_of);
	TRY(stage_history_each(handle, time_path, &watch));
	for (size_t i = 0; i < count; i++) {
		const struct stage *stage = watch.stays[i].stage = &watch.stages[i];
		if (filter.pipeline && strcmp(stage->pipeline, filter.pipeline) != 0) continue;
		if (stage_is(stage, "open")) add_line(box, &watch.stays[i]);
	}
	mark_bottlenecks(&box->report);
out:
	for (size_t i = 0; watch.stays && i < count; i++) {
		free(watch.stays[i].ended.items);
		free(watch.stays[i].open.items);
	}
	free(watch.stays);
	return status;
}

enum syndic_status syndic_report_velocity(struct syndic *handle,
                                          const struct syndic_history_options *options,
                                          struct syndic_velocity **out)
{
	struct velocity_box *box = mem_alloc(sizeof *box);
	enum syndic_status status;

	*out = NULL;
	error_clear(handle);
	TRY(db_begin_read(handle->db));
	status = fill(handle, options, box);
	db_rollback(handle->db);
	if (status == SYNDIC_OK) *out = &box->report;
out:
	if (status != SYNDIC_OK) syndic_velocity_free(&box->report);
	return status;
}

void syndic_velocity_free(struct syndic_velocity *report)
{
	struct velocity_box *box = (struct velocity_box *)report;

	if (!box) return;
	arena_free(&box->arena);
	free(box);
}
