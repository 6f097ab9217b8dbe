/*
 * The invariants of co-funding, each as a query for what breaks it:
 *
 *   - what was signed of an executed SOW, and the bridge, come to its price
 *   - a queued or pulled slot is backed by an executed SOW; queued positions are 1 to n
 *   - an initiative has one live slot at most; a round that is reached has one
 *   - shares sum to what is raised; a round that is reached still has what it needs
 *   - a state is where the last transition led
 *   - a deal has one SOW that was not terminated
 *   - a round that is over has no open pledge; a pledge is in the pipeline cofunding
 */
#include "model/cofunding_check.h"

#include <string.h>

#include "base/text.h"
#include "model/round.h"
#include "model/settle.h"
#include "model/signed.h"
#include "model/sow.h"

struct checking {
	struct syndic *handle;
	cofunding_found *found;
	void *context;
};

/* One finding for each reference that a statement returns. */
static enum syndic_status tell_all(struct checking *check, struct db_stmt *stmt,
                                   const char *severity, const char *entity, const char *finding,
                                   const char *command)
{
	int step;
	while ((step = db_step(stmt)) == 1) {
		struct buf help = {0};
		buf_printf(&help, "%s %s", command, db_text(stmt, 0));
		check->found(check->context, severity, entity, db_text(stmt, 0), finding, buf_text(&help));
		buf_free(&help);
	}
	db_finalize(stmt);
	return step < 0 ? check->handle->error.code : SYNDIC_OK;
}

#define EACH(severity, entity, finding, command, sql)                                              \
	do {                                                                                           \
		struct db_stmt *each;                                                                      \
		TRY(db_prepare(check->handle->db, sql, &each));                                            \
		TRY(tell_all(check, each, severity, entity, finding, command));                            \
	} while (0)

static enum syndic_status check_slots(struct checking *check)
{
	enum syndic_status status;
	EACH(
		"error", "slot", "it waits in the queue, and no executed SOW backs it", "syndic slot show",
		"SELECT t.slug FROM slot AS t WHERE t.state = 'queued' AND NOT EXISTS (SELECT 1 FROM sow AS"
		" w WHERE (w.id = t.sow OR w.syndicate = t.syndicate) AND (w.state = 'executed' OR w.state"
		" = 'active' OR w.state = 'accepted')) ORDER BY t.slug");
	EACH(
		"error", "slot", "it is built, and no executed SOW backs it", "syndic slot show",
		"SELECT t.slug FROM slot AS t WHERE t.state = 'pulled' AND NOT EXISTS (SELECT 1 FROM sow AS"
		" w WHERE (w.id = t.sow OR w.syndicate = t.syndicate) AND (w.state = 'executed' OR w.state"
		" = 'active' OR w.state = 'accepted' OR w.state = 'amended')) ORDER BY t.slug");
	EACH("error", "initiative", "more than one slot of it is held, queued or pulled",
	     "syndic slot list --initiative",
	     "SELECT i.slug FROM slot AS t JOIN initiative AS i ON i.id = t.initiative WHERE t.state ="
	     " 'held' OR t.state = 'queued' OR t.state = 'pulled' GROUP BY i.slug HAVING count(*) > 1"
	     " ORDER BY i.slug");
	EACH("error", "slot", "its place in the queue is not one of 1, 2, … in their order",
	     "syndic slot reorder",
	     "SELECT t.slug FROM slot AS t WHERE t.state = 'queued' AND (t.position IS NULL OR "
	     "t.position"
	     " <> (SELECT count(*) FROM slot AS u WHERE u.state = 'queued' AND u.position <="
	     " t.position)) ORDER BY t.slug");
	/* A terminated SOW took the slot of its round with it. */
	EACH(
		"error", "syndicate", "it was reached, and has no slot", "syndic slot hold",
		"SELECT s.slug FROM syndicate AS s WHERE (s.state = 'reached' OR s.state = 'contracting' OR"
		" s.state = 'committed') AND NOT EXISTS (SELECT 1 FROM slot AS t WHERE t.syndicate = s.id"
		" AND t.state <> 'lapsed') AND NOT EXISTS (SELECT 1 FROM sow AS w WHERE w.syndicate = s.id"
		" AND w.state = 'terminated' AND w.executed_on IS NOT NULL) ORDER BY s.slug");
out:
	return status;
}

