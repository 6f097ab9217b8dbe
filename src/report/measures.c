#include "report/targets.h"
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "report/arr.h"
#include "report/list.h"
#include "report/rounds.h"

/* ---- filters ---- */

/* Is the word one of "a,b"? */
static bool among(const char *words, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = words; at && *at; at += strcspn(at, ","), at += *at == ',')
		if (strcspn(at, ",") == length && strncmp(at, word, length) == 0) return true;
	return false;
}

static enum answer kind_passes(const char *filter, const char *kind)
{
	if (!filter) return YES;
	if (!kind) return UNKNOWN;
	if (strcmp(filter, "not-new") == 0) return strcmp(kind, "new") != 0 ? YES : NO;
	return strcmp(filter, kind) == 0 ? YES : NO;
}

static enum answer type_passes(const char *filter, const char *revenue_type)
{
	if (!filter) return YES;
	if (!revenue_type) return UNKNOWN;
	return among(filter, revenue_type) ? YES : NO;
}

enum answer measure_admits(const struct target *target, const struct sale *sale)
{
	enum answer kind = kind_passes(target->kind, sale->kind);
	enum answer type = type_passes(target->revenue_types, sale->revenue_type);

	if (kind == NO || type == NO) return NO;
	if (target->size_class && !text_equal(target->size_class, sale->size_class)) return NO;
	if (target->pipeline && !text_equal(target->pipeline, sale->pipeline)) return NO;
	if (target->org && !text_equal(target->org, sale->org)) return NO;
	if (target->cofunded.known && (target->cofunded.value == 1) != sale->cofunded) return NO;
	if (target->tag && !among(sale->tags[0], target->tag) && !among(sale->tags[1], target->tag) &&
	    !among(sale->tags[2], target->tag))
		return NO;
	return kind == UNKNOWN || type == UNKNOWN ? UNKNOWN : YES;
}

/* Usage is nobody's contract: what only a contract has filters it out. */
static bool usage_passes(const struct target *target)
{
	if (target->revenue_types && !among(target->revenue_types, "usage")) return false;
	if (target->kind && strcmp(target->kind, "not-new") != 0) return false;
	if (target->size_class && strcmp(target->size_class, "usage") != 0) return false;
	return !target->pipeline && !target->signed_in &&
	       !(target->cofunded.known && target->cofunded.value == 1);
}

static int64_t usage_fees(const struct book *book, const struct target *target, int64_t first,
                          int64_t last)
{
	int64_t sum = 0;

	if (!usage_passes(target)) return 0;
	for (size_t i = 0; i < book->usage_count; i++) {
		const struct usage_fee *usage = &book->usage[i];
		if (usage->month < first || usage->month > last) continue;
		if (target->org && !text_equal(target->org, usage->payer)) continue;
		if (target->tag && !among(usage->tags, target->tag)) continue;
		sum += usage->fee;
	}
	return sum;
}

/* ---- what one sale brings: its figure, nothing, or unknown since it lacks what it would tell ---- */

static bool lies(const char *day, const char *first, const char *last)
{
	return strcmp(day, first) >= 0 && strcmp(day, last) <= 0;
}

/* Is it known that the term misses the days `first` to `last`? */
static bool misses(const struct target *target, const struct sale *sale, const char *first,
                   const char *last)
{
	if (sale->starts_on && strcmp(sale->starts_on, last) > 0) return true;
	if (sale->ends_on && strcmp(sale->ends_on, first) < 0) return true;
	if ((sale->starts_on && sale->ends_on) || !sale->open || !sale->signed_on) return false;
	return strcmp(sale->signed_on, target->last) > 0;
}

static enum answer part_in_force(const struct target *target, const struct sale *sale,
                                 int64_t *value)
{
	if (sale->over || misses(target, sale, target->last, target->last)) return NO;
	if (arr_replaced(sale, target->last)) return NO;
	if (!sale->recurring) return sale->recurrence_known ? NO : UNKNOWN;
	if (!sale->starts_on || !sale->ends_on || !sale->has_fee) return UNKNOWN;
	*value = sale->fee;
	return YES;
}

static enum answer part_signed(const struct target *target, const struct sale *sale, int64_t *value)
{
	bool fee = target->measure == MEASURE_NEW_ARR;

	if (fee && sale->recurrence_known && !sale->recurring) return NO;
	if (fee && sale->kind && strcmp(sale->kind, "renewal") == 0) return NO;
	if (!sale->signed_on) {
		/* What began before the period was signed before it. */
		bool earlier = sale->starts_on && strcmp(sale->starts_on, target->first) < 0;
		return earlier ? NO : UNKNOWN;
	}
	if (!lies(sale->signed_on, target->first, target->last)) return NO;
	if (fee ? !sale->has_fee || !sale->recurrence_known || !sale->kind : !sale->has_amount)
		return UNKNOWN;
	*value = fee ? sale->fee : sale->amount;
	return YES;
}

