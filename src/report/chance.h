/*
 * The distribution of a sum of things that may come or not: how likely it reaches what is needed,
 * and its quantiles.
 *
 * Each outcome comes with its probability p and then brings its value. Given the common factor z, a
 * standard normal variable, outcomes are independent; one that is correlated then comes with
 *
 *   P(p | z) = Φ((Φ⁻¹(p) − √ρ·z) ÷ √(1 − ρ))
 *
 * (ρ the correlation: one factor Gaussian copula; where z is high, times are bad), the others with
 * p. Source: Vasicek, The distribution of loan portfolio value (Risk, December 2002). The integral
 * over z is a sum over equal steps (the trapezoidal rule, whose error falls faster than any power
 * of the step), narrow enough for the number of outcomes: within 10⁻⁶ unless ρ is close to 1.
 * Gauss–Hermite nodes, fixed in number, step over the sharp turn that many outcomes make: with
 * ρ = 0.1, 32 of them are off by 0.0008 for 200 equal outcomes and by 0.03 for 2,000.
 *
 * Values and `need` are of one unit, any: cents, or millionths for counts. The sum of all absolute
 * values must stay below 2⁶². Nothing here fails.
 */
#ifndef SYNDIC_REPORT_CHANCE_H
#define SYNDIC_REPORT_CHANCE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct chance_value {
	int64_t value, weight; /* a share of all weights of the outcome; not negative */
};
struct chance_outcome {
	int64_t value;       /* what it brings; may be negative */
	int64_t probability; /* millionths; 0 and less never comes, one and more always */
	bool correlated;
	/* Or several: if it comes, one of these by weight, and `value` is not looked at. */
	const struct chance_value *values;
	size_t value_count;
};

struct chance_options {
	int64_t correlation; /* ρ in millionths, from 0 to below one */
	int64_t effort;      /* additions that may be spent, about; 0: CHANCE_EFFORT */
};
#define CHANCE_EFFORT INT64_C(2000000) /* a few milliseconds */

enum chance_method {
	CHANCE_CERTAIN, /* 0 or 1 whatever comes */
	CHANCE_EXACT,   /* over all sums */
	CHANCE_GRID,    /* values split between neighbours on a grid, each mean kept */
	CHANCE_NORMAL,  /* a normal distribution given z, of the same mean and variance */
};
struct chance {
	double probability;
	/* How far the true one can be, at most: 0 for exact ones; on a grid by Hoeffding's inequality;
	 * normal by that of Berry and Esseen. Both are far wider than what is usual. */
	double error;
	enum chance_method method;
};

/* The probability that the outcomes sum to `need` at least; in whichever way is exact within the
 * effort, else the closest. Up to 26 outcomes of one value are exact, and any number as long as
 * needed sum ÷ greatest common divisor of the values is small. */
struct chance chance_reach(const struct chance_outcome *outcomes, size_t count, int64_t need,
                           const struct chance_options *options);

struct chance_quantile {
	int64_t value; /* the least that the sum stays within with this probability */
	int64_t error; /* how far the true one can be, at most; 0 where it is exact */
};
/* Quantiles of the sum at each of `probabilities` (millionths). */
void chance_quantiles(const struct chance_outcome *outcomes, size_t count,
                      const struct chance_options *options, const int64_t *probabilities,
                      size_t quantile_count, struct chance_quantile *out);

/* P(p | z), p and ρ in millionths. */
double chance_given(int64_t probability, int64_t correlation, double z);

#endif
