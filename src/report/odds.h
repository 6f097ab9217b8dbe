/*
 * The chance that a syndicate reaches its threshold, and what each pledge does for it.
 *
 * Pledges come independently, each with its probability. Of those that come the ones count whose
 * conditions hold, the greatest such set (model/solve.h); the round is reached if these bring the
 * threshold and are members enough. The distribution of their sum s and number m is built by
 * convolution on the amounts' greatest common divisor, and so is exact:
 *
 *   f′(s, m) = (1 − p) f(s, m) + p f(s − a, m − 1)
 *
 * A pledge whose condition asks for no more than reaching does (its own amount and what it wants
 * from others within the threshold, members likewise) is as good as unconditional: where the round
 * is reached with it, its condition holds. The others are *tried*: taken through all their outcomes,
 * at most TRIED_MOST of them, for each s and m of the rest. Of more than that, the smaller ones are
 * taken once as unconditional and once as absent, which are bounds; the answer lies in their middle.
 * Where the divisor is so small that there would be too many cells, up to ALL_TRIED pledges are all
 * tried, which is exact as well; more are put on a coarser grid: amounts are rounded to it, and the
 * error is what differs if everything wanted is lowered, or raised, by all roundings together.
 *
 * The ceiling is no part of this: a pledge waits above it only once those before it suffice, so that it
 * keeps no round from being reached, and `most` limits what is raised. Only a condition may hold here
 * thanks to a pledge that would wait.
 */
#ifndef SYNDIC_REPORT_ODDS_H
#define SYNDIC_REPORT_ODDS_H
#include "base/mem.h"
#include "model/round.h"
#include "report/chance.h"

struct odds_pledge {
	int64_t amount;      /* cents, not negative */
	int64_t probability; /* millionths; 0 and less never comes, one and more always */
	int64_t needs_amount, needs_members; /* of the others, at least; 0: nothing */
};
struct odds_terms {
	int64_t threshold, min_members;
	int64_t most; /* what is raised at most: share_raised; INT64_MAX: all that is offered */
};
struct odds {
	double reached; /* the chance */
	double error;   /* how far the true one may be, at most; 0: exact */
	/* By pledge: the chance that the round is reached if it comes, and if it does not; the swing is
	 * the first less the second. */
	double *with, *without;
	/* By pledge: what it pays, expected, as a part of its amount: nothing where the round is not
	 * reached or its condition fails, and where more is offered than is raised each pays in
	 * proportion (for other rules of sharing this is right in sum, not for each). */
	double *pays;
	/* What the round brings in all, given that it is reached: values in cents by weight, at most
	 * ODDS_VALUES of them; none where it cannot be reached. Their mean is exact but for their
	 * rounding to cents: Σ amount · pays = reached · mean. */
	struct chance_value *values;
	size_t value_count;
};
enum { ODDS_VALUES = 64 };

/* The arena owns it. Nothing fails. */
struct odds odds_of(const struct odds_pledge *pledges, size_t count, const struct odds_terms *terms,
                    struct arena *arena);

/* Odds of a round as it stands: pledges that have no amount, are lost or have expired come never (and have
 * no swing),
 * contracted ones always (those withdrawn since with what they still owe, as they count). A bridge
 * lowers what is to be reached. A round that is committed or closed is reached, one that lapsed or
 * was cancelled, or whose threshold is unknown, is not. By index of round->pledges. */
struct odds odds_of_round(const struct round *round, struct arena *arena);
/* The same, with one more pledge (that stands nowhere yet) at the end. */
struct odds odds_with_one_more(const struct round *round, const struct odds_pledge *more,
                               struct arena *arena);

#endif
