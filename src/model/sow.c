/* Statements of work: one scope, and the signatures under it. */
#include <string.h>

#include "model/check.h"
#include "model/transition.h"

static const struct syndic_field sow_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_SEARCHED | SYNDIC_LISTED, NULL, NULL, NULL,
     "what it is called"},
	{"initiative", SYNDIC_REF, SYNDIC_LISTED, "initiative", NULL, NULL, "what is built"},
	{"syndicate", SYNDIC_REF, SYNDIC_LISTED, "syndicate", NULL, NULL,
     "the round whose pledges sign it"},
	{"deal", SYNDIC_REF, 0, "deal", NULL, NULL, "or the one deal that does"},
	{"state", SYNDIC_CHOICE, SYNDIC_KEPT | SYNDIC_LISTED, NULL,
     LIST("draft", "approved", "issued", "part-signed", "executed", "active", "accepted", "closed",
          "amended", "terminated"),
     NULL, "how far it is"},
	{"price", SYNDIC_MONEY, SYNDIC_LISTED, NULL, NULL, NULL,
     "of the whole scope; the syndicate's or the deal's if nothing is said"},
	{"revision", SYNDIC_INT, SYNDIC_KEPT | SYNDIC_LISTED, NULL, NULL, NULL,
     "how often it was amended"},
	{"drafted_on", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, NULL, "when the first draft was made"},
	{"executed_on", SYNDIC_DATE, SYNDIC_KEPT, NULL, NULL, NULL, "when all had signed"},
	{"notes", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL, "anything else"},
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
};

static const struct step sow_steps[] = {
	{"approve", " draft ", "approved"},
	{"issue", " approved ", "issued"},
	{"sign", " issued part-signed amended ", "part-signed"},
	{"execute", " part-signed amended ", "executed"},
	{"activate", " executed ", "active"},
	{"accept", " active ", "accepted"},
	{"close", " accepted ", "closed"},
	{"amend", " approved issued ", "draft"},
	{"amend", " executed active ", "amended"},
	{"terminate", " draft approved issued part-signed executed active amended ", "terminated"},
};
const struct machine machine_sow = {&entity_sow, "state", "draft", sow_steps,
                                    FIELD_COUNT(sow_steps)};

static enum syndic_status sow_check(struct syndic *handle, const struct record *before,
                                    struct record *after)
{
	enum syndic_status status = transition_check(handle, &machine_sow, before, after);
	if (!record_has(after, "revision")) record_set_number(after, "revision", 0);
	if (!before && !record_has(after, "drafted_on"))
		record_set_text(after, "drafted_on", handle->as_of);
	return status == SYNDIC_OK ? check_at_least(handle, after, "price", 1) : status;
}

static enum syndic_status sow_written(struct syndic *handle, const struct record *before,
                                      const struct record *after)
{
	return transition_written(handle, &machine_sow, before, after);
}

const struct verb sow_verbs[] = {{0}};

static const struct syndic_entity_hooks sow_hooks = {.check = sow_check, .written = sow_written};
const struct syndic_entity entity_sow = {"sow",
                                         "sows",
                                         "a statement of work: one scope, several signatures",
                                         "slug",
                                         0,
                                         sow_fields,
                                         FIELD_COUNT(sow_fields),
                                         &sow_hooks};
