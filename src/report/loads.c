#include "report/loads.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "report/list.h"
#include "report/odds.h"

#define ONBOARDING_HOURS (40 * RATIO_ONE) /* where the setting is missing */

static bool is(const char *text, const char *word)
{
	return text && strcmp(text, word) == 0;
}

int64_t load_in(const struct load *load, int64_t hours, int64_t month)
{
	int64_t index = month - load->first;

	if (index < 0 || index >= load->count) return 0;
	return load->by_month ? load->by_month[index] : money_share_equal(hours, load->count, index);
}

static void add_gap(struct loads *loads, const char *entity, const char *reference, const char *why,
                    const char *help)
{
	struct syndic_capacity_gap gap = {entity, reference, why, help};

	LIST_ADD(loads->arena, loads->gaps, loads->gap_count, gap);
}

/* ---- slots and rounds ---- */

/* An entry's first and last month, 0 where unknown. */
struct term {
	int64_t first, last;
};

static enum syndic_status read_term(struct syndic *handle, struct db_stmt *stmt, struct term *out)
{
	int step = db_step(stmt);

	*out = (struct term){0};
	if (step == 1 && !db_is_null(stmt, 0) && !db_is_null(stmt, 1))
		*out = (struct term){month_number(db_text(stmt, 0)), month_number(db_text(stmt, 1))};
	db_finalize(stmt);
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

static enum syndic_status signed_term(struct syndic *handle, const struct queue_entry *entry,
                                      struct term *out)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT min(c.starts_on), max(c.ends_on) FROM contract AS c"
	               " JOIN deal AS d ON d.id = c.deal WHERE d.syndicate = $1"
	               " OR d.id = (SELECT w.deal FROM sow AS w WHERE w.id = $2)",
	               &stmt);

	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, entry->syndicate);
	db_bind_text(stmt, 2, entry->sow);
	return read_term(handle, stmt, out);
}

static enum syndic_status pledged_term(struct syndic *handle, const struct queue_entry *entry,
                                       struct term *out)
{
	struct db_stmt *stmt;
	enum syndic_status status = db_prepare(handle->db,
	                                       "SELECT min(d.starts_on), max(d.ends_on) FROM deal AS d"
	                                       " JOIN stage AS s ON s.id = d.stage"
	                                       " WHERE d.syndicate = $1 AND s.outcome <> 'lost'",
	                                       &stmt);

	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, entry->syndicate);
	return read_term(handle, stmt, out);
}

/* The months promised, as far as they are still to come. */
static enum syndic_status term_of(struct syndic *handle, const struct queue *queue,
                                  const struct queue_entry *entry, struct term *out)
{
	const int64_t now = queue->crew.first;
	enum syndic_status status;

	TRY(signed_term(handle, entry, out));
	if (!out->first) TRY(pledged_term(handle, entry, out));
	if (out->first && out->first < now) out->first = now;
	if (out->first && out->last < out->first) out->last = out->first;
out:
	return status;
}

/* What is left of each month's capacity, until the hours are worked. */
static const int64_t *take_room(const struct loads *loads, int64_t hours)
{
	int64_t *taken = arena_alloc(loads->arena, QUEUE_MONTHS * sizeof *taken);

	for (size_t m = 0; m < QUEUE_MONTHS && hours > 0; m++) {
		taken[m] = hours < loads->room[m] ? hours : loads->room[m];
		loads->room[m] -= taken[m];
		hours -= taken[m];
	}
	return taken;
}

static void set_values(const struct queue_work *work, struct arena *arena, struct load *load)
{
	int64_t *values = arena_alloc(arena, LOAD_VALUES * sizeof *values), sum = 0;

	for (int i = 0; i < LOAD_VALUES; i++)
		sum += values[i] = queue_hours(work, (i + 0.5) / LOAD_VALUES);
	load->values = values;
	load->hours = muldiv(sum, 1, LOAD_VALUES);
}

