#include "report/review.h"
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "base/rows.h"
#include "base/text.h"
#include "model/pipeline.h"
#include "report/collected.h"
#include "report/list.h"
#include "report/mend.h"
#include "report/order.h"
#include "report/quiet.h"
#include "report/stays_won.h"

enum {
	BEGAN_MONTHS = 6,       /* after so long, somebody should know what was collected */
	ENDING_MONTHS = 3,      /* what ends within them ends soon */
	MOST_COLLECTED = 115,   /* per cent of the amount: above, something is entered wrong */
	UNCOLLECTED_SHARE = 50, /* per cent: more than that, and it ends soon */
};

/* ---- kinds ---- */

static const struct kind {
	const char *key, *label, *severity, *money;
	bool of_deal;
} kinds[REVIEW_KINDS] = {
	[REVIEW_DATES_MISSING] = {"dates-missing", "Contracts without a first or last day", "error",
                              "hidden", false},
	[REVIEW_AMOUNT_MISSING] = {"amount-missing", "Contracts without an amount", "error", "hidden",
                               false},
	[REVIEW_COLLECTED_UNKNOWN] = {"collected-unknown",
                                  "Contracts of which nobody knows what was collected", "error",
                                  "amount", false},
	[REVIEW_OVER_COLLECTED] = {"over-collected", "Collected over 115 % of the amount", "error",
                               "too much", false},
	[REVIEW_ENDED_UNCOLLECTED] = {"ended-uncollected", "Ended and not fully collected", "warning",
                                  "owed", false},
	[REVIEW_ENDS_SOON_UNCOLLECTED] = {"ends-soon-uncollected",
                                      "Ending within 3 months, more than half not collected",
                                      "warning", "owed", false},
	[REVIEW_COLLECTED_ESTIMATED] = {"collected-estimated", "Collected is estimated", "note",
                                    "assumed", false},
	[REVIEW_FIELD_MISSING] = {"field-missing", "Deals that lack a field", "error", "amount", true},
	[REVIEW_CLOSE_PASSED] = {"close-passed", "Expected close has passed", "warning", "amount",
                             true},
	[REVIEW_QUIET] = {"quiet", "Open deals gone quiet", "warning", "amount", true},
	[REVIEW_SLOW] = {"slow", "Longer in their stage than 90 % of those that won", "warning",
                     "amount", true},
	[REVIEW_NO_NEXT_STEP] = {"no-next-step", "No next step", "note", "amount", true},
	[REVIEW_NO_ORG] = {"no-org", "No organisation", "warning", "amount", true},
	[REVIEW_CERTAIN_OPEN] = {"certain-open", "Open, yet taken as certain", "error", "amount", true},
};

const char *review_key(enum review_kind kind)
{
	return kinds[kind].key;
}

bool review_is_of_deal(enum review_kind kind)
{
	return kinds[kind].of_deal;
}

/* ---- looking ---- */

struct look {
	struct syndic *handle;
	struct arena *arena;
	enum spread_method method;
	int64_t month; /* as_of's */
	char began[DATE_SIZE], ending[DATE_SIZE], quiet[DATE_SIZE];
	struct stays_won stays;
	struct leaks *leaks;      /* NULL: only counted */
	struct finding *findings; /* not made where only counted */
	size_t finding_count;
	int64_t counts[REVIEW_KINDS];
};

static enum syndic_status look_begin(struct syndic *handle, struct arena *arena, struct look *look)
{
	*look = (struct look){
		.handle = handle,
		.arena = arena,
		.method = spread_method_named(setting_text(handle, "spread_method", arena)),
		.month = month_number(handle->as_of),
	};
	date_add_months(handle->as_of, -BEGAN_MONTHS, look->began);
	date_add_months(handle->as_of, ENDING_MONTHS, look->ending);
	date_add_days(handle->as_of, -quiet_days(handle), look->quiet);
	return stays_won_load(handle, arena, &look->stays);
}

