/*
 * Whether members leave for what is cheaper.
 *
 *   cheaper-lost      deals of kind renewal lost in the window with the reason cheaper-alternative,
 *                     and the fees a year of these (arr.h). Known where any renewal was decided in it;
 *                     cases: renewals lost. Duplicates are no loss.
 *   cheaper-lost-share  organisations that were members before the window and are none at its end,
 *                     grace included, whose last renewal was lost for that reason, in it or in the
 *                     window before ÷ all that were lost. Cases: these.
 *
 * Reasons that people wrote down for an ended membership are texts: they stand beside, and are not
 * counted. Source: deal, membership, contract.
 */
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "report/arr.h"
#include "report/risk.h"
#include "report/targets.h"

struct cheaper {
	int64_t decided, lost, cheaper, fees, unpriced;
	int64_t members, gone_cheaper, unexplained;
};

static bool is_renewal_lost(const struct risk_deal *deal)
{
	return !deal->won && text_equal(deal->kind, "renewal") &&
	       !text_equal(deal->reason, "duplicate");
}

static bool is_cheaper(const struct risk_deal *deal)
{
	return text_equal(deal->reason, "cheaper-alternative");
}

/* A year's fee of what would have been renewed. */
static struct syndic_figure fee_of(struct risks *risks, const struct risk_deal *deal)
{
	struct sale sale = {
		.revenue_type = deal->revenue_type,
		.starts_on = deal->starts_on,
		.ends_on = deal->ends_on,
		.has_amount = deal->has_amount,
		.amount = deal->amount,
	};

	arr_value(&risks->book, &sale);
	return (struct syndic_figure){sale.has_fee, sale.fee};
}

static void count_renewal(struct risks *risks, const struct risk_deal *deal, bool shown,
                          struct cheaper *out)
{
	struct syndic_figure fee;

	if (deal->won && text_equal(deal->kind, "renewal")) out->decided++;
	if (!is_renewal_lost(deal)) return;
	out->decided++;
	out->lost++;
	if (!is_cheaper(deal)) return;
	fee = fee_of(risks, deal);
	out->cheaper++;
	out->fees += fee.known ? fee.value : 0;
	out->unpriced += !fee.known;
	if (!shown) return;
	risk_add_record(risks, RISK_CHEAPER, RISK_CHEAPER_SHARE,
	                &(struct risk_record){.entity = "deal",
	                                      .reference = deal->slug,
	                                      .name = deal->name,
	                                      .on = deal->closed_on,
	                                      .amount = fee,
	                                      .what = "renewal lost to a cheaper alternative"});
}

/* Renewals that organisations turned down, by organisation and day. */
struct refusals {
	const struct risk_deal **items;
	size_t count;
};

static int by_org(const void *a, const void *b)
{
	const struct risk_deal *x = *(const struct risk_deal *const *)a;
	const struct risk_deal *y = *(const struct risk_deal *const *)b;
	int order = strcmp(x->org, y->org);

	if (!order) order = strcmp(x->closed_on, y->closed_on);
	return order ? order : strcmp(x->id, y->id);
}

static struct refusals refusals_of(struct risks *risks)
{
	struct refusals all = {0};

	for (size_t i = 0; i < risks->deal_count; i++)
		if (risks->deals[i].org && is_renewal_lost(&risks->deals[i]))
			LIST_ADD(&risks->arena, all.items, all.count, &risks->deals[i]);
	if (all.count) qsort(all.items, all.count, sizeof *all.items, by_org);
	return all;
}

/* The last one of an organisation after a day and up to another, or NULL. */
static const struct risk_deal *last_refusal(const struct refusals *all, const char *org,
                                            const char *after, const char *to)
{
	size_t low = 0, high = all->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct risk_deal *deal = all->items[middle];
		int order = strcmp(deal->org, org);
		if (order < 0 || (order == 0 && strcmp(deal->closed_on, to) <= 0))
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0 || strcmp(all->items[low - 1]->org, org) != 0) return NULL;
	return strcmp(all->items[low - 1]->closed_on, after) > 0 ? all->items[low - 1] : NULL;
}

static void count_members(struct risks *risks, size_t window, const struct refusals *refusals,
                          struct cheaper *out)
{
	const struct risk_window *days = &risks->windows[window];
	char since[DATE_SIZE];
	struct member_orgs then = members_on(&risks->book, days->start);
	struct member_orgs now = members_on(&risks->book, days->to);

