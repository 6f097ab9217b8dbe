/*
 * The ARR bridge: how recurring revenue moved between two days, customer by customer. ARR on a day
 * is that of arr.h, the day itself being as_of; only the two days are compared, so that what came
 * and went between them does not show. Whole cents.
 *
 * Customer: the organisation of a contract, the payer of usage (book.h); a contract or a cluster
 * that names no organisation is one of its own. Retention, a share of opening: gross 1 −
 * (contraction + churn) ÷ opening; net adds expansion. It is unknown where the usage of the two days
 * was measured in more months of the one year than of the other: then the sum fills up or empties,
 * whatever customers did. Source: contracts, usage and its prices.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "report/arr.h"
#include "report/list.h"
#include "report/targets.h"

#define QUARTER_MONTHS 3
#define YEAR_MONTHS 12

struct customer {
	const char *key;             /* an id, or for a cluster of no organisation its name */
	const struct sale *contract; /* of a contract that names no organisation */
	bool cluster;
	const char *since; /* the first day with ARR, once it is looked up */
	const char *org_slug, *contract_slug, *name;
	int64_t *arr; /* on each day */
};

/* What usage adds on a day, and in how many of the 12 months that count it was measured. */
struct usage_sum {
	int64_t months, fees;
};

struct bridge_box {
	struct syndic_arr report; /* first: what the caller holds */
	struct arena arena;
	struct book book;
	const char **days;
	size_t day_count;
	struct usage_sum *usage;    /* on each day */
	struct customer *customers; /* by cluster and key */
	size_t customer_count;
};

/* ---- the days ---- */

static enum syndic_status refuse_day(struct syndic *handle, const char *option, const char *text,
                                     const char *why)
{
	(void)error_set(handle, SYNDIC_MISUSE, NULL, option, text, "%s %s is %s", option, text, why);
	error_help(handle, "syndic arr --to %s", handle->as_of);
	return SYNDIC_MISUSE;
}

/* The day before the period and its last one, no later than as_of. */
static enum syndic_status read_period(struct syndic *handle, const char *period,
                                      struct bridge_box *box, char from[DATE_SIZE],
                                      char to[DATE_SIZE])
{
	char first[DATE_SIZE];
	const char *why = period_parse(period, handle->as_of, first, to);

	if (why) return refuse_day(handle, "period", period, why);
	if (strcmp(first, handle->as_of) > 0)
		return refuse_day(handle, "period", period, "still to come: ARR is told up to today");
	date_add_days(first, -1, from);
	if (strcmp(to, handle->as_of) > 0) {
		box->report.period_ends_on = arena_copy(&box->arena, to);
		snprintf(to, DATE_SIZE, "%s", handle->as_of);
	}
	return SYNDIC_OK;
}

static enum syndic_status read_days(struct syndic *handle, const struct syndic_arr_options *options,
                                    char from[DATE_SIZE], char to[DATE_SIZE])
{
	const char *why;

	snprintf(to, DATE_SIZE, "%s", handle->as_of);
	if (options->to && (why = date_parse(options->to, handle->as_of, true, to)) != NULL)
		return refuse_day(handle, "to", options->to, why);
	if (strcmp(to, handle->as_of) > 0)
		return refuse_day(handle, "to", options->to, "after today: what will renew is no fact yet");
	date_add_months(to, -YEAR_MONTHS, from);
	if (options->from && (why = date_parse(options->from, handle->as_of, false, from)) != NULL)
		return refuse_day(handle, "from", options->from, why);
	if (strcmp(from, to) < 0) return SYNDIC_OK;
	return refuse_day(handle, "from", from, "not before the last day");
}

/* Months of one bridge; 0: all in one, -1: refused. */
static int64_t read_step(struct syndic *handle, const char *by)
{
	if (!by) return 0;
	if (strcmp(by, "month") == 0) return 1;
	if (strcmp(by, "quarter") == 0) return QUARTER_MONTHS;
	(void)error_set(handle, SYNDIC_MISUSE, NULL, "by", by, "by %s: month or quarter is wanted", by);
	error_help(handle, "syndic arr --by month");
	return -1;
}