/* Adds `finding` as one of `kind`; its id is that of the current row. */
static void found(struct look *look, enum review_kind kind, const char *id,
                  const struct finding *finding)
{
	struct finding added = *finding;

	look->counts[kind]++;
	if (!look->leaks) return;
	added.kind = kind;
	/* Findings on one record follow each other. */
	added.id = look->finding_count ? look->findings[look->finding_count - 1].id : NULL;
	if (!added.id || strcmp(added.id, id) != 0) added.id = arena_copy(look->arena, id);
	LIST_ADD(look->arena, look->findings, look->finding_count, added);
}

/* ---- contracts ---- */

struct contract {
	const char *id, *starts_on, *ends_on; /* NULL where unknown */
	bool has_amount, has_collected;
	int64_t amount, collected;
};

/* What can be said of a contract whose collected is unknown. */
static void judge_unknown(struct look *look, const struct contract *contract)
{
	const char *as_of = look->handle->as_of, *start = contract->starts_on, *end = contract->ends_on;
	bool ended = end && strcmp(end, as_of) < 0;
	bool long_ago = start && strcmp(start, look->began) < 0;
	bool runs = start && end && strcmp(start, as_of) <= 0 && !ended;
	struct finding finding = {
		.has_amount = contract->has_amount,
		.amount = contract->amount,
		.probability = RATIO_ONE,
	};

	if (contract->has_amount && start && end)
		finding.collected =
			collected_assumed(look->method, contract->amount, start, end, look->month);
	if (ended || long_ago) {
		found(look, REVIEW_COLLECTED_UNKNOWN, contract->id, &finding);
	} else if (runs && contract->has_amount) {
		finding.amount = finding.collected;
		found(look, REVIEW_COLLECTED_ESTIMATED, contract->id, &finding);
	}
}

/* What can be said of one whose amount and collected are known. */
static void judge_collected(struct look *look, const struct contract *contract)
{
	const char *as_of = look->handle->as_of, *end = contract->ends_on;
	struct finding finding = {
		.has_amount = true,
		.amount = contract->amount - contract->collected,
		.probability = RATIO_ONE,
		.collected = contract->collected,
	};

	if ((weight_t)contract->collected * 100 > (weight_t)contract->amount * MOST_COLLECTED) {
		finding.amount = -finding.amount;
		found(look, REVIEW_OVER_COLLECTED, contract->id, &finding);
	} else if (end && strcmp(end, as_of) < 0) {
		if (finding.amount > 0) found(look, REVIEW_ENDED_UNCOLLECTED, contract->id, &finding);
	} else if (end && strcmp(end, look->ending) <= 0) {
		if ((weight_t)finding.amount * 100 > (weight_t)contract->amount * UNCOLLECTED_SHARE)
			found(look, REVIEW_ENDS_SOON_UNCOLLECTED, contract->id, &finding);
	}
}

static void judge_contract(struct look *look, const struct contract *contract)
{
	struct finding finding = {
		.has_amount = contract->has_amount,
		.amount = contract->amount,
		.probability = RATIO_ONE,
	};

	if (!contract->starts_on) finding.lacks |= 1U << WANTED_STARTS_ON;
	if (!contract->ends_on) finding.lacks |= 1U << WANTED_ENDS_ON;
	if (finding.lacks) found(look, REVIEW_DATES_MISSING, contract->id, &finding);
	finding.lacks = 1U << WANTED_AMOUNT;
	if (!contract->has_amount) found(look, REVIEW_AMOUNT_MISSING, contract->id, &finding);
	if (!contract->has_collected) {
		judge_unknown(look, contract);
	} else if (contract->has_amount) {
		judge_collected(look, contract);
	}
}

