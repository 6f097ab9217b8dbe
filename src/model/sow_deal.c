/* Statements of work of one deal, which is no pledge: its contract is the price. */
#include "base/rows.h"
#include "base/text.h"
#include "model/pipeline.h"
#include "model/signed.h"
#include "model/sow.h"

/* Executed, and not ended: the deal's contract stays what it is. */
#define BINDS_ITS_DEAL " executed active amended accepted "

/* Another SOW of a deal (an id) than `except` that was not terminated; one that binds before
 * others. */
static enum syndic_status sow_of_deal(struct syndic *handle, const char *deal, const char *except,
                                      struct record *out, bool *found)
{
	struct db_stmt *stmt;
	const char *id = NULL;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT id FROM sow WHERE deal = $1 AND id <> $2 AND state <> 'terminated'"
	               " ORDER BY CASE WHEN state = 'executed' OR state = 'active' OR state = 'amended'"
	               " OR state = 'accepted' THEN 0 ELSE 1 END, id LIMIT 1",
	               &stmt);
	*found = false;
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, deal);
	db_bind_text(stmt, 2, except);
	if (db_step(stmt) == 1) id = arena_copy(&handle->change->text, db_text(stmt, 0));
	db_finalize(stmt);
	if (!id) return handle->error.code;
	*found = true;
	return record_load(handle, &entity_sow, id, &handle->change->text, out);
}

/* ---- the hooks of SOWs, deals and contracts ---- */

enum syndic_status sow_check_only(struct syndic *handle, const struct record *before,
                                  const struct record *after)
{
	struct record other;
	bool found, over;
	enum syndic_status status;
	if (!record_has(after, "deal") || state_is(after, &machine_sow, " terminated ") ||
	    (!record_differs(before, after, "deal") && !record_differs(before, after, "state")))
		return SYNDIC_OK;
	TRY(sow_of_deal(handle, record_text(after, "deal"), record_text(after, "id"), &other, &found));
	if (!found) goto out;
	over = state_is(&other, &machine_sow, " accepted closed ");
	status = guard_refuse(handle, after, "deal",
	                      "its deal has SOW %s, which is %s: one contract pays for one",
	                      record_slug(&other), record_text(&other, "state"));
	if (over)
		error_help(handle, "syndic deal add NAME --org …");
	else
		error_help(handle, "syndic sow terminate %s --why '…'", record_slug(&other));
out:
	return status;
}

/* The SOW that binds a deal (an id). */
static enum syndic_status binding(struct syndic *handle, const char *deal, struct record *out,
                                  bool *found)
{
	enum syndic_status status = sow_of_deal(handle, deal, "", out, found);
	*found = status == SYNDIC_OK && *found && state_is(out, &machine_sow, BINDS_ITS_DEAL);
	return status;
}

static enum syndic_status refuse_bound(struct syndic *handle, const struct record *written,
                                       const char *field, const struct record *sow,
                                       const char *verb)
{
	(void)guard_refuse(handle, written, field, "%s backs SOW %s, which is %s", record_slug(written),
	                   record_slug(sow), record_text(sow, "state"));
	if (state_is(sow, &machine_sow, " accepted "))
		error_help(handle, "syndic sow close %s", record_slug(sow));
	else
		error_help(handle, "syndic sow %s %s --why '…'", verb, record_slug(sow));
	return SYNDIC_CONFLICT;
}

enum syndic_status sow_check_of_deal(struct syndic *handle, const struct record *before,
                                     const struct record *after)
{
	struct record sow;
	bool found;
	enum syndic_status status;
	if (handle->change->moving || !before || !record_has(before, "contract") ||
	    (!record_differs(before, after, "stage") && !record_differs(before, after, "contract")))
		return SYNDIC_OK;
	TRY(binding(handle, record_text(before, "id"), &sow, &found));
	if (found) status = refuse_bound(handle, before, "stage", &sow, "terminate");
out:
	return status;
}

