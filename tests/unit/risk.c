#include "model.h"

static struct syndic_risks *risks_with(struct syndic *handle,
                                       const struct syndic_risk_options *options)
{
	struct syndic_risks *report;
	enum syndic_status status = syndic_report_risk(handle, options, &report);

	ck_assert_msg(status == SYNDIC_OK, "%s", syndic_last_error(handle)->message);
	return report;
}

static struct syndic_risks *risks_of(struct syndic *handle)
{
	return risks_with(handle, &(struct syndic_risk_options){.records = true});
}

static const struct syndic_risk *risk_of(const struct syndic_risks *report, const char *key)
{
	for (size_t i = 0; i < report->risk_count; i++)
		if (strcmp(report->risks[i].key, key) == 0) return &report->risks[i];
	ck_abort_msg("there is no risk %s", key);
	return NULL;
}

#define UNKNOWN INT64_MIN

static void figure_is(const char *key, const char *what, struct syndic_figure figure,
                      int64_t expected)
{
	if (expected == UNKNOWN)
		ck_assert_msg(!figure.known, "%s of %s is told: %lld", what, key, (long long)figure.value);
	else
		ck_assert_msg(figure.known && figure.value == expected, "%s of %s is %s%lld, not %lld",
		              what, key, figure.known ? "" : "unknown, ", (long long)figure.value,
		              (long long)expected);
}

/* Value and value before in cents or millionths, cases, and the trend. */
static void risk_is(const struct syndic_risks *report, const char *key, int64_t value,
                    int64_t before, int64_t cases, enum syndic_trend trend)
{
	const struct syndic_risk *risk = risk_of(report, key);

	figure_is(key, "value", risk->value, value);
	figure_is(key, "value before", risk->before, before);
	ck_assert_msg(risk->cases == cases, "%s rests on %lld", key, (long long)risk->cases);
	ck_assert_msg(risk->trend == trend, "the trend of %s is %d", key, (int)risk->trend);
}

static void notes_that(const struct syndic_risks *report, const char *key, const char *part)
{
	const char *note = risk_of(report, key)->note;

	ck_assert_msg(strstr(note, part) != NULL, "%s: %s", key, note);
}

/* A column of its records, each ended by a line end. They are read once. */
static const char *records_of(const struct syndic_risks *report, const char *key,
                              const char *column)
{
	struct syndic_rows *rows = risk_of(report, key)->records;
	struct buf out = {0};
	const char *text;

	rows_rewind(rows);
	while (syndic_rows_next(rows) == 1)
		buf_printf(&out, "%s\n", plain(rows, column_of(rows, column)));
	text = keep_text(buf_text(&out));
	buf_free(&out);
	return text;
}

#define NOBODY_KNOWS SYNDIC_TREND_UNKNOWN
#define BETTER SYNDIC_TREND_BETTER
#define WORSE SYNDIC_TREND_WORSE
#define SAME SYNDIC_TREND_SAME
#define MILLION INT64_C(1000000)

/* ---- nothing, and windows ---- */

START_TEST(of_nothing_nothing_is_known)
{
	struct syndic_risks *report = risks_of(db);

	ck_assert_uint_eq(report->risk_count, 27);
	for (size_t i = 0; i < report->risk_count; i++) {
		const struct syndic_risk *risk = &report->risks[i];
		risk_is(report, risk->key, UNKNOWN, UNKNOWN, 0, NOBODY_KNOWS);
		ck_assert_msg(!risk->alert, "%s: %s", risk->key, risk->alert);
		ck_assert_str_eq(records_of(report, risk->key, "reference"), "");
		ck_assert_msg(strchr(risk->question, '?') != NULL, "%s asks nothing", risk->key);
	}
	notes_that(report, "new-members", "no target of measure new-members for 2026");
	notes_that(report, "queue-months", "nobody says who builds");
	syndic_risks_free(report);
}
END_TEST

START_TEST(windows_follow_each_other)
{
	struct syndic_risks *report = risks_with(db, NULL);

	ck_assert_str_eq(report->from, "2025-01-16");
	ck_assert_str_eq(report->before_from, "2024-01-16");
	ck_assert_int_eq(report->months, 12);
	ck_assert_ptr_null(report->risks[0].records);
	syndic_risks_free(report);
	report = risks_with(db, &(struct syndic_risk_options){.months = 6, .key = "sow-days"});
	ck_assert_str_eq(report->from, "2025-07-16");
	ck_assert_str_eq(report->before_from, "2025-01-16");
	ck_assert_uint_eq(report->risk_count, 1);
	ck_assert_str_eq(report->risks[0].key, "sow-days");
	ck_assert_ptr_nonnull(report->risks[0].records);
	syndic_risks_free(report);
	REFUSED(syndic_report_risk(db, &(struct syndic_risk_options){.months = 121}, &report),
	        SYNDIC_MISUSE, "months", "1 to 120 months");
	ck_assert_ptr_null(report);
	REFUSED(syndic_report_risk(db, &(struct syndic_risk_options){.key = "slot"}, &report),
	        SYNDIC_MISUSE, "key", "near: slot-lost, slot-lost-amount, slot-lost-share");
	ck_assert_ptr_null(report);
}
END_TEST

/* ---- sales ---- */

