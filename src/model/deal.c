#include "model/deal.h"

#include <string.h>

#include "model/change.h"
#include "model/check.h"
#include "model/pipeline.h"
#include "model/pledge.h"
#include "model/scenario.h"
#include "model/sow.h"

static const struct syndic_field deal_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_SEARCHED, NULL, NULL, LIST("deal name"),
     "what people call it"},
	{"org", SYNDIC_REF, SYNDIC_LISTED, "org", NULL, LIST("organisation", "organization"),
     "who would pay"},
	{"pipeline", SYNDIC_REF, SYNDIC_LISTED, "pipeline", NULL, NULL,
     "how it is sold; membership if nothing is said"},
	{"stage", SYNDIC_REF, SYNDIC_LISTED | SYNDIC_BY_NAME, "stage", NULL, NULL,
     "where it stands; the pipeline's first if nothing is said"},
	{"stage_since", SYNDIC_DATE, 0, NULL, NULL, NULL, "since when it stands there"},
	{"kind", SYNDIC_CHOICE, SYNDIC_LISTED, NULL, LIST("new", "renewal", "expansion"), NULL,
     "first sale, renewal or expansion"},
	{"revenue_type", SYNDIC_CHOICE, 0, NULL,
     LIST("membership", "service", "usage", "project", "grant", "gift"), NULL,
     "what kind of money"},
	{"tier", SYNDIC_REF, 0, "tier", NULL, NULL, "of a membership"},
	{"amount", SYNDIC_MONEY, SYNDIC_LISTED, NULL, NULL, NULL, "money over the whole term"},
	{"currency", SYNDIC_TEXT, 0, NULL, NULL, NULL, "the database's"},
	{"probability", SYNDIC_RATIO, 0, NULL, NULL, NULL, "chance to win; its stage's if unknown"},
	{"starts_on", SYNDIC_DATE, 0, NULL, NULL, NULL, "first day of what is sold"},
	{"ends_on", SYNDIC_DATE, 0, NULL, NULL, NULL, "last day of what is sold"},
	{"expected_close", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, NULL, "when it should be won"},
	{"closed_on", SYNDIC_DATE, 0, NULL, NULL, NULL, "when it was won or lost"},
	{"lost_reason", SYNDIC_CHOICE, 0, NULL,
     LIST("price", "budget", "timing", "slot-not-date", "scope", "cheaper-alternative",
          "competitor", "built-it-themselves", "no-decision", "no-answer", "duplicate",
          "round-lapsed", "other"),
     LIST("closed lost reason"), "why it was lost"},
	{"owner", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "who of us sells it"},
	{"next_step", SYNDIC_TEXT, 0, NULL, NULL, NULL, "what comes next"},
	{"campaign", SYNDIC_TEXT, 0, NULL, NULL, NULL, "what brought the lead"},
	{"tags", SYNDIC_WORDS, 0, NULL, NULL, NULL, "words to filter by"},
	{"contract", SYNDIC_REF, 0, "contract", NULL, NULL, "the contract that it became"},
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
	{"syndicate", SYNDIC_REF, 0, "syndicate", NULL, NULL, "a pledge: the round that it is of"},
	{"condition_amount", SYNDIC_MONEY, 0, NULL, NULL, NULL,
     "a pledge: it counts only if the others bring so much"},
	{"condition_members", SYNDIC_INT, 0, NULL, NULL, NULL,
     "a pledge: it counts only if so many others join"},
	{"expires", SYNDIC_DATE, 0, NULL, NULL, NULL, "a pledge: the last day on which it holds"},
	{"budget_line", SYNDIC_TEXT, 0, NULL, NULL, NULL, "from what its organisation pays"},
	{"fiscal_year", SYNDIC_TEXT, 0, NULL, NULL, NULL, "of its organisation's budget"},
	{"purchase_order", SYNDIC_TEXT, 0, NULL, NULL, NULL, "its organisation's number for it"},
	{"public", SYNDIC_BOOL, 0, NULL, NULL, NULL,
     "organisation and amount may stand on the public roadmap"},
	{"withdrawn_on", SYNDIC_DATE, SYNDIC_KEPT, NULL, NULL, NULL,
     "a signed pledge: when it was withdrawn all the same"},
};

