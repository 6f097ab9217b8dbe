/*
 * Forecast monthly revenue, the next 6 months, as_of's the first: of each month
 *     contracted + ρ · open renewal deals + η · open new deals
 * contracted: amounts of signed contracts of every type, spread over their terms. Deals: their
 * amounts spread likewise (an open deal starts no earlier than it can, book.h), summed by month and
 * kind, then times the rate and rounded half away from zero; neither their own nor their stages'
 * probability counts. The sum is that of the months. Usage is nobody's contract, expansions and
 * deals of unknown kind are neither: they are not in it. Cents. Rates: learning.h.
 */
#include "base/money.h"
#include "base/text.h"
#include "report/kpi.h"
#include "report/targets.h"

#define RENEWAL_AIM 800000

static void add_rate(struct kpi *kpi, const char *key, const char *label, const char *setting,
                     struct syndic_figure aim, const struct syndic_win_rate *rate)
{
	struct syndic_key_figure figure = {
		.section = "rates",
		.key = key,
		.label = label,
		.unit = SYNDIC_UNIT_SHARE,
		.value = kpi_known(rate->rate),
		.aim = aim,
		.cases = kpi_known(rate->decided),
	};

	figure.note = rate->learned ? kpi_note(kpi, "%lld won of %lld decided", (long long)rate->won,
	                                       (long long)rate->decided)
	                            : kpi_note(kpi, "too few cases: %lld; the setting %s stands",
	                                       (long long)rate->decided, setting);
	kpi_add(kpi, &figure);
}

void kpi_add_rates(struct kpi *kpi)
{
	add_rate(kpi, "renewal_rate", "renewals won", "renewal_rate", kpi_known(RENEWAL_AIM),
	         &kpi->renewal);
	add_rate(kpi, "new_rate", "new deals won", "new_rate", (struct syndic_figure){0}, &kpi->fresh);
}

/* A part of FMRR. */
struct part {
	int64_t months[KPI_NEXT_MONTHS], sum;
	int64_t cases, incomplete;
};

/* Adds what a contract or deal earns in each month. */
static void add_sale(const struct kpi *kpi, const struct sale *sale, struct part *part)
{
	struct target target = {.measure = MEASURE_REVENUE};
	bool counts = false, incomplete = false;

	for (int64_t i = 0; i < KPI_NEXT_MONTHS; i++) {
		int64_t value;
		enum answer answer;
		month_first(kpi->next_first + i, target.first);
		month_last(kpi->next_first + i, target.last);
		answer = measure_sale(&kpi->book, &target, sale, &value);
		incomplete |= answer == UNKNOWN;
		counts |= answer == YES && value != 0;
		if (answer == YES) part->months[i] += value;
	}
	part->cases += counts;
	part->incomplete += incomplete;
}

static void weigh(struct part *part, int64_t rate)
{
	for (size_t i = 0; i < KPI_NEXT_MONTHS; i++) {
		part->months[i] = muldiv(part->months[i], rate, RATIO_ONE);
		part->sum += part->months[i];
	}
}

static void add_part(struct kpi *kpi, const char *key, const char *label, const struct part *part,
                     const char *note)
{
	struct syndic_key_figure figure = {
		.section = "fmrr",
		.key = key,
		.label = label,
		.unit = SYNDIC_UNIT_MONEY,
		.value = kpi_known(part->sum),
		.cases = kpi_known(part->cases),
		.note = note,
	};

	if (part->incomplete)
		figure.note = kpi_note(kpi, "%s%swithout a date or amount: %lld", note ? note : "",
		                       note ? "; " : "", (long long)part->incomplete);
	kpi_add(kpi, &figure);
}

static void add_months(struct kpi *kpi, const struct part *contracted, const struct part *renewals,
                       const struct part *fresh)
{
	for (int64_t i = 0; i < KPI_NEXT_MONTHS; i++) {
		char month[DATE_SIZE];
		struct syndic_key_figure figure = {.section = "fmrr", .unit = SYNDIC_UNIT_MONEY};
		month_from_number(kpi->next_first + i, month);
		figure.key = "fmrr_month";
		figure.of = figure.label = arena_copy(&kpi->arena, month);
		figure.value = kpi_known(contracted->months[i] + renewals->months[i] + fresh->months[i]);
		figure.note =
			kpi_note(kpi, "contracted %s, renewals %s, new %s",
		             kpi_money(kpi, contracted->months[i]), kpi_money(kpi, renewals->months[i]),
		             kpi_money(kpi, fresh->months[i]));
		kpi_add(kpi, &figure);
	}
}

void kpi_add_fmrr(struct kpi *kpi)
{
	const struct book *book = &kpi->book;
	struct part contracted = {0}, renewals = {0}, fresh = {0}, all = {0};

	for (size_t i = 0; i < book->contracts.count; i++)
		add_sale(kpi, &book->contracts.items[i], &contracted);
	for (size_t i = 0; i < book->deals.count; i++) {
		const struct sale *deal = &book->deals.items[i];
		if (text_equal(deal->kind, "renewal")) add_sale(kpi, deal, &renewals);
		if (text_equal(deal->kind, "new")) add_sale(kpi, deal, &fresh);
	}
	weigh(&contracted, RATIO_ONE);
	weigh(&renewals, kpi->renewal.rate);
	weigh(&fresh, kpi->fresh.rate);
	all.sum = contracted.sum + renewals.sum + fresh.sum;
	all.cases = contracted.cases + renewals.cases + fresh.cases;
	add_part(kpi, "fmrr", "forecast revenue, 6 months", &all, "without usage and expansions");
	add_part(kpi, "fmrr_contracted", "contracted", &contracted, NULL);
	add_part(kpi, "fmrr_renewals", "renewal deals", &renewals,
	         kpi_note(kpi, "at %s", kpi_percent(kpi, kpi->renewal.rate)));
	add_part(kpi, "fmrr_new", "new deals", &fresh,
	         kpi_note(kpi, "at %s", kpi_percent(kpi, kpi->fresh.rate)));
	add_months(kpi, &contracted, &renewals, &fresh);
}
