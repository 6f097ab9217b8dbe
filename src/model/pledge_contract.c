/* The contract that backs a signed pledge: one for each, and its share. */
#include "base/rows.h"
#include "base/text.h"
#include "model/pledge.h"

/* The pledge that a contract (an id) backs, but for `except`, whatever deal the contract itself
 * names. */
static enum syndic_status backed_by(struct syndic *handle, const char *contract, const char *except,
                                    struct record *out, bool *found)
{
	struct db_stmt *stmt;
	const char *id = NULL;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT id FROM deal WHERE contract = $1 AND syndicate IS NOT NULL AND id <> $2"
	               " ORDER BY id LIMIT 1",
	               &stmt);
	*found = false;
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, contract);
	db_bind_text(stmt, 2, except);
	if (db_step(stmt) == 1) id = arena_copy(&handle->change->text, db_text(stmt, 0));
	db_finalize(stmt);
	if (!id) return handle->error.code;
	*found = true;
	return record_load(handle, &entity_deal, id, &handle->change->text, out);
}

static enum syndic_status refuse_share(struct syndic *handle, const struct record *contract,
                                       const struct record *pledge, const char *field)
{
	(void)guard_refuse(handle, contract, field,
	                   "contract %s is the share of pledge %s: its %s moves only with the others'",
	                   record_text(contract, "slug"), record_text(pledge, "slug"), field);
	error_help(handle, "syndic pledge take %s AMOUNT --why '…', or pledge withdraw",
	           record_text(pledge, "slug"));
	return SYNDIC_CONFLICT;
}

/* A second contract of a pledge would be money that no share is of. */
static enum syndic_status check_no_second(struct syndic *handle, const struct record *before,
                                          const struct record *after)
{
	struct record deal, own;
	enum syndic_status status;
	if (!record_has(after, "deal") || !record_differs(before, after, "deal")) return SYNDIC_OK;
	TRY(record_load(handle, &entity_deal, record_text(after, "deal"), &handle->change->text,
	                &deal));
	if (!record_has(&deal, "syndicate") ||
	    text_equal(record_text(&deal, "contract"), record_text(after, "id")))
		goto out;
	if (!pledge_is_signed(handle, &deal)) return pledge_refuse_unsigned(handle, &deal);
	TRY(record_load(handle, &entity_contract, record_text(&deal, "contract"), &handle->change->text,
	                &own));
	status = guard_refuse(handle, after, "deal",
	                      "pledge %s has its contract, %s: another would count its money twice",
	                      record_text(&deal, "slug"), record_text(&own, "slug"));
	error_help(handle, "syndic pledge take %s AMOUNT --why '…', or leave out --deal",
	           record_text(&deal, "slug"));
out:
	return status;
}

enum syndic_status pledge_check_contract(struct syndic *handle, const struct record *before,
                                         const struct record *after)
{
	static const char *const frozen[] = {"deal", "org", "amount"};
	struct record deal;
	bool found;
	enum syndic_status status;
	if (handle->change->moving || text_equal(record_text(after, "id"), handle->change->contract))
		return SYNDIC_OK;
	TRY(check_no_second(handle, before, after));
	if (!before) goto out;
	TRY(backed_by(handle, record_text(before, "id"), "", &deal, &found));
	for (size_t i = 0; found && i < FIELD_COUNT(frozen); i++) {
		const char *field = frozen[i], *of = i == 0 ? "id" : field;
		/* What it says otherwise than its pledge, or does not say yet, may come to be the same. */
		bool mended = i < 2 && value_equal(record_get(after, field), record_get(&deal, of));
		if (record_differs(before, after, field) && !mended)
			return refuse_share(handle, before, &deal, field);
	}
out:
	return status;
}

enum syndic_status pledge_check_backing(struct syndic *handle, const struct record *before,
                                        const struct record *after)
{
	struct record other;
	bool found;
	enum syndic_status status;
	if (!record_has(after, "contract") || !record_differs(before, after, "contract"))
		return SYNDIC_OK;
	TRY(backed_by(handle, record_text(after, "contract"), record_text(after, "id"), &other,
	              &found));
	if (!found) goto out;
	status = guard_refuse(handle, after, "contract", "that contract backs %s already",
	                      record_text(&other, "slug"));
	error_help(handle, "syndic deal show %s", record_text(&other, "slug"));
out:
	return status;
}
