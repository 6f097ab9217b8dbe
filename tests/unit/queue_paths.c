/* Slots on simulated paths: by hand, and against a loop over months that follows the words. */
#include "property.h"
#include "unit.h"
#include <math.h>
#include <string.h>
#include "base/mem.h"
#include "base/money.h"
#include "report/paths.h"
#include "report/queue_paths.h"
#include "report/random.h"

#define HOUR RATIO_ONE
#define MANY 8 /* slots at most in the cases made up */

static struct queue_part sure(int64_t hours)
{
	return (struct queue_part){hours * HOUR, hours * HOUR, hours * HOUR, 0};
}

static struct queue_work slot_of(const char *name, const struct queue_part *parts, size_t count)
{
	return (struct queue_work){paths_key("slot", name), parts, count, true, false};
}

static struct queue_estimate only(struct queue_work slot, const struct queue_terms *terms)
{
	struct queue_estimate out;

	queue_simulate(&slot, 1, terms, &out);
	return out;
}

static void is(struct queue_estimate found, int64_t start_p50, int64_t start_p85,
               int64_t finish_p50, int64_t finish_p85, const char *what)
{
	HOLDS(found.start_p50 == start_p50 && found.start_p85 == start_p85, "%s: start %lld, %lld",
	      what, (long long)found.start_p50, (long long)found.start_p85);
	HOLDS(found.finish_p50 == finish_p50 && found.finish_p85 == finish_p85, "%s: finish %lld, %lld",
	      what, (long long)found.finish_p50, (long long)found.finish_p85);
}
#define IS(estimate, ...) is(estimate, __VA_ARGS__, #estimate)

/* ---- by hand ---- */

/* 100 hours a month, slots of 150, 50, 100 and 120: done by 150, 200, 300 and 420 hours, and so in
 * months 1, 1, 2 and 4. Place by place the next starts where its forerunner is done: 150 is within
 * month 1; 200 is the end of month 1, and what starts then starts in month 2. */
START_TEST(hours_by_hand)
{
	const int64_t hours[] = {100 * HOUR, 100 * HOUR, 100 * HOUR, 100 * HOUR, 100 * HOUR};
	const struct queue_part parts[] = {sure(150), sure(50), sure(100), sure(120)};
	struct queue_terms terms = {hours, 5, 1, 10, 1};
	struct queue_work slots[4];
	struct queue_estimate out[4];

	for (int i = 0; i < 4; i++)
		slots[i] = slot_of(&"abcd"[i], &parts[i], 1);
	queue_simulate(slots, 4, &terms, out);
	IS(out[0], 0, 0, 1, 1);
	IS(out[1], 1, 1, 1, 1);
	IS(out[2], 2, 2, 2, 2);
	IS(out[3], 3, 3, 4, 4);
	terms.places = 2;
	queue_simulate(slots, 4, &terms, out);
	IS(out[0], 0, 0, 1, 1);
	IS(out[1], 0, 0, 1, 1);
	IS(out[2], 1, 1, 2, 2);
	IS(out[3], 2, 2, 4, 4);
	terms.places = 0; /* nothing is ever begun */
	queue_simulate(slots, 4, &terms, out);
	IS(out[0], QUEUE_LATER, QUEUE_LATER, QUEUE_LATER, QUEUE_LATER);
}
END_TEST

/* Months without hours are passed over, and a slot that is never done is later. */
START_TEST(months_without_hours)
{
	const int64_t hours[] = {0, 100 * HOUR, 0, 0, 100 * HOUR};
	const struct queue_part parts[] = {sure(100), sure(60), sure(41)};
	const struct queue_terms terms = {hours, 5, 1, 10, 1};
	const struct queue_work slots[] = {slot_of("a", &parts[0], 1), slot_of("b", &parts[1], 1),
	                                   slot_of("c", &parts[2], 1)};
	struct queue_estimate out[3];

	queue_simulate(slots, 3, &terms, out);
	IS(out[0], 1, 1, 1, 1);
	IS(out[1], 4, 4, 4, 4);
	IS(out[2], 4, 4, QUEUE_LATER, QUEUE_LATER);
}
END_TEST

/* Spent hours are off each part, never below nothing; who is under way is so from month 0. */
START_TEST(spent_and_begun)
{
	const int64_t hours[] = {0, 100 * HOUR, 100 * HOUR};
	const struct queue_part spent[] = {
		{80 * HOUR, 80 * HOUR, 80 * HOUR, 200 * HOUR},
		{150 * HOUR, 150 * HOUR, 150 * HOUR, 50 * HOUR},
	};
	const struct queue_terms terms = {hours, 3, 1, 10, 1};
	struct queue_work slot = slot_of("a", spent, 2), done = slot_of("b", spent, 1);

	ck_assert_int_eq(queue_hours(&slot, 0.5), 100 * HOUR);
	IS(only(slot, &terms), 1, 1, 1, 1);
	slot.started = true;
	IS(only(slot, &terms), 0, 0, 1, 1);
	IS(only(done, &terms), 1, 1, 1, 1); /* without work it is done when it starts */
	done.started = true;
	IS(only(done, &terms), 0, 0, 0, 0);
}
END_TEST

