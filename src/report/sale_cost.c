/*
 * Cost of sale: hours of conversations, and the money that campaigns cost, per 100,000 of money
 * signed, in the 12 months that end with as_of, for deals with several funders (pipeline
 * `cofunding`) against all other deals.
 *
 * hours: minutes of the conversations in that time on deals of these pipelines, won, lost and open,
 * ÷ 60; what says no minutes counts as none, and is told. signed: amounts of contracts signed in
 * that time that came from a deal of these pipelines; those of no deal are left out, since nobody
 * can tell what talking went into them. Unknown where nothing was signed. Hours in millionths;
 * cases are the contracts.
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
#include "report/kpi.h"

#define MINUTES_AN_HOUR 60
#define PER_CENTS INT64_C(10000000) /* 100,000.00 */

struct effort {
	int64_t conversations, timed, minutes;
	int64_t contracts, amount, unknown; /* unknown: contracts without an amount */
	int64_t campaigns, cost;            /* campaigns: those with a cost; cents */
	int64_t campaigns_unknown;
};
enum { SINGLE, COFUNDED, KINDS };

static enum syndic_status load_conversations(struct kpi *kpi, struct effort *efforts)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	char after[DATE_SIZE];
	int step;

	/* Times of a day begin with it: they are less than the day after it. */
	date_add_days(kpi->handle->as_of, 1, after);
	TRY(db_prepare(kpi->handle->db,
	               "SELECT d.pipeline, count(*), count(a.minutes), coalesce(sum(a.minutes), 0)"
	               " FROM activity AS a JOIN deal AS d ON d.id = a.deal"
	               " WHERE a.at >= $1 AND a.at < $2"
	               " GROUP BY d.pipeline",
	               &stmt));
	db_bind_text(stmt, 1, kpi->year_from);
	db_bind_text(stmt, 2, after);
	while ((step = db_step(stmt)) == 1) {
		bool cofunded = text_equal(db_text(stmt, 0), kpi->book.cofunding);
		struct effort *effort = &efforts[cofunded ? COFUNDED : SINGLE];
		effort->conversations += db_int(stmt, 1);
		effort->timed += db_int(stmt, 2);
		effort->minutes += db_int(stmt, 3);
	}
	if (step < 0) status = kpi->handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

/* A campaign's deals in that time, by kind: the weights of its cost. */
struct weights {
	int64_t deals[KINDS];
};

static void add_campaign(const struct campaign *campaign, const struct weights *weights,
                         struct effort *efforts)
{
	int64_t costs[KINDS];

	if (weights->deals[SINGLE] + weights->deals[COFUNDED] == 0) return;
	money_split(campaign->cost.value, weights->deals, costs, KINDS);
	for (size_t i = 0; i < KINDS; i++) {
		if (!weights->deals[i]) continue;
		efforts[i].campaigns += campaign->cost.known;
		efforts[i].campaigns_unknown += !campaign->cost.known;
		efforts[i].cost += costs[i];
	}
}

static enum syndic_status load_campaigns(struct kpi *kpi, struct effort *efforts)
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
				efforts[i].campaigns_unknown += deals[i] > 0;
		}
	}
	if (step < 0) status = kpi->handle->error.code;
	for (size_t i = 0; i < campaigns.count; i++)
		add_campaign(&campaigns.items[i], &weights[i], efforts);
out:
	db_finalize(stmt);
	return status;
}

static void add_signed(const struct kpi *kpi, struct effort *efforts)
{
	for (size_t i = 0; i < kpi->book.contracts.count; i++) {
		const struct sale *contract = &kpi->book.contracts.items[i];
		struct effort *effort = &efforts[contract->cofunded ? COFUNDED : SINGLE];
		if (!contract->pipeline || !contract->signed_on) continue;
		if (strcmp(contract->signed_on, kpi->year_from) < 0) continue;
		if (strcmp(contract->signed_on, kpi->book.as_of) > 0) continue;
		effort->contracts++;
		effort->amount += contract->amount;
		effort->unknown += !contract->has_amount;
	}
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
		.cases = kpi_known(effort->contracts),
		.note = kpi_note(kpi, "%s hours, %s signed", kpi_hours(kpi, effort->minutes),
	                     kpi_money(kpi, effort->amount)),
	};

	if (effort->amount > 0)
		figure.value = kpi_known(
			muldiv(effort->minutes * PER_CENTS, RATIO_ONE, effort->amount * MINUTES_AN_HOUR));
	figure.note = with_unknown(kpi, figure.note, "conversations without minutes", untimed);
	figure.note = with_unknown(kpi, figure.note, "contracts without an amount", effort->unknown);
	kpi_add(kpi, &figure);
}

static void add_campaign_cost(struct kpi *kpi, const char *key, const char *label,
                              const struct effort *effort)
{
	struct syndic_key_figure figure = {
		.section = "cost_of_sale",
		.key = key,
		.label = label,
		.unit = SYNDIC_UNIT_MONEY,
		.cases = kpi_known(effort->contracts),
		.note = kpi_note(kpi, "%s for %lld campaign%s, %s signed", kpi_money(kpi, effort->cost),
	                     (long long)effort->campaigns, effort->campaigns == 1 ? "" : "s",
	                     kpi_money(kpi, effort->amount)),
	};

	if (effort->amount > 0 && (effort->campaigns || !effort->campaigns_unknown))
		figure.value = kpi_known(muldiv(effort->cost, PER_CENTS, effort->amount));
	figure.note =
		with_unknown(kpi, figure.note, "campaigns of unknown cost", effort->campaigns_unknown);
	figure.note = with_unknown(kpi, figure.note, "contracts without an amount", effort->unknown);
	kpi_add(kpi, &figure);
}

enum syndic_status kpi_add_cost_of_sale(struct kpi *kpi)
{
	struct effort efforts[KINDS] = {{0}};
	enum syndic_status status;

	TRY(load_conversations(kpi, efforts));
	TRY(load_campaigns(kpi, efforts));
	add_signed(kpi, efforts);
	add_hours(kpi, "sale_hours_cofunded", "hours per 100,000 signed, co-funded",
	          &efforts[COFUNDED]);
	add_hours(kpi, "sale_hours_single", "hours per 100,000 signed, one funder", &efforts[SINGLE]);
	add_campaign_cost(kpi, "sale_campaign_cost_cofunded", "campaigns per 100,000 signed, co-funded",
	                  &efforts[COFUNDED]);
	add_campaign_cost(kpi, "sale_campaign_cost_single", "campaigns per 100,000 signed, one funder",
	                  &efforts[SINGLE]);
out:
	return status;
}
