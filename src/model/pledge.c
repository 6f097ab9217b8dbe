#include "model/pledge.h"

#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "model/settle.h"
#include "model/signed.h"
#include "model/sow.h"

bool pledge_is_signed(struct syndic *handle, const struct record *deal)
{
	return deal && record_has(deal, "syndicate") &&
	       stage_is(stages_find(handle, record_text(deal, "stage")), "won");
}

/* ---- what must hold of one that is written ---- */

static enum syndic_status refuse_signed(struct syndic *handle, const struct record *deal,
                                        const char *field, const char *what)
{
	(void)guard_refuse(handle, deal, field, "pledge %s is signed: %s", record_slug(deal), what);
	error_help(handle, "syndic pledge withdraw %s --why '…'", record_slug(deal));
	return SYNDIC_CONFLICT;
}

enum syndic_status pledge_refuse_unsigned(struct syndic *handle, const struct record *deal)
{
	struct record sow;
	bool found;
	enum syndic_status status =
		sow_of(handle, record_text(deal, "syndicate"), &handle->change->text, &sow, &found);
	if (status != SYNDIC_OK) return status;
	(void)guard_refuse(handle, deal, "stage", "pledge %s is contracted by being signed",
	                   record_slug(deal));
	error_help(handle, "syndic sow sign %s %s", found ? record_text(&sow, "slug") : "SOW",
	           record_slug(deal));
	return SYNDIC_CONFLICT;
}

static enum syndic_status check_signature(struct syndic *handle, const struct record *before,
                                          const struct record *after, const struct stage *stage)
{
	static const char *const frozen[] = {"org", "amount", "condition_amount", "condition_members"};
	if (handle->change->moving) return SYNDIC_OK;
	if (!pledge_is_signed(handle, before)) {
		bool now = record_has(after, "syndicate") && stage_is(stage, "won"), bound = true;
		enum syndic_status status = SYNDIC_OK;
		/* What was signed elsewhere may be added or imported, until the sum is agreed. */
		if (!now) return SYNDIC_OK;
		if (!before) status = settle_bound(handle, record_text(after, "syndicate"), &bound);
		return bound && status == SYNDIC_OK ? pledge_refuse_unsigned(handle, after) : status;
	}
	if (record_differs(before, after, "stage"))
		return refuse_signed(handle, before, "stage", "it is withdrawn, never moved");
	if (record_differs(before, after, "syndicate"))
		return refuse_signed(handle, before, "syndicate", "it stays in its syndicate");
	for (size_t i = 0; i < FIELD_COUNT(frozen); i++)
		if (record_differs(before, after, frozen[i]) &&
		    (record_has(before, "org") || strcmp(frozen[i], "org") != 0))
			return refuse_signed(handle, before, frozen[i], "what it promised is frozen");
	return SYNDIC_OK;
}

static enum syndic_status check_syndicate(struct syndic *handle, const struct record *before,
                                          const struct record *after, const struct stage *stage)
{
	struct record syndicate;
	enum syndic_status status;
	if (!text_equal(stage->pipeline_slug, PLEDGE_PIPELINE)) {
		(void)guard_refuse(handle, after, "syndicate",
		                   "only a deal of the pipeline %s has a syndicate; %s is in %s",
		                   PLEDGE_PIPELINE, record_slug(after), stage->pipeline_slug);
		error_help(handle, "syndic deal edit %s --pipeline %s", record_slug(after),
		           PLEDGE_PIPELINE);
		return SYNDIC_CONFLICT;
	}
	if (!stage_is(stage, "open") ||
	    (!record_differs(before, after, "stage") && !record_differs(before, after, "syndicate")))
		return SYNDIC_OK;
	status = record_load(handle, &entity_syndicate, record_text(after, "syndicate"),
	                     &handle->change->text, &syndicate);
	if (status != SYNDIC_OK || !state_is(&syndicate, &machine_syndicate, SYNDICATE_OVER))
		return status;
	(void)guard_refuse(handle, after, "syndicate", "syndicate %s is %s: it takes no pledge",
	                   record_text(&syndicate, "slug"), record_text(&syndicate, "state"));
	error_help(handle, "syndic syndicate add NAME --initiative …");
	return SYNDIC_CONFLICT;
}

