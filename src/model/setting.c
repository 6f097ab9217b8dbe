#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "model/change.h"
#include "model/check.h"
#include "model/slip.h"

static const struct syndic_field setting_fields[] = {
	FIELD_ID,
	{"key", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "what is set"},
	{"value", SYNDIC_TEXT, SYNDIC_REQUIRED | SYNDIC_LISTED, NULL, NULL, NULL, "to what"},
	{"note", SYNDIC_TEXT, SYNDIC_LISTED, NULL, NULL, NULL, "what it means"},
};

/* The settings that mean something, and what each holds. */
static const struct known {
	const char *key;
	enum syndic_type type;
	const char *const *choices;
	bool open; /* a ratio: below one; money: above 0 */
} known[] = {
	{"currency", SYNDIC_TEXT, NULL, false},
	{"renewal_rate", SYNDIC_RATIO, NULL, false},
	{"new_rate", SYNDIC_RATIO, NULL, false},
	{"correlation", SYNDIC_RATIO, NULL, true},
	{"grace_days", SYNDIC_INT, NULL, false},
	{"small_below", SYNDIC_MONEY, NULL, false},
	{"medium_below", SYNDIC_MONEY, NULL, false},
	{"spread_method", SYNDIC_CHOICE, LIST("months", "days"), false},
	{"quiet_days", SYNDIC_INT, NULL, false},
	{"renewal_days", SYNDIC_INT, NULL, false},
	{"slip", SYNDIC_TEXT, NULL, false},
	{"gate_committed_runway", SYNDIC_INT, NULL, false},
	{"gate_estimated_runway", SYNDIC_INT, NULL, false},
	{"gate_cash_reserve", SYNDIC_INT, NULL, false},
	{"gate_cost_coverage", SYNDIC_RATIO, NULL, false},
	{"gate_run_out", SYNDIC_RATIO, NULL, false},
	{"gate_findings", SYNDIC_INT, NULL, false},
	{"gate_snapshot_days", SYNDIC_INT, NULL, false},
	{"work_in_progress", SYNDIC_INT, NULL, false},
	{"operations_hours", SYNDIC_DECIMAL, NULL, false},
	{"onboarding_hours", SYNDIC_DECIMAL, NULL, false},
	{"hour_price", SYNDIC_MONEY, NULL, true},
	{"pledge_hours", SYNDIC_DECIMAL, NULL, false},
};

static const struct known *find(const char *key)
{
	for (size_t i = 0; i < FIELD_COUNT(known); i++) {
		if (strcmp(known[i].key, key) == 0) return &known[i];
	}
	return NULL;
}

static bool whole_number(const char *text, int64_t *out)
{
	char *end;
	long long number = strtoll(text, &end, 10);
	*out = number;
	return *text && !*end && number >= 0 && number <= INT32_MAX;
}

static const char *refusal(const struct known *setting, const char *value)
{
	int64_t number;
	struct slip slip;
	const char *why;
	if (strcmp(setting->key, "slip") == 0) return slip_parse(value, &slip);
	switch (setting->type) {
	case SYNDIC_RATIO:
		why = ratio_parse(value, &number);
		if (why) return why;
		if (setting->open && (number < 0 || number >= RATIO_ONE)) return "not from 0 to below 1";
		return number < 0 || number > RATIO_ONE ? "not from 0 to 1" : NULL;
	case SYNDIC_MONEY:
		why = money_parse(value, &number);
		if (!why && setting->open && number <= 0) return "it is more than 0";
		return why ? why : number < 0 ? "negative" : NULL;
	case SYNDIC_INT: return whole_number(value, &number) ? NULL : "not a whole number";
	case SYNDIC_DECIMAL: return decimal_parse(value, &number);
	case SYNDIC_CHOICE:
		for (size_t i = 0; setting->choices[i]; i++) {
			if (strcmp(setting->choices[i], value) == 0) return NULL;
		}
		return "not one of its choices (months, days)";
	default: return NULL;
	}
}

