/* The page on how long the cash lasts. */
#include "cli/runway.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/money.h"
#include "base/rows.h"
#include "view/chart.h"

#define ROOMY 100
#define CHART_HEIGHT 14
#define CHART_WIDTH 100 /* where there is no terminal to say */
#define MONTHS_IN_YEAR 12

static struct syndic_figure known(int64_t value)
{
	return (struct syndic_figure){true, value};
}

/* ---- quarters -------------------------------------------------------------------------------- */

static const char *amount(struct buf *text, int64_t cents)
{
	buf_reset(text);
	money_add(text, cents, 1);
	return buf_text(text);
}

static bool is_roomy(const struct cli *cli)
{
	return cli->view.width == 0 || cli->view.width >= ROOMY;
}

static void add_amount(struct syndic_rows *rows, bool brief, struct syndic_figure figure)
{
	struct buf text = {0};
	figure_add(&text, figure, SYNDIC_UNIT_MONEY, brief);
	rows_add_text(rows, figure.known ? buf_text(&text) : NULL);
	buf_free(&text);
}

/* Are all futures one? Then its percentiles say nothing more. */
static bool is_certain(const struct syndic_runway *report)
{
	for (size_t i = 0; i < report->month_count; i++) {
		const struct syndic_runway_month *month = &report->months[i];
		if (month->balance_p10.value != month->balance.value) return false;
		if (month->balance_p90.value != month->balance.value) return false;
		if (month->p_out.value != 0 && month->p_out.value != RATIO_ONE) return false;
	}
	return true;
}

enum { COLUMNS_MOST = 16, LABEL_SIZE = 28, NAME_COLUMNS = 12 };
struct heads {
	struct syndic_column columns[COLUMNS_MOST];
	char labels[COLUMNS_MOST][LABEL_SIZE];
	size_t count;
};

static void add_head(struct heads *heads, const char *name, const char *label)
{
	size_t i = heads->count++;
	snprintf(heads->labels[i], LABEL_SIZE, "%.*s%s%s", NAME_COLUMNS, name, *name ? " " : "", label);
	heads->columns[i] =
		(struct syndic_column){heads->labels[i], heads->labels[i], SYNDIC_TEXT, VIEW_RIGHT};
}

/* What there is room for. */
struct shape {
	bool alone; /* with revenue and cost, which the years above tell of two */
	bool brief, band, ran_out;
};

static struct shape shape_of(const struct cli *cli, const struct syndic_runway *const *reports,
                             size_t count)
{
	struct shape shape = {.alone = count == 1, .band = is_roomy(cli) || count == 1};
	bool certain = false;
	for (size_t i = 0; i < count; i++)
		certain = certain || is_certain(reports[i]);
	shape.brief = !is_roomy(cli) && (shape.alone ? !certain : true);
	shape.ran_out = shape.band || certain;
	return shape;
}

static void add_heads(struct heads *heads, const struct syndic_runway *report, struct shape shape)
{
	const char *name = shape.alone ? "" : report->scenario;
	if (shape.alone) add_head(heads, name, "revenue");
	if (shape.alone) add_head(heads, name, "cost");
	add_head(heads, name, "net");
	if (!report->cash.known) return;
	if (is_certain(report)) {
		add_head(heads, name, "cash");
		return;
	}
	if (shape.band) add_head(heads, "", "P10");
	add_head(heads, shape.band ? "" : name, "P50");
	if (shape.band) add_head(heads, "", "P90");
	if (shape.ran_out) add_head(heads, "", "ran out");
}

/* A quarter, or what of it the report holds: means a month, and the cash at its end. */
static void add_cells(struct syndic_rows *rows, const struct syndic_runway *report, size_t first,
                      size_t last, struct shape shape)
{
	const struct syndic_runway_month *end = &report->months[last];
	int64_t revenue = 0, cost = 0, months = (int64_t)(last - first) + 1;
	for (size_t m = first; m <= last; m++) {
		revenue += report->months[m].revenue;
		cost += report->months[m].cost;
	}
	if (shape.alone) add_amount(rows, shape.brief, known(muldiv(revenue, 1, months)));
	if (shape.alone) add_amount(rows, shape.brief, known(muldiv(cost, 1, months)));
	add_amount(rows, shape.brief, known(muldiv(revenue - cost, 1, months)));
	if (!report->cash.known) return;
	if (is_certain(report)) {
		add_amount(rows, shape.brief, end->balance);
		return;
	}
	if (shape.band) add_amount(rows, shape.brief, end->balance_p10);
	add_amount(rows, shape.brief, end->balance_p50);
	if (shape.band) add_amount(rows, shape.brief, end->balance_p90);
	if (shape.ran_out) rows_add_share(rows, end->p_out);
}

