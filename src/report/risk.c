/* The page of risks: its figures, what they ask, and what they read together (risk.h). */
#include "report/risk.h"
#include <stdlib.h>
#include <string.h>
#include "base/rows.h"
#include "base/text.h"
#include "model/pipeline.h"
#include "report/order.h"

#define WINDOW_MONTHS 12
#define MONTHS_MOST 120 /* three such windows still lie in the years that dates can have */

/* fact: whatever the number of cases; rate: told of few, but without a trend; share: unknown of
 * few. */
enum rule { FACT, RATE, SHARE };

static const struct kind {
	const char *key, *label, *question;
	enum syndic_unit unit;
	enum rule rule;
	bool more_is_better;
} kinds[RISK_KINDS] = {
#define SALE "Does it multiply what a sale costs us if several pay instead of one?"
	[RISK_SALE_HOURS] = {"sale-hours", "hours per 100,000 signed", SALE, SYNDIC_UNIT_HOURS, RATE,
                         false},
	[RISK_SALE_CONVERSATIONS] = {"sale-conversations", "talks per 100,000 signed", SALE,
                                 SYNDIC_UNIT_COUNT, RATE, false},
	[RISK_SALE_RATIO] = {"sale-ratio", "hours against one funder", SALE, SYNDIC_UNIT_RATIO, RATE,
                         false},
#undef SALE
#define GROWTH "Do memberships grow fast enough for the target, with a sale so long and unlikely?"
	[RISK_NEW_MEMBERS] = {"new-members", "new members this year", GROWTH, SYNDIC_UNIT_COUNT, FACT,
                          true},
	[RISK_MEMBER_PACE] = {"member-pace", "new members a month", GROWTH, SYNDIC_UNIT_COUNT, RATE,
                          true},
	[RISK_MEMBERS_AT_PACE] = {"members-at-pace", "new members at that pace", GROWTH,
                              SYNDIC_UNIT_COUNT, FACT, true},
	[RISK_SALES_CYCLE] = {"sales-cycle", "days to a new member", GROWTH, SYNDIC_UNIT_DAYS, SHARE,
                          false},
	[RISK_SALES_CYCLE_P90] = {"sales-cycle-p90", "days, nine of ten", GROWTH, SYNDIC_UNIT_DAYS,
                              SHARE, false},
	[RISK_MEMBERS_WON] = {"new-members-won", "new members won", GROWTH, SYNDIC_UNIT_SHARE, SHARE,
                          true},
#undef GROWTH
#define SLOT "Do communities refuse a slot in the queue, since they need a date?"
	[RISK_SLOT_LOST] = {"slot-lost", "lost over the slot", SLOT, SYNDIC_UNIT_COUNT, FACT, false},
	[RISK_SLOT_LOST_AMOUNT] = {"slot-lost-amount", "money lost over the slot", SLOT,
                               SYNDIC_UNIT_MONEY, FACT, false},
	[RISK_SLOT_LOST_SHARE] = {"slot-lost-share", "part of what was lost", SLOT, SYNDIC_UNIT_SHARE,
                              SHARE, false},
#undef SLOT
#define LOAD "Can the team deliver what was sold and serve more members at the same time?"
	[RISK_LOAD_OVER] = {"load-over", "chance of too much work", LOAD, SYNDIC_UNIT_SHARE, FACT,
                        false},
	[RISK_COLLISIONS] = {"collisions", "months that collide", LOAD, SYNDIC_UNIT_COUNT, FACT, false},
	[RISK_QUEUE_MONTHS] = {"queue-months", "months of work queued", LOAD, SYNDIC_UNIT_MONTHS, FACT,
                           false},
	[RISK_HOURS_OVER] = {"hours-over", "deliverables near the high", LOAD, SYNDIC_UNIT_COUNT, FACT,
                         false},
#undef LOAD
#define DETAIL "Do we ask for so much detail that work can hardly be funded?"
	[RISK_SOW_DAYS] = {"sow-days", "days to an executed SOW", DETAIL, SYNDIC_UNIT_DAYS, SHARE,
                       false},
	[RISK_SOW_DAYS_P90] = {"sow-days-p90", "days, nine of ten", DETAIL, SYNDIC_UNIT_DAYS, SHARE,
                           false},
	[RISK_SOW_REVISIONS] = {"sow-revisions", "revisions of an SOW", DETAIL, SYNDIC_UNIT_COUNT,
                            SHARE, false},
	[RISK_SOW_REVISIONS_P90] = {"sow-revisions-p90", "revisions, nine of ten", DETAIL,
                                SYNDIC_UNIT_COUNT, SHARE, false},
	[RISK_SOW_OPEN_DAYS] = {"sow-open-days", "days of unexecuted SOWs", DETAIL, SYNDIC_UNIT_DAYS,
                            FACT, false},
#undef DETAIL
	[RISK_UPSTREAM] = {"upstream-rejected", "rejected upstream",
                       "Do upstream projects reject work whose cost we have taken on?",
                       SYNDIC_UNIT_SHARE, SHARE, false},
#define CHEAPER "Do members leave since cheaper alternatives are good enough?"
	[RISK_CHEAPER] = {"cheaper-lost", "renewals lost to cheaper", CHEAPER, SYNDIC_UNIT_COUNT, FACT,
                      false},
	[RISK_CHEAPER_ARR] = {"cheaper-lost-arr", "a year's fees of these", CHEAPER, SYNDIC_UNIT_MONEY,
                          FACT, false},
	[RISK_CHEAPER_SHARE] = {"cheaper-lost-share", "part of members lost", CHEAPER,
                            SYNDIC_UNIT_SHARE, SHARE, false},
#undef CHEAPER
#define ROUND "Do pledges and rounds come to nothing before all have joined?"
	[RISK_PLEDGES_EXPIRING] = {"pledges-expiring", "pledges that expire early", ROUND,
                               SYNDIC_UNIT_COUNT, FACT, false},
	[RISK_ROUNDS_SHORT] = {"rounds-short", "rounds about to fall short", ROUND, SYNDIC_UNIT_COUNT,
                           FACT, false},
#undef ROUND
};

