/* The end of a statement of work whose slot is being built. */
#include <string.h>

#include "base/rows.h"
#include "base/text.h"
#include "model/acceptance.h"
#include "model/sow.h"

/* A deliverable, and the verb that helps it out of the way. */
struct part {
	const char *id, *slug, *state;
};
/* What is left of what a pulled slot is for. */
struct work {
	struct buf open;    /* "x (planned), y (demo)": what is neither dropped nor accepted */
	struct part first;  /* of these, one that can be dropped rather than one that was shown */
	bool accepted;      /* something was */
	const char *one_of; /* what was accepted: a slug */
};

static enum syndic_status pulled_slot(struct verb_call *call, struct record *slot, bool *found)
{
	struct db_stmt *stmt;
	const char *id = NULL;
	enum syndic_status status =
		db_prepare(call->handle->db,
	               "SELECT id FROM slot WHERE ((sow = $1 AND syndicate IS NULL)"
	               " OR (syndicate = $2 AND coalesce(sow, $1) = $1))"
	               " AND state = 'pulled' ORDER BY id LIMIT 1",
	               &stmt);
	*found = false;
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(&call->record, "id"));
	db_bind(stmt, 2, record_get(&call->record, "syndicate"));
	if (db_step(stmt) == 1) id = arena_copy(call->arena, db_text(stmt, 0));
	db_finalize(stmt);
	*found = id != NULL;
	return id ? record_load(call->handle, &entity_slot, id, call->arena, slot)
	          : call->handle->error.code;
}

static void add_part(struct work *work, const struct part *part)
{
	if (text_equal(part->state, "accepted")) {
		work->accepted = true;
		work->one_of = part->slug;
		return;
	}
	buf_printf(&work->open, "%s%s (%s)", work->open.length ? ", " : "", part->slug, part->state);
	if (!work->first.slug ||
	    (text_equal(work->first.state, "demo") && !text_equal(part->state, "demo")))
		work->first = *part;
}

static enum syndic_status load_work(struct verb_call *call, const char *initiative,
                                    struct work *out)
{
	struct db_stmt *stmt;
	int step;
	enum syndic_status status =
		db_prepare(call->handle->db,
	               "SELECT id, slug, state FROM deliverable WHERE initiative = $1"
	               " AND state <> 'dropped' ORDER BY position, id",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, initiative);
	while ((step = db_step(stmt)) == 1) {
		const struct part part = {arena_copy(call->arena, db_text(stmt, 0)),
		                          arena_copy(call->arena, db_text(stmt, 1)),
		                          arena_copy(call->arena, db_text(stmt, 2))};
		add_part(out, &part);
	}
	db_finalize(stmt);
	return step < 0 ? call->handle->error.code : SYNDIC_OK;
}

/* What was shown is dropped once somebody wanted rework. */
static enum syndic_status help_shown(struct verb_call *call, const struct part *part)
{
	struct record deliverable;
	struct payers payers;
	const char *org = "…";
	enum syndic_status status;
	TRY(record_load(call->handle, &entity_deliverable, part->id, call->arena, &deliverable));
	TRY(payers_load(call->handle, &deliverable, call->arena, &payers));
	for (size_t i = payers.count; i > 0; i--)
		if (payers.list[i - 1].slug) org = payers.list[i - 1].slug;
	error_help(call->handle, "syndic deliverable rework %s --org %s --why \"…\"", part->slug, org);
out:
	return status;
}

static enum syndic_status refuse_work(struct verb_call *call, const struct record *slot,
                                      const struct work *work)
{
	const char *slug = record_text(slot, "slug");
	enum syndic_status status = SYNDIC_OK;
	(void)guard_refuse(call->handle, &call->record, "state", "its slot %s is pulled: %s %s", slug,
	                   work->accepted ? work->one_of : buf_text(&work->open),
	                   work->accepted                       ? "was accepted"
	                   : strchr(buf_text(&work->open), ',') ? "are not dropped"
	                                                        : "is not dropped");
	if (work->accepted)
		error_help(call->handle, "syndic slot deliver %s", slug);
	else if (text_equal(work->first.state, "demo"))
		status = help_shown(call, &work->first);
	else
		error_help(call->handle, "syndic deliverable drop %s --why \"…\"", work->first.slug);
	return status == SYNDIC_OK ? SYNDIC_CONFLICT : status;
}

enum syndic_status sow_may_end(struct verb_call *call, const char **dropped)
{
	struct record slot;
	struct work work = {0};
	bool found;
	enum syndic_status status;
	*dropped = NULL;
	TRY(pulled_slot(call, &slot, &found));
	if (!found) goto out;
	TRY(load_work(call, record_text(&slot, "initiative"), &work));
	if (work.accepted || work.open.length)
		status = refuse_work(call, &slot, &work);
	else
		*dropped = record_text(&slot, "initiative");
out:
	buf_free(&work.open);
	return status;
}