/* The chance that the work of an entry is sold, and whether it is. */
static enum syndic_status sow_chance(struct syndic *handle, const struct queue_entry *entry,
                                     int64_t *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;

	TRY(db_prepare(handle->db,
	               "SELECT w.state, s.outcome, coalesce(d.probability, s.probability) FROM sow AS w"
	               " LEFT JOIN deal AS d ON d.id = w.deal LEFT JOIN stage AS s ON s.id = d.stage"
	               " WHERE w.id = $1 OR (CAST($1 AS TEXT) IS NULL AND w.syndicate = $2"
	               " AND (w.state = 'executed' OR w.state = 'active'))",
	               &stmt));
	db_bind_text(stmt, 1, entry->sow);
	db_bind_text(stmt, 2, entry->syndicate);
	if (db_step(stmt) != 1) goto out;
	if (is(db_text(stmt, 0), "executed") || is(db_text(stmt, 0), "active") ||
	    is(db_text(stmt, 1), "won"))
		*out = RATIO_ONE;
	else if (is(db_text(stmt, 1), "open"))
		*out = db_int(stmt, 2);
out:
	db_finalize(stmt);
	return status;
}

static enum syndic_status chance_of(struct syndic *handle, const struct queue_entry *entry,
                                    struct arena *arena, int64_t *out)
{
	struct round round;
	enum syndic_status status;

	*out = is(entry->state, "pulled") || is(entry->state, "queued") ? RATIO_ONE : 0;
	if (*out) return SYNDIC_OK;
	TRY(sow_chance(handle, entry, out));
	if (*out == RATIO_ONE || !entry->syndicate) goto out;
	TRY(round_load(handle, entry->syndicate, arena, &round));
	*out = llround(odds_of_round(&round, arena).reached * (double)RATIO_ONE);
out:
	return status;
}

static enum syndic_status add_entry(struct syndic *handle, const struct queue *queue,
                                    const struct queue_entry *entry, struct loads *loads)
{
	bool round = is(entry->state, "round");
	const char *entity = round ? "syndicate" : "slot";
	struct load load = {0};
	struct term term;
	enum syndic_status status;

	TRY(chance_of(handle, entry, loads->arena, &load.probability));
	if (load.probability == 0) goto out;
	if (!entry->work.known) {
		add_gap(loads, entity, entry->slug, "hours unknown",
		        arena_printf(loads->arena, "syndic deliverable list --initiative %s",
		                     entry->initiative_slug));
		goto out;
	}
	TRY(term_of(handle, queue, entry, &term));
	if (!term.first && !queue->capacity_known) {
		add_gap(loads, entity, entry->slug, "no month promised, and capacity unknown",
		        "syndic queue");
		goto out;
	}
	load.kind = load.probability == RATIO_ONE ? LOAD_COMMITTED : LOAD_WEIGHTED;
	set_values(&entry->work, loads->arena, &load);
	load.by_month = take_room(loads, load.hours);
	load.first = loads->month;
	load.count = QUEUE_MONTHS;
	if (term.first) {
		load.by_month = NULL;
		load.first = term.first;
		load.count = term.last - term.first + 1;
	} else {
		load.values = NULL;
	}
	LIST_ADD(loads->arena, loads->items, loads->count, load);
out:
	return status;
}

/* Adds rounds under way whose initiative has no slot, one of an initiative: the one that is
 * furthest. */