/* ---- figures ---- */

struct syndic_figure risk_count(int64_t count)
{
	return (struct syndic_figure){true, muldiv(count, RATIO_ONE, 1)};
}

struct syndic_figure risk_unknown(void)
{
	return (struct syndic_figure){0};
}

static const char *grown(struct risks *risks, const char *before, const char *format,
                         va_list arguments)
{
	const char *more = arena_vprintf(&risks->arena, format, arguments);

	return before && *before ? arena_printf(&risks->arena, "%s; %s", before, more) : more;
}

void risk_note(struct risks *risks, enum risk_kind kind, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	risks->kinds[kind].note = grown(risks, risks->kinds[kind].note, format, arguments);
	va_end(arguments);
}

void risk_alert(struct risks *risks, enum risk_kind kind, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	risks->kinds[kind].alert = grown(risks, risks->kinds[kind].alert, format, arguments);
	va_end(arguments);
}

static enum syndic_trend trend_of(const struct kind *kind, const struct syndic_risk *risk)
{
	bool few = risk->cases < SYNDIC_FEWEST_CASES || risk->cases_before < SYNDIC_FEWEST_CASES;

	if (!risk->value.known || !risk->before.known) return SYNDIC_TREND_UNKNOWN;
	if (kind->rule != FACT && few) return SYNDIC_TREND_UNKNOWN;
	if (risk->value.value == risk->before.value) return SYNDIC_TREND_SAME;
	return (risk->value.value > risk->before.value) == kind->more_is_better ? SYNDIC_TREND_BETTER
	                                                                        : SYNDIC_TREND_WORSE;
}

void risk_set(struct risks *risks, enum risk_kind kind,
              const struct syndic_figure figures[RISK_WINDOWS], const int64_t cases[RISK_WINDOWS])
{
	struct syndic_risk *risk = &risks->kinds[kind];
	enum rule rule = kinds[kind].rule;

	risk->value = figures[NOW];
	risk->before = figures[BEFORE];
	risk->cases = cases[NOW];
	risk->cases_before = cases[BEFORE];
	if (rule == SHARE && cases[NOW] < SYNDIC_FEWEST_CASES) risk->value = risk_unknown();
	if (rule == SHARE && cases[BEFORE] < SYNDIC_FEWEST_CASES) risk->before = risk_unknown();
	if (rule != FACT && cases[NOW] < SYNDIC_FEWEST_CASES)
		risk_note(risks, kind, "too few cases: %lld", (long long)cases[NOW]);
	risk->trend = trend_of(&kinds[kind], risk);
}

