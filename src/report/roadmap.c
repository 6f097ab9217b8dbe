/*
 * The roadmap: every initiative with its round, its slot, what it promises and who stands behind it.
 * Pledges, shares and sums are round_load's, odds are odds_of_round's; months are those quoted when
 * the slot was sold. Source: initiative, syndicate, deal, slot, deliverable, endorsement.
 */
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "model/round.h"
#include "model/sow.h"
#include "model/transition.h"
#include "report/list.h"
#include "report/odds.h"
#include "report/weight.h"

struct roadmap_box {
	struct syndic_roadmap report; /* first: what the caller holds */
	struct arena arena;
};

static struct syndic_figure known(int64_t value)
{
	return (struct syndic_figure){true, value};
}

static struct syndic_figure figure_of(const struct record *record, const char *field)
{
	return (struct syndic_figure){record_has(record, field), record_number(record, field)};
}

static enum syndic_roadmap_section section_of(const struct record *initiative)
{
	static const struct {
		const char *states;
		enum syndic_roadmap_section section;
	} sections[] = {
		{" in-flight review ", SYNDIC_ROADMAP_IN_FLIGHT},
		{" funded ", SYNDIC_ROADMAP_QUEUED},
		{" funding ", SYNDIC_ROADMAP_FUNDING},
		{" scoped ", SYNDIC_ROADMAP_SCOPED},
		{" candidate ", SYNDIC_ROADMAP_CANDIDATE},
		{" done ", SYNDIC_ROADMAP_DONE},
		{" parked ", SYNDIC_ROADMAP_PARKED},
	};
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
		if (state_is(initiative, &machine_initiative, sections[i].states))
			return sections[i].section;
	return SYNDIC_ROADMAP_DRAFT;
}

/* ---- the round ------------------------------------------------------------------------------- */

static void add_pledge(struct arena *arena, const struct pledge *pledge,
                       struct syndic_roadmap_item *item)
{
	struct syndic_roadmap_pledge row = {
		.deal = pledge->slug,
		.org = pledge->org_slug,
		.org_name = pledge->org_name,
		.stage = pledge->stage,
		.open = pledge->open,
		.binding = pledge->binding,
		.contracted = pledge->contracted,
		.withdrawn = pledge->withdrawn,
		.expired = pledge->expired,
		.counts = pledge->fate == BID_COUNTS,
		.is_public = pledge->public,
		.amount = {pledge->has_amount, pledge->amount},
		.share = pledge->share,
	};
	if (pledge->lost) return;
	LIST_ADD(arena, item->pledges, item->pledge_count, row);
	item->interested += pledge->open && !pledge->binding && !pledge->expired;
	item->pledged += pledge->binding && !pledge->expired;
	item->signatures += pledge->contracted;
}

static int64_t at_least_zero(int64_t value)
{
	return value > 0 ? value : 0;
}

static void set_sums(const struct round *round, struct syndic_roadmap_item *item)
{
	if (round->price > 0 && !text_equal(round->state, "forming")) item->price = known(round->price);
	if (round->threshold > 0) item->threshold = known(round->threshold);
	if (round->ceiling != INT64_MAX) item->ceiling = known(round->ceiling);
	item->min_members = round->min_members;
	item->counted = round->counted;
	item->members = round->members;
	item->bridge = round->bridge;
	item->interest = round->interest;
	item->missing = at_least_zero(round->threshold - round->counted - round->bridge);
	item->missing_members = at_least_zero(round->min_members - round->members);
}

static enum syndic_status set_round(struct syndic *handle, const char *syndicate,
                                    struct arena *arena, struct syndic_roadmap_item *item)
{
	struct round round;
	struct record sow;
	bool found;
	enum syndic_status status;

