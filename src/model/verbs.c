/* Verbs: what is done to a record beyond setting its fields, each one change. */
#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "model/change.h"
#include "model/deal.h"
#include "model/pipeline.h"

/* Begins a change on the record that a reference names. */
static enum syndic_status begin_on(struct syndic *handle, const struct syndic_entity *entity,
                                   const char *reference, struct record *out)
{
	enum syndic_status status;
	char id[REFERENCE_SIZE];
	error_clear(handle);
	status = change_begin(handle);
	if (status != SYNDIC_OK) return status;
	status = resolve(handle, entity, reference, NULL, id);
	if (status == SYNDIC_OK) status = record_load(handle, entity, id, &handle->change->text, out);
	if (status == SYNDIC_OK) {
		change_about(handle, out);
	} else {
		(void)change_end(handle, status);
	}
	return status;
}

/* Sets a field from a person's text, if there is one. */
static enum syndic_status set_from(struct syndic *handle, struct record *record, const char *field,
                                   const char *text)
{
	struct syndic_input input = {field, text};
	return text ? record_apply(handle, record, &input, 1, false, &handle->change->text) : SYNDIC_OK;
}

/* ---- deals ---- */

static const struct stage *stage_of(struct syndic *handle, const struct record *deal)
{
	return stages_find(handle, record_text(deal, "stage"));
}

enum syndic_status syndic_deal_move(struct syndic *handle, const char *deal, const char *stage,
                                    const struct syndic_input *inputs, size_t count)
{
	struct record before, after;
	enum syndic_status status = begin_on(handle, &entity_deal, deal, &before);
	if (status != SYNDIC_OK) return status;
	after = before;
	TRY(record_apply(handle, &after, inputs, count, false, &handle->change->text));
	TRY(set_from(handle, &after, "stage", stage));
	status = record_update(handle, &before, &after, 0, &handle->change->text);
out:
	return change_end(handle, status);
}

static enum syndic_status close_as(struct syndic *handle, struct record *deal, const char *outcome,
                                   const char *closed_on)
{
	const struct stage *target =
						   stages_with_outcome(handle, record_text(deal, "pipeline"), outcome),
					   *now = stage_of(handle, deal);
	if (stage_is(now, outcome)) {
		(void)error_set(handle, SYNDIC_CONFLICT, "deal", "stage", record_text(deal, "slug"),
		                "%s is %s already", record_text(deal, "slug"), outcome);
		error_help(handle, "syndic deal show %s", record_text(deal, "slug"));
		return SYNDIC_CONFLICT;
	}
	if (!target) {
		(void)error_set(handle, SYNDIC_CONFLICT, "deal", "stage", record_text(deal, "slug"),
		                "its pipeline has no stage for %s deals", outcome);
		error_help(handle, "syndic stage list");
		return SYNDIC_CONFLICT;
	}
	record_set_text(deal, "stage", target->id);
	record_set_text(deal, "closed_on", handle->as_of);
	return set_from(handle, deal, "closed_on", closed_on);
}

enum syndic_status syndic_deal_win(struct syndic *handle, const char *deal, const char *contract,
                                   const char *closed_on, const struct syndic_input *inputs,
                                   size_t count)
{
	struct record before, after;
	struct deal_contract say = {.inputs = inputs, .input_count = count};
	enum syndic_status status = begin_on(handle, &entity_deal, deal, &before);
	if (status != SYNDIC_OK) return status;
	after = before;
	TRY(close_as(handle, &after, "won", closed_on));
	TRY(set_from(handle, &after, "contract", contract));
	if (contract && count) {
		status = error_set(handle, SYNDIC_MISUSE, "contract", inputs[0].field, inputs[0].text,
		                   "the contract %s exists: its fields are edited there", contract);
		error_help(handle, "syndic contract edit %s", contract);
		goto out;
	}
	handle->deal_contract = &say;
	status = record_update(handle, &before, &after, 0, &handle->change->text);
	handle->deal_contract = NULL;
out:
	return change_end(handle, status);
}

enum syndic_status syndic_deal_lose(struct syndic *handle, const char *deal, const char *reason,
                                    const char *closed_on)
{
	struct record before, after;
	enum syndic_status status = begin_on(handle, &entity_deal, deal, &before);
	if (status != SYNDIC_OK) return status;
	after = before;
	if (!reason || !*reason) {
		status = error_set(handle, SYNDIC_MISUSE, "deal", "lost_reason", NULL, "why was it lost?");
		error_help(handle, "syndic deal lose %s --lost-reason …", record_text(&before, "slug"));
		goto out;
	}
	TRY(close_as(handle, &after, "lost", closed_on));
	TRY(set_from(handle, &after, "lost_reason", reason));
	status = record_update(handle, &before, &after, 0, &handle->change->text);
out:
	return change_end(handle, status);
}

