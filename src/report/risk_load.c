/*
 * Load against capacity.
 *
 *   load-over      the highest chance that the load of a month exceeds its capacity, of the months from
 *                  as_of's on that the capacity report looks at. Cases: months of which capacity is known
 *   collisions     of these the months in which what is sold and members to be taken aboard exceed it
 *                  together, and neither alone
 *   queue-months   hours left of queued and pulled slots, at even chances (queue_paths.h), ÷ the capacity
 *                  of the next month (crew.h). Unknown where nobody says who builds, or operations take it all
 *   hours-over     open deliverables on which more than HOURS_ALERT of the high hours is spent. Cases:
 *                  those with high and spent hours.
 */
#include "base/text.h"
#include "model/transition.h"
#include "report/queue.h"
#include "report/risk.h"

#define EVEN 0.5 /* as likely more as less */

/* ---- months to come ---- */

static const struct syndic_capacity_month *worst_of(const struct syndic_capacity *report,
                                                    int64_t *known, int64_t *collisions)
{
	const struct syndic_capacity_month *worst = NULL;

	for (size_t i = 0; i < report->month_count; i++) {
		const struct syndic_capacity_month *month = &report->months[i];
		*known += month->p_over.known;
		*collisions += month->collision;
		if (month->p_over.known && (!worst || month->p_over.value > worst->p_over.value))
			worst = month;
	}
	return worst;
}

static void add_month(struct risks *risks, const struct syndic_capacity_month *month)
{
	risk_add_record(
		risks, RISK_LOAD_OVER, RISK_COLLISIONS,
		&(struct risk_record){
			.entity = "month",
			.reference = month->month,
			.figure = month->p_over,
			.what = arena_printf(&risks->arena, "%s hours sold, %s for new members, of %s%s",
	                             risk_decimal(risks, month->committed),
	                             risk_decimal(risks, month->onboarding),
	                             risk_decimal(risks, month->capacity.value),
	                             month->collision ? ": they collide" : ""),
			.help = arena_printf(&risks->arena, "syndic capacity --from %s", month->month),
		});
}

static void add_months(struct risks *risks)
{
	const struct syndic_capacity *report = risks->capacity;
	int64_t known = 0, collisions = 0;
	const struct syndic_capacity_month *worst = worst_of(report, &known, &collisions);

	risk_set_today(risks, RISK_LOAD_OVER, worst ? worst->p_over : risk_unknown(), known);
	risk_set_today(risks, RISK_COLLISIONS, known ? risk_count(collisions) : risk_unknown(), known);
	if (!worst) risk_note(risks, RISK_LOAD_OVER, "nobody says who builds: syndic person-month add");
	if (report->gap_count)
		risk_note(risks, RISK_LOAD_OVER, "in no month, for lack of hours or a term: %zu",
		          report->gap_count);
	if (!worst) return;
	risk_note(risks, RISK_LOAD_OVER, "most in %s", worst->month);
	if (worst->p_over.value > LOAD_ALERT)
		risk_alert(risks, RISK_LOAD_OVER, "%s is more likely overfull than not", worst->month);
	if (collisions)
		risk_alert(risks, RISK_COLLISIONS, "new members and what was sold do not fit together");
	for (size_t i = 0; i < report->month_count; i++)
		if (report->months[i].p_over.known &&
		    (report->months[i].p_over.value > 0 || report->months[i].collision))
			add_month(risks, &report->months[i]);
}

/* ---- the queue ---- */

static bool is_sold(const struct queue_entry *entry)
{
	return !text_equal(entry->state, "held");
}

static void add_entry(struct risks *risks, const struct queue_entry *entry, int64_t hours)
{
	risk_add_record(risks, RISK_QUEUE_MONTHS, RISK_QUEUE_MONTHS,
	                &(struct risk_record){
						.entity = "slot",
						.reference = entry->slug,
						.name = entry->initiative_name,
						.figure = {entry->work.known, hours},
						.what = arena_printf(&risks->arena, "hours left, %s%s", entry->state,
	                                         entry->work.known ? "" : ": unknown"),
					});
}

static enum syndic_status add_queue_months(struct risks *risks)
{
	struct queue queue;
	int64_t slots = 0, unknown = 0, hours = 0;
	struct syndic_figure capacity = {0}, months = {0};
	enum syndic_status status;

	TRY(queue_load(risks->handle, NULL, 0, &risks->arena, &queue));
	for (size_t i = 0; i < queue.count; i++) {
		const struct queue_entry *entry = &queue.entries[i];
		int64_t left = entry->work.known ? queue_hours(&entry->work, EVEN) : 0;
		if (!is_sold(entry)) continue;
		slots++;
		unknown += !entry->work.known;
		hours += left;
		add_entry(risks, entry, left);
	}
	capacity = queue.crew.capacity[1]; /* of this month only a part is left */
	if (capacity.known && capacity.value > 0 && unknown < slots + (slots == 0))
		months = (struct syndic_figure){true, muldiv(hours, RATIO_ONE, capacity.value)};
	risk_set_today(risks, RISK_QUEUE_MONTHS, months, slots);
	if (!capacity.known)
		risk_note(risks, RISK_QUEUE_MONTHS, "nobody says who builds: syndic person-month add");
	else if (capacity.value == 0)
		risk_note(risks, RISK_QUEUE_MONTHS, "operations of members take all hours");
	else
		risk_note(risks, RISK_QUEUE_MONTHS, "%s hours left, %s a month", risk_decimal(risks, hours),
		          risk_decimal(risks, capacity.value));
	if (capacity.known && capacity.value == 0)
		risk_alert(risks, RISK_QUEUE_MONTHS, "operations of members take all hours");
	if (unknown)
		risk_note(risks, RISK_QUEUE_MONTHS, "slots of unknown size: %lld", (long long)unknown);
out:
	queue_free(&queue);
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

	add_months(risks);
	TRY(add_queue_months(risks));
	TRY(add_hours_over(risks));
out:
	return status;
}
