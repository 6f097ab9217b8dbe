/* Shares of those who have signed: what their contracts come to when shares move. */
#include <stdlib.h>

#include "base/money.h"
#include "base/rows.h"
#include "model/pledge.h"
#include "model/signed.h"
#include "model/sow.h"

enum syndic_status signed_paid(struct syndic *handle, const struct record *contract, int64_t *paid,
                               bool *any)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT count(*), coalesce(sum(amount), 0) FROM payment WHERE contract = $1",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(contract, "id"));
	*any = db_step(stmt) == 1 && db_int(stmt, 0) > 0;
	*paid = *any ? db_int(stmt, 1) : record_number(contract, "collected");
	*any |= *paid > 0;
	db_finalize(stmt);
	return handle->error.code;
}

void signed_note_overpaid(struct syndic *handle, const struct record *contract, int64_t paid,
                          int64_t owed)
{
	if (paid <= owed) return;
	change_note(handle,
	            "%s was paid on contract %s, %s more than it owes: pay it back, or agree "
	            "otherwise",
	            guard_money(handle, paid), record_slug(contract), guard_money(handle, paid - owed));
}

enum syndic_status signed_set(struct syndic *handle, const char *id, int64_t amount)
{
	struct arena *arena = &handle->change->text;
	struct record deal, raised, contract, after;
	enum syndic_status status;
	TRY(record_load(handle, &entity_deal, id, arena, &deal));
	TRY(record_load(handle, &entity_contract, record_text(&deal, "contract"), arena, &contract));
	after = contract;
	record_set_number(&after, "amount", amount);
	TRY(pledge_put(handle, &contract, &after));
	TRY(transition_log(handle, &deal, "share",
	                   guard_money(handle, record_number(&contract, "amount")),
	                   guard_money(handle, amount)));
	if (record_number(&deal, "amount") >= amount) goto out;
	raised = deal;
	record_set_number(&raised, "amount", amount);
	status = pledge_put(handle, &deal, &raised);
out:
	return status;
}

enum syndic_status signed_credit(struct syndic *handle, const struct pledge *pledge, int64_t lower)
{
	struct record deal, contract;
	int64_t paid, now = pledge->signed_amount - lower;
	bool any;
	enum syndic_status status;
	if (!lower) return SYNDIC_OK;
	TRY(signed_set(handle, pledge->deal, now));
	change_note(handle, "%s is credited %s: its share is %s now",
	            pledge->org_name ? pledge->org_name : pledge->slug, guard_money(handle, lower),
	            guard_money(handle, now));
	TRY(record_load(handle, &entity_deal, pledge->deal, &handle->change->text, &deal));
	TRY(record_load(handle, &entity_contract, record_text(&deal, "contract"), &handle->change->text,
	                &contract));
	TRY(signed_paid(handle, &contract, &paid, &any));
	signed_note_overpaid(handle, &contract, paid, now);
out:
	return status;
}

/* ---- shares that move ---- */

int64_t signed_room(const struct round *round, int64_t *room)
{
	int64_t sum = 0;
	for (size_t i = 0; i < round->count; i++) {
		const struct pledge *pledge = &round->pledges[i];
		room[i] = 0;
		if (!pledge->contracted || pledge->withdrawn) continue;
		if (pledge->signed_amount > pledge->share) room[i] = pledge->signed_amount - pledge->share;
		sum += room[i];
	}
	return sum;
}

static enum syndic_status bring(struct syndic *handle, const struct pledge *pledge)
{
	struct record contract;
	int64_t paid;
	bool any;
	enum syndic_status status;
	TRY(signed_set(handle, pledge->deal, pledge->share));
	change_note(handle, "%s pays %s instead of %s: have it agree", pledge->slug,
	            guard_money(handle, pledge->share), guard_money(handle, pledge->signed_amount));
	TRY(record_load(handle, &entity_contract, pledge->contract, &handle->change->text, &contract));
	TRY(signed_paid(handle, &contract, &paid, &any));
	signed_note_overpaid(handle, &contract, paid, pledge->share);
out:
	return status;
}

enum syndic_status signed_bring(struct syndic *handle, const struct round *round)
{
	enum syndic_status status = SYNDIC_OK;
	for (size_t i = 0; i < round->count && status == SYNDIC_OK; i++) {
		const struct pledge *pledge = &round->pledges[i];
		if (pledge->contracted && !pledge->withdrawn && pledge->share != pledge->signed_amount)
			status = bring(handle, pledge);
	}
	return status;
}

enum syndic_status signed_lower(struct syndic *handle, struct round *round, int64_t price)
{
	int64_t *room = arena_alloc(&handle->change->text, (round->count + 1) * 2 * sizeof *room);
	int64_t *lower = room + round->count + 1, excess = signed_sum(round) - price, sum;
	enum syndic_status status = SYNDIC_OK;
	if (excess <= 0) return SYNDIC_OK;
	for (size_t i = 0; i < round->count; i++)
		if (!round->pledges[i].contracted) round->pledges[i].fate = BID_ABSENT;
	round->terms.price = round->terms.ceiling = price > 0 ? price : 0;
	round_share(round, true);
	sum = signed_room(round, room);
	if (!sum) return SYNDIC_OK;
	money_split(excess < sum ? excess : sum, room, lower, (int64_t)round->count);
	for (size_t i = 0; i < round->count && status == SYNDIC_OK; i++)
		status = signed_credit(handle, &round->pledges[i], lower[i]);
	return status;
}

/* ---- who may sign ---- */

enum syndic_status signed_may(struct syndic *handle, const struct record *deal,
                              const struct round *round, const struct pledge *pledge)
{
	const char *slug = record_slug(deal);
	if (!pledge->binding) {
		(void)guard_refuse(handle, deal, "stage",
		                   "pledge %s is %s: who signs has a binding pledge that counts", slug,
		                   pledge->stage);
		error_help(handle, "syndic pledge bind %s", slug);
	} else if (pledge->expired) {
		(void)guard_refuse(handle, deal, "stage", "pledge %s does not count: it expired on %s",
		                   slug, pledge->expires);
		error_help(handle, "syndic deal edit %s --expires …", slug);
	} else if (pledge->fate == BID_FAILS) {
		(void)guard_refuse(handle, deal, "stage",
		                   "pledge %s does not count: its condition does not hold", slug);
		error_help(handle, "syndic syndicate solve %s", round->slug);
	} else if (pledge->fate == BID_WAITS) {
		(void)guard_refuse(handle, deal, "stage",
		                   "pledge %s does not count: it waits above the ceiling", slug);
		error_help(handle, "syndic syndicate solve %s", round->slug);
	} else if (pledge->fate == BID_ABSENT) {
		(void)guard_refuse(handle, deal, "stage", "pledge %s does not count: it has no amount",
		                   slug);
		error_help(handle, "syndic deal edit %s --amount …", slug);
	} else {
		return SYNDIC_OK;
	}
	return SYNDIC_CONFLICT;
}
