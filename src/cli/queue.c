/* When slots are done, and whether what was quoted held. */
#include <inttypes.h>
#include <string.h>
#include "base/money.h"
#include "base/rows.h"
#include "cli/commands.h"

/* ---- queue ----------------------------------------------------------------------------------- */

static void add_position(struct json *json, struct syndic_figure position)
{
	json_key(json, "position");
	if (position.known)
		json_int(json, position.value / RATIO_ONE);
	else
		json_text(json, NULL);
}

static bool is_later(const struct syndic_queue_slot *slot)
{
	return slot->start_p50.later || slot->start_p85.later || slot->finish_p50.later ||
	       slot->finish_p85.later;
}

static void add_slot(struct json *json, const struct syndic_queue_slot *slot)
{
	json_open(json, '{');
	add_position(json, slot->position);
	json_member_text(json, "slug", slot->slug);
	json_member_text(json, "initiative", slot->initiative);
	json_member_text(json, "state", slot->state);
	json_member_figure(json, "hours_low", slot->hours_low, SYNDIC_UNIT_HOURS);
	json_member_figure(json, "hours_high", slot->hours_high, SYNDIC_UNIT_HOURS);
	json_member_text(json, "start_p50", slot->start_p50.month);
	json_member_text(json, "start_p85", slot->start_p85.month);
	json_member_text(json, "finish_p50", slot->finish_p50.month);
	json_member_text(json, "finish_p85", slot->finish_p85.month);
	json_member_text(json, "quoted_p50", slot->quoted_p50);
	json_member_text(json, "quoted_p85", slot->quoted_p85);
	json_member_bool(json, "later", is_later(slot));
	json_close(json, '}');
}

static void print_json(struct cli *cli, const struct syndic_queue *report)
{
	struct buf text = {0};
	struct json json = json_document(&text);
	json_member_open(&json, "slots", '[');
	for (size_t i = 0; i < report->slot_count; i++)
		add_slot(&json, &report->slots[i]);
	json_close(&json, ']');
	json_member_text(&json, "as_of", report->as_of);
	json_member_text(&json, "last_month", report->last_month);
	json_member_int(&json, "paths", report->paths);
	json_member_int(&json, "seed", report->seed);
	json_member_int(&json, "work_in_progress", report->work_in_progress);
	json_member_bool(&json, "capacity_known", report->capacity_known);
	print_document(cli, &json);
}

