#include "report/targets.h"
#include <string.h>
#include "base/money.h"
#include "report/list.h"

static const char *const measure_names[] = {
	[MEASURE_ARR] = "arr",
	[MEASURE_NEW_ARR] = "new-arr",
	[MEASURE_BOOKINGS] = "bookings",
	[MEASURE_REVENUE] = "revenue",
	[MEASURE_COLLECTED] = "collected",
	[MEASURE_MEMBERS] = "members",
	[MEASURE_NEW_MEMBERS] = "new-members",
	[MEASURE_SHARE] = "share",
	[MEASURE_SUM_OF] = "sum-of",
};

static enum measure measure_named(const char *name)
{
	enum measure found = MEASURE_ARR;

	while (found < MEASURE_SUM_OF && strcmp(measure_names[found], name) != 0)
		found++;
	return found;
}

static enum syndic_unit unit_of(enum measure measure)
{
	switch (measure) {
	case MEASURE_MEMBERS:
	case MEASURE_NEW_MEMBERS: return SYNDIC_UNIT_COUNT;
	case MEASURE_SHARE: return SYNDIC_UNIT_SHARE;
	default: return SYNDIC_UNIT_MONEY;
	}
}

static struct syndic_figure known(int64_t value)
{
	return (struct syndic_figure){.known = true, .value = value};
}

static struct syndic_figure column(const struct db_stmt *stmt, int index, int64_t factor)
{
	return (struct syndic_figure){!db_is_null(stmt, index), db_int(stmt, index) * factor};
}

static struct target read_target(struct arena *arena, const struct db_stmt *stmt)
{
	struct target target = {
		.key = arena_copy(arena, db_text(stmt, 0)),
		.label = arena_copy(arena, db_text(stmt, 1)),
		.measure = measure_named(db_text(stmt, 4)),
		.quarter = db_int(stmt, 3),
		.revenue_types = arena_copy(arena, db_text(stmt, 8)),
		.size_class = arena_copy(arena, db_text(stmt, 9)),
		.kind = arena_copy(arena, db_text(stmt, 10)),
		.pipeline = arena_copy(arena, db_text(stmt, 11)),
		.org = arena_copy(arena, db_text(stmt, 12)),
		.tag = arena_copy(arena, db_text(stmt, 13)),
		.cofunded = column(stmt, 14, 1),
		.signed_in = db_int(stmt, 15),
		.sum_of = arena_copy(arena, db_text(stmt, 18)),
		.id = arena_copy(arena, db_text(stmt, 19)),
		.work_from = INT64_MIN,
		.work_to = INT64_MAX,
	};
	int64_t month = db_int(stmt, 2) * 12 + (target.quarter ? target.quarter - 1 : 0) * 3;

	month_first(month, target.first);
	month_last(month + (target.quarter ? 2 : 11), target.last);
	switch (unit_of(target.measure)) {
	case SYNDIC_UNIT_MONEY: target.given = column(stmt, 5, 1); break;
	case SYNDIC_UNIT_COUNT: target.given = column(stmt, 6, RATIO_ONE); break;
	case SYNDIC_UNIT_SHARE: target.given = column(stmt, 7, 1); break;
	case SYNDIC_UNIT_HOURS:
	case SYNDIC_UNIT_RATIO:
	case SYNDIC_UNIT_DAYS:
	case SYNDIC_UNIT_MONTHS: break; /* no measure has these */
	}
	target.actuals = target.measure == MEASURE_REVENUE;
	target.has_work = !db_is_null(stmt, 16) || !db_is_null(stmt, 17);
	if (!db_is_null(stmt, 16)) target.work_from = month_number(db_text(stmt, 16));
	if (!db_is_null(stmt, 17)) target.work_to = month_number(db_text(stmt, 17));
	return target;
}

