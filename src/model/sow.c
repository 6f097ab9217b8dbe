#include "model/sow.h"

#include "base/rows.h"
#include "base/text.h"
#include "model/check.h"
#include "model/follow.h"
#include "model/pledge.h"
#include "model/scope.h"
#include "model/settle.h"
#include "model/signed.h"

static const struct syndic_field sow_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_SEARCHED | SYNDIC_LISTED, NULL, NULL, NULL,
     "what it is called"},
	{"initiative", SYNDIC_REF, SYNDIC_LISTED, "initiative", NULL, NULL, "what is built"},
	{"syndicate", SYNDIC_REF, SYNDIC_LISTED, "syndicate", NULL, NULL,
     "the round whose pledges sign it"},
	{"deal", SYNDIC_REF, 0, "deal", NULL, NULL, "or the one deal that does"},
	{"state", SYNDIC_CHOICE, SYNDIC_KEPT | SYNDIC_LISTED, NULL,
     LIST("draft", "approved", "issued", "part-signed", "executed", "active", "accepted", "closed",
          "amended", "terminated"),
     NULL, "how far it is"},
	{"price", SYNDIC_MONEY, SYNDIC_LISTED, NULL, NULL, NULL,
     "of the whole scope; the syndicate's or the deal's if nothing is said"},
	{"revision", SYNDIC_INT, SYNDIC_KEPT | SYNDIC_LISTED, NULL, NULL, NULL,
     "how often it was amended"},
	{"drafted_on", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, NULL, "when the first draft was made"},
	{"executed_on", SYNDIC_DATE, SYNDIC_KEPT, NULL, NULL, NULL, "when all had signed"},
	{"notes", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL, "anything else"},
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
};

static const struct step sow_steps[] = {
	{"approve", " draft ", "approved"},
	{"issue", " approved ", "issued"},
	{"sign", " issued part-signed ", "part-signed"},
	{"sign", " amended ", "amended"},
	{"execute", " part-signed amended ", "executed"},
	{"activate", " executed ", "active"},
	{"accept", " active ", "accepted"},
	{"close", " accepted ", "closed"},
	{"amend", " approved issued ", "draft"},
	{"amend", " executed active ", "amended"},
	{"terminate", " draft approved issued part-signed executed active amended ", "terminated"},
};
const struct machine machine_sow = {&entity_sow, "state", "draft", sow_steps,
                                    FIELD_COUNT(sow_steps)};

int64_t sow_price(const struct record *sow, const struct round *round)
{
	return record_has(sow, "price") ? record_number(sow, "price") : round->price;
}

enum syndic_status sow_of(struct syndic *handle, const char *syndicate, struct arena *arena,
                          struct record *out, bool *found)
{
	struct db_stmt *stmt;
	const char *id = NULL;
	enum syndic_status status;
	*found = false;
	record_init(out, &entity_sow);
	TRY(db_prepare(
		handle->db,
		"SELECT id FROM sow WHERE syndicate = $1 AND state <> 'terminated'"
		" ORDER BY CASE WHEN state = 'draft' OR state = 'approved' THEN 2"
		" WHEN state = 'issued' OR state = 'part-signed' THEN 1 ELSE 0 END, id DESC LIMIT 1",
		&stmt));
	db_bind_text(stmt, 1, syndicate);
	if (db_step(stmt) == 1) id = arena_copy(arena, db_text(stmt, 0));
	db_finalize(stmt);
	if (!id) return handle->error.code;
	TRY(record_load(handle, &entity_sow, id, arena, out));
	*found = true;
out:
	return status;
}

enum syndic_status sow_was_executed(struct syndic *handle, const char *syndicate, bool *out)
{
	struct db_stmt *stmt;
	enum syndic_status status = db_prepare(
		handle->db,
		"SELECT 1 FROM sow WHERE syndicate = $1 AND (executed_on IS NOT NULL OR state = 'executed'"
		" OR state = 'active' OR state = 'amended' OR state = 'accepted' OR state = 'closed')"
		" LIMIT 1",
		&stmt);
	*out = false;
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, syndicate);
	*out = db_step(stmt) == 1;
	db_finalize(stmt);
	return handle->error.code;
}

/* ---- what must hold of one that is written ---- */

