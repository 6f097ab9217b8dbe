/* Sums of pledges and their chances: what odds.c works with once it is clear what is tried. */
#ifndef SYNDIC_REPORT_ODDS_SUMS_H
#define SYNDIC_REPORT_ODDS_SUMS_H
#include <stdbool.h>
#include "report/odds.h"

struct odds_problem {
	const struct odds_pledge *pledges;
	size_t count;
	struct odds_terms terms;
	/* Indices of pledges: those on the grid, without conditions, and those taken through all their
	 * outcomes. */
	size_t *easy, *tried;
	size_t easy_count, tried_count;
	/* The grid: sums of the easy ones in units of cents, from 0 to cells − 1; layers by how many they
	 * are, the last one: that many or more. */
	int64_t unit, cells, *steps; /* steps: amounts of the easy ones in units */
	size_t layers;
	int64_t offered; /* by all */
	struct arena *arena;
};

/* The grid for what is easy. */
void odds_lay_out(struct odds_problem *problem);
/* How many additions odds_solve would take, about. */
double odds_effort(const struct odds_problem *problem);
/* Fills all of `out`, whose arrays are zeroed. */
void odds_solve(const struct odds_problem *problem, struct odds *out);

/* odds_sample.c: the same from simulated outcomes; of the problem only pledges, terms and what is
 * offered are looked at. */
void odds_estimate(const struct odds_problem *problem, struct odds *out);

/* What the round brings, where it is reached, sorted into ranges of equal width; one more is for
 * all that is raised at most. */
enum { BUCKETS = ODDS_VALUES - 1 };
struct odds_buckets {
	int64_t edges[ODDS_VALUES];                 /* the least that belongs to each, cents */
	double mass[ODDS_VALUES], sum[ODDS_VALUES]; /* chance, and chance times cents */
};
void buckets_set(const struct odds_problem *problem, struct odds_buckets *out);
/* In which a value lies that is not below the first. */
size_t buckets_find(const struct odds_buckets *buckets, int64_t value);
/* Writes the values of `out`, by its `reached`. */
void buckets_write(const struct odds_buckets *buckets, struct odds *out);

#endif