static struct syndic_rows *plain_rows(const struct syndic_queue *report)
{
	static const struct syndic_column columns[] = {
		{"position", "position", SYNDIC_INT, 0},
		{"slug", "slug", SYNDIC_TEXT, 0},
		{"initiative", "initiative", SYNDIC_TEXT, 0},
		{"state", "state", SYNDIC_TEXT, 0},
		{"hours_low", "hours low", SYNDIC_DECIMAL, 0},
		{"hours_high", "hours high", SYNDIC_DECIMAL, 0},
		{"start_p50", "start p50", SYNDIC_MONTH, 0},
		{"start_p85", "start p85", SYNDIC_MONTH, 0},
		{"finish_p50", "finish p50", SYNDIC_MONTH, 0},
		{"finish_p85", "finish p85", SYNDIC_MONTH, 0},
		{"quoted_p50", "quoted p50", SYNDIC_MONTH, 0},
		{"quoted_p85", "quoted p85", SYNDIC_MONTH, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->slot_count; i++) {
		const struct syndic_queue_slot *slot = &report->slots[i];
		if (slot->position.known)
			rows_add_number(rows, slot->position.value / RATIO_ONE);
		else
			rows_add_null(rows);
		rows_add_text(rows, slot->slug);
		rows_add_text(rows, slot->initiative);
		rows_add_text(rows, slot->state);
		rows_add_figure(rows, slot->hours_low);
		rows_add_figure(rows, slot->hours_high);
		rows_add_text(rows, slot->start_p50.month);
		rows_add_text(rows, slot->start_p85.month);
		rows_add_text(rows, slot->finish_p50.month);
		rows_add_text(rows, slot->finish_p85.month);
		rows_add_text(rows, slot->quoted_p50);
		rows_add_text(rows, slot->quoted_p85);
	}
	return rows;
}

static void add_month(struct syndic_rows *rows, struct syndic_queue_month month)
{
	rows_add_text(rows, month.month ? month.month : month.later ? "later" : "?");
}

/* Whole hours: `80-120`. */
static void add_hours(struct syndic_rows *rows, const struct syndic_queue_slot *slot)
{
	struct buf text = {0};
	int64_t low = muldiv(slot->hours_low.value, 1, RATIO_ONE);
	int64_t high = muldiv(slot->hours_high.value, 1, RATIO_ONE);
	buf_printf(&text, "%" PRId64, low);
	if (high != low) buf_printf(&text, "-%" PRId64, high);
	rows_add_text(rows, slot->hours_low.known ? buf_text(&text) : "?");
	buf_free(&text);
}

static struct syndic_rows *people_rows(const struct syndic_queue *report)
{
	static const struct syndic_column columns[] = {
		{"place", "place", SYNDIC_TEXT, 0},
		{"slug", "slot", SYNDIC_TEXT, 0},
		{"hours", "hours left", SYNDIC_TEXT, VIEW_RIGHT},
		{"start_p50", "start P50", SYNDIC_TEXT, 0},
		{"start_p85", "P85", SYNDIC_TEXT, 0},
		{"finish_p50", "done P50", SYNDIC_TEXT, 0},
		{"finish_p85", "P85", SYNDIC_TEXT, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->slot_count; i++) {
		const struct syndic_queue_slot *slot = &report->slots[i];
		char place[24];
		snprintf(place, sizeof place, "%" PRId64, slot->position.value / RATIO_ONE);
		rows_add_text(rows, slot->position.known ? place : slot->state);
		rows_add_text(rows, slot->slug);
		add_hours(rows, slot);
		add_month(rows, slot->start_p50);
		add_month(rows, slot->start_p85);
		add_month(rows, slot->finish_p50);
		add_month(rows, slot->finish_p85);
	}
	return rows;
}

static void print_unknown(struct cli *cli, const struct syndic_queue *report)
{
	bool later = false;
	for (size_t i = 0; i < report->slot_count; i++) {
		const struct syndic_queue_slot *slot = &report->slots[i];
		later |= is_later(slot);
		if (slot->hours_low.known) continue;
		print_sentence(
			cli,
			"The hours of %s are unknown, and so is what waits for it: syndic deliverable "
			"list --initiative %s.",
			slot->slug, slot->initiative);
	}
	if (later) print_sentence(cli, "later: after %s.", report->last_month);
	if (!report->capacity_known)
		print_sentence(cli,
		               "Nobody has said how much can be built this month, so that no month can be "
		               "estimated: syndic person-month add %.7s --people N --hours N "
		               "--billable-share 0.45.",
		               report->as_of);
}

static enum syndic_status print_people(struct cli *cli, const struct syndic_queue *report)
{
	struct buf line = {0};
	enum syndic_status status;
	buf_printf(&line, "The queue on %s, %" PRId64 " built at the same time at most", report->as_of,
	           report->work_in_progress);
	print_heading(cli, buf_text(&line));
	buf_free(&line);
	print(cli, "\n");
	status = show_rows(cli, people_rows(report), "slots", "slug",
	                   "no slot is held, queued or under way");
	if (report->slot_count) print(cli, "\n");
	print_unknown(cli, report);
	if (report->slot_count)
		print_sentence(cli,
		               "P50: as likely before as after; P85: kept in 85 of 100 simulated futures "
		               "(%" PRId64 " of them). A held slot: as if it were queued in its turn.",
		               report->paths);
	return status;
}

static enum syndic_status queue(struct cli *cli)
{
	struct syndic_queue_options wanted = {0};
	struct syndic_queue *report = NULL;
	enum syndic_status status;
	if (!read_number(cli, "paths", 1, &wanted.paths) || !read_number(cli, "seed", 1, &wanted.seed))
		return SYNDIC_MISUSE;
	status = syndic_report_queue(cli->handle, &wanted, &report);
	if (status != SYNDIC_OK) return status;
	if (cli->format == VIEW_JSON)
		print_json(cli, report);
	else if (cli->format == VIEW_TABLE)
		status = print_people(cli, report);
	else
		status = show_rows(cli, plain_rows(report), "slots", "slug", "no slots");
	syndic_queue_free(report);
	return status;
}

static const struct option_row queue_options[] = {
	{"paths", "N", "simulated futures; else 10000", 0, false},
	{"seed", "N", "which ones; else 1", 0, false},
};

const struct command command_queue = {
	.noun = "queue",
	.summary = "show when each slot starts and is done, as even chances and as 85 in 100",
	.text = "Slots under way, then queued ones by place, then held ones. The hours left of their "
			"deliverables, somewhere between low and high, are worked off first in, first out, "
			"with the "
			"capacity of `syndic capacity`, at most work_in_progress (a setting) at the same time. "
			"A slot "
			"is sold, never a date: what is told a customer is frozen by `syndic slot queue`.",
	.examples = "syndic queue\nsyndic queue --paths 2000 --seed 7 --json\n"
				"syndic slot reorder usage-quotas --to 1 --why 'a grant ends' --dry-run",
	.options = {queue_options, sizeof queue_options / sizeof *queue_options},
	.run = queue,
};

/* ---- score ----------------------------------------------------------------------------------- */

static void print_score_json(struct cli *cli, const struct syndic_queue_score *score)
{
	struct buf text = {0};
	struct json json = json_document(&text);
	json_member_text(&json, "as_of", score->as_of);
	json_member_int(&json, "receipts", score->receipts);
	json_member_int(&json, "inside_p50", score->inside_p50);
	json_member_int(&json, "inside_p85", score->inside_p85);
	json_member_figure(&json, "share_p50", score->share_p50, SYNDIC_UNIT_SHARE);
	json_member_figure(&json, "share_p85", score->share_p85, SYNDIC_UNIT_SHARE);
	json_member_int(&json, "open", score->open);
	json_member_int(&json, "not_quoted", score->silent);
	json_member_open(&json, "slots", '[');
	for (int64_t i = 0; i < score->receipts; i++) {
		const struct syndic_receipt *receipt = &score->items[i];
		json_open(&json, '{');
		json_member_text(&json, "slug", receipt->slug);
		json_member_text(&json, "initiative", receipt->initiative);
		json_member_text(&json, "quoted_on", receipt->quoted_on);
		json_member_text(&json, "finish_p50", receipt->finish_p50);
		json_member_text(&json, "finish_p85", receipt->finish_p85);
		json_member_text(&json, "delivered_on", receipt->delivered_on);
		json_member_bool(&json, "inside_p50", receipt->inside_p50);
		json_member_bool(&json, "inside_p85", receipt->inside_p85);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	print_document(cli, &json);
}

static struct syndic_rows *score_rows(const struct syndic_queue_score *score)
{
	static const struct syndic_column columns[] = {
		{"slug", "slot", SYNDIC_TEXT, 0},
		{"quoted_on", "quoted", SYNDIC_DATE, 0},
		{"finish_p50", "P50", SYNDIC_MONTH, 0},
		{"finish_p85", "P85", SYNDIC_MONTH, 0},
		{"delivered_on", "delivered", SYNDIC_DATE, 0},
		{"inside_p50", "in P50", SYNDIC_BOOL, 0},
		{"inside_p85", "in P85", SYNDIC_BOOL, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (int64_t i = 0; i < score->receipts; i++) {
		const struct syndic_receipt *receipt = &score->items[i];
		rows_add_text(rows, receipt->slug);
		rows_add_text(rows, receipt->quoted_on);
		rows_add_text(rows, receipt->finish_p50);
		rows_add_text(rows, receipt->finish_p85);
		rows_add_text(rows, receipt->delivered_on);
		rows_add_number(rows, receipt->inside_p50);
		rows_add_number(rows, receipt->inside_p85);
	}
	return rows;
}

static void print_verdict(struct cli *cli, const struct syndic_queue_score *score)
{
	print_sentence(cli,
	               "Receipts that can be judged: %" PRId64 "; quoted and still open: %" PRId64 ".",
	               score->receipts, score->open);
	if (score->silent)
		print_sentence(cli, "Delivered without a quote: %" PRId64 ".", score->silent);
	if (!score->share_p85.known) {
		print_sentence(cli, "Too few to say how good the quotes are: from %d on.",
		               SYNDIC_FEWEST_CASES);
		return;
	}
	print_sentence(cli,
	               "Delivered by their P85: %" PRId64 " %%, where 85 %% would be honest; by their "
	               "P50: %" PRId64 " %%, where 50 %% would be.",
	               muldiv(score->share_p85.value, 100, RATIO_ONE),
	               muldiv(score->share_p50.value, 100, RATIO_ONE));
}

static enum syndic_status queue_score(struct cli *cli)
{
	struct syndic_queue_score *score = NULL;
	enum syndic_status status = syndic_report_queue_score(cli->handle, &score);
	if (status != SYNDIC_OK) return status;
	if (cli->format == VIEW_JSON) {
		print_score_json(cli, score);
	} else {
		status = show_rows(cli, score_rows(score), "slots", "slug", "no receipt can be judged yet");
		if (cli->format == VIEW_TABLE && score->receipts) print(cli, "\n");
		if (cli->format == VIEW_TABLE) print_verdict(cli, score);
	}
	syndic_queue_score_free(score);
	return status;
}

const struct command command_queue_score = {
	.noun = "queue",
	.verb = "score",
	.summary = "show how many of the estimates given at the sale held",
	.text =
		"A receipt is judged when its slot is delivered, or when the month of its P85 has passed. "
		"It held where the slot was delivered in that month or before; of many, about 85 in 100 "
		"should meet their P85, and half their P50.",
	.examples = "syndic queue score\nsyndic queue score --json",
	.run = queue_score,
};
