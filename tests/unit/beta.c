#include "unit.h"
#include <math.h>
#include "property.h"
#include "report/beta.h"

#define NEAR 1e-9

/* Where the integral has a closed form: I_x(1, 1) = x, I_x(a, 1) = x^a, I_x(1, b) = 1 − (1 − x)^b. */
START_TEST(closed_forms_are_met)
{
	for (int i = 0; i <= 100; i++) {
		double x = i / 100.0;
		HOLDS(fabs(beta_cumulative(x, 1, 1) - x) < NEAR, "%g", x);
		for (int k = 1; k <= 40; k++) {
			double a = k / 4.0;
			HOLDS(fabs(beta_cumulative(x, a, 1) - pow(x, a)) < NEAR, "%g %g", x, a);
			HOLDS(fabs(beta_cumulative(x, 1, a) - 1 + pow(1 - x, a)) < NEAR, "%g %g", x, a);
		}
	}
}
END_TEST

/* I_p(k, n − k + 1) is the chance of k successes or more of n (NIST DLMF 8.17.5). */
START_TEST(whole_parameters_are_binomial_sums)
{
	static const double chances[] = {0.02, 0.3, 0.5, 0.9};

	for (size_t c = 0; c < sizeof chances / sizeof *chances; c++) {
		for (int n = 1; n <= 60; n++) {
			double p = chances[c], tail = 0;
			for (int k = n; k >= 1; k--) {
				tail += exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k * log(p) +
				            (n - k) * log(1 - p));
				HOLDS(fabs(beta_cumulative(p, k, n - k + 1) - tail) < NEAR, "%d of %d at %g", k, n,
				      p);
			}
		}
	}
}
END_TEST

/* By Simpson's rule, apart from this program. */
START_TEST(quantiles_are_those_of_tables)
{
	ck_assert_double_eq_tol(beta_quantile(0.1, 7, 13), 0.2183237, 1e-6);
	ck_assert_double_eq_tol(beta_quantile(0.9, 7, 13), 0.4885644, 1e-6);
	ck_assert_double_eq_tol(beta_cumulative(0.2, 3, 7), 0.2618025, 1e-6);
	ck_assert_double_eq(beta_quantile(0.9, 0, 3), 0);
	ck_assert_double_eq(beta_quantile(0.1, 3, 0), 1);
}
END_TEST

/* The quantile turns the cumulative round, and the mirror image is the other tail. */
START_TEST(quantiles_turn_the_chances_round)
{
	uint64_t seed = 7;

	for (int i = 0; i < 2000; i++) {
		double a = (double)chance_between(&seed, 1, 100000) / 1000;
		double b = (double)chance_between(&seed, 1, 100000) / 1000;
		double share = (double)chance_between(&seed, 1, 999) / 1000;
		double x = beta_quantile(share, a, b);
		HOLDS(x >= 0 && x <= 1, "%g %g", a, b);
		HOLDS(fabs(beta_cumulative(x, a, b) - share) < 1e-6 || x < 1e-12 || x > 1 - 1e-12,
		      "%g of %g %g is %g", share, a, b, x);
		HOLDS(fabs(beta_cumulative(x, a, b) + beta_cumulative(1 - x, b, a) - 1) < 1e-6, "%g %g", a,
		      b);
	}
	ck_assert_double_eq_tol(beta_cumulative(0.3, 30000, 70000), 0.5, 0.002);
}
END_TEST

UNIT(beta)
{
	Suite *suite = suite_create("beta");
	TCase *cases = tcase_create("beta distribution");

	tcase_add_test(cases, closed_forms_are_met);
	tcase_add_test(cases, whole_parameters_are_binomial_sums);
	tcase_add_test(cases, quantiles_are_those_of_tables);
	tcase_add_test(cases, quantiles_turn_the_chances_round);
	suite_add_tcase(suite, cases);
	return suite;
}
