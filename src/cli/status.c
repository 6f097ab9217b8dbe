/* The year against the plan. */
#include <inttypes.h>
#include <string.h>
#include "base/money.h"
#include "base/rows.h"
#include "cli/commands.h"
#include "view/bar.h"

#define BAR_WIDE 20
#define BAR_NARROW 8
#define BAR_SHORT 4
#define ROOMY 126  /* columns from which amounts are written out */
#define CRAMPED 96 /* columns below which the bars are short, so that labels wrap less */

/* ---- JSON ------------------------------------------------------------------------------------ */

static void add_target(struct json *json, const struct syndic_target_line *line)
{
	const struct {
		const char *key;
		struct syndic_figure figure;
	} figures[] = {
		{"target", line->target},     {"committed", line->committed}, {"in_force", line->in_force},
		{"renewing", line->renewing}, {"expected", line->expected},   {"open", line->open},
		{"gap", line->gap},
	};
	json_open(json, '{');
	json_member_text(json, "key", line->key);
	json_member_text(json, "label", line->label);
	json_member_text(json, "measure", line->measure);
	json_member_text(json, "unit", unit_name(line->unit));
	for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
		json_member_figure(json, figures[i].key, figures[i].figure, line->unit);
	json_member_figure(json, "coverage", line->coverage, SYNDIC_UNIT_SHARE);
	json_member_figure(json, "probability", line->probability, SYNDIC_UNIT_SHARE);
	json_member_int(json, "incomplete_count", line->incomplete_count);
	json_member_money(json, "incomplete_amount", line->incomplete_amount);
	json_close(json, '}');
}

