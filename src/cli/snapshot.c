/* Forecasts that are kept, and how good they were. */
#include <inttypes.h>
#include <string.h>
#include "base/money.h"
#include "base/rows.h"
#include "cli/commands.h"

#define ROOMY 100 /* columns from which amounts are written out */

/* ---- take ------------------------------------------------------------------------------------ */

static enum syndic_status take(struct cli *cli)
{
	struct syndic_forecast_options options = {0};
	enum syndic_status status;
	if (!read_projection(cli, &options.projection)) return SYNDIC_MISUSE;
	status = syndic_snapshot_take(cli->handle, operand(cli, 0), option(cli, "notes"), &options);
	if (status == SYNDIC_OK) status = tell_write(cli);
	if (status == SYNDIC_OK && has_written(cli))
		say_next(cli, "syndic snapshot-month list --snapshot %s",
		         syndic_last_write(cli->handle)->reference);
	return status;
}

static const struct option_row take_options[] = {
	PROJECTION_OPTIONS,
	{"notes", "TEXT", "why it is taken", 0, false},
};

const struct command command_snapshot_take = {
	.noun = "snapshot",
	.verb = "take",
	.operands = "[NAME]",
	.summary = "make a forecast and keep it, to be scored later",
	.text =
		"Keeps the months of `syndic forecast` with the same options, and the chance of every open "
		"deal, incomplete ones too. It is called by the day unless a NAME is given. "
		"`syndic snapshot score` says later how good it was.",
	.examples = "syndic snapshot take\n"
				"syndic snapshot take 'Board, January' --ledger earned --notes 'as shown'",
	.options = {take_options, sizeof take_options / sizeof *take_options},
	.flags = COMMAND_WRITES,
	.run = take,
};

/* ---- score: JSON ----------------------------------------------------------------------------- */

static void add_deals(struct json *json, const struct syndic_score *score)
{
	json_member_open(json, "deals", '{');
	json_member_int(json, "count", score->deals);
	json_member_int(json, "won", score->won);
	json_member_int(json, "lost", score->lost);
	json_member_int(json, "open", score->open);
	json_member_int(json, "removed", score->removed);
	json_member_int(json, "decided", score->won + score->lost);
	json_member_figure(json, "brier", score->brier, SYNDIC_UNIT_SHARE);
	json_member_figure(json, "base_rate", score->base_rate, SYNDIC_UNIT_SHARE);
	json_member_figure(json, "base_brier", score->base_brier, SYNDIC_UNIT_SHARE);
	json_member_figure(json, "skill", score->skill, SYNDIC_UNIT_SHARE);
	json_close(json, '}');
}