	TRY(round_load(handle, syndicate, arena, &round));
	TRY(sow_of(handle, syndicate, arena, &sow, &found));
	item->executed = found && state_is(&sow, &machine_sow, SOW_BACKS);
	item->syndicate = round.slug;
	item->syndicate_state = round.state;
	item->share_rule = record_text(&round.syndicate, "share_rule");
	item->overshoot_rule = record_text(&round.syndicate, "overshoot_rule");
	item->contracting_until = record_text(&round.syndicate, "contracting_until");
	item->deadline = round.deadline;
	if (round.deadline)
		item->days_left = known(date_days(round.deadline) - date_days(handle->as_of));
	set_sums(&round, item);
	if (round.threshold > 0)
		item->odds = known((int64_t)(odds_of_round(&round, arena).reached * RATIO_ONE + 0.5));
	for (size_t i = 0; i < round.count; i++)
		add_pledge(arena, &round.pledges[i], item);
out:
	return status;
}

static enum syndic_status add_round(struct syndic *handle, const char *initiative,
                                    struct arena *arena, struct syndic_roadmap_item *item)
{
	struct db_stmt *stmt = NULL;
	const char *syndicate = NULL;
	enum syndic_status status;
	int step;

	TRY(db_prepare(handle->db,
	               "SELECT id FROM syndicate WHERE initiative = $1 AND state <> 'lapsed'"
	               " AND state <> 'cancelled'"
	               " ORDER BY CASE state WHEN 'closed' THEN 1 ELSE 0 END, id DESC LIMIT 1",
	               &stmt));
	db_bind_text(stmt, 1, initiative);
	step = db_step(stmt);
	if (step == 1) syndicate = arena_copy(arena, db_text(stmt, 0));
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status == SYNDIC_OK && syndicate ? set_round(handle, syndicate, arena, item) : status;
}

/* ---- slot, deliverables, endorsements -------------------------------------------------------- */

/* A column's text in the arena, NULL for NULL. */
static const char *kept(struct arena *arena, const struct db_stmt *stmt, int column)
{
	return arena_copy(arena, db_text(stmt, column));
}

static struct syndic_figure number_at(const struct db_stmt *stmt, int column)
{
	return (struct syndic_figure){!db_is_null(stmt, column), db_int(stmt, column)};
}

static void read_slot(const struct db_stmt *stmt, struct arena *arena,
                      struct syndic_roadmap_item *item)
{
	item->slot = kept(arena, stmt, 0);
	item->slot_state = kept(arena, stmt, 1);
	item->position = number_at(stmt, 2);
	item->pulled_on = kept(arena, stmt, 3);
	item->quoted_on = kept(arena, stmt, 4);
	item->start_p50 = kept(arena, stmt, 5);
	item->start_p85 = kept(arena, stmt, 6);
	item->finish_p50 = kept(arena, stmt, 7);
	item->finish_p85 = kept(arena, stmt, 8);
	item->executed |= db_int(stmt, 9) > 0;
}

static void read_deliverable(const struct db_stmt *stmt, struct arena *arena,
                             struct syndic_roadmap_item *item)
{
	struct syndic_roadmap_deliverable row = {
		.slug = kept(arena, stmt, 0),
		.name = kept(arena, stmt, 1),
		.definition_of_done = kept(arena, stmt, 2),
		.state = kept(arena, stmt, 3),
		.upstream = kept(arena, stmt, 4),
		.upstream_url = kept(arena, stmt, 5),
		.upstream_outcome = kept(arena, stmt, 6),
		.low_hours = number_at(stmt, 7),
		.high_hours = number_at(stmt, 8),
		.spent_hours = number_at(stmt, 9),
		.stretch = db_int(stmt, 10) == 1,
	};
	LIST_ADD(arena, item->deliverables, item->deliverable_count, row);
	item->promised += !text_equal(row.state, "dropped");
	item->accepted += text_equal(row.state, "accepted");
}