/* The deal that a contract (an id) backs, whatever deal the contract itself names. */
static enum syndic_status backs(struct syndic *handle, const char *contract, const char **out)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT d.id FROM deal AS d JOIN sow AS w ON w.deal = d.id WHERE d.contract = $1"
	               " ORDER BY d.id LIMIT 1",
	               &stmt);
	*out = NULL;
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, contract);
	if (db_step(stmt) == 1) *out = arena_copy(&handle->change->text, db_text(stmt, 0));
	db_finalize(stmt);
	return handle->error.code;
}

/* A second contract for what a SOW's deal has signed would be the same money twice. */
static enum syndic_status check_twin(struct syndic *handle, const struct record *contract)
{
	struct record sow, deal;
	bool found;
	enum syndic_status status;
	if (!record_has(contract, "deal")) return SYNDIC_OK;
	TRY(binding(handle, record_text(contract, "deal"), &sow, &found));
	if (!found) goto out;
	TRY(record_load(handle, &entity_deal, record_text(contract, "deal"), &handle->change->text,
	                &deal));
	if (!text_equal(record_text(&deal, "contract"), record_text(contract, "id")))
		status = refuse_bound(handle, &deal, "contract", &sow, "amend");
out:
	return status;
}

enum syndic_status sow_check_of_contract(struct syndic *handle, const struct record *before,
                                         const struct record *after)
{
	struct record sow;
	const char *deal;
	bool found;
	enum syndic_status status;
	if (handle->change->moving) return SYNDIC_OK;
	if (!before) return check_twin(handle, after);
	if (!record_differs(before, after, "amount") && !record_differs(before, after, "deal") &&
	    !record_differs(before, after, "org"))
		return SYNDIC_OK;
	TRY(backs(handle, record_text(before, "id"), &deal));
	if (!deal) goto out;
	TRY(binding(handle, deal, &sow, &found));
	if (!found) goto out;
	if (!record_differs(before, after, "amount"))
		return refuse_bound(handle, before, record_differs(before, after, "deal") ? "deal" : "org",
		                    &sow, "terminate");
	if (!state_is(&sow, &machine_sow, " amended "))
		return refuse_bound(handle, before, "amount", &sow, "amend");
	status = guard_refuse(handle, before, "amount",
	                      "%s backs SOW %s, which is amended: it is the price that is signed",
	                      record_slug(before), record_slug(&sow));
	error_help(handle, "syndic sow edit %s --price …, then sow sign %s", record_slug(&sow),
	           record_slug(&sow));
out:
	return status;
}

/* ---- sign, execute ---- */

/* A deal that was won before signs by the contract that it has; of an amended SOW by its new
 * price. */
enum syndic_status sow_sign_deal(struct verb_call *call, const struct record *deal,
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
	if (state_is(&call->record, &machine_sow, " amended ")) {
		change_note(handle, "%s pays %s instead of %s", record_slug(deal),
		            guard_money(handle, price),
		            guard_money(handle, record_number(&contract, "amount")));
		return signed_set(handle, record_text(deal, "id"), price);
	}
	status = guard_refuse(handle, deal, "amount", "contract %s is of %s, the SOW of %s",
	                      record_slug(&contract),
	                      guard_money(handle, record_number(&contract, "amount")),
	                      guard_money(handle, price));
	error_help(handle, "syndic contract edit %s --amount …", record_slug(&contract));
out:
	return status;
}

/* A deal that was opened again, or whose contract is of another amount by now, has not signed. */
enum syndic_status sow_check_deal(struct verb_call *call)
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
	status =
		guard_refuse(handle, &call->record, "price", "%s has signed %s of %s", record_slug(&deal),
	                 guard_money(handle, amount), guard_money(handle, price));
	error_help(handle, "syndic sow sign %s", record_slug(&call->record));
out:
	return status;
}
