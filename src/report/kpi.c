/* The page of key figures: what it reads, once, and the order of its sections (kpi.h). */
#include "report/kpi.h"
#include <stdlib.h>
#include <string.h>
#include "base/money.h"
#include "report/learning.h"
#include "report/list.h"

#define YEAR_MONTHS 12
#define MINUTES_AN_HOUR 60

/* ---- lines ---- */

struct syndic_figure kpi_known(int64_t value)
{
	return (struct syndic_figure){true, value};
}

struct syndic_figure kpi_count(int64_t count)
{
	return kpi_known(muldiv(count, RATIO_ONE, 1));
}

void kpi_add(struct kpi *kpi, const struct syndic_key_figure *figure)
{
	struct syndic_key_figure line = *figure;

	if (!line.note) line.note = "";
	LIST_ADD(&kpi->arena, kpi->report.figures, kpi->report.figure_count, line);
}

void kpi_add_ratio(struct kpi *kpi, const struct syndic_key_figure *figure,
                   struct syndic_figure share, int64_t cases)
{
	struct syndic_key_figure line = *figure;

	line.unit = SYNDIC_UNIT_SHARE;
	line.cases = kpi_known(cases);
	line.value = share;
	if (cases < SYNDIC_FEWEST_CASES) {
		bool more = line.note && *line.note;
		line.value = (struct syndic_figure){0};
		line.note = kpi_note(kpi, "too few cases: %lld%s%s", (long long)cases, more ? "; " : "",
		                     more ? line.note : "");
	}
	kpi_add(kpi, &line);
}

void kpi_add_share(struct kpi *kpi, const struct syndic_key_figure *figure, int64_t part,
                   int64_t cases)
{
	struct syndic_figure share = {0};

	if (cases > 0) share = kpi_known(muldiv(part, RATIO_ONE, cases));
	kpi_add_ratio(kpi, figure, share, cases);
}

const char *kpi_note(struct kpi *kpi, const char *format, ...)
{
	va_list arguments;
	const char *text;

	va_start(arguments, format);
	text = arena_vprintf(&kpi->arena, format, arguments);
	va_end(arguments);
	return text;
}

/* What has been added to `text`, in the arena. */
static const char *keep(struct kpi *kpi, struct buf *text)
{
	const char *copy = arena_copy(&kpi->arena, buf_text(text));

	buf_free(text);
	return copy;
}

const char *kpi_money(struct kpi *kpi, int64_t cents)
{
	struct buf text = {0};

	money_add(&text, cents, 1);
	return keep(kpi, &text);
}

const char *kpi_percent(struct kpi *kpi, int64_t millionths)
{
	struct buf text = {0};

	ratio_add_percent(&text, millionths);
	return keep(kpi, &text);
}

const char *kpi_hours(struct kpi *kpi, int64_t minutes)
{
	return kpi_mean(kpi, minutes, MINUTES_AN_HOUR);
}

const char *kpi_mean(struct kpi *kpi, int64_t total, int64_t count)
{
	int64_t tenths = muldiv(total, 10, count);

	if (tenths % 10 == 0) return kpi_note(kpi, "%lld", (long long)(tenths / 10));
	return kpi_note(kpi, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
}

/* ---- the page ---- */

static enum syndic_status load(struct kpi *kpi)
{
	struct syndic *handle = kpi->handle;
	int64_t month = month_number(handle->as_of);
	char first[DATE_SIZE], last[DATE_SIZE], graced[DATE_SIZE];
	enum syndic_status status;

	kpi->past_first = month - KPI_PAST_MONTHS;
	kpi->past_last = month - 1;
	kpi->next_first = month;
	kpi->next_last = month + KPI_NEXT_MONTHS - 1;
	date_add_months(handle->as_of, -KPI_RETENTION_MONTHS, kpi->half_year_ago);
	date_add_months(handle->as_of, -YEAR_MONTHS, first);
	date_add_days(first, 1, kpi->year_from);
	month_first(kpi->past_first, first);
	month_last(kpi->next_last, last);
	/* Grace half a year ago reaches further back where the setting is long. */
	date_add_days(kpi->half_year_ago, -setting_int(handle, "grace_days", GRACE_DAYS), graced);
	TRY(book_load(handle, strcmp(graced, first) < 0 ? graced : first, last, BOOK_MEMBERSHIPS,
	              &kpi->arena, &kpi->book));
	TRY(learning_rates(handle, &kpi->renewal, &kpi->fresh));
out:
	return status;
}

static enum syndic_status fill(struct kpi *kpi)
{
	enum syndic_status status;

	kpi->report.as_of = arena_copy(&kpi->arena, kpi->handle->as_of);
	kpi->report.currency = arena_copy(&kpi->arena, kpi->handle->currency);
	TRY(load(kpi));
	kpi_add_lines(kpi);
	TRY(kpi_add_coverage(kpi));
	TRY(kpi_add_retention(kpi));
	kpi_add_rates(kpi);
	kpi_add_fmrr(kpi);
	TRY(kpi_add_leads(kpi));
	kpi_add_feed(kpi);
	TRY(kpi_add_cost_of_sale(kpi));
out:
	book_free(&kpi->book);
	return status;
}

enum syndic_status syndic_report_kpi(struct syndic *handle, struct syndic_kpi **out)
{
	struct kpi *kpi = mem_alloc(sizeof *kpi);
	enum syndic_status status;

	*out = NULL;
	error_clear(handle);
	kpi->handle = handle;
	TRY(db_begin_read(handle->db));
	status = fill(kpi);
	db_rollback(handle->db);
	if (status == SYNDIC_OK) *out = &kpi->report;
out:
	if (status != SYNDIC_OK) syndic_kpi_free(&kpi->report);
	return status;
}

void syndic_kpi_free(struct syndic_kpi *report)
{
	struct kpi *kpi = (struct kpi *)report;

	if (!kpi) return;
	arena_free(&kpi->arena);
	free(kpi);
}
