#include "report/book.h"
#include <stdlib.h>
#include "base/money.h"
#include "base/text.h"
#include "model/pipeline.h"
#include "report/arr.h"
#include "report/list.h"
#include "report/prices.h"

#define USAGE_MONTHS 24 /* a window of twelve months that ends up to twelve months before a day */

/* The columns that every statement on sales begins with. */
enum column {
	ID,
	ORG,
	PIPELINE,
	REVENUE_TYPE,
	KIND,
	TAGS,
	DEAL_TAGS,
	AMOUNT,
	FEE,
	RECURRING,
	STARTS_ON,
	ENDS_ON,
	SIGNED_ON,
	EXTRA,
};

/* Completes a sale from the columns after EXTRA. */
typedef void sale_finish(const struct book *book, const struct db_stmt *stmt, struct sale *sale);

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

static struct sale sale_read(const struct book *book, const struct db_stmt *stmt,
                             const char *pipeline)
{
	struct arena *arena = book->arena;
	struct sale sale = {
		.id = arena_copy(arena, db_text(stmt, ID)),
		.org = arena_copy(arena, db_text(stmt, ORG)),
		.pipeline = pipeline ? pipeline : arena_copy(arena, db_text(stmt, PIPELINE)),
		.revenue_type = arena_copy(arena, db_text(stmt, REVENUE_TYPE)),
		.kind = arena_copy(arena, db_text(stmt, KIND)),
		.tags = {arena_copy(arena, db_text(stmt, TAGS)),
	             arena_copy(arena, db_text(stmt, DEAL_TAGS))},
		.starts_on = arena_copy(arena, db_text(stmt, STARTS_ON)),
		.ends_on = arena_copy(arena, db_text(stmt, ENDS_ON)),
		.signed_on = arena_copy(arena, db_text(stmt, SIGNED_ON)),
		.has_amount = !db_is_null(stmt, AMOUNT),
		.has_fee = !db_is_null(stmt, FEE),
		.amount = db_int(stmt, AMOUNT),
		.fee = db_int(stmt, FEE),
		.probability = RATIO_ONE,
	};

	sale.tags[2] = org_tags(book, sale.org);
	sale.cofunded = sale.pipeline && text_equal(sale.pipeline, book->cofunding);
	sale.recurring = db_is_null(stmt, RECURRING) ? arr_type_recurs(sale.revenue_type)
	                                             : db_int(stmt, RECURRING) == 1;
	arr_value(book, &sale);
	return sale;
}

/* Adds every row of a statement whose parameters are bound. `pipeline` is that of all of them, or NULL
 * where the rows say it. */
static enum syndic_status sales_read(struct syndic *handle, const struct book *book,
                                     struct db_stmt *stmt, const char *pipeline,
                                     sale_finish *finish, struct sales *out)
{
	int step;

	while ((step = db_step(stmt)) == 1) {
		struct sale sale = sale_read(book, stmt, pipeline);
		finish(book, stmt, &sale);
		LIST_ADD(book->arena, out->items, out->count, sale);
	}
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

static void contract_finish(const struct book *book, const struct db_stmt *stmt, struct sale *sale)
{
	sale->renews = arena_copy(book->arena, db_text(stmt, EXTRA));
}

static enum syndic_status load_contracts(struct syndic *handle, struct book *book,
                                         const char *since, const char *first, const char *last)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;

	TRY(db_prepare(handle->db,
	               "SELECT c.id, c.org, d.pipeline, c.revenue_type, c.kind, c.tags, d.tags,"
	               " c.amount, c.fee_per_year, c.recurring, c.starts_on, c.ends_on, c.signed_on,"
	               " c.renews"
	               " FROM contract AS c"
	               " LEFT JOIN deal AS d ON d.id = c.deal"
	               " WHERE c.ends_on >= $1 OR (c.signed_on >= $2 AND c.signed_on <= $3)"
	               " OR (c.signed_on IS NULL AND c.ends_on IS NULL)",
	               &stmt));
	db_bind_text(stmt, 1, since);
	db_bind_text(stmt, 2, first);
	db_bind_text(stmt, 3, last);
	TRY(sales_read(handle, book, stmt, NULL, contract_finish, &book->contracts));
out:
	db_finalize(stmt);
	return status;
}

/* Moves signing and start of an open deal to days on which they still can be. */
static void deal_finish(const struct book *book, const struct db_stmt *stmt, struct sale *deal)
{
	char first[DATE_SIZE];

	deal->open = true;
	deal->over = deal->ends_on && strcmp(deal->ends_on, book->as_of) < 0;
	deal->probability = db_int(stmt, EXTRA);
	deal->first = db_is_null(stmt, EXTRA + 1);
	if (deal->signed_on && strcmp(deal->signed_on, book->as_of) < 0) deal->signed_on = book->as_of;
	if (!deal->starts_on || month_number(deal->starts_on) >= book->as_of_month) return;
	month_first(deal->signed_on ? month_number(deal->signed_on) : book->as_of_month, first);
	deal->starts_on = arena_copy(book->arena, first);
	if (deal->ends_on && strcmp(deal->ends_on, first) < 0) deal->ends_on = deal->starts_on;
}