/* Other contracts that came from a deal hold it won. */
static enum syndic_status check_other_contracts(struct syndic *handle, const struct record *deal)
{
	struct db_stmt *stmt;
	char *other = NULL;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT slug FROM contract WHERE deal = $1 AND id <> $2 ORDER BY id LIMIT 1",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(deal, "id"));
	db_bind_text(stmt, 2, record_has(deal, "contract") ? record_text(deal, "contract") : "");
	if (db_step(stmt) == 1) other = arena_copy(&handle->change->text, db_text(stmt, 0));
	db_finalize(stmt);
	if (!other) return handle->error.code;
	(void)error_set(handle, SYNDIC_CONFLICT, "deal", "contract", record_text(deal, "slug"),
	                "%s stays won: contract %s came from it, too", record_text(deal, "slug"),
	                other);
	error_help(handle, "syndic contract edit %s --deal ''", other);
	return SYNDIC_CONFLICT;
}

enum syndic_status deal_drop_contract(struct syndic *handle, const struct record *deal,
                                      const struct record *contract)
{
	enum syndic_status status;
	struct arena *arena = &handle->change->text;
	struct record membership;
	struct db_stmt *stmt;
	char *referrer, id[ULID_SIZE] = "";
	TRY(db_prepare(handle->db, "SELECT id FROM membership WHERE contract = $1 LIMIT 1", &stmt));
	db_bind(stmt, 1, record_get(contract, "id"));
	if (db_step(stmt) == 1) strncat(id, db_text(stmt, 0), sizeof id - 1);
	db_finalize(stmt);
	if (id[0]) {
		TRY(record_load(handle, &entity_membership, id, arena, &membership));
		TRY(record_delete(handle, &membership, 0));
	}
	TRY(record_referrer(handle, contract, record_text(deal, "id"), arena, &referrer));
	if (referrer || record_number(contract, "collected") > 0) {
		status = error_set(handle, SYNDIC_CONFLICT, "deal", "contract", record_text(deal, "slug"),
		                   "%s stays won: its contract %s %s%s", record_text(deal, "slug"),
		                   record_text(contract, "slug"),
		                   referrer ? "is referred to by " : "has collected money",
		                   referrer ? referrer : "");
		error_help(handle, "syndic contract show %s", record_text(contract, "slug"));
		goto out;
	}
	/* The deal lets go of it next: an undo then finds the deal won before its contract comes
	 * back. */
	status = record_delete(handle, contract, RECORD_RAW);
out:
	return status;
}

/* The last open stage that a closed deal stood in; its pipeline's first if none is known. */
static enum syndic_status stage_before(struct syndic *handle, const struct record *deal,
                                       struct arena *arena, const char **out)
{
	struct db_stmt *stmt;
	const struct stage *first = stages_first(handle, record_text(deal, "pipeline"));
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT stage FROM stage_change WHERE " STAGE_CHANGES_OF_DEAL
	               " ORDER BY position DESC",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	*out = first->id;
	db_bind(stmt, 1, record_get(deal, "id"));
	while (db_step(stmt) == 1) {
		const struct stage *stage = stages_find(handle, db_text(stmt, 0));
		if (!stage_is(stage, "open") || strcmp(stage->pipeline, record_text(deal, "pipeline")) != 0)
			continue;
		*out = stage->id;
		break;
	}
	db_finalize(stmt);
	*out = arena_copy(arena, *out);
	return SYNDIC_OK;
}

enum syndic_status syndic_deal_reopen(struct syndic *handle, const char *deal, const char *stage)
{
	struct record before, after, contract;
	const char *where;
	enum syndic_status status = begin_on(handle, &entity_deal, deal, &before);
	if (status != SYNDIC_OK) return status;
	if (stage_is(stage_of(handle, &before), "open")) {
		status = error_set(handle, SYNDIC_CONFLICT, "deal", "stage", record_text(&before, "slug"),
		                   "%s is open", record_text(&before, "slug"));
		error_help(handle, "syndic deal show %s", record_text(&before, "slug"));
		goto out;
	}
	TRY(check_other_contracts(handle, &before));
	if (record_has(&before, "contract")) {
		TRY(record_load(handle, &entity_contract, record_text(&before, "contract"),
		                &handle->change->text, &contract));
		if (text_equal(record_text(&contract, "deal"), record_text(&before, "id")))
			TRY(deal_drop_contract(handle, &before, &contract));
	}
	after = before;
	record_set(&after, "contract", value_null());
	handle->change->reopening = true;
	TRY(stage_before(handle, &before, &handle->change->text, &where));
	record_set_text(&after, "stage", where);
	TRY(set_from(handle, &after, "stage", stage));
	if (!stage_is(stage_of(handle, &after), "open")) {
		status = error_set(handle, stage ? SYNDIC_MISUSE : SYNDIC_CONFLICT, "deal", "stage", stage,
		                   stage ? "%s is no open stage" : "its pipeline has no open stage", stage);
		error_help(handle, "syndic stage list --outcome open");
		goto out;
	}
	status = record_update(handle, &before, &after, 0, &handle->change->text);
out:
	return change_end(handle, status);
}

