/*
 * The beta distribution, for intervals around shares. Plain numbers, not millionths.
 *
 * Cumulative: the regularised incomplete beta function I_x(a, b) by its continued fraction, NIST
 * Digital Library of Mathematical Functions 8.17.22 (https://dlmf.nist.gov/8.17.E22), for x above
 * (a + 1) ÷ (a + b + 2) by the symmetry 8.17.4; evaluated by the modified Lentz method. Quantile:
 * by bisection. Both are exact to better than a millionth for parameters up to 100,000.
 */
#ifndef SYNDIC_REPORT_BETA_H
#define SYNDIC_REPORT_BETA_H

/* The chance that a value of Beta(a, b) is at most x. a, b > 0; x is taken as 0 to 1. */
double beta_cumulative(double x, double a, double b);
/* The value below which Beta(a, b) lies with chance `share`. With a = 0 all of it lies at 0, with
 * b = 0 at 1. */
double beta_quantile(double share, double a, double b);

#endif
