/*
 * May we hire? Rules over the health of a scenario and over the quality of the reporting, each with a
 * bound that is a setting. A freeze that is lifted on figures nobody trusts would be no freeze: open
 * findings and the age of the last snapshot stand beside the runway.
 */
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "model/store.h"
#include "report/list.h"
#include "report/review.h"
#include "report/snapshot.h"

#define RUN_OUT_MONTHS 12

struct gate_box {
	struct syndic_gate report; /* first: what the caller holds */
	struct arena arena;
};

/* The rules; `fallback` is the bound where the setting is gone, in its own kind of number. */
static const struct gate_rule {
	const char *key, *question, *unit, *help;
	const char *indicator; /* whose value it looks at, or NULL */
	int64_t fallback;
	bool ratio, at_most;
} rules[] = {
	{"gate_committed_runway", "Does what is signed carry us?", "months",
     "syndic runway --scenario committed", "committed-runway", 6, false, false},
	{"gate_estimated_runway", "Does what is expected carry us?", "months", "syndic runway",
     "estimated-runway", 12, false, false},
	{"gate_cash_reserve", "Is there a reserve?", "months", "syndic cash-balance list",
     "cash-reserve", 3, false, false},
	{"gate_cost_coverage", "Is the coming half year's cost signed?", "ratio",
     "syndic forecast --months 6", "cost-coverage", 850000, true, false},
	{"gate_run_out", "Is running out within a year unlikely?", "ratio", "syndic runway --by deal",
     NULL, 100000, true, true},
	{"gate_findings", "Are the records in order?", "findings", "syndic review", NULL, 10, false,
     true},
	{"gate_snapshot_days", "Is the forecast kept, to be scored?", "days", "syndic snapshot take",
     NULL, 31, false, true},
};
enum { RUN_OUT = 4, FINDINGS = 5, SNAPSHOT_DAYS = 6 };

static struct syndic_figure known(int64_t value)
{
	return (struct syndic_figure){true, value};
}

static void set_indicator(const struct syndic_runway *runway, const char *key,
                          struct syndic_gate_rule *out)
{
	for (size_t i = 0; i < SYNDIC_INDICATORS; i++) {
		if (strcmp(runway->indicators[i].key, key) != 0) continue;
		out->value = runway->indicators[i].value;
		out->more_than = runway->indicators[i].more_than;
	}
}

static void set_run_out(const struct syndic_runway *runway, struct syndic_gate_rule *out)
{
	out->value = runway->months[RUN_OUT_MONTHS - 1].p_out;
}

static enum syndic_status set_findings(struct syndic *handle, struct syndic_gate_rule *out)
{
	int64_t counts[REVIEW_KINDS], sum = 0;
	enum syndic_status status = review_count(handle, counts);

	if (status != SYNDIC_OK) return status;
	for (size_t i = 0; i < REVIEW_KINDS; i++)
		sum += counts[i];
	out->value = known(sum * RATIO_ONE);
	return SYNDIC_OK;
}

static enum syndic_status set_snapshot_days(struct syndic *handle, struct syndic_gate_rule *out)
{
	int64_t days;
	enum syndic_status status = snapshot_age(handle, &days, &out->value.known);

	out->value.value = days * RATIO_ONE;
	return status;
}

static void judge(struct syndic_gate_rule *rule)
{
	struct syndic_figure value = rule->more_than.known ? rule->more_than : rule->value;

	rule->passes =
		value.known && (rule->at_most ? value.value <= rule->bound : value.value >= rule->bound);
}

static enum syndic_status fill(struct syndic *handle, const struct syndic_runway *runway,
                               struct gate_box *box)
{
	enum syndic_status status = SYNDIC_OK;

	box->report.as_of = arena_copy(&box->arena, handle->as_of);
	box->report.scenario = arena_copy(&box->arena, runway->scenario);
	box->report.open = true;
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
		struct syndic_gate_rule rule = {
			.key = rules[i].key,
			.question = rules[i].question,
			.unit = rules[i].unit,
			.help = rules[i].help,
			.at_most = rules[i].at_most,
			.bound = rules[i].ratio
		                 ? setting_ratio(handle, rules[i].key, rules[i].fallback)
		                 : setting_int(handle, rules[i].key, rules[i].fallback) * RATIO_ONE,
		};
		if (rules[i].indicator) set_indicator(runway, rules[i].indicator, &rule);
		if (i == RUN_OUT) set_run_out(runway, &rule);
		if (i == FINDINGS) TRY(set_findings(handle, &rule));
		if (i == SNAPSHOT_DAYS) TRY(set_snapshot_days(handle, &rule));
		judge(&rule);
		box->report.open = box->report.open && rule.passes;
		LIST_ADD(&box->arena, box->report.rules, box->report.rule_count, rule);
	}
out:
	return status;
}

enum syndic_status syndic_report_gate(struct syndic *handle,
                                      const struct syndic_runway_options *options,
                                      struct syndic_gate **out)
{
	struct gate_box *box = mem_alloc(sizeof *box);
	struct syndic_runway_options year = {0}; /* at least, whatever is asked for */
	struct syndic_runway *runway = NULL;
	enum syndic_status status;

	*out = NULL;
	if (options) year = *options;
	if (year.projection.months > 0 && year.projection.months < RUN_OUT_MONTHS)
		year.projection.months = RUN_OUT_MONTHS;
	TRY(syndic_report_runway(handle, &year, &runway));
	TRY(db_begin_read(handle->db));
	status = fill(handle, runway, box);
	db_rollback(handle->db);
	if (status == SYNDIC_OK) *out = &box->report;
out:
	syndic_runway_free(runway);
	if (status != SYNDIC_OK) syndic_gate_free(&box->report);
	return status;
}

void syndic_gate_free(struct syndic_gate *report)
{
	struct gate_box *box = (struct gate_box *)report;

	if (!box) return;
	arena_free(&box->arena);
	free(box);
}
