#include "report/book.h"
#include <stdlib.h>
#include "base/money.h"
#include "base/text.h"
#include "model/pipeline.h"
#include "report/arr.h"
#include "report/list.h"
#include "report/prices.h"
#include "report/rounds.h"

#define USAGE_MONTHS 24 /* a window of twelve months that ends up to twelve months before a day */

/* The columns that every statement on sales begins with … */
enum {
	ORG,
	REVENUE_TYPE,
	KIND,
	TAGS,
	AMOUNT,
	STARTS_ON,
	ENDS_ON,
	SIGNED_ON,
	COMMON,
};
/* … and those that follow for contracts and what hangs on one. */
enum {
	PIPELINE = COMMON,
	DEAL_TAGS,
	FEE,
	RECURRING,
	EXTRA,
};

/* Makes a sale of the current row. `pipeline` is that of a deal. */
typedef struct sale sale_read(const struct book *book, const struct db_stmt *stmt,
                              const char *pipeline);

static int compare_tagged(const void *id, const void *item)
{
	return strcmp(id, ((const struct tagged *)item)->id);
}

static const char *org_tags(const struct book *book, const char *org)
{
	const struct tagged *found = NULL;

	if (org && book->tagged_count)
		found = bsearch(org, book->tagged, book->tagged_count, sizeof *found, compare_tagged);
	return found ? found->tags : NULL;
}

static enum syndic_status load_tags(struct syndic *handle, struct book *book)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	TRY(db_prepare(handle->db, "SELECT id, tags FROM org WHERE tags IS NOT NULL ORDER BY id",
	               &stmt));
	while ((step = db_step(stmt)) == 1) {
		struct tagged org = {arena_copy(book->arena, db_text(stmt, 0)),
		                     arena_copy(book->arena, db_text(stmt, 1))};
		LIST_ADD(book->arena, book->tagged, book->tagged_count, org);
	}
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

static enum syndic_status load_actuals(struct syndic *handle, struct book *book, const char *first,
                                       const char *last)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	char end[DATE_SIZE], since[DATE_SIZE], until[DATE_SIZE];
	int64_t closed = book->as_of_month;
	int step;

	month_last(closed, end);
	if (strcmp(end, book->as_of) > 0) closed--;
	if (month_number(last) < closed) closed = month_number(last);
	month_from_number(month_number(first), since);
	month_from_number(closed, until);
	TRY(db_prepare(
		handle->db,
		"SELECT month, revenue_type, amount FROM actual WHERE month >= $1 AND month <= $2"
		" ORDER BY month, revenue_type",
		&stmt));
	db_bind_text(stmt, 1, since);
	db_bind_text(stmt, 2, until);
	while ((step = db_step(stmt)) == 1) {
		struct actual actual = {
			.revenue_type = arena_copy(book->arena, db_text(stmt, 1)),
			.month = month_number(db_text(stmt, 0)),
			.amount = db_int(stmt, 2),
		};
		LIST_ADD(book->arena, book->actuals, book->actual_count, actual);
	}
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

static struct sale read_common(const struct book *book, const struct db_stmt *stmt,
                               const char *pipeline)
{
	struct arena *arena = book->arena;
	struct sale sale = {
		.org = arena_copy(arena, db_text(stmt, ORG)),
		.pipeline = pipeline,
		.revenue_type = arena_copy(arena, db_text(stmt, REVENUE_TYPE)),
		.kind = arena_copy(arena, db_text(stmt, KIND)),
		.tags = {arena_copy(arena, db_text(stmt, TAGS))},
		.starts_on = arena_copy(arena, db_text(stmt, STARTS_ON)),
		.ends_on = arena_copy(arena, db_text(stmt, ENDS_ON)),
		.signed_on = arena_copy(arena, db_text(stmt, SIGNED_ON)),
		.has_amount = !db_is_null(stmt, AMOUNT),
		.amount = db_int(stmt, AMOUNT),
		.probability = RATIO_ONE,
	};

	sale.tags[2] = org_tags(book, sale.org);
	sale.cofunded = pipeline && text_equal(pipeline, book->cofunding);
	sale.recurring = arr_type_recurs(sale.revenue_type);
	sale.recurrence_known = sale.revenue_type != NULL;
	return sale;
}

