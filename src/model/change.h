/*
 * Changes: every write is part of one. change_begin opens the transaction, change_end commits it
 * (or takes it back after a failure and in a dry run). record_insert, _update and _delete add to
 * it. A change in which nothing was written leaves no trace.
 */
#ifndef SYNDIC_MODEL_CHANGE_H
#define SYNDIC_MODEL_CHANGE_H
#include "model/record.h"

struct stage_delta {
	char stage[ULID_SIZE];
	int64_t year, deals, amount;
};

struct change {
	int64_t number;          /* 0 until the first row is logged */
	int64_t first_row, rows; /* of change_row */
	int64_t undoes;          /* the change that this one takes back, or 0 */
	char at[TIME_SIZE];
	char contract[ULID_SIZE];   /* of the deal being won, until its contract is made; else "" */
	bool reopening;             /* the deal being written lets go of its contract */
	bool moving;                /* a verb is moving a state: see transition.h */
	const char *reason;         /* of the transitions in it, or NULL */
	struct arena text;          /* lives as long as the change */
	struct buf before, after;   /* JSON under way */
	struct stage_delta *deltas; /* for stage_total, added at the end */
	size_t delta_count;
	struct syndic_rows *notes;
	struct syndic_rows *difference; /* of a dry run, read before it is taken back */
};

enum syndic_status change_begin(struct syndic *handle);
/* May the handle write? What was known on a day cannot be changed: SYNDIC_MISUSE, told. */
enum syndic_status change_allowed(struct syndic *handle);
/* Makes room for notes outside of a change. */
void change_renew(struct syndic *handle);
/* Commits if status is OK; returns the status to pass on. Sets handle->write. */
enum syndic_status change_end(struct syndic *handle, enum syndic_status status);
/* The number of the change being written; given out, and its row written, at the first call. */
enum syndic_status change_number(struct syndic *handle, int64_t *out);
/* A row of the log; `before` is NULL for an insert, `after` for a delete. */
enum syndic_status change_log(struct syndic *handle, const struct record *before,
                              const struct record *after);
/* Says which record the write was about, for syndic_last_write; the first word stands. */
void change_about(struct syndic *handle, const struct record *record);
/* A sentence for syndic_last_notes. */
__attribute__((format(printf, 2, 3))) void change_note(struct syndic *handle, const char *format,
                                                       ...);
/* Keeps stage_total in step with a deal that is written. */
void change_count_deal(struct syndic *handle, const struct record *before,
                       const struct record *after);
/* Counts stage_total anew from the deals. */
enum syndic_status change_recount(struct syndic *handle);
void change_free(struct change *change);

/* The next running number of a counter (`activity`, `task`). */
enum syndic_status counter_next(struct syndic *handle, const char *name, int64_t *out);
/* Raises a counter to at least `value`. */
enum syndic_status counter_raise(struct syndic *handle, const char *name, int64_t value);

/* model/history.c: the lines of change_row numbers first … first + count − 1, as
 * syndic_last_difference tells them; at most `limit` lines, 0 for all. */
enum syndic_status difference_rows(struct syndic *handle, int64_t first, int64_t count,
                                   int64_t limit, struct syndic_rows **out);

#endif
