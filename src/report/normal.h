/*
 * The standard normal distribution.
 *
 * Φ(x) = ½ erfc(−x ÷ √2). Its inverse, the quantile, is the root of Φ(x) = p. Source: Abramowitz
 * and Stegun, Handbook of Mathematical Functions, 26.2.2 and 26.2.29.
 */
#ifndef SYNDIC_REPORT_NORMAL_H
#define SYNDIC_REPORT_NORMAL_H

/* Φ(x), with full relative precision in the lower tail; 0 and 1 at −∞ and ∞. */
double normal_cdf(double x);
/* Φ⁻¹(p), within a few units of the fifteenth digit for p from 10⁻³⁰⁰ to 1 − 10⁻¹⁶; −∞ where p ≤ 0,
 * ∞ where p ≥ 1. */
double normal_quantile(double p);

#endif
