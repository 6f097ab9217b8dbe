/* How long the cash lasts. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/money.h"
#include "base/rows.h"
#include "cli/commands.h"
#include "view/chart.h"

#define ROOMY 100
#define CHART_HEIGHT 14
#define CHART_WIDTH 100 /* where there is no terminal to say */

/* ---- JSON ------------------------------------------------------------------------------------ */

static void add_money(struct json *json, const char *key, struct syndic_figure figure)
{
	json_key(json, key);
	json_figure(json, figure, SYNDIC_UNIT_MONEY);
}

static void add_ratio(struct json *json, const char *key, struct syndic_figure figure)
{
	json_key(json, key);
	json_figure(json, figure, SYNDIC_UNIT_SHARE);
}

static void add_text(struct json *json, const char *key, const char *text)
{
	json_key(json, key);
	json_text(json, text);
}

static struct syndic_figure known(int64_t value)
{
	return (struct syndic_figure){true, value};
}

static void add_month(struct json *json, const struct syndic_runway_month *month)
{
	json_open(json, '{');
	add_text(json, "month", month->month);
	add_money(json, "revenue", known(month->revenue));
	add_money(json, "cost", known(month->cost));
	add_money(json, "net", known(month->net));
	add_money(json, "balance", month->balance);
	add_money(json, "balance_p10", month->balance_p10);
	add_money(json, "balance_p50", month->balance_p50);
	add_money(json, "balance_p90", month->balance_p90);
	add_ratio(json, "p_out", month->p_out);
	json_close(json, '}');
}

static void add_year(struct json *json, const struct syndic_runway_year *year)
{
	json_open(json, '{');
	json_key(json, "year");
	json_int(json, year->year);
	json_key(json, "months");
	json_int(json, year->months);
	add_money(json, "revenue", known(year->revenue));
	add_money(json, "cost", known(year->cost));
	add_money(json, "net", known(year->net));
	add_money(json, "gross", (struct syndic_figure){year->closable, year->gross});
	json_close(json, '}');
}

static void add_indicator(struct json *json, const struct syndic_indicator *indicator)
{
	json_open(json, '{');
	add_text(json, "key", indicator->key);
	add_text(json, "question", indicator->question);
	add_text(json, "unit", indicator->unit);
	add_ratio(json, "value", indicator->value);
	add_ratio(json, "more_than", indicator->more_than);
	add_text(json, "band", indicator->band);
	add_text(json, "next_band", indicator->next_band);
	add_ratio(json, "distance", indicator->distance);
	add_text(json, "advice", indicator->advice);
	if (indicator->top1.known) {
		add_ratio(json, "top1", indicator->top1);
		add_ratio(json, "top3", indicator->top3);
	}
	json_close(json, '}');
}

static void add_count(struct json *json, const char *key, int64_t count, int64_t amount)
{
	json_key(json, key);
	json_open(json, '{');
	json_key(json, "count");
	json_int(json, count);
	add_money(json, "amount", known(amount));
	json_close(json, '}');
}

/* The members of a report's object. */
static void add_report(struct json *json, const struct syndic_runway *report)
{
	add_text(json, "from", report->from);
	add_text(json, "as_of", report->as_of);
	add_text(json, "scenario", report->scenario);
	add_text(json, "base", report->base);
	add_text(json, "currency", report->currency);
	add_text(json, "method", report->method);
	add_text(json, "ledger", report->ledger);
	json_key(json, "paths");
	json_int(json, report->paths);
	json_key(json, "seed");
	json_int(json, report->seed);
	add_text(json, "slip", report->slip);
	add_ratio(json, "correlation", known(report->correlation));
	add_money(json, "cash", report->cash);
	add_text(json, "cash_month", report->cash_month);
	json_key(json, "months");
	json_open(json, '[');
	for (size_t i = 0; i < report->month_count; i++)
		add_month(json, &report->months[i]);
	json_close(json, ']');
	json_key(json, "years");
	json_open(json, '[');
	for (size_t i = 0; i < report->year_count; i++)
		add_year(json, &report->years[i]);
	json_close(json, ']');
	json_key(json, "out");
	json_open(json, '{');
	add_text(json, "p10", report->out_p10);
	add_text(json, "p50", report->out_p50);
	add_text(json, "p90", report->out_p90);
	json_close(json, '}');
	json_key(json, "indicators");
	json_open(json, '[');
	for (size_t i = 0; i < SYNDIC_INDICATORS; i++)
		add_indicator(json, &report->indicators[i]);
	json_close(json, ']');
	add_ratio(json, "fee", known(report->fee));
	add_money(json, "prepaid", known(report->prepaid));
	add_count(json, "estimated", report->estimated, report->estimated_amount);
	json_key(json, "incomplete");
	json_open(json, '{');
	add_count(json, "contracts", report->incomplete_contracts, report->incomplete_contracts_amount);
	add_count(json, "deals", report->incomplete_deals, report->incomplete_deals_amount);
	json_close(json, '}');
}

