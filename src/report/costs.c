#include "report/costs.h"
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/money.h"
#include "base/text.h"
#include "report/list.h"

enum syndic_status costs_load(struct syndic *handle, struct arena *arena, struct costs *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	*out = (struct costs){0};
	TRY(db_prepare(handle->db,
	               "SELECT name, kind, line, amount, share, starts_on, ends_on FROM cost"
	               " ORDER BY id",
	               &stmt));
	while ((step = db_step(stmt)) == 1) {
		struct cost_line line = {
			.name = arena_copy(arena, db_text(stmt, 0)),
			.kind = arena_copy(arena, db_text(stmt, 1)),
			.line = arena_copy(arena, db_text(stmt, 2)),
			.amount = db_int(stmt, 3),
			.share = db_int(stmt, 4),
			.first = db_is_null(stmt, 5) ? INT64_MIN : month_number(db_text(stmt, 5)),
			.last = db_is_null(stmt, 6) ? INT64_MAX : month_number(db_text(stmt, 6)),
		};
		LIST_ADD(arena, out->lines, out->count, line);
	}
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

static bool in_months(int64_t first, int64_t last, int64_t month)
{
	return first <= month && month <= last;
}

static bool names(const struct scenario_effect *effect, const struct cost_line *line)
{
	return text_equal(effect->by_kind ? line->kind : line->name, effect->name);
}

static bool replaces(const struct scenario_effect *effect)
{
	return effect->kind == EFFECT_COST_AMOUNT || effect->kind == EFFECT_COST_SHARE;
}

/* A line's part of a month, unless an effect replaces it. */
static struct month_cost part_of(const struct cost_line *line,
                                 const struct scenario_effect *effects, size_t effect_count,
                                 int64_t month)
{
	struct month_cost part = {line->amount, line->share};

	for (size_t i = 0; i < effect_count; i++) {
		const struct scenario_effect *effect = &effects[i];
		if (!in_months(effect->first, effect->last, month) || !names(effect, line)) continue;
		if (replaces(effect)) return (struct month_cost){0};
		if (effect->kind != EFFECT_COST_FACTOR) continue;
		part.fixed = muldiv(part.fixed, effect->value, RATIO_ONE);
		part.share = muldiv(part.share, effect->value, RATIO_ONE);
	}
	return part;
}

/* The next line from `at` on that the effect names and that counts in the month; costs->count: none. */
static size_t next_named(const struct costs *costs, const struct scenario_effect *effect,
                         int64_t month, size_t at)
{
	while (at < costs->count) {
		const struct cost_line *line = &costs->lines[at];
		if (in_months(line->first, line->last, month) && names(effect, line)) break;
		at++;
	}
	return at;
}

/* Adds to the first line that the effect names, or takes from one after the other what it has: a cost
 * that two effects name, as itself and as one of its kind, is taken away once. */
static void change_fixed(const struct costs *costs, const struct scenario_effect *effect,
                         int64_t month, int64_t *fixed)
{
	size_t at = next_named(costs, effect, month, 0);
	int64_t value = effect->value;

	if (value > 0 && at < costs->count) fixed[at] += value;
	for (; value < 0 && at < costs->count; at = next_named(costs, effect, month, at + 1)) {
		int64_t taken = fixed[at] < -value ? fixed[at] : -value;
		fixed[at] -= taken;
		value += taken;
	}
}

/* What is more or instead comes first, so that what is less finds it; then what is less of one cost,
 * so that what is less of a kind takes from the others. */
enum turn { MORE, LESS_OF_ONE, LESS_OF_SEVERAL, TURNS };

static enum turn turn_of(const struct costs *costs, const struct scenario_effect *effect,
                         int64_t month)
{
	if (effect->value >= 0) return MORE;
	size_t first = next_named(costs, effect, month, 0);
	return next_named(costs, effect, month, first + 1) < costs->count ? LESS_OF_SEVERAL
	                                                                  : LESS_OF_ONE;
}

static void change_lines(const struct costs *costs, const struct scenario_effect *effects,
                         size_t effect_count, int64_t month, enum turn turn, struct month_cost *out,
                         int64_t *fixed)
{
	for (size_t i = 0; i < effect_count; i++) {
		const struct scenario_effect *effect = &effects[i];
		bool share = effect->kind == EFFECT_COST_SHARE;
		bool amount = effect->kind == EFFECT_COST_MORE || effect->kind == EFFECT_COST_AMOUNT;
		if (!share && !amount) continue;
		if (!in_months(effect->first, effect->last, month)) continue;
		if (turn != turn_of(costs, effect, month)) continue;
		if (amount) change_fixed(costs, effect, month, fixed);
		if (share && next_named(costs, effect, month, 0) < costs->count)
			out->share += effect->value;
	}
}

struct month_cost costs_in(const struct costs *costs, const struct scenario_effect *effects,
                           size_t effect_count, int64_t month)
{
	struct month_cost out = {0};
	int64_t *fixed = mem_alloc((costs->count + 1) * sizeof *fixed);

	for (size_t i = 0; i < costs->count; i++) {
		struct month_cost part;
		if (!in_months(costs->lines[i].first, costs->lines[i].last, month)) continue;
		part = part_of(&costs->lines[i], effects, effect_count, month);
		fixed[i] = part.fixed;
		out.share += part.share;
	}
	for (enum turn turn = MORE; turn < TURNS; turn++)
		change_lines(costs, effects, effect_count, month, turn, &out, fixed);
	for (size_t i = 0; i < costs->count; i++)
		out.fixed += fixed[i];
	if (out.share > RATIO_ONE) out.share = RATIO_ONE;
	free(fixed);
	return out;
}

int64_t month_cost_of(struct month_cost cost, int64_t revenue)
{
	return cost.fixed + (cost.share && revenue > 0 ? muldiv(revenue, cost.share, RATIO_ONE) : 0);
}