void risk_set_today(struct risks *risks, enum risk_kind kind, struct syndic_figure figure,
                    int64_t cases)
{
	risk_set(risks, kind, (struct syndic_figure[RISK_WINDOWS]){figure},
	         (int64_t[RISK_WINDOWS]){cases});
}

void risk_compare(struct risks *risks, enum risk_kind kind, const char *with,
                  struct syndic_figure now, struct syndic_figure before)
{
	risks->kinds[kind].compared_with = with;
	risks->kinds[kind].compared = now;
	risks->kinds[kind].compared_before = before;
}

const char *risk_money(struct risks *risks, int64_t cents)
{
	struct buf text = {0};
	const char *copy;

	money_add(&text, cents, 1);
	copy = arena_copy(&risks->arena, buf_text(&text));
	buf_free(&text);
	return copy;
}

const char *risk_decimal(struct risks *risks, int64_t millionths)
{
	int64_t tenths = muldiv(millionths, 10, RATIO_ONE);

	if (tenths % 10 == 0) return arena_printf(&risks->arena, "%lld", (long long)(tenths / 10));
	return arena_printf(&risks->arena, "%lld.%lld", (long long)(tenths / 10),
	                    (long long)(tenths % 10));
}

bool risk_within(const struct risk_window *window, const char *day)
{
	return day && strcmp(day, window->from) >= 0 && strcmp(day, window->to) <= 0;
}

void risk_sample_add(struct risks *risks, struct risk_sample *sample, int64_t number)
{
	LIST_ADD(&risks->arena, sample->items, sample->count, number);
}

void risk_set_percentiles(struct risks *risks, enum risk_kind median, enum risk_kind ninetieth,
                          struct risk_sample samples[RISK_WINDOWS])
{
	struct syndic_figure medians[RISK_WINDOWS] = {{0}}, ninetieths[RISK_WINDOWS] = {{0}};
	int64_t cases[RISK_WINDOWS];

	for (size_t i = 0; i < RISK_WINDOWS; i++) {
		cases[i] = (int64_t)samples[i].count;
		if (!samples[i].count) continue;
		order_sort(samples[i].items, samples[i].count);
		medians[i] = risk_count(order_median(samples[i].items, samples[i].count));
		ninetieths[i] = order_ninetieth(samples[i].items, samples[i].count);
		if (ninetieths[i].known) ninetieths[i] = risk_count(ninetieths[i].value);
	}
	risk_set(risks, median, medians, cases);
	risk_set(risks, ninetieth, ninetieths, cases);
}

/* ---- records ---- */

static const struct syndic_column record_columns[] = {
	{"entity", "record", SYNDIC_TEXT, 0},
	{"reference", "reference", SYNDIC_TEXT, SYNDIC_LISTED},
	{"name", "name", SYNDIC_TEXT, SYNDIC_LISTED},
	{"happened_on", "on", SYNDIC_DATE, SYNDIC_LISTED},
	{"amount", "amount", SYNDIC_MONEY, SYNDIC_LISTED},
	{"figure", "figure", SYNDIC_DECIMAL, SYNDIC_LISTED},
	{"what", "what", SYNDIC_TEXT, SYNDIC_LISTED},
	{"help", "command", SYNDIC_TEXT, 0},
};

bool risk_wants_records(const struct risks *risks, enum risk_kind first, enum risk_kind last)
{
	for (size_t i = first; i <= last; i++)
		if (risks->kinds[i].records) return true;
	return false;
}

