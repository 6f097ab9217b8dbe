/*
 * The page for the weekly sales meeting: what is due, what ends, who has gone quiet. Days as of
 * as_of; settings renewal_days (90), grace_days (90), quiet_days (30).
 *
 *   overdue       open tasks whose due_on has passed, oldest first; days: until due_on, negative
 *   due           open tasks due today or in the next 7 days
 *   renewal       memberships, and recurring contracts without a membership, that end within
 *                 renewal_days or ended within grace_days, and that nothing continues yet: no later
 *                 term, no contract that renews them or begins after them for the same organisation
 *                 and revenue type, no reason for leaving. amount: fee a year, else the contract's
 *                 amount
 *   quiet deal    open deals whose last conversation, or arrival in their stage if that is later,
 *                 lies quiet_days back or more; days: since then. Longest first
 *   quiet member  members whose last conversation (or first day, if there was none) lies 3 ×
 *                 quiet_days back or more
 *
 * Every section counts all of its rows in `total` and shows the first `limit`.
 */
#include <stdio.h>
#include <stdlib.h>
#include "base/rows.h"
#include "model/pipeline.h"
#include "report/list.h"
#include "report/quiet.h"

static const struct syndic_column columns[] = {
	{"section", "section", SYNDIC_TEXT, 0}, {"due_on", "due on", SYNDIC_DATE, 0},
	{"days", "days", SYNDIC_INT, 0},        {"reference", "reference", SYNDIC_TEXT, 0},
	{"org", "org", SYNDIC_TEXT, 0},         {"what", "what", SYNDIC_TEXT, 0},
	{"amount", "amount", SYNDIC_MONEY, 0},  {"owner", "owner", SYNDIC_TEXT, 0},
	{"total", "total", SYNDIC_INT, 0},
};

/* Columns of every section's statement: reference (a slug or a number), day, org, what, amount,
 * owner, total. The day is due_on, or in the quiet sections the last sign of life. */
static enum syndic_status add_section(struct syndic *handle, const char *section, bool quiet,
                                      struct db_stmt *stmt, struct syndic_rows *rows)
{
	int64_t today = date_days(handle->as_of);
	int step;

	while ((step = db_step(stmt)) == 1) {
		struct syndic_value reference = db_value(stmt, 0);
		const char *day = db_text(stmt, 1);
		char number[24];

		snprintf(number, sizeof number, "#%lld", (long long)reference.number);
		rows_add_text(rows, section);
		rows_add_text(rows, quiet ? NULL : day);
		rows_add_number(rows, quiet ? today - date_days(day) : date_days(day) - today);
		rows_add_text(rows, reference.kind == SYNDIC_NUMBER ? number : reference.text);
		for (int i = 2; i < 7; i++)
			rows_add_value(rows, db_value(stmt, i));
	}
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

static enum syndic_status add_tasks(struct syndic *handle, const char *section, const char *first,
                                    const char *last, int64_t limit, struct syndic_rows *rows)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;

	TRY(db_prepare(handle->db,
	               "WITH page AS (SELECT id, count(*) OVER () AS total FROM task"
	               " WHERE done_on IS NULL AND due_on >= $1 AND due_on <= $2"
	               " ORDER BY due_on, number LIMIT $3)"
	               " SELECT t.number, t.due_on, o.slug, t.what, d.amount, t.owner, page.total"
	               " FROM page"
	               " JOIN task AS t ON t.id = page.id"
	               " LEFT JOIN org AS o ON o.id = t.org"
	               " LEFT JOIN deal AS d ON d.id = t.deal"
	               " ORDER BY t.due_on, t.number",
	               &stmt));
	db_bind_text(stmt, 1, first);
	db_bind_text(stmt, 2, last);
	db_bind_int(stmt, 3, limit);
	TRY(add_section(handle, section, false, stmt, rows));
out:
	db_finalize(stmt);
	return status;
}

