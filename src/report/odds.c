#include "report/odds.h"
#include <math.h>
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "report/odds_sums.h"

enum {
	TRIED_MOST = 12, /* conditions that are taken through all outcomes: 4,096 */
	ALL_TRIED = 16,  /* pledges of which all are, where a grid would be larger */
};
#define EFFORT 1e8     /* additions that may be spent on a grid */
#define CELLS_MOST 3e5 /* of a grid, for there are about twenty: 48 MB */

/* Does being reached imply that its condition holds? */
static bool goes_without_saying(const struct odds_pledge *pledge, const struct odds_terms *terms)
{
	return (pledge->needs_amount <= 0 ||
	        pledge->needs_amount + pledge->amount <= terms->threshold) &&
	       (pledge->needs_members <= 0 || pledge->needs_members + 1 <= terms->min_members);
}

static double additions(const struct odds_problem *problem)
{
	double n = (double)problem->easy_count, tried = exp2((double)problem->tried_count);
	return (double)problem->cells * (double)problem->layers * n * log2(n + 1) +
	       tried * (double)problem->tried_count * (double)problem->layers;
}

/* By how much the grid should be coarser; 0 or less than one: it need not. */
static double excess(const struct odds_problem *problem)
{
	double cells = (double)problem->cells * (double)problem->layers / CELLS_MOST;
	return fmax(additions(problem) / EFFORT, cells);
}

/* Is it less work to try all outcomes of all? */
static bool better_tried(const struct odds_problem *problem)
{
	/* An outcome solved costs as much as many additions. */
	double all = 16 * (double)((size_t)1 << problem->count) * (double)problem->count;
	return problem->tried_count > TRIED_MOST || excess(problem) > 1 || all < additions(problem);
}

/* Those marked in `tried` are taken through their outcomes, the rest goes on the grid. */
static void divide(struct odds_problem *problem, const bool *tried)
{
	problem->easy_count = problem->tried_count = 0;
	for (size_t i = 0; i < problem->count; i++) {
		if (tried[i])
			problem->tried[problem->tried_count++] = i;
		else
			problem->easy[problem->easy_count++] = i;
	}
	odds_lay_out(problem, 0);
}

/* The smallest tried ones beyond TRIED_MOST; returns how many. */
static size_t leave_out(const struct odds_problem *problem, const bool *tried, bool *left)
{
	size_t hard = 0, count = 0;
	for (size_t i = 0; i < problem->count; i++)
		hard += tried[i];
	for (; hard > TRIED_MOST; hard--, count++) {
		size_t least = problem->count;
		for (size_t i = 0; i < problem->count; i++) {
			if (!tried[i] || left[i]) continue;
			if (least == problem->count ||
			    problem->pledges[i].amount < problem->pledges[least].amount)
				least = i;
		}
		left[least] = true;
	}
	return count;
}

static struct odds odds_empty(size_t count, struct arena *arena)
{
	return (struct odds){
		.with = arena_alloc(arena, (count + 1) * sizeof(double)),
		.without = arena_alloc(arena, (count + 1) * sizeof(double)),
		.pays = arena_alloc(arena, (count + 1) * sizeof(double)),
		.values = arena_alloc(arena, ODDS_VALUES * sizeof(struct chance_value)),
	};
}

/* One of the two bounds, with half of the values. */
static struct odds bound(const struct odds_problem *problem, const bool *left, bool absent)
{
	struct arena *arena = problem->arena;
	struct odds_pledge *pledges = arena_alloc(arena, problem->count * sizeof *pledges);
	struct odds odds;
	memcpy(pledges, problem->pledges, problem->count * sizeof *pledges);
	for (size_t i = 0; i < problem->count; i++) {
		if (!left[i]) continue;
		pledges[i].needs_amount = pledges[i].needs_members = 0;
		if (absent) pledges[i].amount = pledges[i].probability = 0;
	}
	odds = odds_of(pledges, problem->count, &problem->terms, arena);
	for (size_t i = 0; i < problem->count && absent; i++)
		if (left[i]) odds.with[i] = odds.without[i] = odds.reached;
	return odds;
}

