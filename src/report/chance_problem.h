/*
 * What chance.c works out from the outcomes it is given, and the ways to add them up:
 * chance_halves.c, chance_grid.c and, in chance.c itself, the normal distribution. For these files
 * only.
 */
#ifndef SYNDIC_REPORT_CHANCE_PROBLEM_H
#define SYNDIC_REPORT_CHANCE_PROBLEM_H
#include "base/mem.h"
#include "report/chance.h"

/* An outcome whose coming is open. Counted from its lowest value it brings 0 to `span`. */
struct item {
	const struct chance_outcome *outcome;
	int64_t lowest, span;
	size_t kind;
};
/* What outcomes of one probability share. */
struct kind {
	int64_t probability;
	bool correlated;
	/* Sums over them, of values if they come: means, their squares, and means of squares. */
	double mean, mean_squared, square;
};

struct problem {
	struct arena arena;
	const struct chance_options *options;
	struct item *items;
	size_t count, correlated, values;
	bool pairs;      /* no item has more values than one */
	int64_t certain; /* what outcomes bring that are no items */
	/* The least sum of all; the sum of `span`, the largest, and their greatest common divisor. */
	int64_t low, total, widest, unit;
	struct kind *kinds;
	size_t kind_count;
	size_t nodes;
	double *weights, *given; /* of each node of z; P(p | z) of each kind at each node */
};

/* Reads the outcomes: all but kinds and nodes. They and the options are borrowed. */
void problem_read(struct problem *problem, const struct chance_outcome *outcomes, size_t count,
                  const struct chance_options *options);
/* Works out kinds and nodes, once it is known that they are needed. */
void problem_prepare(struct problem *problem);
void problem_free(struct problem *problem);
double problem_effort(const struct problem *problem);
/* P(p | z) of an item at a node. */
double problem_given(const struct problem *problem, const struct item *item, size_t node);

/* Values of an outcome, be it one or several, and the sum of their weights. */
size_t outcome_value_count(const struct chance_outcome *outcome);
struct chance_value outcome_value(const struct chance_outcome *outcome, size_t index);
double outcome_weights(const struct chance_outcome *outcome);
bool outcome_always_comes(const struct chance_outcome *outcome);

/* How many units reach `need`. */
int64_t units_to(int64_t need, int64_t unit);

/* ---- chance_halves.c: each sum of one half of the items meets those of the other it needs -----
 *
 * Exact for any values; 2^(n ÷ 2) sums a half. `need` is counted from the lowest sum. */
double halves_effort(const struct problem *problem); /* infinite where it cannot be done */
double halves_reach(struct problem *problem, int64_t need);

/* ---- chance_grid.c: f′(s) = Σ P(value) f(s − value) on multiples of `unit` ----------------------
 *
 * Exact where the unit divides all values. Else a value is split between its neighbours in
 * proportion, so that its mean stays. Sums are counted from the lowest. */
struct arm;
struct grid {
	int64_t unit, cells;
	struct arm *arms;        /* values of the items, in cells */
	size_t arm_count, *ends; /* of each item's arms */
	double squared_widths;   /* of what the rounding of each item can be, in units */
	double *mass;            /* of each cell */
};
double grid_effort(const struct problem *problem, int64_t need, int64_t unit);
/* The unit with which so many cells as the effort allows reach `need`; 0 where they are too few. */
int64_t grid_unit(const struct problem *problem, int64_t need);
/* A unit for the fewest cells that make sense. */
int64_t grid_coarsest(int64_t need);
struct chance grid_reach(struct problem *problem, int64_t need, int64_t unit);
/* All sums. */
void grid_fill(struct problem *problem, int64_t unit, struct grid *out);
struct chance_quantile grid_quantile(const struct problem *problem, const struct grid *grid,
                                     double probability);

#endif