const struct deal_contract_field deal_contract_fields[] = {
	{"org", "org"},         {"revenue_type", "revenue_type"},
	{"tier", "tier"},       {"kind", "kind"},
	{"amount", "amount"},   {"starts_on", "starts_on"},
	{"ends_on", "ends_on"}, {"closed_on", "signed_on"},
	{"tags", "tags"},
};
const size_t deal_contract_field_count = FIELD_COUNT(deal_contract_fields);

/* ---- check ---- */

enum syndic_status deal_default_pipeline(struct syndic *handle, struct record *deal,
                                         struct arena *arena)
{
	size_t count;
	const struct stage *stages = stages_all(handle, &count);
	const char *found = NULL,
			   *usual = record_has(deal, "syndicate") ? PLEDGE_PIPELINE : "membership";
	for (size_t i = 0; i < count; i++) {
		if (!found || strcmp(stages[i].pipeline_slug, usual) == 0) found = stages[i].pipeline;
		if (strcmp(stages[i].pipeline_slug, usual) == 0) break;
	}
	if (!found) {
		return error_set(handle, SYNDIC_CONFLICT, "deal", "pipeline", NULL,
		                 "there is no pipeline with a stage: a deal needs one");
	}
	record_set_text(deal, "pipeline", arena_copy(arena, found));
	return SYNDIC_OK;
}

static enum syndic_status refuse_contract(struct syndic *handle, const struct record *deal,
                                          const char *why, const char *help)
{
	const char *slug = record_has(deal, "slug") ? record_text(deal, "slug") : "the deal";
	(void)error_set(handle, SYNDIC_CONFLICT, "deal", "contract", record_text(deal, "contract"), why,
	                slug);
	error_help(handle, help, slug);
	return SYNDIC_CONFLICT;
}

/* Only a won deal has a contract, and it keeps the one that it has: otherwise the same money would
 * count twice, or not at all. */
static enum syndic_status check_contract(struct syndic *handle, const struct record *before,
                                         const struct record *after, const struct stage *stage)
{
	if (!record_differs(before, after, "contract")) return SYNDIC_OK;
	if (before && record_has(before, "contract") && !handle->change->reopening) {
		return refuse_contract(handle, before, "%s is won and keeps its contract",
		                       "syndic deal reopen %s");
	}
	if (!record_has(after, "contract") || stage_is(stage, "won")) return SYNDIC_OK;
	return refuse_contract(handle, after, "%s is not won: money of a contract would count twice",
	                       "syndic deal win %s --contract …");
}

/* Closing and opening again: closed_on, lost_reason and contract follow the stage. */
static enum syndic_status check_outcome(struct syndic *handle, const struct record *before,
                                        struct record *after, const struct stage *stage)
{
	const struct stage *old = before ? stages_find(handle, record_text(before, "stage")) : NULL;
	bool moved = record_differs(before, after, "stage");
	enum syndic_status status = check_contract(handle, before, after, stage);
	if (status != SYNDIC_OK) return status;
	if (stage_is(old, "won") && !stage_is(stage, "won") && record_has(after, "contract")) {
		(void)error_set(handle, SYNDIC_CONFLICT, "deal", "stage", record_text(after, "slug"),
		                "%s is won and has its contract: it cannot just move to %s",
		                record_text(after, "slug"), stage->name);
		error_help(handle, "syndic deal reopen %s", record_text(after, "slug"));
		return SYNDIC_CONFLICT;
	}
	if (!stage_is(stage, "lost") && record_has(after, "lost_reason")) {
		if (!before || record_differs(before, after, "lost_reason")) {
			return error_set(handle, SYNDIC_MISUSE, "deal", "lost_reason",
			                 record_text(after, "lost_reason"),
			                 "a deal that is not lost has no lost_reason (%s is no lost stage)",
			                 stage->name);
		}
		record_set(after, "lost_reason", value_null());
	}
	if (stage_is(stage, "open")) {
		if (moved && before) {
			record_set(after, "closed_on", value_null());
		} else if (record_has(after, "closed_on") && record_differs(before, after, "closed_on")) {
			(void)error_set(handle, SYNDIC_MISUSE, "deal", "closed_on",
			                record_text(after, "closed_on"),
			                "an open deal has no closed_on (%s is an open stage)", stage->name);
			error_help(handle, "syndic deal win %s, or deal lose",
			           record_has(after, "slug") ? record_text(after, "slug")
			                                     : "DEAL, once it is added");
			return SYNDIC_MISUSE;
		}
		return SYNDIC_OK;
	}
	if (!record_has(after, "closed_on") ||
	    (old && !stage_is(old, stage->outcome) && !record_differs(before, after, "closed_on")))
		record_set_text(after, "closed_on", handle->as_of);
	if (stage_is(stage, "won") && !record_has(after, "contract")) {
		ulid_new(handle->change->contract);
		record_set_text(after, "contract",
		                arena_copy(&handle->change->text, handle->change->contract));
	}
	return SYNDIC_OK;
}

