/* What may be won, pipeline by pipeline and stage by stage. */
#include <inttypes.h>
#include <string.h>
#include "base/money.h"
#include "base/rows.h"
#include "cli/commands.h"
#include "view/bar.h"

#define BAR_WIDE 16
#define BAR_NARROW 10 /* on a terminal of less than ROOMY columns */
#define ROOMY 100

static void print_json(struct cli *cli, const struct syndic_pipeline *report)
{
	struct buf text = {0};
	struct json json = json_document(&text);
	json_member_text(&json, "as_of", report->as_of);
	json_member_text(&json, "currency", report->currency);
	json_member_int(&json, "count", report->count);
	json_member_money(&json, "amount", report->amount);
	json_member_money(&json, "weighted", report->weighted);
	json_member_int(&json, "amount_unknown", report->amount_unknown);
	json_member_open(&json, "stages", '[');
	for (size_t i = 0; i < report->stage_count; i++) {
		const struct syndic_pipeline_stage *stage = &report->stages[i];
		json_open(&json, '{');
		json_member_text(&json, "pipeline", stage->pipeline);
		json_member_text(&json, "stage", stage->stage);
		json_member_text(&json, "outcome", stage->outcome);
		json_member_int(&json, "count", stage->count);
		json_member_money(&json, "amount", stage->amount);
		json_member_money(&json, "weighted", stage->weighted);
		json_member_int(&json, "year_count", stage->year_count);
		json_member_money(&json, "year_amount", stage->year_amount);
		json_key(&json, "median_days");
		if (stage->days.known)
			json_int(&json, stage->days.value);
		else
			json_text(&json, NULL);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	print_document(cli, &json);
}

static bool is_open(const struct syndic_pipeline_stage *stage)
{
	return strcmp(stage->outcome, "open") == 0;
}

/* Every figure, for CSV and the like. */
static struct syndic_rows *plain_rows(const struct syndic_pipeline *report)
{
	static const struct syndic_column columns[] = {
		{"pipeline", "pipeline", SYNDIC_TEXT, 0},
		{"stage", "stage", SYNDIC_TEXT, 0},
		{"outcome", "outcome", SYNDIC_TEXT, 0},
		{"count", "deals", SYNDIC_INT, 0},
		{"amount", "amount", SYNDIC_MONEY, 0},
		{"weighted", "weighted", SYNDIC_MONEY, 0},
		{"year_count", "deals this year", SYNDIC_INT, 0},
		{"year_amount", "amount this year", SYNDIC_MONEY, 0},
		{"median_days", "median days", SYNDIC_INT, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->stage_count; i++) {
		const struct syndic_pipeline_stage *stage = &report->stages[i];
		rows_add_text(rows, stage->pipeline);
		rows_add_text(rows, stage->stage);
		rows_add_text(rows, stage->outcome);
		rows_add_number(rows, stage->count);
		rows_add_number(rows, stage->amount);
		rows_add_number(rows, stage->weighted);
		rows_add_number(rows, stage->year_count);
		rows_add_number(rows, stage->year_amount);
		rows_add_figure(rows, stage->days);
	}
	return rows;
}

/* To the dollar, as people read it. */
static int64_t whole(int64_t cents)
{
	return muldiv(cents, 1, 100) * 100;
}

/* What people look at: open stages, and what was closed this year. Bars show the amounts. */
static struct syndic_rows *people_rows(const struct cli *cli, const struct syndic_pipeline *report)
{
	static const struct syndic_column columns[] = {
		{"pipeline", "pipeline", SYNDIC_TEXT, 0},  {"stage", "stage", SYNDIC_TEXT, 0},
		{"count", "deals", SYNDIC_INT, 0},         {"amount", "amount", SYNDIC_MONEY, 0},
		{"weighted", "weighted", SYNDIC_MONEY, 0}, {"days", "days", SYNDIC_INT, 0},
		{"bar", "", SYNDIC_TEXT, VIEW_BAR},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	const char *pipeline = "";
	int64_t most = 0;
	size_t bar_columns = cli->view.width && cli->view.width < ROOMY ? BAR_NARROW : BAR_WIDE;
	for (size_t i = 0; i < report->stage_count; i++)
		if (is_open(&report->stages[i]) && report->stages[i].amount > most)
			most = report->stages[i].amount;
	for (size_t i = 0; i < report->stage_count; i++) {
		const struct syndic_pipeline_stage *stage = &report->stages[i];
		struct buf name = {0}, bar = {0};
		if (!is_open(stage) && stage->year_count == 0) continue;
		buf_add(&name, stage->stage);
		if (!is_open(stage))
			buf_printf(&name, " %.4s", report->as_of);
		else
			bar_add(&bar, stage->amount, most, bar_columns, cli->view.ascii);
		rows_add_text(rows, strcmp(pipeline, stage->pipeline) == 0 ? NULL : stage->pipeline);
		rows_add_text(rows, buf_text(&name));
		rows_add_number(rows, stage->year_count);
		rows_add_number(rows, whole(stage->year_amount));
		if (is_open(stage))
			rows_add_number(rows, whole(stage->weighted));
		else
			rows_add_null(rows);
		rows_add_figure(rows, stage->days);
		rows_add_text(rows, bar.length ? buf_text(&bar) : NULL);
		pipeline = stage->pipeline;
		buf_free(&name);
		buf_free(&bar);
	}
	return rows;
}

static enum syndic_status print_people(struct cli *cli, const struct syndic_pipeline *report)
{
	struct buf line = {0};
	money_add(&line, report->count * 100, 1);
	buf_add(&line, report->count == 1 ? " open deal, " : " open deals, ");
	money_add(&line, report->amount, 1);
	buf_printf(&line, " %s, weighted ", report->currency);
	money_add(&line, report->weighted, 1);
	buf_printf(&line, ", on %s", report->as_of);
	print_heading(cli, buf_text(&line));
	buf_free(&line);
	if (report->stage_count) print(cli, "\n");
	enum syndic_status status =
		show_rows(cli, people_rows(cli, report), "stages", NULL, "no deals are open");
	if (report->stage_count && cli->format == VIEW_TABLE)
		say(cli, "weighted: by the chance to win; days: the median in their stage");
	if (report->amount_unknown) {
		say(cli, "open deals without an amount, which count as nothing: %" PRId64,
		    report->amount_unknown);
		say_next(cli, "syndic deal list --amount '' --closed-on ''");
	} else if (report->count == 0)
		say_next(cli, "syndic deal add 'NAME' --org ORG --amount AMOUNT");
	return status;
}

static enum syndic_status pipeline(struct cli *cli)
{
	struct syndic_pipeline *report = NULL;
	enum syndic_status status = syndic_report_pipeline(cli->handle, &report);
	if (status != SYNDIC_OK) return status;
	if (cli->format == VIEW_JSON)
		print_json(cli, report);
	else if (cli->format == VIEW_TABLE)
		status = print_people(cli, report);
	else
		status = show_rows(cli, plain_rows(report), "stages", NULL, "no deals");
	syndic_pipeline_free(report);
	return status;
}

const struct command command_pipeline = {
	.noun = "pipeline",
	.summary = "show the open deals by pipeline and stage",
	.text =
		"For each stage: how many deals, their amount, the amount weighted by the probability to "
		"win, "
		"and the median days since they came into it. Of the closed stages the table shows this "
		"year. With a verb `pipeline` is a noun like any other: `syndic pipeline list`.",
	.examples = "syndic pipeline\nsyndic pipeline --as-of 2026-09-30\nsyndic pipeline --json",
	.run = pipeline,
};
