#include "model/settle.h"

#include <string.h>

#include "base/date.h"
#include "base/rows.h"
#include "base/text.h"
#include "model/beyond.h"
#include "model/follow.h"
#include "model/pledge.h"
#include "model/signed.h"
#include "model/sow.h"

static void set_day(struct syndic *handle, struct record *record, const char *field, int64_t days)
{
	char day[DATE_SIZE];
	date_add_days(handle->as_of, days, day);
	record_set_text(record, field, arena_copy(&handle->change->text, day));
}

const char *settle_missing(struct syndic *handle, const struct round *round)
{
	int64_t money = round->threshold - round->counted - round->bridge,
			members = round->min_members - round->members;
	struct buf text = {0};
	const char *kept;
	if (money > 0) buf_add(&text, guard_money(handle, money));
	if (members > 0)
		buf_printf(&text, "%s%lld more %s", money > 0 ? " and " : "", (long long)members,
		           members == 1 ? "member" : "members");
	kept = arena_copy(&handle->change->text, buf_text(&text));
	buf_free(&text);
	return kept;
}

enum syndic_status settle_may_choose(struct syndic *handle, const struct record *syndicate)
{
	if (!record_has(syndicate, "choice")) return SYNDIC_OK;
	(void)guard_refuse(handle, syndicate, "choice",
	                   "%s had its choice, the %s: a deadline is met by one only",
	                   record_slug(syndicate), record_text(syndicate, "choice"));
	error_help(handle, "syndic syndicate settle %s --lapse", record_slug(syndicate));
	return SYNDIC_CONFLICT;
}

/* ---- reached ---- */

enum syndic_status settle_slot(struct syndic *handle, const struct record *syndicate)
{
	struct arena *arena = &handle->change->text;
	struct db_stmt *stmt;
	struct record slot, taken;
	const char *id = NULL;
	enum syndic_status status;
	TRY(db_prepare(handle->db,
	               "SELECT id FROM slot WHERE initiative = $1 AND (state = 'held' OR"
	               " state = 'queued' OR state = 'pulled') ORDER BY id LIMIT 1",
	               &stmt));
	db_bind(stmt, 1, record_get(syndicate, "initiative"));
	if (db_step(stmt) == 1) id = arena_copy(arena, db_text(stmt, 0));
	db_finalize(stmt);
	if (!id)
		return follow_hold(handle, record_text(syndicate, "initiative"),
		                   record_text(syndicate, "id"), NULL, NULL);
	TRY(record_load(handle, &entity_slot, id, arena, &slot));
	if (text_equal(record_text(&slot, "syndicate"), record_text(syndicate, "id"))) goto out;
	if (record_has(&slot, "syndicate") || record_has(&slot, "sow")) {
		status = guard_refuse(handle, syndicate, "initiative",
		                      "its initiative has its slot already, %s, for somebody else",
		                      record_slug(&slot));
		error_help(handle, "syndic slot show %s", record_slug(&slot));
		goto out;
	}
	taken = slot;
	record_set(&taken, "syndicate", record_get(syndicate, "id"));
	status = record_update(handle, &slot, &taken, 0, arena);
out:
	return status;
}

enum syndic_status settle_contract(struct syndic *handle, const struct record *before)
{
	struct record after = *before;
	set_day(handle, &after, "contracting_until", CONTRACTING_DAYS);
	change_note(handle, "%s is contracting: all sign until %s", record_slug(before),
	            record_text(&after, "contracting_until"));
	return machine_move(handle, &machine_syndicate, before, &after, "contracting");
}

enum syndic_status settle_reach(struct syndic *handle, const struct record *before,
                                struct record *after)
{
	struct record sow;
	bool found;
	enum syndic_status status;
	TRY(settle_slot(handle, before));
	TRY(machine_move(handle, &machine_syndicate, before, after, "reached"));
	TRY(sow_of(handle, record_text(after, "id"), &handle->change->text, &sow, &found));
	if (found && state_is(&sow, &machine_sow, " issued part-signed "))
		status = settle_contract(handle, after);
out:
	return status;
}