/* A deal of somebody's, with a conversation (`minutes` NULL: none; "": of nobody knows how long) on a
 * day, signed on another (NULL: open). */
static void sell(const char *name, const char *pipeline, const char *amount, const char *at,
                 const char *minutes, const char *signed_on)
{
	char title[60], way[40], worth[40];
	const struct syndic_conversation conversation = {.deal = name,
	                                                 .summary = "talked",
	                                                 .at = at,
	                                                 .minutes =
	                                                     minutes && *minutes ? minutes : NULL};

	snprintf(title, sizeof title, "name=%s", name);
	snprintf(way, sizeof way, "pipeline=%s", pipeline);
	snprintf(worth, sizeof worth, "amount=%s", amount);
	(void)add("org", "name=Somebody", "slug=somebody");
	OK(add("deal", title, way, worth, "org=somebody"));
	if (minutes) OK(syndic_log(db, &conversation));
	if (signed_on) OK(syndic_deal_win(db, name, NULL, signed_on, NULL, 0));
}

static void sell_five(const char *prefix, const char *pipeline, const char *amount, const char *at,
                      const char *minutes, const char *signed_on)
{
	for (int i = 1; i <= 5; i++) {
		char name[40];
		snprintf(name, sizeof name, "%s-%d", prefix, i);
		sell(name, pipeline, amount, at, minutes, signed_on);
	}
}

/*
 * Co-funded: 5 hours for 50,000 are 10 per 100,000, 2.5 hours before are 5; 5 conversations in each are
 * 10. One funder: 5 hours for 100,000. 10 ÷ 5 is twice as many. An hour talked on the day before the
 * window was one before it, one on the day after it in none, and membership in neither.
 */
START_TEST(a_dollar_of_several_costs_more_hours)
{
	struct syndic_risks *report;

	sell_five("co", "cofunding", "10000", "2025-01-16", "60", "2026-01-15");
	sell_five("was", "cofunding", "10000", "2025-01-15T23:59:00Z", "30", "2025-01-15");
	sell_five("one", "project", "20000", "2026-01-15T23:00:00Z", "60", "2025-01-16");
	sell("later", "cofunding", "90000", "2026-01-16", "600", NULL);
	sell("early", "project", "90000", "2024-01-15", "600", "2024-01-15");
	sell("member", "membership", "90000", "2025-12-01", "600", "2025-12-01");
	report = risks_of(db);
	risk_is(report, "sale-hours", 10 * MILLION, 5 * MILLION, 5, WORSE);
	risk_is(report, "sale-conversations", 10 * MILLION, 10 * MILLION, 5, SAME);
	risk_is(report, "sale-ratio", 2 * MILLION, UNKNOWN, 5, NOBODY_KNOWS);
	figure_is("sale-hours", "one funder", risk_of(report, "sale-hours")->compared, 5 * MILLION);
	figure_is("sale-hours", "one funder before", risk_of(report, "sale-hours")->compared_before,
	          UNKNOWN);
	ck_assert_str_eq(risk_of(report, "sale-ratio")->alert,
	                 "a dollar of several takes 2 times the hours");
	ck_assert_str_eq(risk_of(report, "sale-hours")->note,
	                 "co-funded: 5 conversations, 5 hours, 50,000 signed; one funder: 5 "
	                 "conversations, 5 hours, 100,000 signed");
	ck_assert_str_eq(records_of(report, "sale-hours", "reference"),
	                 "co-1\nco-2\nco-3\nco-4\nco-5\none-1\none-2\none-3\none-4\none-5\n");
	ck_assert_str_eq(records_of(report, "sale-ratio", "figure"),
	                 "60\n60\n60\n60\n60\n60\n60\n60\n60\n60\n");
	syndic_risks_free(report);
}
END_TEST

/* Four contracts are too few for a trend; conversations of unknown length are no hours, and if all are
 * so, hours are unknown. */
START_TEST(hours_that_nobody_wrote_down_are_not_nothing)
{
	struct syndic_risks *report;

	sell("co-1", "cofunding", "25000", "2025-06-01", "", "2025-06-01");
	sell("co-2", "cofunding", "25000", "2025-06-01", "", "2025-06-01");
	sell("one", "project", "10000", "2025-06-01", NULL, "2025-06-01");
	report = risks_of(db);
	risk_is(report, "sale-hours", UNKNOWN, UNKNOWN, 2, NOBODY_KNOWS);
	notes_that(report, "sale-hours", "too few cases: 2");
	notes_that(report, "sale-hours", "co-funded: conversations without minutes: 2");
	risk_is(report, "sale-conversations", 4 * MILLION, UNKNOWN, 2, NOBODY_KNOWS);
	figure_is("sale-conversations", "one funder", risk_of(report, "sale-conversations")->compared,
	          UNKNOWN);
	syndic_risks_free(report);
	sell("co-3", "cofunding", "", "2025-06-01", "90", "2025-06-01");
	report = risks_of(db);
	risk_is(report, "sale-hours", 3 * MILLION, UNKNOWN, 3, NOBODY_KNOWS);
	notes_that(report, "sale-hours", "co-funded: contracts without an amount: 1");
	ck_assert_str_eq(records_of(report, "sale-hours", "what"),
	                 "minutes, co-funded; conversations: 1\n"
	                 "minutes, co-funded; conversations: 1, without any: 1\n"
	                 "minutes, co-funded; conversations: 1, without any: 1\n"
	                 "minutes, one funder; conversations: 0\n");
	syndic_risks_free(report);
}
END_TEST