static void read_endorsement(const struct db_stmt *stmt, struct arena *arena,
                             struct syndic_roadmap_item *item)
{
	struct syndic_roadmap_endorsement row = {
		.org = kept(arena, stmt, 0),
		.org_name = kept(arena, stmt, 1),
		.given_on = kept(arena, stmt, 2),
		.words = kept(arena, stmt, 3),
		.other_help = kept(arena, stmt, 4),
		.letter = db_int(stmt, 5) == 1,
		.testers = number_at(stmt, 6),
		.is_public = db_int(stmt, 7) == 1,
	};
	LIST_ADD(arena, item->endorsements, item->endorsement_count, row);
	item->letters += row.letter;
	item->testers += row.testers.value;
}

typedef void read_row(const struct db_stmt *stmt, struct arena *arena,
                      struct syndic_roadmap_item *item);

/* Reads every row of a statement about one initiative, and gives the statement back. */
static enum syndic_status read_each(struct syndic *handle, struct db_stmt *stmt,
                                    const char *initiative, struct arena *arena, read_row *read,
                                    struct syndic_roadmap_item *item)
{
	int step;

	db_bind_text(stmt, 1, initiative);
	while ((step = db_step(stmt)) == 1)
		read(stmt, arena, item);
	db_finalize(stmt);
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

static enum syndic_status add_belongings(struct syndic *handle, const char *initiative,
                                         struct arena *arena, struct syndic_roadmap_item *item)
{
	struct db_stmt *stmt;
	enum syndic_status status;

	TRY(db_prepare(
		handle->db,
		"SELECT slug, state, position, pulled_on, quoted_on, start_p50, start_p85,"
		" finish_p50, finish_p85, (SELECT count(*) FROM sow AS w WHERE w.id = slot.sow AND"
		" (w.state = 'executed' OR w.state = 'active' OR w.state = 'accepted'))"
		" FROM slot WHERE initiative = $1 AND state <> 'lapsed'"
		" ORDER BY CASE state WHEN 'delivered' THEN 1 ELSE 0 END, id DESC LIMIT 1",
		&stmt));
	TRY(read_each(handle, stmt, initiative, arena, read_slot, item));
	TRY(db_prepare(handle->db,
	               "SELECT slug, name, definition_of_done, state, upstream, upstream_url,"
	               " upstream_outcome, low_hours, high_hours, spent_hours, stretch"
	               " FROM deliverable WHERE initiative = $1 ORDER BY position NULLS LAST, id",
	               &stmt));
	TRY(read_each(handle, stmt, initiative, arena, read_deliverable, item));
	TRY(db_prepare(handle->db,
	               "SELECT o.slug, o.name, e.given_on, e.words, e.other_help, e.letter, e.testers,"
	               " e.public FROM endorsement AS e JOIN org AS o ON o.id = e.org"
	               " WHERE e.initiative = $1 ORDER BY e.given_on NULLS LAST, e.id",
	               &stmt));
	TRY(read_each(handle, stmt, initiative, arena, read_endorsement, item));
out:
	return status;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static enum syndic_status add_item(struct syndic *handle, const char *id, struct roadmap_box *box)
{
	struct record record;
	struct syndic_roadmap_item item = {0};
	enum syndic_status status;

	TRY(record_load(handle, &entity_initiative, id, &box->arena, &record));
	item.section = section_of(&record);
	item.slug = record_text(&record, "slug");
	item.name = record_text(&record, "name");
	item.state = record_text(&record, "state");
	item.owner = record_text(&record, "owner");
	item.tags = record_text(&record, "tags");
	item.notes = record_text(&record, "notes");
	item.problem = record_text(&record, "problem");
	item.solution = record_text(&record, "solution");
	item.implementation = record_text(&record, "implementation");
	item.fit = record_text(&record, "fit");
	item.upstream_plan = record_text(&record, "upstream_plan");
	item.price = figure_of(&record, "price");
	TRY(add_round(handle, id, &box->arena, &item));
	TRY(add_belongings(handle, id, &box->arena, &item));
	LIST_ADD(&box->arena, box->report.items, box->report.item_count, item);
out:
	return status;
}

static enum syndic_status add_items(struct syndic *handle, struct roadmap_box *box)
{
	struct db_stmt *stmt = NULL;
	const char **ids = NULL;
	size_t count = 0;
	enum syndic_status status;
	int step;

