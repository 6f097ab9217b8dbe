#include "model/acceptance.h"

#include <string.h>

#include "base/money.h"
#include "base/rows.h"
#include "base/text.h"
#include "model/round.h"

static const struct syndic_field acceptance_fields[] = {
	FIELD_ID,
	{"deliverable", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "deliverable", NULL, NULL,
     "of what"},
	{"org", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "org", NULL,
     LIST("organisation", "organization"), "by whom"},
	{"verdict", SYNDIC_CHOICE, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, LIST("accept", "rework"),
     NULL, "what they say"},
	{"given_on", SYNDIC_DATE, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "when"},
	{"words", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "in their words"},
};

/* ---- who pays ---- */

static struct payer *find(const struct payers *payers, const char *org)
{
	for (size_t i = 0; org && i < payers->count; i++)
		if (text_equal(payers->list[i].org, org)) return &payers->list[i];
	return NULL;
}

const struct payer *payers_find(const struct payers *payers, const char *org)
{
	return find(payers, org);
}

/* Adds a share; one organisation is one payer. There is room. */
static void add_share(struct payers *payers, const char *org, const char *slug, int64_t share)
{
	struct payer *payer = find(payers, org);
	if (share <= 0) return;
	if (!payer) {
		payer = &payers->list[payers->count++];
		*payer = (struct payer){.org = org, .slug = slug};
	}
	payer->share += share;
	payers->total += share;
}

static enum syndic_status live_syndicate(struct syndic *handle, const char *initiative,
                                         char id[ULID_SIZE])
{
	struct db_stmt *stmt;
	int step;
	enum syndic_status status = db_prepare(
		handle->db,
		"SELECT id FROM syndicate WHERE initiative = $1 AND state <> 'forming' AND"
		" state <> 'lapsed' AND state <> 'cancelled' ORDER BY CASE state WHEN 'committed' THEN 0"
		" WHEN 'closed' THEN 1 WHEN 'contracting' THEN 2 WHEN 'reached' THEN 3 ELSE 4 END, id DESC",
		&stmt);
	id[0] = '\0';
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, initiative);
	step = db_step(stmt);
	if (step == 1) strncat(id, db_text(stmt, 0), ULID_SIZE - 1);
	db_finalize(stmt);
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

static enum syndic_status of_syndicate(struct syndic *handle, const char *initiative,
                                       struct arena *arena, struct payers *out)
{
	char id[ULID_SIZE];
	struct round round;
	enum syndic_status status = live_syndicate(handle, initiative, id);
	if (status != SYNDIC_OK || !id[0]) return status;
	status = round_load(handle, id, arena, &round);
	if (status != SYNDIC_OK) return status;
	out->list = arena_alloc(arena, (round.count + 1) * sizeof *out->list);
	for (size_t i = 0; i < round.count; i++) {
		/* Who has left pays what it owes, and has no say in what comes. */
		if (round.pledges[i].withdrawn) continue;
		add_share(out, round.pledges[i].org, round.pledges[i].org_slug, round.pledges[i].share);
	}
	return SYNDIC_OK;
}