void risk_add_record(struct risks *risks, enum risk_kind first, enum risk_kind last,
                     const struct risk_record *record)
{
	const char *help = record->help;

	if (!risk_wants_records(risks, first, last)) return;
	if (!help)
		help = arena_printf(&risks->arena, "syndic %s show %s", record->entity, record->reference);
	for (size_t i = first; i <= last; i++) {
		struct syndic_rows *rows = risks->kinds[i].records;
		if (!rows) continue;
		rows_add_text(rows, record->entity);
		rows_add_text(rows, record->reference);
		rows_add_text(rows, record->name);
		rows_add_text(rows, record->on);
		rows_add_figure(rows, record->amount);
		rows_add_figure(rows, record->figure);
		rows_add_text(rows, record->what);
		rows_add_text(rows, help);
	}
}

/* ---- what several risks read ---- */

static enum syndic_status load_deals(struct risks *risks, const char *since)
{
	struct syndic *handle = risks->handle;
	struct arena *arena = &risks->arena;
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	TRY(db_prepare(handle->db,
	               "SELECT id, slug, name, org, stage, kind, revenue_type, lost_reason, closed_on,"
	               " starts_on, ends_on, amount FROM deal"
	               " WHERE closed_on >= $1 AND closed_on <= $2 ORDER BY closed_on, id",
	               &stmt));
	db_bind_text(stmt, 1, since);
	db_bind_text(stmt, 2, handle->as_of);
	while ((step = db_step(stmt)) == 1) {
		const struct stage *stage = stages_find(handle, db_text(stmt, 4));
		if (!stage || stage_is(stage, "open")) continue;
		struct risk_deal deal = {
			.id = arena_copy(arena, db_text(stmt, 0)),
			.slug = arena_copy(arena, db_text(stmt, 1)),
			.name = arena_copy(arena, db_text(stmt, 2)),
			.org = arena_copy(arena, db_text(stmt, 3)),
			.pipeline = stage->pipeline_slug,
			.kind = arena_copy(arena, db_text(stmt, 5)),
			.revenue_type = arena_copy(arena, db_text(stmt, 6)),
			.reason = arena_copy(arena, db_text(stmt, 7)),
			.closed_on = arena_copy(arena, db_text(stmt, 8)),
			.starts_on = arena_copy(arena, db_text(stmt, 9)),
			.ends_on = arena_copy(arena, db_text(stmt, 10)),
			.won = stage_is(stage, "won"),
			.has_amount = !db_is_null(stmt, 11),
			.amount = db_int(stmt, 11),
		};
		LIST_ADD(arena, risks->deals, risks->deal_count, deal);
	}
	if (step < 0) status = handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

/* Members of the window before's first day, grace included, and new ones of the year before. */
static enum syndic_status load_book(struct risks *risks)
{
	char first[DATE_SIZE], last[DATE_SIZE], year[DATE_SIZE];
	int64_t january = month_number(risks->handle->as_of) / 12 * 12;

