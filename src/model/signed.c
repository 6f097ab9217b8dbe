#include "model/signed.h"

#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "base/rows.h"
#include "base/text.h"
#include "model/deal.h"
#include "model/follow.h"
#include "model/pledge.h"
#include "model/scope.h"
#include "model/sow.h"

int64_t signed_sum(const struct round *round)
{
	int64_t sum = 0;
	for (size_t i = 0; i < round->count; i++)
		if (round->pledges[i].contracted) sum += round->pledges[i].signed_amount;
	return sum;
}

enum syndic_status signed_win(struct syndic *handle, const struct record *deal, int64_t amount,
                              const char *signed_on)
{
	const struct stage *won = stages_with_outcome(handle, record_text(deal, "pipeline"), "won");
	struct record after = *deal;
	struct buf text = {0};
	struct syndic_input input = {"amount", NULL};
	struct deal_contract say = {.inputs = &input, .input_count = 1};
	enum syndic_status status;
	if (!won) {
		(void)guard_refuse(handle, deal, "stage", "its pipeline has no stage for won deals");
		error_help(handle, "syndic stage list --outcome won");
		return SYNDIC_CONFLICT;
	}
	money_add_plain(&text, amount);
	input.text = arena_copy(&handle->change->text, buf_text(&text));
	buf_free(&text);
	record_set_text(&after, "stage", won->id);
	record_set_text(&after, "closed_on", signed_on);
	handle->deal_contract = &say;
	status = pledge_put(handle, deal, &after);
	handle->deal_contract = NULL;
	return status;
}

/* ---- contracts ---- */

static enum syndic_status lower(struct syndic *handle, const struct record *contract, int64_t owed)
{
	struct record after = *contract;
	const char *starts = record_text(contract, "starts_on"), *end = handle->as_of;
	if (starts && strcmp(starts, end) > 0) end = starts;
	record_set_number(&after, "amount", owed);
	if (!record_has(contract, "ends_on") || strcmp(record_text(contract, "ends_on"), end) > 0)
		record_set_text(&after, "ends_on", end);
	return pledge_put(handle, contract, &after);
}

/* Writes a deal that lets go of its contract, which goes where it was made for it. */
static enum syndic_status let_go(struct syndic *handle, const struct record *deal,
                                 const struct record *contract, struct record *after)
{
	enum syndic_status status;
	if (text_equal(record_text(contract, "deal"), record_text(deal, "id")))
		TRY(deal_drop_contract(handle, deal, contract));
	record_set(after, "contract", value_null());
	handle->change->reopening = true;
	status = pledge_put(handle, deal, after);
	handle->change->reopening = false;
out:
	return status;
}

static enum syndic_status leave_free(struct syndic *handle, const struct record *deal,
                                     const struct record *contract, const char *lost_reason)
{
	struct record after = *deal;
	const struct stage *lost = stages_with_outcome(handle, record_text(deal, "pipeline"), "lost");
	if (!lost) {
		(void)guard_refuse(handle, deal, "stage", "its pipeline has no stage for what is lost");
		error_help(handle, "syndic stage list --outcome lost");
		return SYNDIC_CONFLICT;
	}
	record_set_text(&after, "stage", lost->id);
	record_set_text(&after, "closed_on", handle->as_of);
	record_set_text(&after, "lost_reason", lost_reason);
	return let_go(handle, deal, contract, &after);
}

enum syndic_status signed_leave(struct syndic *handle, const char *id, int64_t owed,
                                const char *lost_reason)
{
	struct arena *arena = &handle->change->text;
	struct record deal, contract, after;
	int64_t paid;
	bool any;
	enum syndic_status status;
	TRY(record_load(handle, &entity_deal, id, arena, &deal));
	TRY(record_load(handle, &entity_contract, record_text(&deal, "contract"), arena, &contract));
	TRY(signed_paid(handle, &contract, &paid, &any));
	if (!owed && !any) {
		change_note(handle, "%s owes nothing: its contract is gone", record_slug(&deal));
		status = leave_free(handle, &deal, &contract, lost_reason);
		goto out;
	}
	change_note(handle, "%s owes %s of the %s that it signed", record_slug(&deal),
	            guard_money(handle, owed), guard_money(handle, record_number(&contract, "amount")));
	signed_note_overpaid(handle, &contract, paid, owed);
	TRY(lower(handle, &contract, owed));
	after = deal;
	record_set_text(&after, "withdrawn_on", handle->as_of);
	status = pledge_put(handle, &deal, &after);
out:
	return status;
}

