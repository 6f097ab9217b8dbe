/*
 * Key figures of members. A member on a day: an organisation with a term of membership in force on
 * it, grace included, as `status` counts them with that day as as_of.
 *
 *   retention   1 − (lost + not paying) ÷ members 6 months ago. Lost: no member on as_of. Not
 *               paying: a member still, but what is collected up to as_of of its membership
 *               contracts in term 6 months ago is less than what they had earned before that month,
 *               spread over their terms: it is half a year behind. What was collected and is
 *               unknown counts as paid.
 *   renewed     terms that ended from that day to the day before as_of: those of organisations with
 *               a term that ends later ÷ all of them that are decided; a term in grace is not yet.
 *               Terms of one organisation that end on the same day are one.
 *
 * Shares in millionths. Source: memberships, contracts, payments.
 */
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "report/arr.h"
#include "report/kpi.h"
#include "report/targets.h"

#define RETENTION_AIM 800000

/* What an organisation owed and paid; of organisations in their order. */
struct account {
	int64_t earned, collected;
	bool unknown;
};

static void add_to_account(const struct kpi *kpi, const struct db_stmt *stmt,
                           struct account *account)
{
	int64_t before = month_number(kpi->half_year_ago) - 1;
	int64_t start = month_number(db_text(stmt, 2));

	if (db_is_null(stmt, 4)) {
		account->unknown = true;
		return;
	}
	account->collected += db_int(stmt, 4);
	if (before >= start)
		account->earned += spread_between(kpi->book.method, db_int(stmt, 1), db_text(stmt, 2),
		                                  db_text(stmt, 3), start, before);
}

static enum syndic_status load_accounts(struct kpi *kpi, const struct member_orgs *then,
                                        struct account *accounts)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	TRY(db_prepare(kpi->handle->db,
	               "SELECT c.org, c.amount, c.starts_on, c.ends_on, coalesce("
	               "(SELECT sum(y.amount) FROM payment AS y"
	               " WHERE y.contract = c.id AND y.paid_on <= $1), c.collected)"
	               " FROM contract AS c"
	               " WHERE c.ends_on >= $2 AND c.starts_on <= $2 AND c.amount IS NOT NULL"
	               " AND EXISTS (SELECT 1 FROM membership AS m WHERE m.contract = c.id)",
	               &stmt));
	db_bind_text(stmt, 1, kpi->handle->as_of);
	db_bind_text(stmt, 2, kpi->half_year_ago);
	while ((step = db_step(stmt)) == 1) {
		const char *org = db_text(stmt, 0);
		const char **found = NULL;
		if (org && then->count)
			found = bsearch(&org, then->items, then->count, sizeof *then->items, text_order);
		if (found) add_to_account(kpi, stmt, &accounts[found - then->items]);
	}
	if (step < 0) status = kpi->handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

static enum syndic_status add_kept(struct kpi *kpi)
{
	struct member_orgs then = members_on(&kpi->book, kpi->half_year_ago);
	struct member_orgs now = members_on(&kpi->book, kpi->handle->as_of);
	struct account *accounts = arena_alloc(&kpi->arena, (then.count + 1) * sizeof *accounts);
	int64_t lost = 0, behind = 0, unknown = 0;
	struct syndic_key_figure figure = {.section = "members", .unit = SYNDIC_UNIT_COUNT};
	enum syndic_status status;

	TRY(load_accounts(kpi, &then, accounts));
	for (size_t i = 0; i < then.count; i++) {
		bool kept = members_hold(&now, then.items[i]);
		lost += !kept;
		behind += kept && !accounts[i].unknown && accounts[i].collected < accounts[i].earned;
		unknown += kept && accounts[i].unknown;
	}
	figure.key = "members";
	figure.label = "members today";
	figure.value = kpi_count((int64_t)now.count);
	kpi_add(kpi, &figure);
	figure.key = "members_before";
	figure.label = "members 6 months ago";
	figure.value = kpi_count((int64_t)then.count);
	kpi_add(kpi, &figure);
	figure.key = "retention";
	figure.label = "retention over 6 months";
	figure.aim = kpi_known(RETENTION_AIM);
	figure.note = kpi_note(kpi, "%lld lost, %lld not paying", (long long)lost, (long long)behind);
	if (unknown)
		figure.note = kpi_note(kpi, "%s, %lld of unknown payment", figure.note, (long long)unknown);
	kpi_add_share(kpi, &figure, (int64_t)then.count - lost - behind, (int64_t)then.count);
out:
	return status;
}

/* Has the organisation another term that ends later? */
static bool renewed(const struct book *book, const struct sale *term)
{
	for (size_t i = 0; i < book->memberships.count; i++) {
		const struct sale *other = &book->memberships.items[i];
		if (other == term || strcmp(other->org, term->org) != 0) continue;
		if (!other->ends_on || strcmp(other->ends_on, term->ends_on) > 0) return true;
	}
	return false;
}

/* Is it counted already: a term of the organisation that ends on the same day? */
static bool counted(const struct book *book, size_t at)
{
	const struct sale *items = book->memberships.items;

	for (size_t i = 0; i < at; i++)
		if (text_equal(items[i].ends_on, items[at].ends_on) &&
		    strcmp(items[i].org, items[at].org) == 0)
			return true;
	return false;
}

static void add_due(struct kpi *kpi)
{
	const struct book *book = &kpi->book;
	int64_t due = 0, kept = 0, pending = 0;
	struct syndic_key_figure figure = {
		.section = "members",
		.key = "renewed",
		.label = "renewed of those due in 6 months",
		.aim = kpi_known(RETENTION_AIM),
	};

	for (size_t i = 0; i < book->memberships.count; i++) {
		const struct sale *term = &book->memberships.items[i];
		bool ended = term->ends_on && strcmp(term->ends_on, book->as_of) < 0;
		if (!ended || strcmp(term->ends_on, kpi->half_year_ago) < 0 || counted(book, i)) continue;
		if (renewed(book, term)) {
			kept++;
		} else if (arr_in_grace(book, term)) {
			pending++;
			continue;
		}
		due++;
	}
	figure.note = kpi_note(kpi, "%lld renewed, %lld not, %lld in grace", (long long)kept,
	                       (long long)(due - kept), (long long)pending);
	kpi_add_share(kpi, &figure, kept, due);
}

enum syndic_status kpi_add_retention(struct kpi *kpi)
{
	enum syndic_status status;

	TRY(add_kept(kpi));
	add_due(kpi);
out:
	return status;
}
