#include "report/beta.h"
#include <math.h>

#define TERMS 2000      /* of the fraction; about the root of the larger parameter is enough */
#define CLOSE 1e-14     /* a factor so near 1 changes nothing any more */
#define SMALLEST 1e-300 /* stands for a denominator of 0 */
#define HALVINGS 60     /* beyond these a double does not tell the bounds apart */

static double never_zero(double value)
{
	return fabs(value) < SMALLEST ? SMALLEST : value;
}

/* The fraction 1 ÷ (1 + d1 ÷ (1 + d2 ÷ (1 + …))) of 8.17.22. */
static double fraction(double x, double a, double b)
{
	double c = 1, d = 1 / never_zero(1 - (a + b) * x / (a + 1)), value = d;

	for (int m = 1; m <= TERMS; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		double factor;

		d = 1 / never_zero(1 + even * d);
		c = never_zero(1 + even / c);
		value *= c * d;
		d = 1 / never_zero(1 + odd * d);
		c = never_zero(1 + odd / c);
		factor = c * d;
		value *= factor;
		if (fabs(factor - 1) < CLOSE) break;
	}
	return value;
}

/* lgamma keeps a sign that all threads share. */
static double log_gamma(double value)
{
	int sign;

	return lgamma_r(value, &sign);
}

double beta_cumulative(double x, double a, double b)
{
	double weight;

	if (x <= 0) return 0;
	if (x >= 1) return 1;
	weight = exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log1p(-x));
	if (x < (a + 1) / (a + b + 2)) return weight * fraction(x, a, b) / a;
	return 1 - weight * fraction(1 - x, b, a) / b;
}

double beta_quantile(double share, double a, double b)
{
	double low = 0, high = 1;

	if (a <= 0) return 0;
	if (b <= 0) return 1;
	for (int i = 0; i < HALVINGS; i++) {
		double middle = (low + high) / 2;
		if (beta_cumulative(middle, a, b) < share) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return (low + high) / 2;
}