/* ---- weaker ---- */

enum syndic_status settle_bound(struct syndic *handle, const char *syndicate, bool *bound)
{
	struct record sow;
	bool found;
	enum syndic_status status = sow_of(handle, syndicate, &handle->change->text, &sow, &found);
	*bound = status == SYNDIC_OK && found && state_is(&sow, &machine_sow, SOW_BOUND);
	return status;
}

static enum syndic_status reopen(struct syndic *handle, const struct round *round)
{
	struct record after = round->syndicate;
	set_day(handle, &after, "deadline", REOPEN_DAYS);
	if (round->deadline && strcmp(round->deadline, record_text(&after, "deadline")) > 0)
		record_set_text(&after, "deadline", round->deadline);
	record_set(&after, "contracting_until", value_null());
	change_note(handle, "%s lacks %s now: it is open again until %s", round->slug,
	            settle_missing(handle, round), record_text(&after, "deadline"));
	return machine_move(handle, &machine_syndicate, &round->syndicate, &after, "open");
}

enum syndic_status settle_recheck(struct syndic *handle, const char *syndicate)
{
	struct arena *arena = &handle->change->text;
	struct record record;
	struct round round;
	bool bound;
	enum syndic_status status;
	TRY(record_load(handle, &entity_syndicate, syndicate, arena, &record));
	if (!state_is(&record, &machine_syndicate, " reached contracting ")) goto out;
	TRY(settle_bound(handle, syndicate, &bound));
	if (bound) goto out;
	TRY(round_load(handle, syndicate, arena, &round));
	if (!round_reached(&round)) status = reopen(handle, &round);
out:
	return status;
}

/* ---- the end ---- */

enum syndic_status settle_let_go(struct syndic *handle, const char *syndicate, const char *reason)
{
	struct round round;
	int64_t count = 0;
	enum syndic_status status = round_load(handle, syndicate, &handle->change->text, &round);
	for (size_t i = 0; i < round.count && status == SYNDIC_OK; i++) {
		if (!round.pledges[i].open) continue;
		count++;
		status = pledge_lose(handle, round.pledges[i].deal, reason);
	}
	if (status == SYNDIC_OK && count)
		change_note(handle, "released: %lld %s", (long long)count,
		            count == 1 ? "pledge" : "pledges");
	return status;
}

static enum syndic_status release_signed(struct syndic *handle, const struct record *syndicate)
{
	struct round round;
	enum syndic_status status =
		round_load(handle, record_text(syndicate, "id"), &handle->change->text, &round);
	for (size_t i = 0; i < round.count && status == SYNDIC_OK; i++) {
		int64_t owed;
		if (!round.pledges[i].contracted || round.pledges[i].withdrawn) continue;
		status = signed_owes(handle, &round, &round.pledges[i], &owed);
		if (status == SYNDIC_OK)
			status = signed_leave(handle, round.pledges[i].deal, owed, "round-lapsed");
	}
	return status;
}

/* Does a SOW that stands pay for it, or a round that may? One that is released does no more. */
static enum syndic_status is_paid_for(struct syndic *handle, const char *initiative, bool *out)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT 1 FROM sow WHERE initiative = $1 AND (state = 'executed'"
	               " OR state = 'active' OR state = 'amended')"
	               " UNION ALL SELECT 1 FROM syndicate WHERE initiative = $1 AND (state = 'reached'"
	               " OR state = 'contracting' OR state = 'committed') LIMIT 1",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, initiative);
	*out = db_step(stmt) == 1;
	db_finalize(stmt);
	return handle->error.code;
}

