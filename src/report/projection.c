#include "report/projection.h"
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "base/text.h"
#include "report/learning.h"

#define MONTHS_MOST 240
#define LAST_MONTH "9999-12"          /* that a date can name */
#define FUTURES_MOST INT64_C(6000000) /* months · paths: 48 MB */
#define PATHS_DEFAULT 10000
#define SLIP_DEFAULT "0,1,4" /* the plan's error bars of a few months */

static enum syndic_status refuse(struct syndic *handle, const char *option, const char *value,
                                 const char *why)
{
	return error_set(handle, SYNDIC_MISUSE, NULL, option, value, "%s %s: %s", option, value, why);
}

static enum syndic_status read_from(struct syndic *handle, const char *text, int64_t *out)
{
	char month[DATE_SIZE];
	const char *why;

	*out = month_number(handle->as_of);
	if (!text) return SYNDIC_OK;
	why = month_parse(text, handle->as_of, month);
	if (why) return refuse(handle, "from", text, why);
	*out = month_number(month);
	return SYNDIC_OK;
}

static enum syndic_status read_counts(struct syndic *handle, const struct syndic_projection *given,
                                      int64_t months, struct projection *out)
{
	out->portfolio.months = given->months ? given->months : months;
	out->paths.paths = given->paths ? given->paths : PATHS_DEFAULT;
	out->paths.seed = given->seed;
	if (out->portfolio.months < 0 || out->portfolio.months > MONTHS_MOST)
		return error_set(handle, SYNDIC_MISUSE, NULL, "months", NULL,
		                 "a projection has from 1 to %d months", MONTHS_MOST);
	if (out->paths.paths < 1 || out->paths.paths > PATHS_MOST)
		return error_set(handle, SYNDIC_MISUSE, NULL, "paths", NULL,
		                 "a projection has from 1 to %d paths", PATHS_MOST);
	if (out->portfolio.months * out->paths.paths > FUTURES_MOST)
		return error_set(handle, SYNDIC_MISUSE, NULL, "paths", NULL,
		                 "%lld months on %lld paths are too many together: at most %lld",
		                 (long long)out->portfolio.months, (long long)out->paths.paths,
		                 (long long)FUTURES_MOST);
	if (out->portfolio.first + out->portfolio.months - 1 > month_number(LAST_MONTH))
		return refuse(handle, "from", given->from ? given->from : handle->as_of,
		              "its months would go beyond " LAST_MONTH);
	return SYNDIC_OK;
}

static enum syndic_status read_slip(struct syndic *handle, const char *text, struct arena *arena,
                                    struct projection *out)
{
	const char *why;

	if (!text) text = setting_text(handle, "slip", arena);
	out->slip = arena_copy(arena, text ? text : SLIP_DEFAULT);
	why = slip_parse(out->slip, &out->portfolio.slip);
	return why ? refuse(handle, "slip", out->slip, why) : SYNDIC_OK;
}

static enum syndic_status read_correlation(struct syndic *handle, const char *text,
                                           struct projection *out)
{
	const char *why;

	out->paths.correlation = setting_ratio(handle, "correlation", CORRELATION);
	if (!text) return SYNDIC_OK;
	why = ratio_parse(text, &out->paths.correlation);
	if (!why && (out->paths.correlation < 0 || out->paths.correlation >= RATIO_ONE))
		why = "not from 0 to below 1";
	return why ? refuse(handle, "correlation", text, why) : SYNDIC_OK;
}

static enum syndic_status read_method(struct syndic *handle, const struct syndic_projection *given,
                                      struct arena *arena, struct projection *out)
{
	const char *method = given->method, *ledger = given->ledger;

	if (!method) method = setting_text(handle, "spread_method", arena);
	out->portfolio.method = spread_method_named(method);
	if (given->method && strcmp(method, spread_method_name(out->portfolio.method)) != 0)
		return refuse(handle, "method", method, "months or days");
	if (!ledger) ledger = ledger_name(LEDGER_REMAINING);
	out->portfolio.ledger = strcmp(ledger, "earned") == 0 ? LEDGER_EARNED : LEDGER_REMAINING;
	if (strcmp(ledger, ledger_name(out->portfolio.ledger)) != 0)
		return refuse(handle, "ledger", ledger, "remaining or earned");
	return SYNDIC_OK;
}

enum syndic_status projection_read(struct syndic *handle, const struct syndic_projection *given,
                                   int64_t months, struct arena *arena, struct projection *out)
{
	enum syndic_status status;
	char tomorrow[DATE_SIZE];

	*out = (struct projection){.learned = given->learned};
	date_add_days(handle->as_of, 1, tomorrow);
	out->portfolio.collected_before = arena_copy(arena, tomorrow);
	TRY(read_from(handle, given->from, &out->portfolio.first));
	TRY(read_counts(handle, given, months, out));
	TRY(read_slip(handle, given->slip, arena, out));
	TRY(read_correlation(handle, given->correlation, out));
	TRY(read_method(handle, given, arena, out));
	out->portfolio.renewal_rate = setting_ratio(handle, "renewal_rate", RENEWAL_RATE);
	if (out->learned) {
		struct syndic_win_rate renewal, fresh;
		TRY(learning_rates(handle, &renewal, &fresh));
		out->portfolio.renewal_rate = renewal.rate;
	}
	out->paths.months = out->portfolio.months;
out:
	return status;
}

enum syndic_status projection_learn(struct syndic *handle, struct arena *arena,
                                    struct portfolio *portfolio)
{
	struct learning learning;
	enum syndic_status status = learning_load(handle, arena, INT64_MIN, &learning);

	if (status != SYNDIC_OK) return status;
	for (size_t i = 0; i < portfolio->book.deals.count; i++) {
		struct sale *deal = &portfolio->book.deals.items[i];
		const struct stage_learning *stage = learning_of(&learning, deal->stage);
		if (stage && !deal->own_probability && !deal->expired)
			deal->probability = stage->probability;
	}
	portfolio_refresh(portfolio, arena);
	return SYNDIC_OK;
}