static enum syndic_status check_frozen(struct syndic *handle, const struct record *before,
                                       const struct record *after)
{
	static const char *const frozen[] = {"syndicate", "deal", "initiative", "price"};
	if (!before || handle->change->moving || state_is(before, &machine_sow, " draft "))
		return SYNDIC_OK;
	for (size_t i = 0; i < FIELD_COUNT(frozen); i++) {
		bool price = i + 1 == FIELD_COUNT(frozen);
		if (!record_differs(before, after, frozen[i])) continue;
		if (price && state_is(before, &machine_sow, " amended ")) continue;
		(void)guard_refuse(handle, before, frozen[i], "the %s of SOW %s is agreed: it is %s",
		                   frozen[i], record_slug(before), record_text(before, "state"));
		error_help(handle, "syndic sow %s %s --why '…'",
		           state_is(before, &machine_sow, " part-signed ") ? "terminate" : "amend",
		           record_slug(before));
		return SYNDIC_CONFLICT;
	}
	return SYNDIC_OK;
}

static enum syndic_status refuse_parties(struct syndic *handle, const char *field, const char *why,
                                         const char *help)
{
	(void)error_set(handle, SYNDIC_MISUSE, "sow", field, NULL, "%s", why);
	error_help(handle, "%s", help);
	return SYNDIC_MISUSE;
}

/* Who signs: the pledges of one syndicate, or one deal that is none. The initiative is the
 * syndicate's. */
static enum syndic_status check_parties(struct syndic *handle, struct record *after)
{
	struct arena *arena = &handle->change->text;
	struct record owner;
	enum syndic_status status;
	if (record_has(after, "deal")) {
		if (record_has(after, "syndicate"))
			return refuse_parties(handle, "deal",
			                      "a SOW is of a syndicate or of one deal, not both",
			                      "leave out --deal");
		status = record_load(handle, &entity_deal, record_text(after, "deal"), arena, &owner);
		if (status != SYNDIC_OK || !record_has(&owner, "syndicate")) return status;
		return refuse_parties(handle, "deal", "that deal is a pledge: its syndicate has the SOW",
		                      "name --syndicate instead of --deal");
	}
	if (!record_has(after, "syndicate")) return SYNDIC_OK;
	status = record_load(handle, &entity_syndicate, record_text(after, "syndicate"), arena, &owner);
	if (status != SYNDIC_OK) return status;
	if (!record_has(after, "initiative"))
		record_set(after, "initiative", record_get(&owner, "initiative"));
	if (value_equal(record_get(after, "initiative"), record_get(&owner, "initiative")))
		return SYNDIC_OK;
	return refuse_parties(handle, "initiative", "its syndicate funds another initiative",
	                      "leave out --initiative: it is the syndicate's");
}

static enum syndic_status sow_check(struct syndic *handle, const struct record *before,
                                    struct record *after)
{
	enum syndic_status status = transition_check(handle, &machine_sow, before, after);
	if (!record_has(after, "revision")) record_set_number(after, "revision", 0);
	if (!before && !record_has(after, "drafted_on"))
		record_set_text(after, "drafted_on", handle->as_of);
	if (status == SYNDIC_OK) status = check_at_least(handle, after, "price", 1);
	if (status == SYNDIC_OK) status = check_at_least(handle, after, "revision", 0);
	if (status == SYNDIC_OK) status = check_frozen(handle, before, after);
	if (status == SYNDIC_OK) status = check_parties(handle, after);
	return status == SYNDIC_OK ? sow_check_only(handle, before, after) : status;
}

static enum syndic_status sow_written(struct syndic *handle, const struct record *before,
                                      const struct record *after)
{
	if (!after && (record_has(before, "executed_on") ||
	               !state_is(before, &machine_sow, " draft approved terminated "))) {
		(void)guard_refuse(handle, before, "state",
		                   "SOW %s was issued: it is terminated, never "
		                   "removed",
		                   record_slug(before));
		error_help(handle, "syndic sow terminate %s --why '…'", record_slug(before));
		return SYNDIC_CONFLICT;
	}
	return transition_written(handle, &machine_sow, before, after);
}

/* ---- approve, issue ---- */

/* What the signatures will come to: the price, or with stretch deliverables what was raised
 * beyond it. */
