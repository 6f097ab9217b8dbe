/*
 * libsyndic: the sales and membership records of a small non-profit, in one SQLite file.
 *
 * Conventions
 *   Every call that can fail returns an enum syndic_status; the reason is in syndic_last_error().
 *   Text is UTF-8.  Money is whole cents, a ratio whole millionths, a date `2026-11-22`, a month
 *   `2026-11`, a time `2026-11-22T14:03:00Z`.  Text given by a caller is copied; text returned is
 *   borrowed and lives as long as the object it came from.  Every _free accepts NULL.
 *   The library never prints, never reads the environment and never exits (out of memory excepted).
 *   A handle belongs to one thread at a time.
 */
#ifndef SYNDIC_H
#define SYNDIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define SYNDIC_API __attribute__((visibility("default")))
#define SYNDIC_VERSION "0.1.0"

enum syndic_status {
	SYNDIC_OK = 0,
	SYNDIC_FAILED,    /* the machine refused: disk, permission, damaged or foreign file */
	SYNDIC_MISUSE,    /* a field, value or option that cannot be meant */
	SYNDIC_NOT_FOUND, /* a reference names nothing */
	SYNDIC_AMBIGUOUS, /* a reference names several */
	SYNDIC_REJECTED,  /* rows of an import were rejected */
	SYNDIC_LOCKED,    /* another process is writing */
	SYNDIC_CONFLICT,  /* the record's state forbids it */
};
#define SYNDIC_CHECKED SYNDIC_API __attribute__((warn_unused_result))

/* What went wrong, set once where the cause is known.  `line` is 0 where there is no file; any
 * text but `message` may be "". `help` is one command that mends it, or helps to. */
struct syndic_error {
	enum syndic_status code;
	const char *entity, *field, *value;
	int64_t line;
	const char *message;
	const char *help;
};

/* ---- the handle ---------------------------------------------------------------------------- */

struct syndic;

struct syndic_options {
	const char *as_of;   /* the day that counts as today; required */
	const char *actor;   /* who writes; NULL: "unknown" */
	const char *command; /* kept with each change, for history; NULL: "" */
	bool dry_run;        /* writes are worked out, described and taken back */
	/* NULL, or a day not after as_of: what the database held at its end (UTC), replayed from the
	 * change log in a copy in memory, which can only be read. That day is as_of then. What another
	 * program wrote no log tells: syndic_last_notes says after opening where that was met. */
	const char *known;
};

/* Opens an existing database, migrating an older one after a backup beside it.  `*out` is set even
 * on failure (unless memory is short), holds the error, and must be closed.  A file that is no
 * Syndic database, or a newer one, is refused and not touched. */
SYNDIC_CHECKED enum syndic_status syndic_open(const char *path,
                                              const struct syndic_options *options,
                                              struct syndic **out);
/* The same for a file that must not exist yet.  `currency` is an ISO code such as "USD". */
SYNDIC_CHECKED enum syndic_status syndic_create(const char *path, const char *currency,
                                                const struct syndic_options *options,
                                                struct syndic **out);
SYNDIC_API void syndic_close(struct syndic *handle);
SYNDIC_API const struct syndic_error *syndic_last_error(const struct syndic *handle);
SYNDIC_API const char *syndic_currency(const struct syndic *handle);
SYNDIC_API const char *syndic_as_of(const struct syndic *handle);

/* ---- entities and fields ------------------------------------------------------------------- */

enum syndic_type {
	SYNDIC_TEXT,
	SYNDIC_INT,
	SYNDIC_RATIO,   /* millionths, from 0 to 1; people write 0.3 or 30% */
	SYNDIC_DECIMAL, /* millionths, 0 or more: hours, people; people write 12.5 */
	SYNDIC_MONEY,   /* cents */
	SYNDIC_DATE,    /* 2026-11-22 */
	SYNDIC_MONTH,   /* 2026-11 */
	SYNDIC_TIME,    /* 2026-11-22 or 2026-11-22T14:03:00Z */
	SYNDIC_BOOL,    /* 0 or 1; people write true, false, yes, no */
	SYNDIC_CHOICE,  /* one of the field's choices */
	SYNDIC_WORDS,   /* distinct words in order, kept as "a,b" */
	SYNDIC_REF,     /* another record's id; people write its reference */
	SYNDIC_REFS,    /* several, kept as "id,id" */
};

enum syndic_field_flag {
	SYNDIC_REQUIRED = 1 << 0,
	SYNDIC_SEARCHED = 1 << 1, /* `search` looks here */
	SYNDIC_LISTED = 1 << 2,   /* a column of the human list */
	SYNDIC_KEPT = 1 << 3, /* set by the program, never by hand (an import of our own export may) */
	SYNDIC_BY_NAME = 1 << 4, /* a reference shown by the name of what it refers to, not its slug */
};

struct syndic_field {
	const char *name; /* column, CSV header, JSON key; the option has dashes instead */
	enum syndic_type type;
	unsigned flags;             /* of enum syndic_field_flag */
	const char *refers_to;      /* entity, for REF and REFS */
	const char *const *choices; /* NULL-ended, for CHOICE */
	const char *const *aliases; /* NULL-ended: other words for the header, in imports */
	const char *help;
};

enum syndic_entity_flag {
	SYNDIC_TRAIL = 1 << 0, /* written by the program alone: no add, edit or rm by hand */
	SYNDIC_LOG = 1 << 1,   /* belongs to this one file: not part of an export */
};

struct syndic_entity_hooks; /* the library's own */

struct syndic_entity {
	const char *name;   /* table and noun */
	const char *plural; /* JSON key and file name of an export */
	const char *help;
	const char
		*reference; /* the field by which people name a record: "slug", "number", "key", "id" */
	unsigned flags; /* of enum syndic_entity_flag */
	const struct syndic_field *fields;
	size_t field_count;
	const struct syndic_entity_hooks *hooks;
};

/* All entities, in an order in which each stands after those it needs. */
SYNDIC_API size_t syndic_entity_count(void);
SYNDIC_API const struct syndic_entity *syndic_entity_at(size_t index);
/* NULL if there is none; accepts dashes for underscores. */
SYNDIC_API const struct syndic_entity *syndic_entity_find(const char *name);
/* The index of a field, or -1; accepts dashes for underscores. */
SYNDIC_API int syndic_field_find(const struct syndic_entity *entity, const char *name);

/* ---- rows: what every list and report returns ----------------------------------------------- */

enum syndic_value_kind { SYNDIC_NULL, SYNDIC_NUMBER, SYNDIC_STRING };

/* A NUMBER is an int, a bool, cents or millionths, as the column's type says. References come as
 * what people call them (slug, name, number as text), never as ids. */
struct syndic_value {
	enum syndic_value_kind kind;
	int64_t number;
	const char *text; /* NUL-ended */
	size_t length;
};

struct syndic_column {
	const char *name;  /* JSON key, CSV header */
	const char *label; /* heading for people */
	enum syndic_type type;
	unsigned flags; /* of enum syndic_field_flag */
};

struct syndic_rows;
SYNDIC_API size_t syndic_rows_column_count(const struct syndic_rows *rows);
SYNDIC_API const struct syndic_column *syndic_rows_column(const struct syndic_rows *rows,
                                                          size_t index);
/* Moves to the next row: 1, or 0 at the end, or -1 on failure (see syndic_last_error). */
SYNDIC_API int syndic_rows_next(struct syndic_rows *rows);
/* A cell of the current row, borrowed until the next syndic_rows_next. */
SYNDIC_API struct syndic_value syndic_rows_value(const struct syndic_rows *rows, size_t index);
SYNDIC_API void syndic_rows_free(struct syndic_rows *rows);

/* ---- records -------------------------------------------------------------------------------- */

/* A field as a person writes it; text NULL or "" clears it. In a filter "" asks for "unknown", and
 * text may begin with `!` (not), `<`, `<=`, `>`, `>=` or, for texts, `~` (contains); dates and
 * months take periods (2026-Q2), too. */
struct syndic_input {
	const char *field;
	const char *text;
};

