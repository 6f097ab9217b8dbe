/* May we hire? */
#include <inttypes.h>
#include "base/money.h"
#include "base/rows.h"
#include "cli/commands.h"

static void print_json(struct cli *cli, const struct syndic_gate *report)
{
	struct buf text = {0};
	struct json json = {.out = &text};
	json_open(&json, '{');
	json_key(&json, "format");
	json_int(&json, 1);
	json_key(&json, "as_of");
	json_text(&json, report->as_of);
	json_key(&json, "scenario");
	json_text(&json, report->scenario);
	json_key(&json, "open");
	json_bool(&json, report->open);
	json_key(&json, "rules");
	json_open(&json, '[');
	for (size_t i = 0; i < report->rule_count; i++) {
		const struct syndic_gate_rule *rule = &report->rules[i];
		json_open(&json, '{');
		json_key(&json, "key");
		json_text(&json, rule->key);
		json_key(&json, "question");
		json_text(&json, rule->question);
		json_key(&json, "unit");
		json_text(&json, rule->unit);
		json_key(&json, "value");
		json_figure(&json, rule->value, SYNDIC_UNIT_COUNT);
		json_key(&json, "more_than");
		json_figure(&json, rule->more_than, SYNDIC_UNIT_COUNT);
		json_key(&json, rule->at_most ? "at_most" : "at_least");
		json_ratio(&json, rule->bound);
		json_key(&json, "passes");
		json_bool(&json, rule->passes);
		json_key(&json, "help");
		json_text(&json, rule->help);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	buf_add_char(&text, '\n');
	print(cli, buf_text(&text));
	buf_free(&text);
}

static struct syndic_rows *gate_rows(const struct syndic_gate *report)
{
	static const struct syndic_column columns[] = {
		{"key", "rule", SYNDIC_TEXT, 0},          {"question", "question", SYNDIC_TEXT, VIEW_WRAP},
		{"value", "is", SYNDIC_TEXT, VIEW_RIGHT}, {"bound", "wanted", SYNDIC_TEXT, 0},
		{"passes", "passes", SYNDIC_BOOL, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->rule_count; i++) {
		const struct syndic_gate_rule *rule = &report->rules[i];
		struct buf value = {0}, bound = {0};
		if (rule->more_than.known) buf_add(&value, "more than ");
		measure_add(&value, rule->more_than.known ? rule->more_than : rule->value, rule->unit);
		if (!value.length) buf_add(&value, "unknown");
		buf_add(&bound, rule->at_most ? "at most " : "at least ");
		measure_add(&bound, (struct syndic_figure){true, rule->bound}, rule->unit);
		rows_add_text(rows, rule->key);
		rows_add_text(rows, rule->question);
		rows_add_text(rows, buf_text(&value));
		rows_add_text(rows, buf_text(&bound));
		rows_add_number(rows, rule->passes);
		buf_free(&value);
		buf_free(&bound);
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
	print_sentence(cli, "Scenario %s, on %s; %zu of %zu rules do not pass.", report->scenario,
	               report->as_of, failing, report->rule_count);
	print(cli, "\n");
	status = show_rows(cli, gate_rows(report), "rules", "key", NULL);
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
	else
		status = show_rows(cli, gate_rows(report), "rules", "key", NULL);
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
