/* A syndicate with its pledges. */
#include <inttypes.h>
#include <string.h>
#include "base/money.h"
#include "base/rows.h"
#include "cli/commands.h"
#include "cli/round.h"
#include "view/bar.h"

#define UNPAID_DAYS 60 /* For people; conditions stand below in words. */
static struct syndic_rows *pledge_rows(const struct syndic_round *round)
{
	static const struct syndic_column columns[] = {
		{"deal", "pledge", SYNDIC_TEXT, VIEW_WRAP},
		{"stage", "stage", SYNDIC_TEXT, 0},
		{"amount", "amount", SYNDIC_MONEY, 0},
		{"share", "share", SYNDIC_MONEY, 0},
		{"probability", "chance", SYNDIC_TEXT, VIEW_RIGHT},
		{"swing", "swing", SYNDIC_TEXT, VIEW_RIGHT},
		{"counts", "counts", SYNDIC_TEXT, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < round->pledge_count; i++) {
		const struct syndic_pledge *pledge = &round->pledges[i];
		rows_add_text(rows, pledge->deal);
		rows_add_text(rows, pledge->stage);
		rows_add_figure(rows, pledge->amount);
		rows_add_figure(rows, pledge->share);
		rows_add_chance(rows, pledge->probability);
		rows_add_chance(rows, pledge->swing);
		rows_add_text(rows, syndic_pledge_fate_name(pledge->fate));
	}
	return rows;
}

static void add_days(struct buf *out, const struct syndic_round *round)
{
	int64_t days = round->days_left.value;
	if (!round->days_left.known) {
		buf_add(out, "No deadline.");
		return;
	}
	buf_printf(out, "Deadline %s: ", round->deadline);
	if (days > 0)
		buf_printf(out, "%" PRId64 " day%s left.", days, days == 1 ? "" : "s");
	else
		buf_add(out, days == 0 ? "today." : "it has passed.");
}

static void print_bar(struct cli *cli, const struct syndic_round *round)
{
	enum { WIDEST = 60, BESIDE = 2 };
	const int64_t parts[3] = {round->counted, round->bridge, round->interest};
	size_t width = cli->view.width && cli->view.width < WIDEST ? cli->view.width - BESIDE : WIDEST;
	bool ascii = cli->view.ascii;
	struct buf bar = {0};
	if (!round->threshold.known) return;
	bar_add_parts(&bar, parts, round->threshold.value, width, ascii);
	buf_printf(&bar, "\n%s counts", bar_sign(0, ascii));
	if (round->bridge) buf_printf(&bar, "  %s bridge", bar_sign(1, ascii));
	buf_printf(&bar, "  %s not binding yet  %s threshold\n", bar_sign(2, ascii),
	           bar_sign(3, ascii));
	print(cli, buf_text(&bar));
	buf_free(&bar);
}

static void print_chance(struct cli *cli, const struct syndic_round *round)
{
	struct buf line = {0};
	if (round->probability.known) {
		buf_add(&line, "Chance to reach it: ");
		chance_add(&line, round->probability);
		error_add(cli, &line, round->error);
		buf_add(&line, ". ");
		if (round->swing_error) {
			buf_add(&line, "Estimated; swings");
			error_add(cli, &line, round->swing_error);
			buf_add(&line, " at most. ");
		}
	}
	add_days(&line, round);
	print_sentence(cli, "%s", buf_text(&line));
	buf_free(&line);
}

static void print_unpaid(struct cli *cli, const struct syndic_pledge *pledge)
{
	struct buf line = {0};
	buf_printf(&line, "%s: signed on %s, ", pledge->deal, pledge->signed_on);
	if (pledge->paid.known && pledge->paid.value > 0) {
		buf_add(&line, "only ");
		money_add_short(&line, pledge->paid.value);
		buf_add(&line, " paid");
	} else {
		buf_add(&line, "no payment known");
	}
	print_sentence(cli, "%s after %" PRId64 " days (more than %d).", buf_text(&line),
	               pledge->unpaid_days.value, UNPAID_DAYS);
	buf_free(&line);
}

/* Two pledges of one organisation are two members, which may not be meant. */
static void print_twice(struct cli *cli, const struct syndic_round *round, size_t index)
{
	const struct syndic_pledge *one = &round->pledges[index];
	for (size_t i = 0; i < index; i++) {
		const struct syndic_pledge *other = &round->pledges[i];
		bool both = one->fate == SYNDIC_PLEDGE_COUNTS && other->fate == SYNDIC_PLEDGE_COUNTS;
		if (!both || !one->org || !other->org || strcmp(one->org, other->org) != 0) continue;
		print_sentence(cli, "%s and %s are both of %s, and count as two members.", other->deal,
		               one->deal, one->org);
		return;
	}
}

static void print_notes(struct cli *cli, const struct syndic_round *round)
{
	bool any = false;
	for (size_t i = 0; i < round->pledge_count; i++) {
		const struct syndic_pledge *pledge = &round->pledges[i];
		bool open = pledge->fate != SYNDIC_PLEDGE_WITHDRAWN && !pledge->signed_on;
		bool asks = pledge->condition && open;
		if (!any && (asks || pledge->overdue)) print(cli, "\n");
		any = any || asks || pledge->overdue;
		if (asks) round_print_condition(cli, pledge);
		if (pledge->overdue) print_unpaid(cli, pledge);
		print_twice(cli, round, i);
	}
}

/* Money beyond the price, and whose it is. */
static void print_beyond(struct cli *cli, const struct syndic_round *round)
{
	struct buf line = {0};
	if (!round->next_initiative) return;
	if (!round->beyond.known || strcmp(round->overshoot_rule, "next") != 0) {
		print_sentence(cli, "Money beyond the price goes to %s.", round->next_initiative);
		return;
	}
	buf_add(&line, "Beyond the price: ");
	money_add_short(&line, round->beyond.value);
	buf_printf(&line, ", to be offered to %s:", round->next_initiative);
	for (size_t i = 0, told = 0; i < round->pledge_count; i++) {
		const struct syndic_pledge *pledge = &round->pledges[i];
		if (!pledge->beyond.known || !pledge->beyond.value) continue;
		buf_add(&line, told++ ? ", " : " ");
		money_add_short(&line, pledge->beyond.value);
		buf_printf(&line, " of %s", pledge->deal);
	}
	print_sentence(cli, "%s.", buf_text(&line));
	buf_free(&line);
}

/* What else the record says. */
static void print_rest(struct cli *cli, const struct syndic_round *round)
{
	if (round->contracting_until)
		print_sentence(cli, "To be signed until %s.", round->contracting_until);
	if (round->choice) print_sentence(cli, "Chosen at the deadline: %s.", round->choice);
	print_beyond(cli, round);
	if (round->notes) print_sentence(cli, "%s", round->notes);
}

static enum syndic_status print_round(struct cli *cli, const struct syndic_round *round)
{
	enum syndic_status status;
	round_print_title(cli, round);
	print_bar(cli, round);
	round_print_counted(cli, round);
	print_chance(cli, round);
	print_rest(cli, round);
	if (round->pledge_count == 0) {
		say(cli, "nobody has pledged yet");
		if (round->threshold.known)
			say_next(cli, "syndic syndicate next %s", round->slug);
		else
			say_next(cli, "syndic syndicate edit %s --threshold MONEY", round->slug);
		return SYNDIC_OK;
	}
	print(cli, "\n");
	status = show_rows(cli, pledge_rows(round), "pledges", "deal", NULL);
	print_notes(cli, round);
	if (round->unlock_count) say_next(cli, "syndic syndicate solve %s", round->slug);
	return status;
}

static enum syndic_status show(struct cli *cli)
{
	return option(cli, "source") ? command_show.run(cli) : round_report(cli, false, print_round);
}

static const struct option_row show_options[] = {
	{"source", NULL, "what each import last said of it, with file and line", 0, false},
};

const struct command command_syndicate_show = {
	.noun = "syndicate",
	.verb = "show",
	.operands = "SYNDICATE",
	.summary = "show a round: what is funded, the odds, and each pledge with its swing",
	.text =
		"What counts towards the threshold, what is not binding yet, what is missing, and the "
		"chance that the round is reached, each pledge coming or not with its own chance. The "
		"swing of a pledge is that chance if it comes less that if it does not; the share is what "
		"it pays, if it counts. Of those who have signed and not paid after 60 days the days are "
		"told.",
	.examples = "syndic syndicate show usage-quotas\nsyndic syndicate show usage-quotas --json",
	.options = {show_options, sizeof show_options / sizeof *show_options},
	.run = show,
};