static struct sale read_of_contract(const struct book *book, const struct db_stmt *stmt)
{
	const char *pipeline = arena_copy(book->arena, db_text(stmt, PIPELINE));
	struct sale sale = read_common(book, stmt, pipeline);

	sale.tags[1] = arena_copy(book->arena, db_text(stmt, DEAL_TAGS));
	sale.has_fee = !db_is_null(stmt, FEE);
	sale.fee = db_int(stmt, FEE);
	if (!db_is_null(stmt, RECURRING)) {
		sale.recurring = db_int(stmt, RECURRING) == 1;
		sale.recurrence_known = true;
	}
	arr_value(book, &sale);
	return sale;
}

/* Adds every row of a statement whose parameters are bound. */
static enum syndic_status read_all(struct syndic *handle, const struct book *book,
                                   struct db_stmt *stmt, sale_read *read, const char *pipeline,
                                   struct sales *out)
{
	int step;

	while ((step = db_step(stmt)) == 1) {
		if (out->count == out->capacity) {
			/* By far the largest arrays: in an arena each growth would leave its old half behind. */
			out->capacity = out->capacity ? out->capacity * 2 : 64;
			out->items = mem_resize(out->items, out->capacity * sizeof *out->items);
		}
		out->items[out->count++] = read(book, stmt, pipeline);
	}
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

/* Id, slug, name, source and external id, from `column` on. */
static void read_names(const struct book *book, const struct db_stmt *stmt, int column,
                       struct sale *sale)
{
	struct arena *arena = book->arena;

	sale->id = arena_copy(arena, db_text(stmt, column));
	sale->slug = arena_copy(arena, db_text(stmt, column + 1));
	sale->name = arena_copy(arena, db_text(stmt, column + 2));
	sale->key = sale->slug;
	if (!db_is_null(stmt, column + 4))
		sale->key = arena_printf(arena, "%s\n%s",
		                         db_text(stmt, column + 3) ? db_text(stmt, column + 3) : "",
		                         db_text(stmt, column + 4));
}

static struct sale read_contract(const struct book *book, const struct db_stmt *stmt,
                                 const char *pipeline)
{
	struct sale sale = read_of_contract(book, stmt);

	(void)pipeline;
	sale.renews = arena_copy(book->arena, db_text(stmt, EXTRA));
	sale.left = db_int(stmt, EXTRA + 1) == 1;
	sale.collected_known = !db_is_null(stmt, EXTRA + 2);
	sale.collected = db_int(stmt, EXTRA + 2);
	if (!(book->parts & BOOK_NAMES)) {
		sale.id = arena_copy(book->arena, db_text(stmt, EXTRA + 3));
		return sale;
	}
	read_names(book, stmt, EXTRA + 3, &sale);
	sale.deal = arena_copy(book->arena, db_text(stmt, EXTRA + 8));
	return sale;
}

#define CONTRACTS                                                                                  \
	"SELECT c.org, c.revenue_type, c.kind, c.tags, c.amount, c.starts_on, c.ends_on,"              \
	" c.signed_on, d.pipeline, d.tags, c.fee_per_year, c.recurring, c.renews,"                     \
	" EXISTS (SELECT 1 FROM membership AS m WHERE m.contract = c.id"                               \
	" AND m.ended_reason IS NOT NULL), c.collected, c.id, c.slug, c.name,"                         \
	" CASE WHEN c.external_id IS NULL THEN d.source ELSE c.source END,"                            \
	" coalesce(c.external_id, d.external_id), c.deal"                                              \
	" FROM contract AS c"                                                                          \
	" LEFT JOIN deal AS d ON d.id = c.deal"

static enum syndic_status load_contracts(struct syndic *handle, struct book *book,
                                         const char *since, const char *first, const char *last)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;

