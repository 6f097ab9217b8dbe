/* Places in the delivery queue. */
#include <string.h>

#include "model/check.h"
#include "model/transition.h"

static const struct syndic_field slot_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_SEARCHED, NULL, NULL, NULL,
     "the initiative's name"},
	{"initiative", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "initiative", NULL, NULL,
     "what is built"},
	{"syndicate", SYNDIC_REF, 0, "syndicate", NULL, NULL, "for whom"},
	{"sow", SYNDIC_REF, SYNDIC_LISTED, "sow", NULL, NULL, "by which statement of work"},
	{"state", SYNDIC_CHOICE, SYNDIC_KEPT | SYNDIC_LISTED, NULL,
     LIST("held", "queued", "pulled", "delivered", "lapsed"), NULL, "how far it is"},
	{"position", SYNDIC_INT, SYNDIC_KEPT | SYNDIC_LISTED, NULL, NULL, NULL,
     "place among those that wait, from 1"},
	{"held_on", SYNDIC_DATE, SYNDIC_KEPT, NULL, NULL, NULL, "since when it is held"},
	{"queued_on", SYNDIC_DATE, SYNDIC_KEPT | SYNDIC_LISTED, NULL, NULL, NULL, "when it was sold"},
	{"pulled_on", SYNDIC_DATE, SYNDIC_KEPT, NULL, NULL, NULL, "when work began"},
	{"delivered_on", SYNDIC_DATE, SYNDIC_KEPT, NULL, NULL, NULL, "when it was delivered"},
	{"quoted_on", SYNDIC_DATE, SYNDIC_KEPT, NULL, NULL, NULL, "the day of the estimate given"},
	{"start_p50", SYNDIC_MONTH, SYNDIC_KEPT, NULL, NULL, NULL, "as quoted: begins, even chances"},
	{"start_p85", SYNDIC_MONTH, SYNDIC_KEPT, NULL, NULL, NULL, "as quoted: begins, 85 in 100"},
	{"finish_p50", SYNDIC_MONTH, SYNDIC_KEPT, NULL, NULL, NULL, "as quoted: done, even chances"},
	{"finish_p85", SYNDIC_MONTH, SYNDIC_KEPT, NULL, NULL, NULL, "as quoted: done, 85 in 100"},
	{"notes", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL, "anything else"},
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
};

static const struct step slot_steps[] = {
	{"queue", " held ", "queued"},        {"pull", " queued ", "pulled"},
	{"deliver", " pulled ", "delivered"}, {NULL, " queued ", "held"},
	{NULL, " held queued ", "lapsed"},    {"reorder", " queued ", "queued"},
};
const struct machine machine_slot = {&entity_slot, "state", "held", slot_steps,
                                     FIELD_COUNT(slot_steps)};

static enum syndic_status slot_check(struct syndic *handle, const struct record *before,
                                     struct record *after)
{
	enum syndic_status status = transition_check(handle, &machine_slot, before, after);
	if (!before && !record_has(after, "held_on")) record_set_text(after, "held_on", handle->as_of);
	return status;
}

static enum syndic_status slot_written(struct syndic *handle, const struct record *before,
                                       const struct record *after)
{
	return transition_written(handle, &machine_slot, before, after);
}

const struct verb slot_verbs[] = {{0}};

static const struct syndic_entity_hooks slot_hooks = {.check = slot_check, .written = slot_written};
const struct syndic_entity entity_slot = {
	"slot", "slots",     "a place in the delivery queue", "slug",
	0,      slot_fields, FIELD_COUNT(slot_fields),        &slot_hooks};

static const struct syndic_field person_month_fields[] = {
	FIELD_ID,
	{"month", SYNDIC_MONTH, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "the month, and those after it until another says otherwise"},
	{"people", SYNDIC_DECIMAL, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "who build, in full-time people"},
	{"hours", SYNDIC_DECIMAL, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "working hours of one of them in a month"},
	{"billable_share", SYNDIC_RATIO, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "the part of these for work that is paid"},
	{"leave", SYNDIC_DECIMAL, SYNDIC_LISTED, NULL, NULL, NULL,
     "hours of leave of them all, in this month only"},
	{"note", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "anything else"},
};
const struct syndic_entity entity_person_month = {"person_month",
                                                  "person_months",
                                                  "how much can be built in a month",
                                                  "id",
                                                  0,
                                                  person_month_fields,
                                                  FIELD_COUNT(person_month_fields),
                                                  NULL};