static void add_mix(struct json *json, const struct syndic_status_report *report)
{
	json_open(json, '[');
	for (size_t i = 0; i < sizeof report->mix / sizeof *report->mix; i++) {
		const struct syndic_mix_line *line = &report->mix[i];
		json_open(json, '{');
		json_member_text(json, "class", line->size_class);
		json_member_money(json, "amount", line->amount);
		json_member_figure(json, "share", line->share, SYNDIC_UNIT_SHARE);
		json_member_figure(json, "target_share", line->target_share, SYNDIC_UNIT_SHARE);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void print_json(struct cli *cli, const struct syndic_status_report *report)
{
	const struct {
		const char *key, *text;
	} texts[] = {
		{"period", report->period}, {"starts_on", report->starts_on}, {"ends_on", report->ends_on},
		{"as_of", report->as_of},   {"currency", report->currency},   {"method", report->method},
		{"ledger", report->ledger},
	};
	struct buf text = {0};
	struct json json = json_document(&text);
	json_member_int(&json, "year", report->year);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		json_member_text(&json, texts[i].key, texts[i].text);
	json_member_open(&json, "targets", '[');
	for (size_t i = 0; i < report->target_count; i++)
		add_target(&json, &report->targets[i]);
	json_close(&json, ']');
	json_key(&json, "mix");
	add_mix(&json, report);
	json_member_money(&json, "revenue", report->revenue);
	json_member_figure(&json, "arr", report->arr, SYNDIC_UNIT_MONEY);
	json_member_open(&json, "members", '{');
	json_member_int(&json, "in_force", report->members_in_force);
	json_member_int(&json, "signed_this_year", report->members_signed_this_year);
	json_member_figure(&json, "to_win", report->members_to_win, SYNDIC_UNIT_COUNT);
	json_close(&json, '}');
	json_member_open(&json, "incomplete", '{');
	json_member_int(&json, "contracts", report->incomplete_contracts);
	json_member_money(&json, "amount", report->incomplete_amount);
	json_close(&json, '}');
	json_member_int(&json, "orgless_memberships", report->orgless_memberships);
	json_member_estimated(&json, report->estimated_rounds, report->estimated_round_count);
	print_document(cli, &json);
}

static void print_lines(struct cli *cli, const struct syndic_status_report *report)
{
	struct buf text = {0};
	for (size_t i = 0; i < report->target_count; i++) {
		struct json json = {.out = &text};
		add_target(&json, &report->targets[i]);
		buf_add_char(&text, '\n');
	}
	print(cli, buf_text(&text));
	buf_free(&text);
}

/* ---- CSV and the like ------------------------------------------------------------------------ */

static struct syndic_rows *plain_rows(const struct syndic_status_report *report)
{
	static const struct syndic_column columns[] = {
		{"key", "key", SYNDIC_TEXT, 0},
		{"label", "target", SYNDIC_TEXT, 0},
		{"measure", "measure", SYNDIC_TEXT, 0},
		{"target", "goal", SYNDIC_TEXT, VIEW_RIGHT},
		{"committed", "committed", SYNDIC_TEXT, VIEW_RIGHT},
		{"renewing", "renewing", SYNDIC_TEXT, VIEW_RIGHT},
		{"expected", "expected", SYNDIC_TEXT, VIEW_RIGHT},
		{"open", "open", SYNDIC_TEXT, VIEW_RIGHT},
		{"gap", "gap", SYNDIC_TEXT, VIEW_RIGHT},
		{"coverage", "coverage", SYNDIC_TEXT, VIEW_RIGHT},
		{"probability", "probability", SYNDIC_TEXT, VIEW_RIGHT},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->target_count; i++) {
		const struct syndic_target_line *line = &report->targets[i];
		rows_add_text(rows, line->key);
		rows_add_text(rows, line->label);
		rows_add_text(rows, line->measure);
		rows_add_plain(rows, line->target, line->unit);
		rows_add_plain(rows, line->committed, line->unit);
		rows_add_plain(rows, line->renewing, line->unit);
		rows_add_plain(rows, line->expected, line->unit);
		rows_add_plain(rows, line->open, line->unit);
		rows_add_plain(rows, line->gap, line->unit);
		rows_add_plain(rows, line->coverage, SYNDIC_UNIT_SHARE);
		rows_add_plain(rows, line->probability, SYNDIC_UNIT_SHARE);
	}
	return rows;
}

/* ---- for people ------------------------------------------------------------------------------ */

static bool is_roomy(const struct cli *cli)
{
	return cli->view.width == 0 || cli->view.width >= ROOMY;
}

static int64_t known(struct syndic_figure figure)
{
	return figure.known ? figure.value : 0;
}

static void add_figure(struct syndic_rows *rows, struct syndic_figure figure, enum syndic_unit unit,
                       bool brief)
{
	struct buf text = {0};
	figure_add(&text, figure, unit, brief);
	rows_add_text(rows, figure.known ? buf_text(&text) : NULL);
	buf_free(&text);
}

/* What of the gap the open deals cover, or that there is none. */
static void add_coverage(struct syndic_rows *rows, const struct syndic_target_line *line)
{
	if (line->gap.known && line->gap.value <= 0)
		rows_add_text(rows, "met");
	else
		add_figure(rows, line->coverage, SYNDIC_UNIT_SHARE, false);
}

static struct syndic_rows *target_rows(const struct cli *cli,
                                       const struct syndic_status_report *report)
{
	static const struct syndic_column roomy[] = {
		{"label", "target", SYNDIC_TEXT, VIEW_WRAP},
		{"target", "goal", SYNDIC_TEXT, VIEW_RIGHT},
		{"committed", "committed", SYNDIC_TEXT, VIEW_RIGHT},
		{"renewing", "renewing", SYNDIC_TEXT, VIEW_RIGHT},
		{"expected", "expected", SYNDIC_TEXT, VIEW_RIGHT},
		{"open", "open", SYNDIC_TEXT, VIEW_RIGHT},
		{"gap", "gap", SYNDIC_TEXT, VIEW_RIGHT},
		{"coverage", "coverage", SYNDIC_TEXT, VIEW_RIGHT},
		{"probability", "chance", SYNDIC_TEXT, VIEW_RIGHT},
		{"bar", "", SYNDIC_TEXT, VIEW_BAR},
	};
	enum { COLUMNS = sizeof roomy / sizeof *roomy };
	static const char *const brief_labels[COLUMNS] = {"target", "goal", "commit", "renew",
	                                                  "expect", "open", "gap",    "cover",
	                                                  "chance", ""};
	static struct syndic_column narrow[COLUMNS];
	bool brief = !is_roomy(cli);
	size_t width = !brief ? BAR_WIDE : cli->view.width < CRAMPED ? BAR_SHORT : BAR_NARROW;
	for (size_t i = 0; i < COLUMNS; i++) {
		narrow[i] = roomy[i];
		narrow[i].label = brief_labels[i];
	}
	struct syndic_rows *rows = rows_new(brief ? narrow : roomy, COLUMNS);
	for (size_t i = 0; i < report->target_count; i++) {
		const struct syndic_target_line *line = &report->targets[i];
		int64_t sure = known(line->committed) + known(line->renewing);
		const int64_t parts[3] = {known(line->committed), known(line->renewing),
		                          known(line->expected) - sure};
		struct buf bar = {0};
		rows_add_text(rows, line->label);
		add_figure(rows, line->target, line->unit, brief);
		add_figure(rows, line->committed, line->unit, brief);
		add_figure(rows, line->renewing, line->unit, brief);
		add_figure(rows, line->expected, line->unit, brief);
		add_figure(rows, line->open, line->unit, brief);
		add_figure(rows, line->gap, line->unit, brief);
		add_coverage(rows, line);
		rows_add_chance(rows, line->probability);
		if (line->target.known)
			bar_add_parts(&bar, parts, line->target.value, width, cli->view.ascii);
		rows_add_text(rows, bar.length ? buf_text(&bar) : NULL);
		buf_free(&bar);
	}
	return rows;
}

static struct syndic_rows *mix_rows(const struct cli *cli,
                                    const struct syndic_status_report *report)
{
	static const struct syndic_column columns[] = {
		{"class", "revenue by class", SYNDIC_TEXT, 0},
		{"amount", "earned", SYNDIC_MONEY, 0},
		{"share", "share", SYNDIC_TEXT, VIEW_RIGHT},
		{"target_share", "goal", SYNDIC_TEXT, VIEW_RIGHT},
		{"bar", "", SYNDIC_TEXT, VIEW_BAR},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < sizeof report->mix / sizeof *report->mix; i++) {
		const struct syndic_mix_line *line = &report->mix[i];
		struct buf bar = {0};
		bar_add(&bar, known(line->share), RATIO_ONE, BAR_WIDE, cli->view.ascii);
		rows_add_text(rows, line->size_class);
		rows_add_number(rows, muldiv(line->amount, 1, 100) * 100);
		add_figure(rows, line->share, SYNDIC_UNIT_SHARE, false);
		add_figure(rows, line->target_share, SYNDIC_UNIT_SHARE, false);
		rows_add_text(rows, bar.length ? buf_text(&bar) : NULL);
		buf_free(&bar);
	}
	return rows;
}

static void print_legend(struct cli *cli)
{
	bool ascii = cli->view.ascii;
	struct buf line = {0};
	buf_printf(&line, "%s committed  %s renewing  %s expected of open deals  %s goal\n\n",
	           bar_sign(0, ascii), bar_sign(1, ascii), bar_sign(2, ascii), bar_sign(3, ascii));
	print(cli, buf_text(&line));
	buf_free(&line);
}

static void print_members(struct cli *cli, const struct syndic_status_report *report)
{
	struct buf line = {0};
	print(cli, "\n");
	if (report->arr.known) {
		money_add(&line, report->arr.value, 1);
		print_sentence(cli, "ARR in force %s %s on %s.", buf_text(&line), report->currency,
		               report->as_of);
	}
	buf_reset(&line);
	if (report->members_to_win.known && report->members_to_win.value > 0) {
		buf_add(&line, ", ");
		figure_add(&line, report->members_to_win, SYNDIC_UNIT_COUNT, false);
		buf_add(&line, " still to win");
	}
	print_sentence(cli, "Members: %" PRId64 " now, %" PRId64 " signed this year%s.",
	               report->members_in_force, report->members_signed_this_year, buf_text(&line));
	buf_free(&line);
}

static void add_uncounted(struct buf *out, const char *what, int64_t count, int64_t amount)
{
	if (!count) return;
	buf_printf(out, "%s%s %" PRId64, out->length ? "; " : "", what, count);
	if (!amount) return;
	buf_add(out, " (");
	money_add(out, amount, 1);
	buf_add_char(out, ')');
}

/* Money that no figure above holds. */
static void print_incomplete(struct cli *cli, const struct syndic_status_report *report)
{
	struct buf records = {0};
	for (size_t i = 0; i < report->target_count; i++) {
		const struct syndic_target_line *line = &report->targets[i];
		add_uncounted(&records, line->label, line->incomplete_count, line->incomplete_amount);
	}
	add_uncounted(&records, "contracts", report->incomplete_contracts, report->incomplete_amount);
	if (records.length)
		print_sentence(cli, "Not counted, for lack of a date, amount, kind or revenue type: %s.",
		               buf_text(&records));
	if (report->orgless_memberships)
		print_sentence(cli,
		               "Membership contracts that name no organisation, and so count no member: "
		               "%" PRId64 " (syndic deal link).",
		               report->orgless_memberships);
	buf_free(&records);
}

static enum syndic_status print_people(struct cli *cli, const struct syndic_status_report *report)
{
	struct buf line = {0};
	enum syndic_status status = SYNDIC_OK;
	buf_printf(&line, "%s against the plan, on %s", report->period, report->as_of);
	print_heading(cli, buf_text(&line));
	buf_free(&line);
	print_sentence(cli, "In %s; revenue is %s, spread by %s of service.", report->currency,
	               report->ledger, report->method);
	print(cli, "\n");
	if (report->target_count == 0) {
		say(cli, "there are no targets for %s", report->period);
		say_next(cli,
		         "syndic target add KEY --label 'New memberships' --year %" PRId64
		         " --measure new-members --count 20",
		         report->year);
	} else {
		status = show_rows(cli, target_rows(cli, report), "targets", NULL, NULL);
		print_legend(cli);
	}
	if (status == SYNDIC_OK) status = show_rows(cli, mix_rows(cli, report), "mix", NULL, NULL);
	print_members(cli, report);
	print_estimated(cli, report->estimated_rounds, report->estimated_round_count);
	print_incomplete(cli, report);
	return status;
}

static enum syndic_status status_command(struct cli *cli)
{
	struct syndic_status_report *report = NULL;
	const char *year = option(cli, "year"), *period = option(cli, "period");
	if (year && period) return misuse(cli, NULL, "--year and --period exclude each other");
	if (year && (strlen(year) != 4 || strspn(year, "0123456789") != 4))
		return misuse(cli, "syndic status --period 2026-Q2", "--year %s: four digits are wanted",
		              year);
	enum syndic_status status = syndic_report_status(cli->handle, year ? year : period, &report);
	if (status != SYNDIC_OK) return status;
	if (cli->format == VIEW_JSON)
		print_json(cli, report);
	else if (cli->format == VIEW_JSONL)
		print_lines(cli, report);
	else if (cli->format == VIEW_TABLE)
		status = print_people(cli, report);
	else
		status = show_rows(cli, plain_rows(report), "targets", "key", "no targets");
	syndic_status_report_free(report);
	return status;
}

static const struct option_row options[] = {
	{"year", "YEAR", "the year; else this year", 0, false},
	{"period", "PERIOD", "a year, quarter or month: 2026, 2026-Q2, 2026-11", 0, false},
};

const struct command command_status = {
	.noun = "status",
	.summary = "show the year against the targets of the plan",
	.text =
		"For each target: what is committed by contracts, what should renew, what is expected with "
		"the "
		"open deals weighted by their probability, the open deals unweighted, the gap that is left "
		"after committed and renewing, how much of the gap the weighted open deals cover, and the "
		"chance that what is won and renewed reaches the target. Below: "
		"what was earned by size of contract, recurring revenue, members, and the money that could "
		"not be counted.",
	.examples = "syndic status\nsyndic status --year 2027\nsyndic status --period 2026-Q2 --json",
	.options = {options, sizeof options / sizeof *options},
	.run = status_command,
};