/* Every second value takes the next one in, so that half are left. */
static size_t add_halved(const struct odds *odds, struct chance_value *out)
{
	size_t count = 0;
	for (size_t i = 0; i < odds->value_count; i += 2) {
		struct chance_value one = odds->values[i];
		if (i + 1 < odds->value_count) {
			struct chance_value two = odds->values[i + 1];
			one.weight += two.weight;
			if (one.weight > 0) one.value += muldiv(two.value - one.value, two.weight, one.weight);
		}
		one.weight = (int64_t)((double)one.weight * odds->reached);
		out[count++] = one;
	}
	return count;
}

static void between(const struct odds *low, const struct odds *high, size_t count, struct odds *out)
{
	out->reached = (low->reached + high->reached) / 2;
	out->error = (high->reached - low->reached) / 2 + fmax(low->error, high->error);
	for (size_t i = 0; i < count; i++) {
		out->with[i] = (low->with[i] + high->with[i]) / 2;
		out->without[i] = (low->without[i] + high->without[i]) / 2;
		out->pays[i] = (low->pays[i] + high->pays[i]) / 2;
	}
	out->value_count = add_halved(low, out->values);
	out->value_count += add_halved(high, out->values + out->value_count);
}

struct odds odds_of(const struct odds_pledge *pledges, size_t count, const struct odds_terms *terms,
                    struct arena *arena)
{
	struct arena own = {0};
	struct odds_problem problem = {pledges, count, *terms, .arena = &own};
	struct odds result = odds_empty(count, arena);
	bool *tried = arena_alloc(&own, count + 1), *left = arena_alloc(&own, count + 1);
	problem.easy = arena_alloc(&own, (count + 1) * sizeof *problem.easy);
	problem.tried = arena_alloc(&own, (count + 1) * sizeof *problem.tried);
	for (size_t i = 0; i < count; i++)
		tried[i] = !goes_without_saying(&pledges[i], terms);
	divide(&problem, tried);
	if (count <= ALL_TRIED && better_tried(&problem)) {
		memset(tried, true, count);
		divide(&problem, tried);
	}
	if (count > ALL_TRIED && leave_out(&problem, tried, left) > 0) {
		struct odds low = bound(&problem, left, true), high = bound(&problem, left, false);
		between(&low, &high, count, &result);
	} else {
		if (excess(&problem) > 1) odds_lay_out(&problem, (int64_t)ceil(excess(&problem)));
		odds_solve(&problem, &result);
	}
	arena_free(&own);
	return result;
}

/* ---- of a round ------------------------------------------------------------------------------ */

static bool never_comes(const struct pledge *pledge)
{
	return !pledge->contracted && (pledge->lost || pledge->expired || !pledge->has_amount);
}

static struct odds_pledge as_it_stands(const struct pledge *pledge)
{
	struct odds_pledge out = {pledge->amount, pledge->probability, pledge->needs_amount,
	                          pledge->needs_members};
	if (pledge->contracted)
		out = (struct odds_pledge){pledge->amount, RATIO_ONE, 0, 0};
	else if (never_comes(pledge))
		out = (struct odds_pledge){0};
	return out;
}

static bool one_of(const char *state, const char *one, const char *other)
{
	return text_equal(state, one) || text_equal(state, other);
}

static struct odds of_round(const struct round *round, const struct odds_pledge *more,
                            struct arena *arena)
{
	size_t count = round->count + (more != NULL);
	struct odds_terms terms = {round->threshold - round->bridge, round->min_members,
	                           share_raised(&round->terms, INT64_MAX)};
	struct odds_pledge *pledges = arena_alloc(arena, (count + 1) * sizeof *pledges);
	struct odds odds;
	if (one_of(round->state, "lapsed", "cancelled")) return odds_empty(count, arena);
	if (one_of(round->state, "committed", "closed"))
		terms.threshold = terms.min_members = 0;
	else if (round->threshold <= 0)
		return odds_empty(count, arena);
	for (size_t i = 0; i < round->count; i++)
		pledges[i] = as_it_stands(&round->pledges[i]);
	if (more) pledges[round->count] = *more;
	odds = odds_of(pledges, count, &terms, arena);
	for (size_t i = 0; i < round->count; i++)
		if (never_comes(&round->pledges[i])) odds.with[i] = odds.without[i] = odds.reached;
	return odds;
}

struct odds odds_of_round(const struct round *round, struct arena *arena)
{
	return of_round(round, NULL, arena);
}

struct odds odds_with_one_more(const struct round *round, const struct odds_pledge *more,
                               struct arena *arena)
{
	return of_round(round, more, arena);
}
