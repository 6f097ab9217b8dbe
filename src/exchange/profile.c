#include "exchange/profile.h"

#include <string.h>

#include "base/text.h"

#define LENGTH(array) (sizeof array / sizeof array[0])

static const struct {
	const char *name;
	const struct syndic_entity *entity;
	enum syndic_type type;
} extras[] = {
	[EXTRA_CLOSE - RECORD_FIELDS] = {"close_date", &entity_deal, SYNDIC_DATE},
	[EXTRA_CONTRACT_STARTS - RECORD_FIELDS] = {"contract_starts_on", &entity_deal, SYNDIC_DATE},
	[EXTRA_CONTRACT_ENDS - RECORD_FIELDS] = {"contract_ends_on", &entity_deal, SYNDIC_DATE},
	[EXTRA_COLLECTED - RECORD_FIELDS] = {"collected", &entity_deal, SYNDIC_MONEY},
	[EXTRA_WON - RECORD_FIELDS] = {"deal_stage", &entity_contract, SYNDIC_TEXT},
	[EXTRA_FIRST_NAME - RECORD_FIELDS] = {"first_name", &entity_person, SYNDIC_TEXT},
	[EXTRA_LAST_NAME - RECORD_FIELDS] = {"last_name", &entity_person, SYNDIC_TEXT},
};

int target_find(const struct syndic_entity *entity, const char *name)
{
	for (size_t i = 0; i < LENGTH(extras); i++)
		if (extras[i].entity == entity && strcmp(extras[i].name, name) == 0)
			return RECORD_FIELDS + (int)i;
	return syndic_field_find(entity, name);
}

const char *target_name(const struct syndic_entity *entity, int target)
{
	return target < RECORD_FIELDS ? entity->fields[target].name
	                              : extras[target - RECORD_FIELDS].name;
}

enum syndic_type target_type(const struct syndic_entity *entity, int target)
{
	return target < RECORD_FIELDS ? entity->fields[target].type
	                              : extras[target - RECORD_FIELDS].type;
}

/* HubSpot's labels and API names, and what the organisation added to them. */
static const struct profile_column hubspot_deal[] = {
	{"Record ID", "external_id"},
	{"hs_object_id", "external_id"},
	{"id", "external_id"},
	{"Deal Name", "name"},
	{"Deal Stage", "stage"},
	{"Pipeline", "pipeline"},
	{"revenue_type", "revenue_type"},
	{"Amount", "amount"},
	{"Currency", "currency"},
	{"deal_currency_code", "currency"},
	{"Close Date", "close_date"},
	{"target_start_date", "starts_on"},
	{"target_end_date", "ends_on"},
	{"contract_start_date", "contract_starts_on"},
	{"contract_end_date", "contract_ends_on"},
	{"amount_collected", "collected"},
	{"Deal probability", "probability"},
	{"hs_deal_stage_probability", "probability"},
	{"Deal Type", "kind"},
	{"Deal owner", "owner"},
	{"hubspot_owner_id", "owner"},
	{"Next step", "next_step"},
	{"hs_next_step", "next_step"},
	{"Closed Lost Reason", "lost_reason"},
	{"Date entered current stage", "stage_since"},
	{"hs_v2_date_entered_current_stage", "stage_since"},
	{"Associated Company", "org"},
	{"Forecast amount", ""},
	{"hs_forecast_amount", ""},
	{"Forecast probability", ""},
	{"hs_forecast_probability", ""},
	{"Weighted amount", ""},
	{"hs_projected_amount", ""},
	{"Amount in company currency", ""},
	{"amount_in_home_currency", ""},
	{"Annual recurring revenue", ""},
	{"hs_arr", ""},
	{"Monthly recurring revenue", ""},
	{"hs_mrr", ""},
	{"Annual contract value", ""},
	{"hs_acv", ""},
	{"Total contract value", ""},
	{"hs_tcv", ""},
	{"Is Deal Closed?", ""},
	{"hs_is_closed", ""},
	{"Is Closed Won", ""},
	{"hs_is_closed_won", ""},
	{"Is closed lost", ""},
	{"hs_is_closed_lost", ""},
	{"Days to close", ""},
	{"Forecast category", NULL},
	{"hs_manual_forecast_category", NULL},
	{"Create Date", NULL},
	{"Closed Won Reason", NULL},
	{"Priority", NULL},
	{"hs_priority", NULL},
	{"Last Activity Date", NULL},
	{"notes_last_updated", NULL},
	{"Last Contacted", NULL},
	{"notes_last_contacted", NULL},
	{"Last Modified Date", NULL},
	{"hs_lastmodifieddate", NULL},
	{"Associated Company IDs", NULL},
	{"Associated Contact IDs", NULL},
};

static const struct profile_value hubspot_deal_values[] = {
	{"kind", "New Business", "new"},
	{"kind", "Existing Business", ""},
};

