#include <math.h>
#include "report/chance_problem.h"
#include "report/list.h"

#define CELLS_MOST 1000000 /* three arrays of them: 24 MB */
#define CELLS_LEAST 256    /* a coarser grid is worse than the normal approximation */
#define DOUBT 1e-4         /* that the rounding of a grid exceeds its margin: see margin_of */
#define ROUNDING 1e-12     /* what sums of probabilities may be off */

/* One of the values of an item, in cells. */
struct arm {
	int64_t cells;
	double weight;
	bool lost; /* what it brings if it does not come */
};

/* A value between two cells is split, so that the mean stays. */
static bool add_arm(struct problem *problem, struct grid *grid, int64_t value, double weight,
                    bool lost)
{
	double rest = (double)(value % grid->unit) / (double)grid->unit;
	struct arm arm = {value / grid->unit, weight * (1 - rest), lost};

	LIST_ADD(&problem->arena, grid->arms, grid->arm_count, arm);
	if (value % grid->unit == 0) return false;
	arm.cells++;
	arm.weight = weight * rest;
	LIST_ADD(&problem->arena, grid->arms, grid->arm_count, arm);
	return true;
}

/* The item's arms, one that moves nothing first. */
static void add_arms(struct problem *problem, struct grid *grid, const struct item *item)
{
	size_t first = grid->arm_count, values = outcome_value_count(item->outcome), zero = first;
	double weights = outcome_weights(item->outcome);
	bool rounded = false;

	if (!outcome_always_comes(item->outcome))
		rounded |= add_arm(problem, grid, -item->lowest, 1, true);
	for (size_t i = 0; i < values; i++) {
		struct chance_value value = outcome_value(item->outcome, i);
		rounded |= add_arm(problem, grid, value.value - item->lowest,
		                   (double)value.weight / weights, false);
	}
	while (grid->arms[zero].cells != 0)
		zero++;
	struct arm swap = grid->arms[first];
	grid->arms[first] = grid->arms[zero];
	grid->arms[zero] = swap;
	/* One value is rounded by −r to 1 − r, several by −1 to 1. */
	if (rounded) grid->squared_widths += values > 1 ? 4 : 1;
}

static void make_grid(struct problem *problem, struct grid *grid, int64_t unit)
{
	*grid = (struct grid){.unit = unit};
	grid->ends = arena_alloc(&problem->arena, problem->count * sizeof *grid->ends);
	for (size_t i = 0; i < problem->count; i++) {
		add_arms(problem, grid, &problem->items[i]);
		grid->ends[i] = grid->arm_count;
	}
}

/* By how much the sum on the grid differs from the true one, but for a probability of DOUBT: each
 * item's rounding has mean 0 and lies within its width, so by Hoeffding (Journal of the American
 * Statistical Association 58, 1963) it is more than t with at most 2 exp(−2t² ÷ Σ width²). */
static int64_t margin_of(const struct grid *grid)
{
	return (int64_t)ceil(sqrt(log(2 / DOUBT) / 2 * grid->squared_widths) * (double)grid->unit);
}

static double share_of(struct arm arm, double comes)
{
	return arm.weight * (arm.lost ? 1 - comes : comes);
}

/* One item's step from `from`, which holds mass up to the cell `top`, to `to`; returns the new
 * top. */
static int64_t add_item(const struct grid *grid, const double *from, double *to, int64_t top,
                        size_t item, double comes)
{
	const struct arm *arm = &grid->arms[item ? grid->ends[item - 1] : 0];
	const struct arm *end = &grid->arms[grid->ends[item]];
	double share = share_of(*arm, comes);
	int64_t reach = top;

	for (int64_t s = 0; s <= top; s++)
		to[s] = share * from[s];
	for (const struct arm *other = arm + 1; other < end; other++)
		if (top + other->cells > reach) reach = top + other->cells;
	if (reach > grid->cells - 1) reach = grid->cells - 1;
	for (int64_t s = top + 1; s <= reach; s++)
		to[s] = 0;
	while (++arm < end) {
		int64_t last = reach - arm->cells < top ? reach - arm->cells : top;
		share = share_of(*arm, comes);
		for (int64_t s = 0; s <= last; s++)
			to[s + arm->cells] += share * from[s];
	}
	return reach;
}

