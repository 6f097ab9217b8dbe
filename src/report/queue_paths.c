#include "report/queue_paths.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "report/random.h"

/* ---- work ---- */

/* A part, so that its quantile is one square root. */
struct quantile {
	double low, high, spent;
	double turn;         /* u at the mode */
	double below, above; /* (high − low)(mode − low), (high − low)(high − mode) */
};

static struct quantile quantile_of(const struct queue_part *part)
{
	double low = (double)part->low, mode = (double)part->mode, high = (double)part->high;

	return (struct quantile){
		.low = low,
		.high = high,
		.spent = (double)part->spent,
		.turn = high > low ? (mode - low) / (high - low) : 1,
		.below = (high - low) * (mode - low),
		.above = (high - low) * (high - mode),
	};
}

static double hours_at(const struct quantile *part, double u)
{
	double hours = u < part->turn ? part->low + sqrt(u * part->below)
	                              : part->high - sqrt((1 - u) * part->above);

	return hours > part->spent ? hours - part->spent : 0;
}

int64_t queue_hours(const struct queue_work *work, double u)
{
	double hours = 0;

	for (size_t i = 0; i < work->part_count; i++) {
		struct quantile part = quantile_of(&work->parts[i]);
		hours += hours_at(&part, u);
	}
	return llround(hours);
}

/* ---- paths ---- */

struct run {
	const struct queue_terms *terms;
	int64_t places, known; /* at most as many as slots; slots before the first of unknown hours */
	int64_t first;         /* the first month that has hours */
	int64_t *until;        /* H: hours up to the end of each month */
	int64_t *total;        /* T of each path, up to the slot before */
	int16_t *month;        /* of each path: in which T is reached; terms->months: beyond */
	int16_t
		*after; /* [slot mod places · paths + path]: the month from which on its place is free */
	int64_t *starts, *finishes; /* paths by month, and beyond */
};

/* The first month, from `from` on, by whose end more than `hours` can be worked. */
static int64_t month_beyond(const struct run *run, int64_t from, int64_t hours)
{
	while (from < run->terms->months && run->until[from] <= hours)
		from++;
	return from;
}

static void run_begin(struct run *run, const struct queue_work *slots, int64_t count,
                      const struct queue_terms *terms)
{
	size_t months = (size_t)terms->months, paths = (size_t)terms->paths;
	int64_t sum = 0;

	*run = (struct run){.terms = terms};
	run->places = terms->places < count ? terms->places : count;
	while (run->known < count && slots[run->known].known)
		run->known++;
	run->until = mem_alloc((months + 1) * 3 * sizeof *run->until);
	run->starts = run->until + months;
	run->finishes = run->starts + months + 1;
	run->total = mem_alloc(paths * sizeof *run->total);
	run->month = mem_alloc(paths * sizeof *run->month);
	run->after =
		mem_alloc(paths * (size_t)(run->places > 0 ? run->places : 1) * sizeof *run->after);
	for (size_t m = 0; m < months; m++)
		run->until[m] = sum += terms->hours[m];
	run->first = month_beyond(run, 0, 0);
}

static void run_end(struct run *run)
{
	free(run->until);
	free(run->total);
	free(run->month);
	free(run->after);
}

/* Adds a slot's work to every path. It starts in month `start[path]`, or where that is NULL in
 * month `least`. `after` may be the same as `start`. */
static void work_off(struct run *run, const struct queue_work *slot, const int16_t *start,
                     int64_t least, int16_t *after)
{
	const uint64_t stream = stream_of_key(slot->key, run->terms->seed);
	const int64_t months = run->terms->months;
	struct quantile *parts = mem_alloc((slot->part_count + 1) * sizeof *parts);

	for (size_t i = 0; i < slot->part_count; i++)
		parts[i] = quantile_of(&slot->parts[i]);
	for (int64_t path = 0; path < run->terms->paths; path++) {
		double u = ((double)(draw(stream, path) >> 11) + 0.5) * 0x1p-53, hours = 0;
		int64_t total, month = run->month[path], begun = start ? start[path] : least;
		for (size_t i = 0; i < slot->part_count; i++)
			hours += hours_at(&parts[i], u);
		total = run->total[path] += llround(hours);
		while (month < months && run->until[month] < total)
			month++;
		run->month[path] = (int16_t)month;
		/* One without work is done when it starts. */
		run->finishes[begun > month ? begun : month]++;
		after[path] = (int16_t)month_beyond(run, month, total);
	}
	free(parts);
}

/* ---- percentiles ---- */

/* The least month that at least so many in a hundred paths do not exceed. */
static int64_t rank(const int64_t *counts, const struct queue_terms *terms, int64_t percent)
{
	int64_t place = (terms->paths * percent + 99) / 100, seen = 0;

	for (int64_t m = 0; m < terms->months; m++)
		if ((seen += counts[m]) >= place) return m;
	return QUEUE_LATER;
}

/* Of paths counted by month; they are counted anew from then on. */
static void take(const struct run *run, int64_t *counts, int64_t *p50, int64_t *p85)
{
	*p50 = rank(counts, run->terms, 50);
	*p85 = rank(counts, run->terms, 85);
	memset(counts, 0, (size_t)(run->terms->months + 1) * sizeof *counts);
}

/* `start`: the month of each path in which its place is free; NULL: it is so from the beginning. */
static void estimate_start(struct run *run, const struct queue_work *slot, const int16_t *start,
                           struct queue_estimate *out)
{
	if (slot->started || !start) {
		bool never = !slot->started && (run->places < 1 || run->first == run->terms->months);
		out->start_p50 = out->start_p85 = slot->started ? 0 : never ? QUEUE_LATER : run->first;
		return;
	}
	for (int64_t path = 0; path < run->terms->paths; path++)
		run->starts[start[path]]++;
	take(run, run->starts, &out->start_p50, &out->start_p85);
}

void queue_simulate(const struct queue_work *slots, size_t count, const struct queue_terms *terms,
                    struct queue_estimate *out)
{
	struct run run;

	run_begin(&run, slots, (int64_t)count, terms);
	for (int64_t i = 0; i < (int64_t)count; i++) {
		const struct queue_work *slot = &slots[i];
		int16_t *place = run.after + (run.places > 0 ? i % run.places : 0) * terms->paths;
		bool follows = !slot->started && run.places > 0 && i >= run.places;
		const int16_t *start = follows ? place : NULL;
		int64_t least = slot->started ? 0 : run.places > 0 ? run.first : terms->months;
		out[i] =
			(struct queue_estimate){QUEUE_UNKNOWN, QUEUE_UNKNOWN, QUEUE_UNKNOWN, QUEUE_UNKNOWN};
		if (!follows || i - run.places < run.known) estimate_start(&run, slot, start, &out[i]);
		if (i >= run.known) continue;
		work_off(&run, slot, start, least, place);
		take(&run, run.finishes, &out[i].finish_p50, &out[i].finish_p85);
	}
	run_end(&run);
}
