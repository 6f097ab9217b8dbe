#include "report/snapshot.h"
#include <inttypes.h>
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "model/change.h"
#include "model/pipeline.h"
#include "report/forecast.h"
#include "report/rounds.h"

/* ---- taking one ---- */

static enum syndic_status refuse(struct syndic *handle, const char *option, const char *why)
{
	enum syndic_status status = error_set(handle, SYNDIC_MISUSE, "snapshot", option, NULL,
	                                      "a snapshot has no room for %s: %s", option, why);

	error_help(handle, "syndic snapshot take");
	return status;
}

static enum syndic_status check_options(struct syndic *handle,
                                        const struct syndic_forecast_options *options)
{
	if (options->by) return refuse(handle, "by", "it keeps all together");
	if (options->renewals)
		return refuse(handle, "renewals", "it keeps what is signed and what is open");
	if (options->exact) return refuse(handle, "exact", "it keeps percentiles of paths");
	return SYNDIC_OK;
}

static void set_percentiles(struct record *record, const struct syndic_forecast_month *figures)
{
	record_set_number(record, "committed", figures->committed);
	record_set_number(record, "expected", figures->expected);
	record_set_number(record, "p10", figures->p10);
	record_set_number(record, "p50", figures->p50);
	record_set_number(record, "p90", figures->p90);
}

static enum syndic_status add_snapshot(struct syndic *handle, const char *name, const char *notes,
                                       const struct syndic_forecast *forecast,
                                       struct record *snapshot)
{
	record_init(snapshot, &entity_snapshot);
	record_set_text(snapshot, "name", name && *name ? name : handle->as_of);
	record_set_text(snapshot, "taken_on", handle->as_of);
	record_set_text(snapshot, "first_month", forecast->from);
	record_set_number(snapshot, "months", (int64_t)forecast->month_count);
	record_set_number(snapshot, "paths", forecast->paths);
	record_set_number(snapshot, "seed", forecast->seed);
	record_set_text(snapshot, "slip", forecast->slip);
	record_set_number(snapshot, "correlation", forecast->correlation);
	record_set_text(snapshot, "method", forecast->method);
	record_set_text(snapshot, "ledger", forecast->ledger);
	record_set_number(snapshot, "learned", forecast->learned);
	record_set_text(snapshot, "notes", notes && *notes ? notes : NULL);
	set_percentiles(snapshot, &forecast->total);
	return record_insert(handle, snapshot, 0, &handle->change->text);
}

static enum syndic_status add_months(struct syndic *handle, const struct record *snapshot,
                                     const struct syndic_forecast *forecast)
{
	enum syndic_status status = SYNDIC_OK;

	for (size_t i = 0; i < forecast->month_count; i++) {
		struct record month;
		record_init(&month, &entity_snapshot_month);
		record_set(&month, "snapshot", record_get(snapshot, "id"));
		record_set_text(&month, "month", forecast->months[i].month);
		record_set_number(&month, "usage", forecast->months[i].usage);
		set_percentiles(&month, &forecast->months[i]);
		TRY(record_insert(handle, &month, 0, &handle->change->text));
	}
out:
	return status;
}