/* Counts it in the partition. */
static void part_contract(struct look *look, const struct contract *contract, const char *type)
{
	static const char *const types[] = {"membership", "service", "usage",
	                                    "project",    "grant",   "gift"};
	const struct partition_facts facts = {contract->starts_on, contract->ends_on,
	                                      contract->has_amount, false};
	const char *group = NULL;

	if (!look->leaks) return;
	for (size_t i = 0; i < sizeof types / sizeof *types && type; i++)
		if (strcmp(types[i], type) == 0) group = types[i];
	leaks_add(look->leaks, &facts, group, contract->amount, RATIO_ONE);
}

static enum syndic_status look_at_contracts(struct look *look)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	int step;

	TRY(db_prepare(look->handle->db,
	               "SELECT c.id, c.starts_on, c.ends_on, c.amount, c.revenue_type,"
	               " " COLLECTED_OF_CONTRACT " FROM contract AS c",
	               &stmt));
	while ((step = db_step(stmt)) == 1) {
		const struct contract contract = {
			.id = db_text(stmt, 0),
			.starts_on = db_text(stmt, 1),
			.ends_on = db_text(stmt, 2),
			.has_amount = !db_is_null(stmt, 3),
			.amount = db_int(stmt, 3),
			.has_collected = !db_is_null(stmt, 5),
			.collected = db_int(stmt, 5),
		};
		judge_contract(look, &contract);
		part_contract(look, &contract, db_text(stmt, 4));
	}
	if (step < 0) status = look->handle->error.code;
out:
	db_finalize(stmt);
	return status;
}

/* ---- open deals ---- */

/* The columns of an open deal. */
enum {
	ID,
	STAGE_SINCE,
	ORG,
	KIND,
	REVENUE_TYPE,
	AMOUNT,
	PROBABILITY,
	STARTS_ON,
	ENDS_ON,
	EXPECTED_CLOSE,
	STEP,
	SPOKEN,
};

static void judge_fields(struct look *look, const struct db_stmt *stmt,
                         const struct finding *finding)
{
	static const int columns[WANTED_FIELDS] = {
		[WANTED_AMOUNT] = AMOUNT,
		[WANTED_STARTS_ON] = STARTS_ON,
		[WANTED_ENDS_ON] = ENDS_ON,
		[WANTED_EXPECTED_CLOSE] = EXPECTED_CLOSE,
		[WANTED_REVENUE_TYPE] = REVENUE_TYPE,
		[WANTED_KIND] = KIND,
	};
	struct finding lacking = *finding;

	for (size_t i = 0; i < WANTED_FIELDS; i++)
		if (db_is_null(stmt, columns[i])) lacking.lacks |= 1U << i;
	if (lacking.lacks) found(look, REVIEW_FIELD_MISSING, db_text(stmt, ID), &lacking);
}

static void judge_time(struct look *look, const struct db_stmt *stmt,
                       const struct stays_of_stage *stays, const struct finding *finding)
{
	const char *as_of = look->handle->as_of, *id = db_text(stmt, ID);
	const char *close = db_text(stmt, EXPECTED_CLOSE), *since = db_text(stmt, STAGE_SINCE);
	struct syndic_figure most = order_ninetieth(stays->days, stays->count);
	struct finding timed = *finding;
	char seen[DATE_SIZE];

	if (close && strcmp(close, as_of) < 0) found(look, REVIEW_CLOSE_PASSED, id, finding);
	if (quiet_seen(since, db_text(stmt, SPOKEN), look->quiet, seen)) {
		timed.days = date_days(as_of) - date_days(seen);
		found(look, REVIEW_QUIET, id, &timed);
	}
	timed.days = date_days(as_of) - date_days(since);
	timed.most = most.value;
	timed.cases = (int64_t)stays->count;
	if (most.known && timed.days > most.value) found(look, REVIEW_SLOW, id, &timed);
}