enum syndic_status signed_owes(struct syndic *handle, const struct round *round,
                               const struct pledge *pledge, int64_t *out)
{
	struct scope scope;
	bool executed;
	int64_t all;
	enum syndic_status status;
	*out = 0;
	TRY(sow_was_executed(handle, round->id, &executed));
	if (!executed) goto out;
	TRY(scope_load(handle, record_text(&round->syndicate, "initiative"), false,
	               &handle->change->text, &scope));
	all = scope_hours(&scope, false);
	if (all) *out = muldiv(pledge->signed_amount, scope_hours(&scope, true), all);
out:
	return status;
}

/* ---- a statement of work that ends before it was executed ---- */

static enum syndic_status void_one(struct syndic *handle, const struct record *sow, const char *id)
{
	struct arena *arena = &handle->change->text;
	struct record deal, contract, after;
	struct syndic_input stage = {"stage", "Binding"};
	int64_t paid;
	bool any;
	enum syndic_status status;
	TRY(record_load(handle, &entity_deal, id, arena, &deal));
	TRY(record_load(handle, &entity_contract, record_text(&deal, "contract"), arena, &contract));
	TRY(signed_paid(handle, &contract, &paid, &any));
	if (any) {
		status = guard_refuse(handle, sow, "state",
		                      "%s was paid on contract %s, which SOW %s would leave without "
		                      "meaning",
		                      guard_money(handle, paid), record_slug(&contract), record_slug(sow));
		error_help(handle, "syndic pledge withdraw %s --why '…'", record_slug(&deal));
		goto out;
	}
	/* One from elsewhere may lack what a binding pledge has. */
	if (!record_has(&deal, "org") || record_number(&deal, "amount") < 1) stage.text = "Soft";
	after = deal;
	TRY(record_apply(handle, &after, &stage, 1, false, arena));
	change_note(handle, "%s is %s again: what it signed is void", record_slug(&deal), stage.text);
	status = let_go(handle, &deal, &contract, &after);
out:
	return status;
}

enum syndic_status signed_void(struct syndic *handle, const struct record *sow)
{
	struct round round;
	enum syndic_status status =
		round_load(handle, record_text(sow, "syndicate"), &handle->change->text, &round);
	for (size_t i = 0; i < round.count && status == SYNDIC_OK; i++)
		if (round.pledges[i].contracted && !round.pledges[i].withdrawn)
			status = void_one(handle, sow, round.pledges[i].deal);
	return status;
}

/* ---- a round whose statement of work was executed ---- */

struct bound {
	struct record sow;
	struct round round;
	struct pledge *pledge; /* of the deal that is spoken of */
	int64_t gap;           /* of the price, that nobody has signed; negative: too much */
};

/* Reads it anew: what was written since is in it. */
static enum syndic_status read_bound(struct syndic *handle, const struct record *deal,
                                     struct bound *out, bool *found)
{
	struct arena *arena = &handle->change->text;
	enum syndic_status status;
	*out = (struct bound){0};
	TRY(round_load(handle, record_text(deal, "syndicate"), arena, &out->round));
	TRY(sow_of(handle, out->round.id, &handle->change->text, &out->sow, found));
	*found = *found && state_is(&out->sow, &machine_sow, SOW_BOUND);
	out->pledge = round_pledge(&out->round, record_text(deal, "id"));
	if (*found)
		out->gap = sow_price(&out->sow, &out->round) - out->round.bridge - signed_sum(&out->round);
out:
	return status;
}