static enum syndic_status load_deals(struct syndic *handle, struct book *book)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	size_t count;
	const struct stage *stages = stages_all(handle, &count);

	TRY(db_prepare(handle->db,
	               "SELECT NULL, d.org, NULL, d.revenue_type, d.kind, d.tags, NULL, d.amount, NULL,"
	               " NULL, d.starts_on, d.ends_on, d.expected_close, coalesce(d.probability, $1),"
	               " CASE WHEN d.revenue_type = 'membership' AND (d.kind IS NULL OR d.kind = 'new')"
	               " THEN (SELECT min(m.starts_on) FROM membership AS m WHERE m.org = d.org) END"
	               " FROM deal AS d WHERE d.stage = $2",
	               &stmt));
	for (size_t i = 0; i < count; i++) {
		if (!stage_is(&stages[i], "open")) continue;
		db_bind_int(stmt, 1, stages[i].probability);
		db_bind_text(stmt, 2, stages[i].id);
		TRY(sales_read(handle, book, stmt, stages[i].pipeline, deal_finish, &book->deals));
	}
out:
	db_finalize(stmt);
	return status;
}

static void membership_finish(const struct book *book, const struct db_stmt *stmt,
                              struct sale *sale)
{
	(void)book;
	sale->left = !db_is_null(stmt, EXTRA);
	sale->first = text_equal(sale->starts_on, db_text(stmt, EXTRA + 1));
}

static enum syndic_status load_memberships(struct syndic *handle, struct book *book,
                                           const char *since)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;

	TRY(db_prepare(handle->db,
	               "SELECT NULL, m.org, d.pipeline, coalesce(c.revenue_type, 'membership'), c.kind,"
	               " c.tags, d.tags, c.amount, c.fee_per_year, c.recurring, m.starts_on,"
	               " m.ends_on, coalesce(c.signed_on, m.starts_on), m.ended_reason,"
	               " (SELECT min(p.starts_on) FROM membership AS p WHERE p.org = m.org)"
	               " FROM membership AS m"
	               " LEFT JOIN contract AS c ON c.id = m.contract"
	               " LEFT JOIN deal AS d ON d.id = c.deal"
	               " WHERE m.ends_on >= $1 OR m.ends_on IS NULL",
	               &stmt));
	db_bind_text(stmt, 1, since);
	TRY(sales_read(handle, book, stmt, NULL, membership_finish, &book->memberships));
out:
	db_finalize(stmt);
	return status;
}

static void payment_finish(const struct book *book, const struct db_stmt *stmt, struct sale *sale)
{
	(void)book;
	sale->has_amount = true;
	sale->amount = db_int(stmt, EXTRA);
	sale->paid_on = arena_copy(book->arena, db_text(stmt, EXTRA + 1));
}

static enum syndic_status load_payments(struct syndic *handle, struct book *book, const char *first,
                                        const char *last)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;

	TRY(db_prepare(handle->db,
	               "SELECT c.id, c.org, d.pipeline, c.revenue_type, c.kind, c.tags, d.tags,"
	               " c.amount, c.fee_per_year, c.recurring, c.starts_on, c.ends_on, c.signed_on,"
	               " y.amount, y.paid_on"
	               " FROM payment AS y"
	               " JOIN contract AS c ON c.id = y.contract"
	               " LEFT JOIN deal AS d ON d.id = c.deal"
	               " WHERE y.paid_on >= $1 AND y.paid_on <= $2",
	               &stmt));
	db_bind_text(stmt, 1, first);
	db_bind_text(stmt, 2, last);
	TRY(sales_read(handle, book, stmt, NULL, payment_finish, &book->payments));
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
	               "SELECT u.month, coalesce(o.payer, u.org), sum(u.active_users)"
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
		.method = spread_method_named(setting_text(handle, "spread_method", arena)),
		.renewal_rate = setting_ratio(handle, "renewal_rate", 800000),
		.grace_days = setting_int(handle, "grace_days", 90),
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
	TRY(load_deals(handle, out));
	if (parts & BOOK_MEMBERSHIPS) TRY(load_memberships(handle, out, since));
	if (parts & BOOK_PAYMENTS) TRY(load_payments(handle, out, first, last));
	TRY(load_usage(handle, out, first));
	arr_relate(out);
out:
	return status;
}