static int64_t to_be_signed(const struct round *round)
{
	int64_t raised = round->raised + round->bridge;
	return round->terms.overshoot == OVERSHOOT_STRETCH && raised > round->price ? raised
	                                                                            : round->price;
}

/* The syndicate's price, or what it raises once it is reached; the deal's amount. */
static enum syndic_status price_of(struct syndic *handle, const struct record *owner,
                                   struct syndic_value *out)
{
	struct round round;
	enum syndic_status status = SYNDIC_OK;
	*out = record_get(owner, owner->entity == &entity_deal ? "amount" : "price");
	if (owner->entity == &entity_deal ||
	    !state_is(owner, &machine_syndicate, " reached contracting "))
		return SYNDIC_OK;
	TRY(round_load(handle, record_text(owner, "id"), &handle->change->text, &round));
	out->number = to_be_signed(&round);
out:
	return status;
}

/* The price that is agreed: its own, else the syndicate's or the deal's. */
static enum syndic_status fill_price(struct syndic *handle, struct record *sow)
{
	const struct syndic_entity *owner =
		record_has(sow, "syndicate") ? &entity_syndicate : &entity_deal;
	const char *id = record_text(sow, owner->name);
	struct record of;
	struct syndic_value price;
	enum syndic_status status;
	if (!id) {
		(void)guard_refuse(handle, sow, "syndicate", "SOW %s names nobody who signs",
		                   record_slug(sow));
		error_help(handle, "syndic sow edit %s --syndicate …", record_slug(sow));
		return SYNDIC_CONFLICT;
	}
	if (record_has(sow, "price")) return SYNDIC_OK;
	status = record_load(handle, owner, id, &handle->change->text, &of);
	if (status != SYNDIC_OK) return status;
	status = price_of(handle, &of, &price);
	if (status != SYNDIC_OK) return status;
	record_set(sow, "price", price);
	if (record_number(sow, "price") > 0) return SYNDIC_OK;
	(void)guard_refuse(handle, sow, "price", "SOW %s has no price, nor has %s", record_slug(sow),
	                   record_slug(&of));
	error_help(handle, "syndic sow edit %s --price …", record_slug(sow));
	return SYNDIC_CONFLICT;
}

static const char *lacks(const struct scope_item *item)
{
	if (!item->defined) return "definition-of-done";
	if (!item->low) return "low-hours";
	return item->high ? NULL : "high-hours";
}

static enum syndic_status check_scope(struct syndic *handle, const struct record *sow)
{
	const char *initiative = record_text(sow, "initiative");
	struct scope scope = {0};
	enum syndic_status status = SYNDIC_OK;
	if (initiative) status = scope_load(handle, initiative, true, &handle->change->text, &scope);
	if (status != SYNDIC_OK) return status;
	if (!scope.count) {
		(void)guard_refuse(handle, sow, "initiative", "SOW %s has no deliverable",
		                   record_slug(sow));
		error_help(handle,
		           initiative ? "syndic deliverable add NAME --initiative …"
		                      : "syndic sow edit %s --initiative …",
		           record_slug(sow));
		return SYNDIC_CONFLICT;
	}
	for (size_t i = 0; i < scope.count; i++) {
		const char *missing = lacks(&scope.items[i]);
		if (!missing) continue;
		(void)guard_refuse(handle, sow, "initiative", "its deliverable %s has no %s",
		                   scope.items[i].slug, missing);
		error_help(handle, "syndic deliverable edit %s --%s …", scope.items[i].slug, missing);
		return SYNDIC_CONFLICT;
	}
	return SYNDIC_OK;
}

/* Moves the record by a verb without further ado. */
static enum syndic_status step(struct verb_call *call, const char *verb, struct record *after)
{
	const struct step *found = machine_step(call->handle, &machine_sow, &call->record, verb);
	return found ? machine_move(call->handle, &machine_sow, &call->record, after, found->to)
	             : call->handle->error.code;
}

static enum syndic_status legal(struct verb_call *call, const char *verb)
{
	return machine_step(call->handle, &machine_sow, &call->record, verb) ? SYNDIC_OK
	                                                                     : call->handle->error.code;
}

static enum syndic_status approve(struct verb_call *call)
{
	struct record after = call->record;
	enum syndic_status status;
	TRY(legal(call, "approve"));
	TRY(fill_price(call->handle, &after));
	TRY(check_scope(call->handle, &after));
	status = step(call, "approve", &after);
out:
	return status;
}

