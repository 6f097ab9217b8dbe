/* Whom to call for a round. */
#include <inttypes.h>
#include "base/money.h"
#include "base/rows.h"
#include "cli/commands.h"

#define SHOWN 20

static void print_json(struct cli *cli, const struct syndic_calls *report)
{
	struct buf text = {0};
	struct json json = json_document(&text);
	json_member_text(&json, "as_of", report->as_of);
	json_member_text(&json, "currency", report->currency);
	json_member_ratio(&json, "pledge_hours", report->hours);
	json_member_bool(&json, "learned", report->learned);
	json_member_int(&json, "cases", report->cases);
	json_member_int(&json, "total", (int64_t)report->total);
	json_member_ratio(&json, "swing_error", report->swing_error);
	json_member_open(&json, "calls", '[');
	for (size_t i = 0; i < report->call_count; i++) {
		const struct syndic_call *call = &report->calls[i];
		json_open(&json, '{');
		json_member_text(&json, "kind", call->kind);
		json_member_text(&json, "syndicate", call->syndicate);
		json_member_text(&json, "deal", call->deal);
		json_member_text(&json, "org", call->org);
		json_member_text(&json, "stage", call->stage);
		json_member_money(&json, "amount", call->amount);
		json_member_bool(&json, "assumed", call->assumed);
		json_member_ratio(&json, "probability", call->probability);
		json_member_ratio(&json, "swing", call->swing);
		json_member_ratio(&json, "swing_error", call->swing_error);
		json_member_ratio(&json, "hours", call->hours);
		json_member_ratio(&json, "spent", call->spent);
		json_member_ratio(&json, "swing_per_hour", call->per_hour);
		json_member_text(&json, "last_conversation", call->last_conversation);
		json_member_text(&json, "owner", call->owner);
		json_member_text(&json, "command", call->command);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	print_document(cli, &json);
}

/* For programs: hours in millionths. */
static struct syndic_rows *plain_rows(const struct syndic_calls *report)
{
	static const struct syndic_column columns[] = {
		{"kind", "kind", SYNDIC_TEXT, 0},
		{"syndicate", "syndicate", SYNDIC_TEXT, 0},
		{"deal", "pledge", SYNDIC_TEXT, 0},
		{"org", "org", SYNDIC_TEXT, 0},
		{"stage", "stage", SYNDIC_TEXT, 0},
		{"amount", "amount", SYNDIC_MONEY, 0},
		{"assumed", "assumed", SYNDIC_BOOL, 0},
		{"probability", "chance", SYNDIC_RATIO, 0},
		{"swing", "swing", SYNDIC_RATIO, 0},
		{"hours", "hours", SYNDIC_DECIMAL, 0},
		{"spent", "spent", SYNDIC_DECIMAL, 0},
		{"swing_per_hour", "swing an hour", SYNDIC_RATIO, 0},
		{"last_conversation", "last conversation", SYNDIC_DATE, 0},
		{"owner", "owner", SYNDIC_TEXT, 0},
		{"command", "command", SYNDIC_TEXT, VIEW_WRAP},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->call_count; i++) {
		const struct syndic_call *call = &report->calls[i];
		rows_add_text(rows, call->kind);
		rows_add_text(rows, call->syndicate);
		rows_add_text(rows, call->deal);
		rows_add_text(rows, call->org);
		rows_add_text(rows, call->stage);
		rows_add_number(rows, call->amount);
		rows_add_number(rows, call->assumed);
		rows_add_number(rows, call->probability);
		rows_add_number(rows, call->swing);
		rows_add_number(rows, call->hours);
		rows_add_number(rows, call->spent);
		rows_add_number(rows, call->per_hour);
		rows_add_text(rows, call->last_conversation);
		rows_add_text(rows, call->owner);
		rows_add_text(rows, call->command);
	}
	return rows;
}

/* ---- for people ------------------------------------------------------------------------------ */

static void add_hours(struct syndic_rows *rows, int64_t hours)
{
	struct buf text = {0};
	figure_add(&text, (struct syndic_figure){true, hours}, SYNDIC_UNIT_COUNT, false);
	rows_add_text(rows, buf_text(&text));
	buf_free(&text);
}

/* Per cent an hour, with one decimal. */
static void add_rate(struct syndic_rows *rows, int64_t rate)
{
	struct buf text = {0};
	ratio_add_percent(&text, muldiv(rate, 1, RATIO_ONE / 1000) * (RATIO_ONE / 1000));
	rows_add_text(rows, buf_text(&text));
	buf_free(&text);
}

static struct syndic_rows *call_rows(const struct syndic_calls *report)
{
	static const struct syndic_column columns[] = {
		{"who", "whom", SYNDIC_TEXT, VIEW_WRAP},
		{"syndicate", "round", SYNDIC_TEXT, VIEW_WRAP},
		{"stage", "stage", SYNDIC_TEXT, 0},
		{"swing", "swing", SYNDIC_TEXT, VIEW_RIGHT},
		{"hours", "hours", SYNDIC_TEXT, VIEW_RIGHT},
		{"rate", "an hour", SYNDIC_TEXT, VIEW_RIGHT},
		{"last_conversation", "talked", SYNDIC_DATE, 0},
		{"owner", "owner", SYNDIC_TEXT, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < report->call_count; i++) {
		const struct syndic_call *call = &report->calls[i];
		rows_add_text(rows, call->deal ? call->deal : call->org);
		rows_add_text(rows, call->syndicate);
		rows_add_text(rows, call->stage ? call->stage : call->kind);
		rows_add_chance(rows, (struct syndic_figure){true, call->swing});
		add_hours(rows, call->hours);
		add_rate(rows, call->per_hour);
		rows_add_text(rows, call->last_conversation);
		rows_add_text(rows, call->owner);
	}
	return rows;
}

static bool any_assumed(const struct syndic_calls *report)
{
	for (size_t i = 0; i < report->call_count; i++)
		if (report->calls[i].assumed) return true;
	return false;
}

static void print_error(struct cli *cli, const struct syndic_calls *report)
{
	struct buf error = {0};
	if (!report->swing_error) return;
	ratio_add_percent(&error, report->swing_error);
	print_sentence(cli,
	               "Swings of rounds that are too large to be worked out are estimated, and may be "
	               "off by up to %s.",
	               buf_text(&error));
	buf_free(&error);
}

static void print_below(struct cli *cli, const struct syndic_calls *report)
{
	struct buf hours = {0};
	figure_add(&hours, (struct syndic_figure){true, report->hours}, SYNDIC_UNIT_COUNT, false);
	print(cli, "\n");
	print_sentence(cli, "Hours: of conversations still to come, of %s to a binding pledge (%s).",
	               buf_text(&hours),
	               report->learned ? "learned from history" : "the setting pledge_hours");
	print_error(cli, report);
	if (any_assumed(report))
		print_sentence(cli,
		               "Where no amount is said, the median of the round's pledges is assumed.");
	if (report->call_count < report->total)
		print_sentence(cli, "and %zu more: --limit 0", report->total - report->call_count);
	if (report->unknown)
		print_sentence(cli, "Left out: rounds whose threshold is unknown (%" PRId64 ").",
		               report->unknown);
	if (report->without_median)
		print_sentence(cli,
		               "Prospects left out: rounds without any pledged amount to go by (%" PRId64
		               ").",
		               report->without_median);
	buf_free(&hours);
}

static enum syndic_status print_people(struct cli *cli, const struct syndic_calls *report)
{
	enum syndic_status status =
		show_rows(cli, call_rows(report), "calls", "who", "nobody is left to call");
	print_below(cli, report);
	if (report->call_count) say_next(cli, "%s", report->calls[0].command);
	return status;
}

static enum syndic_status next(struct cli *cli)
{
	struct syndic_calls *report = NULL;
	enum syndic_status status;
	int64_t limit;
	if (!read_limit(cli, SHOWN, &limit)) return SYNDIC_MISUSE;
	status = syndic_report_calls(cli->handle, operand(cli, 0), limit, &report);
	if (status != SYNDIC_OK) return status;
	if (cli->format == VIEW_JSON)
		print_json(cli, report);
	else if (cli->format == VIEW_TABLE)
		status = print_people(cli, report);
	else
		status = show_rows(cli, plain_rows(report), "calls", "deal", "nobody is left to call");
	syndic_calls_free(report);
	return status;
}

static const struct option_row options[] = {
	{"limit", "N", "how many, 0 for all; else 20", 0, false},
};

const struct command command_syndicate_next = {
	.noun = "syndicate",
	.verb = "next",
	.operands = "[SYNDICATE]",
	.summary = "say whom to call: what does most for a round, an hour of talking",
	.text =
		"Pledges that are not binding yet, and prospects without a pledge: members in force, and "
		"organisations that endorsed the initiative. Each by its swing (the chance of the round "
		"with it less that without) for an hour of the conversations that it will still take. "
		"Without a syndicate it looks at all that are forming, open or reached.",
	.examples = "syndic syndicate next\nsyndic syndicate next usage-quotas --limit 5",
	.options = {options, sizeof options / sizeof *options},
	.run = next,
};
