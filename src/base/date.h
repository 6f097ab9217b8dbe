/* Dates as ISO text and as whole days; the one parser of what people write. */
#ifndef SYNDIC_BASE_DATE_H
#define SYNDIC_BASE_DATE_H
#include <stdbool.h>
#include <stdint.h>

#define DATE_SIZE 11 /* "2026-11-22" and its NUL; a month fits, too */
#define TIME_SIZE 21 /* "2026-11-22T14:03:00Z" */

/* Whole days since 1970-01-01 of a valid ISO date (only the first ten characters are read). */
int64_t date_days(const char *iso);
void date_from_days(int64_t days, char out[DATE_SIZE]);
/* Is it a date that exists, written exactly `2026-11-22`, in the years 1900 to 9999? */
bool date_valid(const char *text);
bool month_valid(const char *text); /* `2026-11` */

/* Whole months since year 0 of `2026-11…`: 2026·12 + 10. */
int64_t month_number(const char *iso);
void month_from_number(int64_t number, char out[DATE_SIZE]); /* `2026-11` */
void month_first(int64_t number, char out[DATE_SIZE]);       /* `2026-11-01` */
void month_last(int64_t number, char out[DATE_SIZE]);        /* `2026-11-30` */
void date_add_months(const char *iso, int64_t months,
                     char out[DATE_SIZE]); /* day clipped to the month */
void date_add_days(const char *iso, int64_t days, char out[DATE_SIZE]);

/* Reads what a person writes: `2026-11-22`, today, yesterday, tomorrow, mon…sun (the next such day,
 * today excluded), `next fri` (the one in next week, weeks begin on Monday),
 * `in 3 days|weeks|months`, `3 days|weeks|months ago`, eom, eoq, eoy; case does not matter. A
 * month, quarter or year stands for its first day, or with `last` for its last. NULL on success,
 * else why not, as a phrase: `03/04/2026` and `30 Feb` are refused. `today` is ISO. */
const char *date_parse(const char *text, const char *today, bool last, char out[DATE_SIZE]);
/* Reads `2026-11`, or what date_parse reads as its month. */
const char *month_parse(const char *text, const char *today, char out[DATE_SIZE]);
/* Reads a date or a time: `2026-11-22T14:03:00Z`, `2026-11-22 14:03`, with an offset such as +02:00
 * turned to UTC, or whatever date_parse reads. */
const char *time_parse(const char *text, const char *today, char out[TIME_SIZE]);
/* Reads a period, `2026`, `FY26`, `2026-Q2`, `2026Q2`, `2026-11` or a date: its first and last
 * day. */
const char *period_parse(const char *text, const char *today, char first[DATE_SIZE],
                         char last[DATE_SIZE]);

/* Length of a term in millionths of a year by the calendar: whole months from starts_on to the day
 * after ends_on ÷ 12, a day over or short of a whole month forgiven, other days as parts of the
 * month they lie in. 15 February to 14 February is one year, not thirteen months. */
int64_t term_years(const char *starts_on, const char *ends_on);

/* The clock: the day here, and the second in UTC. */
void clock_today(char out[DATE_SIZE]);
void clock_now(char out[TIME_SIZE]);

#endif
