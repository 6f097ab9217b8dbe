/* What endangers the plan. */
#include <inttypes.h>
#include <string.h>
#include "base/rows.h"
#include "cli/commands.h"

static const char *const trend_names[] = {
	[SYNDIC_TREND_UNKNOWN] = "unknown",
	[SYNDIC_TREND_BETTER] = "better",
	[SYNDIC_TREND_WORSE] = "worse",
	[SYNDIC_TREND_SAME] = "same",
};

/* ---- for programs ---------------------------------------------------------------------------- */

static void add_cell(struct json *json, const struct syndic_rows *rows, size_t column)
{
	const struct syndic_column *of = syndic_rows_column(rows, column);
	struct syndic_value value = syndic_rows_value(rows, column);
	json_key(json, of->name);
	if (value.kind == SYNDIC_NULL)
		json_text(json, NULL);
	else if (value.kind == SYNDIC_STRING)
		json_text_n(json, value.text, value.length);
	else if (of->type == SYNDIC_MONEY)
		json_money(json, value.number);
	else
		json_ratio(json, value.number);
}

static void add_records(struct json *json, struct syndic_rows *rows)
{
	json_member_open(json, "records", '[');
	while (syndic_rows_next(rows) == 1) {
		json_open(json, '{');
		for (size_t i = 0; i < syndic_rows_column_count(rows); i++)
			add_cell(json, rows, i);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void add_compared(struct json *json, const struct syndic_risk *risk)
{
	if (!risk->compared_with) {
		json_member_text(json, "compared_with", NULL);
		return;
	}
	json_member_open(json, "compared_with", '{');
	json_member_text(json, "what", risk->compared_with);
	json_member_figure(json, "value", risk->compared, risk->unit);
	json_member_figure(json, "before", risk->compared_before, risk->unit);
	json_close(json, '}');
}

static void add_risk(struct json *json, const struct syndic_risk *risk)
{
	json_open(json, '{');
	json_member_text(json, "key", risk->key);
	json_member_text(json, "label", risk->label);
	json_member_text(json, "question", risk->question);
	json_member_text(json, "unit", unit_name(risk->unit));
	json_member_figure(json, "value", risk->value, risk->unit);
	json_member_figure(json, "before", risk->before, risk->unit);
	json_member_text(json, "trend", trend_names[risk->trend]);
	json_member_int(json, "cases", risk->cases);
	json_member_int(json, "cases_before", risk->cases_before);
	json_member_text(json, "note", risk->note);
	json_member_text(json, "alert", risk->alert);
	add_compared(json, risk);
	add_records(json, risk->records);
	json_close(json, '}');
}

static void print_json(struct cli *cli, const struct syndic_risks *report)
{
	struct buf text = {0};
	struct json json = json_document(&text);
	json_member_text(&json, "as_of", report->as_of);
	json_member_text(&json, "currency", report->currency);
	json_member_int(&json, "months", report->months);
	json_member_text(&json, "from", report->from);
	json_member_text(&json, "before_from", report->before_from);
	json_member_open(&json, "risks", '[');
	for (size_t i = 0; i < report->risk_count; i++)
		add_risk(&json, &report->risks[i]);
	json_close(&json, ']');
	print_document(cli, &json);
}

static void print_lines(struct cli *cli, const struct syndic_risks *report)
{
	struct buf text = {0};
	for (size_t i = 0; i < report->risk_count; i++) {
		struct json json = {.out = &text};
		add_risk(&json, &report->risks[i]);
		buf_add_char(&text, '\n');
	}
	print(cli, buf_text(&text));
	buf_free(&text);
}

static struct syndic_rows *plain_rows(const struct syndic_risks *report)
{
	static const struct syndic_column columns[] = {
		{"key", "risk", SYNDIC_TEXT, 0},
		{"label", "figure", SYNDIC_TEXT, 0},
		{"question", "question", SYNDIC_TEXT, 0},
		{"unit", "unit", SYNDIC_TEXT, 0},
		{"value", "value", SYNDIC_TEXT, VIEW_RIGHT},
		{"before", "before", SYNDIC_TEXT, VIEW_RIGHT},
		{"trend", "trend", SYNDIC_TEXT, 0},
		{"cases", "cases", SYNDIC_INT, 0},
		{"cases_before", "cases before", SYNDIC_INT, 0},
		{"compared_with", "compared with", SYNDIC_TEXT, 0},
		{"compared", "which is", SYNDIC_TEXT, VIEW_RIGHT},
		{"alert", "look, since", SYNDIC_TEXT, 0},
		{"note", "note", SYNDIC_TEXT, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->risk_count; i++) {
		const struct syndic_risk *risk = &report->risks[i];
		rows_add_text(rows, risk->key);
		rows_add_text(rows, risk->label);
		rows_add_text(rows, risk->question);
		rows_add_text(rows, unit_name(risk->unit));
		rows_add_plain(rows, risk->value, risk->unit);
		rows_add_plain(rows, risk->before, risk->unit);
		rows_add_text(rows, trend_names[risk->trend]);
		rows_add_number(rows, risk->cases);
		rows_add_number(rows, risk->cases_before);
		rows_add_text(rows, risk->compared_with);
		rows_add_plain(rows, risk->compared, risk->unit);
		rows_add_text(rows, risk->alert);
		rows_add_text(rows, *risk->note ? risk->note : NULL);
	}
	return rows;
}

/* ---- for people ------------------------------------------------------------------------------ */

/* Up or down, and what that means: a sign alone says neither, a colour less. */
static void trend_add(struct buf *out, const struct syndic_risk *risk, bool ascii)
{
	const char *up = ascii ? "^" : "↑", *down = ascii ? "v" : "↓";
	if (risk->trend == SYNDIC_TREND_BETTER || risk->trend == SYNDIC_TREND_WORSE)
		buf_add(out, risk->value.value > risk->before.value ? up : down);
	else
		buf_add(out, risk->trend == SYNDIC_TREND_SAME ? "=" : "?");
	buf_printf(out, " %s", trend_names[risk->trend]);
}

static void add_figure(struct syndic_rows *rows, struct syndic_figure figure, enum syndic_unit unit)
{
	struct buf text = {0};
	figure_add(&text, figure, unit, true);
	rows_add_text(rows, figure.known ? buf_text(&text) : "?");
	buf_free(&text);
}

static struct syndic_rows *page_rows(const struct cli *cli, const struct syndic_risks *report)
{
	static const struct syndic_column columns[] = {
		{"key", "risk", SYNDIC_TEXT, 0},
		{"label", "figure", SYNDIC_TEXT, VIEW_WRAP},
		{"value", "value", SYNDIC_TEXT, VIEW_RIGHT},
		{"before", "before", SYNDIC_TEXT, VIEW_RIGHT},
		{"trend", "trend", SYNDIC_TEXT, 0},
		{"cases", "cases", SYNDIC_INT, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->risk_count; i++) {
		const struct syndic_risk *risk = &report->risks[i];
		struct buf trend = {0};
		rows_add_text(rows, risk->key);
		rows_add_text(rows, risk->label);
		add_figure(rows, risk->value, risk->unit);
		add_figure(rows, risk->before, risk->unit);
		trend_add(&trend, risk, cli->view.ascii);
		rows_add_text(rows, buf_text(&trend));
		rows_add_number(rows, risk->cases);
		buf_free(&trend);
	}
	return rows;
}

/* `one funder: 5.00`; nothing where nothing is compared. */
static void compared_add(struct buf *out, const struct syndic_risk *risk)
{
	if (!risk->compared_with) return;
	buf_printf(out, "%s: ", risk->compared_with);
	if (risk->compared.known)
		figure_add(out, risk->compared, risk->unit, false);
	else
		buf_add(out, "unknown");
}

static bool wants_a_look(const struct syndic_risk *risk)
{
	return risk->alert || risk->trend == SYNDIC_TREND_WORSE;
}

/* Why: its alert, and that it got worse. */
static struct syndic_rows *look_rows(const struct syndic_risks *report)
{
	static const struct syndic_column columns[] = {
		{"key", "risk", SYNDIC_TEXT, 0},
		{"why", "why", SYNDIC_TEXT, VIEW_WRAP},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->risk_count; i++) {
		const struct syndic_risk *risk = &report->risks[i];
		struct buf why = {0};
		if (!wants_a_look(risk)) continue;
		if (risk->alert) buf_add(&why, risk->alert);
		if (risk->trend == SYNDIC_TREND_WORSE)
			buf_printf(&why, "%sworse than before", why.length ? "; " : "");
		rows_add_text(rows, risk->key);
		rows_add_text(rows, buf_text(&why));
		buf_free(&why);
	}
	return rows;
}

static void print_first_line(struct cli *cli, const struct syndic_risks *report)
{
	struct buf line = {0};
	buf_printf(&line, "Risks of the plan on %s, %" PRId64 " month%s, in %s", report->as_of,
	           report->months, report->months == 1 ? "" : "s", report->currency);
	print_heading(cli, buf_text(&line));
	buf_free(&line);
}

static enum syndic_status print_people(struct cli *cli, const struct syndic_risks *report)
{
	const char *first = NULL;
	enum syndic_status status;
	print_first_line(cli, report);
	print(cli, "\n");
	status = show_rows(cli, page_rows(cli, report), "risks", "key", NULL);
	for (size_t i = report->risk_count; i-- > 0;)
		if (wants_a_look(&report->risks[i])) first = report->risks[i].key;
	print(cli, "\n");
	if (first && status == SYNDIC_OK) {
		print_heading(cli, "What to look at");
		status = show_rows(cli, look_rows(report), "risks", "key", NULL);
		print(cli, "\n");
	}
	print_sentence(
		cli,
		"Since %s, against the %" PRId64 " months before; of what is open, as it stands. "
		"?: unknown, which is not nothing. Fewer than %d cases make no percentage and no "
		"trend. What a figure rests on: syndic risk KEY",
		report->from, report->months, SYNDIC_FEWEST_CASES);
	if (first) say_next(cli, "syndic risk %s", first);
	return status;
}

/* `Value 3 (count), before 1: ↑ worse; cases: 7, before 5.` and what is to be said of it. */
static void print_figure(struct cli *cli, const struct syndic_risk *risk)
{
	struct buf line = {0};
	buf_printf(&line, "Value %s", risk->value.known ? "" : "unknown");
	figure_add(&line, risk->value, risk->unit, false);
	if (risk->unit != SYNDIC_UNIT_SHARE && risk->value.known)
		buf_printf(&line, " (%s)", unit_name(risk->unit));
	buf_printf(&line, ", before %s", risk->before.known ? "" : "unknown");
	figure_add(&line, risk->before, risk->unit, false);
	buf_add(&line, ": ");
	trend_add(&line, risk, cli->view.ascii);
	buf_printf(&line, "; cases: %" PRId64 ", before %" PRId64, risk->cases, risk->cases_before);
	print_sentence(cli, "%s.", buf_text(&line));
	buf_reset(&line);
	compared_add(&line, risk);
	if (line.length) print_sentence(cli, "Compared with %s.", buf_text(&line));
	if (risk->alert) print_sentence(cli, "Look: %s.", risk->alert);
	if (*risk->note) print_sentence(cli, "Note: %s.", risk->note);
	buf_free(&line);
}

/* One figure and its records. The table has no room for their commands: the first one is told. */
static enum syndic_status show_one(struct cli *cli, struct syndic_risk *risk)
{
	struct syndic_rows *rows = risk->records;
	struct buf line = {0}, help = {0};
	risk->records = NULL; /* shown rows are freed */
	if (cli->format != VIEW_TABLE)
		return show_rows(cli, rows, "records", "reference", "no records");
	buf_printf(&line, "%s: %s", risk->key, risk->label);
	print_heading(cli, buf_text(&line));
	buf_free(&line);
	print_sentence(cli, "%s", risk->question);
	print_figure(cli, risk);
	print(cli, "\n");
	if (syndic_rows_next(rows) == 1)
		buf_add(&help, syndic_rows_value(rows, syndic_rows_column_count(rows) - 1).text);
	rows_rewind(rows);
	enum syndic_status status = show_rows(cli, rows, "records", "reference", "no records");
	if (help.length && status == SYNDIC_OK) say_next(cli, "%s", buf_text(&help));
	buf_free(&help);
	return status;
}

static enum syndic_status risk(struct cli *cli)
{
	bool lines = cli->format == VIEW_JSONL && !operand(cli, 0);
	struct syndic_risk_options wanted = {.key = operand(cli, 0),
	                                     .records = cli->format == VIEW_JSON || lines};
	struct syndic_risks *report = NULL;
	enum syndic_status status;
	if (!read_number(cli, "months", 1, &wanted.months)) return SYNDIC_MISUSE;
	status = syndic_report_risk(cli->handle, &wanted, &report);
	if (status != SYNDIC_OK) return status;
	if (cli->format == VIEW_JSON)
		print_json(cli, report);
	else if (lines)
		print_lines(cli, report);
	else if (wanted.key)
		status = show_one(cli, report->risks);
	else if (cli->format == VIEW_TABLE)
		status = print_people(cli, report);
	else if (cli->format == VIEW_MD || cli->format == VIEW_LIST)
		status = show_rows(cli, page_rows(cli, report), "risks", "key", NULL);
	else
		status = show_rows(cli, plain_rows(report), "risks", "key", NULL);
	syndic_risks_free(report);
	return status;
}

static const struct option_row options[] = {
	{"months", "N", "how long a window is, which ends today; else 12", 0, false},
};

const struct command command_risk = {
	.noun = "risk",
	.operands = "[KEY]",
	.summary = "show what endangers the plan, as figures with their trend",
	.text =
		"What co-funding costs in talking against one funder, whether members come fast enough "
		"for the target, what is lost over a slot instead of a date, months of work in the queue, "
		"deliverables near their high hours, how long an SOW takes, what upstream rejects, "
		"renewals lost to cheaper alternatives, pledges and rounds about to fail. Each figure "
		"stands beside the same one of the window before it; below, what to look at. With a KEY "
		"one figure and the records behind it.",
	.examples = "syndic risk\nsyndic risk sale-hours\nsyndic risk --months 6\n"
				"syndic risk cheaper-lost --format csv",
	.options = {options, sizeof options / sizeof *options},
	.run = risk,
};
