#include "model/check.h"
#include "model/scenario.h"

static const struct syndic_field tier_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "what people call it"},
	{"fee_per_year", SYNDIC_MONEY, SYNDIC_LISTED, NULL, NULL, NULL, "list price of a year"},
	{"valid_from", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, NULL,
     "first day of this price; always, if unknown"},
	{"valid_to", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, NULL, "last day of this price"},
};
static const struct syndic_field usage_price_fields[] = {
	FIELD_ID,
	{"up_to", SYNDIC_INT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "the band ends with this many active users a month"},
	{"price", SYNDIC_MONEY, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "a month for each user within the band"},
	{"valid_from", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, NULL,
     "first day of this price; always, if unknown"},
	{"valid_to", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, NULL, "last day of this price"},
};

static enum syndic_status tier_check(struct syndic *handle, const struct record *before,
                                     struct record *after)
{
	enum syndic_status status = check_at_least(handle, after, "fee_per_year", 0);
	(void)before;
	return status == SYNDIC_OK ? check_term(handle, after, "valid_from", "valid_to") : status;
}

static enum syndic_status usage_price_check(struct syndic *handle, const struct record *before,
                                            struct record *after)
{
	enum syndic_status status = check_at_least(handle, after, "up_to", 1);
	(void)before;
	if (status == SYNDIC_OK) status = check_at_least(handle, after, "price", 0);
	return status == SYNDIC_OK ? check_term(handle, after, "valid_from", "valid_to") : status;
}

static const struct syndic_entity_hooks tier_hooks = {.check = tier_check,
                                                      .written = scenario_follow},
										usage_price_hooks = {.check = usage_price_check};
const struct syndic_entity entity_tier = {"tier",
                                          "tiers",
                                          "a kind of membership and its price",
                                          "slug",
                                          0,
                                          tier_fields,
                                          FIELD_COUNT(tier_fields),
                                          &tier_hooks};
const struct syndic_entity entity_usage_price = {"usage_price",
                                                 "usage_prices",
                                                 "a band of the usage fee",
                                                 "id",
                                                 0,
                                                 usage_price_fields,
                                                 FIELD_COUNT(usage_price_fields),
                                                 &usage_price_hooks};