static void judge_deal(struct look *look, const struct db_stmt *stmt, const struct stage *stage,
                       const struct stays_of_stage *stays)
{
	const char *id = db_text(stmt, ID);
	const struct finding finding = {
		.has_amount = !db_is_null(stmt, AMOUNT),
		.amount = db_int(stmt, AMOUNT),
		.probability =
			db_is_null(stmt, PROBABILITY) ? stage->probability : db_int(stmt, PROBABILITY),
	};
	const struct partition_facts facts = {db_text(stmt, STARTS_ON), db_text(stmt, ENDS_ON),
	                                      finding.has_amount, true};

	judge_fields(look, stmt, &finding);
	judge_time(look, stmt, stays, &finding);
	if (db_int(stmt, STEP) == 0) found(look, REVIEW_NO_NEXT_STEP, id, &finding);
	if (db_is_null(stmt, ORG)) found(look, REVIEW_NO_ORG, id, &finding);
	if (finding.probability <= 0 || finding.probability >= RATIO_ONE)
		found(look, REVIEW_CERTAIN_OPEN, id, &finding);
	if (look->leaks)
		leaks_add(look->leaks, &facts, stage->pipeline_slug, finding.amount, finding.probability);
}

static enum syndic_status look_at_deals(struct look *look)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status;
	size_t count;
	const struct stage *stages = stages_all(look->handle, &count);
	int step;

	TRY(db_prepare(look->handle->db,
	               "SELECT d.id, d.stage_since, d.org, d.kind, d.revenue_type, d.amount,"
	               " d.probability, d.starts_on, d.ends_on, d.expected_close,"
	               " CASE WHEN coalesce(d.next_step, '') <> '' OR EXISTS (SELECT 1 FROM task AS t"
	               " WHERE t.deal = d.id AND t.done_on IS NULL) THEN 1 ELSE 0 END,"
	               " " QUIET_DEAL_SPOKEN " FROM deal AS d WHERE d.stage = $1",
	               &stmt));
	for (size_t i = 0; i < count; i++) {
		if (!stage_is(&stages[i], "open")) continue;
		db_bind_text(stmt, 1, stages[i].id);
		while ((step = db_step(stmt)) == 1)
			judge_deal(look, stmt, &stages[i], &look->stays.stages[i]);
		if (step < 0) status = look->handle->error.code;
		if (status != SYNDIC_OK) goto out;
	}
out:
	db_finalize(stmt);
	return status;
}

static enum syndic_status look_at_all(struct look *look)
{
	enum syndic_status status;

	TRY(look_at_contracts(look));
	status = look_at_deals(look);
out:
	return status;
}

enum syndic_status review_count(struct syndic *handle, int64_t counts[REVIEW_KINDS])
{
	struct arena arena = {0};
	struct look look;
	enum syndic_status status;

	TRY(look_begin(handle, &arena, &look));
	TRY(look_at_all(&look));
	memcpy(counts, look.counts, sizeof look.counts);
out:
	arena_free(&arena);
	return status;
}

/* ---- the report ---- */

struct review_box {
	struct syndic_review report; /* first: what the caller holds */
	struct arena arena;
};

/* The kind that a key names; REVIEW_KINDS for NULL. False: told. */
static bool find_kind(struct syndic *handle, const char *key, int *out)
{
	struct buf near = {0}, all = {0};

	*out = REVIEW_KINDS;
	if (!key) return true;
	for (int i = 0; i < REVIEW_KINDS; i++) {
		if (strcmp(kinds[i].key, key) == 0) *out = i;
		buf_printf(&all, "%s%s", i ? ", " : "", kinds[i].key);
		if (strstr(kinds[i].key, key) || text_distance(kinds[i].key, key) <= 2)
			buf_printf(&near, "%s%s", near.length ? ", " : "", kinds[i].key);
	}
	if (*out == REVIEW_KINDS) {
		(void)error_set(handle, SYNDIC_MISUSE, NULL, "kind", key,
		                "there is no finding called %s; %s: %s", key,
		                near.length && *key ? "near" : "there are",
		                near.length && *key ? buf_text(&near) : buf_text(&all));
		error_help(handle, "syndic review --sum");
	}
	buf_free(&near);
	buf_free(&all);
	return *out != REVIEW_KINDS;
}

