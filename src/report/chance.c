#include "report/chance.h"
#include <math.h>
#include <string.h>
#include "base/mem.h"
#include "base/money.h"
#include "report/list.h"
#include "report/normal.h"

/* The integral over z. A sum of n outcomes turns from missing to reaching what is needed over a width
 * of √((1 − ρ) ÷ (ρ·n)) in z, or more; a trapezoidal rule of step h is off by exp(−2π²w² ÷ h²) for
 * what changes over a width w, and at STEP·w that is below 10⁻⁶. */
#define STEP 1.1
#define FAR 5.25 /* |z| is larger with a probability below 2·10⁻⁷ */
#define NODES_MOST 4096
#define CORRELATION_MOST (RATIO_ONE - 1)

#define HALVES_MOST 40    /* outcomes: 2²⁰ sums a half */
#define CELLS_LEAST 256   /* a coarser grid is worse than the normal approximation */
#define DOUBT 1e-4        /* that the rounding of a grid exceeds its margin: see margin_of */
#define BERRY_ESSEEN 0.56 /* Shevtsova, Doklady Mathematics 82 (2010) */
#define ROUNDING 1e-12    /* what sums of probabilities may be off */

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
/* One of the values of an item, in cells of a grid. */
struct arm {
	int64_t cells;
	double weight;
	bool lost; /* what it brings if it does not come */
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
	double *weights, *given; /* of each node; P(p | z) of each kind at each node */
};

/* ---- preparation ---- */

