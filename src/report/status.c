/*
 * The year or quarter against its targets. Ledger: earned, amounts over their terms whatever was
 * collected. Each figure is a target's (targets.h): the mix is revenue by size class, arr and
 * members those of a target without a filter.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "report/list.h"
#include "report/rounds.h"
#include "report/targets.h"

static const char *const classes[] = {"small", "medium", "large", "usage", "fundraising"};

struct status_box {
	struct syndic_status_report report; /* first: what the caller holds */
	struct arena arena;
};

static struct target plain_target(enum measure what, const char *first, const char *last)
{
	struct target target = {.measure = what};

	snprintf(target.first, sizeof target.first, "%s", first);
	snprintf(target.last, sizeof target.last, "%s", last);
	return target;
}

/* First memberships signed in the year of as_of. */
static struct target year_target(const char *as_of)
{
	char first[DATE_SIZE], last[DATE_SIZE];

	snprintf(first, sizeof first, "%.4s-01-01", as_of);
	snprintf(last, sizeof last, "%.4s-12-31", as_of);
	return plain_target(MEASURE_NEW_MEMBERS, first, last);
}

/* Reads `period` into the report's first and last day, whole months, and its canonical name. */
static enum syndic_status read_period(struct syndic *handle, const char *period,
                                      struct status_box *box)
{
	char first[DATE_SIZE], last[DATE_SIZE], year[DATE_SIZE];
	int64_t month, months;
	const char *why;

	snprintf(year, sizeof year, "%.4s", handle->as_of);
	if (!period || !*period) period = year;
	why = period_parse(period, handle->as_of, first, last);
	if (why) {
		(void)error_set(handle, SYNDIC_MISUSE, NULL, "period", period, "%s is %s", period, why);
		error_help(handle, "syndic status --period %.4s-Q%d", handle->as_of,
		           (int)(month_number(handle->as_of) % 12 / 3 + 1));
		return SYNDIC_MISUSE;
	}
	month = month_number(first);
	months = month_number(last) - month + 1;
	month_first(month, first);
	month_last(month + months - 1, last);
	box->report.starts_on = arena_copy(&box->arena, first);
	box->report.ends_on = arena_copy(&box->arena, last);
	box->report.year = month / 12;
	if (months == 12) {
		box->report.period = arena_printf(&box->arena, "%.4s", first);
	} else if (months == 3) {
		box->report.period =
			arena_printf(&box->arena, "%.4s-Q%d", first, (int)(month % 12 / 3 + 1));
	} else {
		box->report.period = arena_printf(&box->arena, "%.7s", first);
	}
	return SYNDIC_OK;
}

static bool is_of_period(const struct syndic_status_report *report, const struct target *target)
{
	return strcmp(target->first, report->starts_on) == 0 &&
	       strcmp(target->last, report->ends_on) == 0;
}

static void fill_mix(const struct book *book, const struct targets *targets,
                     struct syndic_status_report *report)
{
	for (size_t i = 0; i < 5; i++) {
		struct target target = plain_target(MEASURE_REVENUE, report->starts_on, report->ends_on);
		struct figures figures;
		target.size_class = classes[i];
		measure(book, &target, &figures);
		report->mix[i].size_class = classes[i];
		report->mix[i].amount = figures.committed + figures.renewing;
		report->revenue += report->mix[i].amount;
	}
	for (size_t i = 0; i < 5; i++) {
		struct syndic_mix_line *line = &report->mix[i];
		if (report->revenue > 0) {
			line->share.known = true;
			line->share.value = muldiv(line->amount, RATIO_ONE, report->revenue);
		}
		for (size_t k = 0; k < targets->count; k++) {
			const struct target *target = &targets->items[k];
			if (!is_of_period(report, target) || target->measure != MEASURE_SHARE) continue;
			if (target->size_class && strcmp(target->size_class, line->size_class) == 0)
				line->target_share = target->given;
		}
	}
}

