#include "model/check.h"

static const struct syndic_field campaign_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_SEARCHED | SYNDIC_LISTED, NULL, NULL, NULL,
     "what the experiment is called; a deal's campaign is its slug or name"},
	{"cost", SYNDIC_MONEY, SYNDIC_LISTED, NULL, NULL, NULL, "what it cost beside our time"},
	{"days", SYNDIC_INT, SYNDIC_LISTED, NULL, NULL, NULL, "our working days in it"},
	{"starts_on", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, NULL, "first day"},
	{"ends_on", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, NULL, "last day; it goes on, if unknown"},
	{"owner", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "who of us runs it"},
	{"notes", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL, "anything else"},
};

static enum syndic_status campaign_check(struct syndic *handle, const struct record *before,
                                         struct record *after)
{
	enum syndic_status status = check_at_least(handle, after, "cost", 0);
	(void)before;
	if (status == SYNDIC_OK) status = check_at_least(handle, after, "days", 0);
	return status == SYNDIC_OK ? check_term(handle, after, "starts_on", "ends_on") : status;
}

static const struct syndic_entity_hooks campaign_hooks = {.check = campaign_check};
const struct syndic_entity entity_campaign = {
	"campaign", "campaigns",     "an experiment to find leads", "slug",
	0,          campaign_fields, FIELD_COUNT(campaign_fields),  &campaign_hooks};
