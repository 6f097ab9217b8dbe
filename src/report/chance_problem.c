#include "report/chance_problem.h"
#include <math.h>
#include "base/money.h"
#include "report/list.h"
#include "report/normal.h"

/* The integral over z. A sum of n outcomes turns from missing to reaching what is needed over a
 * width of √((1 − ρ) ÷ (ρ·n)) in z, or more; a trapezoidal rule of step h is off by exp(−2π²w² ÷
 * h²) for what changes over a width w, and at STEP·w that is below 10⁻⁶. */
#define STEP 1.1
#define FAR 5.25 /* |z| is larger with a probability below 2·10⁻⁷ */
#define NODES_MOST 4096
#define CORRELATION_MOST (RATIO_ONE - 1)

static int64_t gcd(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

size_t outcome_value_count(const struct chance_outcome *outcome)
{
	return outcome->values ? outcome->value_count : 1;
}

struct chance_value outcome_value(const struct chance_outcome *outcome, size_t index)
{
	return outcome->values ? outcome->values[index] : (struct chance_value){outcome->value, 1};
}

double outcome_weights(const struct chance_outcome *outcome)
{
	double sum = 0;

	for (size_t i = 0; i < outcome_value_count(outcome); i++)
		sum += (double)outcome_value(outcome, i).weight;
	return sum;
}

bool outcome_always_comes(const struct chance_outcome *outcome)
{
	return outcome->probability >= RATIO_ONE;
}

static void add_item(struct problem *problem, const struct chance_outcome *outcome)
{
	int64_t least = outcome_always_comes(outcome) ? INT64_MAX : 0, most = -least;
	size_t values = outcome_value_count(outcome);

	if (outcome->probability <= 0 || !(outcome_weights(outcome) > 0)) return;
	for (size_t i = 0; i < values; i++) {
		int64_t value = outcome_value(outcome, i).value;
		if (value < least) least = value;
		if (value > most) most = value;
	}
	problem->low += least;
	if (least == most) {
		problem->certain += least;
		return;
	}
	for (size_t i = 0; i < values; i++)
		problem->unit = gcd(outcome_value(outcome, i).value - least, problem->unit);
	if (!outcome_always_comes(outcome)) problem->unit = gcd(least, problem->unit);
	if (problem->unit < 0) problem->unit = -problem->unit;
	LIST_ADD(&problem->arena, problem->items, problem->count,
	         ((struct item){.outcome = outcome, .lowest = least, .span = most - least}));
	problem->total += most - least;
	if (most - least > problem->widest) problem->widest = most - least;
	problem->values += values + !outcome_always_comes(outcome);
	problem->pairs &= values == 1;
	problem->correlated += outcome->correlated;
}

void problem_read(struct problem *problem, const struct chance_outcome *outcomes, size_t count,
                  const struct chance_options *options)
{
	*problem = (struct problem){.options = options, .pairs = true};
	for (size_t i = 0; i < count; i++)
		add_item(problem, &outcomes[i]);
}

static void add_to_kind(struct kind *kind, const struct chance_outcome *outcome)
{
	double weights = outcome_weights(outcome), mean = 0, square = 0;

	for (size_t i = 0; i < outcome_value_count(outcome); i++) {
		struct chance_value value = outcome_value(outcome, i);
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
		                    .correlated = outcome->correlated && !outcome_always_comes(outcome)};
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

/* Φ⁻¹(p) comes in, since it is the same for all z. */
static double given_at(double quantile, double correlation, double z)
{
	return normal_cdf((quantile - sqrt(correlation) * z) / sqrt(1 - correlation));
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

double chance_given(int64_t probability, int64_t correlation, double z)
{
	double p = (double)probability / (double)RATIO_ONE;

	if (correlation <= 0) return p;
	if (correlation > CORRELATION_MOST) correlation = CORRELATION_MOST;
	return given_at(normal_quantile(p), (double)correlation / (double)RATIO_ONE, z);
}

void problem_prepare(struct problem *problem)
{
	find_kinds(problem);
	place_nodes(problem);
}

void problem_free(struct problem *problem)
{
	arena_free(&problem->arena);
}

double problem_effort(const struct problem *problem)
{
	return (double)(problem->options->effort > 0 ? problem->options->effort : CHANCE_EFFORT);
}

double problem_given(const struct problem *problem, const struct item *item, size_t node)
{
	return problem->given[item->kind * problem->nodes + node];
}

int64_t units_to(int64_t need, int64_t unit)
{
	return need / unit + (need % unit != 0);
}
