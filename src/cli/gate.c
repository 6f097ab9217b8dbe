/* May we hire? */
#include <inttypes.h>
#include <string.h>
#include "base/money.h"
#include "base/rows.h"
#include "cli/commands.h"

static void print_json(struct cli *cli, const struct syndic_gate *report)
{
	struct buf text = {0};
	struct json json = json_document(&text);
	json_member_text(&json, "as_of", report->as_of);
	json_member_text(&json, "scenario", report->scenario);
	json_member_bool(&json, "open", report->open);
	json_member_open(&json, "rules", '[');
	for (size_t i = 0; i < report->rule_count; i++) {
		const struct syndic_gate_rule *rule = &report->rules[i];
		json_open(&json, '{');
		json_member_text(&json, "key", rule->key);
		json_member_text(&json, "question", rule->question);
		json_member_text(&json, "unit", rule->unit);
		json_member_figure(&json, "value", rule->value, SYNDIC_UNIT_COUNT);
		json_member_figure(&json, "more_than", rule->more_than, SYNDIC_UNIT_COUNT);
		json_member_ratio(&json, rule->at_most ? "at_most" : "at_least", rule->bound);
		json_member_bool(&json, "passes", rule->passes);
		json_member_text(&json, "help", rule->help);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	print_document(cli, &json);
}

/* For programs: figures in millionths of `unit`. */
static struct syndic_rows *plain_rows(const struct syndic_gate *report)
{
	static const struct syndic_column columns[] = {
		{"key", "rule", SYNDIC_TEXT, 0},      {"question", "question", SYNDIC_TEXT, 0},
		{"value", "is", SYNDIC_RATIO, 0},     {"more_than", "more than", SYNDIC_RATIO, 0},
		{"bound", "wanted", SYNDIC_RATIO, 0}, {"at_most", "at most", SYNDIC_BOOL, 0},
		{"passes", "passes", SYNDIC_BOOL, 0}, {"unit", "unit", SYNDIC_TEXT, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->rule_count; i++) {
		const struct syndic_gate_rule *rule = &report->rules[i];
		rows_add_text(rows, rule->key);
		rows_add_text(rows, rule->question);
		rows_add_figure(rows, rule->value);
		rows_add_figure(rows, rule->more_than);
		rows_add_number(rows, rule->bound);
		rows_add_number(rows, rule->at_most);
		rows_add_number(rows, rule->passes);
		rows_add_text(rows, rule->unit);
	}
	return rows;
}

#define QUESTIONS_FROM 100 /* columns: in fewer the questions would press the figures together */

/* For people; without the questions where there is no room for them. */
static struct syndic_rows *gate_rows(const struct cli *cli, const struct syndic_gate *report)
{
	static const struct syndic_column wide[] = {
		{"key", "rule", SYNDIC_TEXT, 0},          {"question", "question", SYNDIC_TEXT, VIEW_WRAP},
		{"value", "is", SYNDIC_TEXT, VIEW_RIGHT}, {"bound", "wanted", SYNDIC_TEXT, VIEW_WRAP},
		{"passes", "passes", SYNDIC_BOOL, 0},
	};
	static const struct syndic_column slim[] = {
		{"key", "rule", SYNDIC_TEXT, 0},
		{"value", "is", SYNDIC_TEXT, VIEW_RIGHT},
		{"bound", "wanted", SYNDIC_TEXT, VIEW_WRAP},
		{"passes", "passes", SYNDIC_BOOL, 0},
	};
	bool asks = !cli->view.width || cli->view.width >= QUESTIONS_FROM;
	struct syndic_rows *rows = asks ? rows_new(wide, sizeof wide / sizeof *wide)
	                                : rows_new(slim, sizeof slim / sizeof *slim);
	for (size_t i = 0; i < report->rule_count; i++) {
		const struct syndic_gate_rule *rule = &report->rules[i];
		struct buf value = {0}, bound = {0}, met = {0};
		if (rule->more_than.known) buf_add(&value, "more than ");
		measure_add(&value, rule->more_than.known ? rule->more_than : rule->value, rule->unit);
		if (!value.length) buf_add(&value, "unknown");
		buf_add(&bound, rule->at_most ? "at most " : "at least ");
		measure_add(&met, (struct syndic_figure){true, rule->bound}, rule->unit);
		buf_add(&bound, buf_text(&met));
		/* What misses its bound by less than is shown must not look as if it met it. */
		if (!rule->passes && value.length && strcmp(buf_text(&value), buf_text(&met)) == 0) {
			buf_reset(&value);
			buf_printf(&value, "just %s %s", rule->at_most ? "above" : "below", buf_text(&met));
		}
		rows_add_text(rows, rule->key);
		if (asks) rows_add_text(rows, rule->question);
		rows_add_text(rows, buf_text(&value));
		rows_add_text(rows, buf_text(&bound));
		rows_add_number(rows, rule->passes);
		buf_free(&value);
		buf_free(&bound);
		buf_free(&met);
	}
	return rows;
}

static enum syndic_status print_people(struct cli *cli, const struct syndic_gate *report)
{
	size_t failing = 0;
	const char *help = NULL;
	enum syndic_status status;
	for (size_t i = 0; i < report->rule_count; i++) {
		if (report->rules[i].passes) continue;
		if (!help) help = report->rules[i].help;
		failing++;
	}
	print_heading(cli, report->open ? "Yes: every rule passes." : "No: do not hire yet.");
	print_sentence(cli, "Scenario %s, on %s; %zu of %zu rules %s not pass.", report->scenario,
	               report->as_of, failing, report->rule_count, failing == 1 ? "does" : "do");
	print(cli, "\n");
	status = show_rows(cli, gate_rows(cli, report), "rules", "key", NULL);
	if (help) say_next(cli, "%s", help);
	return status;
}

/* The answer is no failure, but a script wants to see it: exit 1. */
static enum syndic_status gate(struct cli *cli)
{
	struct syndic_runway_options options = {.scenario = option(cli, "scenario")};
	struct syndic_gate *report = NULL;
	enum syndic_status status;
	if (!read_projection(cli, &options.projection)) return SYNDIC_MISUSE;
	status = syndic_report_gate(cli->handle, &options, &report);
	if (status != SYNDIC_OK) return status;
	if (cli->format == VIEW_JSON)
		print_json(cli, report);
	else if (cli->format == VIEW_TABLE)
		status = print_people(cli, report);
	else if (cli->format == VIEW_MD || cli->format == VIEW_LIST)
		status = show_rows(cli, gate_rows(cli, report), "rules", "key", NULL);
	else
		status = show_rows(cli, plain_rows(report), "rules", "key", NULL);
	if (status == SYNDIC_OK && !report->open) {
		cli->told = true;
		status = SYNDIC_FAILED;
	}
	syndic_gate_free(report);
	return status;
}

static const struct option_row options[] = {
	PROJECTION_OPTIONS,
	{"scenario", "SCENARIO", "committed, base, expected, or one of yours; else expected", 0, false},
};

const struct command command_gate = {
	.noun = "gate",
	.summary = "answer whether it is safe to hire, and why not",
	.text =
		"Rules over the indicators of the runway, the chance of running out within 12 months, "
		"the findings of `syndic review` and the days since the last snapshot. Their bounds are "
		"the settings gate_…: `syndic setting list` shows them. A figure that is unknown does "
		"not pass. Exit status 0: yes; 1: no.",
	.examples = "syndic gate\nsyndic gate --scenario one-more-hire\n"
				"syndic setting edit gate_estimated_runway --value 18",
	.options = {options, sizeof options / sizeof *options},
	.run = gate,
};
