/* What the coming months should bring. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include "base/mem.h"
#include "base/money.h"
#include "base/rows.h"
#include "cli/commands.h"
#include "view/chart.h"

#define FAN_WIDE 30
#define FAN_NARROW 16 /* on a terminal of less than ROOMY columns */
#define ROOMY 100
#define SPARK 24 /* columns of a group's months, where there is room */

/* The figures of a month, in the order in which they are shown. */
static const struct figure_of {
	const char *key;
	size_t offset;
} figures[] = {
	{"committed", offsetof(struct syndic_forecast_month, committed)},
	{"usage", offsetof(struct syndic_forecast_month, usage)},
	{"renewing", offsetof(struct syndic_forecast_month, renewing)},
	{"expected", offsetof(struct syndic_forecast_month, expected)},
	{"p10", offsetof(struct syndic_forecast_month, p10)},
	{"p50", offsetof(struct syndic_forecast_month, p50)},
	{"p90", offsetof(struct syndic_forecast_month, p90)},
};
enum { FIGURES = sizeof figures / sizeof *figures };

static int64_t figure_at(const struct syndic_forecast_month *month, size_t i)
{
	return *(const int64_t *)(const void *)((const char *)month + figures[i].offset);
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void add_figures(struct json *json, const struct syndic_forecast_month *month)
{
	json_open(json, '{');
	if (month->month) json_member_text(json, "month", month->month);
	for (size_t i = 0; i < FIGURES; i++) {
		json_member_money(json, figures[i].key, figure_at(month, i));
	}
	json_close(json, '}');
}

static void add_months(struct json *json, const struct syndic_forecast_month *months, size_t count)
{
	json_member_open(json, "months", '[');
	for (size_t i = 0; i < count; i++)
		add_figures(json, &months[i]);
	json_close(json, ']');
}

static void add_count(struct json *json, const char *key, int64_t count, int64_t amount)
{
	json_member_open(json, key, '{');
	json_member_int(json, "count", count);
	json_member_money(json, "amount", amount);
	json_close(json, '}');
}

static void add_groups(struct json *json, const struct syndic_forecast *report)
{
	json_member_text(json, "by", report->by);
	json_member_open(json, "groups", '[');
	for (size_t i = 0; i < report->group_count; i++) {
		const struct syndic_forecast_group *group = &report->groups[i];
		json_open(json, '{');
		json_member_text(json, "key", group->key);
		add_months(json, group->months, report->month_count);
		json_key(json, "total");
		add_figures(json, &group->total);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void print_json(struct cli *cli, const struct syndic_forecast *report)
{
	struct buf text = {0};
	struct json json = json_document(&text);
	json_member_text(&json, "from", report->from);
	json_member_text(&json, "as_of", report->as_of);
	json_member_text(&json, "currency", report->currency);
	json_member_int(&json, "paths", report->paths);
	json_member_int(&json, "seed", report->seed);
	json_member_text(&json, "slip", report->slip);
	json_member_ratio(&json, "correlation", report->correlation);
	json_member_bool(&json, "learned", report->learned);
	json_member_bool(&json, "renewals", report->renewals);
	json_member_text(&json, "method", report->method);
	json_member_text(&json, "ledger", report->ledger);
	add_months(&json, report->months, report->month_count);
	json_key(&json, "total");
	add_figures(&json, &report->total);
	json_member_bool(&json, "exact", report->exact);
	json_key(&json, "exact_error");
	if (report->exact)
		json_money(&json, report->exact_error);
	else
		json_text(&json, NULL);
	if (report->by) add_groups(&json, report);
	json_member_estimated(&json, report->estimated_rounds, report->estimated_round_count);
	json_member_int(&json, "deals", report->deals);
	json_member_int(&json, "contracts", report->contracts);
	add_count(&json, "estimated", report->estimated, report->estimated_amount);
	json_member_open(&json, "incomplete", '{');
	add_count(&json, "contracts", report->incomplete_contracts,
	          report->incomplete_contracts_amount);
	add_count(&json, "deals", report->incomplete_deals, report->incomplete_deals_amount);
	json_close(&json, '}');
	print_document(cli, &json);
}

/* ---- rows ------------------------------------------------------------------------------------ */

static const struct syndic_column columns[] = {
	{"group", "group", SYNDIC_TEXT, 0},
	{"month", "month", SYNDIC_TEXT, 0},
	{"committed", "committed", SYNDIC_MONEY, 0},
	{"usage", "usage", SYNDIC_MONEY, 0},
	{"renewing", "renewing", SYNDIC_MONEY, 0},
	{"expected", "expected", SYNDIC_MONEY, 0},
	{"p10", "P10", SYNDIC_MONEY, 0},
	{"p50", "P50", SYNDIC_MONEY, 0},
	{"p90", "P90", SYNDIC_MONEY, 0},
	{"fan", "", SYNDIC_TEXT, VIEW_BAR},
	{"spark", "by month", SYNDIC_TEXT, VIEW_BAR},
};
enum { COLUMNS = sizeof columns / sizeof *columns, GROUP = 0, PICTURES = 2, SPARKS = COLUMNS - 1 };

/* Every month of every group (of all, where there are none), for CSV and the like. */
static struct syndic_rows *plain_rows(const struct syndic_forecast *report)
{
	bool grouped = report->by;
	struct syndic_rows *rows = rows_new(columns + !grouped, COLUMNS - PICTURES - !grouped);
	const struct syndic_forecast_group all = {"", report->total, report->months};
	const struct syndic_forecast_group *groups = grouped ? report->groups : &all;
	for (size_t g = 0; g < (grouped ? report->group_count : 1); g++) {
		for (size_t m = 0; m < report->month_count; m++) {
			if (grouped) rows_add_text(rows, groups[g].key);
			rows_add_text(rows, groups[g].months[m].month);
			for (size_t i = 0; i < FIGURES; i++)
				rows_add_number(rows, figure_at(&groups[g].months[m], i));
		}
	}
	return rows;
}

/* ---- for people ------------------------------------------------------------------------------ */

static bool is_roomy(const struct cli *cli)
{
	return cli->view.width == 0 || cli->view.width >= ROOMY;
}

static void add_fan(struct syndic_rows *rows, const struct cli *cli,
                    const struct syndic_forecast_month *line, int64_t full)
{
	struct buf fan = {0};
	const struct chart_fan picture = {
		.committed = line->committed,
		.p10 = {true, line->p10},
		.p50 = {true, line->p50},
		.p90 = {true, line->p90},
		.expected = {true, line->expected},
	};
	chart_add_fan(&fan, &picture, full, is_roomy(cli) ? FAN_WIDE : FAN_NARROW, true,
	              cli->view.ascii);
	rows_add_text(rows, fan.length ? buf_text(&fan) : NULL);
	buf_free(&fan);
}

/* What is expected month by month. */
static void add_spark(struct syndic_rows *rows, const struct cli *cli,
                      const struct syndic_forecast_month *months, size_t count)
{
	struct buf spark = {0};
	struct syndic_figure *values = mem_alloc(count * sizeof *values);
	for (size_t i = 0; i < count; i++)
		values[i] = (struct syndic_figure){true, months[i].expected};
	chart_add_spark(&spark, values, count, SPARK, cli->view.ascii);
	rows_add_text(rows, buf_text(&spark));
	free(values);
	buf_free(&spark);
}

/* One line of the table: to the dollar, or where the terminal is narrow in brief. */
static void add_line(struct syndic_rows *rows, const struct cli *cli, const char *name,
                     const struct syndic_forecast_month *line, int64_t full)
{
	rows_add_text(rows, name);
	for (size_t i = 0; i < FIGURES; i++) {
		struct buf text = {0};
		struct syndic_figure figure = {true, figure_at(line, i)};
		figure_add(&text, figure, SYNDIC_UNIT_MONEY, !is_roomy(cli));
		rows_add_text(rows, buf_text(&text));
		buf_free(&text);
	}
	if (full)
		add_fan(rows, cli, line, full);
	else
		rows_add_null(rows);
}

static void raise(int64_t *most, int64_t value)
{
	if (value > *most) *most = value;
}

static const char *narrow_label(const struct syndic_column *column)
{
	static const char *const brief[][2] = {{"committed", "commit"},
	                                       {"renewing", "renew"},
	                                       {"expected", "expect"}};
	for (size_t i = 0; i < sizeof brief / sizeof *brief; i++)
		if (strcmp(column->name, brief[i][0]) == 0) return brief[i][1];
	return column->label;
}

/* The columns that people see: amounts as they fit, and the pictures. */
static size_t set_columns(struct syndic_column *shown, const struct cli *cli, bool grouped)
{
	size_t count = 0;
	for (size_t i = 0; i < COLUMNS; i++) {
		if (i == GROUP + grouped) continue; /* month, or the group in its place */
		if (i == SPARKS && !(grouped && is_roomy(cli))) continue;
		shown[count] = columns[i];
		if (columns[i].type == SYNDIC_MONEY) {
			shown[count].type = SYNDIC_TEXT;
			shown[count].flags = VIEW_RIGHT;
		}
		if (!is_roomy(cli)) shown[count].label = narrow_label(&columns[i]);
		count++;
	}
	return count;
}

static struct syndic_rows *people_rows(const struct cli *cli, const struct syndic_forecast *report)
{
	static struct syndic_column shown[COLUMNS];
	bool sparks = report->by && is_roomy(cli);
	struct syndic_rows *rows = rows_new(shown, set_columns(shown, cli, report->by));
	int64_t full = 0;
	for (size_t i = 0; i < report->group_count; i++) {
		raise(&full, report->groups[i].total.p90);
		raise(&full, report->groups[i].total.expected);
	}
	for (size_t i = 0; !report->by && i < report->month_count; i++) {
		raise(&full, report->months[i].p90);
		raise(&full, report->months[i].expected);
	}
	for (size_t i = 0; i < report->group_count; i++) {
		const struct syndic_forecast_group *group = &report->groups[i];
		add_line(rows, cli, group->key ? group->key : "(unknown)", &group->total, full);
		if (sparks) add_spark(rows, cli, group->months, report->month_count);
	}
	for (size_t i = 0; !report->by && i < report->month_count; i++)
		add_line(rows, cli, report->months[i].month, &report->months[i], full);
	add_line(rows, cli, "all", &report->total, 0);
	if (sparks) add_spark(rows, cli, report->months, report->month_count);
	return rows;
}

static void print_legend(struct cli *cli)
{
	bool ascii = cli->view.ascii;
	struct buf line = {0};
	buf_printf(&line, "%s committed  %s to P10  %s to P90  %s P50  %s expected\n\n",
	           chart_fan_sign(FAN_COMMITTED, ascii), chart_fan_sign(FAN_TO_P10, ascii),
	           chart_fan_sign(FAN_TO_P90, ascii), chart_fan_sign(FAN_P50, ascii),
	           chart_fan_sign(FAN_EXPECTED, ascii));
	print(cli, buf_text(&line));
	buf_free(&line);
}

static const char *amount(struct buf *text, int64_t cents)
{
	buf_reset(text);
	money_add(text, cents, 1);
	return buf_text(text);
}

static const char *plural(int64_t count)
{
	return count == 1 ? "" : "s";
}

/* What is assumed, and what is not in the figures. */
static void print_notes(struct cli *cli, const struct syndic_forecast *report)
{
	struct buf text = {0};
	if (report->exact)
		print_sentence(cli, "The percentiles of all, in the last line, are exact%s%s.",
		               report->exact_error ? " within " : "",
		               report->exact_error ? amount(&text, report->exact_error) : "");
	if (report->rounds_beyond)
		print_sentence(cli,
		               "What a syndicate brings is not exact: a pledge may bring money beyond "
		               "these months (--months, --slip 0), or the round has too many sums. The "
		               "percentiles are those of the paths.");
	else if (option(cli, "exact") && !report->exact)
		print_sentence(cli, "Too many deals of too many amounts to be exact: the percentiles are "
		                    "those of the paths (--correlation 0 brings more within reach).");
	print_estimated(cli, report->estimated_rounds, report->estimated_round_count);
	if (report->total.renewing && !report->renewals)
		print_sentence(cli,
		               "Not in it: terms that end and should renew, %s at the renewal rate "
		               "(--renewals counts them).",
		               amount(&text, report->total.renewing));
	if (strcmp(report->ledger, "remaining") == 0 && strncmp(report->from, report->as_of, 7) > 0)
		print_sentence(cli,
		               "What contracts are known to owe on %s counts in full from %s on, "
		               "whatever comes before.",
		               report->as_of, report->from);
	if (report->estimated)
		print_sentence(cli,
		               "Estimated: of %" PRId64
		               " contract%s it is not known what was collected; %s is assumed.",
		               report->estimated, plural(report->estimated),
		               amount(&text, report->estimated_amount));
	if (report->incomplete_contracts)
		print_sentence(cli,
		               "Not counted: %" PRId64
		               " contract%s without a date or an amount (%s known).",
		               report->incomplete_contracts, plural(report->incomplete_contracts),
		               amount(&text, report->incomplete_contracts_amount));
	if (report->incomplete_deals)
		print_sentence(cli,
		               "Not counted: %" PRId64
		               " open deal%s without a date or an amount (%s known).",
		               report->incomplete_deals, plural(report->incomplete_deals),
		               amount(&text, report->incomplete_deals_amount));
	if (report->incomplete_contracts || report->incomplete_deals)
		print_sentence(cli, "`syndic review --leaks` names them.");
	buf_free(&text);
}

static enum syndic_status print_people(struct cli *cli, const struct syndic_forecast *report)
{
	struct buf line = {0};
	enum syndic_status status;
	buf_printf(&line, "%zu months from %s, on %s", report->month_count, report->from,
	           report->as_of);
	print_heading(cli, buf_text(&line));
	buf_reset(&line);
	ratio_add_plain(&line, report->correlation);
	print_sentence(cli,
	               "In %s; ledger %s, spread by %s; %" PRId64 " paths, seed %" PRId64
	               ", slip %s months, correlation %s%s.",
	               report->currency, report->ledger, report->method, report->paths, report->seed,
	               report->slip, buf_text(&line), report->learned ? ", chances as learned" : "");
	buf_free(&line);
	print(cli, "\n");
	status = show_rows(cli, people_rows(cli, report), "months", NULL, NULL);
	print_legend(cli);
	print_notes(cli, report);
	say_next(cli, "syndic runway");
	return status;
}

static enum syndic_status forecast(struct cli *cli)
{
	struct syndic_forecast *report = NULL;
	struct syndic_forecast_options options = {
		.by = option(cli, "by"),
		.renewals = option(cli, "renewals"),
		.exact = option(cli, "exact"),
	};
	if (!read_projection(cli, &options.projection)) return SYNDIC_MISUSE;
	enum syndic_status status = syndic_report_forecast(cli->handle, &options, &report);
	if (status != SYNDIC_OK) return status;
	if (cli->format == VIEW_JSON)
		print_json(cli, report);
	else if (cli->format == VIEW_TABLE)
		status = print_people(cli, report);
	else
		status = show_rows(cli, plain_rows(report), "months", "month", NULL);
	syndic_forecast_free(report);
	return status;
}

static const struct option_row options[] = {
	PROJECTION_OPTIONS,
	{"by", "WHAT", "type, class, pipeline or org: a line each", 0, false},
	{"renewals", NULL, "count what should renew after recurring terms end", 0, false},
	{"exact", NULL, "the percentiles of all months together by convolution, not by simulation", 0,
     false},
};

const struct command command_forecast = {
	.noun = "forecast",
	.summary = "show what the coming months should bring, and how sure that is",
	.text =
		"For each month: what is committed by contracts, usage fees, what should renew, what is "
		"expected with the open deals weighted by their probability, and three percentiles of "
		"simulated futures: one in ten is below P10, one in ten above P90. Each open deal wins or "
		"not, deals win together to some degree, and a start may slip. The percentiles of all "
		"months together are not sums of those of the months.",
	.examples = "syndic forecast\nsyndic forecast --from 2026-03 --months 24 --slip 0 "
				"--correlation 0 --json\nsyndic forecast --by type --months 12",
	.options = {options, sizeof options / sizeof *options},
	.run = forecast,
};