static enum syndic_status add_rounds(struct syndic *handle, struct arena *arena,
                                     struct queue *queue)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	TRY(db_prepare(
		handle->db,
		"SELECT y.id, y.slug, y.initiative, i.slug, i.name FROM syndicate AS y"
		" JOIN initiative AS i ON i.id = y.initiative"
		" WHERE (y.state = 'forming' OR y.state = 'open' OR y.state = 'reached'"
		" OR y.state = 'contracting') AND NOT EXISTS (SELECT 1 FROM slot AS s"
		" WHERE s.initiative = y.initiative AND s.state <> 'lapsed')"
		" ORDER BY i.slug, CASE WHEN y.state = 'contracting' THEN 0 WHEN y.state = 'reached' THEN 1"
		" WHEN y.state = 'open' THEN 2 ELSE 3 END, y.id",
		&stmt));
	while ((step = db_step(stmt)) == 1) {
		struct queue_entry entry = {
			.syndicate = arena_copy(arena, db_text(stmt, 0)),
			.slug = arena_copy(arena, db_text(stmt, 1)),
			.state = "round",
			.initiative = arena_copy(arena, db_text(stmt, 2)),
			.initiative_slug = arena_copy(arena, db_text(stmt, 3)),
			.initiative_name = arena_copy(arena, db_text(stmt, 4)),
		};
		const struct queue_entry *last = queue->count ? &queue->entries[queue->count - 1] : NULL;
		if (last && is(last->state, "round") && strcmp(last->initiative, entry.initiative) == 0)
			continue;
		entry.id = entry.syndicate;
		TRY(queue_load_work(handle, arena, &entry));
		LIST_ADD(arena, queue->entries, queue->count, entry);
	}
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

/* ---- contracts and deals without a slot ---- */

/* Ids of deals for which a slot or a round stands, in order. */
struct spoken {
	const char **ids;
	size_t count;
	char *project, *membership; /* ids of these pipelines, or NULL */
	int64_t hour_price;         /* 0: unknown */
	const char *price_help;     /* what tells it */
};