/* What the others could take over, each in proportion to its share. */
static void note_offers(struct syndic *handle, const struct bound *bound)
{
	size_t count = bound->round.count;
	int64_t *weights = mem_alloc((count + 1) * 2 * sizeof *weights), *parts = weights + count + 1,
			sum = 0;
	for (size_t i = 0; i < count; i++) {
		const struct pledge *pledge = &bound->round.pledges[i];
		weights[i] = pledge->contracted && !pledge->withdrawn ? pledge->signed_amount : 0;
		sum += weights[i];
	}
	if (bound->gap > 0 && sum > 0) {
		money_split(bound->gap, weights, parts, (int64_t)count);
		for (size_t i = 0; i < count; i++)
			if (parts[i])
				change_note(handle, "offered to %s: syndic pledge take %s %s --why '…'",
				            bound->round.pledges[i].org_name ? bound->round.pledges[i].org_name
				                                             : bound->round.pledges[i].slug,
				            bound->round.pledges[i].slug, guard_money(handle, parts[i]));
	}
	if (bound->gap > 0)
		change_note(handle, "what they leave of %s is for newcomers: syndic pledge add %s --org …",
		            guard_money(handle, bound->gap), bound->round.slug);
	free(weights);
}

static enum syndic_status amend(struct syndic *handle, const struct record *sow)
{
	struct record after = *sow;
	enum syndic_status status = SYNDIC_OK;
	record_set_number(&after, "revision", record_number(sow, "revision") + 1);
	if (state_is(sow, &machine_sow, " executed active "))
		status = machine_move(handle, &machine_sow, sow, &after, "amended");
	return status == SYNDIC_OK ? follow_slots_of_sow(handle, sow, "held") : status;
}

enum syndic_status signed_withdraw(struct syndic *handle, const struct record *deal,
                                   const char *lost_reason)
{
	struct bound bound;
	bool found;
	int64_t owed;
	enum syndic_status status;
	TRY(read_bound(handle, deal, &bound, &found));
	TRY(signed_owes(handle, &bound.round, bound.pledge, &owed));
	if (!found) return signed_leave(handle, record_text(deal, "id"), owed, lost_reason);
	if (state_is(&bound.sow, &machine_sow, " accepted closed ")) {
		status =
			guard_refuse(handle, deal, "stage", "all of SOW %s was accepted: %s owes its share",
		                 record_slug(&bound.sow), record_slug(deal));
		error_help(handle, "syndic contract list --deal %s", record_slug(deal));
		goto out;
	}
	TRY(signed_leave(handle, record_text(deal, "id"), owed, lost_reason));
	TRY(amend(handle, &bound.sow));
	TRY(read_bound(handle, deal, &bound, &found));
	note_offers(handle, &bound);
out:
	return status;
}

/* ---- taking over ---- */

static enum syndic_status refuse_free(struct syndic *handle, const struct record *deal,
                                      const struct bound *bound)
{
	(void)guard_refuse(handle, deal, "syndicate", "no SOW of syndicate %s was executed",
	                   bound->round.slug);
	error_help(handle, "syndic sow list --syndicate %s", bound->round.slug);
	return SYNDIC_CONFLICT;
}