static enum syndic_status setting_check(struct syndic *handle, const struct record *before,
                                        struct record *after)
{
	const char *key = record_text(after, "key"), *value = record_text(after, "value"), *why;
	const struct known *setting = find(key);
	if (!setting) {
		(void)error_set(handle, SYNDIC_MISUSE, "setting", "key", key,
		                "there is no setting called %s", key);
		error_help(handle, "syndic setting list");
		return SYNDIC_MISUSE;
	}
	if (before && strcmp(record_text(before, "key"), key) != 0) {
		return error_set(handle, SYNDIC_CONFLICT, "setting", "key", key,
		                 "a setting keeps its key: reports look for %s",
		                 record_text(before, "key"));
	}
	why = refusal(setting, value);
	if (why)
		return error_set(handle, SYNDIC_MISUSE, "setting", key, value, "%s cannot be %s: %s", key,
		                 value, why);
	if (strcmp(key, "currency") == 0 && before &&
	    strcmp(record_text(before, "value"), value) != 0) {
		return error_set(
			handle, SYNDIC_CONFLICT, "setting", key, value,
			"the currency stays %s: amounts are kept in it, and there are no exchange rates",
			record_text(before, "value"));
	}
	return SYNDIC_OK;
}

static enum syndic_status setting_written(struct syndic *handle, const struct record *before,
                                          const struct record *after)
{
	if (after || strcmp(record_text(before, "key"), "currency") != 0) return SYNDIC_OK;
	return error_set(handle, SYNDIC_CONFLICT, "setting", "currency", NULL,
	                 "the currency stays: no database can do without it");
}

static const struct syndic_entity_hooks setting_hooks = {.check = setting_check,
                                                         .written = setting_written};
const struct syndic_entity entity_setting = {
	"setting", "settings",     "what reports and checks go by", "key",
	0,         setting_fields, FIELD_COUNT(setting_fields),     &setting_hooks};

bool setting_same(const char *key, const char *a, const char *b)
{
	const struct known *setting = find(key);
	int64_t first = 0, second = 0;
	if (!setting || refusal(setting, a) || refusal(setting, b)) return strcmp(a, b) == 0;
	if (strcmp(key, "slip") == 0) {
		struct slip one, other;
		(void)slip_parse(a, &one);
		(void)slip_parse(b, &other);
		return one.least == other.least && one.likely == other.likely && one.most == other.most;
	}
	switch (setting->type) {
	case SYNDIC_RATIO:
		(void)ratio_parse(a, &first);
		(void)ratio_parse(b, &second);
		return first == second;
	case SYNDIC_MONEY:
		(void)money_parse(a, &first);
		(void)money_parse(b, &second);
		return first == second;
	case SYNDIC_INT: return whole_number(a, &first) && whole_number(b, &second) && first == second;
	case SYNDIC_DECIMAL:
		(void)decimal_parse(a, &first);
		(void)decimal_parse(b, &second);
		return first == second;
	default: return strcmp(a, b) == 0;
	}
}

char *setting_text(struct syndic *handle, const char *key, struct arena *arena)
{
	struct db_stmt *stmt;
	char *value = NULL;
	if (db_prepare(handle->db, "SELECT value FROM setting WHERE key = $1", &stmt) != SYNDIC_OK)
		return NULL;
	db_bind_text(stmt, 1, key);
	if (db_step(stmt) == 1) value = arena_copy(arena, db_text(stmt, 0));
	db_finalize(stmt);
	return value;
}

static int64_t setting_number(struct syndic *handle, const char *key, int64_t fallback)
{
	struct arena arena = {0};
	const struct known *setting = find(key);
	const char *value = setting_text(handle, key, &arena), *why = "unset";
	int64_t number = fallback;
	if (value && setting->type == SYNDIC_RATIO) why = ratio_parse(value, &number);
	if (value && setting->type == SYNDIC_DECIMAL) why = decimal_parse(value, &number);
	if (value && setting->type == SYNDIC_MONEY) why = money_parse(value, &number);
	if (value && setting->type == SYNDIC_INT) why = whole_number(value, &number) ? NULL : "odd";
	arena_free(&arena);
	return why ? fallback : number;
}

int64_t setting_ratio(struct syndic *handle, const char *key, int64_t fallback)
{
	return setting_number(handle, key, fallback);
}

int64_t setting_money(struct syndic *handle, const char *key, int64_t fallback)
{
	return setting_number(handle, key, fallback);
}

int64_t setting_decimal(struct syndic *handle, const char *key, int64_t fallback)
{
	return setting_number(handle, key, fallback);
}

int64_t setting_int(struct syndic *handle, const char *key, int64_t fallback)
{
	return setting_number(handle, key, fallback);
}