static enum syndic_status check_pledges(struct checking *check)
{
	enum syndic_status status;
	EACH("error", "deal", "it is an open pledge, and its syndicate is over",
	     "syndic pledge withdraw --why … ",
	     "SELECT d.slug FROM deal AS d JOIN stage AS t ON t.id = d.stage JOIN syndicate AS s ON"
	     " s.id = d.syndicate WHERE t.outcome = 'open' AND (s.state = 'lapsed' OR s.state ="
	     " 'cancelled' OR s.state = 'closed') ORDER BY d.slug");
	EACH("warning", "sow", "it is executed, and the contract of its deal is not of its price",
	     "syndic sow show",
	     "SELECT w.slug FROM sow AS w JOIN deal AS d ON d.id = w.deal LEFT JOIN contract AS c ON"
	     " c.id = d.contract WHERE (w.state = 'executed' OR w.state = 'active' OR w.state ="
	     " 'accepted') AND coalesce(c.amount, 0) <> coalesce(w.price, 0) ORDER BY w.slug");
	EACH("error", "deal", "it has a syndicate, and is not in the pipeline cofunding",
	     "syndic deal edit --pipeline cofunding",
	     "SELECT d.slug FROM deal AS d JOIN pipeline AS p ON p.id = d.pipeline WHERE d.syndicate IS"
	     " NOT NULL AND p.slug <> 'cofunding' ORDER BY d.slug");
	EACH("error", "deal", "more than one SOW of it stands", "syndic sow list --deal",
	     "SELECT d.slug FROM sow AS w JOIN deal AS d ON d.id = w.deal WHERE w.state <> 'terminated'"
	     " GROUP BY d.slug HAVING count(*) > 1 ORDER BY d.slug");
out:
	return status;
}

#define MOVED "its state is not where its last transition led"
#define LAST(table, field)                                                                         \
	"SELECT r.slug FROM " table " AS r WHERE r." field " <> coalesce((SELECT t.to_state FROM"      \
	" transition AS t WHERE t." table " = r.id AND t.entity = '" table "' AND t.field = '" field   \
	"' ORDER BY t.id DESC LIMIT 1), '') ORDER BY r.slug"

static enum syndic_status check_transitions(struct checking *check)
{
	enum syndic_status status;
	EACH("error", "initiative", MOVED, "syndic history initiative", LAST("initiative", "state"));
	EACH("error", "syndicate", MOVED, "syndic history syndicate", LAST("syndicate", "state"));
	EACH("error", "sow", MOVED, "syndic history sow", LAST("sow", "state"));
	EACH("error", "deliverable", MOVED, "syndic history deliverable", LAST("deliverable", "state"));
	EACH("error", "deliverable", MOVED, "syndic history deliverable",
	     LAST("deliverable", "upstream"));
	EACH("error", "slot", MOVED, "syndic history slot", LAST("slot", "state"));
	/* A stage that was given another name since is none of these. */
	EACH("error", "deal", "its stage is not where its last transition led", "syndic history deal",
	     "SELECT d.slug FROM deal AS d JOIN stage AS s ON s.id = d.stage WHERE d.syndicate IS NOT"
	     " NULL AND s.name <> coalesce((SELECT CASE WHEN EXISTS (SELECT 1 FROM stage AS o WHERE"
	     " o.pipeline = d.pipeline AND o.name = t.to_state) THEN t.to_state ELSE s.name END FROM"
	     " transition AS t WHERE t.deal = d.id AND t.entity = 'deal' AND t.field = 'stage' ORDER BY"
	     " t.id DESC LIMIT 1), '') ORDER BY d.slug");
out:
	return status;
}

