/*
 * The roadmap as the world may see it, made from the one for our own eyes by copying what may leave.
 *
 * Parked initiatives and drafts do not leave; nor do owners, notes, people, odds, hours, what is
 * offered without obligation, a declared bridge (it tells what was missing, so what was pledged), nor
 * the terms of a round that is still forming. An organisation, its amount and its words leave where
 * they are marked public.
 *
 * A sum keeps the amounts in it. What is told of it is the amounts of those named, to the cent, and the
 * sum of the others, rounded down by itself: what moves in public moves the sum by just as much, and so
 * probes nothing. With h organisations whose pledges count and are not to be named:
 *
 *   h = 0    the sum is told: it says no more than the amounts beside it
 *   h < 3    the others' sum is rounded down to quarters of the threshold. Once the round is reached
 *            the reader knows about what was paid, so the amounts beside it are withheld, too: else
 *            the rest would be those not named
 *   h ≥ 3    it is rounded down to tenths: two editions of the page tell who came in between, and
 *            their difference is not to be a pledge
 *
 * A bridge is in no sum. Once the round is reached, no sum is told of it but that.
 *
 * A signed pledge that was withdrawn since is not named, whatever it is marked. Rounds stand in order
 * of what is told of them, then by name, so that their order tells nothing more.
 */
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "model/share.h"
#include "model/transition.h"
#include "report/list.h"
#include "report/weight.h"

enum {
	MANY_HIDDEN = 3,   /* as many not named keep each other's amounts */
	STEP_FEW = 250000, /* millionths of the threshold */
	STEP_MANY = 100000,
};

struct public_box {
	struct syndic_public_roadmap report; /* first: what the caller holds */
	struct arena arena;
};

static struct syndic_figure known(int64_t value)
{
	return (struct syndic_figure){true, value};
}

static bool is_named(const struct syndic_roadmap_pledge *pledge)
{
	return pledge->is_public && pledge->org && !pledge->withdrawn;
}

/* Does it pay for it? Once all is signed, nobody else does. */
static bool is_in(const struct syndic_roadmap_item *item,
                  const struct syndic_roadmap_pledge *pledge)
{
	bool funded = item->executed || text_equal(item->syndicate_state, "committed") ||
	              text_equal(item->syndicate_state, "closed");
	return pledge->counts && (!funded || pledge->contracted);
}

static bool is_hidden(const struct syndic_roadmap_item *item,
                      const struct syndic_roadmap_pledge *pledge)
{
	return is_in(item, pledge) && !is_named(pledge);
}

/* Organisations that pay and are not to be named: several of one are one amount. */
static size_t hidden_count(const struct syndic_roadmap_item *item)
{
	size_t hidden = 0;

	for (size_t i = 0; i < item->pledge_count; i++) {
		size_t other = 0;
		if (!is_hidden(item, &item->pledges[i])) continue;
		while (!is_hidden(item, &item->pledges[other]) ||
		       !text_equal(item->pledges[other].org, item->pledges[i].org))
			other++;
		hidden += other == i;
	}
	return hidden;
}

/* What a pledge that is named says: what was offered, and once it is signed what was signed. */
static struct syndic_figure told_amount(const struct syndic_roadmap_pledge *pledge)
{
	if (!pledge->contracted) return pledge->amount;
	return (struct syndic_figure){pledge->share > 0, pledge->share};
}

/* The amounts of those named, and of the others; unknown where one that is named is not told. */
struct sums {
	int64_t named, hidden;
	bool known;
};

static struct sums add_up(const struct syndic_roadmap_item *item)
{
	struct sums sums = {.known = true};

	for (size_t i = 0; i < item->pledge_count; i++) {
		const struct syndic_roadmap_pledge *pledge = &item->pledges[i];
		struct syndic_figure amount = told_amount(pledge);
		if (is_hidden(item, pledge)) sums.hidden += pledge->amount.value;
		if (!is_in(item, pledge) || !is_named(pledge)) continue;
		sums.named += amount.value;
		sums.known &= amount.known;
	}
	return sums;
}

/* How far funding is, as coarse as the amounts that are not to be told want it. */
static void disclose(const struct syndic_roadmap_item *item, size_t hidden,
                     struct syndic_public_initiative *out)
{
	int64_t threshold = item->threshold.value;
	struct sums sums = add_up(item);

