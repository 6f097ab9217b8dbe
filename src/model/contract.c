#include <string.h>

#include "base/text.h"
#include "model/change.h"
#include "model/check.h"
#include "model/deal.h"
#include "model/pipeline.h"
#include "model/pledge.h"
#include "model/sow.h"

static const struct syndic_field contract_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_SEARCHED, NULL, NULL, NULL,
     "what people call it"},
	{"number", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, LIST("contract number"),
     "its number on paper"},
	{"org", SYNDIC_REF, SYNDIC_LISTED, "org", NULL, LIST("organisation", "organization"),
     "who pays"},
	{"deal", SYNDIC_REF, 0, "deal", NULL, NULL, "the deal that it came from"},
	{"revenue_type", SYNDIC_CHOICE, SYNDIC_LISTED, NULL,
     LIST("membership", "service", "usage", "project", "grant", "gift"), NULL,
     "what kind of money"},
	{"tier", SYNDIC_REF, 0, "tier", NULL, NULL, "of a membership"},
	{"kind", SYNDIC_CHOICE, 0, NULL, LIST("new", "renewal", "expansion"), NULL,
     "first sale, renewal or expansion"},
	{"amount", SYNDIC_MONEY, SYNDIC_LISTED, NULL, NULL, NULL, "money over the whole term"},
	{"fee_per_year", SYNDIC_MONEY, 0, NULL, NULL, NULL,
     "fee of a year, where it recurs; amount ÷ years of term if unknown"},
	{"currency", SYNDIC_TEXT, 0, NULL, NULL, NULL, "the database's"},
	{"recurring", SYNDIC_BOOL, 0, NULL, NULL, NULL,
     "does it recur; as its revenue type does, if unknown"},
	{"starts_on", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, LIST("start date"), "first day"},
	{"ends_on", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, LIST("end date"), "last day"},
	{"signed_on", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, NULL, "day of the last signature"},
	{"collected", SYNDIC_MONEY, 0, NULL, NULL, LIST("amount_collected"),
     "money received, where payments are not listed; unknown is not zero"},
	{"billing", SYNDIC_CHOICE, 0, NULL, LIST("upfront", "monthly", "milestone", "completion"), NULL,
     "when it is invoiced"},
	{"renews", SYNDIC_REF, 0, "contract", NULL, NULL, "the contract that it continues"},
	{"auto_renew", SYNDIC_BOOL, 0, NULL, NULL, NULL, "goes on unless it is cancelled"},
	{"restricted", SYNDIC_BOOL, 0, NULL, NULL, NULL, "is the money tied to a purpose"},
	{"tags", SYNDIC_WORDS, 0, NULL, NULL, NULL, "words to filter by"},
	{"notes", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL, "anything else"},
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
};

/* The contract columns that its membership takes over and follows. */
static const char *const membership_columns[] = {"org", "tier", "starts_on", "ends_on"};

static enum syndic_status contract_check(struct syndic *handle, const struct record *before,
                                         struct record *after)
{
	enum syndic_status status;
	struct record deal;
	if ((status = check_currency(handle, after)) != SYNDIC_OK) return status;
	if ((status = check_term(handle, after, "starts_on", "ends_on")) != SYNDIC_OK) return status;
	if ((status = check_at_least(handle, after, "amount", 0)) != SYNDIC_OK) return status;
	if ((status = check_at_least(handle, after, "fee_per_year", 0)) != SYNDIC_OK) return status;
	if ((status = check_at_least(handle, after, "collected", 0)) != SYNDIC_OK) return status;
	if ((status = pledge_check_contract(handle, before, after)) != SYNDIC_OK) return status;
	if ((status = sow_check_of_contract(handle, before, after)) != SYNDIC_OK) return status;
	if (record_has(after, "renews") &&
	    strcmp(record_text(after, "renews"), record_text(after, "id")) == 0) {
		return error_set(handle, SYNDIC_MISUSE, "contract", "renews", record_text(after, "slug"),
		                 "a contract cannot renew itself");
	}
	if (text_equal(record_text(after, "id"), handle->change->contract))
		return SYNDIC_OK; /* of the deal being won */
	if (!record_has(after, "deal") || !record_differs(before, after, "deal")) return SYNDIC_OK;
	if ((status = record_load(handle, &entity_deal, record_text(after, "deal"),
	                          &handle->change->text, &deal)) != SYNDIC_OK)
		return status;
	if (!stage_is(stages_find(handle, record_text(&deal, "stage")), "won")) {
		/* Otherwise the same money would count as committed and as possible. */
		(void)error_set(handle, SYNDIC_CONFLICT, "contract", "deal", record_text(&deal, "slug"),
		                "the deal %s is not won: its money would count twice",
		                record_text(&deal, "slug"));
		error_help(handle, "syndic deal win %s", record_text(&deal, "slug"));
		return SYNDIC_CONFLICT;
	}
	return SYNDIC_OK;
}