static enum syndic_status add_renewals(struct syndic *handle, const char *first, const char *last,
                                       int64_t limit, struct syndic_rows *rows)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;

	TRY(db_prepare(
		handle->db,
		"WITH ending AS ("
		" SELECT m.slug, m.ends_on, m.org, m.contract FROM membership AS m"
		" WHERE m.ends_on >= $1 AND m.ends_on <= $2 AND m.ended_reason IS NULL"
		" AND NOT EXISTS (SELECT 1 FROM membership AS n WHERE n.org = m.org"
		" AND n.starts_on > m.starts_on AND (n.ends_on IS NULL OR n.ends_on > m.ends_on))"
		" UNION ALL"
		" SELECT c.slug, c.ends_on, c.org, c.id FROM contract AS c"
		" WHERE c.ends_on >= $1 AND c.ends_on <= $2"
		" AND (c.recurring = 1 OR (c.recurring IS NULL AND (c.revenue_type = 'membership'"
		" OR c.revenue_type = 'service' OR c.revenue_type = 'usage')))"
		" AND NOT EXISTS (SELECT 1 FROM membership AS m WHERE m.contract = c.id)"
		" AND NOT EXISTS (SELECT 1 FROM contract AS n WHERE n.renews = c.id)"
		" AND NOT EXISTS (SELECT 1 FROM contract AS n WHERE n.org = c.org"
		" AND n.starts_on > c.ends_on AND n.renews IS NULL AND n.revenue_type = c.revenue_type)),"
		" page AS (SELECT slug, ends_on, org, contract, count(*) OVER () AS total FROM ending"
		" ORDER BY ends_on, slug LIMIT $3)"
		" SELECT page.slug, page.ends_on, o.slug, coalesce(c.name, 'membership'),"
		" coalesce(c.fee_per_year, c.amount), o.owner, page.total"
		" FROM page"
		" LEFT JOIN org AS o ON o.id = page.org"
		" LEFT JOIN contract AS c ON c.id = page.contract"
		" ORDER BY page.ends_on, page.slug",
		&stmt));
	db_bind_text(stmt, 1, first);
	db_bind_text(stmt, 2, last);
	db_bind_int(stmt, 3, limit);
	TRY(add_section(handle, "renewal", false, stmt, rows));
out:
	db_finalize(stmt);
	return status;
}

/* Who has gone quiet: an id, and the day of the last sign of life. */
struct quiet {
	const char *id;
	char seen[DATE_SIZE];
};
struct quiets {
	struct arena arena;
	struct quiet *items;
	size_t count;
};

static int by_day(const void *a, const void *b)
{
	const struct quiet *x = a, *y = b;
	int order = strcmp(x->seen, y->seen);

	return order ? order : strcmp(x->id, y->id);
}

/* Reads id, first day and last conversation (may be NULL), and keeps what was last seen up to
 * `since`. */
static enum syndic_status find_quiet(struct syndic *handle, struct db_stmt *stmt, const char *since,
                                     struct quiets *out)
{
	int step;

	while ((step = db_step(stmt)) == 1) {
		struct quiet quiet;

		if (!quiet_seen(db_text(stmt, 1), db_text(stmt, 2), since, quiet.seen)) continue;
		quiet.id = arena_copy(&out->arena, db_text(stmt, 0));
		LIST_ADD(&out->arena, out->items, out->count, quiet);
	}
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

/* The first `limit` of them. The statement takes the day, the total and the id. */
static enum syndic_status add_quiet(struct syndic *handle, const char *section,
                                    struct db_stmt *stmt, struct quiets *quiets, int64_t limit,
                                    struct syndic_rows *rows)
{
	enum syndic_status status = SYNDIC_OK;

	if (quiets->count) qsort(quiets->items, quiets->count, sizeof *quiets->items, by_day);
	for (size_t i = 0; i < quiets->count && (int64_t)i < limit && status == SYNDIC_OK; i++) {
		db_bind_text(stmt, 1, quiets->items[i].seen);
		db_bind_int(stmt, 2, (int64_t)quiets->count);
		db_bind_text(stmt, 3, quiets->items[i].id);
		status = add_section(handle, section, true, stmt, rows);
	}
	return status;
}

static enum syndic_status add_quiet_deals(struct syndic *handle, const char *since, int64_t limit,
                                          struct syndic_rows *rows)
{
	struct db_stmt *all = NULL, *one = NULL;
	struct quiets quiets = {0};
	enum syndic_status status;
	size_t count;
	const struct stage *stages = stages_all(handle, &count);

