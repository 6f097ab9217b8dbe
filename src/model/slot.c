/* Places in the delivery queue. */
#include "model/slot.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/rows.h"
#include "model/check.h"
#include "model/follow.h"

static const struct syndic_field slot_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_SEARCHED, NULL, NULL, NULL,
     "the initiative's name"},
	{"initiative", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "initiative", NULL, NULL,
     "what is built"},
	{"syndicate", SYNDIC_REF, 0, "syndicate", NULL, NULL, "for whom"},
	{"sow", SYNDIC_REF, SYNDIC_LISTED, "sow", NULL, NULL, "by which statement of work"},
	{"state", SYNDIC_CHOICE, SYNDIC_KEPT | SYNDIC_LISTED, NULL,
     LIST("held", "queued", "pulled", "delivered", "lapsed"), NULL, "how far it is"},
	{"position", SYNDIC_INT, SYNDIC_KEPT | SYNDIC_LISTED, NULL, NULL, NULL,
     "place among those that wait, from 1"},
	{"held_on", SYNDIC_DATE, SYNDIC_KEPT, NULL, NULL, NULL, "since when it is held"},
	{"queued_on", SYNDIC_DATE, SYNDIC_KEPT | SYNDIC_LISTED, NULL, NULL, NULL, "when it was sold"},
	{"pulled_on", SYNDIC_DATE, SYNDIC_KEPT, NULL, NULL, NULL, "when work began"},
	{"delivered_on", SYNDIC_DATE, SYNDIC_KEPT, NULL, NULL, NULL, "when it was delivered"},
	{"quoted_on", SYNDIC_DATE, SYNDIC_KEPT, NULL, NULL, NULL, "the day of the estimate given"},
	{"start_p50", SYNDIC_MONTH, SYNDIC_KEPT, NULL, NULL, NULL, "as quoted: begins, even chances"},
	{"start_p85", SYNDIC_MONTH, SYNDIC_KEPT, NULL, NULL, NULL, "as quoted: begins, 85 in 100"},
	{"finish_p50", SYNDIC_MONTH, SYNDIC_KEPT, NULL, NULL, NULL, "as quoted: done, even chances"},
	{"finish_p85", SYNDIC_MONTH, SYNDIC_KEPT, NULL, NULL, NULL, "as quoted: done, 85 in 100"},
	{"notes", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL, "anything else"},
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
};

static const struct step slot_steps[] = {
	{"queue", " held ", "queued"},
	{"pull", " queued ", "pulled"},
	{"deliver", " pulled ", "delivered"},
	{NULL, " queued ", "held"},
	{NULL, " held queued pulled ", "lapsed"},
	{"reorder", " queued ", "queued"},
};
const struct machine machine_slot = {&entity_slot, "state", "held", slot_steps,
                                     FIELD_COUNT(slot_steps)};

static enum syndic_status slot_check(struct syndic *handle, const struct record *before,
                                     struct record *after)
{
	enum syndic_status status = transition_check(handle, &machine_slot, before, after);
	if (!before && !record_has(after, "held_on")) record_set_text(after, "held_on", handle->as_of);
	return status == SYNDIC_OK ? slot_guard_write(handle, before, after) : status;
}

static enum syndic_status slot_written(struct syndic *handle, const struct record *before,
                                       const struct record *after)
{
	if (!after) return slot_guard_removal(handle, before);
	return transition_written(handle, &machine_slot, before, after);
}

/* ---- verbs ---- */

/* The SOW that a verb names, else the slot's own, else its syndicate's: the one that is furthest;
 * one that was terminated is none. `out` is about nothing where there is none. */
static enum syndic_status find_sow(const struct verb_call *call, const struct record *slot,
                                   struct record *out)
{
	struct syndic *handle = call->handle;
	const char *said = verb_input(call, "sow"), *own = slot ? record_text(slot, "sow") : NULL;
	char id[REFERENCE_SIZE] = "";
	struct db_stmt *stmt;
	enum syndic_status status = SYNDIC_OK;
	record_init(out, &entity_sow);
	if (said) {
		TRY(resolve(handle, &entity_sow, said, NULL, id));
	} else if (own) {
		snprintf(id, sizeof id, "%s", own);
	} else if (slot && record_has(slot, "syndicate")) {
		TRY(db_prepare(
			handle->db,
			"SELECT id FROM sow WHERE syndicate = $1 AND state <> 'terminated'"
			" ORDER BY CASE WHEN state = 'executed' OR state = 'active' THEN 0 ELSE 1 END,"
			" id DESC LIMIT 1",
			&stmt));
		db_bind_text(stmt, 1, record_text(slot, "syndicate"));
		if (db_step(stmt) == 1) snprintf(id, sizeof id, "%s", db_text(stmt, 0));
		db_finalize(stmt);
	}
	if (*id) status = record_load(handle, &entity_sow, id, call->arena, out);
out:
	return status;
}

