#include "report/normal.h"
#include <math.h>

#define ROOT_2 1.41421356237309504880
#define DENSITY_AT_0 0.39894228040143267794 /* 1 ÷ √(2π) */

double normal_cdf(double x)
{
	return erfc(-x / ROOT_2) / 2;
}

/* p is positive and below ½. Since Φ(−t) ≤ ½ exp(−t² ÷ 2), the first x lies left of the root, and
 * since ln Φ is concave, Newton's steps on it rise to the root and never beyond. */
static double lower_quantile(double p)
{
	double x = -sqrt(-2 * log(2 * p));

	for (;;) {
		double below = normal_cdf(x), density = DENSITY_AT_0 * exp(-x * x / 2);
		double next = x + log(p / below) * below / density;
		if (!(next > x)) return x;
		x = next;
	}
}

double normal_quantile(double p)
{
	if (!(p > 0)) return -HUGE_VAL;
	if (p >= 1) return HUGE_VAL;
	if (p < 0.5) return lower_quantile(p);
	return p > 0.5 ? -lower_quantile(1 - p) : 0;
}
