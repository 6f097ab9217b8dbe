#include "report/arr.h"
#include <stdlib.h>
#include "base/money.h"
#include "base/text.h"
#include "report/list.h"

bool arr_type_recurs(const char *revenue_type)
{
	return revenue_type &&
	       (strcmp(revenue_type, "membership") == 0 || strcmp(revenue_type, "service") == 0 ||
	        strcmp(revenue_type, "usage") == 0);
}

void arr_value(const struct book *book, struct sale *sale)
{
	int64_t yearly = 0;
	bool dated = sale->starts_on && sale->ends_on, known = dated && sale->has_amount;

	if (dated) sale->years = term_years(sale->starts_on, sale->ends_on);
	if (known)
		yearly = muldiv(sale->amount, RATIO_ONE, sale->years > RATIO_ONE ? sale->years : RATIO_ONE);
	if (!sale->has_fee && known) {
		sale->has_fee = true;
		sale->fee = yearly;
	}
	if (sale->revenue_type && strcmp(sale->revenue_type, "usage") == 0) {
		sale->size_class = "usage";
	} else if (sale->revenue_type && (strcmp(sale->revenue_type, "gift") == 0 ||
	                                  strcmp(sale->revenue_type, "grant") == 0)) {
		sale->size_class = "fundraising";
	} else if (known) {
		sale->size_class = yearly < book->small_below    ? "small"
		                   : yearly < book->medium_below ? "medium"
		                                                 : "large";
	}
}

static int by_org(const void *a, const void *b)
{
	const struct sale *x = *(const struct sale *const *)a, *y = *(const struct sale *const *)b;

	return strcmp(x->org, y->org);
}

static int compare_days(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int by_org_and_start(const void *a, const void *b)
{
	const struct sale *x = *(const struct sale *const *)a, *y = *(const struct sale *const *)b;
	int order = strcmp(x->org, y->org);

	if (order == 0) order = compare_days(x->starts_on, y->starts_on);
	/* Ids follow the order in which records came: they decide only what does not differ in money. */
	if (order == 0) order = compare_days(x->ends_on, y->ends_on);
	if (order == 0) order = (x->fee > y->fee) - (x->fee < y->fee);
	return order ? order : strcmp(x->id, y->id);
}

static bool same_type(const struct sale *a, const struct sale *b)
{
	return !a->revenue_type || !b->revenue_type || strcmp(a->revenue_type, b->revenue_type) == 0;
}

/* An expansion runs beside, whatever follows. */
static bool may_continue(const struct sale *contract)
{
	return !contract->renews && contract->starts_on && !text_equal(contract->kind, "expansion");
}

/* Of those that ended before `next` begins, and that nothing continues yet, the last to end: what
 * ended long ago, and so may not have been read, changes nothing for those that ended since. */
static struct sale *continued_by(struct sale **contracts, size_t count, const struct sale *next)
{
	struct sale *last = NULL;

	for (size_t i = 0; i < count; i++) {
		struct sale *contract = contracts[i];
		if (!contract->ends_on || contract->succeeded || !same_type(contract, next)) continue;
		if (strcmp(contract->ends_on, next->starts_on) >= 0) continue;
		if (!last || strcmp(contract->ends_on, last->ends_on) > 0) last = contract;
	}
	return last;
}

static bool ends_before(const struct sale *a, const struct sale *b)
{
	return a->ends_on && b->ends_on && strcmp(a->ends_on, b->ends_on) < 0;
}

static int by_id(const void *a, const void *b)
{
	const struct sale *x = *(const struct sale *const *)a, *y = *(const struct sale *const *)b;

	return strcmp(x->id, y->id);
}

/* Of two that begin on the same day neither replaces one that itself renews something, so that those
 * that name each other stay. */
static bool replaces(const struct sale *contract, const struct sale *named)
{
	int order = compare_days(contract->starts_on, named->starts_on);

	if (!contract->starts_on || order < 0 || (order == 0 && named->renews)) return false;
	return !named->replaced_by || strcmp(contract->starts_on, named->replaced_by->starts_on) < 0;
}

/* Marks those that others say they renew. */
static void relate_named(struct sale **contracts, size_t count)
{
	if (count) qsort(contracts, count, sizeof *contracts, by_id);
	for (size_t i = 0; i < count; i++) {
		struct sale *contract = contracts[i], key, *sought = &key, **named;
		if (!contract->renews) continue;
		key.id = contract->renews;
		named = bsearch(&sought, contracts, count, sizeof *contracts, by_id);
		if (!named || ends_before(contract, *named)) continue; /* nor may it have been read */
		(*named)->succeeded = true;
		contract->continues = *named;
		if (replaces(contract, *named)) (*named)->replaced_by = contract;
	}
}

/* Marks each of an organisation's contracts that a later one, which names none, continues. */
static void relate_later(struct sale **contracts, size_t count)
{
	for (size_t k = 0; k < count; k++) {
		struct sale *last;
		if (!may_continue(contracts[k])) continue;
		last = continued_by(contracts, count, contracts[k]);
		if (!last) continue;
		last->succeeded = true;
		contracts[k]->continues = last;
	}
}

static void relate_contracts(struct book *book)
{
	struct sale **recurring = NULL;
	size_t all = 0, count = 0, end;

	for (size_t i = 0; i < book->contracts.count; i++) {
		struct sale *contract = &book->contracts.items[i];
		if (contract->recurring) LIST_ADD(book->arena, recurring, all, contract);
	}
	/* Those that say what they renew come first, so that no other is taken for it. */
	relate_named(recurring, all);
	for (size_t i = 0; i < all; i++)
		if (recurring[i]->org) recurring[count++] = recurring[i];
	if (count) qsort(recurring, count, sizeof *recurring, by_org_and_start);
	for (size_t i = 0; i < count; i = end) {
		for (end = i + 1; end < count && strcmp(recurring[i]->org, recurring[end]->org) == 0;)
			end++;
		relate_later(recurring + i, end - i);
	}
}

static bool may_renew(const struct sale *deal)
{
	if (!deal->org) return false;
	if (deal->kind) return strcmp(deal->kind, "renewal") == 0;
	return deal->recurring && deal->sold_from;
}

void arr_relate(struct book *book)
{
	for (size_t i = 0; i < book->deals.count; i++) {
		const struct sale *deal = &book->deals.items[i];
		if (may_renew(deal)) LIST_ADD(book->arena, book->renewals, book->renewal_count, deal);
	}
	if (book->renewal_count)
		qsort(book->renewals, book->renewal_count, sizeof *book->renewals, by_org);
	relate_contracts(book);
}

bool arr_in_term(const struct sale *sale, const char *day)
{
	return sale->starts_on && sale->ends_on && strcmp(sale->starts_on, day) <= 0 &&
	       strcmp(sale->ends_on, day) >= 0;
}

bool arr_replaced(const struct sale *contract, const char *day)
{
	return contract->replaced_by && strcmp(contract->replaced_by->starts_on, day) <= 0;
}

/* A deal whose kind nobody told, as most are that come from other systems, renews what ends when it
 * begins. */
static bool begins_about_the_end(const struct book *book, const struct sale *deal,
                                 const struct sale *sale)
{
	char first[DATE_SIZE], last[DATE_SIZE];

	if (!sale->ends_on || !text_equal(deal->revenue_type, sale->revenue_type)) return false;
	date_add_days(sale->ends_on, -book->grace_days, first);
	date_add_days(sale->ends_on, book->grace_days, last);
	return strcmp(deal->sold_from, first) >= 0 && strcmp(deal->sold_from, last) <= 0;
}

/* Where the renewals of an organisation begin, counted from 1. */
static size_t first_renewal(const struct book *book, const char *org)
{
	size_t low = 0, high = book->renewal_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(book->renewals[middle]->org, org) < 0) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return low + 1;
}