static void fill_members(const struct book *book, struct syndic_status_report *report)
{
	bool past = strcmp(report->ends_on, book->as_of) < 0;
	struct target now = plain_target(MEASURE_MEMBERS, report->starts_on, report->ends_on);
	struct target year = year_target(book->as_of);
	struct figures figures;

	measure(book, &now, &figures);
	report->members_in_force = (past ? figures.committed : figures.in_force) / RATIO_ONE;
	measure(book, &year, &figures);
	report->members_signed_this_year = figures.committed / RATIO_ONE;
	for (size_t i = 0; i < report->target_count; i++) {
		const struct syndic_target_line *line = &report->targets[i];
		if (line->unit != SYNDIC_UNIT_COUNT || !line->gap.known) continue;
		report->members_to_win.known = true;
		/* Targets for members and for new ones ask for the same organisations. */
		if (line->gap.value > report->members_to_win.value)
			report->members_to_win.value = line->gap.value;
	}
}

static void fill_notes(const struct book *book, struct syndic_status_report *report)
{
	struct target arr = plain_target(MEASURE_ARR, report->starts_on, report->ends_on);
	struct target revenue = plain_target(MEASURE_REVENUE, report->starts_on, report->ends_on);
	struct figures figures;

	measure(book, &arr, &figures);
	report->arr = (struct syndic_figure){.known = true, .value = figures.in_force};
	measure(book, &revenue, &figures);
	report->incomplete_contracts = figures.contracts.count;
	report->incomplete_amount = figures.contracts.amount;
	for (size_t i = 0; i < book->contracts.count; i++) {
		const struct sale *sale = &book->contracts.items[i];
		if (!sale->org && sale->revenue_type && strcmp(sale->revenue_type, "membership") == 0)
			report->orgless_memberships++;
	}
}

static enum syndic_status fill(struct syndic *handle, const char *period, struct status_box *box)
{
	enum syndic_status status;
	struct syndic_status_report *report = &box->report;
	struct targets targets;
	struct book book = {0};
	struct target year = year_target(handle->as_of);
	char first[DATE_SIZE], last[DATE_SIZE];
	unsigned parts = BOOK_MEMBERSHIPS | BOOK_ROUNDS;

	TRY(read_period(handle, period, box));
	TRY(targets_load(handle, &box->arena, &targets));
	memcpy(first, report->starts_on, sizeof first);
	memcpy(last, report->ends_on, sizeof last);
	target_needs(&targets, &year, first, last, &parts);
	for (size_t i = 0; i < targets.count; i++)
		if (is_of_period(report, &targets.items[i]))
			target_needs(&targets, &targets.items[i], first, last, &parts);
	TRY(book_load(handle, first, last, parts, &box->arena, &book));

	report->as_of = arena_copy(&box->arena, handle->as_of);
	report->currency = arena_copy(&box->arena, handle->currency);
	report->method = spread_method_name(book.method);
	report->ledger = "earned";
	report->estimated_rounds = rounds_estimated(&book, &report->estimated_round_count);
	for (size_t i = 0; i < targets.count; i++) {
		struct syndic_target_line line;
		if (!is_of_period(report, &targets.items[i])) continue;
		target_line(&book, &targets, &targets.items[i], &line);
		LIST_ADD(&box->arena, report->targets, report->target_count, line);
	}
	book.deals.count = 0; /* what follows is about what is signed */
	fill_mix(&book, &targets, report);
	fill_members(&book, report);
	fill_notes(&book, report);
out:
	book_free(&book);
	return status;
}

enum syndic_status syndic_report_status(struct syndic *handle, const char *period,
                                        struct syndic_status_report **out)
{
	struct status_box *box = mem_alloc(sizeof *box);
	enum syndic_status status;

	*out = NULL;
	error_clear(handle);
	TRY(db_begin_read(handle->db));
	status = fill(handle, period, box);
	db_rollback(handle->db);
	if (status == SYNDIC_OK) *out = &box->report;
out:
	if (status != SYNDIC_OK) syndic_status_report_free(&box->report);
	return status;
}

void syndic_status_report_free(struct syndic_status_report *report)
{
	struct status_box *box = (struct status_box *)report;

	if (!box) return;
	arena_free(&box->arena);
	free(box);
}