struct syndic_list_options {
	const struct syndic_input *filters;
	size_t filter_count;
	const char *sort; /* field, or -field to descend; NULL: by reference */
	int64_t limit;    /* 0: all */
	bool by_id;       /* in order of making, as an export is written; sort must be NULL */
};

SYNDIC_CHECKED enum syndic_status syndic_add(struct syndic *handle, const char *entity,
                                             const struct syndic_input *inputs, size_t count);
SYNDIC_CHECKED enum syndic_status syndic_edit(struct syndic *handle, const char *entity,
                                              const char *reference,
                                              const struct syndic_input *inputs, size_t count);
/* Refuses, naming what depends on it, while anything does. */
SYNDIC_CHECKED enum syndic_status syndic_remove(struct syndic *handle, const char *entity,
                                                const char *reference);
/* One row with every field. */
SYNDIC_CHECKED enum syndic_status syndic_show(struct syndic *handle, const char *entity,
                                              const char *reference, struct syndic_rows **out);
/* What other systems said of a record, newest first: source, external_id, file, at, line, header,
 * raw. */
SYNDIC_CHECKED enum syndic_status syndic_show_source(struct syndic *handle, const char *entity,
                                                     const char *reference,
                                                     struct syndic_rows **out);
SYNDIC_CHECKED enum syndic_status syndic_list(struct syndic *handle, const char *entity,
                                              const struct syndic_list_options *options,
                                              struct syndic_rows **out);

/* ---- what a write did ------------------------------------------------------------------------ */

struct syndic_write {
	int64_t change;        /* its number, 0 if nothing had to be written (or dry_run) */
	const char *entity;    /* of the record that it was about, or "" */
	const char *reference; /* how people name that record, or "" */
	int64_t rows;          /* records added, changed or removed */
};
SYNDIC_API const struct syndic_write *syndic_last_write(const struct syndic *handle);
/* The same field by field: entity, reference, operation (add, edit, remove), field, before, after.
 * At most the first 500 lines. */
SYNDIC_CHECKED enum syndic_status syndic_last_difference(struct syndic *handle,
                                                         struct syndic_rows **out);
/* Sentences on what was left alone or needs an eye, one a row: `note`. */
SYNDIC_CHECKED enum syndic_status syndic_last_notes(struct syndic *handle,
                                                    struct syndic_rows **out);

/* ---- verbs ----------------------------------------------------------------------------------- */

/* Moves a deal to a stage of its pipeline; inputs may set further fields of the deal. */
SYNDIC_CHECKED enum syndic_status syndic_deal_move(struct syndic *handle, const char *deal,
                                                   const char *stage,
                                                   const struct syndic_input *inputs, size_t count);
/* Wins a deal: its contract is made from it, or `contract` (may be NULL) is linked; a membership
 * contract brings its membership. Inputs set fields of the contract that is made. */
SYNDIC_CHECKED enum syndic_status syndic_deal_win(struct syndic *handle, const char *deal,
                                                  const char *contract, const char *closed_on,
                                                  const struct syndic_input *inputs, size_t count);
/* `reason` is one of the choices of deal.lost_reason. */
SYNDIC_CHECKED enum syndic_status syndic_deal_lose(struct syndic *handle, const char *deal,
                                                   const char *reason, const char *closed_on);
/* Opens a closed deal again, at `stage` or where it stood before. A contract without payments that
 * was made for it goes; one with payments refuses. */
SYNDIC_CHECKED enum syndic_status syndic_deal_reopen(struct syndic *handle, const char *deal,
                                                     const char *stage);
/* Proposals for deals that lack organisation or kind: deal, name, org, kind, score (ratio), why.
 * `deal` may be NULL: all such deals. */
SYNDIC_CHECKED enum syndic_status syndic_deal_link_proposals(struct syndic *handle,
                                                             const char *deal,
                                                             struct syndic_rows **out);
struct syndic_link {
	const char *deal, *org, *kind; /* references; org or kind may be NULL: left alone */
};
/* Sets organisation and kind of deals, all as one change; contracts and memberships follow. */
SYNDIC_CHECKED enum syndic_status syndic_deal_link(struct syndic *handle,
                                                   const struct syndic_link *links, size_t count);
SYNDIC_CHECKED enum syndic_status syndic_contract_collect(struct syndic *handle,
                                                          const char *contract, const char *amount,
                                                          const char *paid_on, const char *note);
/* Signs the next term: a renewal contract that begins the day after, and its membership. Inputs set
 * fields of the new contract (amount and tier default to the old ones, the term to as long). */
SYNDIC_CHECKED enum syndic_status syndic_membership_renew(struct syndic *handle,
                                                          const char *membership,
                                                          const struct syndic_input *inputs,
                                                          size_t count);
SYNDIC_CHECKED enum syndic_status syndic_membership_end(struct syndic *handle,
                                                        const char *membership, const char *ends_on,
                                                        const char *reason);
SYNDIC_CHECKED enum syndic_status syndic_task_done(struct syndic *handle, const char *task,
                                                   const char *done_on);

/* A verb of co-funding: `noun` is initiative, syndicate, pledge (a deal), sow, deliverable or
 * slot; `verb` one of its own (`syndic help NOUN` lists them; `pledge add` is syndic_pledge_add).
 * Inputs are the verb's parameters, as people write them; `why` is kept with the transitions, and
 * some verbs want it. SYNDIC_CONFLICT where the state or a guard forbids it: the error says
 * which, and its help what would make it legal. */
SYNDIC_CHECKED enum syndic_status syndic_verb(struct syndic *handle, const char *noun,
                                              const char *verb, const char *reference,
                                              const struct syndic_input *inputs, size_t count,
                                              const char *why);

/* Is an initiative (a reference; NULL: each that is neither done nor parked) fit to be proposed and
 * scoped? By slug: initiative, deliverable (unknown where it is about the initiative itself), field,
 * severity (error, or note: worth a look, and in nobody's way), finding, help. No errors: what it
 * says itself is in no way of the next of `propose` and `scope`. */
SYNDIC_CHECKED enum syndic_status syndic_initiative_lint(struct syndic *handle,
                                                         const char *initiative,
                                                         struct syndic_rows **out);

/* One change of a scenario, as people write it: `cost.personnel`, `-15000`, and the months in which
 * it counts (NULL: all). A value NULL or "" takes the change back. */
struct syndic_scenario_setting {
	const char *what, *value, *starts_on, *ends_on;
};
/* Sets changes of a scenario, replacing those of the same `what` and first month. */
SYNDIC_CHECKED enum syndic_status syndic_scenario_set(
	struct syndic *handle, const char *scenario, const struct syndic_scenario_setting *settings,
	size_t count);

struct syndic_conversation {
	const char *org, *summary;        /* required; org NULL: the deal's */
	const char *kind, *at, *deal;     /* NULL: note, as_of, none */
	const char *minutes, *body;       /* NULL: unknown, none */
	const char *const *people;        /* references or e-mail addresses, NULL-ended; NULL: none */
	bool add_person;                  /* an unknown address becomes a person of `org` */
	const char *next_step, *next_due; /* makes a task; NULL: none */
	const char *owner;                /* of the task; NULL: the actor */
};
/* Records a conversation and its next step; the deal's next_step follows. */
SYNDIC_CHECKED enum syndic_status syndic_log(struct syndic *handle,
                                             const struct syndic_conversation *conversation);

/* ---- changes --------------------------------------------------------------------------------- */

/* Newest first: number, at, actor, command, rows, undoes, undone_by. `entity` and `reference` (both
 * NULL: all) restrict to one record. */
SYNDIC_CHECKED enum syndic_status syndic_history(struct syndic *handle, const char *entity,
                                                 const char *reference, int64_t limit,
                                                 struct syndic_rows **out);
/* One change, field by field, as syndic_last_difference. */
SYNDIC_CHECKED enum syndic_status syndic_history_show(struct syndic *handle, int64_t number,
                                                      struct syndic_rows **out);
/* Takes back change `number`, or with 0 the last one that is neither an undo nor undone. What was
 * edited since is kept, and named in syndic_last_notes. */