static int64_t gcd(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

static size_t value_count(const struct chance_outcome *outcome)
{
	return outcome->values ? outcome->value_count : 1;
}

static struct chance_value value_at(const struct chance_outcome *outcome, size_t index)
{
	return outcome->values ? outcome->values[index] : (struct chance_value){outcome->value, 1};
}

static bool always_comes(const struct chance_outcome *outcome)
{
	return outcome->probability >= RATIO_ONE;
}

static void add_item(struct problem *problem, const struct chance_outcome *outcome)
{
	int64_t least = always_comes(outcome) ? INT64_MAX : 0, most = -least;
	size_t values = value_count(outcome);

	if (outcome->probability <= 0 || values == 0) return;
	for (size_t i = 0; i < values; i++) {
		int64_t value = value_at(outcome, i).value;
		if (value < least) least = value;
		if (value > most) most = value;
	}
	problem->low += least;
	if (least == most) {
		problem->certain += least;
		return;
	}
	for (size_t i = 0; i < values; i++)
		problem->unit = gcd(value_at(outcome, i).value - least, problem->unit);
	if (!always_comes(outcome)) problem->unit = gcd(least, problem->unit);
	if (problem->unit < 0) problem->unit = -problem->unit;
	LIST_ADD(&problem->arena, problem->items, problem->count,
	         ((struct item){.outcome = outcome, .lowest = least, .span = most - least}));
	problem->total += most - least;
	if (most - least > problem->widest) problem->widest = most - least;
	problem->values += values + !always_comes(outcome);
	problem->pairs &= values == 1;
	problem->correlated += outcome->correlated;
}

static void collect(struct problem *problem, const struct chance_outcome *outcomes, size_t count,
                    const struct chance_options *options)
{
	*problem = (struct problem){.options = options, .pairs = true};
	for (size_t i = 0; i < count; i++)
		add_item(problem, &outcomes[i]);
}

static void add_to_kind(struct kind *kind, const struct chance_outcome *outcome)
{
	double weights = 0, mean = 0, square = 0;

	for (size_t i = 0; i < value_count(outcome); i++) {
		struct chance_value value = value_at(outcome, i);
		weights += (double)value.weight;
		mean += (double)value.weight * (double)value.value;
		square += (double)value.weight * (double)value.value * (double)value.value;
	}
	mean /= weights;
	kind->mean += mean;
	kind->mean_squared += mean * mean;
	kind->square += square / weights;
}

/* Finds the kind of each item by way of a hash table of twice as many places. */
static void find_kinds(struct problem *problem)
{
	size_t places = 8, *table;

	while (places < problem->count * 2)
		places *= 2;
	table = arena_alloc(&problem->arena, places * sizeof *table);
	for (size_t i = 0; i < problem->count; i++) {
		const struct chance_outcome *outcome = problem->items[i].outcome;
		struct kind kind = {.probability = outcome->probability,
		                    .correlated = outcome->correlated && !always_comes(outcome)};
		size_t at = (size_t)(kind.probability * 2 + kind.correlated) * 2654435761U % places;
		while (table[at] && (problem->kinds[table[at] - 1].probability != kind.probability ||
		                     problem->kinds[table[at] - 1].correlated != kind.correlated))
			at = (at + 1) % places;
		if (!table[at]) {
			LIST_ADD(&problem->arena, problem->kinds, problem->kind_count, kind);
			table[at] = problem->kind_count;
		}
		problem->items[i].kind = table[at] - 1;
		add_to_kind(&problem->kinds[table[at] - 1], outcome);
	}
}

static int64_t correlation_of(const struct problem *problem)
{
	int64_t correlation = problem->options->correlation;

	if (correlation < 0 || problem->correlated == 0) return 0;
	return correlation > CORRELATION_MOST ? CORRELATION_MOST : correlation;
}

static double given_at(double quantile, double correlation, double z)
{
	return normal_cdf((quantile - sqrt(correlation) * z) / sqrt(1 - correlation));
}

double chance_given(int64_t probability, int64_t correlation, double z)
{
	double p = (double)probability / (double)RATIO_ONE;

	if (correlation <= 0) return p;
	if (correlation > CORRELATION_MOST) correlation = CORRELATION_MOST;
	return given_at(normal_quantile(p), (double)correlation / (double)RATIO_ONE, z);
}

/* How many values of z stand for all, from −FAR to FAR. */
static size_t nodes_for(double correlation, size_t outcomes)
{
	double width, step, nodes;

	if (!(correlation > 0)) return 1;
	width = sqrt((1 - correlation) / (correlation * (double)outcomes));
	step = STEP * width / sqrt(1 + width * width);
	nodes = ceil(2 * FAR / step) + 1;
	return nodes < NODES_MOST ? (size_t)nodes : NODES_MOST;
}

static void place_nodes(struct problem *problem)
{
	double correlation = (double)correlation_of(problem) / (double)RATIO_ONE, sum = 0;
	size_t nodes = nodes_for(correlation, problem->correlated);
	double step = nodes > 1 ? 2 * FAR / (double)(nodes - 1) : 0, first = nodes > 1 ? -FAR : 0;

	problem->nodes = nodes;
	problem->weights = arena_alloc(&problem->arena, nodes * sizeof *problem->weights);
	problem->given =
		arena_alloc(&problem->arena, nodes * problem->kind_count * sizeof *problem->given);
	for (size_t i = 0; i < nodes; i++) {
		double z = first + step * (double)i;
		problem->weights[i] = exp(-z * z / 2);
		sum += problem->weights[i];
	}
	for (size_t i = 0; i < nodes; i++)
		problem->weights[i] /= sum;
	for (size_t k = 0; k < problem->kind_count; k++) {
		const struct kind *kind = &problem->kinds[k];
		double p = (double)kind->probability / (double)RATIO_ONE,
			   *given = problem->given + k * nodes;
		double quantile = kind->correlated ? normal_quantile(p) : 0;
		for (size_t i = 0; i < nodes; i++)
			given[i] = kind->correlated && nodes > 1
			               ? given_at(quantile, correlation, first + step * (double)i)
			               : p;
	}
}

static double given(const struct problem *problem, const struct item *item, size_t node)
{
	return problem->given[item->kind * problem->nodes + node];
}

static double effort(const struct problem *problem)
{
	return (double)(problem->options->effort > 0 ? problem->options->effort : CHANCE_EFFORT);
}

/* ---- exact: each sum of one half of the outcomes meets those of the other that it needs ---- */

/* All sums of some pairs, ascending, each with the set of those that bring their span. */
struct sums {
	size_t first, items, count;
	int64_t *sum;
	uint32_t *set;
};

static struct sums sums_of(struct problem *problem, size_t first, size_t items)
{
	size_t most = (size_t)1 << items;
	struct sums sums = {.first = first, .items = items, .count = 1};
	int64_t *sum = arena_alloc(&problem->arena, most * 2 * sizeof *sum), *other = sum + most;
	uint32_t *set = arena_alloc(&problem->arena, most * 2 * sizeof *set), *other_set = set + most;

	for (size_t i = 0; i < items; i++) {
		int64_t span = problem->items[first + i].span, *swap = sum;
		uint32_t *swap_set = set;
		for (size_t low = 0, high = 0; high < sums.count;) {
			bool lower = low < sums.count && sum[low] <= sum[high] + span;
			size_t from = lower ? low++ : high++;
			other[low + high - 1] = sum[from] + (lower ? 0 : span);
			other_set[low + high - 1] = set[from] | (lower ? 0 : UINT32_C(1) << i);
		}
		sum = other;
		set = other_set;
		other = swap;
		other_set = swap_set;
		sums.count *= 2;
	}
	sums.sum = sum;
	sums.set = set;
	return sums;
}

/* The probability of each set, at a node. */
static void fill_sets(const struct problem *problem, const struct sums *sums, size_t node,
                      double *out)
{
	out[0] = 1;
	for (size_t i = 0; i < sums->items; i++) {
		const struct item *item = &problem->items[sums->first + i];
		double comes = given(problem, item, node), stays = 1 - comes;
		double high = item->lowest < 0 ? stays : comes, low = item->lowest < 0 ? comes : stays;
		for (size_t set = 0; set < (size_t)1 << i; set++) {
			out[set + ((size_t)1 << i)] = out[set] * high;
			out[set] *= low;
		}
	}
}

static double halves_effort(const struct problem *problem)
{
	size_t half = problem->count / 2;

	if (!problem->pairs || problem->count > HALVES_MOST) return HUGE_VAL;
	/* Three passes over each half, and a fourth's cost for the lists. */
	return 4 * (double)problem->nodes *
	       (ldexp(1, (int)half) + ldexp(1, (int)(problem->count - half)));
}

static double by_halves(struct problem *problem, int64_t need)
{
	struct arena *arena = &problem->arena;
	size_t half = problem->count / 2;
	struct sums left = sums_of(problem, 0, half);
	struct sums right = sums_of(problem, half, problem->count - half);
	uint32_t *from = arena_alloc(arena, left.count * sizeof *from);
	double *of_left = arena_alloc(arena, left.count * sizeof *of_left), reached = 0;
	double *of_right = arena_alloc(arena, right.count * sizeof *of_right);
	double *at_least = arena_alloc(arena, (right.count + 1) * sizeof *at_least);

	for (size_t i = 0, at = right.count; i < left.count; i++) {
		while (at > 0 && right.sum[at - 1] >= need - left.sum[i])
			at--;
		from[left.set[i]] = (uint32_t)at;
	}
	for (size_t node = 0; node < problem->nodes; node++) {
		double sum = 0;
		fill_sets(problem, &left, node, of_left);
		fill_sets(problem, &right, node, of_right);
		for (size_t i = right.count; i-- > 0;)
			at_least[i] = at_least[i + 1] + of_right[right.set[i]];
		for (size_t set = 0; set < left.count; set++)
			sum += of_left[set] * at_least[from[set]];
		reached += problem->weights[node] * sum;
	}
	return reached;
}

/* ---- on a grid: f′(s) = Σ P(value) f(s − value), the cells beyond the last left out ---- */

struct grid {
	int64_t unit, cells;
	struct arm *arms;
	size_t arm_count, *ends; /* of each item's arms */
	double squared_widths;   /* of what the rounding of each item can be, in units */
	double *mass;            /* of each cell */
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
	size_t first = grid->arm_count, values = value_count(item->outcome), zero = first;
	double weights = 0;
	bool rounded = false;

	for (size_t i = 0; i < values; i++)
		weights += (double)value_at(item->outcome, i).weight;
	if (!always_comes(item->outcome)) rounded |= add_arm(problem, grid, -item->lowest, 1, true);
	for (size_t i = 0; i < values; i++) {
		struct chance_value value = value_at(item->outcome, i);
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

/* Adds to `to`, whose cells up to `filled` hold mass, what an arm brings from those up to `top`. */
static void shift(const double *from, double *to, int64_t top, int64_t cells, struct arm arm,
                  double share)
{
	int64_t last = top < cells - 1 - arm.cells ? top : cells - 1 - arm.cells;

	for (int64_t s = 0; s <= last; s++)
		to[s + arm.cells] += share * from[s];
}

/* Fills grid->mass with the first `cells` cells. */
static void fill_grid(struct problem *problem, struct grid *grid, int64_t cells)
{
	size_t bytes = (size_t)cells * sizeof(double);
	double *now = arena_alloc(&problem->arena, bytes), *next = arena_alloc(&problem->arena, bytes);

	grid->cells = cells;
	grid->mass = arena_alloc(&problem->arena, bytes);
	for (size_t node = 0; node < problem->nodes; node++) {
		int64_t top = 0;
		size_t at = 0;
		now[0] = 1;
		for (size_t i = 0; i < problem->count; i++) {
			double comes = given(problem, &problem->items[i], node), *swap = now;
			int64_t reach = top + problem->items[i].span / grid->unit + 1;
			double share = grid->arms[at].weight * (grid->arms[at].lost ? 1 - comes : comes);
			if (reach > cells - 1) reach = cells - 1;
			for (int64_t s = 0; s <= top; s++)
				next[s] = share * now[s];
			for (int64_t s = top + 1; s <= reach; s++)
				next[s] = 0;
			while (++at < grid->ends[i])
				shift(now, next, top, cells, grid->arms[at],
				      grid->arms[at].weight * (grid->arms[at].lost ? 1 - comes : comes));
			top = reach;
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

static int64_t cells_to(int64_t need, int64_t unit)
{
	return need / unit + (need % unit != 0);
}

static struct chance on_grid(struct problem *problem, int64_t need, int64_t unit)
{
	struct chance result = {.method = CHANCE_EXACT};
	struct grid grid;
	int64_t margin;

	make_grid(problem, &grid, unit);
	margin = margin_of(&grid);
	fill_grid(problem, &grid, cells_to(need + margin, unit));
	result.probability = 1 - below(&grid, need);
	if (margin > 0) {
		double low = 1 - below(&grid, need + margin), high = 1 - below(&grid, need - margin);
		result.error = fmax(high - result.probability, result.probability - low) + DOUBT;
		result.method = CHANCE_GRID;
	}
	return result;
}

/* The unit of a grid on which so many cells reach `need` within the effort; 0 where they are too few. */
static int64_t affordable_unit(const struct problem *problem, int64_t need)
{
	/* A value that is split takes two additions. */
	double cells = effort(problem) / (2 * (double)problem->nodes * (double)problem->values);

	if (cells < CELLS_LEAST) return 0;
	return cells < (double)need ? cells_to(need, (int64_t)cells) : 1;
}

/* ---- normal, given z ---- */

static struct chance by_normal(const struct problem *problem, int64_t need)
{
	struct chance result = {.method = CHANCE_NORMAL};
	/* All sums lie whole units from the lowest: halfway to the last that is too small. */
	double bound =
		(double)(problem->low - problem->certain + cells_to(need, problem->unit) * problem->unit) -
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

/* ---- what others call ---- */

static struct chance best(struct problem *problem, int64_t need)
{
	double halves = halves_effort(problem), full;
	int64_t unit;

	full = (double)cells_to(need, problem->unit) * (double)problem->nodes * (double)problem->values;
	if (halves <= full && halves <= effort(problem))
		return (struct chance){by_halves(problem, need), 0, CHANCE_EXACT};
	if (full <= effort(problem)) return on_grid(problem, need, problem->unit);
	unit = affordable_unit(problem, need);
	return unit > 0 ? on_grid(problem, need, unit) : by_normal(problem, need);
}

struct chance chance_reach(const struct chance_outcome *outcomes, size_t count, int64_t need,
                           const struct chance_options *options)
{
	struct problem problem;
	struct chance result = {.method = CHANCE_CERTAIN};

	collect(&problem, outcomes, count, options);
	need -= problem.low;
	if (need <= 0) {
		result.probability = 1;
	} else if (need <= problem.total) {
		find_kinds(&problem);
		place_nodes(&problem);
		result = best(&problem, need);
		result.probability = fmin(fmax(result.probability, 0), 1);
	}
	arena_free(&problem.arena);
	return result;
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

static struct chance_quantile quantile_of(const struct problem *problem, const struct grid *grid,
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

void chance_quantiles(const struct chance_outcome *outcomes, size_t count,
                      const struct chance_options *options, const int64_t *probabilities,
                      size_t quantile_count, struct chance_quantile *out)
{
	struct problem problem;
	struct grid grid = {.unit = 1};
	double full;

	collect(&problem, outcomes, count, options);
	if (problem.count > 0) {
		int64_t unit = problem.unit;
		find_kinds(&problem);
		place_nodes(&problem);
		full = (double)(problem.total / unit) * (double)problem.nodes * (double)problem.values;
		if (full > effort(&problem)) unit = affordable_unit(&problem, problem.total);
		if (unit == 0) unit = cells_to(problem.total, CELLS_LEAST);
		make_grid(&problem, &grid, unit);
		/* Each item can be rounded up by one cell. */
		fill_grid(&problem, &grid, problem.total / unit + (int64_t)problem.count + 1);
	}
	for (size_t i = 0; i < quantile_count; i++)
		out[i] = quantile_of(&problem, &grid, (double)probabilities[i] / (double)RATIO_ONE);
	arena_free(&problem.arena);
}