	date_add_months(days->start, -risks->report.months, since);
	for (size_t i = 0; i < then.count; i++) {
		const struct risk_deal *refusal;
		if (members_hold(&now, then.items[i])) continue;
		refusal = last_refusal(refusals, then.items[i], since, days->to);
		out->members++;
		out->gone_cheaper += refusal && is_cheaper(refusal);
		out->unexplained += !refusal || !refusal->reason;
	}
}

/* Memberships that were ended in the window, with what was written down as the reason. */
static enum syndic_status add_ended(struct risks *risks)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status = SYNDIC_OK;
	int step;

	if (!risk_wants_records(risks, RISK_CHEAPER, RISK_CHEAPER_SHARE)) goto out;
	TRY(db_prepare(risks->handle->db,
	               "SELECT m.slug, o.name, m.ends_on, c.fee_per_year, m.ended_reason"
	               " FROM membership AS m JOIN org AS o ON o.id = m.org"
	               " LEFT JOIN contract AS c ON c.id = m.contract"
	               " WHERE m.ends_on >= $1 AND m.ends_on <= $2 AND m.ended_reason IS NOT NULL"
	               " ORDER BY m.ends_on, m.id",
	               &stmt));
	db_bind_text(stmt, 1, risks->windows[NOW].from);
	db_bind_text(stmt, 2, risks->windows[NOW].to);
	while ((step = db_step(stmt)) == 1)
		risk_add_record(risks, RISK_CHEAPER, RISK_CHEAPER_SHARE,
		                &(struct risk_record){
							.entity = "membership",
							.reference = db_text(stmt, 0),
							.name = db_text(stmt, 1),
							.on = db_text(stmt, 2),
							.amount = {!db_is_null(stmt, 3), db_int(stmt, 3)},
							.what = arena_printf(&risks->arena, "ended, not counted here: %s",
		                                         db_text(stmt, 4)),
						});
	if (step < 0) status = risks->handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

enum syndic_status risk_add_cheaper(struct risks *risks)
{
	struct refusals refusals = refusals_of(risks);
	struct cheaper sums[RISK_WINDOWS] = {{0}};
	struct syndic_figure counts[RISK_WINDOWS] = {{0}}, fees[RISK_WINDOWS] = {{0}},
						 shares[RISK_WINDOWS] = {{0}};
	int64_t lost[RISK_WINDOWS], members[RISK_WINDOWS];

	for (size_t i = 0; i < RISK_WINDOWS; i++) {
		struct cheaper *sum = &sums[i];
		for (size_t k = 0; k < risks->deal_count; k++)
			if (risk_within(&risks->windows[i], risks->deals[k].closed_on))
				count_renewal(risks, &risks->deals[k], i == NOW, sum);
		count_members(risks, i, &refusals, sum);
		lost[i] = sum->lost;
		members[i] = sum->members;
		if (sum->decided) counts[i] = risk_count(sum->cheaper);
		if (sum->decided && (!sum->cheaper || sum->unpriced < sum->cheaper))
			fees[i] = (struct syndic_figure){true, sum->fees};
		if (sum->members)
			shares[i] =
				(struct syndic_figure){true, muldiv(sum->gone_cheaper, RATIO_ONE, sum->members)};
	}
	risk_set(risks, RISK_CHEAPER, counts, lost);
	risk_set(risks, RISK_CHEAPER_ARR, fees, lost);
	risk_set(risks, RISK_CHEAPER_SHARE, shares, members);
	for (size_t i = RISK_CHEAPER; i <= RISK_CHEAPER_ARR; i++)
		risk_note(risks, i, "of %lld renewals lost among %lld decided", (long long)sums[NOW].lost,
		          (long long)sums[NOW].decided);
	if (sums[NOW].unpriced)
		risk_note(risks, RISK_CHEAPER_ARR, "without an amount or a term: %lld",
		          (long long)sums[NOW].unpriced);
	risk_note(risks, RISK_CHEAPER_SHARE, "%lld of %lld members lost",
	          (long long)sums[NOW].gone_cheaper, (long long)sums[NOW].members);
	if (sums[NOW].unexplained)
		risk_note(risks, RISK_CHEAPER_SHARE, "no lost renewal says why: %lld",
		          (long long)sums[NOW].unexplained);
	return add_ended(risks);
}
