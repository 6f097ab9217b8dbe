/* Where deals go from each stage, and what history says of the chance to win. */
#include <inttypes.h>
#include <string.h>
#include "base/money.h"
#include "base/rows.h"
#include "cli/commands.h"

/* ---- JSON ------------------------------------------------------------------------------------ */

static void add_stage(struct json *json, const struct syndic_conversion_stage *line)
{
	json_open(json, '{');
	json_member_text(json, "pipeline", line->pipeline);
	json_member_text(json, "stage", line->stage);
	json_member_int(json, "entered", line->entered);
	json_member_int(json, "stayed", line->stayed);
	json_member_figure(json, "stayed_share", line->stayed_share, SYNDIC_UNIT_SHARE);
	json_member_open(json, "next", '[');
	for (size_t i = 0; i < line->move_count; i++) {
		const struct syndic_conversion_move *move = &line->moves[i];
		json_open(json, '{');
		json_member_text(json, "pipeline", move->pipeline);
		json_member_text(json, "stage", move->stage);
		json_member_int(json, "deals", move->deals);
		json_member_figure(json, "share", move->share, SYNDIC_UNIT_SHARE);
		json_close(json, '}');
	}
	json_close(json, ']');
	json_member_int(json, "won", line->won);
	json_member_figure(json, "won_share", line->won_share, SYNDIC_UNIT_SHARE);
	json_member_int(json, "lost", line->lost);
	json_member_figure(json, "lost_share", line->lost_share, SYNDIC_UNIT_SHARE);
	json_member_int(json, "open", line->open);
	json_member_figure(json, "open_share", line->open_share, SYNDIC_UNIT_SHARE);
	json_member_ratio(json, "configured", line->configured);
	json_member_figure(json, "history", line->history, SYNDIC_UNIT_SHARE);
	json_member_figure(json, "low", line->low, SYNDIC_UNIT_SHARE);
	json_member_figure(json, "high", line->high, SYNDIC_UNIT_SHARE);
	json_member_int(json, "decided", line->decided);
	json_close(json, '}');
}

static void add_rate(struct json *json, const char *key, const struct syndic_win_rate *rate)
{
	json_member_open(json, key, '{');
	json_member_ratio(json, "rate", rate->rate);
	json_member_int(json, "won", rate->won);
	json_member_int(json, "decided", rate->decided);
	json_member_bool(json, "learned", rate->learned);
	json_close(json, '}');
}

static void print_json(struct cli *cli, const struct syndic_conversion *report)
{
	struct buf text = {0};
	struct json json = json_document(&text);
	json_member_text(&json, "as_of", report->as_of);
	json_member_text(&json, "since", report->since);
	json_member_open(&json, "stages", '[');
	for (size_t i = 0; i < report->stage_count; i++)
		add_stage(&json, &report->stages[i]);
	json_close(&json, ']');
	add_rate(&json, "renewal", &report->renewal);
	add_rate(&json, "new", &report->fresh);
	print_document(cli, &json);
}

/* ---- CSV and the like ------------------------------------------------------------------------ */