	if (hidden > 0) out->step = hidden < MANY_HIDDEN ? STEP_FEW : STEP_MANY;
	if (hidden > 0 && !out->reached && item->threshold.known) {
		int64_t steps = RATIO_ONE / out->step;
		int64_t told = (int64_t)((weight_t)sums.hidden * steps / threshold);
		sums.named += (int64_t)((weight_t)threshold * told / steps);
	} else if (hidden > 0) {
		sums.known = false;
	}
	if (sums.known) out->counted = known(sums.named);
	if (!item->threshold.known) return;
	if (out->reached || (sums.known && sums.named >= threshold))
		out->funded = known(RATIO_ONE);
	else if (sums.known)
		out->funded = known((int64_t)((weight_t)sums.named * RATIO_ONE / threshold));
}

static void add_pledges(struct arena *arena, const struct syndic_roadmap_item *item, size_t hidden,
                        struct syndic_public_initiative *out)
{
	bool withheld = hidden > 0 && hidden < MANY_HIDDEN && out->reached;

	for (size_t i = 0; i < item->pledge_count; i++) {
		const struct syndic_roadmap_pledge *pledge = &item->pledges[i];
		struct syndic_public_pledge row = {.org = arena_copy(arena, pledge->org_name),
		                                   .contracted = pledge->contracted};
		if (!is_in(item, pledge)) continue;
		out->orgs += !pledge->withdrawn;
		if (!is_named(pledge)) continue;
		if (!withheld) row.amount = told_amount(pledge);
		LIST_ADD(arena, out->pledges, out->pledge_count, row);
	}
}

/* While a round is forming, how many they are and nothing else. */
static void add_supporters(struct arena *arena, const struct syndic_roadmap_item *item,
                           bool forming, struct syndic_public_initiative *out)
{
	for (size_t i = 0; i < item->pledge_count; i++) {
		const struct syndic_roadmap_pledge *pledge = &item->pledges[i];
		if (!pledge->open || pledge->expired || (pledge->counts && !forming)) continue;
		out->interested++;
		if (is_named(pledge) && !forming)
			LIST_ADD(arena, out->supporters, out->supporter_count,
			         arena_copy(arena, pledge->org_name));
	}
}

static void set_terms(struct arena *arena, const struct syndic_roadmap_item *item,
                      struct syndic_public_initiative *out)
{
	enum share_rule share = share_rule_read(item->share_rule);
	out->share_rule = share_rule_name(share);
	out->overshoot_rule = overshoot_rule_name(overshoot_rule_read(item->overshoot_rule, share));
	out->deadline = arena_copy(arena, item->deadline);
	if (text_equal(out->round, "open")) out->days_left = item->days_left;
	out->threshold = item->threshold;
	out->ceiling = item->ceiling;
	out->min_members = item->min_members;
	out->missing_members = item->missing_members;
	if (item->price.known && item->min_members > 1)
		out->typical_share = known((item->price.value + item->min_members - 1) / item->min_members);
}

static void set_round(struct arena *arena, const struct syndic_roadmap_item *item,
                      struct syndic_public_initiative *out)
{
	bool forming = text_equal(item->syndicate_state, "forming");
	size_t hidden = hidden_count(item);

	if (!item->syndicate) return;
	out->round = arena_copy(arena, item->syndicate_state);
	add_supporters(arena, item, forming, out);
	if (forming) return;
	out->reached = !text_equal(out->round, "open") ||
	               (item->threshold.known && !item->missing && !item->missing_members);
	set_terms(arena, item, out);
	disclose(item, hidden, out);
	add_pledges(arena, item, hidden, out);
}

static void set_slot(struct arena *arena, const struct syndic_roadmap_item *item,
                     struct syndic_public_initiative *out)
{
	out->executed = item->executed;
	out->slot_state = arena_copy(arena, item->slot_state);
	out->position = item->position;
	out->quoted_on = arena_copy(arena, item->quoted_on);
	out->start_p50 = arena_copy(arena, item->start_p50);
	out->start_p85 = arena_copy(arena, item->start_p85);
	out->finish_p50 = arena_copy(arena, item->finish_p50);
	out->finish_p85 = arena_copy(arena, item->finish_p85);
}