SYNDIC_CHECKED enum syndic_status syndic_undo(struct syndic *handle, int64_t number);
SYNDIC_CHECKED enum syndic_status syndic_backup(struct syndic *handle, const char *path);
/* Findings: severity (error, warning, note), entity, reference, finding, help. Rebuilds what can be
 * rebuilt unless dry_run. OK with no finding of severity error, else CONFLICT (and *out is set). */
SYNDIC_CHECKED enum syndic_status syndic_check(struct syndic *handle, struct syndic_rows **out);

/* ---- reports --------------------------------------------------------------------------------- */

/* A figure that may be unknown: cents, or millionths for counts and shares. */
struct syndic_figure {
	bool known;
	int64_t value;
};

struct syndic_pipeline_stage {
	const char *pipeline, *stage, *outcome; /* outcome: open, won, lost */
	int64_t count, amount, weighted; /* every deal in it; won weighs its amount, lost nothing */
	int64_t year_count, year_amount; /* closed in as_of's year; for open stages as above */
	struct syndic_figure days;       /* median days in stage (open stages), whole days */
};
struct syndic_pipeline {
	const char *as_of, *currency;
	int64_t count, amount, weighted;      /* open deals */
	int64_t amount_unknown;               /* open deals without an amount */
	struct syndic_pipeline_stage *stages; /* those that hold a deal, by pipeline and position */
	size_t stage_count;
};
SYNDIC_CHECKED enum syndic_status syndic_report_pipeline(struct syndic *handle,
                                                         struct syndic_pipeline **out);
SYNDIC_API void syndic_pipeline_free(struct syndic_pipeline *report);

enum syndic_unit {
	SYNDIC_UNIT_MONEY,
	SYNDIC_UNIT_COUNT,
	SYNDIC_UNIT_SHARE,
	SYNDIC_UNIT_HOURS, /* millionths, as counts */
	SYNDIC_UNIT_RATIO, /* millionths; of money to money, no part of a whole: may exceed one */
	SYNDIC_UNIT_DAYS,  /* millionths, as counts */
	SYNDIC_UNIT_MONTHS,
};

struct syndic_target_line {
	const char *key, *label, *measure;
	enum syndic_unit unit;
	struct syndic_figure target, committed, in_force, renewing, expected, open, gap, coverage,
		probability; /* coverage and probability: ratios in millionths whatever the unit */
	int64_t incomplete_count,
		incomplete_amount; /* may match, but lacks a date, amount, kind or type */
};
struct syndic_mix_line {
	const char *size_class; /* small, medium, large, usage, fundraising */
	int64_t amount;         /* earned in the period: contracts and usage */
	struct syndic_figure share, target_share;
};
/* A round whose chance is estimated, for to know it exactly would take too long. */
struct syndic_estimated_round {
	const char *syndicate;      /* slug */
	int64_t probability, error; /* millionths; how far that may be off: three standard errors */
};
struct syndic_status_report {
	const char *period, *starts_on, *ends_on, *as_of, *currency, *method, *ledger;
	int64_t year;
	struct syndic_target_line *targets;
	size_t target_count;
	struct syndic_mix_line mix[5];
	int64_t revenue;          /* the sum of the mix */
	struct syndic_figure arr; /* in force on as_of, usage included */
	int64_t members_in_force; /* on as_of, or on the period's last day if that is earlier */
	int64_t members_signed_this_year;
	struct syndic_figure
		members_to_win; /* the most that a target for members of the period lacks, in millionths */
	int64_t incomplete_contracts,
		incomplete_amount;       /* contracts that no figure can place in time */
	int64_t orgless_memberships; /* membership contracts that name no organisation */
	struct syndic_estimated_round *estimated_rounds; /* of those that open pledges are of */
	size_t estimated_round_count;
};
/* `period`: 2026, 2026-Q2 or 2026-11; NULL: the year of as_of. */
SYNDIC_CHECKED enum syndic_status syndic_report_status(struct syndic *handle, const char *period,
                                                       struct syndic_status_report **out);
SYNDIC_API void syndic_status_report_free(struct syndic_status_report *report);

/* The weekly page: section (overdue, due, renewal, quiet deal, quiet member), due_on, days,
 * reference, org, what, amount, owner. `limit` per section, 0 for all. */
SYNDIC_CHECKED enum syndic_status syndic_report_next(struct syndic *handle, int64_t limit,
                                                     struct syndic_rows **out);
/* Folded substring over names, e-mails, summaries and notes: entity, reference, name, where. */
SYNDIC_CHECKED enum syndic_status syndic_search(struct syndic *handle, const char *text,
                                                int64_t limit, struct syndic_rows **out);

/* ---- forecast and runway --------------------------------------------------------------------- */

/* How projections are made; zeros and NULLs mean what is said behind each. Options of these
 * reports may be NULL: then all is. */
struct syndic_projection {
	const char *from; /* first month, 2026-03; NULL: as_of's */
	int64_t months;   /* how many; 0: 24, and for a runway 36 or up to the last contract's end */
	int64_t paths;    /* simulated futures; 0: 10000 */
	int64_t seed;     /* which ones; any number */
	const char *slip; /* months from closing to the start, `0,1,4` or `0`; NULL: the setting */
	const char *correlation; /* how much deals win together, 0 to below 1; NULL: the setting */
	const char *method;      /* months or days; NULL: the setting */
	const char *ledger;      /* remaining or earned; NULL: remaining */
	bool learned;            /* stage probabilities from history instead of those configured */
};

/* A month, or all of them together. Cents; percentiles are of paths: those of the total are not
 * sums of those of months. expected and percentiles include committed and usage. */
struct syndic_forecast_month {
	const char *month; /* NULL: all */
	int64_t committed; /* contracts */
	int64_t usage;     /* usage fees: nobody's contract, and never committed */
	int64_t renewing;  /* what should follow recurring terms that end, at the renewal rate */
	int64_t expected; /* committed + usage + open deals × their probability (+ renewing if asked) */
	int64_t p10, p50, p90;
};
struct syndic_forecast_group {
	const char *key; /* NULL: unknown */
	struct syndic_forecast_month total;
	struct syndic_forecast_month *months; /* as many as the report's */
};
struct syndic_forecast {
	const char *from, *as_of, *currency, *method, *ledger, *slip, *by;
	int64_t paths, seed, correlation; /* correlation: millionths */
	bool renewals, learned;
	struct syndic_forecast_month *months;
	size_t month_count;
	struct syndic_forecast_month total;
	struct syndic_forecast_group *groups;
	size_t group_count;
	bool exact;          /* the total's percentiles are those of the whole distribution … */
	int64_t exact_error; /* … within so many cents, 0 where they are to the cent */
	bool rounds_beyond;  /* not exact: what syndicates bring is no one sum of these months */
	struct syndic_estimated_round *estimated_rounds; /* of those that open pledges are of */
	size_t estimated_round_count;
	int64_t deals, contracts; /* counted: open deals and contracts that are active */
	int64_t estimated,
		estimated_amount; /* contracts whose collected sum is assumed, and that sum */
	int64_t incomplete_contracts,
		incomplete_contracts_amount;                   /* not counted: a date or amount is */
	int64_t incomplete_deals, incomplete_deals_amount; /* missing */
};
struct syndic_forecast_options {
	struct syndic_projection projection;
	const char *by; /* type, class, pipeline or org; NULL: no groups */
	bool renewals;  /* count what should renew, too */
	/* The total's percentiles by convolution, where it is within reach; not with renewals. */
	bool exact;
};
SYNDIC_CHECKED enum syndic_status syndic_report_forecast(
	struct syndic *handle, const struct syndic_forecast_options *options,
	struct syndic_forecast **out);
SYNDIC_API void syndic_forecast_free(struct syndic_forecast *report);

/* A month of the cash: expected values, and percentiles of the balance at its end over the
 * paths. */
