#include "report/hindsight.h"
#include <stdlib.h>
#include "base/text.h"
#include "model/entity.h"
#include "report/list.h"

#define NAMED 3 /* contracts that a reason names */

static int compare_ids(const void *a, const void *b)
{
	return strcmp((*(const struct sale *const *)a)->id, (*(const struct sale *const *)b)->id);
}

static int compare_id(const void *id, const void *item)
{
	return strcmp(id, (*(const struct sale *const *)item)->id);
}

static int compare_text(const void *text, const void *item)
{
	return strcmp(text, *(const char *const *)item);
}

enum syndic_status hindsight_load(struct syndic *handle, const struct hindsight_of *of,
                                  struct arena *arena, struct hindsight *out)
{
	char first[DATE_SIZE], last[DATE_SIZE];
	enum syndic_status status;

	*out = (struct hindsight){.of = *of};
	month_first(of->first, first);
	month_last(of->last, last);
	TRY(book_load(handle, first, last, BOOK_NAMES | BOOK_PAYMENTS, arena, &out->book));
	TRY(book_collected(handle, &out->book, first));
	out->contracts = arena_alloc(arena, (out->book.contracts.count + 1) * sizeof *out->contracts);
	for (size_t i = 0; i < out->book.contracts.count; i++)
		out->contracts[i] = &out->book.contracts.items[i];
	qsort(out->contracts, out->book.contracts.count, sizeof *out->contracts, compare_ids);
out:
	return status;
}

void hindsight_free(struct hindsight *hindsight)
{
	book_free(&hindsight->book);
}

/* ---- what the forecast is about ---- */

static bool is_complete(const struct sale *contract)
{
	return contract->has_amount && contract->starts_on && contract->ends_on;
}

static bool came_of_its_deals(const struct hindsight *hindsight, const struct sale *contract)
{
	const struct hindsight_of *of = &hindsight->of;

	return contract->deal && of->deal_count &&
	       bsearch(contract->deal, of->deals, of->deal_count, sizeof *of->deals, compare_text);
}

static bool was_forecast(const struct hindsight *hindsight, const struct sale *contract)
{
	if (came_of_its_deals(hindsight, contract)) return true;
	return strcmp(contract->id, hindsight->of.snapshot) < 0 && is_complete(contract) &&
	       month_number(contract->ends_on) >= hindsight->of.first;
}

static bool begins_after(const struct sale *contract, int64_t month)
{
	return contract->starts_on && month_number(contract->starts_on) > month;
}

/* ---- what is not known ---- */

/* Does nobody know what it brought in the month? */
static bool is_unknown(const struct hindsight *hindsight, const struct sale *contract,
                       int64_t month)
{
	if (begins_after(contract, month)) return false;
	if (hindsight->of.ledger == LEDGER_EARNED) return !is_complete(contract);
	if (contract->has_amount && contract->amount == 0) return false;
	return !contract->has_payments && !(contract->collected_known && contract->collected == 0);
}

/* Names the contracts that make the month incomparable; NULL: there are none. */
static const char *unknown_in(const struct hindsight *hindsight, int64_t month, struct arena *arena)
{
	const char *names = NULL;
	size_t count = 0;

	for (size_t i = 0; i < hindsight->book.contracts.count; i++) {
		const struct sale *contract = hindsight->contracts[i];
		if (!was_forecast(hindsight, contract) || !is_unknown(hindsight, contract, month)) continue;
		if (count++ < NAMED)
			names = names ? arena_printf(arena, "%s, %s", names, contract->slug) : contract->slug;
	}
	if (count > NAMED) names = arena_printf(arena, "%s and %zu more", names, count - NAMED);
	if (!names) return NULL;
	return arena_printf(arena,
	                    hindsight->of.ledger == LEDGER_EARNED ? "term or amount are unknown of %s"
	                                                          : "payments are not listed of %s",
	                    names);
}

/* ---- what came in ---- */

static int64_t usage_in(const struct hindsight *hindsight, int64_t month, bool *measured)
{
	int64_t sum = 0;

	*measured = false;
	for (size_t i = 0; i < hindsight->book.usage_count; i++) {
		if (hindsight->book.usage[i].month != month) continue;
		*measured = true;
		sum += hindsight->book.usage[i].fee;
	}
	return sum;
}

