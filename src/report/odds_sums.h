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
	int64_t rounding; /* of the sum of all steps from that of all amounts, at most; 0: exact */
	struct arena *arena;
};

/* The grid for what is easy: its unit is `coarser` times the greatest common divisor, exact for 0. */
void odds_lay_out(struct odds_problem *problem, int64_t coarser);
/* Fills all of `out`, whose arrays are zeroed. */
void odds_solve(const struct odds_problem *problem, struct odds *out);

#endif