static void add_day(struct bridge_box *box, const char *day)
{
	const char *copy = arena_copy(&box->arena, day);

	LIST_ADD(&box->arena, box->days, box->day_count, copy);
}

/* The first day, the ends of months or quarters between, and the last day. */
static enum syndic_status choose_days(struct syndic *handle,
                                      const struct syndic_arr_options *options,
                                      struct bridge_box *box)
{
	char from[DATE_SIZE], to[DATE_SIZE], end[DATE_SIZE];
	enum syndic_status status;
	int64_t step = read_step(handle, options->by);

	if (step < 0) return handle->error.code;
	if (options->period && (options->from || options->to))
		return refuse_day(handle, "period", options->period, "given beside a first or last day");
	status = options->period ? read_period(handle, options->period, box, from, to)
	                         : read_days(handle, options, from, to);
	if (status != SYNDIC_OK) return status;
	add_day(box, from);
	for (int64_t month = month_number(from); step && month <= month_number(to); month++) {
		if ((month + 1) % step != 0) continue;
		month_last(month, end);
		if (strcmp(end, from) > 0 && strcmp(end, to) < 0) add_day(box, end);
	}
	add_day(box, to);
	return SYNDIC_OK;
}

/* ---- customers ---- */

static int by_key(const void *a, const void *b)
{
	const struct customer *x = a, *y = b;

	return x->cluster != y->cluster ? x->cluster - y->cluster : strcmp(x->key, y->key);
}

static struct customer of_contract(const struct sale *contract)
{
	return (struct customer){.key = contract->org ? contract->org : contract->id,
	                         .contract = contract->org ? NULL : contract};
}

static struct customer of_usage(const struct usage_fee *usage)
{
	return (struct customer){.key = usage->payer ? usage->payer : usage->cluster,
	                         .cluster = !usage->payer};
}

static bool has_fee(const struct sale *contract)
{
	return contract->recurring && contract->has_fee;
}

static void find_customers(struct bridge_box *box)
{
	const struct book *book = &box->book;
	size_t count = 0;

	for (size_t i = 0; i < book->contracts.count; i++)
		if (has_fee(&book->contracts.items[i]))
			LIST_ADD(&box->arena, box->customers, count, of_contract(&book->contracts.items[i]));
	for (size_t i = 0; i < book->usage_count; i++)
		LIST_ADD(&box->arena, box->customers, count, of_usage(&book->usage[i]));
	if (count) qsort(box->customers, count, sizeof *box->customers, by_key);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && by_key(&box->customers[i - 1], &box->customers[i]) == 0) continue;
		box->customers[box->customer_count] = box->customers[i];
		box->customers[box->customer_count++].arr =
			arena_alloc(&box->arena, box->day_count * sizeof *box->customers->arr);
	}
}

static struct customer *customer_of(struct bridge_box *box, struct customer key)
{
	return bsearch(&key, box->customers, box->customer_count, sizeof key, by_key);
}

/* ARR of each customer on one day. */
static void add_arr(struct bridge_box *box, size_t day)
{
	struct book book = book_on(&box->book, box->days[day]);
	struct usage_window window = arr_usage_window(&book, book.as_of);

	for (size_t i = 0; i < book.contracts.count; i++) {
		const struct sale *contract = &book.contracts.items[i];
		if (!has_fee(contract) || !arr_in_force(&book, contract)) continue;
		customer_of(box, of_contract(contract))->arr[day] += contract->fee;
	}
	box->usage[day].months = window.measured;
	for (size_t i = 0; i < book.usage_count; i++) {
		const struct usage_fee *usage = &book.usage[i];
		if (usage->month < window.first || usage->month > window.last) continue;
		customer_of(box, of_usage(usage))->arr[day] += usage->fee;
		box->usage[day].fees += usage->fee;
	}
}

static void keep_earlier(const char **since, const char *day)
{
	if (day && (!*since || strcmp(day, *since) < 0)) *since = day;
}

/* Looks up the customer's first day with ARR, however long ago. */
static enum syndic_status find_since(struct syndic *handle, struct bridge_box *box,
                                     struct customer *customer)
{
	struct sales contracts = {0};
	enum syndic_status status = SYNDIC_OK;
	const char *usage = NULL;

