#include "report/crew.h"
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "report/list.h"
#include "report/targets.h"

#define OPERATIONS_HOURS (2 * RATIO_ONE) /* where the setting is missing */

/* ---- members ---- */

static int by_org(const void *a, const void *b)
{
	const struct sale *x = *(const struct sale *const *)a, *y = *(const struct sale *const *)b;

	return strcmp(x->org, y->org);
}

/* The last month that a term touches, if it is known to end. */
static int64_t last_month(const struct sale *term)
{
	if (!term->ends_on || !(term->left || term->declined)) return INT64_MAX;
	return month_number(term->ends_on);
}

static void mark_months(const struct sale *term, const struct crew *crew, bool *in_force)
{
	int64_t begins = month_number(term->starts_on), last = last_month(term);

	for (int64_t m = 0; m < crew->months; m++)
		in_force[m] |= crew->first + m >= begins && crew->first + m <= last;
}

static void count_members(const struct book *book, struct arena *arena, struct crew *crew)
{
	const struct sale **terms = NULL;
	size_t count = 0, months = (size_t)crew->months;
	bool *in_force = arena_alloc(arena, months * sizeof *in_force);

	for (size_t i = 0; i < book->memberships.count; i++) {
		const struct sale *term = &book->memberships.items[i];
		bool over = term->ends_on && strcmp(term->ends_on, book->as_of) < 0;
		if (term->org && term->starts_on && (!over || member_in_force(book, term)))
			LIST_ADD(arena, terms, count, term);
	}
	if (count) qsort(terms, count, sizeof *terms, by_org);
	for (size_t i = 0; i < count; i++) {
		mark_months(terms[i], crew, in_force);
		if (i + 1 < count && strcmp(terms[i]->org, terms[i + 1]->org) == 0) continue;
		for (size_t m = 0; m < months; m++)
			crew->members[m] += in_force[m];
		memset(in_force, 0, months * sizeof *in_force);
	}
}

/* ---- people ---- */

/* What of a month is left on as_of, of its days. */
static int64_t rest_of_month(const struct book *book, int64_t month, int64_t hours)
{
	char first[DATE_SIZE], last[DATE_SIZE];
	int64_t end;

	if (month != book->as_of_month) return hours;
	month_first(month, first);
	month_last(month, last);
	end = date_days(last) + 1;
	return muldiv(hours, end - date_days(book->as_of), end - date_days(first));
}

static int64_t within(int64_t hours)
{
	return hours < 0 ? 0 : hours > DECIMAL_MAX ? DECIMAL_MAX : hours;
}

/* Sets the capacity of the months from a row's on; later rows set theirs anew. */
static void set_months(const struct book *book, const struct db_stmt *stmt, struct crew *crew)
{
	int64_t row = month_number(db_text(stmt, 0));
	int64_t worked = muldiv(db_int(stmt, 1), db_int(stmt, 2), RATIO_ONE);
	int64_t paid = muldiv(worked, db_int(stmt, 3), RATIO_ONE), leave = db_int(stmt, 4);

	for (int64_t m = row > crew->first ? row - crew->first : 0; m < crew->months; m++) {
		int64_t month = crew->first + m;
		int64_t hours = paid - (month == row ? leave : 0) - crew->operations[m];
		crew->capacity[m].known = true;
		crew->capacity[m].value = rest_of_month(book, month, within(hours));
	}
}

enum syndic_status crew_load(struct syndic *handle, const struct book *book, int64_t first,
                             int64_t months, struct arena *arena, struct crew *out)
{
	int64_t each = setting_decimal(handle, "operations_hours", OPERATIONS_HOURS);
	size_t count = (size_t)months;
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	*out = (struct crew){.first = first, .months = months};
	out->capacity = arena_alloc(arena, count * sizeof *out->capacity);
	out->members = arena_alloc(arena, count * sizeof *out->members);
	out->operations = arena_alloc(arena, count * sizeof *out->operations);
	count_members(book, arena, out);
	for (size_t m = 0; m < count; m++)
		out->operations[m] = within(muldiv(each, out->members[m], 1));
	TRY(db_prepare(handle->db,
	               "SELECT month, people, hours, billable_share, coalesce(leave, 0)"
	               " FROM person_month ORDER BY month",
	               &stmt));
	while ((step = db_step(stmt)) == 1)
		set_months(book, stmt, out);
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}
