/* What is known of months that are over: the cash at their end, and what they brought. */
#include <string.h>

#include "model/check.h"

static const struct syndic_field cash_balance_fields[] = {
	FIELD_ID,
	{"month", SYNDIC_MONTH, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "at the end of which month"},
	{"amount", SYNDIC_MONEY, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, LIST("balance", "cash"),
     "what was in the bank; negative is a debt"},
	{"note", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "where it comes from"},
};

static const struct syndic_field actual_fields[] = {
	FIELD_ID,
	{"month", SYNDIC_MONTH, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "a month that is over"},
	{"revenue_type", SYNDIC_CHOICE, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL,
     LIST("membership", "service", "usage", "project", "grant", "gift"), NULL,
     "what kind of money"},
	{"amount", SYNDIC_MONEY, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "what was earned by the books; nothing is 0"},
	{"note", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "where it comes from"},
};

static enum syndic_status check_over(struct syndic *handle, const struct record *record)
{
	const char *month = record_text(record, "month");
	char last[DATE_SIZE];
	month_last(month_number(month), last);
	if (strcmp(last, handle->as_of) <= 0) return SYNDIC_OK;
	return error_set(handle, SYNDIC_MISUSE, record->entity->name, "month", month,
	                 "%s is not over yet on %s: this is for months that are closed", month,
	                 handle->as_of);
}

static enum syndic_status cash_balance_check(struct syndic *handle, const struct record *before,
                                             struct record *after)
{
	(void)before;
	return check_over(handle, after);
}

static enum syndic_status actual_check(struct syndic *handle, const struct record *before,
                                       struct record *after)
{
	enum syndic_status status = check_over(handle, after);
	struct db_stmt *stmt;
	(void)before;
	if (status != SYNDIC_OK) return status;
	status = db_prepare(handle->db,
	                    "SELECT 1 FROM actual WHERE month = $1 AND revenue_type = $2 AND id <> $3",
	                    &stmt);
	if (status != SYNDIC_OK) return status;
	db_bind_text(stmt, 1, record_text(after, "month"));
	db_bind_text(stmt, 2, record_text(after, "revenue_type"));
	db_bind_text(stmt, 3, record_text(after, "id"));
	if (db_step(stmt) == 1) {
		status = error_set(handle, SYNDIC_CONFLICT, "actual", "month", record_text(after, "month"),
		                   "what %s brought in %s is known already",
		                   record_text(after, "revenue_type"), record_text(after, "month"));
		error_help(handle, "syndic actual list --month %s", record_text(after, "month"));
	}
	db_finalize(stmt);
	return status == SYNDIC_OK ? handle->error.code : status;
}

static const struct syndic_entity_hooks cash_balance_hooks = {.check = cash_balance_check},
										actual_hooks = {.check = actual_check};
const struct syndic_entity entity_cash_balance = {"cash_balance",
                                                  "cash_balances",
                                                  "what was in the bank at the end of a month",
                                                  "month",
                                                  0,
                                                  cash_balance_fields,
                                                  FIELD_COUNT(cash_balance_fields),
                                                  &cash_balance_hooks};
const struct syndic_entity entity_actual = {"actual",
                                            "actuals",
                                            "what a closed month earned by the books",
                                            "id",
                                            0,
                                            actual_fields,
                                            FIELD_COUNT(actual_fields),
                                            &actual_hooks};