static void lose_on(const char *name, const char *pipeline, const char *amount, const char *reason,
                    const char *closed_on)
{
	char title[60], way[40], worth[40];

	snprintf(title, sizeof title, "name=%s", name);
	snprintf(way, sizeof way, "pipeline=%s", pipeline);
	snprintf(worth, sizeof worth, "amount=%s", amount);
	OK(add("deal", title, way, worth));
	OK(syndic_deal_lose(db, name, reason, closed_on));
}

/* Now 2 of 5 lost, of which one says no amount; before, 3 of 5, for 600. What was lost over a slot in
 * another pipeline is no development, a duplicate no loss. */
START_TEST(slots_lose_deals)
{
	struct syndic_risks *report;

	lose_on("a", "project", "1000", "slot-not-date", "2025-01-16");
	lose_on("b", "cofunding", "", "slot-not-date", "2026-01-15");
	lose_on("c", "project", "1000", "price", "2025-06-01");
	lose_on("d", "cofunding", "1000", "timing", "2025-06-01");
	lose_on("e", "project", "1000", "duplicate", "2025-06-01");
	lose_on("f", "membership", "1000", "slot-not-date", "2025-06-01");
	sell("won", "project", "500", NULL, NULL, "2025-06-01");
	report = risks_of(db);
	risk_is(report, "slot-lost", 2 * MILLION, UNKNOWN, 4, NOBODY_KNOWS);
	risk_is(report, "slot-lost-share", UNKNOWN, UNKNOWN, 4, NOBODY_KNOWS);
	notes_that(report, "slot-lost-share", "too few cases: 4; of 4 lost among 5 decided");
	syndic_risks_free(report);
	lose_on("g", "project", "1000", "price", "2025-06-01");
	lose_on("h", "project", "100", "slot-not-date", "2025-01-15");
	lose_on("i", "project", "200", "slot-not-date", "2024-01-16");
	lose_on("j", "project", "300", "slot-not-date", "2024-06-01");
	lose_on("k", "project", "1000", "price", "2024-06-01");
	lose_on("l", "project", "1000", "price", "2024-06-01");
	lose_on("m", "project", "1000", "slot-not-date", "2024-01-15");
	foreign("UPDATE deal SET lost_reason = NULL WHERE slug = 'g'");
	report = risks_of(db);
	risk_is(report, "slot-lost", 2 * MILLION, 3 * MILLION, 5, BETTER);
	risk_is(report, "slot-lost-amount", 100000, 60000, 5, WORSE);
	risk_is(report, "slot-lost-share", 400000, 600000, 5, BETTER);
	notes_that(report, "slot-lost", "lost without a reason: 1");
	notes_that(report, "slot-lost-amount", "without an amount: 1");
	ck_assert_str_eq(records_of(report, "slot-lost", "reference"), "a\nb\n");
	ck_assert_str_eq(records_of(report, "slot-lost", "help"),
	                 "syndic deal show a\nsyndic deal show b\n");
	syndic_risks_free(report);
}
END_TEST

/* Nothing lost over a slot is nothing only where something was decided; of unknown price it is
 * unknown. */
START_TEST(no_loss_is_known_by_what_was_decided)
{
	struct syndic_risks *report;

	sell("won", "project", "500", NULL, NULL, "2025-06-01");
	report = risks_of(db);
	risk_is(report, "slot-lost", 0, UNKNOWN, 0, NOBODY_KNOWS);
	risk_is(report, "slot-lost-amount", 0, UNKNOWN, 0, NOBODY_KNOWS);
	syndic_risks_free(report);
	lose_on("b", "cofunding", "", "slot-not-date", "2026-01-15");
	report = risks_of(db);
	risk_is(report, "slot-lost", MILLION, UNKNOWN, 1, NOBODY_KNOWS);
	risk_is(report, "slot-lost-amount", UNKNOWN, UNKNOWN, 1, NOBODY_KNOWS);
	syndic_risks_free(report);
}
END_TEST

/* ---- members ---- */

static void join(const char *name, const char *signed_on, const char *ends_on)
{
	char org[40], title[60], where[40], on[40], starts[40], ends[40];

	snprintf(org, sizeof org, "name=%s", name);
	snprintf(title, sizeof title, "name=%s %s", name, signed_on);
	snprintf(where, sizeof where, "org=%s", name);
	snprintf(on, sizeof on, "signed_on=%s", signed_on);
	snprintf(starts, sizeof starts, "starts_on=%s", signed_on);
	snprintf(ends, sizeof ends, "ends_on=%s", ends_on);
	(void)add("org", org);
	OK(add("contract", title, where, on, starts, ends, "revenue_type=membership", "amount=1200"));
}

/*
 * On 1 July: 3 this year, 1 to that day of last year. Of the last 90 days, from 3 April, 2, which are
 * 2 · 365 ÷ (90 · 12) = 0.675926 a month; 1 of the 90 before. 183 days are left: 17 of 20 members need
 * 17 · 365 ÷ (183 · 12) = 2.825592 a month, and 3 + 2 · 183 ÷ 90 = 7.066667 would come.
 */
