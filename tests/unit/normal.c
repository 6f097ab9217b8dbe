#include "unit.h"
#include <math.h>
#include "property.h"
#include "report/normal.h"

#define CLOSE(found, expected, error)                                                              \
	HOLDS(fabs((found) - (expected)) <= (error), "%.17g is not %.17g", (double)(found),            \
	      (double)(expected))

/* Values of Abramowitz and Stegun, table 26.1, and far out of table 26.2 (−log₁₀ of the upper tail). */
START_TEST(the_distribution_is_that_of_the_tables)
{
	static const struct {
		double x, below;
	} rows[] = {
		{0.0, 0.5},
		{0.5, 0.691462461274013},
		{1.0, 0.841344746068543},
		{1.5, 0.933192798731142},
		{2.0, 0.977249868051821},
		{3.0, 0.998650101968370},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		CLOSE(normal_cdf(rows[i].x), rows[i].below, 6e-16);
		CLOSE(normal_cdf(-rows[i].x), 1 - rows[i].below, 6e-16);
	}
	CLOSE(-log10(normal_cdf(-5)), 6.54265, 5e-6);
	CLOSE(-log10(normal_cdf(-10)), 23.11805, 5e-6);
	ck_assert(normal_cdf(-HUGE_VAL) == 0 && normal_cdf(HUGE_VAL) == 1);
}
END_TEST

/* The density's integral by Simpson's rule, whose error at this step is below 10⁻¹³. */
START_TEST(the_distribution_is_the_integral_of_the_density)
{
	const double step = 1.0 / 512;
	double sum = 0;

	for (int i = 0; i < 6 * 512; i += 2) {
		double a = i * step, b = a + step, c = b + step;
		sum += (exp(-a * a / 2) + 4 * exp(-b * b / 2) + exp(-c * c / 2)) * step / 3 /
		       sqrt(2 * 3.14159265358979323846);
		CLOSE(normal_cdf(c) - 0.5, sum, 1e-12);
	}
}
END_TEST

/* The examples that Wichura gives for algorithm AS 241 (Applied Statistics 37, 1988). */
START_TEST(the_quantile_is_that_of_as_241)
{
	CLOSE(normal_quantile(0.25), -0.6744897501960817, 1e-15);
	CLOSE(normal_quantile(0.001), -3.090232306167814, 1e-14);
	CLOSE(normal_quantile(1e-20), -9.262340089798408, 1e-14);
}
END_TEST

START_TEST(the_quantile_inverts_the_distribution)
{
	uint64_t seed = 7;

	for (int i = 0; i < 20000; i++) {
		double p = (double)chance_between(&seed, 1, 999999) / 1e6;
		double x = normal_quantile(p);
		CLOSE(normal_cdf(x), p, 4e-16);
		CLOSE(normal_quantile(1 - p), -x, 1e-10 * (1 + fabs(x)));
	}
	for (double x = -37; x < 0; x += 0.37)
		CLOSE(normal_quantile(normal_cdf(x)), x, 1e-14 * (1 - x));
	ck_assert(normal_quantile(0.5) == 0);
	ck_assert(normal_quantile(0) == -HUGE_VAL && normal_quantile(-1) == -HUGE_VAL);
	ck_assert(normal_quantile(1) == HUGE_VAL && normal_quantile(2) == HUGE_VAL);
}
END_TEST

UNIT(normal)
{
	Suite *suite = suite_create("normal");
	TCase *cases = tcase_create("distribution and quantile");

	tcase_add_test(cases, the_distribution_is_that_of_the_tables);
	tcase_add_test(cases, the_distribution_is_the_integral_of_the_density);
	tcase_add_test(cases, the_quantile_is_that_of_as_241);
	tcase_add_test(cases, the_quantile_inverts_the_distribution);
	suite_add_tcase(suite, cases);
	return suite;
}