/* Its scope is the initiative's, as far as both are known. */
static enum syndic_status check_scope(const struct verb_call *call, const struct record *sow,
                                      const char *initiative)
{
	const char *scope = record_text(sow, "initiative");
	if (!scope || strcmp(scope, initiative) == 0) return SYNDIC_OK;
	(void)guard_refuse(call->handle, &call->record, "sow", "SOW %s is of another initiative",
	                   record_text(sow, "slug"));
	error_help(call->handle, "syndic sow show %s", record_text(sow, "slug"));
	return SYNDIC_CONFLICT;
}

static enum syndic_status slot_hold(struct verb_call *call)
{
	const struct record *initiative = &call->record;
	const char *id = record_text(initiative, "id");
	struct record sow, slot;
	char *live;
	enum syndic_status status = slot_live(call->handle, id, "", &live);
	if (status != SYNDIC_OK) return status;
	if (live) {
		(void)guard_refuse(call->handle, initiative, "state", "%s has a slot already: %s",
		                   record_text(initiative, "slug"), live);
		error_help(call->handle, "syndic slot show %s", live);
		return SYNDIC_CONFLICT;
	}
	TRY(find_sow(call, NULL, &sow));
	TRY(check_scope(call, &sow, id));
	TRY(follow_hold(call->handle, id, record_text(&sow, "syndicate"), record_text(&sow, "id"),
	                &slot));
out:
	return status;
}

static enum syndic_status check_backed(const struct verb_call *call, const struct record *sow)
{
	struct syndic *handle = call->handle;
	const char *slug = record_text(sow, "slug");
	if (!slug) {
		(void)guard_refuse(
			handle, &call->record, "sow",
			"slot %s names no SOW, and its syndicate has none: only signed work is queued",
			record_text(&call->record, "slug"));
		error_help(handle, "syndic slot queue %s --sow SOW", record_text(&call->record, "slug"));
		return SYNDIC_CONFLICT;
	}
	if (state_is(sow, &machine_sow, " executed active ")) return SYNDIC_OK;
	(void)
		guard_refuse(handle, &call->record, "sow",
	                 "SOW %s is %s: only work that all have signed (executed or active) is queued",
	                 slug, record_text(sow, "state"));
	error_help(handle, "syndic sow show %s", slug);
	return SYNDIC_CONFLICT;
}

static enum syndic_status queue_end(struct syndic *handle, int64_t *position)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db, "SELECT coalesce(max(position), 0) FROM slot WHERE state = 'queued'",
	               &stmt);
	*position = 1;
	if (status != SYNDIC_OK) return status;
	if (db_step(stmt) == 1) *position = db_int(stmt, 0) + 1;
	db_finalize(stmt);
	return SYNDIC_OK;
}

static enum syndic_status slot_queue(struct verb_call *call)
{
	struct syndic *handle = call->handle;
	struct record after = call->record, sow;
	const char *initiative = record_text(&after, "initiative");
	int64_t position;
	enum syndic_status status;
	if (!machine_step(handle, &machine_slot, &call->record, "queue")) return SYNDIC_CONFLICT;
	TRY(find_sow(call, &call->record, &sow));
	TRY(check_backed(call, &sow));
	TRY(check_scope(call, &sow, initiative));
	TRY(slot_guard_sow(handle, &call->record, &sow));
	TRY(queue_end(handle, &position));
	record_set(&after, "sow", record_get(&sow, "id"));
	record_set_number(&after, "position", position);
	record_set_text(&after, "queued_on", handle->as_of);
	TRY(slot_quote(handle, &after));
	TRY(machine_move(handle, &machine_slot, &call->record, &after, "queued"));
	TRY(follow_positions(handle));
	/* Of a syndicate it is funded already; what one deal pays for is so from here. */
	TRY(follow_move(handle, &machine_initiative, initiative, "funded"));
	if (record_has(&after, "finish_p85"))
		change_note(handle, "quoted: done by %s (even chances), %s (85 in 100)",
		            record_text(&after, "finish_p50"), record_text(&after, "finish_p85"));
	else
		change_note(handle, "no month can be quoted: see syndic queue");
out:
	return status;
}

