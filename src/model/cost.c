#include "base/money.h"
#include "model/check.h"
#include "model/scenario.h"

static const struct syndic_field cost_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "what it is for; rows of one name follow each other in time"},
	{"kind", SYNDIC_CHOICE, SYNDIC_LISTED, NULL,
     LIST("personnel", "fee", "infrastructure", "travel", "other"), NULL, "kind of cost"},
	{"line", SYNDIC_CHOICE, SYNDIC_LISTED, NULL, LIST("membership", "development", "fundraising"),
     NULL, "line of business that it serves; all of them, if unknown"},
	{"amount", SYNDIC_MONEY, SYNDIC_LISTED, NULL, NULL, LIST("amount a month", "monthly"),
     "so much a month"},
	{"share", SYNDIC_RATIO, SYNDIC_LISTED, NULL, NULL, LIST("share of revenue"),
     "or this share of the month's revenue, such as a sponsor's fee of 15%"},
	{"starts_on", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, LIST("from"),
     "its first month counts from here; always, if unknown"},
	{"ends_on", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, LIST("to"),
     "its last month; it goes on, if unknown"},
	{"notes", SYNDIC_TEXT, 0, NULL, NULL, NULL, "anything else"},
};

/* Two rows of one name that count in the same month would count twice. */
static enum syndic_status check_months(struct syndic *handle, const struct record *cost)
{
	struct db_stmt *stmt;
	const char *name = record_text(cost, "name");
	enum syndic_status status = db_prepare(handle->db,
	                                       "SELECT slug FROM cost WHERE name = $1 AND id <> $2"
	                                       " AND (CAST($3 AS TEXT) IS NULL OR ends_on IS NULL OR"
	                                       " substr(ends_on, 1, 7) >= substr($3, 1, 7))"
	                                       " AND (CAST($4 AS TEXT) IS NULL OR starts_on IS NULL OR"
	                                       " substr(starts_on, 1, 7) <= substr($4, 1, 7)) LIMIT 1",
	                                       &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, name);
	db_bind_text(stmt, 2, record_text(cost, "id"));
	db_bind_text(stmt, 3, record_text(cost, "starts_on"));
	db_bind_text(stmt, 4, record_text(cost, "ends_on"));
	if (db_step(stmt) == 1) {
		status = error_set(handle, SYNDIC_CONFLICT, "cost", "starts_on", name,
		                   "%s would count twice: months of this one are months of %s, too", name,
		                   db_text(stmt, 0));
		error_help(handle, "syndic cost show %s", db_text(stmt, 0));
	}
	db_finalize(stmt);
	return status == SYNDIC_OK ? handle->error.code : status;
}

static enum syndic_status cost_check(struct syndic *handle, const struct record *before,
                                     struct record *after)
{
	enum syndic_status status = check_at_least(handle, after, "amount", 0);
	(void)before;
	if (status != SYNDIC_OK) return status;
	if (record_has(after, "amount") == record_has(after, "share"))
		return error_set(handle, SYNDIC_MISUSE, "cost", "amount", record_text(after, "name"),
		                 "a cost has either an amount a month or a share of revenue");
	if (record_has(after, "share") && record_has(after, "line"))
		return error_set(handle, SYNDIC_MISUSE, "cost", "line", record_text(after, "name"),
		                 "a share is of all revenue: it names no line of business");
	status = check_term(handle, after, "starts_on", "ends_on");
	return status == SYNDIC_OK ? check_months(handle, after) : status;
}

static const struct syndic_entity_hooks cost_hooks = {.check = cost_check,
                                                      .written = scenario_follow};
const struct syndic_entity entity_cost = {
	"cost", "costs",     "what is spent, month by month", "slug",
	0,      cost_fields, FIELD_COUNT(cost_fields),        &cost_hooks};