/* ---- contracts, memberships, tasks ---- */

enum syndic_status syndic_contract_collect(struct syndic *handle, const char *contract,
                                           const char *amount, const char *paid_on,
                                           const char *note)
{
	struct record of, payment;
	enum syndic_status status = begin_on(handle, &entity_contract, contract, &of);
	if (status != SYNDIC_OK) return status;
	record_init(&payment, &entity_payment);
	record_set(&payment, "contract", record_get(&of, "id"));
	record_set_text(&payment, "paid_on", handle->as_of);
	TRY(set_from(handle, &payment, "amount", amount));
	TRY(set_from(handle, &payment, "paid_on", paid_on));
	TRY(set_from(handle, &payment, "note", note));
	if (record_has(&of, "collected")) {
		change_note(handle, "%s also has a figure for collected: its payments count from now on",
		            record_text(&of, "slug"));
	}
	status = record_insert(handle, &payment, 0, &handle->change->text);
out:
	return change_end(handle, status);
}

/* The last day of a term that begins on `next` and is as long as the one before, in whole months
 * where that was. */
static void next_end(const char *starts_on, const char *ends_on, const char *next,
                     char out[DATE_SIZE])
{
	char end[DATE_SIZE], whole[DATE_SIZE];
	int64_t months;
	date_add_days(ends_on, 1, end);
	months = month_number(end) - month_number(starts_on);
	date_add_months(starts_on, months, whole);
	if (months > 0 && strcmp(whole, end) == 0) {
		date_add_months(next, months, end);
		date_add_days(end, -1, out);
	} else {
		date_from_days(date_days(next) + date_days(ends_on) - date_days(starts_on), out);
	}
}

/* A contract is renewed once: the second renewal would count the same term twice. */
static enum syndic_status check_not_renewed(struct syndic *handle, const struct record *membership,
                                            const struct record *contract)
{
	struct db_stmt *stmt;
	char *by = NULL;
	enum syndic_status status =
		db_prepare(handle->db, "SELECT slug FROM contract WHERE renews = $1 ORDER BY id LIMIT 1",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(contract, "id"));
	if (db_step(stmt) == 1) by = arena_copy(&handle->change->text, db_text(stmt, 0));
	db_finalize(stmt);
	if (!by) return handle->error.code;
	(void)error_set(handle, SYNDIC_CONFLICT, "membership", "contract",
	                record_text(membership, "slug"), "%s is renewed already, by contract %s",
	                record_text(membership, "slug"), by);
	error_help(handle, "syndic contract show %s", by);
	return SYNDIC_CONFLICT;
}

static bool names(const struct syndic_input *inputs, size_t count,
                  const struct syndic_entity *entity, const char *field)
{
	for (size_t i = 0; i < count; i++) {
		if (syndic_field_find(entity, inputs[i].field) == syndic_field_find(entity, field))
			return true;
	}
	return false;
}

/* A renewal that is signed and still stands as a chance would count twice in what is expected. */
static enum syndic_status note_open_renewals(struct syndic *handle, const char *org)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT d.slug FROM deal AS d JOIN stage AS s ON s.id = d.stage WHERE d.org = $1"
	               " AND d.kind = 'renewal' AND s.outcome = 'open'"
	               " AND coalesce(d.revenue_type, 'membership') = 'membership' ORDER BY d.slug",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, org);
	while (db_step(stmt) == 1) {
		const char *slug = db_text(stmt, 0);
		change_note(handle,
		            "deal %s is still an open renewal, and counts beside this: syndic undo, then"
		            " syndic deal win %s, or syndic deal lose %s",
		            slug, slug, slug);
	}
	db_finalize(stmt);
	return handle->error.code;
}