static void add_earned(const struct hindsight *hindsight, int64_t month, int64_t *came_in,
                       int64_t *beside)
{
	for (size_t i = 0; i < hindsight->book.contracts.count; i++) {
		const struct sale *contract = hindsight->contracts[i];
		if (!is_complete(contract)) continue;
		*(was_forecast(hindsight, contract) ? came_in : beside) +=
			spread_between(hindsight->of.method, contract->amount, contract->starts_on,
		                   contract->ends_on, month, month);
	}
}

static void add_payments(const struct hindsight *hindsight, int64_t month, int64_t *came_in,
                         int64_t *beside)
{
	for (size_t i = 0; i < hindsight->book.payments.count; i++) {
		const struct sale *payment = &hindsight->book.payments.items[i];
		const struct sale **contract;
		if (month_number(payment->paid_on) != month) continue;
		if (strcmp(payment->paid_on, hindsight->of.taken_on) <= 0) continue;
		/* What the book does not hold had ended before the first month. */
		contract = bsearch(payment->id, hindsight->contracts, hindsight->book.contracts.count,
		                   sizeof *hindsight->contracts, compare_id);
		*(contract && was_forecast(hindsight, *contract) ? came_in : beside) += payment->amount;
	}
}

/* May a contract that the forecast is not about have earned anything in the month? */
static bool others_may_earn(const struct hindsight *hindsight, int64_t month, int64_t beside)
{
	if (beside) return true;
	for (size_t i = 0; i < hindsight->book.contracts.count; i++) {
		const struct sale *contract = hindsight->contracts[i];
		if (!was_forecast(hindsight, contract) && !is_complete(contract) &&
		    !begins_after(contract, month))
			return true;
	}
	return false;
}

static int64_t revenue_types(void)
{
	int64_t count = 0;
	const struct syndic_field *field =
		&entity_actual.fields[syndic_field_find(&entity_actual, "revenue_type")];

	while (field->choices[count])
		count++;
	return count;
}

/* The sum of a month's actuals, if there is one of every revenue type. */
static enum syndic_status read_actuals(struct syndic *handle, int64_t month,
                                       struct syndic_figure *out)
{
	struct db_stmt *stmt = NULL;
	char name[DATE_SIZE];
	enum syndic_status status;

	*out = (struct syndic_figure){0};
	month_from_number(month, name);
	TRY(db_prepare(handle->db, "SELECT count(*), sum(amount) FROM actual WHERE month = $1", &stmt));
	db_bind_text(stmt, 1, name);
	if (db_step(stmt) == 1 && db_int(stmt, 0) == revenue_types())
		*out = (struct syndic_figure){true, db_int(stmt, 1)};
	status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

enum syndic_status hindsight_month(struct syndic *handle, const struct hindsight *hindsight,
                                   int64_t month, int64_t usage, struct arena *arena,
                                   struct hindsight_month *out)
{
	bool earned = hindsight->of.ledger == LEDGER_EARNED, measured;
	int64_t came_in = usage_in(hindsight, month, &measured), beside = 0;
	struct syndic_figure actuals = {0};
	enum syndic_status status = SYNDIC_OK;

	*out = (struct hindsight_month){0};
	if (earned) {
		add_earned(hindsight, month, &came_in, &beside);
		TRY(read_actuals(handle, month, &actuals));
	} else {
		add_payments(hindsight, month, &came_in, &beside);
	}
	if (actuals.known && !others_may_earn(hindsight, month, beside)) {
		out->basis = "actuals";
		out->came_in = actuals;
		out->beside = (struct syndic_figure){true, 0};
		goto out;
	}
	out->reason = unknown_in(hindsight, month, arena);
	if (!out->reason && usage != 0 && !measured) out->reason = "usage is not measured";
	if (out->reason) goto out;
	out->basis = earned ? "contracts" : "payments";
	out->came_in = (struct syndic_figure){true, came_in};
	out->beside = (struct syndic_figure){true, beside};
out:
	return status;
}