/* Of a deal that says no price the say is what it would be of any: all, where it is the only one. */
static enum syndic_status of_deals(struct syndic *handle, const char *initiative,
                                   struct arena *arena, struct payers *out)
{
	struct db_stmt *stmt;
	int step;
	enum syndic_status status = db_prepare(
		handle->db,
		"SELECT d.org, o.slug, coalesce(s.price, d.amount, 1), count(*) OVER ()"
		" FROM sow AS s JOIN deal AS d ON d.id = s.deal LEFT JOIN org AS o ON o.id = d.org"
		" WHERE s.initiative = $1 AND s.state <> 'terminated' ORDER BY s.id",
		&stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, initiative);
	while ((step = db_step(stmt)) == 1) {
		if (!out->list) out->list = arena_alloc(arena, (size_t)db_int(stmt, 3) * sizeof *out->list);
		add_share(out, db_is_null(stmt, 0) ? NULL : arena_copy(arena, db_text(stmt, 0)),
		          db_is_null(stmt, 1) ? NULL : arena_copy(arena, db_text(stmt, 1)),
		          db_int(stmt, 2));
	}
	db_finalize(stmt);
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

/* What was said of the present demo; of one organisation the later word. */
static enum syndic_status read_words(struct syndic *handle, const struct record *deliverable,
                                     struct arena *arena, struct payers *out)
{
	struct db_stmt *stmt;
	int step;
	enum syndic_status status = SYNDIC_OK;
	if (!record_has(deliverable, "demo_on")) return status;
	status = db_prepare(handle->db,
	                    "SELECT org, id, verdict FROM acceptance WHERE deliverable = $1"
	                    " AND given_on >= $2 AND id > coalesce((SELECT max(id) FROM transition"
	                    " WHERE deliverable = $1 AND entity = 'deliverable' AND field = 'state'"
	                    " AND to_state = 'demo'), '') ORDER BY id",
	                    &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(deliverable, "id"));
	db_bind(stmt, 2, record_get(deliverable, "demo_on"));
	while ((step = db_step(stmt)) == 1) {
		struct payer *payer = find(out, db_text(stmt, 0));
		if (!payer) continue;
		payer->acceptance = arena_copy(arena, db_text(stmt, 1));
		payer->accepts = strcmp(db_text(stmt, 2), "accept") == 0;
		payer->objects = !payer->accepts;
	}
	db_finalize(stmt);
	for (size_t i = 0; i < out->count; i++)
		if (out->list[i].accepts) out->accepting += out->list[i].share;
	return step < 0 ? handle->error.code : SYNDIC_OK;
}

enum syndic_status payers_load(struct syndic *handle, const struct record *deliverable,
                               struct arena *arena, struct payers *out)
{
	const char *initiative = record_text(deliverable, "initiative");
	enum syndic_status status;
	*out = (struct payers){0};
	status = of_syndicate(handle, initiative, arena, out);
	if (status == SYNDIC_OK && !out->count) {
		out->list = NULL;
		status = of_deals(handle, initiative, arena, out);
	}
	return status == SYNDIC_OK ? read_words(handle, deliverable, arena, out) : status;
}

void payers_add(struct buf *out, const struct payers *payers, bool all)
{
	size_t begun = out->length;
	for (size_t i = 0; i < payers->count; i++) {
		const struct payer *payer = &payers->list[i];
		if (!all && payer->acceptance) continue;
		buf_printf(out, "%s%s", out->length > begun ? ", " : "",
		           payer->slug ? payer->slug : "a pledge without organisation");
	}
}

enum syndic_status payers_require(struct syndic *handle, const struct record *deliverable,
                                  const struct payers *payers)
{
	struct record initiative;
	enum syndic_status status;
	if (payers->count) return SYNDIC_OK;
	status = record_load(handle, &entity_initiative, record_text(deliverable, "initiative"),
	                     &handle->change->text, &initiative);
	if (status != SYNDIC_OK) return status;
	(void)
		error_set(handle, SYNDIC_CONFLICT, "deliverable", "state", record_text(deliverable, "slug"),
	              "nobody pays for %s yet: those who pledge in a syndicate for %s could accept it,"
	              " or the organisation of the deal of its statement of work",
	              record_text(deliverable, "slug"), record_text(&initiative, "slug"));
	error_help(handle, "syndic sow add \"…\" --initiative %s --deal …",
	           record_text(&initiative, "slug"));
	return SYNDIC_CONFLICT;
}

/* ---- what follows ---- */

/* Moves with a reason of its own, where none was given. */
static enum syndic_status move_because(struct syndic *handle, const struct record *before,
                                       const char *to, const char *reason)
{
	struct record after = *before;
	const char *given = handle->change->reason;
	enum syndic_status status;
	if (strcmp(to, "accepted") == 0) record_set_text(&after, "accepted_on", handle->as_of);
	if (!given) handle->change->reason = reason;
	status = machine_move(handle, &machine_deliverable, before, &after, to);
	handle->change->reason = given;
	return status;
}

enum syndic_status acceptance_weigh(struct syndic *handle, const char *deliverable)
{
	struct arena *arena = &handle->change->text;
	struct record record;
	struct payers payers;
	struct buf share = {0};
	enum syndic_status status;
	TRY(record_load(handle, &entity_deliverable, deliverable, arena, &record));
	if (!state_is(&record, &machine_deliverable, " demo ")) goto out;
	TRY(payers_load(handle, &record, arena, &payers));
	for (size_t i = 0; i < payers.count; i++) {
		if (!payers.list[i].objects) continue;
		status = move_because(handle, &record, "rework",
		                      arena_printf(arena, "%s wants rework", payers.list[i].slug));
		goto out;
	}
	/* accepting > total − accepting: no doubling that could overflow */
	if (payers.accepting <= payers.total - payers.accepting) goto out;
	ratio_add_percent(&share, muldiv(payers.accepting, RATIO_ONE, payers.total));
	status = move_because(handle, &record, "accepted",
	                      arena_printf(arena, "accepted by %s of the shares", buf_text(&share)));
out:
	buf_free(&share);
	return status;
}

/* ---- the record ---- */

static enum syndic_status refuse_stranger(struct syndic *handle, const struct record *deliverable,
                                          const struct payers *payers, const char *org)
{
	struct record stranger;
	struct buf names = {0};
	enum syndic_status status =
		record_load(handle, &entity_org, org, &handle->change->text, &stranger);
	if (status != SYNDIC_OK) return status;
	payers_add(&names, payers, true);
	(void)error_set(handle, SYNDIC_CONFLICT, "acceptance", "org", record_text(&stranger, "slug"),
	                "%s has no share in %s: %s could accept it", record_text(&stranger, "slug"),
	                record_text(deliverable, "slug"), buf_text(&names));
	error_help(handle, "syndic deliverable accept %s --org %s", record_text(deliverable, "slug"),
	           payers->list[0].slug ? payers->list[0].slug : "…");
	buf_free(&names);
	return SYNDIC_CONFLICT;
}

static enum syndic_status refuse_second(struct syndic *handle, const struct record *deliverable,
                                        const struct payer *payer)
{
	(void)error_set(handle, SYNDIC_CONFLICT, "acceptance", "org", payer->slug,
	                "%s has said what it thinks of this demo of %s: a later word replaces that",
	                payer->slug, record_text(deliverable, "slug"));
	error_help(handle, "syndic deliverable accept %s --org %s", record_text(deliverable, "slug"),
	           payer->slug);
	return SYNDIC_CONFLICT;
}

/* Did it have a part in what was accepted? What was entered later had not. */
static enum syndic_status had_part(struct syndic *handle, const struct record *word, bool *out)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT 1 FROM transition WHERE deliverable = $1 AND entity = 'deliverable'"
	               " AND field = 'state' AND to_state = 'accepted' AND id > $2 LIMIT 1",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind(stmt, 1, record_get(word, "deliverable"));
	db_bind(stmt, 2, record_get(word, "id"));
	*out = db_step(stmt) == 1;
	db_finalize(stmt);
	return handle->error.code;
}