const struct sale *arr_renewal_next(const struct book *book, const struct sale *sale, size_t *at)
{
	if (!sale->org) return NULL;
	if (*at == 0) *at = first_renewal(book, sale->org);
	while (*at <= book->renewal_count) {
		const struct sale *deal = book->renewals[(*at)++ - 1];
		if (strcmp(deal->org, sale->org) != 0) return NULL;
		if (deal->kind ? same_type(deal, sale) : begins_about_the_end(book, deal, sale))
			return deal;
	}
	return NULL;
}

bool arr_may_be_declined(const struct book *book, const struct sale *sale)
{
	const struct sale *deal;
	size_t at = 0;

	if (!sale->org || sale->succeeded || sale->left) return false;
	if (!sale->starts_on || !sale->ends_on || strcmp(sale->ends_on, book->as_of) < 0) return false;
	while ((deal = arr_renewal_next(book, sale, &at)) != NULL)
		if (!deal->over) return false;
	return true;
}

bool arr_in_grace(const struct book *book, const struct sale *sale)
{
	char last[DATE_SIZE];
	size_t at = 0;

	if (!sale->ends_on || strcmp(sale->ends_on, book->as_of) >= 0) return false;
	if (sale->succeeded || sale->left || !arr_renewal_next(book, sale, &at)) return false;
	date_add_days(sale->ends_on, book->grace_days, last);
	return strcmp(book->as_of, last) <= 0;
}

bool arr_in_force(const struct book *book, const struct sale *contract)
{
	if (arr_in_term(contract, book->as_of)) return !arr_replaced(contract, book->as_of);
	return arr_in_grace(book, contract);
}

struct usage_window arr_usage_window(const struct book *book, const char *day)
{
	struct usage_window window = {.first = 0, .last = -1};
	int64_t until = month_number(day), counted = 0;

	if (until > book->as_of_month) until = book->as_of_month;
	for (size_t i = 0; i < book->usage_count && book->usage[i].month <= until; i++)
		if (book->usage[i].month > until - 12) window.last = book->usage[i].month;
	if (window.last < 0) return window;
	window.first = window.last - 11;
	for (size_t i = 0; i < book->usage_count && book->usage[i].month <= window.last; i++) {
		if (book->usage[i].month < window.first || book->usage[i].month == counted) continue;
		counted = book->usage[i].month;
		window.measured++;
	}
	return window;
}
