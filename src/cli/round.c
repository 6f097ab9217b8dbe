#include "cli/round.h"
#include <inttypes.h>
#include "base/money.h"
#include "base/rows.h"

/* ---- JSON ------------------------------------------------------------------------------------ */

static void member_count(struct json *json, const char *key, struct syndic_figure figure)
{
	json_key(json, key);
	if (figure.known)
		json_int(json, figure.value);
	else
		json_text(json, NULL);
}

static void member_money(struct json *json, const char *key, struct syndic_figure figure)
{
	json_member_figure(json, key, figure, SYNDIC_UNIT_MONEY);
}

static void member_ratio(struct json *json, const char *key, struct syndic_figure figure)
{
	json_member_figure(json, key, figure, SYNDIC_UNIT_RATIO);
}

static void add_pledge(struct json *json, const struct syndic_pledge *pledge)
{
	json_open(json, '{');
	json_member_text(json, "deal", pledge->deal);
	json_member_text(json, "name", pledge->name);
	json_member_text(json, "org", pledge->org);
	json_member_text(json, "stage", pledge->stage);
	member_money(json, "amount", pledge->amount);
	member_money(json, "share", pledge->share);
	member_money(json, "beyond", pledge->beyond);
	json_member_text(json, "condition", pledge->condition);
	member_money(json, "condition_amount", pledge->condition_amount);
	member_count(json, "condition_members", pledge->condition_members);
	member_money(json, "lacks_amount", pledge->lacks_amount);
	member_count(json, "lacks_members", pledge->lacks_members);
	json_member_text(json, "counts", syndic_pledge_fate_name(pledge->fate));
	member_ratio(json, "probability", pledge->probability);
	member_ratio(json, "swing", pledge->swing);
	json_member_text(json, "owner", pledge->owner);
	json_member_text(json, "expires", pledge->expires);
	json_member_text(json, "signed_on", pledge->signed_on);
	member_money(json, "paid", pledge->paid);
	member_count(json, "unpaid_days", pledge->unpaid_days);
	json_close(json, '}');
}

static void add_head(struct json *json, const struct syndic_round *round)
{
	json_member_text(json, "slug", round->slug);
	json_member_text(json, "id", round->id);
	json_member_text(json, "name", round->name);
	json_member_text(json, "initiative", round->initiative);
	json_member_text(json, "state", round->state);
	json_member_text(json, "currency", round->currency);
	member_money(json, "price", round->price);
	member_money(json, "threshold", round->threshold);
	member_money(json, "ceiling", round->ceiling);
	json_member_text(json, "deadline", round->deadline);
	member_count(json, "days_left", round->days_left);
	json_member_int(json, "min_members", round->min_members);
	json_member_int(json, "members", round->members);
	json_member_text(json, "share_rule", round->share_rule);
	json_member_text(json, "overshoot_rule", round->overshoot_rule);
	json_member_text(json, "next_initiative", round->next_initiative);
	json_member_text(json, "contracting_until", round->contracting_until);
	json_member_text(json, "choice", round->choice);
	json_member_text(json, "notes", round->notes);
	json_member_text(json, "source", round->source);
	json_member_text(json, "external_id", round->external_id);
	json_member_money(json, "bridge", round->bridge);
	json_member_money(json, "counted", round->counted);
	json_member_money(json, "interest", round->interest);
	json_member_money(json, "raised", round->raised);
	member_money(json, "beyond", round->beyond);
	member_money(json, "missing", round->missing);
	json_member_bool(json, "reached", round->reached);
	member_ratio(json, "probability", round->probability);
	json_member_ratio(json, "probability_error", round->error);
	json_member_ratio(json, "swing_error", round->swing_error);
}

static void add_pledges(struct json *json, const struct syndic_round *round)
{
	json_member_open(json, "pledges", '[');
	for (size_t i = 0; i < round->pledge_count; i++)
		add_pledge(json, &round->pledges[i]);
	json_close(json, ']');
}

static void add_unlock(struct json *json, const struct syndic_unlock *unlock)
{
	json_open(json, '{');
	json_member_text(json, "kind", unlock->kind);
	json_member_open(json, "deals", '[');
	for (size_t i = 0; i < unlock->deal_count; i++)
		json_text(json, unlock->deals[i]);
	json_close(json, ']');
	json_member_money(json, "amount", unlock->amount);
	json_member_int(json, "members", unlock->members);
	json_member_text(json, "command", unlock->command);
	json_close(json, '}');
}

