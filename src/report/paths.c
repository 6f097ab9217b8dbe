#include "report/paths.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "report/chance.h"
#include "report/list.h"
#include "report/normal.h"
#include "report/order.h"
#include "report/paths_parts.h"

enum { SLICES = 256 };

uint64_t paths_key(const char *kind, const char *name)
{
	uint64_t key = 0;

	for (const char *at = kind; *at; at++)
		key = mix(key + GOLDEN + (unsigned char)*at);
	key = mix(key + GOLDEN);
	for (const char *at = name; *at; at++)
		key = mix(key + GOLDEN + (unsigned char)*at);
	return key;
}

const struct step *steps_of(const int64_t *cents, int64_t months, struct arena *arena,
                            size_t *count)
{
	struct step *steps = NULL;
	int64_t before = 0;

	*count = 0;
	for (int64_t m = 0; m < months; before = cents[m++])
		if (cents[m] != before)
			LIST_ADD(arena, steps, *count, ((struct step){m, cents[m] - before}));
	return steps;
}

void delay_add(const struct delay *delay, int64_t months, int64_t *cents)
{
	int64_t level = 0;
	size_t next = 0;

	for (int64_t m = 0; m < months; m++) {
		if (next < delay->step_count && delay->steps[next].month == m)
			level += delay->steps[next++].cents;
		cents[m] += level;
	}
}

/* ---- the chances of each slice of z ---- */

/* Prospects of one probability share their chances. */
struct chances {
	int64_t *classes; /* distinct probabilities, rising */
	size_t count;
	uint64_t *limits; /* [slice · count + class]: u below this wins, of 2³² */
	size_t *of;       /* class of each prospect */
};

/* A middle is not the mean of its slice, least of all in the first and the last, which reach on
 * without end. What is short of p is won in the best of times, what is beyond it lost in the
 * worst. */
static void settle(struct chances *chances, size_t class)
{
	int64_t rest = muldiv(chances->classes[class], (int64_t)PATHS_CERTAIN * SLICES, RATIO_ONE);

	for (size_t slice = 0; slice < SLICES; slice++)
		rest -= (int64_t)chances->limits[slice * chances->count + class];
	for (size_t i = 0; i < SLICES && rest != 0; i++) {
		size_t slice = rest > 0 ? i : SLICES - 1 - i;
		uint64_t *limit = &chances->limits[slice * chances->count + class];
		int64_t before = (int64_t)*limit, after = before + rest;
		if (after < 0) after = 0;
		if (after > (int64_t)PATHS_CERTAIN) after = (int64_t)PATHS_CERTAIN;
		*limit = (uint64_t)after;
		rest -= after - before;
	}
}

static struct chances chances_of(const struct prospect *const *prospects, size_t count,
                                 int64_t correlation)
{
	struct chances out = {0};

	out.classes = mem_alloc((count + 1) * sizeof *out.classes);
	out.of = mem_alloc((count + 1) * sizeof *out.of);
	for (size_t i = 0; i < count; i++)
		out.classes[i] = prospects[i]->probability;
	order_sort(out.classes, count);
	for (size_t i = 0; i < count; i++)
		if (out.count == 0 || out.classes[out.count - 1] != out.classes[i])
			out.classes[out.count++] = out.classes[i];
	for (size_t i = 0; i < count; i++) {
		const int64_t *found = bsearch(&prospects[i]->probability, out.classes, out.count,
		                               sizeof *out.classes, order_numbers);
		out.of[i] = (size_t)(found - out.classes);
	}
	out.limits = mem_alloc((SLICES * out.count + 1) * sizeof *out.limits);
	for (size_t slice = 0; slice < SLICES; slice++) {
		double z = normal_quantile(((double)slice + 0.5) / SLICES);
		for (size_t k = 0; k < out.count; k++)
			out.limits[slice * out.count + k] = (uint64_t)llround(
				chance_given(out.classes[k], correlation, z) * (double)PATHS_CERTAIN);
	}
	for (size_t k = 0; k < out.count; k++)
		settle(&out, k);
	return out;
}

static void chances_free(struct chances *chances)
{
	free(chances->classes);
	free(chances->limits);
	free(chances->of);
}

/* ---- a path ---- */

static size_t slice_of(const struct paths_options *options, int64_t path)
{
	uint64_t z = mix(mix((uint64_t)options->seed + GOLDEN) + (uint64_t)path * GOLDEN);

	return (size_t)(z % SLICES);
}