static enum syndic_status load_spoken(struct syndic *handle, struct arena *arena,
                                      struct spoken *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	*out = (struct spoken){.hour_price = setting_money(handle, "hour_price", 0)};
	out->price_help = arena_printf(arena, "syndic setting %s hour_price --value PRICE",
	                               setting_text(handle, "hour_price", arena) ? "edit" : "add");
	TRY(db_prepare(handle->db,
	               "SELECT id FROM deal WHERE syndicate IS NOT NULL UNION"
	               " SELECT w.deal FROM sow AS w JOIN slot AS s ON s.sow = w.id"
	               " OR s.initiative = w.initiative"
	               " WHERE w.deal IS NOT NULL AND s.state <> 'lapsed' ORDER BY 1",
	               &stmt));
	while ((step = db_step(stmt)) == 1)
		LIST_ADD(arena, out->ids, out->count, arena_copy(arena, db_text(stmt, 0)));
	if (step < 0) TRY(handle->error.code);
	db_finalize(stmt);
	stmt = NULL;
	TRY(db_prepare(handle->db, "SELECT slug, id FROM pipeline", &stmt));
	while ((step = db_step(stmt)) == 1) {
		if (is(db_text(stmt, 0), "project")) out->project = arena_copy(arena, db_text(stmt, 1));
		if (is(db_text(stmt, 0), "membership"))
			out->membership = arena_copy(arena, db_text(stmt, 1));
	}
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

static bool speaks_for(const struct spoken *spoken, const char *deal)
{
	return deal && spoken->count &&
	       bsearch(&deal, spoken->ids, spoken->count, sizeof *spoken->ids, text_order);
}

static bool is_of(const struct sale *sale, const char *type, const char *pipeline)
{
	if (sale->revenue_type) return strcmp(sale->revenue_type, type) == 0;
	return pipeline && is(sale->pipeline, pipeline);
}

/* A contract (signed) or an open deal of project work. */
static void add_project(const struct sale *sale, const struct spoken *spoken, struct loads *loads)
{
	const char *entity = sale->open ? "deal" : "contract";
	struct load load = {.kind = sale->open ? LOAD_WEIGHTED : LOAD_COMMITTED,
	                    .probability = sale->open ? sale->probability : RATIO_ONE};

	if (!is_of(sale, "project", spoken->project) || load.probability <= 0) return;
	if (speaks_for(spoken, sale->open ? sale->id : sale->deal)) return;
	if (sale->over || (sale->ends_on && month_number(sale->ends_on) < loads->month)) return;
	if (!sale->has_amount || !sale->starts_on || !sale->ends_on) {
		add_gap(loads, entity, sale->slug, sale->has_amount ? "no first or last day" : "no amount",
		        arena_printf(loads->arena, "syndic %s edit %s --%s", entity, sale->slug,
		                     !sale->has_amount  ? "amount AMOUNT"
		                     : !sale->starts_on ? "starts-on DATE"
		                                        : "ends-on DATE"));
		return;
	}
	if (spoken->hour_price <= 0) {
		add_gap(loads, entity, sale->slug, "nobody says what an hour is sold for",
		        spoken->price_help);
		return;
	}
	load.first = month_number(sale->starts_on);
	load.count = month_number(sale->ends_on) - load.first + 1;
	if (load.count < 1) load.count = 1;
	load.hours = muldiv(sale->amount, RATIO_ONE, spoken->hour_price);
	LIST_ADD(loads->arena, loads->items, loads->count, load);
}

/* ---- onboarding ---- */

static bool is_fresh(const struct sale *deal, const struct spoken *spoken)
{
	if (!is_of(deal, "membership", spoken->membership)) return false;
	return deal->revenue_type ? deal->first : is(deal->kind, "new");
}

static void add_onboarding(const struct sale *sale, int64_t hours, struct loads *loads)
{
	const char *begins = sale->starts_on ? sale->starts_on : sale->signed_on;
	struct load load = {.kind = LOAD_ONBOARDING,
	                    .probability = sale->open ? sale->probability : RATIO_ONE,
	                    .count = ONBOARDING_MONTHS,
	                    .hours = hours};

	if (load.probability <= 0 || hours == 0) return;
	if (!begins) {
		add_gap(loads, "deal", sale->slug, "nobody knows when the member begins",
		        arena_printf(loads->arena, "syndic deal edit %s --starts-on DATE", sale->slug));
		return;
	}
	load.first = month_number(begins);
	if (load.first + load.count <= loads->month) return;
	LIST_ADD(loads->arena, loads->items, loads->count, load);
}

static void add_members(struct syndic *handle, const struct book *book, const struct spoken *spoken,
                        struct loads *loads)
{
	int64_t hours = setting_decimal(handle, "onboarding_hours", ONBOARDING_HOURS);

	for (size_t i = 0; i < book->memberships.count; i++)
		if (book->memberships.items[i].first)
			add_onboarding(&book->memberships.items[i], hours, loads);
	for (size_t i = 0; i < book->deals.count; i++) {
		const struct sale *deal = &book->deals.items[i];
		if (is_fresh(deal, spoken) && !deal->over) add_onboarding(deal, hours, loads);
	}
}

enum syndic_status loads_read(struct syndic *handle, struct queue *queue, struct arena *arena,
                              struct loads *out)
{
	const struct book *book = &queue->book;
	struct spoken spoken;
	enum syndic_status status;

	*out = (struct loads){.arena = arena, .month = queue->crew.first};
	out->room = arena_alloc(arena, QUEUE_MONTHS * sizeof *out->room);
	for (size_t m = 0; m < QUEUE_MONTHS; m++)
		out->room[m] = queue->crew.capacity[m].value;
	TRY(load_spoken(handle, arena, &spoken));
	TRY(add_rounds(handle, arena, queue));
	for (size_t i = 0; i < queue->count; i++)
		TRY(add_entry(handle, queue, &queue->entries[i], out));
	for (size_t i = 0; i < book->contracts.count; i++)
		add_project(&book->contracts.items[i], &spoken, out);
	for (size_t i = 0; i < book->deals.count; i++)
		add_project(&book->deals.items[i], &spoken, out);
	add_members(handle, book, &spoken, out);
out:
	return status;
}
