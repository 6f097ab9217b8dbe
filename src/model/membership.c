#include <string.h>

#include "model/change.h"
#include "model/check.h"

static const struct syndic_field membership_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"org", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "org", NULL,
     LIST("organisation", "organization"), "the member"},
	{"tier", SYNDIC_REF, SYNDIC_LISTED, "tier", NULL, LIST("membership type"),
     "general, premier, essential"},
	{"contract", SYNDIC_REF, SYNDIC_LISTED, "contract", NULL, NULL, "where its money is"},
	{"starts_on", SYNDIC_DATE, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "first day of the term"},
	{"ends_on", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, NULL,
     "last day of the term; open-ended if unknown"},
	{"ended_reason", SYNDIC_TEXT, 0, NULL, NULL, NULL, "why it was not renewed, or ended early"},
	{"notes", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL, "anything else"},
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
};

static enum syndic_status membership_check(struct syndic *handle, const struct record *before,
                                           struct record *after)
{
	(void)before;
	return check_term(handle, after, "starts_on", "ends_on");
}

static void membership_slug(struct syndic *handle, const struct record *record, struct buf *out)
{
	struct db_stmt *stmt;
	if (db_prepare(handle->db, "SELECT slug FROM org WHERE id = $1", &stmt) != SYNDIC_OK) return;
	db_bind_text(stmt, 1, record_text(record, "org"));
	if (db_step(stmt) == 1)
		buf_printf(out, "%s %.4s", db_text(stmt, 0), record_text(record, "starts_on"));
	db_finalize(stmt);
}

static const struct syndic_entity_hooks membership_hooks = {.check = membership_check,
                                                            .slug = membership_slug};
const struct syndic_entity entity_membership = {"membership",
                                                "memberships",
                                                "one term of a member",
                                                "slug",
                                                0,
                                                membership_fields,
                                                FIELD_COUNT(membership_fields),
                                                &membership_hooks};

static const struct syndic_field usage_fields[] = {
	FIELD_ID,
	{"org", SYNDIC_REF, SYNDIC_LISTED, "org", NULL, LIST("organisation", "organization"),
     "whose cluster it is; if nothing is said, as in its latest month"},
	{"cluster", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "the cluster, as it is called in operations"},
	{"month", SYNDIC_MONTH, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, LIST("date"), "the month"},
	{"active_users", SYNDIC_INT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, LIST("unique_users"),
     "people who used it in that month"},
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
};

/* Operations name a cluster only: it is whose it was in the latest month that says so. */
static enum syndic_status org_of_cluster(struct syndic *handle, struct record *usage)
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT org FROM usage WHERE cluster = $1 AND org IS NOT NULL"
	               " ORDER BY month DESC LIMIT 1",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, record_text(usage, "cluster"));
	if (db_step(stmt) == 1) {
		record_set_text(usage, "org", arena_copy(&handle->change->text, db_text(stmt, 0)));
	}
	db_finalize(stmt);
	return handle->error.code;
}

static enum syndic_status usage_check(struct syndic *handle, const struct record *before,
                                      struct record *after)
{
	struct db_stmt *stmt;
	enum syndic_status status;
	bool twice;
	if ((status = check_at_least(handle, after, "active_users", 0)) != SYNDIC_OK) return status;
	if (!before && !record_has(after, "org") &&
	    (status = org_of_cluster(handle, after)) != SYNDIC_OK) {
		return status;
	}
	status = db_prepare(handle->db,
	                    "SELECT 1 FROM usage WHERE month = $1 AND cluster = $2 AND coalesce(org, "
	                    "'') = $3 AND id <> $4",
	                    &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, record_text(after, "month"));
	db_bind_text(stmt, 2, record_text(after, "cluster"));
	db_bind_text(stmt, 3, record_has(after, "org") ? record_text(after, "org") : "");
	db_bind_text(stmt, 4, record_text(after, "id"));
	twice = db_step(stmt) == 1;
	db_finalize(stmt);
	if (twice) {
		(void)error_set(handle, SYNDIC_CONFLICT, "usage", "month", record_text(after, "month"),
		                "the usage of %s in %s is known already", record_text(after, "cluster"),
		                record_text(after, "month"));
		error_help(handle, "syndic usage list --cluster %s --month %s",
		           record_text(after, "cluster"), record_text(after, "month"));
		return SYNDIC_CONFLICT;
	}
	return SYNDIC_OK;
}

static const struct syndic_entity_hooks usage_hooks = {.check = usage_check};
const struct syndic_entity entity_usage = {"usage",
                                           "usage",
                                           "active users of an organisation's cluster in a month",
                                           "id",
                                           0,
                                           usage_fields,
                                           FIELD_COUNT(usage_fields),
                                           &usage_hooks};