/* Of a number that is drawn the upper half decides whether, the lower one when. Counted without a
 * branch, as each wins or loses without one. */
static size_t delay_drawn(const struct prospect *prospect, uint64_t number)
{
	uint64_t when = number & (PATHS_CERTAIN - 1);
	size_t drawn = 0;

	for (size_t i = 0; i + 1 < prospect->delay_count; i++)
		drawn += when >= prospect->delays[i].until;
	return drawn;
}

/* Cents of the `month`th month of terms that follow, counted from the first. */
static int64_t rolling_cents(const struct rolling *rolling, int64_t month)
{
	/* money_share_equal by a constant: this runs for every month of every path. */
	return rolling->fee / 12 + (month % 12 < rolling->fee % 12);
}

static void roll(const struct rolling *rolling, int64_t delay, uint64_t number, int64_t months,
                 int64_t *cents)
{
	int64_t starts = rolling->starts + delay;

	for (int64_t term = starts; term < months; term += rolling->period) {
		number = mix(number + GOLDEN);
		if (number >> 32 >= rolling->rate) return;
		for (int64_t m = term < 0 ? 0 : term; m < term + rolling->period && m < months; m++)
			cents[m] += rolling_cents(rolling, m - starts);
	}
}

void room_bring(const struct prospect *prospect, uint64_t number,
                const struct paths_options *options, struct room room)
{
	const struct delay *delay = &prospect->delays[delay_drawn(prospect, number)];

	for (size_t i = 0; i < delay->step_count; i++)
		room.steps[delay->steps[i].month] += delay->steps[i].cents;
	if (options->renewals && prospect->rolling.period)
		roll(&prospect->rolling, delay->months, number, options->months, room.cents);
}

static struct room room_new(int64_t months)
{
	size_t size = (size_t)months * sizeof(int64_t);

	return (struct room){mem_alloc(size), mem_alloc(size)};
}

static void room_free(struct room room)
{
	free(room.steps);
	free(room.cents);
}

void room_clear(struct room room, int64_t months)
{
	memset(room.steps, 0, (size_t)months * sizeof *room.steps);
	memset(room.cents, 0, (size_t)months * sizeof *room.cents);
}

void room_turn(struct room room, int64_t months)
{
	for (int64_t m = 0; m < months; m++) {
		room.steps[m] = -room.steps[m];
		room.cents[m] = -room.cents[m];
	}
}

void room_put(struct room room, const struct paths_options *options, int64_t path, int64_t *cents)
{
	int64_t level = 0;

	for (int64_t m = 0; m < options->months; m++) {
		level += room.steps[m];
		cents[m * options->paths + path] += level + room.cents[m];
	}
}

/* ---- all paths ---- */

/* Prospects that come on their own. */
static const struct prospect **loose_of(const struct prospect *const *prospects, size_t *count)
{
	const struct prospect **out = mem_alloc((*count + 1) * sizeof *out);
	size_t loose = 0;

	for (size_t i = 0; i < *count; i++)
		if (!prospects[i]->pool) out[loose++] = prospects[i];
	*count = loose;
	return out;
}

void paths_simulate(const struct prospect *const *prospects, size_t count,
                    const struct paths_options *options, int64_t *cents)
{
	struct pledged pledged = pledged_of(prospects, count, NULL, options);
	const struct prospect **loose = loose_of(prospects, &count);
	struct chances chances = chances_of(loose, count, options->correlation);
	uint64_t *streams = mem_alloc((count + 1) * 2 * sizeof *streams), *numbers = streams + count;
	size_t *winners = mem_alloc((count + 1) * sizeof *winners);
	struct room room = room_new(options->months);

	for (size_t i = 0; i < count; i++)
		streams[i] = stream_of_key(loose[i]->key, options->seed);
	for (int64_t path = 0; count + pledged.count && path < options->paths; path++) {
		const uint64_t *limits = chances.limits + slice_of(options, path) * chances.count;
		size_t won = 0;
		/* No branch here: who wins is what a processor can't foresee. */
		for (size_t i = 0; i < count; i++) {
			uint64_t number = draw(streams[i], path);
			winners[won] = i;
			numbers[won] = number;
			won += number >> 32 < limits[chances.of[i]];
		}
		room_clear(room, options->months);
		for (size_t i = 0; i < won; i++)
			room_bring(loose[winners[i]], numbers[i], options, room);
		pledged_bring(&pledged, options, path, room);
		room_put(room, options, path, cents);
	}
	room_free(room);
	free(winners);
	free(streams);
	chances_free(&chances);
	free(loose);
	pledged_free(&pledged);
}

