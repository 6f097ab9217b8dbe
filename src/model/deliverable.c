/* What an initiative delivers, how it is accepted, and how it fares upstream. */
#include <string.h>

#include "model/check.h"
#include "model/transition.h"

static const struct syndic_field deliverable_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_SEARCHED | SYNDIC_LISTED, NULL, NULL, NULL,
     "what is delivered"},
	{"initiative", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "initiative", NULL, NULL,
     "of which it is a part"},
	{"position", SYNDIC_INT, 0, NULL, NULL, NULL, "in which order they are built"},
	{"low_hours", SYNDIC_DECIMAL, SYNDIC_LISTED, NULL, NULL, NULL, "hours if all goes well"},
	{"mode_hours", SYNDIC_DECIMAL, 0, NULL, NULL, NULL,
     "most likely hours; the middle of low and high if unknown"},
	{"high_hours", SYNDIC_DECIMAL, SYNDIC_LISTED, NULL, NULL, NULL, "hours if little does"},
	{"spent_hours", SYNDIC_DECIMAL, SYNDIC_LISTED, NULL, NULL, NULL, "hours worked so far"},
	{"definition_of_done", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL,
     "what shows that it is done"},
	{"stretch", SYNDIC_BOOL, 0, NULL, NULL, NULL, "only if more is pledged than the price"},
	{"state", SYNDIC_CHOICE, SYNDIC_KEPT | SYNDIC_LISTED, NULL,
     LIST("planned", "building", "demo", "accepted", "rework", "dropped"), NULL, "how far it is"},
	{"demo_on", SYNDIC_DATE, SYNDIC_KEPT, NULL, NULL, NULL, "when it was last shown"},
	{"accepted_on", SYNDIC_DATE, SYNDIC_KEPT, NULL, NULL, NULL, "when it was accepted"},
	{"upstream", SYNDIC_CHOICE, SYNDIC_KEPT | SYNDIC_LISTED, NULL,
     LIST("none", "endorsed", "proposed", "in-review", "merged", "released", "rejected"), NULL,
     "how far it is in the upstream project"},
	{"upstream_url", SYNDIC_TEXT, 0, NULL, NULL, NULL, "where that can be seen"},
	{"upstream_outcome", SYNDIC_CHOICE, SYNDIC_KEPT, NULL,
     LIST("rework", "separate-package", "carried-patch"), NULL,
     "what became of it where upstream rejected it"},
	{"notes", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL, "anything else; never published"},
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
};

static const struct step deliverable_steps[] = {
	{"build", " planned rework ", "building"},
	{"demo", " building rework ", "demo"},
	{"accept", " demo ", "accepted"},
	{"rework", " demo ", "rework"},
	{"drop", " planned building rework ", "dropped"},
	{NULL, " planned ", "dropped"},
};
const struct machine machine_deliverable = {&entity_deliverable, "state", "planned",
                                            deliverable_steps, FIELD_COUNT(deliverable_steps)};

/* Its verb is `upstream STATE`: each step is named for where it leads. */
static const struct step upstream_steps[] = {
	{"endorsed", " none ", "endorsed"},
	{"proposed", " none endorsed rejected ", "proposed"},
	{"in-review", " proposed ", "in-review"},
	{"merged", " in-review proposed ", "merged"},
	{"released", " merged ", "released"},
	{"rejected", " endorsed proposed in-review ", "rejected"},
};
const struct machine machine_upstream = {&entity_deliverable, "upstream", "none", upstream_steps,
                                         FIELD_COUNT(upstream_steps)};

static enum syndic_status deliverable_check(struct syndic *handle, const struct record *before,
                                            struct record *after)
{
	enum syndic_status status = transition_check(handle, &machine_deliverable, before, after);
	return status == SYNDIC_OK ? transition_check(handle, &machine_upstream, before, after)
	                           : status;
}

static enum syndic_status deliverable_written(struct syndic *handle, const struct record *before,
                                              const struct record *after)
{
	enum syndic_status status = transition_written(handle, &machine_deliverable, before, after);
	return status == SYNDIC_OK ? transition_written(handle, &machine_upstream, before, after)
	                           : status;
}

const struct verb deliverable_verbs[] = {{0}};

static const struct syndic_entity_hooks deliverable_hooks = {.check = deliverable_check,
                                                             .written = deliverable_written};
const struct syndic_entity entity_deliverable = {"deliverable",
                                                 "deliverables",
                                                 "a part of an initiative, with its hours",
                                                 "slug",
                                                 0,
                                                 deliverable_fields,
                                                 FIELD_COUNT(deliverable_fields),
                                                 &deliverable_hooks};

static const struct syndic_field acceptance_fields[] = {
	FIELD_ID,
	{"deliverable", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "deliverable", NULL, NULL,
     "of what"},
	{"org", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "org", NULL,
     LIST("organisation", "organization"), "by whom"},
	{"verdict", SYNDIC_CHOICE, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, LIST("accept", "rework"),
     NULL, "what they say"},
	{"given_on", SYNDIC_DATE, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "when"},
	{"words", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "in their words"},
};
const struct syndic_entity entity_acceptance = {"acceptance",
                                                "acceptances",
                                                "what one of those who pay says of a demo",
                                                "id",
                                                0,
                                                acceptance_fields,
                                                FIELD_COUNT(acceptance_fields),
                                                NULL};