struct syndic_runway_month {
	const char *month;
	int64_t revenue, cost, net;   /* expected; cost includes fees on revenue */
	struct syndic_figure balance; /* expected; unknown where no cash balance is recorded … */
	struct syndic_figure balance_p10, balance_p50, balance_p90;
	struct syndic_figure p_out; /* … as is the chance that it was below 0 by then, millionths */
};
/* A calendar year's months of the report: means a month. */
struct syndic_runway_year {
	int64_t year, months;
	int64_t revenue, cost, net;
	int64_t gross; /* sales a month that would close the gap, fees on them included; 0: none */
	bool closable; /* false where fees take all that is sold */
};
struct syndic_indicator {
	const char *key, *question;
	const char *unit;               /* months, ratio or points */
	struct syndic_figure value;     /* millionths of the unit */
	struct syndic_figure more_than; /* instead of the value: beyond the horizon, millionths */
	const char *band;               /* red, yellow, green or over; NULL: unknown */
	const char *next_band;          /* the next better one, NULL: none */
	struct syndic_figure distance;  /* to it, millionths of the unit */
	const char *advice;
	struct syndic_figure top1, top3; /* of concentration: shares of the largest payers */
};
enum { SYNDIC_INDICATORS = 6 };
struct syndic_runway {
	const char *from, *as_of, *currency, *method, *ledger, *slip;
	const char *scenario; /* its reference, or committed, base, expected */
	const char *base;     /* which of these three it changes */
	const char
		*idle; /* its changes that have no effect here, such as one of a deal that is closed: what
	                     each changes, between commas; NULL: none */
	int64_t paths, seed, correlation;
	struct syndic_figure cash; /* at the end of cash_month, the last one known before `from` */
	const char *cash_month;    /* NULL: none is recorded */
	int64_t carried;           /* months between it and `from`, filled by the model */
	bool has_costs;            /* any cost is recorded */
	struct syndic_runway_month *months;
	size_t month_count;
	struct syndic_runway_year *years;
	size_t year_count;
	const char *out_p10, *out_p50, *out_p90; /* month of running out; NULL: beyond the horizon */
	int64_t fee;                             /* share of revenue that costs take at the end */
	int64_t received; /* since that balance, on contracts over whose months it is spread */
	int64_t
		prepaid; /* recurring contracts: received before the first month for months from it on */
	int64_t estimated, estimated_amount; /* as struct syndic_forecast */
	int64_t incomplete_contracts, incomplete_contracts_amount;
	int64_t incomplete_deals, incomplete_deals_amount;
	struct syndic_indicator indicators[SYNDIC_INDICATORS];
};
struct syndic_runway_options {
	struct syndic_projection projection;
	const char *scenario; /* committed, base, expected, or a scenario's reference; NULL: expected */
};
/*
 * committed  contracts as they are signed
 * base       today's recurring customers go on: ARR ÷ 12 each month, usage included; gifts and
 *            projects end when they end; who has signed and not begun counts as signed
 * expected   contracts, usage, open deals, and renewals at the renewal rate
 */
SYNDIC_CHECKED enum syndic_status syndic_report_runway(struct syndic *handle,
                                                       const struct syndic_runway_options *options,
                                                       struct syndic_runway **out);
SYNDIC_API void syndic_runway_free(struct syndic_runway *report);
/* Which sale buys most runway: for each open deal deal, name, stage, amount, probability,
 * p_out_lost and p_out_won, the chance that the cash has run out by the end of the month `by` if
 * the deal is lost or won and all else is as it may come, and effect, the difference of both;
 * largest first; ratios. In the scenario expected or one based on it; on fewer paths where there
 * are many deals. `by` NULL: the month in which P50 runs out, else the last one; `month` is told.
 * SYNDIC_CONFLICT where no cash balance is known. */
#define SYNDIC_MONTH_SIZE 11
SYNDIC_CHECKED enum syndic_status syndic_report_runway_deals(
	struct syndic *handle, const struct syndic_runway_options *options, const char *by,
	char month[SYNDIC_MONTH_SIZE], struct syndic_rows **out);

/* A rule of the gate and what it met. */
struct syndic_gate_rule {
	const char *key;                /* the setting that holds its bound */
	const char *question, *unit;    /* months, ratio, findings or days */
	struct syndic_figure value;     /* millionths of the unit; unknown: it does not pass */
	struct syndic_figure more_than; /* instead of the value: beyond the horizon */
	int64_t bound;                  /* likewise */
	bool at_most;                   /* the bound is an upper one */
	bool passes;
	const char *help; /* one command that helps where it does not pass */
};
struct syndic_gate {
	const char *as_of, *scenario;
	bool open; /* every rule passes: it is safe to hire */
	struct syndic_gate_rule *rules;
	size_t rule_count;
};
/* May we hire? Rules over the indicators of a scenario's runway, and over the quality of the
 * reporting: findings of review, days since the last snapshot. Bounds are the settings gate_…; a
 * rule whose figure is unknown does not pass. */
SYNDIC_CHECKED enum syndic_status syndic_report_gate(struct syndic *handle,
                                                     const struct syndic_runway_options *options,
                                                     struct syndic_gate **out);
SYNDIC_API void syndic_gate_free(struct syndic_gate *report);

/* ---- key figures ----------------------------------------------------------------------------- */

/* Fewer cases than these make no percentage: the figure is unknown, the cases are told. */
#define SYNDIC_FEWEST_CASES 5

/* How ARR moved, by customer: the organisation of a contract, the payer of usage; a contract or
 * cluster that names none is a customer of its own. opening + new + reactivated + expansion −
 * contraction − churn = closing, to the cent, for each customer and in sum; no part is negative. */
enum syndic_arr_part {
	SYNDIC_ARR_OPENING,     /* ARR in force at the end of the first day */
	SYNDIC_ARR_NEW,         /* of customers that had none up to then */
	SYNDIC_ARR_REACTIVATED, /* of those that had some before, and none on the first day */
	SYNDIC_ARR_EXPANSION,   /* more than on the first day */
	SYNDIC_ARR_CONTRACTION, /* less than on the first day, but some */
	SYNDIC_ARR_CHURN,       /* nothing is left */
	SYNDIC_ARR_CLOSING,     /* on the last day */
	SYNDIC_ARR_PARTS,
};
struct syndic_arr_customer {
	const char *org, *contract, *cluster; /* one of them: slug, slug, name; the others NULL */
	const char *name;
	int64_t amount[SYNDIC_ARR_PARTS];
};
struct syndic_arr_bridge {
	const char *from, *to; /* the two days compared */
	int64_t amount[SYNDIC_ARR_PARTS], customers[SYNDIC_ARR_PARTS];
	/* Usage counts with its last 12 months: those of them in which it was measured, by anybody. Where
	 * they differ, and usage brought anything, part of the movements is that sum filling up or
	 * emptying: the two days do not compare. */
	int64_t opening_usage_months, closing_usage_months;
	bool usage_comparable;
	/* 1 − (contraction + churn) ÷ opening, and the same with expansion added; unknown with fewer
	 * than SYNDIC_FEWEST_CASES customers at the opening, and where usage does not compare. */
	struct syndic_figure gross_retention, net_retention;
	struct syndic_arr_customer *lines; /* the largest first */
	size_t line_count;
};
struct syndic_arr {
	const char *as_of, *currency;
	const char *period_ends_on;        /* of a period cut at as_of: its last day; else NULL */
	struct syndic_arr_bridge *bridges; /* each opens with the closing of the one before */
	size_t bridge_count;
	int64_t incomplete_count, incomplete_amount; /* contracts that lack a date, a fee or a type and
	                                                may belong to the closing */
};
struct syndic_arr_options {
	const char *period;    /* 2026, 2026-Q2 or 2026-11; excludes from and to; cut at as_of */
	const char *from, *to; /* days; NULL: a year before `to`, and as_of */
	const char *by;        /* month or quarter: a bridge each; NULL: one */
};
/* ARR on a day is what syndic_report_status with that day as as_of calls ARR. A day after as_of is
 * refused: what will renew is no fact yet. */
SYNDIC_CHECKED enum syndic_status syndic_report_arr(struct syndic *handle,
                                                    const struct syndic_arr_options *options,
                                                    struct syndic_arr **out);
SYNDIC_API void syndic_arr_free(struct syndic_arr *report);

