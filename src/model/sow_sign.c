/* The signatures under a statement of work, and the sum that they come to. */
#include <string.h>

#include "base/text.h"
#include "model/follow.h"
#include "model/pledge.h"
#include "model/signed.h"
#include "model/sow.h"

static const char *slug_of(const struct record *record)
{
	return record_text(record, "slug");
}

/* ---- signatures ---- */

static enum syndic_status sign_pledge(struct verb_call *call, const struct record *deal,
                                      const char *signed_on)
{
	struct syndic *handle = call->handle;
	struct round round;
	struct pledge *pledge;
	enum syndic_status status;
	TRY(round_load(handle, record_text(&call->record, "syndicate"), call->arena, &round));
	pledge = round_pledge(&round, record_text(deal, "id"));
	if (!pledge) {
		status = guard_refuse(handle, deal, "syndicate", "%s is no pledge of syndicate %s",
		                      slug_of(deal), round.slug);
		error_help(handle, "syndic deal list --syndicate %s", round.slug);
	} else if (pledge->contracted) {
		status = guard_refuse(handle, deal, "stage", "%s has signed on %s", slug_of(deal),
		                      pledge->signed_on ? pledge->signed_on : "a day that is not known");
		error_help(handle, "syndic sow show %s", slug_of(&call->record));
	} else if (state_is(&round.syndicate, &machine_syndicate, " forming open " SYNDICATE_OVER)) {
		status = guard_refuse(handle, deal, "syndicate", "its syndicate %s is %s: nobody signs",
		                      round.slug, round.state);
		error_help(handle, "syndic syndicate settle %s", round.slug);
	} else if (!pledge->binding || pledge->fate != BID_COUNTS || pledge->share < 1) {
		status =
			guard_refuse(handle, deal, "stage",
		                 "pledge %s is %s and %s: who signs has a "
		                 "binding pledge with a share",
		                 slug_of(deal), pledge->stage,
		                 pledge->fate != BID_COUNTS ? "does not count" : "its share is nothing");
		error_help(handle, "syndic pledge bind %s", slug_of(deal));
	} else {
		status = signed_win(handle, deal, pledge->share, signed_on);
	}
out:
	return status;
}

/* A deal that was won before signs by the contract that it has. */
static enum syndic_status sign_deal(struct verb_call *call, const struct record *deal,
                                    const char *signed_on)
{
	struct syndic *handle = call->handle;
	const struct stage *stage = stages_find(handle, record_text(deal, "stage"));
	int64_t price = record_number(&call->record, "price");
	struct record contract;
	enum syndic_status status;
	if (!stage_is(stage, "won")) return signed_win(handle, deal, price, signed_on);
	TRY(record_load(handle, &entity_contract, record_text(deal, "contract"), call->arena,
	                &contract));
	if (record_number(&contract, "amount") == price) goto out;
	status =
		guard_refuse(handle, deal, "amount", "contract %s is of %s, the SOW of %s",
	                 slug_of(&contract), guard_money(handle, record_number(&contract, "amount")),
	                 guard_money(handle, price));
	error_help(handle, "syndic contract edit %s --amount …", slug_of(&contract));
out:
	return status;
}

/* The deal that signs: the SOW's own, or the pledge that was named. */
static enum syndic_status find_signer(struct verb_call *call, struct record *out)
{
	struct syndic *handle = call->handle;
	const char *named = verb_input(call, "pledge"), *own = record_text(&call->record, "deal");
	char id[REFERENCE_SIZE];
	enum syndic_status status;
	if (!named && !own) {
		status = error_set(handle, SYNDIC_MISUSE, "sow", "pledge", NULL, "whose signature is it?");
		error_help(handle, "syndic sow sign %s PLEDGE", slug_of(&call->record));
		return status;
	}
	if (named) TRY(resolve(handle, &entity_deal, named, NULL, id));
	if (named && own && !text_equal(id, own)) {
		status = guard_refuse(handle, &call->record, "deal", "%s is not the deal of SOW %s", named,
		                      slug_of(&call->record));
		error_help(handle, "syndic sow sign %s", slug_of(&call->record));
		goto out;
	}
	status = record_load(handle, &entity_deal, named ? id : own, call->arena, out);
out:
	return status;
}

/* Money without a term is in no month of any report. */
static void note_term(struct syndic *handle, const struct record *deal)
{
	if (record_has(deal, "starts_on") && record_has(deal, "ends_on")) return;
	change_note(
		handle,
		"%s has no first and last day, so no month can count what it signed: syndic deal edit"
		" %s --starts-on … --ends-on …",
		slug_of(deal), slug_of(deal));
}