enum syndic_status signed_take(struct verb_call *call)
{
	struct syndic *handle = call->handle;
	const struct record *deal = &call->record;
	struct syndic_value amount;
	struct bound bound;
	bool given, found;
	enum syndic_status status;
	TRY(pledge_only(handle, deal));
	TRY(verb_value(call, "amount", SYNDIC_MONEY, &amount, &given));
	TRY(read_bound(handle, deal, &bound, &found));
	if (!found) return refuse_free(handle, deal, &bound);
	if (!bound.pledge->contracted || bound.pledge->withdrawn) {
		status = guard_refuse(handle, deal, "stage",
		                      "%s has not signed: who has takes over what another left",
		                      record_slug(deal));
		error_help(handle, "syndic sow sign %s %s", record_slug(&bound.sow), record_slug(deal));
		goto out;
	}
	if (!state_is(&bound.sow, &machine_sow, " amended ") || amount.number < 1 ||
	    amount.number > bound.gap) {
		status = guard_refuse(handle, deal, "amount",
		                      "SOW %s is %s and lacks %s: that much can be "
		                      "taken over",
		                      record_slug(&bound.sow), record_text(&bound.sow, "state"),
		                      guard_money(handle, bound.gap > 0 ? bound.gap : 0));
		error_help(handle, "syndic sow show %s", record_slug(&bound.sow));
		goto out;
	}
	status = signed_set(handle, bound.pledge->deal, bound.pledge->signed_amount + amount.number);
out:
	return status;
}

/* ---- late joiners ---- */

/*
 * The joiner pays the share that it would have had from the beginning, J, at most what is missing
 * and what the others' shares would have been lower: gap + Σ max(0, signed − share anew). What
 * goes beyond the gap is credited to these in proportion.
 */
struct joining {
	int64_t pays, credit;
	int64_t *lower; /* by pledge */
};

static struct joining share_anew(struct syndic *handle, struct bound *bound)
{
	struct round *round = &bound->round;
	int64_t *room = arena_alloc(&handle->change->text, (round->count + 1) * 2 * sizeof *room);
	struct joining out = {.lower = room + round->count + 1};
	int64_t gap = bound->gap > 0 ? bound->gap : 0, sum;
	round_share(round, true);
	sum = signed_room(round, room);
	out.pays = bound->pledge->share < gap + sum ? bound->pledge->share : gap + sum;
	out.credit = out.pays > gap ? out.pays - gap : 0;
	if (out.credit) money_split(out.credit, room, out.lower, (int64_t)round->count);
	return out;
}

static enum syndic_status may_join(struct syndic *handle, const struct record *deal,
                                   const struct bound *bound, bool found)
{
	enum syndic_status status;
	if (!found) return refuse_free(handle, deal, bound);
	if (bound->pledge->contracted) {
		(void)guard_refuse(handle, deal, "stage", "%s is Contracted: it has its share",
		                   record_slug(deal));
		error_help(handle, "syndic syndicate show %s", bound->round.slug);
		return SYNDIC_CONFLICT;
	}
	status = signed_may(handle, deal, &bound->round, bound->pledge);
	if (status != SYNDIC_OK) return status;
	if (!state_is(&bound->sow, &machine_sow, " accepted closed ")) return SYNDIC_OK;
	(void)guard_refuse(handle, deal, "syndicate", "SOW %s is %s: nobody joins any more",
	                   record_slug(&bound->sow), record_text(&bound->sow, "state"));
	error_help(handle, "syndic sow show %s", record_slug(&bound->sow));
	return SYNDIC_CONFLICT;
}

enum syndic_status signed_join(struct verb_call *call)
{
	struct syndic *handle = call->handle;
	const struct record *deal = &call->record;
	struct bound bound;
	struct joining joining;
	bool found;
	enum syndic_status status;
	TRY(pledge_only(handle, deal));
	TRY(read_bound(handle, deal, &bound, &found));
	TRY(may_join(handle, deal, &bound, found));
	joining = share_anew(handle, &bound);
	if (joining.pays < 1) {
		status = guard_refuse(handle, deal, "amount",
		                      "by the rules of %s its share would be nothing: all is paid",
		                      bound.round.slug);
		error_help(handle, "syndic syndicate show %s", bound.round.slug);
		goto out;
	}
	for (size_t i = 0; i < bound.round.count; i++)
		TRY(signed_credit(handle, &bound.round.pledges[i], joining.lower[i]));
	TRY(signed_win(handle, deal, joining.pays, handle->as_of));
	status = transition_log(handle, &bound.sow, "state", record_text(&bound.sow, "state"),
	                        record_text(&bound.sow, "state"));
out:
	return status;
}