/* ---- rounds ---- */

static void tell(struct checking *check, const char *severity, const char *entity,
                 const char *reference, const char *finding, const char *help)
{
	struct buf command = {0};
	buf_printf(&command, "%s %s", help, reference);
	check->found(check->context, severity, entity, reference, finding, buf_text(&command));
	buf_free(&command);
}

/* A round that was reached and whose money is not bound yet still has what it needs. */
static enum syndic_status check_round(struct checking *check, const char *syndicate,
                                      struct arena *arena)
{
	struct round round;
	struct record sow;
	int64_t shares = 0;
	bool found;
	enum syndic_status status;
	TRY(round_load(check->handle, syndicate, arena, &round));
	TRY(sow_of(check->handle, syndicate, arena, &sow, &found));
	if (found && state_is(&sow, &machine_sow, SOW_BOUND)) goto out;
	for (size_t i = 0; i < round.count; i++)
		shares += round.pledges[i].share;
	if (shares != round.raised)
		tell(check, "error", "syndicate", round.slug, "its shares do not sum to what is raised",
		     "syndic syndicate show");
	if (!round_reached(&round))
		tell(check, "warning", "syndicate", round.slug,
		     "it was reached, and what counts does not suffice any more",
		     "syndic syndicate settle");
out:
	return status;
}

/* What is executed is signed for, whatever the state of its round says: an import may leave any. */
static enum syndic_status check_sow(struct checking *check, const char *id, struct arena *arena)
{
	struct round round;
	struct record sow;
	int64_t missing;
	enum syndic_status status;
	TRY(record_load(check->handle, &entity_sow, id, arena, &sow));
	TRY(round_load(check->handle, record_text(&sow, "syndicate"), arena, &round));
	missing = sow_price(&sow, &round) - signed_sum(&round) - round.bridge;
	if (missing)
		tell(check, "error", "sow", record_text(&sow, "slug"),
		     missing > 0 ? "it is executed, and less than its price is signed"
		                 : "it is executed, and more than its price is signed",
		     "syndic sow show");
out:
	return status;
}

typedef enum syndic_status check_one(struct checking *check, const char *id, struct arena *arena);

/* Looks at each of the ids that a statement returns. */
static enum syndic_status check_each(struct checking *check, struct db_stmt *stmt, check_one *look)
{
	struct arena arena = {0};
	int step = 0;
	enum syndic_status status = SYNDIC_OK;
	while (status == SYNDIC_OK && (step = db_step(stmt)) == 1) {
		arena_reset(&arena);
		status = look(check, arena_copy(&arena, db_text(stmt, 0)), &arena);
	}
	db_finalize(stmt);
	arena_free(&arena);
	return step < 0 ? check->handle->error.code : status;
}

static enum syndic_status check_rounds(struct checking *check)
{
	struct db_stmt *stmt;
	enum syndic_status status;
	TRY(db_prepare(check->handle->db,
	               "SELECT id FROM syndicate WHERE state = 'reached' OR state = 'contracting'"
	               " ORDER BY slug",
	               &stmt));
	TRY(check_each(check, stmt, check_round));
	/* While one is amended, what it lacks is offered to others. */
	TRY(db_prepare(check->handle->db,
	               "SELECT id FROM sow WHERE syndicate IS NOT NULL AND (state = 'executed' OR"
	               " state = 'active' OR state = 'accepted' OR state = 'closed') ORDER BY slug",
	               &stmt));
	status = check_each(check, stmt, check_sow);
out:
	return status;
}

enum syndic_status cofunding_check(struct syndic *handle, cofunding_found *found, void *context)
{
	struct checking check = {handle, found, context};
	enum syndic_status status;
	TRY(check_slots(&check));
	TRY(check_pledges(&check));
	TRY(check_rounds(&check));
	status = check_transitions(&check);
out:
	return status;
}