enum syndic_status sow_sign(struct verb_call *call)
{
	struct syndic *handle = call->handle;
	struct record deal, after = call->record;
	struct syndic_value day;
	const struct step *found = machine_step(handle, &machine_sow, &call->record, "sign");
	bool given;
	enum syndic_status status;
	if (!found) return handle->error.code;
	TRY(verb_value(call, "signed_on", SYNDIC_DATE, &day, &given));
	TRY(find_signer(call, &deal));
	status = record_has(&call->record, "deal")
	             ? sign_deal(call, &deal, given ? day.text : handle->as_of)
	             : sign_pledge(call, &deal, given ? day.text : handle->as_of);
	if (status != SYNDIC_OK) goto out;
	note_term(handle, &deal);
	status = text_equal(record_text(&call->record, "state"), found->to)
	             ? machine_stay(handle, &machine_sow, &call->record, &after)
	             : machine_move(handle, &machine_sow, &call->record, &after, found->to);
out:
	return status;
}

/* ---- execute ---- */

static enum syndic_status refuse_sum(struct syndic *handle, const struct record *sow,
                                     const struct round *round, int64_t missing)
{
	struct buf waiting = {0};
	for (size_t i = 0; i < round->count; i++)
		if (round->pledges[i].binding && round->pledges[i].fate == BID_COUNTS)
			buf_printf(&waiting, "%s%s", waiting.length ? ", " : "", round->pledges[i].slug);
	if (missing > 0)
		(void)guard_refuse(handle, sow, "price", "%s of %s is not signed; to sign: %s",
		                   guard_money(handle, missing), guard_money(handle, sow_price(sow, round)),
		                   waiting.length ? buf_text(&waiting) : "nobody who is bound");
	else
		(void)guard_refuse(handle, sow, "price", "%s more than the price of %s is signed",
		                   guard_money(handle, -missing),
		                   guard_money(handle, sow_price(sow, round)));
	if (waiting.length)
		error_help(handle, "syndic sow sign %s %.*s", slug_of(sow),
		           (int)strcspn(buf_text(&waiting), ","), buf_text(&waiting));
	else if (state_is(sow, &machine_sow, " amended "))
		error_help(handle, "syndic sow edit %s --price …", slug_of(sow));
	else
		error_help(handle, "syndic pledge add %s --org … --amount …", round->slug);
	buf_free(&waiting);
	return SYNDIC_CONFLICT;
}

/* A deal that was opened again, or whose contract is of another amount by now, has not signed. */
static enum syndic_status check_deal(struct verb_call *call)
{
	struct syndic *handle = call->handle;
	int64_t price = record_number(&call->record, "price"), amount = 0;
	struct record deal, contract;
	enum syndic_status status;
	TRY(record_load(handle, &entity_deal, record_text(&call->record, "deal"), call->arena, &deal));
	if (record_has(&deal, "contract")) {
		TRY(record_load(handle, &entity_contract, record_text(&deal, "contract"), call->arena,
		                &contract));
		amount = record_number(&contract, "amount");
	}
	if (amount == price) goto out;
	status = guard_refuse(handle, &call->record, "price", "%s has signed %s of %s", slug_of(&deal),
	                      guard_money(handle, amount), guard_money(handle, price));
	error_help(handle, "syndic sow sign %s", slug_of(&call->record));
out:
	return status;
}

static enum syndic_status check_signed(struct verb_call *call)
{
	struct syndic *handle = call->handle;
	const struct record *sow = &call->record;
	struct round round;
	int64_t missing;
	enum syndic_status status;
	if (record_has(sow, "deal")) return check_deal(call);
	TRY(round_load(handle, record_text(sow, "syndicate"), call->arena, &round));
	missing = sow_price(sow, &round) - signed_sum(&round) - round.bridge;
	if (missing) status = refuse_sum(handle, sow, &round, missing);
out:
	return status;
}

static enum syndic_status note_next(struct syndic *handle, const char *syndicate)
{
	struct record record;
	enum syndic_status status =
		record_load(handle, &entity_syndicate, syndicate, &handle->change->text, &record);
	if (status == SYNDIC_OK && state_is(&record, &machine_syndicate, " contracting "))
		change_note(handle, "all have signed: syndic syndicate commit %s", slug_of(&record));
	return status;
}

enum syndic_status sow_execute(struct verb_call *call)
{
	struct syndic *handle = call->handle;
	struct record after = call->record;
	const struct step *found = machine_step(handle, &machine_sow, &call->record, "execute");
	enum syndic_status status;
	if (!found) return handle->error.code;
	TRY(check_signed(call));
	record_set_text(&after, "executed_on", handle->as_of);
	TRY(machine_move(handle, &machine_sow, &call->record, &after, found->to));
	status =
		record_has(&after, "syndicate")
			? note_next(handle, record_text(&after, "syndicate"))
			: follow_move(handle, &machine_initiative, record_text(&after, "initiative"), "funded");
out:
	return status;
}
