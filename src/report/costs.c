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

/* The line's own part, unless an effect replaces it. */
static void add_line(const struct cost_line *line, const struct scenario_effect *effects,
                     size_t effect_count, int64_t month, struct month_cost *out)
{
	int64_t amount = line->amount, share = line->share;

	for (size_t i = 0; i < effect_count; i++) {
		const struct scenario_effect *effect = &effects[i];
		if (!in_months(effect->first, effect->last, month) || !names(effect, line)) continue;
		if (effect->kind == EFFECT_COST_AMOUNT || effect->kind == EFFECT_COST_SHARE) return;
		if (effect->kind != EFFECT_COST_FACTOR) continue;
		amount = muldiv(amount, effect->value, RATIO_ONE);
		share = muldiv(share, effect->value, RATIO_ONE);
	}
	out->fixed += amount;
	out->share += share;
}

struct month_cost costs_in(const struct costs *costs, const struct scenario_effect *effects,
                           size_t effect_count, int64_t month)
{
	struct month_cost out = {0};

	for (size_t i = 0; i < costs->count; i++)
		if (in_months(costs->lines[i].first, costs->lines[i].last, month))
			add_line(&costs->lines[i], effects, effect_count, month, &out);
	for (size_t i = 0; i < effect_count; i++) {
		const struct scenario_effect *effect = &effects[i];
		if (!in_months(effect->first, effect->last, month)) continue;
		if (effect->kind == EFFECT_COST_MORE || effect->kind == EFFECT_COST_AMOUNT)
			out.fixed += effect->value;
		if (effect->kind == EFFECT_COST_SHARE) out.share += effect->value;
	}
	if (out.fixed < 0) out.fixed = 0;
	if (out.share > RATIO_ONE) out.share = RATIO_ONE;
	return out;
}

int64_t month_cost_of(struct month_cost cost, int64_t revenue)
{
	return cost.fixed + (cost.share && revenue > 0 ? muldiv(revenue, cost.share, RATIO_ONE) : 0);
}
