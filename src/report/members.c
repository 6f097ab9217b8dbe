#include <stdlib.h>
#include "base/money.h"
#include "base/text.h"
#include "report/arr.h"
#include "report/list.h"
#include "report/rounds.h"
#include "report/targets.h"

/* Sales that name an organisation, sorted by it. */
struct by_org {
	const struct sale **items;
	size_t count;
};

static int compare_terms(const void *a, const void *b)
{
	const struct sale *x = *(const struct sale *const *)a, *y = *(const struct sale *const *)b;
	int order = strcmp(x->org, y->org);

	return order ? order : strcmp(x->starts_on, y->starts_on);
}

static int compare_deals(const void *a, const void *b)
{
	const struct sale *x = *(const struct sale *const *)a, *y = *(const struct sale *const *)b;
	int64_t of_x = sale_chance(x), of_y = sale_chance(y);
	int order = strcmp(x->org, y->org);

	return order ? order : (of_x < of_y) - (of_x > of_y);
}

static int compare_org(const void *key, const void *item)
{
	return strcmp(key, (*(const struct sale *const *)item)->org);
}

static bool holds(const struct by_org *sales, const char *org)
{
	return sales->count &&
	       bsearch(org, sales->items, sales->count, sizeof *sales->items, compare_org);
}

/* The end of the run of sales of one organisation that begins at `from`. */
static size_t run_end(const struct by_org *sales, size_t from)
{
	size_t end = from + 1;

	while (end < sales->count && strcmp(sales->items[end]->org, sales->items[from]->org) == 0)
		end++;
	return end;
}

static bool signed_within(const struct sale *sale, const struct target *target)
{
	return strcmp(sale->signed_on, target->first) >= 0 &&
	       strcmp(sale->signed_on, target->last) <= 0;
}

static bool in_term(const struct sale *membership, const char *day)
{
	return strcmp(membership->starts_on, day) <= 0 &&
	       (!membership->ends_on || strcmp(membership->ends_on, day) >= 0);
}

bool member_in_force(const struct book *book, const struct sale *membership)
{
	return in_term(membership, book->as_of) || arr_in_grace(book, membership);
}

bool members_hold(const struct member_orgs *members, const char *org)
{
	return members->count && bsearch(&org, members->items, members->count, sizeof org, text_order);
}

struct member_orgs members_on(const struct book *book, const char *day)
{
	struct book then = book_on(book, day);
	struct member_orgs all = {0}, each = {0};

	for (size_t i = 0; i < then.memberships.count; i++)
		if (member_in_force(&then, &then.memberships.items[i]))
			LIST_ADD(book->arena, all.items, all.count, then.memberships.items[i].org);
	if (all.count) qsort(all.items, all.count, sizeof *all.items, text_order);
	for (size_t i = 0; i < all.count; i++)
		if (i == 0 || strcmp(all.items[i - 1], all.items[i]) != 0)
			LIST_ADD(book->arena, each.items, each.count, all.items[i]);
	return each;
}

/* Would winning this deal add a member to those committed? */
static enum answer adds_member(const struct target *target, const struct sale *deal,
                               const struct by_org *members)
{
	bool fresh = target->measure == MEASURE_NEW_MEMBERS;

	if (deal->revenue_type && strcmp(deal->revenue_type, "membership") != 0) return NO;
	if (fresh && (deal->revenue_type ? !deal->first : deal->kind && strcmp(deal->kind, "new") != 0))
		return NO;
	if (!fresh && deal->org && holds(members, deal->org)) return NO;
	if (!deal->signed_on) return measure_admits(target, deal) == NO ? NO : UNKNOWN;
	if (!signed_within(deal, target)) return NO;
	return deal->revenue_type ? measure_admits(target, deal) : UNKNOWN;
}

static void add_deal(const struct book *book, const struct target *target, const struct sale *deal,
                     struct figures *out)
{
	out->open += RATIO_ONE;
	out->weighted += sale_chance(deal);
	figures_add_coin(book, target, deal, RATIO_ONE, out);
}

/* Counts the open deals; those that name an organisation go to `deals`. */
static void add_deals(const struct book *book, const struct target *target,
                      const struct by_org *members, struct by_org *deals, struct figures *out)
{
	for (size_t i = 0; i < book->deals.count; i++) {
		const struct sale *deal = &book->deals.items[i];
		enum answer adds = adds_member(target, deal, members);
		if (adds == UNKNOWN) {
			out->deals.count++;
			out->deals.amount += deal->amount;
		} else if (adds == YES && deal->org) {
			LIST_ADD(book->arena, deals->items, deals->count, deal);
		} else if (adds == YES) {
			add_deal(book, target, deal, out);
		}
	}
	if (deals->count) qsort(deals->items, deals->count, sizeof *deals->items, compare_deals);
	for (size_t i = 0; i < deals->count; i = run_end(deals, i))
		add_deal(book, target, deals->items[i], out);
}

static bool is_committed(const struct target *target, const struct sale *term)
{
	if (target->measure == MEASURE_MEMBERS) return in_term(term, target->last);
	return term->first && signed_within(term, target);
}

/* Does the last of an organisation's terms end from as_of on and before the target's last day, and
 * may it renew? */
static bool ends_before(const struct book *book, const struct target *target,
                        const struct sale *const *terms, size_t count)
{
	const struct sale *last = terms[0];

	for (size_t i = 1; i < count && last->ends_on; i++)
		if (!terms[i]->ends_on || strcmp(terms[i]->ends_on, last->ends_on) > 0) last = terms[i];
	return last->ends_on && !last->left && !last->declined &&
	       strcmp(last->ends_on, book->as_of) >= 0 && strcmp(last->ends_on, target->last) < 0;
}

void measure_members(const struct book *book, const struct target *target, struct figures *out)
{
	struct by_org terms = {0}, members = {0}, deals = {0};
	int64_t ending = 0;
	size_t end;

	for (size_t i = 0; i < book->memberships.count; i++) {
		const struct sale *term = &book->memberships.items[i];
		if (target->signed_in && strtoll(term->signed_on, NULL, 10) != target->signed_in) continue;
		if (measure_admits(target, term) == YES)
			LIST_ADD(book->arena, terms.items, terms.count, term);
	}
	if (terms.count) qsort(terms.items, terms.count, sizeof *terms.items, compare_terms);
	for (size_t i = 0; i < terms.count; i = end) {
		bool committed = false, in_force = false;
		end = run_end(&terms, i);
		for (size_t k = i; k < end; k++) {
			const struct sale *term = terms.items[k];
			committed |= is_committed(target, term);
			in_force |= member_in_force(book, term);
		}
		if (committed) LIST_ADD(book->arena, members.items, members.count, terms.items[i]);
		if (in_force) out->in_force += RATIO_ONE;
	}
	out->committed = (int64_t)members.count * RATIO_ONE;
	add_deals(book, target, &members, &deals, out);
	for (size_t i = 0; target->measure == MEASURE_MEMBERS && i < terms.count; i = end) {
		const char *org = terms.items[i]->org;
		end = run_end(&terms, i);
		if (holds(&members, org) || holds(&deals, org) ||
		    !ends_before(book, target, terms.items + i, end - i))
			continue;
		ending += RATIO_ONE;
		figures_add_coin(book, target, terms.items[i], RATIO_ONE, out);
	}
	out->renewing = muldiv(ending, book->renewal_rate, RATIO_ONE);
}