/* The parts of a project share one number: the quantile of the sum is the sum of the quantiles.
 * Above its mode (0, 100, 200) has F⁻¹(u) = 200 − √(200 · 100 (1 − u)). */
START_TEST(quantiles_of_work)
{
	const struct queue_part wide = {0, 100 * HOUR, 200 * HOUR, 0};
	const struct queue_part skew = {10 * HOUR, 10 * HOUR, 110 * HOUR, 0};
	const struct queue_part both[] = {wide, skew, sure(7)};
	const struct queue_work a = slot_of("a", &wide, 1), b = slot_of("b", &skew, 1),
							all = slot_of("c", both, 3);

	ck_assert_int_eq(queue_hours(&a, 0), 0);
	ck_assert_int_eq(queue_hours(&a, 0.5), 100 * HOUR);
	ck_assert_int_eq(queue_hours(&a, 0.75), llround((200 - sqrt(20000 * 0.25)) * (double)HOUR));
	ck_assert_int_eq(queue_hours(&a, 1), 200 * HOUR);
	ck_assert_int_eq(queue_hours(&b, 0.36), llround((110 - sqrt(10000 * 0.64)) * (double)HOUR));
	for (int i = 0; i <= 20; i++) {
		double u = i / 20.0;
		int64_t sum = queue_hours(&a, u) + queue_hours(&b, u) + 7 * HOUR;
		ck_assert_int_le(llabs(queue_hours(&all, u) - sum), 1);
	}
}
END_TEST

/* One slot of (0, 100, 200) at 10 hours a month: P50 is 100 hours and ends in month 9 or, by
 * chance, 10; P85 is 200 − √(20000 · 0.15) = 145.2 hours, month 14. */
START_TEST(percentiles_of_one)
{
	const struct queue_part wide = {0, 100 * HOUR, 200 * HOUR, 0};
	int64_t hours[24];
	struct queue_terms terms = {hours, 24, 1, 20000, 1};

	for (int m = 0; m < 24; m++)
		hours[m] = 10 * HOUR;
	for (terms.seed = 1; terms.seed <= 5; terms.seed++) {
		struct queue_estimate out = only(slot_of("a", &wide, 1), &terms);
		ck_assert_int_ge(out.finish_p50, 9);
		ck_assert_int_le(out.finish_p50, 10);
		ck_assert_int_eq(out.finish_p85, 14);
	}
}
END_TEST

/* What hangs on work of unknown size is unknown; what does not is not. */
START_TEST(unknown_hours)
{
	const int64_t hours[] = {100 * HOUR, 100 * HOUR, 100 * HOUR, 100 * HOUR};
	const struct queue_part part = sure(100);
	struct queue_terms terms = {hours, 4, 2, 10, 1};
	struct queue_work slots[4];
	struct queue_estimate out[4];
	const int64_t no = QUEUE_UNKNOWN;

	for (int i = 0; i < 4; i++)
		slots[i] = slot_of(&"abcd"[i], &part, 1);
	slots[1].known = false;
	queue_simulate(slots, 4, &terms, out);
	IS(out[0], 0, 0, 0, 0);
	IS(out[1], 0, 0, no, no);
	IS(out[2], 1, 1, no, no); /* it follows the first */
	IS(out[3], no, no, no, no);
}
END_TEST

/* ---- against a loop over months ---- */

struct made {
	struct queue_part parts[MANY][2];
	struct queue_work slots[MANY];
	size_t count;
	int64_t hours[12];
	struct queue_terms terms;
};

static void make(struct made *made, uint64_t *random)
{
	static const char *const names[MANY] = {"a", "b", "c", "d", "e", "f", "g", "h"};

	made->count = 1 + (size_t)chance_between(random, 0, MANY - 1);
	made->terms = (struct queue_terms){made->hours, 12, 1 + chance_between(random, 0, 3), 40,
	                                   1 + chance_between(random, 0, 999)};
	for (int m = 0; m < 12; m++)
		made->hours[m] = chance_between(random, 0, 4) * 25 * HOUR;
	for (size_t i = 0; i < made->count; i++) {
		size_t parts = (size_t)chance_between(random, 0, 2);
		for (size_t k = 0; k < parts; k++) {
			int64_t low = chance_between(random, 0, 3) * 25;
			int64_t mode = low + chance_between(random, 0, 2) * 25;
			int64_t high = mode + chance_between(random, 0, 2) * 25;
			made->parts[i][k] = (struct queue_part){low * HOUR, mode * HOUR, high * HOUR,
			                                        chance_between(random, 0, 2) * 10 * HOUR};
		}
		made->slots[i] = slot_of(names[i], made->parts[i], parts);
		made->slots[i].started =
			chance_between(random, 0, 3) == 0 && (i == 0 || made->slots[i - 1].started);
	}
}

