/* How recurring revenue moved: the ARR bridge. */
#include <inttypes.h>
#include <string.h>
#include "base/money.h"
#include "base/rows.h"
#include "cli/commands.h"

#define ROOMY 118 /* columns from which amounts are written out */

static const struct part {
	const char *key, *label, *brief;
} parts[SYNDIC_ARR_PARTS] = {
	[SYNDIC_ARR_OPENING] = {"opening", "opening", "open"},
	[SYNDIC_ARR_NEW] = {"new", "new", "new"},
	[SYNDIC_ARR_REACTIVATED] = {"reactivated", "reactivated", "back"},
	[SYNDIC_ARR_EXPANSION] = {"expansion", "expansion", "more"},
	[SYNDIC_ARR_CONTRACTION] = {"contraction", "contraction", "less"},
	[SYNDIC_ARR_CHURN] = {"churn", "churn", "lost"},
	[SYNDIC_ARR_CLOSING] = {"closing", "closing", "close"},
};

static bool takes_away(size_t part)
{
	return part == SYNDIC_ARR_CONTRACTION || part == SYNDIC_ARR_CHURN;
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void add_amounts(struct json *json, const int64_t *amounts)
{
	for (size_t i = 0; i < SYNDIC_ARR_PARTS; i++)
		json_member_money(json, parts[i].key, amounts[i]);
}

static void add_customer(struct json *json, const struct syndic_arr_customer *line)
{
	json_open(json, '{');
	json_member_text(json, "org", line->org);
	json_member_text(json, "contract", line->contract);
	json_member_text(json, "cluster", line->cluster);
	json_member_text(json, "name", line->name);
	add_amounts(json, line->amount);
	json_close(json, '}');
}

static void add_bridge(struct json *json, const struct syndic_arr_bridge *bridge, bool customers)
{
	json_open(json, '{');
	json_member_text(json, "from", bridge->from);
	json_member_text(json, "to", bridge->to);
	add_amounts(json, bridge->amount);
	json_member_open(json, "count", '{');
	for (size_t i = 0; i < SYNDIC_ARR_PARTS; i++)
		json_member_int(json, parts[i].key, bridge->customers[i]);
	json_close(json, '}');
	json_member_figure(json, "gross_retention", bridge->gross_retention, SYNDIC_UNIT_SHARE);
	json_member_figure(json, "net_retention", bridge->net_retention, SYNDIC_UNIT_SHARE);
	json_member_int(json, "cases", bridge->customers[SYNDIC_ARR_OPENING]);
	json_member_int(json, "opening_usage_months", bridge->opening_usage_months);
	json_member_int(json, "closing_usage_months", bridge->closing_usage_months);
	json_member_bool(json, "usage_comparable", bridge->usage_comparable);
	if (customers) {
		json_member_open(json, "customers", '[');
		for (size_t i = 0; i < bridge->line_count; i++)
			add_customer(json, &bridge->lines[i]);
		json_close(json, ']');
	}
	json_close(json, '}');
}

static void print_json(struct cli *cli, const struct syndic_arr *report, bool customers)
{
	struct buf text = {0};
	struct json json = json_document(&text);
	json_member_text(&json, "as_of", report->as_of);
	json_member_text(&json, "currency", report->currency);
	json_member_text(&json, "period_ends_on", report->period_ends_on);
	json_member_open(&json, "bridges", '[');
	for (size_t i = 0; i < report->bridge_count; i++)
		add_bridge(&json, &report->bridges[i], customers);
	json_close(&json, ']');
	json_member_open(&json, "incomplete", '{');
	json_member_int(&json, "contracts", report->incomplete_count);
	json_member_money(&json, "amount", report->incomplete_amount);
	json_close(&json, '}');
	print_document(cli, &json);
}

/* ---- CSV and the like ------------------------------------------------------------------------ */

static struct syndic_rows *bridge_rows(const struct syndic_arr *report)
{
	static struct syndic_column columns[SYNDIC_ARR_PARTS + 8] = {{"from", "from", SYNDIC_DATE, 0},
	                                                             {"to", "to", SYNDIC_DATE, 0}};
	struct syndic_column *at = columns + 2;
	for (size_t i = 0; i < SYNDIC_ARR_PARTS; i++)
		*at++ = (struct syndic_column){parts[i].key, parts[i].label, SYNDIC_MONEY, 0};
	*at++ = (struct syndic_column){"gross_retention", "gross retention", SYNDIC_RATIO, 0};
	*at++ = (struct syndic_column){"net_retention", "net retention", SYNDIC_RATIO, 0};
	*at++ = (struct syndic_column){"cases", "customers at the opening", SYNDIC_INT, 0};
	*at++ = (struct syndic_column){"opening_usage_months", "months of usage in the opening",
	                               SYNDIC_INT, 0};
	*at++ = (struct syndic_column){"closing_usage_months", "and in the closing", SYNDIC_INT, 0};
	*at++ = (struct syndic_column){"usage_comparable", "usage compares", SYNDIC_BOOL, 0};
	struct syndic_rows *rows = rows_new(columns, (size_t)(at - columns));
	for (size_t i = 0; i < report->bridge_count; i++) {
		const struct syndic_arr_bridge *bridge = &report->bridges[i];
		rows_add_text(rows, bridge->from);
		rows_add_text(rows, bridge->to);
		for (size_t part = 0; part < SYNDIC_ARR_PARTS; part++)
			rows_add_number(rows, bridge->amount[part]);
		rows_add_figure(rows, bridge->gross_retention);
		rows_add_figure(rows, bridge->net_retention);
		rows_add_number(rows, bridge->customers[SYNDIC_ARR_OPENING]);
		rows_add_number(rows, bridge->opening_usage_months);
		rows_add_number(rows, bridge->closing_usage_months);
		rows_add_number(rows, bridge->usage_comparable);
	}
	return rows;
}

static struct syndic_rows *customer_rows(const struct syndic_arr *report)
{
	static struct syndic_column columns[SYNDIC_ARR_PARTS + 6] = {
		{"from", "from", SYNDIC_DATE, 0},       {"to", "to", SYNDIC_DATE, 0},
		{"org", "org", SYNDIC_TEXT, 0},         {"contract", "contract", SYNDIC_TEXT, 0},
		{"cluster", "cluster", SYNDIC_TEXT, 0}, {"name", "name", SYNDIC_TEXT, 0},
	};
	for (size_t i = 0; i < SYNDIC_ARR_PARTS; i++)
		columns[6 + i] = (struct syndic_column){parts[i].key, parts[i].label, SYNDIC_MONEY, 0};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->bridge_count; i++) {
		const struct syndic_arr_bridge *bridge = &report->bridges[i];
		for (size_t k = 0; k < bridge->line_count; k++) {
			const struct syndic_arr_customer *line = &bridge->lines[k];
			rows_add_text(rows, bridge->from);
			rows_add_text(rows, bridge->to);
			rows_add_text(rows, line->org);
			rows_add_text(rows, line->contract);
			rows_add_text(rows, line->cluster);
			rows_add_text(rows, line->name);
			for (size_t part = 0; part < SYNDIC_ARR_PARTS; part++)
				rows_add_number(rows, line->amount[part]);
		}
	}
	return rows;
}