	TRY(db_prepare(handle->db,
	               CONTRACTS " WHERE c.ends_on >= $1 OR (c.signed_on >= $2 AND c.signed_on <= $3)"
	                         " OR c.ends_on IS NULL",
	               &stmt));
	db_bind_text(stmt, 1, since);
	db_bind_text(stmt, 2, first);
	db_bind_text(stmt, 3, last);
	TRY(read_all(handle, book, stmt, read_contract, NULL, &book->contracts));
out:
	db_finalize(stmt);
	return status;
}

enum syndic_status book_collected(struct syndic *handle, struct book *book, const char *before)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;

	TRY(db_prepare(handle->db,
	               "SELECT sum(CASE WHEN paid_on < $1 THEN amount ELSE 0 END) FROM payment"
	               " WHERE contract = $2",
	               &stmt));
	db_bind_text(stmt, 1, before);
	for (size_t i = 0; i < book->contracts.count; i++) {
		struct sale *contract = &book->contracts.items[i];
		db_bind_text(stmt, 2, contract->id);
		if (db_step(stmt) == 1 && !db_is_null(stmt, 0)) {
			contract->collected_known = true;
			contract->has_payments = true;
			contract->collected = db_int(stmt, 0);
		}
		db_reset(stmt);
	}
	status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

enum syndic_status book_contracts_of(struct syndic *handle, const struct book *book,
                                     const char *org, struct sales *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;

	TRY(db_prepare(handle->db, CONTRACTS " WHERE c.org = $1", &stmt));
	db_bind_text(stmt, 1, org);
	TRY(read_all(handle, book, stmt, read_contract, NULL, out));
out:
	db_finalize(stmt);
	return status;
}

/* Signing and start of an open deal move to days on which they still can be. */
static struct sale read_deal(const struct book *book, const struct db_stmt *stmt,
                             const char *pipeline)
{
	struct sale deal = read_common(book, stmt, pipeline);
	char first[DATE_SIZE];

	arr_value(book, &deal);
	deal.open = true;
	deal.sold_from = deal.starts_on;
	deal.over = deal.ends_on && strcmp(deal.ends_on, book->as_of) < 0;
	deal.probability = db_int(stmt, COMMON);
	deal.own_probability = db_int(stmt, COMMON + 1) == 1;
	if (book->parts & BOOK_NAMES)
		read_names(book, stmt, COMMON + 2, &deal);
	else if (book->round_count)
		deal.id = arena_copy(book->arena, db_text(stmt, COMMON + 2));
	if (deal.signed_on && strcmp(deal.signed_on, book->as_of) < 0) deal.signed_on = book->as_of;
	if (!deal.starts_on || month_number(deal.starts_on) >= book->as_of_month) return deal;
	month_first(deal.signed_on ? month_number(deal.signed_on) : book->as_of_month, first);
	deal.starts_on = arena_copy(book->arena, first);
	if (deal.ends_on && strcmp(deal.ends_on, first) < 0) deal.ends_on = deal.starts_on;
	return deal;
}

static enum syndic_status load_deals(struct syndic *handle, struct book *book)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	size_t count;
	const struct stage *stages = stages_all(handle, &count);

	/* Without names the index on stages holds all that is read. */
	if (book->parts & BOOK_NAMES) {
		status =
			db_prepare(handle->db,
		               "SELECT org, revenue_type, kind, tags, amount, starts_on, ends_on,"
		               " expected_close, coalesce(probability, $1), probability IS NOT NULL, id,"
		               " slug, name, source, external_id FROM deal WHERE stage = $2",
		               &stmt);
	} else {
		status =
			db_prepare(handle->db,
		               "SELECT org, revenue_type, kind, tags, amount, starts_on, ends_on,"
		               " expected_close, coalesce(probability, $1), probability IS NOT NULL, id"
		               " FROM deal WHERE stage = $2",
		               &stmt);
	}
	if (status != SYNDIC_OK) goto out;
	for (size_t i = 0; i < count; i++) {
		if (!stage_is(&stages[i], "open")) continue;
		db_bind_int(stmt, 1, stages[i].probability);
		size_t before = book->deals.count;
		db_bind_text(stmt, 2, stages[i].id);
		TRY(read_all(handle, book, stmt, read_deal, stages[i].pipeline, &book->deals));
		for (size_t k = before; k < book->deals.count; k++)
			book->deals.items[k].stage = stages[i].id;
	}