static enum syndic_status deal_check(struct syndic *handle, const struct record *before,
                                     struct record *after)
{
	enum syndic_status status;
	const struct stage *stage;
	struct arena *arena = &handle->change->text;
	if (before && (!record_has(after, "pipeline") ||
	               (!record_has(after, "stage") && !record_differs(before, after, "pipeline")))) {
		return error_set(handle, SYNDIC_MISUSE, "deal", "stage", NULL,
		                 "a deal stands at a stage of a pipeline: it cannot be unknown");
	}
	if (!record_has(after, "pipeline")) {
		status = deal_default_pipeline(handle, after, arena);
		if (status != SYNDIC_OK) return status;
	}
	if (!record_has(after, "stage")) {
		stage = stages_first(handle, record_text(after, "pipeline"));
		if (!stage) {
			(void)error_set(handle, SYNDIC_CONFLICT, "deal", "pipeline", NULL,
			                "its pipeline has no stage yet");
			error_help(handle, "syndic stage add --pipeline … --name … --position 1 --probability "
			                   "0.1 --outcome open");
			return SYNDIC_CONFLICT;
		}
		record_set_text(after, "stage", stage->id);
	}
	stage = stages_find(handle, record_text(after, "stage"));
	if (!stage || strcmp(stage->pipeline, record_text(after, "pipeline")) != 0) {
		(void)error_set(
			handle, SYNDIC_MISUSE, "deal", "stage", stage ? stage->name : NULL,
			"the stage is not one of the deal's pipeline: name both --pipeline and --stage");
		error_help(handle, "syndic stage list");
		return SYNDIC_MISUSE;
	}
	status = check_currency(handle, after);
	if (status != SYNDIC_OK) return status;
	status = check_term(handle, after, "starts_on", "ends_on");
	if (status != SYNDIC_OK) return status;
	status = check_at_least(handle, after, "amount", 0);
	if (status != SYNDIC_OK) return status;
	status = pledge_check(handle, before, after, stage);
	if (status != SYNDIC_OK) return status;
	status = sow_check_of_deal(handle, before, after);
	if (status != SYNDIC_OK) return status;
	status = check_outcome(handle, before, after, stage);
	if (status != SYNDIC_OK) return status;
	if (before && record_differs(before, after, "stage") &&
	    !record_differs(before, after, "probability")) {
		/* A chance that was given for the stage before says nothing of this one. */
		record_set(after, "probability", value_null());
	}
	if (!record_has(after, "stage_since") || (before && record_differs(before, after, "stage") &&
	                                          !record_differs(before, after, "stage_since"))) {
		/* A deal that was closed long ago has stood in its last stage since then. */
		const char *closed = record_text(after, "closed_on");
		bool past = closed && strcmp(closed, handle->as_of) < 0;
		record_set_text(after, "stage_since", past ? closed : handle->as_of);
	}
	return SYNDIC_OK;
}