static enum answer part_earned(const struct book *book, const struct target *target,
                               const struct sale *sale, int64_t *value)
{
	int64_t first, last;

	if (sale->over || misses(target, sale, target->first, target->last)) return NO;
	if (!sale->starts_on || !sale->ends_on || !sale->has_amount) return UNKNOWN;
	first = month_number(target->first);
	last = month_number(target->last);
	if (target->has_work && target->work_from > first) first = target->work_from;
	if (target->has_work && target->work_to < last) last = target->work_to;
	*value =
		spread_between(book->method, sale->amount, sale->starts_on, sale->ends_on, first, last);
	return YES;
}

/* What remains of `*value` when only the months of work asked for count. */
static enum answer part_worked(const struct book *book, const struct target *target,
                               const struct sale *sale, int64_t *value)
{
	if (!target->has_work) return YES;
	if (!sale->starts_on || !sale->ends_on) return UNKNOWN;
	*value = spread_between(book->method, *value, sale->starts_on, sale->ends_on, target->work_from,
	                        target->work_to);
	return YES;
}

static enum answer part_of(const struct book *book, const struct target *target,
                           const struct sale *sale, int64_t *value)
{
	enum answer part = NO, admitted = measure_admits(target, sale);

	*value = 0;
	if (admitted == NO) return NO;
	if (target->signed_in && sale->signed_on &&
	    strtoll(sale->signed_on, NULL, 10) != target->signed_in)
		return NO;
	switch (target->measure) {
	case MEASURE_ARR: part = part_in_force(target, sale, value); break;
	case MEASURE_NEW_ARR:
	case MEASURE_BOOKINGS: part = part_signed(target, sale, value); break;
	case MEASURE_REVENUE: part = part_earned(book, target, sale, value); break;
	case MEASURE_COLLECTED:
		part = lies(sale->paid_on, target->first, target->last) ? YES : NO;
		*value = sale->amount;
		break;
	default: break;
	}
	if (part != YES) return part;
	if (admitted == UNKNOWN || (target->signed_in && !sale->signed_on)) return UNKNOWN;
	return target->measure == MEASURE_REVENUE ? YES : part_worked(book, target, sale, value);
}

enum answer measure_sale(const struct book *book, const struct target *target,
                         const struct sale *sale, int64_t *value)
{
	return part_of(book, target, sale, value);
}

/* ---- sums ---- */

void figures_add_coin(const struct book *book, const struct target *target, const struct sale *sale,
                      int64_t value, struct figures *out)
{
	struct coin coin = {sale, value,
	                    target->measure == MEASURE_MEMBERS ||
	                        target->measure == MEASURE_NEW_MEMBERS};

	if (value == 0 || strcmp(target->last, book->as_of) < 0) return;
	LIST_ADD(book->arena, out->coins, out->coin_count, coin);
}

static void add_sales(const struct book *book, const struct target *target,
                      const struct sales *sales, struct figures *out)
{
	for (size_t i = 0; i < sales->count; i++) {
		const struct sale *sale = &sales->items[i];
		int64_t value;
		enum answer part = part_of(book, target, sale, &value);
		if (part == NO) continue;
		if (part == UNKNOWN) {
			struct incomplete *incomplete = sale->open ? &out->deals : &out->contracts;
			incomplete->count++;
			incomplete->amount += sale->amount;
		} else if (sale->open) {
			out->open += value;
			out->weighted += sale_expected(sale, value);
			figures_add_coin(book, target, sale, value, out);
		} else {
			out->committed += value;
		}
	}
}

static int64_t usage_of_year(const struct book *book, const struct target *target, const char *day)
{
	struct usage_window window = arr_usage_window(book, day);

	return target->has_work ? 0 : usage_fees(book, target, window.first, window.last);
}

/* Does an open renewal that counts for the target speak for what ends? */
static bool spoken_for(const struct book *book, const struct target *target,
                       const struct sale *contract)
{
	size_t at = 0;
	int64_t fee;
	const struct sale *deal;

	while ((deal = arr_renewal_next(book, contract, &at)) != NULL)
		if (part_of(book, target, deal, &fee) == YES) return true;
	return false;
}

/* The fee of a contract that passes the filters, whatever its term; 0 if it does not. */
static int64_t admitted_fee(const struct book *book, const struct target *target,
                            const struct sale *contract)
{
	int64_t fee = contract->fee;

	if (!contract->recurring || !contract->has_fee) return 0;
	if (measure_admits(target, contract) != YES) return 0;
	if (target->signed_in &&
	    (!contract->signed_on || strtoll(contract->signed_on, NULL, 10) != target->signed_in))
		return 0;
	return part_worked(book, target, contract, &fee) == YES ? fee : 0;
}