enum syndic_status settle_give_back(struct syndic *handle, const char *initiative)
{
	struct record record;
	bool paid = true;
	enum syndic_status status;
	if (!initiative) return SYNDIC_OK;
	TRY(record_load(handle, &entity_initiative, initiative, &handle->change->text, &record));
	if (!state_is(&record, &machine_initiative, " funded ")) goto out;
	TRY(is_paid_for(handle, initiative, &paid));
	if (!paid) status = follow_move(handle, &machine_initiative, initiative, "scoped");
out:
	return status;
}

/* What a round that is released had made of its initiative: funding, and funded once it was
 * committed. */
static enum syndic_status initiative_back(struct syndic *handle, const struct record *syndicate)
{
	const char *initiative = record_text(syndicate, "initiative");
	struct record record;
	enum syndic_status status;
	if (state_is(syndicate, &machine_syndicate, " forming ")) return SYNDIC_OK;
	if (state_is(syndicate, &machine_syndicate, " committed "))
		return settle_give_back(handle, initiative);
	TRY(record_load(handle, &entity_initiative, initiative, &handle->change->text, &record));
	if (state_is(&record, &machine_initiative, " funding "))
		status = follow_move(handle, &machine_initiative, initiative, "scoped");
out:
	return status;
}

enum syndic_status settle_release(struct syndic *handle, const struct record *before,
                                  const char *to)
{
	const char *id = record_text(before, "id");
	struct record after = *before, sow;
	bool found;
	enum syndic_status status;
	TRY(sow_of(handle, id, &handle->change->text, &sow, &found));
	if (found && state_is(&sow, &machine_sow, SOW_BOUND)) {
		status = guard_refuse(handle, before, "state", "%s is bound: its SOW %s is %s",
		                      record_slug(before), record_slug(&sow), record_text(&sow, "state"));
		error_help(handle, "syndic sow terminate %s --why '…'", record_slug(&sow));
		goto out;
	}
	TRY(machine_move(handle, &machine_syndicate, before, &after, to));
	TRY(settle_let_go(handle, id, "round-lapsed"));
	TRY(release_signed(handle, before));
	TRY(follow_slots(handle, id, "lapsed"));
	TRY(initiative_back(handle, before));
	if (found && state_is(&sow, &machine_sow, " issued part-signed "))
		status = follow_move(handle, &machine_sow, record_text(&sow, "id"), "terminated");
out:
	return status;
}

/* ---- the verb ---- */

static enum syndic_status refuse_early(struct syndic *handle, const struct round *round)
{
	const char *until = round->deadline ? round->deadline : "a deadline that it has not";
	(void)
		guard_refuse(handle, &round->syndicate, "deadline",
	                 "%s is open until %s and lacks %s: it is settled once reached, or after that",
	                 round->slug, until, settle_missing(handle, round));
	error_help(handle, "syndic pledge add %s --org … --amount …", round->slug);
	return SYNDIC_CONFLICT;
}

static enum syndic_status refuse_undecided(struct syndic *handle, const struct round *round)
{
	const char *slug = round->slug;
	enum syndic_status status = SYNDIC_CONFLICT;
	if (record_has(&round->syndicate, "choice")) {
		status = guard_refuse(handle, &round->syndicate, "deadline",
		                      "%s lacks %s after its deadline %s, and had its choice, the %s: what"
		                      " is left is to lapse",
		                      slug, settle_missing(handle, round), round->deadline,
		                      record_text(&round->syndicate, "choice"));
		error_help(handle, "syndic syndicate settle %s --lapse", slug);
		return status;
	}
	(void)guard_refuse(
		handle, &round->syndicate, "deadline",
		"%s lacks %s after its deadline %s: choose once between a bridge, the subset of"
		" deliverables that it can pay, an extension, and to lapse",
		slug, settle_missing(handle, round), round->deadline);
	error_help(handle,
	           "syndic syndicate bridge %s --why '…', or settle %s --subset, or extend %s --days %d"
	           " --why '…', or settle %s --lapse",
	           slug, slug, slug, (int)EXTENSION_DAYS, slug);
	return status;
}