static enum syndic_status refuse_other(struct syndic *handle, const struct record *sow,
                                       const struct record *other)
{
	(void)guard_refuse(handle, sow, "syndicate", "its syndicate has SOW %s, which is %s",
	                   record_slug(other), record_text(other, "state"));
	error_help(handle, "syndic sow terminate %s --why '…'", record_slug(other));
	return SYNDIC_CONFLICT;
}

/* What was signed of one that was executed and terminated is owed for that, and signed of no
 * other. */
static enum syndic_status check_no_old(struct syndic *handle, const struct record *sow,
                                       const struct round *round)
{
	bool executed;
	enum syndic_status status = sow_was_executed(handle, round->id, &executed);
	for (size_t i = 0; i < round->count && executed && status == SYNDIC_OK; i++) {
		const struct pledge *pledge = &round->pledges[i];
		if (!pledge->contracted || pledge->withdrawn) continue;
		status = guard_refuse(handle, sow, "syndicate",
		                      "%s signed a SOW that was terminated: it owes what was done of that,"
		                      " and signs this one by a pledge that is bound anew",
		                      pledge->slug);
		error_help(handle, "syndic pledge withdraw %s --why '…'", pledge->slug);
	}
	return status;
}

static enum syndic_status may_issue(struct syndic *handle, const struct record *sow,
                                    struct round *round)
{
	struct record other;
	bool found;
	enum syndic_status status;
	TRY(round_load(handle, record_text(sow, "syndicate"), &handle->change->text, round));
	if (!state_is(&round->syndicate, &machine_syndicate, " reached contracting ")) {
		status = guard_refuse(handle, sow, "syndicate",
		                      "its syndicate %s is %s: a SOW is issued once it is reached",
		                      round->slug, round->state);
		error_help(handle, "syndic syndicate %s %s",
		           text_equal(round->state, "forming") ? "open" : "settle", round->slug);
		goto out;
	}
	TRY(sow_of(handle, round->id, &handle->change->text, &other, &found));
	if (found && !state_is(&other, &machine_sow, " draft approved "))
		return refuse_other(handle, sow, &other);
	TRY(check_no_old(handle, sow, round));
	if (sow_price(sow, round) == to_be_signed(round)) goto out;
	status = guard_refuse(handle, sow, "price", "its price is %s, and the syndicate's is %s",
	                      guard_money(handle, sow_price(sow, round)),
	                      guard_money(handle, to_be_signed(round)));
	error_help(handle, "syndic sow amend %s --why '…', then sow edit %s --price …",
	           record_slug(sow), record_slug(sow));
out:
	return status;
}

static enum syndic_status issue(struct verb_call *call)
{
	struct record after = call->record;
	struct round round;
	enum syndic_status status;
	TRY(legal(call, "issue"));
	if (!record_has(&call->record, "syndicate")) return step(call, "issue", &after);
	TRY(may_issue(call->handle, &call->record, &round));
	TRY(settle_slot(call->handle, &round.syndicate)); /* a terminated SOW took the one before */
	TRY(step(call, "issue", &after));
	if (text_equal(round.state, "reached"))
		status = settle_contract(call->handle, &round.syndicate);
out:
	return status;
}

/* ---- after that ---- */

static enum syndic_status activate(struct verb_call *call)
{
	struct record after = call->record;
	return step(call, "activate", &after);
}

static enum syndic_status accept(struct verb_call *call)
{
	struct record after = call->record;
	enum syndic_status status;
	TRY(legal(call, "accept"));
	TRY(scope_accepted(call->handle, &call->record, record_text(&call->record, "initiative")));
	status = step(call, "accept", &after);
out:
	return status;
}

/* A slot of the SOW, or its syndicate, that would be left without what backs it. */
static enum syndic_status refuse_slot(struct verb_call *call)
{
	struct syndic *handle = call->handle;
	struct db_stmt *stmt;
	const char *slot = NULL;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT slug FROM slot WHERE (sow = $1 OR syndicate = $2)"
	               " AND (state = 'pulled' OR state = 'queued') ORDER BY id LIMIT 1",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(&call->record, "id"));
	db_bind(stmt, 2, record_get(&call->record, "syndicate"));
	if (db_step(stmt) == 1) slot = arena_copy(call->arena, db_text(stmt, 0));
	db_finalize(stmt);
	if (!slot) return handle->error.code;
	(void)guard_refuse(handle, &call->record, "state", "its slot %s is not delivered", slot);
	error_help(handle, "syndic slot deliver %s", slot);
	return SYNDIC_CONFLICT;
}

