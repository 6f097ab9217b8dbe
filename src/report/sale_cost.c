/*
 * Cost of sale: hours of conversations per 100,000 of money signed, in the 12 months that end with
 * as_of, for deals with several funders (pipeline `cofunding`) against all other deals.
 *
 * hours: minutes of the conversations in that time on deals of these pipelines, won, lost and open,
 * ÷ 60; what says no minutes counts as none, and is told. signed: amounts of contracts signed in
 * that time that came from a deal of these pipelines; those of no deal are left out, since nobody
 * can tell what talking went into them. Unknown where nothing was signed. Hours in millionths;
 * cases are the contracts. Source: activity, contract, deal.
 */
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "report/kpi.h"

#define MINUTES_AN_HOUR 60
#define PER_CENTS INT64_C(10000000) /* 100,000.00 */

struct effort {
	int64_t conversations, timed, minutes;
	int64_t contracts, amount, unknown; /* unknown: contracts without an amount */
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

static void add_figure(struct kpi *kpi, const char *key, const char *label,
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
	if (untimed)
		figure.note = kpi_note(kpi, "%s; conversations without minutes: %lld", figure.note,
		                       (long long)untimed);
	if (effort->unknown)
		figure.note = kpi_note(kpi, "%s; contracts without an amount: %lld", figure.note,
		                       (long long)effort->unknown);
	kpi_add(kpi, &figure);
}

enum syndic_status kpi_add_cost_of_sale(struct kpi *kpi)
{
	struct effort efforts[KINDS] = {{0}};
	enum syndic_status status;

	TRY(load_conversations(kpi, efforts));
	add_signed(kpi, efforts);
	add_figure(kpi, "sale_hours_cofunded", "hours per 100,000 signed, co-funded",
	           &efforts[COFUNDED]);
	add_figure(kpi, "sale_hours_single", "hours per 100,000 signed, one funder", &efforts[SINGLE]);
out:
	return status;
}
