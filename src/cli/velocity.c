/* How long deals stay in their stages. */
#include <inttypes.h>
#include <string.h>
#include "base/rows.h"
#include "cli/commands.h"

static void add_days(struct json *json, const char *key, struct syndic_figure days)
{
	json_key(json, key);
	if (days.known)
		json_int(json, days.value);
	else
		json_text(json, NULL);
}

static void print_json(struct cli *cli, const struct syndic_velocity *report)
{
	struct buf text = {0};
	struct json json = json_document(&text);
	json_member_text(&json, "as_of", report->as_of);
	json_member_text(&json, "since", report->since);
	json_member_open(&json, "stages", '[');
	for (size_t i = 0; i < report->stage_count; i++) {
		const struct syndic_velocity_stage *line = &report->stages[i];
		json_open(&json, '{');
		json_member_text(&json, "pipeline", line->pipeline);
		json_member_text(&json, "stage", line->stage);
		json_member_int(&json, "ended", line->ended);
		add_days(&json, "median_days", line->median);
		add_days(&json, "p90_days", line->ninetieth);
		json_member_int(&json, "open", line->open);
		add_days(&json, "open_median_days", line->open_median);
		json_member_bool(&json, "bottleneck", line->bottleneck);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	print_document(cli, &json);
}

/* `people`: only the stages that somebody came through. */
static struct syndic_rows *stage_rows(const struct syndic_velocity *report, bool people)
{
	static const struct syndic_column columns[] = {
		{"pipeline", "pipeline", SYNDIC_TEXT, 0},
		{"stage", "stage", SYNDIC_TEXT, 0},
		{"ended", "ended", SYNDIC_INT, 0},
		{"median_days", "median", SYNDIC_INT, 0},
		{"p90_days", "90th pct", SYNDIC_INT, 0},
		{"open", "go on", SYNDIC_INT, 0},
		{"open_median_days", "so far", SYNDIC_INT, 0},
		{"bottleneck", "bottleneck", SYNDIC_BOOL, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	const char *before = "";
	for (size_t i = 0; i < report->stage_count; i++) {
		const struct syndic_velocity_stage *line = &report->stages[i];
		if (people && line->ended + line->open == 0) continue;
		bool again = people && strcmp(before, line->pipeline) == 0;
		rows_add_text(rows, again ? NULL : line->pipeline);
		before = line->pipeline;
		rows_add_text(rows, line->stage);
		rows_add_number(rows, line->ended);
		rows_add_figure(rows, line->median);
		rows_add_figure(rows, line->ninetieth);
		rows_add_number(rows, line->open);
		rows_add_figure(rows, line->open_median);
		if (people && !line->bottleneck)
			rows_add_null(rows);
		else
			rows_add_number(rows, line->bottleneck);
	}
	return rows;
}

static enum syndic_status print_people(struct cli *cli, const struct syndic_velocity *report)
{
	struct buf line = {0};
	bool any = false;
	buf_printf(&line, "Days in stage, on %s", report->as_of);
	if (report->since) buf_printf(&line, ", of stays begun since %s", report->since);
	print_heading(cli, buf_text(&line));
	buf_free(&line);
	print(cli, "\n");
	enum syndic_status status =
		show_rows(cli, stage_rows(report, true), "stages", NULL, "no deal has been in any stage");
	print(cli, "\n");
	for (size_t i = 0; i < report->stage_count; i++) {
		const struct syndic_velocity_stage *stage = &report->stages[i];
		if (!stage->bottleneck) continue;
		any = true;
		print_sentence(cli,
		               "Bottleneck of %s: %s, where the median of %" PRId64 " stays is %" PRId64
		               " days.",
		               stage->pipeline, stage->stage, stage->ended, stage->median.value);
	}
	if (!any)
		print_sentence(cli, "No bottleneck can be named: no stage has %d stays that ended.",
		               SYNDIC_FEWEST_CASES);
	print_sentence(cli, "Median and 90th percentile are of the stays that ended; those that go on "
	                    "are counted apart, with the median of their days so far.");
	return status;
}

static enum syndic_status velocity(struct cli *cli)
{
	struct syndic_history_options wanted = {option(cli, "pipeline"), option(cli, "since")};
	struct syndic_velocity *report = NULL;
	enum syndic_status status = syndic_report_velocity(cli->handle, &wanted, &report);
	if (status != SYNDIC_OK) return status;
	if (cli->format == VIEW_JSON)
		print_json(cli, report);
	else if (cli->format == VIEW_TABLE)
		status = print_people(cli, report);
	else
		status = show_rows(cli, stage_rows(report, false), "stages", "stage", "no stages");
	syndic_velocity_free(report);
	return status;
}

static const struct option_row options[] = {
	{"pipeline", "PIPELINE", "only its stages", 0, false},
	{"since", "DATE", "only stays that began on that day or later", 0, false},
};

const struct command command_velocity = {
	.noun = "velocity",
	.summary = "show how long deals stay in each stage, and where they get stuck",
	.text =
		"For each open stage: how many stays have ended, their median and the days that nine of "
		"ten do not exceed, how many go on, and the median of their days so far. The "
		"bottleneck of a pipeline is the stage with the longest median, of at least five "
		"stays.",
	.examples = "syndic velocity\nsyndic velocity --pipeline membership --since 2025-01-01",
	.options = {options, sizeof options / sizeof *options},
	.run = velocity,
};
