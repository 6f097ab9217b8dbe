/* Which pledges of a syndicate count, and what would unlock it. */
#include <inttypes.h>
#include <string.h>
#include "base/money.h"
#include "base/rows.h"
#include "cli/commands.h"
#include "cli/round.h"

static struct syndic_rows *counting_rows(const struct syndic_round *round,
                                         enum syndic_pledge_fate fate)
{
	static const struct syndic_column columns[] = {
		{"deal", "pledge", SYNDIC_TEXT, VIEW_WRAP}, {"org", "org", SYNDIC_TEXT, VIEW_WRAP},
		{"stage", "stage", SYNDIC_TEXT, 0},         {"amount", "amount", SYNDIC_MONEY, 0},
		{"share", "share", SYNDIC_MONEY, 0},
	};
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < round->pledge_count; i++) {
		const struct syndic_pledge *pledge = &round->pledges[i];
		if (pledge->fate != fate) continue;
		rows_add_text(rows, pledge->deal);
		rows_add_text(rows, pledge->org);
		rows_add_text(rows, pledge->stage);
		rows_add_figure(rows, pledge->amount);
		rows_add_figure(rows, pledge->share);
	}
	return rows;
}

static size_t count_fate(const struct syndic_round *round, enum syndic_pledge_fate fate)
{
	size_t count = 0;
	for (size_t i = 0; i < round->pledge_count; i++)
		count += round->pledges[i].fate == fate;
	return count;
}

static enum syndic_status print_section(struct cli *cli, const struct syndic_round *round,
                                        enum syndic_pledge_fate fate, const char *heading)
{
	if (count_fate(round, fate) == 0) return SYNDIC_OK;
	print(cli, "\n");
	print_heading(cli, heading);
	return show_rows(cli, counting_rows(round, fate), "pledges", "deal", NULL);
}

static void print_failing(struct cli *cli, const struct syndic_round *round)
{
	if (count_fate(round, SYNDIC_PLEDGE_FAILS) == 0) return;
	print(cli, "\n");
	print_heading(cli, "Condition does not hold");
	for (size_t i = 0; i < round->pledge_count; i++)
		if (round->pledges[i].fate == SYNDIC_PLEDGE_FAILS)
			round_print_condition(cli, &round->pledges[i]);
}

static void add_deals(struct buf *out, const struct syndic_unlock *unlock)
{
	for (size_t i = 0; i < unlock->deal_count; i++) {
		if (i > 0) buf_add(out, i + 1 == unlock->deal_count ? " and " : ", ");
		buf_add(out, unlock->deals[i]);
	}
}

/* `asks for 40,000 instead of 60,000 and 1 other instead of 2` */
static void add_loosening(struct buf *out, const struct syndic_unlock *unlock)
{
	buf_add(out, " asks for ");
	if (unlock->amount) {
		money_add_short(out, unlock->then);
		buf_add(out, " instead of ");
		money_add_short(out, unlock->now);
	}
	if (unlock->amount && unlock->members) buf_add(out, " and ");
	if (unlock->members)
		buf_printf(out, "%" PRId64 " other%s instead of %" PRId64, unlock->members_then,
		           unlock->members_then == 1 ? "" : "s", unlock->members_now);
}

static void print_unlock(struct cli *cli, const struct syndic_unlock *unlock)
{
	struct buf line = {0};
	add_deals(&line, unlock);
	if (strcmp(unlock->kind, "loosen") == 0) {
		add_loosening(&line, unlock);
	} else if (strcmp(unlock->kind, "bind") == 0) {
		buf_add(&line, unlock->deal_count == 1 ? " becomes binding: " : " become binding: ");
		money_add_short(&line, unlock->amount);
	} else if (strcmp(unlock->kind, "raise") == 0) {
		buf_add(&line, " offers ");
		money_add_short(&line, unlock->then);
		buf_add(&line, " instead of ");
		money_add_short(&line, unlock->now);
	} else if (unlock->amount > 0) {
		buf_add(&line, "a newcomer brings ");
		money_add_short(&line, unlock->amount);
	} else {
		buf_add(&line, "a newcomer joins, whatever it brings");
	}
	print_sentence(cli, "%s", buf_text(&line));
	buf_reset(&line);
	buf_printf(&line, "    %s\n", unlock->command);
	print(cli, buf_text(&line));
	buf_free(&line);
}

static enum syndic_status print_solved(struct cli *cli, const struct syndic_round *round)
{
	enum syndic_status status;
	round_print_title(cli, round);
	round_print_counted(cli, round);
	status = print_section(cli, round, SYNDIC_PLEDGE_COUNTS, "Count");
	print_failing(cli, round);
	if (status == SYNDIC_OK)
		status = print_section(cli, round, SYNDIC_PLEDGE_WAITS, "Wait above the ceiling");
	if (round->unlock_count) {
		print(cli, "\n");
		print_heading(cli, "Any one of these would reach it");
	}
	for (size_t i = 0; i < round->unlock_count; i++)
		print_unlock(cli, &round->unlocks[i]);
	if (!round->reached && round->threshold.known && round->unlock_count == 0) {
		print(cli, "\n");
		print_sentence(cli, "No single change of a pledge, nor one newcomer, would reach it.");
	}
	return status;
}

static enum syndic_status solve(struct cli *cli)
{
	return round_report(cli, true, print_solved);
}

const struct command command_syndicate_solve = {
	.noun = "syndicate",
	.verb = "solve",
	.operands = "SYNDICATE",
	.summary = "say which pledges count, which not and why, and what would reach the threshold",
	.text =
		"Binding and contracted pledges count if their conditions hold among those that count: "
		"all are taken, those whose condition fails are dropped, again and again; what does not "
		"fit under the ceiling waits, once those before it suffice. Of a round that is not reached "
		"it says the smallest changes by any one of which it would be: a condition that gives way, "
		"Soft pledges that become binding, a pledge that offers more, a newcomer.",
	.examples = "syndic syndicate solve usage-quotas\nsyndic syndicate solve usage-quotas --json",
	.run = solve,
};