	if (customer->contract) {
		customer->since = customer->contract->starts_on;
		return SYNDIC_OK;
	}
	if (!customer->cluster) TRY(book_contracts_of(handle, &box->book, customer->key, &contracts));
	for (size_t i = 0; i < contracts.count; i++) {
		const struct sale *contract = &contracts.items[i];
		if (has_fee(contract) && contract->fee > 0 && contract->starts_on && contract->ends_on)
			keep_earlier(&customer->since, contract->starts_on);
	}
	TRY(book_usage_since(handle, &box->book, customer->cluster ? NULL : customer->key,
	                     customer->key, &usage));
	keep_earlier(&customer->since, usage);
out:
	free(contracts.items);
	return status;
}

static enum syndic_status find_name(struct syndic *handle, struct bridge_box *box,
                                    struct customer *customer)
{
	struct db_stmt *stmt = NULL;
	enum syndic_status status = SYNDIC_OK;
	int step;

	customer->name = customer->key;
	if (customer->cluster) return SYNDIC_OK;
	if (customer->contract) {
		TRY(db_prepare(handle->db, "SELECT slug, name FROM contract WHERE id = $1", &stmt));
	} else {
		TRY(db_prepare(handle->db, "SELECT slug, name FROM org WHERE id = $1", &stmt));
	}
	db_bind_text(stmt, 1, customer->key);
	step = db_step(stmt);
	if (step < 0) status = handle->error.code;
	if (step == 1) {
		*(customer->contract ? &customer->contract_slug : &customer->org_slug) =
			arena_copy(&box->arena, db_text(stmt, 0));
		customer->name = arena_copy(&box->arena, db_text(stmt, 1));
	}
out:
	db_finalize(stmt);
	return status;
}

/* ---- movements ---- */

static enum syndic_arr_part movement(const struct customer *customer, int64_t opening,
                                     int64_t closing, const char *from)
{
	if (opening == 0) {
		bool before = customer->since && strcmp(customer->since, from) <= 0;
		return before ? SYNDIC_ARR_REACTIVATED : SYNDIC_ARR_NEW;
	}
	if (closing == 0) return SYNDIC_ARR_CHURN;
	return closing > opening ? SYNDIC_ARR_EXPANSION : SYNDIC_ARR_CONTRACTION;
}

static enum syndic_status add_line(struct syndic *handle, struct bridge_box *box,
                                   struct customer *customer, size_t day,
                                   struct syndic_arr_bridge *bridge)
{
	int64_t opening = customer->arr[day], closing = customer->arr[day + 1];
	struct syndic_arr_customer line = {0};
	enum syndic_status status = SYNDIC_OK;

	if (opening == 0 && closing == 0) return SYNDIC_OK;
	if (opening == 0 && !customer->since) TRY(find_since(handle, box, customer));
	if (!customer->name) TRY(find_name(handle, box, customer));
	line.org = customer->org_slug;
	line.contract = customer->contract_slug;
	line.cluster = customer->cluster ? customer->key : NULL;
	line.name = customer->name;
	line.amount[SYNDIC_ARR_OPENING] = opening;
	line.amount[SYNDIC_ARR_CLOSING] = closing;
	if (opening != closing)
		line.amount[movement(customer, opening, closing, bridge->from)] = llabs(closing - opening);
	for (size_t part = 0; part < SYNDIC_ARR_PARTS; part++) {
		bridge->amount[part] += line.amount[part];
		bridge->customers[part] += line.amount[part] != 0;
	}
	LIST_ADD(&box->arena, bridge->lines, bridge->line_count, line);
out:
	return status;
}

static int by_size(const void *a, const void *b)
{
	const struct syndic_arr_customer *x = a, *y = b;

	for (size_t part = SYNDIC_ARR_PARTS; part-- > 0;)
		if (x->amount[part] != y->amount[part]) return x->amount[part] < y->amount[part] ? 1 : -1;
	return strcmp(x->name, y->name);
}

static struct syndic_figure retention(const struct syndic_arr_bridge *bridge, int64_t kept)
{
	int64_t opening = bridge->amount[SYNDIC_ARR_OPENING];

