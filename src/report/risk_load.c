/*
 * Load against capacity.
 *
 *   queue-months   hours that are left of the open deliverables of queued and pulled slots ÷ hours
 *                  that can be built in a month. Left: mode − spent, at least 0; the mode is the middle
 *                  of low and high where it is unknown. A stretch deliverable counts once it is begun. In a month:
 *                  people × hours × billable share of the last month up to as_of's that says so, leave
 *                  aside, − operations_hours × members in force. Unknown where nobody says who builds,
 *                  where operations take it all, and where hours of no open deliverable are known.
 *   hours-over     open deliverables on which more than HOURS_ALERT of the high hours is spent. Cases:
 *                  those with high and spent hours.
 *
 * Source: slot, deliverable, person_month, setting, membership.
 */
#include "base/text.h"
#include "model/transition.h"
#include "report/risk.h"
#include "report/targets.h"

#define OPERATIONS_HOURS (2 * RATIO_ONE) /* where the setting is gone */

struct queue {
	int64_t slots, hours, timed, untimed; /* hours: millionths; deliverables with hours, without */
};
struct place {
	const char *slug, *name, *state;
	int64_t hours, untimed;
};

/* Hours that can be built in a month, in millionths. */
static enum syndic_status capacity_of_month(struct risks *risks, struct syndic_figure *out)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	char month[DATE_SIZE];
	int step;

	*out = risk_unknown();
	month_from_number(month_number(risks->handle->as_of), month);
	TRY(db_prepare(risks->handle->db,
	               "SELECT people, hours, billable_share FROM person_month WHERE month <= $1"
	               " ORDER BY month DESC LIMIT 1",
	               &stmt));
	db_bind_text(stmt, 1, month);
	if ((step = db_step(stmt)) == 1) {
		int64_t worked = muldiv(db_int(stmt, 0), db_int(stmt, 1), RATIO_ONE);
		out->known = true;
		out->value = muldiv(worked, db_int(stmt, 2), RATIO_ONE);
	}
	if (step < 0) status = risks->handle->error.code;
	if (out->known) {
		struct member_orgs members = members_on(&risks->book, risks->handle->as_of);
		out->value -= (int64_t)members.count *
		              setting_decimal(risks->handle, "operations_hours", OPERATIONS_HOURS);
	}
out:
	db_finalize(stmt);
	return status;
}

static void close_place(struct risks *risks, const struct place *place, struct queue *queue)
{
	if (!place->slug) return;
	queue->slots++;
	queue->hours += place->hours;
	risk_add_record(risks, RISK_QUEUE_MONTHS, RISK_QUEUE_MONTHS,
	                &(struct risk_record){
						.entity = "slot",
						.reference = place->slug,
						.name = place->name,
						.figure = {true, place->hours},
						.what =
							place->untimed
								? arena_printf(&risks->arena,
	                                           "hours left, %s; deliverables without hours: %lld",
	                                           place->state, (long long)place->untimed)
								: arena_printf(&risks->arena, "hours left, %s", place->state),
					});
}

/* Slug, name and state of the slot; low, mode, high and spent hours of one of its deliverables. */
static void add_deliverable(struct risks *risks, const struct db_stmt *stmt, struct place *place,
                            struct queue *queue)
{
	bool middle = !db_is_null(stmt, 3) && !db_is_null(stmt, 5);
	int64_t mode = db_is_null(stmt, 4) ? (db_int(stmt, 3) + db_int(stmt, 5)) / 2 : db_int(stmt, 4);

	if (!text_equal(place->slug, db_text(stmt, 0))) {
		close_place(risks, place, queue);
		*place = (struct place){arena_copy(&risks->arena, db_text(stmt, 0)),
		                        arena_copy(&risks->arena, db_text(stmt, 1)),
		                        arena_copy(&risks->arena, db_text(stmt, 2)), 0, 0};
	}
	if (db_is_null(stmt, 7)) return;
	if (!middle && db_is_null(stmt, 4)) {
		place->untimed++;
		queue->untimed++;
		return;
	}
	queue->timed++;
	if (mode > db_int(stmt, 6)) place->hours += mode - db_int(stmt, 6);
}

static enum syndic_status load_queue(struct risks *risks, struct queue *queue)
{
	struct db_stmt *stmt = NULL;
	struct place place = {0};
	enum syndic_status status;
	int step;