struct syndic_history_options {
	const char *pipeline; /* a reference; NULL: all */
	const char *since;    /* a day: what came into its stage before does not count; NULL: all */
};

/* Where deals go from an open stage. A deal counts once, from the first time it came there. */
struct syndic_conversion_move {
	const char *pipeline, *stage; /* the next stage */
	int64_t deals;
	struct syndic_figure share; /* of those that entered */
};
struct syndic_conversion_stage {
	const char *pipeline, *stage;
	int64_t entered;         /* deals that came into it */
	int64_t stayed;          /* of these: have not left it yet */
	int64_t won, lost, open; /* and: where they stand today */
	struct syndic_figure stayed_share, won_share, lost_share, open_share; /* of entered */
	struct syndic_conversion_move *moves;                                 /* the most deals first */
	size_t move_count;
	/* The chance to win: as configured, and as the configured one and history tell together, with
	 * the interval that holds it four times of five; unknown with fewer than SYNDIC_FEWEST_CASES
	 * decided. */
	int64_t configured, decided;
	struct syndic_figure history, low, high;
};
/* The share won of deals decided, or the setting until SYNDIC_FEWEST_CASES are. */
struct syndic_win_rate {
	int64_t rate, won, decided;
	bool learned;
};
struct syndic_conversion {
	const char *as_of, *since;              /* since may be NULL */
	struct syndic_conversion_stage *stages; /* open stages, by pipeline and position */
	size_t stage_count;
	struct syndic_win_rate renewal, fresh; /* deals of kind renewal and new, of all pipelines */
};
SYNDIC_CHECKED enum syndic_status syndic_report_conversion(
	struct syndic *handle, const struct syndic_history_options *options,
	struct syndic_conversion **out);
SYNDIC_API void syndic_conversion_free(struct syndic_conversion *report);

/* How long deals stay in an open stage, in whole days: each stay that has ended; those that go on
 * are counted apart. */
struct syndic_velocity_stage {
	const char *pipeline, *stage;
	int64_t ended;                  /* stays */
	struct syndic_figure median;    /* of these */
	struct syndic_figure ninetieth; /* nine of ten are no longer; wants SYNDIC_FEWEST_CASES */
	int64_t open;                   /* stays that go on */
	struct syndic_figure open_median;
	bool bottleneck; /* the longest median of its pipeline, of SYNDIC_FEWEST_CASES stays at least */
};
struct syndic_velocity {
	const char *as_of, *since;
	struct syndic_velocity_stage *stages; /* open stages, by pipeline and position */
	size_t stage_count;
};
SYNDIC_CHECKED enum syndic_status syndic_report_velocity(
	struct syndic *handle, const struct syndic_history_options *options,
	struct syndic_velocity **out);
SYNDIC_API void syndic_velocity_free(struct syndic_velocity *report);

/* One line of the page of key figures. */
struct syndic_key_figure {
	const char *section, *key; /* stable words, for programs */
	const char *of;            /* which line of business, month or campaign; NULL: all */
	const char *label;
	enum syndic_unit unit;
	struct syndic_figure value, aim;
	struct syndic_figure
		cases; /* how many the value rests on, a whole number; unknown: it is no such figure */
	const char *note; /* what it leaves out, or why it is unknown; "" */
};
struct syndic_kpi {
	const char *as_of, *currency;
	struct syndic_key_figure *figures;
	size_t figure_count;
};
SYNDIC_CHECKED enum syndic_status syndic_report_kpi(struct syndic *handle, struct syndic_kpi **out);
SYNDIC_API void syndic_kpi_free(struct syndic_kpi *report);

/* ---- what needs a person's eye --------------------------------------------------------------- */

struct syndic_review_options {
	const char *kind;  /* a finding's key; NULL: all */
	const char *owner; /* who owns the deal, else its organisation; NULL: all */
	int64_t limit;     /* of each kind in `findings`, those with most money; 0: all */
};
/* What was found of one kind, all of it, whatever the limit. Money as in `findings`. */
struct syndic_review_kind {
	const char *key, *label; /* `quiet`, a heading for people */
	const char *severity;    /* error: a figure is wrong or lacks it; warning: money or a sale is at
	                            risk; note: an assumption, or a habit */
	const char *entity;      /* contract or deal */
	const char *money;       /* what the amount is: "owed", "assumed", … */
	int64_t count, amount, weighted;
	int64_t amount_unknown; /* findings without money */
};
/* Deals (of one pipeline) or contracts (of one revenue type) that no month can place, since the
 * same fields are missing. */
struct syndic_leak {
	const char *entity; /* deal or contract */
	const char *pipeline,
		*revenue_type;  /* of deals, of contracts; NULL: unknown, or of the other */
	const char *fields; /* "starts_on,ends_on" */
	int64_t count, amount, weighted;
	int64_t amount_unknown;
	/* Where amounts are unknown: the median of the pipeline's open deals, or of the active
	 * contracts of the type, from at least 5 cases; and times amount_unknown what may be hidden. */
	struct syndic_figure typical, hidden, hidden_weighted;
	int64_t typical_cases;
};
/* Every open deal and every contract is in exactly one of these. */
struct syndic_partition {
	const char *entity, *state; /* deal or contract; active, incomplete or inactive */
	int64_t count, amount, weighted, amount_unknown;
};
struct syndic_review {
	const char *as_of, *currency;
	const char *first_day; /* of the report: contracts that ended before it are inactive */
	int64_t count;         /* findings, whatever the limit */
	struct syndic_review_kind *kinds; /* those of which there are any */
	size_t kind_count;
	/* By kind and money, most first: key, severity, entity, reference, org, name, owner, fields,
	 * amount, weighted, finding, help. `help` is a command that runs as it stands; what it says of
	 * the world is a proposal. */
	struct syndic_rows *findings;
	struct syndic_leak *leaks; /* of everybody, by amount */
	size_t leak_count;
	struct syndic_partition partition[6];
};
SYNDIC_CHECKED enum syndic_status syndic_report_review(struct syndic *handle,
                                                       const struct syndic_review_options *options,
                                                       struct syndic_review **out);
SYNDIC_API void syndic_review_free(struct syndic_review *review);

/* ---- syndicates and their pledges ------------------------------------------------------------ */

/* Adds a pledge: a deal of the pipeline cofunding in `syndicate`. Inputs are fields of the deal;
 * unless they say otherwise its revenue type is project, and its name the syndicate's and the
 * organisation's. */
SYNDIC_CHECKED enum syndic_status syndic_pledge_add(struct syndic *handle, const char *syndicate,
                                                    const struct syndic_input *inputs,
                                                    size_t count);

/* How a pledge stands. Binding and contracted ones count, unless their condition fails or they wait
 * above the ceiling. */
enum syndic_pledge_fate {
	SYNDIC_PLEDGE_COUNTS,
	SYNDIC_PLEDGE_FAILS,      /* binding, but its condition does not hold */
	SYNDIC_PLEDGE_WAITS,      /* binding, but it does not fit under the ceiling */
	SYNDIC_PLEDGE_PENDING,    /* not binding yet */
	SYNDIC_PLEDGE_INCOMPLETE, /* binding, but without an amount */
	SYNDIC_PLEDGE_EXPIRED,    /* open, but its day has passed */
	SYNDIC_PLEDGE_WITHDRAWN,
};
/* "counts", "fails", … */
SYNDIC_API const char *syndic_pledge_fate_name(enum syndic_pledge_fate fate);