enum syndic_status syndic_membership_renew(struct syndic *handle, const char *membership,
                                           const struct syndic_input *inputs, size_t count)
{
	static const char *const taken_over[] = {"name",      "org",          "tier",
	                                         "amount",    "fee_per_year", "billing",
	                                         "recurring", "auto_renew",   "tags"};
	struct record old, old_contract, contract;
	struct arena *arena;
	char day[DATE_SIZE];
	enum syndic_status status = begin_on(handle, &entity_membership, membership, &old);
	if (status != SYNDIC_OK) return status;
	arena = &handle->change->text;
	if (!record_has(&old, "ends_on") || !record_has(&old, "contract")) {
		const char *missing = record_has(&old, "ends_on") ? "contract" : "ends_on";
		status = error_set(handle, SYNDIC_CONFLICT, "membership", missing,
		                   record_text(&old, "slug"), "%s has no %s: there is no term to continue",
		                   record_text(&old, "slug"), missing);
		error_help(handle, "syndic membership edit %s --%s …", record_text(&old, "slug"),
		           strcmp(missing, "contract") == 0 ? missing : "ends-on");
		goto out;
	}
	TRY(record_load(handle, &entity_contract, record_text(&old, "contract"), arena, &old_contract));
	TRY(check_not_renewed(handle, &old, &old_contract));
	record_init(&contract, &entity_contract);
	for (size_t i = 0; i < sizeof taken_over / sizeof taken_over[0]; i++) {
		record_set(&contract, taken_over[i], record_get(&old_contract, taken_over[i]));
	}
	record_set_text(&contract, "revenue_type", "membership");
	record_set(&contract, "org", record_get(&old, "org"));
	record_set(&contract, "tier", record_get(&old, "tier"));
	record_set_text(&contract, "kind", "renewal");
	record_set(&contract, "renews", record_get(&old_contract, "id"));
	record_set_text(&contract, "signed_on", handle->as_of);
	date_add_days(record_text(&old, "ends_on"), 1, day);
	record_set_text(&contract, "starts_on", arena_copy(arena, day));
	TRY(record_apply(handle, &contract, inputs, count, false, arena));
	if (!names(inputs, count, &entity_contract, "ends_on") && record_has(&contract, "starts_on")) {
		next_end(record_text(&old, "starts_on"), record_text(&old, "ends_on"),
		         record_text(&contract, "starts_on"), day);
		record_set_text(&contract, "ends_on", arena_copy(arena, day));
	}
	handle->write.entity = ""; /* it is about the new contract */
	TRY(record_insert(handle, &contract, 0, arena));
	status = note_open_renewals(handle, record_text(&old, "org"));
out:
	return change_end(handle, status);
}

enum syndic_status syndic_membership_end(struct syndic *handle, const char *membership,
                                         const char *ends_on, const char *reason)
{
	struct record before, after;
	enum syndic_status status = begin_on(handle, &entity_membership, membership, &before);
	if (status != SYNDIC_OK) return status;
	after = before;
	if (!reason || !*reason) {
		status = error_set(handle, SYNDIC_MISUSE, "membership", "ended_reason", NULL,
		                   "why does it end?");
		error_help(handle, "syndic membership end %s --ended-reason \"…\"", membership);
		goto out;
	}
	/* A term that has run out keeps its last day; one that is running ends today. */
	if (!record_has(&before, "ends_on") ||
	    strcmp(record_text(&before, "ends_on"), handle->as_of) > 0)
		record_set_text(&after, "ends_on", handle->as_of);
	TRY(set_from(handle, &after, "ends_on", ends_on));
	TRY(set_from(handle, &after, "ended_reason", reason));
	if (record_has(&before, "contract") &&
	    !value_equal(record_get(&before, "ends_on"), record_get(&after, "ends_on"))) {
		struct record contract;
		TRY(record_load(handle, &entity_contract, record_text(&before, "contract"),
		                &handle->change->text, &contract));
		change_note(
			handle,
			"the money of contract %s still runs to %s: end it there, too, if it is not owed",
			record_text(&contract, "slug"),
			record_has(&contract, "ends_on") ? record_text(&contract, "ends_on") : "no day");
	}
	status = record_update(handle, &before, &after, 0, &handle->change->text);
out:
	return change_end(handle, status);
}

enum syndic_status syndic_task_done(struct syndic *handle, const char *task, const char *done_on)
{
	struct record before, after;
	enum syndic_status status = begin_on(handle, &entity_task, task, &before);
	if (status != SYNDIC_OK) return status;
	after = before;
	if (record_has(&before, "done_on")) {
		status =
			error_set(handle, SYNDIC_CONFLICT, "task", "done_on", NULL, "task %s was done on %s",
		              record_reference(&before, &handle->change->text),
		              record_text(&before, "done_on"));
		goto out;
	}
	record_set_text(&after, "done_on", handle->as_of);
	TRY(set_from(handle, &after, "done_on", done_on));
	status = record_update(handle, &before, &after, 0, &handle->change->text);
out:
	return change_end(handle, status);
}