START_TEST(members_come_too_slowly)
{
	struct syndic *later;
	struct syndic_risks *report;

	join("old", "2025-03-01", "2027-02-28");
	join("late", "2025-07-02", "2026-07-01");
	join("a", "2026-04-02", "2027-04-01");
	join("b", "2026-04-03", "2027-04-02");
	join("c", "2026-07-01", "2027-06-30");
	join("old", "2026-06-01", "2028-02-28"); /* a second one */
	later = open_as("2026-07-01", "a test", false);
	report = risks_of(later);
	risk_is(report, "new-members", 3 * MILLION, MILLION, 3, BETTER);
	risk_is(report, "member-pace", 675926, 337963, 2, NOBODY_KNOWS);
	risk_is(report, "members-at-pace", 7066667, UNKNOWN, 2, NOBODY_KNOWS);
	figure_is("member-pace", "needed", risk_of(report, "member-pace")->compared, UNKNOWN);
	ck_assert_ptr_null(risk_of(report, "member-pace")->alert);
	syndic_risks_free(report);
	OK(add("target", "key=q1", "label=Quarter", "year=2026", "quarter=1", "measure=new-members",
	       "count=2"));
	OK(add("target", "key=last", "label=Last", "year=2025", "measure=new-members", "count=2"));
	OK(add("target", "key=new", "label=New", "year=2026", "measure=new-members", "count=20"));
	report = risks_of(later);
	notes_that(report, "new-members", "target new");
	figure_is("new-members", "target", risk_of(report, "new-members")->compared, 20 * MILLION);
	figure_is("member-pace", "needed", risk_of(report, "member-pace")->compared, 2825592);
	ck_assert_str_eq(risk_of(report, "member-pace")->alert, "2.8 a month are needed, 0.7 came");
	ck_assert_str_eq(records_of(report, "new-members", "name"), "a\nb\nc\n");
	ck_assert_str_eq(records_of(report, "member-pace", "name"), "b\nc\n");
	syndic_risks_free(report);
	syndic_close(later);
}
END_TEST

/* A new membership deal that came to its first stage on one day and was won or lost on another. */
static void decide(const char *name, const char *since, const char *closed_on, bool won)
{
	char title[60], day[40];

	snprintf(title, sizeof title, "name=%s", name);
	snprintf(day, sizeof day, "stage_since=%s", since);
	OK(add("deal", title, day, "kind=new", "revenue_type=membership", "amount=100"));
	if (won)
		OK(syndic_deal_win(db, name, NULL, closed_on, NULL, 0));
	else
		OK(syndic_deal_lose(db, name, "price", closed_on));
}

/* 10 to 50 days now, at the median 30, nine of ten within 50; before, 5 days each. 5 of 7 won, before
 * 5 of 5. One that began as won has no cycle, and one of no kind is not counted. */
START_TEST(the_sales_cycle_is_long)
{
	struct syndic_risks *report;

	decide("a", "2025-06-01", "2025-06-11", true);
	decide("b", "2025-06-01", "2025-06-21", true);
	decide("c", "2025-06-01", "2025-07-01", true);
	decide("d", "2025-12-06", "2026-01-15", true);
	decide("e", "2024-12-27", "2025-02-15", true);
	decide("x", "2025-06-01", "2025-07-01", false);
	decide("y", "2025-06-01", "2025-07-01", false);
	report = risks_of(db);
	risk_is(report, "sales-cycle", 30 * MILLION, UNKNOWN, 5, NOBODY_KNOWS);
	syndic_risks_free(report);
	decide("f", "2025-01-10", "2025-01-15", true);
	for (int i = 0; i < 4; i++) {
		char name[20];
		snprintf(name, sizeof name, "g%d", i);
		decide(name, "2024-06-01", "2024-06-06", true);
	}
	lose_on("duplicate", "membership", "100", "duplicate", "2025-06-01");
	lose_on("kindless", "membership", "100", "price", "2025-06-01");
	OK(add("deal", "name=at once", "kind=new", "stage=Closed Won", "closed_on=2025-08-01"));
	report = risks_of(db);
	risk_is(report, "sales-cycle", 30 * MILLION, 5 * MILLION, 5, WORSE);
	risk_is(report, "sales-cycle-p90", 50 * MILLION, 5 * MILLION, 5, WORSE);
	risk_is(report, "new-members-won", 750000, MILLION, 8, WORSE);
	notes_that(report, "sales-cycle", "won without an earlier stage: 1");
	notes_that(report, "new-members-won", "6 won of 8 decided; decided deals of unknown kind: 1");
	ck_assert_str_eq(records_of(report, "sales-cycle", "figure"), "50\n10\n20\n30\n\n\n\n40\n");
	syndic_risks_free(report);
}
END_TEST

static void refuse(const char *org, const char *name, const char *amount, const char *starts_on,
                   const char *ends_on, const char *reason, const char *closed_on)
{
	char title[60], where[40], worth[40], starts[40], ends[40];

	snprintf(title, sizeof title, "name=%s", name);
	snprintf(where, sizeof where, "org=%s", org);
	snprintf(worth, sizeof worth, "amount=%s", amount);
	snprintf(starts, sizeof starts, "starts_on=%s", starts_on);
	snprintf(ends, sizeof ends, "ends_on=%s", ends_on);
	OK(add("deal", title, where, worth, starts, ends, "kind=renewal", "revenue_type=membership"));
	OK(syndic_deal_lose(db, name, reason, closed_on));
}