/* A promise that becomes binding is somebody's, and of some money. One that is added as binding
 * may lack either, as what another system knew of it. */
static enum syndic_status check_binding(struct syndic *handle, const struct record *before,
                                        const struct record *after, const struct stage *stage)
{
	const char *missing = !record_has(after, "org")            ? "org"
	                      : record_number(after, "amount") < 1 ? "amount"
	                                                           : NULL;
	if (!before || !missing || !text_equal(stage->name, "Binding") ||
	    !record_differs(before, after, "stage"))
		return SYNDIC_OK;
	(void)guard_refuse(handle, after, missing, "a binding pledge has an %s; %s has none",
	                   strcmp(missing, "org") == 0 ? "organisation" : "amount", record_slug(after));
	error_help(handle, "syndic deal edit %s --%s …", record_slug(after), missing);
	return SYNDIC_CONFLICT;
}

/* One organisation has one live pledge in a syndicate: two would count as two members. */
static enum syndic_status check_alone(struct syndic *handle, const struct record *before,
                                      const struct record *after, const struct stage *stage)
{
	struct db_stmt *stmt;
	const char *other = NULL;
	enum syndic_status status;
	if (stage_is(stage, "lost") || record_has(after, "withdrawn_on") || !record_has(after, "org") ||
	    (!record_differs(before, after, "org") && !record_differs(before, after, "syndicate") &&
	     !record_differs(before, after, "stage")))
		return SYNDIC_OK;
	status = db_prepare(handle->db,
	                    "SELECT d.slug FROM deal AS d JOIN stage AS s ON s.id = d.stage"
	                    " WHERE d.syndicate = $1 AND d.org = $2 AND d.id <> $3"
	                    " AND s.outcome <> 'lost' AND d.withdrawn_on IS NULL ORDER BY d.id LIMIT 1",
	                    &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(after, "syndicate"));
	db_bind(stmt, 2, record_get(after, "org"));
	db_bind(stmt, 3, record_get(after, "id"));
	if (db_step(stmt) == 1) other = arena_copy(&handle->change->text, db_text(stmt, 0));
	db_finalize(stmt);
	if (!other) return handle->error.code;
	(void)guard_refuse(handle, after, "org", "its organisation has a pledge there already: %s",
	                   other);
	error_help(handle, "syndic deal edit %s --amount …", other);
	return SYNDIC_CONFLICT;
}

enum syndic_status pledge_check(struct syndic *handle, const struct record *before,
                                const struct record *after, const struct stage *stage)
{
	enum syndic_status status;
	if (!record_has(after, "syndicate") && !pledge_is_signed(handle, before)) return SYNDIC_OK;
	TRY(check_signature(handle, before, after, stage));
	if (!record_has(after, "syndicate")) goto out;
	TRY(check_syndicate(handle, before, after, stage));
	TRY(check_binding(handle, before, after, stage));
	TRY(check_alone(handle, before, after, stage));
	status = pledge_check_backing(handle, before, after);
out:
	return status;
}

/* ---- consequences ---- */

static const char *stage_name(struct syndic *handle, const struct record *deal)
{
	const struct stage *stage = stages_find(handle, record_text(deal, "stage"));
	return stage ? stage->name : "";
}

static enum syndic_status log_move(struct syndic *handle, const struct record *before,
                                   const struct record *after, bool same_round)
{
	bool left = same_round && record_differs(before, after, "withdrawn_on");
	if (same_round && !left && !record_differs(before, after, "stage")) return SYNDIC_OK;
	return transition_log(handle, after, "stage", same_round ? stage_name(handle, before) : NULL,
	                      stage_name(handle, after));
}

/* May what counts have become less? */
static bool is_weaker(struct syndic *handle, const struct record *before,
                      const struct record *after)
{
	static const char *const relevant[] = {"stage", "amount", "condition_amount",
	                                       "condition_members", "expires"};
	if (!after || record_differs(before, after, "syndicate")) return true;
	if (pledge_is_signed(handle, after)) return record_differs(before, after, "withdrawn_on");
	for (size_t i = 0; i < FIELD_COUNT(relevant); i++)
		if (record_differs(before, after, relevant[i])) return true;
	return false;
}

