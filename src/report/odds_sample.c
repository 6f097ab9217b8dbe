/* Odds from simulated outcomes, where to know them exactly would take too long. */
#include <math.h>
#include "base/money.h"
#include "report/odds_sums.h"
#include "report/random.h"

enum { OUTCOMES = 20000, SEED = 1, ERRORS = 3 /* standard errors that are told */ };
#define SELDOM 0.05                /* one that comes, or stays away, less often is turned, too */
#define CERTAIN (INT64_C(1) << 32) /* draws are compared in parts of this */

/* Of the outcomes in which a pledge comes, or does not. */
struct side {
	int64_t outcomes, reached;
};
struct sample {
	const struct odds_problem *problem;
	uint64_t *streams, *limits;
	struct bid *bids;
	enum bid_fate *fates;
	struct side (*sides)[2]; /* by pledge: it stays away, it comes */
	size_t *seldom;          /* pledges of which one side is seldom seen */
	size_t seldom_count;
	struct odds_buckets buckets;
};

static bool solve_bids(const struct sample *sample, struct solved *out)
{
	const struct odds_terms *terms = &sample->problem->terms;
	*out = solve(sample->bids, sample->problem->count, NULL, sample->fates);
	return out->amount >= terms->threshold && out->members >= terms->min_members;
}

static void start(struct sample *sample)
{
	const struct odds_problem *problem = sample->problem;
	size_t room = problem->count + 1;
	sample->streams = arena_alloc(problem->arena, room * sizeof *sample->streams);
	sample->limits = arena_alloc(problem->arena, room * sizeof *sample->limits);
	sample->bids = arena_alloc(problem->arena, room * sizeof *sample->bids);
	sample->fates = arena_alloc(problem->arena, room * sizeof *sample->fates);
	sample->sides = arena_alloc(problem->arena, room * sizeof *sample->sides);
	sample->seldom = arena_alloc(problem->arena, room * sizeof *sample->seldom);
	for (size_t i = 0; i < problem->count; i++) {
		const struct odds_pledge *pledge = &problem->pledges[i];
		int64_t limit = muldiv(pledge->probability, CERTAIN, RATIO_ONE);
		double chance = (double)pledge->probability / (double)RATIO_ONE;
		sample->streams[i] = stream_of_key(i, SEED);
		sample->limits[i] = limit > 0 ? (uint64_t)limit : 0;
		sample->bids[i] = (struct bid){.amount = pledge->amount,
		                               .needs_amount = pledge->needs_amount,
		                               .needs_members = pledge->needs_members};
		if (fmin(chance, 1 - chance) < SELDOM) sample->seldom[sample->seldom_count++] = i;
	}
	buckets_set(problem, &sample->buckets);
}

/* Is the round reached by those alone whose chance is `least` (millionths) or more? */
static bool reached_by(const struct sample *sample, int64_t least)
{
	struct solved sum;
	for (size_t i = 0; i < sample->problem->count; i++)
		sample->bids[i].given = sample->problem->pledges[i].probability >= least;
	return solve_bids(sample, &sum);
}

static void add_reached(struct sample *sample, struct solved sum, struct odds *out)
{
	int64_t most = sample->problem->terms.most, raised = sum.amount < most ? sum.amount : most;
	double part = sum.amount > 0 ? (double)raised / (double)sum.amount : 1;
	size_t bucket = buckets_find(&sample->buckets, raised);
	out->reached++;
	sample->buckets.mass[bucket]++;
	sample->buckets.sum[bucket] += (double)raised;
	for (size_t i = 0; i < sample->problem->count; i++)
		if (sample->fates[i] == BID_COUNTS) out->pays[i] += part;
}

static void add_side(struct sample *sample, size_t index, bool reached)
{
	struct side *side = &sample->sides[index][sample->bids[index].given];
	side->outcomes++;
	side->reached += reached;
}

/* One outcome; and the same with one pledge turned of which one side is seldom seen. */
static void try_one(struct sample *sample, int64_t path, struct odds *out)
{
	struct solved sum;
	bool reached;
	for (size_t i = 0; i < sample->problem->count; i++)
		sample->bids[i].given = draw(sample->streams[i], path) >> 32 < sample->limits[i];
	reached = solve_bids(sample, &sum);
	if (reached) add_reached(sample, sum, out);
	for (size_t i = 0; i < sample->problem->count; i++)
		add_side(sample, i, reached);
	if (sample->seldom_count) {
		size_t turned = sample->seldom[(size_t)path % sample->seldom_count];
		sample->bids[turned].given = !sample->bids[turned].given;
		add_side(sample, turned, solve_bids(sample, &sum));
	}
}

/* The square of a frequency's standard error; as if one outcome more had gone either way, so that
 * what was never seen is not held for impossible. */
static double square_error(double reached, double outcomes)
{
	double chance = (reached + 1) / (outcomes + 2);
	return chance * (1 - chance) / outcomes;
}

static void weigh_sides(const struct side sides[2], struct odds *out, size_t index)
{
	double squares = 0;
	for (int comes = 0; comes < 2; comes++) {
		double outcomes = (double)sides[comes].outcomes, reached = (double)sides[comes].reached;
		double *chance = comes ? out->with : out->without;
		chance[index] = outcomes > 0 ? reached / outcomes : out->reached;
		squares += outcomes > 0 ? square_error(reached, outcomes) : 1;
	}
	out->swing_error = fmax(out->swing_error, fmin(1, ERRORS * sqrt(squares)));
}

void odds_estimate(const struct odds_problem *problem, struct odds *out)
{
	struct sample sample = {.problem = problem};
	double reached;
	start(&sample);
	for (int64_t path = 0; path < OUTCOMES; path++)
		try_one(&sample, path, out);
	reached = out->reached;
	out->reached /= OUTCOMES;
	for (size_t i = 0; i < problem->count; i++) {
		out->pays[i] /= OUTCOMES;
		weigh_sides(sample.sides[i], out, i);
	}
	for (size_t i = 0; i <= BUCKETS; i++) {
		sample.buckets.mass[i] /= OUTCOMES;
		sample.buckets.sum[i] /= OUTCOMES;
	}
	buckets_write(&sample.buckets, out);
	/* More that come never make it fail: then all outcomes agree. */
	if (reached_by(&sample, RATIO_ONE) || !reached_by(&sample, 1)) return;
	out->error = ERRORS * sqrt(square_error(reached, OUTCOMES));
}