static enum syndic_status close(struct verb_call *call)
{
	struct record after = call->record;
	enum syndic_status status;
	TRY(legal(call, "close"));
	TRY(refuse_slot(call));
	status = step(call, "close", &after);
out:
	return status;
}

static enum syndic_status amend(struct verb_call *call)
{
	struct record after = call->record;
	enum syndic_status status;
	record_set_number(&after, "revision", record_number(&after, "revision") + 1);
	TRY(step(call, "amend", &after));
	if (state_is(&after, &machine_sow, " amended "))
		status = follow_slots_of_sow(call->handle, &after, "held");
out:
	return status;
}

static enum syndic_status note_deal(struct syndic *handle, const struct record *sow)
{
	struct record deal;
	enum syndic_status status = SYNDIC_OK;
	if (!record_has(sow, "deal")) return SYNDIC_OK;
	status =
		record_load(handle, &entity_deal, record_text(sow, "deal"), &handle->change->text, &deal);
	if (status == SYNDIC_OK && record_has(&deal, "contract"))
		change_note(handle,
		            "deal %s stays won with its contract: syndic deal reopen %s, if it is not",
		            record_text(&deal, "slug"), record_text(&deal, "slug"));
	return status;
}

static enum syndic_status note_contracts(struct syndic *handle, const struct record *sow)
{
	struct round round;
	enum syndic_status status;
	if (!record_has(sow, "syndicate")) return note_deal(handle, sow);
	status = round_load(handle, record_text(sow, "syndicate"), &handle->change->text, &round);
	if (status == SYNDIC_OK && signed_sum(&round))
		change_note(handle, "contracts over %s stand: syndic pledge withdraw settles each",
		            guard_money(handle, signed_sum(&round)));
	return status;
}

static enum syndic_status terminate(struct verb_call *call)
{
	struct syndic *handle = call->handle;
	struct record after = call->record;
	bool bound = state_is(&call->record, &machine_sow, SOW_BOUND);
	const char *dropped;
	enum syndic_status status;
	TRY(legal(call, "terminate"));
	TRY(sow_may_end(call, &dropped));
	if (record_has(&after, "syndicate") && state_is(&after, &machine_sow, " issued part-signed "))
		TRY(signed_void(handle, &after));
	TRY(step(call, "terminate", &after));
	/* A round that is still contracting keeps its slot for another statement of work. */
	if (!bound && !dropped && record_has(&after, "syndicate")) goto out;
	TRY(follow_slots_of_sow(handle, &after, "lapsed"));
	TRY(follow_move(handle, &machine_initiative, dropped, "candidate"));
	if (!dropped && record_has(&after, "deal"))
		TRY(settle_give_back(handle, record_text(&after, "initiative")));
	TRY(note_contracts(handle, &after));
	if (record_has(&after, "syndicate")) /* what had bound the round no longer does */
		status = settle_recheck(handle, record_text(&after, "syndicate"));
out:
	return status;
}

const struct verb sow_verbs[] = {
	{"approve", NULL, NULL, false, approve},
	{"issue", NULL, NULL, false, issue},
	{"sign", NULL, " pledge signed_on ", false, sow_sign},
	{"execute", NULL, NULL, false, sow_execute},
	{"activate", NULL, NULL, false, activate},
	{"accept", NULL, NULL, false, accept},
	{"close", NULL, NULL, false, close},
	{"amend", NULL, NULL, true, amend},
	{"terminate", NULL, NULL, true, terminate},
	{0},
};

static const struct syndic_entity_hooks sow_hooks = {.check = sow_check, .written = sow_written};
const struct syndic_entity entity_sow = {"sow",
                                         "sows",
                                         "a statement of work: one scope, several signatures",
                                         "slug",
                                         0,
                                         sow_fields,
                                         FIELD_COUNT(sow_fields),
                                         &sow_hooks};