/*
 * Five members of January 2025 are none in January 2026: a and b turned their renewals down for what
 * is cheaper, c over its price after it had called the rest cheaper, d and e say nothing; f renewed.
 * a's would have been 24,000 over two years, b's has no amount. Before, one renewal was lost to what is
 * cheaper, for 1,000.
 */
START_TEST(members_leave_for_what_is_cheaper)
{
	static const char *const gone[] = {"a", "b", "c", "d", "e"};
	struct syndic_risks *report;

	for (size_t i = 0; i < 5; i++)
		join(gone[i], "2024-04-01", "2025-03-31");
	join("f", "2024-04-01", "2025-03-31");
	join("f", "2025-04-01", "2026-03-31");
	refuse("a", "a-next", "24000", "2025-04-01", "2027-03-31", "cheaper-alternative", "2025-03-01");
	refuse("b", "b-next", "", "2025-04-01", "2026-03-31", "cheaper-alternative", "2025-01-16");
	refuse("c", "c-next", "1200", "2025-04-01", "2026-03-31", "cheaper-alternative", "2025-01-15");
	refuse("c", "c-again", "1000", "2025-04-01", "2026-03-31", "price", "2025-03-01");
	refuse("f", "f-twice", "1000", "2025-04-01", "2026-03-31", "duplicate", "2025-03-01");
	OK(syndic_membership_end(db, "d-2024", "2025-03-31", "a cheaper one"));
	report = risks_of(db);
	risk_is(report, "cheaper-lost", 2 * MILLION, MILLION, 3, WORSE);
	risk_is(report, "cheaper-lost-arr", 1200000, 120000, 3, WORSE);
	risk_is(report, "cheaper-lost-share", 400000, UNKNOWN, 5, NOBODY_KNOWS);
	notes_that(report, "cheaper-lost", "of 3 renewals lost among 3 decided");
	notes_that(report, "cheaper-lost-arr", "without an amount or a term: 1");
	notes_that(report, "cheaper-lost-share", "2 of 5 members lost; no lost renewal says why: 2");
	ck_assert_str_eq(records_of(report, "cheaper-lost", "reference"), "b-next\na-next\nd-2024\n");
	ck_assert_str_eq(records_of(report, "cheaper-lost", "what"),
	                 "renewal lost to a cheaper alternative\n"
	                 "renewal lost to a cheaper alternative\n"
	                 "ended, not counted here: a cheaper one\n");
	syndic_risks_free(report);
}
END_TEST

/* ---- work ---- */

static void deliver(const char *name, const char *low, const char *mode, const char *high,
                    const char *spent)
{
	char title[40], lows[40], modes[40], highs[40], hours[40];

	snprintf(title, sizeof title, "name=%s", name);
	snprintf(lows, sizeof lows, "low_hours=%s", low);
	snprintf(modes, sizeof modes, "mode_hours=%s", mode);
	snprintf(highs, sizeof highs, "high_hours=%s", high);
	snprintf(hours, sizeof hours, "spent_hours=%s", spent);
	OK(add("deliverable", title, "initiative=quotas", lows, modes, highs, hours));
}

/* 100 hours of a project sold for April, of 72 that there are; 120 more to take members aboard from
 * May on, when there are 72 again: neither of May's loads is too much, both are. */
START_TEST(what_was_sold_meets_new_members)
{
	struct syndic_risks *report;

	OK(add("person_month", "month=2026-01", "people=1", "hours=160", "billable_share=0.45"));
	OK(edit("setting", "operations_hours", "value=0"));
	OK(edit("setting", "onboarding_hours", "value=120"));
	OK(add("contract", "name=Work", "revenue_type=project", "amount=25000", "starts_on=2026-04-01",
	       "ends_on=2026-04-30"));
	report = risks_of(db);
	risk_is(report, "load-over", MILLION, UNKNOWN, 12, NOBODY_KNOWS);
	notes_that(report, "load-over", "most in 2026-04");
	ck_assert_ptr_nonnull(risk_of(report, "load-over")->alert);
	risk_is(report, "collisions", 0, UNKNOWN, 12, NOBODY_KNOWS);
	syndic_risks_free(report);
	OK(add("contract", "name=More", "revenue_type=project", "amount=10000", "starts_on=2026-05-01",
	       "ends_on=2026-05-31"));
	join("m", "2026-05-01", "2027-04-30");
	report = risks_of(db);
	risk_is(report, "collisions", MILLION, UNKNOWN, 12, NOBODY_KNOWS);
	ck_assert_str_eq(records_of(report, "collisions", "reference"), "2026-04\n2026-05\n");
	ck_assert_ptr_nonnull(risk_of(report, "collisions")->alert);
	syndic_risks_free(report);
}
END_TEST

/*
 * 2 people × 160 hours × 0.45 are 144 a month, less 2 hours for each of 2 members: 140. Left are
 * 100 − 30, the middle of 40 and 100, and nothing of the one overspent: 140, a month. What is accepted or
 * dropped, stretch work not begun, and an initiative without a slot, is no load.
 */