static void add_bins(struct json *json, const struct syndic_score *score)
{
	json_member_open(json, "calibration", '[');
	for (size_t i = 0; i < score->bin_count; i++) {
		const struct syndic_score_bin *bin = &score->bins[i];
		json_open(json, '{');
		json_member_ratio(json, "from", bin->from);
		json_member_ratio(json, "to", bin->to);
		json_member_int(json, "decided", bin->decided);
		json_member_int(json, "won", bin->won);
		json_member_figure(json, "forecast", bin->forecast, SYNDIC_UNIT_SHARE);
		json_member_figure(json, "actual", bin->actual, SYNDIC_UNIT_SHARE);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static struct syndic_figure known_if(bool known, int64_t value)
{
	return (struct syndic_figure){known, value};
}

static void add_month(struct json *json, const struct syndic_score_month *month)
{
	bool all = !month->month, banded = !all || month->verdict;
	json_open(json, '{');
	if (!all) json_member_text(json, "month", month->month);
	json_member_figure(json, "expected", known_if(!all || month->came_in.known, month->expected),
	                   SYNDIC_UNIT_MONEY);
	json_member_figure(json, "p10", known_if(banded, month->p10), SYNDIC_UNIT_MONEY);
	json_member_figure(json, "p50", known_if(banded, month->p50), SYNDIC_UNIT_MONEY);
	json_member_figure(json, "p90", known_if(banded, month->p90), SYNDIC_UNIT_MONEY);
	json_member_figure(json, "came_in", month->came_in, SYNDIC_UNIT_MONEY);
	json_member_figure(json, "beside", month->beside, SYNDIC_UNIT_MONEY);
	json_member_text(json, "verdict", month->verdict);
	if (!all) {
		json_member_text(json, "basis", month->basis);
		json_member_text(json, "reason", month->reason);
	}
	json_close(json, '}');
}

static void add_band(struct json *json, const struct syndic_score *score)
{
	json_member_open(json, "months", '[');
	for (size_t i = 0; i < score->month_count; i++)
		add_month(json, &score->months[i]);
	json_close(json, ']');
	json_key(json, "total");
	add_month(json, &score->total);
	json_member_open(json, "band", '{');
	json_member_int(json, "months", score->forecast_months);
	json_member_int(json, "over", (int64_t)score->month_count);
	json_member_int(json, "comparable", score->comparable);
	json_member_int(json, "below", score->below);
	json_member_int(json, "inside", score->inside);
	json_member_int(json, "above", score->above);
	json_member_int(json, "certain", score->certain);
	json_member_int(json, "certain_met", score->met);
	json_member_figure(json, "inside_share", score->inside_share, SYNDIC_UNIT_SHARE);
	json_member_ratio(json, "honest_share", SYNDIC_SCORE_HONEST);
	json_close(json, '}');
}

static void print_json(struct cli *cli, const struct syndic_score *score)
{
	struct buf text = {0};
	struct json json = json_document(&text);
	json_member_text(&json, "snapshot", score->snapshot);
	json_member_text(&json, "name", score->name);
	json_member_text(&json, "taken_on", score->taken_on);
	json_member_text(&json, "as_of", score->as_of);
	json_member_int(&json, "days", score->days);
	json_member_text(&json, "currency", score->currency);
	json_member_text(&json, "ledger", score->ledger);
	json_member_text(&json, "method", score->method);
	json_member_bool(&json, "learned", score->learned);
	add_deals(&json, score);
	add_bins(&json, score);
	add_band(&json, score);
	print_document(cli, &json);
}

/* ---- score: rows ----------------------------------------------------------------------------- */

static void add_cell(struct syndic_rows *rows, struct syndic_figure figure)
{
	if (figure.known)
		rows_add_number(rows, figure.value);
	else
		rows_add_null(rows);
}

/* The months that are over, for CSV and the like. */
static struct syndic_rows *plain_rows(const struct syndic_score *score)
{
	static const struct syndic_column columns[] = {
		{"month", "month", SYNDIC_TEXT, 0},    {"expected", "expected", SYNDIC_MONEY, 0},
		{"p10", "P10", SYNDIC_MONEY, 0},       {"p50", "P50", SYNDIC_MONEY, 0},
		{"p90", "P90", SYNDIC_MONEY, 0},       {"came_in", "came in", SYNDIC_MONEY, 0},
		{"beside", "beside", SYNDIC_MONEY, 0}, {"verdict", "verdict", SYNDIC_TEXT, 0},
		{"basis", "told by", SYNDIC_TEXT, 0},  {"reason", "reason", SYNDIC_TEXT, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < score->month_count; i++) {
		const struct syndic_score_month *month = &score->months[i];
		rows_add_text(rows, month->month);
		rows_add_number(rows, month->expected);
		rows_add_number(rows, month->p10);
		rows_add_number(rows, month->p50);
		rows_add_number(rows, month->p90);
		add_cell(rows, month->came_in);
		add_cell(rows, month->beside);
		rows_add_text(rows, month->verdict);
		rows_add_text(rows, month->basis);
		rows_add_text(rows, month->reason);
	}
	return rows;
}

/* ---- score: for people ----------------------------------------------------------------------- */

static void add_amount(struct syndic_rows *rows, const struct cli *cli, struct syndic_figure figure)
{
	struct buf text = {0};
	bool brief = cli->view.width && cli->view.width < ROOMY;
	figure_add(&text, figure, SYNDIC_UNIT_MONEY, brief);
	rows_add_text(rows, text.length ? buf_text(&text) : NULL);
	buf_free(&text);
}

static void add_line(struct syndic_rows *rows, const struct cli *cli,
                     const struct syndic_score_month *month)
{
	struct buf basis = {0};
	bool banded = month->month || month->verdict;
	rows_add_text(rows, month->month ? month->month : "these");
	add_amount(rows, cli, known_if(true, month->expected));
	add_amount(rows, cli, known_if(banded, month->p10));
	add_amount(rows, cli, known_if(banded, month->p90));
	add_amount(rows, cli, month->came_in);
	add_amount(rows, cli, month->beside);
	rows_add_text(rows, month->verdict);
	if (month->reason)
		buf_printf(&basis, "not comparable: %s", month->reason);
	else if (month->basis)
		buf_add(&basis, month->basis);
	rows_add_text(rows, basis.length ? buf_text(&basis) : NULL);
	buf_free(&basis);
}

static struct syndic_rows *month_rows(const struct cli *cli, const struct syndic_score *score)
{
	static const struct syndic_column columns[] = {
		{"month", "month", SYNDIC_TEXT, 0},
		{"expected", "expected", SYNDIC_TEXT, VIEW_RIGHT},
		{"p10", "P10", SYNDIC_TEXT, VIEW_RIGHT},
		{"p90", "P90", SYNDIC_TEXT, VIEW_RIGHT},
		{"came_in", "came in", SYNDIC_TEXT, VIEW_RIGHT},
		{"beside", "beside", SYNDIC_TEXT, VIEW_RIGHT},
		{"verdict", "verdict", SYNDIC_TEXT, 0},
		{"basis", "told by", SYNDIC_TEXT, VIEW_WRAP},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < score->month_count; i++)
		add_line(rows, cli, &score->months[i]);
	if (score->comparable > 1) add_line(rows, cli, &score->total);
	return rows;
}

static struct syndic_rows *bin_rows(const struct syndic_score *score)
{
	static const struct syndic_column columns[] = {
		{"chance", "chance given", SYNDIC_TEXT, 0},
		{"decided", "decided", SYNDIC_INT, 0},
		{"won", "won", SYNDIC_INT, 0},
		{"forecast", "forecast", SYNDIC_TEXT, VIEW_RIGHT},
		{"actual", "actual", SYNDIC_TEXT, VIEW_RIGHT},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < score->bin_count; i++) {
		const struct syndic_score_bin *bin = &score->bins[i];
		struct buf chance = {0};
		buf_printf(&chance, "%" PRId64 " to %" PRId64 " %%", bin->from * 100 / RATIO_ONE,
		           bin->to * 100 / RATIO_ONE);
		rows_add_text(rows, buf_text(&chance));
		rows_add_number(rows, bin->decided);
		rows_add_number(rows, bin->won);
		rows_add_share(rows, bin->forecast);
		rows_add_share(rows, bin->actual);
		buf_free(&chance);
	}
	return rows;
}

/* `0.142`: three decimals are as many as a few dozen deals can carry. */
static void add_score(struct buf *out, struct syndic_figure score)
{
	enum { PARTS = 1000 };
	int64_t parts = muldiv(score.value, PARTS, RATIO_ONE);
	buf_printf(out, "%" PRId64 ".%03" PRId64, parts / PARTS, parts % PARTS);
}

static void print_skill(struct cli *cli, const struct syndic_score *score)
{
	struct buf base = {0}, skill = {0};
	figure_add(&base, score->base_rate, SYNDIC_UNIT_SHARE, false);
	if (!score->skill.known) {
		print_sentence(cli,
		               "%s of them was won: how well the chances told them apart is not known.",
		               score->won ? "Every one" : "None");
		goto out;
	}
	buf_add(&skill, "The base rate, ");
	buf_add(&skill, buf_text(&base));
	buf_add(&skill, " for each, which nobody could know then, scores ");
	add_score(&skill, score->base_brier);
	buf_add(&skill, ": skill ");
	figure_add(&skill, score->skill, SYNDIC_UNIT_SHARE, false);
	buf_add(&skill, score->skill.value < 0    ? ", the chances were worse than that."
	                : score->skill.value == 0 ? ", the chances were no better than that."
	                                          : ", the chances were better than that.");
	print_sentence(cli, "%s", buf_text(&skill));
out:
	buf_free(&base);
	buf_free(&skill);
}

static enum syndic_status print_deals(struct cli *cli, const struct syndic_score *score)
{
	int64_t decided = score->won + score->lost;
	struct buf line = {0};
	enum syndic_status status;
	print_sentence(cli,
	               "Deals that were open: %" PRId64 ". Won %" PRId64 ", lost %" PRId64
	               ", still open %" PRId64 ", removed %" PRId64 ".",
	               score->deals, score->won, score->lost, score->open, score->removed);
	if (!score->brier.known) {
		print_sentence(cli, "No score of the chances: too few cases: %" PRId64 ".", decided);
		return SYNDIC_OK;
	}
	add_score(&line, score->brier);
	print_sentence(cli,
	               "Brier score %s over %" PRId64
	               " decided deals (0 is perfect; one half for each scores 0.25).",
	               buf_text(&line), decided);
	buf_free(&line);
	print_skill(cli, score);
	print(cli, "\n");
	status = show_rows(cli, bin_rows(score), "calibration", NULL, NULL);
	return status;
}

static void print_verdict(struct cli *cli, const struct syndic_score *score)
{
	int64_t banded = score->comparable - score->certain;
	struct buf share = {0};
	figure_add(&share, score->inside_share, SYNDIC_UNIT_SHARE, false);
	if (score->inside_share.known)
		print_sentence(cli,
		               "Inside P10 to P90: %" PRId64 " of %" PRId64
		               " months, %s; an honest band holds 80 %%. Below %" PRId64 ", above %" PRId64
		               ". Months share their deals and count for fewer than they are.",
		               score->inside, banded, buf_text(&share), score->below, score->above);
	else
		print_sentence(cli,
		               "Inside P10 to P90: %" PRId64 ", below %" PRId64 ", above %" PRId64
		               "; for a share too few cases: %" PRId64 ".",
		               score->inside, score->below, score->above, banded);
	if (score->certain)
		print_sentence(cli,
		               "Months without a band (P10 is P90): %" PRId64 ", of which %" PRId64
		               " came just so; they are no test of one.",
		               score->certain, score->met);
	if (score->total.beside.known && score->total.beside.value)
		print_sentence(cli, "Beside: from contracts that the forecast is not about, such as "
		                    "renewals and new business that nobody had forecast.");
	if (strcmp(score->ledger, "remaining") == 0)
		print_sentence(cli, "Payments come in lumps where the forecast spreads evenly: a sum over "
		                    "many months says more than one month.");
	buf_free(&share);
}

/* What would make months comparable. */
static void say_missing(const struct cli *cli, const struct syndic_score *score)
{
	bool remaining = strcmp(score->ledger, "remaining") == 0;
	say(cli, remaining
	             ? "to compare more months, list what was paid when (of what nothing was paid "
	               "yet, collected is 0), and usage"
	             : "to compare more months, complete the contracts named, and list usage");
	say_next(cli, remaining
	                  ? "syndic payment add --contract CONTRACT --paid-on DATE --amount AMOUNT"
	                  : "syndic usage add --org ORG --month MONTH --active-users N");
}

static enum syndic_status print_people(struct cli *cli, const struct syndic_score *score)
{
	struct buf line = {0};
	enum syndic_status status;
	buf_printf(&line, "Snapshot %s, taken on %s, seen from %s", score->snapshot, score->taken_on,
	           score->as_of);
	print_heading(cli, buf_text(&line));
	buf_free(&line);
	print_sentence(cli,
	               "%" PRId64 " days on. In %s; ledger %s, spread by %s; %" PRId64
	               " months from %s.",
	               score->days, score->currency, score->ledger, score->method,
	               score->forecast_months, score->first_month);
	if (score->early && !operand(cli, 0))
		print_sentence(cli, "None was taken %d days ago or earlier: this is the latest.",
		               SYNDIC_SCORE_DAYS);
	print(cli, "\n");
	status = print_deals(cli, score);
	if (status != SYNDIC_OK) return status;
	print(cli, "\n");
	if (score->month_count == 0) {
		print_sentence(cli, "None of its months is over yet: nothing can be said of the band.");
		return SYNDIC_OK;
	}
	status = show_rows(cli, month_rows(cli, score), "months", NULL, NULL);
	if (status != SYNDIC_OK) return status;
	print_verdict(cli, score);
	if (score->comparable < (int64_t)score->month_count) say_missing(cli, score);
	return status;
}

static enum syndic_status score(struct cli *cli)
{
	struct syndic_score *report = NULL;
	enum syndic_status status = syndic_snapshot_score(cli->handle, operand(cli, 0), &report);
	if (status != SYNDIC_OK) return status;
	if (cli->format == VIEW_JSON)
		print_json(cli, report);
	else if (cli->format == VIEW_TABLE)
		status = print_people(cli, report);
	else
		status = show_rows(cli, plain_rows(report), "months", "month", "no month of it is over");
	syndic_score_free(report);
	return status;
}

const struct command command_snapshot_score = {
	.noun = "snapshot",
	.verb = "score",
	.operands = "[SNAPSHOT]",
	.summary = "say how good a forecast was that was kept",
	.text =
		"Its chances against what came of the deals: the Brier score, beside that of the share "
		"that was won, and how often deals of each chance were won. Deals still open count neither "
		"way. Its band against what came in, month by month: by payments (ledger remaining), or by "
		"actuals or contracts (ledger earned). What cannot be compared is said to be so. Without "
		"a SNAPSHOT it is the latest one at least 90 days old, else the latest.",
	.examples = "syndic snapshot score\nsyndic snapshot score 2026-01-15 --as-of 2026-07-01\n"
				"syndic snapshot score --json",
	.run = score,
};