static enum syndic_status make_membership(struct syndic *handle, const struct record *contract)
{
	struct record membership;
	record_init(&membership, &entity_membership);
	record_set_text(&membership, "contract", record_text(contract, "id"));
	for (size_t i = 0; i < FIELD_COUNT(membership_columns); i++) {
		record_set(&membership, membership_columns[i], record_get(contract, membership_columns[i]));
	}
	return record_insert(handle, &membership, 0, &handle->change->text);
}

static enum syndic_status membership_of(struct syndic *handle, const struct record *contract,
                                        char id[ULID_SIZE])
{
	struct db_stmt *stmt;
	enum syndic_status status =
		db_prepare(handle->db,
	               "SELECT id FROM membership WHERE contract = $1 ORDER BY starts_on, id LIMIT 1",
	               &stmt);
	if (status != SYNDIC_OK) return status;
	id[0] = '\0';
	db_bind_text(stmt, 1, record_text(contract, "id"));
	if (db_step(stmt) == 1) strncat(id, db_text(stmt, 0), ULID_SIZE - 1);
	db_finalize(stmt);
	return SYNDIC_OK;
}

static enum syndic_status follow_into_membership(struct syndic *handle, const struct record *before,
                                                 const struct record *after, const char *id)
{
	enum syndic_status status;
	struct record old, membership;
	status = record_load(handle, &entity_membership, id, &handle->change->text, &old);
	if (status != SYNDIC_OK) return status;
	membership = old;
	for (size_t i = 0; i < FIELD_COUNT(membership_columns); i++) {
		const char *column = membership_columns[i];
		if (value_equal(record_get(&old, column), record_get(before, column))) {
			record_set(&membership, column, record_get(after, column));
		}
	}
	if (!record_has(&membership, "org") || !record_has(&membership, "starts_on")) {
		(void)error_set(handle, SYNDIC_CONFLICT, "contract", NULL, record_text(after, "slug"),
		                "the membership %s of %s needs an organisation and a first day",
		                record_text(&old, "slug"), record_text(after, "slug"));
		error_help(handle, "syndic membership rm %s", record_text(&old, "slug"));
		return SYNDIC_CONFLICT;
	}
	return record_update(handle, &old, &membership, 0, &handle->change->text);
}

/* Otherwise somebody would stay a member by a contract that is none. */
static enum syndic_status refuse_with_member(struct syndic *handle, const struct record *contract,
                                             const char *id)
{
	struct record membership;
	enum syndic_status status =
		record_load(handle, &entity_membership, id, &handle->change->text, &membership);
	if (status != SYNDIC_OK) return status;
	(void)error_set(handle, SYNDIC_CONFLICT, "contract", "revenue_type",
	                record_text(contract, "slug"),
	                "the membership %s stands on %s: remove it first",
	                record_text(&membership, "slug"), record_text(contract, "slug"));
	error_help(handle, "syndic membership rm %s", record_text(&membership, "slug"));
	return SYNDIC_CONFLICT;
}

static enum syndic_status contract_written(struct syndic *handle, const struct record *before,
                                           const struct record *after)
{
	enum syndic_status status;
	char id[ULID_SIZE] = "";
	bool relevant = !before;
	if (!after) return SYNDIC_OK;
	for (size_t i = 0; before && i < FIELD_COUNT(membership_columns); i++) {
		relevant |= record_differs(before, after, membership_columns[i]);
	}
	relevant |= before && record_differs(before, after, "revenue_type");
	if (!relevant) return SYNDIC_OK;
	if (before && (status = membership_of(handle, after, id)) != SYNDIC_OK) return status;
	if (!text_equal(record_text(after, "revenue_type"), "membership")) {
		return id[0] ? refuse_with_member(handle, after, id) : SYNDIC_OK;
	}
	if (id[0]) return follow_into_membership(handle, before, after, id);
	if (record_has(after, "org") && record_has(after, "starts_on"))
		return make_membership(handle, after);
	return SYNDIC_OK;
}

static const struct syndic_entity_hooks contract_hooks = {.check = contract_check,
                                                          .written = contract_written};
const struct syndic_entity entity_contract = {
	"contract", "contracts",     "a signed agreement: committed money", "slug",
	0,          contract_fields, FIELD_COUNT(contract_fields),          &contract_hooks};

static const struct syndic_field payment_fields[] = {
	FIELD_ID,
	{"contract", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "contract", NULL, NULL,
     "what it was paid on"},
	{"paid_on", SYNDIC_DATE, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "the day on which it was received"},
	{"amount", SYNDIC_MONEY, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "money received; negative for a refund"},
	{"note", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "anything else"},
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
};
const struct syndic_entity entity_payment = {
	"payment", "payments",     "money received on a contract", "id",
	0,         payment_fields, FIELD_COUNT(payment_fields),    NULL};