/* A path as the words say it: month by month, place by place. Months, or `months` for beyond. */
static void walk(const struct made *made, int64_t path, int64_t *start, int64_t *finish)
{
	const int64_t months = made->terms.months;
	int64_t left[MANY], under_way = 0;
	size_t next = 0;

	for (size_t i = 0; i < made->count; i++) {
		uint64_t number = draw(stream_of_key(made->slots[i].key, made->terms.seed), path);
		left[i] = queue_hours(&made->slots[i], ((double)(number >> 11) + 0.5) * 0x1p-53);
		start[i] = finish[i] = months;
	}
	for (; next < made->count && made->slots[next].started; next++, under_way++)
		start[next] = 0;
	for (int64_t m = 0; m < months; m++) {
		int64_t hours = made->hours[m];
		for (size_t i = 0; i < made->count; i++) {
			int64_t worked;
			while (next < made->count && under_way < made->terms.places && hours > 0) {
				start[next++] = m;
				under_way++;
			}
			if (i >= next || finish[i] < months) continue;
			worked = left[i] < hours ? left[i] : hours;
			left[i] -= worked;
			hours -= worked;
			if (left[i] > 0) break;
			finish[i] = m;
			under_way--;
		}
	}
}

static int64_t rank(int64_t *months, int64_t percent)
{
	int64_t month = paths_percentile(months, 40, percent);

	return month == 12 ? QUEUE_LATER : month;
}

START_TEST(as_month_by_month)
{
	uint64_t random = 7;

	for (int round = 0; round < 2000; round++) {
		struct made made;
		int64_t starts[MANY][40], finishes[MANY][40], start[MANY], finish[MANY];
		struct queue_estimate out[MANY];
		make(&made, &random);
		for (int64_t path = 0; path < 40; path++) {
			walk(&made, path, start, finish);
			for (size_t i = 0; i < made.count; i++) {
				starts[i][path] = start[i];
				finishes[i][path] = finish[i];
			}
		}
		queue_simulate(made.slots, made.count, &made.terms, out);
		for (size_t i = 0; i < made.count; i++)
			IS(out[i], rank(starts[i], 50), rank(starts[i], 85), rank(finishes[i], 50),
			   rank(finishes[i], 85));
	}
}
END_TEST

/* ---- what is added disturbs nothing ---- */

START_TEST(later_ones_disturb_nothing)
{
	uint64_t random = 11;

	for (int round = 0; round < 500; round++) {
		struct made made;
		struct queue_estimate all[MANY], fewer[MANY];
		make(&made, &random);
		queue_simulate(made.slots, made.count, &made.terms, all);
		queue_simulate(made.slots, made.count - 1, &made.terms, fewer);
		for (size_t i = 0; i + 1 < made.count; i++)
			IS(fewer[i], all[i].start_p50, all[i].start_p85, all[i].finish_p50, all[i].finish_p85);
	}
}
END_TEST

/* Two slots that change places are done together when they were. */
START_TEST(order_changes_no_work)
{
	uint64_t random = 13;

	for (int round = 0; round < 500; round++) {
		struct made made;
		struct queue_estimate before[MANY], after[MANY];
		make(&made, &random);
		if (made.count < 3 || made.slots[0].started) continue;
		queue_simulate(made.slots, made.count, &made.terms, before);
		struct queue_work first = made.slots[0];
		made.slots[0] = made.slots[1];
		made.slots[1] = first;
		queue_simulate(made.slots, made.count, &made.terms, after);
		ck_assert_int_eq(before[1].finish_p50, after[1].finish_p50);
		ck_assert_int_eq(before[2].finish_p85, after[2].finish_p85);
	}
}
END_TEST

UNIT(queue_paths)
{
	Suite *suite = suite_create("queue_paths");
	TCase *hand = tcase_create("by hand"), *made = tcase_create("made up");

	tcase_add_test(hand, hours_by_hand);
	tcase_add_test(hand, months_without_hours);
	tcase_add_test(hand, spent_and_begun);
	tcase_add_test(hand, quantiles_of_work);
	tcase_add_test(hand, percentiles_of_one);
	tcase_add_test(hand, unknown_hours);
	suite_add_tcase(suite, hand);
	tcase_add_test(made, as_month_by_month);
	tcase_add_test(made, later_ones_disturb_nothing);
	tcase_add_test(made, order_changes_no_work);
	suite_add_tcase(suite, made);
	return suite;
}