	date_add_days(risks->windows[BEFORE].start,
	              -setting_int(risks->handle, "grace_days", GRACE_DAYS), first);
	month_first(january - 12, year);
	month_last(january + 11, last);
	return book_load(risks->handle, strcmp(year, first) < 0 ? year : first, last,
	                 BOOK_MEMBERSHIPS | BOOK_TAGS, &risks->arena, &risks->book);
}

static void set_window(struct risk_window *window, const char *as_of, int64_t months, int64_t back)
{
	date_add_months(as_of, -months * back, window->to);
	date_add_months(as_of, -months * (back + 1), window->start);
	date_add_days(window->start, 1, window->from);
}

/* ---- the page ---- */

/* The kind that a key names; RISK_KINDS for NULL. False: told. */
static bool find_kind(struct syndic *handle, const char *key, size_t *out)
{
	struct buf near = {0}, all = {0};

	*out = RISK_KINDS;
	if (!key) return true;
	for (size_t i = 0; i < RISK_KINDS; i++) {
		if (strcmp(kinds[i].key, key) == 0) *out = i;
		buf_printf(&all, "%s%s", i ? ", " : "", kinds[i].key);
		if (strstr(kinds[i].key, key) || text_distance(kinds[i].key, key) <= 2)
			buf_printf(&near, "%s%s", near.length ? ", " : "", kinds[i].key);
	}
	if (*out == RISK_KINDS) {
		(void)error_set(handle, SYNDIC_MISUSE, NULL, "key", key,
		                "there is no risk called %s; %s: %s", key,
		                near.length && *key ? "near" : "there are",
		                near.length && *key ? buf_text(&near) : buf_text(&all));
		error_help(handle, "syndic risk");
	}
	buf_free(&near);
	buf_free(&all);
	return *out != RISK_KINDS;
}

static enum syndic_status begin(struct risks *risks, const struct syndic_risk_options *options,
                                size_t *only)
{
	struct syndic *handle = risks->handle;
	int64_t months = options && options->months ? options->months : WINDOW_MONTHS;

	if (months < 1 || months > MONTHS_MOST) {
		(void)error_set(handle, SYNDIC_MISUSE, NULL, "months", NULL, "a window has 1 to %d months",
		                MONTHS_MOST);
		error_help(handle, "syndic risk --months %d", WINDOW_MONTHS);
		return SYNDIC_MISUSE;
	}
	if (!find_kind(handle, options ? options->key : NULL, only)) return handle->error.code;
	for (size_t i = 0; i < RISK_WINDOWS; i++)
		set_window(&risks->windows[i], handle->as_of, months, (int64_t)i);
	risks->report.as_of = arena_copy(&risks->arena, handle->as_of);
	risks->report.currency = arena_copy(&risks->arena, handle->currency);
	risks->report.months = months;
	risks->report.from = risks->windows[NOW].from;
	risks->report.before_from = risks->windows[BEFORE].from;
	for (size_t i = 0; i < RISK_KINDS; i++) {
		risks->kinds[i] = (struct syndic_risk){.key = kinds[i].key,
		                                       .label = kinds[i].label,
		                                       .question = kinds[i].question,
		                                       .unit = kinds[i].unit,
		                                       .note = ""};
		if (options && (i == *only || (options->records && *only == RISK_KINDS)))
			risks->kinds[i].records =
				rows_new(record_columns, sizeof record_columns / sizeof *record_columns);
	}
	return SYNDIC_OK;
}

static enum syndic_status fill(struct risks *risks)
{
	struct risk_window earlier;
	enum syndic_status status;

	set_window(&earlier, risks->handle->as_of, risks->report.months, RISK_WINDOWS);
	TRY(load_deals(risks, earlier.from));
	TRY(load_book(risks));
	TRY(risk_add_sale(risks));
	TRY(risk_add_pace(risks));
	TRY(risk_add_cycle(risks));
	risk_add_slot(risks);
	TRY(risk_add_load(risks));
	TRY(risk_add_sow(risks));
	TRY(risk_add_upstream(risks));
	TRY(risk_add_cheaper(risks));
	TRY(risk_add_rounds(risks));
out:
	book_free(&risks->book);
	return status;
}

enum syndic_status syndic_report_risk(struct syndic *handle,
                                      const struct syndic_risk_options *options,
                                      struct syndic_risks **out)
{
	struct risks *risks = mem_alloc(sizeof *risks);
	enum syndic_status status;
	size_t only;

	*out = NULL;
	error_clear(handle);
	risks->handle = handle;
	TRY(begin(risks, options, &only));
	TRY(syndic_report_capacity(handle, NULL, &risks->capacity));
	TRY(db_begin_read(handle->db));
	status = fill(risks);
	db_rollback(handle->db);
	risks->report.risks = only == RISK_KINDS ? risks->kinds : &risks->kinds[only];
	risks->report.risk_count = only == RISK_KINDS ? RISK_KINDS : 1;
	if (status == SYNDIC_OK) *out = &risks->report;
out:
	if (status != SYNDIC_OK) syndic_risks_free(&risks->report);
	return status;
}

void syndic_risks_free(struct syndic_risks *report)
{
	struct risks *risks = (struct risks *)report;

	if (!risks) return;
	for (size_t i = 0; i < RISK_KINDS; i++)
		syndic_rows_free(risks->kinds[i].records);
	syndic_capacity_free(risks->capacity);
	arena_free(&risks->arena);
	free(risks);
}