enum syndic_status pledge_written(struct syndic *handle, const struct record *before,
                                  const struct record *after)
{
	const char *old = before ? record_text(before, "syndicate") : NULL;
	const char *new = after ? record_text(after, "syndicate") : NULL;
	enum syndic_status status = SYNDIC_OK;
	if (!old && !new) return SYNDIC_OK;
	if (!after && pledge_is_signed(handle, before) && !handle->change->moving)
		return refuse_signed(handle, before, "stage", "it is withdrawn, never removed");
	if (new) status = log_move(handle, before, after, text_equal(old, new));
	if (status == SYNDIC_OK && old && is_weaker(handle, before, after))
		status = settle_recheck(handle, old);
	return status;
}

/* ---- moves ---- */

enum syndic_status pledge_put(struct syndic *handle, const struct record *before,
                              struct record *after)
{
	bool moving = handle->change->moving;
	enum syndic_status status;
	handle->change->moving = true;
	status = record_update(handle, before, after, 0, &handle->change->text);
	handle->change->moving = moving;
	return status;
}

static enum syndic_status set_stage(struct syndic *handle, struct record *deal, const char *stage)
{
	const struct syndic_input input = {"stage", stage};
	return record_apply(handle, deal, &input, 1, false, &handle->change->text);
}

enum syndic_status pledge_stand(struct syndic *handle, const char *deal, const char *stage)
{
	struct record before, after;
	enum syndic_status status;
	TRY(record_load(handle, &entity_deal, deal, &handle->change->text, &before));
	after = before;
	TRY(set_stage(handle, &after, stage));
	status = pledge_put(handle, &before, &after);
out:
	return status;
}

enum syndic_status pledge_lose(struct syndic *handle, const char *deal, const char *reason)
{
	struct record before, after;
	const struct stage *lost;
	enum syndic_status status;
	TRY(record_load(handle, &entity_deal, deal, &handle->change->text, &before));
	lost = stages_with_outcome(handle, record_text(&before, "pipeline"), "lost");
	if (!lost) {
		status =
			guard_refuse(handle, &before, "stage", "its pipeline has no stage for what is lost");
		error_help(handle, "syndic stage list --pipeline %s", PLEDGE_PIPELINE);
		goto out;
	}
	after = before;
	record_set_text(&after, "stage", lost->id);
	record_set_text(&after, "closed_on", handle->as_of);
	record_set_text(&after, "lost_reason", reason);
	status = pledge_put(handle, &before, &after);
out:
	return status;
}

/* ---- verbs ---- */

enum syndic_status pledge_only(struct syndic *handle, const struct record *deal)
{
	if (record_has(deal, "syndicate")) return SYNDIC_OK;
	(void)guard_refuse(handle, deal, "syndicate", "deal %s is no pledge: it has no syndicate",
	                   record_slug(deal));
	error_help(handle, "syndic deal edit %s --syndicate …", record_slug(deal));
	return SYNDIC_CONFLICT;
}

/* Before it is signed a pledge goes to and fro, and comes back after it was withdrawn. */
static enum syndic_status stand(struct verb_call *call, const char *stage)
{
	struct syndic *handle = call->handle;
	struct record after = call->record;
	enum syndic_status status;
	TRY(pledge_only(handle, &call->record));
	if (pledge_is_signed(handle, &call->record)) {
		status = refuse_signed(handle, &call->record, "stage", "it is withdrawn, never moved");
		goto out;
	}
	TRY(record_apply(handle, &after, call->inputs, call->count, false, call->arena));
	TRY(set_stage(handle, &after, stage));
	if (record_equal(&call->record, &after))
		change_note(handle, "%s is %s already", record_slug(&after), stage);
	status = record_update(handle, &call->record, &after, 0, call->arena);
out:
	return status;
}

static enum syndic_status soft(struct verb_call *call)
{
	return stand(call, "Soft");
}

static enum syndic_status bind(struct verb_call *call)
{
	return stand(call, "Binding");
}

