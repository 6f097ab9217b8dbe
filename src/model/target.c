#include <string.h>

#include "base/money.h"
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
	{"sum_of", SYNDIC_REFS, 0, "target", NULL, NULL, "the targets that it sums, for sum-of"},
	{"note", SYNDIC_TEXT, 0, NULL, NULL, NULL, "where it comes from"},
};

static enum syndic_status refuse(struct syndic *handle, const struct record *target,
                                 const char *field, const char *why)
{
	return error_set(handle, SYNDIC_MISUSE, "target", field, record_text(target, "key"), "%s", why);
}

static enum syndic_status target_check(struct syndic *handle, const struct record *before,
                                       struct record *after)
{
	const char *measure = record_text(after, "measure");
	bool counts = strcmp(measure, "members") == 0 || strcmp(measure, "new-members") == 0;
	bool shares = strcmp(measure, "share") == 0, sums = strcmp(measure, "sum-of") == 0;
	int64_t quarter = record_number(after, "quarter");
	enum syndic_status status;
	(void)before;
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
	if (sums && strstr(record_text(after, "sum_of"), record_text(after, "id")))
		return refuse(handle, after, "sum_of", "a target cannot be part of itself");
	return check_term(handle, after, "work_from", "work_to");
}

static const struct syndic_entity_hooks target_hooks = {.check = target_check};
const struct syndic_entity entity_target = {"target",
                                            "targets",
                                            "what the plan wants, by year or quarter",
                                            "key",
                                            0,
                                            target_fields,
                                            FIELD_COUNT(target_fields),
                                            &target_hooks};