/* The deals that were won, taken as the contracts that they became. */
static const struct profile_column hubspot_contract[] = {
	{"Record ID", "external_id"},
	{"hs_object_id", "external_id"},
	{"id", "external_id"},
	{"Deal Name", "name"},
	{"Deal Stage", "deal_stage"},
	{"revenue_type", "revenue_type"},
	{"Amount", "amount"},
	{"Currency", "currency"},
	{"deal_currency_code", "currency"},
	{"Close Date", "signed_on"},
	{"contract_start_date", "starts_on"},
	{"contract_end_date", "ends_on"},
	{"amount_collected", "collected"},
	{"Deal Type", "kind"},
	{"Associated Company", "org"},
	{"hs_mrr", ""},
	{"hs_arr", ""},
	{"hs_projected_amount", ""},
	{"hs_deal_stage_probability", ""},
	{"Deal probability", ""},
	{"Pipeline", NULL},
	{"target_start_date", NULL},
	{"target_end_date", NULL},
	{"Deal owner", NULL},
	{"Create Date", NULL},
	{"Next step", NULL},
};

static const struct profile_column hubspot_org[] = {
	{"Record ID", "external_id"},
	{"hs_object_id", "external_id"},
	{"Company name", "name"},
	{"name", "name"},
	{"Company Domain Name", "domain"},
	{"domain", "domain"},
	{"Website URL", "website"},
	{"website", "website"},
	{"Company owner", "owner"},
	{"hubspot_owner_id", "owner"},
	{"Country/Region", "country"},
	{"country", "country"},
	{"Industry", NULL},
	{"Phone Number", NULL},
	{"City", NULL},
	{"State/Region", NULL},
	{"Postal Code", NULL},
	{"Lifecycle Stage", NULL},
	{"Lead Status", NULL},
	{"Number of Employees", NULL},
	{"Annual Revenue", NULL},
	{"Create Date", NULL},
	{"Last Activity Date", NULL},
};

static const struct profile_column hubspot_person[] = {
	{"Record ID", "external_id"}, {"hs_object_id", "external_id"},
	{"First Name", "first_name"}, {"Last Name", "last_name"},
	{"Email", "email"},           {"Phone Number", "phone"},
	{"phone", "phone"},           {"Job Title", "role"},
	{"Company Name", "org"},      {"company", "org"},
	{"Contact owner", NULL},      {"Lifecycle Stage", NULL},
	{"Lead Status", NULL},        {"Create Date", NULL},
	{"Last Activity Date", NULL}, {"Primary Associated Company ID", NULL},
};

static const struct profile profiles[] = {
	{"hubspot", "hubspot", &entity_deal, hubspot_deal, LENGTH(hubspot_deal), hubspot_deal_values,
     LENGTH(hubspot_deal_values)},
	{"hubspot", "hubspot", &entity_contract, hubspot_contract, LENGTH(hubspot_contract),
     hubspot_deal_values, LENGTH(hubspot_deal_values)},
	{"hubspot", "hubspot", &entity_org, hubspot_org, LENGTH(hubspot_org), NULL, 0},
	{"hubspot", "hubspot", &entity_person, hubspot_person, LENGTH(hubspot_person), NULL, 0},
};

const struct profile *profile_at(const struct syndic_entity *entity, size_t index)
{
	for (size_t i = 0; i < LENGTH(profiles); i++)
		if (profiles[i].entity == entity && index-- == 0) return &profiles[i];
	return NULL;
}

static bool has_key(const char *text, const char *key)
{
	struct buf own = {0};
	text_key(&own, text);
	bool same = strcmp(buf_text(&own), key) == 0;
	buf_free(&own);
	return same;
}

const struct profile_column *profile_column(const struct profile *profile, const char *key)
{
	for (size_t i = 0; i < profile->column_count; i++)
		if (has_key(profile->columns[i].header, key)) return &profile->columns[i];
	return NULL;
}

const char *profile_value(const struct profile *profile, const char *target, const char *theirs)
{
	const char *ours = theirs;
	struct buf key = {0};
	text_key(&key, theirs);
	for (size_t i = 0; profile && i < profile->value_count; i++) {
		const struct profile_value *value = &profile->values[i];
		if (strcmp(value->target, target) == 0 && has_key(value->theirs, buf_text(&key)))
			ours = value->ours;
	}
	buf_free(&key);
	return ours;
}

int own_name(const struct syndic_entity *entity, const char *key)
{
	for (size_t i = 0; i < entity->field_count; i++)
		if (has_key(entity->fields[i].name, key)) return (int)i;
	return -1;
}

int own_column(const struct syndic_entity *entity, const char *key)
{
	int named = own_name(entity, key);
	for (size_t i = 0; named < 0 && i < entity->field_count; i++)
		for (const char *const *alias = entity->fields[i].aliases; alias && *alias; alias++)
			if (has_key(*alias, key)) return (int)i;
	return named;
}