START_TEST(work_waits_for_capacity)
{
	struct syndic_risks *report;

	OK(add("initiative", "name=Quotas"));
	OK(add("initiative", "name=Other"));
	OK(add("deliverable", "name=elsewhere", "initiative=other", "mode_hours=500"));
	OK(add("slot", "name=Quotas", "initiative=quotas"));
	deliver("a", "100", "", "100", "30");
	deliver("b", "40", "", "100", "");
	deliver("c", "20", "", "20", "25");
	deliver("accepted", "100", "", "100", "");
	deliver("dropped", "100", "", "100", "");
	deliver("stretch", "100", "", "100", "");
	OK(edit("deliverable", "stretch", "stretch=yes"));
	foreign("UPDATE deliverable SET state = slug WHERE slug = 'accepted' OR slug = 'dropped'");
	join("m", "2025-04-01", "2026-03-31");
	join("n", "2025-04-01", "2026-03-31");
	report = risks_of(db);
	risk_is(report, "queue-months", UNKNOWN, UNKNOWN, 0, NOBODY_KNOWS);
	syndic_risks_free(report);
	OK(add("person_month", "month=2025-06", "people=2", "hours=160", "billable_share=0.45"));
	OK(add("person_month", "month=2026-03", "people=9", "hours=160", "billable_share=0.45"));
	report = risks_of(db);
	risk_is(report, "queue-months", 0, UNKNOWN, 0, NOBODY_KNOWS); /* the slot is only held */
	syndic_risks_free(report);
	foreign("UPDATE slot SET state = 'queued', position = 1");
	report = risks_of(db);
	risk_is(report, "queue-months", MILLION, UNKNOWN, 1, NOBODY_KNOWS);
	notes_that(report, "queue-months", "140 hours left, 140 a month");
	ck_assert_str_eq(records_of(report, "queue-months", "figure"), "140\n");
	syndic_risks_free(report);
	foreign("UPDATE deliverable SET state = 'building' WHERE slug = 'stretch'");
	report = risks_of(db);
	risk_is(report, "queue-months", 1714286, UNKNOWN, 1, NOBODY_KNOWS); /* 240 of 140 */
	syndic_risks_free(report);
	/* Without a term work waits for what is free: it overloads no month. */
	risk_is(report = risks_of(db), "load-over", 0, UNKNOWN, 12, NOBODY_KNOWS);
	risk_is(report, "collisions", 0, UNKNOWN, 12, NOBODY_KNOWS);
	syndic_risks_free(report);
	deliver("d", "", "", "", "");
	report = risks_of(db);
	risk_is(report, "queue-months", UNKNOWN, UNKNOWN, 1, NOBODY_KNOWS);
	notes_that(report, "queue-months", "slots of unknown size: 1");
	syndic_risks_free(report);
	OK(rm("deliverable", "d"));
	OK(edit("setting", "operations_hours", "value=72"));
	report = risks_of(db);
	risk_is(report, "queue-months", UNKNOWN, UNKNOWN, 1, NOBODY_KNOWS);
	notes_that(report, "queue-months", "operations of members take all hours");
	ck_assert_ptr_nonnull(risk_of(report, "queue-months")->alert);
	syndic_risks_free(report);
}
END_TEST

/* At 80 % of the high hours nothing is said; a hundredth of an hour above it is. */
START_TEST(hours_near_the_high_alert)
{
	struct syndic_risks *report;

	OK(add("initiative", "name=Quotas"));
	deliver("even", "", "", "100", "80");
	deliver("unspent", "", "", "100", "");
	report = risks_of(db);
	risk_is(report, "hours-over", 0, UNKNOWN, 1, NOBODY_KNOWS);
	ck_assert_ptr_null(risk_of(report, "hours-over")->alert);
	notes_that(report, "hours-over", "without high or spent hours: 1");
	syndic_risks_free(report);
	deliver("over", "", "", "100", "80.01");
	report = risks_of(db);
	risk_is(report, "hours-over", MILLION, UNKNOWN, 2, NOBODY_KNOWS);
	ck_assert_str_eq(risk_of(report, "hours-over")->alert, "1 of 2 may cost more than was sold");
	ck_assert_str_eq(records_of(report, "hours-over", "reference"), "over\n");
	syndic_risks_free(report);
}
END_TEST

static void draft(const char *name, const char *drafted_on, const char *executed_on, int revision)
{
	char title[40], day[40], sql[300];

	snprintf(title, sizeof title, "name=%s", name);
	snprintf(day, sizeof day, "drafted_on=%s", drafted_on);
	OK(add("sow", title, day));
	if (!executed_on) return;
	snprintf(
		sql, sizeof sql,
		"UPDATE sow SET state = 'executed', executed_on = '%s', revision = %d WHERE slug = '%s'",
		executed_on, revision, name);
	foreign(sql);
}

/* 10 to 50 days with 1 to 5 revisions now; before, 60 days and none each. One open SOW is 45 days old,
 * older than the 30 of those executed; a terminated one waits for nobody. */
