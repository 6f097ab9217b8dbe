/*
 * Members feed development: revenue of the development line (lines.h: projects and grants, spread
 * over their terms) in the last 12 closed months from organisations that were members in these
 * months, for a day at least; the same ÷ the number of such members; and its share of all of that
 * line's revenue. Cents and millionths; cases are contracts, for the mean members. Source:
 * contracts, memberships.
 */
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "report/kpi.h"
#include "report/lines.h"
#include "report/list.h"

struct members {
	const char **items; /* ids of organisations, each once, by id */
	size_t count;
};

static struct members members_within(struct kpi *kpi, const char *first, const char *last)
{
	struct members all = {0}, members = {0};

	for (size_t i = 0; i < kpi->book.memberships.count; i++) {
		const struct sale *term = &kpi->book.memberships.items[i];
		if (strcmp(term->starts_on, last) > 0) continue;
		if (term->ends_on && strcmp(term->ends_on, first) < 0) continue;
		LIST_ADD(&kpi->arena, all.items, all.count, term->org);
	}
	if (all.count) qsort(all.items, all.count, sizeof *all.items, text_order);
	for (size_t i = 0; i < all.count; i++)
		if (i == 0 || strcmp(all.items[i - 1], all.items[i]) != 0)
			LIST_ADD(&kpi->arena, members.items, members.count, all.items[i]);
	return members;
}

void kpi_add_feed(struct kpi *kpi)
{
	struct target target =
		line_target(&business_lines[LINE_DEVELOPMENT], kpi->past_first, kpi->past_last);
	struct members members = members_within(kpi, target.first, target.last);
	int64_t all = 0, from_members = 0, contracts = 0, member_contracts = 0;
	struct syndic_key_figure figure = {.section = "development", .unit = SYNDIC_UNIT_MONEY};
	struct syndic_figure share = {0};

	for (size_t i = 0; i < kpi->book.contracts.count; i++) {
		const struct sale *contract = &kpi->book.contracts.items[i];
		int64_t value;
		if (measure_sale(&kpi->book, &target, contract, &value) != YES || value == 0) continue;
		all += value;
		contracts++;
		if (!contract->org || !members.count) continue;
		if (!bsearch(&contract->org, members.items, members.count, sizeof *members.items,
		             text_order))
			continue;
		from_members += value;
		member_contracts++;
	}
	figure.key = "development_from_members";
	figure.label = "development from members, 12 months";
	figure.value = kpi_known(from_members);
	figure.cases = kpi_known(member_contracts);
	kpi_add(kpi, &figure);
	figure.key = "development_per_member";
	figure.label = "a member, 12 months";
	figure.cases = kpi_known((int64_t)members.count);
	figure.value = members.count ? kpi_known(muldiv(from_members, 1, (int64_t)members.count))
	                             : (struct syndic_figure){0};
	if (!members.count) figure.note = "nobody was a member";
	kpi_add(kpi, &figure);
	figure.key = "development_member_share";
	figure.label = "share of all development";
	figure.note = kpi_note(kpi, "of %s", kpi_money(kpi, all));
	if (all > 0) share = kpi_known(muldiv(from_members, RATIO_ONE, all));
	kpi_add_ratio(kpi, &figure, share, contracts);
}
