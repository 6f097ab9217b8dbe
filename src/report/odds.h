/*
 * The chance that a syndicate reaches its threshold, and what each pledge does for it.
 *
 * Pledges come independently, each with its probability. Of those that come the ones count whose
 * conditions hold, the greatest such set (model/solve.h); the round is reached if these bring the
 * threshold and are members enough. The distribution of their sum is built by convolution on the
 * amounts' greatest common divisor, and so is exact:
 *
 *   f′(s, m) = (1 − p) f(s, m) + p f(s − a, m − 1)
 *
 * A pledge whose condition asks for no more than reaching does (its own amount and what it wants from
 * others within the threshold, members likewise) is as good as unconditional: where the round is
 * reached with it, its condition holds. The few others are taken through all their outcomes.
 */
#ifndef SYNDIC_REPORT_ODDS_H
#define SYNDIC_REPORT_ODDS_H
#include "base/mem.h"
#include "model/round.h"
#include "report/chance.h"

struct odds_pledge {
	int64_t amount;      /* cents */
	int64_t probability; /* millionths; of one or more it is certain */
	int64_t needs_amount, needs_members;
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
	 * reached or its condition fails, and where more is offered than is raised each pays in proportion
	 * (for other rules of sharing this is right in sum, not for each). */
	double *pays;
	/* What the round brings in all, given that it is reached: values in cents by weight, at most
	 * ODDS_VALUES of them; their mean is exact. */
	struct chance_value *values;
	size_t value_count;
};
enum { ODDS_VALUES = 64 };

/* The arena owns it. Nothing fails. */
struct odds odds_of(const struct odds_pledge *pledges, size_t count, const struct odds_terms *terms,
                    struct arena *arena);

/* Odds of a round as it stands: pledges that have no amount, are lost or withdrawn or have expired come
 * never, contracted ones always. A round that is committed or closed is reached, one that lapsed or was cancelled
 * is not. By index of round->pledges. */
struct odds odds_of_round(const struct round *round, struct arena *arena);

#endif