/* ---- one decided the other way ---- */

static void turn_loose(const struct prospect *prospect, const struct paths_options *options,
                       struct room room, int64_t *cents, bool *won)
{
	struct chances chances = chances_of(&prospect, 1, options->correlation);
	uint64_t stream = stream_of_key(prospect->key, options->seed);

	for (int64_t path = 0; path < options->paths; path++) {
		uint64_t number = draw(stream, path);
		won[path] = number >> 32 < chances.limits[slice_of(options, path)];
		room_clear(room, options->months);
		room_bring(prospect, number, options, room);
		if (won[path]) room_turn(room, options->months);
		room_put(room, options, path, cents);
	}
	chances_free(&chances);
}

void paths_turn(const struct prospect *const *prospects, size_t count, size_t turned,
                const struct paths_options *options, int64_t *cents, bool *won)
{
	const struct prospect *prospect = prospects[turned];
	struct room room = room_new(options->months);

	if (prospect->pool) {
		struct pledged pledged = pledged_of(prospects, count, prospect->pool, options);
		pledged_turn(&pledged, prospect->pledge, options, room, cents, won);
		pledged_free(&pledged);
	} else {
		turn_loose(prospect, options, room, cents, won);
	}
	room_free(room);
}

/* ---- what has a closed form ---- */

static double part(uint64_t of)
{
	return (double)of / (double)PATHS_CERTAIN;
}

/* The chance that month `month` lies in a term that followed, once the first one was won. */
static double renewed(const struct rolling *rolling, int64_t starts, int64_t month)
{
	double chance = 1;

	for (int64_t terms = (month - starts) / rolling->period + 1; terms > 0; terms--)
		chance *= part(rolling->rate);
	return chance;
}

/* What is expected of cents that a prospect brings if it is won. */
static int64_t expected_of(const struct prospect *prospect, double cents)
{
	if (prospect->pool)
		return muldiv(llround(cents), (int64_t)prospect->pays, (int64_t)PATHS_CERTAIN);
	return muldiv(llround(cents), prospect->probability, RATIO_ONE);
}

void paths_expect(const struct prospect *prospect, bool with_renewals, int64_t months,
                  int64_t *cents)
{
	const struct rolling *rolling = &prospect->rolling;
	double *won = mem_alloc((size_t)months * sizeof *won);
	int64_t *own = mem_alloc((size_t)months * sizeof *own);
	uint64_t before = 0;
	int64_t counted = 0, now;
	double sum = 0;

	for (size_t i = 0; i < prospect->delay_count; i++) {
		const struct delay *delay = &prospect->delays[i];
		int64_t starts = rolling->starts + delay->months;
		double chance = part(delay->until - before);
		memset(own, 0, (size_t)months * sizeof *own);
		delay_add(delay, months, own);
		for (int64_t m = 0; m < months; m++) {
			won[m] += chance * (double)own[m];
			if (with_renewals && rolling->period && m >= starts)
				won[m] += chance * renewed(rolling, starts, m) *
				          (double)rolling_cents(rolling, m - starts);
		}
		before = delay->until;
	}
	/* Sums are rounded, not months: a small deal over many months would be lost, or grow. */
	for (int64_t m = 0; m < months; m++) {
		sum += won[m];
		now = expected_of(prospect, sum);
		cents[m] += now - counted;
		counted = now;
	}
	free(own);
	free(won);
}

/* ---- percentiles ---- */

/* Hoare's selection: parts around a pivot until the place asked for is in order. */
int64_t paths_percentile(int64_t *values, int64_t count, int64_t percent)
{
	int64_t place = (count * percent + 99) / 100 - 1, low = 0, high = count - 1;

	if (place < 0) place = 0;
	while (low < high) {
		int64_t pivot = values[low + (high - low) / 2], i = low, j = high;
		while (i <= j) {
			while (values[i] < pivot)
				i++;
			while (values[j] > pivot)
				j--;
			if (i > j) break;
			int64_t swap = values[i];
			values[i++] = values[j];
			values[j--] = swap;
		}
		if (place <= j) {
			high = j;
		} else if (place >= i) {
			low = i;
		} else {
			break;
		}
	}
	return values[place];
}
