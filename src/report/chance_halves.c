#include <math.h>
#include "report/chance_problem.h"

#define HALVES_MOST 40 /* items: 2²⁰ sums a half */

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
		double comes = problem_given(problem, item, node), stays = 1 - comes;
		double high = item->lowest < 0 ? stays : comes, low = item->lowest < 0 ? comes : stays;
		for (size_t set = 0; set < (size_t)1 << i; set++) {
			out[set + ((size_t)1 << i)] = out[set] * high;
			out[set] *= low;
		}
	}
}

double halves_effort(const struct problem *problem)
{
	size_t half = problem->count / 2;

	if (!problem->pairs || problem->count > HALVES_MOST) return HUGE_VAL;
	/* Three passes over each half, and a fourth's cost for the lists. */
	return 4 * (double)problem->nodes *
	       (ldexp(1, (int)half) + ldexp(1, (int)(problem->count - half)));
}

double halves_reach(struct problem *problem, int64_t need)
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