/* A deal in a round. Money in cents, chances in millionths; texts NULL where unknown. */
struct syndic_pledge {
	const char *deal, *name, *org, *org_name, *stage, *owner; /* deal, org: slugs */
	enum syndic_pledge_fate fate;
	struct syndic_figure amount, probability;
	struct syndic_figure share; /* what it pays; unknown unless it counts */
	/* Of its amount, what no share takes; unknown where no more counts than is raised. */
	struct syndic_figure beyond;
	/* The chance that the round is reached with it less that without it; unknown while the threshold
	 * or its amount is. */
	struct syndic_figure swing;
	const char *condition; /* "if others bring 40,000 and 2 others join" */
	struct syndic_figure condition_amount, condition_members; /* what it asks; unknown: nothing */
	struct syndic_figure lacks_amount,
		lacks_members; /* of one that fails: what others lack of it */
	const char *expires, *signed_on;
	struct syndic_figure paid;        /* of a contracted one; unknown is not zero */
	struct syndic_figure unpaid_days; /* since signing, while it is not known to be paid */
	bool overdue;                     /* of these more than 60: told, never charged to others */
};
/* A change that would reach the round by itself, the smallest of its kind. */
struct syndic_unlock {
	/* loosen (a condition), bind (Soft pledges), raise (a pledge), join (a newcomer) */
	const char *kind;
	const char **deals; /* slugs: of bind some, of loosen and raise one, of the others none */
	size_t deal_count;
	/* Cents. loosen: less asked; bind: of these pledges; raise: more offered; join: brought at
	 * least */
	int64_t amount;
	int64_t members;                   /* loosen: fewer asked */
	int64_t now, then;                 /* cents: asked, offered */
	int64_t members_now, members_then; /* loosen */
	const char *command;               /* that does it, once it is agreed; of join: whom to call */
};
struct syndic_round {
	const char *slug, *name, *state, *initiative, *deadline, *currency,
		*as_of; /* initiative: slug */
	const char *share_rule, *overshoot_rule;
	/* As the record has them; next_initiative: slug. */
	const char *id, *next_initiative, *contracting_until, *choice, *notes, *source, *external_id;
	struct syndic_figure price, threshold, ceiling; /* cents */
	int64_t min_members, members;                   /* members: of pledges that count */
	int64_t
		bridge; /* what we pay ourselves: it counts towards the threshold, and nobody shares it */
	int64_t counted;                  /* of pledges that count */
	int64_t interest;                 /* of those not binding yet */
	int64_t raised;                   /* what shares sum to */
	struct syndic_figure beyond;      /* what its pledges offer beyond that; unknown: nothing */
	struct syndic_figure missing;     /* money to the threshold; unknown while that is */
	struct syndic_figure days_left;   /* to the deadline; negative once it has passed */
	struct syndic_figure probability; /* that it is reached; unknown while the threshold is */
	int64_t error;                    /* how far that may be off: three standard errors; 0: exact */
	int64_t swing_error;              /* the same of the swing that is known the least */
	bool reached;                     /* what counts suffices now */
	struct syndic_pledge *pledges;    /* in the order of becoming binding */
	size_t pledge_count;
	struct syndic_unlock *unlocks; /* none where it is reached; what asks for no new money first */
	size_t unlock_count;
};
/* A syndicate with its pledges: which count, what each pays, what each does for the chance that the
 * round is reached, and what would unlock it. */
SYNDIC_CHECKED enum syndic_status syndic_report_round(struct syndic *handle, const char *reference,
                                                      struct syndic_round **out);
SYNDIC_API void syndic_round_free(struct syndic_round *round);

/* Whom to call. Hours in millionths. */
struct syndic_call {
	const char *kind; /* pledge, endorser (of the initiative), member (in force) */
	const char *syndicate, *deal, *org, *org_name, *stage, *owner; /* deal, stage: of a pledge */
	int64_t amount, probability; /* of one who has said none: assumed */
	bool assumed;                /* the amount: the median of the round's pledges */
	int64_t swing;
	int64_t swing_error;           /* how far that may be off, as struct syndic_round; 0: exact */
	int64_t hours;                 /* of conversations that it will still take, expected */
	int64_t spent;                 /* that it took already */
	int64_t per_hour;              /* swing ÷ hours, millionths */
	const char *last_conversation; /* day, or NULL */
	const char *command;
};
struct syndic_calls {
	const char *as_of, *currency;
	int64_t hours; /* to a binding pledge: the mean of `cases`, or the setting pledge_hours */
	int64_t cases; /* pledges that became binding, with hours logged */
	bool learned;  /* cases suffice */
	int64_t conversation;      /* hours of one, on average */
	int64_t swing_error;       /* the largest of all calls, those beyond the limit too */
	int64_t unknown;           /* rounds left out: their threshold is unknown */
	int64_t without_median;    /* rounds without any amount: nothing can be assumed of prospects */
	struct syndic_call *calls; /* the most swing an hour first */
	size_t call_count, total;  /* total: without the limit */
};
/* Pledges that are not binding yet, and prospects without one (members in force, organisations that
 * endorsed the initiative), of a syndicate or with NULL of all that are forming, open or reached.
 * `limit` 0: all. */
SYNDIC_CHECKED enum syndic_status syndic_report_calls(struct syndic *handle, const char *reference,
                                                      int64_t limit, struct syndic_calls **out);
SYNDIC_API void syndic_calls_free(struct syndic_calls *calls);

/* ---- queue and capacity ---------------------------------------------------------------------- */

struct syndic_queue_options {
	int64_t paths, seed; /* simulated futures, 0: 10,000; and which ones, 0: 1 */
};
/* A month of an estimate: NULL where it is unknown, or `later` than the last one looked at. */
struct syndic_queue_month {
	const char *month;
	bool later;
};
struct syndic_queue_slot {
	const char *slug, *initiative, *initiative_name, *state; /* pulled, queued or held */
	struct syndic_figure position;                           /* of queued ones, a whole number */
	struct syndic_figure hours_low, hours_high; /* left to work, millionths; unknown: nobody said */
	struct syndic_queue_month start_p50, start_p85, finish_p50, finish_p85;
	const char *quoted_p50, *quoted_p85; /* months of finishing, as it was sold; NULL: not quoted */
};
/* Pulled slots, then queued ones by position, then held ones, each as if it were queued in its
 * turn. */
struct syndic_queue {
	const char *as_of, *last_month; /* what is later is later than that month */
	int64_t paths, seed, work_in_progress;
	bool capacity_known; /* else nothing is estimated: no person_month up to this month */
	struct syndic_queue_slot *slots;
	size_t slot_count;
};
SYNDIC_CHECKED enum syndic_status syndic_report_queue(struct syndic *handle,
                                                      const struct syndic_queue_options *options,
                                                      struct syndic_queue **out);
SYNDIC_API void syndic_queue_free(struct syndic_queue *report);

/* What `slot reorder` does to an estimate: as it is, and as it would be on the same futures. */
struct syndic_queue_move {
	const char *slug, *initiative;
	struct syndic_figure position_before, position_after; /* whole numbers; unknown: not queued */
	struct syndic_queue_month start_p50_before, start_p50_after, start_p85_before, start_p85_after,
		finish_p50_before, finish_p50_after, finish_p85_before, finish_p85_after;
};
struct syndic_reorder {
	struct syndic_queue_move *moves; /* slots of which a place or a month moves, in the new order */
	size_t move_count;
};
/* Compares the queue with `slot` moved to a place of the queue, from 1; writes nothing. */
SYNDIC_CHECKED enum syndic_status syndic_report_reorder(struct syndic *handle, const char *slot,
                                                        int64_t place,
                                                        const struct syndic_queue_options *options,
                                                        struct syndic_reorder **out);
SYNDIC_API void syndic_reorder_free(struct syndic_reorder *report);

/* A receipt: what was quoted when a slot was queued, and what came of it. */
struct syndic_receipt {
	const char *slug, *initiative, *quoted_on, *finish_p50, *finish_p85; /* months */
	const char *delivered_on; /* NULL: its P85 has passed, and it is not delivered */
	bool inside_p50, inside_p85;
};
struct syndic_queue_score {
	const char *as_of;
	int64_t receipts, inside_p50, inside_p85;
	/* Of the receipts; unknown with fewer than SYNDIC_FEWEST_CASES. Honest: 0.5 and 0.85. */
	struct syndic_figure share_p50, share_p85;
	int64_t open;                 /* quoted slots that nobody can judge yet */
	int64_t silent;               /* delivered, and no P85 was quoted */
	struct syndic_receipt *items; /* by the day quoted */
};
SYNDIC_CHECKED enum syndic_status syndic_report_queue_score(struct syndic *handle,
                                                            struct syndic_queue_score **out);