/* Fills the first `cells` cells; what lies beyond is left out. */
static void fill(struct problem *problem, struct grid *grid, int64_t cells)
{
	size_t bytes = (size_t)cells * sizeof(double);
	double *now = arena_alloc(&problem->arena, bytes), *next = arena_alloc(&problem->arena, bytes);

	grid->cells = cells;
	grid->mass = arena_alloc(&problem->arena, bytes);
	for (size_t node = 0; node < problem->nodes; node++) {
		int64_t top = 0;
		now[0] = 1;
		for (size_t i = 0; i < problem->count; i++) {
			double comes = problem_given(problem, &problem->items[i], node), *swap = now;
			top = add_item(grid, now, next, top, i, comes);
			now = next;
			next = swap;
		}
		for (int64_t s = 0; s <= top; s++)
			grid->mass[s] += problem->weights[node] * now[s];
	}
}

/* P(sum on the grid < need) */
static double below(const struct grid *grid, int64_t need)
{
	double sum = 0;

	for (int64_t s = 0; s < grid->cells && s * grid->unit < need; s++)
		sum += grid->mass[s];
	return sum;
}

struct chance grid_reach(struct problem *problem, int64_t need, int64_t unit)
{
	struct chance result = {.method = CHANCE_EXACT};
	struct grid grid;
	int64_t margin;

	make_grid(problem, &grid, unit);
	margin = margin_of(&grid);
	fill(problem, &grid, units_to(need + margin, unit));
	result.probability = 1 - below(&grid, need);
	if (margin > 0) {
		double low = 1 - below(&grid, need + margin), high = 1 - below(&grid, need - margin);
		result.error = fmax(high - result.probability, result.probability - low) + DOUBT;
		result.method = CHANCE_GRID;
	}
	return result;
}

double grid_effort(const struct problem *problem, int64_t need, int64_t unit)
{
	int64_t cells = units_to(need, unit);

	if (cells > CELLS_MOST) return HUGE_VAL;
	return (double)cells * (double)problem->nodes * (double)problem->values;
}

int64_t grid_unit(const struct problem *problem, int64_t need)
{
	/* A value that is split takes two additions. */
	double cells = problem_effort(problem) / (2 * (double)problem->nodes * (double)problem->values);

	if (cells < CELLS_LEAST) return 0;
	if (cells > CELLS_MOST) cells = CELLS_MOST;
	return cells < (double)need ? units_to(need, (int64_t)cells) : 1;
}

int64_t grid_coarsest(int64_t need)
{
	return units_to(need, CELLS_LEAST);
}

void grid_fill(struct problem *problem, int64_t unit, struct grid *out)
{
	make_grid(problem, out, unit);
	/* Each item can be rounded up by one cell. */
	fill(problem, out, problem->total / unit + (int64_t)problem->count + 1);
}

/* The least sum, counted from the lowest, that the grid's stays within with so much probability. */
static int64_t sum_within(const struct grid *grid, double probability, int64_t total)
{
	double sum = 0;

	for (int64_t s = 0; s < grid->cells; s++) {
		sum += grid->mass[s];
		if (sum >= probability - ROUNDING) return s * grid->unit < total ? s * grid->unit : total;
	}
	return total;
}

struct chance_quantile grid_quantile(const struct problem *problem, const struct grid *grid,
                                     double probability)
{
	int64_t at = sum_within(grid, probability, problem->total), margin = margin_of(grid);
	struct chance_quantile result = {.value = problem->low + at};
	int64_t low, high;

	if (margin == 0) return result;
	low = sum_within(grid, probability - DOUBT, problem->total) - margin;
	high = sum_within(grid, probability + DOUBT, problem->total) + margin;
	if (low < 0) low = 0;
	if (high > problem->total) high = problem->total;
	result.error = high - at > at - low ? high - at : at - low;
	return result;
}