static void print_json(struct cli *cli, const struct syndic_round *round, bool solved)
{
	struct buf text = {0};
	struct json json = json_document(&text);
	json_member_open(&json, "syndicate", '{');
	add_head(&json, round);
	add_pledges(&json, round);
	if (solved) {
		json_member_open(&json, "unlocks", '[');
		for (size_t i = 0; i < round->unlock_count; i++)
			add_unlock(&json, &round->unlocks[i]);
		json_close(&json, ']');
	}
	json_close(&json, '}');
	print_document(cli, &json);
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* For programs. */
static struct syndic_rows *plain_rows(const struct syndic_round *round)
{
	static const struct syndic_column columns[] = {
		{"deal", "pledge", SYNDIC_TEXT, 0},
		{"org", "org", SYNDIC_TEXT, 0},
		{"stage", "stage", SYNDIC_TEXT, 0},
		{"amount", "amount", SYNDIC_MONEY, 0},
		{"share", "share", SYNDIC_MONEY, 0},
		{"counts", "counts", SYNDIC_TEXT, 0},
		{"probability", "chance", SYNDIC_RATIO, 0},
		{"swing", "swing", SYNDIC_RATIO, 0},
		{"condition", "condition", SYNDIC_TEXT, VIEW_WRAP},
		{"lacks_amount", "lacks", SYNDIC_MONEY, 0},
		{"lacks_members", "lacks members", SYNDIC_INT, 0},
		{"expires", "expires", SYNDIC_DATE, 0},
		{"signed_on", "signed on", SYNDIC_DATE, 0},
		{"paid", "paid", SYNDIC_MONEY, 0},
		{"unpaid_days", "unpaid days", SYNDIC_INT, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < round->pledge_count; i++) {
		const struct syndic_pledge *pledge = &round->pledges[i];
		rows_add_text(rows, pledge->deal);
		rows_add_text(rows, pledge->org);
		rows_add_text(rows, pledge->stage);
		rows_add_figure(rows, pledge->amount);
		rows_add_figure(rows, pledge->share);
		rows_add_text(rows, syndic_pledge_fate_name(pledge->fate));
		rows_add_figure(rows, pledge->probability);
		rows_add_figure(rows, pledge->swing);
		rows_add_text(rows, pledge->condition);
		rows_add_figure(rows, pledge->lacks_amount);
		rows_add_figure(rows, pledge->lacks_members);
		rows_add_text(rows, pledge->expires);
		rows_add_text(rows, pledge->signed_on);
		rows_add_figure(rows, pledge->paid);
		rows_add_figure(rows, pledge->unpaid_days);
	}
	return rows;
}

/* ---- for people ------------------------------------------------------------------------------ */

void round_print_title(struct cli *cli, const struct syndic_round *round)
{
	struct buf line = {0};
	buf_printf(&line, "%s: %s", round->name, round->state);
	if (round->price.known) {
		buf_add(&line, ", price ");
		money_add_short(&line, round->price.value);
	}
	if (round->ceiling.known) {
		buf_add(&line, ", ceiling ");
		money_add_short(&line, round->ceiling.value);
	}
	buf_printf(&line, ", in %s", round->currency);
	print_heading(cli, buf_text(&line));
	buf_free(&line);
}

static void add_members(struct buf *out, const struct syndic_round *round)
{
	int64_t of = round->members < round->min_members ? round->min_members : round->members;
	buf_printf(out, " counted, %" PRId64, round->members);
	if (of > round->members) buf_printf(out, " of %" PRId64, of);
	buf_printf(out, " member%s", of == 1 ? "" : "s");
}

void round_print_counted(struct cli *cli, const struct syndic_round *round)
{
	struct buf line = {0};
	money_add_short(&line, round->counted);
	if (round->bridge) {
		buf_add(&line, " and a bridge of ");
		money_add_short(&line, round->bridge);
	}
	if (round->threshold.known) {
		buf_add(&line, " of ");
		money_add_short(&line, round->threshold.value);
	}
	add_members(&line, round);
	if (round->interest) {
		buf_add(&line, "; ");
		money_add_short(&line, round->interest);
		buf_add(&line, " not binding yet");
	}
	if (!round->threshold.known)
		buf_add(&line, ". The threshold is unknown, and so is the chance to reach it.");
	else if (round->reached)
		buf_add(&line, ". It is reached.");
	else {
		buf_add(&line, ". Missing: ");
		if (round->missing.value) money_add_short(&line, round->missing.value);
		if (round->missing.value && round->members < round->min_members) buf_add(&line, " and ");
		if (round->members < round->min_members)
			buf_printf(&line, "%" PRId64 " member%s", round->min_members - round->members,
			           round->min_members - round->members == 1 ? "" : "s");
		buf_add_char(&line, '.');
	}
	print_sentence(cli, "%s", buf_text(&line));
	buf_free(&line);
}

/* `; the others bring 20,000 too little and 1 member is missing` */
static void add_lacking(struct buf *out, const struct syndic_pledge *pledge)
{
	const char *between = "; the others are ";
	if (pledge->lacks_amount.known && pledge->lacks_amount.value > 0) {
		buf_add(out, "; the others bring ");
		money_add_short(out, pledge->lacks_amount.value);
		buf_add(out, " too little");
		between = " and are ";
	}
	if (pledge->lacks_members.known && pledge->lacks_members.value > 0)
		buf_printf(out, "%s%" PRId64 " too few", between, pledge->lacks_members.value);
}

void round_print_condition(struct cli *cli, const struct syndic_pledge *pledge)
{
	struct buf line = {0};
	buf_printf(&line, "%s: ", pledge->deal);
	if (pledge->amount.known) {
		money_add_short(&line, pledge->amount.value);
		buf_add_char(&line, ' ');
	}
	buf_add(&line, pledge->condition);
	if (pledge->fate == SYNDIC_PLEDGE_COUNTS) buf_add(&line, "; it holds");
	add_lacking(&line, pledge);
	print_sentence(cli, "%s.", buf_text(&line));
	buf_free(&line);
}

enum syndic_status round_report(struct cli *cli, bool solved,
                                enum syndic_status (*people)(struct cli *cli,
                                                             const struct syndic_round *round))
{
	struct syndic_round *round = NULL;
	enum syndic_status status = syndic_report_round(cli->handle, operand(cli, 0), &round);
	if (status != SYNDIC_OK) return status;
	if (cli->format == VIEW_JSON)
		print_json(cli, round, solved);
	else if (cli->format == VIEW_TABLE)
		status = people(cli, round);
	else
		status = show_rows(cli, plain_rows(round), "pledges", "deal", "nobody has pledged yet");
	syndic_round_free(round);
	return status;
}
