/*
 * Capacity (crew.h) against load (loads.h), month by month, and the chance that the load exceeds
 * it: over all that may come, each of what is not sold with its chance and each slot with the sizes
 * its work may have, independent of each other (chance.h), never over averages. In a collision
 * month committed work and onboarding exceed the capacity together, and neither would alone.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "report/chance.h"
#include "report/list.h"
#include "report/loads.h"

#define MONTHS_MEANT 12

struct capacity_box {
	struct syndic_capacity report; /* first: what the caller holds */
	struct arena arena;
};

/* ---- options ---- */

struct span {
	int64_t first, count; /* months; the first counted from that of as_of */
};

static enum syndic_status read_span(struct syndic *handle,
                                    const struct syndic_capacity_options *given, struct span *out)
{
	const char *from = given ? given->from : NULL, *why = NULL;
	char month[DATE_SIZE];
	enum syndic_status status;

	*out = (struct span){0, given && given->months ? given->months : MONTHS_MEANT};
	if (from) why = month_parse(from, handle->as_of, month);
	if (from && !why) out->first = month_number(month) - month_number(handle->as_of);
	if (out->first < 0) why = "over: load that was is not known";
	if (why) {
		status = error_set(handle, SYNDIC_MISUSE, NULL, "from", from, "from %s: %s", from, why);
		error_help(handle, "syndic capacity --from %.7s", handle->as_of);
		return status;
	}
	if (out->count >= 1 && out->first < QUEUE_MONTHS && out->count <= QUEUE_MONTHS - out->first)
		return SYNDIC_OK;
	status = error_set(handle, SYNDIC_MISUSE, NULL, "months", NULL,
	                   "capacity is known for %d months from this one on", QUEUE_MONTHS);
	error_help(handle, "syndic capacity --months %d", MONTHS_MEANT);
	return status;
}

/* ---- a month ---- */

/* What a load does in a month; the arena owns its values. */
static struct chance_outcome outcome_in(const struct load *load, int64_t month, struct arena *arena)
{
	struct chance_outcome outcome = {.probability = load->probability};
	struct chance_value *values;

	outcome.value = load_in(load, load->hours, month);
	if (!load->values) return outcome;
	values = arena_alloc(arena, LOAD_VALUES * sizeof *values);
	for (int i = 0; i < LOAD_VALUES; i++)
		values[i] = (struct chance_value){load_in(load, load->values[i], month), 1};
	outcome.values = values;
	outcome.value_count = LOAD_VALUES;
	return outcome;
}

static void add_load(const struct load *load, int64_t hours, struct syndic_capacity_month *out)
{
	int64_t expected = muldiv(hours, load->probability, RATIO_ONE);

	switch (load->kind) {
	case LOAD_COMMITTED: out->committed += expected; break;
	case LOAD_WEIGHTED: out->weighted += expected; break;
	case LOAD_ONBOARDING: out->onboarding += expected; break;
	}
}

static void add_month(const struct crew *crew, const struct loads *loads, int64_t index,
                      struct capacity_box *box)
{
	const int64_t month = crew->first + index;
	struct syndic_capacity_month out = {.capacity = crew->capacity[index],
	                                    .members = crew->members[index],
	                                    .operations = crew->operations[index]};
	struct chance_outcome *outcomes = NULL;
	size_t count = 0;
	char text[DATE_SIZE];

	month_from_number(month, text);
	out.month = arena_copy(&box->arena, text);
	for (size_t i = 0; i < loads->count; i++) {
		const struct load *load = &loads->items[i];
		struct chance_outcome outcome;
		if (load_in(load, load->hours, month) == 0) continue;
		outcome = outcome_in(load, month, loads->arena);
		add_load(load, outcome.value, &out);
		LIST_ADD(loads->arena, outcomes, count, outcome);
	}
	if (out.capacity.known) {
		const struct chance_options independent = {0};
		int64_t capacity = out.capacity.value;
		struct chance over = chance_reach(outcomes, count, capacity + 1, &independent);
		out.p_over = (struct syndic_figure){true, llround(over.probability * (double)RATIO_ONE)};
		out.collision = out.committed + out.onboarding > capacity && out.committed <= capacity &&
		                out.onboarding <= capacity;
	}
	LIST_ADD(&box->arena, box->report.months, box->report.month_count, out);
}

static enum syndic_status fill(struct syndic *handle, const struct span *span,
                               struct capacity_box *box)
{
	struct queue queue;
	struct loads loads;
	enum syndic_status status;

	TRY(queue_load(handle, NULL, BOOK_NAMES, &box->arena, &queue));
	TRY(loads_read(handle, &queue, &box->arena, &loads));
	box->report.as_of = arena_copy(&box->arena, handle->as_of);
	for (int64_t m = 0; m < span->count; m++)
		add_month(&queue.crew, &loads, span->first + m, box);
	box->report.gaps = loads.gaps;
	box->report.gap_count = loads.gap_count;
out:
	queue_free(&queue);
	return status;
}

enum syndic_status syndic_report_capacity(struct syndic *handle,
                                          const struct syndic_capacity_options *options,
                                          struct syndic_capacity **out)
{
	struct capacity_box *box = mem_alloc(sizeof *box);
	struct span span;
	enum syndic_status status;

	*out = NULL;
	error_clear(handle);
	TRY(read_span(handle, options, &span));
	TRY(db_begin_read(handle->db));
	status = fill(handle, &span, box);
	db_rollback(handle->db);
	if (status == SYNDIC_OK) *out = &box->report;
out:
	if (status != SYNDIC_OK) syndic_capacity_free(&box->report);
	return status;
}

void syndic_capacity_free(struct syndic_capacity *report)
{
	struct capacity_box *box = (struct capacity_box *)report;

	if (!box) return;
	arena_free(&box->arena);
	free(box);
}