	TRY(db_prepare(handle->db,
	               "SELECT d.id, d.stage_since, " QUIET_DEAL_SPOKEN
	               " FROM deal AS d WHERE d.stage = $1 AND d.stage_since <= $2",
	               &all));
	for (size_t i = 0; i < count; i++) {
		if (!stage_is(&stages[i], "open")) continue;
		db_bind_text(all, 1, stages[i].id);
		db_bind_text(all, 2, since);
		TRY(find_quiet(handle, all, since, &quiets));
	}
	TRY(db_prepare(handle->db,
	               "SELECT d.slug, CAST($1 AS TEXT), o.slug, d.name, d.amount, d.owner,"
	               " CAST($2 AS BIGINT)"
	               " FROM deal AS d LEFT JOIN org AS o ON o.id = d.org WHERE d.id = $3",
	               &one));
	TRY(add_quiet(handle, "quiet deal", one, &quiets, limit, rows));
out:
	db_finalize(all);
	db_finalize(one);
	arena_free(&quiets.arena);
	return status;
}

static enum syndic_status add_quiet_members(struct syndic *handle, const char *since, int64_t limit,
                                            struct syndic_rows *rows)
{
	struct db_stmt *all = NULL, *one = NULL;
	struct quiets quiets = {0};
	enum syndic_status status;

	TRY(db_prepare(handle->db,
	               "WITH term AS MATERIALIZED (SELECT m.org FROM membership AS m"
	               " WHERE (m.ends_on >= $1 OR m.ends_on IS NULL) AND m.starts_on <= $1),"
	               " member AS (SELECT DISTINCT org FROM term)"
	               " SELECT org, (SELECT min(m.starts_on) FROM membership AS m"
	               " WHERE m.org = member.org),"
	               " (SELECT max(a.at) FROM activity AS a WHERE a.org = member.org) FROM member",
	               &all));
	db_bind_text(all, 1, handle->as_of);
	TRY(find_quiet(handle, all, since, &quiets));
	TRY(db_prepare(handle->db,
	               "SELECT o.slug, CAST($1 AS TEXT), o.slug, o.name, NULL, o.owner,"
	               " CAST($2 AS BIGINT) FROM org AS o WHERE o.id = $3",
	               &one));
	TRY(add_quiet(handle, "quiet member", one, &quiets, limit, rows));
out:
	db_finalize(all);
	db_finalize(one);
	arena_free(&quiets.arena);
	return status;
}

enum syndic_status syndic_report_next(struct syndic *handle, int64_t limit,
                                      struct syndic_rows **out)
{
	enum syndic_status status;
	struct syndic_rows *rows = rows_new(columns, sizeof columns / sizeof *columns);
	char from[DATE_SIZE], to[DATE_SIZE];
	int64_t quiet;

	*out = NULL;
	error_clear(handle);
	if (limit <= 0) limit = INT64_MAX;
	TRY(db_begin_read(handle->db));
	date_add_days(handle->as_of, -1, to);
	TRY(add_tasks(handle, "overdue", "", to, limit, rows));
	date_add_days(handle->as_of, 7, to);
	TRY(add_tasks(handle, "due", handle->as_of, to, limit, rows));
	date_add_days(handle->as_of, -setting_int(handle, "grace_days", 90), from);
	date_add_days(handle->as_of, setting_int(handle, "renewal_days", 90), to);
	TRY(add_renewals(handle, from, to, limit, rows));
	quiet = quiet_days(handle);
	date_add_days(handle->as_of, -quiet, from);
	TRY(add_quiet_deals(handle, from, limit, rows));
	date_add_days(handle->as_of, -3 * quiet, from);
	TRY(add_quiet_members(handle, from, limit, rows));
	*out = rows;
	rows = NULL;
out:
	db_rollback(handle->db);
	syndic_rows_free(rows);
	return status;
}