/* ---- consequences ---- */

static enum syndic_status make_contract(struct syndic *handle, const struct record *deal)
{
	enum syndic_status status;
	struct record contract;
	const struct deal_contract *say = handle->deal_contract;
	record_init(&contract, &entity_contract);
	record_set_text(&contract, "id", record_text(deal, "contract"));
	record_set_text(&contract, "name", record_text(deal, "name"));
	record_set_text(&contract, "deal", record_text(deal, "id"));
	record_set_text(&contract, "currency", record_text(deal, "currency"));
	for (size_t i = 0; i < deal_contract_field_count; i++) {
		record_set(&contract, deal_contract_fields[i].contract,
		           record_get(deal, deal_contract_fields[i].deal));
	}
	if (say) {
		if (say->starts_on) record_set_text(&contract, "starts_on", say->starts_on);
		if (say->ends_on) record_set_text(&contract, "ends_on", say->ends_on);
		if (say->collected_known) record_set_number(&contract, "collected", say->collected);
		status = record_apply(handle, &contract, say->inputs, say->input_count, false,
		                      &handle->change->text);
		if (status != SYNDIC_OK) return status;
	}
	return record_insert(handle, &contract, 0, &handle->change->text);
}

static enum syndic_status follow_into_contract(struct syndic *handle, const struct record *before,
                                               const struct record *after)
{
	enum syndic_status status;
	struct arena *arena = &handle->change->text;
	struct record old, contract;
	bool any = false;
	if (record_differs(before, after, "contract"))
		return SYNDIC_OK; /* a linked contract says its own */
	for (size_t i = 0; i < deal_contract_field_count; i++)
		any |= record_differs(before, after, deal_contract_fields[i].deal);
	if (!any) return SYNDIC_OK;
	status = record_load(handle, &entity_contract, record_text(after, "contract"), arena, &old);
	if (status != SYNDIC_OK) return status;
	if (!record_has(&old, "deal") ||
	    strcmp(record_text(&old, "deal"), record_text(after, "id")) != 0)
		return SYNDIC_OK;
	contract = old;
	for (size_t i = 0; i < deal_contract_field_count; i++) {
		const struct deal_contract_field *field = &deal_contract_fields[i];
		if (!record_differs(before, after, field->deal)) continue;
		if (value_equal(record_get(&old, field->contract), record_get(before, field->deal))) {
			record_set(&contract, field->contract, record_get(after, field->deal));
		} else if (!value_equal(record_get(&old, field->contract),
		                        record_get(after, field->deal))) {
			change_note(handle, "the contract %s keeps its own %s", record_text(&old, "slug"),
			            field->contract);
		}
	}
	return record_update(handle, &old, &contract, 0, arena);
}

static enum syndic_status contract_follows(struct syndic *handle, const struct record *before,
                                           const struct record *after)
{
	enum syndic_status status;
	if (!after || !record_has(after, "contract")) return SYNDIC_OK;
	if (strcmp(record_text(after, "contract"), handle->change->contract) == 0) {
		status = make_contract(handle, after);
		handle->change->contract[0] = '\0';
		return status;
	}
	return before ? follow_into_contract(handle, before, after) : SYNDIC_OK;
}

static enum syndic_status deal_written(struct syndic *handle, const struct record *before,
                                       const struct record *after)
{
	enum syndic_status status = scenario_follow(handle, before, after);
	if (status == SYNDIC_OK) status = contract_follows(handle, before, after);
	return status == SYNDIC_OK ? pledge_written(handle, before, after) : status;
}

static const struct syndic_entity_hooks deal_hooks = {.check = deal_check, .written = deal_written};
const struct syndic_entity entity_deal = {"deal",
                                          "deals",
                                          "one chance of money from one organisation",
                                          "slug",
                                          0,
                                          deal_fields,
                                          FIELD_COUNT(deal_fields),
                                          &deal_hooks};