static int quarter_of(const char *month)
{
	return ((month[5] - '0') * 10 + month[6] - '0' - 1) / 3;
}

static void name_quarter(const struct syndic_runway *report, size_t first, size_t last,
                         struct buf *out)
{
	const char *month = report->months[first].month;
	buf_reset(out);
	if (last - first == 2)
		buf_printf(out, "%.4s-Q%d", month, quarter_of(month) + 1);
	else if (last == first)
		buf_add(out, month);
	else
		buf_printf(out, "%s-%s", month, report->months[last].month + 5);
}

static enum syndic_status print_quarters(struct cli *cli,
                                         const struct syndic_runway *const *reports, size_t count)
{
	struct heads heads = {.columns = {{"months", "months", SYNDIC_TEXT, 0}}, .count = 1};
	struct buf name = {0};
	struct syndic_rows *rows;
	size_t months = reports[0]->month_count;
	struct shape shape = shape_of(cli, reports, count);
	for (size_t i = 0; i < count; i++)
		add_heads(&heads, reports[i], shape);
	rows = rows_new(heads.columns, heads.count);
	for (size_t first = 0, last; first < months; first = last + 1) {
		last = first;
		while (last + 1 < months && quarter_of(reports[0]->months[last + 1].month) ==
		                                quarter_of(reports[0]->months[first].month))
			last++;
		name_quarter(reports[0], first, last, &name);
		rows_add_text(rows, buf_text(&name));
		for (size_t i = 0; i < count; i++)
			add_cells(rows, reports[i], first, last, shape);
	}
	buf_free(&name);
	return show_rows(cli, rows, "months", NULL, NULL);
}

/* ---- sentences ------------------------------------------------------------------------------- */

static void add_out(struct buf *line, const char *share, const char *month, size_t months)
{
	buf_printf(line, "%s %s", line->length ? "," : ":", share);
	if (month)
		buf_printf(line, " by %s", month);
	else
		buf_printf(line, " after more than %zu months", months);
}

/* When the cash runs out: what the page is asked for first. */
static void print_out(struct cli *cli, const struct syndic_runway *report)
{
	struct buf line = {0};
	size_t months = report->month_count;
	if (!report->cash.known) return;
	if (is_certain(report)) {
		if (report->out_p50)
			print_sentence(cli, "%s: the cash runs out in %s.", report->scenario, report->out_p50);
		else
			print_sentence(cli, "%s: the cash lasts for more than %zu months.", report->scenario,
			               months);
		return;
	}
	if (!report->out_p10) {
		print_sentence(
			cli, "%s: the cash lasts for more than %zu months, in nine futures of ten or more.",
			report->scenario, months);
		return;
	}
	add_out(&line, "in half of the futures", report->out_p50, months);
	add_out(&line, "in one of ten", report->out_p10, months);
	add_out(&line, "in nine of ten", report->out_p90, months);
	print_sentence(cli, "%s: the cash runs out%s.", report->scenario, buf_text(&line) + 1);
	buf_free(&line);
}

static void add_year_row(struct syndic_rows *rows, const struct syndic_runway *report,
                         const struct syndic_runway_year *year)
{
	struct buf text = {0};
	buf_printf(&text, "%" PRId64, year->year);
	if (year->months < MONTHS_IN_YEAR)
		buf_printf(&text, ", %" PRId64 " month%s", year->months, year->months == 1 ? "" : "s");
	rows_add_text(rows, report->scenario);
	rows_add_text(rows, buf_text(&text));
	rows_add_text(rows, amount(&text, year->revenue));
	rows_add_text(rows, amount(&text, year->cost));
	rows_add_text(rows, amount(&text, year->net));
	if (year->net >= 0)
		rows_add_null(rows);
	else
		rows_add_text(rows, year->closable ? amount(&text, year->gross) : "none can");
	buf_free(&text);
}

/* What is missing a month, year by year, and what would close it. */
static enum syndic_status print_years(struct cli *cli, const struct syndic_runway *const *reports,
                                      size_t count)
{
	static const struct syndic_column columns[] = {
		{"scenario", "scenario", SYNDIC_TEXT, 0},
		{"year", "a month in", SYNDIC_TEXT, 0},
		{"revenue", "revenue", SYNDIC_TEXT, VIEW_RIGHT},
		{"cost", "cost", SYNDIC_TEXT, VIEW_RIGHT},
		{"net", "net", SYNDIC_TEXT, VIEW_RIGHT},
		{"gross", "sales to close it", SYNDIC_TEXT, VIEW_RIGHT},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < count; i++)
		for (size_t y = 0; y < reports[i]->year_count; y++)
			add_year_row(rows, reports[i], &reports[i]->years[y]);
	return show_rows(cli, rows, "years", "year", NULL);
}