/* ---- for people ------------------------------------------------------------------------------ */

/* To the dollar, as people read it. */
static int64_t whole(int64_t cents)
{
	return muldiv(cents, 1, 100) * 100;
}

static int64_t signed_amount(const int64_t *amounts, size_t part)
{
	return takes_away(part) ? -amounts[part] : amounts[part];
}

/* One bridge, its parts one below the other. */
static struct syndic_rows *one_rows(const struct syndic_arr_bridge *bridge)
{
	static const struct syndic_column columns[] = {
		{"part", "ARR", SYNDIC_TEXT, 0},
		{"amount", "amount", SYNDIC_MONEY, 0},
		{"customers", "customers", SYNDIC_INT, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t part = 0; part < SYNDIC_ARR_PARTS; part++) {
		rows_add_text(rows, parts[part].label);
		rows_add_number(rows, whole(signed_amount(bridge->amount, part)));
		rows_add_number(rows, bridge->customers[part]);
	}
	return rows;
}

static void add_money(struct syndic_rows *rows, int64_t cents, bool brief)
{
	struct buf text = {0};
	figure_add(&text, (struct syndic_figure){true, cents}, SYNDIC_UNIT_MONEY, brief);
	rows_add_text(rows, buf_text(&text));
	buf_free(&text);
}

/* Several bridges, each a row. */
static struct syndic_rows *many_rows(const struct cli *cli, const struct syndic_arr *report)
{
	static struct syndic_column columns[SYNDIC_ARR_PARTS + 3] = {{"to", "to", SYNDIC_DATE, 0}};
	bool brief = cli->view.width && cli->view.width < ROOMY;
	for (size_t i = 0; i < SYNDIC_ARR_PARTS; i++)
		columns[1 + i] =
			(struct syndic_column){parts[i].key, brief ? parts[i].brief : parts[i].label,
		                           SYNDIC_TEXT, VIEW_RIGHT};
	columns[SYNDIC_ARR_PARTS + 1] =
		(struct syndic_column){"gross_retention", "gross", SYNDIC_TEXT, VIEW_RIGHT};
	columns[SYNDIC_ARR_PARTS + 2] =
		(struct syndic_column){"net_retention", "net", SYNDIC_TEXT, VIEW_RIGHT};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->bridge_count; i++) {
		const struct syndic_arr_bridge *bridge = &report->bridges[i];
		rows_add_text(rows, bridge->to);
		for (size_t part = 0; part < SYNDIC_ARR_PARTS; part++)
			add_money(rows, signed_amount(bridge->amount, part), brief);
		rows_add_share(rows, bridge->gross_retention);
		rows_add_share(rows, bridge->net_retention);
	}
	return rows;
}

