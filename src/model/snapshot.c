#include "model/entity.h"

static const struct syndic_field snapshot_fields[] = {
	FIELD_ID,
	FIELD_SLUG,
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_SEARCHED, NULL, NULL, NULL, "what it is called"},
	{"taken_on", SYNDIC_DATE, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "the day that counted as today"},
	{"first_month", SYNDIC_MONTH, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "first month forecast"},
	{"months", SYNDIC_INT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "how many"},
	{"paths", SYNDIC_INT, SYNDIC_REQUIRED, NULL, NULL, NULL, "simulated futures"},
	{"seed", SYNDIC_INT, SYNDIC_REQUIRED, NULL, NULL, NULL, "which ones"},
	{"slip", SYNDIC_TEXT, SYNDIC_REQUIRED, NULL, NULL, NULL, "months from closing to the start"},
	{"correlation", SYNDIC_RATIO, SYNDIC_REQUIRED, NULL, NULL, NULL, "how much deals win together"},
	{"method", SYNDIC_TEXT, SYNDIC_REQUIRED, NULL, NULL, NULL, "how amounts were spread"},
	{"ledger", SYNDIC_TEXT, SYNDIC_REQUIRED, NULL, NULL, NULL, "earned or remaining"},
	{"learned", SYNDIC_BOOL, SYNDIC_REQUIRED, NULL, NULL, NULL,
     "chances as history shows them, not as configured"},
	{"committed", SYNDIC_MONEY, SYNDIC_REQUIRED, NULL, NULL, NULL,
     "what was signed, in all months"},
	{"expected", SYNDIC_MONEY, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "with usage and the open deals"},
	{"p10", SYNDIC_MONEY, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "one future in ten is below"},
	{"p50", SYNDIC_MONEY, SYNDIC_REQUIRED, NULL, NULL, NULL, "the middle one"},
	{"p90", SYNDIC_MONEY, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "one future in ten is above"},
	{"notes", SYNDIC_TEXT, SYNDIC_SEARCHED, NULL, NULL, NULL, "why it was taken"},
};

static const struct syndic_field snapshot_month_fields[] = {
	FIELD_ID,
	{"snapshot", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "snapshot", NULL, NULL, "of which"},
	{"month", SYNDIC_MONTH, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "month forecast"},
	{"committed", SYNDIC_MONEY, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "signed"},
	{"usage", SYNDIC_MONEY, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "usage fees"},
	{"expected", SYNDIC_MONEY, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "with usage and the open deals"},
	{"p10", SYNDIC_MONEY, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "one future in ten is below"},
	{"p50", SYNDIC_MONEY, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "the middle one"},
	{"p90", SYNDIC_MONEY, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "one future in ten is above"},
};

static const struct syndic_field snapshot_deal_fields[] = {
	FIELD_ID,
	{"snapshot", SYNDIC_REF, SYNDIC_REQUIRED | SYNDIC_LISTED, "snapshot", NULL, NULL, "of which"},
	{"deal", SYNDIC_TEXT, SYNDIC_REQUIRED, NULL, NULL, NULL, "id of the open deal"},
	{"name", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "its name then"},
	{"pipeline", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "its pipeline then"},
	{"stage", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "its stage then"},
	{"probability", SYNDIC_RATIO, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL,
     "the chance that it was given"},
	{"amount", SYNDIC_MONEY, SYNDIC_LISTED, NULL, NULL, NULL, "its amount then"},
	{"expected_close", SYNDIC_DATE, SYNDIC_LISTED, NULL, NULL, NULL,
     "when it was expected to close"},
};

const struct syndic_entity entity_snapshot = {
	"snapshot",   "snapshots",     "a forecast as it was once made", "slug",
	SYNDIC_TRAIL, snapshot_fields, FIELD_COUNT(snapshot_fields),     NULL};
const struct syndic_entity entity_snapshot_month = {"snapshot_month",
                                                    "snapshot_months",
                                                    "a month of a snapshot",
                                                    "id",
                                                    SYNDIC_TRAIL,
                                                    snapshot_month_fields,
                                                    FIELD_COUNT(snapshot_month_fields),
                                                    NULL};
const struct syndic_entity entity_snapshot_deal = {
	"snapshot_deal", "snapshot_deals",     "an open deal as a snapshot saw it", "id",
	SYNDIC_TRAIL,    snapshot_deal_fields, FIELD_COUNT(snapshot_deal_fields),   NULL};
