/*
 * The page of key figures: each section adds its lines to one list. Internal to kpi.c and the files
 * of its sections; the figures' definitions stand in those.
 */
#ifndef SYNDIC_REPORT_KPI_H
#define SYNDIC_REPORT_KPI_H
#include "report/book.h"

#define KPI_PAST_MONTHS 12 /* closed ones: up to the month before as_of's */
#define KPI_NEXT_MONTHS 6  /* as_of's month and those after it */
#define KPI_RETENTION_MONTHS 6

struct kpi {
	struct syndic_kpi report; /* first: what the caller holds */
	struct arena arena;
	struct syndic *handle;
	struct book book;
	struct syndic_win_rate renewal, fresh;
	int64_t past_first, past_last, next_first, next_last; /* months, as of month_number */
	char half_year_ago[DATE_SIZE];                        /* as_of, KPI_RETENTION_MONTHS earlier */
	char year_from[DATE_SIZE]; /* first of the 12 months that end with as_of, whole days */
};

struct syndic_figure kpi_known(int64_t value);
struct syndic_figure kpi_count(int64_t count); /* as a figure of whole numbers: of `cases` */
/* Adds a line; a NULL note is "". Texts must be constant or the arena's. */
void kpi_add(struct kpi *kpi, const struct syndic_key_figure *figure);
/* The same for part ÷ cases as its value, and for another ratio, `share`, that rests on these
 * cases. With fewer than SYNDIC_FEWEST_CASES the value is unknown, and the note says so. */
void kpi_add_share(struct kpi *kpi, const struct syndic_key_figure *figure, int64_t part,
                   int64_t cases);
void kpi_add_ratio(struct kpi *kpi, const struct syndic_key_figure *figure,
                   struct syndic_figure share, int64_t cases);
/* `15,000`, `30 %`, and `1.5` of hours or of total ÷ count (both ≥ 0, count > 0) for notes, in the
 * arena. */
const char *kpi_money(struct kpi *kpi, int64_t cents);
const char *kpi_percent(struct kpi *kpi, int64_t millionths);
const char *kpi_hours(struct kpi *kpi, int64_t minutes);
const char *kpi_mean(struct kpi *kpi, int64_t total, int64_t count);
__attribute__((format(printf, 2, 3))) const char *kpi_note(struct kpi *kpi, const char *format,
                                                           ...);

/* ---- sections ---- */
void kpi_add_lines(struct kpi *kpi);                      /* lines.c */
enum syndic_status kpi_add_coverage(struct kpi *kpi);     /* coverage.c */
enum syndic_status kpi_add_retention(struct kpi *kpi);    /* retention.c */
void kpi_add_rates(struct kpi *kpi);                      /* fmrr.c */
void kpi_add_fmrr(struct kpi *kpi);                       /* fmrr.c */
enum syndic_status kpi_add_leads(struct kpi *kpi);        /* leads.c */
void kpi_add_feed(struct kpi *kpi);                       /* feed.c */
enum syndic_status kpi_add_cost_of_sale(struct kpi *kpi); /* sale_cost.c */

#endif