	TRY(db_prepare(risks->handle->db,
	               "SELECT s.slug, s.name, s.state, d.low_hours, d.mode_hours, d.high_hours,"
	               " d.spent_hours, d.id FROM slot AS s"
	               " LEFT JOIN deliverable AS d ON d.initiative = s.initiative"
	               " AND d.state <> 'accepted' AND d.state <> 'dropped'"
	               " AND (coalesce(d.stretch, 0) = 0 OR d.state <> 'planned')"
	               " WHERE s.state = 'queued' OR s.state = 'pulled'"
	               " ORDER BY CASE s.state WHEN 'pulled' THEN 0 ELSE 1 END,"
	               " coalesce(s.position, 0), s.id, d.id",
	               &stmt));
	while ((step = db_step(stmt)) == 1)
		add_deliverable(risks, stmt, &place, queue);
	if (step < 0) status = risks->handle->error.code;
	close_place(risks, &place, queue);
out:
	db_finalize(stmt);
	return status;
}

/* The one place where load meets capacity. */
static enum syndic_status add_queue_months(struct risks *risks)
{
	struct queue queue = {0};
	struct syndic_figure capacity, months = {0};
	enum syndic_status status;

	TRY(load_queue(risks, &queue));
	TRY(capacity_of_month(risks, &capacity));
	if (capacity.known && capacity.value > 0 && (queue.timed || !queue.untimed))
		months = (struct syndic_figure){true, muldiv(queue.hours, RATIO_ONE, capacity.value)};
	risk_set_today(risks, RISK_QUEUE_MONTHS, months, queue.slots);
	if (!capacity.known)
		risk_note(risks, RISK_QUEUE_MONTHS, "nobody says who builds: syndic person-month add");
	else if (capacity.value <= 0)
		risk_note(risks, RISK_QUEUE_MONTHS, "operations of members take all hours");
	else
		risk_note(risks, RISK_QUEUE_MONTHS, "%s hours left, %s a month",
		          risk_decimal(risks, queue.hours), risk_decimal(risks, capacity.value));
	if (capacity.known && capacity.value <= 0)
		risk_alert(risks, RISK_QUEUE_MONTHS,
		           "operations of members take all hours of those who build");
	if (queue.untimed)
		risk_note(risks, RISK_QUEUE_MONTHS, "deliverables without hours: %lld",
		          (long long)queue.untimed);
out:
	return status;
}

/* ---- deliverables near their high estimate ---- */

static bool is_over(int64_t spent, int64_t high)
{
	return spent > muldiv(high, HOURS_ALERT, RATIO_ONE);
}

static void add_over(struct risks *risks, const struct db_stmt *stmt)
{
	int64_t high = db_int(stmt, 2), spent = db_int(stmt, 3);

	risk_add_record(risks, RISK_HOURS_OVER, RISK_HOURS_OVER,
	                &(struct risk_record){
						.entity = "deliverable",
						.reference = db_text(stmt, 0),
						.name = db_text(stmt, 1),
						.figure = {true, spent},
						.what = arena_printf(&risks->arena, "hours spent, of %s at most",
	                                         risk_decimal(risks, high)),
					});
}

static enum syndic_status add_hours_over(struct risks *risks)
{
	struct db_stmt *stmt = NULL;
	int64_t open = 0, over = 0, unknown = 0;
	enum syndic_status status;
	int step;

	TRY(db_prepare(risks->handle->db,
	               "SELECT slug, name, high_hours, spent_hours FROM deliverable"
	               " WHERE state <> 'accepted' AND state <> 'dropped' ORDER BY id",
	               &stmt));
	while ((step = db_step(stmt)) == 1) {
		if (db_is_null(stmt, 2) || db_is_null(stmt, 3)) {
			unknown++;
			continue;
		}
		open++;
		if (!is_over(db_int(stmt, 3), db_int(stmt, 2))) continue;
		over++;
		add_over(risks, stmt);
	}
	if (step < 0) status = risks->handle->error.code;
	risk_set_today(risks, RISK_HOURS_OVER, open ? risk_count(over) : risk_unknown(), open);
	risk_note(risks, RISK_HOURS_OVER, "more than %d %% of the high hours is spent",
	          (int)(HOURS_ALERT / (RATIO_ONE / 100)));
	if (unknown)
		risk_note(risks, RISK_HOURS_OVER, "without high or spent hours: %lld", (long long)unknown);
	if (over)
		risk_alert(risks, RISK_HOURS_OVER, "%lld of %lld may cost more than was sold",
		           (long long)over, (long long)open);
out:
	db_finalize(stmt);
	return status;
}

enum syndic_status risk_add_load(struct risks *risks)
{
	enum syndic_status status;

	TRY(add_queue_months(risks));
	TRY(add_hours_over(risks));
out:
	return status;
}