/* The book moves days that have passed: what was written on the deal is kept. */
static enum syndic_status expected_close(struct syndic *handle, struct db_stmt *stmt,
                                         const struct sale *deal, struct arena *arena,
                                         const char **out)
{
	int step;

	*out = NULL;
	db_bind_text(stmt, 1, deal->id);
	step = db_step(stmt);
	if (step == 1) *out = arena_copy(arena, db_text(stmt, 0));
	db_reset(stmt);
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

static enum syndic_status add_deals(struct syndic *handle, const struct record *snapshot,
                                    const struct sales *deals)
{
	struct arena *arena = &handle->change->text;
	struct db_stmt *stmt = NULL;
	enum syndic_status status;

	TRY(db_prepare(handle->db, "SELECT expected_close FROM deal WHERE id = $1", &stmt));
	for (size_t i = 0; i < deals->count; i++) {
		const struct sale *deal = &deals->items[i];
		const struct stage *stage = stages_find(handle, deal->stage);
		const char *closes_on;
		struct record kept;
		TRY(expected_close(handle, stmt, deal, arena, &closes_on));
		record_init(&kept, &entity_snapshot_deal);
		record_set(&kept, "snapshot", record_get(snapshot, "id"));
		record_set_text(&kept, "deal", deal->id);
		record_set_text(&kept, "name", deal->name);
		record_set_text(&kept, "pipeline", stage->pipeline_slug);
		record_set_text(&kept, "stage", stage->name);
		record_set_number(&kept, "probability", sale_chance(deal));
		if (deal->has_amount) record_set_number(&kept, "amount", deal->amount);
		record_set_text(&kept, "expected_close", closes_on);
		TRY(record_insert(handle, &kept, 0, arena));
	}
out:
	db_finalize(stmt);
	return status;
}

static void note(struct syndic *handle, const struct syndic_forecast *forecast, size_t deals)
{
	struct buf text = {0};
	int64_t incomplete = forecast->incomplete_contracts + forecast->incomplete_deals;

	buf_printf(&text, "%zu month%s from %s and %zu open deal%s are kept: ", forecast->month_count,
	           forecast->month_count == 1 ? "" : "s", forecast->from, deals, deals == 1 ? "" : "s");
	money_add(&text, forecast->total.expected, 1);
	buf_printf(&text, " %s expected, P10 ", forecast->currency);
	money_add(&text, forecast->total.p10, 1);
	buf_add(&text, ", P90 ");
	money_add(&text, forecast->total.p90, 1);
	change_note(handle, "%s", buf_text(&text));
	if (incomplete)
		change_note(handle,
		            "contracts and open deals without a date or an amount, which no month counts: "
		            "%" PRId64 " (syndic review --leaks)",
		            incomplete);
	buf_free(&text);
}

enum syndic_status syndic_snapshot_take(struct syndic *handle, const char *name, const char *notes,
                                        const struct syndic_forecast_options *options)
{
	static const struct syndic_forecast_options usual = {0};
	struct arena arena = {0};
	struct portfolio portfolio = {0};
	struct syndic_forecast forecast;
	struct record snapshot;
	enum syndic_status status;

	error_clear(handle);
	if (!options) options = &usual;
	status = change_begin(handle);
	if (status != SYNDIC_OK) return status;
	TRY(check_options(handle, options));
	TRY(forecast_make(handle, options, &arena, &portfolio, &forecast));
	TRY(add_snapshot(handle, name, notes, &forecast, &snapshot));
	TRY(add_months(handle, &snapshot, &forecast));
	TRY(add_deals(handle, &snapshot, &portfolio.book.deals));
	note(handle, &forecast, portfolio.book.deals.count);
out:
	status = change_end(handle, status);
	portfolio_free(&portfolio);
	arena_free(&arena);
	return status;
}

/* ---- those that there are ---- */

enum syndic_status snapshot_latest(struct syndic *handle, const char *day, char id[REFERENCE_SIZE])
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;

	*id = '\0';
	TRY(db_prepare(handle->db,
	               "SELECT id FROM snapshot WHERE taken_on <= $1"
	               " ORDER BY taken_on DESC, id DESC LIMIT 1",
	               &stmt));
	db_bind_text(stmt, 1, day);
	int step = db_step(stmt);
	if (step == 1) strncat(id, db_text(stmt, 0), REFERENCE_SIZE - 1);
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

enum syndic_status snapshot_age(struct syndic *handle, int64_t *days, bool *known)
{
	struct arena arena = {0};
	struct record snapshot;
	char id[REFERENCE_SIZE];
	enum syndic_status status;

	*days = 0;
	*known = false;
	TRY(snapshot_latest(handle, handle->as_of, id));
	if (!*id) goto out;
	TRY(record_load(handle, &entity_snapshot, id, &arena, &snapshot));
	*days = date_days(handle->as_of) - date_days(record_text(&snapshot, "taken_on"));
	*known = true;
out:
	arena_free(&arena);
	return status;
}