/* Sales that close a gap are larger than it where a fee is taken of them. */
static void print_fee(struct cli *cli, const struct syndic_runway *report)
{
	struct buf text = {0};
	if (!report->fee) return;
	ratio_add_percent(&text, report->fee);
	print_sentence(cli,
	               "%s: fees take %s of what comes in, and of the sales that close a gap, too.",
	               report->scenario, buf_text(&text));
	buf_free(&text);
}

/* `1 contract`, `2 contracts`. */
static const char *counted(struct buf *text, int64_t count, const char *noun)
{
	buf_reset(text);
	buf_printf(text, "%" PRId64 " %s%s", count, noun, count == 1 ? "" : "s");
	return buf_text(text);
}

static void print_left_out(struct cli *cli, const char *noun, int64_t count, int64_t cents)
{
	struct buf number = {0}, text = {0};
	if (count && cents)
		print_sentence(cli,
		               "Not counted: %s without a date or an amount, %s as far as it is known.",
		               counted(&number, count, noun), amount(&text, cents));
	else if (count)
		print_sentence(cli, "Not counted: %s without a date or an amount.",
		               counted(&number, count, noun));
	buf_free(&number);
	buf_free(&text);
}

static void print_idle(struct cli *cli, const struct syndic_runway *report)
{
	if (report->idle)
		print_sentence(
			cli,
			"Of %s these change nothing here: %s. %s does not look at them, or their deal is "
			"closed or lacks a date or its amount.",
			report->scenario, report->idle, report->base);
}

static void print_notes(struct cli *cli, const struct syndic_runway *report, bool has_base)
{
	struct buf text = {0}, number = {0};
	if (report->carried)
		print_sentence(cli,
		               "The cash of %s was carried on by %s of the model: record a newer balance.",
		               report->cash_month, counted(&number, report->carried, "month"));
	if (report->received)
		print_sentence(
			cli,
			"Received since %s: %s. It is spread over the months of its contracts until a "
			"newer balance holds it.",
			report->cash_month, amount(&text, report->received));
	if (has_base && report->prepaid)
		print_sentence(
			cli,
			"Recurring customers had paid %s in advance: expected counts it as cash, base "
			"takes a twelfth of what they pay a year, each month.",
			amount(&text, report->prepaid));
	if (report->estimated)
		print_sentence(cli, "Estimated: it is not known what was collected of %s; %s is assumed.",
		               counted(&number, report->estimated, "contract"),
		               amount(&text, report->estimated_amount));
	print_left_out(cli, "contract", report->incomplete_contracts,
	               report->incomplete_contracts_amount);
	print_left_out(cli, "open deal", report->incomplete_deals, report->incomplete_deals_amount);
	buf_free(&text);
	buf_free(&number);
}

/* ---- health ---------------------------------------------------------------------------------- */

static void add_indicator_row(struct syndic_rows *rows, const struct syndic_indicator *indicator)
{
	struct buf value = {0}, next = {0};
	if (indicator->more_than.known) buf_add(&value, "more than ");
	measure_add(&value, indicator->more_than.known ? indicator->more_than : indicator->value,
	            indicator->unit);
	if (indicator->distance.known) {
		measure_add(&next, indicator->distance, indicator->unit);
		buf_printf(&next, " to %s", indicator->next_band);
	}
	rows_add_text(rows, indicator->key);
	rows_add_text(rows, value.length ? buf_text(&value) : NULL);
	rows_add_text(rows, indicator->band);
	rows_add_text(rows, next.length ? buf_text(&next) : NULL);
	rows_add_text(rows, indicator->advice);
	buf_free(&value);
	buf_free(&next);
}

static enum syndic_status print_indicators(struct cli *cli, const struct syndic_runway *report)
{
	static const struct syndic_column columns[] = {
		{"key", "indicator", SYNDIC_TEXT, 0},
		{"value", "value", SYNDIC_TEXT, VIEW_RIGHT},
		{"band", "band", SYNDIC_TEXT, 0},
		{"next", "next band", SYNDIC_TEXT, 0},
		{"advice", "advice", SYNDIC_TEXT, VIEW_WRAP},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < SYNDIC_INDICATORS; i++)
		add_indicator_row(rows, &report->indicators[i]);
	return show_rows(cli, rows, "indicators", "key", NULL);
}