static enum syndic_status check_head(const struct verb_call *call)
{
	struct syndic *handle = call->handle;
	struct db_stmt *stmt;
	char *head = NULL;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT slug FROM slot WHERE state = 'queued'" BY_POSITION " LIMIT 1", &stmt);
	if (status != SYNDIC_OK) return status;
	if (db_step(stmt) == 1) head = arena_copy(call->arena, db_text(stmt, 0));
	db_finalize(stmt);
	if (!head || strcmp(head, record_text(&call->record, "slug")) == 0) return SYNDIC_OK;
	(void)guard_refuse(handle, &call->record, "position",
	                   "slot %s is not the head of the queue, %s is: first in, first out",
	                   record_text(&call->record, "slug"), head);
	error_help(handle, "syndic slot reorder %s --to 1 --why \"…\"",
	           record_text(&call->record, "slug"));
	return SYNDIC_CONFLICT;
}

static enum syndic_status check_place(const struct verb_call *call)
{
	struct syndic *handle = call->handle;
	int64_t limit = setting_int(handle, "work_in_progress", WORK_IN_PROGRESS), pulled = 0;
	char *one = NULL;
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT slug FROM slot WHERE state = 'pulled' ORDER BY pulled_on, id", &stmt);
	if (status != SYNDIC_OK) return status;
	for (; db_step(stmt) == 1; pulled++)
		if (!one) one = arena_copy(call->arena, db_text(stmt, 0));
	db_finalize(stmt);
	if (pulled < limit) return SYNDIC_OK;
	(void)guard_refuse(handle, &call->record, "state",
	                   "%" PRId64 " slots are under way, and work_in_progress allows %" PRId64,
	                   pulled, limit);
	if (one)
		error_help(handle, "syndic slot deliver %s", one);
	else
		error_help(handle, "syndic setting edit work_in_progress --value %d", WORK_IN_PROGRESS);
	return SYNDIC_CONFLICT;
}

static enum syndic_status slot_pull(struct verb_call *call)
{
	struct syndic *handle = call->handle;
	struct record after = call->record;
	enum syndic_status status;
	if (!machine_step(handle, &machine_slot, &call->record, "pull")) return SYNDIC_CONFLICT;
	TRY(check_head(call));
	TRY(check_place(call));
	record_set(&after, "position", value_null());
	record_set_text(&after, "pulled_on", handle->as_of);
	TRY(machine_move(handle, &machine_slot, &call->record, &after, "pulled"));
	TRY(follow_positions(handle));
	TRY(follow_move(handle, &machine_initiative, record_text(&after, "initiative"), "in-flight"));
	status = follow_move(handle, &machine_sow, record_text(&after, "sow"), "active");
out:
	return status;
}

/* Work that was given up ends with its SOW; an import may know none. */
static void help_unbuilt(const struct verb_call *call)
{
	const char *id = record_text(&call->record, "sow");
	struct record sow;
	if (id && record_load(call->handle, &entity_sow, id, call->arena, &sow) == SYNDIC_OK)
		error_help(call->handle, "syndic sow terminate %s --why \"…\"", record_text(&sow, "slug"));
	else
		error_help(call->handle, "syndic deliverable list");
}

static enum syndic_status check_delivered(const struct verb_call *call)
{
	struct syndic *handle = call->handle;
	const char *slug = record_text(&call->record, "slug");
	struct db_stmt *stmt;
	char *open = NULL, *state = NULL;
	int64_t accepted = 0;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT slug, state FROM deliverable WHERE initiative = $1"
	               " ORDER BY position NULLS LAST, id",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, record_text(&call->record, "initiative"));
	while (db_step(stmt) == 1) {
		bool done = strcmp(db_text(stmt, 1), "accepted") == 0;
		accepted += done;
		if (done || open || strcmp(db_text(stmt, 1), "dropped") == 0) continue;
		open = arena_copy(call->arena, db_text(stmt, 0));
		state = arena_copy(call->arena, db_text(stmt, 1));
	}
	db_finalize(stmt);
	if (!open && accepted) return SYNDIC_OK;
	if (open) {
		(void)
			guard_refuse(handle, &call->record, "state",
		                 "slot %s is not done: deliverable %s is %s, neither accepted nor dropped",
		                 slug, open, state);
		error_help(handle, "syndic deliverable show %s", open);
	} else {
		(void)guard_refuse(handle, &call->record, "state",
		                   "slot %s has no deliverable that was accepted", slug);
		help_unbuilt(call);
	}
	return SYNDIC_CONFLICT;
}