static void print_json(struct cli *cli, const struct syndic_runway *report,
                       const struct syndic_runway *against)
{
	struct buf text = {0};
	struct json json = {.out = &text};
	json_open(&json, '{');
	json_key(&json, "format");
	json_int(&json, 1);
	add_report(&json, report);
	if (against) {
		json_key(&json, "against");
		json_open(&json, '{');
		add_report(&json, against);
		json_close(&json, '}');
	}
	json_close(&json, '}');
	buf_add_char(&text, '\n');
	print(cli, buf_text(&text));
	buf_free(&text);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static void add_figure(struct syndic_rows *rows, struct syndic_figure figure)
{
	if (figure.known)
		rows_add_number(rows, figure.value);
	else
		rows_add_null(rows);
}

/* Every month of one or both, for CSV and the like. */
static struct syndic_rows *plain_rows(const struct syndic_runway *const *reports, size_t count)
{
	static const struct syndic_column columns[] = {
		{"scenario", "scenario", SYNDIC_TEXT, 0}, {"month", "month", SYNDIC_TEXT, 0},
		{"revenue", "revenue", SYNDIC_MONEY, 0},  {"cost", "cost", SYNDIC_MONEY, 0},
		{"net", "net", SYNDIC_MONEY, 0},          {"balance", "balance", SYNDIC_MONEY, 0},
		{"balance_p10", "P10", SYNDIC_MONEY, 0},  {"balance_p50", "P50", SYNDIC_MONEY, 0},
		{"balance_p90", "P90", SYNDIC_MONEY, 0},  {"p_out", "ran out", SYNDIC_RATIO, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < count; i++) {
		for (size_t m = 0; m < reports[i]->month_count; m++) {
			const struct syndic_runway_month *month = &reports[i]->months[m];
			rows_add_text(rows, reports[i]->scenario);
			rows_add_text(rows, month->month);
			rows_add_number(rows, month->revenue);
			rows_add_number(rows, month->cost);
			rows_add_number(rows, month->net);
			add_figure(rows, month->balance);
			add_figure(rows, month->balance_p10);
			add_figure(rows, month->balance_p50);
			add_figure(rows, month->balance_p90);
			add_figure(rows, month->p_out);
		}
	}
	return rows;
}

/* ---- for people: the table ------------------------------------------------------------------- */

static bool is_roomy(const struct cli *cli)
{
	return cli->view.width == 0 || cli->view.width >= ROOMY;
}

static void add_amount(struct syndic_rows *rows, const struct cli *cli, struct syndic_figure figure)
{
	struct buf text = {0};
	figure_add(&text, figure, SYNDIC_UNIT_MONEY, !is_roomy(cli));
	rows_add_text(rows, figure.known ? buf_text(&text) : NULL);
	buf_free(&text);
}

static void add_percent(struct syndic_rows *rows, struct syndic_figure figure)
{
	struct buf text = {0};
	figure_add(&text, figure, SYNDIC_UNIT_SHARE, false);
	rows_add_text(rows, figure.known ? buf_text(&text) : NULL);
	buf_free(&text);
}

/* Does anything of it hang on chance? Else its percentiles are one. */
static bool is_certain(const struct syndic_runway *report)
{
	return strcmp(report->base, "expected") != 0;
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

static void add_heads(struct heads *heads, const struct cli *cli,
                      const struct syndic_runway *report, bool alone)
{
	const char *name = alone ? "" : report->scenario;
	if (is_roomy(cli) || alone) {
		add_head(heads, name, "revenue");
		add_head(heads, alone ? "" : " ", "cost");
		add_head(heads, alone ? "" : " ", "net");
	} else {
		add_head(heads, name, "net");
	}
	if (is_certain(report)) {
		add_head(heads, alone ? "" : " ", "cash");
		return;
	}
	add_head(heads, alone ? "" : " ", "P10");
	add_head(heads, alone ? "" : " ", "P50");
	add_head(heads, alone ? "" : " ", "P90");
	add_head(heads, alone ? "" : " ", "ran out");
}

/* A quarter, or what of it the report holds: means a month, and the cash at its end. */
static void add_cells(struct syndic_rows *rows, const struct cli *cli,
                      const struct syndic_runway *report, size_t first, size_t last, bool alone)
{
	const struct syndic_runway_month *end = &report->months[last];
	int64_t revenue = 0, cost = 0, months = (int64_t)(last - first) + 1;
	for (size_t m = first; m <= last; m++) {
		revenue += report->months[m].revenue;
		cost += report->months[m].cost;
	}
	if (is_roomy(cli) || alone) {
		add_amount(rows, cli, known(muldiv(revenue, 1, months)));
		add_amount(rows, cli, known(muldiv(cost, 1, months)));
	}
	add_amount(rows, cli, known(muldiv(revenue - cost, 1, months)));
	if (is_certain(report)) {
		add_amount(rows, cli, end->balance);
		return;
	}
	add_amount(rows, cli, end->balance_p10);
	add_amount(rows, cli, end->balance_p50);
	add_amount(rows, cli, end->balance_p90);
	add_percent(rows, end->p_out);
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
	for (size_t i = 0; i < count; i++)
		add_heads(&heads, cli, reports[i], count == 1);
	rows = rows_new(heads.columns, heads.count);
	for (size_t first = 0, last; first < months; first = last + 1) {
		last = first;
		while (last + 1 < months && quarter_of(reports[0]->months[last + 1].month) ==
		                                quarter_of(reports[0]->months[first].month))
			last++;
		name_quarter(reports[0], first, last, &name);
		rows_add_text(rows, buf_text(&name));
		for (size_t i = 0; i < count; i++)
			add_cells(rows, cli, reports[i], first, last, count == 1);
	}
	buf_free(&name);
	return show_rows(cli, rows, "months", NULL, NULL);
}

/* ---- for people: sentences ------------------------------------------------------------------- */

static const char *amount(struct buf *text, int64_t cents)
{
	buf_reset(text);
	money_add(text, cents, 1);
	return buf_text(text);
}

static void add_fee(struct buf *line, const struct syndic_runway *report)
{
	if (!report->fee) return;
	buf_add(line, ", fees of ");
	ratio_add_percent(line, report->fee);
	buf_add(line, " on them included");
}

/* What is missing a month, by year, and what would close it. */
static void print_gap(struct cli *cli, const struct syndic_runway *report)
{
	struct buf line = {0}, text = {0};
	const struct syndic_runway_year *last = NULL;
	for (size_t i = 0; i < report->year_count; i++) {
		const struct syndic_runway_year *year = &report->years[i];
		buf_printf(&line, "%s%s a month in %" PRId64, line.length ? ", " : "",
		           amount(&text, year->net), year->year);
		if (year->net < 0) last = year;
	}
	if (last && last->closable) {
		buf_printf(&line, "; what is missing in %" PRId64 " is closed by sales of %s a month",
		           last->year, amount(&text, last->gross));
		add_fee(&line, report);
	} else if (last) {
		buf_add(&line, "; no sales can close that: fees take all of them");
	}
	print_sentence(cli, "%s: %s.", report->scenario, buf_text(&line));
	buf_free(&line);
	buf_free(&text);
}

static void add_out(struct buf *line, const char *label, const char *month, size_t months)
{
	buf_printf(line, "%s%s", line->length ? ", " : "", label);
	if (month)
		buf_add(line, month);
	else
		buf_printf(line, "more than %zu months", months);
}

static void print_out(struct cli *cli, const struct syndic_runway *report)
{
	struct buf line = {0};
	if (!report->cash.known) return;
	if (is_certain(report)) {
		add_out(&line, "", report->out_p50, report->month_count);
	} else {
		add_out(&line, "P10 ", report->out_p10, report->month_count);
		add_out(&line, "P50 ", report->out_p50, report->month_count);
		add_out(&line, "P90 ", report->out_p90, report->month_count);
	}
	print_sentence(cli, "%s: the cash lasts until %s.", report->scenario, buf_text(&line));
	buf_free(&line);
}

static void print_notes(struct cli *cli, const struct syndic_runway *report, bool has_base)
{
	struct buf text = {0};
	if (report->carried)
		print_sentence(cli,
		               "The cash of %s was carried on by %" PRId64 " months of the model: record a "
		               "newer balance.",
		               report->cash_month, report->carried);
	if (has_base && report->prepaid)
		print_sentence(
			cli,
			"Recurring customers had paid %s in advance: expected counts it as cash, base "
			"goes by what they pay a year ÷ 12.",
			amount(&text, report->prepaid));
	if (report->estimated)
		print_sentence(cli,
		               "Estimated: of %" PRId64
		               " contracts it is not known what was collected; %s is assumed.",
		               report->estimated, amount(&text, report->estimated_amount));
	if (report->incomplete_contracts)
		print_sentence(cli,
		               "Not counted: %" PRId64 " contracts without a date or an amount (%s known).",
		               report->incomplete_contracts,
		               amount(&text, report->incomplete_contracts_amount));
	if (report->incomplete_deals)
		print_sentence(cli,
		               "Not counted: %" PRId64
		               " open deals without a date or an amount (%s known).",
		               report->incomplete_deals, amount(&text, report->incomplete_deals_amount));
	buf_free(&text);
}

/* ---- for people: health ---------------------------------------------------------------------- */

static void add_indicator_row(struct syndic_rows *rows, const struct syndic_indicator *indicator)
{
	struct buf value = {0}, next = {0};
	if (indicator->more_than.known) buf_add(&value, "more than ");
	measure_add(&value, indicator->more_than.known ? indicator->more_than : indicator->value,
	            indicator->unit);
	if (indicator->distance.known) {
		buf_printf(&next, "%s in ", indicator->next_band);
		measure_add(&next, indicator->distance, indicator->unit);
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

/* ---- the command ----------------------------------------------------------------------------- */

static void print_head(struct cli *cli, const struct syndic_runway *report,
                       const struct syndic_runway *against)
{
	struct buf line = {0};
	buf_printf(&line, "%zu months from %s, %s%s%s, on %s", report->month_count, report->from,
	           report->scenario, against ? " and " : "", against ? against->scenario : "",
	           report->as_of);
	print_heading(cli, buf_text(&line));
	buf_reset(&line);
	if (report->cash.known)
		print_sentence(cli,
		               "In %s; cash %s at the end of %s; ledger %s; revenue, cost and net are a "
		               "month's.",
		               report->currency, amount(&line, report->cash.value), report->cash_month,
		               report->ledger);
	else
		print_sentence(cli, "In %s; no cash balance is recorded; ledger %s; figures are a month's.",
		               report->currency, report->ledger);
	print(cli, "\n");
	buf_free(&line);
}

static enum syndic_status print_people(struct cli *cli, const struct syndic_runway *const *reports,
                                       size_t count)
{
	/* The last one is the one to look at: expected beside base, and what is asked for alone. */
	const struct syndic_runway *shown = reports[count - 1];
	bool has_base = false;
	enum syndic_status status;
	print_head(cli, reports[0], count > 1 ? reports[1] : NULL);
	status = print_quarters(cli, reports, count);
	print(cli, "\n");
	if (shown->cash.known) print_chart(cli, shown);
	for (size_t i = 0; i < count; i++) {
		print_gap(cli, reports[i]);
		has_base = has_base || strcmp(reports[i]->base, "base") == 0;
	}
	for (size_t i = 0; i < count; i++)
		print_out(cli, reports[i]);
	print(cli, "\n");
	if (status == SYNDIC_OK) status = print_indicators(cli, shown);
	print(cli, "\n");
	print_notes(cli, shown, has_base && count > 1);
	if (!shown->cash.known)
		say_next(cli, "syndic cash-balance add --month MONTH --amount AMOUNT");
	else if (!shown->has_costs)
		say_next(cli, "syndic cost add NAME --amount A-MONTH");
	else
		say_next(cli, "syndic runway --by deal");
	return status;
}

static enum syndic_status by_deal(struct cli *cli, const struct syndic_runway_options *options)
{
	struct syndic_rows *rows = NULL;
	char month[SYNDIC_MONTH_SIZE];
	enum syndic_status status =
		syndic_report_runway_deals(cli->handle, options, option(cli, "out-by"), month, &rows);
	if (status != SYNDIC_OK) return status;
	if (cli->format == VIEW_TABLE) {
		print_sentence(cli,
		               "The chance that the cash has run out by the end of %s, if a deal is "
		               "lost or won and all else is as it may come.",
		               month);
		print(cli, "\n");
	}
	return show_rows(cli, rows, "deals", "deal", "no deals are open");
}

static enum syndic_status runway(struct cli *cli)
{
	struct syndic_runway_options options = {.scenario = option(cli, "scenario")};
	const char *by = option(cli, "by"), *against = option(cli, "against");
	struct syndic_runway *reports[2] = {NULL, NULL};
	size_t count = 0;
	enum syndic_status status;
	if (!read_projection(cli, &options.projection)) return SYNDIC_MISUSE;
	if (by && strcmp(by, "deal") != 0) return misuse(cli, NULL, "--by %s: deal is meant", by);
	if (by && against) return misuse(cli, NULL, "--by deal looks at one scenario");
	if (!by && option(cli, "out-by")) return misuse(cli, NULL, "--out-by goes with --by deal");
	if (by) return by_deal(cli, &options);
	/* People see what goes on beside what is hoped for. */
	bool both = !options.scenario && !against && cli->format == VIEW_TABLE;
	if (both) options.scenario = "base";
	status = syndic_report_runway(cli->handle, &options, &reports[count++]);
	if (status == SYNDIC_OK && (both || against)) {
		options.scenario = both ? "expected" : against;
		status = syndic_report_runway(cli->handle, &options, &reports[count++]);
	}
	if (status != SYNDIC_OK)
		;
	else if (cli->format == VIEW_JSON)
		print_json(cli, reports[0], reports[1]);
	else if (cli->format == VIEW_TABLE)
		status = print_people(cli, (const struct syndic_runway *const *)reports, count);
	else
		status = show_rows(cli, plain_rows((const struct syndic_runway *const *)reports, count),
		                   "months", "month", NULL);
	syndic_runway_free(reports[0]);
	syndic_runway_free(reports[1]);
	return status;
}

static const struct option_row options[] = {
	PROJECTION_OPTIONS,
	{"scenario", "SCENARIO", "committed, base, expected, or one of yours", 0, false},
	{"against", "SCENARIO", "another one beside it", 0, false},
	{"by", "deal", "which open deal changes most the chance of running out", 0, false},
	{"out-by", "MONTH", "with --by deal: running out by the end of this month", 0, false},
};

const struct command command_runway = {
	.noun = "runway",
	.summary = "show how long the cash lasts, and how healthy that is",
	.text =
		"From the last cash balance on: revenue less costs, month by month. Three scenarios are "
		"there: `committed` is what is signed; in `base` today's recurring customers go on, gifts "
		"and projects end when they end, and nothing new is sold; `expected` is the whole model, "
		"with open deals and renewals as they may come. Without --scenario base and expected stand "
		"side by side. P10, P50 and P90 are the balance on simulated futures, `ran out` the share "
		"of them in which it has been below 0. Below: what is missing a month and what sales would "
		"close it, and six indicators with their band.",
	.examples = "syndic runway\nsyndic runway --scenario no-hiring --against expected\n"
				"syndic runway --by deal\nsyndic runway --scenario base --json",
	.options = {options, sizeof options / sizeof *options},
	.run = runway,
};