/* By kind, most money first, then as they were made. */
static int by_money(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	int order = (x->kind > y->kind) - (x->kind < y->kind);

	if (!order) order = (x->has_amount < y->has_amount) - (x->has_amount > y->has_amount);
	if (!order) order = (x->amount < y->amount) - (x->amount > y->amount);
	if (!order) order = (x->probability < y->probability) - (x->probability > y->probability);
	return order ? order : strcmp(x->id, y->id);
}

/* Keeps the findings of a kind and of an owner. */
static enum syndic_status keep_asked(struct look *look, struct mender *mender,
                                     const struct syndic_review_options *options, int kind)
{
	enum syndic_status status = SYNDIC_OK;
	const struct finding *before = NULL;
	size_t kept = 0;

	for (size_t i = 0; i < look->finding_count; i++) {
		struct finding *finding = &look->findings[i];
		if (kind != REVIEW_KINDS && (int)finding->kind != kind) continue;
		if (options->owner) {
			TRY(mend_subject(mender, before, finding));
			before = finding;
			if (!text_equal(finding->subject->owner, options->owner)) continue;
		}
		look->findings[kept++] = *finding;
	}
	look->finding_count = kept;
	if (kept) qsort(look->findings, kept, sizeof *look->findings, by_money);
out:
	return status;
}

static void sum_kind(struct review_box *box, const struct finding *findings, size_t count)
{
	struct syndic_review *report = &box->report;
	const struct kind *kind = &kinds[findings->kind];
	struct syndic_review_kind sum = {
		.key = kind->key,
		.label = kind->label,
		.severity = kind->severity,
		.entity = kind->of_deal ? "deal" : "contract",
		.money = kind->money,
		.count = (int64_t)count,
	};
	weight_t weight = 0;

	for (size_t i = 0; i < count; i++) {
		if (!findings[i].has_amount) {
			sum.amount_unknown++;
			continue;
		}
		sum.amount += findings[i].amount;
		weight += (weight_t)findings[i].amount * findings[i].probability;
	}
	sum.weighted = weight_cents(weight);
	report->count += sum.count;
	LIST_ADD(&box->arena, report->kinds, report->kind_count, sum);
}

static enum syndic_status add_row(struct mender *mender, const struct finding *finding,
                                  struct syndic_rows *rows)
{
	const struct kind *kind = &kinds[finding->kind];
	const struct subject *subject = finding->subject;
	enum syndic_status status;
	const char *command;

	TRY(mend_command(mender, finding, &command));
	rows_add_text(rows, kind->key);
	rows_add_text(rows, kind->severity);
	rows_add_text(rows, kind->of_deal ? "deal" : "contract");
	rows_add_text(rows, subject->reference);
	rows_add_text(rows, subject->org);
	rows_add_text(rows, subject->name);
	rows_add_text(rows, subject->owner);
	rows_add_text(rows, mend_fields(mender, finding));
	if (finding->has_amount) {
		rows_add_number(rows, finding->amount);
		rows_add_number(rows, muldiv(finding->amount, finding->probability, RATIO_ONE));
	} else {
		rows_add_null(rows);
		rows_add_null(rows);
	}
	rows_add_text(rows, mend_sentence(mender, finding));
	rows_add_text(rows, command);
out:
	return status;
}

static int by_id(const void *a, const void *b)
{
	const struct finding *x = *(struct finding *const *)a, *y = *(struct finding *const *)b;

	return strcmp(x->id, y->id);
}

/* Reads the subjects in the order in which they are stored: by money they lie all over the file. */
static enum syndic_status read_subjects(struct mender *mender, struct finding **shown, size_t count)
{
	enum syndic_status status = SYNDIC_OK;

	if (count) qsort(shown, count, sizeof *shown, by_id);
	for (size_t i = 0; i < count; i++)
		TRY(mend_subject(mender, i ? shown[i - 1] : NULL, shown[i]));
out:
	return status;
}