out:
	db_finalize(stmt);
	return status;
}

static struct sale read_membership(const struct book *book, const struct db_stmt *stmt,
                                   const char *pipeline)
{
	struct sale sale = read_of_contract(book, stmt);

	(void)pipeline;
	sale.left = !db_is_null(stmt, EXTRA);
	sale.first = text_equal(sale.starts_on, db_text(stmt, EXTRA + 1));
	return sale;
}

/* Memberships, and which of the deals would bring a first one. */
static enum syndic_status load_memberships(struct syndic *handle, struct book *book,
                                           const char *since)
{
	struct db_stmt *stmt = NULL, *any = NULL;
	enum syndic_status status;

	TRY(db_prepare(handle->db,
	               "SELECT m.org, coalesce(c.revenue_type, 'membership'), c.kind, c.tags,"
	               " c.amount, m.starts_on, m.ends_on, coalesce(c.signed_on, m.starts_on),"
	               " d.pipeline, d.tags, c.fee_per_year, c.recurring, m.ended_reason,"
	               " (SELECT min(p.starts_on) FROM membership AS p WHERE p.org = m.org)"
	               " FROM membership AS m"
	               " LEFT JOIN contract AS c ON c.id = m.contract"
	               " LEFT JOIN deal AS d ON d.id = c.deal"
	               " WHERE m.ends_on >= $1 OR m.ends_on IS NULL",
	               &stmt));
	db_bind_text(stmt, 1, since);
	TRY(read_all(handle, book, stmt, read_membership, NULL, &book->memberships));
	TRY(db_prepare(handle->db, "SELECT 1 FROM membership WHERE org = $1 LIMIT 1", &any));
	for (size_t i = 0; i < book->deals.count; i++) {
		struct sale *deal = &book->deals.items[i];
		if (!text_equal(deal->revenue_type, "membership")) continue;
		if (deal->kind && strcmp(deal->kind, "new") != 0) continue;
		db_bind_text(any, 1, deal->org);
		deal->first = db_step(any) == 0;
		db_reset(any);
	}
out:
	db_finalize(stmt);
	db_finalize(any);
	return status;
}

static struct sale read_payment(const struct book *book, const struct db_stmt *stmt,
                                const char *pipeline)
{
	struct sale sale = read_of_contract(book, stmt);

	(void)pipeline;
	sale.has_amount = true;
	sale.amount = db_int(stmt, EXTRA);
	sale.paid_on = arena_copy(book->arena, db_text(stmt, EXTRA + 1));
	if (book->parts & BOOK_NAMES) sale.id = arena_copy(book->arena, db_text(stmt, EXTRA + 2));
	return sale;
}

static enum syndic_status load_payments(struct syndic *handle, struct book *book, const char *first,
                                        const char *last)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;

	TRY(db_prepare(handle->db,
	               "SELECT c.org, c.revenue_type, c.kind, c.tags, c.amount, c.starts_on, c.ends_on,"
	               " c.signed_on, d.pipeline, d.tags, c.fee_per_year, c.recurring, y.amount,"
	               " y.paid_on, y.contract"
	               " FROM payment AS y"
	               " JOIN contract AS c ON c.id = y.contract"
	               " LEFT JOIN deal AS d ON d.id = c.deal"
	               " WHERE y.paid_on >= $1 AND y.paid_on <= $2",
	               &stmt));
	db_bind_text(stmt, 1, first);
	db_bind_text(stmt, 2, last);
	TRY(read_all(handle, book, stmt, read_payment, NULL, &book->payments));
