/*
 * The ways that deals have taken through the stages, deal by deal, in one pass. Only what learns
 * from history walks it. Source: stage_change.
 */
#ifndef SYNDIC_REPORT_STAGE_HISTORY_H
#define SYNDIC_REPORT_STAGE_HISTORY_H
#include "model/pipeline.h"

struct stage_step {
	const struct stage *stage;
	int64_t position, since; /* since: days, as of date_days */
};
struct stage_path {
	const char *deal; /* id */
	const struct stage_step *steps;
	size_t count; /* at least one: the last is where the deal stands */
};
typedef void stage_path_visit(void *context, const struct stage_path *path);

/* Calls `visit` for each deal, in order of their ids; the path is borrowed for the call. Cost:
 * linear in the whole history. */
enum syndic_status stage_history_each(struct syndic *handle, stage_path_visit *visit,
                                      void *context);
/* The same for the deals alone that are won now, in any order. Cost: linear in their history. */
enum syndic_status stage_history_won(struct syndic *handle, stage_path_visit *visit, void *context);
/* The same for one deal (an id). */
enum syndic_status stage_history_of(struct syndic *handle, const char *deal,
                                    stage_path_visit *visit, void *context);
/* Days from one step to the next, or for the last one to `today` (days); never below 0. */
int64_t stage_path_stay(const struct stage_path *path, size_t step, int64_t today);
/* The first step that came to the stage; count if none did. */
size_t stage_path_first(const struct stage_path *path, const struct stage *stage);
/* The step where the deal stands. */
const struct stage_step *stage_path_end(const struct stage_path *path);

/* What options for reports on history say, read: the id of a pipeline or NULL; days, or INT64_MIN
 * where everything counts, and the day as text or NULL. */
struct history_filter {
	const char *pipeline, *since;
	int64_t since_days;
};
enum syndic_status history_filter_read(struct syndic *handle, const char *command,
                                       const struct syndic_history_options *options,
                                       struct arena *arena, struct history_filter *out);

#endif
