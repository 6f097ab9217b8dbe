#include "report/costs.h"
#include <string.h>
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

/* What an effect adds to the lines that it names and that count in the month: nothing where none does,
 * and not less than they are. */
static void add_effect(const struct costs *costs, const struct scenario_effect *effects,
                       size_t effect_count, const struct scenario_effect *effect, int64_t month,
                       struct month_cost *out)
{
	int64_t named = 0;
	bool any = false;

	for (size_t i = 0; i < costs->count; i++) {
		const struct cost_line *line = &costs->lines[i];
		if (!in_months(line->first, line->last, month) || !names(effect, line)) continue;
		any = true;
		named += part_of(line, effects, effect_count, month).fixed;
	}
	if (!any) return;
	if (effect->kind == EFFECT_COST_MORE)
		out->fixed += effect->value > -named ? effect->value : -named;
	if (effect->kind == EFFECT_COST_AMOUNT) out->fixed += effect->value;
	if (effect->kind == EFFECT_COST_SHARE) out->share += effect->value;
}

struct month_cost costs_in(const struct costs *costs, const struct scenario_effect *effects,
                           size_t effect_count, int64_t month)
{
	struct month_cost out = {0};

	for (size_t i = 0; i < costs->count; i++) {
		struct month_cost part;
		if (!in_months(costs->lines[i].first, costs->lines[i].last, month)) continue;
		part = part_of(&costs->lines[i], effects, effect_count, month);
		out.fixed += part.fixed;
		out.share += part.share;
	}
	for (size_t i = 0; i < effect_count; i++)
		if (in_months(effects[i].first, effects[i].last, month))
			add_effect(costs, effects, effect_count, &effects[i], month, &out);
	if (out.share > RATIO_ONE) out.share = RATIO_ONE;
	return out;
}

int64_t month_cost_of(struct month_cost cost, int64_t revenue)
{
	return cost.fixed + (cost.share && revenue > 0 ? muldiv(revenue, cost.share, RATIO_ONE) : 0);
}