	TRY(db_prepare(handle->db, "SELECT id FROM initiative ORDER BY folded, id", &stmt));
	while ((step = db_step(stmt)) == 1)
		LIST_ADD(&box->arena, ids, count, kept(&box->arena, stmt, 0));
	if (step < 0) status = handle->error.code;
	for (size_t i = 0; i < count && status == SYNDIC_OK; i++)
		status = add_item(handle, ids[i], box);
out:
	db_finalize(stmt);
	return status;
}

/* Is a nearer to its threshold than b? By cross multiplication, since shares would be rounded. */
static int nearer(const struct syndic_roadmap_item *a, const struct syndic_roadmap_item *b)
{
	if (!a->threshold.known || !b->threshold.known)
		return (int)b->threshold.known - (int)a->threshold.known;
	weight_t left = (weight_t)(a->counted + a->bridge) * b->threshold.value;
	weight_t right = (weight_t)(b->counted + b->bridge) * a->threshold.value;
	return (left < right) - (left > right);
}

/* The earlier first, what is unknown last. */
static int by_day(const char *a, const char *b)
{
	if (!a || !b) return (int)(a == NULL) - (int)(b == NULL);
	return strcmp(a, b);
}

static int by_position(struct syndic_figure a, struct syndic_figure b)
{
	if (!a.known || !b.known) return (int)b.known - (int)a.known;
	return (a.value > b.value) - (a.value < b.value);
}

static int in_order(const struct syndic_roadmap_item *a, const struct syndic_roadmap_item *b)
{
	if (a->section != b->section) return a->section < b->section ? -1 : 1;
	switch (a->section) {
	case SYNDIC_ROADMAP_IN_FLIGHT: return by_day(a->pulled_on, b->pulled_on);
	case SYNDIC_ROADMAP_QUEUED: return by_position(a->position, b->position);
	case SYNDIC_ROADMAP_FUNDING: return nearer(a, b);
	default: return 0;
	}
}

/* Items came by name: insertion keeps that order where nothing else decides. */
static void sort_items(struct syndic_roadmap_item *items, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		struct syndic_roadmap_item item = items[i];
		size_t at = i;
		for (; at > 0 && in_order(&item, &items[at - 1]) < 0; at--)
			items[at] = items[at - 1];
		items[at] = item;
	}
}

static enum syndic_status fill(struct syndic *handle, const char *initiative,
                               struct roadmap_box *box)
{
	char id[REFERENCE_SIZE];
	enum syndic_status status;

	box->report.as_of = arena_copy(&box->arena, handle->as_of);
	box->report.currency = arena_copy(&box->arena, handle->currency);
	if (!initiative) {
		status = add_items(handle, box);
		sort_items(box->report.items, box->report.item_count);
		return status;
	}
	TRY(resolve(handle, &entity_initiative, initiative, NULL, id));
	TRY(add_item(handle, id, box));
out:
	return status;
}

enum syndic_status syndic_report_roadmap(struct syndic *handle, const char *initiative,
                                         struct syndic_roadmap **out)
{
	struct roadmap_box *box = mem_alloc(sizeof *box);
	enum syndic_status status;

	*out = NULL;
	error_clear(handle);
	TRY(db_begin_read(handle->db));
	status = fill(handle, initiative, box);
	db_rollback(handle->db);
	if (status == SYNDIC_OK) *out = &box->report;
out:
	if (status != SYNDIC_OK) syndic_roadmap_free(&box->report);
	return status;
}

void syndic_roadmap_free(struct syndic_roadmap *report)
{
	struct roadmap_box *box = (struct roadmap_box *)report;

	if (!box) return;
	arena_free(&box->arena);
	free(box);
}