static enum syndic_status slot_deliver(struct verb_call *call)
{
	struct syndic *handle = call->handle;
	struct record after = call->record;
	enum syndic_status status;
	if (!machine_step(handle, &machine_slot, &call->record, "deliver")) return SYNDIC_CONFLICT;
	TRY(check_delivered(call));
	record_set_text(&after, "delivered_on", handle->as_of);
	TRY(machine_move(handle, &machine_slot, &call->record, &after, "delivered"));
	status = follow_move(handle, &machine_initiative, record_text(&after, "initiative"), "review");
out:
	return status;
}

enum syndic_status slot_check_place(struct syndic *handle, const struct record *slot, int64_t place)
{
	struct db_stmt *stmt = NULL;
	char said[24];
	int64_t queued = 0;
	enum syndic_status status;
	if (!machine_step(handle, &machine_slot, slot, "reorder")) return SYNDIC_CONFLICT;
	TRY(db_prepare(handle->db, "SELECT count(*) FROM slot WHERE state = 'queued'", &stmt));
	if (db_step(stmt) == 1) queued = db_int(stmt, 0);
	if (place >= 1 && place <= queued) goto out;
	snprintf(said, sizeof said, "%" PRId64, place);
	status =
		error_set(handle, SYNDIC_MISUSE, "slot", "to", said,
	              "there is no place %s: the queue has the places 1 to %" PRId64, said, queued);
	error_help(handle, "syndic slot reorder %s --to %" PRId64 " --why \"…\"",
	           record_text(slot, "slug"), place < 1 ? 1 : queued);
out:
	db_finalize(stmt);
	return status;
}

static enum syndic_status read_place(const struct verb_call *call, int64_t *place)
{
	struct syndic *handle = call->handle;
	struct syndic_value value;
	bool given;
	enum syndic_status status = verb_value(call, "to", SYNDIC_INT, &value, &given);
	if (status != SYNDIC_OK) return status;
	*place = value.number;
	if (given) return slot_check_place(handle, &call->record, *place);
	(void)error_set(handle, SYNDIC_MISUSE, "slot", "to", NULL, "to which place is not said");
	error_help(handle, "syndic slot reorder %s --to 1 --why \"…\"",
	           record_text(&call->record, "slug"));
	return SYNDIC_MISUSE;
}

static enum syndic_status slot_reorder(struct verb_call *call)
{
	struct syndic *handle = call->handle;
	const char *id = record_text(&call->record, "id");
	struct record before, after;
	char from[24], to[24];
	int64_t place;
	enum syndic_status status;
	TRY(read_place(call, &place));
	TRY(follow_positions(handle));
	TRY(record_load(handle, &entity_slot, id, call->arena, &before));
	if (record_number(&before, "position") == place) {
		change_note(handle, "slot %s stands at place %" PRId64 " already",
		            record_text(&before, "slug"), place);
		goto out;
	}
	TRY(follow_place(handle, id, place));
	TRY(record_load(handle, &entity_slot, id, call->arena, &after));
	snprintf(from, sizeof from, "%" PRId64, record_number(&before, "position"));
	snprintf(to, sizeof to, "%" PRId64, place);
	status = transition_log(handle, &after, "position", from, to);
out:
	return status;
}

const struct verb slot_verbs[] = {
	{"hold", &entity_initiative, " sow ", true, slot_hold},
	{"queue", NULL, " sow ", false, slot_queue},
	{"pull", NULL, NULL, false, slot_pull},
	{"deliver", NULL, NULL, false, slot_deliver},
	{"reorder", NULL, " to ", true, slot_reorder},
	{0},
};

static const struct syndic_entity_hooks slot_hooks = {.check = slot_check, .written = slot_written};
const struct syndic_entity entity_slot = {
	"slot", "slots",     "a place in the delivery queue", "slug",
	0,      slot_fields, FIELD_COUNT(slot_fields),        &slot_hooks};

static const struct syndic_field person_month_fields[] = {
	FIELD_ID,
	{"month", SYNDIC_MONTH, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "the month, and those after it until another says otherwise"},
	{"people", SYNDIC_DECIMAL, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "who build, in full-time people"},
	{"hours", SYNDIC_DECIMAL, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "working hours of one of them in a month"},
	{"billable_share", SYNDIC_RATIO, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "the part of these for work that is paid"},
	{"leave", SYNDIC_DECIMAL, SYNDIC_LISTED, NULL, NULL, NULL,
     "hours of leave of them all, in this month only"},
	{"note", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "anything else"},
};
const struct syndic_entity entity_person_month = {"person_month",
                                                  "person_months",
                                                  "how much can be built in a month",
                                                  "month",
                                                  0,
                                                  person_month_fields,
                                                  FIELD_COUNT(person_month_fields),
                                                  NULL};