/* ARR in force on as_of, and what of it will renew: as a renewal, whatever it was. */
static void add_in_force(const struct book *book, const struct target *target, struct figures *out)
{
	bool later = strcmp(target->last, book->as_of) > 0;
	int64_t ending = 0, fee, usage = usage_of_year(book, target, book->as_of);

	for (size_t i = 0; i < book->contracts.count; i++) {
		const struct sale *contract = &book->contracts.items[i];
		struct sale renewal = *contract;
		if (arr_in_force(book, contract)) out->in_force += admitted_fee(book, target, contract);
		if (!contract->ends_on || strcmp(contract->ends_on, book->as_of) < 0 ||
		    strcmp(contract->ends_on, target->last) >= 0)
			continue;
		renewal.kind = "renewal";
		if (contract->succeeded || contract->left || contract->declined) continue;
		if (spoken_for(book, target, contract)) continue;
		fee = admitted_fee(book, target, &renewal);
		ending += fee;
		figures_add_coin(book, target, contract, fee, out);
	}
	out->in_force += usage;
	out->steady = later ? usage : 0;
	out->renewing = muldiv(ending, book->renewal_rate, RATIO_ONE) + out->steady;
	if (!later) out->committed += usage_of_year(book, target, target->last);
}

/* Do actuals, which know a month and a revenue type, answer all that the target asks? */
static bool actuals_answer(const struct target *target)
{
	return target->actuals && !target->size_class && !target->kind && !target->pipeline &&
	       !target->org && !target->tag && !target->cofunded.known && !target->signed_in &&
	       !target->has_work;
}

/* How many of the months `first` to `last` are closed as to usage? */
static int64_t months_of_actual_usage(const struct book *book, const struct target *target,
                                      int64_t first, int64_t last)
{
	int64_t count = 0;

	for (size_t i = 0; actuals_answer(target) && i < book->actual_count; i++) {
		const struct actual *actual = &book->actuals[i];
		if (actual->month < first || actual->month > last) continue;
		count += strcmp(actual->revenue_type, "usage") == 0 &&
		         type_passes(target->revenue_types, actual->revenue_type) == YES;
	}
	return count;
}

/* What contracts and usage earn in the month and of the type of an actual. */
static int64_t replaced_by(const struct book *book, const struct actual *actual)
{
	struct target target = {.measure = MEASURE_REVENUE, .revenue_types = actual->revenue_type};
	struct figures figures = {0};

	month_first(actual->month, target.first);
	month_last(actual->month, target.last);
	add_sales(book, &target, &book->contracts, &figures);
	return figures.committed + usage_fees(book, &target, actual->month, actual->month);
}

static void add_actuals(const struct book *book, const struct target *target, struct figures *out)
{
	int64_t first = month_number(target->first), last = month_number(target->last);

	for (size_t i = 0; actuals_answer(target) && i < book->actual_count; i++) {
		const struct actual *actual = &book->actuals[i];
		if (actual->month < first || actual->month > last) continue;
		if (type_passes(target->revenue_types, actual->revenue_type) == YES)
			out->committed += actual->amount - replaced_by(book, actual);
	}
}

/* Usage of the period: what is measured is earned, the months after go on at the mean. */
static void add_usage(const struct book *book, const struct target *target, struct figures *out)
{
	int64_t first = month_number(target->first), last = month_number(target->last), from;
	struct usage_window window = arr_usage_window(book, book->as_of);

	if (target->has_work && target->work_from > first) first = target->work_from;
	if (target->has_work && target->work_to < last) last = target->work_to;
	out->committed += usage_fees(book, target, first, last);
	if (window.measured == 0 || last <= window.last) return;
	from = first > window.last ? first : window.last + 1;
	last -= months_of_actual_usage(book, target, from, last);
	if (from > last) return;
	out->steady = muldiv(usage_fees(book, target, window.first, window.last), last - from + 1,
	                     window.measured);
	out->renewing = out->steady;
}

void measure(const struct book *book, const struct target *target, struct figures *out)
{
	*out = (struct figures){0};
	switch (target->measure) {
	case MEASURE_MEMBERS:
	case MEASURE_NEW_MEMBERS: measure_members(book, target, out); return;
	case MEASURE_COLLECTED:
		out->unforeseeable = strcmp(target->last, book->as_of) >= 0;
		add_sales(book, target, &book->payments, out);
		return;
	default: break;
	}
	add_sales(book, target, &book->contracts, out);
	add_sales(book, target, &book->deals, out);
	if (target->measure == MEASURE_ARR) add_in_force(book, target, out);
	if (target->measure == MEASURE_REVENUE) {
		add_usage(book, target, out);
		add_actuals(book, target, out);
	}
}