out:
	db_finalize(stmt);
	return status;
}

/* Clusters that name no organisation pay each for themselves. */
static enum syndic_status load_usage(struct syndic *handle, struct book *book, const char *first)
{
	struct db_stmt *stmt = NULL;
	struct prices prices;
	enum syndic_status status;
	char since[DATE_SIZE], until[DATE_SIZE];
	int64_t month = month_number(first);
	int step;

	if (month > book->as_of_month) month = book->as_of_month;
	month_from_number(month - USAGE_MONTHS, since);
	month_from_number(book->as_of_month, until);
	TRY(prices_load(handle, book->arena, &prices));
	TRY(db_prepare(handle->db,
	               "SELECT u.month, coalesce(o.payer, u.org), sum(u.active_users),"
	               " CASE WHEN u.org IS NULL THEN u.cluster END"
	               " FROM usage AS u"
	               " LEFT JOIN org AS o ON o.id = u.org"
	               " WHERE u.month >= $1 AND u.month <= $2"
	               " GROUP BY u.month, coalesce(o.payer, u.org),"
	               " CASE WHEN u.org IS NULL THEN u.cluster END"
	               " ORDER BY u.month",
	               &stmt));
	db_bind_text(stmt, 1, since);
	db_bind_text(stmt, 2, until);
	while ((step = db_step(stmt)) == 1) {
		struct usage_fee fee = {
			.payer = arena_copy(book->arena, db_text(stmt, 1)),
			.tags = org_tags(book, db_text(stmt, 1)),
			.cluster = arena_copy(book->arena, db_text(stmt, 3)),
			.month = month_number(db_text(stmt, 0)),
			.fee = prices_fee(&prices, db_text(stmt, 0), db_int(stmt, 2)),
		};
		LIST_ADD(book->arena, book->usage, book->usage_count, fee);
	}
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

/* The first month of a statement on months and active users that costs anything. */
static enum syndic_status first_fee(struct syndic *handle, const struct book *book,
                                    struct db_stmt *stmt, const char **out)
{
	struct prices prices;
	enum syndic_status status;
	char day[DATE_SIZE];
	int step = 0;

	TRY(prices_load(handle, book->arena, &prices));
	while (!*out && (step = db_step(stmt)) == 1) {
		if (prices_fee(&prices, db_text(stmt, 0), db_int(stmt, 1)) <= 0) continue;
		month_first(month_number(db_text(stmt, 0)), day);
		*out = arena_copy(book->arena, day);
	}
	if (step < 0) status = handle->error.code;
out:
	return status;
}

enum syndic_status book_usage_since(struct syndic *handle, const struct book *book, const char *org,
                                    const char *cluster, const char **out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;

	*out = NULL;
	if (org) {
		TRY(db_prepare(
			handle->db,
			"SELECT u.month, sum(u.active_users) FROM usage AS u"
			" WHERE u.org = (SELECT s.id FROM org AS s WHERE s.id = $1 AND s.payer IS NULL)"
			" OR u.org IN (SELECT o.id FROM org AS o WHERE o.payer = $1)"
			" GROUP BY u.month ORDER BY u.month",
			&stmt));
	} else {
		TRY(db_prepare(handle->db,
		               "SELECT u.month, sum(u.active_users) FROM usage AS u"
		               " WHERE u.org IS NULL AND u.cluster = $1"
		               " GROUP BY u.month ORDER BY u.month",
		               &stmt));
	}
	db_bind_text(stmt, 1, org ? org : cluster);
	TRY(first_fee(handle, book, stmt, out));
out:
	db_finalize(stmt);
	return status;
}

/* Was a renewal of it lost? The index deal_declined holds such deals by organisation and day. */
static enum syndic_status find_declined(struct syndic *handle, const struct book *book,
                                        struct db_stmt *stmt, struct sales *sales)
{
	for (size_t i = 0; i < sales->count; i++) {
		struct sale *sale = &sales->items[i];
		if (!arr_may_be_declined(book, sale)) continue;
		db_bind_text(stmt, 1, sale->org);
		db_bind_text(stmt, 2, sale->starts_on);
		db_bind_text(stmt, 3, book->as_of);
		db_bind_text(stmt, 4, sale->revenue_type);
		sale->declined = db_step(stmt) == 1;
		db_reset(stmt);
	}
	return handle->error.code;
}

static enum syndic_status load_declined(struct syndic *handle, struct book *book)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;

