/* The round in which several organisations fund one initiative. */
#include <string.h>

#include "base/text.h"
#include "model/check.h"
#include "model/transition.h"

static const struct syndic_field syndicate_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_SEARCHED | SYNDIC_LISTED, NULL, NULL, NULL,
     "what it is called"},
	{"initiative", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "initiative", NULL, NULL,
     "what it funds"},
	{"state", SYNDIC_CHOICE, SYNDIC_KEPT | SYNDIC_LISTED, NULL,
     LIST("forming", "open", "reached", "contracting", "committed", "closed", "lapsed",
          "cancelled"),
     NULL, "how far it is"},
	{"price", SYNDIC_MONEY, SYNDIC_LISTED, NULL, NULL, NULL,
     "what is paid together; the initiative's if nothing is said"},
	{"threshold", SYNDIC_MONEY, SYNDIC_LISTED, NULL, NULL, NULL,
     "what must be pledged for it to go ahead; the price if nothing is said"},
	{"ceiling", SYNDIC_MONEY, 0, NULL, NULL, NULL, "pledges above it wait; no end if unknown"},
	{"deadline", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, NULL, "the last day to pledge"},
	{"min_members", SYNDIC_INT, 0, NULL, NULL, NULL, "organisations that must join at least"},
	{"share_rule", SYNDIC_CHOICE, 0, NULL, LIST("equal", "proportional", "tiered", "fixed"), NULL,
     "how the price is shared"},
	{"overshoot_rule", SYNDIC_CHOICE, 0, NULL, LIST("cap", "rebate", "stretch", "next"), NULL,
     "what happens to pledges beyond the price"},
	{"next_initiative", SYNDIC_REF, 0, "initiative", NULL, NULL,
     "where money beyond the price goes, by the rule `next`"},
	{"contracting_until", SYNDIC_DATE, SYNDIC_KEPT, NULL, NULL, NULL, "the last day to sign"},
	{"choice", SYNDIC_CHOICE, SYNDIC_KEPT, NULL, LIST("bridge", "subset", "extension"), NULL,
     "what was chosen at a deadline with a shortfall: once"},
	{"bridge", SYNDIC_MONEY, SYNDIC_KEPT, NULL, NULL, NULL, "what we declared to pay ourselves"},
	{"notes", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL, "anything else"},
	FIELD_SOURCE,
	FIELD_EXTERNAL_ID,
};

static const struct step syndicate_steps[] = {
	{"open", " forming ", "open"},
	{"settle", " open ", "reached"},
	{"bridge", " open ", "reached"},
	{NULL, " reached ", "contracting"},
	{NULL, " reached contracting ", "open"},
	{"commit", " contracting ", "committed"},
	{"close", " committed ", "closed"},
	{"extend", " open ", "open"},
	{"settle", " contracting ", "lapsed"},
	{"cancel", " forming open reached contracting ", "cancelled"},
};
const struct machine machine_syndicate = {&entity_syndicate, "state", "forming", syndicate_steps,
                                          FIELD_COUNT(syndicate_steps)};

static enum syndic_status syndicate_check(struct syndic *handle, const struct record *before,
                                          struct record *after)
{
	enum syndic_status status = transition_check(handle, &machine_syndicate, before, after);
	if (status == SYNDIC_OK) status = check_at_least(handle, after, "price", 1);
	if (status == SYNDIC_OK) status = check_at_least(handle, after, "threshold", 1);
	if (status == SYNDIC_OK) status = check_at_least(handle, after, "ceiling", 1);
	return status == SYNDIC_OK ? check_at_least(handle, after, "min_members", 1) : status;
}

static enum syndic_status syndicate_written(struct syndic *handle, const struct record *before,
                                            const struct record *after)
{
	return transition_written(handle, &machine_syndicate, before, after);
}

const struct verb syndicate_verbs[] = {{0}};
const struct verb pledge_verbs[] = {{0}};

static const struct syndic_entity_hooks syndicate_hooks = {.check = syndicate_check,
                                                           .written = syndicate_written};
const struct syndic_entity entity_syndicate = {"syndicate",
                                               "syndicates",
                                               "a round in which several fund one initiative",
                                               "slug",
                                               0,
                                               syndicate_fields,
                                               FIELD_COUNT(syndicate_fields),
                                               &syndicate_hooks};
