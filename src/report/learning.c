#include "report/learning.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "report/beta.h"
#include "report/book.h"

#define PRIOR_CASES 10 /* κ: as many cases as the configured probability is worth */
#define LOW_SHARE 0.1  /* of the interval */
#define HIGH_SHARE 0.9

/* ---- stages ---- */

struct cases {
	struct fate_case *items;
	size_t count, capacity;
};
struct learner {
	struct learning *learning;
	struct cases *cases; /* of each stage */
	int64_t since, today;
};

static int by_days(const void *a, const void *b)
{
	const struct fate_case *x = a, *y = b;

	return (x->days > y->days) - (x->days < y->days);
}

double learning_won_share(struct fate_case *cases, size_t count)
{
	double undecided = 1, won_share = 0, lost_share = 0;
	size_t end;

	if (count) qsort(cases, count, sizeof *cases, by_days);
	for (size_t i = 0; i < count; i = end) {
		double at_risk = (double)(count - i), won = 0, lost = 0;
		for (end = i; end < count && cases[end].days == cases[i].days; end++) {
			won += cases[end].fate == FATE_WON;
			lost += cases[end].fate == FATE_LOST;
		}
		won_share += undecided * won / at_risk;
		lost_share += undecided * lost / at_risk;
		undecided *= (at_risk - won - lost) / at_risk;
	}
	return won_share + lost_share > 0 ? won_share / (won_share + lost_share) : 0;
}

static void add_case(struct cases *cases, struct fate_case one)
{
	if (cases->count == cases->capacity) {
		cases->capacity = cases->capacity ? cases->capacity * 2 : 16;
		cases->items = mem_resize(cases->items, cases->capacity * sizeof *cases->items);
	}
	cases->items[cases->count++] = one;
}

static void learn(void *context, const struct stage_path *path)
{
	struct learner *learner = context;
	const struct stage_step *end = stage_path_end(path);
	enum fate fate = stage_is(end->stage, "won")    ? FATE_WON
	                 : stage_is(end->stage, "lost") ? FATE_LOST
	                                                : FATE_OPEN;
	int64_t until = fate == FATE_OPEN ? learner->today : end->since;

	for (size_t i = 0; i < learner->learning->count; i++) {
		size_t first = stage_path_first(path, learner->learning->stages[i].stage);
		int64_t since;
		if (first == path->count) continue;
		since = path->steps[first].since;
		if (since < learner->since) continue;
		add_case(&learner->cases[i], (struct fate_case){until > since ? until - since : 0, fate});
	}
}

static int64_t millionths(double ratio)
{
	return llround(ratio * (double)RATIO_ONE);
}

static void conclude(struct stage_learning *out, struct cases *cases)
{
	double prior = (double)out->configured / (double)RATIO_ONE, wins, losses;

	out->entries = (int64_t)cases->count;
	for (size_t i = 0; i < cases->count; i++) {
		out->wins += cases->items[i].fate == FATE_WON;
		out->decided += cases->items[i].fate != FATE_OPEN;
	}
	wins = learning_won_share(cases->items, cases->count) * (double)out->decided;
	losses = (double)out->decided - wins + PRIOR_CASES * (1 - prior);
	wins += PRIOR_CASES * prior;
	out->probability = millionths(wins / ((double)out->decided + PRIOR_CASES));
	out->low = millionths(beta_quantile(LOW_SHARE, wins, losses));
	out->high = millionths(beta_quantile(HIGH_SHARE, wins, losses));
}

static enum syndic_status learn_stages(struct syndic *handle, struct arena *arena, int64_t since,
                                       struct learning *out)
{
	struct learner learner = {out, NULL, since, date_days(handle->as_of)};
	enum syndic_status status;
	size_t count;
	const struct stage *stages = stages_all(handle, &count);

	out->stages = arena_alloc(arena, count * sizeof *out->stages);
	for (size_t i = 0; i < count; i++)
		if (stage_is(&stages[i], "open"))
			out->stages[out->count++] =
				(struct stage_learning){.stage = &stages[i], .configured = stages[i].probability};
	learner.cases = mem_alloc((out->count + 1) * sizeof *learner.cases);
	TRY(stage_history_each(handle, learn, &learner));
	for (size_t i = 0; i < out->count; i++)
		conclude(&out->stages[i], &learner.cases[i]);
out:
	for (size_t i = 0; i < out->count; i++)
		free(learner.cases[i].items);
	free(learner.cases);
	return status;
}

const struct stage_learning *learning_of(const struct learning *learning, const char *stage)
{
	for (size_t i = 0; i < learning->count; i++)
		if (strcmp(learning->stages[i].stage->id, stage) == 0) return &learning->stages[i];
	return NULL;
}

/* ---- rates ---- */

static void settle(struct syndic_win_rate *rate, int64_t setting)
{
	rate->learned = rate->decided >= SYNDIC_FEWEST_CASES;
	rate->rate = rate->learned ? muldiv(rate->won, RATIO_ONE, rate->decided) : setting;
}

enum syndic_status learning_rates(struct syndic *handle, struct syndic_win_rate *renewal,
                                  struct syndic_win_rate *fresh)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	*renewal = *fresh = (struct syndic_win_rate){0};
	TRY(db_prepare(handle->db,
	               "SELECT stage, kind, count(*) FROM deal"
	               " WHERE kind = 'renewal' OR kind = 'new' GROUP BY stage, kind",
	               &stmt));
	while ((step = db_step(stmt)) == 1) {
		const struct stage *stage = stages_find(handle, db_text(stmt, 0));
		struct syndic_win_rate *rate = strcmp(db_text(stmt, 1), "new") == 0 ? fresh : renewal;
		if (stage_is(stage, "open")) continue;
		rate->decided += db_int(stmt, 2);
		if (stage_is(stage, "won")) rate->won += db_int(stmt, 2);
	}
	if (step < 0) status = handle->error.code;
	settle(renewal, setting_ratio(handle, "renewal_rate", RENEWAL_RATE));
	settle(fresh, setting_ratio(handle, "new_rate", NEW_RATE));
out:
	db_finalize(stmt);
	return status;
}

enum syndic_status learning_load(struct syndic *handle, struct arena *arena, int64_t since,
                                 struct learning *out)
{
	enum syndic_status status;

	*out = (struct learning){0};
	TRY(learn_stages(handle, arena, since, out));
	TRY(learning_rates(handle, &out->renewal, &out->fresh));
out:
	return status;
}