	TRY(db_prepare(handle->db,
	               "SELECT 1 FROM deal AS d JOIN stage AS s ON s.id = d.stage"
	               " WHERE d.org = $1 AND d.kind = 'renewal' AND d.contract IS NULL"
	               " AND d.closed_on IS NOT NULL AND d.closed_on > $2 AND d.closed_on <= $3"
	               " AND (d.starts_on IS NULL OR d.starts_on > $2)"
	               " AND (d.revenue_type IS NULL OR CAST($4 AS TEXT) IS NULL"
	               " OR d.revenue_type = $4)"
	               " AND (d.lost_reason IS NULL OR d.lost_reason <> 'duplicate')"
	               " AND s.outcome = 'lost' LIMIT 1",
	               &stmt));
	TRY(find_declined(handle, book, stmt, &book->contracts));
	TRY(find_declined(handle, book, stmt, &book->memberships));
out:
	db_finalize(stmt);
	return status;
}

struct book book_on(const struct book *book, const char *day)
{
	struct book other = *book;

	other.as_of = day;
	other.as_of_month = month_number(day);
	return other;
}

enum syndic_status book_load(struct syndic *handle, const char *first, const char *last,
                             unsigned parts, struct arena *arena, struct book *out)
{
	enum syndic_status status;
	char since[DATE_SIZE];
	size_t count;
	const struct stage *stages = stages_all(handle, &count);

	*out = (struct book){
		.arena = arena,
		.as_of = handle->as_of,
		.as_of_month = month_number(handle->as_of),
		.parts = parts,
		.method = spread_method_named(setting_text(handle, "spread_method", arena)),
		.renewal_rate = setting_ratio(handle, "renewal_rate", RENEWAL_RATE),
		.correlation = setting_ratio(handle, "correlation", CORRELATION),
		.grace_days = setting_int(handle, "grace_days", GRACE_DAYS),
		.small_below = setting_money(handle, "small_below", 2000000),
		.medium_below = setting_money(handle, "medium_below", 7500000),
	};
	for (size_t i = 0; i < count; i++)
		if (strcmp(stages[i].pipeline_slug, "cofunding") == 0)
			out->cofunding = arena_copy(arena, stages[i].pipeline);
	date_add_days(handle->as_of, -out->grace_days, since);
	if (strcmp(first, since) < 0) memcpy(since, first, sizeof since);
	if (parts & BOOK_TAGS) TRY(load_tags(handle, out));
	TRY(load_contracts(handle, out, since, first, last));
	if (parts & BOOK_ROUNDS) TRY(rounds_load(handle, out));
	TRY(load_deals(handle, out));
	rounds_join(out);
	if (parts & BOOK_MEMBERSHIPS) TRY(load_memberships(handle, out, since));
	if (parts & BOOK_PAYMENTS) TRY(load_payments(handle, out, first, last));
	TRY(load_usage(handle, out, first));
	if (parts & BOOK_ACTUALS) TRY(load_actuals(handle, out, first, last));
	arr_relate(out);
	TRY(load_declined(handle, out));
out:
	return status;
}

void book_free(struct book *book)
{
	free(book->contracts.items);
	free(book->deals.items);
	free(book->memberships.items);
	free(book->payments.items);
}
