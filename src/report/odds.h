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
 * for each s and m of the rest; or all are, where that is less work.
 *
 * Where either would take more than some ten milliseconds (many conditions of that kind, or many amounts
 * without a divisor worth the name), the odds are estimated: 20,000 outcomes, keyed by the pledge's place
 * (random.h) and always the same, each solved; chances are the frequencies n ÷ N among them, swings those
 * where the pledge comes less those where it does not. The error told is three standard errors,
 *
 *   3 √(q (1 − q) ÷ N)   with q = (n + 1) ÷ (N + 2), so that it is 3 ÷ N at least
 *
 * of a swing 3 √ of both squares. Who comes, or stays away, with a chance below 5 % is besides turned in
 * turn: the same outcome is solved again with it the other way round.
 *
 * The ceiling is no part of this: it keeps no round from being reached (model/solve.h), and `most` limits
 * what is raised.
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
	double reached;     /* the chance */
	double error;       /* how far the true one may be; 0: exact */
	double swing_error; /* the same of the swing that is known the least; 0: all are exact */
	/* By pledge: the chance that the round is reached if it comes, and if it does not; the swing is
	 * the first less the second. */
	double *with, *without;
	/* By pledge: what it pays, expected, as a part of its amount: nothing where the round is not
	 * reached or its condition fails, and where more is offered than is raised each pays in
	 * proportion (for other rules of sharing this is right in sum, not for each). */
	double *pays;
	/* What the round brings in all, given that it is reached: values in cents by weight, at most
	 * ODDS_VALUES of them; none where it cannot be reached. Of their mean, but for its rounding
	 * to cents, Σ amount · pays = reached · mean. */
	struct chance_value *values;
	size_t value_count;
};
enum { ODDS_VALUES = 64 };

/* What is still wanted of `wanted` where so much is there; not below nothing. */
static inline int64_t odds_less(int64_t wanted, int64_t there)
{
	return wanted > there ? wanted - there : 0;
}

/* The arena owns it. Nothing fails. */
struct odds odds_of(const struct odds_pledge *pledges, size_t count, const struct odds_terms *terms,
                    struct arena *arena);

/* Odds of a round as it stands: pledges that have no amount, are lost or have expired come never
 * (and have no swing), contracted ones always. What those who have left since still owe lowers what is to be reached; they
 * are no members, and have no swing. A bridge lowers what is to be reached. A round that is committed or closed is
 * reached, one that lapsed or was cancelled, or whose threshold is unknown, is not. By index of
 * round->pledges. */
struct odds odds_of_round(const struct round *round, struct arena *arena);
/* The same, with one more pledge (that stands nowhere yet) at the end. */
struct odds odds_with_one_more(const struct round *round, const struct odds_pledge *more,
                               struct arena *arena);

#endif