enum syndic_status acceptance_guard(struct syndic *handle, const struct record *word)
{
	struct record deliverable;
	const char *slug;
	bool there, stays = true;
	enum syndic_status status;
	TRY(record_find(handle, &entity_deliverable, record_text(word, "deliverable"),
	                &handle->change->text, &deliverable, &there));
	if (!there || !state_is(&deliverable, &machine_deliverable, " accepted ")) goto out;
	if (handle->change->undoes) TRY(had_part(handle, word, &stays));
	if (!stays) goto out;
	slug = record_text(&deliverable, "slug");
	status = error_set(handle, SYNDIC_CONFLICT, "acceptance", "deliverable", slug,
	                   "deliverable %s is accepted: what was said of it stays", slug);
	error_help(handle, "syndic history deliverable %s", slug);
out:
	return status;
}

static enum syndic_status acceptance_check(struct syndic *handle, const struct record *before,
                                           struct record *after)
{
	struct arena *arena = &handle->change->text;
	struct record deliverable;
	struct payers payers;
	const struct payer *payer;
	const char *org = record_text(after, "org");
	enum syndic_status status;
	if (before) TRY(acceptance_guard(handle, before));
	if (!record_differs(before, after, "deliverable") && !record_differs(before, after, "org"))
		return SYNDIC_OK;
	TRY(record_load(handle, &entity_deliverable, record_text(after, "deliverable"), arena,
	                &deliverable));
	if (!record_has(&deliverable, "demo_on")) {
		status = error_set(handle, SYNDIC_CONFLICT, "acceptance", "deliverable",
		                   record_text(&deliverable, "slug"),
		                   "%s has not been shown yet: there is nothing to accept",
		                   record_text(&deliverable, "slug"));
		error_help(handle, "syndic deliverable demo %s", record_text(&deliverable, "slug"));
		goto out;
	}
	TRY(payers_load(handle, &deliverable, arena, &payers));
	TRY(payers_require(handle, &deliverable, &payers));
	payer = payers_find(&payers, org);
	if (!payer)
		status = refuse_stranger(handle, &deliverable, &payers, org);
	else if (payer->acceptance && !text_equal(payer->acceptance, record_text(after, "id")) &&
	         strcmp(record_text(after, "given_on"), record_text(&deliverable, "demo_on")) >= 0)
		status = refuse_second(handle, &deliverable, payer);
out:
	return status;
}

/* By whatever way a word comes, the deliverable follows. */
static enum syndic_status acceptance_written(struct syndic *handle, const struct record *before,
                                             const struct record *after)
{
	if (!after) return acceptance_guard(handle, before);
	if (!record_differs(before, after, "verdict") && !record_differs(before, after, "given_on"))
		return SYNDIC_OK;
	return acceptance_weigh(handle, record_text(after, "deliverable"));
}

static const struct syndic_entity_hooks acceptance_hooks = {.check = acceptance_check,
                                                            .written = acceptance_written};
const struct syndic_entity entity_acceptance = {"acceptance",
                                                "acceptances",
                                                "what one of those who pay says of a demo",
                                                "id",
                                                0,
                                                acceptance_fields,
                                                FIELD_COUNT(acceptance_fields),
                                                &acceptance_hooks};
