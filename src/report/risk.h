/*
 * The risks of the plan as figures: what all have in common. Internal to risk.c and the files of
 * the single risks, which define them; the table of figures in risk.c names and asks.
 *
 * Two windows of `months` months: NOW ends with as_of, BEFORE the day before NOW begins. A figure
 * that looks at what is open today has no value before: nothing keeps how that stood.
 */
#ifndef SYNDIC_REPORT_RISK_H
#define SYNDIC_REPORT_RISK_H
#include "base/money.h"
#include "report/book.h"
#include "report/list.h"

/* In the order of the page; those of one group, which share their records, stand together. */
enum risk_kind {
	RISK_SALE_HOURS,
	RISK_SALE_CONVERSATIONS,
	RISK_SALE_RATIO,
	RISK_NEW_MEMBERS,
	RISK_MEMBER_PACE,
	RISK_MEMBERS_AT_PACE,
	RISK_SALES_CYCLE,
	RISK_SALES_CYCLE_P90,
	RISK_MEMBERS_WON,
	RISK_SLOT_LOST,
	RISK_SLOT_LOST_AMOUNT,
	RISK_SLOT_LOST_SHARE,
	RISK_LOAD_OVER,
	RISK_COLLISIONS,
	RISK_QUEUE_MONTHS,
	RISK_HOURS_OVER,
	RISK_SOW_DAYS,
	RISK_SOW_DAYS_P90,
	RISK_SOW_REVISIONS,
	RISK_SOW_REVISIONS_P90,
	RISK_SOW_OPEN_DAYS,
	RISK_UPSTREAM,
	RISK_CHEAPER,
	RISK_CHEAPER_ARR,
	RISK_CHEAPER_SHARE,
	RISK_PLEDGES_EXPIRING,
	RISK_ROUNDS_SHORT,
	RISK_KINDS,
};

enum { NOW, BEFORE, RISK_WINDOWS };
enum { LOAD_ALERT = 500000 }; /* a chance that is told as one to look at */
struct risk_window {
	char start[DATE_SIZE];               /* the day before its first one … */
	char from[DATE_SIZE], to[DATE_SIZE]; /* … its first and its last day */
};

/* A deal that was won or lost, by the day on which it was closed. */
struct risk_deal {
	const char *id, *slug, *name, *org, *pipeline; /* pipeline: its slug; org: an id, or NULL */
	const char *kind, *revenue_type, *reason;      /* NULL where unknown */
	const char *closed_on, *starts_on, *ends_on;
	bool won, has_amount;
	int64_t amount;
};

struct risks {
	struct syndic_risks report; /* first: what the caller holds */
	struct arena arena;
	struct syndic *handle;
	struct risk_window windows[RISK_WINDOWS];
	struct syndic_risk kinds[RISK_KINDS];
	/* Closed in these windows, and in the one before them, where what became of a member may have
	 * been decided; by day. */
	struct risk_deal *deals;
	size_t deal_count;
	struct book book;                 /* with memberships, as far back as both windows need */
	struct syndic_capacity *capacity; /* of the months to come */
};

/* Whole things as a figure; a median of days and the like; nothing known. */
struct syndic_figure risk_count(int64_t count);
struct syndic_figure risk_unknown(void);
/* Sets value, before, cases and trend. Shares and percentiles of fewer than SYNDIC_FEWEST_CASES are
 * unknown, rates of so few are told and have no trend; the note says so. */
void risk_set(struct risks *risks, enum risk_kind kind,
              const struct syndic_figure figures[RISK_WINDOWS], const int64_t cases[RISK_WINDOWS]);
/* The same for what is known of today only. */
void risk_set_today(struct risks *risks, enum risk_kind kind, struct syndic_figure figure,
                    int64_t cases);
void risk_compare(struct risks *risks, enum risk_kind kind, const char *with,
                  struct syndic_figure now, struct syndic_figure before);
/* A phrase more in its note, or why it wants a look. */
__attribute__((format(printf, 3, 4))) void risk_note(struct risks *risks, enum risk_kind kind,
                                                     const char *format, ...);
__attribute__((format(printf, 3, 4))) void risk_alert(struct risks *risks, enum risk_kind kind,
                                                      const char *format, ...);
/* `1,500` and `2.5` in phrases, in the arena. */
const char *risk_money(struct risks *risks, int64_t cents);
const char *risk_decimal(struct risks *risks, int64_t millionths);
/* Does a day lie in the window? NULL does not. */
bool risk_within(const struct risk_window *window, const char *day);

/* A row behind figures; NULLs and unknown figures are shown as nothing. Texts are copied. */
struct risk_record {
	const char *entity, *reference, *name, *on;
	struct syndic_figure amount, figure;
	const char *what, *help; /* help NULL: `syndic ENTITY show REFERENCE` */
};
bool risk_wants_records(const struct risks *risks, enum risk_kind first, enum risk_kind last);
/* Adds it to those of the figures `first` to `last` whose records are asked for. */
void risk_add_record(struct risks *risks, enum risk_kind first, enum risk_kind last,
                     const struct risk_record *record);

/* Whole numbers of each window, of which medians and percentiles are made. */
struct risk_sample {
	int64_t *items;
	size_t count;
};
void risk_sample_add(struct risks *risks, struct risk_sample *sample, int64_t number);
/* Their medians as one figure and their 90th percentiles as another. */
void risk_set_percentiles(struct risks *risks, enum risk_kind median, enum risk_kind ninetieth,
                          struct risk_sample samples[RISK_WINDOWS]);

/* ---- the single risks ---- */
enum syndic_status risk_add_sale(struct risks *risks);     /* risk_sale.c */
void risk_add_slot(struct risks *risks);                   /* risk_sale.c */
enum syndic_status risk_add_pace(struct risks *risks);     /* risk_members.c */
enum syndic_status risk_add_cycle(struct risks *risks);    /* risk_members.c */
enum syndic_status risk_add_cheaper(struct risks *risks);  /* risk_cheaper.c */
enum syndic_status risk_add_load(struct risks *risks);     /* risk_load.c */
enum syndic_status risk_add_sow(struct risks *risks);      /* risk_work.c */
enum syndic_status risk_add_upstream(struct risks *risks); /* risk_work.c */
enum syndic_status risk_add_rounds(struct risks *risks);   /* risk_rounds.c */

#endif
