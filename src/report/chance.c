#include <math.h>
#include "base/money.h"
#include "report/chance_problem.h"
#include "report/normal.h"

#define BERRY_ESSEEN 0.56 /* Shevtsova, Doklady Mathematics 82 (2010) */

/* A normal distribution given z. */
static struct chance by_normal(const struct problem *problem, int64_t need)
{
	struct chance result = {.method = CHANCE_NORMAL};
	/* All sums lie whole units from the lowest: halfway to the last that is too small. */
	double bound =
		(double)(problem->low - problem->certain + units_to(need, problem->unit) * problem->unit) -
		(double)problem->unit / 2;

	for (size_t node = 0; node < problem->nodes; node++) {
		double mean = 0, variance = 0, deviation, weight = problem->weights[node];
		for (size_t k = 0; k < problem->kind_count; k++) {
			const struct kind *kind = &problem->kinds[k];
			double p = problem->given[k * problem->nodes + node];
			mean += p * kind->mean;
			variance += p * kind->square - p * p * kind->mean_squared;
		}
		deviation = sqrt(fmax(variance, 0));
		if (deviation > 0) {
			result.probability += weight * normal_cdf((mean - bound) / deviation);
			result.error += weight * fmin(1, BERRY_ESSEEN * (double)problem->widest / deviation);
		} else if (mean > bound) {
			result.probability += weight;
		}
	}
	return result;
}

/* `need` is counted from the lowest sum. */
static struct chance best(struct problem *problem, int64_t need)
{
	double halves = halves_effort(problem), grid = grid_effort(problem, need, problem->unit);
	int64_t unit;

	if (halves <= grid && halves <= problem_effort(problem))
		return (struct chance){halves_reach(problem, need), 0, CHANCE_EXACT};
	if (grid <= problem_effort(problem)) return grid_reach(problem, need, problem->unit);
	unit = grid_unit(problem, need);
	return unit > 0 ? grid_reach(problem, need, unit) : by_normal(problem, need);
}

struct chance chance_reach(const struct chance_outcome *outcomes, size_t count, int64_t need,
                           const struct chance_options *options)
{
	struct problem problem;
	struct chance result = {.method = CHANCE_CERTAIN};

	problem_read(&problem, outcomes, count, options);
	need -= problem.low;
	if (need <= 0) {
		result.probability = 1;
	} else if (need <= problem.total) {
		problem_prepare(&problem);
		result = best(&problem, need);
		result.probability = fmin(fmax(result.probability, 0), 1);
	}
	problem_free(&problem);
	return result;
}

void chance_quantiles(const struct chance_outcome *outcomes, size_t count,
                      const struct chance_options *options, const int64_t *probabilities,
                      size_t quantile_count, struct chance_quantile *out)
{
	struct problem problem;
	struct grid grid = {.unit = 1};

	problem_read(&problem, outcomes, count, options);
	if (problem.count > 0) {
		int64_t unit = problem.unit;
		problem_prepare(&problem);
		if (grid_effort(&problem, problem.total, unit) > problem_effort(&problem))
			unit = grid_unit(&problem, problem.total);
		grid_fill(&problem, unit > 0 ? unit : grid_coarsest(problem.total), &grid);
	}
	for (size_t i = 0; i < quantile_count; i++)
		out[i] = grid_quantile(&problem, &grid, (double)probabilities[i] / (double)RATIO_ONE);
	problem_free(&problem);
}
