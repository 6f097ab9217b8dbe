#include <string.h>

#include "base/money.h"
#include "model/change.h"
#include "model/check.h"

static const struct syndic_field target_fields[] = {
	FIELD_ID,
	{"key", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "short name used in commands"},
	{"label", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "what the plan calls it"},
	{"year", SYNDIC_INT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "year of the period"},
	{"quarter", SYNDIC_INT, SYNDIC_LISTED, NULL, NULL, NULL,
     "its quarter, 1 to 4; the whole year if unknown"},
	{"measure", SYNDIC_CHOICE, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL,
     LIST("arr", "new-arr", "bookings", "revenue", "collected", "members", "new-members", "share",
          "sum-of"),
     NULL, "what is measured"},
	{"amount", SYNDIC_MONEY, SYNDIC_LISTED, NULL, NULL, NULL, "the goal in money"},
	{"count", SYNDIC_INT, SYNDIC_LISTED, NULL, NULL, NULL,
     "the goal in organisations, for members and new-members"},
	{"share", SYNDIC_RATIO, SYNDIC_LISTED, NULL, NULL, NULL,
     "the goal as a part of revenue, for share"},
	{"revenue_types", SYNDIC_WORDS, 0, NULL,
     LIST("membership", "service", "usage", "project", "grant", "gift"), NULL,
     "only these kinds of money"},
	{"class", SYNDIC_CHOICE, 0, NULL, LIST("small", "medium", "large", "usage", "fundraising"),
     NULL, "only this size class, for share"},
	{"kind", SYNDIC_CHOICE, 0, NULL, LIST("new", "renewal", "expansion", "not-new"), NULL,
     "only this kind of deal"},
	{"pipeline", SYNDIC_REF, 0, "pipeline", NULL, NULL, "only this pipeline"},
	{"org", SYNDIC_REF, 0, "org", NULL, NULL, "only this organisation"},
	{"tag", SYNDIC_TEXT, 0, NULL, NULL, NULL, "only what carries this tag"},
	{"cofunded", SYNDIC_BOOL, 0, NULL, NULL, NULL, "only what several fund, or only what one does"},
	{"signed", SYNDIC_INT, 0, NULL, NULL, NULL, "only what was signed in this year"},
	{"work_from", SYNDIC_DATE, 0, NULL, NULL, NULL, "only the share of service months from here"},
	{"work_to", SYNDIC_DATE, 0, NULL, NULL, NULL, "only the share of service months to here"},
	{"sum_of", SYNDIC_WORDS, 0, NULL, NULL, NULL, "keys of the targets that it sums, for sum-of"},
	{"note", SYNDIC_TEXT, 0, NULL, NULL, NULL, "where it comes from"},
};

static enum syndic_status refuse(struct syndic *handle, const struct record *target,
                                 const char *field, const char *why)
{
	return error_set(handle, SYNDIC_MISUSE, "target", field, record_text(target, "key"), "%s", why);
}

/* A sum names targets that are there, and not itself. */
static enum syndic_status check_parts(struct syndic *handle, const struct record *target)
{
	enum syndic_status status = SYNDIC_OK;
	const char *key = record_text(target, "key"), *parts = record_text(target, "sum_of");
	for (const char *at = parts ? parts : ""; *at && status == SYNDIC_OK; at += *at == ',') {
		char id[REFERENCE_SIZE], *part = arena_copy_n(&handle->change->text, at, strcspn(at, ","));
		at += strlen(part);
		if (strcmp(part, key) == 0)
			return refuse(handle, target, "sum_of", "a target cannot be part of itself");
		status = resolve_exact(handle, &entity_target, part, NULL, id);
		if (status == SYNDIC_NOT_FOUND) {
			status = error_set(handle, SYNDIC_MISUSE, "target", "sum_of", part,
			                   "there is no target %s to sum", part);
			error_help(handle, "syndic target list");
		}
	}
	return status;
}

/* The key of a target that others sum stays; `after` is NULL for one that goes. */
static enum syndic_status check_summed(struct syndic *handle, const struct record *before,
                                       const struct record *after)
{
	struct db_stmt *stmt;
	const char *key = record_text(before, "key");
	char *by = NULL;
	enum syndic_status status;
	if (after && strcmp(record_text(after, "key"), key) == 0) return SYNDIC_OK;
	status = db_prepare(handle->db,
	                    "SELECT key FROM target WHERE sum_of IS NOT NULL"
	                    " AND replace(',' || sum_of || ',', ',' || $1 || ',', '') <> ',' || sum_of "
	                    "|| ',' ORDER BY key LIMIT 1",
	                    &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, key);
	if (db_step(stmt) == 1) by = arena_copy(&handle->change->text, db_text(stmt, 0));
	db_finalize(stmt);
	if (!by) return handle->error.code;
	(void)error_set(handle, SYNDIC_CONFLICT, "target", after ? "key" : NULL, key,
	                "target %s is in use: target %s refers to it", key, by);
	error_help(handle, "syndic target show %s", by);
	return SYNDIC_CONFLICT;
}

static enum syndic_status target_check(struct syndic *handle, const struct record *before,
                                       struct record *after)
{
	const char *measure = record_text(after, "measure");
	bool counts = strcmp(measure, "members") == 0 || strcmp(measure, "new-members") == 0;
	bool shares = strcmp(measure, "share") == 0, sums = strcmp(measure, "sum-of") == 0;
	int64_t quarter = record_number(after, "quarter");
	enum syndic_status status;
	if (record_has(after, "quarter") && (quarter < 1 || quarter > 4))
		return refuse(handle, after, "quarter", "a quarter is 1, 2, 3 or 4");
	if (record_number(after, "year") < 1900 || record_number(after, "year") > 9999)
		return refuse(handle, after, "year", "a year has four digits");
	if (counts && !record_has(after, "count"))
		return refuse(handle, after, "count", "members and new-members want a count");
	if (shares && !record_has(after, "share"))
		return refuse(handle, after, "share", "a share target wants a share, such as 0.3");
	if (!counts && !shares && !sums && !record_has(after, "amount"))
		return refuse(handle, after, "amount", "this measure wants an amount");
	if (sums != record_has(after, "sum_of"))
		return refuse(handle, after, "sum_of",
		              "sum_of names the targets of measure sum-of, and only of it");
	if (record_number(after, "share") < 0 || record_number(after, "share") > RATIO_ONE)
		return refuse(handle, after, "share", "a share is from 0 to 1");
	if (record_has(after, "class") && !shares)
		return refuse(handle, after, "class", "a size class filters shares only");
	if ((status = check_at_least(handle, after, "count", 0)) != SYNDIC_OK) return status;
	if ((status = check_term(handle, after, "work_from", "work_to")) != SYNDIC_OK) return status;
	if (before && (status = check_summed(handle, before, after)) != SYNDIC_OK) return status;
	return check_parts(handle, after);
}

static enum syndic_status target_written(struct syndic *handle, const struct record *before,
                                         const struct record *after)
{
	return after ? SYNDIC_OK : check_summed(handle, before, NULL);
}

static const struct syndic_entity_hooks target_hooks = {.check = target_check,
                                                        .written = target_written};
const struct syndic_entity entity_target = {"target",
                                            "targets",
                                            "what the plan wants, by year or quarter",
                                            "key",
                                            0,
                                            target_fields,
                                            FIELD_COUNT(target_fields),
                                            &target_hooks};
