#include "model/change.h"
#include "model/check.h"

static const struct syndic_field activity_fields[] = {
	FIELD_ID,
	{"number", SYNDIC_INT, SYNDIC_KEPT | SYNDIC_LISTED, NULL, NULL, NULL, "running number"},
	{"at", SYNDIC_TIME, SYNDIC_LISTED, NULL, NULL, NULL, "when; today if nothing is said"},
	{"kind", SYNDIC_CHOICE, SYNDIC_LISTED, NULL, LIST("call", "email", "meeting", "event", "note"),
     NULL, "how; a note if nothing is said"},
	{"org", SYNDIC_REF, SYNDIC_LISTED, "org", NULL, LIST("organisation", "organization"),
     "with whom"},
	{"deal", SYNDIC_REF, SYNDIC_LISTED, "deal", NULL, NULL, "about which deal"},
	{"people", SYNDIC_REFS, 0, "person", NULL, NULL, "who took part"},
	{"minutes", SYNDIC_INT, 0, NULL, NULL, NULL, "how long"},
	{"summary", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_SEARCHED | SYNDIC_LISTED, NULL, NULL, NULL,
     "one line"},
	{"body", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL, "all of it"},
	{"author", SYNDIC_TEXT, 0, NULL, NULL, NULL, "who of us"},
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
};

/* A conversation about a deal is one with its organisation. */
static enum syndic_status org_of_deal(struct syndic *handle, struct record *record,
                                      struct arena *arena)
{
	struct record deal;
	enum syndic_status status;
	if (record_has(record, "org") || !record_has(record, "deal")) return SYNDIC_OK;
	status = record_load(handle, &entity_deal, record_text(record, "deal"), arena, &deal);
	if (status == SYNDIC_OK) record_set(record, "org", record_get(&deal, "org"));
	return status;
}

static enum syndic_status activity_check(struct syndic *handle, const struct record *before,
                                         struct record *after)
{
	enum syndic_status status = check_at_least(handle, after, "minutes", 0);
	if (status != SYNDIC_OK || before) return status;
	if (!record_has(after, "at")) record_set_text(after, "at", handle->as_of);
	if (!record_has(after, "kind")) record_set_text(after, "kind", "note");
	if (!record_has(after, "author")) record_set_text(after, "author", handle->actor);
	return org_of_deal(handle, after, &handle->change->text);
}

static const struct syndic_entity_hooks activity_hooks = {.check = activity_check};
const struct syndic_entity entity_activity = {
	"activity", "activities",    "a sales conversation",       "number",
	0,          activity_fields, FIELD_COUNT(activity_fields), &activity_hooks};

static const struct syndic_field task_fields[] = {
	FIELD_ID,
	{"number", SYNDIC_INT, SYNDIC_KEPT | SYNDIC_LISTED, NULL, NULL, NULL, "running number"},
	{"what", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_SEARCHED | SYNDIC_LISTED, NULL, NULL, NULL,
     "what is to be done"},
	{"due_on", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, NULL, "by when"},
	{"done_on", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, NULL, "when it was done; open if unknown"},
	{"org", SYNDIC_REF, SYNDIC_LISTED, "org", NULL, LIST("organisation", "organization"),
     "for whom"},
	{"deal", SYNDIC_REF, SYNDIC_LISTED, "deal", NULL, NULL, "for which deal"},
	{"activity", SYNDIC_REF, 0, "activity", NULL, NULL, "the conversation that it follows from"},
	{"owner", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "who of us does it"},
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
};

static enum syndic_status task_check(struct syndic *handle, const struct record *before,
                                     struct record *after)
{
	struct record from;
	if (before) return SYNDIC_OK;
	if (!record_has(after, "owner")) record_set_text(after, "owner", handle->actor);
	if (record_has(after, "activity")) {
		/* What follows from a conversation is for whom, and about what, that was. */
		enum syndic_status status =
			record_load(handle, &entity_activity, record_text(after, "activity"),
		                &handle->change->text, &from);
		if (status != SYNDIC_OK) return status;
		if (!record_has(after, "deal")) record_set(after, "deal", record_get(&from, "deal"));
		if (!record_has(after, "org")) record_set(after, "org", record_get(&from, "org"));
	}
	return org_of_deal(handle, after, &handle->change->text);
}

static const struct syndic_entity_hooks task_hooks = {.check = task_check};
const struct syndic_entity entity_task = {
	"task", "tasks",     "a next step with a due date", "number",
	0,      task_fields, FIELD_COUNT(task_fields),      &task_hooks};