/* Sums kind after kind, and words the first `limit` of each. */
static enum syndic_status report_findings(struct look *look, struct mender *mender, int64_t limit,
                                          struct review_box *box)
{
	struct finding **shown = mem_alloc((look->finding_count + 1) * sizeof *shown);
	struct finding **sorted = mem_alloc((look->finding_count + 1) * sizeof *sorted);
	enum syndic_status status;
	size_t count = 0, end;

	for (size_t i = 0; i < look->finding_count; i = end) {
		enum review_kind kind = look->findings[i].kind;
		for (end = i; end < look->finding_count && look->findings[end].kind == kind; end++)
			if (limit <= 0 || (int64_t)(end - i) < limit) shown[count++] = &look->findings[end];
		sum_kind(box, &look->findings[i], end - i);
	}
	memcpy(sorted, shown, count * sizeof *shown);
	TRY(read_subjects(mender, sorted, count));
	for (size_t i = 0; i < count; i++)
		TRY(add_row(mender, shown[i], box->report.findings));
out:
	free(shown);
	free(sorted);
	return status;
}

static enum syndic_status fill(struct syndic *handle, const struct syndic_review_options *options,
                               struct review_box *box)
{
	static const struct syndic_column columns[] = {
		{"key", "kind", SYNDIC_TEXT, 0},        {"severity", "severity", SYNDIC_TEXT, 0},
		{"entity", "entity", SYNDIC_TEXT, 0},   {"reference", "reference", SYNDIC_TEXT, 0},
		{"org", "org", SYNDIC_TEXT, 0},         {"name", "name", SYNDIC_TEXT, 0},
		{"owner", "owner", SYNDIC_TEXT, 0},     {"fields", "fields", SYNDIC_WORDS, 0},
		{"amount", "amount", SYNDIC_MONEY, 0},  {"weighted", "weighted", SYNDIC_MONEY, 0},
		{"finding", "finding", SYNDIC_TEXT, 0}, {"help", "help", SYNDIC_TEXT, 0},
	};
	struct syndic_review *report = &box->report;
	struct mender mender = {.handle = handle, .arena = &box->arena};
	struct leaks leaks = {.arena = &box->arena, .as_of = handle->as_of};
	char first[DATE_SIZE];
	enum syndic_status status;
	int kind;
	struct look look;

	if (!find_kind(handle, options->kind, &kind)) return handle->error.code;
	month_first(month_number(handle->as_of), first);
	report->as_of = arena_copy(&box->arena, handle->as_of);
	report->currency = arena_copy(&box->arena, handle->currency);
	report->first_day = leaks.first = arena_copy(&box->arena, first);
	report->findings = rows_new(columns, sizeof columns / sizeof *columns);
	TRY(look_begin(handle, &box->arena, &look));
	look.leaks = mender.leaks = &leaks;
	TRY(look_at_all(&look));
	TRY(keep_asked(&look, &mender, options, kind));
	TRY(report_findings(&look, &mender, options->limit, box));
	leaks_report(&leaks, report);
out:
	mender_free(&mender);
	return status;
}

enum syndic_status syndic_report_review(struct syndic *handle,
                                        const struct syndic_review_options *options,
                                        struct syndic_review **out)
{
	static const struct syndic_review_options everything = {0};
	struct review_box *box = mem_alloc(sizeof *box);
	enum syndic_status status;

	*out = NULL;
	error_clear(handle);
	TRY(db_begin_read(handle->db));
	status = fill(handle, options ? options : &everything, box);
	db_rollback(handle->db);
	if (status == SYNDIC_OK) *out = &box->report;
out:
	if (status != SYNDIC_OK) syndic_review_free(&box->report);
	return status;
}

void syndic_review_free(struct syndic_review *review)
{
	struct review_box *box = (struct review_box *)review;

	if (!box) return;
	syndic_rows_free(review->findings);
	arena_free(&box->arena);
	free(box);
}