SYNDIC_API void syndic_queue_score_free(struct syndic_queue_score *report);

struct syndic_capacity_options {
	const char *from; /* a month, this one or a later one; NULL: this one */
	int64_t months;   /* 0: 12 */
};
/* Hours in millionths. */
struct syndic_capacity_month {
	const char *month;
	int64_t members, operations;   /* in force, and what they take; off the capacity already */
	struct syndic_figure capacity; /* unknown before the first person_month */
	int64_t committed, onboarding; /* sold; taking new members aboard, expected */
	int64_t weighted;              /* what is not sold yet, by its chance */
	struct syndic_figure p_over;   /* the chance that the load exceeds the capacity, millionths */
	bool collision;                /* committed and onboarding exceed it together, neither alone */
};
/* Load that no month can place. */
struct syndic_capacity_gap {
	const char *entity, *reference, *why, *help; /* help: the command that mends it */
};
struct syndic_capacity {
	const char *as_of;
	struct syndic_capacity_month *months;
	size_t month_count;
	struct syndic_capacity_gap *gaps;
	size_t gap_count;
};
SYNDIC_CHECKED enum syndic_status syndic_report_capacity(
	struct syndic *handle, const struct syndic_capacity_options *options,
	struct syndic_capacity **out);
SYNDIC_API void syndic_capacity_free(struct syndic_capacity *report);

/* ---- the roadmap, and what endangers the plan ------------------------------------------------- */

/* In the order of the roadmap. */
enum syndic_roadmap_section {
	SYNDIC_ROADMAP_IN_FLIGHT, /* in-flight, review: by the day on which work began */
	SYNDIC_ROADMAP_QUEUED,    /* funded: by place in the queue */
	SYNDIC_ROADMAP_FUNDING,   /* nearest to its threshold first */
	SYNDIC_ROADMAP_SCOPED,
	SYNDIC_ROADMAP_CANDIDATE,
	SYNDIC_ROADMAP_DONE,
	SYNDIC_ROADMAP_PARKED, /* from here on nothing is public */
	SYNDIC_ROADMAP_DRAFT,
	SYNDIC_ROADMAP_SECTIONS,
};

/* What an initiative promises. Hours in millionths. */
struct syndic_roadmap_deliverable {
	const char *slug, *name, *definition_of_done, *state;
	const char *upstream, *upstream_url, *upstream_outcome; /* the last two may be NULL */
	struct syndic_figure low_hours, high_hours, spent_hours;
	bool stretch;
};
/* One organisation's pledge in the current round, as round_load has it. */
struct syndic_roadmap_pledge {
	const char *deal, *org, *org_name; /* slugs, and a name; org NULL: none */
	const char *stage;
	bool open, binding, contracted, withdrawn, expired;
	bool counts; /* towards the threshold */
	bool is_public;
	struct syndic_figure amount;
	int64_t share; /* what it pays as things stand; 0 unless it counts */
};
struct syndic_roadmap_endorsement {
	const char *org, *org_name, *given_on, *words, *other_help; /* all but org may be NULL */
	bool letter, is_public;
	struct syndic_figure testers; /* a whole number */
};
/* An initiative with its live round (neither lapsed nor cancelled; a closed one only where there is
 * no other) and its slot (not lapsed). What there is none of is NULL, unknown or 0. Cents; odds in
 * millionths. */
struct syndic_roadmap_item {
	enum syndic_roadmap_section section;
	const char *slug, *name, *state, *owner, *tags, *notes;
	const char *problem, *solution, *implementation, *fit, *upstream_plan;
	struct syndic_figure price; /* the round's once it is open, else the initiative's */

	const char *syndicate, *syndicate_state; /* NULL: no round */
	const char *share_rule, *overshoot_rule, *deadline, *contracting_until;
	struct syndic_figure threshold, ceiling;
	int64_t min_members;
	int64_t counted, members;                /* money and pledges that count */
	int64_t bridge;                          /* declared by us: counts as money */
	int64_t missing, missing_members;        /* to the threshold and to min_members */
	int64_t interest;                        /* money of Interest and Soft */
	int64_t interested, pledged, signatures; /* pledges: before Binding, at Binding, contracted */
	struct syndic_figure days_left; /* to the deadline, whole days; negative: it has passed */
	struct syndic_figure odds;      /* that the threshold is reached */
	struct syndic_roadmap_pledge *pledges; /* lost ones are left out */
	size_t pledge_count;

	const char *slot, *slot_state; /* NULL: no slot */
	bool executed; /* a statement of work that stands behind the round or the slot */
	struct syndic_figure position; /* among those that wait, whole */
	const char *pulled_on, *quoted_on;
	const char *start_p50, *start_p85, *finish_p50, *finish_p85; /* as quoted at the sale */

	struct syndic_roadmap_endorsement *endorsements;
	size_t endorsement_count;
	int64_t letters, testers; /* of all endorsements */
	struct syndic_roadmap_deliverable *deliverables;
	size_t deliverable_count;
	int64_t promised, accepted; /* deliverables but for dropped ones; of them those accepted */
};
struct syndic_roadmap {
	const char *as_of, *currency;
	struct syndic_roadmap_item *items;
	size_t item_count;
};
/* For our own eyes. `initiative` NULL: all of them. */
SYNDIC_CHECKED enum syndic_status syndic_report_roadmap(struct syndic *handle,
                                                        const char *initiative,
                                                        struct syndic_roadmap **out);
SYNDIC_API void syndic_roadmap_free(struct syndic_roadmap *report);

/* The same for the world. It holds nothing that may not leave: whatever is made of it is fit to be
 * published. docs/words.md says what is public, and how sums keep the amounts in them to
 * themselves. */
struct syndic_public_pledge {
	const char *org;             /* its name */
	struct syndic_figure amount; /* offered, or signed once it is; unknown: withheld */
	bool contracted;
};
struct syndic_public_endorsement {
	const char *org, *given_on, *words; /* the last two may be NULL */
	bool letter;
	int64_t testers;
};
struct syndic_public_deliverable {
	const char *name, *definition_of_done, *state;
	const char *upstream, *upstream_url, *upstream_outcome;
	bool stretch;
};
struct syndic_public_initiative {
	enum syndic_roadmap_section section;
	const char *slug, *name, *state;
	const char *problem, *solution, *implementation, *fit, *upstream_plan;
	struct syndic_figure price;
	struct syndic_figure typical_share; /* price ÷ min_members, rounded up to the cent */

	const char *round; /* state of its round; NULL: there is none */
	/* Terms are frozen, and public, once the round is open. */
	const char *share_rule, *overshoot_rule, *deadline; /* the rules as they work, not NULL then */
	struct syndic_figure threshold, ceiling, days_left; /* days: while the round is open */
	int64_t min_members, missing_members;
	int64_t orgs, interested;     /* pledges that count (committed: signed); others that are open */
	bool reached;                 /* threshold and members suffice, or did */
	struct syndic_figure counted; /* at least so much, exact where `step` is 0; unknown: withheld */
	struct syndic_figure funded;  /* that, of the threshold: at most one */
	int64_t step; /* of the threshold, millionths, to which the sum not named is rounded down */
	struct syndic_public_pledge *pledges; /* of `orgs`, those that are marked public */
	size_t pledge_count;
	const char *
		*supporters; /* names of the others that are marked public; none while it is forming */
	size_t supporter_count;

	const char *slot_state;        /* NULL: no slot */
	bool executed;                 /* all have signed */
	struct syndic_figure position; /* whole */
	const char *quoted_on, *start_p50, *start_p85, *finish_p50, *finish_p85;

	struct syndic_public_endorsement *endorsements;
	size_t endorsement_count;
	struct syndic_public_deliverable *deliverables; /* but for dropped ones */
	size_t deliverable_count;
};
struct syndic_public_roadmap {
	const char *as_of, *currency;
	int64_t contracting_days, silence_days; /* to sign; after a demo */
	struct syndic_public_initiative *initiatives;
	size_t initiative_count;
};
SYNDIC_CHECKED enum syndic_status syndic_report_public_roadmap(struct syndic *handle,
                                                               struct syndic_public_roadmap **out);