static enum syndic_status withdraw(struct verb_call *call)
{
	struct syndic *handle = call->handle;
	const struct record *deal = &call->record;
	struct record read = *deal;
	const struct syndic_input reason = {"lost_reason", verb_input(call, "lost_reason")};
	const char *said = "other";
	enum syndic_status status;
	TRY(pledge_only(handle, deal));
	if (reason.text && *reason.text) {
		TRY(record_apply(handle, &read, &reason, 1, false, call->arena));
		said = record_text(&read, "lost_reason");
	}
	if (record_has(deal, "withdrawn_on") ||
	    stage_is(stages_find(handle, record_text(deal, "stage")), "lost")) {
		status = guard_refuse(handle, deal, "stage", "pledge %s was withdrawn already",
		                      record_slug(deal));
		error_help(handle, "syndic deal show %s", record_slug(deal));
		goto out;
	}
	status = pledge_is_signed(handle, deal) ? signed_withdraw(handle, deal, said)
	                                        : pledge_lose(handle, record_text(deal, "id"), said);
out:
	return status;
}

const struct verb pledge_verbs[] = {
	{"soft", NULL, NULL, false, soft},
	{"bind", NULL,
     " amount condition_amount condition_members expires budget_line fiscal_year purchase_order ",
     false, bind},
	{"withdraw", NULL, " lost_reason ", true, withdraw},
	{"join", NULL, NULL, false, signed_join},
	{"take", NULL, " amount ", true, signed_take},
	{0},
};

/* ---- adding ---- */

/* Short and to be guessed, such as `usage-quotas-northfold`; where another has it, as any deal's. */
static enum syndic_status slug_it(struct syndic *handle, struct record *deal,
                                  const struct record *syndicate, const struct record *org)
{
	char id[REFERENCE_SIZE];
	char *slug = arena_printf(&handle->change->text, "%s-%s", record_text(syndicate, "slug"),
	                          record_text(org, "slug"));
	enum syndic_status status = resolve_exact(handle, &entity_deal, slug, NULL, id);
	if (status == SYNDIC_NOT_FOUND) record_set_text(deal, "slug", slug);
	return status == SYNDIC_NOT_FOUND || status == SYNDIC_AMBIGUOUS ? SYNDIC_OK : status;
}

static enum syndic_status name_it(struct syndic *handle, struct record *deal)
{
	struct arena *arena = &handle->change->text;
	struct record syndicate, org;
	enum syndic_status status;
	if (record_has(deal, "name")) return SYNDIC_OK;
	TRY(record_load(handle, &entity_syndicate, record_text(deal, "syndicate"), arena, &syndicate));
	if (!record_has(deal, "org")) {
		status = error_set(handle, SYNDIC_MISUSE, "deal", "org", NULL,
		                   "whose pledge is it? An organisation or a name is missing");
		error_help(handle, "syndic pledge add %s --org …", record_text(&syndicate, "slug"));
		goto out;
	}
	TRY(record_load(handle, &entity_org, record_text(deal, "org"), arena, &org));
	record_set_text(deal, "name",
	                arena_printf(arena, "%s: %s", record_text(&syndicate, "name"),
	                             record_text(&org, "name")));
	if (!record_has(deal, "slug")) TRY(slug_it(handle, deal, &syndicate, &org));
out:
	return status;
}

enum syndic_status syndic_pledge_add(struct syndic *handle, const char *syndicate,
                                     const struct syndic_input *inputs, size_t count)
{
	const struct syndic_input usual[] = {{"syndicate", syndicate},
	                                     {"pipeline", PLEDGE_PIPELINE},
	                                     {"revenue_type", "project"}};
	struct record deal;
	struct arena *arena;
	enum syndic_status status;
	error_clear(handle);
	status = change_begin(handle);
	if (status != SYNDIC_OK) return status;
	arena = &handle->change->text;
	record_init(&deal, &entity_deal);
	TRY(record_apply(handle, &deal, usual, FIELD_COUNT(usual), false, arena));
	TRY(record_apply(handle, &deal, inputs, count, false, arena));
	TRY(name_it(handle, &deal));
	status = record_insert(handle, &deal, 0, arena);
out:
	return change_end(handle, status);
}