	if (!bridge->usage_comparable || bridge->customers[SYNDIC_ARR_OPENING] < SYNDIC_FEWEST_CASES)
		return (struct syndic_figure){0};
	return (struct syndic_figure){true, muldiv(kept, RATIO_ONE, opening)};
}

static void compare_usage(const struct usage_sum *opening, const struct usage_sum *closing,
                          struct syndic_arr_bridge *bridge)
{
	bridge->opening_usage_months = opening->months;
	bridge->closing_usage_months = closing->months;
	bridge->usage_comparable =
		opening->months == closing->months || (opening->fees == 0 && closing->fees == 0);
}

static enum syndic_status add_bridge(struct syndic *handle, struct bridge_box *box, size_t day)
{
	struct syndic_arr_bridge bridge = {.from = box->days[day], .to = box->days[day + 1]};
	enum syndic_status status = SYNDIC_OK;
	int64_t kept;

	for (size_t i = 0; i < box->customer_count; i++)
		TRY(add_line(handle, box, &box->customers[i], day, &bridge));
	if (bridge.line_count) qsort(bridge.lines, bridge.line_count, sizeof *bridge.lines, by_size);
	compare_usage(&box->usage[day], &box->usage[day + 1], &bridge);
	kept = bridge.amount[SYNDIC_ARR_OPENING] - bridge.amount[SYNDIC_ARR_CONTRACTION] -
	       bridge.amount[SYNDIC_ARR_CHURN];
	bridge.gross_retention = retention(&bridge, kept);
	bridge.net_retention = retention(&bridge, kept + bridge.amount[SYNDIC_ARR_EXPANSION]);
	LIST_ADD(&box->arena, box->report.bridges, box->report.bridge_count, bridge);
out:
	return status;
}

/* Contracts that may be in force on the last day, and lack what would tell. */
static void count_incomplete(struct bridge_box *box)
{
	const char *day = box->days[box->day_count - 1];
	struct book book = book_on(&box->book, day);
	struct target target = {.measure = MEASURE_ARR};
	struct figures figures;

	snprintf(target.first, sizeof target.first, "%s", day);
	snprintf(target.last, sizeof target.last, "%s", day);
	measure(&book, &target, &figures);
	box->report.incomplete_count = figures.contracts.count;
	box->report.incomplete_amount = figures.contracts.amount;
}

static enum syndic_status fill(struct syndic *handle, const struct syndic_arr_options *options,
                               struct bridge_box *box)
{
	enum syndic_status status;
	char since[DATE_SIZE];

	TRY(choose_days(handle, options, box));
	date_add_days(box->days[0], -setting_int(handle, "grace_days", GRACE_DAYS), since);
	TRY(book_load(handle, since, box->days[box->day_count - 1], 0, &box->arena, &box->book));
	box->report.as_of = arena_copy(&box->arena, handle->as_of);
	box->report.currency = arena_copy(&box->arena, handle->currency);
	find_customers(box);
	box->usage = arena_alloc(&box->arena, box->day_count * sizeof *box->usage);
	for (size_t day = 0; day < box->day_count; day++)
		add_arr(box, day);
	for (size_t day = 0; day + 1 < box->day_count; day++)
		TRY(add_bridge(handle, box, day));
	count_incomplete(box);
out:
	book_free(&box->book);
	return status;
}

enum syndic_status syndic_report_arr(struct syndic *handle,
                                     const struct syndic_arr_options *options,
                                     struct syndic_arr **out)
{
	static const struct syndic_arr_options plain = {0};
	struct bridge_box *box = mem_alloc(sizeof *box);
	enum syndic_status status;

	*out = NULL;
	error_clear(handle);
	TRY(db_begin_read(handle->db));
	status = fill(handle, options ? options : &plain, box);
	db_rollback(handle->db);
	if (status == SYNDIC_OK) *out = &box->report;
out:
	if (status != SYNDIC_OK) syndic_arr_free(&box->report);
	return status;
}

void syndic_arr_free(struct syndic_arr *report)
{
	struct bridge_box *box = (struct bridge_box *)report;

	if (!box) return;
	arena_free(&box->arena);
	free(box);
}