static void add_promises(struct arena *arena, const struct syndic_roadmap_item *item,
                         struct syndic_public_initiative *out)
{
	for (size_t i = 0; i < item->deliverable_count; i++) {
		const struct syndic_roadmap_deliverable *from = &item->deliverables[i];
		struct syndic_public_deliverable row = {
			.name = arena_copy(arena, from->name),
			.definition_of_done = arena_copy(arena, from->definition_of_done),
			.state = arena_copy(arena, from->state),
			.upstream = arena_copy(arena, from->upstream),
			.upstream_url = arena_copy(arena, from->upstream_url),
			.upstream_outcome = arena_copy(arena, from->upstream_outcome),
			.stretch = from->stretch,
		};
		if (!text_equal(from->state, "dropped"))
			LIST_ADD(arena, out->deliverables, out->deliverable_count, row);
	}
}

static void add_endorsements(struct arena *arena, const struct syndic_roadmap_item *item,
                             struct syndic_public_initiative *out)
{
	for (size_t i = 0; i < item->endorsement_count; i++) {
		const struct syndic_roadmap_endorsement *from = &item->endorsements[i];
		struct syndic_public_endorsement row = {
			.org = arena_copy(arena, from->org_name),
			.given_on = arena_copy(arena, from->given_on),
			.words = arena_copy(arena, from->words),
			.letter = from->letter,
			.testers = from->testers.value,
		};
		if (from->is_public) LIST_ADD(arena, out->endorsements, out->endorsement_count, row);
	}
}

static void add_initiative(const struct syndic_roadmap_item *item, struct public_box *box)
{
	struct arena *arena = &box->arena;
	struct syndic_public_initiative out = {
		.section = item->section,
		.slug = arena_copy(arena, item->slug),
		.name = arena_copy(arena, item->name),
		.state = arena_copy(arena, item->state),
		.problem = arena_copy(arena, item->problem),
		.solution = arena_copy(arena, item->solution),
		.implementation = arena_copy(arena, item->implementation),
		.fit = arena_copy(arena, item->fit),
		.upstream_plan = arena_copy(arena, item->upstream_plan),
		.price = item->price,
	};

	if (item->section >= SYNDIC_ROADMAP_PARKED) return;
	set_slot(arena, item, &out);
	set_round(arena, item, &out);
	add_promises(arena, item, &out);
	add_endorsements(arena, item, &out);
	LIST_ADD(arena, box->report.initiatives, box->report.initiative_count, out);
}

/* Of rounds that are being funded: what is told of them, then the name. */
static int in_public_order(const struct syndic_public_initiative *a,
                           const struct syndic_public_initiative *b)
{
	if (a->section != SYNDIC_ROADMAP_FUNDING || b->section != a->section) return 0;
	if (a->funded.value != b->funded.value) return a->funded.value > b->funded.value ? -1 : 1;
	return strcmp(a->slug, b->slug);
}

static void sort_initiatives(struct syndic_public_initiative *items, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct syndic_public_initiative item = items[i];
		size_t at = i;
		for (; at > 0 && in_public_order(&item, &items[at - 1]) < 0; at--)
			items[at] = items[at - 1];
		items[at] = item;
	}
}

enum syndic_status syndic_report_public_roadmap(struct syndic *handle,
                                                struct syndic_public_roadmap **out)
{
	struct syndic_roadmap *all = NULL;
	struct public_box *box;
	enum syndic_status status = syndic_report_roadmap(handle, NULL, &all);

	*out = NULL;
	if (status != SYNDIC_OK) return status;
	box = mem_alloc(sizeof *box);
	box->report.as_of = arena_copy(&box->arena, all->as_of);
	box->report.currency = arena_copy(&box->arena, all->currency);
	box->report.contracting_days = CONTRACTING_DAYS;
	box->report.silence_days = SILENCE_DAYS;
	for (size_t i = 0; i < all->item_count; i++)
		add_initiative(&all->items[i], box);
	sort_initiatives(box->report.initiatives, box->report.initiative_count);
	syndic_roadmap_free(all);
	*out = &box->report;
	return SYNDIC_OK;
}

void syndic_public_roadmap_free(struct syndic_public_roadmap *report)
{
	struct public_box *box = (struct public_box *)report;

	if (!box) return;
	arena_free(&box->arena);
	free(box);
}