/* The movement of a customer; opening where there is none. */
static size_t moved(const struct syndic_arr_customer *line)
{
	for (size_t part = SYNDIC_ARR_NEW; part < SYNDIC_ARR_CLOSING; part++)
		if (line->amount[part]) return part;
	return SYNDIC_ARR_OPENING;
}

static struct syndic_rows *people_rows(const struct syndic_arr_bridge *bridge)
{
	static const struct syndic_column columns[] = {
		{"name", "customer", SYNDIC_TEXT, 0},     {"opening", "opening", SYNDIC_MONEY, 0},
		{"change", "change", SYNDIC_MONEY, 0},    {"closing", "closing", SYNDIC_MONEY, 0},
		{"movement", "movement", SYNDIC_TEXT, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < bridge->line_count; i++) {
		const struct syndic_arr_customer *line = &bridge->lines[i];
		size_t part = moved(line);
		rows_add_text(rows, line->name);
		rows_add_number(rows, whole(line->amount[SYNDIC_ARR_OPENING]));
		if (part == SYNDIC_ARR_OPENING)
			rows_add_null(rows);
		else
			rows_add_number(rows, whole(signed_amount(line->amount, part)));
		rows_add_number(rows, whole(line->amount[SYNDIC_ARR_CLOSING]));
		rows_add_text(rows, part == SYNDIC_ARR_OPENING ? NULL : parts[part].label);
	}
	return rows;
}

static void print_retention(struct cli *cli, const struct syndic_arr_bridge *bridge)
{
	struct buf gross = {0}, net = {0};
	int64_t cases = bridge->customers[SYNDIC_ARR_OPENING];
	if (bridge->gross_retention.known) {
		ratio_add_percent(&gross, muldiv(bridge->gross_retention.value, 1, 1000) * 1000);
		ratio_add_percent(&net, muldiv(bridge->net_retention.value, 1, 1000) * 1000);
		print_sentence(cli, "Gross retention %s, net retention %s, of %" PRId64 " customers.",
		               buf_text(&gross), buf_text(&net), cases);
	} else if (cases < SYNDIC_FEWEST_CASES) {
		print_sentence(cli, "No retention: too few cases: %" PRId64 ".", cases);
	} else {
		print_sentence(cli, "No retention: the usage of the two days does not compare.");
	}
	buf_free(&gross);
	buf_free(&net);
}

static void print_usage(struct cli *cli, const struct syndic_arr_bridge *bridge)
{
	int64_t opening = bridge->opening_usage_months, closing = bridge->closing_usage_months;
	if (bridge->usage_comparable) return;
	print_sentence(cli,
	               "Usage counts with its last 12 months; it was measured in %" PRId64
	               " of them for %s and in %" PRId64
	               " for %s. Part of the movements is only that sum %s.",
	               opening, bridge->from, closing, bridge->to,
	               closing > opening ? "filling up" : "emptying");
}

static void print_usages(struct cli *cli, const struct syndic_arr *report)
{
	size_t count = 0;
	for (size_t i = 0; i < report->bridge_count; i++)
		count += !report->bridges[i].usage_comparable;
	if (count == 0) return;
	print_sentence(
		cli,
		"In %zu of %zu bridges usage, which counts with its last 12 months, was measured in "
		"more of them for one day than for the other. Part of the movements is only that "
		"sum filling up or emptying.",
		count, report->bridge_count);
}

static void print_notes(struct cli *cli, const struct syndic_arr *report)
{
	if (report->period_ends_on)
		print_sentence(cli, "The period goes on to %s; ARR is told up to %s.",
		               report->period_ends_on, report->as_of);
	if (report->incomplete_count) {
		struct buf amount = {0};
		money_add(&amount, report->incomplete_amount, 1);
		print_sentence(cli,
		               "Not counted, for lack of a date, amount or revenue type: contracts %" PRId64
		               " (%s).",
		               report->incomplete_count, buf_text(&amount));
		buf_free(&amount);
	}
}

static enum syndic_status print_customers(struct cli *cli, const struct syndic_arr *report)
{
	enum syndic_status status = SYNDIC_OK;
	for (size_t i = 0; i < report->bridge_count && status == SYNDIC_OK; i++) {
		const struct syndic_arr_bridge *bridge = &report->bridges[i];
		struct buf heading = {0};
		buf_printf(&heading, "%s to %s", bridge->from, bridge->to);
		if (report->bridge_count > 1) {
			print(cli, "\n");
			print_heading(cli, buf_text(&heading));
		} else {
			print(cli, "\n");
		}
		buf_free(&heading);
		status = show_rows(cli, people_rows(bridge), "customers", NULL, "nobody had any ARR");
	}
	return status;
}

static enum syndic_status print_people(struct cli *cli, const struct syndic_arr *report,
                                       bool customers)
{
	const struct syndic_arr_bridge *first = &report->bridges[0];
	const struct syndic_arr_bridge *last = &report->bridges[report->bridge_count - 1];
	struct buf line = {0};
	enum syndic_status status;
	buf_printf(&line, "Recurring revenue (ARR), from %s to %s, in %s", first->from, last->to,
	           report->currency);
	print_heading(cli, buf_text(&line));
	buf_free(&line);
	print(cli, "\n");
	if (report->bridge_count == 1)
		status = show_rows(cli, one_rows(first), "bridges", NULL, NULL);
	else
		status = show_rows(cli, many_rows(cli, report), "bridges", NULL, NULL);
	if (customers && status == SYNDIC_OK) status = print_customers(cli, report);
	print(cli, "\n");
	if (report->bridge_count == 1) {
		print_retention(cli, first);
		print_usage(cli, first);
	} else {
		print_sentence(cli,
		               "Gross and net retention: of the customers at each opening, if they "
		               "are at least %d and the usage of both days compares.",
		               SYNDIC_FEWEST_CASES);
		print_usages(cli, report);
	}
	print_notes(cli, report);
	return status;
}

static enum syndic_status arr(struct cli *cli)
{
	struct syndic_arr_options wanted = {option(cli, "period"), option(cli, "from"),
	                                    option(cli, "to"), option(cli, "by")};
	bool customers = option(cli, "orgs") != NULL;
	struct syndic_arr *report = NULL;
	enum syndic_status status = syndic_report_arr(cli->handle, &wanted, &report);
	if (status != SYNDIC_OK) return status;
	if (cli->format == VIEW_JSON)
		print_json(cli, report, customers);
	else if (cli->format == VIEW_TABLE)
		status = print_people(cli, report, customers);
	else if (customers)
		status = show_rows(cli, customer_rows(report), "customers", "name", "no customers");
	else
		status = show_rows(cli, bridge_rows(report), "bridges", "to", NULL);
	syndic_arr_free(report);
	return status;
}

static const struct option_row options[] = {
	{"from", "DATE", "the first day; else a year before the last", 0, false},
	{"to", "DATE", "the last day; else today", 0, false},
	{"period", "PERIOD", "a year, quarter or month up to today, instead of two days", 0, false},
	{"by", "STEP", "a bridge for each month or quarter", 0, false},
	{"orgs", NULL, "each customer, too", 0, false},
};

const struct command command_arr = {
	.noun = "arr",
	.summary = "show how recurring revenue moved, from one day to another",
	.text =
		"Compares ARR on two days, customer by customer: new, reactivated, expansion, contraction "
		"and churn lead from the opening to the closing, to the cent. A customer that ends one of "
		"several subscriptions contracts; one with nothing left is churn. Gross retention is what "
		"is left of the opening without growth, net retention with expansion; neither is told "
		"where usage was measured in fewer of the last 12 months on the one day than on the "
		"other. ARR on a day is what `syndic status --as-of` that day calls ARR in force. What is "
		"signed for days to come is in `syndic status`.",
	.examples = "syndic arr\nsyndic arr --period 2025 --by quarter\n"
				"syndic arr --from 2025-12-31 --to today --orgs\nsyndic arr --by month --json",
	.options = {options, sizeof options / sizeof *options},
	.run = arr,
};