/* All consent anew to a subset, those who have signed the whole, too. */
static enum syndic_status refuse_sow_out(struct syndic *handle, const struct round *round)
{
	struct record sow;
	bool found;
	enum syndic_status status = sow_of(handle, round->id, &handle->change->text, &sow, &found);
	if (status != SYNDIC_OK || !found || !state_is(&sow, &machine_sow, " issued part-signed "))
		return status;
	(void)guard_refuse(handle, &round->syndicate, "state",
	                   "SOW %s of the whole scope is %s: it ends before a part is sold",
	                   record_text(&sow, "slug"), record_text(&sow, "state"));
	error_help(handle, "syndic sow terminate %s --why '…'", record_text(&sow, "slug"));
	return SYNDIC_CONFLICT;
}

static enum syndic_status settle_open(struct verb_call *call, bool lapse, bool by_subset)
{
	struct syndic *handle = call->handle;
	struct round round;
	struct record after = call->record;
	enum syndic_status status =
		round_load(handle, record_text(&call->record, "id"), call->arena, &round);
	if (status != SYNDIC_OK) return status;
	if (round_reached(&round)) {
		if (!lapse && !by_subset) return settle_reach(handle, &call->record, &after);
		(void)guard_refuse(handle, &call->record, "state", "%s has what it needs: it is reached",
		                   round.slug);
		error_help(handle, "syndic syndicate settle %s", round.slug);
		return SYNDIC_CONFLICT;
	}
	if (!round.deadline || strcmp(handle->as_of, round.deadline) <= 0)
		return refuse_early(handle, &round);
	if (lapse) return settle_release(handle, &call->record, "lapsed");
	if (!by_subset) return refuse_undecided(handle, &round);
	TRY(refuse_sow_out(handle, &round));
	status = settle_subset(handle, &round);
out:
	return status;
}

static enum syndic_status settle_contracting(struct verb_call *call)
{
	struct syndic *handle = call->handle;
	const char *until = record_text(&call->record, "contracting_until");
	bool bound;
	enum syndic_status status = settle_bound(handle, record_text(&call->record, "id"), &bound);
	if (status != SYNDIC_OK) return status;
	if (bound) {
		change_note(handle,
		            "%s is contracting, and its SOW was executed: syndic syndicate commit %s",
		            record_slug(&call->record), record_slug(&call->record));
		return SYNDIC_OK;
	}
	if (until && strcmp(handle->as_of, until) > 0)
		return settle_release(handle, &call->record, "lapsed");
	change_note(handle, "%s is contracting until %s", record_slug(&call->record),
	            until ? until : "a day that is not known");
	return settle_recheck(handle, record_text(&call->record, "id"));
}

enum syndic_status settle_verb(struct verb_call *call)
{
	struct syndic *handle = call->handle;
	struct syndic_value lapse, by_subset;
	bool given;
	enum syndic_status status;
	TRY(verb_value(call, "lapse", SYNDIC_BOOL, &lapse, &given));
	TRY(verb_value(call, "subset", SYNDIC_BOOL, &by_subset, &given));
	if (lapse.number && by_subset.number) {
		status = error_set(handle, SYNDIC_MISUSE, "syndicate", "lapse", NULL,
		                   "lapse or subset: one of them");
		goto out;
	}
	if (state_is(&call->record, &machine_syndicate,
	             " reached committed closed lapsed cancelled ")) {
		change_note(handle, "%s is %s already", record_slug(&call->record),
		            record_text(&call->record, "state"));
		return settle_recheck(handle, record_text(&call->record, "id"));
	}
	if (!machine_step(handle, &machine_syndicate, &call->record, "settle")) {
		status = handle->error.code;
		goto out;
	}
	status = state_is(&call->record, &machine_syndicate, " open ")
	             ? settle_open(call, lapse.number != 0, by_subset.number != 0)
	             : settle_contracting(call);
	if (status == SYNDIC_OK) status = beyond_note(handle, &call->record);
out:
	return status;
}