static struct syndic_rows *stage_rows(const struct syndic_conversion *report)
{
	static const struct syndic_column columns[] = {
		{"pipeline", "pipeline", SYNDIC_TEXT, 0},
		{"stage", "stage", SYNDIC_TEXT, 0},
		{"entered", "entered", SYNDIC_INT, 0},
		{"stayed", "stayed", SYNDIC_INT, 0},
		{"stayed_share", "stayed, share", SYNDIC_RATIO, 0},
		{"won", "won", SYNDIC_INT, 0},
		{"won_share", "won, share", SYNDIC_RATIO, 0},
		{"lost", "lost", SYNDIC_INT, 0},
		{"lost_share", "lost, share", SYNDIC_RATIO, 0},
		{"open", "open", SYNDIC_INT, 0},
		{"open_share", "open, share", SYNDIC_RATIO, 0},
		{"configured", "configured", SYNDIC_RATIO, 0},
		{"history", "history", SYNDIC_RATIO, 0},
		{"low", "low", SYNDIC_RATIO, 0},
		{"high", "high", SYNDIC_RATIO, 0},
		{"decided", "decided", SYNDIC_INT, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->stage_count; i++) {
		const struct syndic_conversion_stage *line = &report->stages[i];
		rows_add_text(rows, line->pipeline);
		rows_add_text(rows, line->stage);
		rows_add_number(rows, line->entered);
		rows_add_number(rows, line->stayed);
		rows_add_figure(rows, line->stayed_share);
		rows_add_number(rows, line->won);
		rows_add_figure(rows, line->won_share);
		rows_add_number(rows, line->lost);
		rows_add_figure(rows, line->lost_share);
		rows_add_number(rows, line->open);
		rows_add_figure(rows, line->open_share);
		rows_add_number(rows, line->configured);
		rows_add_figure(rows, line->history);
		rows_add_figure(rows, line->low);
		rows_add_figure(rows, line->high);
		rows_add_number(rows, line->decided);
	}
	return rows;
}

/* Each move from stage to stage. */
static struct syndic_rows *move_rows(const struct syndic_conversion *report)
{
	static const struct syndic_column columns[] = {
		{"pipeline", "pipeline", SYNDIC_TEXT, 0},
		{"stage", "from", SYNDIC_TEXT, 0},
		{"next_pipeline", "next pipeline", SYNDIC_TEXT, 0},
		{"next", "to", SYNDIC_TEXT, 0},
		{"deals", "deals", SYNDIC_INT, 0},
		{"entered", "of", SYNDIC_INT, 0},
		{"share", "share", SYNDIC_RATIO, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->stage_count; i++) {
		const struct syndic_conversion_stage *line = &report->stages[i];
		for (size_t k = 0; k < line->move_count; k++) {
			const struct syndic_conversion_move *move = &line->moves[k];
			rows_add_text(rows, line->pipeline);
			rows_add_text(rows, line->stage);
			rows_add_text(rows, move->pipeline);
			rows_add_text(rows, move->stage);
			rows_add_number(rows, move->deals);
			rows_add_number(rows, line->entered);
			rows_add_figure(rows, move->share);
		}
	}
	return rows;
}

/* ---- for people ------------------------------------------------------------------------------ */

/* `9 (45 %)`, or `9` where there are too few cases for a percentage. */
static void buf_add_deals(struct buf *out, int64_t deals, struct syndic_figure share)
{
	buf_printf(out, "%" PRId64, deals);
	if (!share.known) return;
	buf_add(out, " (");
	figure_add(out, share, SYNDIC_UNIT_SHARE, false);
	buf_add_char(out, ')');
}

static void add_deals(struct syndic_rows *rows, int64_t deals, struct syndic_figure share)
{
	struct buf text = {0};
	buf_add_deals(&text, deals, share);
	rows_add_text(rows, buf_text(&text));
	buf_free(&text);
}

/* `Outreach 9 (45 %), Closed Lost 2 (10 %)`. */
static void add_next(struct syndic_rows *rows, const struct syndic_conversion_stage *line)
{
	struct buf text = {0};
	for (size_t i = 0; i < line->move_count; i++) {
		const struct syndic_conversion_move *move = &line->moves[i];
		if (text.length) buf_add(&text, ", ");
		if (strcmp(move->pipeline, line->pipeline) != 0) buf_printf(&text, "%s ", move->pipeline);
		buf_printf(&text, "%s ", move->stage);
		buf_add_deals(&text, move->deals, move->share);
	}
	if (line->stayed) {
		buf_add(&text, text.length ? ", still there " : "still there ");
		buf_add_deals(&text, line->stayed, line->stayed_share);
	}
	rows_add_text(rows, buf_text(&text));
	buf_free(&text);
}

/* Names a pipeline where it begins. */
static void add_pipeline(struct syndic_rows *rows, const char **before, const char *pipeline)
{
	rows_add_text(rows, *before && strcmp(*before, pipeline) == 0 ? NULL : pipeline);
	*before = pipeline;
}

static struct syndic_rows *next_rows(const struct syndic_conversion *report)
{
	static const struct syndic_column columns[] = {
		{"pipeline", "pipeline", SYNDIC_TEXT, 0},  {"stage", "stage", SYNDIC_TEXT, 0},
		{"entered", "deals", SYNDIC_INT, 0},       {"next", "went to next", SYNDIC_TEXT, VIEW_WRAP},
		{"won", "won", SYNDIC_TEXT, VIEW_RIGHT},   {"lost", "lost", SYNDIC_TEXT, VIEW_RIGHT},
		{"open", "open", SYNDIC_TEXT, VIEW_RIGHT},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	const char *before = NULL;
	for (size_t i = 0; i < report->stage_count; i++) {
		const struct syndic_conversion_stage *line = &report->stages[i];
		if (!line->entered) continue;
		add_pipeline(rows, &before, line->pipeline);
		rows_add_text(rows, line->stage);
		rows_add_number(rows, line->entered);
		add_next(rows, line);
		add_deals(rows, line->won, line->won_share);
		add_deals(rows, line->lost, line->lost_share);
		add_deals(rows, line->open, line->open_share);
	}
	return rows;
}

/* A stage's chance from history, and the interval around it. */
static void add_chance(struct syndic_rows *rows, const struct syndic_conversion_stage *line,
                       bool ascii)
{
	struct buf history = {0}, interval = {0};
	if (line->history.known) {
		figure_add(&history, line->history, SYNDIC_UNIT_SHARE, false);
		buf_printf(&interval, "%" PRId64 "%s%" PRId64 " %%",
		           muldiv(line->low.value, 100, RATIO_ONE), ascii ? "-" : "–",
		           muldiv(line->high.value, 100, RATIO_ONE));
	} else {
		buf_printf(&history, "too few cases: %" PRId64, line->decided);
	}
	rows_add_text(rows, buf_text(&history));
	rows_add_text(rows, interval.length ? buf_text(&interval) : NULL);
	buf_free(&history);
	buf_free(&interval);
}

static struct syndic_rows *chance_rows(const struct cli *cli,
                                       const struct syndic_conversion *report)
{
	static const struct syndic_column columns[] = {
		{"pipeline", "pipeline", SYNDIC_TEXT, 0},
		{"stage", "stage", SYNDIC_TEXT, 0},
		{"configured", "configured", SYNDIC_TEXT, VIEW_RIGHT},
		{"history", "history", SYNDIC_TEXT, VIEW_RIGHT},
		{"interval", "4 of 5 times", SYNDIC_TEXT, VIEW_RIGHT},
		{"decided", "decided", SYNDIC_INT, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	const char *before = NULL;
	for (size_t i = 0; i < report->stage_count; i++) {
		const struct syndic_conversion_stage *line = &report->stages[i];
		struct buf configured = {0};
		if (!line->entered) continue;
		ratio_add_percent(&configured, line->configured);
		add_pipeline(rows, &before, line->pipeline);
		rows_add_text(rows, line->stage);
		rows_add_text(rows, buf_text(&configured));
		add_chance(rows, line, cli->view.ascii);
		rows_add_number(rows, line->decided);
		buf_free(&configured);
	}
	return rows;
}

static void print_rate(struct cli *cli, const char *what, const char *setting,
                       const struct syndic_win_rate *rate)
{
	struct buf percent = {0};
	figure_add(&percent, (struct syndic_figure){true, rate->rate}, SYNDIC_UNIT_SHARE, false);
	if (rate->learned)
		print_sentence(cli, "%s: %s won, %" PRId64 " of %" PRId64 " decided.", what,
		               buf_text(&percent), rate->won, rate->decided);
	else
		print_sentence(cli, "%s: %s, the setting %s; too few cases: %" PRId64 ".", what,
		               buf_text(&percent), setting, rate->decided);
	buf_free(&percent);
}

static enum syndic_status print_people(struct cli *cli, const struct syndic_conversion *report)
{
	struct buf line = {0};
	bool any = false;
	buf_printf(&line, "From stage to stage, on %s", report->as_of);
	if (report->since) buf_printf(&line, ", of deals that came since %s", report->since);
	print_heading(cli, buf_text(&line));
	buf_free(&line);
	print(cli, "\n");
	enum syndic_status status =
		show_rows(cli, next_rows(report), "stages", NULL, "no deal has been in any stage");
	for (size_t i = 0; i < report->stage_count; i++)
		any = any || report->stages[i].entered;
	if (any && status == SYNDIC_OK) {
		print(cli, "\n");
		print_heading(cli, "The chance to win");
		print(cli, "\n");
		status = show_rows(cli, chance_rows(cli, report), "stages", NULL, NULL);
	}
	print(cli, "\n");
	print_rate(cli, "Renewals", "renewal_rate", &report->renewal);
	print_rate(cli, "New deals", "new_rate", &report->fresh);
	print_sentence(cli,
	               "A deal counts once for each stage, from the first time it came there. "
	               "Fewer than %d cases make no percentage.",
	               SYNDIC_FEWEST_CASES);
	return status;
}

static enum syndic_status conversion(struct cli *cli)
{
	struct syndic_history_options wanted = {option(cli, "pipeline"), option(cli, "since")};
	bool moves = option(cli, "moves") != NULL;
	struct syndic_conversion *report = NULL;
	enum syndic_status status = syndic_report_conversion(cli->handle, &wanted, &report);
	if (status != SYNDIC_OK) return status;
	if (cli->format == VIEW_JSON)
		print_json(cli, report);
	else if (moves)
		status = show_rows(cli, move_rows(report), "moves", "stage", "no deal has moved");
	else if (cli->format == VIEW_TABLE)
		status = print_people(cli, report);
	else
		status = show_rows(cli, stage_rows(report), "stages", "stage", "no stages");
	syndic_conversion_free(report);
	return status;
}

static const struct option_row options[] = {
	{"pipeline", "PIPELINE", "only its stages", 0, false},
	{"since", "DATE", "only deals that came into the stage on that day or later", 0, false},
	{"moves", NULL, "each move from stage to stage in a row of its own", 0, false},
};

const struct command command_conversion = {
	.noun = "conversion",
	.summary = "show where deals go from each stage, and what history says of its chance",
	.text =
		"For each open stage: how many deals came into it, where they went next, and how many are "
		"won, lost and still open. Below, the chance to win: as configured, and as it and history "
		"tell together. The configured chance weighs as much as ten deals; deals still open "
		"are counted for as long as they were watched; the interval holds the chance four times of "
		"five. Renewals and new deals have a win rate each.",
	.examples = "syndic conversion\nsyndic conversion --pipeline membership --since 2025-01-01\n"
				"syndic conversion --moves --format csv",
	.options = {options, sizeof options / sizeof *options},
	.run = conversion,
};
