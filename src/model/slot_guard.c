/* What people may not do to slots by hand. */
#include "base/rows.h"
#include "base/text.h"
#include "model/slot.h"
#include "model/transition.h"

#define SOLD " queued pulled "

/* Does a round that was reached rely on it? Then its syndicate. */
static enum syndic_status find_round(struct syndic *handle, const struct record *slot,
                                     struct record *round, bool *found)
{
	enum syndic_status status = SYNDIC_OK;
	*found = false;
	if (state_is(slot, &machine_slot, " lapsed ") || !record_has(slot, "syndicate")) return status;
	status = record_load(handle, &entity_syndicate, record_text(slot, "syndicate"),
	                     &handle->change->text, round);
	*found = status == SYNDIC_OK &&
	         state_is(round, &machine_syndicate, " reached contracting committed ");
	return status;
}

static enum syndic_status refuse_sold(struct syndic *handle, const struct record *slot)
{
	const char *slug = record_text(slot, "slug");
	struct record sow;
	if (state_is(slot, &machine_slot, " pulled ")) {
		(void)guard_refuse(handle, slot, "state",
		                   "slot %s is pulled: it is delivered, and never removed", slug);
		error_help(handle, "syndic slot deliver %s", slug);
	} else {
		(void)guard_refuse(handle, slot, "state",
		                   "slot %s is queued: it lapses with its SOW, and is never removed", slug);
		if (record_has(slot, "sow") && record_load(handle, &entity_sow, record_text(slot, "sow"),
		                                           &handle->change->text, &sow) == SYNDIC_OK)
			error_help(handle, "syndic sow terminate %s --why \"…\"", record_text(&sow, "slug"));
		else /* an import may know no SOW */
			error_help(handle, "syndic slot show %s", slug);
	}
	return SYNDIC_CONFLICT;
}

static enum syndic_status refuse_relied(struct syndic *handle, const struct record *slot,
                                        const char *field, const struct record *round)
{
	return guard_refuse(handle, slot, field,
	                    "slot %s is %s for %s, which is %s: it stays until that is over",
	                    record_text(slot, "slug"), record_text(slot, "state"),
	                    record_text(round, "slug"), record_text(round, "state"));
}

enum syndic_status slot_guard_removal(struct syndic *handle, const struct record *slot)
{
	struct record round;
	bool relied, delivered = state_is(slot, &machine_slot, " delivered ");
	enum syndic_status status = find_round(handle, slot, &round, &relied);
	if (status != SYNDIC_OK) return status;
	if (state_is(slot, &machine_slot, SOLD)) return refuse_sold(handle, slot);
	if (!relied) return SYNDIC_OK;
	(void)refuse_relied(handle, slot, "syndicate", &round);
	error_help(handle,
	           delivered ? "syndic syndicate close %s" : "syndic syndicate cancel %s --why \"…\"",
	           record_text(&round, "slug"));
	return SYNDIC_CONFLICT;
}

/* ---- what is written ---- */

enum syndic_status slot_live(struct syndic *handle, const char *initiative, const char *but,
                             char **slug)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT slug FROM slot WHERE initiative = $1 AND id <> $2 AND (state = 'held'"
	               " OR state = 'queued' OR state = 'pulled') ORDER BY id LIMIT 1",
	               &stmt);
	*slug = NULL;
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, initiative);
	db_bind_text(stmt, 2, but);
	if (db_step(stmt) == 1) *slug = arena_copy(&handle->change->text, db_text(stmt, 0));
	db_finalize(stmt);
	return handle->error.code;
}

static enum syndic_status check_only(struct syndic *handle, const struct record *after)
{
	char *other;
	enum syndic_status status =
		slot_live(handle, record_text(after, "initiative"), record_text(after, "id"), &other);
	if (status != SYNDIC_OK || !other) return status;
	(void)error_set(handle, SYNDIC_CONFLICT, "slot", "initiative", NULL,
	                "its initiative has a slot already: %s", other);
	error_help(handle, "syndic slot show %s", other);
	return SYNDIC_CONFLICT;
}

/* What is built and for whom, where that is sold, relied on or over: only a held one is free. */
static enum syndic_status check_frozen(struct syndic *handle, const struct record *before,
                                       const struct record *after)
{
	static const char *const frozen[] = {"initiative", "syndicate", "sow"};
	const char *slug = record_text(before, "slug");
	bool sold = state_is(before, &machine_slot, SOLD), relied,
		 over = state_is(before, &machine_slot, " delivered lapsed ");
	struct record round;
	enum syndic_status status = find_round(handle, before, &round, &relied);
	if (status != SYNDIC_OK || (!sold && !over && !relied)) return status;
	for (size_t i = 0; i < FIELD_COUNT(frozen); i++) {
		if (!record_differs(before, after, frozen[i])) continue;
		if (!sold && !over && text_equal(frozen[i], "sow")) continue; /* to be queued by it */
		if (sold || over)
			(void)guard_refuse(handle, before, frozen[i], "the %s of slot %s %s: it is %s",
			                   frozen[i], slug, sold ? "is sold" : "stays",
			                   record_text(before, "state"));
		else
			(void)refuse_relied(handle, before, frozen[i], &round);
		error_help(handle, "syndic slot show %s", slug);
		return SYNDIC_CONFLICT;
	}
	return SYNDIC_OK;
}

enum syndic_status slot_guard_sow(struct syndic *handle, const struct record *slot,
                                  const struct record *sow)
{
	struct record round;
	enum syndic_status status;
	if (!record_has(slot, "syndicate") ||
	    value_equal(record_get(slot, "syndicate"), record_get(sow, "syndicate")))
		return SYNDIC_OK;
	TRY(record_load(handle, &entity_syndicate, record_text(slot, "syndicate"),
	                &handle->change->text, &round));
	status = error_set(handle, SYNDIC_CONFLICT, "slot", "sow", NULL,
	                   "the slot is for %s, and SOW %s is not", record_text(&round, "slug"),
	                   record_text(sow, "slug"));
	error_help(handle, "syndic sow list --syndicate %s", record_text(&round, "slug"));
out:
	return status;
}

static enum syndic_status check_sow(struct syndic *handle, const struct record *before,
                                    const struct record *after)
{
	struct record sow;
	enum syndic_status status;
	if (!record_has(after, "sow") ||
	    (!record_differs(before, after, "sow") && !record_differs(before, after, "syndicate")))
		return SYNDIC_OK;
	status =
		record_load(handle, &entity_sow, record_text(after, "sow"), &handle->change->text, &sow);
	return status == SYNDIC_OK ? slot_guard_sow(handle, after, &sow) : status;
}

enum syndic_status slot_guard_write(struct syndic *handle, const struct record *before,
                                    const struct record *after)
{
	enum syndic_status status = SYNDIC_OK;
	if (handle->change->moving) return SYNDIC_OK;
	if (before) TRY(check_frozen(handle, before, after));
	TRY(check_sow(handle, before, after));
	if (!record_differs(before, after, "initiative")) goto out;
	if (state_is(after, &machine_slot, " held" SOLD)) status = check_only(handle, after);
out:
	return status;
}
