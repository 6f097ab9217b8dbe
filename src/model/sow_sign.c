/* The signatures under a statement of work, and the sum that they come to. */
#include <string.h>

#include "base/money.h"
#include "base/text.h"
#include "model/follow.h"
#include "model/pledge.h"
#include "model/signed.h"
#include "model/sow.h"

/* ---- signatures ---- */

static enum syndic_status refuse_share(struct syndic *handle, const struct record *deal,
                                       const struct round *round, bool bound)
{
	(void)guard_refuse(handle, deal, "stage", "pledge %s counts, but its share is nothing: %s",
	                   record_slug(deal), bound ? "all is signed" : "the others pay the price");
	error_help(handle, "syndic %s %s", bound ? "pledge join" : "syndicate show",
	           bound ? record_slug(deal) : round->slug);
	return SYNDIC_CONFLICT;
}

static void note_late(struct syndic *handle, const struct round *round)
{
	const char *until = record_text(&round->syndicate, "contracting_until");
	if (until && strcmp(until, handle->as_of) < 0)
		change_note(handle,
		            "the time to sign ended on %s: syndic syndicate settle %s would lapse it",
		            until, round->slug);
}

/* Who signed elsewhere, before there was a SOW, signs by the contract that it has: the first
 * signature. */
static enum syndic_status may_sign(struct verb_call *call, const struct record *deal,
                                   const struct round *round, const struct pledge *pledge)
{
	struct syndic *handle = call->handle;
	bool bound = state_is(&call->record, &machine_sow, SOW_BOUND);
	enum syndic_status status = SYNDIC_OK;
	if (!pledge) {
		status = guard_refuse(handle, deal, "syndicate", "%s is no pledge of syndicate %s",
		                      record_slug(deal), round->slug);
		error_help(handle, "syndic deal list --syndicate %s", round->slug);
	} else if (state_is(&round->syndicate, &machine_syndicate, " forming open " SYNDICATE_OVER)) {
		status = guard_refuse(handle, deal, "syndicate", "its syndicate %s is %s: nobody signs",
		                      round->slug, round->state);
		error_help(handle, "syndic syndicate settle %s", round->slug);
	} else if (!pledge->contracted) {
		status = signed_may(handle, deal, round, pledge);
		if (status == SYNDIC_OK && pledge->share < 1)
			status = refuse_share(handle, deal, round, bound);
	} else if (pledge->withdrawn || !state_is(&call->record, &machine_sow, " issued ")) {
		status = guard_refuse(handle, deal, "stage", "%s has signed on %s", record_slug(deal),
		                      pledge->signed_on ? pledge->signed_on : "a day that is not known");
		error_help(handle, "syndic sow show %s", record_slug(&call->record));
	}
	return status;
}

static enum syndic_status sign_pledge(struct verb_call *call, const struct record *deal,
                                      const char *signed_on)
{
	struct syndic *handle = call->handle;
	struct round round;
	struct pledge *pledge;
	enum syndic_status status;
	TRY(round_load(handle, record_text(&call->record, "syndicate"), call->arena, &round));
	pledge = round_pledge(&round, record_text(deal, "id"));
	TRY(may_sign(call, deal, &round, pledge));
	if (!state_is(&call->record, &machine_sow, SOW_BOUND)) {
		note_late(handle, &round);
		TRY(signed_bring(handle, &round));
	}
	if (!pledge->contracted) status = signed_win(handle, deal, pledge->share, signed_on);
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
		error_help(handle, "syndic sow sign %s PLEDGE", record_slug(&call->record));
		return status;
	}
	if (named) TRY(resolve(handle, &entity_deal, named, NULL, id));
	if (named && own && !text_equal(id, own)) {
		status = guard_refuse(handle, &call->record, "deal", "%s is not the deal of SOW %s", named,
		                      record_slug(&call->record));
		error_help(handle, "syndic sow sign %s", record_slug(&call->record));
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
		record_slug(deal), record_slug(deal));
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
	             ? sow_sign_deal(call, &deal, given ? day.text : handle->as_of)
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

static void help_sum(struct syndic *handle, const struct record *sow, const struct round *round,
                     const char *first, int64_t missing)
{
	bool amended = state_is(sow, &machine_sow, " amended ");
	if (first)
		error_help(handle, "syndic sow sign %s %s", record_slug(sow), first);
	else if (amended)
		error_help(handle, "syndic sow edit %s --price …", record_slug(sow));
	else if (missing < 0)
		error_help(handle, "syndic sow terminate %s --why '…'", record_slug(sow));
	else if (!record_has(&round->syndicate, "choice") &&
	         missing <= muldiv(round->price, BRIDGE_MOST, RATIO_ONE))
		error_help(handle, "syndic syndicate bridge %s --why '…', or pledge add %s --org …",
		           round->slug, round->slug);
	else
		error_help(handle, "syndic pledge add %s --org … --amount …", round->slug);
}

static enum syndic_status refuse_sum(struct syndic *handle, const struct record *sow,
                                     const struct round *round, int64_t missing)
{
	struct buf waiting = {0};
	const char *first = NULL;
	for (size_t i = 0; i < round->count && missing > 0; i++) {
		const struct pledge *pledge = &round->pledges[i];
		if (!pledge->binding || pledge->share < 1) continue;
		buf_printf(&waiting, "%s%s", first ? ", " : "", pledge->slug);
		if (!first) first = pledge->slug;
	}
	if (missing > 0)
		(void)guard_refuse(handle, sow, "price", "%s of %s is not signed; to sign: %s",
		                   guard_money(handle, missing), guard_money(handle, sow_price(sow, round)),
		                   first ? buf_text(&waiting) : "nobody who is bound");
	else
		(void)guard_refuse(handle, sow, "price", "%s more than the price of %s is signed",
		                   guard_money(handle, -missing),
		                   guard_money(handle, sow_price(sow, round)));
	help_sum(handle, sow, round, first, missing);
	buf_free(&waiting);
	return SYNDIC_CONFLICT;
}

static enum syndic_status check_signed(struct verb_call *call)
{
	struct syndic *handle = call->handle;
	const struct record *sow = &call->record;
	const char *syndicate = record_text(sow, "syndicate");
	struct round round;
	int64_t missing;
	enum syndic_status status;
	if (record_has(sow, "deal")) return sow_check_deal(call);
	TRY(round_load(handle, syndicate, call->arena, &round));
	if (state_is(sow, &machine_sow, " amended "))
		TRY(signed_lower(handle, &round, sow_price(sow, &round) - round.bridge));
	else
		TRY(signed_bring(handle, &round));
	TRY(round_load(handle, syndicate, call->arena, &round));
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
		change_note(handle, "all have signed: syndic syndicate commit %s", record_slug(&record));
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