enum syndic_status targets_load(struct syndic *handle, struct arena *arena, struct targets *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	*out = (struct targets){0};
	TRY(db_prepare(handle->db,
	               "SELECT key, label, year, quarter, measure, amount, count, share, revenue_types,"
	               " class, kind, pipeline, org, tag, cofunded, signed, work_from, work_to, sum_of,"
	               " id"
	               " FROM target ORDER BY year, coalesce(quarter, 0), id",
	               &stmt));
	while ((step = db_step(stmt)) == 1) {
		struct target target = read_target(arena, stmt);
		LIST_ADD(arena, out->items, out->count, target);
	}
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

static struct target *find(const struct targets *targets, const char *id, size_t length)
{
	for (size_t i = 0; i < targets->count; i++) {
		struct target *target = &targets->items[i];
		if (strncmp(target->id, id, length) == 0 && target->id[length] == '\0') return target;
	}
	return NULL;
}

static void add_incomplete(struct incomplete *sum, struct incomplete part)
{
	sum->count += part.count;
	sum->amount += part.amount;
}

/* The sums that are being worked out, so that one that leads back to itself ends. */
struct path {
	const struct target *target;
	const struct path *up;
};

/* The next target of a sum's list that is money and not on the path; NULL at the end. */
static struct target *next_part(const struct targets *targets, const struct path *path,
                                const char **list)
{
	while (*list && **list) {
		size_t length = strcspn(*list, ",");
		struct target *part = find(targets, *list, length);
		const struct path *at = path;

		*list += length + ((*list)[length] == ',');
		while (at && at->target != part)
			at = at->up;
		if (part && !at && unit_of(part->measure) == SYNDIC_UNIT_MONEY) return part;
	}
	return NULL;
}

static const struct figures *figures_of(const struct book *book, struct target *target)
{
	if (!target->measured) measure(book, target, &target->figures);
	target->measured = true;
	return &target->figures;
}

/* What each of the targets named brings, and what they ask for together. Only money is added. */
static void sum_of(const struct book *book, const struct targets *targets, const struct path *path,
                   struct figures *out, struct syndic_figure *given)
{
	const char *list = path->target->sum_of;
	struct target *part;

	*out = (struct figures){0};
	*given = (struct syndic_figure){0};
	while ((part = next_part(targets, path, &list)) != NULL) {
		struct figures figures;
		struct syndic_figure asked = {0};

		if (part->measure == MEASURE_SUM_OF) {
			sum_of(book, targets, &(struct path){part, path}, &figures, &asked);
		} else {
			figures = *figures_of(book, part);
		}
		if (part->given.known) asked = part->given;
		if (asked.known) *given = known(given->value + asked.value);
		out->committed += figures.committed;
		out->in_force += figures.in_force;
		out->renewing += figures.renewing;
		out->open += figures.open;
		out->weighted += figures.weighted;
		add_incomplete(&out->contracts, figures.contracts);
		add_incomplete(&out->deals, figures.deals);
		out->steady += figures.steady;
		out->unforeseeable |= figures.unforeseeable;
		reach_merge(book, out, &figures);
	}
}

static void widen(const struct targets *targets, const struct path *path, char first[DATE_SIZE],
                  char last[DATE_SIZE], unsigned *parts)
{
	const struct target *target = path->target, *part;
	const char *list = target->sum_of;

	if (target->measure == MEASURE_MEMBERS || target->measure == MEASURE_NEW_MEMBERS)
		*parts |= BOOK_MEMBERSHIPS;
	if (target->measure == MEASURE_COLLECTED) *parts |= BOOK_PAYMENTS;
	if (target->actuals) *parts |= BOOK_ACTUALS;
	if (target->tag) *parts |= BOOK_TAGS;
	if (strcmp(target->first, first) < 0) memcpy(first, target->first, DATE_SIZE);
	if (strcmp(target->last, last) > 0) memcpy(last, target->last, DATE_SIZE);
	while ((part = next_part(targets, path, &list)) != NULL)
		widen(targets, &(struct path){part, path}, first, last, parts);
}

void target_needs(const struct targets *targets, const struct target *target, char first[DATE_SIZE],
                  char last[DATE_SIZE], unsigned *parts)
{
	widen(targets, &(struct path){target, NULL}, first, last, parts);
}

static struct syndic_figure ratio(int64_t part, int64_t whole)
{
	return whole > 0 ? known(muldiv(part, RATIO_ONE, whole)) : (struct syndic_figure){0};
}

/* All revenue of a period. */
static const struct figures *whole_of(const struct book *book, struct targets *targets,
                                      const struct target *period)
{
	struct target *whole = &targets->whole;

	if (strcmp(whole->first, period->first) != 0 || strcmp(whole->last, period->last) != 0) {
		*whole = (struct target){.measure = MEASURE_REVENUE};
		memcpy(whole->first, period->first, sizeof whole->first);
		memcpy(whole->last, period->last, sizeof whole->last);
	}
	return figures_of(book, whole);
}

/* A part of revenue: of what is earned or goes on, and with open deals of what is expected. */
static void share_line(const struct book *book, struct targets *targets,
                       const struct target *target, struct syndic_target_line *out)
{
	const struct figures *all = whole_of(book, targets, target);
	struct target part_target = *target;
	struct figures part;

	part_target.measure = MEASURE_REVENUE;
	measure(book, &part_target, &part);
	out->committed = ratio(part.committed + part.renewing, all->committed + all->renewing);
	out->expected = ratio(part.committed + part.renewing + part.weighted,
	                      all->committed + all->renewing + all->weighted);
	out->open = ratio(part.open, all->open);
	if (target->given.known && out->committed.known)
		out->gap = known(target->given.value - out->committed.value);
	if (target->given.known) out->probability = reach_share(book, &part, all, target->given.value);
	out->incomplete_count = part.contracts.count + part.deals.count;
	out->incomplete_amount = part.contracts.amount + part.deals.amount;
}

void target_line(const struct book *book, struct targets *targets, struct target *target,
                 struct syndic_target_line *out)
{
	struct figures figures;

	*out = (struct syndic_target_line){
		.key = target->key,
		.label = target->label,
		.measure = measure_names[target->measure],
		.unit = unit_of(target->measure),
		.target = target->given,
	};
	if (target->measure == MEASURE_SHARE) {
		share_line(book, targets, target, out);
		return;
	}
	if (target->measure == MEASURE_SUM_OF) {
		struct syndic_figure given;
		sum_of(book, targets, &(struct path){target, NULL}, &figures, &given);
		if (!out->target.known) out->target = given;
	} else {
		figures = *figures_of(book, target);
	}
	out->committed = known(figures.committed);
	out->renewing = known(figures.renewing);
	out->expected = known(figures.committed + figures.renewing + figures.weighted);
	if (target->measure == MEASURE_ARR || target->measure == MEASURE_MEMBERS)
		out->in_force = known(figures.in_force);
	if (target->measure != MEASURE_COLLECTED) out->open = known(figures.open);
	if (out->target.known) {
		out->gap = known(out->target.value - figures.committed - figures.renewing);
		if (out->open.known) out->coverage = ratio(figures.weighted, out->gap.value);
		out->probability = reach_amount(book, &figures, out->target.value);
	}
	out->incomplete_count = figures.contracts.count + figures.deals.count;
	out->incomplete_amount = figures.contracts.amount + figures.deals.amount;
}
