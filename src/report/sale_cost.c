/*
 * Cost of sale: hours of conversations, and the money that campaigns cost, per 100,000 of money
 * signed, in the 12 months that end with as_of, for deals with several funders (pipeline
 * `cofunding`) against all other deals.
 *
 * hours, signed: see effort.h, which counts them. Hours in millionths; cases are the contracts.
 *
 * campaigns: costs of the campaigns (campaigns.h) named by deals of these pipelines that were
 * talked about or signed in that time. Each counts whole, since nobody says when its money was
 * spent; a campaign of deals of both kinds is divided by the number of these deals, to the cent.
 * One whose cost is not recorded adds nothing, and is told; where none is known, the figure is
 * unknown. A campaign that brought no such deal is in neither: see leads.c. Source: activity,
 * contract, deal, campaign.
 */
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "report/campaigns.h"
#include "report/effort.h"
#include "report/kpi.h"

/* By how many fund; `campaigns` are those with a cost. */
struct sale_cost {
	struct effort effort;
	int64_t campaigns, cost; /* cents */
	int64_t campaigns_unknown;
};
enum { SINGLE, COFUNDED, KINDS };

static enum syndic_status load_efforts(struct kpi *kpi, struct sale_cost *sales)
{
	struct effort efforts[EFFORT_KINDS];
	enum syndic_status status =
		effort_load(kpi->handle, kpi->year_from, kpi->handle->as_of, efforts);

	sales[COFUNDED].effort = efforts[EFFORT_COFUNDED];
	sales[SINGLE].effort = effort_sum(&efforts[EFFORT_PROJECT], &efforts[EFFORT_OTHER]);
	return status;
}

/* A campaign's deals in that time, by kind: the weights of its cost. */
struct weights {
	int64_t deals[KINDS];
};

static void add_campaign(const struct campaign *campaign, const struct weights *weights,
                         struct sale_cost *sales)
{
	int64_t costs[KINDS];

	if (weights->deals[SINGLE] + weights->deals[COFUNDED] == 0) return;
	money_split(campaign->cost.value, weights->deals, costs, KINDS);
	for (size_t i = 0; i < KINDS; i++) {
		if (!weights->deals[i]) continue;
		sales[i].campaigns += campaign->cost.known;
		sales[i].campaigns_unknown += !campaign->cost.known;
		sales[i].cost += costs[i];
	}
}

static enum syndic_status load_campaigns(struct kpi *kpi, struct sale_cost *sales)
{
	struct db_stmt *stmt = NULL;
	struct campaigns campaigns;
	struct weights *weights;
	enum syndic_status status;
	char after[DATE_SIZE];
	int step;

	date_add_days(kpi->handle->as_of, 1, after);
	TRY(campaigns_load(kpi->handle, &kpi->arena, &campaigns));
	weights = arena_alloc(&kpi->arena, (campaigns.count + 1) * sizeof *weights);
	TRY(db_prepare(kpi->handle->db,
	               "SELECT d.campaign, count(*), count(CASE WHEN d.pipeline = $1 THEN 1 END)"
	               " FROM deal AS d"
	               " WHERE d.campaign IS NOT NULL"
	               " AND (EXISTS (SELECT 1 FROM activity AS a"
	               " WHERE a.deal = d.id AND a.at >= $2 AND a.at < $3)"
	               " OR EXISTS (SELECT 1 FROM contract AS c"
	               " WHERE c.deal = d.id AND c.signed_on >= $2 AND c.signed_on < $3))"
	               " GROUP BY d.campaign",
	               &stmt));
	db_bind_text(stmt, 1, kpi->book.cofunding);
	db_bind_text(stmt, 2, kpi->year_from);
	db_bind_text(stmt, 3, after);
	while ((step = db_step(stmt)) == 1) {
		const struct campaign *campaign = campaigns_find(&campaigns, db_text(stmt, 0), NULL);
		int64_t deals[KINDS] = {
			[SINGLE] = db_int(stmt, 1) - db_int(stmt, 2), [COFUNDED] = db_int(stmt, 2)};
		for (size_t i = 0; i < KINDS; i++) {
			if (campaign)
				weights[campaign - campaigns.items].deals[i] += deals[i];
			else
				sales[i].campaigns_unknown += deals[i] > 0;
		}
	}
	if (step < 0) status = kpi->handle->error.code;
	for (size_t i = 0; i < campaigns.count; i++)
		add_campaign(&campaigns.items[i], &weights[i], sales);
out:
	db_finalize(stmt);
	return status;
}

static const char *with_unknown(struct kpi *kpi, const char *note, const char *what, int64_t count)
{
	return count ? kpi_note(kpi, "%s; %s: %lld", note, what, (long long)count) : note;
}

static void add_hours(struct kpi *kpi, const char *key, const char *label,
                      const struct effort *effort)
{
	int64_t untimed = effort->conversations - effort->timed;
	struct syndic_key_figure figure = {
		.section = "cost_of_sale",
		.key = key,
		.label = label,
		.unit = SYNDIC_UNIT_HOURS,
		.value = effort_hours(effort),
		.cases = kpi_known(effort->contracts),
		.note = kpi_note(kpi, "%s hours, %s signed", kpi_hours(kpi, effort->minutes),
	                     kpi_money(kpi, effort->amount)),
	};

	figure.note = with_unknown(kpi, figure.note, "conversations without minutes", untimed);
	figure.note = with_unknown(kpi, figure.note, "contracts without an amount", effort->unknown);
	kpi_add(kpi, &figure);
}

static void add_campaign_cost(struct kpi *kpi, const char *key, const char *label,
                              const struct sale_cost *sale)
{
	int64_t amount = sale->effort.amount;
	struct syndic_key_figure figure = {
		.section = "cost_of_sale",
		.key = key,
		.label = label,
		.unit = SYNDIC_UNIT_MONEY,
		.cases = kpi_known(sale->effort.contracts),
		.note = kpi_note(kpi, "%s for %lld campaign%s, %s signed", kpi_money(kpi, sale->cost),
	                     (long long)sale->campaigns, sale->campaigns == 1 ? "" : "s",
	                     kpi_money(kpi, amount)),
	};

	if (amount > 0 && (sale->campaigns || !sale->campaigns_unknown))
		figure.value = kpi_known(muldiv(sale->cost, EFFORT_PER, amount));
	figure.note =
		with_unknown(kpi, figure.note, "campaigns of unknown cost", sale->campaigns_unknown);
	figure.note =
		with_unknown(kpi, figure.note, "contracts without an amount", sale->effort.unknown);
	kpi_add(kpi, &figure);
}

enum syndic_status kpi_add_cost_of_sale(struct kpi *kpi)
{
	struct sale_cost sales[KINDS] = {{.cost = 0}};
	enum syndic_status status;

	TRY(load_efforts(kpi, sales));
	TRY(load_campaigns(kpi, sales));
	add_hours(kpi, "sale_hours_cofunded", "hours per 100,000 signed, co-funded",
	          &sales[COFUNDED].effort);
	add_hours(kpi, "sale_hours_single", "hours per 100,000 signed, one funder",
	          &sales[SINGLE].effort);
	add_campaign_cost(kpi, "sale_campaign_cost_cofunded", "campaigns per 100,000 signed, co-funded",
	                  &sales[COFUNDED]);
	add_campaign_cost(kpi, "sale_campaign_cost_single", "campaigns per 100,000 signed, one funder",
	                  &sales[SINGLE]);
out:
	return status;
}