START_TEST(an_sow_takes_long)
{
	struct syndic_risks *report;

	draft("a", "2025-06-01", "2025-06-11", 1);
	draft("b", "2025-06-01", "2025-06-21", 2);
	draft("c", "2025-06-01", "2025-07-01", 3);
	draft("d", "2025-12-06", "2026-01-15", 4);
	draft("e", "2024-11-27", "2025-01-16", 5);
	draft("undated", "2025-06-01", "2025-05-31", 1);
	for (int i = 0; i < 5; i++) {
		char name[20];
		snprintf(name, sizeof name, "f%d", i);
		draft(name, "2024-11-16", "2025-01-15", 0);
	}
	draft("open", "2025-12-01", NULL, 0);
	draft("terminated", "2020-01-01", NULL, 0);
	foreign("UPDATE sow SET state = 'terminated' WHERE slug = 'terminated'");
	report = risks_of(db);
	risk_is(report, "sow-days", 30 * MILLION, 60 * MILLION, 5, BETTER);
	risk_is(report, "sow-days-p90", 50 * MILLION, 60 * MILLION, 5, BETTER);
	risk_is(report, "sow-revisions", 3 * MILLION, 0, 6, WORSE);
	risk_is(report, "sow-revisions-p90", 5 * MILLION, 0, 6, WORSE);
	notes_that(report, "sow-days", "draft's day is missing or later: 1");
	risk_is(report, "sow-open-days", 45 * MILLION, UNKNOWN, 1, NOBODY_KNOWS);
	figure_is("sow-open-days", "usual", risk_of(report, "sow-open-days")->compared, 30 * MILLION);
	ck_assert_str_eq(risk_of(report, "sow-open-days")->alert,
	                 "already longer than the executed ones took");
	ck_assert_str_eq(records_of(report, "sow-open-days", "reference"), "open\n");
	syndic_risks_free(report);
}
END_TEST

/* Amended once before it was executed and once since: one revision until then; executed anew, it keeps
 * no day of the first time. */
START_TEST(an_sow_executed_anew_keeps_no_first_day)
{
	struct syndic_risks *report;

	for (int i = 0; i < 5; i++) {
		char name[20];
		snprintf(name, sizeof name, "f%d", i);
		draft(name, "2025-06-01", "2025-06-11", 0);
	}
	draft("again", "2025-01-01", "2026-01-10", 2);
	foreign("INSERT INTO transition (id, at, actor, entity, sow, field, from_state, to_state)"
	        " SELECT '01' || id, '2025-09-01T00:00:00Z', 'ana', 'sow', id, 'state', 'active',"
	        " 'amended' FROM sow WHERE slug = 'again'");
	report = risks_of(db);
	risk_is(report, "sow-days-p90", 10 * MILLION, UNKNOWN, 5, NOBODY_KNOWS);
	notes_that(report, "sow-days", "executed anew after an amendment: 1");
	risk_is(report, "sow-revisions-p90", MILLION, UNKNOWN, 6, NOBODY_KNOWS);
	syndic_risks_free(report);
	foreign("UPDATE sow SET state = 'amended' WHERE slug = 'again'");
	report = risks_of(db);
	risk_is(report, "sow-days-p90", 374 * MILLION, UNKNOWN, 6, NOBODY_KNOWS);
	syndic_risks_free(report);
}
END_TEST

/* A move of a deliverable's upstream state, as its verb would write it. */
static void judge(const char *slug, const char *from, const char *to, const char *at)
{
	static int number;
	char sql[600];

	snprintf(
		sql, sizeof sql,
		"INSERT INTO transition (id, at, actor, entity, deliverable, field, from_state, to_state)"
		" SELECT '01%024d', '%s', 'ana', 'deliverable', id, 'upstream', %s%s%s, '%s'"
		" FROM deliverable WHERE slug = '%s'",
		++number, at, from ? "'" : "", from ? from : "NULL", from ? "'" : "", to, slug);
	foreign(sql);
}

/*
 * Now a is rejected; b was, and then merged; c is merged and released, one case; d and e are merged:
 * 1 of 5. Before, 3 of 5 were rejected, c among them. f came with its verdict, which says no day.
 */
START_TEST(upstream_rejects_work)
{
	static const char *const names[] = {"a", "b", "c", "d", "e", "f"};
	struct syndic_risks *report;

	OK(add("initiative", "name=Quotas"));
	for (size_t i = 0; i < 6; i++)
		deliver(names[i], "", "", "", "");
	judge("a", "proposed", "rejected", "2025-01-16T00:00:00Z");
	judge("b", "proposed", "rejected", "2025-03-01T10:00:00Z");
	judge("b", "in-review", "merged", "2025-04-01T10:00:00Z");
	judge("c", "in-review", "merged", "2025-04-01T10:00:00Z");
	judge("c", "merged", "released", "2026-01-15T23:59:59Z");
	judge("d", "in-review", "merged", "2025-04-01T10:00:00Z");
	judge("d", "none", "proposed", "2025-05-01T10:00:00Z");
	judge("e", "in-review", "merged", "2025-04-01T10:00:00Z");
	judge("f", NULL, "rejected", "2025-04-01T10:00:00Z");
	foreign("UPDATE deliverable SET upstream_outcome = 'carried-patch' WHERE slug = 'a'");
	report = risks_of(db);
	risk_is(report, "upstream-rejected", 200000, UNKNOWN, 5, NOBODY_KNOWS);
	syndic_risks_free(report);
	judge("a", "proposed", "rejected", "2025-01-15T23:59:59Z");
	judge("b", "proposed", "rejected", "2024-01-16T00:00:00Z");
	judge("c", "proposed", "rejected", "2024-06-01T10:00:00Z");
	judge("d", "in-review", "merged", "2024-06-01T10:00:00Z");
	judge("e", "in-review", "merged", "2024-06-01T10:00:00Z");
	report = risks_of(db);
	risk_is(report, "upstream-rejected", 200000, 600000, 5, BETTER);
	ck_assert_str_eq(risk_of(report, "upstream-rejected")->note,
	                 "1 rejected of 5; rework 0, separate package 0, carried patch 1, undecided 0; "
	                 "recorded with their verdict, its day unknown: 1");
	ck_assert_str_eq(records_of(report, "upstream-rejected", "what"),
	                 "rejected: carried-patch\nmerged\nreleased\nmerged\nmerged\n");
	syndic_risks_free(report);
}
END_TEST

