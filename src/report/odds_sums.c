#include "report/odds_sums.h"
#include <math.h>
#include <string.h>
#include "base/money.h"

#define WEIGHTS 1e12  /* what the weights of values sum to */
#define TABLES 40     /* times that each cell is touched besides */
#define SOLVED 16     /* additions that each of those tried costs in an outcome */
#define NOTHING 1e-15 /* a chance below it is rounding */

/* Mass by layer and cell; beyond `top` there is none, and what stands there is not to be read. */
struct sums {
	double *mass;
	int64_t top;
};
/* What the tried ones add, by layer and cell of the easy ones' sum. */
struct tables {
	double *reaches; /* chance that the round is reached */
	double *pays;    /* the same times the part of its amount that each pays */
};
/* A set of tried ones that come, and which of them count, while the easy ones' sum lies in
 * [first, end) cells and their number in `layer`. */
struct span {
	uint32_t coming, counting;
	size_t layer;
	int64_t first, end, amount; /* amount: of those counting, cents */
	double chance;              /* of `coming` */
};
struct work {
	const struct odds_problem *problem;
	double *before,
		*moment; /* by layer and cell: mass, and mass times cell, of the cells before it */
	struct tables tables;
	double *part; /* of tables.pays, what is raised only in part */
	struct odds_buckets buckets;
	struct sums (*two)[2]; /* for leave_one_out, by depth */
	struct odds *out;
};

