/*
 * Key figures of the lines of business: revenue a month, as a mean of the last 12 closed months and
 * of the next 6 as signed, usage at its pace. Cents a month.
 */
#include "report/lines.h"
#include "base/money.h"
#include "report/kpi.h"

const struct business_line business_lines[LINE_COUNT] = {
	[LINE_MEMBERSHIP] = {"membership", "membership,service,usage"},
	[LINE_DEVELOPMENT] = {"development", "project,grant"},
	[LINE_FUNDRAISING] = {"fundraising", "gift"},
};

struct target line_target(const struct business_line *line, int64_t first, int64_t last)
{
	struct target target = {.measure = MEASURE_REVENUE, .revenue_types = line->revenue_types};

	month_first(first, target.first);
	month_last(last, target.last);
	return target;
}

struct line_revenue line_revenue(const struct book *book, const struct business_line *line,
                                 int64_t first, int64_t last)
{
	struct target target = line_target(line, first, last);
	struct book contracts = *book;
	struct line_revenue revenue = {0};
	struct figures figures;
	int64_t value;

	contracts.deals.count = 0;
	measure(&contracts, &target, &figures);
	revenue.amount = figures.committed + figures.renewing;
	revenue.incomplete = figures.contracts.count;
	for (size_t i = 0; i < book->contracts.count; i++)
		if (measure_sale(book, &target, &book->contracts.items[i], &value) == YES && value != 0)
			revenue.contracts++;
	return revenue;
}

static void add_revenue(struct kpi *kpi, const struct business_line *line, const char *key,
                        const char *label, int64_t first, int64_t last)
{
	struct line_revenue revenue = line_revenue(&kpi->book, line, first, last);
	struct syndic_key_figure figure = {
		.section = "lines",
		.key = key,
		.of = line->name,
		.label = kpi_note(kpi, "%s, %s", line->name, label),
		.unit = SYNDIC_UNIT_MONEY,
		.value = kpi_known(muldiv(revenue.amount, 1, last - first + 1)),
		.cases = kpi_known(revenue.contracts),
	};

	if (revenue.incomplete)
		figure.note = kpi_note(kpi, "contracts without a date, amount or type: %lld",
		                       (long long)revenue.incomplete);
	kpi_add(kpi, &figure);
}

void kpi_add_lines(struct kpi *kpi)
{
	for (size_t i = 0; i < LINE_COUNT; i++) {
		add_revenue(kpi, &business_lines[i], "revenue_past", "a month of the last 12",
		            kpi->past_first, kpi->past_last);
		add_revenue(kpi, &business_lines[i], "revenue_next", "a month of the next 6",
		            kpi->next_first, kpi->next_last);
	}
}