/* ---- rounds ---- */

/* A pledge of an organisation of the same name. */
static void pledge(const char *name, const char *round, const char *amount, const char *stage,
                   const char *expires)
{
	char title[40], of[40], by[40], worth[40], at[40], until[40];

	snprintf(title, sizeof title, "name=%s", name);
	snprintf(of, sizeof of, "syndicate=%s", round);
	snprintf(by, sizeof by, "org=%s", name);
	snprintf(worth, sizeof worth, "amount=%s", amount);
	snprintf(at, sizeof at, "stage=%s", stage);
	snprintf(until, sizeof until, "expires=%s", expires);
	OK(add("org", title));
	OK(add("deal", title, "pipeline=cofunding", of, by, worth, at, until));
}

/*
 * The round `near` ends in 30 days and lacks 40,000 of 100,000; `far` a day later; `full` has all.
 * Expiring early: one pledge of `near` the day before its deadline; one on that day holds, and one that
 * is withdrawn does not matter.
 */
START_TEST(rounds_fall_short)
{
	struct syndic_risks *report;

	OK(add("initiative", "name=Quotas"));
	OK(add("syndicate", "name=near", "initiative=quotas", "price=100000", "threshold=100000",
	       "deadline=2026-02-14"));
	OK(add("syndicate", "name=far", "initiative=quotas", "price=100000", "threshold=100000",
	       "deadline=2026-02-15"));
	OK(add("syndicate", "name=full", "initiative=quotas", "price=100000", "threshold=5000",
	       "deadline=2026-01-20"));
	OK(add("syndicate", "name=undated", "initiative=quotas"));
	report = risks_of(db);
	risk_is(report, "rounds-short", UNKNOWN, UNKNOWN, 0, NOBODY_KNOWS);
	syndic_risks_free(report);
	foreign("UPDATE syndicate SET state = 'open' WHERE slug <> 'undated'");
	pledge("p", "near", "60000", "Binding", "2026-02-14");
	pledge("q", "near", "70000", "Soft", "2026-02-13");
	pledge("r", "full", "5000", "Binding", "");
	pledge("s", "near", "9000", "Interest", "2026-02-01");
	OK(syndic_deal_lose(db, "s", "budget", NULL));
	report = risks_of(db);
	risk_is(report, "rounds-short", MILLION, UNKNOWN, 3, NOBODY_KNOWS);
	risk_is(report, "pledges-expiring", MILLION, UNKNOWN, 3, NOBODY_KNOWS);
	ck_assert_str_eq(records_of(report, "rounds-short", "reference"), "near\n");
	ck_assert_str_eq(records_of(report, "rounds-short", "amount"), "40000.00\n");
	ck_assert_str_eq(records_of(report, "rounds-short", "figure"), "30\n");
	ck_assert_str_eq(records_of(report, "pledges-expiring", "reference"), "q\n");
	ck_assert_str_eq(risk_of(report, "pledges-expiring")->alert,
	                 "1 of 3 end before their round's deadline");
	notes_that(report, "pledges-expiring", "70,000 pledged in these");
	notes_that(report, "rounds-short", "syndicates without a deadline: 1");
	syndic_risks_free(report);
}
END_TEST

UNIT(risk)
{
	Suite *suite = suite_create("risk");
	TCase *cases = model_case("risks");

	tcase_add_test(cases, of_nothing_nothing_is_known);
	tcase_add_test(cases, windows_follow_each_other);
	tcase_add_test(cases, a_dollar_of_several_costs_more_hours);
	tcase_add_test(cases, hours_that_nobody_wrote_down_are_not_nothing);
	tcase_add_test(cases, slots_lose_deals);
	tcase_add_test(cases, no_loss_is_known_by_what_was_decided);
	tcase_add_test(cases, members_come_too_slowly);
	tcase_add_test(cases, the_sales_cycle_is_long);
	tcase_add_test(cases, members_leave_for_what_is_cheaper);
	tcase_add_test(cases, what_was_sold_meets_new_members);
	tcase_add_test(cases, work_waits_for_capacity);
	tcase_add_test(cases, hours_near_the_high_alert);
	tcase_add_test(cases, an_sow_takes_long);
	tcase_add_test(cases, an_sow_executed_anew_keeps_no_first_day);
	tcase_add_test(cases, upstream_rejects_work);
	tcase_add_test(cases, rounds_fall_short);
	suite_add_tcase(suite, cases);
	return suite;
}