static int64_t divisor(int64_t a, int64_t b)
{
	while (b) {
		int64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

/* The least number of units that is worth `cents`; 0 where cents are not positive. */
static int64_t units(int64_t cents, int64_t unit)
{
	return cents <= 0 ? 0 : (cents - 1) / unit + 1;
}

/* Where a cell of `before` and of the tables stands; there is one beyond the last. */
static size_t at(const struct odds_problem *problem, size_t layer, int64_t cell)
{
	return layer * (size_t)(problem->cells + 1) + (size_t)cell;
}

static double chance_of(const struct odds_problem *problem, size_t index)
{
	double chance = (double)problem->pledges[index].probability / (double)RATIO_ONE;
	return chance < 0 ? 0 : chance > 1 ? 1 : chance;
}

/* One who is the only one brings all: whoever reaches a threshold has a member. */
static size_t count_layers(const struct odds_problem *problem)
{
	int64_t most = problem->terms.min_members;
	if (most <= 1 && problem->terms.threshold > 0) most = 0;
	for (size_t i = 0; i < problem->tried_count; i++) {
		int64_t needs = problem->pledges[problem->tried[i]].needs_members;
		if (needs > most) most = needs;
	}
	if (most > (int64_t)problem->easy_count) most = (int64_t)problem->easy_count;
	return (size_t)most + 1;
}

void odds_lay_out(struct odds_problem *problem)
{
	int64_t unit = 0;
	problem->steps = arena_alloc(problem->arena, (problem->count + 1) * sizeof(int64_t));
	for (size_t i = 0; i < problem->easy_count; i++)
		unit = divisor(problem->pledges[problem->easy[i]].amount, unit);
	if (unit == 0) unit = 1;
	problem->unit = unit;
	problem->cells = 1;
	for (size_t i = 0; i < problem->easy_count; i++) {
		problem->steps[i] = problem->pledges[problem->easy[i]].amount / unit;
		problem->cells += problem->steps[i];
	}
	problem->offered = 0;
	for (size_t i = 0; i < problem->count; i++)
		problem->offered += problem->pledges[i].amount;
	problem->layers = count_layers(problem);
}

/* Sums are added by leave_one_out; an outcome of those tried is solved by layer, for some spans,
 * and adds cell by cell what is raised in part. */
double odds_effort(const struct odds_problem *problem)
{
	double n = (double)problem->easy_count, tried = (double)problem->tried_count;
	double layers = (double)problem->layers, cells = (double)problem->cells * layers, over = 0;
	if (problem->offered > problem->terms.most)
		over = (double)(problem->offered - problem->terms.most) / (double)problem->unit * layers;
	return cells * (n * log2(n + 1) + TABLES) +
	       exp2(tried) * (layers * (tried + 1) * SOLVED + fmin(over, cells));
}

/* ---- the easy ones --------------------------------------------------------------------------- */

static struct sums sums_new(const struct odds_problem *problem)
{
	size_t cells = problem->layers * (size_t)problem->cells;
	return (struct sums){arena_alloc(problem->arena, cells * sizeof(double)), 0};
}

/* `to` is `from` with one more. */
static void add_one(const struct odds_problem *problem, const struct sums *from, struct sums *to,
                    size_t item)
{
	double comes = chance_of(problem, problem->easy[item]), stays = 1 - comes;
	int64_t step = problem->steps[item], top = from->top;
	for (size_t layer = 0; layer < problem->layers; layer++) {
		const double *same = from->mass + layer * (size_t)problem->cells;
		double *restrict out = to->mass + layer * (size_t)problem->cells;
		for (int64_t s = 0; s <= top; s++)
			out[s] = stays * same[s];
		memset(out + top + 1, 0, (size_t)step * sizeof *out);
		for (int64_t s = 0; s <= top && layer > 0; s++)
			out[s + step] += comes * same[s - problem->cells];
		for (int64_t s = 0; s <= top && layer + 1 == problem->layers; s++)
			out[s + step] += comes * same[s];
	}
	to->top = top + step;
}

/* Adds those in [first, end); the two take turns, the last one is in `one`. */
static void add_all(const struct odds_problem *problem, const struct sums *from, size_t first,
                    size_t end, struct sums *one, struct sums *other)
{
	for (size_t i = first; i < end; i++) {
		add_one(problem, i == first ? from : one, other, i);
		struct sums swap = *one;
		*one = *other;
		*other = swap;
	}
}

/* What one does, from the sums of all others. */
static void weigh_one(const struct work *work, const struct sums *others, size_t item)
{
	const struct odds_problem *problem = work->problem;
	size_t index = problem->easy[item], last = problem->layers - 1;
	double with = 0, without = 0, pays = 0;
	for (size_t layer = 0; layer <= last; layer++) {
		const double *mass = others->mass + layer * (size_t)problem->cells;
		size_t same = at(problem, layer, 0);
		size_t more = at(problem, layer < last ? layer + 1 : last, problem->steps[item]);
		for (int64_t s = 0; s <= others->top; s++) {
			with += mass[s] * work->tables.reaches[more + (size_t)s];
			without += mass[s] * work->tables.reaches[same + (size_t)s];
			pays += mass[s] * work->tables.pays[more + (size_t)s];
		}
	}
	work->out->with[index] = with;
	work->out->without[index] = without;
	work->out->pays[index] = pays * chance_of(problem, index);
}

/* Each left out in turn: halves are added to the sums for the other half, so that each is added
 * log₂ n times; nothing is ever taken away again, which would lose digits. */
static void leave_one_out(const struct work *work, const struct sums *others, size_t first,
                          size_t end, size_t depth)
{
	size_t middle = first + (end - first) / 2;
	struct sums *one = &work->two[depth][0], *other = &work->two[depth][1];
	if (end - first == 1) {
		weigh_one(work, others, first);
		return;
	}
	add_all(work->problem, others, middle, end, one, other);
	leave_one_out(work, one, first, middle, depth + 1);
	add_all(work->problem, others, first, middle, one, other);
	leave_one_out(work, one, middle, end, depth + 1);
}

static void weigh_each(struct work *work, const struct sums *none)
{
	const struct odds_problem *problem = work->problem;
	size_t depths = 1;
	while ((size_t)1 << (depths - 1) < problem->easy_count)
		depths++;
	work->two = arena_alloc(problem->arena, depths * sizeof *work->two);
	for (size_t i = 0; i < depths * 2 && problem->easy_count > 1; i++)
		work->two[i / 2][i % 2] = sums_new(problem);
	if (problem->easy_count) leave_one_out(work, none, 0, problem->easy_count, 0);
}

/* ---- the tried ones -------------------------------------------------------------------------- */

static double chance_of_set(const struct odds_problem *problem, uint32_t coming, size_t except)
{
	double chance = 1;
	for (size_t i = 0; i < problem->tried_count; i++) {
		double comes = chance_of(problem, problem->tried[i]);
		if (i != except) chance *= coming >> i & 1 ? comes : 1 - comes;
	}
	return chance;
}

/* Which of `span->coming` count where the easy ones bring `cell`. */
static void drop_failing(const struct odds_problem *problem, struct span *span, int64_t cell)
{
	int64_t members = (int64_t)span->layer;
	span->counting = span->coming;
	span->amount = 0;
	for (size_t i = 0; i < problem->tried_count; i++) {
		if (!(span->coming >> i & 1)) continue;
		span->amount += problem->pledges[problem->tried[i]].amount;
		members++;
	}
	for (bool again = true; again;) {
		again = false;
		for (size_t i = 0; i < problem->tried_count; i++) {
			const struct odds_pledge *pledge = &problem->pledges[problem->tried[i]];
			if (!(span->counting >> i & 1)) continue;
			if (cell * problem->unit + span->amount - pledge->amount >= pledge->needs_amount &&
			    members - 1 >= pledge->needs_members)
				continue;
			span->counting &= ~(UINT32_C(1) << i);
			span->amount -= pledge->amount;
			members--;
			again = true;
		}
	}
}

/* The least cell at which the same ones count. */
static int64_t first_cell(const struct odds_problem *problem, const struct span *span)
{
	int64_t first = 0;
	for (size_t i = 0; i < problem->tried_count; i++) {
		const struct odds_pledge *pledge = &problem->pledges[problem->tried[i]];
		int64_t least;
		if (!(span->counting >> i & 1) || pledge->needs_amount <= 0) continue;
		least = units(pledge->needs_amount - span->amount + pledge->amount, problem->unit);
		if (least > first) first = least;
	}
	return first;
}

static int count_bits(uint32_t set)
{
	int count = 0;
	for (; set; set &= set - 1)
		count++;
	return count;
}

/* Narrows a span to where the round is reached; is there any? */
static bool narrow(const struct odds_problem *problem, struct span *span)
{
	int64_t least = units(problem->terms.threshold - span->amount, problem->unit);
	int64_t members = (int64_t)span->layer + count_bits(span->counting);
	if (span->first < least) span->first = least;
	if (problem->terms.min_members > 1 || problem->terms.threshold <= 0)
		if (members < problem->terms.min_members) return false;
	return span->first < span->end;
}

static double mass_in(const struct work *work, size_t layer, int64_t first, int64_t end)
{
	return first >= end ? 0
	                    : work->before[at(work->problem, layer, end)] -
	                          work->before[at(work->problem, layer, first)];
}

/* Adds a range of cells, all of one bucket, to it. */
static void add_range(struct work *work, const struct span *span, size_t bucket, int64_t first,
                      int64_t end)
{
	const struct odds_problem *problem = work->problem;
	double mass = mass_in(work, span->layer, first, end), cells;
	cells =
		work->moment[at(problem, span->layer, end)] - work->moment[at(problem, span->layer, first)];
	work->buckets.mass[bucket] += span->chance * mass;
	if (bucket == BUCKETS)
		work->buckets.sum[bucket] += span->chance * mass * (double)work->buckets.edges[BUCKETS];
	else
		work->buckets.sum[bucket] +=
			span->chance * (cells * (double)problem->unit + (double)span->amount * mass);
}

static void add_values(struct work *work, const struct span *span)
{
	int64_t first = span->first, unit = work->problem->unit;
	size_t bucket = buckets_find(&work->buckets, first * unit + span->amount);
	for (; first < span->end; bucket++) {
		int64_t end = span->end;
		if (bucket < BUCKETS) end = units(work->buckets.edges[bucket + 1] - span->amount, unit);
		if (end > span->end) end = span->end;
		if (end <= first) continue;
		add_range(work, span, bucket, first, end);
		first = end;
	}
}

/* Adds to the tables; returns the chance weighted with the part that each pays. */
static double add_to_tables(struct work *work, const struct span *span)
{
	const struct odds_problem *problem = work->problem;
	size_t row = at(problem, span->layer, 0);
	double paid;
	/* Up to `full` all that is offered is raised. */
	int64_t full = span->end;
	if (problem->terms.most - span->amount < (span->end - 1) * problem->unit)
		full = problem->terms.most < span->amount
		           ? 0
		           : (problem->terms.most - span->amount) / problem->unit + 1;
	if (full < span->first) full = span->first;
	work->tables.reaches[row + (size_t)span->first] += span->chance;
	work->tables.reaches[row + (size_t)span->end] -= span->chance;
	work->tables.pays[row + (size_t)span->first] += span->chance;
	work->tables.pays[row + (size_t)full] -= span->chance;
	paid = mass_in(work, span->layer, span->first, full);
	for (int64_t s = full; s < span->end; s++) {
		double part = (double)problem->terms.most / (double)(s * problem->unit + span->amount);
		work->part[row + (size_t)s] += span->chance * part;
		paid += part * (work->before[row + (size_t)s + 1] - work->before[row + (size_t)s]);
	}
	return paid;
}

static void weigh_span(struct work *work, const struct span *span)
{
	const struct odds_problem *problem = work->problem;
	double mass = mass_in(work, span->layer, span->first, span->end);
	double paid = add_to_tables(work, span);
	work->out->reached += span->chance * mass;
	add_values(work, span);
	for (size_t i = 0; i < problem->tried_count; i++) {
		size_t index = problem->tried[i];
		bool comes = span->coming >> i & 1;
		double own = chance_of(problem, index);
		if (!comes) own = 1 - own;
		/* The chance of the others' outcomes. */
		double given = own > 0 ? span->chance / own : chance_of_set(problem, span->coming, i);
		(comes ? work->out->with : work->out->without)[index] += given * mass;
		if (span->counting >> i & 1) work->out->pays[index] += span->chance * paid;
	}
}

/* Every span in which the round is reached. */
static void walk(struct work *work)
{
	const struct odds_problem *problem = work->problem;
	for (uint32_t set = 0; set >> problem->tried_count == 0; set++) {
		double chance = chance_of_set(problem, set, problem->tried_count);
		for (size_t layer = 0; layer < problem->layers; layer++) {
			for (int64_t end = problem->cells; end > 0;) {
				struct span span = {.coming = set, .layer = layer, .end = end, .chance = chance};
				drop_failing(problem, &span, end - 1);
				span.first = end = first_cell(problem, &span);
				if (narrow(problem, &span)) weigh_span(work, &span);
			}
		}
	}
}

/* ---- what is brought ------------------------------------------------------------------------- */

void buckets_set(const struct odds_problem *problem, struct odds_buckets *out)
{
	int64_t low = problem->terms.threshold > 0 ? problem->terms.threshold : 0;
	int64_t high = problem->offered;
	if (high > problem->terms.most) high = problem->terms.most;
	if (low > high) low = high;
	*out = (struct odds_buckets){0};
	for (size_t i = 0; i <= BUCKETS; i++)
		out->edges[i] = low + muldiv(high - low, (int64_t)i, BUCKETS);
}

size_t buckets_find(const struct odds_buckets *buckets, int64_t value)
{
	size_t found = 0;
	for (size_t half = ODDS_VALUES / 2; half > 0; half /= 2)
		if (buckets->edges[found + half] <= value) found += half;
	return found;
}

void buckets_write(const struct odds_buckets *buckets, struct odds *out)
{
	for (size_t i = 0; i <= BUCKETS; i++) {
		if (buckets->mass[i] < NOTHING) continue;
		out->values[out->value_count++] =
			(struct chance_value){llround(buckets->sum[i] / buckets->mass[i]),
		                          llround(buckets->mass[i] / out->reached * WEIGHTS)};
	}
}

/* ---- together -------------------------------------------------------------------------------- */

static void add_up(struct work *work, const struct sums *all)
{
	const struct odds_problem *problem = work->problem;
	for (size_t layer = 0; layer < problem->layers; layer++) {
		const double *mass = all->mass + layer * (size_t)problem->cells;
		double *before = work->before + at(problem, layer, 0);
		double *moment = work->moment + at(problem, layer, 0);
		for (int64_t s = 0; s < problem->cells; s++) {
			before[s + 1] = before[s] + mass[s];
			moment[s + 1] = moment[s] + mass[s] * (double)s;
		}
	}
}

/* The tables hold what changes from cell to cell; makes it what is. */
static void finish_tables(struct work *work)
{
	const struct odds_problem *problem = work->problem;
	for (size_t layer = 0; layer < problem->layers; layer++) {
		double reaches = 0, pays = 0;
		for (int64_t s = 0; s <= problem->cells; s++) {
			size_t cell = at(problem, layer, s);
			work->tables.reaches[cell] = reaches += work->tables.reaches[cell];
			pays += work->tables.pays[cell];
			work->tables.pays[cell] = pays + work->part[cell];
		}
	}
}

void odds_solve(const struct odds_problem *problem, struct odds *out)
{
	size_t bytes = problem->layers * (size_t)(problem->cells + 1) * sizeof(double);
	struct work work = {.problem = problem, .out = out};
	struct sums none = sums_new(problem), all = sums_new(problem), other = sums_new(problem);
	none.mass[0] = all.mass[0] = 1;
	add_all(problem, &none, 0, problem->easy_count, &all, &other);
	work.before = arena_alloc(problem->arena, bytes);
	work.moment = arena_alloc(problem->arena, bytes);
	work.tables.reaches = arena_alloc(problem->arena, bytes);
	work.tables.pays = arena_alloc(problem->arena, bytes);
	work.part = arena_alloc(problem->arena, bytes);
	add_up(&work, &all);
	buckets_set(problem, &work.buckets);
	walk(&work);
	finish_tables(&work);
	weigh_each(&work, &none);
	buckets_write(&work.buckets, out);
}