SYNDIC_API void syndic_public_roadmap_free(struct syndic_public_roadmap *report);

/* How a figure stands against the window before. */
enum syndic_trend {
	SYNDIC_TREND_UNKNOWN,
	SYNDIC_TREND_BETTER,
	SYNDIC_TREND_WORSE,
	SYNDIC_TREND_SAME,
};
/* A risk of the plan as a figure. */
struct syndic_risk {
	const char *key, *label;
	const char *question; /* a sentence of the plan that the figure speaks of */
	enum syndic_unit unit;
	struct syndic_figure value, before; /* in the window, and in the one before it */
	enum syndic_trend trend;            /* unknown where either is, or rests on too few cases */
	int64_t cases, cases_before;        /* what they rest on; `note` says what is left out */
	const char *compared_with; /* a phrase: what the next two are; NULL: nothing is meant */
	struct syndic_figure compared, compared_before;
	const char *alert; /* why it wants a look whatever its trend, a phrase; NULL: it does not */
	const char *note;  /* what it leaves out, or why it is unknown; "" */
	/* The rows behind the value, if asked for: entity, reference, name, happened_on, amount, figure,
	 * what, help (a command). NULL: not asked for. */
	struct syndic_rows *records;
};
struct syndic_risks {
	const char *as_of, *currency;
	int64_t months;          /* of the window, which ends with as_of */
	const char *from;        /* its first day … */
	const char *before_from; /* … and that of the one before it */
	struct syndic_risk *risks;
	size_t risk_count;
};
struct syndic_risk_options {
	int64_t months;  /* 0: 12 */
	const char *key; /* only this figure, with its records; NULL: all */
	bool records;    /* of all */
};
/* What endangers the plan: what sales cost, whether members come fast enough and why they go, what
 * is lost over a slot, whether work fits, how long an SOW takes, what upstream refuses, and which
 * rounds may fail. `options` may be NULL. */
SYNDIC_CHECKED enum syndic_status syndic_report_risk(struct syndic *handle,
                                                     const struct syndic_risk_options *options,
                                                     struct syndic_risks **out);
SYNDIC_API void syndic_risks_free(struct syndic_risks *report);

/* ---- snapshots ------------------------------------------------------------------------------- */

/* Makes a forecast and keeps it as one change: a snapshot, its months, and of every open deal, the
 * incomplete ones too, the chance that it was given. `name` NULL or "": the day. `notes` and
 * `options` may be NULL. A snapshot has no room for `by`, `renewals` and `exact`: they are refused.
 */
SYNDIC_CHECKED enum syndic_status syndic_snapshot_take(
	struct syndic *handle, const char *name, const char *notes,
	const struct syndic_forecast_options *options);

/* Decided deals by the chance that they were given: `from` up to below `to`, at the end 1 itself.
 * The means are unknown with fewer than SYNDIC_FEWEST_CASES. Ratios. */
struct syndic_score_bin {
	int64_t from, to;
	int64_t decided, won;
	struct syndic_figure forecast, actual; /* mean of the chances, share that was won */
};
/* A month that is over, or all that can be compared together. Cents. */
struct syndic_score_month {
	const char *month;               /* NULL: all */
	int64_t expected, p10, p50, p90; /* as forecast; of all: of the comparable months, and the
	                                     percentiles are meant only where there is a verdict */
	struct syndic_figure came_in;    /* of what the forecast is about */
	struct syndic_figure beside;     /* of contracts that it is not about */
	const char *basis;               /* actuals, contracts or payments; NULL: not comparable … */
	const char *reason;              /* … and why not, a phrase; else NULL */
	const char *verdict;             /* below, inside or above P10 to P90; NULL: not comparable */
};
/* How good a snapshot was, seen from as_of. */
struct syndic_score {
	const char *snapshot, *name, *taken_on, *as_of, *currency, *ledger, *method;
	bool learned; /* its chances were those that history showed, not those configured */
	int64_t days; /* from taken_on to as_of */
	bool early;   /* that is fewer than SYNDIC_SCORE_DAYS */
	const char *first_month;
	int64_t forecast_months;
	int64_t deals, won, lost, open, removed; /* deals = won + lost + open + removed */
	/* Of the won and lost: Brier score, the share won, what that share given to all of them would
	 * score, and 1 − score ÷ that. Unknown with fewer than SYNDIC_FEWEST_CASES. */
	struct syndic_figure brier, base_rate, base_brier, skill;
	struct syndic_score_bin bins[5];
	size_t bin_count;
	struct syndic_score_month *months; /* those that are over on as_of */
	size_t month_count;
	int64_t comparable;           /* of these months: below + inside + above + certain */
	int64_t below, inside, above; /* of those with a band to fall into */
	int64_t certain, met;         /* those where P10 is P90, and of them those that came so */
	struct syndic_figure
		inside_share; /* of those with a band; unknown with fewer than SYNDIC_FEWEST_CASES */
	/* All comparable months together; a verdict only if these are all months of the snapshot. */
	struct syndic_score_month total;
};
#define SYNDIC_SCORE_DAYS 90
#define SYNDIC_SCORE_HONEST 800000 /* of the months an honest band holds so many, millionths */
/* `snapshot` NULL: the latest one taken SYNDIC_SCORE_DAYS before as_of or earlier, else the
 * latest. */
SYNDIC_CHECKED enum syndic_status syndic_snapshot_score(struct syndic *handle, const char *snapshot,
                                                        struct syndic_score **out);
SYNDIC_API void syndic_score_free(struct syndic_score *score);

/* ---- exchange -------------------------------------------------------------------------------- */

struct syndic_import_options {
	const char *profile;            /* NULL: chosen by the header row */
	const struct syndic_input *map; /* header → field ("" to leave a column out) */
	size_t map_count;
	const struct syndic_input *map_stage; /* their stage → ours */
	size_t map_stage_count;
	const struct syndic_input *set; /* field → value for every row that says nothing */
	size_t set_count;
	const char *source;     /* NULL: the profile's name */
	const char *date_order; /* dmy, mdy, ymd; NULL: proven by the data */
	const char *policy;     /* keep, fill, overwrite; NULL: the three-way comparison; also
	                           "field=keep,field=overwrite" */
	const char *rejects;    /* NULL: FILE.rejects.csv, numbered where it exists */
	bool partial, add_stages, add_orgs;
	/* Called now and then with rows read and bytes done of all; NULL: never. */
	void (*progress)(void *context, int64_t rows, int64_t done, int64_t total);
	void *progress_context;
};
struct syndic_import_report {
	const char *file, *entity, *profile, *source, *encoding;
	char delimiter;
	int64_t read, fresh, changed, same, rejected; /* read = fresh + changed + same + rejected */
	bool has_amount;
	int64_t amount_before, amount_after; /* of all records of the entity, in the database */
	const char *rejects_file;            /* NULL: none written */
	struct syndic_rows *columns;         /* column, field, note: what each column became */
	struct syndic_rows *rejects; /* line, record, column, code, reason, suggestion; first 100 */
};
/* `path` may be "-" for standard input. On SYNDIC_REJECTED *out is set, too. */
SYNDIC_CHECKED enum syndic_status syndic_import(struct syndic *handle, const char *entity,
                                                const char *path,
                                                const struct syndic_import_options *options,
                                                struct syndic_import_report **out);
SYNDIC_API void syndic_import_report_free(struct syndic_import_report *report);
/* Every PLURAL.csv of a folder as one change, in an order in which references resolve. Rows are
 * matched by id, else by reference. `*out`: entity, file, read, new, changed, same, rejected,
 * rejects_file. */
SYNDIC_CHECKED enum syndic_status syndic_import_directory(
	struct syndic *handle, const char *path, const struct syndic_import_options *options,
	struct syndic_rows **out);
/* PLURAL.csv for every entity and datapackage.json, into a folder that does not exist or is empty.
 * `*out`: entity, file, rows. */
SYNDIC_CHECKED enum syndic_status syndic_export_directory(struct syndic *handle, const char *path,
                                                          struct syndic_rows **out);

#ifdef __cplusplus
}
#endif
#endif
