/* How long the cash lasts. */
#include <string.h>
#include "base/rows.h"
#include "cli/commands.h"
#include "cli/runway.h"

/* ---- JSON ------------------------------------------------------------------------------------ */

static void add_month(struct json *json, const struct syndic_runway_month *month)
{
	json_open(json, '{');
	json_member_text(json, "month", month->month);
	json_member_money(json, "revenue", month->revenue);
	json_member_money(json, "cost", month->cost);
	json_member_money(json, "net", month->net);
	json_member_figure(json, "balance", month->balance, SYNDIC_UNIT_MONEY);
	json_member_figure(json, "balance_p10", month->balance_p10, SYNDIC_UNIT_MONEY);
	json_member_figure(json, "balance_p50", month->balance_p50, SYNDIC_UNIT_MONEY);
	json_member_figure(json, "balance_p90", month->balance_p90, SYNDIC_UNIT_MONEY);
	json_member_figure(json, "p_out", month->p_out, SYNDIC_UNIT_SHARE);
	json_close(json, '}');
}

static void add_year(struct json *json, const struct syndic_runway_year *year)
{
	json_open(json, '{');
	json_member_int(json, "year", year->year);
	json_member_int(json, "months", year->months);
	json_member_money(json, "revenue", year->revenue);
	json_member_money(json, "cost", year->cost);
	json_member_money(json, "net", year->net);
	json_member_figure(json, "gross", (struct syndic_figure){year->closable, year->gross},
	                   SYNDIC_UNIT_MONEY);
	json_close(json, '}');
}

static void add_indicator(struct json *json, const struct syndic_indicator *indicator)
{
	json_open(json, '{');
	json_member_text(json, "key", indicator->key);
	json_member_text(json, "question", indicator->question);
	json_member_text(json, "unit", indicator->unit);
	json_member_figure(json, "value", indicator->value, SYNDIC_UNIT_SHARE);
	json_member_figure(json, "more_than", indicator->more_than, SYNDIC_UNIT_SHARE);
	json_member_text(json, "band", indicator->band);
	json_member_text(json, "next_band", indicator->next_band);
	json_member_figure(json, "distance", indicator->distance, SYNDIC_UNIT_SHARE);
	json_member_text(json, "advice", indicator->advice);
	if (indicator->top1.known) {
		json_member_figure(json, "top1", indicator->top1, SYNDIC_UNIT_SHARE);
		json_member_figure(json, "top3", indicator->top3, SYNDIC_UNIT_SHARE);
	}
	json_close(json, '}');
}

static void add_count(struct json *json, const char *key, int64_t count, int64_t amount)
{
	json_member_open(json, key, '{');
	json_member_int(json, "count", count);
	json_member_money(json, "amount", amount);
	json_close(json, '}');
}

/* The members of a report's object. */
static void add_report(struct json *json, const struct syndic_runway *report)
{
	json_member_text(json, "from", report->from);
	json_member_text(json, "as_of", report->as_of);
	json_member_text(json, "scenario", report->scenario);
	json_member_text(json, "base", report->base);
	json_member_text(json, "idle", report->idle);
	json_member_text(json, "currency", report->currency);
	json_member_text(json, "method", report->method);
	json_member_text(json, "ledger", report->ledger);
	json_member_int(json, "paths", report->paths);
	json_member_int(json, "seed", report->seed);
	json_member_text(json, "slip", report->slip);
	json_member_ratio(json, "correlation", report->correlation);
	json_member_figure(json, "cash", report->cash, SYNDIC_UNIT_MONEY);
	json_member_text(json, "cash_month", report->cash_month);
	json_member_open(json, "months", '[');
	for (size_t i = 0; i < report->month_count; i++)
		add_month(json, &report->months[i]);
	json_close(json, ']');
	json_member_open(json, "years", '[');
	for (size_t i = 0; i < report->year_count; i++)
		add_year(json, &report->years[i]);
	json_close(json, ']');
	json_member_open(json, "out", '{');
	json_member_text(json, "p10", report->out_p10);
	json_member_text(json, "p50", report->out_p50);
	json_member_text(json, "p90", report->out_p90);
	json_close(json, '}');
	json_member_open(json, "indicators", '[');
	for (size_t i = 0; i < SYNDIC_INDICATORS; i++)
		add_indicator(json, &report->indicators[i]);
	json_close(json, ']');
	json_member_ratio(json, "fee", report->fee);
	json_member_money(json, "received", report->received);
	json_member_money(json, "prepaid", report->prepaid);
	add_count(json, "estimated", report->estimated, report->estimated_amount);
	json_member_open(json, "incomplete", '{');
	add_count(json, "contracts", report->incomplete_contracts, report->incomplete_contracts_amount);
	add_count(json, "deals", report->incomplete_deals, report->incomplete_deals_amount);
	json_close(json, '}');
}

static void print_json(struct cli *cli, const struct syndic_runway *report,
                       const struct syndic_runway *against)
{
	struct buf text = {0};
	struct json json = json_document(&text);
	add_report(&json, report);
	if (against) {
		json_member_open(&json, "against", '{');
		add_report(&json, against);
		json_close(&json, '}');
	}
	print_document(cli, &json);
}

/* ---- rows ------------------------------------------------------------------------------------ */

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
			rows_add_figure(rows, month->balance);
			rows_add_figure(rows, month->balance_p10);
			rows_add_figure(rows, month->balance_p50);
			rows_add_figure(rows, month->balance_p90);
			rows_add_figure(rows, month->p_out);
		}
	}
	return rows;
}

/* For people what hangs on a deal stands before what they may know of it. */
static struct syndic_rows *deals_for_people(struct syndic_rows *rows)
{
	static const struct syndic_column columns[] = {
		{"deal", "deal", SYNDIC_TEXT, 0},          {"chance", "chance", SYNDIC_RATIO, 0},
		{"lost", "out if lost", SYNDIC_RATIO, 0},  {"won", "out if won", SYNDIC_RATIO, 0},
		{"effect", "difference", SYNDIC_RATIO, 0}, {"amount", "amount", SYNDIC_MONEY, 0},
		{"stage", "stage", SYNDIC_TEXT, 0},        {"name", "name", SYNDIC_TEXT, 0},
	};
	static const char *const from[] = {"deal",   "probability", "p_out_lost", "p_out_won",
	                                   "effect", "amount",      "stage",      "name"};
	enum { COUNT = sizeof columns / sizeof *columns };
	struct syndic_rows *out = rows_new(columns, COUNT);
	while (syndic_rows_next(rows) == 1) {
		for (size_t i = 0; i < COUNT; i++) {
			size_t column = 0;
			while (strcmp(syndic_rows_column(rows, column)->name, from[i]) != 0)
				column++;
			rows_add_value(out, syndic_rows_value(rows, column));
		}
	}
	syndic_rows_free(rows);
	return out;
}

static enum syndic_status by_deal(struct cli *cli, const struct syndic_runway_options *options)
{
	struct syndic_rows *rows = NULL;
	char month[SYNDIC_MONTH_SIZE];
	enum syndic_status status =
		syndic_report_runway_deals(cli->handle, options, option(cli, "out-by"), month, &rows);
	if (status != SYNDIC_OK) return status;
	if (cli->format == VIEW_TABLE) {
		print_sentence(
			cli,
			"The chance that the cash has run out by the end of %s, if a deal is lost or "
			"won and all else is as it may come.",
			month);
		print(cli, "\n");
		rows = deals_for_people(rows);
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
		status = runway_page(cli, (const struct syndic_runway *const *)reports, count);
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
