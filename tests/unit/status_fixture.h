/* The status report of a fixture's database, and its figures. */
#ifndef SYNDIC_TESTS_STATUS_FIXTURE_H
#define SYNDIC_TESTS_STATUS_FIXTURE_H
#include "store_fixture.h"

#define MONEY(units) ((units)*INT64_C(100))
#define COUNT(units) ((units)*INT64_C(1000000))

static inline struct syndic_status_report *status_of(struct syndic *handle, const char *period)
{
	struct syndic_status_report *report;

	FIXTURE_OK(handle, syndic_report_status(handle, period, &report));
	return report;
}

static inline const struct syndic_target_line *line_of(const struct syndic_status_report *report,
                                                       const char *key)
{
	for (size_t i = 0; i < report->target_count; i++)
		if (strcmp(report->targets[i].key, key) == 0) return &report->targets[i];
	ck_abort_msg("there is no target %s", key);
	return NULL;
}

static inline void is(struct syndic_figure figure, int64_t value, const char *what)
{
	ck_assert_msg(figure.known && figure.value == value, "%s is %lld (known: %d), not %lld", what,
	              (long long)figure.value, figure.known, (long long)value);
}

static inline void figures(const struct syndic_target_line *line, int64_t committed,
                           int64_t renewing, int64_t expected, int64_t open)
{
	is(line->committed, committed, "committed");
	is(line->renewing, renewing, "renewing");
	is(line->expected, expected, "expected");
	is(line->open, open, "open");
}

#endif
