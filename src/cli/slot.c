/* Slots: held, queued, pulled, delivered. */
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "cli/verb.h"

static const struct option_row hold_options[] = {
	{"sow", "SOW", "by which statement of work", 0, false},
	WHY_OPTION,
};
const struct command command_slot_hold = {
	.noun = "slot",
	.verb = "hold",
	.operands = "INITIATIVE",
	.summary = "hold a place in the queue for an initiative",
	.text = "A syndicate that is reached gets its slot by itself; this is for work that one deal "
			"pays for. An initiative has one live slot at most. A held slot is behind every "
			"queued one; it is queued once its SOW is executed.",
	.examples = "syndic slot hold usage-quotas --sow usage-quotas --why 'the board wants it next'",
	.options = {hold_options, sizeof hold_options / sizeof *hold_options},
	.flags = COMMAND_WRITES,
	.next = "syndic slot queue %r",
	.run = run_verb,
};

static const struct option_row queue_options[] = {
	{"sow", "SOW", "the statement of work; else the slot's, else its syndicate's", 0, false},
	WHY_OPTION,
};
const struct command command_slot_queue = {
	.noun = "slot",
	.verb = "queue",
	.operands = "SLOT",
	.summary = "queue a held slot as the last one, and keep the estimate that is given",
	.text = "Wants a SOW that is executed: what is queued is fully paid for. The months of `syndic "
			"queue` are frozen in the slot as its receipt; `syndic queue score` tells later "
			"whether it held.",
	.examples = "syndic slot queue usage-quotas",
	.options = {queue_options, sizeof queue_options / sizeof *queue_options},
	.flags = COMMAND_WRITES,
	.next = "syndic queue",
	.run = run_verb,
};

static const struct option_row why_options[] = {WHY_OPTION};
const struct command command_slot_pull = {
	.noun = "slot",
	.verb = "pull",
	.operands = "SLOT",
	.summary = "begin to build the head of the queue",
	.text = "First in, first out, and no more at the same time than the setting work_in_progress "
			"allows. The others move up; the initiative is in flight, its SOW active.",
	.examples = "syndic slot pull usage-quotas",
	.options = {why_options, sizeof why_options / sizeof *why_options},
	.flags = COMMAND_WRITES,
	.next = "syndic queue",
	.run = run_verb,
};
const struct command command_slot_deliver = {
	.noun = "slot",
	.verb = "deliver",
	.operands = "SLOT",
	.summary = "say that all of a slot is delivered",
	.text = "Wants every deliverable of its initiative accepted or dropped, and one accepted at "
			"least. It waits for no merge upstream. The initiative goes to review.",
	.examples = "syndic slot deliver usage-quotas",
	.options = {why_options, sizeof why_options / sizeof *why_options},
	.flags = COMMAND_WRITES,
	.next = "syndic queue score",
	.run = run_verb,
};

/* ---- reorder ---- */

static const char *month_said(struct syndic_queue_month month)
{
	return month.month ? month.month : month.later ? "beyond 20 years" : "unknown";
}

/* `P85 2026-05 → 2026-07 (2 months later)` */
static void add_change(struct buf *out, const struct cli *cli, const char *label,
                       struct syndic_queue_month before, struct syndic_queue_month after)
{
	int64_t months;
	buf_printf(out, "%s %s", label, month_said(before));
	if (strcmp(month_said(before), month_said(after)) == 0) return;
	buf_printf(out, " %s %s", cli->say_ascii ? "->" : "→", month_said(after));
	if (!before.month || !after.month) return;
	months = month_number(after.month) - month_number(before.month);
	buf_printf(out, " (%lld month%s %s)", llabs((long long)months), llabs(months) == 1 ? "" : "s",
	           months > 0 ? "later" : "earlier");
}

static void say_move(const struct cli *cli, const struct syndic_queue_move *move)
{
	struct buf line = {0};
	add_change(&line, cli, "start P50", move->start_p50_before, move->start_p50_after);
	add_change(&line, cli, ", P85", move->start_p85_before, move->start_p85_after);
	add_change(&line, cli, "; done P50", move->finish_p50_before, move->finish_p50_after);
	add_change(&line, cli, ", P85", move->finish_p85_before, move->finish_p85_after);
	say(cli, "estimate of %s: %s", move->slug, buf_text(&line));
	buf_free(&line);
}

static void add_position(struct json *json, const char *key, struct syndic_figure position)
{
	json_key(json, key);
	if (position.known)
		json_int(json, position.value / RATIO_ONE);
	else
		json_text(json, NULL);
}

static void print_moves(struct cli *cli, const struct syndic_reorder *report)
{
	struct buf text = {0};
	struct json json = {.out = &text};
	json_open(&json, '{');
	json_add_write(&json, cli);
	json_member_open(&json, "slots", '[');
	for (size_t i = 0; i < report->move_count; i++) {
		const struct syndic_queue_move *move = &report->moves[i];
		json_open(&json, '{');
		json_member_text(&json, "slug", move->slug);
		add_position(&json, "position_before", move->position_before);
		add_position(&json, "position", move->position_after);
		json_member_text(&json, "finish_p50_before", move->finish_p50_before.month);
		json_member_text(&json, "finish_p50", move->finish_p50_after.month);
		json_member_text(&json, "finish_p85_before", move->finish_p85_before.month);
		json_member_text(&json, "finish_p85", move->finish_p85_after.month);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	buf_add_char(&text, '\n');
	print(cli, buf_text(&text));
	buf_free(&text);
}

/* Runs the verb; for programs with the estimates on standard output. */
static enum syndic_status move(struct cli *cli, const struct syndic_reorder *report)
{
	enum syndic_status status;
	if (!report || (cli->format != VIEW_JSON && cli->format != VIEW_JSONL)) return run_verb(cli);
	status = call_verb(cli);
	if (status != SYNDIC_OK) return status;
	print_moves(cli, report);
	return say_write(cli);
}

static enum syndic_status reorder(struct cli *cli)
{
	struct syndic_reorder *report = NULL;
	int64_t place = 0;
	enum syndic_status status;
	/* Without a reason nothing is moved, and the verb says so. */
	if (option(cli, "why") && option(cli, "to")) {
		if (!read_number(cli, "to", 1, &place)) return SYNDIC_MISUSE;
		status = syndic_report_reorder(cli->handle, operand(cli, 0), place, NULL, &report);
		if (status != SYNDIC_OK) return status;
	}
	status = move(cli, report);
	for (size_t i = 0; report && status == SYNDIC_OK && i < report->move_count; i++)
		say_move(cli, &report->moves[i]);
	syndic_reorder_free(report);
	return status;
}

static const struct option_row reorder_options[] = {
	{"to", "PLACE", "which place in the queue it gets, from 1", 0, false},
	WHY_OPTION,
};
const struct command command_slot_reorder = {
	.noun = "slot",
	.verb = "reorder",
	.operands = "SLOT",
	.summary = "move a queued slot to another place, for a reason that is kept",
	.text =
		"Says of every estimate that it moves what it was and what it is, on the same simulated "
		"futures; with --dry-run it moves nothing. Quotes given stay as they were given.",
	.examples = "syndic slot reorder usage-quotas --to 1 --why 'upstream wants it first' --dry-run",
	.options = {reorder_options, sizeof reorder_options / sizeof *reorder_options},
	.flags = COMMAND_WRITES,
	.run = reorder,
};