static void print_chart(struct cli *cli, const struct syndic_runway *report)
{
	struct buf text = {0};
	struct chart_month *months = mem_alloc(report->month_count * sizeof *months);
	for (size_t i = 0; i < report->month_count; i++)
		months[i] =
			(struct chart_month){report->months[i].balance_p10, report->months[i].balance_p50,
		                         report->months[i].balance_p90};
	chart_add_balance(&text, report->from, months, report->month_count,
	                  cli->view.width ? cli->view.width : CHART_WIDTH, CHART_HEIGHT,
	                  cli->view.ascii);
	print(cli, buf_text(&text));
	print(cli, "\n");
	free(months);
	buf_free(&text);
}

/* ---- the page -------------------------------------------------------------------------------- */

static void print_head(struct cli *cli, const struct syndic_runway *report,
                       const struct syndic_runway *against)
{
	struct buf line = {0}, number = {0};
	buf_printf(&line, "%s from %s, %s%s%s, on %s",
	           counted(&number, (int64_t)report->month_count, "month"), report->from,
	           report->scenario, against ? " and " : "", against ? against->scenario : "",
	           report->as_of);
	print_heading(cli, buf_text(&line));
	if (report->cash.known)
		print_sentence(cli, "In %s; cash %s at the end of %s; ledger %s.", report->currency,
		               amount(&line, report->cash.value), report->cash_month, report->ledger);
	else
		print_sentence(cli, "In %s; no cash balance is known before %s; ledger %s.",
		               report->currency, report->from, report->ledger);
	buf_free(&line);
	buf_free(&number);
}

/* Where there is something to say of the cash: a line, and the picture. */
static void print_picture(struct cli *cli, const struct syndic_runway *report)
{
	if (!report->cash.known) return;
	if (is_certain(report))
		print_sentence(cli, "Cash at the end of each month, %s:", report->scenario);
	else
		print_sentence(cli,
		               "Cash at the end of each month, %s: half of the futures are above the line, "
		               "eight of ten within the band.",
		               report->scenario);
	print(cli, "\n");
	print_chart(cli, report);
}

static void print_quarters_head(struct cli *cli, const struct syndic_runway *const *reports,
                                size_t count)
{
	struct shape shape = shape_of(cli, reports, count);
	struct buf line = {0};
	bool chances = false;
	for (size_t i = 0; i < count; i++)
		chances = chances || !is_certain(reports[i]);
	buf_printf(&line, "%s a month",
	           shape.alone ? "Revenue, cost and net are means" : "Net is a mean");
	if (reports[0]->cash.known) buf_add(&line, "; cash is that at the end");
	if (chances && shape.band)
		buf_add(&line,
		        ": one future in ten has less than P10, half less than P50, nine in ten less "
		        "than P90");
	else if (chances)
		buf_add(&line, ": half of the futures have less than P50");
	if (chances && shape.ran_out)
		buf_add(&line, "; ran out is the share of them whose cash was below 0 by then");
	print_sentence(cli, "%s.", buf_text(&line));
	print(cli, "\n");
	buf_free(&line);
}

enum syndic_status runway_page(struct cli *cli, const struct syndic_runway *const *reports,
                               size_t count)
{
	/* The last one is the one to look at: expected beside base, and what is asked for alone. */
	const struct syndic_runway *shown = reports[count - 1];
	bool has_base = false;
	enum syndic_status status;
	print_head(cli, reports[0], count > 1 ? reports[1] : NULL);
	for (size_t i = 0; i < count; i++)
		print_out(cli, reports[i]);
	print(cli, "\n");
	status = print_years(cli, reports, count);
	if (status != SYNDIC_OK) return status;
	print(cli, "\n");
	for (size_t i = 0; i < count; i++)
		print_fee(cli, reports[i]);
	print_quarters_head(cli, reports, count);
	status = print_quarters(cli, reports, count);
	if (status != SYNDIC_OK) return status;
	print(cli, "\n");
	print_picture(cli, shown);
	print_sentence(cli, "Health, %s:", shown->scenario);
	print(cli, "\n");
	status = print_indicators(cli, shown);
	if (status != SYNDIC_OK) return status;
	print(cli, "\n");
	for (size_t i = 0; i < count; i++) {
		has_base = has_base || strcmp(reports[i]->base, "base") == 0;
		print_idle(cli, reports[i]);
	}
	print_notes(cli, shown, has_base && count > 1);
	if (!shown->cash.known)
		say_next(cli, "syndic cash-balance add --month MONTH --amount AMOUNT");
	else if (!shown->has_costs)
		say_next(cli, "syndic cost add NAME --amount A-MONTH");
	else
		say_next(cli, "syndic runway --by deal");
	return status;
}
