#include "report/odds.h"
#include "base/money.h"
#include "base/text.h"
#include "report/odds_sums.h"

#define EFFORT 1e7 /* additions that may be spent: some ten milliseconds */

/* Does being reached imply that its condition holds? */
static bool goes_without_saying(const struct odds_pledge *pledge, const struct odds_terms *terms)
{
	return (pledge->needs_amount <= 0 ||
	        pledge->needs_amount + pledge->amount <= terms->threshold) &&
	       (pledge->needs_members <= 0 || pledge->needs_members + 1 <= terms->min_members);
}

/* Those with a condition of their own, or with `all` everyone, are taken through their outcomes,
 * the rest goes on the grid. */
static struct odds_problem problem_of(const struct odds_pledge *pledges, size_t count,
                                      const struct odds_terms *terms, bool all, struct arena *arena)
{
	struct odds_problem problem = {pledges, count, *terms, .arena = arena};
	problem.easy = arena_alloc(arena, (count + 1) * sizeof *problem.easy);
	problem.tried = arena_alloc(arena, (count + 1) * sizeof *problem.tried);
	for (size_t i = 0; i < count; i++) {
		if (all || !goes_without_saying(&pledges[i], terms))
			problem.tried[problem.tried_count++] = i;
		else
			problem.easy[problem.easy_count++] = i;
	}
	odds_lay_out(&problem);
	return problem;
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

struct odds odds_of(const struct odds_pledge *pledges, size_t count, const struct odds_terms *terms,
                    struct arena *arena)
{
	struct arena own = {0};
	struct odds_problem some = problem_of(pledges, count, terms, false, &own);
	struct odds_problem all = problem_of(pledges, count, terms, true, &own);
	const struct odds_problem *best = odds_effort(&all) < odds_effort(&some) ? &all : &some;
	struct odds result = odds_empty(count, arena);
	if (odds_effort(best) <= EFFORT)
		odds_solve(best, &result);
	else
		odds_estimate(best, &result);
	arena_free(&own);
	return result;
}

/* ---- of a round ------------------------------------------------------------------------------ */

/* Who has left after signing is in nobody's way: what is owed is taken off what is wanted. */
static bool never_comes(const struct pledge *pledge)
{
	return pledge->withdrawn ||
	       (!pledge->contracted && (pledge->lost || pledge->expired || !pledge->has_amount));
}

static int64_t owed_by_those_who_left(const struct round *round)
{
	int64_t owed = 0;
	for (size_t i = 0; i < round->count; i++)
		if (round->pledges[i].withdrawn) owed += round->pledges[i].amount;
	return owed;
}

static struct odds_pledge as_it_stands(const struct pledge *pledge, int64_t owed)
{
	if (pledge->contracted) return (struct odds_pledge){pledge->amount, RATIO_ONE, 0, 0};
	return (struct odds_pledge){pledge->amount, pledge->probability,
	                            odds_less(pledge->needs_amount, owed), pledge->needs_members};
}

static bool one_of(const char *state, const char *one, const char *other)
{
	return text_equal(state, one) || text_equal(state, other);
}

/* Odds of those that may come, for all: who never comes has no swing and pays nothing. */
static struct odds for_all(const struct odds *some, const struct round *round, bool more,
                           struct arena *arena)
{
	struct odds out = odds_empty(round->count + more, arena), lists = out;
	size_t from = 0;
	out = *some;
	out.with = lists.with;
	out.without = lists.without;
	out.pays = lists.pays;
	for (size_t i = 0; i < round->count + more; i++) {
		bool comes = i == round->count || !never_comes(&round->pledges[i]);
		out.with[i] = comes ? some->with[from] : some->reached;
		out.without[i] = comes ? some->without[from] : some->reached;
		out.pays[i] = comes ? some->pays[from] : 0;
		from += comes;
	}
	return out;
}

static struct odds of_round(const struct round *round, const struct odds_pledge *more,
                            struct arena *arena)
{
	int64_t owed = owed_by_those_who_left(round);
	struct odds_terms terms = {round->threshold - round->bridge - owed, round->min_members,
	                           odds_less(share_raised(&round->terms, INT64_MAX), owed)};
	struct odds_pledge *pledges = arena_alloc(arena, (round->count + 1) * sizeof *pledges);
	struct odds odds;
	size_t count = 0;
	if (one_of(round->state, "lapsed", "cancelled"))
		return odds_empty(round->count + (more != NULL), arena);
	if (one_of(round->state, "committed", "closed"))
		terms.threshold = terms.min_members = 0;
	else if (round->threshold <= 0)
		return odds_empty(round->count + (more != NULL), arena);
	for (size_t i = 0; i < round->count; i++)
		if (!never_comes(&round->pledges[i]))
			pledges[count++] = as_it_stands(&round->pledges[i], owed);
	if (more) pledges[count++] = *more;
	odds = odds_of(pledges, count, &terms, arena);
	return for_all(&odds, round, more != NULL, arena);
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
